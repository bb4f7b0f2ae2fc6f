package cmath

import (
	"math"

	"github.com/aio2go/aio2go/runtime/fmath"
)

// This file implements the functions for finite arguments, by the formulas of W. Kahan,
// "Branch cuts for complex elementary functions", in the order in which CPython computes
// them, so that the last bits agree. Infinities and NaNs are in special.go.

// failure is how a function can fail.
type failure uint8

const (
	fine failure = iota
	domain
	overflow
)

// Bounds of what can be computed without care.
var (
	large         = math.MaxFloat64 / 4
	sqrtLarge     = math.Sqrt(large)
	logLarge      = math.Log(large)
	smallest      = 0x1p-1022 // the smallest normal number
	sqrtSmallest  = math.Sqrt(smallest)
	scaleUp       = 53
	scaleDown     = -27
	mantissa      = 53
	lowerNearUnit = 0.71
	upperNearUnit = 1.73
)

func finite(z complex128) bool { return isFinite(real(z)) && isFinite(imag(z)) }

func isFinite(x float64) bool { return !math.IsInf(x, 0) && !math.IsNaN(x) }

// class is the row or the column of a part in specials.
func class(x float64) int {
	switch {
	case math.IsNaN(x):
		return 6
	case math.IsInf(x, 1):
		return 5
	case math.IsInf(x, -1):
		return 0
	case x > 0:
		return 4
	case x < 0:
		return 1
	case math.Signbit(x):
		return 2
	}
	return 3
}

var letters = map[byte]float64{
	'z': 0, 'i': math.Inf(1), 'p': math.Pi, 'h': math.Pi / 2, 'q': math.Pi / 4, 't': 3 * math.Pi / 4, 'o': 1, 'n': math.NaN(),
}

// special looks up what a function gives for a z that is not finite.
func special(name string, z complex128) (complex128, failure) {
	e := specials[name][class(real(z))][2*class(imag(z)):]
	if e[0] == '!' {
		return 0, domain
	}
	part := func(c byte) float64 {
		if c >= 'a' {
			return letters[c]
		}
		return -letters[c+'a'-'A']
	}
	return complex(part(e[0]), part(e[1])), fine
}

// directed is an infinity in the direction of the angle phi, or what sign turns it to.
func directed(size, phi, reSign, imSign float64) complex128 {
	return complex(reSign*math.Copysign(size, fmath.Cos(phi)), imSign*math.Copysign(size, fmath.Sin(phi)))
}

// turns reports an infinity whose other part is an angle.
func turns(z complex128) bool {
	return math.IsInf(real(z), 0) && isFinite(imag(z)) && imag(z) != 0
}

func checked(z complex128) (complex128, failure) {
	if math.IsInf(real(z), 0) || math.IsInf(imag(z), 0) {
		return z, overflow
	}
	return z, fine
}

// isLarge reports that squares of the parts would overflow.
func isLarge(z complex128) bool { return math.Abs(real(z)) > large || math.Abs(imag(z)) > large }

// logHalves is the logarithm of the size of a large z.
func logHalves(z complex128) float64 {
	return fmath.Log(fmath.Hypot(real(z)/2, imag(z)/2)) + math.Ln2*2
}

func sqrtOf(z complex128) complex128 {
	s, _ := sqrt(z)
	return s
}

func sqrt(z complex128) (complex128, failure) {
	if !finite(z) {
		return special("sqrt", z)
	}
	if z == 0 {
		return complex(0, imag(z)), fine
	}
	ax, ay := math.Abs(real(z)), math.Abs(imag(z))
	var s float64
	if ax < smallest && ay < smallest {
		ax = math.Ldexp(ax, scaleUp)
		s = math.Ldexp(math.Sqrt(ax+fmath.Hypot(ax, math.Ldexp(ay, scaleUp))), scaleDown)
	} else {
		ax /= 8
		s = 2 * math.Sqrt(ax+fmath.Hypot(ax, ay/8))
	}
	d := ay / (2 * s)
	if real(z) >= 0 {
		return complex(s, math.Copysign(d, imag(z))), fine
	}
	return complex(d, math.Copysign(s, imag(z))), fine
}

func acos(z complex128) (complex128, failure) {
	if !finite(z) {
		return special("acos", z)
	}
	if isLarge(z) {
		re := fmath.Atan2(math.Abs(imag(z)), real(z))
		if real(z) < 0 {
			return complex(re, -math.Copysign(logHalves(z), imag(z))), fine
		}
		return complex(re, math.Copysign(logHalves(z), -imag(z))), fine
	}
	a := sqrtOf(complex(1-real(z), -imag(z)))
	b := sqrtOf(complex(1+real(z), imag(z)))
	return complex(2*fmath.Atan2(real(a), real(b)), fmath.Asinh(float64(real(b)*imag(a))-float64(imag(b)*real(a)))), fine
}

func acosh(z complex128) (complex128, failure) {
	if !finite(z) {
		return special("acosh", z)
	}
	if isLarge(z) {
		return complex(logHalves(z), fmath.Atan2(imag(z), real(z))), fine
	}
	a := sqrtOf(complex(real(z)-1, imag(z)))
	b := sqrtOf(complex(real(z)+1, imag(z)))
	return complex(fmath.Asinh(float64(real(a)*real(b))+float64(imag(a)*imag(b))), 2*fmath.Atan2(imag(a), real(b))), fine
}

// turned makes of a function f that for i·z, as sin is of sinh.
func turned(f func(complex128) (complex128, failure)) func(complex128) (complex128, failure) {
	return func(z complex128) (complex128, failure) {
		w, fail := f(complex(-imag(z), real(z)))
		return complex(imag(w), -real(w)), fail
	}
}

func asinh(z complex128) (complex128, failure) {
	if !finite(z) {
		return special("asinh", z)
	}
	if isLarge(z) {
		im := fmath.Atan2(imag(z), math.Abs(real(z)))
		if math.Signbit(imag(z)) {
			return complex(-math.Copysign(logHalves(z), -real(z)), im), fine
		}
		return complex(math.Copysign(logHalves(z), real(z)), im), fine
	}
	a := sqrtOf(complex(1+imag(z), -real(z)))
	b := sqrtOf(complex(1-imag(z), real(z)))
	return complex(fmath.Asinh(float64(real(a)*imag(b))-float64(real(b)*imag(a))),
		fmath.Atan2(imag(z), float64(real(a)*real(b))-float64(imag(a)*imag(b)))), fine
}

func atanh(z complex128) (complex128, failure) {
	if !finite(z) {
		return special("atanh", z)
	}
	if math.Signbit(real(z)) {
		w, fail := atanh(-z)
		return -w, fail
	}
	x, ay := real(z), math.Abs(imag(z))
	switch {
	case x > sqrtLarge || ay > sqrtLarge:
		h := fmath.Hypot(x/2, imag(z)/2)
		return complex(x/4/h/h, -math.Copysign(math.Pi/2, -imag(z))), fine
	case x == 1 && ay < sqrtSmallest:
		if ay == 0 {
			return complex(math.Inf(1), imag(z)), domain
		}
		return complex(-fmath.Log(math.Sqrt(ay)/math.Sqrt(fmath.Hypot(ay, 2))), math.Copysign(fmath.Atan2(2, -ay)/2, imag(z))), fine
	}
	re := fmath.Log1p(4*x/(float64((1-x)*(1-x))+float64(ay*ay))) / 4
	im := -fmath.Atan2(-2*imag(z), float64((1-x)*(1+x))-float64(ay*ay)) / 2
	return complex(re, im), fine
}

func cosh(z complex128) (complex128, failure) {
	if !finite(z) {
		if turns(z) {
			return directed(math.Inf(1), imag(z), 1, math.Copysign(1, real(z))), fine
		}
		return special("cosh", z)
	}
	sin, cos := fmath.Sin(imag(z)), fmath.Cos(imag(z))
	if math.Abs(real(z)) > logLarge {
		x := real(z) - math.Copysign(1, real(z))
		return checked(complex(cos*fmath.Cosh(x)*math.E, sin*fmath.Sinh(x)*math.E))
	}
	return checked(complex(cos*fmath.Cosh(real(z)), sin*fmath.Sinh(real(z))))
}

func sinh(z complex128) (complex128, failure) {
	if !finite(z) {
		if turns(z) {
			return directed(math.Inf(1), imag(z), math.Copysign(1, real(z)), 1), fine
		}
		return special("sinh", z)
	}
	sin, cos := fmath.Sin(imag(z)), fmath.Cos(imag(z))
	if math.Abs(real(z)) > logLarge {
		x := real(z) - math.Copysign(1, real(z))
		return checked(complex(cos*fmath.Sinh(x)*math.E, sin*fmath.Cosh(x)*math.E))
	}
	return checked(complex(cos*fmath.Sinh(real(z)), sin*fmath.Cosh(real(z))))
}

func tanh(z complex128) (complex128, failure) {
	sin, cos := fmath.Sin(imag(z)), fmath.Cos(imag(z))
	if !finite(z) {
		if turns(z) {
			return complex(math.Copysign(1, real(z)), math.Copysign(0, 2*sin*cos)), fine
		}
		return special("tanh", z)
	}
	if math.Abs(real(z)) > logLarge {
		return complex(math.Copysign(1, real(z)), 4*sin*cos*fmath.Exp(-2*math.Abs(real(z)))), fine
	}
	tx, ty, cx := fmath.Tanh(real(z)), fmath.Tan(imag(z)), 1/fmath.Cosh(real(z))
	both := tx * ty
	under := 1 + float64(both*both)
	return complex(tx*(1+float64(ty*ty))/under, ty/under*cx*cx), fine
}

func exp(z complex128) (complex128, failure) {
	if !finite(z) {
		switch {
		case !turns(z):
			return special("exp", z)
		case real(z) > 0:
			return directed(math.Inf(1), imag(z), 1, 1), fine
		}
		return directed(0, imag(z), 1, 1), fine
	}
	sin, cos := fmath.Sin(imag(z)), fmath.Cos(imag(z))
	if real(z) > logLarge {
		l := fmath.Exp(real(z) - 1)
		return checked(complex(l*cos*math.E, l*sin*math.E))
	}
	l := fmath.Exp(real(z))
	return checked(complex(l*cos, l*sin))
}

func log(z complex128) (complex128, failure) {
	if !finite(z) {
		return special("log", z)
	}
	ax, ay := math.Abs(real(z)), math.Abs(imag(z))
	im := fmath.Atan2(imag(z), real(z))
	switch {
	case ax > large || ay > large:
		return complex(fmath.Log(fmath.Hypot(ax/2, ay/2))+math.Ln2, im), fine
	case z == 0:
		return complex(math.Inf(-1), im), domain
	case ax < smallest && ay < smallest:
		h := fmath.Hypot(math.Ldexp(ax, mantissa), math.Ldexp(ay, mantissa))
		return complex(fmath.Log(h)-float64(float64(mantissa)*math.Ln2), im), fine
	}
	h := fmath.Hypot(ax, ay)
	if lowerNearUnit <= h && h <= upperNearUnit {
		more, less := max(ax, ay), min(ax, ay)
		return complex(fmath.Log1p(float64((more-1)*(more+1))+float64(less*less))/2, im), fine
	}
	return complex(fmath.Log(h), im), fine
}

func log10(z complex128) (complex128, failure) {
	w, fail := log(z)
	return complex(real(w)/math.Ln10, imag(w)/math.Ln10), fail
}

func rect(r, phi float64) (complex128, failure) {
	z := complex(r, phi)
	if !finite(z) {
		if turns(z) {
			sign := math.Copysign(1, r)
			return directed(math.Inf(1), phi, sign, sign), fine
		}
		return special("rect", z)
	}
	if phi == 0 {
		return complex(r, r*phi), fine
	}
	return complex(r*fmath.Cos(phi), r*fmath.Sin(phi)), fine
}
