package py

import (
	"math"

	"github.com/aio2go/aio2go/runtime/fmath"
)

// This file implements functions of math on floats, where they raise nothing: they say whether
// that is so.

// SinQuick is math.sin(f).
func SinQuick(f float64) (float64, bool) { return fmath.Sin(f), f-f == 0 }

// CosQuick is math.cos(f).
func CosQuick(f float64) (float64, bool) { return fmath.Cos(f), f-f == 0 }

// TanQuick is math.tan(f).
func TanQuick(f float64) (float64, bool) { return fmath.Tan(f), f-f == 0 }

// AtanQuick is math.atan(f).
func AtanQuick(f float64) (float64, bool) { return fmath.Atan(f), f == f }

// FabsQuick is math.fabs(f).
func FabsQuick(f float64) (float64, bool) { return math.Abs(f), true }

// ExpQuick is math.exp(f).
func ExpQuick(f float64) (float64, bool) {
	x := fmath.Exp(f)
	return x, x <= math.MaxFloat64
}

// LogQuick is math.log(f).
func LogQuick(f float64) (float64, bool) {
	if !(f > 0 && f <= math.MaxFloat64) {
		return 0, false
	}
	return fmath.Log(f), true
}

// Log2Quick is math.log2(f).
func Log2Quick(f float64) (float64, bool) {
	if !(f > 0 && f <= math.MaxFloat64) {
		return 0, false
	}
	return fmath.Log2(f), true
}

// Log10Quick is math.log10(f).
func Log10Quick(f float64) (float64, bool) {
	if !(f > 0 && f <= math.MaxFloat64) {
		return 0, false
	}
	return fmath.Log10(f), true
}

// PowQuick is math.pow(f, g).
func PowQuick(f, g float64) (float64, bool) {
	x := fmath.Pow(f, g)
	return x, x-x == 0
}

// Atan2Quick is math.atan2(f, g).
func Atan2Quick(f, g float64) (float64, bool) { return fmath.Atan2(f, g), f == f && g == g }

// HypotQuick is math.hypot(f, g).
func HypotQuick(f, g float64) (float64, bool) {
	x := fmath.Hypot(f, g)
	return x, x-x == 0
}
