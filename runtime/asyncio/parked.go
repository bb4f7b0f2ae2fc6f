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
// outer. It returns false where that has to be done by the coroutine.
func park(r *coro.Run, f *coro.Frame, at parking, b *loopBound, waiters *futureDeque, outer *py.Code) bool {
	loop := b.usual()
	if loop == nil || !coro.MayNest() {
		return false
	}
	t := loop.current
	if t == nil || r != &t.run || loop.debug || tracing != nil || py.Traced {
		return false
	}
	p := spareParked.Get()
	fut := &p.Future
	if p.loop == loop {
		lastSeq++
		fut.seq = lastSeq
	} else {
		fut.init(FutureType, loop)
		fut.kind = parkedFuture
	}
	fut.blocking = true
	p.at, p.outer = at, outer
	waiters.push(fut)
	v := fut.Value()
	r.Block(f, v, v)
	return true
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
	if p.first.do == nil && p.extra == nil {
		p.state, p.blocking, p.logTB, p.result, p.at = pending, false, false, py.Value{}, nil
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
