package py

// This file implements the way from an iterator, of which it is not known how many elements
// it has, to a list: they are put into memory that is used again, and what is made of them
// is allocated once, as large as it is.

// collectRoom is that memory, nil while somebody uses it.
var collectRoom []Value

// maxCollected is how many elements the memory that is kept has room for at most.
const maxCollected = 1 << 10

// hasRoomAhead reports whether something about a type tells how many elements its objects
// have, or the program might be asked.
func hasRoomAhead(t *Type) bool {
	return t.Len != nil || t.Flags&FlagHeap != 0 || t.spec == nil || t.hasLengthHint()
}

// collect returns the elements of iterable up to the end or an exception. putCollected is to
// be called when they have been copied.
func collect(iterable Value) ([]Value, *Exception) {
	it, exc := Iter(iterable)
	if exc != nil {
		return nil, exc
	}
	items := collectRoom
	collectRoom = nil
	if items == nil {
		items = make([]Value, 0, 64)
	}
	next := it.ref.typ.Next
	for {
		x, ok, exc := next(it)
		if exc != nil || !ok {
			return items, exc
		}
		items = append(items, x)
	}
}

// putCollected gives the memory of collect back.
func putCollected(items []Value) {
	if cap(items) > 0 && cap(items) <= maxCollected {
		clear(items)
		collectRoom = items[:0]
	}
}
