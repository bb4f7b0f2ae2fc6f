package asyncio

import (
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the loop's two containers: the queue of what is ready, and the
// heap of timers.

// readyQueue is a FIFO queue. The zero readyQueue is empty. It is a list of chunks, so
// that many tasks that become ready at once move no memory about. The places in a chunk
// are the values of a uint8: where one becomes 0 again, the next chunk follows.
type readyQueue struct {
	head, tail *readyChunk
	begin, end uint8 // the first entry's place in head, the next one's in tail
	n          int
	spare      *readyChunk
}

// readyChunk takes four KiB.
type readyChunk struct {
	entries [256]ready
	next    *readyChunk
}

func (q *readyQueue) push(r ready) {
	if q.tail == nil {
		q.tail = &readyChunk{}
		q.head = q.tail
	}
	q.tail.entries[q.end] = r
	q.n++
	q.end++
	if q.end == 0 {
		q.grow()
	}
}

// grow follows the last chunk, which is full, by another one.
func (q *readyQueue) grow() {
	c := q.spare
	if c == nil {
		c = &readyChunk{}
	}
	q.spare = nil
	q.tail.next = c
	q.tail = c
}

// first returns the first entry of a queue that is not empty.
func (q *readyQueue) first() ready { return q.head.entries[q.begin] }

// drop removes it.
func (q *readyQueue) drop() {
	q.head.entries[q.begin] = nil
	q.n--
	q.begin++
	if q.begin == 0 {
		q.dropChunk()
	}
}

// dropChunk gives up the first chunk, which has no more entries.
func (q *readyQueue) dropChunk() {
	c := q.head
	q.head = c.next
	c.next = nil
	q.spare = c
}

func (q *readyQueue) pop() ready {
	r := q.first()
	q.drop()
	return r
}

func (q *readyQueue) clear() { *q = readyQueue{} }

// all returns the entries.
func (q *readyQueue) all() []ready {
	list := make([]ready, 0, q.n)
	for c, i := q.head, q.begin; len(list) < q.n; {
		list = append(list, c.entries[i])
		if i++; i == 0 {
			c = c.next
		}
	}
	return list
}

// timerHeap is a binary heap with the sifting of heapq, so that timers of equal time
// come out in CPython's order.
type timerHeap []timerEntry

// timerEntry is a timer in the heap, a *TimerHandle or a *nap, with its time at hand.
type timerEntry struct {
	when  float64
	timer *py.Header
}

// nap returns the nap that the timer is, or nil.
func (e timerEntry) nap() *nap {
	if e.timer.Type() == napType {
		return py.Heap[nap](e.timer.Value())
	}
	return nil
}

// handle returns the timer as the program may see it.
func (e timerEntry) handle() *TimerHandle {
	if n := e.nap(); n != nil {
		if n.state != napExpanded {
			n.task().waitsFor()
		}
		return &n.expand().timer
	}
	return py.Heap[TimerHandle](e.timer.Value())
}

// cancelled reports whether the timer was cancelled.
func (e timerEntry) cancelled() bool {
	if n := e.nap(); n != nil {
		return n.skip()
	}
	return py.Heap[TimerHandle](e.timer.Value()).cancelled
}

// left returns the timer, which has left the heap, as an entry of the queue.
func (e timerEntry) left() ready {
	if n := e.nap(); n != nil {
		n.left()
		return n
	}
	t := py.Heap[TimerHandle](e.timer.Value())
	t.scheduled = false
	return &t.Handle
}

// fire puts the timer, which has left the heap, into the queue.
func (loop *Loop) fire(e timerEntry) {
	r := e.left()
	if tracing != nil {
		tracing.timerFired(e.handle())
	}
	loop.ready.push(r)
}

func (h *timerHeap) push(t timerEntry) {
	if len(*h) == cap(*h) {
		*h = slices.Grow(*h, max(64, len(*h)))
	}
	*h = append(*h, t)
	h.siftDown(0, len(*h)-1)
}

func (h *timerHeap) pop() timerEntry {
	old := *h
	n := len(old) - 1
	last := old[n]
	old[n] = timerEntry{}
	*h = old[:n]
	if n == 0 {
		if cap(old) > 1<<16 {
			*h = nil
		}
		return last
	}
	first := (*h)[0]
	(*h)[0] = last
	h.siftUp(0)
	return first
}

// siftDown moves the element at pos towards start, as heapq._siftdown.
func (h timerHeap) siftDown(start, pos int) {
	t := h[pos]
	for pos > start {
		parent := (pos - 1) >> 1
		if !(t.when < h[parent].when) {
			break
		}
		h[pos] = h[parent]
		pos = parent
	}
	h[pos] = t
}

// siftUp moves the element at pos to a leaf and from there to its place, as
// heapq._siftup.
func (h timerHeap) siftUp(pos int) {
	start, end := pos, len(h)
	t := h[pos]
	child := 2*pos + 1
	for child < end {
		if right := child + 1; right < end && !(h[child].when < h[right].when) {
			child = right
		}
		h[pos] = h[child]
		pos = child
		child = 2*pos + 1
	}
	h[pos] = t
	h.siftDown(start, pos)
}

func (h timerHeap) heapify() {
	for i := len(h)/2 - 1; i >= 0; i-- {
		h.siftUp(i)
	}
}
