package coro

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the suspending operations on objects whose class is not known:
// await, yield from, and the __anext__ of async for.

// Hook awaits the instances of a class without the iterator that their __await__ would
// make; Type.AwaitHook of the class holds one.
type Hook struct {
	// Start begins the await of v by f. It either finishes (Run.Deliver,
	// Run.DeliverExc) or returns r.Block or r.Wait.
	Start func(r *Run, f *Frame, v py.Value) Signal
	// Resume is called when the driver resumes a frame that Start blocked, with
	// nothing thrown in. It leaves the result with Deliver or DeliverExc. That of Mark is
	// not called.
	Resume func(r *Run, f *Frame, v py.Value) Signal
	// Thrown, where it is not nil, is called for an exception that is about to be raised
	// in the frame that waits for v, and returns it. Where it is nil, the exception is raised
	// in the coroutine that v stands for.
	Thrown func(v py.Value, exc *py.Exception) *py.Exception
	// Suspended, where it is not nil, makes the coroutine that v stands for: one that is
	// suspended, and for which v was handed to Block to save its making. It returns nil where
	// v stands for none.
	Suspended func(v py.Value) *Frame
}

// Deliver makes v the result of the operation in progress.
func (r *Run) Deliver(v py.Value) Signal { return r.done(v) }

// DeliverExc raises exc as the outcome of the operation in progress.
func (r *Run) DeliverExc(exc *py.Exception) Signal {
	chain(exc, py.Handled())
	return r.raise(exc)
}

// FailIn makes exc the outcome of the operation in progress, raised by a coroutine of the
// runtime for which no frame was made; code is that coroutine's.
func (r *Run) FailIn(code *py.Code, exc *py.Exception) Signal {
	f := Frame{code: code}
	return f.Raise(r, exc)
}

// Block suspends f, which waits for v, handing handed to the driver.
func (r *Run) Block(f *Frame, v, handed py.Value) Signal {
	f.delegate, passed.val, passed.exc = py.Heap[py.Header](v), handed, nil
	return Suspended
}

// Wait suspends f, which waits for v, where the caller knows the driver and has told it.
func (r *Run) Wait(f *Frame, v *py.Header) Signal {
	f.delegate = v
	return Arranged
}

// BareYield suspends f, which goes on with None.
func (r *Run) BareYield(f *Frame) Signal {
	f.flags |= flagBare
	return Bare
}

// settle makes Mark the delegate of f where f waits for it. What looks at a delegate that may
// be Mark calls it first: a frame that is resumed with None does without.
func (f *Frame) settle() {
	if f.flags&flagBare != 0 {
		f.flags &^= flagBare
		f.delegate = &Mark
	}
}

// BlockBelow suspends f, which waits for the suspended coroutine child.
func (r *Run) BlockBelow(f, child *Frame, handed py.Value) Signal {
	child.awaiter = f
	cuts++
	return r.Block(f, child.Header.Value(), handed)
}

// RunBelow makes f wait for the suspended coroutine child, and goes on with that.
func (r *Run) RunBelow(f, child *Frame) Signal { return r.link(f, child) }

// MayNest reports whether another frame may be started below the running one.
func MayNest() bool { return py.Current.Depth < py.RecursionLimit }

// Await awaits v in f, as the await expression (Python reference 6.4); f.State is already
// the state to resume in. Done means that Take has the result now.
func (r *Run) Await(f *Frame, v py.Value) Signal {
	t := v.Type()
	if t == CoroutineType {
		return r.awaitCoroutine(f, py.Heap[Frame](v))
	}
	if h, ok := t.AwaitHook.(*Hook); ok {
		return hooked(h.Start(r, f, v))
	}
	switch t {
	case GeneratorType:
		if g := py.Heap[Frame](v); g.code.Flags&py.CodeIterCoroutine != 0 {
			return r.link(f, g)
		}
	case asendType, athrowType:
		return r.link(f, py.Heap[Frame](v))
	}
	it, exc := AwaitIter(v)
	if exc != nil {
		return r.raise(exc)
	}
	return r.delegateTo(f, it)
}

func (r *Run) awaitCoroutine(f, c *Frame) Signal {
	if c.State == 0 && c.awaiter == nil && c.flags&(flagRunning|flagOwned) == 0 {
		return r.AwaitFrame(f, c)
	}
	if c.State != Finished && !c.executing() {
		return r.raise(py.Raisef(py.RuntimeErrorType, "coroutine is being awaited already"))
	}
	return r.link(f, c)
}

// executing reports whether f is in a chain that is running.
func (f *Frame) executing() bool {
	for f.awaiter != nil {
		f = f.awaiter
	}
	return f.flags&flagRunning != 0
}

// AwaitIter returns the iterator of v's __await__ (GET_AWAITABLE).
func AwaitIter(v py.Value) (py.Value, *py.Exception) {
	t := v.Type()
	if t.Await == nil {
		return py.Value{}, py.Raisef(py.TypeErrorType, "object %s can't be used in 'await' expression", t.Name)
	}
	it, exc := t.Await(v)
	if exc != nil {
		return py.Value{}, exc
	}
	it0 := it.Type()
	if it0 == CoroutineType || it0 == GeneratorType && py.Heap[Frame](it).code.Flags&py.CodeIterCoroutine != 0 {
		return py.Value{}, py.Raisef(py.TypeErrorType, "__await__() returned a coroutine")
	}
	if it0.Next == nil {
		return py.Value{}, py.Raisef(py.TypeErrorType, "__await__() returned non-iterator of type '%s'", it0.Name)
	}
	return it, nil
}

// delegateTo makes f wait for the iterator it and steps it for the first time.
func (r *Run) delegateTo(f *Frame, it py.Value) Signal {
	if c := frameOf(it); c != nil {
		return r.link(f, c)
	}
	if c := wrapped(it); c != nil && !(py.Traced && c.endsSilently()) {
		return r.link(f, c)
	}
	f.delegate = py.Heap[py.Header](it)
	v, more, exc := sendTo(it, py.None)
	passed.val, passed.exc = v, exc
	if more {
		return Suspended
	}
	f.delegate = nil
	return Done
}

// link puts child, in whatever state it is, below f in f's chain and runs it.
func (r *Run) link(f, child *Frame) Signal {
	if child.State == Finished {
		if exc := child.reuse(); exc != nil {
			return r.raise(exc)
		}
		return r.done(py.None)
	}
	if child.executing() {
		return r.raise(py.Raisef(py.ValueErrorType, "%s already executing", child.noun()))
	}
	if child.awaiter != nil {
		child.cut()
	} else if child.flags&flagOwned != 0 {
		cuts++
		r.base.Epoch = cuts // r's own chain is not the one that changed
	}
	if child.kind == kindGenerator {
		py.Heap[Generator](child.Header.Value()).run.root = nil
	}
	if child.State == 0 {
		return r.AwaitFrame(f, child)
	}
	t := py.Current
	if t.Depth >= py.RecursionLimit {
		return r.raise(py.Raisef(py.RecursionErrorType, "maximum recursion depth exceeded"))
	}
	child.awaiter = f
	f.delegate = &child.Header
	child.enter(f.exc, f.depth+1)
	r.top = child.linkBelow()
	passed.val, passed.exc = py.None, nil
	depth := t.Depth
	s := r.loop(t, depth-int(f.depth), f)
	t.Depth = depth
	t.Exc = f.exc
	if s < Suspended {
		child.awaiter = nil
		f.delegate = nil
		r.top = f
		s = Done
	}
	return s
}

// YieldFrom is yield from iterable in the generator f; f.State is already the state to
// resume in.
func (r *Run) YieldFrom(f *Frame, iterable py.Value) Signal {
	if iterable.Type() == CoroutineType {
		if f.code.Flags&(py.CodeIterCoroutine|py.CodeCoroutine) == 0 {
			return r.raise(py.Raisef(py.TypeErrorType, "cannot 'yield from' a coroutine object in a non-coroutine generator"))
		}
		return r.awaitCoroutine(f, py.Heap[Frame](iterable))
	}
	it := iterable
	if iterable.Type() != GeneratorType {
		var exc *py.Exception
		if it, exc = py.Iter(iterable); exc != nil {
			return r.raise(exc)
		}
	}
	s := r.delegateTo(f, it)
	if s == Suspended && frameOf(it) == nil && wrapped(it) == nil {
		f.flags |= flagYieldFrom
	}
	return s
}

// AIter returns aiter(v) as async for makes it: v.__aiter__().
func AIter(v py.Value) (py.Value, *py.Exception) {
	t := v.Type()
	if t == AsyncGeneratorType {
		return v, nil
	}
	if t.AIter == nil {
		return py.Value{}, py.Raisef(py.TypeErrorType, "'async for' requires an object with __aiter__ method, got %s", t.Name)
	}
	it, exc := t.AIter(v)
	if exc != nil {
		return py.Value{}, exc
	}
	if it.Type().ANext == nil {
		return py.Value{}, py.Raisef(py.TypeErrorType, "'async for' received an object from __aiter__ that does not implement __anext__: %s", it.Type().Name)
	}
	return it, nil
}

// AwaitNext awaits the next element of the async iterator it in f; TakeNext gives it.
func (r *Run) AwaitNext(f *Frame, it py.Value) Signal {
	if it.Type() != AsyncGeneratorType {
		if next := it.Type().DirectANext(); next != nil {
			return r.outcome(next(it))
		}
		return r.awaitNextOf(f, it)
	}
	g := py.Heap[AsyncGenerator](it)
	if !g.atYield() {
		if exc := g.first(); exc != nil {
			return r.raise(exc)
		}
		return r.stepGenerator(f, g, "anext", py.None, nil)
	}
	// As stepGenerator. What f waits for is noted only where it has to wait, and r.top stays
	// what it is until something below g is.
	c := &g.Frame
	t := py.Current
	depth := t.Depth
	c.flags |= flagRunningAsync
	t.Depth = depth + 1
	if c.exc == f.exc {
		// The level is that of f, which is current.
		c.depth = f.depth + 1
	} else {
		c.enterCurrent(f)
	}
	c.awaiter, passed.val, passed.exc = f, py.None, nil
	s := c.resume(c, r)
	t.Depth = depth
	if s != Yielded {
		return r.stopped(f, c, s)
	}
	flags := c.flags
	c.flags = flags &^ flagRunningAsync
	if flags&flagOwnExc != 0 {
		t.Exc = f.exc
	}
	c.awaiter = nil
	if r.top == c {
		r.top = f
	}
	return Done
}

// enterCurrent enters f below the frame that runs, and makes its level the current one.
//
//go:noinline
func (f *Frame) enterCurrent(below *Frame) {
	f.enter(below.exc, below.depth+1)
	py.Current.Exc = f.exc
}

// stopped takes note that c, which AwaitNext has resumed below f, has finished or waits.
func (r *Run) stopped(f, c *Frame, s Signal) Signal {
	py.Current.Exc = f.exc
	if s >= Suspended {
		f.delegate = &c.Header
		if c.child() == nil {
			r.top = c
		}
		return s
	}
	c.flags = c.flags&^flagRunningAsync | flagClosed
	c.leave()
	c.awaiter, r.top = nil, f
	return Done
}

// awaitNextOf is AwaitNext for what is no async generator.
func (r *Run) awaitNextOf(f *Frame, it py.Value) Signal {
	t := it.Type()
	if t.ANext == nil {
		return r.raise(py.Raisef(py.TypeErrorType, "'async for' requires an iterator with __anext__ method, got %s", t.Name))
	}
	if t.Has(py.FlagHeap) {
		if fn := t.ANextFunction(); fn != nil {
			if impl, ok := fn.Frame.(frameFunc1); ok {
				return r.AwaitFrame(f, impl(it))
			}
			if next := t.DirectANext(); next != nil {
				return r.outcome(next(it))
			}
		}
	}
	aw, exc := t.ANext(it)
	if exc != nil {
		return r.raise(exc)
	}
	at := aw.Type()
	if at.AwaitHook != nil || frameOf(aw) != nil && !notAwaitable(aw) {
		return r.Await(f, aw)
	}
	iter, exc := AwaitIter(aw)
	if exc != nil {
		e := py.Raisef(py.TypeErrorType, "'async for' received an invalid object from __anext__: %s", at.Name)
		e.Cause, e.Context, e.SuppressContext = exc, exc, true
		return r.raise(e)
	}
	return r.delegateTo(f, iter)
}

// notAwaitable reports whether v, a frame, is a generator that cannot be awaited.
func notAwaitable(v py.Value) bool {
	switch v.Type() {
	case AsyncGeneratorType:
		return true
	case GeneratorType:
		return py.Heap[Frame](v).code.Flags&py.CodeIterCoroutine == 0
	}
	return false
}
