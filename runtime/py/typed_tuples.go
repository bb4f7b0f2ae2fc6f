package py

// This file implements comparisons of tuples of two and three elements that are made for
// nothing else, for emitted code.

// ComparePairs is (a, b) op (c, d), where op is a CompareOp.
func ComparePairs(op int, a, b, c, d Value) (Value, *Exception) {
	return compareDisplays(CompareOp(op), [3]Value{a, b}, [3]Value{c, d}, 2)
}

// CompareTriples is (a, b, c) op (d, e, f).
func CompareTriples(op int, a, b, c, d, e, f Value) (Value, *Exception) {
	return compareDisplays(CompareOp(op), [3]Value{a, b, c}, [3]Value{d, e, f}, 3)
}

// ComparePairsBool is bool((a, b) op (c, d)).
func ComparePairsBool(op int, a, b, c, d Value) (bool, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader && c.ref == &intHeader && d.ref == &intHeader {
		if a.bits == c.bits {
			a, c = b, d
		}
		return compareInts(CompareOp(op), int64(a.bits), int64(c.bits)), nil
	}
	r, exc := compareDisplays(CompareOp(op), [3]Value{a, b}, [3]Value{c, d}, 2)
	if exc != nil {
		return false, exc
	}
	return Truth(r)
}

// CompareTriplesBool is bool((a, b, c) op (d, e, f)).
func CompareTriplesBool(op int, a, b, c, d, e, f Value) (bool, *Exception) {
	r, exc := compareDisplays(CompareOp(op), [3]Value{a, b, c}, [3]Value{d, e, f}, 3)
	if exc != nil {
		return false, exc
	}
	return Truth(r)
}

// compareDisplays compares tuples of n elements as tuplerichcompare does: by the first two
// elements that differ.
func compareDisplays(op CompareOp, x, y [3]Value, n int) (Value, *Exception) {
	for i := range n {
		same, exc := identicalOrEqual(x[i], y[i])
		switch {
		case exc != nil:
			return Value{}, exc
		case same:
		case op == EQ || op == NE:
			return Bool(op == NE), nil
		default:
			return Compare(op, x[i], y[i])
		}
	}
	return Bool(op == EQ || op == LE || op == GE), nil
}
