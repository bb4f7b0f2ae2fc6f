package concurrent

import (
	"runtime"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
	"github.com/aio2go/aio2go/runtime/stdlib/threading"
)

// This file makes the modules.

var packageSpec = py.ModuleSpec{Name: "concurrent", Package: true}

var spec = py.ModuleSpec{
	Name:    "concurrent.futures",
	Package: true,
	Doc:     "Execute computations asynchronously using threads or processes.",
	Consts: []py.Const{{Name: "FIRST_COMPLETED", Value: py.StrV("FIRST_COMPLETED")}, {Name: "FIRST_EXCEPTION", Value: py.StrV("FIRST_EXCEPTION")},
		{Name: "ALL_COMPLETED", Value: py.StrV("ALL_COMPLETED")}},
	Types: []*py.Type{FutureType, executorType, threadPoolType},
	Init:  initModule,
}

var baseSpec = py.ModuleSpec{
	Name: "concurrent.futures._base",
	Consts: []py.Const{{Name: "PENDING", Value: py.StrV(pending)}, {Name: "RUNNING", Value: py.StrV(running)}, {Name: "CANCELLED", Value: py.StrV(cancelled)},
		{Name: "CANCELLED_AND_NOTIFIED", Value: py.StrV(cancelledNotified)}, {Name: "FINISHED", Value: py.StrV(finished)}},
	Init: func(m *py.Module) exc {
		if e := copyFrom(m, append([]string{"Error", "InvalidStateError", "BrokenExecutor"}, baseNames...)...); e != nil {
			return e
		}
		m.Set("DoneAndNotDoneFutures", doneAndNotDone)
		if py.FindGoModule("logging") == nil {
			return nil
		}
		var s pymod.Steps
		m.Set("LOGGER", s.Apply(s.Import("logging", "getLogger"), py.StrV("concurrent.futures")))
		return s.Exc
	},
}

var threadSpec = py.ModuleSpec{
	Name: "concurrent.futures.thread",
	Doc:  "Implements ThreadPoolExecutor.",
	Init: func(m *py.Module) exc {
		m.Set("BrokenThreadPool", brokenThreadPool.Value())
		return copyFrom(m, "ThreadPoolExecutor")
	},
}

func init() {
	for _, s := range []*py.ModuleSpec{&packageSpec, &spec, &baseSpec, &threadSpec} {
		py.RegisterModule(s)
	}
}

var baseNames = []string{"FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError", "TimeoutError", "Future", "Executor", "wait", "as_completed"}

// BrokenExecutor is the class of that name.
func BrokenExecutor() (*py.Type, *py.Exception) {
	_, e := spec.Module()
	return brokenExecutor, e
}

// copyFrom gives m attributes of concurrent.futures.
func copyFrom(m *py.Module, names ...string) exc {
	futures, e := spec.Module()
	if e != nil {
		return e
	}
	for _, n := range names {
		if x, ok := futures.Get(py.Intern(n)); ok {
			m.Set(n, x)
		}
	}
	return nil
}

// submodule is __getattr__ of concurrent.futures: its modules, which CPython's package
// imports when the executors in them are asked for.
func submodule(name value) (value, exc) {
	if s, ok := py.AsStr(name); ok {
		switch s.String() {
		case "_base", "thread", "process":
			if full := "concurrent.futures." + s.String(); py.FindGoModule(full) != nil {
				return py.ImportModule(full)
			}
		}
	}
	text, e := py.Repr(name)
	if e != nil {
		return value{}, e
	}
	return value{}, py.Raisef(py.AttributeErrorType, "module 'concurrent.futures' has no attribute %s", text.Str().String())
}

func cpuCount() int { return runtime.NumCPU() }

func initModule(m *py.Module) exc {
	public := []string{"FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError", "TimeoutError", "InvalidStateError", "BrokenExecutor",
		"Future", "Executor", "wait", "as_completed", "ThreadPoolExecutor"}
	if ProcessPool != nil {
		public = append(public, "ProcessPoolExecutor")
		m.Set("ProcessPoolExecutor", ProcessPool.Value())
	}
	names := make([]value, len(public))
	for i, n := range public {
		names[i] = py.StrV(n)
	}
	m.Set("__all__", py.NewTuple(names).Value())
	m.SetFunc("__getattr__", "(name)", submodule)
	for _, c := range []struct {
		dst    **py.Type
		name   string
		module string
		base   func() *py.Type
		doc    string
	}{
		{&errorType, "Error", "_base", func() *py.Type { return py.ExceptionType }, "Base class for all future-related exceptions."},
		{&cancelledError, "CancelledError", "_base", func() *py.Type { return errorType }, "The Future was cancelled."},
		{&invalidStateError, "InvalidStateError", "_base", func() *py.Type { return errorType }, "The operation is not allowed in this state."},
		{&brokenExecutor, "BrokenExecutor", "_base", func() *py.Type { return py.RuntimeErrorType }, "Raised when a executor has become non-functional after a severe failure."},
		{&brokenThreadPool, "BrokenThreadPool", "thread", func() *py.Type { return brokenExecutor }, "Raised when a worker thread in a ThreadPoolExecutor failed initializing."},
	} {
		v, e := pymod.New(pymod.Class{Name: c.name, Module: "concurrent.futures." + c.module, Doc: c.doc, Bases: []value{c.base().Value()}})
		if e != nil {
			return e
		}
		*c.dst = py.AsType(v)
		if c.module == "_base" {
			m.Set(c.name, v)
		}
	}
	m.Set("TimeoutError", py.TimeoutErrorType.Value())
	var e exc
	if doneAndNotDone, e = collections.NewNamedTuple("DoneAndNotDoneFutures", "concurrent.futures._base", []string{"done", "not_done"}, nil); e != nil {
		return e
	}
	for _, f := range []pymod.Func{
		{Sig: "wait(fs, timeout=None, return_when='ALL_COMPLETED')", Impl: wait, Doc: "Wait for the futures in the given sequence to complete."},
		{Sig: "as_completed(fs, timeout=None)", Impl: asCompleted, Doc: "An iterator over the given futures that yields each as it completes."},
	} {
		name := "wait"
		if f.Sig[0] == 'a' {
			name = "as_completed"
		}
		m.Set(name, pymod.NewFunction("concurrent.futures._base", "", f))
	}
	threading.BeforeJoin(endPools)
	return nil
}
