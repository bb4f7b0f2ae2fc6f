package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements coroutines that are written as a chain of functions: each says
// what to await and which function goes on with the outcome. They serve where a
// coroutine function of CPython's library is long and not on a hot path; the others are
// frames with states.

// flow is a coroutine made of steps.
type flow struct {
	coro.Coroutine
	next func(v py.Value, exc *py.Exception) flowStep
}

// flowStep is what a function of a flow says: what to await, and with what to go on; or the
// result or exception with which the coroutine ends.
type flowStep struct {
	await  py.Value
	yield  bool // suspend for one iteration of the loop, as sleep(0)
	then   func(v py.Value, exc *py.Exception) flowStep
	result py.Value
	exc    *py.Exception
}

// newFlow returns a coroutine that begins with first when it is awaited.
func newFlow(c *py.Code, first func() flowStep) py.Value {
	f := &flow{next: func(py.Value, *py.Exception) flowStep { return first() }}
	f.Init(f, c)
	return f.Value()
}

// awaitThen goes on with then when v is done.
func awaitThen(v py.Value, then func(v py.Value, exc *py.Exception) flowStep) flowStep {
	return flowStep{await: v, then: then}
}

// awaitingFuture is the same for a future, with errors ending the coroutine.
func awaitingFuture(fut *Future, then func(v py.Value) flowStep) flowStep {
	return onSuccess(fut.Value(), then)
}

// onSuccess goes on with then when v is done; an exception ends the coroutine.
func onSuccess(v py.Value, then func(v py.Value) flowStep) flowStep {
	return flowStep{await: v, then: func(v py.Value, exc *py.Exception) flowStep {
		if exc != nil {
			return failing(exc)
		}
		return then(v)
	}}
}

// yieldThen suspends for one iteration of the loop.
func yieldThen(then func() flowStep) flowStep {
	return flowStep{yield: true, then: func(_ py.Value, exc *py.Exception) flowStep {
		if exc != nil {
			return failing(exc)
		}
		return then()
	}}
}

func returning(v py.Value) flowStep      { return flowStep{result: v} }
func failing(exc *py.Exception) flowStep { return flowStep{exc: exc} }
func ending(v py.Value, exc *py.Exception) flowStep {
	return flowStep{result: v, exc: exc}
}

// Resume implements coro.Resumer.
func (f *flow) Resume(r *coro.Run) coro.Signal {
	var v py.Value
	var exc *py.Exception
	if f.State != 0 {
		v, exc = r.Take()
	}
	for {
		s := f.next(v, exc)
		if s.then == nil {
			f.next = nil
			if s.exc != nil {
				return f.Raise(r, s.exc)
			}
			return f.Return(r, s.result)
		}
		f.next = s.then
		f.State++
		if s.yield {
			return r.Yield(&f.Frame, py.None)
		}
		if fut := asFuture(s.await); fut != nil {
			if sig := awaitFuture(r, &f.Frame, s.await); sig != coro.Done {
				return sig
			}
		} else if sig := r.Await(&f.Frame, s.await); sig != coro.Done {
			return sig
		}
		v, exc = r.Take()
	}
}
