package ast

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements dump.

// dumper writes one tree.
type dumper struct {
	steps
	annotate, attributes, empty bool
	indented                    bool
	indent                      string
}

func dump(node, annotate, attributes, indent, empty value) (value, exc) {
	d := &dumper{}
	if !isNode(node) {
		return value{}, py.Raisef(py.TypeErrorType, "expected AST, got %s", d.Repr(py.StrV(node.Type().Name)))
	}
	d.annotate, d.attributes, d.empty = d.Truth(annotate), d.Truth(attributes), d.Truth(empty)
	if !indent.IsNone() {
		d.indented = true
		if s, ok := py.AsStr(indent); ok {
			d.indent = s.S
		} else {
			d.indent = strings.Repeat(" ", max(0, d.Int(indent)))
		}
	}
	text, _ := d.value(node, 0)
	return d.Done(py.StrV(text))
}

// value returns the text of v at a depth, and whether it is so simple that it stays on the
// line of its parent.
func (d *dumper) value(v value, level int) (text string, simple bool) {
	if d.Failed() {
		return "", false
	}
	prefix, sep := "", ", "
	if d.indented {
		level++
		prefix = "\n" + strings.Repeat(d.indent, level)
		sep = "," + prefix
	}
	if isNode(v) {
		if e := py.Enter(); e != nil {
			d.Raise(e)
			return "", false
		}
		defer py.Leave()
		args, simple := d.fields(v, level)
		name := d.Str(d.Attr(d.Attr(v, "__class__"), "__name__"))
		if simple && len(args) <= 3 {
			return name + "(" + strings.Join(args, ", ") + ")", len(args) == 0
		}
		return name + "(" + prefix + strings.Join(args, sep) + ")", false
	}
	list, ok := py.AsList(v)
	if !ok {
		return d.Repr(v), true
	}
	if len(list.Items) == 0 {
		return "[]", true
	}
	var items []string
	for _, x := range append([]value(nil), list.Items...) {
		s, _ := d.value(x, level)
		items = append(items, s)
	}
	return "[" + prefix + strings.Join(items, sep) + "]", false
}

// fields returns the fields and attributes of a node as they are shown.
func (d *dumper) fields(v value, level int) (args []string, simple bool) {
	simple = true
	keywords := d.annotate
	var held []string // empty fields, shown if one that is not empty follows them
	add := func(name string, x value, named bool) {
		s, plain := d.value(x, level)
		simple = simple && plain
		if named {
			s = name + "=" + s
		}
		args = append(args, s)
	}
	class := v.Type().Value()
	// byDefault reports whether x is what the class has anyway: nothing.
	byDefault := func(name string, x value) bool {
		return x.IsNone() && d.AttrOr(class, name, py.Ellipsis).IsNone()
	}
	for _, f := range d.List(v, "_fields") {
		name := d.Str(f)
		x := d.AttrOr(v, name, value{})
		if d.Failed() {
			return nil, false
		}
		if x.IsUnbound() || byDefault(name, x) {
			keywords = true
			continue
		}
		if !d.empty && !is(v, "Constant", "MatchSingleton") {
			if list, ok := py.AsList(x); x.IsNone() || ok && len(list.Items) == 0 {
				held = append(held, d.Repr(x))
				continue
			}
		}
		if !keywords {
			args = append(args, held...)
			held = nil
		}
		add(name, x, keywords)
	}
	if d.attributes {
		for _, f := range d.List(v, "_attributes") {
			name := d.Str(f)
			if x := d.AttrOr(v, name, value{}); !x.IsUnbound() && !byDefault(name, x) {
				add(name, x, true)
			}
		}
	}
	return args, simple
}
