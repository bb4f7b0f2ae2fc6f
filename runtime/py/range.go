package py

import "math/big"

// This file implements Range and its iterators (Python library reference, Ranges).
//
// The usual range has bounds and a length that fit an int64 and is computed with those;
// any other has big set and computes with big.Ints.

// Range is a range object.
type Range struct {
	Header
	Start, Stop, Step int64
	N                 int // length
	big               *bigRange
}

type bigRange struct{ start, stop, step, n *big.Int }

// The iterator types of ranges.
var (
	RangeIterType     = &Type{Name: "range_iterator"}
	LongRangeIterType = &Type{Name: "longrange_iterator"}
)

// NewRange returns range(start, stop, step); step is not 0.
func NewRange(start, stop, step int64) *Range {
	r := &Range{Header: Header{RangeType}, Start: start, Stop: stop, Step: step}
	n := uint64(0)
	switch {
	case step > 0 && start < stop:
		n = (uint64(stop)-uint64(start)-1)/uint64(step) + 1
	case step < 0 && stop < start:
		n = (uint64(start)-uint64(stop)-1)/(-uint64(step)) + 1
	}
	if n > MaxSize/2 || step > MaxSize/2 || step < -MaxSize/2 {
		return newBigRange(big.NewInt(start), big.NewInt(stop), big.NewInt(step))
	}
	r.N = int(n)
	return r
}

func newBigRange(start, stop, step *big.Int) *Range {
	r := &Range{Header: Header{RangeType}, big: &bigRange{start, stop, step, new(big.Int)}}
	lo, hi, by := start, stop, step
	if step.Sign() < 0 {
		lo, hi, by = stop, start, new(big.Int).Neg(step)
	}
	if lo.Cmp(hi) < 0 {
		n := r.big.n.Sub(hi, lo)
		n.Sub(n, big.NewInt(1)).Quo(n, by).Add(n, big.NewInt(1))
	}
	return r
}

// rangeOf returns the range with the exact ints start, stop and step.
func rangeOf(start, stop, step Value) *Range {
	if start.IsSmallInt() && stop.IsSmallInt() && step.IsSmallInt() {
		return NewRange(start.SmallInt(), stop.SmallInt(), step.SmallInt())
	}
	return newBigRange(BigOf(start), BigOf(stop), BigOf(step))
}

// RangeV is range(start, stop, step) for any arguments; start and step may be unbound.
func RangeV(start, stop, step Value) (Value, *Exception) {
	var exc *Exception
	if start.ref == nil {
		start = Int(0)
	} else if start, exc = Index(start); exc != nil {
		return Value{}, exc
	}
	if stop, exc = Index(stop); exc != nil {
		return Value{}, exc
	}
	if step.ref == nil {
		step = Int(1)
	} else if step, exc = Index(step); exc != nil {
		return Value{}, exc
	}
	if step == Int(0) {
		return Value{}, Raisef(ValueErrorType, "range() arg 3 must not be zero")
	}
	return rangeOf(start, stop, step).Value(), nil
}

func (r *Range) startV() Value {
	if r.big != nil {
		return IntBig(new(big.Int).Set(r.big.start))
	}
	return Int(r.Start)
}

func (r *Range) stopV() Value {
	if r.big != nil {
		return IntBig(new(big.Int).Set(r.big.stop))
	}
	return Int(r.Stop)
}

func (r *Range) stepV() Value {
	if r.big != nil {
		return IntBig(new(big.Int).Set(r.big.step))
	}
	return Int(r.Step)
}

func (r *Range) lenV() Value {
	if r.big != nil {
		return IntBig(new(big.Int).Set(r.big.n))
	}
	return Int(int64(r.N))
}

// at returns element i of a range with big bounds.
func (r *bigRange) at(i *big.Int) Value {
	x := new(big.Int).Mul(i, r.step)
	return IntBig(x.Add(x, r.start))
}

func (r *Range) asBig() *bigRange {
	if r.big != nil {
		return r.big
	}
	return &bigRange{big.NewInt(r.Start), big.NewInt(r.Stop), big.NewInt(r.Step), big.NewInt(int64(r.N))}
}

var rangeSpec = TypeSpec{
	Doc:    "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).",
	Flags:  FlagSequencePattern,
	Layout: LayoutOf[Range](),
	Slots: Slots{
		Repr:    rangeRepr,
		Hash:    rangeHash,
		Compare: rangeCompare,
		Iter:    rangeIterOf,
		Len:     rangeLen,
		Bool: func(v Value) (bool, *Exception) {
			r := heap[Range](v)
			return r.N != 0 || r.big != nil && r.big.n.Sign() != 0, nil
		},
		GetItem:  rangeGetItem,
		Contains: rangeContains,
		New:      rangeNew,
	},
	GetSets: []GetSet{
		{Name: "start", Member: true, Get: func(v Value) (Value, *Exception) { return heap[Range](v).startV(), nil }},
		{Name: "stop", Member: true, Get: func(v Value) (Value, *Exception) { return heap[Range](v).stopV(), nil }},
		{Name: "step", Member: true, Get: func(v Value) (Value, *Exception) { return heap[Range](v).stepV(), nil }},
	},
	Methods: []Method{
		{Name: "index", Sig: "($self, value, /)", Impl: rangeIndex, Doc: "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present."},
		{Name: "count", Sig: "($self, value, /)", Impl: rangeCount, Doc: "rangeobject.count(value) -> integer -- return number of occurrences of value"},
		{Name: "__reversed__", Sig: "($self, /)", Impl: rangeReversed, Doc: "Return a reverse iterator."},
		{Name: "__reduce__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
			r := heap[Range](v)
			return TupleV(RangeType.Value(), TupleV(r.startV(), r.stopV(), r.stepV())), nil
		}},
	},
}

func init() {
	RangeType.Define(&rangeSpec)
	RangeIterType.Define(&TypeSpec{
		Layout:  LayoutOf[rangeIter](),
		Slots:   Slots{Iter: self, Next: rangeIterNext},
		Methods: append(rangeState(rangeIterRest, rangeIterSkip), Method{Name: "__length_hint__", Sig: "($self, /)", Impl: rangeIterHint}),
		NoNew:   true,
	})
	LongRangeIterType.Define(&TypeSpec{
		Layout:  LayoutOf[longRangeIter](),
		Slots:   Slots{Iter: self, Next: longRangeIterNext},
		Methods: append(rangeState(longRangeIterRest, longRangeIterSkip), Method{Name: "__length_hint__", Sig: "($self, /)", Impl: longRangeIterHint}),
		NoNew:   true,
	})
}

func rangeNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	if exc := checkNoKeywords("range", names); exc != nil {
		return Value{}, exc
	}
	if exc := checkArgCount("range", len(args), 1, 3); exc != nil {
		return Value{}, exc
	}
	switch len(args) {
	case 1:
		return RangeV(Value{}, args[0], Value{})
	case 2:
		return RangeV(args[0], args[1], Value{})
	}
	return RangeV(args[0], args[1], args[2])
}

func rangeRepr(v Value) (Value, *Exception) {
	r := heap[Range](v)
	b := []byte("range(")
	parts := []Value{r.startV(), r.stopV(), r.stepV()}
	if parts[2] == Int(1) {
		parts = parts[:2]
	}
	var exc *Exception
	for i, p := range parts {
		if i > 0 {
			b = append(b, ", "...)
		}
		if b, exc = appendRepr(b, p); exc != nil {
			return Value{}, exc
		}
	}
	return asciiV(bytesString(append(b, ')'))), nil
}

// identity returns what decides the equality of ranges: the length, and where it is not
// zero the first element, and where it is over one the step.
func (r *Range) identity() []Value {
	id := []Value{r.lenV(), None, None}
	if id[0] == Int(0) {
		return id
	}
	id[1] = r.startV()
	if id[0] != Int(1) {
		id[2] = r.stepV()
	}
	return id
}

func rangeHash(v Value) (int64, *Exception) { return hashItems(heap[Range](v).identity(), true) }

func rangeCompare(op CompareOp, a, b Value) (Value, *Exception) {
	if b.ref.typ != RangeType || op != EQ && op != NE {
		return NotImplemented, nil
	}
	x, y := heap[Range](a).identity(), heap[Range](b).identity()
	return compareItems(op, &x, &y)
}

func rangeLen(v Value) (int, *Exception) {
	r := heap[Range](v)
	if r.big == nil {
		return r.N, nil
	}
	if !r.big.n.IsInt64() {
		return 0, Raisef(OverflowErrorType, "Python int too large to convert to C ssize_t")
	}
	return int(r.big.n.Int64()), nil
}

func rangeGetItem(v, key Value) (Value, *Exception) {
	r := heap[Range](v)
	if key.ref == &intHeader && r.big == nil {
		i := int64(key.bits)
		if i < 0 {
			i += int64(r.N)
		}
		if uint64(i) >= uint64(r.N) {
			return Value{}, Raisef(IndexErrorType, "range object index out of range")
		}
		return Int(r.Start + i*r.Step), nil
	}
	if key.ref.typ == SliceType {
		return rangeSlice(r, heap[Slice](key))
	}
	if !hasIndex(key) {
		return Value{}, Raisef(TypeErrorType, "range indices must be integers or slices, not %s", key.ref.typ.ShownName())
	}
	x, exc := Index(key)
	if exc != nil {
		return Value{}, exc
	}
	b := r.asBig()
	i := new(big.Int).Set(BigOf(x))
	if i.Sign() < 0 {
		i.Add(i, b.n)
	}
	if i.Sign() < 0 || i.Cmp(b.n) >= 0 {
		return Value{}, Raisef(IndexErrorType, "range object index out of range")
	}
	return b.at(i), nil
}

func rangeSlice(r *Range, s *Slice) (Value, *Exception) {
	if r.big == nil {
		start, stop, step, _, exc := s.indices(r.N)
		if exc != nil {
			return Value{}, exc
		}
		if bound := int64(1) << 31; max(abs64(r.Step), abs64(int64(step)), abs64(r.Start), int64(r.N)) < bound {
			return NewRange(r.Start+int64(start)*r.Step, r.Start+int64(stop)*r.Step, r.Step*int64(step)).Value(), nil
		}
	}
	b := r.asBig()
	start, stop, step, exc := s.bigIndices(b.n)
	if exc != nil {
		return Value{}, exc
	}
	step.Mul(step, b.step)
	return rangeOf(b.at(start), b.at(stop), IntBig(step)).Value(), nil
}

func abs64(i int64) int64 {
	if i < 0 {
		return -i
	}
	return i
}

// find returns the index of the exact int or bool x, and whether it is an element.
func (r *Range) find(x Value) (Value, bool) {
	x = exactInt(x)
	if r.big == nil {
		if !x.IsSmallInt() || r.N == 0 {
			return Value{}, false
		}
		i := x.SmallInt()
		last := r.Start + int64(r.N-1)*r.Step
		if r.Step > 0 && (i < r.Start || i > last) || r.Step < 0 && (i > r.Start || i < last) {
			return Value{}, false
		}
		d := i - r.Start
		return Int(d / r.Step), d%r.Step == 0
	}
	d := new(big.Int).Sub(BigOf(x), r.big.start)
	q, m := new(big.Int).QuoRem(d, r.big.step, new(big.Int))
	return IntBig(q), m.Sign() == 0 && q.Sign() >= 0 && q.Cmp(r.big.n) < 0
}

func rangeContains(v, item Value) (bool, *Exception) {
	if t := item.ref.typ; t == IntType || t == BoolType {
		_, ok := heap[Range](v).find(item)
		return ok, nil
	}
	i, exc := rangeSearch(v, item)
	return i >= 0, exc
}

// rangeSearch compares every element with item.
func rangeSearch(v, item Value) (int, *Exception) {
	it, _ := rangeIterOf(v)
	next := it.ref.typ.Next
	for i := 0; ; i++ {
		x, ok, _ := next(it)
		if !ok {
			return -1, nil
		}
		equal, exc := EqBool(x, item)
		if exc != nil {
			return -1, exc
		}
		if equal {
			return i, nil
		}
	}
}

func rangeIndex(v, item Value) (Value, *Exception) {
	if t := item.ref.typ; t == IntType || t == BoolType {
		if i, ok := heap[Range](v).find(item); ok {
			return i, nil
		}
		r, exc := Repr(item)
		if exc != nil {
			return Value{}, exc
		}
		return Value{}, Raisef(ValueErrorType, "%s is not in range", heap[Str](r).S)
	}
	i, exc := rangeSearch(v, item)
	if exc != nil {
		return Value{}, exc
	}
	if i < 0 {
		return Value{}, Raisef(ValueErrorType, "sequence.index(x): x not in sequence")
	}
	return Int(int64(i)), nil
}

func rangeCount(v, item Value) (Value, *Exception) {
	if t := item.ref.typ; t == IntType || t == BoolType {
		_, ok := heap[Range](v).find(item)
		if ok {
			return Int(1), nil
		}
		return Int(0), nil
	}
	n := int64(0)
	it, _ := rangeIterOf(v)
	for {
		x, ok, _ := it.ref.typ.Next(it)
		if !ok {
			return Int(n), nil
		}
		equal, exc := EqBool(x, item)
		if exc != nil {
			return Value{}, exc
		}
		if equal {
			n++
		}
	}
}

type rangeIter struct {
	Header
	next, step int64
	left       int
}

func rangeIterOf(v Value) (Value, *Exception) {
	r := heap[Range](v)
	if r.big != nil {
		return (&longRangeIter{Header{LongRangeIterType}, r.big, new(big.Int)}).Value(), nil
	}
	return (&rangeIter{Header{RangeIterType}, r.Start, r.Step, r.N}).Value(), nil
}

func rangeIterNext(v Value) (Value, bool, *Exception) {
	it := heap[rangeIter](v)
	if it.left <= 0 {
		return Value{}, false, nil
	}
	i := it.next
	it.next += it.step
	it.left--
	return Int(i), true, nil
}

func rangeIterHint(v Value) (Value, *Exception) { return Int(int64(heap[rangeIter](v).left)), nil }

func rangeReversed(v Value) (Value, *Exception) {
	r := heap[Range](v)
	if r.big == nil {
		return (&rangeIter{Header{RangeIterType}, r.Start + int64(r.N-1)*r.Step, -r.Step, r.N}).Value(), nil
	}
	last := new(big.Int).Sub(r.big.n, big.NewInt(1))
	last.Mul(last, r.big.step).Add(last, r.big.start)
	back := &bigRange{start: last, step: new(big.Int).Neg(r.big.step), n: r.big.n}
	return (&longRangeIter{Header{LongRangeIterType}, back, new(big.Int)}).Value(), nil
}

type longRangeIter struct {
	Header
	r *bigRange
	i *big.Int
}

func longRangeIterNext(v Value) (Value, bool, *Exception) {
	it := heap[longRangeIter](v)
	if it.i.Cmp(it.r.n) >= 0 {
		return Value{}, false, nil
	}
	x := it.r.at(it.i)
	it.i = new(big.Int).Add(it.i, big.NewInt(1))
	return x, true, nil
}

func longRangeIterHint(v Value) (Value, *Exception) {
	it := heap[longRangeIter](v)
	return IntBig(new(big.Int).Sub(it.r.n, it.i)), nil
}
