package decimal

import "math/big"

// This file implements the arithmetic that has exact results to round.

func (l *limits) add(a, b num, st *status) num {
	if r, done := l.checkNaNs(st, a, b); done {
		return r
	}
	if a.kind == infinite || b.kind == infinite {
		if a.kind == infinite && b.kind == infinite && a.neg != b.neg {
			return invalid(st, invalidOperation)
		}
		if a.kind == infinite {
			return a
		}
		return b
	}
	e := min(a.exp, b.exp)
	negZero := l.round == roundFloor && a.neg != b.neg
	if a.isZero() && b.isZero() {
		return l.finish(num{neg: a.neg && b.neg || negZero, c: zero, exp: e}, st)
	}
	if a.isZero() || b.isZero() {
		x, other := b, a
		if b.isZero() {
			x, other = a, b
		}
		e := max(other.exp, x.exp-l.prec-1)
		if x.exp > e {
			x = num{neg: x.neg, c: shift(x.c, x.exp-e), exp: e}
		}
		return l.finish(x, st)
	}
	// An operand far below the last digit counts as a small one.
	hi, lo := a, b
	if hi.exp < lo.exp {
		hi, lo = lo, hi
	}
	if gap := hi.exp + min(-1, digits(hi.c)-l.prec-2); digits(lo.c)+lo.exp-1 < gap {
		lo = num{neg: lo.neg, c: one, exp: gap}
	}
	e = min(hi.exp, lo.exp)
	x, y := shift(hi.c, hi.exp-e), shift(lo.c, lo.exp-e)
	r := num{exp: e}
	if hi.neg == lo.neg {
		r.neg, r.c = hi.neg, new(big.Int).Add(x, y)
	} else {
		d := new(big.Int).Sub(x, y)
		switch d.Sign() {
		case 0:
			return l.finish(num{neg: negZero, c: zero, exp: min(a.exp, b.exp)}, st)
		case 1:
			r.neg = hi.neg
		default:
			r.neg = lo.neg
		}
		r.c = d.Abs(d)
	}
	return l.finish(r, st)
}

func (l *limits) sub(a, b num, st *status) num {
	if r, done := l.checkNaNs(st, a, b); done {
		return r
	}
	return l.add(a, b.negated(), st)
}

func (l *limits) mul(a, b num, st *status) num {
	if r, done := l.checkNaNs(st, a, b); done {
		return r
	}
	neg := a.neg != b.neg
	if a.kind == infinite || b.kind == infinite {
		if a.isZero() || b.isZero() {
			return invalid(st, invalidOperation)
		}
		return infinity(neg)
	}
	return l.finish(num{neg: neg, c: new(big.Int).Mul(a.c, b.c), exp: a.exp + b.exp}, st)
}

func (l *limits) fma(a, b, c num, st *status) num {
	if r, done := l.checkNaNs(st, a, b); done && (r.kind != quietNaN || *st&anyInvalid != 0 || c.kind != signalingNaN) {
		return r
	}
	if r, done := l.checkNaNs(st, a, b, c); done {
		return r
	}
	p := unlimited.mul(a, b, st)
	if p.isNaN() {
		return p
	}
	return l.add(p, c, st)
}

func (l *limits) div(a, b num, st *status) num {
	if r, done := l.checkNaNs(st, a, b); done {
		return r
	}
	neg := a.neg != b.neg
	switch {
	case a.kind == infinite && b.kind == infinite:
		return invalid(st, invalidOperation)
	case a.kind == infinite:
		return infinity(neg)
	case b.kind == infinite:
		*st |= clamped
		return num{neg: neg, c: zero, exp: l.etiny()}
	case b.isZero():
		if a.isZero() {
			return invalid(st, divisionUndefined)
		}
		*st |= divisionByZero
		return infinity(neg)
	case a.isZero():
		return l.finish(num{neg: neg, c: zero, exp: a.exp - b.exp}, st)
	}
	n := digits(b.c) - digits(a.c) + l.prec + 1
	e := a.exp - b.exp - n
	x, y := a.c, b.c
	if n >= 0 {
		x = scratch.shifted.Mul(x, pow10(n))
	} else {
		y = shift(y, -n)
	}
	q, rem := new(big.Int).QuoRem(x, y, &scratch.rem)
	if rem.Sign() != 0 {
		if scratch.rem.Mod(q, five).Sign() == 0 {
			q.Add(q, one) // so that it is not taken for exact
		}
	} else {
		q, e = strip(q, e, a.exp-b.exp)
	}
	return l.finish(num{neg: neg, c: q, exp: e}, st)
}

// strip removes zeros at the end while the exponent is below limit.
func strip(c *big.Int, e, limit int64) (*big.Int, int64) {
	c = new(big.Int).Set(c)
	q := new(big.Int)
	for n := int64(16); n > 0; {
		if e+n > limit {
			n /= 2
			continue
		}
		if q.QuoRem(c, pow10(n), &scratch.rem); scratch.rem.Sign() != 0 {
			n /= 2
			continue
		}
		c, q = q, c
		e += n
	}
	return c, e
}

// divide is the integer division of finite numbers, b not zero: the quotient, and the
// remainder at the smaller exponent. ok is false where the quotient has too many digits.
func (l *limits) divide(a, b num) (q, r num, ok bool) {
	neg := a.neg != b.neg
	ideal := min(a.exp, b.exp)
	if b.kind == infinite {
		ideal = a.exp
	}
	gap := int64(-3)
	if !a.isZero() && b.kind != infinite {
		gap = a.adjusted() - b.adjusted()
	}
	if a.isZero() || b.kind == infinite || gap <= -2 {
		c, _ := roundOff(a.c, ideal-a.exp, a.neg, l.round)
		return num{neg: neg, c: zero}, num{neg: a.neg, c: c, exp: ideal}, true
	}
	if gap > l.prec {
		return nan, nan, false
	}
	x, y := shift(a.c, max(a.exp-b.exp, 0)), shift(b.c, max(b.exp-a.exp, 0))
	qc, rc := new(big.Int).QuoRem(x, y, new(big.Int))
	if digits(qc) > l.prec {
		return nan, nan, false
	}
	return num{neg: neg, c: qc}, num{neg: a.neg, c: rc, exp: ideal}, true
}

func (l *limits) divInt(a, b num, st *status) num {
	if r, done := l.checkNaNs(st, a, b); done {
		return r
	}
	neg := a.neg != b.neg
	if a.kind == infinite {
		if b.kind == infinite {
			return invalid(st, invalidOperation)
		}
		return infinity(neg)
	}
	if b.isZero() {
		if a.isZero() {
			return invalid(st, divisionUndefined)
		}
		*st |= divisionByZero
		return infinity(neg)
	}
	q, _, ok := l.divide(a, b)
	if !ok {
		return invalid(st, divisionImpossible)
	}
	if b.kind == infinite {
		return q
	}
	return l.finish(q, st)
}

func (l *limits) rem(a, b num, st *status) num {
	if r, done := l.checkNaNs(st, a, b); done {
		return r
	}
	if a.kind == infinite {
		return invalid(st, invalidOperation)
	}
	if b.isZero() {
		if a.isZero() {
			return invalid(st, divisionUndefined)
		}
		return invalid(st, invalidOperation)
	}
	_, r, ok := l.divide(a, b)
	if !ok {
		return invalid(st, divisionImpossible)
	}
	return l.finish(r, st)
}

func (l *limits) divMod(a, b num, st *status) (num, num) {
	if r, done := l.checkNaNs(st, a, b); done {
		return r, r
	}
	neg := a.neg != b.neg
	if a.kind == infinite {
		if b.kind == infinite {
			r := invalid(st, invalidOperation)
			return r, r
		}
		return infinity(neg), invalid(st, invalidOperation)
	}
	if b.isZero() {
		if a.isZero() {
			r := invalid(st, divisionUndefined)
			return r, r
		}
		*st |= divisionByZero | invalidOperation
		return infinity(neg), nan
	}
	q, r, ok := l.divide(a, b)
	if !ok {
		r := invalid(st, divisionImpossible)
		return r, r
	}
	if b.kind != infinite {
		q = l.finish(q, st)
	}
	return q, l.finish(r, st)
}

func (l *limits) remNear(a, b num, st *status) num {
	if r, done := l.checkNaNs(st, a, b); done {
		return r
	}
	if a.kind == infinite {
		return invalid(st, invalidOperation)
	}
	if b.isZero() {
		if a.isZero() {
			return invalid(st, divisionUndefined)
		}
		return invalid(st, invalidOperation)
	}
	if b.kind == infinite {
		return l.finish(a, st)
	}
	ideal := min(a.exp, b.exp)
	if a.isZero() {
		return l.finish(num{neg: a.neg, c: zero, exp: ideal}, st)
	}
	gap := a.adjusted() - b.adjusted()
	if gap >= l.prec+1 {
		return invalid(st, divisionImpossible)
	}
	if gap <= -2 {
		c, _ := roundOff(a.c, ideal-a.exp, a.neg, l.round)
		return l.finish(num{neg: a.neg, c: c, exp: ideal}, st)
	}
	x, y := shift(a.c, max(a.exp-b.exp, 0)), shift(b.c, max(b.exp-a.exp, 0))
	q, r := new(big.Int).QuoRem(x, y, new(big.Int))
	twice := new(big.Int).Lsh(r, 1)
	if c := twice.Cmp(y); c > 0 || c == 0 && q.Bit(0) == 1 {
		r.Sub(r, y)
		q.Add(q, one)
	}
	if digits(q) > l.prec {
		return invalid(st, divisionImpossible)
	}
	neg := a.neg
	if r.Sign() < 0 {
		neg = !neg
		r.Neg(r)
	}
	return l.finish(num{neg: neg, c: r, exp: ideal}, st)
}

func (l *limits) plus(a num, st *status) num {
	if r, done := l.checkNaNs(st, a); done {
		return r
	}
	if a.isZero() && l.round != roundFloor {
		a.neg = false
	}
	return l.finish(a, st)
}

func (l *limits) minus(a num, st *status) num {
	if r, done := l.checkNaNs(st, a); done {
		return r
	}
	if a.isZero() && l.round != roundFloor {
		a.neg = false
	} else {
		a.neg = !a.neg
	}
	return l.finish(a, st)
}

func (l *limits) absolute(a num, st *status) num {
	if r, done := l.checkNaNs(st, a); done {
		return r
	}
	return l.finish(a.abs(), st)
}

func (l *limits) sqrt(a num, st *status) num {
	if r, done := l.checkNaNs(st, a); done {
		return r
	}
	if a.isZero() {
		e := a.exp >> 1
		return l.finish(num{neg: a.neg, c: zero, exp: e}, st)
	}
	if a.neg {
		return invalid(st, invalidOperation)
	}
	if a.kind == infinite {
		return a
	}
	prec := l.prec + 1
	e := a.exp >> 1
	c, n := a.c, digits(a.c)
	half := (n + 1) / 2
	if a.exp&1 != 0 {
		c = shift(c, 1)
		half = n/2 + 1
	}
	s := prec - half
	exact := true
	if s >= 0 {
		c = shift(c, 2*s)
	} else {
		q, r := new(big.Int).QuoRem(c, pow10(-2*s), new(big.Int))
		c, exact = q, r.Sign() == 0
	}
	e -= s
	root := new(big.Int).Sqrt(c)
	exact = exact && new(big.Int).Mul(root, root).Cmp(c) == 0
	if exact {
		if s >= 0 {
			root = new(big.Int).Quo(root, pow10(s))
		} else {
			root = shift(root, -s)
		}
		e += s
	} else if new(big.Int).Mod(root, big.NewInt(5)).Sign() == 0 {
		root.Add(root, one)
	}
	even := *l
	even.round = roundHalfEven
	return even.finish(num{c: root, exp: e}, st)
}

// quantize gives a the exponent e.
func (l *limits) toExponent(a num, e int64, r rounding, st *status) num {
	if a.special() {
		return a
	}
	if a.isZero() {
		return l.finish(num{neg: a.neg, c: zero, exp: e}, st)
	}
	if a.exp-e > l.prec {
		return invalid(st, invalidOperation)
	}
	c, exact := roundOff(a.c, e-a.exp, a.neg, r)
	x := num{neg: a.neg, c: c, exp: e}
	if x.adjusted() > l.emax && c.Sign() != 0 || digits(c) > l.prec {
		return invalid(st, invalidOperation)
	}
	if c.Sign() != 0 && x.adjusted() < l.emin {
		*st |= subnormal
	}
	if x.exp > a.exp {
		*st |= rounded
		if !exact {
			*st |= inexact
		}
	}
	return l.finish(x, st)
}

func (l *limits) quantize(a, b num, st *status) num {
	if r, done := l.checkNaNs(st, a, b); done {
		return r
	}
	if a.kind == infinite || b.kind == infinite {
		if a.kind == infinite && b.kind == infinite {
			return a
		}
		return invalid(st, invalidOperation)
	}
	if b.exp < l.etiny() || b.exp > l.emax {
		return invalid(st, invalidOperation)
	}
	return l.toExponent(a, b.exp, l.round, st)
}

func (l *limits) toIntegral(a num, r rounding, exactly bool, st *status) num {
	if r, done := l.checkNaNs(st, a); done {
		return r
	}
	if a.kind == infinite || a.exp >= 0 {
		return a
	}
	c, exact := roundOff(a.c, -a.exp, a.neg, r)
	if exactly && a.c.Sign() != 0 {
		*st |= rounded
		if !exact {
			*st |= inexact
		}
	}
	return num{neg: a.neg, c: c}
}

func (l *limits) reduce(a num, st *status) num {
	if r, done := l.checkNaNs(st, a); done {
		return r
	}
	a = l.finish(a, st)
	if a.special() {
		return a
	}
	if a.isZero() {
		return num{neg: a.neg, c: zero}
	}
	top := l.emax
	if l.clamp {
		top = l.etop()
	}
	c, e := strip(a.c, a.exp, top)
	return num{neg: a.neg, c: c, exp: e}
}

func (l *limits) next(a num, up bool, st *status) num {
	if r, done := l.checkNaNs(st, a); done {
		return r
	}
	largest := num{c: new(big.Int).Sub(pow10(l.prec), one), exp: l.etop()}
	if a.kind == infinite {
		if a.neg != up {
			return a
		}
		largest.neg = a.neg
		return largest
	}
	m := *l
	m.round = roundFloor
	if up {
		m.round = roundCeiling
	}
	var ignored status
	x := m.finish(a, &ignored)
	if cmp(x, a) != 0 {
		return x
	}
	return m.add(a, num{neg: !up, c: one, exp: l.etiny() - 1}, &ignored)
}

func (l *limits) nextToward(a, b num, st *status) num {
	if r, done := l.checkNaNs(st, a, b); done {
		return r
	}
	c := cmp(a, b)
	if c == 0 {
		a.neg = b.neg
		return a
	}
	r := l.next(a, c < 0, st)
	switch {
	case r.kind == infinite:
		*st |= overflow | inexact | rounded
	case r.adjusted() < l.emin:
		*st |= underflow | subnormal | inexact | rounded
		if r.isZero() {
			*st |= clamped
		}
	}
	return r
}

func (l *limits) logb(a num, st *status) num {
	if r, done := l.checkNaNs(st, a); done {
		return r
	}
	if a.kind == infinite {
		return infPos
	}
	if a.isZero() {
		*st |= divisionByZero
		return infNeg
	}
	return l.finish(small(a.adjusted()), st)
}

// intArg is an operand that has to be an integer between -limit and limit.
func intArg(b num, limit int64) (int64, bool) {
	if b.special() || b.exp != 0 || !b.c.IsInt64() {
		return 0, false
	}
	n := b.signed().Int64()
	return n, n >= -limit && n <= limit
}

func (l *limits) scaleb(a, b num, st *status) num {
	if r, done := l.checkNaNs(st, a, b); done {
		return r
	}
	n, ok := intArg(b, 2*(l.emax+l.prec))
	if !ok {
		return invalid(st, invalidOperation)
	}
	if a.kind == infinite {
		return a
	}
	a.exp += n
	return l.finish(a, st)
}

// shiftDigits is shift, or rotate: a's coefficient as prec digits.
func (l *limits) shiftDigits(a, b num, rotate bool, st *status) num {
	if r, done := l.checkNaNs(st, a, b); done {
		return r
	}
	n, ok := intArg(b, l.prec)
	if !ok {
		return invalid(st, invalidOperation)
	}
	if a.kind == infinite {
		return a
	}
	mod := pow10(l.prec)
	c := new(big.Int).Mod(a.c, mod)
	switch {
	case rotate:
		if n < 0 {
			n += l.prec
		}
		hi, lo := new(big.Int).QuoRem(c, pow10(l.prec-n), new(big.Int))
		c = hi.Add(hi, new(big.Int).Mul(lo, pow10(n)))
	case n < 0:
		c.Quo(c, pow10(-n))
	default:
		c = new(big.Int).Mod(shift(c, n), mod)
	}
	return num{neg: a.neg, c: c, exp: a.exp}
}

// logical applies f to the digits, all of which have to be 0 or 1.
func (l *limits) logical(a, b num, st *status, f func(x, y bool) bool) num {
	x, ok1 := l.bits(a)
	y, ok2 := l.bits(b)
	if !ok1 || !ok2 {
		return invalid(st, invalidOperation)
	}
	n := max(len(x), len(y))
	out := make([]byte, n)
	for i := range n {
		get := func(s string) bool { k := i - (n - len(s)); return k >= 0 && s[k] == '1' }
		out[i] = '0'
		if f(get(x), get(y)) {
			out[i] = '1'
		}
	}
	c, _ := new(big.Int).SetString("0"+string(out), 10)
	return num{c: c}
}

func (l *limits) bits(a num) (string, bool) {
	if a.special() || a.neg || a.exp != 0 {
		return "", false
	}
	s := a.c.String()
	for i := range len(s) {
		if s[i] > '1' {
			return "", false
		}
	}
	if int64(len(s)) > l.prec {
		s = s[int64(len(s))-l.prec:]
	}
	return s, true
}

// compareTotal orders all representations.
func compareTotal(a, b num) int {
	if a.neg != b.neg {
		if a.neg {
			return -1
		}
		return 1
	}
	sign := 1
	if a.neg {
		sign = -1
	}
	rank := func(x num) int {
		switch x.kind {
		case quietNaN:
			return 3
		case signalingNaN:
			return 2
		}
		return 0
	}
	if ra, rb := rank(a), rank(b); ra != rb {
		if ra < rb {
			return -sign
		}
		return sign
	} else if ra > 0 {
		return a.c.Cmp(b.c) * sign
	}
	if c := cmp(a, b); c != 0 {
		return c
	}
	if a.kind == infinite || a.exp == b.exp {
		return 0
	}
	if a.exp < b.exp {
		return -sign
	}
	return sign
}

// extreme is max or min, of magnitudes where mag.
func (l *limits) extreme(a, b num, largest, mag bool, st *status) num {
	if a.isNaN() || b.isNaN() {
		if a.kind == quietNaN && !b.isNaN() {
			return l.finish(b, st)
		}
		if b.kind == quietNaN && !a.isNaN() {
			return l.finish(a, st)
		}
		r, _ := l.checkNaNs(st, a, b)
		return r
	}
	x, y := a, b
	if mag {
		x, y = a.abs(), b.abs()
	}
	c := cmp(x, y)
	if c == 0 {
		c = compareTotal(a, b)
	}
	if (c < 0) == largest {
		return l.finish(b, st)
	}
	return l.finish(a, st)
}
