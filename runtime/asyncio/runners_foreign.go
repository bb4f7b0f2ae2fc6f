package asyncio

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file lets a Runner run objects of the program that do the work of a loop: what
// loop_factory returned is asked by its methods.

// useForeign makes the runner's loop one that stands for v.
func (r *Runner) useForeign(v py.Value) *py.Exception {
	r.loop = &Loop{foreign: v}
	if r.debug.IsNone() {
		return nil
	}
	_, exc := py.CallMethod1(v, py.Intern("set_debug"), r.debug)
	return exc
}

// runForeign is Runner.run with such a loop.
func (r *Runner) runForeign(c py.Value, ctx *contextvars.Context) (py.Value, *py.Exception) {
	task, exc := py.CallMethodKw(r.loop.foreign, py.Intern("create_task"), []py.Value{c, ctx.Value()}, []*py.Str{strContext})
	if exc != nil {
		return py.Value{}, exc
	}
	return py.CallMethod1(r.loop.foreign, strRunUntilComplete, task)
}

var strRunUntilComplete = py.Intern("run_until_complete")

// closeForeign is Runner.close with such a loop.
func (r *Runner) closeForeign() *py.Exception {
	loop := r.loop.foreign
	finish := func(method string, args ...py.Value) *py.Exception {
		run, exc := py.GetAttr(loop, strRunUntilComplete)
		if exc != nil {
			return exc
		}
		c, exc := py.CallMethodN(loop, py.Intern(method), args)
		if exc == nil {
			_, exc = py.Call1(run, c)
		}
		return exc
	}
	exc := finish("shutdown_asyncgens")
	if exc == nil {
		exc = finish("shutdown_default_executor", py.Int(300))
	}
	if _, e := py.CallMethod0(loop, py.Intern("close")); e != nil {
		exc = e
	}
	r.loop, r.state = nil, runnerClosed
	return exc
}

// runPatched is run where the program has changed the class Runner.
func runPatched(main, debug, factory py.Value) (py.Value, *py.Exception) {
	r, exc := py.CallKw(RunnerType.Value(), []py.Value{orNone(debug), orNone(factory)},
		[]*py.Str{py.Intern("debug"), py.Intern("loop_factory")})
	if exc != nil {
		return py.Value{}, exc
	}
	if r, exc = py.CallMethod0(r, py.Intern("__enter__")); exc != nil {
		return py.Value{}, exc
	}
	v, exc := py.CallMethod1(r, py.Intern("run"), main)
	var prev *py.Exception
	if exc != nil {
		prev = py.EnterHandler(exc)
	}
	_, e := py.CallMethod3(r, py.Intern("__exit__"), py.None, py.None, py.None)
	if exc != nil {
		py.LeaveHandler(prev)
	}
	if e != nil {
		return py.Value{}, e
	}
	return v, exc
}
