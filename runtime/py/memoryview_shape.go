package py

import (
	"math"
	"slices"
)

// This file implements memoryviews of several dimensions, which casts make: their items lie in
// the memory row by row, but for the first dimension, which may be sliced.

// rowSize returns the bytes of one element of the first dimension.
func (m *MemoryView) rowSize() int {
	size := m.size
	for _, n := range m.inner {
		size *= n
	}
	return size
}

func (m *MemoryView) shape() []int {
	if m.scalar {
		return nil
	}
	return append([]int{m.n}, m.inner...)
}

func (m *MemoryView) strides() []int {
	if m.scalar {
		return nil
	}
	list := make([]int, 1+len(m.inner))
	list[0] = m.step
	size := m.size
	for i := len(m.inner) - 1; i >= 0; i-- {
		list[i+1] = size
		size *= m.inner[i]
	}
	return list
}

func intsTuple(list []int) Value {
	items := make([]Value, len(list))
	for i, n := range list {
		items[i] = Int(int64(n))
	}
	return TupleV(items...)
}

// contiguous reports whether the items lie side by side in the order of C.
func (m *MemoryView) contiguous() bool { return m.n == 1 || m.step == m.rowSize() }

// fortran reports whether they lie in that of Fortran, the first index running fastest.
func (m *MemoryView) fortran() bool {
	size := m.size
	strides := m.strides()
	for i, n := range m.shape() {
		if n > 1 && strides[i] != size {
			return m.inner == nil && m.contiguous()
		}
		size *= n
	}
	return m.inner != nil || m.contiguous()
}

// list is tolist().
func (m *MemoryView) list() Value {
	if m.scalar {
		return m.at(0)
	}
	return m.listOf(m.off, m.shape(), m.strides())
}

// listOf is the list of what is at off in the dimensions with these lengths and strides.
func (m *MemoryView) listOf(off int, shape, strides []int) Value {
	items := make([]Value, shape[0])
	for i := range items {
		at := off + i*strides[0]
		if len(shape) == 1 {
			items[i] = m.value(m.data[at : at+m.size])
		} else {
			items[i] = m.listOf(at, shape[1:], strides[1:])
		}
	}
	return NewList(items).Value()
}

// fortranBytes are the bytes of the items with the first index running fastest.
func (m *MemoryView) fortranBytes() []byte {
	out := make([]byte, 0, m.n*m.rowSize())
	shape, strides := m.shape(), m.strides()
	var add func(off, dim int)
	add = func(off, dim int) {
		for i := range shape[dim] {
			at := off + i*strides[dim]
			if dim == 0 {
				out = append(out, m.data[at:at+m.size]...)
			} else {
				add(at, dim-1)
			}
		}
	}
	add(m.off, len(shape)-1)
	return out
}

// memoryOrder returns whether the argument order of tobytes stands for that of Fortran.
func memoryOrder(order Value) (fortran bool, exc *Exception) {
	if order.ref == nil || order.IsNone() {
		return false, nil
	}
	s, ok := AsStr(order)
	if !ok {
		return false, Raisef(TypeErrorType, "tobytes() argument 'order' must be str or None, not %s", order.ref.typ.ShownName())
	}
	switch s.S {
	case "C", "A":
		return false, nil
	case "F":
		return true, nil
	}
	return false, Raisef(ValueErrorType, "order must be 'C', 'F' or 'A'")
}

// sameShape reports whether v, any object, has the shape of m where it is compared with it.
func (m *MemoryView) sameShape(v Value) bool {
	if v.ref.typ == MemoryViewType && heap[MemoryView](v).base.ref != nil {
		return slices.Equal(m.shape(), heap[MemoryView](v).shape())
	}
	return m.inner == nil && !m.scalar
}

// itemAt returns the offset of the item that the indexes stand for.
func (m *MemoryView) itemAt(indexes []Value) (int, *Exception) {
	if m.scalar {
		if len(indexes) > 0 {
			return 0, notOfScalar()
		}
		return m.off, nil
	}
	if allSlices(indexes) {
		return 0, Raisef(NotImplementedErrorType, "multi-dimensional slicing is not implemented")
	}
	for _, x := range indexes {
		if !hasIndex(x) {
			return 0, Raisef(TypeErrorType, "memoryview: invalid slice key")
		}
	}
	shape, strides := m.shape(), m.strides()
	switch n := len(indexes); {
	case n < len(shape):
		return 0, Raisef(NotImplementedErrorType, "sub-views are not implemented")
	case n > len(shape):
		return 0, Raisef(TypeErrorType, "cannot index %d-dimension view with %d-element tuple", len(shape), n)
	}
	at := m.off
	for d, x := range indexes {
		i, exc := IndexInt(x, IndexErrorType)
		if exc != nil {
			return 0, exc
		}
		if i < 0 {
			i += shape[d]
		}
		if i < 0 || i >= shape[d] {
			return 0, Raisef(IndexErrorType, "index out of bounds on dimension %d", d+1)
		}
		at += i * strides[d]
	}
	return at, m.still()
}

// allSlices reports whether a tuple of indexes is one of slices.
func allSlices(indexes []Value) bool {
	return len(indexes) > 0 && !slices.ContainsFunc(indexes, func(x Value) bool { return x.ref.typ != SliceType })
}

// notOfScalar is the error of indexing a view without dimensions otherwise than by () and
// an ellipsis.
func notOfScalar() *Exception { return Raisef(TypeErrorType, "invalid indexing of 0-dim memory") }

func noSubViews() *Exception {
	return Raisef(NotImplementedErrorType, "multi-dimensional sub-views are not implemented")
}

// castShape returns the elements of the argument shape of a cast, unbound if it is not given; flat
// is whether what is cast has one dimension.
func castShape(shape Value, flat bool) ([]Value, *Exception) {
	if shape.ref == nil {
		return []Value{{}}, nil
	}
	if shape.ref.typ.Flags&(FlagList|FlagTuple) == 0 {
		return nil, Raisef(TypeErrorType, "shape must be a list or a tuple")
	}
	items, exc := ItemsOf(shape)
	if exc != nil {
		return nil, exc
	}
	switch {
	case len(items) > 64:
		return nil, Raisef(ValueErrorType, "memoryview: number of dimensions must not exceed 64")
	case !flat && len(items) != 1:
		return nil, Raisef(TypeErrorType, "memoryview: cast must be 1D -> ND or ND -> 1D")
	}
	return items, nil
}

// castLengths returns the lengths that the elements of a shape say for n items of size bytes.
func castLengths(items []Value, n, size int) ([]int, *Exception) {
	if len(items) == 1 && items[0].ref == nil {
		return []int{n}, nil
	}
	product := size
	lengths := make([]int, len(items))
	for i, x := range items {
		if x.ref.typ.Flags&FlagInt == 0 {
			return nil, Raisef(TypeErrorType, "memoryview.cast(): elements of shape must be integers")
		}
		k, exc := IndexInt(x, ValueErrorType)
		if exc != nil {
			return nil, exc
		}
		if k <= 0 {
			return nil, Raisef(ValueErrorType, "memoryview.cast(): elements of shape must be integers > 0")
		}
		lengths[i] = k
		if k > math.MaxInt/product {
			return nil, Raisef(ValueErrorType, "memoryview.cast(): product(shape) > SSIZE_MAX")
		}
		product *= k
	}
	if product != n*size {
		return nil, Raisef(TypeErrorType, "memoryview: product(shape) * itemsize != buffer size")
	}
	return lengths, nil
}
