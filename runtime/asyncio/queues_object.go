package asyncio

import (
	"fmt"
	"math"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file makes the queues Python types, and has the heap of PriorityQueue.

// lessItem reports whether a comes before b.
func lessItem(a, b py.Value) (bool, *py.Exception) {
	if less, ok := py.LtQuick(a, b); ok {
		return less, nil
	}
	return py.LtBool(a, b)
}

// siftDownValues is heapq._siftdown.
func siftDownValues(h []py.Value, start, pos int) *py.Exception {
	item := h[pos]
	for pos > start {
		parent := (pos - 1) >> 1
		less, exc := lessItem(item, h[parent])
		if exc != nil {
			h[pos] = item
			return exc
		}
		if !less {
			break
		}
		h[pos] = h[parent]
		pos = parent
	}
	h[pos] = item
	return nil
}

// popHeap is heapq.heappop.
func popHeap(heap *[]py.Value) (py.Value, *py.Exception) {
	h := *heap
	n := len(h) - 1
	last := h[n]
	h[n] = py.Value{}
	h = h[:n]
	*heap = h
	if n == 0 {
		return last, nil
	}
	first := h[0]
	pos, child := 0, 1
	for child < n {
		if right := child + 1; right < n {
			less, exc := lessItem(h[child], h[right])
			if exc != nil {
				h[pos] = last
				return py.Value{}, exc
			}
			if !less {
				child = right
			}
		}
		h[pos] = h[child]
		pos = child
		child = 2*pos + 1
	}
	h[pos] = last
	return first, siftDownValues(h, 0, pos)
}

func selfQueue(v py.Value) *Queue { return py.Heap[Queue](v) }

var overridable = []*py.Str{strPut, strGet, strInit, strFull, strEmpty, py.Intern("qsize"), py.Intern("get_nowait"), py.Intern("put_nowait")}

// initQueue is Queue.__init__.
func initQueue(v py.Value, a []py.Value) *py.Exception {
	q := selfQueue(v)
	t := v.Type()
	switch {
	case t.IsSubclass(PriorityQueueType):
		q.kind = priorityQueue
	case t.IsSubclass(LifoQueueType):
		q.kind = lifoQueue
	}
	q.maxsize = a[0]
	if a[0].IsUnbound() {
		q.maxsize = py.Int(0)
	}
	limit, exc := seconds(q.maxsize)
	if exc != nil {
		return exc
	}
	q.limit = int(math.Ceil(limit))
	q.items, q.head, q.count, q.room, q.unfinished, q.isShutdown = nil, 0, 0, 0, 0, false
	q.getters, q.putters = futureDeque{}, futureDeque{}
	q.setUp()
	for _, name := range overridable {
		if m := t.Lookup(name); !m.IsUnbound() && !py.IsMadeInGo(m) {
			q.custom = true
		}
	}
	if t.Customised() {
		_, exc := py.CallMethod1(v, strInit, q.maxsize)
		return exc
	}
	return nil
}

func queueMaxsize(v py.Value) (py.Value, *py.Exception) {
	q := selfQueue(v)
	return q.maxsize, q.unmade("_maxsize")
}

func init() {
	boolMethod := func(name string, f func(q *Queue) (bool, *py.Exception)) py.Method {
		return py.Method{Name: name, Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			b, exc := f(selfQueue(v))
			return py.Bool(b), exc
		}}
	}
	// keeping are the methods that every kind of queue has of its own.
	keeping := []py.Method{
		{Name: "_init", Sig: "($self, maxsize)", Impl: func(_, _ py.Value) (py.Value, *py.Exception) { return py.None, nil }},
		{Name: "_put", Sig: "($self, item)", Impl: func(v, x py.Value) (py.Value, *py.Exception) { return none(selfQueue(v).putItem(x)) }},
		{Name: "_get", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return selfQueue(v).getItem() }},
	}
	newFn, initFn := newWithLoop("Queue", "(maxsize=0, *, loop=None)", 1, initQueue)
	QueueType.Define(&py.TypeSpec{
		Module: "asyncio.queues", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[Queue](attrsOffset),
		Slots: py.Slots{
			New: newFn, Init: initFn,
			Repr: func(v py.Value) (py.Value, *py.Exception) {
				if exc := selfQueue(v).unmade("_maxsize"); exc != nil {
					return py.Value{}, exc
				}
				return py.StrV(fmt.Sprintf("<%s at 0x%012x %s>", v.Type().Name, py.Address(v), selfQueue(v).format())), nil
			},
			Str: func(v py.Value) (py.Value, *py.Exception) {
				if exc := selfQueue(v).unmade("_maxsize"); exc != nil {
					return py.Value{}, exc
				}
				return py.StrV("<" + v.Type().Name + " " + selfQueue(v).format() + ">"), nil
			},
		},
		ClassMethods: []py.Method{{Name: "__class_getitem__", Impl: generic}},
		Methods: append([]py.Method{
			boolMethod("empty", (*Queue).empty), boolMethod("full", (*Queue).full),
			{Name: "qsize", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				q := selfQueue(v)
				if q.customised() {
					if items, exc := py.GetAttr(v, strQueue); exc == nil {
						n, exc := py.Len(items)
						return py.Int(int64(n)), exc
					}
				}
				return py.Int(int64(q.waiting())), q.unmade("_queue")
			}},
			{Name: "put", Sig: "($self, item)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
				return QueuePut(v, x), nil
			}, Await: AwaitPut},
			{Name: "get", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return QueueGet(v), nil
			}, Await: AwaitGet},
			{Name: "put_nowait", Sig: "($self, item)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
				return none(selfQueue(v).putNowait(x))
			}},
			{Name: "get_nowait", Sig: "($self)", Impl: QueueGetNowait},
			{Name: "task_done", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return none(selfQueue(v).taskDone()) }},
			{Name: "join", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newMethod(joinCode, func() (py.Value, py.Value, *py.Exception) {
					q := selfQueue(v)
					if exc := q.unmade("_unfinished_tasks"); exc != nil {
						return py.Value{}, py.Value{}, exc
					}
					if q.unfinished > 0 {
						return q.finished.wait().Header.Value(), py.None, nil
					}
					return py.Value{}, py.None, nil
				}), nil
			}},
			{Name: "shutdown", Sig: "($self, immediate=False)", Impl: func(v, now py.Value) (py.Value, *py.Exception) {
				immediate := false
				if !now.IsUnbound() {
					var exc *py.Exception
					if immediate, exc = py.Truth(now); exc != nil {
						return py.Value{}, exc
					}
				}
				return none(selfQueue(v).shutdown(immediate))
			}},
		}, keeping...),
		GetSets: []py.GetSet{
			{Name: "maxsize", Get: queueMaxsize}, {Name: "_maxsize", Get: queueMaxsize},
			{Name: "_unfinished_tasks", Get: func(v py.Value) (py.Value, *py.Exception) {
				q := selfQueue(v)
				return py.Int(int64(q.unfinished)), q.unmade("_unfinished_tasks")
			}},
		},
	})
	PriorityQueueType.Define(&py.TypeSpec{Base: QueueType, Module: "asyncio.queues", Flags: py.FlagBaseType, Methods: keeping})
	LifoQueueType.Define(&py.TypeSpec{Base: QueueType, Module: "asyncio.queues", Flags: py.FlagBaseType, Methods: keeping})
}
