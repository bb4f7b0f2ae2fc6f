package pyexpat

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/expat"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the handlers: what the parser finds becomes calls of Python.

// handlerNames are the attributes of a parser that are handlers.
var handlerNames = []string{"AttlistDeclHandler", "CharacterDataHandler", "CommentHandler", "DefaultHandler", "DefaultHandlerExpand", "ElementDeclHandler",
	"EndCdataSectionHandler", "EndDoctypeDeclHandler", "EndElementHandler", "EndNamespaceDeclHandler", "EntityDeclHandler", "ExternalEntityRefHandler",
	"NotStandaloneHandler", "NotationDeclHandler", "ProcessingInstructionHandler", "SkippedEntityHandler", "StartCdataSectionHandler", "StartDoctypeDeclHandler",
	"StartElementHandler", "StartNamespaceDeclHandler", "UnparsedEntityDeclHandler", "XmlDeclHandler"}

// name is a str that the program gets: names and addresses come again and again.
func (x *parser) name(s string) value {
	v := py.StrV(s)
	if x.intern == nil {
		return v
	}
	if known, ok := x.intern.GetStr(v.Str()); ok {
		return known
	}
	x.intern.SetStr(v.Str(), v)
	return v
}

func (x *parser) optional(s *string) value {
	if s == nil {
		return py.None
	}
	return x.name(*s)
}

func optionalText(s *string) value {
	if s == nil {
		return py.None
	}
	return py.StrV(*s)
}

// call calls a handler. Once one has raised none is called any more.
func (x *parser) call(h value, args ...value) (value, error) {
	v, e := py.CallN(h, args)
	if e != nil {
		x.stop()
		return value{}, raised{e}
	}
	return v, nil
}

// stop ends the parsing because of an exception.
func (x *parser) stop() {
	x.handlers = map[string]value{}
	x.connect()
	x.p.Abort()
}

// flush gives the character data that has been collected to its handler.
func (x *parser) flush() error {
	if len(x.text) == 0 {
		return nil
	}
	text := string(x.text)
	x.text = x.text[:0]
	return x.data(text)
}

// data gives character data to its handler, if there still is one.
func (x *parser) data(text string) error {
	h, ok := x.handlers["CharacterDataHandler"]
	if !ok {
		return nil
	}
	_, err := x.call(h, py.StrV(text))
	return err
}

// invoke calls a handler, behind the character data before it.
func (x *parser) invoke(name string, args ...value) error {
	_, err := x.ask(name, args...)
	return err
}

func (x *parser) ask(name string, args ...value) (value, error) {
	if err := x.flush(); err != nil {
		return value{}, err
	}
	h, ok := x.handlers[name]
	if !ok { // a handler before it has removed it
		return py.None, nil
	}
	return x.call(h, args...)
}

// answer is a handler's result that is a number: 0 ends the parsing, and so does an
// exception, which is raised in place of the error.
func (x *parser) answer(name string, args ...value) (bool, error) {
	v, err := x.ask(name, args...)
	if r, ok := err.(raised); ok {
		x.pending = r.e
		return false, nil
	}
	n, e := py.CInt(v)
	if e != nil {
		x.pending = e // sic: it ends nothing
		return true, nil
	}
	return n != 0, nil
}

// characters collects character data, or gives it on.
func (x *parser) characters(text string) error {
	if !x.collect {
		return x.data(text)
	}
	if len(x.text)+len(text) > x.size {
		if err := x.flush(); err != nil {
			return err
		}
		if len(text) > x.size {
			return x.data(text)
		}
	}
	x.text = append(x.text, text...)
	return nil
}

// number is a bool as an int.
func number(b bool) value {
	if b {
		return py.Int(1)
	}
	return py.Int(0)
}

// startElement has the attributes in a dict or, in order, in a list.
func (x *parser) startElement(name string, attrs []expat.Attr, specified int) error {
	if err := x.flush(); err != nil {
		return err
	}
	if x.specified {
		attrs = attrs[:specified]
	}
	var container value
	if x.ordered {
		list := make([]value, 0, 2*len(attrs))
		for _, a := range attrs {
			list = append(list, x.name(a.Name), py.StrV(a.Value))
		}
		container = py.NewList(list).Value()
	} else {
		d := py.NewDict()
		for _, a := range attrs {
			d.SetStr(x.name(a.Name).Str(), py.StrV(a.Value))
		}
		container = d.Value()
	}
	return x.invoke("StartElementHandler", x.name(name), container)
}

// connect tells the parser which events there are handlers for.
func (x *parser) connect() {
	h := &x.p.Handlers
	*h = expat.Handlers{UnknownEncoding: unknownEncoding}
	has := func(name string) bool { _, ok := x.handlers[name]; return ok }
	if has("StartElementHandler") {
		h.StartElement = x.startElement
	}
	if has("EndElementHandler") {
		h.EndElement = func(name string) error { return x.invoke("EndElementHandler", x.name(name)) }
	}
	if has("ProcessingInstructionHandler") {
		h.ProcInst = func(target, data string) error {
			return x.invoke("ProcessingInstructionHandler", x.name(target), py.StrV(data))
		}
	}
	if has("CharacterDataHandler") {
		h.CharData = x.characters
	}
	if has("CommentHandler") {
		h.Comment = func(text string) error { return x.invoke("CommentHandler", py.StrV(text)) }
	}
	if has("StartCdataSectionHandler") {
		h.StartCdata = func() error { return x.invoke("StartCdataSectionHandler") }
	}
	if has("EndCdataSectionHandler") {
		h.EndCdata = func() error { return x.invoke("EndCdataSectionHandler") }
	}
	switch {
	case has("DefaultHandlerExpand"):
		h.Default = func(text string) error { return x.invoke("DefaultHandlerExpand", py.StrV(text)) }
		h.Expand = true
	case has("DefaultHandler"):
		h.Default = func(text string) error { return x.invoke("DefaultHandler", py.StrV(text)) }
	}
	if has("StartDoctypeDeclHandler") {
		h.StartDoctype = func(name string, system, public *string, internal bool) error {
			return x.invoke("StartDoctypeDeclHandler", x.name(name), x.optional(system), x.optional(public), number(internal))
		}
	}
	if has("EndDoctypeDeclHandler") {
		h.EndDoctype = func() error { return x.invoke("EndDoctypeDeclHandler") }
	}
	if has("XmlDeclHandler") {
		h.XMLDecl = func(version, encoding *string, standalone int) error {
			return x.invoke("XmlDeclHandler", optionalText(version), optionalText(encoding), py.IntOf(standalone))
		}
	}
	if has("EntityDeclHandler") {
		h.EntityDecl = func(d expat.EntityDecl) error {
			return x.invoke("EntityDeclHandler", x.name(d.Name), number(d.Parameter), optionalText(d.Value), x.optional(d.Base), x.optional(d.System), x.optional(d.Public), x.optional(d.Notation))
		}
	}
	if has("UnparsedEntityDeclHandler") {
		h.Unparsed = func(d expat.EntityDecl) error {
			return x.invoke("UnparsedEntityDeclHandler", x.name(d.Name), x.optional(d.Base), x.optional(d.System), x.optional(d.Public), x.optional(d.Notation))
		}
	}
	if has("NotationDeclHandler") {
		h.Notation = func(name string, base, system, public *string) error {
			return x.invoke("NotationDeclHandler", x.name(name), x.optional(base), x.optional(system), x.optional(public))
		}
	}
	if has("StartNamespaceDeclHandler") {
		h.StartNamespace = func(prefix, uri *string) error {
			return x.invoke("StartNamespaceDeclHandler", x.optional(prefix), x.optional(uri))
		}
	}
	if has("EndNamespaceDeclHandler") {
		h.EndNamespace = func(prefix *string) error { return x.invoke("EndNamespaceDeclHandler", x.optional(prefix)) }
	}
	if has("ElementDeclHandler") {
		h.ElementDecl = func(name string, m *expat.Model) error {
			return x.invoke("ElementDeclHandler", x.name(name), x.model(m))
		}
	}
	if has("AttlistDeclHandler") {
		h.AttlistDecl = func(d expat.AttlistDecl) error {
			return x.invoke("AttlistDeclHandler", x.name(d.Element), x.name(d.Name), py.StrV(d.Type), optionalText(d.Default), number(d.Required))
		}
	}
	if has("NotStandaloneHandler") {
		h.NotStandalone = func() (bool, error) { return x.answer("NotStandaloneHandler") }
	}
	if has("ExternalEntityRefHandler") {
		h.ExternalEntity = func(context *string, base, system, public *string) (bool, error) {
			return x.answer("ExternalEntityRefHandler", optionalText(context), x.optional(base), x.optional(system), x.optional(public))
		}
	}
	if has("SkippedEntityHandler") {
		h.SkippedEntity = func(name string, parameter bool) error {
			return x.invoke("SkippedEntityHandler", x.name(name), number(parameter))
		}
	}
}

// model is a content model as nested tuples.
func (x *parser) model(m *expat.Model) value {
	children := make([]value, len(m.Children))
	for i, c := range m.Children {
		children[i] = x.model(c)
	}
	name := py.None
	if m.Name != "" {
		name = x.name(m.Name)
	}
	return py.TupleV(py.IntOf(m.Type), py.IntOf(m.Quant), name, py.NewTuple(children).Value())
}

// unknownEncoding asks Python's codecs what each byte stands for.
func unknownEncoding(name string) (*[256]rune, error) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	v, e := py.Decode(all, name, "replace")
	if e != nil {
		return nil, raised{e}
	}
	chars := []rune(strings.ToValidUTF8(v.Str().S, "\uFFFD"))
	if len(chars) != len(all) {
		return nil, raised{py.Raisef(py.ValueErrorType, "multi-byte encodings are not supported")}
	}
	table := new([256]rune)
	for i, c := range chars {
		if table[i] = c; c == '\uFFFD' {
			table[i] = -1
		}
	}
	return table, nil
}
