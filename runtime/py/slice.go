package py

import "math/big"

// This file implements Slice (Python reference 3.2.13.6, slice objects).

// Slice is a slice object.
type Slice struct {
	Header
	Start, Stop, Step Value
}

// NewSlice returns slice(lo, hi, step); unbound bounds are None.
func NewSlice(lo, hi, step Value) Value {
	s := sliceOf(lo, hi, step)
	return s.Value()
}

func sliceOf(lo, hi, step Value) *Slice {
	s := &Slice{Header{SliceType}, lo, hi, step}
	if lo.ref == nil {
		s.Start = None
	}
	if hi.ref == nil {
		s.Stop = None
	}
	if step.ref == nil {
		s.Step = None
	}
	return s
}

var sliceSpec = TypeSpec{
	Doc:    "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
	Layout: LayoutOf[Slice](),
	Slots: Slots{
		Repr:    sliceRepr,
		Hash:    sliceHash,
		Compare: sliceCompare,
		New:     sliceNew,
	},
	GetSets: []GetSet{
		{Name: "start", Member: true, Get: func(v Value) (Value, *Exception) { return heap[Slice](v).Start, nil }},
		{Name: "stop", Member: true, Get: func(v Value) (Value, *Exception) { return heap[Slice](v).Stop, nil }},
		{Name: "step", Member: true, Get: func(v Value) (Value, *Exception) { return heap[Slice](v).Step, nil }},
	},
	Methods: []Method{
		{Name: "indices", Sig: "($self, object, /)", Impl: sliceIndicesMethod, Doc: "S.indices(len) -> (start, stop, stride)\n\nAssuming a sequence of length len, calculate the start and stop\nindices, and the stride length of the extended slice described by\nS. Out of bounds indices are clipped in a manner consistent with the\nhandling of normal slices."},
		{Name: "__reduce__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
			s := heap[Slice](v)
			return TupleV(SliceType.Value(), TupleV(s.Start, s.Stop, s.Step)), nil
		}},
	},
}

func init() { SliceType.Define(&sliceSpec) }

func sliceNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	if exc := checkNoKeywords("slice", names); exc != nil {
		return Value{}, exc
	}
	if exc := checkArgCount("slice", len(args), 1, 3); exc != nil {
		return Value{}, exc
	}
	switch len(args) {
	case 1:
		return NewSlice(None, args[0], None), nil
	case 2:
		return NewSlice(args[0], args[1], None), nil
	}
	return NewSlice(args[0], args[1], args[2]), nil
}

// indices returns the slice's bounds for a sequence of length n, clipped to it, and how
// many elements it has.
func (s *Slice) indices(n int) (start, stop, step, count int, exc *Exception) {
	if start, stop, ok := s.plain(n); ok {
		return start, stop, 1, max(stop-start, 0), nil
	}
	step = 1
	if !s.Step.IsNone() {
		if step, exc = sliceIndex(s.Step); exc != nil {
			return
		}
		if step == 0 {
			exc = Raisef(ValueErrorType, "slice step cannot be zero")
			return
		}
		if step < -MaxSize {
			step = -MaxSize
		}
	}
	lo, hi := 0, n
	if step < 0 {
		lo, hi = -1, n-1
	}
	clip := func(v Value, missing int) int {
		if v.IsNone() {
			return missing
		}
		i, e := sliceIndex(v)
		if e != nil {
			if exc == nil {
				exc = e
			}
			return 0
		}
		if i < 0 {
			if i += n; i < 0 {
				return lo
			}
			return min(i, hi)
		}
		return min(i, hi)
	}
	if step < 0 {
		start = clip(s.Start, hi)
		if exc == nil {
			stop = clip(s.Stop, lo)
		}
	} else {
		start = clip(s.Start, lo)
		if exc == nil {
			stop = clip(s.Stop, hi)
		}
	}
	if exc != nil {
		return
	}
	return start, stop, step, stepCount(start, stop, step), nil
}

// plain is indices of a slice whose step is 1 and whose bounds are small ints or None; ok is
// false for others.
func (s *Slice) plain(n int) (start, stop int, ok bool) {
	if s.Step.ref != &noneHeader && s.Step != Int(1) {
		return 0, 0, false
	}
	stop = n
	switch s.Start.ref {
	case &intHeader:
		start = clipIndex(int(s.Start.bits), n)
	case &noneHeader:
	default:
		return 0, 0, false
	}
	switch s.Stop.ref {
	case &intHeader:
		stop = clipIndex(int(s.Stop.bits), n)
	case &noneHeader:
	default:
		return 0, 0, false
	}
	return start, stop, true
}

// clipIndex is the bound i of a slice of a sequence of length n.
func clipIndex(i, n int) int {
	if i < 0 {
		return max(i+n, 0)
	}
	return min(i, n)
}

// stepCount is len(range(start, stop, step)) for bounds whose difference fits.
func stepCount(start, stop, step int) int {
	if step > 0 {
		if start < stop {
			return int((uint64(stop)-uint64(start)-1)/uint64(step)) + 1
		}
	} else if stop < start {
		return int((uint64(start)-uint64(stop)-1)/uint64(-step)) + 1
	}
	return 0
}

// SliceIndices returns the bounds of the slice object v for a sequence of length n,
// clipped to it, and how many elements it has.
func SliceIndices(v Value, n int) (start, stop, step, count int, exc *Exception) {
	return heap[Slice](v).indices(n)
}

func sliceIndicesMethod(v, length Value) (Value, *Exception) {
	n, exc := Index(length)
	if exc != nil {
		return Value{}, exc
	}
	size := BigOf(n)
	if size.Sign() < 0 {
		return Value{}, Raisef(ValueErrorType, "length should not be negative")
	}
	start, stop, step, exc := heap[Slice](v).bigIndices(size)
	if exc != nil {
		return Value{}, exc
	}
	return TupleV(IntBig(start), IntBig(stop), IntBig(step)), nil
}

// bigIndices is indices for a length of any size.
func (s *Slice) bigIndices(n *big.Int) (start, stop, step *big.Int, exc *Exception) {
	bound := func(v Value) *big.Int {
		if exc != nil {
			return nil
		}
		if !hasIndex(v) {
			exc = Raisef(TypeErrorType, "slice indices must be integers or None or have an __index__ method")
			return nil
		}
		var x Value
		if x, exc = Index(v); exc != nil {
			return nil
		}
		return new(big.Int).Set(BigOf(x))
	}
	step = big.NewInt(1)
	if !s.Step.IsNone() {
		if step = bound(s.Step); exc != nil {
			return
		}
		if step.Sign() == 0 {
			exc = Raisef(ValueErrorType, "slice step cannot be zero")
			return
		}
	}
	lo, hi := new(big.Int), new(big.Int).Set(n)
	if step.Sign() < 0 {
		lo.SetInt64(-1)
		hi.Sub(hi, big.NewInt(1))
	}
	clip := func(v Value, missing *big.Int) *big.Int {
		if v.IsNone() {
			return new(big.Int).Set(missing)
		}
		i := bound(v)
		if exc != nil {
			return nil
		}
		if i.Sign() < 0 {
			i.Add(i, n)
		}
		if i.Cmp(lo) < 0 {
			i.Set(lo)
		}
		if i.Cmp(hi) > 0 {
			i.Set(hi)
		}
		return i
	}
	if step.Sign() < 0 {
		start, stop = clip(s.Start, hi), clip(s.Stop, lo)
	} else {
		start, stop = clip(s.Start, lo), clip(s.Stop, hi)
	}
	return
}

func sliceRepr(v Value) (Value, *Exception) {
	s := heap[Slice](v)
	b := []byte("slice(")
	var exc *Exception
	for i, p := range []Value{s.Start, s.Stop, s.Step} {
		if i > 0 {
			b = append(b, ", "...)
		}
		if b, exc = appendRepr(b, p); exc != nil {
			return Value{}, exc
		}
	}
	return NewStr(bytesString(append(b, ')'))).Value(), nil
}

func sliceHash(v Value) (int64, *Exception) {
	s := heap[Slice](v)
	return hashItems([]Value{s.Start, s.Stop, s.Step}, false)
}

func sliceCompare(op CompareOp, a, b Value) (Value, *Exception) {
	if b.ref.typ != SliceType {
		return NotImplemented, nil
	}
	if a == b {
		return Bool(op == EQ || op == LE || op == GE), nil
	}
	x, y := heap[Slice](a), heap[Slice](b)
	xs, ys := []Value{x.Start, x.Stop, x.Step}, []Value{y.Start, y.Stop, y.Step}
	return compareItems(op, &xs, &ys)
}
