package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is wait of asyncio/tasks.py, and the helpers around waiters.

// The values of return_when.
var (
	firstCompleted = py.StrV("FIRST_COMPLETED")
	firstException = py.StrV("FIRST_EXCEPTION")
	allCompleted   = py.StrV("ALL_COMPLETED")
)

// releaseWaiter is _release_waiter(waiter), as a timer's or a future's callback.
type releaseWaiter struct{ waiter *Future }

func (c *releaseWaiter) run() *py.Exception {
	c.waiter.setUnlessDone(py.None)
	return nil
}

func (c *releaseWaiter) done(*Future) *py.Exception { return c.run() }
func (c *releaseWaiter) source() string             { return libSource("_release_waiter", "tasks.py", 458) }

// waiting is the coroutine wait(fs, *, timeout=None, return_when=ALL_COMPLETED).
type waiting struct {
	coro.Coroutine
	fs, timeout, when py.Value
	futs              []*Future
	waiter            *Future
	timer             *TimerHandle
	counter           int
}

var waitCode = code("wait")

func newWait(fs, timeout, when py.Value) py.Value {
	f := &waiting{fs: fs, timeout: timeout, when: when}
	f.Init(f, waitCode)
	return f.Value()
}

// start is what wait does before it suspends.
func (f *waiting) start() *py.Exception {
	if asFuture(f.fs) != nil || isCoroutineObject(f.fs) {
		return typeError("expect a list of futures, not %s", f.fs.Type().Name)
	}
	some, exc := py.Truth(f.fs)
	if exc != nil {
		return exc
	}
	if !some {
		what := "Set of Tasks/Futures is empty."
		if !py.VersionAtLeast(11) {
			what = "Set of coroutines/Futures is empty."
		}
		return py.Raisef(py.ValueErrorType, "%s", what)
	}
	if f.when.IsUnbound() {
		f.when = allCompleted
	}
	known := false
	for _, w := range []py.Value{firstCompleted, firstException, allCompleted} {
		is, exc := py.EqBool(f.when, w)
		if exc != nil {
			return exc
		}
		if is {
			f.when, known = w, true
			break
		}
	}
	if !known {
		s, exc := py.Str_(f.when)
		if exc != nil {
			return exc
		}
		str, _ := py.AsStr(s)
		return py.Raisef(py.ValueErrorType, "Invalid return_when value: %s", str.String())
	}
	set := py.NewSet()
	if exc := py.SetUpdate(set.Value(), f.fs); exc != nil {
		return exc
	}
	items, exc := sequence(set.Value())
	if exc != nil {
		return exc
	}
	if py.Version >= 11 {
		for _, x := range items {
			if isCoroutineObject(x) {
				return typeError("Passing coroutines is forbidden, use tasks explicitly.")
			}
		}
	}
	loop, exc := getRunningLoop()
	if exc != nil {
		return exc
	}
	for _, x := range items {
		if isCoroutine(x) {
			// Versions up to 3.10 made tasks, and so does a program that asks for none.
			fut, exc := loop.ensureFuture(x)
			if exc != nil {
				return exc
			}
			f.futs = append(f.futs, fut)
			continue
		}
		fut := asFuture(x)
		if fut == nil {
			if py.Version != 0 && py.Version < 11 {
				if fut, exc = loop.ensureFuture(x); exc != nil {
					return exc
				}
			} else {
				return py.Raisef(py.AttributeErrorType, "'%s' object has no attribute 'add_done_callback'", x.Type().Name)
			}
		}
		f.futs = append(f.futs, fut)
	}
	f.waiter = loop.CreateFuture()
	if !absent(f.timeout) {
		s, exc := seconds(f.timeout)
		if exc != nil {
			return exc
		}
		f.timer = loop.callAt(loop.Time()+s, &releaseWaiter{f.waiter}, contextvars.Copy())
	}
	f.counter = len(f.futs)
	for _, fut := range f.futs {
		fut.addCallback(f, nil) // it calls nothing of Python
	}
	return nil
}

// done is _on_completion.
func (f *waiting) done(fut *Future) *py.Exception {
	f.counter--
	over := f.counter <= 0 || f.when == firstCompleted
	if !over && f.when == firstException && !fut.Cancelled() {
		fut.logTB = false
		over = fut.exc != nil
	}
	if over {
		if f.timer != nil {
			f.timer.Cancel()
		}
		f.waiter.setUnlessDone(py.None)
	}
	return nil
}

func (f *waiting) source() string {
	return libSource("_wait.<locals>._on_completion", "tasks.py", 534)
}

// Resume implements coro.Resumer.
func (f *waiting) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		if exc := f.start(); exc != nil {
			return f.Raise(r, exc)
		}
		f.State = 1
		if s := awaitFuture(r, &f.Frame, f.waiter.Value()); s != coro.Done {
			return s
		}
	}
	_, exc := r.Take()
	if f.timer != nil {
		f.timer.Cancel()
	}
	for _, fut := range f.futs {
		fut.remove(f)
	}
	if exc != nil {
		return f.Raise(r, exc)
	}
	done, pend := py.NewSet(), py.NewSet()
	for _, fut := range f.futs {
		to := pend
		if fut.Done() {
			to = done
		}
		if exc := to.Add(fut.Value()); exc != nil {
			return f.Raise(r, exc)
		}
	}
	return f.Return(r, py.TupleV(done.Value(), pend.Value()))
}
