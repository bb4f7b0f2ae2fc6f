package fmath

import "math"

// This file implements double-double arithmetic: numbers that are the sum of two floats,
// of which the first is the sum rounded.

type dd struct{ hi, lo float64 }

// sum2 returns a + b exactly.
func sum2(a, b float64) dd {
	s := a + b
	t := s - a
	return dd{s, (a - (s - t)) + (b - t)}
}

// quick2 is sum2 for |a| >= |b|.
func quick2(a, b float64) dd {
	s := a + b
	return dd{s, b - (s - a)}
}

// mul2 returns a * b exactly.
func mul2(a, b float64) dd {
	p := a * b
	return dd{p, math.FMA(a, b, -p)}
}

func (a dd) add(b dd) dd {
	s := sum2(a.hi, b.hi)
	t := sum2(a.lo, b.lo)
	s = quick2(s.hi, s.lo+t.hi)
	return quick2(s.hi, s.lo+t.lo)
}

func (a dd) addF(b float64) dd {
	s := sum2(a.hi, b)
	return quick2(s.hi, s.lo+a.lo)
}

func (a dd) neg() dd { return dd{-a.hi, -a.lo} }

func (a dd) sub(b dd) dd { return a.add(b.neg()) }

func (a dd) mul(b dd) dd {
	p := mul2(a.hi, b.hi)
	return quick2(p.hi, p.lo+(a.hi*b.lo+a.lo*b.hi))
}

func (a dd) mulF(b float64) dd {
	p := mul2(a.hi, b)
	return quick2(p.hi, p.lo+a.lo*b)
}

// scale multiplies by a power of two.
func (a dd) scale(b float64) dd { return dd{a.hi * b, a.lo * b} }

func (a dd) div(b dd) dd {
	q := a.hi / b.hi
	r := a.sub(b.mulF(q))
	q2 := r.hi / b.hi
	r = r.sub(b.mulF(q2))
	return quick2(q, q2).addF(r.hi / b.hi)
}

func (a dd) sqrt() dd {
	if a.hi == 0 {
		return a
	}
	s := math.Sqrt(a.hi)
	r := a.sub(mul2(s, s))
	return quick2(s, r.hi/(2*s))
}

func (a dd) value() float64 { return a.hi + a.lo }
