package math

import (
	"math"
	"math/big"

	"github.com/aio2go/aio2go/runtime/fmath"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the sums and products of iterables.

// fsum adds exactly, keeping the sum as partial sums that do not overlap (Shewchuk), and
// rounds once.
func fsum(seq py.Value) (py.Value, *py.Exception) {
	it, exc := py.Iter(seq)
	if exc != nil {
		return py.Value{}, exc
	}
	var partials []float64
	special, infinities := 0.0, 0.0
	for {
		v, ok, exc := py.Next(it)
		if exc != nil {
			return py.Value{}, exc
		}
		if !ok {
			break
		}
		x, exc := py.AsFloat(v)
		if exc != nil {
			return py.Value{}, exc
		}
		given := x
		n := 0
		for _, y := range partials {
			if math.Abs(x) < math.Abs(y) {
				x, y = y, x
			}
			hi := x + y
			lo := y - (hi - x)
			if lo != 0 {
				partials[n] = lo
				n++
			}
			x = hi
		}
		partials = partials[:n]
		if x == 0 {
			continue
		}
		if x-x != 0 {
			if given-given == 0 {
				return py.Value{}, py.Raisef(py.OverflowErrorType, "intermediate overflow in fsum")
			}
			if math.IsInf(given, 0) {
				infinities += given
			}
			special += given
			partials = partials[:0]
			continue
		}
		partials = append(partials, x)
	}
	if special != 0 {
		if infinities != infinities {
			return py.Value{}, py.Raisef(py.ValueErrorType, "-inf + inf in fsum")
		}
		return py.Float(special), nil
	}
	return py.Float(sumPartials(partials)), nil
}

// sumPartials adds the partials from the largest down and rounds half to even.
func sumPartials(p []float64) float64 {
	n := len(p)
	if n == 0 {
		return 0
	}
	n--
	hi, lo := p[n], 0.0
	for n > 0 {
		x := hi
		n--
		y := p[n]
		hi = x + y
		lo = y - (hi - x)
		if lo != 0 {
			break
		}
	}
	if n > 0 && (lo < 0 && p[n-1] < 0 || lo > 0 && p[n-1] > 0) {
		// lo is half a unit and what follows points the same way: round away.
		y := lo * 2
		x := hi + y
		if y == x-hi {
			hi = x
		}
	}
	return hi
}

func prod(iterable, start py.Value) (py.Value, *py.Exception) {
	r := start
	if r.IsUnbound() {
		r = py.Int(1)
	}
	it, exc := py.Iter(iterable)
	if exc != nil {
		return py.Value{}, exc
	}
	for {
		v, ok, exc := py.Next(it)
		if exc != nil || !ok {
			return r, exc
		}
		if r, exc = py.Mul(r, v); exc != nil {
			return py.Value{}, exc
		}
	}
}

// coordinates returns the elements of a vector as floats.
func coordinates(v py.Value) ([]float64, *py.Exception) {
	items, exc := py.IterItems(v)
	if exc != nil {
		return nil, exc
	}
	return floats(items)
}

func floats(items []py.Value) ([]float64, *py.Exception) {
	out := make([]float64, len(items))
	for i, x := range items {
		f, exc := py.AsFloat(x)
		if exc != nil {
			return nil, exc
		}
		out[i] = f
	}
	return out, nil
}

func dist(p, q py.Value) (py.Value, *py.Exception) {
	a, exc := coordinates(p)
	if exc != nil {
		return py.Value{}, exc
	}
	b, exc := coordinates(q)
	if exc != nil {
		return py.Value{}, exc
	}
	if len(a) != len(b) {
		return py.Value{}, py.Raisef(py.ValueErrorType, "both points must have the same number of dimensions")
	}
	for i := range a {
		a[i] = math.Abs(a[i] - b[i])
	}
	return py.Float(fmath.Hypot(a...)), nil
}

func hypot(args []py.Value) (py.Value, *py.Exception) {
	v, exc := floats(args)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.Float(fmath.Hypot(v...)), nil
}

// sumProd adds exact ints as long as there are only such, then floats with triple
// precision, and from the first pair on that is neither by + and *.
func sumProd(p, q py.Value) (py.Value, *py.Exception) {
	a, exc := py.IterItems(p)
	if exc != nil {
		return py.Value{}, exc
	}
	b, exc := py.IterItems(q)
	if exc != nil {
		return py.Value{}, exc
	}
	if len(a) != len(b) {
		return py.Value{}, py.Raisef(py.ValueErrorType, "Inputs are not the same length")
	}
	total := py.Int(0)
	n := exactInts(a, b)
	if n > 0 {
		sum := new(big.Int)
		for j := range n {
			sum.Add(sum, new(big.Int).Mul(py.BigOf(a[j]), py.BigOf(b[j])))
		}
		total = py.IntBig(sum)
	}
	if f, k := floatProducts(a[n:], b[n:]); k > 0 {
		if total, exc = py.Add(total, py.Float(f)); exc != nil {
			return py.Value{}, exc
		}
		n += k
	}
	for ; n < len(a); n++ {
		x, exc := py.Mul(a[n], b[n])
		if exc != nil {
			return py.Value{}, exc
		}
		if total, exc = py.Add(total, x); exc != nil {
			return py.Value{}, exc
		}
	}
	return total, nil
}

func exactInts(a, b []py.Value) int {
	n := 0
	for n < len(a) && a[n].IsExactInt() && b[n].IsExactInt() {
		n++
	}
	return n
}

// floatProducts adds the products of the floats, or floats and ints, at the beginning of
// a and b as long as the sum is finite, and says how many there are.
func floatProducts(a, b []py.Value) (float64, int) {
	var hi, lo, tiny float64
	n := 0
	for ; n < len(a); n++ {
		x, okX := asExactFloat(a[n])
		y, okY := asExactFloat(b[n])
		if !okX || !okY || !a[n].IsFloat() && !b[n].IsFloat() {
			break
		}
		ph := x * y
		pl := math.FMA(x, y, -ph)
		sh, sl := twoSum(hi, ph)
		if sh-sh != 0 {
			break
		}
		r1h, r1l := twoSum(lo, pl)
		r2h, r2l := twoSum(r1h, sl)
		hi, lo, tiny = sh, r2h, tiny+r1l+r2l
	}
	last, _ := twoSum(lo, tiny)
	return hi + last, n
}

func twoSum(a, b float64) (s, e float64) {
	s = a + b
	t := s - a
	return s, (a - (s - t)) + (b - t)
}

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
