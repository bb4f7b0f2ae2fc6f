package asyncio

import (
	"slices"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file has what the coroutines that wait for a future of their own share, and the
// deque of such futures.

// waitFrame is the beginning of a coroutine that waits for futures of its own, one after
// the other. Where nothing else sees the coroutine, nothing else sees the futures, which
// then lie in the frame.
type waitFrame struct {
	coro.Coroutine
	fut  *Future
	room Future
}

// newFuture makes the next future to wait for.
func (f *waitFrame) newFuture(loop *Loop) *Future {
	if !f.Unseen() {
		f.fut = loop.CreateFuture()
		return f.fut
	}
	room := &f.room
	if room.loop == loop && room.kind == heldFuture && room.exc == nil && room.extra == nil && room.first.do == nil {
		// It was used before, and got a result.
		room.state, room.blocking, room.logTB, room.result = pending, false, false, py.Value{}
		lastSeq++
		room.seq = lastSeq
	} else {
		*room = Future{}
		room.init(FutureType, loop)
		room.kind = heldFuture
	}
	if f.fut != room {
		f.fut = room
	}
	return room
}

// futureDeque is a deque of waiters.
type futureDeque struct {
	list []*Future
	head int
}

func (d *futureDeque) push(fut *Future) {
	n := len(d.list)
	if n == cap(d.list) {
		d.grow()
	}
	d.list = d.list[:n+1]
	d.list[n] = fut
}

func (d *futureDeque) len() int { return len(d.list) - d.head }

// manyWaiters is from how many on the memory of a deque goes to another one when it is empty.
// Of many deques that had many waiters once, few have them at the same time.
const manyWaiters = 32

// spareWaiters is memory of deques that is not in use.
var spareWaiters [][]*Future

// grow makes room in d, which is full: it takes the memory of another deque, where there is
// enough.
func (d *futureDeque) grow() {
	n := len(spareWaiters) - 1
	if len(d.list) < manyWaiters || n < 0 || cap(spareWaiters[n]) <= len(d.list) {
		d.list = slices.Grow(d.list, 1)
		return
	}
	list := spareWaiters[n]
	spareWaiters[n] = nil
	spareWaiters = spareWaiters[:n]
	old := d.list
	d.list = append(list, old...)
	clear(old)
}

// emptied makes d, of which nothing is left, one that takes little memory.
func (d *futureDeque) emptied() {
	d.list, d.head = d.list[:0], 0
	if cap(d.list) <= manyWaiters {
		return
	}
	if len(spareWaiters) < 4 {
		spareWaiters = append(spareWaiters, d.list)
	}
	d.list = nil
}

// all returns the waiters; the slice is valid until the deque changes.
func (d *futureDeque) all() []*Future { return d.list[d.head:] }

func (d *futureDeque) pop() *Future {
	fut := d.list[d.head]
	d.list[d.head] = nil
	d.head++
	if d.head == len(d.list) || d.head%64 == 0 {
		d.compact()
	}
	return fut
}

// compact gives up the places before the first waiter, where there are many.
func (d *futureDeque) compact() {
	if d.head == len(d.list) {
		d.emptied()
	} else if d.head > len(d.list)/2 {
		n := copy(d.list, d.list[d.head:])
		clear(d.list[n:])
		d.list, d.head = d.list[:n], 0
	}
}

// remove removes fut, which most of the time is the first.
func (d *futureDeque) remove(fut *Future) {
	if d.head < len(d.list) && d.list[d.head] == fut {
		d.pop()
		return
	}
	rest := d.all()
	if i := slices.Index(rest, fut); i >= 0 {
		copy(rest[i:], rest[i+1:])
		rest[len(rest)-1] = nil
		d.list = d.list[:len(d.list)-1]
	}
}

// wakeUpNext is Queue._wakeup_next.
func (d *futureDeque) wakeUpNext() {
	for d.len() > 0 {
		if fut := d.pop(); !fut.Done() {
			fut.finish(py.None)
			return
		}
	}
}

// release wakes up all and removes them.
func (d *futureDeque) release() {
	for d.len() > 0 {
		d.pop().setUnlessDone(py.None)
	}
}

// futureSet is a set of futures that mostly were made in the order in which they are added.
// What is removed leaves a hole.
type futureSet struct {
	list []*Future
	live int
}

func (s *futureSet) add(fut *Future) {
	if len(s.list) == cap(s.list) && s.live <= len(s.list)/2 {
		kept := slices.DeleteFunc(s.list, func(f *Future) bool { return f == nil })
		clear(s.list[len(kept):])
		s.list = kept
	}
	s.list = append(s.list, fut)
	s.live++
}

// all returns a copy of the futures.
func (s *futureSet) all() []*Future {
	kept := make([]*Future, 0, s.live)
	for _, f := range s.list {
		if f != nil {
			kept = append(kept, f)
		}
	}
	return kept
}

// remove removes fut, if it is there.
func (s *futureSet) remove(fut *Future) {
	i := s.find(fut)
	if i < 0 {
		return
	}
	s.live--
	switch {
	case s.live == 0:
		s.list = nil
	case i == 0:
		// The holes at the beginning go with it, so that the first one is always there.
		s.list[0] = nil
		for i < len(s.list) && s.list[i] == nil {
			i++
		}
		s.list = s.list[i:]
	default:
		s.list[i] = nil
	}
}

// find returns the place of fut, or -1. The search is for the number that it was given when
// it was made; holes are passed over.
func (s *futureSet) find(fut *Future) int {
	lo, hi := 0, len(s.list)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		at := mid
		for at < hi && s.list[at] == nil {
			at++
		}
		switch {
		case at == hi:
			hi = mid
		case s.list[at] == fut:
			return at
		case s.list[at].seq < fut.seq:
			lo = at + 1
		default:
			hi = mid
		}
	}
	return slices.Index(s.list, fut)
}
