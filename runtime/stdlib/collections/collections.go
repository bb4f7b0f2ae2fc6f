// Package collections implements the modules collections and collections.abc (Python
// library reference, collections: Container datatypes).
package collections

import "github.com/aio2go/aio2go/runtime/py"

type (
	value = py.Value
	exc   = *py.Exception
)

var classGetItem = py.Method{Name: "__class_getitem__", Sig: "($type, object, /)", Impl: func(cls, item value) (value, exc) {
	return py.NewGenericAlias(cls, item), nil
}}

func binary(m map[py.BinaryOp]py.BinaryFunc) *py.BinaryTable {
	t := new(py.BinaryTable)
	for op, f := range m {
		t[op] = f
	}
	return t
}

func unary(m map[py.UnaryOp]py.UnaryFunc) *py.UnaryTable {
	t := new(py.UnaryTable)
	for op, f := range m {
		t[op] = f
	}
	return t
}

var spec = py.ModuleSpec{
	Name:    "collections",
	Package: true,
	Doc:     "This module implements specialized container datatypes providing\nalternatives to Python's general purpose built-in containers, dict,\nlist, set, and tuple.",
	Types:   []*py.Type{DequeType, DefaultDictType, OrderedDictType, CounterType, dequeIterType, dequeReverseIterType},
	Functions: []py.Method{
		{Name: "namedtuple", Sig: "(typename, field_names, *, rename=False, defaults=None, module=None)", Impl: namedTupleArgs},
	},
	Init: func(m *py.Module) exc {
		abc, e := abcSpec.Module()
		if e != nil {
			return e
		}
		py.Modules.SetStr(py.Intern("collections.abc"), abc.Value())
		m.Set("abc", abc.Value())
		return addUserClasses(m)
	},
}

func init() { py.RegisterModule(&spec) }
