package decimal

import (
	"math/big"
	"math/bits"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements arithmetic on finite numbers whose coefficients fit 128 bits, up to
// 38 digits, without math/big. What it does not do, it leaves to the rest of the package:
// zeros, results that are subnormal, too large or exact quotients, and anything else that is
// not the usual case.

// wide is a coefficient of 128 bits.
type wide struct{ hi, lo uint64 }

func (a wide) isZero() bool { return a.hi|a.lo == 0 }

func (a wide) less(b wide) bool { return a.hi < b.hi || a.hi == b.hi && a.lo < b.lo }

func (a wide) add(b wide) (r wide, ok bool) {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, carry := bits.Add64(a.hi, b.hi, carry)
	return wide{hi, lo}, carry == 0
}

// sub is a - b, where b is not the larger.
func (a wide) sub(b wide) wide {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(a.hi, b.hi, borrow)
	return wide{hi, lo}
}

func (a wide) mul(n uint64) (r wide, ok bool) {
	carry, lo := bits.Mul64(a.lo, n)
	over, hi := bits.Mul64(a.hi, n)
	hi, c := bits.Add64(hi, carry, 0)
	return wide{hi, lo}, over|c == 0
}

// shift is a * 10**n.
func (a wide) shift(n int64) (r wide, ok bool) {
	for ok = true; ok && n > 0; n -= 19 {
		a, ok = a.mul(powers[min(n, 19)])
	}
	return a, ok
}

func (a wide) div(n uint64) (q wide, rem uint64) {
	hi, rem := bits.Div64(0, a.hi, n)
	lo, rem := bits.Div64(rem, a.lo, n)
	return wide{hi, lo}, rem
}

// widePowers are the powers of ten of 128 bits.
var widePowers = func() (list [39]wide) {
	list[0] = wide{0, 1}
	for i := 1; i < len(list); i++ {
		list[i], _ = list[i-1].mul(10)
	}
	return list
}()

// digits is the number of decimal digits.
func (a wide) digits() int64 {
	n := bits.Len64(a.lo)
	if a.hi != 0 {
		n = 64 + bits.Len64(a.hi)
	}
	d := max(n*1233>>12, 1)
	if d < len(widePowers) && !a.less(widePowers[d]) {
		d++
	}
	return int64(d)
}

// short is a finite number with such a coefficient that is not zero.
type short struct {
	c   wide
	exp int64
	neg bool
}

// shortOf returns the number of v, a Decimal or an int; ok is false where it is no short.
func shortOf(v value) (x short, ok bool) {
	if v.IsSmallInt() {
		n := v.SmallInt()
		x.neg = n < 0
		if x.c.lo = uint64(n); n < 0 {
			x.c.lo = -x.c.lo
		}
		return x, n != 0
	}
	if v.Type() != decimalType || bits.UintSize != 64 {
		return x, false
	}
	n := &py.Heap[object](v).x
	w := n.c.Bits()
	switch {
	case n.kind != finite || n.exp > 1<<40 || n.exp < -1<<40:
		return x, false
	case len(w) == 1:
		x.c.lo = uint64(w[0])
	case len(w) == 2:
		x.c.hi, x.c.lo = uint64(w[1]), uint64(w[0])
	default:
		return x, false
	}
	x.exp, x.neg = n.exp, n.neg
	return x, true
}

// shortFrom returns the number that an int or a str of digits, perhaps with a sign and a point,
// stands for.
func shortFrom(v value) (x short, ok bool) {
	if v.IsSmallInt() || !v.IsStr() || bits.UintSize != 64 {
		return shortOf(v)
	}
	s := v.Str().S
	if s != "" && (s[0] == '-' || s[0] == '+') {
		x.neg = s[0] == '-'
		s = s[1:]
	}
	if len(s) > 38 {
		return x, false
	}
	point := false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '.' && !point:
			point = true
		case c < '0' || c > '9':
			return x, false
		default:
			if x.c.hi == 0 && x.c.lo < 1e18 {
				x.c.lo = 10*x.c.lo + uint64(c-'0')
			} else {
				x.c, _ = x.c.mul(10)
				x.c, _ = x.c.add(wide{0, uint64(c - '0')})
			}
			if point {
				x.exp--
			}
		}
	}
	return x, !x.c.isZero()
}

// shortObject is a Decimal that has its coefficient with it.
type shortObject struct {
	object
	c     big.Int
	words [2]big.Word
}

var allocShort = py.LayoutOf[shortObject]().Alloc

// newShort returns a Decimal with the value of x.
func newShort(x short) value {
	v := allocShort(decimalType)
	o := py.Heap[shortObject](v)
	o.words[0], o.words[1] = big.Word(x.c.lo), big.Word(x.c.hi)
	o.c.SetBits(o.words[:])
	o.x = num{neg: x.neg, c: &o.c, exp: x.exp}
	return v
}

// finishShort rounds x, of which sticky says that its last digit, which is not the last place
// of the result, stands for more than it is.
func (l *limits) finishShort(x short, sticky bool, st *status) (short, bool) {
	d := x.c.digits()
	if drop := d - l.prec; drop > 0 {
		if drop > 19 {
			return x, false
		}
		p := powers[drop]
		q, rem := x.c.div(p)
		up := false
		switch l.round {
		case roundUp:
			up = rem > 0
		case roundDown:
		case roundCeiling:
			up = rem > 0 && !x.neg
		case roundFloor:
			up = rem > 0 && x.neg
		case roundHalfUp:
			up = rem >= p-rem
		case roundHalfDown:
			up = rem > p-rem
		case roundHalfEven:
			up = rem > p-rem || rem == p-rem && q.lo&1 == 1
		default:
			return x, false
		}
		if up {
			if q, _ = q.add(wide{0, 1}); !q.less(widePowers[l.prec]) {
				return x, false
			}
		}
		x.c, d = q, l.prec
		x.exp += drop
		*st |= rounded
		if rem > 0 {
			*st |= inexact
		}
	} else if sticky {
		return x, false
	}
	adjusted := x.exp + d - 1
	return x, adjusted >= l.emin && adjusted <= l.emax && (!l.clamp || x.exp <= l.etop())
}

func (l *limits) addShort(a, b short, st *status) (r short, ok bool) {
	if a.exp < b.exp {
		a, b = b, a
	}
	if a.c, ok = a.c.shift(a.exp - b.exp); !ok {
		return r, false
	}
	r.exp = b.exp
	if a.neg == b.neg {
		r.neg = a.neg
		if r.c, ok = a.c.add(b.c); !ok {
			return r, false
		}
	} else {
		if a.c.less(b.c) {
			a, b = b, a
		}
		r.neg, r.c = a.neg, a.c.sub(b.c)
		if r.c.isZero() {
			return r, false
		}
	}
	return l.finishShort(r, false, st)
}

func (l *limits) subShort(a, b short, st *status) (short, bool) {
	b.neg = !b.neg
	return l.addShort(a, b, st)
}

func (l *limits) mulShort(a, b short, st *status) (r short, ok bool) {
	if a.c.hi != 0 {
		a, b = b, a
	}
	if a.c.hi != 0 {
		return r, false
	}
	if r.c, ok = b.c.mul(a.c.lo); !ok {
		return r, false
	}
	r.neg, r.exp = a.neg != b.neg, a.exp+b.exp
	return l.finishShort(r, false, st)
}

// divShort divides where the quotient does not come out even.
func (l *limits) divShort(a, b short, st *status) (r short, ok bool) {
	if b.c.hi != 0 || l.prec > 36 {
		return r, false
	}
	n := b.c.digits() - a.c.digits() + l.prec + 1
	if n < 0 {
		return r, false
	}
	if a.c, ok = a.c.shift(n); !ok {
		return r, false
	}
	q, rem := a.c.div(b.c.lo)
	if rem == 0 {
		return r, false
	}
	if _, last := q.div(5); last == 0 {
		q, _ = q.add(wide{0, 1}) // so that it is not taken for exact
	}
	return l.finishShort(short{q, a.exp - b.exp - n, a.neg != b.neg}, true, st)
}

// compareShort compares a and b; ok is false where that would take more than 128 bits.
func compareShort(a, b short) (c int, ok bool) {
	c = 1
	if a.neg {
		c = -1
	}
	if a.neg != b.neg {
		return c, true
	}
	switch x, y := a.exp+a.c.digits(), b.exp+b.c.digits(); {
	case x < y:
		return -c, true
	case x > y:
		return c, true
	}
	if d := a.exp - b.exp; d >= 0 {
		a.c, ok = a.c.shift(d)
	} else {
		b.c, ok = b.c.shift(-d)
	}
	switch {
	case !ok:
	case a.c.less(b.c):
		c = -c
	case a.c == b.c:
		c = 0
	}
	return c, ok
}

// hashModulus is the prime that hashes of numbers are taken by.
const hashModulus = 1<<61 - 1

func mulModulus(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	_, r := bits.Div64(hi, lo, hashModulus)
	return r
}

// hashPowers are the powers of ten, and of its inverse, by the modulus.
var hashPowers, hashInverses = func() (list, inverses [64]uint64) {
	inverse := new(big.Int).ModInverse(ten, big.NewInt(hashModulus)).Uint64()
	list[0], inverses[0] = 1, 1
	for i := 1; i < len(list); i++ {
		list[i], inverses[i] = mulModulus(list[i-1], 10), mulModulus(inverses[i-1], inverse)
	}
	return list, inverses
}()

// hash is the hash of x; ok is false for a large exponent.
func (x short) hash() (h int64, ok bool) {
	table, e := &hashPowers, x.exp
	if e < 0 {
		table, e = &hashInverses, -e
	}
	if e >= int64(len(table)) {
		return 0, false
	}
	_, rem := x.c.div(hashModulus)
	if h = int64(mulModulus(rem, table[e])); x.neg {
		h = -h
	}
	if h == -1 {
		h = -2
	}
	return h, true
}
