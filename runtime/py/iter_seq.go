package py

// This file implements the iterators of list and tuple, the one over __getitem__, and
// the one of iter(callable, sentinel) (Python library reference, Iterator Types).

// The iterator types of this file.
var (
	ListIterType        = &Type{Name: "list_iterator"}
	ListReverseIterType = &Type{Name: "list_reverseiterator"}
	TupleIterType       = &Type{Name: "tuple_iterator"}
	SeqIterType         = &Type{Name: "iterator"}
	CallIterType        = &Type{Name: "callable_iterator"}
)

func init() {
	ListIterType.Define(&TypeSpec{
		Layout:  LayoutOf[listIter](),
		Slots:   Slots{Iter: self, Next: listIterNext},
		Methods: []Method{{Name: "__length_hint__", Sig: "($self, /)", Impl: listIterHint}, {Name: "__setstate__", Sig: "($self, object, /)", Impl: listIterSetState}},
		NoNew:   true,
	})
	ListReverseIterType.Define(&TypeSpec{
		Layout:  LayoutOf[listIter](),
		Slots:   Slots{Iter: self, Next: listReverseNext},
		Methods: []Method{{Name: "__length_hint__", Sig: "($self, /)", Impl: listReverseHint}},
		NoNew:   true,
	})
	TupleIterType.Define(&TypeSpec{
		Layout:  LayoutOf[tupleIter](),
		Slots:   Slots{Iter: self, Next: tupleIterNext},
		Methods: []Method{{Name: "__length_hint__", Sig: "($self, /)", Impl: tupleIterHint}},
		NoNew:   true,
	})
	SeqIterType.Define(&TypeSpec{
		Layout:  LayoutOf[seqIter](),
		Slots:   Slots{Iter: self, Next: seqIterNext},
		Methods: []Method{{Name: "__length_hint__", Sig: "($self, /)", Impl: seqIterHint}},
		NoNew:   true,
	})
	CallIterType.Define(&TypeSpec{
		Layout: LayoutOf[callIter](),
		Slots:  Slots{Iter: self, Next: callIterNext},
		NoNew:  true,
	})
}

// self is the __iter__ of iterators.
func self(v Value) (Value, *Exception) { return v, nil }

type listIter struct {
	Header
	list *List // nil when exhausted
	i    int
}

func listIterOf(v Value) (Value, *Exception) {
	return (&listIter{Header{ListIterType}, heap[List](v), 0}).Value(), nil
}

func listIterNext(v Value) (Value, bool, *Exception) {
	it := heap[listIter](v)
	if it.list != nil {
		if it.i < len(it.list.Items) {
			it.i++
			return it.list.Items[it.i-1], true, nil
		}
		it.list = nil
	}
	return Value{}, false, nil
}

func listIterHint(v Value) (Value, *Exception) {
	it := heap[listIter](v)
	if it.list == nil || it.i > len(it.list.Items) {
		return Int(0), nil
	}
	return Int(int64(len(it.list.Items) - it.i)), nil
}

func listIterSetState(v, state Value) (Value, *Exception) {
	i, exc := Ssize(state)
	if exc != nil {
		return Value{}, exc
	}
	if it := heap[listIter](v); it.list != nil {
		it.i = min(max(i, 0), len(it.list.Items))
	}
	return None, nil
}

func listReversed(v Value) (Value, *Exception) {
	l := heap[List](v)
	return (&listIter{Header{ListReverseIterType}, l, len(l.Items) - 1}).Value(), nil
}

func listReverseNext(v Value) (Value, bool, *Exception) {
	it := heap[listIter](v)
	if it.list != nil {
		if it.i >= 0 && it.i < len(it.list.Items) {
			it.i--
			return it.list.Items[it.i+1], true, nil
		}
		it.list, it.i = nil, -1
	}
	return Value{}, false, nil
}

func listReverseHint(v Value) (Value, *Exception) {
	it := heap[listIter](v)
	if it.list == nil || it.i >= len(it.list.Items) {
		return Int(0), nil
	}
	return Int(int64(it.i + 1)), nil
}

type tupleIter struct {
	Header
	items []Value // those to come
}

func tupleIterOf(v Value) (Value, *Exception) {
	return (&tupleIter{Header{TupleIterType}, heap[Tuple](v).Items}).Value(), nil
}

func tupleIterNext(v Value) (Value, bool, *Exception) {
	it := heap[tupleIter](v)
	if len(it.items) == 0 {
		return Value{}, false, nil
	}
	x := it.items[0]
	it.items = it.items[1:]
	return x, true, nil
}

func tupleIterHint(v Value) (Value, *Exception) {
	return Int(int64(len(heap[tupleIter](v).items))), nil
}

// seqIter iterates over an object that has __getitem__ but not __iter__.
type seqIter struct {
	Header
	seq Value // unbound when exhausted
	i   int
}

func seqIterNext(v Value) (Value, bool, *Exception) {
	it := heap[seqIter](v)
	if it.seq.ref == nil {
		return Value{}, false, nil
	}
	x, exc := GetItem(it.seq, Int(int64(it.i)))
	if exc == nil {
		it.i++
		return x, true, nil
	}
	if exc.typ.IsSubclass(IndexErrorType) || exc.typ.IsSubclass(StopIterationType) {
		it.seq = Value{}
		return Value{}, false, nil
	}
	return Value{}, false, exc
}

func seqIterHint(v Value) (Value, *Exception) {
	it := heap[seqIter](v)
	if it.seq.ref == nil {
		return Int(0), nil
	}
	if it.seq.ref.typ.Len == nil {
		return NotImplemented, nil
	}
	n, exc := Len(it.seq)
	if exc != nil {
		return Value{}, exc
	}
	return Int(int64(max(n-it.i, 0))), nil
}

// callIter is iter(callable, sentinel).
type callIter struct {
	Header
	fn, sentinel Value // fn is unbound when exhausted
}

// NewCallIter is iter(fn, sentinel).
func NewCallIter(fn, sentinel Value) Value {
	return (&callIter{Header{CallIterType}, fn, sentinel}).Value()
}

func callIterNext(v Value) (Value, bool, *Exception) {
	it := heap[callIter](v)
	if it.fn.ref == nil {
		return Value{}, false, nil
	}
	x, exc := Call0(it.fn)
	if exc != nil {
		if exc.typ.IsSubclass(StopIterationType) {
			it.fn, it.sentinel = Value{}, Value{}
			return Value{}, false, nil
		}
		return Value{}, false, exc
	}
	if it.fn.ref == nil {
		return Value{}, false, nil
	}
	last, exc := identicalOrEqual(it.sentinel, x)
	if exc != nil {
		return Value{}, false, exc
	}
	if last {
		it.fn, it.sentinel = Value{}, Value{}
		return Value{}, false, nil
	}
	return x, true, nil
}
