package py

import "math"

// This file converts floats of 16 bits, the format e of struct.

// HalfBits rounds x to IEEE 754's binary16, to even; ok is false where that overflows.
func HalfBits(x float64) (bits uint16, ok bool) {
	sign := uint16(math.Float64bits(x) >> 48 & 0x8000)
	switch {
	case math.IsNaN(x):
		return sign | 0x7E00, true
	case math.IsInf(x, 0):
		return sign | 0x7C00, true
	case x == 0:
		return sign, true
	}
	frac, exp := math.Frexp(math.Abs(x)) // frac in [0.5, 1)
	exp--                                // x = 2*frac * 2**exp
	if exp < -14 {
		n := math.RoundToEven(math.Ldexp(math.Abs(x), 24)) // subnormal steps of 2**-24
		return sign | uint16(n), true                      // 1024 is the smallest normal number
	}
	m := math.RoundToEven(frac * 2 * 1024)
	if m == 2048 {
		m = 1024
		exp++
	}
	if exp > 15 {
		return 0, false
	}
	return sign | uint16(exp+15)<<10 | uint16(int(m)-1024), true
}

// HalfFloat is the inverse of HalfBits.
func HalfFloat(h uint16) float64 {
	exp, frac := int(h>>10&0x1F), float64(h&0x3FF)
	var x float64
	switch exp {
	case 31:
		if frac != 0 {
			x = math.NaN()
		} else {
			x = math.Inf(1)
		}
	case 0:
		x = math.Ldexp(frac, -24)
	default:
		x = math.Ldexp(1024+frac, exp-25)
	}
	if h&0x8000 != 0 {
		x = math.Copysign(x, -1)
	}
	return x
}
