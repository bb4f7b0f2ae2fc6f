// Package heapq implements the module heapq (Python library reference, heapq: Heap queue
// algorithm). The moves are those of Lib/heapq.py, so that elements that compare equal
// come out in the same order.
package heapq

import "github.com/aio2go/aio2go/runtime/py"

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "heapq",
	Doc:  "Heap queue algorithm (a.k.a. priority queue).",
	Functions: []py.Method{
		{Name: "heappush", Sig: "(heap, item, /)", Impl: func(h, x value) (value, exc) { return py.None, Push(h, x) }},
		{Name: "heappop", Sig: "(heap, /)", Impl: Pop},
		{Name: "heapify", Sig: "(heap, /)", Impl: func(h value) (value, exc) { return py.None, heapify(h, least) }},
		{Name: "heapreplace", Sig: "(heap, item, /)", Impl: func(h, x value) (value, exc) { return replace(h, x, least) }},
		{Name: "heappushpop", Sig: "(heap, item, /)", Impl: func(h, x value) (value, exc) {
			l, e := list("heappushpop", h)
			if e != nil || len(l.Items) == 0 {
				return x, e
			}
			less, e := py.LtBool(l.Items[0], x)
			if e != nil || !less {
				return x, e
			}
			if len(l.Items) == 0 { // the comparison has emptied it
				return value{}, py.Raisef(py.IndexErrorType, "index out of range")
			}
			top := l.Items[0]
			l.Store(0, x)
			return top, siftUp(l, 0, least)
		}},
		{Name: "_heappop_max", Sig: "(heap, /)", Impl: func(h value) (value, exc) { return pop(h, greatest) }},
		{Name: "_heapify_max", Sig: "(heap, /)", Impl: func(h value) (value, exc) { return py.None, heapify(h, greatest) }},
		{Name: "_heapreplace_max", Sig: "(heap, item, /)", Impl: func(h, x value) (value, exc) { return replace(h, x, greatest) }},
		{Name: "nlargest", Sig: "(n, iterable, key=None)", Impl: func(n, it, key value) (value, exc) { return best(n, it, key, true) }},
		{Name: "nsmallest", Sig: "(n, iterable, key=None)", Impl: func(n, it, key value) (value, exc) { return best(n, it, key, false) }},
		{Name: "merge", Impl: merge},
	},
}

func init() { py.RegisterModule(&spec) }

// order says which element of a heap comes first.
type order bool

const (
	least    order = false
	greatest order = true
)

// less reports whether a comes before b; quick says that no Python code ran.
func (o order) less(a, b value) (less, quick bool, e exc) {
	if o == greatest {
		a, b = b, a
	}
	if less, quick = py.LtQuick(a, b); quick {
		return less, true, nil
	}
	less, e = py.LtBool(a, b)
	return less, false, e
}

func list(fn string, h value) (*py.List, exc) {
	l, ok := py.AsList(h)
	if !ok {
		return nil, py.Raisef(py.TypeErrorType, "%s() argument 1 must be list, not %s", fn, h.Type().Name)
	}
	return l, nil
}

func changed() exc { return py.Raisef(py.RuntimeErrorType, "list changed size during iteration") }

// siftDown moves the element at pos towards the root, as far as start.
func siftDown(l *py.List, start, pos int, first order) exc {
	items := l.Items
	x := items[pos]
	for pos > start {
		up := (pos - 1) >> 1
		parent := items[up]
		is, quick, e := first.less(x, parent)
		if e != nil {
			return e
		}
		if !quick {
			if len(l.Items) != len(items) {
				return changed()
			}
			items = l.Items
		}
		if !is {
			break
		}
		items[pos], items[up] = parent, x
		pos = up
	}
	return nil
}

// siftUp moves the element at pos to a leaf along the smaller children and from there
// to its place.
func siftUp(l *py.List, pos int, first order) exc {
	items, start := l.Items, pos
	end := len(items)
	for child := 2*pos + 1; child < end; child = 2*pos + 1 {
		if right := child + 1; right < end {
			is, quick, e := first.less(items[child], items[right])
			if e != nil {
				return e
			}
			if !quick {
				if len(l.Items) != end {
					return changed()
				}
				items = l.Items
			}
			if !is {
				child = right
			}
		}
		items[pos], items[child] = items[child], items[pos]
		pos = child
	}
	return siftDown(l, start, pos, first)
}

func pop(h value, first order) (value, exc) {
	l, e := list("heappop", h)
	if e != nil {
		return value{}, e
	}
	n := len(l.Items)
	if n == 0 {
		return value{}, py.Raisef(py.IndexErrorType, "index out of range")
	}
	last := l.RemoveAt(n - 1)
	if n == 1 {
		return last, nil
	}
	top := l.Items[0]
	l.Items[0] = last
	return top, siftUp(l, 0, first)
}

func replace(h, x value, first order) (value, exc) {
	l, e := list("heapreplace", h)
	if e != nil {
		return value{}, e
	}
	if len(l.Items) == 0 {
		return value{}, py.Raisef(py.IndexErrorType, "index out of range")
	}
	top := l.Items[0]
	l.Store(0, x)
	return top, siftUp(l, 0, first)
}

func heapify(h value, first order) exc {
	l, e := list("heapify", h)
	if e != nil {
		return e
	}
	for i := len(l.Items)/2 - 1; i >= 0; i-- {
		if e := siftUp(l, i, first); e != nil {
			return e
		}
	}
	return nil
}

// mergeIter merges sorted iterables.
type mergeIter struct {
	py.Header
	heap    *py.List // of entries (key, order, value, iterator)
	key     value
	reverse bool
	started bool
	its     []value
}

var mergeType = &py.Type{Name: "merge"}

func init() {
	mergeType.Define(&py.TypeSpec{
		Module: "heapq", Layout: py.LayoutOf[mergeIter](), NoNew: true,
		Slots: py.Slots{Iter: func(v value) (value, exc) { return v, nil }, Next: mergeNext},
	})
}

func merge(args []value, names []*py.Str) (value, exc) {
	v := mergeType.Alloc(mergeType)
	m := py.Heap[mergeIter](v)
	n := len(args) - len(names)
	for i, name := range names {
		x := args[n+i]
		switch name.S {
		case "key":
			if !x.IsNone() {
				m.key = x
			}
		case "reverse":
			var e exc
			if m.reverse, e = py.Truth(x); e != nil {
				return value{}, e
			}
		default:
			return value{}, py.Raisef(py.TypeErrorType, "merge() got an unexpected keyword argument '%s'", name.S)
		}
	}
	m.its = append([]value(nil), args[:n]...)
	m.heap = py.NewList(nil)
	return v, nil
}

// read makes the entry of the next element of iterator it; ok is false at its end.
func (m *mergeIter) read(it value, order int) (entry value, ok bool, e exc) {
	x, ok, e := py.Next(it)
	if !ok || e != nil {
		return value{}, false, e
	}
	key := x
	if !m.key.IsUnbound() {
		if key, e = py.Call1(m.key, x); e != nil {
			return value{}, false, e
		}
	}
	if m.reverse {
		order = -order
	}
	return py.TupleV(key, py.Int(int64(order)), x, it), true, nil
}

func mergeNext(v value) (value, bool, exc) {
	m := py.Heap[mergeIter](v)
	first := order(m.reverse) // greatest where the iterables are in reverse order
	if !m.started {
		m.started = true
		for i, x := range m.its {
			it, e := py.Iter(x)
			if e != nil {
				return value{}, false, e
			}
			entry, ok, e := m.read(it, i)
			if e != nil {
				return value{}, false, e
			}
			if ok {
				m.heap.Append(entry)
			}
		}
		if e := heapify(m.heap.Value(), first); e != nil {
			return value{}, false, e
		}
	}
	if len(m.heap.Items) == 0 {
		return value{}, false, nil
	}
	top := py.Heap[py.Tuple](m.heap.Items[0]).Items()
	n := top[1].SmallInt()
	if m.reverse {
		n = -n
	}
	entry, ok, e := m.read(top[3], int(n))
	if e != nil {
		return value{}, false, e
	}
	if ok {
		_, e = replace(m.heap.Value(), entry, first)
	} else {
		_, e = pop(m.heap.Value(), first)
	}
	return top[2], e == nil, e
}

// Push is heappush.
func Push(heap, x value) exc {
	l, e := list("heappush", heap)
	if e != nil {
		return e
	}
	l.Append(x)
	return siftDown(l, 0, len(l.Items)-1, least)
}

// Pop is heappop.
func Pop(heap value) (value, exc) { return pop(heap, least) }
