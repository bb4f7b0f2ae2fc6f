package fmath

import "math"

// This file computes the most used functions with some 65 bits first: in floats, with what
// rounding takes away kept for the largest terms alone. Where all numbers that near round to
// the same float, that is the result; else, once in some hundred calls, what the other files
// do with twice the bits is.

// unsure is how far off the sum of hi and lo may be that the functions of this file compute,
// in absolute terms where results are about 1: far more than what the roundings of their lower
// terms, each of at most 2**-67, come to.
const unsure = 1.0 / (1 << 63) / 2

// round returns hi + lo rounded; ok is false where a number that is at most off away may be
// rounded to something else.
func round(hi, lo, off float64) (x float64, ok bool) {
	x = hi + lo
	return x, hi+(lo-off) == x && hi+(lo+off) == x
}

// quickLog returns log(x) as hi + lo and how far off that may be; x is positive, finite and not
// subnormal.
func quickLog(x float64) (hi, lo, off float64) {
	b := math.Float64bits(x)
	k := int(b>>52) - 1022
	m := math.Float64frombits(b&(1<<52-1) | 1022<<52)
	if m < math.Sqrt2/2 {
		m, k = 2*m, k-1
	}
	e := &logTable[int(m*128)-90]
	// log(x) = k*log(2) - log(c) + log(m*c), the last by its series at r = m*c - 1, which is
	// below 2**-7.
	p := m * e.c
	r := p - 1
	f := float64(k)
	series := r * r * (-1./2 + r*(1./3+r*(-1./4+r*(1./5+r*(-1./6+r*(1./7+r*(-1./8+r*(1./9+r*(-1./10)))))))))
	if k == 0 && e.c == 1 {
		// r is exact, and the result may be small.
		return r, series, r * r * (1.0 / (1 << 51))
	}
	d := math.FMA(m, e.c, -p) // what p lacks
	s := sum2(f*ln21, e.minusL.hi)
	t := sum2(s.hi, r)
	return t.hi, t.lo + (s.lo + (series + (d - d*r + e.minusL.lo + f*ln22))), unsure
}

// normal reports whether x is positive, finite and not subnormal.
func normal(x float64) bool { return x >= 0x1p-1022 && x <= math.MaxFloat64 }

// quickExp returns e**(hi+lo) where hi+lo is at most off away from what is meant.
func quickExp(hi, lo, off float64) (x float64, ok bool) {
	if !(math.Abs(hi) < 690) {
		return 0, false
	}
	n := math.RoundToEven(hi * (64 * 1.4426950408889634))
	r := sum2(hi-n*ln2By641, -n*ln2By642)
	h := r.hi
	j := int(n) & 63
	tab := &expTable[j]
	// tab * (1 + h + series), of which tab and tab*h need more than a float.
	l := r.lo + (lo - n*ln2By643)
	series := h * h * (1./2 + h*(1./6+h*(1./24+h*(1./120+h*(1./720)))))
	series += l + l*(h+series)
	q := mul2(tab.hi, h)
	s := quick2(tab.hi, q.hi)
	x, ok = round(s.hi, s.lo+(q.lo+(tab.lo+(tab.hi*series+tab.lo*h))), 2*off+unsure)
	return x * math.Float64frombits(uint64(1023+(int(n)-j)/64)<<52), ok
}

// quickSinCos returns sine and cosine of r, |r| < 0.8, each as hi + lo, and how far off these
// may be.
func quickSinCos(r dd) (sinHi, sinLo, sinOff, cosHi, cosLo, cosOff float64) {
	neg := r.hi < 0
	if neg {
		r = r.neg()
	}
	k := int(r.hi*32 + 0.5)
	h := r.hi - float64(k)/32 // exact
	t := h + r.lo
	t2 := t * t
	// sin t = t + s, cos t = 1 + c
	s := t * t2 * (-1./6 + t2*(1./120+t2*(-1./5040+t2*(1./362880))))
	c := t2 * (-1./2 + t2*(1./24+t2*(-1./720+t2*(1./40320))))
	cosOff = 4 * unsure
	if k == 0 {
		sinOff = math.Abs(t) * unsure
		sinHi, sinLo, cosHi, cosLo = h, r.lo+s, 1, c
	} else {
		a, b := &sinTable[k], &cosTable[k]
		// sin(a+t) = sin a + cos a * t + (sin a * c + cos a * s)
		p, q := mul2(b.hi, h), mul2(a.hi, -h)
		u, v := quick2(a.hi, p.hi), quick2(b.hi, q.hi)
		sinHi, sinLo = u.hi, u.lo+(p.lo+(a.lo+(a.hi*c+b.hi*(s+r.lo)+b.lo*h)))
		cosHi, cosLo = v.hi, v.lo+(q.lo+(b.lo+(b.hi*c-a.hi*(s+r.lo)-a.lo*h)))
		sinOff = cosOff
	}
	if neg {
		sinHi, sinLo = -sinHi, -sinLo
	}
	return sinHi, sinLo, sinOff, cosHi, cosLo, cosOff
}

// quickTan returns the tangent of r, |r| < 0.8, or minus its cotangent.
func quickTan(r dd, cot bool) (x float64, ok bool) {
	y, yLo, yOff, z, zLo, zOff := quickSinCos(r)
	if cot {
		y, yLo, yOff, z, zLo, zOff = -z, -zLo, zOff, y, yLo, yOff
	}
	a, b := quick2(y, yLo), quick2(z, zLo)
	q := a.hi / b.hi
	lo := (math.FMA(-q, b.hi, a.hi) + a.lo - q*b.lo) / b.hi
	return round(q, lo, (yOff+math.Abs(q)*zOff)/math.Abs(b.hi)+math.Abs(q)*unsure)
}

// quickAtan returns the arc tangent of y/x, both positive, as hi + lo, and how far off that may
// be.
func quickAtan(y, x dd) (hi, lo, off float64) {
	if y.hi > x.hi {
		hi, lo, off = quickAtan(x, y)
		s := quick2(halfPiDD.hi, -hi)
		return s.hi, s.lo + (halfPiDD.lo - lo), off + unsure
	}
	k := int(y.hi/x.hi*32 + 0.5)
	a := float64(k) / 32
	// atan(y/x) = atan(a) + atan(t), t = (y - a*x) / (x + a*y)
	p, q := mul2(a, x.hi), mul2(a, y.hi)
	n, d := sum2(y.hi, -p.hi), sum2(x.hi, q.hi)
	t := n.hi / d.hi
	nLo, dLo := n.lo-p.lo+y.lo-a*x.lo, d.lo+q.lo+x.lo+a*y.lo
	tLo := (math.FMA(-t, d.hi, n.hi) + nLo - t*dLo) / d.hi
	t2 := t * t
	series := t * t2 * (-1./3 + t2*(1./5+t2*(-1./7+t2*(1./9+t2*(-1./11)))))
	if k == 0 {
		return t, tLo + series, math.Abs(t) * unsure
	}
	s := quick2(atanTable[k].hi, t)
	return s.hi, s.lo + (atanTable[k].lo + (tLo + series)), unsure
}
