package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file has what compiled code calls where it is known that an object is a Lock, an
// Event, a Semaphore or a BoundedSemaphore, or a Condition with a lock of its own, and that
// the program changes nothing about these. What runs beside the program may have: what is not
// as it was made takes the way of other objects.

// LockEnter is v.__aenter__().
func LockEnter(v py.Value) py.Value { return entering(v) }

// AwaitLockEnter awaits v.__aenter__() in f.
func AwaitLockEnter(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	l := py.Heap[Lock](v)
	if !untouched(v, LockType, &l.Attrs) {
		return awaitEnter(r, f, v)
	}
	if !l.locked && l.waiters.len() == 0 {
		l.locked = true
		return r.Deliver(py.None)
	}
	return l.await(r, f, aenterCode)
}

// LockLeave is await v.__aexit__(...). It raises what release() does.
func LockLeave(v py.Value) *py.Exception {
	l := py.Heap[Lock](v)
	if !l.locked || !untouched(v, LockType, &l.Attrs) {
		return leaving(v)
	}
	l.locked = false
	if l.waiters.len() > 0 {
		l.wakeUpFirst()
	}
	return nil
}

// LockAcquire is v.acquire().
func LockAcquire(v py.Value) py.Value { return py.Heap[Lock](v).acquire().Object() }

// AwaitLockAcquire awaits v.acquire() in f.
func AwaitLockAcquire(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	return py.Heap[Lock](v).await(r, f, nil)
}

// LockRelease is v.release(). It raises RuntimeError for a lock that is not locked.
func LockRelease(v py.Value) *py.Exception { return py.Heap[Lock](v).release() }

// LockLocked is v.locked().
func LockLocked(v py.Value) bool { return py.Heap[Lock](v).locked }

// SemaphoreEnter is v.__aenter__().
func SemaphoreEnter(v py.Value) py.Value { return entering(v) }

// AwaitSemaphoreEnter awaits v.__aenter__() in f.
func AwaitSemaphoreEnter(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	s := py.Heap[Semaphore](v)
	if !s.plain() {
		return awaitEnter(r, f, v)
	}
	if s.value > 0 && s.waiters.len() == 0 {
		s.value--
		return r.Deliver(py.None)
	}
	return s.await(r, f, aenterCode)
}

// SemaphoreLeave is await v.__aexit__(...). It raises what release() does.
func SemaphoreLeave(v py.Value) *py.Exception {
	s := py.Heap[Semaphore](v)
	if !s.plain() || s.over() {
		return leaving(v)
	}
	s.release()
	return nil
}

// SemaphoreAcquire is v.acquire().
func SemaphoreAcquire(v py.Value) py.Value { return py.Heap[Semaphore](v).acquire().Object() }

// AwaitSemaphoreAcquire awaits v.acquire() in f.
func AwaitSemaphoreAcquire(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	return py.Heap[Semaphore](v).await(r, f, nil)
}

// SemaphoreRelease is v.release(). It raises ValueError for a BoundedSemaphore that nobody
// has acquired.
func SemaphoreRelease(v py.Value) *py.Exception {
	s := py.Heap[Semaphore](v)
	if s.over() {
		return releasedTooOften()
	}
	s.release()
	return nil
}

// SemaphoreLocked is v.locked().
func SemaphoreLocked(v py.Value) bool { return py.Heap[Semaphore](v).locked() }

// EventWait is v.wait().
func EventWait(v py.Value) py.Value { return py.Heap[Event](v).wait().Object() }

// AwaitEventWait awaits v.wait() in f.
func AwaitEventWait(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal { return awaitEvent(r, f, v) }

// EventSet is v.set().
func EventSet(v py.Value) { py.Heap[Event](v).set() }

// EventClear is v.clear().
func EventClear(v py.Value) { py.Heap[Event](v).value = false }

// EventIsSet is v.is_set().
func EventIsSet(v py.Value) bool { return py.Heap[Event](v).value }

// ConditionEnter is v.__aenter__().
func ConditionEnter(v py.Value) py.Value { return entering(v) }

// AwaitConditionEnter awaits v.__aenter__() in f.
func AwaitConditionEnter(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	c := py.Heap[Condition](v)
	l := c.own()
	if !untouched(v, ConditionType, &c.Attrs) || !untouched(c.lock, LockType, &l.Attrs) {
		return awaitEnter(r, f, v)
	}
	if !l.locked && l.waiters.len() == 0 {
		l.locked = true
		return r.Deliver(py.None)
	}
	return l.await(r, f, aenterCode)
}

// ConditionLeave is await v.__aexit__(...). It raises what release() does.
func ConditionLeave(v py.Value) *py.Exception {
	c := py.Heap[Condition](v)
	l := c.own()
	if !l.locked || !untouched(v, ConditionType, &c.Attrs) || !untouched(c.lock, LockType, &l.Attrs) {
		return leaving(v)
	}
	return l.release()
}

// ConditionAcquire is v.acquire().
func ConditionAcquire(v py.Value) py.Value { return LockAcquire(py.Heap[Condition](v).lock) }

// AwaitConditionAcquire awaits v.acquire() in f.
func AwaitConditionAcquire(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	return py.Heap[Condition](v).own().await(r, f, nil)
}

// ConditionRelease is v.release(). It raises RuntimeError where the lock is not locked.
func ConditionRelease(v py.Value) *py.Exception { return py.Heap[Condition](v).own().release() }

// ConditionLocked is v.locked().
func ConditionLocked(v py.Value) bool { return py.Heap[Condition](v).own().locked }

// ConditionWait is v.wait().
func ConditionWait(v py.Value) py.Value { return py.Heap[Condition](v).wait().Object() }

// AwaitConditionWait awaits v.wait() in f.
func AwaitConditionWait(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	return awaitCondition(r, f, v)
}

// ConditionNotify is v.notify(). It raises RuntimeError where the lock is not locked.
func ConditionNotify(v py.Value) *py.Exception { return py.Heap[Condition](v).notifyChecked(1) }

// ConditionNotifyAll is v.notify_all(). It raises RuntimeError where the lock is not locked.
func ConditionNotifyAll(v py.Value) *py.Exception {
	c := py.Heap[Condition](v)
	return c.notifyChecked(c.waiters.len())
}

// own is the lock of a Condition that has one of its own.
func (c *Condition) own() *Lock { return py.Heap[Lock](c.lock) }

// leaving is await v.__aexit__(...) of a primitive.
func leaving(v py.Value) *py.Exception {
	if exc := releaseIn(v); exc != nil {
		return coro.Escape(exc.At(aexitCode, 0))
	}
	return nil
}
