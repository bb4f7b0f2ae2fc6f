package threading

import (
	"fmt"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/structseq"
)

// This file implements threading.excepthook and what becomes of tracing.

var hookArgsType = structseq.New(structseq.Spec{Name: "_ExceptHookArgs", Module: "_thread", Doc: "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.",
	Fields: []string{"exc_type", "exc_value", "exc_traceback", "thread"}})

// traceHook is what threading.settrace has set: the trace function of threads to start.
var traceHook = py.None

// profileHook is what threading.setprofile has set: their profile function.
var profileHook = py.None

// setHook returns threading.settrace or setprofile, or where set is not nil the function that is for
// the threads that run as well.
func setHook(name string, hook *value, set func(t *py.Thread, fn value)) func(fn value) (value, exc) {
	return func(fn value) (value, exc) {
		if e := py.CheckTraced("threading."+name, fn); e != nil {
			return value{}, e
		}
		*hook = fn
		if set == nil {
			return py.None, nil
		}
		set(py.Current, fn)
		for t := range threads {
			set(t, fn)
		}
		return py.None, nil
	}
}

// report calls threading.excepthook for an exception that ended a thread.
func (t *thread) report(e exc) {
	hook, ok := module.Get(py.Intern("excepthook"))
	if !ok {
		return
	}
	args := structseq.Make(hookArgsType, []value{e.Type().Value(), e.Value(), py.TracebackOf(e), t.Value()})
	if _, fail := py.Call1(hook, args); fail != nil {
		py.WriteStderr("Exception in threading.excepthook:\n")
		if py.ExceptHook == nil || !py.ExceptHook(fail) {
			py.PrintException(fail)
		}
	}
}

// excepthook prints the exception unless it is a SystemExit.
func excepthook(args value) (value, exc) {
	if args.Type() != hookArgsType {
		return value{}, py.Raisef(py.TypeErrorType, "_thread.excepthook argument type must be ExceptHookArgs")
	}
	items := py.Heap[py.Tuple](args).Items()
	if items[0] == py.SystemExitType.Value() {
		return py.None, nil
	}
	text := "NoneType: None\n"
	if x, ok := py.AsException(items[1]); ok {
		old := x.Traceback
		if tb := items[2]; tb.Type() == py.TracebackType {
			x.Traceback = py.Heap[py.Traceback](tb)
		}
		text = py.FormatException(x)
		x.Traceback = old
	}
	name := fmt.Sprint(ident(py.Current))
	if th := items[3]; !th.IsNone() {
		if n, e := py.GetAttr(th, py.Intern("name")); e == nil {
			name, _ = py.StrText(n)
		}
	}
	py.WriteStderr("Exception in thread " + name + ":\n" + text)
	return py.None, nil
}
