package py

import (
	"math"
	"unsafe"
)

// This file implements views: the elements of a list, which emitted code looks up once where
// nothing moves them while a loop runs, and the quick ways of subscripts on them. A view says
// that an index is out of range where the list may have it after all, counted from the end.

// ListItems is the elements of l where they are; none if it is no list.
func ListItems(l Value) []Value {
	if l.ref == nil || l.ref.typ != ListType {
		return nil
	}
	return heap[List](l).Items
}

// ItemsLen is len(l).
func ItemsLen(items []Value) int64 { return int64(len(items)) }

// ItemsGet is l[i].
func ItemsGet(items []Value, i int64) (Value, bool) {
	if uint64(i) < uint64(len(items)) {
		return items[i], true
	}
	return Value{}, false
}

// ItemsGetFloat is l[i] where all elements are floats.
func ItemsGetFloat(items []Value, i int64) (float64, bool) {
	if uint64(i) >= uint64(len(items)) {
		return 0, false
	}
	if proofs {
		items[i].Float()
	}
	// Read as a float, not as an int that is moved to where floats are.
	return *(*float64)(unsafe.Pointer(&items[i].bits)), true
}

// ItemsGetV is l[i].
func ItemsGetV(items []Value, i Value) (Value, bool) {
	if i.ref == &intHeader && i.bits < uint64(len(items)) {
		return items[i.bits], true
	}
	return Value{}, false
}

// ItemsSet is l[i] = x.
func ItemsSet(items []Value, l Value, i int64, x Value) bool {
	if uint64(i) >= uint64(len(items)) || heap[List](l).unscanned && !x.scalar() {
		return false
	}
	items[i] = x
	return true
}

// ItemsSetV is l[i] = x.
func ItemsSetV(items []Value, l, i, x Value) bool {
	if i.ref != &intHeader || i.bits >= uint64(len(items)) || heap[List](l).unscanned && !x.scalar() {
		return false
	}
	items[i.bits] = x
	return true
}

// ItemsSetFloat is l[i] = f where all elements are floats.
func ItemsSetFloat(items []Value, i int64, f float64) bool {
	if uint64(i) >= uint64(len(items)) {
		return false
	}
	if proofs {
		items[i].Float()
	}
	items[i].bits = math.Float64bits(f)
	return true
}

// ItemsSetFloatV is l[i] = f where all elements are floats.
func ItemsSetFloatV(items []Value, i Value, f float64) bool {
	return i.ref == &intHeader && ItemsSetFloat(items, int64(i.bits), f)
}

// ItemsSetInt is l[i] = x where all elements are small ints.
func ItemsSetInt(items []Value, i, x int64) bool {
	if uint64(i) >= uint64(len(items)) {
		return false
	}
	if proofs {
		items[i].SmallInt()
	}
	items[i].bits = uint64(x)
	return true
}

// ItemsSetIntV is l[i] = x where all elements are small ints.
func ItemsSetIntV(items []Value, i Value, x int64) bool {
	return i.ref == &intHeader && ItemsSetInt(items, int64(i.bits), x)
}

// ItemsGetBack is l[i] where i is negative; an i that is not is in no list.
func ItemsGetBack(items []Value, i int64) (Value, bool) {
	if i >= 0 {
		return Value{}, false
	}
	return ItemsGet(items, i+int64(len(items)))
}

// ItemsSetFloatBack is l[i] = f where i is negative and all elements are floats.
func ItemsSetFloatBack(items []Value, i int64, f float64) bool {
	return i < 0 && ItemsSetFloat(items, i+int64(len(items)), f)
}

// ItemsSetIntBack is l[i] = x where i is negative and all elements are small ints.
func ItemsSetIntBack(items []Value, i, x int64) bool {
	return i < 0 && ItemsSetInt(items, i+int64(len(items)), x)
}
