package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is Condition of asyncio/locks.py.

// Condition is asyncio.Condition.
type Condition struct {
	py.Header
	Attrs py.Attrs // __dict__
	loopBound
	lock    py.Value // a Lock, or an object with its methods
	waiters futureDeque
}

// ConditionType is asyncio.Condition.
var ConditionType = &py.Type{Name: "Condition"}

func newCondition() *Condition {
	c := &Condition{lock: newLock().Value()}
	c.SetType(ConditionType)
	return c
}

func (c *Condition) locked() (bool, *py.Exception) {
	if exact(c.lock, LockType) {
		return py.Heap[Lock](c.lock).locked, nil
	}
	v, exc := py.CallMethod0(c.lock, strLocked)
	if exc != nil {
		return false, exc
	}
	return py.Truth(v)
}

func (c *Condition) release() *py.Exception {
	if exact(c.lock, LockType) {
		return py.Heap[Lock](c.lock).release()
	}
	_, exc := py.CallMethod0(c.lock, strRelease)
	return exc
}

// awaitAcquire awaits the lock's acquire() in f.
func (c *Condition) awaitAcquire(r *coro.Run, f *coro.Frame) coro.Signal {
	if exact(c.lock, LockType) {
		return py.Heap[Lock](c.lock).await(r, f, nil)
	}
	aw, exc := py.CallMethod0(c.lock, strAcquire)
	if exc != nil {
		return r.DeliverExc(exc)
	}
	return r.Await(f, aw)
}

// notify wakes up n waiters (_notify).
func (c *Condition) notify(n int) {
	for _, fut := range c.waiters.all() {
		if n <= 0 {
			return
		}
		if !fut.Done() {
			n--
			fut.finish(py.False)
		}
	}
}

func (c *Condition) notifyChecked(n int) *py.Exception {
	ok, exc := c.locked()
	if exc != nil {
		return exc
	}
	if !ok {
		return runtimeError("cannot notify on un-acquired lock")
	}
	c.notify(n)
	return nil
}

// conditionWait is the coroutine Condition.wait().
type conditionWait struct {
	waitFrame
	c      *Condition
	failed *py.Exception // what the wait ended with
}

var conditionWaitCode = code("Condition.wait")

func (c *Condition) wait() *coro.Frame {
	f := &conditionWait{c: c}
	f.Init(f, conditionWaitCode)
	return &f.Frame
}

// awaitCondition awaits wait() of the condition v in f.
func awaitCondition(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	c := py.Heap[Condition](v)
	if exact(c.lock, LockType) {
		if l := py.Heap[Lock](c.lock); l.locked && park(r, f, c, &c.loopBound, &c.waiters, nil) != nil {
			l.release()
			return coro.Arranged
		}
	}
	return r.AwaitFrame(f, c.wait())
}

// woken implements parking: the lock is acquired again.
func (c *Condition) woken(r *coro.Run, f *coro.Frame, p *parked) coro.Signal {
	if !exact(c.lock, LockType) {
		return r.RunBelow(f, p.suspended())
	}
	l := py.Heap[Lock](c.lock)
	if !l.free() {
		if park(r, f, (*reacquiring)(c), &l.loopBound, &l.waiters, nil) == nil {
			return r.RunBelow(f, p.suspended())
		}
		c.waiters.remove(&p.Future)
		p.done()
		return coro.Arranged
	}
	l.locked = true
	c.waiters.remove(&p.Future)
	p.done()
	return r.Deliver(py.True)
}

// suspended implements parking.
func (c *Condition) suspended(p *parked) *coro.Frame {
	f := &conditionWait{c: c}
	f.Init(f, conditionWaitCode)
	f.waitOn(p, conditionWoken)
	return &f.Frame
}

// reacquiring is a Condition whose wait() has been woken up, and waits for the lock.
type reacquiring Condition

// woken implements parking.
func (c *reacquiring) woken(r *coro.Run, f *coro.Frame, p *parked) coro.Signal {
	return py.Heap[Lock](c.lock).woken(r, f, p)
}

// suspended implements parking.
func (c *reacquiring) suspended(p *parked) *coro.Frame {
	f := &conditionWait{c: (*Condition)(c)}
	f.Init(f, conditionWaitCode)
	f.State = conditionAcquired
	f.SuspendIn(py.Heap[Lock](c.lock).suspended(p))
	return &f.Frame
}

// The states of conditionWait.
const (
	conditionStart = iota
	conditionWoken
	conditionAcquired
)

// Resume implements coro.Resumer.
func (f *conditionWait) Resume(r *coro.Run) coro.Signal {
	c := f.c
	switch f.State {
	case conditionStart:
		ok, exc := c.locked()
		if exc != nil {
			return f.Raise(r, exc)
		}
		if !ok {
			return f.Raise(r, runtimeError("cannot wait on un-acquired lock"))
		}
		loop, exc := c.getLoop(c.Value())
		if exc != nil {
			return f.Raise(r, exc)
		}
		f.newFuture(loop)
		if exc := c.release(); exc != nil {
			return f.Raise(r, exc)
		}
		c.waiters.push(f.fut)
		f.State = conditionWoken
		if s := awaitFuture(r, &f.Frame, f.fut.Value()); s != coro.Done {
			return s
		}
		fallthrough
	case conditionWoken:
		_, f.failed = r.Take()
		c.waiters.remove(f.fut)
		f.State = conditionAcquired
		if s := c.awaitAcquire(r, &f.Frame); s != coro.Done {
			return s
		}
	}
	for { // conditionAcquired, or not yet
		_, exc := r.Take()
		if exc == nil {
			break
		}
		f.failed = exc
		if !isCancelled(exc) {
			break
		}
		if s := c.awaitAcquire(r, &f.Frame); s != coro.Done {
			return s
		}
	}
	if f.failed != nil {
		c.notify(1)
		return f.Raise(r, f.failed)
	}
	return f.Return(r, py.True)
}

// conditionWaitFor is the coroutine Condition.wait_for(predicate). test is a predicate
// written in Go, used instead of predicate where not nil.
type conditionWaitFor struct {
	coro.Coroutine
	c         *Condition
	predicate py.Value
	test      func() bool
}

var conditionWaitForCode = code("Condition.wait_for")

func (c *Condition) waitFor(predicate py.Value, test func() bool) *coro.Frame {
	f := &conditionWaitFor{c: c, predicate: predicate, test: test}
	f.Init(f, conditionWaitForCode)
	return &f.Frame
}

var conditionWaitForFrames coro.FreeList[conditionWaitFor]

// awaitConditionFor awaits wait_for(predicate) of the condition v in f.
func awaitConditionFor(r *coro.Run, f *coro.Frame, v, predicate py.Value) coro.Signal {
	g := conditionWaitForFrames.Get()
	g.InitAwaited(g, conditionWaitForCode)
	g.c, g.predicate = py.Heap[Condition](v), predicate
	return r.AwaitFrame(f, &g.Frame)
}

// Resume implements coro.Resumer.
func (f *conditionWaitFor) Resume(r *coro.Run) coro.Signal {
	s := f.step(r)
	if s == coro.Done && f.Unseen() {
		f.c, f.predicate = nil, py.Value{}
		conditionWaitForFrames.Put(f)
	}
	return s
}

func (f *conditionWaitFor) step(r *coro.Run) coro.Signal {
	for {
		if f.State == 1 {
			if _, exc := r.Take(); exc != nil {
				return f.Raise(r, exc)
			}
		}
		result, ok := py.True, true
		if f.test != nil {
			ok = f.test()
		} else {
			var exc *py.Exception
			if result, exc = py.Call0(f.predicate); exc == nil {
				ok, exc = py.Truth(result)
			}
			if exc != nil {
				return f.Raise(r, exc)
			}
		}
		if ok {
			return f.Return(r, result)
		}
		f.State = 1
		if wait, ok := overridden(f.c.Value(), &f.c.Attrs, strWait); ok {
			aw, exc := py.Call0(wait)
			if exc != nil {
				return f.Raise(r, exc)
			}
			if s := r.Await(&f.Frame, aw); s != coro.Done {
				return s
			}
			continue
		}
		if s := awaitCondition(r, &f.Frame, f.c.Value()); s != coro.Done {
			return s
		}
	}
}

func init() {
	self := func(v py.Value) *Condition { return py.Heap[Condition](v) }
	newFn, initFn := newWithLoop("Condition", "(lock=None, *, loop=None)", 1, func(v py.Value, a []py.Value) *py.Exception {
		lock := a[0]
		if absent(lock) {
			lock = newLock().Value()
		}
		self(v).lock = lock
		return nil
	})
	delegate := func(name *py.Str) py.Method {
		return py.Method{Name: name.String(), Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return py.CallMethod0(self(v).lock, name)
		}}
	}
	ConditionType.Define(&py.TypeSpec{
		Module: "asyncio.locks", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[Condition](attrsOffset),
		Slots: py.Slots{New: newFn, Init: initFn, Repr: func(v py.Value) (py.Value, *py.Exception) {
			ok, exc := self(v).locked()
			if exc != nil {
				return py.Value{}, exc
			}
			state := "unlocked"
			if ok {
				state = "locked"
			}
			return bracketed(v, state, self(v).waiters.len())
		}},
		Methods: append(contextManager(),
			delegate(strLocked), delegate(strAcquire), delegate(strRelease),
			py.Method{Name: "wait", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).wait().Object(), nil }, Await: awaitCondition},
			py.Method{Name: "wait_for", Sig: "($self, predicate)", Impl: func(v, p py.Value) (py.Value, *py.Exception) {
				return self(v).waitFor(p, nil).Object(), nil
			}, Await: awaitConditionFor},
			py.Method{Name: "notify", Sig: "($self, n=1)", Impl: func(v, n py.Value) (py.Value, *py.Exception) {
				count := 1
				if !n.IsUnbound() {
					var exc *py.Exception
					if count, exc = asInt(n); exc != nil {
						return py.Value{}, exc
					}
				}
				return none(self(v).notifyChecked(count))
			}},
			py.Method{Name: "notify_all", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				n := self(v).waiters.len()
				if notify, ok := overridden(v, &self(v).Attrs, py.Intern("notify")); ok {
					_, exc := py.Call1(notify, py.Int(int64(n)))
					return py.None, exc
				}
				return none(self(v).notifyChecked(n))
			}},
		),
		GetSets: append(loopAttr(func(v py.Value) *loopBound { return &self(v).loopBound }),
			py.GetSet{Name: "_lock", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).lock, nil }}),
	})
}
