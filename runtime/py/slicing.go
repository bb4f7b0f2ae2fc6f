package py

// This file implements v[lo:hi:step] without a slice object, where the class needs none
// (as the instructions BINARY_SLICE and STORE_SLICE).

// GetSlice is v[lo:hi:step]; unbound bounds are None.
func GetSlice(v, lo, hi, step Value) (Value, *Exception) {
	switch v.ref.typ {
	case ListType:
		return heap[List](v).slice(sliceOf(lo, hi, step))
	case StrType:
		return heap[Str](v).slice(sliceOf(lo, hi, step))
	case TupleType:
		return tupleSlice(v, sliceOf(lo, hi, step))
	}
	return GetItem(v, NewSlice(lo, hi, step))
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
