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

var (
	newTypeSig = py.NewSignature("NewType.__init__", "", "(name, tp)")
	idSig      = py.NewSignature("_idfunc", "_typing._idfunc", "(x, /)") // what __call__ is
)

var newTypeType = py.NewBuiltinType("NewType", &py.TypeSpec{
	Module: "typing", Layout: py.LayoutWithAttrs[newType](unsafe.Offsetof(newType{}.attrs)),
	Slots: py.Slots{
		New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			p, e := newTypeSig.Parse(args, names)
			if e != nil {
				return value{}, e
			}
			if !p[0].IsStr() {
				_, e := py.Contains(p[0], py.StrV(".")) // whether the name is qualified
				if e == nil {
					e = py.Raisef(py.TypeErrorType, "name must be str, not %s", p[0].Type().Name)
				}
				return value{}, e
			}
			v := cls.Alloc(cls)
			n := py.Heap[newType](v)
			n.qualname = p[0].Str().S
			n.name, n.supertype, n.module = n.qualname[strings.LastIndexByte(n.qualname, '.')+1:], p[1], py.CallerModule()
			return v, nil
		},
		Repr: func(v value) (value, exc) {
			n := py.Heap[newType](v)
			return py.StrV(n.module + "." + n.qualname), nil
		},
		Call: func(v value, args []value, names []*py.Str) (value, exc) {
			var p [1]value
			e := idSig.Bind(args, names, p[:])
			return p[0], e
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
