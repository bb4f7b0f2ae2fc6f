package py

// This file implements min and max of two or three values, and of numbers, for emitted
// code.

// Min is min(a, b, c), and min(a, b) where c is unbound: the first of the smallest.
func Min(a, b, c Value) (Value, *Exception) {
	less, exc := LtBool(b, a)
	if exc != nil {
		return Value{}, exc
	}
	if less {
		a = b
	}
	if c.ref == nil {
		return a, nil
	}
	if less, exc = LtBool(c, a); exc != nil {
		return Value{}, exc
	}
	if less {
		a = c
	}
	return a, nil
}

// Max is max(a, b, c), and max(a, b) where c is unbound: the first of the largest.
func Max(a, b, c Value) (Value, *Exception) {
	more, exc := GtBool(b, a)
	if exc != nil {
		return Value{}, exc
	}
	if more {
		a = b
	}
	if c.ref == nil {
		return a, nil
	}
	if more, exc = GtBool(c, a); exc != nil {
		return Value{}, exc
	}
	if more {
		a = c
	}
	return a, nil
}

// FloatMin is min(a, b): a where either is not a number.
func FloatMin(a, b float64) float64 {
	if b < a {
		return b
	}
	return a
}

// FloatMax is max(a, b): a where either is not a number.
func FloatMax(a, b float64) float64 {
	if b > a {
		return b
	}
	return a
}

// IntOfBool is int(b).
func IntOfBool(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
