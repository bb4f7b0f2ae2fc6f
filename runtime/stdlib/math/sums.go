package math

import (
	"math"

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

// appendFloats appends items to out as floats.
func appendFloats(out []float64, items []py.Value) ([]float64, *py.Exception) {
	for _, x := range items {
		f, exc := py.AsFloat(x)
		if exc != nil {
			return nil, exc
		}
		out = append(out, f)
	}
	return out, nil
}

func dist(p, q py.Value) (py.Value, *py.Exception) {
	ps, exc := py.IterItems(p)
	if exc != nil {
		return py.Value{}, exc
	}
	qs, exc := py.IterItems(q)
	if exc != nil {
		return py.Value{}, exc
	}
	if len(ps) != len(qs) {
		return py.Value{}, py.Raisef(py.ValueErrorType, "both points must have the same number of dimensions")
	}
	diffs := make([]float64, len(ps))
	for i := range ps {
		x, y, exc := twoFloats(ps[i], qs[i])
		if exc != nil {
			return py.Value{}, exc
		}
		diffs[i] = math.Abs(x - y)
	}
	return py.Float(fmath.Hypot(diffs...)), nil
}

func hypot(args []py.Value) (py.Value, *py.Exception) {
	var room [3]float64
	v, exc := appendFloats(room[:0], args)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.Float(fmath.Hypot(v...)), nil
}
