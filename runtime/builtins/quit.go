package builtins

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements exit and quit, which CPython's site module adds to builtins.

type quitter struct {
	py.Header
	attrs py.Attrs
}

const eof = "Ctrl-D (i.e. EOF)"

var quitterType = py.NewBuiltinType("Quitter", &py.TypeSpec{
	Module: "_sitebuiltins",
	Layout: py.LayoutWithAttrs[quitter](unsafe.Offsetof(quitter{}.attrs)),
	NoNew:  true,
	Slots: py.Slots{
		Repr: func(v py.Value) (py.Value, *py.Exception) {
			var parts [2]string
			for i, name := range []string{"name", "eof"} {
				x, exc := py.GetAttr(v, py.Intern(name))
				if exc == nil {
					x, exc = py.Str_(x)
				}
				if exc != nil {
					return py.Value{}, exc
				}
				parts[i] = x.Str().S
			}
			return py.StrV("Use " + parts[0] + "() or " + parts[1] + " to exit"), nil
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

var quitterSig = py.NewSignature("Quitter.__call__", "", "(code=None)")

func newQuitter(name string) py.Value {
	v := quitterType.Alloc(quitterType)
	attrs := &py.Heap[quitter](v).attrs
	attrs.Set(py.Intern("name"), py.StrV(name))
	attrs.Set(py.Intern("eof"), py.StrV(eof))
	return v
}
