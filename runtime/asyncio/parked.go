package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements waiting in a task for an object of this package without what nothing
// sees of it: the coroutine of acquire() or wait(), and its frame. The frame that awaits
// that coroutine waits for the future itself, which is part of a parked. Where something
// looks at the coroutine or the future, or throws an exception in, the coroutine is made.

// parked is the future for which a task waits in a method of an object, and what has to be
// done when it has a result.
type parked struct {
	Future
	at parking
	// outer is the code of the method that awaits the coroutine and has no frame of its own:
	// __aenter__, whose result is None; else nil.
	outer *py.Code
	item  py.Value // what put() of a Queue is to put
}

// parking is an object with waiters.
type parking interface {
	// woken ends the wait of p, which has a result, and goes on in f as the coroutine does.
	woken(r *coro.Run, f *coro.Frame, p *parked) coro.Signal
	// suspended makes the coroutine that waits for p.
	suspended(p *parked) *coro.Frame
}

// spareParked are those to use again.
var spareParked coro.FreeList[parked]

// park makes f, which the task that r drives runs, one of the waiters of at, on behalf of
// outer. It returns nil where that has to be done by the coroutine.
func park(r *coro.Run, f *coro.Frame, at parking, b *loopBound, waiters *futureDeque, outer *py.Code) *parked {
	t := parkingTask(r, b)
	if t == nil {
		return nil
	}
	p := spareParked.Get()
	fut := &p.Future
	if loop := t.loop; p.loop == loop {
		lastSeq++
		fut.seq = lastSeq
	} else {
		fut.init(FutureType, loop)
		fut.kind = parkedFuture
	}
	p.at, p.outer = at, outer
	p.wait(r, f, t, waiters)
	return p
}

// parkingTask returns the task that r drives, nil where its wait for an object that b binds
// to a loop has to be a coroutine's.
func parkingTask(r *coro.Run, b *loopBound) *Task {
	loop := b.usual()
	if loop == nil || loop.debug || !coro.MayNest() {
		return nil
	}
	return loop.driven(r)
}

// wait makes f, which t runs, wait for p, which is pending, as one of waiters.
func (p *parked) wait(r *coro.Run, f *coro.Frame, t *Task, waiters *futureDeque) coro.Signal {
	waiters.push(&p.Future)
	return t.arrange(r, f, &p.Future)
}

// again makes f, which has waited for p in vain, wait for what to the program is another
// future, as the last of waiters.
func (p *parked) again(r *coro.Run, f *coro.Frame, b *loopBound, waiters *futureDeque) coro.Signal {
	t := parkingTask(r, b)
	if t == nil || !p.unseen() {
		return r.RunBelow(f, p.suspended())
	}
	p.reset()
	lastSeq++
	p.seq = lastSeq
	return p.wait(r, f, t, waiters)
}

// unseen reports whether nothing else than the task has waited for p.
func (p *parked) unseen() bool { return p.first.do == nil && p.extra == nil }

// reset makes p, which has a result, pending.
func (p *parked) reset() {
	p.state, p.blocking, p.logTB, p.result = pending, false, false, py.Value{}
}

// parkedIn returns what fut, a parkedFuture, is part of.
func parkedIn(fut *Future) *parked { return py.Heap[parked](fut.Value()) }

// resume goes on in f, which waits for p, when it is resumed with nothing thrown in.
func (p *parked) resume(r *coro.Run, f *coro.Frame) coro.Signal {
	if p.state != finished || p.exc != nil {
		// Something else than the task steps the coroutine, or has got hold of the future.
		return r.RunBelow(f, p.suspended())
	}
	return p.at.woken(r, f, p)
}

// done gives p back, whose wait has ended.
func (p *parked) done() {
	if p.unseen() {
		p.reset()
		p.at, p.item = nil, py.Value{}
		spareParked.Put(p)
	}
}

// suspended makes the coroutine that waits for p, which from then on is a future in it.
func (p *parked) suspended() *coro.Frame {
	f := p.at.suspended(p)
	p.kind, p.at = heldFuture, nil
	return f
}

// suspendedIn is Hook.Suspended of futures.
func suspendedIn(v py.Value) *coro.Frame {
	if fut := py.Heap[Future](v); fut.kind == parkedFuture {
		return parkedIn(fut).suspended()
	}
	return nil
}

// waitOn makes the frame, that of a coroutine of the runtime that waits in state, wait for
// the future of p.
func (f *waitFrame) waitOn(p *parked, state int32) {
	f.fut = &p.Future
	f.State = state
	f.SuspendOn(f.fut.Value())
}
