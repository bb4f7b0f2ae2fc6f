package typing

import (
	"strings"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements NewType.

// newType is an instance of typing.NewType.
type newType struct {
	py.Header
	name, qualname string
	supertype      value
	module         string
	attrs          py.Attrs
}

var newTypeSig = py.NewSignature("NewType.__init__", "", "(name, tp)")

var newTypeType = py.NewBuiltinType("NewType", &py.TypeSpec{
	Module: "typing", Layout: py.LayoutWithAttrs[newType](unsafe.Offsetof(newType{}.attrs)),
	Slots: py.Slots{
		New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			p, e := newTypeSig.Parse(args, names)
			if e != nil {
				return value{}, e
			}
			v := cls.Alloc(cls)
			n := py.Heap[newType](v)
			n.qualname, e = py.StrText(p[0])
			n.name, n.supertype, n.module = n.qualname[strings.LastIndexByte(n.qualname, '.')+1:], p[1], py.CallerModule()
			return v, e
		},
		Repr: func(v value) (value, exc) {
			n := py.Heap[newType](v)
			return py.StrV(n.module + "." + n.qualname), nil
		},
		Call: func(v value, args []value, names []*py.Str) (value, exc) {
			if len(args) != 1 {
				return value{}, py.Raisef(py.TypeErrorType, "NewType.__call__() takes 2 positional arguments but %d were given", len(args)+1)
			}
			return args[0], nil
		},
		Binary:    orTable(unionOf),
		Reflected: orTable(unionOfReflected),
	},
	Methods: []py.Method{
		{Name: "__reduce__", Sig: "($self)", Impl: func(v value) (value, exc) { return py.StrV(py.Heap[newType](v).qualname), nil }},
		{Name: "__mro_entries__", Sig: "($self, bases)", Impl: func(v, _ value) (value, exc) {
			name := py.Heap[newType](v).name
			hook := py.NewClassMethod(py.NewGoFunction(py.FuncSpec{Name: "__init_subclass__", Module: "typing", Pos: []string{"cls"}, Impl: func(cls value) (value, exc) {
				sub := py.AsType(cls).Name
				return value{}, py.Raisef(py.TypeErrorType, "Cannot subclass an instance of NewType. Perhaps you were looking for: `%s = NewType(%s, %s)`", sub, py.QuoteStr(sub), name)
			}}).Value())
			ns := py.NewDict()
			ns.SetStr(py.Intern("__init_subclass__"), hook)
			dummy, e := py.Call3(py.TypeType.Value(), py.StrV("Dummy"), py.EmptyTuple.Value(), ns.Value())
			return py.TupleV(dummy), e
		}},
	},
	GetSets: []py.GetSet{
		{Name: "__name__", Get: func(v value) (value, exc) { return py.StrV(py.Heap[newType](v).name), nil }},
		{Name: "__qualname__", Get: func(v value) (value, exc) { return py.StrV(py.Heap[newType](v).qualname), nil }},
		{Name: "__module__", Get: func(v value) (value, exc) { return py.StrV(py.Heap[newType](v).module), nil }},
		{Name: "__supertype__", Get: func(v value) (value, exc) { return py.Heap[newType](v).supertype, nil }},
	},
})
