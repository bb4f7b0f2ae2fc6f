package builtins

import "github.com/aio2go/aio2go/runtime/py"

// This file implements help, which CPython's site module adds to builtins: it imports the module
// pydoc, which the loader has made part of programs that name help.

type helper struct{ py.Header }

var helperType = py.NewBuiltinType("_Helper", &py.TypeSpec{
	Module: "_sitebuiltins",
	Doc: "Define the builtin 'help'.\n\nThis is a wrapper around pydoc.help that provides a helpful message\n" +
		"when 'help' is typed at the Python interactive prompt.\n\nCalling help() at the Python prompt starts an interactive help session.\n" +
		"Calling help(thing) prints help for the python object 'thing'.",
	Layout: py.LayoutOf[helper](),
	NoNew:  true,
	Slots: py.Slots{
		Repr: func(py.Value) (py.Value, *py.Exception) {
			return py.StrV("Type help() for interactive help, or help(object) for help about object."), nil
		},
		Call: func(_ py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			pydoc, exc := py.ImportModule("pydoc")
			if exc != nil {
				return py.Value{}, exc
			}
			help, exc := py.GetAttr(pydoc, py.Intern("help"))
			if exc != nil {
				return py.Value{}, exc
			}
			return py.CallKw(help, args, names)
		},
	},
})
