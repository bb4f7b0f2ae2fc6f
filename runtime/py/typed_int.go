package py

import "math"

// This file implements operations on ints that are known to be exact: those on native
// ints, and the quick ways of those on ints of any size, which say whether they have gone
// well. They are short enough to be inlined into emitted code.

// AddSmall is a + b of small ints whose sum is one.
func AddSmall(a, b Value) (Value, bool) {
	s := a.bits + b.bits
	return Value{&intHeader, s}, a.ref == &intHeader && b.ref == &intHeader && int64((a.bits^s)&(b.bits^s)) >= 0
}

// SubSmall is a - b of small ints whose difference is one.
func SubSmall(a, b Value) (Value, bool) {
	s := a.bits - b.bits
	return Value{&intHeader, s}, a.ref == &intHeader && b.ref == &intHeader && int64((a.bits^b.bits)&(a.bits^s)) >= 0
}

// MulSmall is a * b of ints of 32 bits.
func MulSmall(a, b Value) (Value, bool) {
	x, y := int64(a.bits), int64(b.bits)
	return Value{&intHeader, uint64(x * y)}, a.ref == &intHeader && b.ref == &intHeader && x == int64(int32(x)) && y == int64(int32(y))
}

// FloorDivSmall is a // b of small ints where b is positive.
func FloorDivSmall(a, b Value) (Value, bool) {
	if a.ref != &intHeader || b.ref != &intHeader || int64(b.bits) <= 0 {
		return Value{}, false
	}
	return Int(FloorQuo(int64(a.bits), int64(b.bits))), true
}

// ModSmall is a % b of small ints where b is positive.
func ModSmall(a, b Value) (Value, bool) {
	if a.ref != &intHeader || b.ref != &intHeader || int64(b.bits) <= 0 {
		return Value{}, false
	}
	return Int(FloorMod64(int64(a.bits), int64(b.bits))), true
}

// LtSmall is a < b of small ints.
func LtSmall(a, b Value) (bool, bool) {
	return int64(a.bits) < int64(b.bits), a.ref == &intHeader && b.ref == &intHeader
}

// LeSmall is a <= b of small ints.
func LeSmall(a, b Value) (bool, bool) {
	return int64(a.bits) <= int64(b.bits), a.ref == &intHeader && b.ref == &intHeader
}

// GtSmall is a > b of small ints.
func GtSmall(a, b Value) (bool, bool) {
	return int64(a.bits) > int64(b.bits), a.ref == &intHeader && b.ref == &intHeader
}

// GeSmall is a >= b of small ints.
func GeSmall(a, b Value) (bool, bool) {
	return int64(a.bits) >= int64(b.bits), a.ref == &intHeader && b.ref == &intHeader
}

// AndSmall is a & b of small ints.
func AndSmall(a, b Value) (Value, bool) {
	return Value{&intHeader, a.bits & b.bits}, a.ref == &intHeader && b.ref == &intHeader
}

// OrSmall is a | b of small ints.
func OrSmall(a, b Value) (Value, bool) {
	return Value{&intHeader, a.bits | b.bits}, a.ref == &intHeader && b.ref == &intHeader
}

// XorSmall is a ^ b of small ints.
func XorSmall(a, b Value) (Value, bool) {
	return Value{&intHeader, a.bits ^ b.bits}, a.ref == &intHeader && b.ref == &intHeader
}

// ShrSmall is a >> b of small ints where b is not negative.
func ShrSmall(a, b Value) (Value, bool) {
	return Value{&intHeader, uint64(int64(a.bits) >> min(b.bits, 63))}, a.ref == &intHeader && b.ref == &intHeader && int64(b.bits) >= 0
}

// FloorQuo is a // b where b is positive.
func FloorQuo(a, b int64) int64 {
	q := a / b
	if a-q*b < 0 {
		q--
	}
	return q
}

// FloorMod64 is a % b where b is positive.
func FloorMod64(a, b int64) int64 {
	r := a % b
	if r < 0 {
		r += b
	}
	return r
}

// Shl is a << b where b is from 0 to 63.
func Shl(a, b int64) int64 { return a << (uint64(b) & 63) }

// Shr is a >> b where b is from 0 to 63.
func Shr(a, b int64) int64 { return a >> (uint64(b) & 63) }

// FloatOfSmall is float(v) of a small int.
func FloatOfSmall(v Value) (float64, bool) { return float64(int64(v.bits)), v.ref == &intHeader }

// FloatPower is a ** b where a is positive and neither is special.
func FloatPower(a, b float64) (float64, bool) {
	v, exc := floatPow(a, b)
	if exc != nil || v.ref != &floatHeader {
		return 0, false
	}
	return v.Float(), true
}

// IntAbs is abs(i), which fits.
func IntAbs(i int64) int64 {
	if i < 0 {
		return -i
	}
	return i
}

// IntMin is min(a, b).
func IntMin(a, b int64) int64 { return min(a, b) }

// IntMax is max(a, b).
func IntMax(a, b int64) int64 { return max(a, b) }

// FloatAbs is abs(f).
func FloatAbs(f float64) float64 { return math.Abs(f) }

// SqrtQuick is math.sqrt(f) where it raises nothing.
func SqrtQuick(f float64) (float64, bool) { return math.Sqrt(f), f >= 0 && f <= math.MaxFloat64 }

// FloorQuick is math.floor(f) where it is a small int.
func FloorQuick(f float64) (Value, bool) { return Int(int64(math.Floor(f))), f > -1<<62 && f < 1<<62 }

// CeilQuick is math.ceil(f) where it is a small int.
func CeilQuick(f float64) (Value, bool) { return Int(int64(math.Ceil(f))), f > -1<<62 && f < 1<<62 }

// TruncQuick is int(f) where it is a small int.
func TruncQuick(f float64) (Value, bool) { return Int(int64(f)), f > -1<<62 && f < 1<<62 }
