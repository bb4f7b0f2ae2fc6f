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
	waiters []*Future
	locked  bool
}

// Event is asyncio.Event.
type Event struct {
	py.Header
	Attrs py.Attrs // __dict__
	loopBound
	waiters []*Future
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

func allCancelled(waiters []*Future) bool {
	for _, w := range waiters {
		if !w.Cancelled() {
			return false
		}
	}
	return true
}

// acquiring is the coroutine Lock.acquire().
type acquiring struct {
	coro.Coroutine
	l   *Lock
	fut *Future
}

var acquireCode = code("Lock.acquire")

func (l *Lock) acquire() *coro.Frame {
	f := &acquiring{l: l}
	f.Init(f, acquireCode)
	return &f.Frame
}

// Resume implements coro.Resumer.
func (f *acquiring) Resume(r *coro.Run) coro.Signal {
	l := f.l
	if f.State == 0 {
		if !l.locked && allCancelled(l.waiters) {
			l.locked = true
			return f.Return(r, py.True)
		}
		loop, exc := l.getLoop(l.Value())
		if exc != nil {
			return f.Raise(r, exc)
		}
		f.fut = loop.CreateFuture()
		l.waiters = append(l.waiters, f.fut)
		f.State = 1
		if s := awaitFuture(r, &f.Frame, f.fut.Value()); s != coro.Done {
			return s
		}
	}
	_, exc := r.Take()
	l.waiters = removeFuture(l.waiters, f.fut)
	if exc != nil {
		if isCancelled(exc) && !l.locked {
			l.wakeUpFirst()
		}
		return f.Raise(r, exc)
	}
	l.locked = true
	return f.Return(r, py.True)
}

func (l *Lock) release() *py.Exception {
	if !l.locked {
		return runtimeError("Lock is not acquired.")
	}
	l.locked = false
	l.wakeUpFirst()
	return nil
}

func (l *Lock) wakeUpFirst() {
	if len(l.waiters) > 0 {
		l.waiters[0].setUnlessDone(py.True)
	}
}

// eventWait is the coroutine Event.wait().
type eventWait struct {
	coro.Coroutine
	e   *Event
	fut *Future
}

var eventWaitCode = code("Event.wait")

func (e *Event) wait() *coro.Frame {
	f := &eventWait{e: e}
	f.Init(f, eventWaitCode)
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
		f.fut = loop.CreateFuture()
		e.waiters = append(e.waiters, f.fut)
		f.State = 1
		if s := awaitFuture(r, &f.Frame, f.fut.Value()); s != coro.Done {
			return s
		}
	}
	_, exc := r.Take()
	e.waiters = removeFuture(e.waiters, f.fut)
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
	for _, fut := range e.waiters {
		fut.setUnlessDone(py.True)
	}
}

// contextManager are the methods of _ContextManagerMixin.
func contextManager() []py.Method {
	return []py.Method{
		{Name: "__aenter__", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return newMethod(aenterCode, func() (py.Value, py.Value, *py.Exception) {
				aw, exc := py.CallMethod0(v, strAcquire)
				return aw, py.None, exc
			}), nil
		}},
		{Name: "__aexit__", Sig: "($self, exc_type, exc, tb)", Impl: func(v, _, _, _ py.Value) (py.Value, *py.Exception) {
			return newMethod(aexitCode, func() (py.Value, py.Value, *py.Exception) {
				_, exc := py.CallMethod0(v, strRelease)
				return py.Value{}, py.None, exc
			}), nil
		}},
	}
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
			return bracketed(v, state, len(lock(v).waiters))
		}},
		Methods: append(contextManager(),
			py.Method{Name: "locked", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(lock(v).locked), nil }},
			py.Method{Name: "acquire", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return lock(v).acquire().Object(), nil }},
			py.Method{Name: "release", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return none(lock(v).release()) }},
		),
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
			return bracketed(v, state, len(event(v).waiters))
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
			{Name: "wait", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return event(v).wait().Object(), nil }},
		},
	})
}
