package py

import "unsafe"

// This file implements the memory of lists. Elements that are ints of 64 bits, floats, bools
// or None refer to no object of the heap. A list of nothing else may lie in memory that the
// garbage collector does not look into: it need not be cleared before it is written, and
// millions of ints cost a collection nothing.
//
// Such a list is marked unscanned, and two rules keep the collector from losing an object:
// nothing but such elements is stored into the memory, and it has no room to append to
// (cap(Items) == len(Items)), so that append moves to memory of the usual kind. What would
// break a rule calls scanned first, and what gives the list other memory takes the mark away.
// Outside of this package, Items are read; the methods of List change them.

// scalar reports whether v refers to no object of the heap.
func (v Value) scalar() bool {
	return v.ref == &intHeader || v.ref == &floatHeader || v.ref == &boolHeader || v.ref == &noneHeader
}

// allScalars reports whether all items are scalar.
func allScalars(items []Value) bool {
	for i := range items {
		if !items[i].scalar() {
			return false
		}
	}
	return true
}

// scalarWords is a scalar Value to the collector.
type scalarWords struct {
	ref  uintptr
	bits uint64
}

// words is v, which is scalar, to the collector.
func (v Value) words() scalarWords { return scalarWords{uintptr(unsafe.Pointer(v.ref)), v.bits} }

// scalarMemory returns memory for n scalar elements, which the caller sets.
func scalarMemory(n int) []Value {
	return asValues(make([]scalarWords, n))
}

// copyScalars returns a copy of items, which are scalar, in memory for such.
func copyScalars(items []Value) []Value {
	from := unsafe.Slice((*scalarWords)(unsafe.Pointer(unsafe.SliceData(items))), len(items))
	to := make([]scalarWords, len(from))
	copy(to, from)
	return asValues(to)
}

func asValues(w []scalarWords) []Value {
	return unsafe.Slice((*Value)(unsafe.Pointer(unsafe.SliceData(w))), len(w))
}

// minScalars is how many elements a list has at least that is worth another kind of memory:
// those with fewer are one allocation.
const minScalars = 9

// listCopyOf returns a list of the elements of items, which it copies.
func listCopyOf(items []Value) *List {
	n := len(items)
	if n >= minScalars && allScalars(items) {
		return unscannedCopy(items)
	}
	l := listOf(n)
	copy(l.Items, items)
	return l
}

// part returns a list of the elements of l from lo to hi.
func (l *List) part(lo, hi int) *List {
	if l.unscanned && hi-lo >= minScalars {
		return unscannedCopy(l.Items[lo:hi])
	}
	return listCopyOf(l.Items[lo:hi])
}

// Copy returns a copy of l.
func (l *List) Copy() *List { return l.part(0, len(l.Items)) }

func unscannedCopy(items []Value) *List {
	announce[Value](len(items))
	return &List{Header: Header{ListType}, Items: copyScalars(items), unscanned: true}
}

// scalars reports whether all elements of l are scalar.
func (l *List) scalars() bool { return l.unscanned || allScalars(l.Items) }

// scanned moves l to memory that the collector looks into, and in which it may grow.
func (l *List) scanned() {
	if l.unscanned {
		l.Items = append(make([]Value, 0, len(l.Items)+1), l.Items...)
		l.unscanned = false
	}
}

// removeScalars removes the elements from start to stop of a list that is unscanned, and stays
// so: there is no room behind its elements.
func (l *List) removeScalars(start, stop int) {
	n := len(l.Items) - (stop - start)
	if start < len(l.Items)-stop {
		copy(l.Items[stop-start:], l.Items[:start])
		l.Items = l.Items[stop-start:]
		return
	}
	moveDown(l.Items[start:], stop-start)
	l.Items = l.Items[:n:n]
}

// Store is l[i] = x for an element that there is.
func (l *List) Store(i int, x Value) {
	if l.unscanned && !x.scalar() {
		l.scanned()
	}
	l.Items[i] = x
}

// SetItems gives l other elements, which become its own.
func (l *List) SetItems(items []Value) { l.Items, l.unscanned = items, false }
