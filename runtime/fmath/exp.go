package fmath

import (
	"math"
	"math/big"
)

// This file implements exp, log and pow.

type logEntry struct {
	c      float64
	minusL dd
}

// expParts returns e**(x.hi+x.lo) as m * 2**k, for |x| < 800.
func expParts(x dd) (m dd, k int) {
	n := math.RoundToEven(x.hi * (64 * invLn2DD.hi))
	r := sum2(x.hi-n*ln2By641, -n*ln2By642)
	t := mul2(n, ln2By643)
	r = r.add(dd{-t.hi, x.lo - t.lo})
	p := expm1Series(r)
	j := int(n) & 63
	tab := expTable[j]
	return tab.add(tab.mul(p)), (int(n) - j) / 64
}

// expm1Series returns e**r - 1 for |r| < 0.0055.
func expm1Series(r dd) dd {
	h := r.hi
	q := h * h * h * (1./6 + h*(1./24+h*(1./120+h*(1./720+h*(1./5040)))))
	return r.add(r.mul(r).scale(0.5)).addF(q)
}

// ldexp rounds m * 2**k once, even where the result is subnormal.
func ldexp(m dd, k int) float64 {
	if k > -1000 {
		return math.Ldexp(m.value(), k)
	}
	x := new(big.Float).SetPrec(200).SetFloat64(m.hi)
	x.Add(x, new(big.Float).SetFloat64(m.lo))
	x.SetMantExp(x, k)
	f, _ := x.Float64()
	return f
}

func expDD(x dd) float64 {
	switch {
	case x.hi != x.hi:
		return x.hi
	case x.hi > 710:
		return math.Inf(1)
	case x.hi < -746:
		return 0
	}
	m, k := expParts(x)
	return ldexp(m, k)
}

// Exp is e**x.
func Exp(x float64) float64 {
	if y, ok := quickExp(near{hi: x}); ok {
		return y
	}
	return expDD(dd{x, 0})
}

// Exp2 is 2**x.
func Exp2(x float64) float64 {
	switch {
	case x != x:
		return x
	case x >= 1025:
		return math.Inf(1)
	case x <= -1076:
		return 0
	}
	n := math.RoundToEven(x)
	t := x - n
	l := dd{ln2By641 * 64, 0}.add(dd{ln2By642 * 64, ln2By643 * 64})
	m, k := expParts(l.mulF(t))
	return ldexp(m, k+int(n))
}

// Expm1 is e**x - 1. Go's is by the same formula as the C library's, and so is Log1p.
func Expm1(x float64) float64 { return math.Expm1(x) }

// logDD returns the logarithm of x.hi + x.lo, which is positive and finite.
func logDD(x dd) dd {
	m, k := math.Frexp(x.hi)
	lo := math.Ldexp(x.lo, -k)
	if m < math.Sqrt2/2 {
		m, lo, k = 2*m, 2*lo, k-1
	}
	e := &logTable[int(m*128)-90]
	p := mul2(m, e.c)
	r := quick2(p.hi-1, p.lo)
	if lo != 0 {
		r = r.add(mul2(lo, e.c))
	}
	h := r.hi
	s := r.mul(r)
	t := s.mul(r)
	q := h * h * h * h * (-1./4 + h*(1./5+h*(-1./6+h*(1./7+h*(-1./8+h*(1./9+h*(-1./10+h*(1./11))))))))
	l := t.div(dd{3, 0}).addF(q)
	l = s.scale(-0.5).add(l)
	l = r.add(l)
	if e.c != 1 {
		l = e.minusL.add(l)
	}
	if k != 0 {
		f := float64(k)
		n := sum2(f*ln21, 0).add(mul2(f, ln22)).addF(f * ln23)
		l = n.add(l)
	}
	return l
}

// special handles the arguments of a logarithm that are not positive and finite.
func special(x float64) (float64, bool) {
	switch {
	case x != x || x > math.MaxFloat64:
		return x, true
	case x == 0:
		return math.Inf(-1), true
	case x < 0:
		return math.NaN(), true
	}
	return 0, false
}

// Log is the natural logarithm.
func Log(x float64) float64 {
	if normal(x) {
		if r, ok := quickLog(x).round(); ok {
			return r
		}
	}
	if r, ok := special(x); ok {
		return r
	}
	return logDD(dd{x, 0}).value()
}

// Log2 is the logarithm to base 2.
func Log2(x float64) float64 {
	if normal(x) {
		l := quickLog(x)
		p := mul2(l.hi, invLn2DD.hi)
		if r, ok := (near{p.hi, p.lo + (l.lo*invLn2DD.hi + l.hi*invLn2DD.lo), 2 * l.off}).round(); ok {
			return r
		}
	}
	if r, ok := special(x); ok {
		return r
	}
	return logDD(dd{x, 0}).mul(invLn2DD).value()
}

// Log1p is log(1 + x).
func Log1p(x float64) float64 { return math.Log1p(x) }

// Pow is x**y, for all arguments as C99's pow.
func Pow(x, y float64) float64 {
	if x <= 0 || x == 1 || y == 0 || math.IsInf(x, 0) || math.IsInf(y, 0) || x != x || y != y {
		if x < 0 && !math.IsInf(x, 0) && !math.IsInf(y, 0) && y == math.Trunc(y) && y != 0 {
			r := Pow(-x, y)
			if math.Mod(y, 2) != 0 {
				return -r
			}
			return r
		}
		return math.Pow(x, y)
	}
	if y == 1 {
		return x
	}
	if normal(x) {
		if r, ok := quickPow(x, y); ok {
			return r
		}
	}
	return expDD(powLog(x, y))
}

// powLog returns y * log(x), kept where it cannot overflow.
func powLog(x, y float64) dd {
	l := logDD(dd{x, 0})
	p := l.hi * y
	if p > 800 || p < -800 {
		return dd{math.Copysign(1000, p), 0}
	}
	return l.mulF(y)
}
