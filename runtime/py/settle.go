package py

// This file implements iteration in two steps, for functions that are compiled from
// generator expressions: what is iterated over is looked at by the caller, where the
// error for what is not iterable belongs.

// settled reports whether v is a container of exact builtin class whose iterator can be
// made later: making it does not fail, and runs no code.
func settled(v Value) bool {
	switch v.ref.typ {
	case ListType, TupleType, RangeType, StrType:
		return true
	}
	return false
}

// Settle is iter(v), or v itself where IterSettled will make the iterator.
func Settle(v Value) (Value, *Exception) {
	if settled(v) {
		return v, nil
	}
	return Iter(v)
}

// IterSettled is the iterator for what Settle returned.
func IterSettled(v Value) Value {
	if settled(v) {
		it, _ := Iter(v)
		return it
	}
	return v
}
