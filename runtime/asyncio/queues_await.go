package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements awaiting Queue.put(item) and Queue.get() where they are called.

// AwaitPut awaits v.put(item) in f, v being a queue of a class of this package.
func AwaitPut(r *coro.Run, f *coro.Frame, v, item py.Value) coro.Signal {
	q := selfQueue(v)
	if n := q.count; n < q.room && q.plain() {
		// append and hasPut, written out: Go would call them.
		i := q.head + n
		if i >= len(q.items) {
			i -= len(q.items)
		}
		q.items[i] = item
		q.count = n + 1
		if q.unfinished == 0 {
			q.finished.value = false
		}
		q.unfinished++
		if q.getters.len() > 0 {
			q.getters.wakeUpNext()
		}
		return r.Deliver(py.None)
	}
	return q.awaitPut(r, f, item)
}

func (q *Queue) awaitPut(r *coro.Run, f *coro.Frame, item py.Value) coro.Signal {
	switch {
	case q.isShutdown || q.customised() || q.finished == nil:
	case q.limit <= 0 || q.waiting() < q.limit:
		if exc := q.putNowait(item); exc != nil {
			return r.FailIn(putCode, exc)
		}
		return r.Deliver(py.None)
	case q.plain():
		if p := park(r, f, (*putting)(q), &q.loopBound, &q.putters, nil); p != nil {
			p.item = item
			return coro.Arranged
		}
	}
	return q.await(r, f, item, putCode)
}

// AwaitGet awaits v.get() in f, v being a queue of a class of this package.
func AwaitGet(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	q := selfQueue(v)
	if q.count > 0 && q.plain() {
		item := q.first()
		q.hasTaken()
		return r.Deliver(item)
	}
	return q.awaitGet(r, f)
}

func (q *Queue) awaitGet(r *coro.Run, f *coro.Frame) coro.Signal {
	switch {
	case q.customised() || q.finished == nil:
	case q.waiting() > 0:
		item, exc := q.getNowait()
		if exc != nil {
			return r.FailIn(getCode, exc)
		}
		return r.Deliver(item)
	case q.plain() && !q.isShutdown:
		if park(r, f, (*getting)(q), &q.loopBound, &q.getters, nil) != nil {
			return coro.Arranged
		}
	}
	return q.await(r, f, py.Value{}, getCode)
}

// await awaits the coroutine that q.queueing makes in f.
func (q *Queue) await(r *coro.Run, f *coro.Frame, item py.Value, c *py.Code) coro.Signal {
	g := queueingFrames.Get()
	g.InitAwaited(g, c)
	g.q, g.item = q, item
	return r.AwaitFrame(f, &g.Frame)
}

// getting is a Queue whose get() waits for an item.
type getting Queue

// woken implements parking.
func (g *getting) woken(r *coro.Run, f *coro.Frame, p *parked) coro.Signal {
	q := (*Queue)(g)
	if q.isShutdown || !q.plain() {
		return r.RunBelow(f, p.suspended())
	}
	if q.waiting() == 0 {
		return p.again(r, f, &q.loopBound, &q.getters)
	}
	p.done()
	item, exc := q.getItem()
	if exc != nil {
		return r.FailIn(getCode, exc)
	}
	q.hasTaken()
	return r.Deliver(item)
}

// suspended implements parking.
func (g *getting) suspended(p *parked) *coro.Frame {
	return (*Queue)(g).suspendedOn(p, getCode)
}

// putting is a Queue whose put(item) waits for room.
type putting Queue

// woken implements parking.
func (g *putting) woken(r *coro.Run, f *coro.Frame, p *parked) coro.Signal {
	q := (*Queue)(g)
	if q.isShutdown || !q.plain() {
		return r.RunBelow(f, p.suspended())
	}
	if q.limit > 0 && q.waiting() >= q.limit {
		return p.again(r, f, &q.loopBound, &q.putters)
	}
	item := p.item
	p.done()
	if exc := q.putItem(item); exc != nil {
		return r.FailIn(putCode, exc)
	}
	q.hasPut()
	return r.Deliver(py.None)
}

// suspended implements parking.
func (g *putting) suspended(p *parked) *coro.Frame {
	return (*Queue)(g).suspendedOn(p, putCode)
}

// suspendedOn makes the coroutine that waits for p; c says which it is.
func (q *Queue) suspendedOn(p *parked, c *py.Code) *coro.Frame {
	f := &queueing{q: q, item: p.item}
	f.Init(f, c)
	f.waitOn(p, 1)
	return &f.Frame
}
