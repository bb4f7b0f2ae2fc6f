package sys

import (
	"os"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/structseq"
)

// This file implements sys.excepthook, sys.displayhook, sys.breakpointhook and
// sys.unraisablehook.

// excepthook is sys.__excepthook__: the report of an uncaught exception.
func excepthook(typ, val, tb value) (value, exc) {
	x, ok := py.AsException(val)
	if !ok {
		py.WriteStderr("TypeError: print_exception(): Exception expected for value, " + val.Type().Name + " found\n")
		return py.None, nil
	}
	py.PrintException(x)
	return py.None, nil
}

// callExceptHook calls what the program assigned to sys.excepthook, if anything.
func callExceptHook(m *py.Module, def value, x *py.Exception) bool {
	hook, ok := m.Get(py.Intern("excepthook"))
	if !ok {
		py.WriteStderr("sys.excepthook is missing\n")
		return false
	}
	if hook == def {
		return false
	}
	_, e := py.Call3(hook, x.Type().Value(), x.Value(), py.TracebackOf(x))
	if e == nil {
		return true
	}
	if e.Is(py.SystemExitType) {
		return true
	}
	py.WriteStderr("Error in sys.excepthook:\n")
	py.PrintException(e)
	py.WriteStderr("\nOriginal exception was:\n")
	return false
}

func displayhook(v value) (value, exc) {
	if v.IsNone() {
		return py.None, nil
	}
	s, e := py.Repr(v)
	if e != nil {
		return value{}, e
	}
	print, e := py.LoadBuiltin(py.Intern("print"))
	if e != nil {
		return value{}, e
	}
	if _, e := py.Call1(print, s); e != nil {
		return value{}, e
	}
	py.BuiltinsModule().SetName(py.Intern("_"), v)
	return py.None, nil
}

// breakpointHook calls what PYTHONBREAKPOINT names; the debugger that it stands for by
// itself cannot enter compiled code.
func breakpointHook(args []value, names []*py.Str) (value, exc) {
	name := os.Getenv("PYTHONBREAKPOINT")
	switch name {
	case "0":
		return py.None, nil
	case "", "pdb.set_trace":
		return value{}, py.Raisef(py.RuntimeErrorType, "breakpoint() is not supported: the program is compiled")
	}
	module, attr := "builtins", name
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		module, attr = name[:i], name[i+1:]
	}
	ignored := func() (value, exc) {
		return py.None, py.Warn(py.RuntimeWarningType, "Ignoring unimportable $PYTHONBREAKPOINT: \""+name+"\"", 1)
	}
	if module == "" || attr == "" {
		return ignored()
	}
	m, e := py.ImportModule(module)
	if e != nil {
		if e.Is(py.ImportErrorType) {
			return ignored()
		}
		return value{}, e
	}
	hook, found, e := py.LookupAttr(m, py.Intern(attr))
	if e != nil {
		return value{}, e
	}
	if !found {
		return ignored()
	}
	return py.CallKw(hook, args, names)
}

var unraisableArgsType = structseq.New(structseq.Spec{Name: "UnraisableHookArgs", Module: "sys",
	Fields: []string{"exc_type", "exc_value", "exc_traceback", "err_msg", "object"}})

func unraisableHook(args value) (value, exc) {
	if args.Type() != unraisableArgsType {
		return value{}, py.Raisef(py.TypeErrorType, "sys.unraisablehook argument type must be UnraisableHookArgs")
	}
	items := py.Heap[py.Tuple](args).Items()
	x, ok := py.AsException(items[1])
	if !ok {
		return py.None, nil
	}
	what, object := "Exception ignored in: ", items[4]
	if items[3].IsStr() {
		what = items[3].Str().S + ": "
	}
	if object.IsNone() {
		object = value{}
	}
	py.DefaultUnraisable(x, what, object)
	return py.None, nil
}

// callUnraisableHook calls what the program assigned to sys.unraisablehook, or reports.
func callUnraisableHook(m *py.Module, def value, x *py.Exception, what string, object value) {
	hook, ok := m.Get(py.Intern("unraisablehook"))
	if !ok || hook == def || hook.IsNone() {
		py.DefaultUnraisable(x, what, object)
		return
	}
	if object.IsUnbound() {
		object = py.None
	}
	msg := py.None
	if what != "Exception ignored in: " && what != "" {
		msg = py.StrV(what)
		for n := len(what); n > 0 && (what[n-1] == ' ' || what[n-1] == ':'); n-- {
			msg = py.StrV(what[:n-1])
		}
	}
	args := structseq.Make(unraisableArgsType, []value{x.Type().Value(), x.Value(), py.TracebackOf(x), msg, object})
	if _, e := py.Call1(hook, args); e != nil {
		py.DefaultUnraisable(e, "Exception ignored in sys.unraisablehook: ", hook)
	}
}
