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
	items      []py.Value // of a fifoQueue, from head on
	head       int
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
func (q *Queue) waiting() int { return len(q.items) - q.head }

func (q *Queue) size() (int, *py.Exception) {
	if q.customised() {
		v, exc := py.CallMethod0(q.Value(), py.Intern("qsize"))
		if exc != nil {
			return 0, exc
		}
		return asInt(v)
	}
	return q.waiting(), nil
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
		return false, nil
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
	q.items = append(q.items, item)
	if q.kind == priorityQueue {
		return siftDownValues(q.items, 0, len(q.items)-1)
	}
	return nil
}

// get is _get.
func (q *Queue) get() (py.Value, *py.Exception) {
	if q.customised() {
		return py.CallMethod0(q.Value(), strGet)
	}
	return q.getItem()
}

func (q *Queue) getItem() (py.Value, *py.Exception) {
	n := len(q.items)
	if n == q.head {
		return py.Value{}, py.Raisef(py.IndexErrorType, "pop from an empty deque")
	}
	switch q.kind {
	case lifoQueue:
		v := q.items[n-1]
		q.items[n-1] = py.Value{}
		q.items = q.items[:n-1]
		return v, nil
	case priorityQueue:
		return popHeap(&q.items)
	}
	return q.first(), nil
}

// first takes the first item out.
func (q *Queue) first() py.Value {
	i, n := q.head, len(q.items)
	place := &q.items[i]
	v := *place
	*place = py.Value{}
	i++
	if i == n {
		q.items, i = q.items[:0], 0
	}
	q.head = i
	if i >= 64 && i > n/2 {
		q.squeeze()
	}
	return v
}

// squeeze moves the items to the beginning of their slice.
func (q *Queue) squeeze() {
	k := copy(q.items, q.items[q.head:])
	clear(q.items[k:])
	q.items, q.head = q.items[:k], 0
}

// putNowait is put_nowait(item).
func (q *Queue) putNowait(item py.Value) *py.Exception {
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
	q.unfinished++
	q.finished.value = false
	q.getters.wakeUpNext()
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
	q.putters.wakeUpNext()
	return item, nil
}

// queueing is the coroutines Queue.put(item) and Queue.get(), item being unbound for
// get.
type queueing struct {
	waitFrame
	q    *Queue
	item py.Value
}

var gettingFrames, puttingFrames coro.FreeList[queueing]

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

// AwaitPut awaits v.put(item) in f, v being a queue of a class of this package.
func AwaitPut(r *coro.Run, f *coro.Frame, v, item py.Value) coro.Signal {
	q := selfQueue(v)
	if q.isShutdown || q.limit > 0 && q.waiting() >= q.limit {
		return q.await(r, f, item, putCode)
	}
	if q.kind == fifoQueue && q.plain() {
		q.items = append(q.items, item)
		q.unfinished++
		q.finished.value = false
		if q.getters.len() > 0 {
			q.getters.wakeUpNext()
		}
		return r.Deliver(py.None)
	}
	if q.customised() {
		return q.await(r, f, item, putCode)
	}
	if exc := q.putNowait(item); exc != nil {
		return r.FailIn(putCode, exc)
	}
	return r.Deliver(py.None)
}

// AwaitGet awaits v.get() in f, v being a queue of a class of this package.
func AwaitGet(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	q := selfQueue(v)
	if len(q.items) == q.head {
		return q.await(r, f, py.Value{}, getCode)
	}
	if q.kind == fifoQueue && q.plain() {
		item := q.first()
		if q.putters.len() > 0 {
			q.putters.wakeUpNext()
		}
		return r.Deliver(item)
	}
	if q.customised() {
		return q.await(r, f, py.Value{}, getCode)
	}
	item, exc := q.getNowait()
	if exc != nil {
		return r.FailIn(getCode, exc)
	}
	return r.Deliver(item)
}

func (q *Queue) await(r *coro.Run, f *coro.Frame, item py.Value, c *py.Code) coro.Signal {
	frames, waiters := &puttingFrames, &q.putters
	if item.IsUnbound() {
		frames, waiters = &gettingFrames, &q.getters
	}
	g := frames.Get()
	g.InitAwaited(g, c)
	g.q, g.item = q, item
	if q.plain() && !q.isShutdown { // it is full or empty
		if g.begin(r, f, &q.loopBound, waiters, 1) {
			return coro.Suspended
		}
	}
	return r.AwaitFrame(f, &g.Frame)
}

// blocked reports whether f cannot go on.
func (f *queueing) blocked() (bool, *py.Exception) {
	if q := f.q; q.plain() {
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
		f.q = nil
		if f.item.IsUnbound() {
			gettingFrames.Put(f)
		} else {
			f.item = py.Value{}
			puttingFrames.Put(f)
		}
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
	q.isShutdown = true
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
	if len(q.items) > q.head {
		s += " _queue=" + repr(py.NewList(append([]py.Value(nil), q.items[q.head:]...)).Value())
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
