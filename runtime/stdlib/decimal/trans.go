package decimal

import (
	"math"
	"math/big"
)

// This file implements exp, ln, log10 and power. A value is computed in binary with some
// digits more than asked for, and with more again as long as the digits behind the last
// do not say how to round, so that results are correctly rounded.

// ln10Cache is ln 10 with the precision that was needed last.
var ln10Cache *big.Float

func ln10(prec uint) *big.Float {
	if ln10Cache == nil || ln10Cache.Prec() < prec {
		p := prec + 64
		// ln 10 = 3 ln 2 + ln 1.25, each by the series of artanh
		a := artanhInv(3, p) // ln 2 = 2 artanh 1/3
		b := artanhInv(9, p) // ln 1.25 = 2 artanh 1/9
		a.Mul(a, big.NewFloat(6))
		b.Mul(b, big.NewFloat(2))
		ln10Cache = a.Add(a, b)
	}
	return ln10Cache
}

// artanhInv is artanh(1/n).
func artanhInv(n int64, prec uint) *big.Float {
	x := new(big.Float).SetPrec(prec).Quo(big.NewFloat(1).SetPrec(prec), new(big.Float).SetPrec(prec).SetInt64(n))
	return artanh(x, prec)
}

func artanh(x *big.Float, prec uint) *big.Float {
	sum := new(big.Float).SetPrec(prec).Set(x)
	sq := new(big.Float).SetPrec(prec).Mul(x, x)
	term := new(big.Float).SetPrec(prec).Set(x)
	for k := int64(3); ; k += 2 {
		term.Mul(term, sq)
		t := new(big.Float).SetPrec(prec).Quo(term, new(big.Float).SetInt64(k))
		if t.Sign() == 0 || sum.Sign() != 0 && t.MantExp(nil) < sum.MantExp(nil)-int(prec) {
			return sum
		}
		sum.Add(sum, t)
	}
}

// toFloat converts c * 10**exp, exp small.
func toFloat(c *big.Int, exp int64, prec uint) *big.Float {
	f := new(big.Float).SetPrec(prec).SetInt(c)
	if exp == 0 {
		return f
	}
	p := new(big.Float).SetPrec(prec).SetInt(pow10(max(exp, -exp)))
	if exp > 0 {
		return f.Mul(f, p)
	}
	return f.Quo(f, p)
}

// lnFloat is ln of a positive number.
func lnFloat(x num, prec uint) *big.Float {
	// x = m * 10**e with m in [0.5, 5): near 1 there is no cancellation with ln 10.
	n := digits(x.c)
	e := x.exp + n - 1
	m := toFloat(x.c, -(n - 1), prec)
	if m.Cmp(big.NewFloat(5)) > 0 {
		e++
		m.Quo(m, big.NewFloat(10))
	}
	// Square roots bring m near 1: ln m = 2**k ln m**(1/2**k).
	k := 0
	d := new(big.Float).SetPrec(prec)
	for ; k < 12; k++ {
		d.Sub(m, big.NewFloat(1))
		if d.Sign() == 0 || d.MantExp(nil) < -10 {
			break
		}
		m.Sqrt(m)
	}
	num := new(big.Float).SetPrec(prec).Sub(m, big.NewFloat(1))
	den := new(big.Float).SetPrec(prec).Add(m, big.NewFloat(1))
	r := artanh(num.Quo(num, den), prec)
	r.SetMantExp(r, k+1)
	if e != 0 {
		t := new(big.Float).SetPrec(prec).SetInt64(e)
		r.Add(r, t.Mul(t, ln10(prec)))
	}
	return r
}

// expFloat is e**x as a mantissa in [1, 10) times 10**e; ok is false beyond all exponents.
func expFloat(x *big.Float, prec uint) (m *big.Float, e int64, ok bool) {
	q := new(big.Float).SetPrec(prec).Quo(x, ln10(prec))
	n, _ := q.Int(nil)
	if q.Sign() < 0 {
		n.Sub(n, one)
	}
	if !n.IsInt64() {
		return nil, 0, false
	}
	f := new(big.Float).SetPrec(prec).SetInt(n)
	r := new(big.Float).SetPrec(prec).Sub(x, f.Mul(f, ln10(prec)))
	const halvings = 16
	r.SetMantExp(r, -halvings)
	sum := big.NewFloat(1).SetPrec(prec)
	term := big.NewFloat(1).SetPrec(prec)
	for k := int64(1); ; k++ {
		term.Mul(term, r)
		term.Quo(term, new(big.Float).SetInt64(k))
		if term.Sign() == 0 || term.MantExp(nil) < -int(prec)-2 {
			break
		}
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum, n.Int64(), true
}

// toDecimal returns m * 10**e with n digits and, as another one, a trace of what is lost.
// sure is false where rounding may go either way.
func toDecimal(m *big.Float, e, n int64) (x num, sure bool) {
	// the decimal exponent of m, and from it the digits as an integer
	neg := m.Sign() < 0
	m = new(big.Float).Abs(m)
	adj := int64(math.Floor(float64(m.MantExp(nil)-1) * 0.30102999566398119))
	const extra = 8
	scale := n + extra - adj
	p := m.Prec() + 32
	f := new(big.Float).SetPrec(p).Set(m)
	ps := new(big.Float).SetPrec(p).SetInt(pow10(max(scale, -scale)))
	if scale >= 0 {
		f.Mul(f, ps)
	} else {
		f.Quo(f, ps)
	}
	c, _ := f.Int(nil)
	// The digits behind the n-th must not be all 0, all 9, or a half.
	lost := digits(c) - n - 1
	tail := new(big.Int).Mod(c, pow10(lost))
	slack := big.NewInt(1000)
	hi := new(big.Int).Sub(pow10(lost), slack)
	sure = tail.Cmp(slack) > 0 && tail.Cmp(hi) < 0
	return num{neg: neg, c: c, exp: e - scale}, sure
}

// settle calls compute with growing precision until the result can be rounded.
func (l *limits) settle(compute func(prec uint) (*big.Float, int64, bool), st *status) (num, bool) {
	for extra := uint(64); ; extra *= 2 {
		prec := uint(float64(l.prec+12)*3.33) + extra
		m, e, ok := compute(prec)
		if !ok {
			return num{}, false
		}
		if m.Sign() != 0 {
			if x, sure := toDecimal(m, e, l.prec+1); sure || extra > 1<<16 {
				r := *l
				r.round = roundHalfEven
				*st |= inexact | rounded
				return r.finish(x, st), true
			}
		}
	}
}

func (l *limits) exp(a num, st *status) num {
	if r, done := l.checkNaNs(st, a); done {
		return r
	}
	if a.kind == infinite {
		if a.neg {
			return numZero
		}
		return a
	}
	if a.isZero() {
		return numOne
	}
	adj := a.adjusted()
	if adj > 19 {
		if a.neg {
			return l.finish(num{c: one, exp: l.etiny() - 1}, st)
		}
		return l.overflowed(false, st)
	}
	r := *l
	r.round = roundHalfEven
	if adj < -l.prec-1 {
		// 1 + a, which rounds to 1
		*st |= inexact | rounded
		x := num{c: pow10(l.prec - 1), exp: 1 - l.prec}
		return r.finish(x, st)
	}
	x, ok := l.settle(func(prec uint) (*big.Float, int64, bool) {
		return expFloat(toFloat(a.signed(), a.exp, prec+uint(max(adj, 0))*4), prec+uint(max(adj, 0))*4)
	}, st)
	if !ok {
		if a.neg {
			return l.finish(num{c: one, exp: l.etiny() - 1}, st)
		}
		return l.overflowed(false, st)
	}
	return x
}

func (l *limits) ln(a num, st *status) num {
	if r, done := l.checkNaNs(st, a); done {
		return r
	}
	if a.isZero() {
		return infNeg
	}
	if a.neg {
		return invalid(st, invalidOperation)
	}
	if a.kind == infinite {
		return a
	}
	if cmp(a, numOne) == 0 {
		return numZero
	}
	x, _ := l.settle(func(prec uint) (*big.Float, int64, bool) { return lnFloat(a, l.near(a, prec)), 0, true }, st)
	return x
}

// near adds to prec what is lost when a is close to 1.
func (l *limits) near(a num, prec uint) uint {
	var st status
	wide := limits{prec: l.prec + digits(a.c) + 2, emin: minEmin, emax: maxEmax}
	d := wide.sub(a, numOne, &st)
	if d.isZero() {
		return prec
	}
	if adj := d.adjusted(); adj < 0 {
		prec += uint(float64(-adj) * 3.33)
	}
	return prec + uint(float64(digits(a.c))*3.33)
}

func (l *limits) log10(a num, st *status) num {
	if r, done := l.checkNaNs(st, a); done {
		return r
	}
	if a.isZero() {
		return infNeg
	}
	if a.neg {
		return invalid(st, invalidOperation)
	}
	if a.kind == infinite {
		return a
	}
	if c, e := strip(a.c, a.exp, maxEmax); c.Cmp(one) == 0 {
		return l.finish(small(e), st)
	}
	x, _ := l.settle(func(prec uint) (*big.Float, int64, bool) {
		p := l.near(a, prec)
		r := lnFloat(a, p)
		return r.Quo(r, ln10(p)), 0, true
	}, st)
	return x
}

// integer returns the value of x where it is an integer that fits.
func (x num) integer() (*big.Int, bool) {
	if x.special() {
		return nil, false
	}
	if x.exp >= 0 {
		if x.exp > 100 {
			return nil, false
		}
		return shift(x.signed(), x.exp), true
	}
	if x.isZero() {
		return zero, true
	}
	if -x.exp > digits(x.c) {
		return nil, false
	}
	q, r := new(big.Int).QuoRem(x.signed(), pow10(-x.exp), new(big.Int))
	return q, r.Sign() == 0
}

// isInteger reports whether x is an integer of any size, and whether it is odd.
func (x num) isInteger() (integer, odd bool) {
	if x.exp > 0 || x.isZero() {
		return true, false
	}
	n, ok := x.integer()
	return ok, ok && n.Bit(0) == 1
}

func (l *limits) pow(a, b num, st *status) num {
	if r, done := l.checkNaNs(st, a, b); done {
		return r
	}
	if b.isZero() {
		if a.isZero() {
			return invalid(st, invalidOperation)
		}
		return numOne
	}
	neg := false
	if a.neg {
		if b.kind == infinite {
			if a.isZero() {
				a.neg = false
			} else {
				return invalid(st, invalidOperation)
			}
		} else if isInt, odd := b.isInteger(); isInt {
			neg = odd
		} else if !a.isZero() {
			return invalid(st, invalidOperation)
		}
		a.neg = false
	}
	if a.isZero() {
		if b.neg {
			return infinity(neg)
		}
		return num{neg: neg, c: zero}
	}
	if a.kind == infinite {
		if b.neg {
			return num{neg: neg, c: zero}
		}
		return infinity(neg)
	}
	c := cmp(a, numOne)
	if b.kind == infinite {
		switch {
		case c == 0:
			*st |= inexact | rounded
			return num{c: pow10(l.prec - 1), exp: -(l.prec - 1)}
		case (c < 0) == b.neg:
			return infPos
		}
		return numZero
	}
	n, isInt := b.integer()
	if c == 0 { // one, with the digits of a
		e := int64(0)
		if isInt && n.IsInt64() && !b.neg {
			e = max(a.exp*n.Int64(), 1-l.prec)
			if a.exp < 0 && n.Int64() > l.prec {
				e = 1 - l.prec
			}
		} else if !isInt {
			e = 1 - l.prec
			*st |= inexact | rounded
		}
		if a.exp >= 0 {
			e = 0
			if !isInt {
				e = 1 - l.prec
			}
		}
		if isInt && a.exp < 0 && e == 1-l.prec {
			*st |= rounded
		}
		return num{neg: neg, c: pow10(-e), exp: e}
	}
	// What is far too large or too small needs no computation.
	// magnitude is about the exponent of the result.
	m, _ := toFloat(a.c, -(digits(a.c) - 1), 64).Float64()
	y, _ := new(big.Float).SetInt(b.signed()).Float64()
	magnitude := (float64(a.adjusted()) + math.Log10(m)) * y * math.Pow(10, float64(b.exp))
	if isInt && n.IsInt64() {
		k := n.Int64()
		if k < 0 {
			k = -k
		}
		if k <= 1<<16 && digits(a.c)*k <= 6*(l.prec+50)+2000 {
			p := num{neg: neg, c: new(big.Int).Exp(a.c, big.NewInt(k), nil), exp: a.exp * k}
			if b.neg {
				p = l.div(num{c: one}, p, st)
				return p
			}
			return l.finish(p, st)
		}
	}
	if magnitude > float64(l.emax+l.prec)+100 {
		return l.overflowed(neg, st)
	}
	if magnitude < float64(l.etiny())-100 {
		return l.finish(num{neg: neg, c: one, exp: l.etiny() - 1}, st)
	}
	if r, ok := exactRoot(a, b, l.prec); ok {
		r.neg = neg
		// An exact result of a power that is no integer is shown with all digits.
		if !isInt {
			if d := digits(r.c); d < l.prec {
				r = num{neg: neg, c: shift(r.c, l.prec-d), exp: r.exp - (l.prec - d)}
			}
			*st |= inexact | rounded
		}
		return l.finish(r, st)
	}
	x, ok := l.settle(func(prec uint) (*big.Float, int64, bool) {
		p := l.near(a, prec) + 64 + uint(max(b.adjusted(), 0))*4
		f := lnFloat(a, p)
		f.Mul(f, toFloat(b.signed(), b.exp, p))
		return expFloat(f, p)
	}, st)
	if !ok {
		if (c > 0) == b.neg {
			return l.finish(num{neg: neg, c: one, exp: l.etiny() - 1}, st)
		}
		return l.overflowed(neg, st)
	}
	x.neg = neg
	return x
}

// exactRoot finds a power with a fraction in the exponent that is exact, such as
// 4 ** 0.5.
func exactRoot(a, b num, prec int64) (num, bool) {
	if b.exp < -4 || b.exp >= 0 || b.neg {
		return num{}, false
	}
	// b = p / 10**k in lowest terms p/q with q = 2**i or 5**j or both
	q := pow10(-b.exp)
	g := new(big.Int).GCD(nil, nil, b.c, q)
	p, q := new(big.Int).Quo(b.c, g), new(big.Int).Quo(q, g)
	if !p.IsInt64() || !q.IsInt64() || p.Int64() > 1000 || q.Int64() > 1000 {
		return num{}, false
	}
	// The root of a must be exact.
	c, e := strip(a.c, a.exp, maxEmax)
	n := q.Int64()
	for e%n != 0 {
		c = shift(c, 1)
		e--
	}
	if digits(c) > 10*prec {
		return num{}, false
	}
	root := iroot(c, n)
	if new(big.Int).Exp(root, q, nil).Cmp(c) != 0 {
		return num{}, false
	}
	r := new(big.Int).Exp(root, p, nil)
	if digits(r) > prec {
		return num{}, false
	}
	return num{c: r, exp: e / n * p.Int64()}, true
}

// iroot is the n-th root of c, rounded down.
func iroot(c *big.Int, n int64) *big.Int {
	lo, hi := new(big.Int), new(big.Int).Lsh(one, uint(int64(c.BitLen())/n+1))
	for new(big.Int).Sub(hi, lo).Cmp(one) > 0 {
		m := new(big.Int).Add(lo, hi)
		m.Rsh(m, 1)
		if new(big.Int).Exp(m, big.NewInt(n), nil).Cmp(c) <= 0 {
			lo = m
		} else {
			hi = m
		}
	}
	return lo
}
