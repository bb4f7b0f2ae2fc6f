package heapq

import "github.com/aio2go/aio2go/runtime/py"

// This file implements nlargest and nsmallest. They compare what Lib/heapq.py compares, in
// its order.

// best is nlargest or nsmallest.
func best(n, it, key value, largest bool) (value, exc) {
	if key.IsNone() {
		key = value{}
	}
	if n.IsSmallInt() && n.SmallInt() == 1 {
		return single(it, key, largest)
	}
	size, e := py.Len(it)
	all := false
	if e == nil {
		all, e = py.GeBool(n, py.Int(int64(size)))
	} else if e.Is(py.TypeErrorType) || e.Is(py.AttributeErrorType) {
		e = nil
	}
	if e != nil {
		return value{}, e
	}
	k, e := py.IndexInt(n, nil)
	if e != nil {
		return value{}, e
	}
	if all {
		items, e := py.ToSlice(it)
		if e == nil {
			e = py.SortItems(items, key, largest)
		}
		return py.NewList(items[:min(max(k, 0), len(items))]).Value(), e
	}
	b := bestOf{key: key, largest: largest, first: greatest}
	if largest {
		b.first = least
	}
	if b.it, e = py.Iter(it); e != nil {
		return value{}, e
	}
	if e := b.fill(k); e != nil || len(b.heap.Items) == 0 {
		return b.heap.Value(), e
	}
	if e := b.rest(); e != nil {
		return value{}, e
	}
	items := b.heap.Items
	if e := py.SortItems(items, value{}, largest); e != nil {
		return value{}, e
	}
	for i, entry := range items {
		parts := py.Heap[py.Tuple](entry).Items()
		items[i] = parts[len(parts)-1]
		if key.IsUnbound() {
			items[i] = parts[0]
		}
	}
	return b.heap.Value(), nil
}

// single is best for one element, of which min and max find the first.
func single(it, key value, largest bool) (value, exc) {
	less := py.LtBool
	if largest {
		less = py.GtBool
	}
	it, e := py.Iter(it)
	if e != nil {
		return value{}, e
	}
	var found, foundKey value
	for {
		x, ok, e := py.Next(it)
		if e != nil {
			return value{}, e
		}
		if !ok {
			break
		}
		k := x
		if !key.IsUnbound() {
			if k, e = py.Call1(key, x); e != nil {
				return value{}, e
			}
		}
		better := found.IsUnbound()
		if !better {
			if better, e = less(k, foundKey); e != nil {
				return value{}, e
			}
		}
		if better {
			found, foundKey = x, k
		}
	}
	if found.IsUnbound() {
		return py.NewList(nil).Value(), nil
	}
	return py.ListV(found), nil
}

// bestOf keeps the best elements of an iterator in a heap of entries (key, order, element),
// or (element, order) where there is no key, with the worst in front.
type bestOf struct {
	it, key value
	largest bool
	first   order
	heap    *py.List
	order   int64 // of the next entry: from 0 downwards for the largest, else upwards
}

// next returns the next element and its key.
func (b *bestOf) next() (x, key value, ok bool, e exc) {
	if x, ok, e = py.Next(b.it); !ok || e != nil || b.key.IsUnbound() {
		return x, x, ok, e
	}
	key, e = py.Call1(b.key, x)
	return x, key, ok, e
}

func (b *bestOf) entry(x, key value) value {
	order := py.Int(b.order)
	if b.largest {
		b.order--
	} else {
		b.order++
	}
	if b.key.IsUnbound() {
		return py.TupleV(x, order)
	}
	return py.TupleV(key, order, x)
}

// fill makes the heap of the first n elements.
func (b *bestOf) fill(n int) exc {
	b.heap = py.NewList(nil)
	for range n {
		x, key, ok, e := b.next()
		if e != nil {
			return e
		}
		if !ok {
			break
		}
		b.heap.Append(b.entry(x, key))
	}
	return heapify(b.heap.Value(), b.first)
}

// rest puts each of the other elements that is better than the worst in its place.
func (b *bestOf) rest() exc {
	top := py.Heap[py.Tuple](b.heap.Items[0]).Items()[0]
	for {
		x, key, ok, e := b.next()
		if !ok || e != nil {
			return e
		}
		var better bool
		if b.largest {
			better, e = py.LtBool(top, key)
		} else {
			better, e = py.LtBool(key, top)
		}
		if e != nil {
			return e
		}
		if !better {
			continue
		}
		if _, e := replace(b.heap.Value(), b.entry(x, key), b.first); e != nil {
			return e
		}
		top = py.Heap[py.Tuple](b.heap.Items[0]).Items()[0]
	}
}
