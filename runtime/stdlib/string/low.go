package string

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the module _string: the parts of str.format by themselves.

var lowSpec = py.ModuleSpec{
	Name: "_string", Doc: "string helper module",
	Functions: []py.Method{
		{Name: "formatter_parser", Sig: "(object, /)", Impl: func(v value) (value, exc) {
			s, ok := py.AsStr(v)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "expected str, got %s", v.Type().Name)
			}
			it := partsType.Alloc(partsType)
			py.Heap[parts](it).rest = s.S
			return it, nil
		}},
		{Name: "formatter_field_name_split", Sig: "(object, /)", Impl: func(v value) (value, exc) {
			s, ok := py.AsStr(v)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "expected str, got %s", v.Type().Name)
			}
			first, rest, e := py.SplitFieldName(s.S)
			if e != nil {
				return value{}, e
			}
			it := stepsType.Alloc(stepsType)
			py.Heap[steps](it).rest = rest
			return py.TupleV(first, it), nil
		}},
	},
}

func init() { py.RegisterModule(&lowSpec) }

func same(v value) (value, exc) { return v, nil }

// parts is the iterator over the pieces of a format string.
type parts struct {
	py.Header
	rest string
}

var partsType = py.NewBuiltinType("formatteriterator", &py.TypeSpec{
	Module: "builtins", Layout: py.LayoutOf[parts](), NoNew: true,
	Slots: py.Slots{Iter: same, Next: func(v value) (value, bool, exc) {
		it := py.Heap[parts](v)
		if it.rest == "" {
			return value{}, false, nil
		}
		p, rest, e := py.NextFormatPart(it.rest)
		if e != nil {
			return value{}, false, e
		}
		it.rest = rest
		t := []value{py.StrV(p.Literal), py.None, py.None, py.None}
		if p.HasField {
			t[1], t[2] = py.StrV(p.Name), py.StrV(p.Spec)
			if p.Conversion != 0 {
				t[3] = py.StrV(string(p.Conversion))
			}
		}
		return py.NewTuple(t).Value(), true, nil
	}},
})

// steps is the iterator over what follows the first part of a field name.
type steps struct {
	py.Header
	rest string
}

var stepsType = py.NewBuiltinType("fieldnameiterator", &py.TypeSpec{
	Module: "builtins", Layout: py.LayoutOf[steps](), NoNew: true,
	Slots: py.Slots{Iter: same, Next: func(v value) (value, bool, exc) {
		it := py.Heap[steps](v)
		if it.rest == "" {
			return value{}, false, nil
		}
		isAttr, key, rest, e := py.NextFieldStep(it.rest)
		if e != nil {
			return value{}, false, e
		}
		it.rest = rest
		return py.TupleV(py.Bool(isAttr), key), true, nil
	}},
})
