package py

// This file implements list's methods.

func listAppend(self, x Value) (Value, *Exception) {
	ListAppend(self, x)
	return None, nil
}

func listExtendMethod(self, iterable Value) (Value, *Exception) {
	return None, heap[List](self).extend(iterable)
}

// Insert is l.insert(i, x).
func (l *List) Insert(i int, x Value) {
	n := len(l.Items)
	if i < 0 {
		i = max(i+n, 0)
	}
	i = min(i, n)
	l.Append(Value{})
	copy(l.Items[i+1:], l.Items[i:])
	l.Items[i] = x
}

func listInsert(self, index, x Value) (Value, *Exception) {
	i, exc := Ssize(index)
	if exc != nil {
		return Value{}, exc
	}
	heap[List](self).Insert(i, x)
	return None, nil
}

// RemoveAt removes and returns element i, which there is. Removing the first takes
// constant time.
func (l *List) RemoveAt(i int) Value {
	x := l.Items[i]
	if i == 0 {
		l.Items[0] = Value{}
		l.Items = l.Items[1:]
		return x
	}
	if l.unscanned {
		l.removeScalars(i, i+1)
		return x
	}
	if n := len(l.Items); i < n/2 {
		copy(l.Items[1:], l.Items[:i])
		l.Items[0] = Value{}
		l.Items = l.Items[1:]
	} else {
		moveDown(l.Items[i:], 1)
		l.Items[n-1] = Value{}
		l.Items = l.Items[:n-1]
	}
	return x
}

// moveDown moves items[by:] to the beginning of items. Memory that is moved down by little
// is moved in pieces through other memory, which processors do faster.
func moveDown(items []Value, by int) {
	const piece = 100
	if by < piece && len(items) > 4*piece {
		var room [piece]Value
		for len(items) >= by+piece {
			copy(room[:], items[by:])
			copy(items, room[:])
			items = items[piece:]
		}
	}
	copy(items, items[by:])
}

func listPop(self, index Value) (Value, *Exception) {
	l := heap[List](self)
	i := -1
	if !index.IsUnbound() {
		var exc *Exception
		if i, exc = Ssize(index); exc != nil {
			return Value{}, exc
		}
	}
	n := len(l.Items)
	if n == 0 {
		return Value{}, Raisef(IndexErrorType, "pop from empty list")
	}
	if i < 0 {
		i += n
	}
	if i < 0 || i >= n {
		return Value{}, Raisef(IndexErrorType, "pop index out of range")
	}
	return l.RemoveAt(i), nil
}

func listRemove(self, x Value) (Value, *Exception) {
	l := heap[List](self)
	for i := 0; i < len(l.Items); i++ {
		equal, exc := identicalOrEqual(l.Items[i], x)
		if exc != nil {
			return Value{}, exc
		}
		if equal {
			if i < len(l.Items) {
				l.RemoveAt(i)
			}
			return None, nil
		}
	}
	return Value{}, Raisef(ValueErrorType, "list.remove(x): x not in list")
}

func listClear(self Value) (Value, *Exception) {
	heap[List](self).SetItems(nil)
	return None, nil
}

func listCopy(self Value) (Value, *Exception) {
	return heap[List](self).Copy().Value(), nil
}

// searchBounds are the start and stop arguments of index methods, clamped to n.
func searchBounds(start, stop Value, n int) (int, int, *Exception) {
	lo, hi := 0, n
	if !start.IsUnbound() {
		i, exc := boundIndex(start)
		if exc != nil {
			return 0, 0, exc
		}
		if i < 0 {
			i = max(i+n, 0)
		}
		lo = i
	}
	if !stop.IsUnbound() {
		i, exc := boundIndex(stop)
		if exc != nil {
			return 0, 0, exc
		}
		if i < 0 {
			i = max(i+n, 0)
		}
		hi = i
	}
	return lo, hi, nil
}

func listIndex(self, x, start, stop Value) (Value, *Exception) {
	l := heap[List](self)
	lo, hi, exc := searchBounds(start, stop, len(l.Items))
	if exc != nil {
		return Value{}, exc
	}
	for i := lo; i < hi && i < len(l.Items); i++ {
		equal, exc := identicalOrEqual(l.Items[i], x)
		if exc != nil {
			return Value{}, exc
		}
		if equal {
			return Int(int64(i)), nil
		}
	}
	r, exc := Repr(x)
	if exc != nil {
		return Value{}, exc
	}
	return Value{}, Raisef(ValueErrorType, "%s is not in list", heap[Str](r).S)
}

func listCount(self, x Value) (Value, *Exception) {
	l := heap[List](self)
	n := 0
	for i := 0; i < len(l.Items); i++ {
		equal, exc := identicalOrEqual(l.Items[i], x)
		if exc != nil {
			return Value{}, exc
		}
		if equal {
			n++
		}
	}
	return Int(int64(n)), nil
}

func reverseItems(items []Value) {
	for i, j := 0, len(items)-1; i < j; i, j = i+1, j-1 {
		items[i], items[j] = items[j], items[i]
	}
}

func listReverse(self Value) (Value, *Exception) {
	reverseItems(heap[List](self).Items)
	return None, nil
}

func listSizeof(self Value) (Value, *Exception) {
	return Int(int64(40 + 8*cap(heap[List](self).Items))), nil
}

func listSort(self Value, args []Value) (Value, *Exception) {
	key, reverse := args[0], false
	if !args[1].IsUnbound() {
		var exc *Exception
		if reverse, exc = sortReverse(args[1]); exc != nil {
			return Value{}, exc
		}
	}
	return None, heap[List](self).Sort(key, reverse)
}

// sortReverse converts the argument reverse of sort and sorted, which CPython's
// argument clinic declares a bool.
func sortReverse(v Value) (bool, *Exception) { return Truth(v) }

// Sort is l.sort(key=key, reverse=reverse); key is unbound or None for none. The list
// is empty while it is being sorted.
func (l *List) Sort(key Value, reverse bool) *Exception {
	items, unscanned := l.Items, l.unscanned
	l.SetItems(nil)
	exc := SortItems(items, key, reverse)
	modified := l.Items != nil
	l.Items, l.unscanned = items, unscanned
	if exc == nil && modified {
		return Raisef(ValueErrorType, "list modified during sort")
	}
	return exc
}
