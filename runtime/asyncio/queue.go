package asyncio

// This file implements the loop's two containers: the queue of what is ready, a ring
// buffer, and the heap of timers.

// readyQueue is a FIFO queue. The zero readyQueue is empty.
type readyQueue struct {
	buf  []ready // length is a power of two
	head int
	n    int
}

func (q *readyQueue) push(r ready) {
	if q.n == len(q.buf) {
		q.grow()
	}
	q.buf[(q.head+q.n)&(len(q.buf)-1)] = r
	q.n++
}

func (q *readyQueue) grow() {
	size := 2 * len(q.buf)
	if size == 0 {
		size = 64
	}
	buf := make([]ready, size)
	k := copy(buf, q.buf[q.head:])
	copy(buf[k:], q.buf[:q.head])
	q.buf, q.head = buf, 0
}

func (q *readyQueue) pop() ready {
	r := q.buf[q.head]
	q.buf[q.head] = nil
	q.head = (q.head + 1) & (len(q.buf) - 1)
	q.n--
	if q.n == 0 && len(q.buf) > 1<<16 {
		q.buf, q.head = nil, 0
	}
	return r
}

func (q *readyQueue) clear() { *q = readyQueue{} }

// timerHeap is a binary heap with the sifting of heapq, so that timers of equal time
// come out in CPython's order.
type timerHeap []timerEntry

// timerEntry is a timer in the heap, with its time at hand.
type timerEntry struct {
	when float64
	*TimerHandle
}

func (h *timerHeap) push(t *TimerHandle) {
	*h = append(*h, timerEntry{t.when, t})
	h.siftDown(0, len(*h)-1)
}

func (h *timerHeap) pop() *TimerHandle {
	old := *h
	n := len(old) - 1
	last := old[n]
	old[n] = timerEntry{}
	*h = old[:n]
	if n == 0 {
		if cap(old) > 1<<16 {
			*h = nil
		}
		return last.TimerHandle
	}
	first := (*h)[0]
	(*h)[0] = last
	h.siftUp(0)
	return first.TimerHandle
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
