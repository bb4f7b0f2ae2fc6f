package py

import "math"

// This file implements operations on operands whose class the compiler has proved, and
// the constants of emitted code.

// IntAdd is x + y of exact ints.
func IntAdd(a, b Value) Value {
	if a.ref == &intHeader && b.ref == &intHeader {
		if s := int64(a.bits + b.bits); int64(a.bits^uint64(s))&int64(b.bits^uint64(s)) >= 0 {
			return Value{&intHeader, uint64(s)}
		}
	}
	return intAdd(a, b)
}

// IntSub is x - y of exact ints.
func IntSub(a, b Value) Value {
	if a.ref == &intHeader && b.ref == &intHeader {
		if s := int64(a.bits - b.bits); int64(a.bits^b.bits)&(s^int64(a.bits)) >= 0 {
			return Value{&intHeader, uint64(s)}
		}
	}
	return intSub(a, b)
}

// IntMul is x * y of exact ints.
func IntMul(a, b Value) Value {
	if a.ref == &intHeader && b.ref == &intHeader {
		return mulSmall(int64(a.bits), int64(b.bits))
	}
	return intMul(a, b)
}

// IntFloorDiv is x // y of exact ints. It raises ZeroDivisionError.
func IntFloorDiv(a, b Value) (Value, *Exception) { return intFloorDiv(a, b) }

// IntMod is x % y of exact ints. It raises ZeroDivisionError.
func IntMod(a, b Value) (Value, *Exception) { return intMod(a, b) }

// IntAnd is x & y of exact ints.
func IntAnd(a, b Value) Value { return intAnd(a, b) }

// IntOr is x | y of exact ints.
func IntOr(a, b Value) Value { return intOr(a, b) }

// IntXor is x ^ y of exact ints.
func IntXor(a, b Value) Value { return intXor(a, b) }

// IntLShift is x << y of exact ints. It raises ValueError and MemoryError.
func IntLShift(a, b Value) (Value, *Exception) { return intLShift(a, b) }

// IntRShift is x >> y of exact ints. It raises ValueError.
func IntRShift(a, b Value) (Value, *Exception) { return intRShift(a, b) }

// IntCopy returns the exact int v as an object of its own, where it is one.
func IntCopy(v Value) Value {
	if v.ref == &intHeader {
		return v
	}
	return copyBig(&heap[BigInt](v).Int)
}

// IntEq is x == y of exact ints. They are normalised, so one that is outside int64 and one
// that is not differ.
func IntEq(a, b Value) bool {
	if a.ref == &intHeader || b.ref == &intHeader {
		return a == b
	}
	return intCompare(a, b) == 0
}

// IntNe is x != y of exact ints.
func IntNe(a, b Value) bool {
	if a.ref == &intHeader || b.ref == &intHeader {
		return a != b
	}
	return intCompare(a, b) != 0
}

// IntLt is x < y of exact ints.
func IntLt(a, b Value) bool {
	if a.ref == &intHeader && b.ref == &intHeader {
		return int64(a.bits) < int64(b.bits)
	}
	return intCompare(a, b) < 0
}

// IntLe is x <= y of exact ints.
func IntLe(a, b Value) bool { return !IntLt(b, a) }

// IntGt is x > y of exact ints.
func IntGt(a, b Value) bool { return IntLt(b, a) }

// IntGe is x >= y of exact ints.
func IntGe(a, b Value) bool { return !IntLt(a, b) }

// IntTruth is bool(x) of an exact int.
func IntTruth(v Value) bool { return v.ref != &intHeader || v.bits != 0 }

// IsTrue reports v is True, of a bool.
func (v Value) IsTrue() bool {
	if proofs && v.ref != &boolHeader {
		refuted(v, "bool")
	}
	return v.bits != 0
}

// FloatTrueDiv is x / y of floats. It raises ZeroDivisionError.
func FloatTrueDiv(a, b float64) (float64, *Exception) {
	if b == 0 {
		return 0, Raisef(ZeroDivisionErrorType, "float division by zero")
	}
	return a / b, nil
}

// FloatFloorDiv is x // y of floats. It raises ZeroDivisionError.
func FloatFloorDiv(a, b float64) (float64, *Exception) {
	v, exc := FloorDiv(Float(a), Float(b))
	if exc != nil {
		return 0, exc
	}
	return v.Float(), nil
}

// FloatMod is x % y of floats. It raises ZeroDivisionError.
func FloatMod(a, b float64) (float64, *Exception) {
	v, exc := Mod(Float(a), Float(b))
	if exc != nil {
		return 0, exc
	}
	return v.Float(), nil
}

// FloatOfInt is float(x) of an exact int. It raises OverflowError.
func FloatOfInt(v Value) (float64, *Exception) { return intFloat(v) }

// FloatOfInt64 is float(x) of an int in 64 bits.
func FloatOfInt64(i int64) float64 { return float64(i) }

// StrConcat is x + y of exact strs.
func StrConcat(a, b Value) Value {
	x, y := heap[Str](a), heap[Str](b)
	switch {
	case x.S == "":
		return b
	case y.S == "":
		return a
	}
	return concatText(x, y).Value()
}

// StrEq is x == y of exact strs.
func StrEq(a, b Value) bool { return a == b || strEqual(heap[Str](a), heap[Str](b)) }

// RangeStop is the stop of range(stop) for a counter of 64 bits: an int outside int64
// becomes the nearest one, since no loop gets that far.
func RangeStop(v Value) (int64, *Exception) {
	if v.IsSmallInt() {
		return v.SmallInt(), nil
	}
	if intSign(v) < 0 {
		return math.MinInt64, nil
	}
	return math.MaxInt64, nil
}

// NewKwDefaults returns the defaults of keyword-only parameters.
func NewKwDefaults(names []*Str, values ...Value) *Dict {
	d := NewDict()
	for i, n := range names {
		d.SetStr(n, values[i])
	}
	return d
}
