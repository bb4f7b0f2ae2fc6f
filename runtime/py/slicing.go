package py

// This file implements v[lo:hi:step] without a slice object, where the class needs none
// (as the instructions BINARY_SLICE and STORE_SLICE).

// GetSlice is v[lo:hi:step]; unbound bounds are None.
func GetSlice(v, lo, hi, step Value) (Value, *Exception) {
	switch v.ref.typ {
	case ListType:
		if isNone(lo) && isNone(hi) && isNone(step) {
			return heap[List](v).Copy().Value(), nil
		}
		return heap[List](v).slice(sliceOf(lo, hi, step))
	case StrType:
		return heap[Str](v).slice(sliceOf(lo, hi, step))
	case TupleType:
		return tupleSlice(v, sliceOf(lo, hi, step))
	}
	return GetItem(v, NewSlice(lo, hi, step))
}

// isNone reports whether the bound of a slice is not given.
func isNone(bound Value) bool { return bound.ref == nil || bound.ref == &noneHeader }

// SliceInto is v[lo:hi:step] of a list, whose elements go into the list old if that has the
// memory for them: nothing but what takes the result refers to old.
func SliceInto(old, v, lo, hi, step Value) (Value, *Exception) {
	if old.ref == nil || old.ref.typ != ListType || old.ref == v.ref || v.ref.typ != ListType {
		return GetSlice(v, lo, hi, step)
	}
	l, to := heap[List](v), heap[List](old)
	start, by, n := 0, 1, len(l.Items)
	if !(isNone(lo) && isNone(hi) && isNone(step)) {
		var exc *Exception
		if start, _, by, n, exc = sliceOf(lo, hi, step).indices(n); exc != nil {
			return Value{}, exc
		}
	}
	if !to.hold(l, n) {
		return l.sliceFrom(start, by, n), nil
	}
	copySlice(to.Items, l.Items, start, by)
	return old, nil
}

// hold gives to the length n if its memory suits n elements of l, and reports whether it does.
func (to *List) hold(l *List, n int) bool {
	if to.unscanned {
		return n == len(to.Items) && l.unscanned
	}
	if n <= 0 || n > cap(to.Items) || n < cap(to.Items)/4 {
		return false
	}
	if n < len(to.Items) {
		clear(to.Items[n:])
	}
	to.Items = to.Items[:n]
	return true
}

// SetSlice is v[lo:hi:step] = x.
func SetSlice(v, lo, hi, step, x Value) *Exception {
	if v.ref.typ == ListType {
		return heap[List](v).setSlice(sliceOf(lo, hi, step), x)
	}
	return SetItem(v, NewSlice(lo, hi, step), x)
}

// DelSlice is del v[lo:hi:step].
func DelSlice(v, lo, hi, step Value) *Exception {
	if v.ref.typ == ListType {
		return heap[List](v).deleteSlice(sliceOf(lo, hi, step))
	}
	return DelItem(v, NewSlice(lo, hi, step))
}
