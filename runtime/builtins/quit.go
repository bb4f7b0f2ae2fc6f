package builtins

import "github.com/aio2go/aio2go/runtime/py"

// This file implements exit and quit, which CPython's site module adds to builtins.

type quitter struct {
	py.Header
	name string
}

var quitterType = py.NewBuiltinType("Quitter", &py.TypeSpec{
	Module: "_sitebuiltins",
	Layout: py.LayoutOf[quitter](),
	NoNew:  true,
	Slots: py.Slots{
		Repr: func(v py.Value) (py.Value, *py.Exception) {
			return py.StrV("Use " + py.Heap[quitter](v).name + "() or Ctrl-D (i.e. EOF) to exit"), nil
		},
		Call: func(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			p, exc := quitterSig.Parse(args, names)
			if exc != nil {
				return py.Value{}, exc
			}
			code := p[0]
			if code.IsUnbound() {
				code = py.None
			}
			x, exc := py.Call1(py.SystemExitType.Value(), code)
			if exc != nil {
				return py.Value{}, exc
			}
			return py.Value{}, py.Raise(x)
		},
	},
})

var quitterSig = py.NewSignature("__call__", "", "(code=None)")

func newQuitter(name string) py.Value {
	v := quitterType.Alloc(quitterType)
	py.Heap[quitter](v).name = name
	return v
}
