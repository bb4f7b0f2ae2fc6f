package py

// This file implements the steps of loops that take tuples apart: of iterators that make
// a tuple for each element, none need be made.

// NextPair is Next of an iterator over tuples of two, and takes the tuple apart.
func NextPair(it Value) (a, b Value, ok bool, exc *Exception) {
	switch it.ref.typ {
	case DictItemIterType:
		return heap[dictIter](it).advance(false)
	case ZipType:
		if z := heap[zipIter](it); len(z.its) == 2 {
			var items [2]Value
			ok, exc = z.next(items[:])
			return items[0], items[1], ok, exc
		}
	default:
		if f := it.ref.typ.NextParts; f != nil {
			if a, b, _, n, ok, exc := f(it); n == 2 {
				return a, b, ok, exc
			}
		}
	}
	t, ok, exc := Next(it)
	if !ok || exc != nil {
		return Value{}, Value{}, false, exc
	}
	items := proved[Tuple](t, TupleType).Items()
	return items[0], items[1], true, nil
}

// NextTriple is NextPair of tuples of three.
func NextTriple(it Value) (a, b, c Value, ok bool, exc *Exception) {
	if it.ref.typ == ZipType {
		if z := heap[zipIter](it); len(z.its) == 3 {
			var items [3]Value
			ok, exc = z.next(items[:])
			return items[0], items[1], items[2], ok, exc
		}
	} else if f := it.ref.typ.NextParts; f != nil {
		if a, b, c, n, ok, exc := f(it); n == 3 {
			return a, b, c, ok, exc
		}
	}
	t, ok, exc := Next(it)
	if !ok || exc != nil {
		return Value{}, Value{}, Value{}, false, exc
	}
	items := proved[Tuple](t, TupleType).Items()
	return items[0], items[1], items[2], true, nil
}

// NextLoose is Next of an iterator whose elements are to be taken apart into two. It gives the
// parts, where it need not make the element, or else the element.
func NextLoose(it Value) (a, b, item Value, ok bool, exc *Exception) {
	switch it.ref.typ {
	case DictItemIterType:
		a, b, ok, exc = heap[dictIter](it).advance(false)
	case ZipType:
		if z := heap[zipIter](it); len(z.its) == 2 {
			var items [2]Value
			ok, exc = z.next(items[:])
			return items[0], items[1], Value{}, ok, exc
		}
		item, ok, exc = Next(it)
	default:
		item, ok, exc = Next(it)
	}
	return a, b, item, ok, exc
}

// Loose2 is Unpack2 of what NextLoose has given.
func Loose2(item, a, b Value) (Value, Value, *Exception) {
	if item.ref == nil {
		return a, b, nil
	}
	return Unpack2(item)
}
