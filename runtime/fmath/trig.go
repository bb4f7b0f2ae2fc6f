package fmath

import (
	"math"
	"math/bits"
	"strconv"
)

// This file implements the trigonometric functions and their inverses.

// reduce returns r in about [-pi/4, pi/4] and n mod 4 such that x = n*pi/2 + r.
func reduce(x float64) (r dd, n int) {
	if math.Abs(x) < 0.785 {
		return dd{x, 0}, 0
	}
	if math.Abs(x) < 1e5 {
		k := math.RoundToEven(x * (2 / math.Pi))
		a := x - k*halfPi1 // exact: halfPi1 has 33 bits
		r = sum2(a, -k*halfPi2)
		return r.add(mul2(-k, halfPi3)), int(k) & 3
	}
	return reduceBig(x)
}

// twoOverPiWords is 2/pi in words of 64 bits, the first just behind the binary point.
var twoOverPiWords = func() (words [19]uint64) {
	for i := range words {
		words[i], _ = strconv.ParseUint(twoOverPi[16*i:16*i+16], 16, 64)
	}
	return words
}()

// reduceBig reduces with those bits of 2/pi that the exponent of x asks for.
func reduceBig(x float64) (dd, int) {
	m, e := math.Frexp(math.Abs(x))
	mant := uint64(m * (1 << 53))
	e -= 53 // |x| = mant * 2**e
	// The bits of 2/pi before the first that matters make multiples of 4 with mant.
	skip := max(e-2, 0)
	var w [4]uint64
	for i := range w {
		at := skip/64 + i
		w[i] = twoOverPiWords[at] << (skip % 64)
		if skip%64 != 0 && at+1 < len(twoOverPiWords) {
			w[i] |= twoOverPiWords[at+1] >> (64 - skip%64)
		}
	}
	// p = mant * w; the binary point is before p[1] when it has been shifted.
	var p [5]uint64
	var carry uint64
	for i := 3; i >= 0; i-- {
		hi, lo := bits.Mul64(mant, w[i])
		var c uint64
		p[i+1], c = bits.Add64(lo, carry, 0)
		carry = hi + c
	}
	p[0] = carry
	if e != skip {
		p = shift(p, e-skip)
	}
	n := int(p[0] & 3)
	f := [3]uint64{p[1], p[2], p[3]}
	neg := f[0]>>63 != 0
	if neg {
		n++
		var c uint64
		f[2], c = bits.Add64(^f[2], 1, 0)
		f[1], c = bits.Add64(^f[1], 0, c)
		f[0], _ = bits.Add64(^f[0], 0, c)
	}
	r := fraction(f).mul(halfPiDD)
	if neg {
		r = r.neg()
	}
	if x < 0 {
		r, n = r.neg(), -n
	}
	return r, n & 3
}

// shift returns p * 2**by for by from -63 to 63.
func shift(p [5]uint64, by int) [5]uint64 {
	if by > 0 {
		for i := range p {
			p[i] <<= by
			if i+1 < len(p) {
				p[i] |= p[i+1] >> (64 - by)
			}
		}
		return p
	}
	for i := len(p) - 1; i >= 0; i-- {
		p[i] >>= -by
		if i > 0 {
			p[i] |= p[i-1] << (64 + by)
		}
	}
	return p
}

// fraction returns the number whose bits behind the binary point are f.
func fraction(f [3]uint64) dd {
	zeros := 0
	for f[0] == 0 && zeros < 128 {
		f[0], f[1], f[2] = f[1], f[2], 0
		zeros += 64
	}
	if z := bits.LeadingZeros64(f[0]); z > 0 {
		f[0] = f[0]<<z | f[1]>>(64-z)
		f[1] = f[1]<<z | f[2]>>(64-z)
		zeros += z
	}
	hi := float64(f[0] &^ (1<<11 - 1))
	lo := math.Ldexp(float64(f[0]&(1<<11-1)), 64) + float64(f[1])
	return quick2(math.Ldexp(hi, -64-zeros), math.Ldexp(lo, -128-zeros))
}

// sinCosDD returns sine and cosine of r, |r| < 0.8.
func sinCosDD(r dd) (s, c dd) {
	neg := r.hi < 0
	if neg {
		r = r.neg()
	}
	k := int(r.hi*32 + 0.5)
	t := r.addF(-float64(k) / 32)
	h := t.hi
	h2 := h * h
	t2 := t.mul(t)
	// sin t = t - t**3/6 + ..., cos t - 1 = -t**2/2 + t**4/24 - ...
	st := t.add(t2.mul(t).div(dd{-6, 0})).addF(h * h2 * h2 * (1./120 + h2*(-1./5040+h2*(1./362880))))
	ct := t2.scale(-0.5).addF(h2 * h2 * (1./24 + h2*(-1./720+h2*(1./40320))))
	if k == 0 {
		s, c = st, ct.addF(1)
	} else {
		a, b := sinTable[k], cosTable[k]
		s = a.add(a.mul(ct).add(b.mul(st)))
		c = b.add(b.mul(ct).sub(a.mul(st)))
	}
	if neg {
		s = s.neg()
	}
	return s, c
}

// Sin is the sine.
func Sin(x float64) float64 {
	if math.Abs(x) < 1e-9 {
		return x
	}
	return sinFrom(x, 0)
}

// Cos is the cosine.
func Cos(x float64) float64 { return sinFrom(x, 1) }

// sinFrom returns the sine of the angle that is so many quarters of a turn ahead of x.
func sinFrom(x float64, quarters int) float64 {
	if x != x || math.IsInf(x, 0) {
		return math.NaN()
	}
	r, n := reduce(x)
	n += quarters
	a, other := quickSinCos(r)
	if n&1 != 0 {
		a = other
	}
	y, ok := a.round()
	if !ok {
		s, c := sinCosDD(r)
		if n&1 != 0 {
			s = c
		}
		y = s.value()
	}
	if n&2 != 0 {
		return -y
	}
	return y
}

// Tan is the tangent.
func Tan(x float64) float64 {
	if x != x || math.IsInf(x, 0) {
		return math.NaN()
	}
	if math.Abs(x) < 1e-9 {
		return x
	}
	r, n := reduce(x)
	if y, ok := quickTan(r, n&1 != 0); ok {
		return y
	}
	s, c := sinCosDD(r)
	if n&1 != 0 {
		return c.neg().div(s).value()
	}
	return s.div(c).value()
}

// atanDD returns the arc tangent of q >= 0.
func atanDD(q dd) dd {
	if q.hi > 1 {
		return halfPiDD.sub(atanDD(dd{1, 0}.div(q)))
	}
	k := int(q.hi*32 + 0.5)
	t := q
	if k > 0 {
		a := float64(k) / 32
		t = q.addF(-a).div(q.mulF(a).addF(1))
	}
	h := t.hi
	h2 := h * h
	t3 := t.mul(t).mul(t)
	r := t.add(t3.div(dd{-3, 0})).addF(h * h2 * h2 * (1./5 + h2*(-1./7+h2*(1./9+h2*(-1./11)))))
	if k > 0 {
		r = atanTable[k].add(r)
	}
	return r
}

// Atan is the arc tangent.
func Atan(x float64) float64 {
	switch a := math.Abs(x); {
	case x != x || a < 1e-9:
		return x
	case a > 1e17:
		return math.Copysign(halfPiDD.hi, x)
	default:
		if r, ok := quickAtan(dd{a, 0}, dd{1, 0}).round(); ok {
			return math.Copysign(r, x)
		}
		return math.Copysign(atanDD(dd{a, 0}).value(), x)
	}
}

// Atan2 is the angle of the point (x, y).
func Atan2(y, x float64) float64 {
	if x != x || y != y || x == 0 || y == 0 || math.IsInf(x, 0) || math.IsInf(y, 0) {
		return math.Atan2(y, x)
	}
	// Bring both near 1, so that the quotient can be computed exactly enough.
	ay, ey := math.Frexp(math.Abs(y))
	ax, ex := math.Frexp(math.Abs(x))
	d := ey - ex
	switch {
	case d > 70:
		return math.Copysign(halfPiDD.hi, y)
	case d < -70 && x < 0:
		return math.Copysign(math.Pi, y)
	case d < -70:
		q := dd{ay, 0}.div(dd{ax, 0})
		return math.Copysign(ldexp(q, d), y)
	}
	q := quickAtan(dd{math.Ldexp(ay, d), 0}, dd{ax, 0})
	if x < 0 {
		q = q.below(piDD)
	}
	if r, ok := q.round(); ok {
		return math.Copysign(r, y)
	}
	a := atanDD(dd{ay, 0}.div(dd{ax, 0}).scale(math.Ldexp(1, d)))
	if x < 0 {
		a = piDD.sub(a)
	}
	return math.Copysign(a.value(), y)
}

// Asin is the arc sine.
func Asin(x float64) float64 {
	a := math.Abs(x)
	switch {
	case a > 1 || x != x:
		return math.NaN()
	case a < 1e-9:
		return x
	case a == 1:
		return math.Copysign(halfPiDD.hi, x)
	}
	c := sum2(1, -a).mul(sum2(1, a)).sqrt()
	if r, ok := quickAtan(dd{a, 0}, c).round(); ok {
		return math.Copysign(r, x)
	}
	return math.Copysign(atanDD(dd{a, 0}.div(c)).value(), x)
}

// Acos is the arc cosine.
func Acos(x float64) float64 {
	switch {
	case x > 1 || x < -1 || x != x:
		return math.NaN()
	case x == 1:
		return 0
	case x == -1:
		return math.Pi
	case math.Abs(x) < 0x1p-60: // pi/2-x rounds to pi/2; dividing by x could overflow
		return halfPiDD.hi
	}
	a := math.Abs(x)
	s := sum2(1, -a).mul(sum2(1, a)).sqrt()
	q := quickAtan(s, dd{a, 0})
	if x < 0 {
		q = q.below(piDD)
	}
	if r, ok := q.round(); ok {
		return r
	}
	r := atanDD(s.div(dd{a, 0}))
	if x < 0 {
		r = piDD.sub(r)
	}
	return r.value()
}

// Hypot is the length of the vector v, as vector_norm of mathmodule.c: scaled by a power
// of two, with the squares and the root corrected.
func Hypot(v ...float64) float64 {
	largest := 0.0
	nan := false
	for _, x := range v {
		x = math.Abs(x)
		if math.IsInf(x, 0) {
			return math.Inf(1)
		}
		nan = nan || x != x
		largest = math.Max(largest, x)
	}
	switch {
	case nan:
		return math.NaN()
	case largest == 0:
		return 0
	}
	_, e := math.Frexp(largest)
	if e < -1023 {
		// The scale would overflow: all are subnormal.
		const tiny = 2.2250738585072014e-308
		w := make([]float64, len(v))
		for i, x := range v {
			w[i] = x / tiny
		}
		return tiny * Hypot(w...)
	}
	scale := math.Ldexp(1, -e)
	csum, frac1, frac2 := 1.0, 0.0, 0.0
	for _, x := range v {
		p := mul2(x*scale, x*scale)
		s := quick2(csum, p.hi)
		csum = s.hi
		frac1 += p.lo
		frac2 += s.lo
	}
	h := math.Sqrt(csum - 1 + (frac1 + frac2))
	p := mul2(-h, h)
	s := quick2(csum, p.hi)
	csum = s.hi
	frac1 += p.lo
	frac2 += s.lo
	rest := csum - 1 + (frac1 + frac2)
	h += rest / (2 * h)
	return h / scale
}

// Cbrt is the cube root.
func Cbrt(x float64) float64 {
	if x == 0 || x != x || math.IsInf(x, 0) {
		return x
	}
	y := math.Cbrt(x)
	// One step of Newton's method in double-double.
	r := mul2(y, y).mulF(y).neg().addF(x)
	return quick2(y, r.hi/(3*y*y)).value()
}
