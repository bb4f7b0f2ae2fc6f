package collections

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the iterators of deque.

type dequeIter struct {
	py.Header
	of    value // the deque
	d     *deque
	i     int
	state int
}

func newDequeIter(t *py.Type, of value) value {
	v := t.Alloc(t)
	it := py.Heap[dequeIter](v)
	d := dq(of)
	it.of, it.d, it.state = of, d, d.state
	return v
}

func dequeIterNext(v value) (value, bool, exc) {
	it := py.Heap[dequeIter](v)
	if it.state != it.d.state {
		it.i = it.d.n
		return value{}, false, py.Raisef(py.RuntimeErrorType, "deque mutated during iteration")
	}
	if it.i >= it.d.n {
		return value{}, false, nil
	}
	i := it.i
	it.i++
	if v.Type() == dequeReverseIterType {
		i = it.d.n - 1 - i
	}
	return *it.d.at(i), true, nil
}

func defineDequeIter(t *py.Type) {
	t.Define(&py.TypeSpec{
		Module: "collections", Layout: py.LayoutOf[dequeIter](),
		Slots: py.Slots{
			Iter: func(v value) (value, exc) { return v, nil }, Next: dequeIterNext,
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) { return dequeIterNew(t, args, names) },
		},
		Methods: []py.Method{
			{Name: "__length_hint__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				it := py.Heap[dequeIter](v)
				return py.Int(int64(it.d.n - it.i)), nil
			}},
			{Name: "__reduce__", Sig: "($self, /)", Doc: "Return state information for pickling.", Impl: func(v value) (value, exc) {
				it := py.Heap[dequeIter](v)
				return py.TupleV(t.Value(), py.TupleV(it.of, py.Int(int64(it.i)))), nil
			}},
		},
	})
}

// dequeIterNew makes an iterator that has passed a number of elements.
func dequeIterNew(t *py.Type, args []value, names []*py.Str) (value, exc) {
	args = args[:len(args)-len(names)]
	if len(args) < 1 || len(args) > 2 {
		return value{}, py.ArityError(t.Name, len(args), 1, 2)
	}
	if !args[0].Type().IsSubclass(DequeType) {
		return value{}, py.Raisef(py.TypeErrorType, "argument 1 must be collections.deque, not %s", args[0].Type().Name)
	}
	v := newDequeIter(t, args[0])
	if len(args) == 2 {
		n, e := py.Ssize(args[1])
		if e != nil {
			return value{}, e
		}
		it := py.Heap[dequeIter](v)
		it.i = min(max(n, 0), it.d.n)
	}
	return v, nil
}
