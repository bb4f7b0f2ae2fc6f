package math

import (
	"math"
	"math/big"
	"math/bits"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the number-theoretic functions.

// bigFrexp returns x as m * 2**e with 0.5 <= m < 1, rounded half to even.
func bigFrexp(x *big.Int) (m float64, e int) {
	f := new(big.Float).SetInt(x)
	e = f.MantExp(f)
	m, _ = f.Float64()
	if m == 1 {
		return 0.5, e + 1
	}
	return m, e
}

// index returns the number of v, an integer.
func index(v py.Value) (*big.Int, *py.Exception) {
	x, exc := py.Index(v)
	if exc != nil {
		return nil, exc
	}
	return py.BigOf(x), nil
}

// smallGCD returns the greatest common divisor of a and b.
func smallGCD(a, b uint64) uint64 {
	if a == 0 || b == 0 {
		return a | b
	}
	twos := bits.TrailingZeros64(a | b)
	a >>= bits.TrailingZeros64(a)
	for b != 0 {
		b >>= bits.TrailingZeros64(b)
		if a > b {
			a, b = b, a
		}
		b -= a
	}
	return a << twos
}

func gcd(args []py.Value) (py.Value, *py.Exception) {
	if len(args) == 2 && py.BothSmallInt(args[0], args[1]) {
		a, b := args[0].SmallInt(), args[1].SmallInt()
		if g := smallGCD(uint64(max(a, -a)), uint64(max(b, -b))); g <= math.MaxInt64 && a != math.MinInt64 && b != math.MinInt64 {
			return py.Int(int64(g)), nil
		}
	}
	r := new(big.Int)
	for _, v := range args {
		x, exc := index(v)
		if exc != nil {
			return py.Value{}, exc
		}
		r.GCD(nil, nil, r, new(big.Int).Abs(x))
	}
	return py.IntBig(r), nil
}

func lcm(args []py.Value) (py.Value, *py.Exception) {
	r := big.NewInt(1)
	for _, v := range args {
		x, exc := index(v)
		if exc != nil {
			return py.Value{}, exc
		}
		if r.Sign() == 0 {
			continue
		}
		a := new(big.Int).Abs(x)
		if a.Sign() == 0 {
			r.SetInt64(0)
			continue
		}
		g := new(big.Int).GCD(nil, nil, r, a)
		r.Mul(r, a.Quo(a, g))
	}
	return py.IntBig(r), nil
}

// factorials are those of 64 bits.
var factorials = func() (list [21]int64) {
	list[0] = 1
	for i := 1; i < len(list); i++ {
		list[i] = list[i-1] * int64(i)
	}
	return list
}()

func factorial(v py.Value) (py.Value, *py.Exception) {
	if v.IsSmallInt() && v.SmallInt() >= 0 && v.SmallInt() < int64(len(factorials)) {
		return py.Int(factorials[v.SmallInt()]), nil
	}
	x, exc := index(v)
	if exc != nil {
		return py.Value{}, exc
	}
	if x.Sign() < 0 {
		return py.Value{}, py.Raisef(py.ValueErrorType, "factorial() not defined for negative values")
	}
	if !x.IsInt64() {
		return py.Value{}, py.Raisef(py.OverflowErrorType, "factorial() argument should not exceed %d", int64(math.MaxInt64))
	}
	return py.IntBig(new(big.Int).MulRange(1, x.Int64())), nil
}

func isqrt(v py.Value) (py.Value, *py.Exception) {
	if v.IsSmallInt() && v.SmallInt() >= 0 {
		n := v.SmallInt()
		r := int64(math.Sqrt(float64(n)))
		for r > 0 && r > n/r {
			r--
		}
		for r+1 <= n/(r+1) {
			r++
		}
		return py.Int(r), nil
	}
	x, exc := index(v)
	if exc != nil {
		return py.Value{}, exc
	}
	if x.Sign() < 0 {
		return py.Value{}, py.Raisef(py.ValueErrorType, "isqrt() argument must be nonnegative")
	}
	return py.IntBig(new(big.Int).Sqrt(x)), nil
}

// choose reads the arguments of comb and perm.
func choose(a, b py.Value) (n, k *big.Int, exc *py.Exception) {
	if n, exc = index(a); exc != nil {
		return nil, nil, exc
	}
	if k, exc = index(b); exc != nil {
		return nil, nil, exc
	}
	if n.Sign() < 0 {
		return nil, nil, py.Raisef(py.ValueErrorType, "n must be a non-negative integer")
	}
	if k.Sign() < 0 {
		return nil, nil, py.Raisef(py.ValueErrorType, "k must be a non-negative integer")
	}
	return n, k, nil
}

// falling returns n * (n-1) * ... with k factors.
func falling(n *big.Int, k int64) *big.Int {
	if n.IsInt64() {
		return new(big.Int).MulRange(n.Int64()-k+1, n.Int64())
	}
	r := big.NewInt(1)
	f := new(big.Int).Set(n)
	for ; k > 0; k-- {
		r.Mul(r, f)
		f.Sub(f, big.NewInt(1))
	}
	return r
}

func perm(a, b py.Value) (py.Value, *py.Exception) {
	if b.IsUnbound() || b.IsNone() {
		return factorial(a)
	}
	n, k, exc := choose(a, b)
	switch {
	case exc != nil:
		return py.Value{}, exc
	case n.Cmp(k) < 0:
		return py.Int(0), nil
	case !k.IsInt64():
		return py.Value{}, py.Raisef(py.OverflowErrorType, "k must not exceed %d", int64(math.MaxInt64))
	case k.Sign() == 0:
		return py.Int(1), nil
	}
	return py.IntBig(falling(n, k.Int64())), nil
}

// smallComb is comb of n and k, where that can be computed with 64 bits.
func smallComb(n, k int64) (r int64, ok bool) {
	if k > n {
		return 0, true
	}
	k = min(k, n-k)
	c := uint64(1)
	for i := range uint64(k) {
		hi, lo := bits.Mul64(c, uint64(n)-i)
		if hi != 0 {
			return 0, false
		}
		c = lo / (i + 1)
	}
	return int64(c), c <= math.MaxInt64
}

func comb(a, b py.Value) (py.Value, *py.Exception) {
	if py.BothSmallInt(a, b) && a.SmallInt() >= 0 && b.SmallInt() >= 0 {
		if r, ok := smallComb(a.SmallInt(), b.SmallInt()); ok {
			return py.Int(r), nil
		}
	}
	n, k, exc := choose(a, b)
	if exc != nil {
		return py.Value{}, exc
	}
	rest := new(big.Int).Sub(n, k)
	if rest.Sign() < 0 {
		return py.Int(0), nil
	}
	if rest.Cmp(k) < 0 {
		k = rest
	}
	if !k.IsInt64() {
		return py.Value{}, py.Raisef(py.OverflowErrorType, "min(n - k, k) must not exceed %d", int64(math.MaxInt64))
	}
	if k.Sign() == 0 {
		return py.Int(1), nil
	}
	if n.IsInt64() {
		return py.IntBig(new(big.Int).Binomial(n.Int64(), k.Int64())), nil
	}
	r := falling(n, k.Int64())
	return py.IntBig(r.Quo(r, new(big.Int).MulRange(1, k.Int64()))), nil
}
