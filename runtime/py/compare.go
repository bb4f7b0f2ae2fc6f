package py

// This file implements the comparisons (Python reference 6.10): fast paths for small
// ints, floats and strs, then the protocol of the rich comparison methods.

// Lt is x < y.
func Lt(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return Bool(int64(a.bits) < int64(b.bits)), nil
	}
	return Compare(LT, a, b)
}

// Le is x <= y.
func Le(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return Bool(int64(a.bits) <= int64(b.bits)), nil
	}
	return Compare(LE, a, b)
}

// Eq is x == y.
func Eq(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return Bool(a.bits == b.bits), nil
	}
	return Compare(EQ, a, b)
}

// Ne is x != y.
func Ne(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return Bool(a.bits != b.bits), nil
	}
	return Compare(NE, a, b)
}

// Gt is x > y.
func Gt(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return Bool(int64(a.bits) > int64(b.bits)), nil
	}
	return Compare(GT, a, b)
}

// Ge is x >= y.
func Ge(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return Bool(int64(a.bits) >= int64(b.bits)), nil
	}
	return Compare(GE, a, b)
}

// LtBool is bool(x < y).
func LtBool(a, b Value) (bool, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return int64(a.bits) < int64(b.bits), nil
	}
	return compareBool(LT, a, b)
}

// LtQuick is x < y for ints, floats, strs and tuples of these, for which no Python code runs.
// ok is false for others.
func LtQuick(a, b Value) (less, ok bool) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return int64(a.bits) < int64(b.bits), true
	}
	switch t := a.ref.typ; {
	case t != b.ref.typ:
	case t == TupleType:
		return compareQuick(LT, heap[Tuple](a).Items(), heap[Tuple](b).Items(), maxQuick)
	case a.ref == &floatHeader && b.ref == &floatHeader:
		return a.Float() < b.Float(), true
	case t == StrType:
		return heap[Str](a).S < heap[Str](b).S, true
	}
	return false, false
}

// LeBool is bool(x <= y).
func LeBool(a, b Value) (bool, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return int64(a.bits) <= int64(b.bits), nil
	}
	return compareBool(LE, a, b)
}

// EqBool is bool(x == y).
func EqBool(a, b Value) (bool, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return a.bits == b.bits, nil
	}
	return compareBool(EQ, a, b)
}

// NeBool is bool(x != y).
func NeBool(a, b Value) (bool, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return a.bits != b.bits, nil
	}
	return compareBool(NE, a, b)
}

// GtBool is bool(x > y).
func GtBool(a, b Value) (bool, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return int64(a.bits) > int64(b.bits), nil
	}
	return compareBool(GT, a, b)
}

// GeBool is bool(x >= y).
func GeBool(a, b Value) (bool, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return int64(a.bits) >= int64(b.bits), nil
	}
	return compareBool(GE, a, b)
}

// EqualItems is how containers compare elements: x is y or x == y.
func EqualItems(a, b Value) (bool, *Exception) {
	if a == b {
		return true, nil
	}
	return EqBool(a, b)
}

// swapped are the comparisons with the operands exchanged.
var swapped = [6]CompareOp{LT: GT, LE: GE, EQ: EQ, NE: NE, GT: LT, GE: LE}

var compareSymbols = [6]string{LT: "<", LE: "<=", EQ: "==", NE: "!=", GT: ">", GE: ">="}

func compareBool(op CompareOp, a, b Value) (bool, *Exception) {
	if a.ref == &floatHeader && b.ref == &floatHeader {
		return compareFloats(op, a.Float(), b.Float()), nil
	}
	if a.ref.typ == StrType && b.ref.typ == StrType {
		return compareStrs(op, heap[Str](a), heap[Str](b)), nil
	}
	if a.ref.typ == TupleType && b.ref.typ == TupleType {
		if r, ok := compareQuick(op, heap[Tuple](a).Items(), heap[Tuple](b).Items(), maxQuick); ok {
			return r, nil
		}
	}
	r, exc := compareSlow(op, a, b)
	if exc != nil {
		return false, exc
	}
	return Truth(r)
}

// Compare is a op b.
func Compare(op CompareOp, a, b Value) (Value, *Exception) {
	if a.ref == &floatHeader && b.ref == &floatHeader {
		return Bool(compareFloats(op, a.Float(), b.Float())), nil
	}
	if a.ref.typ == StrType && b.ref.typ == StrType {
		return Bool(compareStrs(op, heap[Str](a), heap[Str](b))), nil
	}
	return compareSlow(op, a, b)
}

// CompareBool is bool(a op b).
func CompareBool(op CompareOp, a, b Value) (bool, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return compareInts(op, int64(a.bits), int64(b.bits)), nil
	}
	return compareBool(op, a, b)
}

func compareInts(op CompareOp, a, b int64) bool {
	switch op {
	case LT:
		return a < b
	case LE:
		return a <= b
	case EQ:
		return a == b
	case NE:
		return a != b
	case GT:
		return a > b
	}
	return a >= b
}

func compareFloats(op CompareOp, a, b float64) bool {
	switch op {
	case LT:
		return a < b
	case LE:
		return a <= b
	case EQ:
		return a == b
	case NE:
		return a != b
	case GT:
		return a > b
	}
	return a >= b
}

// compareStrs compares by code point, which for the text's encoding is by byte.
func compareStrs(op CompareOp, a, b *Str) bool {
	switch op {
	case EQ:
		return strEqual(a, b)
	case NE:
		return !strEqual(a, b)
	case LT:
		return a.S < b.S
	case LE:
		return a.S <= b.S
	case GT:
		return a.S > b.S
	}
	return a.S >= b.S
}

// compareSign turns the sign of a - b into the truth of a op b.
func compareSign(op CompareOp, sign int) bool { return compareInts(op, int64(sign), 0) }

func strEqual(a, b *Str) bool {
	return a == b || !(a.interned && b.interned) && a.S == b.S
}

// compareSlow is the protocol: the left operand's method, then the right operand's with
// the comparison mirrored; the other way round where the right operand's class derives
// from the left one's; in the end, identity for == and !=.
func compareSlow(op CompareOp, a, b Value) (Value, *Exception) {
	t := Current
	if t.Depth >= RecursionLimit {
		return Value{}, Raisef(RecursionErrorType, "maximum recursion depth exceeded in comparison")
	}
	t.Depth++
	r, exc := compareProtocol(op, a, b)
	t.Depth--
	return r, exc
}

func compareProtocol(op CompareOp, a, b Value) (Value, *Exception) {
	ta, tb := a.ref.typ, b.ref.typ
	tried := false
	if ta != tb && tb.Compare != nil && tb.IsSubclass(ta) {
		tried = true
		r, exc := tb.Compare(swapped[op], b, a)
		if exc != nil || r != NotImplemented {
			return r, exc
		}
	}
	if ta.Compare != nil {
		r, exc := ta.Compare(op, a, b)
		if exc != nil || r != NotImplemented {
			return r, exc
		}
	}
	if !tried && tb.Compare != nil {
		r, exc := tb.Compare(swapped[op], b, a)
		if exc != nil || r != NotImplemented {
			return r, exc
		}
	}
	switch op {
	case EQ:
		return Bool(a == b), nil
	case NE:
		return Bool(a != b), nil
	}
	return Value{}, Raisef(TypeErrorType, "'%s' not supported between instances of '%s' and '%s'",
		compareSymbols[op], ta.ShownName(), tb.ShownName())
}
