package math

import (
	"math"
	"math/bits"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements sumprod.

// productSum is the state of sumprod: products go to the int64 sum while they are of exact
// ints and fit, then to the float sum while they are of floats, or of floats and ints, and
// stay finite. What neither takes is added to total with the operators. A sum that had to
// pass is added to total and not used any more, so that where extended precision ends is
// where it ends in CPython.
type productSum struct {
	total    py.Value
	ints     int64
	noInts   bool
	floats   tripleFloat
	noFloats bool
	used     bool // the sum in turn has taken a product
}

func sumProd(p, q py.Value) (py.Value, *py.Exception) {
	pIt, exc := py.Iter(p)
	if exc != nil {
		return py.Value{}, exc
	}
	qIt, exc := py.Iter(q)
	if exc != nil {
		return py.Value{}, exc
	}
	s := productSum{total: py.Int(0)}
	for {
		x, more, exc := py.Next(pIt)
		if exc != nil {
			return py.Value{}, exc
		}
		y, moreY, exc := py.Next(qIt)
		if exc != nil {
			return py.Value{}, exc
		}
		if more != moreY {
			return py.Value{}, py.Raisef(py.ValueErrorType, "Inputs are not the same length")
		}
		if !more {
			if exc = s.endInts(); exc == nil {
				exc = s.endFloats()
			}
			return s.total, exc
		}
		if exc := s.add(x, y); exc != nil {
			return py.Value{}, exc
		}
	}
}

func (s *productSum) add(x, y py.Value) *py.Exception {
	if !s.noInts {
		if s.addInts(x, y) {
			return nil
		}
		if exc := s.endInts(); exc != nil {
			return exc
		}
	}
	if !s.noFloats {
		if s.addFloats(x, y) {
			return nil
		}
		if exc := s.endFloats(); exc != nil {
			return exc
		}
	}
	product, exc := py.Mul(x, y)
	if exc != nil {
		return exc
	}
	s.total, exc = py.Add(s.total, product)
	return exc
}

// end adds the sum in turn to the total.
func (s *productSum) end(sum py.Value) (exc *py.Exception) {
	if s.used {
		s.used = false
		s.total, exc = py.Add(s.total, sum)
	}
	return exc
}

func (s *productSum) endInts() *py.Exception {
	if s.noInts {
		return nil
	}
	s.noInts = true
	return s.end(py.Int(s.ints))
}

func (s *productSum) endFloats() *py.Exception {
	if s.noFloats {
		return nil
	}
	s.noFloats = true
	return s.end(py.Float(s.floats.value()))
}

// addInts reports false where the product or the sum does not fit.
func (s *productSum) addInts(x, y py.Value) bool {
	if !x.IsSmallInt() || !y.IsSmallInt() {
		return false
	}
	a, b := x.SmallInt(), y.SmallInt()
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if a < 0 {
		hi -= uint64(b)
	}
	if b < 0 {
		hi -= uint64(a)
	}
	product := int64(lo)
	if int64(hi) != product>>63 {
		return false
	}
	sum := s.ints + product
	if (sum < s.ints) != (product < 0) {
		return false
	}
	s.ints, s.used = sum, true
	return true
}

func (s *productSum) addFloats(x, y py.Value) bool {
	if !x.IsFloat() && !y.IsFloat() {
		return false
	}
	a, ok := asExactFloat(x)
	if !ok {
		return false
	}
	b, ok := asExactFloat(y)
	if !ok {
		return false
	}
	sum := s.floats.addProduct(a, b)
	if sum.hi-sum.hi != 0 {
		return false
	}
	s.floats, s.used = sum, true
	return true
}

// asExactFloat returns a float, or an int or bool that a float can hold the size of.
func asExactFloat(v py.Value) (float64, bool) {
	if v.IsFloat() {
		return v.Float(), true
	}
	if v.IsExactInt() || v.IsBool() {
		f, exc := py.AsFloat(v)
		return f, exc == nil
	}
	return 0, false
}

// tripleFloat is the sum of three floats, each within the rounding error of the one
// before (Ogita, Rump, Oishi: Accurate Sum and Dot Product, algorithm 5.10 for K = 3).
type tripleFloat struct{ hi, lo, tiny float64 }

func (t tripleFloat) addProduct(x, y float64) tripleFloat {
	p := x * y
	pErr := math.FMA(x, y, -p)
	hi, hiErr := twoSum(t.hi, p)
	lo, loErr := twoSum(t.lo, pErr)
	lo, restErr := twoSum(lo, hiErr)
	return tripleFloat{hi, lo, t.tiny + loErr + restErr}
}

func (t tripleFloat) value() float64 {
	last, _ := twoSum(t.lo, t.tiny)
	return t.hi + last
}

func twoSum(a, b float64) (s, e float64) {
	s = a + b
	t := s - a
	return s, (a - (s - t)) + (b - t)
}
