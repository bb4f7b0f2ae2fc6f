package string

import (
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements string.Formatter. Every step of the formatting is a method that
// classes which derive from it may replace.

// formatting is one call of vformat.
type formatting struct {
	pymod.Steps
	self, args, kwargs value
	used               value // the set of the arguments that were used
	auto               int   // the next automatic field number, -1 where fields are numbered
}

// expand returns the text with its fields replaced; depth is how deep fields may nest.
func (f *formatting) expand(text value, depth int) value {
	if depth < 0 {
		f.Failf(py.ValueErrorType, "Max string recursion exceeded")
	}
	var b strings.Builder
	if f.Failed() {
		return py.None
	}
	f.Raise(py.Each(f.Call(f.self, "parse", text), func(part value) exc {
		p, e := py.Unpack(part, 4)
		if e != nil {
			return e
		}
		if f.Truth(p[0]) {
			b.WriteString(f.Str(p[0]))
		}
		if !p[1].IsNone() {
			b.WriteString(f.Str(f.field(p[1], p[2], p[3], depth)))
		}
		return f.Exc
	}))
	return py.StrV(b.String())
}

// field returns the text of a replacement field.
func (f *formatting) field(name, spec, conversion value, depth int) value {
	switch s, isStr := py.AsStr(name); {
	case isStr && s.S == "":
		if f.auto < 0 {
			f.Failf(py.ValueErrorType, "cannot switch from manual field specification to automatic field numbering")
		}
		name = py.StrV(strconv.Itoa(f.auto))
		f.auto++
	case f.Truth(f.Call(name, "isdigit")):
		if f.auto > 0 {
			f.Failf(py.ValueErrorType, "cannot switch from manual field specification to automatic field numbering")
		}
		f.auto = -1
	}
	found := f.Items(f.Call(f.self, "get_field", name, f.args, f.kwargs))
	if f.Failed() {
		return py.None
	}
	if len(found) != 2 {
		_, _, e := py.Unpack2(py.ListV(found...))
		f.Raise(e)
		return py.None
	}
	f.Call(f.used, "add", found[1])
	v := f.Call(f.self, "convert_field", found[0], conversion)
	return f.Call(f.self, "format_field", v, f.expand(spec, depth-1))
}

func vformat(self, text, args, kwargs value) (value, exc) {
	f := &formatting{self: self, args: args, kwargs: kwargs}
	f.used = f.Apply(py.SetType.Value())
	r := f.expand(text, 2)
	f.Call(self, "check_unused_args", f.used, args, kwargs)
	return f.Done(r)
}

func convertField(v, conversion value) (value, exc) {
	if conversion.IsNone() {
		return v, nil
	}
	if s, ok := py.AsStr(conversion); ok {
		switch s.S {
		case "s":
			return py.Str_(v)
		case "r":
			return py.Repr(v)
		case "a":
			return py.ASCII(v)
		}
	}
	text, e := py.StrText(conversion)
	if e != nil {
		return value{}, e
	}
	return value{}, py.Raisef(py.ValueErrorType, "Unknown conversion specifier %s", text)
}

// getField looks a field name up: an argument, and attributes and elements of it.
func getField(self, name, args, kwargs value) (value, exc) {
	var st pymod.Steps
	split := st.Items(st.Apply(st.Import("_string", "formatter_field_name_split"), name))
	if st.Failed() {
		return value{}, st.Exc
	}
	v := st.Call(self, "get_value", split[0], args, kwargs)
	if st.Failed() {
		return value{}, st.Exc
	}
	st.Raise(py.Each(split[1], func(step value) exc {
		isAttr, key, e := py.Unpack2(step)
		if e != nil {
			return e
		}
		if st.Truth(isAttr) {
			v = st.Attr(v, st.Str(key))
		} else {
			v = st.Item(v, key)
		}
		return st.Exc
	}))
	return st.Done(py.TupleV(v, split[0]))
}

func defineFormatter(m *py.Module) exc {
	_, e := pymod.Define(m, pymod.Class{Name: "Formatter", Methods: []pymod.Func{
		{Sig: "format(self, format_string, /, *args, **kwargs)", Impl: func(self, text, args, kwargs value) (value, exc) {
			return pymod.Call(self, "vformat", text, args, kwargs)
		}},
		{Sig: "vformat(self, format_string, args, kwargs)", Impl: vformat},
		{Sig: "get_value(self, key, args, kwargs)", Impl: func(self, key, args, kwargs value) (value, exc) {
			if py.IsInstance(key, py.IntType) {
				return py.GetItem(args, key)
			}
			return py.GetItem(kwargs, key)
		}},
		{Sig: "check_unused_args(self, used_args, args, kwargs)", Impl: func(self, used, args, kwargs value) (value, exc) { return py.None, nil }},
		{Sig: "format_field(self, value, format_spec)", Impl: func(self, v, spec value) (value, exc) { return py.Format(v, spec) }},
		{Sig: "convert_field(self, value, conversion)", Impl: func(self, v, conversion value) (value, exc) { return convertField(v, conversion) }},
		{Sig: "parse(self, format_string)", Impl: func(self, text value) (value, exc) {
			var st pymod.Steps
			return st.Done(st.Apply(st.Import("_string", "formatter_parser"), text))
		}},
		{Sig: "get_field(self, field_name, args, kwargs)", Impl: getField},
	}})
	return e
}
