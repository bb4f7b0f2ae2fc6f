package fmath

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestQuick compares what is computed with 65 bits first with what all bits give, and sees to it
// that the first does most of the work.
func TestQuick(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	type result struct {
		name string
		x, y float64 // arguments
		hi   float64 // with few bits
		ok   bool
		want float64
	}
	counts, unsures := map[string]int{}, map[string]int{}
	check := func(s result) {
		counts[s.name]++
		if !s.ok {
			unsures[s.name]++
		} else if s.hi != s.want {
			t.Errorf("%s(%v, %v) = %v, want %v", s.name, s.x, s.y, s.hi, s.want)
		}
	}
	for range 200_000 {
		x := math.Ldexp(r.Float64(), r.IntN(60)-30)
		switch r.IntN(4) {
		case 0:
			x = 0.5 + r.Float64()
		case 1:
			x = math.Ldexp(1+r.Float64(), r.IntN(2000)-1000)
		}
		got, ok := quickLog(x).round()
		check(result{"log", x, 0, got, ok, logDD(dd{x, 0}).value()})
		y := 40*r.Float64() - 20
		got, ok = quickExp(near{hi: y})
		check(result{"exp", y, 0, got, ok, expDD(dd{y, 0})})
		if math.Abs(math.Log(x)*y) < 600 {
			got, ok = quickPow(x, y)
			check(result{"pow", x, y, got, ok, expDD(powLog(x, y))})
		}
		z := 0.785 * (2*r.Float64() - 1)
		if r.IntN(4) == 0 {
			z = math.Ldexp(z, -r.IntN(30))
		}
		lo := z * 0x1p-54 * (2*r.Float64() - 1)
		sin, cos := quickSinCos(dd{z, lo})
		s, c := sinCosDD(dd{z, lo})
		got, ok = sin.round()
		check(result{"sin", z, lo, got, ok, s.value()})
		got, ok = cos.round()
		check(result{"cos", z, lo, got, ok, c.value()})
		if z != 0 {
			got, ok = quickTan(dd{z, lo}, false)
			check(result{"tan", z, lo, got, ok, s.div(c).value()})
			got, ok = quickTan(dd{z, lo}, true)
			check(result{"cot", z, lo, got, ok, c.neg().div(s).value()})
		}
		u, v := math.Abs(z), r.Float64()+0.5
		if r.IntN(2) == 0 {
			u, v = v, u
		}
		if u > 0 && v > 0 {
			got, ok = quickAtan(dd{u, 0}, dd{v, 0}).round()
			check(result{"atan", u, v, got, ok, atanDD(dd{u, 0}.div(dd{v, 0})).value()})
		}
	}
	for name, n := range counts {
		if unsures[name] > n/10 {
			t.Errorf("%s: %d of %d results are unsure", name, unsures[name], n)
		}
	}
}
