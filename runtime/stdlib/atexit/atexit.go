// Package atexit implements the module atexit (Python library reference, atexit: Exit
// handlers).
package atexit

import "github.com/aio2go/aio2go/runtime/py"

type (
	value = py.Value
	exc   = *py.Exception
)

// handler is a registered call.
type handler struct {
	fn    value
	args  []value
	names []*py.Str
}

var handlers []handler

func register(args []value, names []*py.Str) (value, exc) {
	if len(args) == len(names) {
		return value{}, py.Raisef(py.TypeErrorType, "register() takes at least 1 argument (%d given)", len(args))
	}
	if !py.Callable(args[0]) {
		return value{}, py.Raisef(py.TypeErrorType, "the first argument must be callable")
	}
	handlers = append(handlers, handler{args[0], append([]value(nil), args[1:]...), append([]*py.Str(nil), names...)})
	return args[0], nil
}

func unregister(fn value) (value, exc) {
	kept := handlers[:0:0]
	for _, h := range handlers {
		same, e := py.EqBool(h.fn, fn)
		if e != nil {
			return value{}, e
		}
		if !same {
			kept = append(kept, h)
		}
	}
	handlers = kept
	return py.None, nil
}

// run calls the handlers, the last registered first; exceptions are reported and do not
// stop the others.
func run() {
	for len(handlers) > 0 {
		h := handlers[len(handlers)-1]
		handlers = handlers[:len(handlers)-1]
		if _, e := py.CallKw(h.fn, h.args, h.names); e != nil {
			what := "Exception ignored in atexit callback %R:"
			if !py.VersionAtLeast(13) {
				what = "Exception ignored in atexit callback: "
			}
			py.WriteUnraisable(e, what, h.fn)
		}
	}
}

var spec = py.ModuleSpec{
	Name: "atexit",
	Doc: "allow programmer to define multiple exit functions to be executed\nupon normal program termination.\n\n" +
		"Two public functions, register and unregister, are defined.\n",
	Functions: []py.Method{
		{Name: "register", Impl: register},
		{Name: "unregister", Sig: "(func, /)", Impl: unregister},
		{Name: "_run_exitfuncs", Sig: "()", Impl: func() (value, exc) { run(); return py.None, nil }},
		{Name: "_clear", Sig: "()", Impl: func() (value, exc) { handlers = nil; return py.None, nil }},
		{Name: "_ncallbacks", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(len(handlers))), nil }},
	},
}

func init() {
	py.RegisterModule(&spec)
	py.AtExit(py.ExitCallbacks, run)
}
