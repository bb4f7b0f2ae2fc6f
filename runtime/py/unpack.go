package py

// This file implements assignment to several targets (Python reference 7.2).

// Unpack returns the n elements of v; the slice must not be changed.
func Unpack(v Value, n int) ([]Value, *Exception) {
	items, fast := unpackItems(v)
	if fast {
		if len(items) == n {
			return items, nil
		}
		return nil, unpackCount(len(items), n, true)
	}
	it, exc := unpackIter(v)
	if exc != nil {
		return nil, exc
	}
	out := make([]Value, 0, n)
	next := it.ref.typ.Next
	for len(out) < n {
		x, ok, exc := next(it)
		if exc != nil {
			return nil, exc
		}
		if !ok {
			return nil, unpackCount(len(out), n, false)
		}
		out = append(out, x)
	}
	_, more, exc := next(it)
	if exc != nil {
		return nil, exc
	}
	if more {
		// A dict says how many it has; other iterators are not run to their end.
		if d, ok := AsDict(v); ok && v.ref.typ == DictType {
			return nil, unpackCount(d.used, n, true)
		}
		return nil, Raisef(ValueErrorType, "too many values to unpack (expected %d)", n)
	}
	return out, nil
}

// Unpack2 returns the two elements of v.
func Unpack2(v Value) (a, b Value, exc *Exception) {
	if v.ref.typ == TupleType {
		if t := heap[tuple2](v); t.n == 2 {
			return t.items[0], t.items[1], nil
		}
	}
	items, exc := Unpack(v, 2)
	if exc != nil {
		return Value{}, Value{}, exc
	}
	return items[0], items[1], nil
}

// Unpack3 returns the three elements of v.
func Unpack3(v Value) (a, b, c Value, exc *Exception) {
	if v.ref.typ == TupleType {
		if t := heap[tuple3](v); t.n == 3 {
			return t.items[0], t.items[1], t.items[2], nil
		}
	}
	items, exc := Unpack(v, 3)
	if exc != nil {
		return Value{}, Value{}, Value{}, exc
	}
	return items[0], items[1], items[2], nil
}

// unpackItems returns the elements of an exact list or tuple.
func unpackItems(v Value) ([]Value, bool) {
	switch v.ref.typ {
	case TupleType:
		return heap[Tuple](v).Items(), true
	case ListType:
		return heap[List](v).Items, true
	}
	return nil, false
}

func unpackIter(v Value) (Value, *Exception) {
	return iterOf(v, "cannot unpack non-iterable %s object")
}

func unpackCount(got, want int, known bool) *Exception {
	if got > want {
		return Raisef(ValueErrorType, "too many values to unpack (expected %d)", want)
	}
	return Raisef(ValueErrorType, "not enough values to unpack (expected %d, got %d)", want, got)
}

// UnpackEx returns the before first elements of v, a list of those in the middle, and
// the after last ones: a, *b, c = v.
func UnpackEx(v Value, before, after int) ([]Value, *Exception) {
	items, fast := unpackItems(v)
	if !fast {
		it, exc := unpackIter(v)
		if exc != nil {
			return nil, exc
		}
		next := it.ref.typ.Next
		for len(items) < before {
			x, ok, exc := next(it)
			if exc != nil {
				return nil, exc
			}
			if !ok {
				return nil, Raisef(ValueErrorType, "not enough values to unpack (expected at least %d, got %d)", before+after, len(items))
			}
			items = append(items, x)
		}
		for {
			x, ok, exc := next(it)
			if exc != nil {
				return nil, exc
			}
			if !ok {
				break
			}
			items = append(items, x)
		}
	}
	if len(items) < before+after {
		return nil, Raisef(ValueErrorType, "not enough values to unpack (expected at least %d, got %d)", before+after, len(items))
	}
	out := make([]Value, 0, before+1+after)
	out = append(out, items[:before]...)
	middle := items[before : len(items)-after]
	out = append(out, NewList(append([]Value(nil), middle...)).Value())
	return append(out, items[len(items)-after:]...), nil
}
