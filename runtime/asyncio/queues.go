package asyncio

import (
	"fmt"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is asyncio/queues.py.

// queueKind says in which order a Queue gives its items.
type queueKind uint8

const (
	fifoQueue queueKind = iota
	priorityQueue
	lifoQueue
)

// Queue is asyncio.Queue, PriorityQueue and LifoQueue.
type Queue struct {
	py.Header
	Attrs py.Attrs // __dict__
	loopBound
	kind       queueKind
	isShutdown bool
	custom     bool // a subclass overrides how items are kept
	maxsize    py.Value
	limit      int
	items      []py.Value // of a fifoQueue a ring, else as many as there are
	head       int        // in a ring, the place of the first
	count      int        // in a ring, how many there are
	room       int        // how many there may be in the ring as it is; 0 for no items at all
	getters    futureDeque
	putters    futureDeque
	unfinished int
	finished   *Event
}

// The types.
var (
	QueueType         = &py.Type{Name: "Queue"}
	PriorityQueueType = &py.Type{Name: "PriorityQueue"}
	LifoQueueType     = &py.Type{Name: "LifoQueue"}
)

func newQueue() *Queue {
	q := &Queue{maxsize: py.Int(0)}
	q.SetType(QueueType)
	q.setUp()
	return q
}

func (q *Queue) setUp() {
	q.finished = &Event{value: true}
	q.finished.SetType(EventType)
}

// unmade returns the error of a queue whose class has an __init__ that does not call that of
// Queue: attr is what CPython looks for first.
func (q *Queue) unmade(attr string) *py.Exception {
	if q.finished != nil {
		return nil
	}
	return py.NoAttribute(q.Value(), py.Intern(attr))
}

var (
	strPut  = py.Intern("_put")
	strGet  = py.Intern("_get")
	strInit = py.Intern("_init")

	strQueue = py.Intern("_queue")
)

// customised reports whether a class of the program, or a change to one of this package,
// may override how items are kept.
func (q *Queue) customised() bool {
	return q.custom || q.Header.Type().Has(py.FlagPatched) || !q.Attrs.Empty() && q.ownsMethod()
}

// ownsMethod reports whether the object itself has a method in the place of the class's.
func (q *Queue) ownsMethod() bool {
	for _, name := range overridable {
		if _, ok := q.Attrs.Get(name); ok {
			return true
		}
	}
	return false
}

// plain reports whether nothing of q is the program's.
func (q *Queue) plain() bool { return !q.Header.Type().Customised() && q.Attrs.Empty() }

// waiting is how many items are in q.
func (q *Queue) waiting() int {
	if q.kind == fifoQueue {
		return q.count
	}
	return len(q.items)
}

func (q *Queue) size() (int, *py.Exception) {
	if q.customised() {
		v, exc := py.CallMethod0(q.Value(), py.Intern("qsize"))
		if exc != nil {
			return 0, exc
		}
		return asInt(v)
	}
	return q.waiting(), q.unmade("_queue")
}

var strFull, strEmpty = py.Intern("full"), py.Intern("empty")

// isFull and isEmpty are full and empty as put and get ask for them.
func (q *Queue) isFull() (bool, *py.Exception)  { return q.ask(strFull, (*Queue).full) }
func (q *Queue) isEmpty() (bool, *py.Exception) { return q.ask(strEmpty, (*Queue).empty) }

func (q *Queue) ask(name *py.Str, own func(q *Queue) (bool, *py.Exception)) (bool, *py.Exception) {
	if fn, ok := overridden(q.Value(), &q.Attrs, name); ok {
		v, exc := py.Call0(fn)
		if exc != nil {
			return false, exc
		}
		return py.Truth(v)
	}
	return own(q)
}

func (q *Queue) full() (bool, *py.Exception) {
	if q.limit <= 0 {
		return false, q.unmade("_maxsize")
	}
	n, exc := q.size()
	return n >= q.limit, exc
}

// empty looks at what _queue is, which a class of the program may have set, and not at
// qsize, unless neither has anything.
func (q *Queue) empty() (bool, *py.Exception) {
	if q.customised() {
		if items, found, exc := py.LookupAttr(q.Value(), strQueue); exc != nil {
			return false, exc
		} else if found {
			some, exc := py.Truth(items)
			return !some, exc
		}
		if q.waiting() > 0 {
			return false, nil
		}
	}
	n, exc := q.size()
	return n == 0, exc
}

// put is _put.
func (q *Queue) put(item py.Value) *py.Exception {
	if q.customised() {
		_, exc := py.CallMethod1(q.Value(), strPut, item)
		return exc
	}
	return q.putItem(item)
}

func (q *Queue) putItem(item py.Value) *py.Exception {
	switch q.kind {
	case fifoQueue:
		q.append(item)
		return nil
	case lifoQueue:
		q.items = append(q.items, item)
		return nil
	}
	q.items = append(q.items, item)
	return siftDownValues(q.items, 0, len(q.items)-1)
}

// get is _get.
func (q *Queue) get() (py.Value, *py.Exception) {
	if q.customised() {
		return py.CallMethod0(q.Value(), strGet)
	}
	return q.getItem()
}

func (q *Queue) getItem() (py.Value, *py.Exception) {
	if q.waiting() == 0 {
		return py.Value{}, py.Raisef(py.IndexErrorType, "pop from an empty deque")
	}
	switch q.kind {
	case lifoQueue:
		n := len(q.items)
		v := q.items[n-1]
		q.items[n-1] = py.Value{}
		q.items = q.items[:n-1]
		return v, nil
	case priorityQueue:
		return popHeap(&q.items)
	}
	return q.first(), nil
}

// append puts item at the end of the ring.
func (q *Queue) append(item py.Value) {
	if q.count == len(q.items) {
		q.grow()
	}
	i := q.head + q.count
	if i >= len(q.items) {
		i -= len(q.items)
	}
	q.items[i] = item
	q.count++
}

// grow makes more room in the ring, which is full.
func (q *Queue) grow() {
	n := len(q.items)
	size := max(8, 2*n)
	if n >= 1024 {
		size = n + n/2
	}
	if q.limit > n {
		size = min(size, q.limit)
	}
	ring := make([]py.Value, size)
	copy(ring[copy(ring, q.items[q.head:]):], q.items[:q.head])
	q.items, q.head = ring, 0
	if !q.isShutdown {
		q.room = size
	}
}

// first takes the first item out of the ring.
func (q *Queue) first() py.Value {
	place := &q.items[q.head]
	v := *place
	*place = py.Value{}
	q.count--
	q.head++
	if q.head == len(q.items) {
		q.head = 0
	}
	return v
}

// all returns the items.
func (q *Queue) all() []py.Value {
	if q.kind != fifoQueue {
		return append([]py.Value(nil), q.items...)
	}
	list := make([]py.Value, 0, q.count)
	for i := range q.count {
		list = append(list, q.items[(q.head+i)%len(q.items)])
	}
	return list
}

// putNowait is put_nowait(item).
func (q *Queue) putNowait(item py.Value) *py.Exception {
	if exc := q.unmade("_is_shutdown"); exc != nil {
		return exc
	}
	if q.isShutdown {
		return py.RaiseArgs(QueueShutDownType)
	}
	full, exc := q.isFull()
	if exc != nil {
		return exc
	}
	if full {
		return py.RaiseArgs(QueueFullType)
	}
	if exc := q.put(item); exc != nil {
		return exc
	}
	q.hasPut()
	return nil
}

// hasPut takes note of an item that was put.
func (q *Queue) hasPut() {
	if q.unfinished == 0 {
		q.finished.value = false
	}
	q.unfinished++
	if q.getters.len() > 0 {
		q.getters.wakeUpNext()
	}
}

// hasTaken takes note of an item that was taken out.
func (q *Queue) hasTaken() {
	if q.putters.len() > 0 {
		q.putters.wakeUpNext()
	}
}

// getNowait is get_nowait().
func (q *Queue) getNowait() (py.Value, *py.Exception) {
	empty, exc := q.isEmpty()
	if exc != nil {
		return py.Value{}, exc
	}
	if empty {
		if q.isShutdown {
			return py.Value{}, py.RaiseArgs(QueueShutDownType)
		}
		return py.Value{}, py.RaiseArgs(QueueEmptyType)
	}
	item, exc := q.get()
	if exc != nil {
		return py.Value{}, exc
	}
	q.hasTaken()
	return item, nil
}

// queueing is the coroutines Queue.put(item) and Queue.get(), item being unbound for
// get.
type queueing struct {
	waitFrame
	q    *Queue
	item py.Value
}

var queueingFrames coro.FreeList[queueing]

var (
	putCode  = code("Queue.put")
	getCode  = code("Queue.get")
	joinCode = code("Queue.join")
)

func (q *Queue) queueing(item py.Value, c *py.Code) *coro.Frame {
	f := &queueing{q: q, item: item}
	f.Init(f, c)
	return &f.Frame
}

// blocked reports whether f cannot go on.
func (f *queueing) blocked() (bool, *py.Exception) {
	if q := f.q; q.plain() && q.finished != nil {
		if f.item.IsUnbound() {
			return q.waiting() == 0, nil
		}
		return q.limit > 0 && q.waiting() >= q.limit, nil
	}
	if f.item.IsUnbound() {
		return f.q.isEmpty()
	}
	return f.q.isFull()
}

// Resume implements coro.Resumer.
func (f *queueing) Resume(r *coro.Run) coro.Signal {
	s := f.step(r)
	if s == coro.Done && f.Unseen() {
		f.q, f.item = nil, py.Value{}
		queueingFrames.Put(f)
	}
	return s
}

func (f *queueing) step(r *coro.Run) coro.Signal {
	q := f.q
	waiters := &q.putters
	if f.item.IsUnbound() {
		waiters = &q.getters
	}
	for {
		if f.State == 1 {
			if _, exc := r.Take(); exc != nil {
				f.fut.cancelFuture(py.None)
				waiters.remove(f.fut)
				blocked, e := f.blocked()
				if e != nil {
					return f.Raise(r, e)
				}
				if !blocked && !f.fut.Cancelled() {
					waiters.wakeUpNext()
				}
				return f.Raise(r, exc)
			}
		}
		blocked, exc := f.blocked()
		if exc != nil {
			return f.Raise(r, exc)
		}
		if !blocked {
			break
		}
		if q.isShutdown {
			return f.Raise(r, py.RaiseArgs(QueueShutDownType))
		}
		loop, exc := q.getLoop(q.Value())
		if exc != nil {
			return f.Raise(r, exc)
		}
		waiters.push(f.newFuture(loop))
		f.State = 1
		if s := awaitFuture(r, &f.Frame, f.fut.Value()); s != coro.Done {
			return s
		}
	}
	result, exc := py.None, (*py.Exception)(nil)
	if f.item.IsUnbound() {
		if q.customised() {
			result, exc = py.CallMethod0(q.Value(), py.Intern("get_nowait"))
		} else {
			result, exc = q.getNowait()
		}
	} else if q.customised() {
		result, exc = py.CallMethod1(q.Value(), py.Intern("put_nowait"), f.item)
	} else {
		exc = q.putNowait(f.item)
	}
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, result)
}

// taskDone is task_done().
func (q *Queue) taskDone() *py.Exception {
	if exc := q.unmade("_unfinished_tasks"); exc != nil {
		return exc
	}
	if q.unfinished <= 0 {
		return py.Raisef(py.ValueErrorType, "task_done() called too many times")
	}
	q.unfinished--
	if q.unfinished == 0 {
		q.finished.set()
	}
	return nil
}

// shutdown is shutdown(immediate).
func (q *Queue) shutdown(immediate bool) *py.Exception {
	if exc := q.unmade("_getters"); exc != nil {
		return exc
	}
	q.isShutdown, q.room = true, 0
	if immediate {
		for {
			empty, exc := q.isEmpty()
			if exc != nil {
				return exc
			}
			if empty {
				break
			}
			if _, exc := q.get(); exc != nil {
				return exc
			}
			if q.unfinished > 0 {
				q.unfinished--
			}
		}
		if q.unfinished == 0 {
			q.finished.set()
		}
	}
	q.getters.release()
	q.putters.release()
	return nil
}

// format is _format.
func (q *Queue) format() string {
	s := "maxsize=" + repr(q.maxsize)
	if q.waiting() > 0 {
		s += " _queue=" + repr(py.NewList(q.all()).Value())
	}
	for _, w := range []struct {
		name string
		n    int
	}{{"_getters", q.getters.len()}, {"_putters", q.putters.len()}} {
		if w.n > 0 {
			s += fmt.Sprintf(" %s[%d]", w.name, w.n)
		}
	}
	if q.unfinished > 0 {
		s += " tasks=" + itoa(q.unfinished)
	}
	if q.isShutdown {
		s += " shutdown"
	}
	return s
}
