package py

import (
	"math/bits"
	"unsafe"
)

// This file implements Tuple (Python library reference, Tuples).

// Tuple is an instance of tuple or a subclass. Its elements follow it, as if it were the
// first of so many Values, of which its class and their number have the form; those of an
// instance of a subclass that has more to it are elsewhere.
type Tuple struct {
	Header
	n int // how many elements follow; -1 less how many are elsewhere
}

// TupleBase is the beginning of instances of subclasses of tuple that have more to them
// than elements.
type TupleBase struct {
	Tuple
	first *Value // where the elements are
}

// Items returns t's elements, which are not to be changed once others have seen t.
func (t *Tuple) Items() []Value {
	if t.n > 0 {
		return unsafe.Slice((*Value)(unsafe.Add(unsafe.Pointer(t), unsafe.Sizeof(Tuple{}))), t.n)
	}
	return t.elsewhere()
}

func (t *Tuple) elsewhere() []Value {
	if t.n == 0 {
		return nil
	}
	return unsafe.Slice((*TupleBase)(unsafe.Pointer(t)).first, -1-t.n)
}

// SetItems gives t, which was made by the Alloc of a subclass, its elements, which become
// its own.
func (t *Tuple) SetItems(items []Value) {
	t.n = -1 - len(items)
	(*TupleBase)(unsafe.Pointer(t)).first = unsafe.SliceData(items)
}

// NewTupleOf returns an instance of cls, tuple or a subclass, with items, which become its
// own.
func NewTupleOf(cls *Type, items []Value) Value {
	if cls == TupleType {
		return NewTuple(items).Value()
	}
	if cls.AttrsOffset == 0 && len(items) > 0 && !cls.finalizes && cls.onlyTuple() {
		t := tupleOf(len(items))
		copy(t.Items(), items)
		t.typ = cls
		return t.Value()
	}
	v := cls.Alloc(cls)
	heap[Tuple](v).SetItems(items)
	return v
}

// onlyTuple reports whether instances of t, a subclass of tuple, have nothing but elements
// and perhaps Attrs.
func (t *Type) onlyTuple() bool {
	for ; t != TupleType; t = t.Base {
		if t.addsLayout() {
			return false
		}
	}
	return true
}

// EmptyTuple is (), of which there is one.
var EmptyTuple = &Tuple{Header: Header{TupleType}}

// NewTuple returns a tuple of items.
func NewTuple(items []Value) *Tuple {
	if len(items) == 0 {
		return EmptyTuple
	}
	t := tupleOf(len(items))
	copy(t.Items(), items)
	return t
}

// TupleRoom returns a new tuple of n elements, n not zero, which the caller sets at once.
func TupleRoom(n int) *Tuple { return tupleOf(n) }

// TupleV returns the tuple of items, which it copies: a short one is a single allocation.
func TupleV(items ...Value) Value {
	if len(items) == 0 {
		return EmptyTuple.Value()
	}
	t := tupleOf(len(items))
	copy(t.Items(), items)
	return t.Value()
}

// tuple1, tuple2 and tuple3 are tuples of so many elements.
type (
	tuple1 struct {
		Tuple
		items [1]Value
	}
	tuple2 struct {
		Tuple
		items [2]Value
	}
	tuple3 struct {
		Tuple
		items [3]Value
	}
)

// Tuple1 is TupleV(a).
func Tuple1(a Value) Value {
	t := &tuple1{Tuple{Header{TupleType}, 1}, [1]Value{a}}
	return t.Value()
}

// Tuple2 is TupleV(a, b).
func Tuple2(a, b Value) Value {
	if a.scalar() && b.scalar() {
		t := pairs.take()
		*t = scalars2{uintptr(unsafe.Pointer(TupleType)), 2, [2]scalarWords{a.words(), b.words()}}
		return (*Tuple)(unsafe.Pointer(t)).Value()
	}
	t := &tuple2{Tuple{Header{TupleType}, 2}, [2]Value{a, b}}
	return t.Value()
}

// Tuple3 is TupleV(a, b, c).
func Tuple3(a, b, c Value) Value {
	if a.scalar() && b.scalar() && c.scalar() {
		t := triples.take()
		*t = scalars3{uintptr(unsafe.Pointer(TupleType)), 3, [3]scalarWords{a.words(), b.words(), c.words()}}
		return (*Tuple)(unsafe.Pointer(t)).Value()
	}
	t := &tuple3{Tuple{Header{TupleType}, 3}, [3]Value{a, b, c}}
	return t.Value()
}

// scalars2 and scalars3 are a tuple2 and a tuple3 of scalars, in memory that the collector
// does not look into: what they refer to is not on the heap, and elements never change.
type (
	scalars2 struct {
		typ   uintptr
		n     int
		items [2]scalarWords
	}
	scalars3 struct {
		typ   uintptr
		n     int
		items [3]scalarWords
	}
)

// scalarTuples is how many of them are allocated at a time. The memory stays as long as one of
// them is in use, but no other object does, as they refer to none. More would be faster still,
// and a program that keeps one of ten would take more than under CPython.
const scalarTuples = 2

// A stock is what was allocated last of a kind of tuples, and how many were not given out.
type stock[T scalars2 | scalars3] struct {
	room *[scalarTuples]T
	left int
}

var (
	pairs   stock[scalars2]
	triples stock[scalars3]
)

// take returns memory for a tuple, which the caller sets.
func (s *stock[T]) take() *T {
	if s.left == 0 {
		s.room, s.left = new([scalarTuples]T), scalarTuples
	}
	s.left--
	return &s.room[s.left]
}

// AsTuple returns the tuple of v, an instance of tuple or a subclass.
func AsTuple(v Value) (*Tuple, bool) {
	if v.ref != nil && v.ref.typ.Flags&FlagTuple != 0 {
		return heap[Tuple](v), true
	}
	return nil, false
}

var tupleSpec = TypeSpec{
	Doc:    "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
	Flags:  FlagTuple | FlagBaseType | FlagSequencePattern | FlagSequenceOps,
	Layout: LayoutOf[TupleBase](),
	Slots: Slots{
		Repr:      tupleRepr,
		Hash:      tupleHash,
		Compare:   tupleCompare,
		Iter:      tupleIterOf,
		Len:       func(v Value) (int, *Exception) { return len(heap[Tuple](v).Items()), nil },
		GetItem:   tupleGetItem,
		Contains:  tupleContains,
		Binary:    &BinaryTable{OpAdd: tupleAdd, OpMul: tupleMul},
		Reflected: &BinaryTable{OpMul: tupleMul},
		New:       tupleNew,
	},
	Methods: []Method{
		{Name: "index", Sig: "($self, value, start=0, stop=sys.maxsize, /)", Impl: tupleIndex, Doc: "Return first index of value.\n\nRaises ValueError if the value is not present."},
		{Name: "count", Sig: "($self, value, /)", Impl: tupleCount, Doc: "Return number of occurrences of value."},
		{Name: "__getnewargs__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
			return TupleV(NewTuple(heap[Tuple](v).Items()).Value()), nil
		}},
	},
	ClassMethods: []Method{classGetItem},
}

func init() { TupleType.Define(&tupleSpec) }

func tupleNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	args, exc := positionalArgs(cls, TupleType, args, names)
	if exc != nil {
		return Value{}, exc
	}
	n := len(args)
	if exc := checkArgCount("tuple", n, 0, 1); exc != nil {
		return Value{}, exc
	}
	if cls == TupleType {
		if n == 0 {
			return EmptyTuple.Value(), nil
		}
		return ToTuple(args[0])
	}
	var items []Value
	if n == 1 {
		var exc *Exception
		if items, exc = ToSlice(args[0]); exc != nil {
			return Value{}, exc
		}
	}
	return NewTupleOf(cls, items), nil
}

// ToTuple is tuple(iterable).
func ToTuple(iterable Value) (Value, *Exception) {
	if iterable.ref.typ == TupleType {
		return iterable, nil
	}
	if items, ok := sequenceItems(iterable); ok {
		return TupleV(items...), nil
	}
	items, exc := ToSlice(iterable)
	if exc != nil {
		return Value{}, exc
	}
	return NewTuple(items).Value(), nil
}

func tupleRepr(v Value) (Value, *Exception) {
	items := heap[Tuple](v).Items()
	if len(items) == 0 {
		return asciiV("()"), nil
	}
	entered, exc := reprEnter(v)
	if exc != nil {
		return Value{}, exc
	}
	if !entered {
		return asciiV("(...)"), nil
	}
	defer reprLeave()
	b := []byte{'('}
	for i, x := range items {
		if i > 0 {
			b = append(b, ", "...)
		}
		if b, exc = appendRepr(b, x); exc != nil {
			return Value{}, exc
		}
	}
	if len(items) == 1 {
		b = append(b, ',')
	}
	return NewStr(bytesString(append(b, ')'))).Value(), nil
}

func tupleHash(v Value) (int64, *Exception) { return hashItems(heap[Tuple](v).Items(), true) }

// hashItems is the xxHash variant of tupleobject.c, tuplehash; the hash of a slice
// leaves out the length.
func hashItems(items []Value, withLen bool) (int64, *Exception) {
	const (
		prime1 = 11400714785074694791
		prime2 = 14029467366897019727
		prime5 = 2870177450012600261
	)
	acc := uint64(prime5)
	for _, x := range items {
		h, exc := Hash(x)
		if exc != nil {
			return 0, exc
		}
		acc = bits.RotateLeft64(acc+uint64(h)*prime2, 31) * prime1
	}
	if withLen {
		acc += uint64(len(items)) ^ (prime5 ^ 3527539)
	}
	if acc == ^uint64(0) {
		return 1546275796, nil
	}
	return int64(acc), nil
}

// maxQuick is how deep compareQuick looks into tuples in tuples.
const maxQuick = 4

// CompareQuick is tuple(a) op tuple(b) where the elements that decide are ints, floats, strs or
// tuples of these: no Python code runs. ok is false for others.
func CompareQuick(op CompareOp, a, b []Value) (result, ok bool) {
	return compareQuick(op, a, b, maxQuick)
}

// compareQuick is a op b for the elements of two tuples where the elements that decide are
// ints, floats, strs or such tuples: no Python code runs. ok is false for others.
func compareQuick(op CompareOp, a, b []Value, depth int) (result, ok bool) {
	if len(a) != len(b) && (op == EQ || op == NE) {
		for i := 0; i < len(a) && i < len(b); i++ {
			if !a[i].isScalar() || !b[i].isScalar() {
				return false, false
			}
		}
		return op == NE, true
	}
	for i := 0; i < len(a) && i < len(b); i++ {
		x, y := a[i], b[i]
		if x == y {
			continue
		}
		if x.ref == y.ref {
			switch x.ref {
			case &intHeader:
				return compareInts(op, int64(x.bits), int64(y.bits)), true
			case &floatHeader:
				if p, q := x.Float(), y.Float(); p != q {
					return compareFloats(op, p, q), true
				}
				continue
			}
		}
		t := x.ref.typ
		switch {
		case t != y.ref.typ:
			return false, false
		case t == StrType:
			if !strEqual(heap[Str](x), heap[Str](y)) {
				return compareStrs(op, heap[Str](x), heap[Str](y)), true
			}
		case t == TupleType && depth > 0:
			equal, ok := compareQuick(EQ, heap[Tuple](x).Items(), heap[Tuple](y).Items(), depth-1)
			if !ok {
				return false, false
			}
			if !equal {
				return compareQuick(op, heap[Tuple](x).Items(), heap[Tuple](y).Items(), depth-1)
			}
		default:
			return false, false
		}
	}
	return orderInts(op, len(a), len(b)), true
}

// isScalar reports whether v is an int, float, bool, None or str, whose comparison runs no
// code of the program where the other is one as well.
func (v Value) isScalar() bool {
	switch v.ref {
	case &intHeader, &floatHeader, &boolHeader, &noneHeader:
		return true
	}
	return v.ref.typ == StrType
}

func tupleCompare(op CompareOp, a, b Value) (Value, *Exception) {
	if b.ref.typ.Flags&FlagTuple == 0 {
		return NotImplemented, nil
	}
	x, y := heap[Tuple](a).Items(), heap[Tuple](b).Items()
	if len(x) != len(y) && (op == EQ || op == NE) {
		// sic: unlike lists, they are compared up to where they differ.
		for i := 0; i < len(x) && i < len(y); i++ {
			if equal, exc := identicalOrEqual(x[i], y[i]); exc != nil {
				return Value{}, exc
			} else if !equal {
				break
			}
		}
		return Bool(op == NE), nil
	}
	return compareItems(op, &x, &y)
}

func tupleGetItem(v, key Value) (Value, *Exception) {
	items := heap[Tuple](v).Items()
	if key.ref == &intHeader {
		i := int(key.bits)
		if i < 0 {
			i += len(items)
		}
		if uint(i) < uint(len(items)) {
			return items[i], nil
		}
		return Value{}, Raisef(IndexErrorType, "tuple index out of range")
	}
	if key.ref.typ == SliceType {
		return tupleSlice(v, heap[Slice](key))
	}
	if !hasIndex(key) {
		return Value{}, Raisef(TypeErrorType, "tuple indices must be integers or slices, not %s", key.ref.typ.ShownName())
	}
	i, exc := IndexInt(key, IndexErrorType)
	if exc != nil {
		return Value{}, exc
	}
	return tupleGetItem(v, Int(int64(i)))
}

// tupleSlice is v[s] of a tuple.
func tupleSlice(v Value, s *Slice) (Value, *Exception) {
	items := heap[Tuple](v).Items()
	start, _, step, n, exc := s.indices(len(items))
	if exc != nil {
		return Value{}, exc
	}
	if n == len(items) && step == 1 && v.ref.typ == TupleType {
		return v, nil
	}
	if n <= 0 {
		return EmptyTuple.Value(), nil
	}
	t := tupleOf(n)
	copySlice(t.Items(), items, start, step)
	return t.Value(), nil
}

func tupleContains(v, item Value) (bool, *Exception) {
	for _, x := range heap[Tuple](v).Items() {
		if equal, exc := identicalOrEqual(x, item); equal || exc != nil {
			return equal, exc
		}
	}
	return false, nil
}

func tupleAdd(a, b Value) (Value, *Exception) {
	if b.ref.typ.Flags&FlagTuple == 0 {
		return Value{}, Raisef(TypeErrorType, "can only concatenate tuple (not \"%s\") to tuple", b.ref.typ.ShownName())
	}
	x, y := heap[Tuple](a).Items(), heap[Tuple](b).Items()
	switch {
	case len(x) == 0 && b.ref.typ == TupleType:
		return b, nil
	case len(y) == 0 && a.ref.typ == TupleType:
		return a, nil
	}
	if len(x)+len(y) == 0 {
		return EmptyTuple.Value(), nil
	}
	t := tupleOf(len(x) + len(y))
	copy(t.Items()[copy(t.Items(), x):], y)
	return t.Value(), nil
}

func tupleMul(a, b Value) (Value, *Exception) {
	n, ok, exc := seqRepeat(b)
	if exc != nil {
		return Value{}, exc
	}
	if !ok {
		return NotImplemented, nil // the operands' classes are named by BinaryOp
	}
	if n == 1 && a.ref.typ == TupleType {
		return a, nil
	}
	items, exc := repeatItems(heap[Tuple](a).Items(), n, false)
	if exc != nil {
		return Value{}, exc
	}
	return NewTuple(items).Value(), nil
}

func tupleIndex(self, x, start, stop Value) (Value, *Exception) {
	items := heap[Tuple](self).Items()
	lo, hi, exc := searchBounds(start, stop, len(items))
	if exc != nil {
		return Value{}, exc
	}
	for i := lo; i < hi && i < len(items); i++ {
		equal, exc := identicalOrEqual(items[i], x)
		if exc != nil {
			return Value{}, exc
		}
		if equal {
			return Int(int64(i)), nil
		}
	}
	return Value{}, Raisef(ValueErrorType, "tuple.index(x): x not in tuple")
}

func tupleCount(self, x Value) (Value, *Exception) {
	n := 0
	for _, item := range heap[Tuple](self).Items() {
		equal, exc := identicalOrEqual(item, x)
		if exc != nil {
			return Value{}, exc
		}
		if equal {
			n++
		}
	}
	return Int(int64(n)), nil
}
