package asyncio

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is the part of asyncio/futures.py and tasks.py that joins futures of asyncio
// with those of concurrent.futures: wrap_future and run_coroutine_threadsafe.

// wrapFuture is wrap_future(v, loop=loop).
func wrapFuture(v py.Value, loop *Loop) (*Future, *py.Exception) {
	if fut := asFuture(v); fut != nil {
		return fut, nil
	}
	if loop == nil {
		var exc *py.Exception
		if loop, exc = loopOrCurrent(py.None); exc != nil {
			return nil, exc
		}
	}
	fut := loop.CreateFuture()
	cb := &chained{fut: fut, src: v}
	fut.addCallback(&cancelSource{v}, contextvars.Copy())
	fn := py.NewBuiltin("_call_set_state", "asyncio.futures", "(source)", func(py.Value) (py.Value, *py.Exception) {
		if !loop.closed {
			loop.pushFrom(loop.newHandle(cb, nil))
		}
		return py.None, nil
	})
	if _, exc := py.CallMethod1(v, py.Intern("add_done_callback"), fn.Value()); exc != nil {
		return nil, exc
	}
	return fut, nil
}

// convertException is _convert_future_exc: what the exceptions of concurrent.futures are in
// asyncio.
func convertException(exc *py.Exception) *py.Exception {
	t := exc.Type()
	if !strings.HasPrefix(moduleOf(t), "concurrent.futures") {
		return exc
	}
	switch t.Name {
	case "CancelledError":
		t = CancelledErrorType
	case "InvalidStateError":
		t = InvalidStateErrorType
	default:
		return exc
	}
	made := py.RaiseArgs(t, exc.Args.Items()...)
	made.Traceback = exc.Traceback
	return made
}

// moduleOf returns the __module__ of a class.
func moduleOf(t *py.Type) string {
	v, exc := py.GetAttr(t.Value(), py.Intern("__module__"))
	if exc != nil {
		return ""
	}
	return strOf(v)
}

// cancelSource is _call_check_cancel.
type cancelSource struct{ src py.Value }

func (c *cancelSource) done(fut *Future) *py.Exception {
	if !fut.Cancelled() {
		return nil
	}
	_, exc := py.CallMethod0(c.src, strCancel)
	return exc
}

func (c *cancelSource) source() string {
	return libSource("_chain_future.<locals>._call_check_cancel", "futures.py", 387)
}

// chained copies the state of a concurrent future to fut (_copy_future_state).
type chained struct {
	fut *Future
	src py.Value
}

func (c *chained) run() *py.Exception {
	if c.fut.Done() {
		return nil
	}
	v, exc := py.CallMethod0(c.src, py.Intern("cancelled"))
	if exc != nil {
		return exc
	}
	if is, exc := py.Truth(v); exc != nil || is {
		if exc == nil {
			c.fut.cancelFuture(py.None)
		}
		return exc
	}
	v, exc = py.CallMethod0(c.src, py.Intern("exception"))
	if exc != nil {
		return exc
	}
	if !v.IsNone() {
		return c.fut.SetException(convertException(py.Heap[py.Exception](v)))
	}
	if v, exc = py.CallMethod0(c.src, py.Intern("result")); exc != nil {
		return exc
	}
	return c.fut.SetResult(v)
}

func (c *chained) source() string {
	return libSource("_chain_future.<locals>._set_state", "futures.py", 381)
}

// toConcurrent copies the state of a future to a concurrent one.
type toConcurrent struct{ target py.Value }

func (c *toConcurrent) source() string {
	return libSource("_chain_future.<locals>._call_set_state", "futures.py", 394)
}

func (c *toConcurrent) done(fut *Future) *py.Exception {
	if fut.Cancelled() {
		if _, exc := py.CallMethod0(c.target, strCancel); exc != nil {
			return exc
		}
	}
	v, exc := py.CallMethod0(c.target, py.Intern("set_running_or_notify_cancel"))
	if exc != nil {
		return exc
	}
	if ok, exc := py.Truth(v); exc != nil || !ok {
		return exc
	}
	fut.logTB = false
	if fut.exc != nil {
		_, exc = py.CallMethod1(c.target, py.Intern("set_exception"), fut.exc.Value())
	} else {
		_, exc = py.CallMethod1(c.target, py.Intern("set_result"), fut.result)
	}
	return exc
}

// runThreadsafe is run_coroutine_threadsafe(coro, loop).
func runThreadsafe(c, l py.Value) (py.Value, *py.Exception) {
	if !isCoroutine(c) {
		return py.Value{}, typeError("A coroutine object is required")
	}
	loop, exc := asLoop(l)
	if exc != nil {
		return py.Value{}, exc
	}
	module, exc := py.ImportModule("concurrent.futures")
	if exc != nil {
		return py.Value{}, exc
	}
	class, exc := py.GetAttr(module, py.Intern("Future"))
	if exc != nil {
		return py.Value{}, exc
	}
	target, exc := py.Call0(class)
	if exc != nil {
		return py.Value{}, exc
	}
	if exc := loop.checkClosed(); exc != nil {
		return py.Value{}, exc
	}
	ctx := contextvars.Copy()
	start := func() *py.Exception {
		fut, exc := loop.ensureFuture(c)
		if exc != nil {
			if _, e := py.CallMethod1(target, py.Intern("set_exception"), exc.Value()); e != nil {
				return e
			}
			return exc
		}
		fut.addCallback(&toConcurrent{target}, ctx)
		cancel := py.NewBuiltin("_call_check_cancel", "asyncio.futures", "(destination)", func(d py.Value) (py.Value, *py.Exception) {
			v, exc := py.CallMethod0(d, py.Intern("cancelled"))
			if exc != nil {
				return py.Value{}, exc
			}
			if is, exc := py.Truth(v); exc != nil || !is {
				return py.None, exc
			}
			loop.pushFrom(loop.newHandle(&goCallback{fn: func() *py.Exception {
				_, exc := fut.Cancel(py.None)
				return exc
			}, name: "Task.cancel()"}, nil))
			return py.None, nil
		})
		_, exc = py.CallMethod1(target, py.Intern("add_done_callback"), cancel.Value())
		return exc
	}
	loop.pushFrom(loop.newHandle(&goCallback{fn: start, name: libSource("run_coroutine_threadsafe.<locals>.callback", "tasks.py", 969)}, ctx))
	return target, nil
}
