package threading

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/signals"
)

// This file implements the module _thread, CPython's in C, which modules of the library
// import.

var lowSpec = py.ModuleSpec{
	Name: "_thread",
	Doc:  "This module provides primitive operations to write multi-threaded programs.",
	Functions: []py.Method{
		{Name: "allocate_lock", Sig: "()", Impl: func() (value, exc) { return NewLock(), nil }},
		{Name: "allocate", Sig: "()", Impl: func() (value, exc) { return NewLock(), nil }},
		{Name: "get_ident", Sig: "()", Impl: func() (value, exc) { return py.Int(ident(py.Current)), nil }},
		{Name: "get_native_id", Sig: "()", Impl: func() (value, exc) { return py.Int(py.Current.ID), nil }},
		{Name: "_count", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(len(alive()) - 1)), nil }},
		{Name: "stack_size", Sig: "(size=0, /)", Impl: func(value) (value, exc) { return py.Int(0), nil }},
		{Name: "start_new_thread", Sig: "(function, args, kwargs=None, /)", Impl: startNew},
		{Name: "start_new", Sig: "(function, args, kwargs=None, /)", Doc: "An obsolete synonym of start_new_thread().", Impl: startNew},
		{Name: "daemon_threads_allowed", Sig: "()", Impl: func() (value, exc) { return py.True, nil }},
		{Name: "interrupt_main", Sig: "(signum=2, /)", Impl: func(sig value) (value, exc) {
			n := int(syscall.SIGINT)
			if !sig.IsUnbound() {
				var e exc
				if n, e = py.CInt(sig); e != nil {
					return value{}, e
				}
			}
			if n < 1 || n > signals.Max {
				return value{}, py.Raisef(py.ValueErrorType, "signal number out of range")
			}
			if h := signals.Handler(n); h == signals.Default || h == signals.Ignore {
				return py.None, nil
			}
			return py.None, signals.Raise(n)
		}},
		{Name: "exit", Sig: "()", Impl: leaveThread},
		{Name: "exit_thread", Sig: "()", Doc: "An obsolete synonym of exit().", Impl: leaveThread},
	},
	Init: func(m *py.Module) exc {
		m.Set("TIMEOUT_MAX", py.Float(9223372036.0))
		m.Set("error", py.RuntimeErrorType.Value())
		m.Set("LockType", lockType.Value())
		m.Set("lock", lockType.Value())
		m.Set("RLock", rlockType.Value())
		m.Set("_local", localType.Value())
		return nil
	},
}

func init() { py.RegisterModule(&lowSpec) }

func leaveThread() (value, exc) { return value{}, py.RaiseArgs(py.SystemExitType) }

// startNew is start_new_thread: the thread does not keep the program running.
func startNew(fn, args, kwargs value) (value, exc) {
	if fn.Type().Call == nil {
		return value{}, py.Raisef(py.TypeErrorType, "first arg must be callable")
	}
	if !args.Type().Has(py.FlagTuple) {
		return value{}, py.Raisef(py.TypeErrorType, "2nd arg must be a tuple")
	}
	if kwargs.IsUnbound() {
		kwargs = py.None
	} else if !kwargs.Type().Has(py.FlagDict) {
		return value{}, py.Raisef(py.TypeErrorType, "optional 3rd arg must be a dictionary")
	}
	names := []*py.Str{py.Intern("target"), py.Intern("args"), py.Intern("kwargs"), py.Intern("daemon")}
	t, e := py.CallKw(ThreadType.Value(), []value{fn, args, kwargs, py.True}, names)
	if e != nil {
		return value{}, e
	}
	if e := threadOf(t).start(); e != nil {
		return value{}, e
	}
	return py.Int(ident(threadOf(t).state)), nil
}
