package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is wait_for of asyncio/tasks.py: as of 3.12 by Timeout, before that by a
// waiter, which schedules differently.

// waitingFor is the coroutine wait_for(fut, timeout).
type waitingFor struct {
	coro.Coroutine
	aw, timeout py.Value
	t           *Timeout
	fut         *Future
	waiter      *Future
	release     *releaseWaiter
	timer       *TimerHandle
	failed      *py.Exception // the CancelledError to raise after cleaning up
}

var waitForCode = code("wait_for")

func newWaitFor(aw, timeout py.Value) py.Value {
	f := &waitingFor{aw: aw, timeout: timeout}
	f.Init(f, waitForCode)
	return f.Value()
}

// The states of waitingFor.
const (
	waitForStart     = iota
	waitForDone      // the awaitable itself was awaited, within f.t where not nil
	waitForExpired   // the timeout was not positive: the future was cancelled
	waitForWaiter    // before 3.12: the future is done or time is up
	waitForTimedOut  // before 3.12: the future was cancelled since time was up
	waitForCancelled // before 3.12: the future was cancelled with us
)

// Resume implements coro.Resumer.
func (f *waitingFor) Resume(r *coro.Run) coro.Signal {
	for {
		switch f.State {
		case waitForStart:
			if s := f.start(r); s != coro.Done {
				return s
			}
		case waitForDone:
			v, exc := r.Take()
			if f.t != nil {
				if exc != nil {
					exc = exc.At(f.Code(), 0) // what has come this far has an entry for it
				}
				if e := f.t.exit(exc); e != nil {
					return f.Raise(r, e)
				}
			}
			if exc != nil {
				return f.Raise(r, exc)
			}
			return f.Return(r, v)
		case waitForExpired, waitForTimedOut:
			_, exc := r.Take()
			f.fut.remove(f.release)
			f.stopTimer()
			if exc != nil {
				return f.Raise(r, exc)
			}
			v, exc := f.fut.Result()
			if exc == nil {
				return f.Return(r, v)
			}
			if isCancelled(exc) {
				exc = exc.At(f.Code(), 0) // raised here, and so it has a traceback
				e := py.RaiseArgs(py.TimeoutErrorType)
				e.Cause, e.Context, e.SuppressContext = exc, exc, true
				exc = e
			}
			return f.Raise(r, exc)
		case waitForWaiter:
			_, exc := r.Take()
			switch {
			case exc == nil && f.fut.Done(), exc != nil && isCancelled(exc) && f.fut.Done():
				f.stopTimer()
				v, exc := f.fut.Result()
				if exc != nil {
					return f.Raise(r, exc)
				}
				return f.Return(r, v)
			case exc != nil && !isCancelled(exc):
				f.stopTimer()
				return f.Raise(r, exc)
			}
			f.fut.remove(f.release)
			f.State = waitForTimedOut
			if exc != nil {
				f.State, f.failed = waitForCancelled, exc
			}
			if s := f.cancelAndWait(r); s != coro.Done {
				return s
			}
		case waitForCancelled:
			_, exc := r.Take()
			f.fut.remove(f.release)
			f.stopTimer()
			if exc == nil {
				exc = f.failed
			}
			return f.Raise(r, exc)
		default: // what the state called has finished the frame
			return coro.Done
		}
	}
}

func (f *waitingFor) stopTimer() {
	if f.timer != nil {
		f.timer.Cancel()
	}
}

// start is what wait_for does before it suspends for the first time.
func (f *waitingFor) start(r *coro.Run) coro.Signal {
	expired := false
	if !f.timeout.IsNone() {
		var exc *py.Exception
		if expired, exc = py.LeBool(f.timeout, py.Int(0)); exc != nil {
			return f.Raise(r, exc)
		}
	}
	loop, exc := getRunningLoop()
	if exc != nil {
		return f.Raise(r, exc)
	}
	switch {
	case expired:
		if f.fut, exc = loop.ensureFuture(f.aw); exc != nil {
			return f.Raise(r, exc)
		}
		if f.fut.Done() {
			v, exc := f.fut.Result()
			if exc != nil {
				return f.Raise(r, exc)
			}
			return f.Return(r, v)
		}
		f.State = waitForExpired
		return f.cancelAndWait(r)
	case py.VersionAtLeast(12):
		t, exc := timeoutAfter(f.timeout)
		if exc != nil {
			return f.Raise(r, exc)
		}
		f.t = py.Heap[Timeout](t)
		if exc := f.t.enter(); exc != nil {
			return f.Raise(r, exc)
		}
		fallthrough
	case f.timeout.IsNone():
		f.State = waitForDone
		return r.Await(&f.Frame, f.aw)
	}
	s, exc := seconds(f.timeout)
	if exc != nil {
		return f.Raise(r, exc)
	}
	f.waiter = loop.CreateFuture()
	f.release = &releaseWaiter{f.waiter}
	f.timer = loop.callAt(loop.Time()+s, f.release, contextvars.Copy())
	if f.fut, exc = loop.ensureFuture(f.aw); exc != nil {
		return f.Raise(r, exc)
	}
	f.fut.addCallback(f.release, contextvars.Copy())
	f.State = waitForWaiter
	return awaitFuture(r, &f.Frame, f.waiter.Value())
}

// cancelAndWait is _cancel_and_wait(fut); f.State is already the state to go on in.
func (f *waitingFor) cancelAndWait(r *coro.Run) coro.Signal {
	waiter := f.fut.loop.CreateFuture()
	f.release = &releaseWaiter{waiter}
	f.fut.addCallback(f.release, contextvars.Copy())
	if _, exc := f.fut.Cancel(py.None); exc != nil {
		f.fut.remove(f.release)
		return f.Raise(r, exc)
	}
	return awaitFuture(r, &f.Frame, waiter.Value())
}
