package random

import (
	"math"
	"math/big"

	"github.com/aio2go/aio2go/runtime/fmath"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the random integers and the choices from sequences.

var methods = append([]py.Method{
	{Name: "_randbelow", Sig: "($self, n)", Impl: func(self, n py.Value) (py.Value, *py.Exception) {
		x, exc := py.Index(n)
		if exc != nil {
			return py.Value{}, exc
		}
		r, exc := randBelow(self, py.BigOf(x))
		if exc != nil {
			return py.Value{}, exc
		}
		return py.IntBig(r), nil
	}},
	{Name: "randbytes", Sig: "($self, n)", Impl: randBytes, Doc: "Generate n random bytes."},
	{Name: "randrange", Sig: "($self, start, stop=None, step=1)", Impl: randRange, Doc: "Choose a random item from range(stop) or range(start, stop[, step])."},
	{Name: "randint", Sig: "($self, a, b)", Impl: randInt, Doc: "Return random integer in range [a, b], including both end points."},
	{Name: "choice", Sig: "($self, seq)", Impl: choice, Doc: "Choose a random element from a non-empty sequence."},
	{Name: "choices", Sig: "($self, population, weights=None, *, cum_weights=None, k=1)", Impl: choices, Doc: "Return a k sized list of population elements chosen with replacement."},
	{Name: "shuffle", Sig: "($self, x)", Impl: shuffle, Doc: "Shuffle list x in place, and return None."},
	{Name: "sample", Sig: "($self, population, k, *, counts=None)", Impl: sample, Doc: "Chooses k unique random elements from a population sequence."},
}, distributions...)

func randBytes(self, n py.Value) (py.Value, *py.Exception) {
	k, exc := py.Index(n)
	if exc != nil {
		return py.Value{}, exc
	}
	size, ok := py.AsInt64(k)
	if ok && size < 0 {
		return py.Value{}, py.Raisef(py.ValueErrorType, "number of bits must be non-negative")
	}
	if !ok || size > math.MaxInt32/8 {
		return py.Value{}, py.Raisef(py.OverflowErrorType, "Python int too large to convert to C int")
	}
	v, exc := py.CallMethod1(self, nameGetRandBits, py.Int(8*size))
	if exc != nil {
		return py.Value{}, exc
	}
	b := make([]byte, size)
	py.BigOf(v).FillBytes(b)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return py.BytesV(b), nil
}

func randRange(self py.Value, args []py.Value) (py.Value, *py.Exception) {
	sv, exc := py.Index(args[0])
	if exc != nil {
		return py.Value{}, exc
	}
	start := py.BigOf(sv)
	if args[1].IsUnbound() || args[1].IsNone() {
		if !args[2].IsUnbound() && !(args[2].IsSmallInt() && args[2].SmallInt() == 1) {
			return py.Value{}, py.Raisef(py.TypeErrorType, "Missing a non-None stop argument")
		}
		if start.Sign() > 0 {
			return offset(self, new(big.Int), start, nil)
		}
		return py.Value{}, py.Raisef(py.ValueErrorType, "empty range for randrange()")
	}
	ev, exc := py.Index(args[1])
	if exc != nil {
		return py.Value{}, exc
	}
	step := big.NewInt(1)
	if !args[2].IsUnbound() {
		v, exc := py.Index(args[2])
		if exc != nil {
			return py.Value{}, exc
		}
		step = py.BigOf(v)
	}
	width := new(big.Int).Sub(py.BigOf(ev), start)
	if step.IsInt64() && step.Int64() == 1 {
		if width.Sign() > 0 {
			return offset(self, start, width, nil)
		}
		return emptyRange(args[:2])
	}
	n := new(big.Int).Add(width, step)
	switch step.Sign() {
	case 0:
		return py.Value{}, py.Raisef(py.ValueErrorType, "zero step for randrange()")
	case 1:
		n.Sub(n, big.NewInt(1))
	default:
		n.Add(n, big.NewInt(1))
	}
	// Rounded down; where that is no more than 0 the range is empty.
	q, r := new(big.Int).QuoRem(n, step, new(big.Int))
	if r.Sign() != 0 && (r.Sign() < 0) != (step.Sign() < 0) {
		q.Sub(q, big.NewInt(1))
	}
	if q.Sign() <= 0 {
		return emptyRange(args)
	}
	return offset(self, start, q, step)
}

// offset returns start + step*r for a random r below n.
func offset(self py.Value, start, n, step *big.Int) (py.Value, *py.Exception) {
	r, exc := randBelow(self, n)
	if exc != nil {
		return py.Value{}, exc
	}
	if step != nil {
		r = new(big.Int).Mul(r, step)
	}
	return py.IntBig(new(big.Int).Add(start, r)), nil
}

func emptyRange(args []py.Value) (py.Value, *py.Exception) {
	text := "empty range in randrange("
	for i, v := range args {
		s, exc := py.StrText(v)
		if exc != nil {
			return py.Value{}, exc
		}
		if i > 0 {
			text += ", "
		}
		text += s
	}
	return py.Value{}, py.Raisef(py.ValueErrorType, "%s)", text)
}

func randInt(self, a, b py.Value) (py.Value, *py.Exception) {
	end, exc := py.Add(b, py.Int(1))
	if exc != nil {
		return py.Value{}, exc
	}
	return randRange(self, []py.Value{a, end, {}})
}

func choice(self, seq py.Value) (py.Value, *py.Exception) {
	n, exc := py.Len(seq)
	if exc != nil {
		return py.Value{}, exc
	}
	if n == 0 {
		return py.Value{}, py.Raisef(py.IndexErrorType, "Cannot choose from an empty sequence")
	}
	i, exc := below(self, n)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.GetItem(seq, py.Int(int64(i)))
}

func shuffle(self, x py.Value) (py.Value, *py.Exception) {
	n, exc := py.Len(x)
	if exc != nil {
		return py.Value{}, exc
	}
	for i := n - 1; i > 0; i-- {
		j, exc := below(self, i+1)
		if exc != nil {
			return py.Value{}, exc
		}
		vi, vj := py.Int(int64(i)), py.Int(int64(j))
		b, exc := py.GetItem(x, vj)
		if exc != nil {
			return py.Value{}, exc
		}
		a, exc := py.GetItem(x, vi)
		if exc != nil {
			return py.Value{}, exc
		}
		if exc := py.SetItem(x, vi, b); exc != nil {
			return py.Value{}, exc
		}
		if exc := py.SetItem(x, vj, a); exc != nil {
			return py.Value{}, exc
		}
	}
	return py.None, nil
}

// isSequence reports whether v counts as a collections.abc.Sequence.
func isSequence(v py.Value) bool {
	return v.Type().Has(py.FlagSequencePattern) || v.IsStr() || v.IsBytes() || v.Type().Has(py.FlagByteArray)
}

func sample(self py.Value, args []py.Value) (py.Value, *py.Exception) {
	population, counts := args[0], args[2]
	if !isSequence(population) {
		return py.Value{}, py.Raisef(py.TypeErrorType, "Population must be a sequence.  For dicts or sets, use sorted(d).")
	}
	n, exc := py.Len(population)
	if exc != nil {
		return py.Value{}, exc
	}
	if !counts.IsUnbound() && !counts.IsNone() {
		return sampleCounts(self, population, n, args[1], counts)
	}
	k, exc := py.IndexInt(args[1], nil)
	if exc != nil {
		return py.Value{}, exc
	}
	picks, exc := pick(self, n, k)
	if exc != nil {
		return py.Value{}, exc
	}
	out := make([]py.Value, k)
	for i, p := range picks {
		if out[i], exc = py.GetItem(population, py.Int(int64(p))); exc != nil {
			return py.Value{}, exc
		}
	}
	return py.NewList(out).Value(), nil
}

// pick returns k different positions below n. For few of many it remembers the positions
// taken, else it draws from a pool; which of both decides the sequence.
func pick(self py.Value, n, k int) ([]int, *py.Exception) {
	if k < 0 || k > n {
		return nil, py.Raisef(py.ValueErrorType, "Sample larger than population or is negative")
	}
	out := make([]int, k)
	setSize := 21.0
	if k > 5 {
		setSize += math.Pow(4, math.Ceil(fmath.Log(float64(k*3))/fmath.Log(4)))
	}
	if float64(n) <= setSize {
		pool := make([]int, n)
		for i := range pool {
			pool[i] = i
		}
		for i := range out {
			j, exc := below(self, n-i)
			if exc != nil {
				return nil, exc
			}
			out[i] = pool[j]
			pool[j] = pool[n-i-1]
		}
		return out, nil
	}
	taken := make(map[int]bool, k)
	for i := range out {
		j, exc := below(self, n)
		for exc == nil && taken[j] {
			j, exc = below(self, n)
		}
		if exc != nil {
			return nil, exc
		}
		taken[j] = true
		out[i] = j
	}
	return out, nil
}

func sampleCounts(self, population py.Value, n int, kv, counts py.Value) (py.Value, *py.Exception) {
	items, exc := py.IterItems(counts)
	if exc != nil {
		return py.Value{}, exc
	}
	if len(items) != n {
		return py.Value{}, py.Raisef(py.ValueErrorType, "The number of counts does not match the population")
	}
	cum := make([]int64, n)
	total := int64(0)
	for i, c := range items {
		x, ok := py.AsInt64(c)
		if !ok {
			return py.Value{}, py.Raisef(py.TypeErrorType, "Counts must be integers")
		}
		total += x
		cum[i] = total
	}
	if total < 0 {
		return py.Value{}, py.Raisef(py.ValueErrorType, "Counts must be non-negative")
	}
	k, exc := py.IndexInt(kv, nil)
	if exc != nil {
		return py.Value{}, exc
	}
	picks, exc := pick(self, int(total), k)
	if exc != nil {
		return py.Value{}, exc
	}
	out := make([]py.Value, k)
	for i, p := range picks {
		lo, hi := 0, n-1
		for lo < hi {
			m := (lo + hi) / 2
			if int64(p) < cum[m] {
				hi = m
			} else {
				lo = m + 1
			}
		}
		if out[i], exc = py.GetItem(population, py.Int(int64(lo))); exc != nil {
			return py.Value{}, exc
		}
	}
	return py.NewList(out).Value(), nil
}

func given(v py.Value) bool { return !v.IsUnbound() && !v.IsNone() }

func choices(self py.Value, args []py.Value) (py.Value, *py.Exception) {
	population, weights, cum := args[0], args[1], args[2]
	n, exc := py.Len(population)
	if exc != nil {
		return py.Value{}, exc
	}
	k := 1
	if !args[3].IsUnbound() {
		if k, exc = py.IndexInt(args[3], nil); exc != nil {
			return py.Value{}, exc
		}
	}
	if !given(cum) && !given(weights) {
		return repeatedly(k, func() (py.Value, *py.Exception) {
			r, exc := random(self)
			if exc != nil {
				return py.Value{}, exc
			}
			return py.GetItem(population, py.Int(int64(math.Floor(r*float64(n)))))
		})
	}
	var sums []py.Value
	switch {
	case !given(cum):
		if weights.IsInt() {
			r, exc := py.ReprText(weights)
			if exc != nil {
				return py.Value{}, exc
			}
			return py.Value{}, py.Raisef(py.TypeErrorType, "The number of choices must be a keyword argument: k=%s", r)
		}
		if sums, exc = accumulate(weights); exc != nil {
			return py.Value{}, exc
		}
	case given(weights):
		return py.Value{}, py.Raisef(py.TypeErrorType, "Cannot specify both weights and cumulative weights")
	default:
		if sums, exc = py.IterItems(cum); exc != nil {
			return py.Value{}, exc
		}
	}
	if len(sums) != n {
		return py.Value{}, py.Raisef(py.ValueErrorType, "The number of weights does not match the population")
	}
	if n == 0 {
		return py.Value{}, py.Raisef(py.IndexErrorType, "list index out of range")
	}
	tv, exc := py.Add(sums[n-1], py.Float(0))
	if exc != nil {
		return py.Value{}, exc
	}
	total, exc := py.AsFloat(tv)
	switch {
	case exc != nil:
		return py.Value{}, exc
	case total <= 0:
		return py.Value{}, py.Raisef(py.ValueErrorType, "Total of weights must be greater than zero")
	case total-total != 0:
		return py.Value{}, py.Raisef(py.ValueErrorType, "Total of weights must be finite")
	}
	return repeatedly(k, func() (py.Value, *py.Exception) {
		r, exc := random(self)
		if exc != nil {
			return py.Value{}, exc
		}
		x := py.Float(r * total)
		lo, hi := 0, n-1
		for lo < hi {
			m := (lo + hi) / 2
			less, exc := py.LtBool(x, sums[m])
			if exc != nil {
				return py.Value{}, exc
			}
			if less {
				hi = m
			} else {
				lo = m + 1
			}
		}
		return py.GetItem(population, py.Int(int64(lo)))
	})
}

func repeatedly(k int, f func() (py.Value, *py.Exception)) (py.Value, *py.Exception) {
	out := []py.Value{}
	for ; k > 0; k-- {
		v, exc := f()
		if exc != nil {
			return py.Value{}, exc
		}
		out = append(out, v)
	}
	return py.NewList(out).Value(), nil
}

func accumulate(v py.Value) ([]py.Value, *py.Exception) {
	items, exc := py.IterItems(v)
	for i := 1; i < len(items) && exc == nil; i++ {
		items[i], exc = py.Add(items[i-1], items[i])
	}
	return items, exc
}
