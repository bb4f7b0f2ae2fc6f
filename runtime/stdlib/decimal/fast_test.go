package decimal

import (
	"math/big"
	"math/rand"
	"testing"
)

// TestShort compares the arithmetic of 128 bits with that of math/big.
func TestShort(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	random := func() short {
		x := short{exp: int64(r.Intn(70) - 50), neg: r.Intn(2) == 0}
		x.c = widePowers[r.Intn(39)]
		switch r.Intn(3) {
		case 0:
			x.c = wide{r.Uint64() >> r.Intn(64), r.Uint64()}
		case 1:
			x.c = wide{0, r.Uint64()>>r.Intn(64) | 1}
		}
		return x
	}
	toNum := func(x short) num {
		c := new(big.Int).SetUint64(x.c.hi)
		return num{neg: x.neg, exp: x.exp, c: c.Or(c.Lsh(c, 64), new(big.Int).SetUint64(x.c.lo))}
	}
	ops := []struct {
		name  string
		quick func(l *limits, a, b short, st *status) (short, bool)
		slow  binary
	}{
		{"+", (*limits).addShort, (*limits).add}, {"-", (*limits).subShort, (*limits).sub},
		{"*", (*limits).mulShort, (*limits).mul}, {"/", (*limits).divShort, (*limits).div},
	}
	done := map[string]int{}
	for range 300000 {
		l := limits{prec: int64(1 + r.Intn(38)), emin: -30 - int64(r.Intn(100)), emax: 30 + int64(r.Intn(100)), round: rounding(r.Intn(8)), clamp: r.Intn(4) == 0}
		if r.Intn(2) == 0 {
			l = limits{prec: 28, emin: -999999, emax: 999999, round: roundHalfEven}
		}
		a, b := random(), random()
		if r.Intn(3) == 0 {
			b.exp = a.exp
		}
		x, y := toNum(a), toNum(b)
		if n := a.c.digits(); n != digits(x.c) {
			t.Fatalf("%v has %d digits, not %d", x.c, digits(x.c), n)
		}
		if c, ok := compareShort(a, b); ok && c != cmp(x, y) {
			t.Fatalf("%+v compared with %+v: %d", a, b, c)
		}
		for _, op := range ops {
			var st, want status
			q, ok := op.quick(&l, a, b, &st)
			if !ok {
				continue
			}
			done[op.name]++
			have, w := toNum(q), op.slow(&l, x, y, &want)
			if have.neg != w.neg || have.exp != w.exp || have.c.Cmp(w.c) != 0 || w.kind != finite || st != want {
				t.Fatalf("%v %s %v with %+v: %v flags %b, not %v flags %b", x, op.name, y, l, have, st, w, want)
			}
		}
	}
	for _, op := range ops {
		if done[op.name] < 10000 {
			t.Errorf("%s was done %d times", op.name, done[op.name])
		}
	}
}
