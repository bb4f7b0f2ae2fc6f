package fmath

import "math"

// This file computes the most used functions with some 65 bits first: in floats, with what
// rounding takes away kept for the largest terms alone. Where all numbers that near round to
// the same float, that is the result; else, once in some hundred calls, what the other files
// do with twice the bits is.

// unsure is how far off the sum of hi and lo may be that the functions of this file compute,
// in absolute terms where results are about 1: far more than what the roundings of their lower
// terms, each of at most 2**-67, come to.
const unsure = 0x1p-64

// near is a result: hi + lo, which is at most off away from the true value. Other than in a
// dd, lo may be as large as some thousandth of hi.
type near struct{ hi, lo, off float64 }

// round returns the float nearest to the true value; ok is false where that may be another.
func (a near) round() (x float64, ok bool) {
	x = a.hi + a.lo
	return x, a.hi+(a.lo-a.off) == x && a.hi+(a.lo+a.off) == x
}

func (a near) neg() near { return near{-a.hi, -a.lo, a.off} }

// below returns from - a, where from is not less than a.
func (a near) below(from dd) near {
	s := quick2(from.hi, -a.hi)
	return near{s.hi, s.lo + (from.lo - a.lo), a.off + 2*unsure}
}

// quickLog returns log(x); x is positive, finite and not subnormal.
func quickLog(x float64) near {
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
		return near{r, series, r * r * 0x1p-51}
	}
	d := math.FMA(m, e.c, -p) // what p lacks
	s := sum2(f*ln21, e.minusL.hi)
	t := sum2(s.hi, r)
	return near{t.hi, t.lo + (s.lo + (series + (d - d*r + e.minusL.lo + f*ln22))), unsure}
}

// normal reports whether x is positive, finite and not subnormal.
func normal(x float64) bool { return x >= 0x1p-1022 && x <= math.MaxFloat64 }

// quickPow returns x**y as quickExp does; x is as quickLog has it.
func quickPow(x, y float64) (z float64, ok bool) {
	a := quickLog(x)
	l := quick2(a.hi, a.lo)
	p := mul2(l.hi, y)
	return quickExp(near{p.hi, p.lo + l.lo*y, math.Abs(y) * a.off})
}

// quickExp returns e**a rounded, as round does, where a.lo is below a unit in the last place
// of a.hi.
func quickExp(a near) (x float64, ok bool) {
	if !(math.Abs(a.hi) < 690) {
		return 0, false
	}
	n := math.RoundToEven(a.hi * (64 * invLn2DD.hi))
	r := sum2(a.hi-n*ln2By641, -n*ln2By642)
	h := r.hi
	j := int(n) & 63
	tab := &expTable[j]
	// tab * (1 + h + series), of which tab and tab*h need more than a float.
	l := r.lo + (a.lo - n*ln2By643)
	series := h * h * (1./2 + h*(1./6+h*(1./24+h*(1./120+h*(1./720)))))
	series += l + l*(h+series)
	q := mul2(tab.hi, h)
	s := quick2(tab.hi, q.hi)
	x, ok = near{s.hi, s.lo + (q.lo + (tab.lo + (tab.hi*series + tab.lo*h))), 2*a.off + unsure}.round()
	return x * math.Float64frombits(uint64(1023+(int(n)-j)/64)<<52), ok
}

// quickSinCos returns sine and cosine of r, |r| < 0.8.
func quickSinCos(r dd) (sin, cos near) {
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
	if k == 0 {
		sin, cos = near{h, r.lo + s, math.Abs(t) * unsure}, near{1, c, 4 * unsure}
	} else {
		a, b := &sinTable[k], &cosTable[k]
		// sin(a+t) = sin a + cos a * t + (sin a * c + cos a * s)
		p, q := mul2(b.hi, h), mul2(a.hi, -h)
		u, v := quick2(a.hi, p.hi), quick2(b.hi, q.hi)
		sin = near{u.hi, u.lo + (p.lo + (a.lo + (a.hi*c + b.hi*(s+r.lo) + b.lo*h))), 4 * unsure}
		cos = near{v.hi, v.lo + (q.lo + (b.lo + (b.hi*c - a.hi*(s+r.lo) - a.lo*h))), 4 * unsure}
	}
	if neg {
		sin = sin.neg()
	}
	return sin, cos
}

// quickTan returns the tangent of r, |r| < 0.8, or minus its cotangent.
func quickTan(r dd, cot bool) (x float64, ok bool) {
	y, z := quickSinCos(r)
	if cot {
		y, z = z.neg(), y
	}
	a, b := quick2(y.hi, y.lo), quick2(z.hi, z.lo)
	q := a.hi / b.hi
	lo := (math.FMA(-q, b.hi, a.hi) + a.lo - q*b.lo) / b.hi
	return near{q, lo, (y.off+math.Abs(q)*z.off)/math.Abs(b.hi) + math.Abs(q)*unsure}.round()
}

// quickAtan returns the arc tangent of y/x, both positive.
func quickAtan(y, x dd) near {
	if y.hi > x.hi {
		return quickAtan(x, y).below(halfPiDD)
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
		return near{t, tLo + series, math.Abs(t) * unsure}
	}
	s := quick2(atanTable[k].hi, t)
	return near{s.hi, s.lo + (atanTable[k].lo + (tLo + series)), unsure}
}
