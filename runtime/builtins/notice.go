package builtins

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements copyright, credits and license, which CPython's site module adds to
// builtins.

// Copyright is sys.copyright: the notice of the language that programs are written in.
const Copyright = "Copyright (c) 2001-2024 Python Software Foundation.\nAll Rights Reserved.\n\n" +
	"Copyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\n" +
	"Copyright (c) 1995-2001 Corporation for National Research Initiatives.\nAll Rights Reserved.\n\n" +
	"Copyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved."

const credits = "    Thanks to CWI, CNRI, BeOpen.com, Zope Corporation and a cast of thousands\n" +
	"    for supporting Python development.  See www.python.org for more information."

// license is what CPython prints where its file with the text is not installed.
const license = "See https://www.python.org/psf/license/"

// A notice is an object that prints a text when it is called.
type notice struct {
	py.Header
	shown, text string
}

var noticeType = py.NewBuiltinType("_Printer", &py.TypeSpec{
	Module: "_sitebuiltins",
	Doc:    "interactive prompt objects for printing the license text, a list of\ncontributors and the copyright notice.",
	Layout: py.LayoutOf[notice](),
	NoNew:  true,
	Slots: py.Slots{
		Repr: func(v py.Value) (py.Value, *py.Exception) { return py.StrV(py.Heap[notice](v).shown), nil },
		Call: func(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			switch {
			case len(names) > 0:
				return py.Value{}, py.Raisef(py.TypeErrorType, "_Printer.__call__() got an unexpected keyword argument '%s'", names[0].S)
			case len(args) > 0:
				return py.Value{}, py.Raisef(py.TypeErrorType, "_Printer.__call__() takes 1 positional argument but %d were given", len(args)+1)
			}
			for _, line := range strings.Split(py.Heap[notice](v).text, "\n") {
				if _, exc := py.Call1(PrintV, py.StrV(line)); exc != nil {
					return py.Value{}, exc
				}
			}
			return py.None, nil
		},
	},
})

func newNotice(shown, text string) py.Value {
	v := noticeType.Alloc(noticeType)
	p := py.Heap[notice](v)
	p.shown, p.text = shown, text
	return v
}
