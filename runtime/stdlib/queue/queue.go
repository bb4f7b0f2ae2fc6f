// Package queue implements the module queue (Python library reference, queue: A
// synchronized queue class).
package queue

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/heapq"
	"github.com/aio2go/aio2go/runtime/stdlib/threading"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "queue",
	Doc:   "A multi-producer, multi-consumer queue.",
	Types: []*py.Type{queueType, lifoType, priorityType, simpleType},
	Init: func(m *py.Module) exc {
		m.Set("_PySimpleQueue", simpleType.Value())
		for name, dst := range map[string]**py.Type{"Empty": &emptyType, "Full": &fullType, "ShutDown": &shutDownType} {
			ns := py.NewDict()
			ns.SetStr(py.Intern("__module__"), py.StrV("queue"))
			if name == "Empty" {
				ns.SetStr(py.Intern("__module__"), py.StrV("_queue"))
			}
			c, e := py.Call3(py.TypeType.Value(), py.StrV(name), py.TupleV(py.ExceptionType.Value()), ns.Value())
			if e != nil {
				return e
			}
			*dst = py.AsType(c)
			m.Set(name, c)
		}
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

var emptyType, fullType, shutDownType *py.Type

// queue is a Queue, LifoQueue, PriorityQueue or SimpleQueue.
type queue struct {
	py.Header
	items      *py.List
	maxSize    int
	unfinished int
	shutdown   bool
	getters    threading.Waiters
	putters    threading.Waiters
	joiners    threading.Waiters
	Attrs      py.Attrs
}

var (
	queueType    = &py.Type{Name: "Queue"}
	lifoType     = &py.Type{Name: "LifoQueue"}
	priorityType = &py.Type{Name: "PriorityQueue"}
	simpleType   = &py.Type{Name: "SimpleQueue"}
)

func queueOf(v value) *queue { return py.Heap[queue](v) }

func (q *queue) add(v, x value) exc {
	q.items.Append(x)
	if v.Type().IsSubclass(priorityType) {
		n := len(q.items.Items)
		q.items.RemoveAt(n - 1)
		return heapq.Push(q.items.Value(), x)
	}
	return nil
}

func (q *queue) take(v value) (value, exc) {
	switch t := v.Type(); {
	case t.IsSubclass(priorityType):
		return heapq.Pop(q.items.Value())
	case t.IsSubclass(lifoType):
		return q.items.RemoveAt(len(q.items.Items) - 1), nil
	}
	return q.items.RemoveAt(0), nil
}

// waitArgs returns how long block and timeout let a call wait.
func waitArgs(block, timeout value) (int64, exc) {
	if !block.IsUnbound() {
		on, e := py.Truth(block)
		if e != nil || !on {
			return 0, e
		}
	}
	if timeout.IsUnbound() || timeout.IsNone() {
		return -1, nil
	}
	f, e := py.AsFloat(timeout)
	if e != nil {
		return 0, e
	}
	if f < 0 {
		return 0, py.Raisef(py.ValueErrorType, "'timeout' must be a non-negative number")
	}
	return int64(f * 1e9), nil
}

func put(v, x, block, timeout value) (value, exc) {
	q := queueOf(v)
	n, e := waitArgs(block, timeout)
	if e != nil {
		return value{}, e
	}
	end := py.TheClock.Monotonic() + n
	for {
		if q.shutdown {
			return value{}, py.RaiseArgs(shutDownType)
		}
		if q.maxSize <= 0 || len(q.items.Items) < q.maxSize {
			break
		}
		left := n
		if n >= 0 {
			if left = end - py.TheClock.Monotonic(); left <= 0 {
				return value{}, py.RaiseArgs(fullType)
			}
		}
		if _, e := q.putters.Wait(left); e != nil {
			return value{}, e
		}
	}
	if e := q.add(v, x); e != nil {
		return value{}, e
	}
	q.unfinished++
	q.getters.Wake()
	return py.None, nil
}

func get(v, block, timeout value) (value, exc) {
	q := queueOf(v)
	n, e := waitArgs(block, timeout)
	if e != nil {
		return value{}, e
	}
	end := py.TheClock.Monotonic() + n
	for len(q.items.Items) == 0 {
		if q.shutdown {
			return value{}, py.RaiseArgs(shutDownType)
		}
		left := n
		if n >= 0 {
			if left = end - py.TheClock.Monotonic(); left <= 0 {
				return value{}, py.RaiseArgs(emptyType)
			}
		}
		if _, e := q.getters.Wait(left); e != nil {
			return value{}, e
		}
	}
	x, e := q.take(v)
	if e != nil {
		return value{}, e
	}
	q.putters.Wake()
	return x, nil
}

func init() {
	sig := py.NewSignature("Queue.__init__", "", "(maxsize=0)")
	layout := py.LayoutWithAttrs[queue](unsafe.Offsetof(queue{}.Attrs))
	slots := py.Slots{
		New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			v := cls.Alloc(cls)
			queueOf(v).items = py.NewList(nil)
			return v, nil
		},
		Init: func(v value, args []value, names []*py.Str) exc {
			p, e := sig.Parse(args, names)
			if e != nil || p[0].IsUnbound() {
				return e
			}
			queueOf(v).maxSize, e = py.Ssize(p[0])
			return e
		},
	}
	common := []py.Method{
		{Name: "put", Sig: "($self, item, block=True, timeout=None)", Impl: put},
		{Name: "put_nowait", Sig: "($self, item)", Impl: func(v, x value) (value, exc) { return put(v, x, py.False, value{}) }},
		{Name: "get", Sig: "($self, block=True, timeout=None)", Impl: get},
		{Name: "get_nowait", Sig: "($self)", Impl: func(v value) (value, exc) { return get(v, py.False, value{}) }},
		{Name: "qsize", Sig: "($self)", Impl: func(v value) (value, exc) { return py.Int(int64(len(queueOf(v).items.Items))), nil }},
		{Name: "empty", Sig: "($self)", Impl: func(v value) (value, exc) { return py.Bool(len(queueOf(v).items.Items) == 0), nil }},
	}
	generic := []py.Method{{Name: "__class_getitem__", Sig: "($type, object, /)", Impl: func(cls, item value) (value, exc) { return py.NewGenericAlias(cls, item), nil }}}
	queueType.Define(&py.TypeSpec{
		Module: "queue", Flags: py.FlagBaseType, Layout: layout, Slots: slots, ClassMethods: generic,
		Doc: "Create a queue object with a given maximum size.\n\nIf maxsize is <= 0, the queue size is infinite.",
		GetSets: []py.GetSet{
			{Name: "maxsize", Get: func(v value) (value, exc) { return py.Int(int64(queueOf(v).maxSize)), nil },
				Set: func(v, x value) exc { return setCount(&queueOf(v).maxSize, x, "maxsize") }},
			{Name: "unfinished_tasks", Get: func(v value) (value, exc) { return py.Int(int64(queueOf(v).unfinished)), nil },
				Set: func(v, x value) exc { return setCount(&queueOf(v).unfinished, x, "unfinished_tasks") }},
			{Name: "is_shutdown", Get: func(v value) (value, exc) { return py.Bool(queueOf(v).shutdown), nil },
				Set: func(v, x value) (e exc) {
					if x.IsUnbound() {
						return py.Raisef(py.AttributeErrorType, "is_shutdown")
					}
					queueOf(v).shutdown, e = py.Truth(x)
					return e
				}},
			{Name: "queue", Get: func(v value) (value, exc) { return queueOf(v).items.Value(), nil }},
		},
		Methods: append([]py.Method{
			{Name: "full", Sig: "($self)", Impl: func(v value) (value, exc) {
				q := queueOf(v)
				return py.Bool(q.maxSize > 0 && len(q.items.Items) >= q.maxSize), nil
			}},
			{Name: "task_done", Sig: "($self)", Impl: func(v value) (value, exc) {
				q := queueOf(v)
				if q.unfinished <= 0 {
					return value{}, py.Raisef(py.ValueErrorType, "task_done() called too many times")
				}
				if q.unfinished--; q.unfinished == 0 {
					q.joiners.WakeAll()
				}
				return py.None, nil
			}},
			{Name: "join", Sig: "($self)", Impl: func(v value) (value, exc) {
				q := queueOf(v)
				for q.unfinished > 0 {
					if _, e := q.joiners.Wait(-1); e != nil {
						return value{}, e
					}
				}
				return py.None, nil
			}},
			{Name: "shutdown", Sig: "($self, immediate=False)", Impl: func(v, immediate value) (value, exc) {
				q := queueOf(v)
				q.shutdown = true
				if !immediate.IsUnbound() {
					now, e := py.Truth(immediate)
					if e != nil {
						return value{}, e
					}
					if now {
						q.unfinished = max(q.unfinished-len(q.items.Items), 0)
						q.items.SetItems(nil)
						q.joiners.WakeAll()
					}
				}
				q.getters.WakeAll()
				q.putters.WakeAll()
				return py.None, nil
			}},
		}, common...),
	})
	lifoType.Define(&py.TypeSpec{Base: queueType, Module: "queue", Flags: py.FlagBaseType})
	priorityType.Define(&py.TypeSpec{Base: queueType, Module: "queue", Flags: py.FlagBaseType})
	simpleType.Define(&py.TypeSpec{Module: "_queue", Flags: py.FlagBaseType, Layout: layout, Slots: slots, Methods: common, ClassMethods: generic})
}

// setCount sets a number that a queue has as an attribute.
func setCount(to *int, x value, name string) (e exc) {
	if x.IsUnbound() {
		return py.Raisef(py.AttributeErrorType, "%s", name)
	}
	*to, e = py.Ssize(x)
	return e
}
