package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is Lock and Event of asyncio/locks.py.

// Lock is asyncio.Lock.
type Lock struct {
	py.Header
	Attrs py.Attrs // __dict__
	loopBound
	waiters futureDeque
	locked  bool
}

// Event is asyncio.Event.
type Event struct {
	py.Header
	Attrs py.Attrs // __dict__
	loopBound
	waiters futureDeque
	value   bool
}

// The types.
var (
	LockType  = &py.Type{Name: "Lock"}
	EventType = &py.Type{Name: "Event"}
)

func newLock() *Lock {
	l := &Lock{}
	l.SetType(LockType)
	return l
}

func (d *futureDeque) allCancelled() bool {
	for _, w := range d.all() {
		if !w.Cancelled() {
			return false
		}
	}
	return true
}

// acquiring is the coroutine Lock.acquire().
type acquiring struct {
	waitFrame
	l     *Lock
	outer *py.Code // as of parked
}

var acquireCode = code("Lock.acquire")

func (l *Lock) acquire() *coro.Frame {
	f := &acquiring{l: l}
	f.Init(f, acquireCode)
	return &f.Frame
}

// free reports whether the lock can be acquired without waiting.
func (l *Lock) free() bool { return !l.locked && l.waiters.allCancelled() }

// await awaits acquire() in f, on behalf of outer.
func (l *Lock) await(r *coro.Run, f *coro.Frame, outer *py.Code) coro.Signal {
	if l.free() {
		l.locked = true
		return r.Deliver(acquired(outer))
	}
	if park(r, f, l, &l.loopBound, &l.waiters, outer) != nil {
		return coro.Arranged
	}
	g := &acquiring{l: l, outer: outer}
	g.Init(g, acquireCode)
	return r.AwaitFrame(f, &g.Frame)
}

// woken implements parking.
func (l *Lock) woken(r *coro.Run, _ *coro.Frame, p *parked) coro.Signal {
	l.waiters.remove(&p.Future)
	l.locked = true
	result := acquired(p.outer)
	p.done()
	return r.Deliver(result)
}

// suspended implements parking.
func (l *Lock) suspended(p *parked) *coro.Frame {
	f := &acquiring{l: l, outer: p.outer}
	f.Init(f, acquireCode)
	f.waitOn(p, 1)
	return &f.Frame
}

// acquired is the result of acquire() or, where outer is not nil, of __aenter__().
func acquired(outer *py.Code) py.Value {
	if outer != nil {
		return py.None
	}
	return py.True
}

// Resume implements coro.Resumer.
func (f *acquiring) Resume(r *coro.Run) coro.Signal {
	s := f.step(r)
	if s == coro.Done {
		failedIn(r, f.outer)
	}
	return s
}

// failedIn adds the traceback entry of outer, where it is not nil, to an exception that
// is the outcome of the operation in progress.
func failedIn(r *coro.Run, outer *py.Code) {
	if outer == nil {
		return
	}
	if _, exc := r.Take(); exc != nil {
		r.FailIn(outer, exc)
	}
}

func (f *acquiring) step(r *coro.Run) coro.Signal {
	l := f.l
	if f.State == 0 {
		if l.free() {
			l.locked = true
			return f.Return(r, acquired(f.outer))
		}
		loop, exc := l.getLoop(l.Value())
		if exc != nil {
			return f.Raise(r, exc)
		}
		l.waiters.push(f.newFuture(loop))
		f.State = 1
		if s := awaitFuture(r, &f.Frame, f.fut.Value()); s != coro.Done {
			return s
		}
	}
	_, exc := r.Take()
	l.waiters.remove(f.fut)
	if exc != nil {
		if isCancelled(exc) && !l.locked {
			l.wakeUpFirst()
		}
		return f.Raise(r, exc)
	}
	l.locked = true
	return f.Return(r, acquired(f.outer))
}

func (l *Lock) release() *py.Exception {
	if !l.locked {
		return runtimeError("Lock is not acquired.")
	}
	l.locked = false
	if l.waiters.len() > 0 {
		l.wakeUpFirst()
	}
	return nil
}

func (l *Lock) wakeUpFirst() {
	if l.waiters.len() > 0 {
		l.waiters.all()[0].setUnlessDone(py.True)
	}
}

// eventWait is the coroutine Event.wait().
type eventWait struct {
	waitFrame
	e *Event
}

var eventWaitCode = code("Event.wait")

func (e *Event) wait() *coro.Frame {
	f := &eventWait{e: e}
	f.Init(f, eventWaitCode)
	return &f.Frame
}

// awaitEvent awaits wait() of the event v in f.
func awaitEvent(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	e := py.Heap[Event](v)
	if e.value {
		return r.Deliver(py.True)
	}
	if park(r, f, e, &e.loopBound, &e.waiters, nil) != nil {
		return coro.Arranged
	}
	return r.AwaitFrame(f, e.wait())
}

// woken implements parking.
func (e *Event) woken(r *coro.Run, _ *coro.Frame, p *parked) coro.Signal {
	e.waiters.remove(&p.Future)
	p.done()
	return r.Deliver(py.True)
}

// suspended implements parking.
func (e *Event) suspended(p *parked) *coro.Frame {
	f := &eventWait{e: e}
	f.Init(f, eventWaitCode)
	f.waitOn(p, 1)
	return &f.Frame
}

// Resume implements coro.Resumer.
func (f *eventWait) Resume(r *coro.Run) coro.Signal {
	e := f.e
	if f.State == 0 {
		if e.value {
			return f.Return(r, py.True)
		}
		loop, exc := e.getLoop(e.Value())
		if exc != nil {
			return f.Raise(r, exc)
		}
		e.waiters.push(f.newFuture(loop))
		f.State = 1
		if s := awaitFuture(r, &f.Frame, f.fut.Value()); s != coro.Done {
			return s
		}
	}
	_, exc := r.Take()
	e.waiters.remove(f.fut)
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, py.True)
}

func (e *Event) set() {
	if e.value {
		return
	}
	e.value = true
	for _, fut := range e.waiters.all() {
		fut.setUnlessDone(py.True)
	}
}

// contextManager are the methods of _ContextManagerMixin.
func contextManager() []py.Method {
	return []py.Method{
		{Name: "__aenter__", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return entering(v), nil
		}, Await: awaitEnter},
		{Name: "__aexit__", Sig: "($self, exc_type, exc, tb)", Impl: func(v, _, _, _ py.Value) (py.Value, *py.Exception) {
			return newMethod(aexitCode, func() (py.Value, py.Value, *py.Exception) {
				_, exc := py.CallMethod0(v, strRelease)
				return py.Value{}, py.None, exc
			}), nil
		}, Await: awaitExit},
	}
}

// entering is v.__aenter__().
func entering(v py.Value) py.Value {
	return newMethod(aenterCode, func() (py.Value, py.Value, *py.Exception) {
		aw, exc := py.CallMethod0(v, strAcquire)
		return aw, py.None, exc
	})
}

// untouched reports whether v is an instance of base itself, whose __dict__ is attrs, of
// which nothing is the program's.
func untouched(v py.Value, base *py.Type, attrs *py.Attrs) bool {
	return v.Type() == base && base.Flags&py.FlagPatched == 0 && attrs.Empty()
}

// lockOf returns the lock behind v, a Lock or a Condition whose method name is not
// overridden, or nil.
func lockOf(v py.Value, name *py.Str) *Lock {
	switch {
	case v.Type().IsSubclass(LockType):
		if has(v, name) {
			return py.Heap[Lock](v)
		}
	case exact(v, ConditionType):
		if lock := py.Heap[Condition](v).lock; exact(lock, LockType) && has(v, name) && has(lock, name) {
			return py.Heap[Lock](lock)
		}
	}
	return nil
}

// awaitEnter awaits __aenter__() of the lock, semaphore or condition v in f.
func awaitEnter(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	if l := py.Heap[Lock](v); untouched(v, LockType, &l.Attrs) {
		if !l.locked && l.waiters.len() == 0 {
			l.locked = true
			return r.Deliver(py.None)
		}
		return l.await(r, f, aenterCode)
	}
	if s := py.Heap[Semaphore](v); untouched(v, SemaphoreType, &s.Attrs) {
		return s.await(r, f, aenterCode)
	}
	if l := lockOf(v, strAcquire); l != nil {
		return l.await(r, f, aenterCode)
	}
	if v.Type().IsSubclass(SemaphoreType) && has(v, strAcquire) {
		return py.Heap[Semaphore](v).await(r, f, aenterCode)
	}
	aw, exc := py.CallMethod0(v, strAcquire)
	if exc != nil {
		return r.FailIn(aenterCode, exc)
	}
	m := newMethod(aenterCode, func() (py.Value, py.Value, *py.Exception) { return aw, py.None, nil })
	return r.Await(f, m)
}

// awaitExit awaits __aexit__() of the lock, semaphore or condition v in f.
func awaitExit(r *coro.Run, _ *coro.Frame, v py.Value, _ *py.Exception) coro.Signal {
	if l := py.Heap[Lock](v); untouched(v, LockType, &l.Attrs) && l.locked {
		l.locked = false
		if l.waiters.len() > 0 {
			l.wakeUpFirst()
		}
		return r.Deliver(py.None)
	}
	if exc := releaseIn(v); exc != nil {
		return r.FailIn(aexitCode, exc)
	}
	return r.Deliver(py.None)
}

// releaseIn is v.release(), as __aexit__ calls it.
func releaseIn(v py.Value) *py.Exception {
	if s := py.Heap[Semaphore](v); untouched(v, SemaphoreType, &s.Attrs) {
		s.release()
		return nil
	}
	if l := lockOf(v, strRelease); l != nil {
		return l.release()
	}
	if v.Type() == SemaphoreType && has(v, strRelease) {
		py.Heap[Semaphore](v).release()
		return nil
	}
	_, exc := py.CallMethod0(v, strRelease)
	return exc
}

// awaitAcquire awaits acquire() of the lock v in f.
func awaitAcquire(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	return py.Heap[Lock](v).await(r, f, nil)
}

var (
	aenterCode = code("_ContextManagerMixin.__aenter__")
	aexitCode  = code("_ContextManagerMixin.__aexit__")
	strAcquire = py.Intern("acquire")
	strRelease = py.Intern("release")
	strLocked  = py.Intern("locked")
	strWait    = py.Intern("wait")
)

// newWithLoop returns the New of a class whose __init__ takes, besides the parameters of
// sig, the argument loop= of the versions before 3.10.
func newWithLoop(name, sig string, params int, init func(v py.Value, a []py.Value) *py.Exception) (
	func(*py.Type, []py.Value, []*py.Str) (py.Value, *py.Exception), func(py.Value, []py.Value, []*py.Str) *py.Exception) {
	s := py.NewSignature(name+".__init__", "", sig)
	return func(cls *py.Type, _ []py.Value, _ []*py.Str) (py.Value, *py.Exception) { return cls.Alloc(cls), nil },
		func(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
			a := make([]py.Value, params+1)
			if exc := s.Bind(args, names, a); exc != nil {
				return exc
			}
			if exc := loopArgument(name+".__init__", a[params]); exc != nil {
				return exc
			}
			return init(v, a[:params])
		}
}

func init() {
	lock := func(v py.Value) *Lock { return py.Heap[Lock](v) }
	newFn, initFn := newWithLoop("Lock", "(*, loop=None)", 0, func(py.Value, []py.Value) *py.Exception { return nil })
	LockType.Define(&py.TypeSpec{
		Module: "asyncio.locks", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[Lock](attrsOffset),
		Slots: py.Slots{New: newFn, Init: initFn, Repr: func(v py.Value) (py.Value, *py.Exception) {
			state := "unlocked"
			if lock(v).locked {
				state = "locked"
			}
			return bracketed(v, state, lock(v).waiters.len())
		}},
		Methods: append(contextManager(),
			py.Method{Name: "locked", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(lock(v).locked), nil }},
			py.Method{Name: "acquire", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return lock(v).acquire().Object(), nil }, Await: awaitAcquire},
			py.Method{Name: "release", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return none(lock(v).release()) }},
		),
		GetSets: loopAttr(func(v py.Value) *loopBound { return &lock(v).loopBound }),
	})
	event := func(v py.Value) *Event { return py.Heap[Event](v) }
	newFn, initFn = newWithLoop("Event", "(*, loop=None)", 0, func(py.Value, []py.Value) *py.Exception { return nil })
	EventType.Define(&py.TypeSpec{
		Module: "asyncio.locks", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[Event](attrsOffset),
		Slots: py.Slots{New: newFn, Init: initFn, Repr: func(v py.Value) (py.Value, *py.Exception) {
			state := "unset"
			if event(v).value {
				state = "set"
			}
			return bracketed(v, state, event(v).waiters.len())
		}},
		Methods: []py.Method{
			{Name: "is_set", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(event(v).value), nil }},
			{Name: "set", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				event(v).set()
				return py.None, nil
			}},
			{Name: "clear", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				event(v).value = false
				return py.None, nil
			}},
			{Name: "wait", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return event(v).wait().Object(), nil }, Await: awaitEvent},
		},
		GetSets: loopAttr(func(v py.Value) *loopBound { return &event(v).loopBound }),
	})
}
