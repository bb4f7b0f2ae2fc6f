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
		Methods: append(listIterState.methods(), Method{Name: "__length_hint__", Sig: "($self, /)", Impl: listIterHint}),
		NoNew:   true,
	})
	ListReverseIterType.Define(&TypeSpec{
		Layout:  LayoutOf[listIter](),
		Slots:   Slots{Iter: self, Next: listReverseNext},
		Methods: append(listReverseState.methods(), Method{Name: "__length_hint__", Sig: "($self, /)", Impl: listReverseHint}),
		NoNew:   true,
	})
	TupleIterType.Define(&TypeSpec{
		Layout:  LayoutOf[tupleIter](),
		Slots:   Slots{Iter: self, Next: tupleIterNext},
		Methods: append(tupleIterState.methods(), Method{Name: "__length_hint__", Sig: "($self, /)", Impl: tupleIterHint}),
		NoNew:   true,
	})
	SeqIterType.Define(&TypeSpec{
		Layout:  LayoutOf[seqIter](),
		Slots:   Slots{Iter: self, Next: seqIterNext},
		Methods: append(seqIterState.methods(), Method{Name: "__length_hint__", Sig: "($self, /)", Impl: seqIterHint}),
		NoNew:   true,
	})
	CallIterType.Define(&TypeSpec{
		Layout:  LayoutOf[callIter](),
		Slots:   Slots{Iter: self, Next: callIterNext},
		Methods: []Method{{Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: callIterReduce}},
		NoNew:   true,
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
		if uint(it.i) < uint(len(it.list.Items)) {
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

// sequence returns the list unless the iterator is exhausted.
func (it *listIter) sequence() Value {
	if it.list == nil {
		return Value{}
	}
	return it.list.Value()
}

var listIterState = position{
	maker: nameIter, empty: NewList(nil).Value(), first: -1,
	get: func(v Value) (Value, int) { it := heap[listIter](v); return it.sequence(), it.i },
	set: func(v Value, i int) { heap[listIter](v).i = i },
}

// An exhausted iterator backwards keeps its list: __setstate__ makes it go on.
var listReverseState = position{
	maker: nameReversed, empty: NewList(nil).Value(), first: -1, past: -1, rewinds: true,
	get: func(v Value) (Value, int) { it := heap[listIter](v); return it.sequence(), it.i },
	set: func(v Value, i int) { heap[listIter](v).i = i },
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
		it.i = -1
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
	tuple *Tuple // nil when exhausted
	i     int
}

var tupleIterState = position{
	maker: nameIter, empty: EmptyTuple.Value(),
	get: func(v Value) (Value, int) {
		it := heap[tupleIter](v)
		if it.tuple == nil {
			return Value{}, 0
		}
		return it.tuple.Value(), it.i
	},
	set: func(v Value, i int) { heap[tupleIter](v).i = i },
}

func tupleIterOf(v Value) (Value, *Exception) {
	return (&tupleIter{Header{TupleIterType}, heap[Tuple](v), 0}).Value(), nil
}

func tupleIterNext(v Value) (Value, bool, *Exception) {
	it := heap[tupleIter](v)
	if it.tuple != nil {
		if it.i < len(it.tuple.Items()) {
			it.i++
			return it.tuple.Items()[it.i-1], true, nil
		}
		it.tuple = nil
	}
	return Value{}, false, nil
}

func tupleIterHint(v Value) (Value, *Exception) {
	it := heap[tupleIter](v)
	if it.tuple == nil {
		return Int(0), nil
	}
	return Int(int64(len(it.tuple.Items()) - it.i)), nil
}

// seqIter iterates over an object that has __getitem__ but not __iter__.
type seqIter struct {
	Header
	seq Value // unbound when exhausted
	i   int
}

var seqIterState = position{
	maker: nameIter, empty: EmptyTuple.Value(), endless: true,
	get: func(v Value) (Value, int) { it := heap[seqIter](v); return it.seq, it.i },
	set: func(v Value, i int) { heap[seqIter](v).i = i },
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

func callIterReduce(v Value) (Value, *Exception) {
	fn, exc := LoadBuiltin(nameIter)
	if exc != nil {
		return Value{}, exc
	}
	it := heap[callIter](v)
	if it.fn.ref == nil {
		return TupleV(fn, TupleV(EmptyTuple.Value())), nil
	}
	return TupleV(fn, TupleV(it.fn, it.sentinel)), nil
}
