package py

// This file implements subscripting of lists: l[i], l[a:b:c], assignment to them and
// their deletion.

func listGetItem(v, key Value) (Value, *Exception) {
	l := heap[List](v)
	if key.ref == &intHeader {
		i := int(key.bits)
		if i < 0 {
			i += len(l.Items)
		}
		if uint(i) < uint(len(l.Items)) {
			return l.Items[i], nil
		}
		return Value{}, ListNoItem()
	}
	if key.ref.typ == SliceType {
		return l.slice(heap[Slice](key))
	}
	if !hasIndex(key) {
		return Value{}, Raisef(TypeErrorType, "list indices must be integers or slices, not %s", key.ref.typ.ShownName())
	}
	i, exc := IndexInt(key, IndexErrorType)
	if exc != nil {
		return Value{}, exc
	}
	return listGetItem(v, Int(int64(i)))
}

// slice is l[s].
func (l *List) slice(s *Slice) (Value, *Exception) {
	start, _, step, n, exc := s.indices(len(l.Items))
	if exc != nil {
		return Value{}, exc
	}
	return l.sliceFrom(start, step, n), nil
}

// sliceFrom returns a list of n elements of l, the first at start.
func (l *List) sliceFrom(start, step, n int) Value {
	if n <= 0 {
		return listOf(0).Value()
	}
	if step == 1 {
		return l.part(start, start+n).Value()
	}
	var r *List
	if n >= minScalars && l.scalars() {
		r = &List{Header: Header{ListType}, Items: scalarMemory(n), unscanned: true}
	} else {
		r = listOf(n)
	}
	copySlice(r.Items, l.Items, start, step)
	return r.Value()
}

// copySlice copies the slice of items that begins at start to dst, which has its length.
func copySlice(dst, items []Value, start, step int) {
	if len(dst) == 0 {
		return
	}
	if step == 1 {
		copy(dst, items[start:])
		return
	}
	for i := range dst {
		dst[i] = items[start]
		start += step
	}
}

// listSetItem is l[key] = x, or del l[key] where x is unbound.
func listSetItem(v, key, x Value) *Exception {
	l := heap[List](v)
	if key.ref == &intHeader {
		i := int(key.bits)
		if i < 0 {
			i += len(l.Items)
		}
		if uint(i) >= uint(len(l.Items)) {
			return ListNoPlace()
		}
		if x.ref == nil {
			l.RemoveAt(i)
		} else {
			l.Store(i, x)
		}
		return nil
	}
	if key.ref.typ == SliceType {
		if x.ref == nil {
			return l.deleteSlice(heap[Slice](key))
		}
		return l.setSlice(heap[Slice](key), x)
	}
	if !hasIndex(key) {
		return Raisef(TypeErrorType, "list indices must be integers or slices, not %s", key.ref.typ.ShownName())
	}
	i, exc := IndexInt(key, IndexErrorType)
	if exc != nil {
		return exc
	}
	return listSetItem(v, Int(int64(i)), x)
}

func (l *List) setSlice(s *Slice, x Value) *Exception {
	if _, _, _, _, exc := s.indices(len(l.Items)); exc != nil {
		return exc
	}
	if x.ref.typ.Flags&(FlagList|FlagTuple) == 0 && !isIterable(x) {
		return Raisef(TypeErrorType, "must assign iterable to extended slice")
	}
	var items []Value
	switch {
	case x.ref.typ == ListType && heap[List](x) != l:
		items = heap[List](x).Items
	case x.ref.typ == TupleType:
		items = heap[Tuple](x).Items()
	default:
		var exc *Exception
		if items, exc = ToSlice(x); exc != nil {
			return exc
		}
	}
	// Making the elements may have run code that changed the list.
	start, stop, step, n, exc := s.indices(len(l.Items))
	if exc != nil {
		return exc
	}
	if step == 1 {
		l.replace(start, max(start, stop), items)
		return nil
	}
	if len(items) != n {
		return Raisef(ValueErrorType, "attempt to assign sequence of size %d to extended slice of size %d", len(items), n)
	}
	for _, item := range items {
		l.Store(start, item)
		start += step
	}
	return nil
}

// replace puts items where the elements from start to stop were.
func (l *List) replace(start, stop int, items []Value) {
	if l.unscanned && len(items) == 0 {
		l.removeScalars(start, stop)
		return
	}
	l.scanned()
	tail := len(l.Items) - stop
	size := start + len(items) + tail
	if gone := stop - start; len(items) == 0 && start < tail {
		// What is before moves up.
		copy(l.Items[gone:], l.Items[:start])
		clear(l.Items[:gone])
		l.Items = l.Items[gone:]
		return
	}
	if size <= cap(l.Items) {
		old := len(l.Items)
		l.Items = l.Items[:max(size, old)]
		if to := start + len(items); to < stop {
			moveDown(l.Items[to:old], stop-to)
		} else if to > stop {
			copy(l.Items[to:], l.Items[stop:old])
		}
		copy(l.Items[start:], items)
		if size < old {
			clear(l.Items[size:old])
		}
		l.Items = l.Items[:size]
		return
	}
	grown := make([]Value, size, size+size/8+4)
	copy(grown, l.Items[:start])
	copy(grown[start:], items)
	copy(grown[start+len(items):], l.Items[stop:])
	l.SetItems(grown)
}

func (l *List) deleteSlice(s *Slice) *Exception {
	start, stop, step, n, exc := s.indices(len(l.Items))
	if exc != nil {
		return exc
	}
	if n <= 0 {
		return nil
	}
	if step == 1 {
		l.replace(start, stop, nil)
		return nil
	}
	if step < 0 {
		start, step = start+step*(n-1), -step
	}
	l.scanned()
	to, next := start, start
	for from := start; from < len(l.Items); from++ {
		if from == next && n > 0 {
			next += step
			n--
			continue
		}
		l.Items[to] = l.Items[from]
		to++
	}
	clear(l.Items[to:])
	l.Items = l.Items[:to]
	return nil
}
