package py

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestShortInts holds the arithmetic of short ints, and that of ints whose memory is used
// again, against math/big.
func TestShortInts(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	edges := []uint64{0, 1, 2, 1 << 63, 1<<63 - 1, 1<<64 - 1, 1<<64 - 2}
	number := func() *big.Int {
		x := new(big.Int)
		for range rnd.IntN(5) {
			w := rnd.Uint64() >> rnd.IntN(64)
			if rnd.IntN(2) == 0 {
				w = edges[rnd.IntN(len(edges))]
			}
			x.Lsh(x, 64)
			x.Or(x, new(big.Int).SetUint64(w))
		}
		if rnd.IntN(2) == 0 {
			x.Neg(x)
		}
		return x
	}
	floor := func(x, y *big.Int) (q, r *big.Int) {
		q, r = new(big.Int).QuoRem(x, y, new(big.Int))
		if r.Sign() != 0 && r.Sign() != y.Sign() {
			q.Sub(q, big.NewInt(1))
			r.Add(r, y)
		}
		return q, r
	}
	for range 200_000 {
		x, y, n := number(), number(), rnd.IntN(200)
		a, b, c := IntBig(new(big.Int).Set(x)), IntBig(new(big.Int).Set(y)), Int(int64(n))
		check := func(name string, got Value, want *big.Int) {
			if got.IsExactInt() && BigOf(got).Cmp(want) == 0 && (got.ref == &intHeader) == want.IsInt64() {
				ReleaseInt(got)
				return
			}
			t.Fatalf("%s of %v, %v, %d: %v, want %v", name, x, y, n, BigOf(got), want)
		}
		check("+", IntAdd(a, b), new(big.Int).Add(x, y))
		check("-", IntSub(a, b), new(big.Int).Sub(x, y))
		check("*", IntMul(a, b), new(big.Int).Mul(x, y))
		check("&", IntAnd(a, b), new(big.Int).And(x, y))
		check("|", IntOr(a, b), new(big.Int).Or(x, y))
		check("^", IntXor(a, b), new(big.Int).Xor(x, y))
		left, exc := IntLShift(a, c)
		if exc != nil {
			t.Fatal(exc)
		}
		check("<<", left, new(big.Int).Lsh(x, uint(n)))
		right, exc := IntRShift(a, c)
		if exc != nil {
			t.Fatal(exc)
		}
		check(">>", right, new(big.Int).Rsh(x, uint(n)))
		check("copy", IntCopy(a), x)
		if y.Sign() == 0 {
			continue
		}
		q, r := floor(x, y)
		quotient, exc := IntFloorDiv(a, b)
		if exc != nil {
			t.Fatal(exc)
		}
		check("//", quotient, q)
		rem, exc := IntMod(a, b)
		if exc != nil {
			t.Fatal(exc)
		}
		check("%", rem, r)
		if got, want := intCompare(a, b), x.Cmp(y); got != want {
			t.Fatalf("compare of %v, %v: %d, want %d", x, y, got, want)
		}
		if BigOf(a).Cmp(x) != 0 || BigOf(b).Cmp(y) != 0 {
			t.Fatalf("an operand of %v, %v has changed", x, y)
		}
	}
}
