package pyexpat

import (
	"github.com/aio2go/aio2go/runtime/expat"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the parser objects.

// parser is an xmlparser.
type parser struct {
	py.Header
	p                  *expat.Parser
	handlers           map[string]value
	intern             *py.Dict // nil where names are not kept
	text               []byte   // character data that is collected
	collect            bool     // buffer_text
	size               int      // buffer_size
	ordered, specified bool
	code               expat.Code
	running            bool
	pending            exc // of a handler whose answer was asked for
}

var parserType = &py.Type{Name: "xmlparser"}

const defaultSize = 8192

func parserOf(v value) *parser { return py.Heap[parser](v) }

func newParser() (*parser, value) {
	v := parserType.Alloc(parserType)
	x := parserOf(v)
	x.handlers, x.size = map[string]value{}, defaultSize
	return x, v
}

func create(encoding, separator, intern value) (value, exc) {
	o := expat.Options{Deferral: true}
	x, v := newParser()
	for _, a := range []struct {
		v    value
		name string
		set  func(s string)
	}{{encoding, "encoding", func(s string) { o.Encoding = s }}, {separator, "namespace_separator", func(s string) { o.Namespaces, o.Separator = true, s }}} {
		if a.v.IsUnbound() || a.v.IsNone() {
			continue
		}
		s, ok := py.AsStr(a.v)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "ParserCreate() argument '%s' must be str or None, not %s", a.name, a.v.Type().Name)
		}
		a.set(s.S)
	}
	if len([]rune(o.Separator)) > 1 {
		return value{}, py.Raisef(py.ValueErrorType, "namespace_separator must be at most one character, omitted, or None")
	}
	switch {
	case intern.IsUnbound():
		x.intern = py.NewDict()
	case !intern.IsNone():
		d, ok := py.AsDict(intern)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "intern must be a dictionary")
		}
		x.intern = d
	}
	x.p = expat.New(expat.Handlers{UnknownEncoding: unknownEncoding}, o)
	return v, nil
}

// parse goes on with b.
func (x *parser) parse(b []byte, final bool) (value, exc) {
	if x.running {
		return value{}, py.Raisef(py.RuntimeErrorType, "Parse cannot be called by a handler of the parser")
	}
	const most = 1 << 20
	x.running = true
	var err error
	for err == nil && len(b) > most {
		err = x.p.Parse(b[:most], false)
		b = b[most:]
	}
	if err == nil {
		err = x.p.Parse(b, final)
	}
	switch failed := err.(type) {
	case nil:
		if err = x.flush(); err != nil && final {
			x.code = expat.Finished
		}
	case *expat.Error:
		x.code = failed.Code
	default:
		x.code = expat.Aborted
	}
	x.running = false
	if e := x.pending; e != nil {
		x.pending = nil
		return value{}, e
	}
	if err != nil {
		return value{}, x.failure(err)
	}
	return py.Int(1), nil
}

func parse(v, data, final value) (value, exc) {
	x := parserOf(v)
	last := false
	if !final.IsUnbound() {
		var e exc
		if last, e = py.Truth(final); e != nil {
			return value{}, e
		}
	}
	if s, ok := py.AsStr(data); ok {
		b, e := py.Encode(s, "utf-8", "strict")
		if e != nil {
			return value{}, e
		}
		if !x.p.Parsing() {
			x.p.Encoding = "utf-8"
		}
		return x.parse(b, last)
	}
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	return x.parse(append([]byte{}, b...), last)
}

func parseFile(v, file value) (value, exc) {
	read, found, e := py.LookupAttr(file, py.Intern("read"))
	if e != nil {
		return value{}, e
	}
	if !found {
		return value{}, py.Raisef(py.TypeErrorType, "argument must have 'read' attribute")
	}
	const size = 2048
	for {
		part, e := py.Call1(read, py.Int(size))
		if e != nil {
			return value{}, e
		}
		b, e := py.BytesLike(part)
		if e != nil {
			return value{}, py.Raisef(py.TypeErrorType, "read() did not return a bytes object (type=%s)", part.Type().Name)
		}
		r, e := parserOf(v).parse(append([]byte{}, b...), len(b) == 0)
		if e != nil || len(b) == 0 {
			return r, e
		}
	}
}

func externalParser(v, context, encoding value) (value, exc) {
	x := parserOf(v)
	var in *string
	if !context.IsNone() {
		s, ok := py.AsStr(context)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "ExternalEntityParserCreate() argument 1 must be str or None, not %s", context.Type().Name)
		}
		in = &s.S
	}
	enc := ""
	if s, ok := py.AsStr(encoding); ok && !encoding.IsUnbound() {
		enc = s.S
	}
	y, w := newParser()
	for name, h := range x.handlers {
		y.handlers[name] = h
	}
	y.intern, y.collect, y.size, y.ordered, y.specified = x.intern, x.collect, x.size, x.ordered, x.specified
	y.p = x.p.Sub(in, enc)
	y.connect()
	return w, nil
}

func setParamParsing(v, flag value) (value, exc) {
	n, e := py.CInt(flag)
	if e != nil {
		return value{}, e
	}
	x := parserOf(v)
	if x.p.Parsing() || n < 0 || n > int(expat.Always) {
		return py.Int(0), nil
	}
	x.p.ParameterAll = expat.ParamParsing(n)
	return py.Int(1), nil
}

func useForeign(v, flag value) (value, exc) {
	on := true
	if !flag.IsUnbound() {
		var e exc
		if on, e = py.Truth(flag); e != nil {
			return value{}, e
		}
	}
	x := parserOf(v)
	if x.p.Parsing() {
		return value{}, x.failure(&expat.Error{Code: expat.CannotChangeOnceParsing})
	}
	x.p.Foreign = on
	return py.None, nil
}

// inputContext is the text that the parser has from the event on.
func inputContext(v value) (value, exc) {
	x := parserOf(v)
	if !x.running {
		return py.None, nil
	}
	text, from := x.p.Context()
	return py.BytesV(append([]byte{}, text[min(from, len(text)):]...)), nil
}

// flag is an attribute that is true or false.
func flag(name string, field func(x *parser) *bool) py.GetSet {
	return py.GetSet{Name: name,
		Get: func(v value) (value, exc) { return py.Bool(*field(parserOf(v))), nil },
		Set: func(v, to value) exc {
			if to.IsUnbound() {
				return py.Raisef(py.RuntimeErrorType, "Cannot delete attribute")
			}
			b, e := py.Truth(to)
			if e == nil {
				*field(parserOf(v)) = b
			}
			return e
		}, Deletable: true}
}

func place(name string, of func(line, column, index int) int) py.GetSet {
	return py.GetSet{Name: name, Get: func(v value) (value, exc) { return py.IntOf(of(parserOf(v).p.Place())), nil }}
}

func init() {
	line := func(line, _, _ int) int { return line }
	column := func(_, column, _ int) int { return column }
	index := func(_, _, index int) int { return index }
	attrs := []py.GetSet{
		place("ErrorLineNumber", line), place("CurrentLineNumber", line), place("ErrorColumnNumber", column), place("CurrentColumnNumber", column),
		place("ErrorByteIndex", index), place("CurrentByteIndex", index),
		{Name: "ErrorCode", Get: func(v value) (value, exc) { return py.IntOf(int(parserOf(v).code)), nil }},
		{Name: "intern", Member: true, Get: func(v value) (value, exc) {
			if d := parserOf(v).intern; d != nil {
				return d.Value(), nil
			}
			return py.None, nil
		}},
		flag("ordered_attributes", func(x *parser) *bool { return &x.ordered }),
		flag("specified_attributes", func(x *parser) *bool { return &x.specified }),
		flag("namespace_prefixes", func(x *parser) *bool { return &x.p.PrefixToo }),
		{Name: "buffer_used", Get: func(v value) (value, exc) { return py.IntOf(len(parserOf(v).text)), nil }},
		{Name: "buffer_text", Deletable: true, Get: func(v value) (value, exc) { return py.Bool(parserOf(v).collect), nil }, Set: setBufferText},
		{Name: "buffer_size", Deletable: true, Get: func(v value) (value, exc) { return py.IntOf(parserOf(v).size), nil }, Set: setBufferSize},
	}
	for _, name := range handlerNames {
		attrs = append(attrs, py.GetSet{Name: name, Deletable: true,
			Get: func(v value) (value, exc) {
				if h, ok := parserOf(v).handlers[name]; ok {
					return h, nil
				}
				return py.None, nil
			},
			Set: func(v, h value) exc { return setHandler(parserOf(v), name, h) }})
	}
	parserType.Define(&py.TypeSpec{
		Module: "pyexpat", Layout: py.LayoutOf[parser](), NoNew: true, Doc: "XML parser",
		GetSets: attrs,
		Methods: []py.Method{
			{Name: "Parse", Sig: "($self, data, isfinal=False, /)", Impl: parse},
			{Name: "ParseFile", Sig: "($self, file, /)", Impl: parseFile},
			{Name: "SetBase", Sig: "($self, base, /)", Impl: func(v, base value) (value, exc) {
				s, ok := py.AsStr(base)
				if !ok {
					return value{}, py.Raisef(py.TypeErrorType, "SetBase() argument must be str, not %s", base.Type().Name)
				}
				parserOf(v).p.Base = &s.S
				return py.None, nil
			}},
			{Name: "GetBase", Sig: "($self, /)", Impl: func(v value) (value, exc) { return optionalText(parserOf(v).p.Base), nil }},
			{Name: "GetInputContext", Sig: "($self, /)", Impl: inputContext},
			{Name: "ExternalEntityParserCreate", Sig: "($self, context, encoding=<unrepresentable>, /)", Impl: externalParser},
			{Name: "SetParamEntityParsing", Sig: "($self, flag, /)", Impl: setParamParsing},
			{Name: "UseForeignDTD", Sig: "($self, flag=True, /)", Impl: useForeign},
			{Name: "SetReparseDeferralEnabled", Sig: "($self, enabled, /)", Impl: func(v, on value) (value, exc) {
				b, e := py.Truth(on)
				if e == nil {
					parserOf(v).p.Deferral = b
				}
				return py.None, e
			}},
			{Name: "GetReparseDeferralEnabled", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Bool(parserOf(v).p.Deferral), nil }},
		},
	})
}

func setHandler(x *parser, name string, h value) exc {
	if h.IsUnbound() {
		return py.Raisef(py.RuntimeErrorType, "Cannot delete attribute")
	}
	if name == "CharacterDataHandler" {
		if err := x.flush(); err != nil {
			return x.failure(err)
		}
	}
	if h.IsNone() {
		delete(x.handlers, name)
	} else {
		x.handlers[name] = h
	}
	x.connect()
	return nil
}

func setBufferText(v, on value) exc {
	if on.IsUnbound() {
		return py.Raisef(py.RuntimeErrorType, "Cannot delete attribute")
	}
	b, e := py.Truth(on)
	if e != nil {
		return e
	}
	x := parserOf(v)
	if err := x.flush(); err != nil {
		return x.failure(err)
	}
	x.collect = b
	return nil
}

func setBufferSize(v, size value) exc {
	if size.IsUnbound() {
		return py.Raisef(py.RuntimeErrorType, "Cannot delete attribute")
	}
	if !size.IsInt() {
		return py.Raisef(py.TypeErrorType, "buffer_size must be an integer")
	}
	n, e := py.CInt(size)
	if e != nil {
		return e
	}
	if n <= 0 {
		return py.Raisef(py.ValueErrorType, "buffer_size must be greater than zero")
	}
	x := parserOf(v)
	if err := x.flush(); err != nil {
		return x.failure(err)
	}
	x.size = n
	return nil
}
