package decimal

import (
	"math/big"
	"math/bits"
)

// This file implements the numbers and the rounding of results to a context (General
// Decimal Arithmetic Specification, 1.70; the module follows its IEEE 754 subset).

type kind uint8

const (
	finite kind = iota
	infinite
	quietNaN
	signalingNaN
)

// num is a decimal number: (-1)**neg * c * 10**exp. A num is not changed once made.
type num struct {
	kind kind
	neg  bool
	c    *big.Int // the coefficient, or the payload of a NaN
	exp  int64
}

// status is a set of conditions.
type status uint32

// The conditions. The first five together are the signal InvalidOperation.
const (
	invalidOperation status = 1 << iota
	conversionSyntax
	divisionImpossible
	divisionUndefined
	invalidContext
	floatOperation
	divisionByZero
	overflow
	underflow
	subnormal
	inexact
	rounded
	clamped

	anyInvalid = invalidOperation | conversionSyntax | divisionImpossible | divisionUndefined | invalidContext
)

type rounding uint8

const (
	roundUp rounding = iota
	roundDown
	roundCeiling
	roundFloor
	roundHalfUp
	roundHalfDown
	roundHalfEven
	round05Up
)

var roundingNames = []string{"ROUND_UP", "ROUND_DOWN", "ROUND_CEILING", "ROUND_FLOOR", "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_05UP"}

// limits are the settings of a context that results depend on.
type limits struct {
	prec, emin, emax int64
	round            rounding
	clamp            bool
	capitals         bool
}

// The largest settings, those of a 64-bit machine.
const (
	maxPrec  = 999999999999999999
	maxEmax  = 999999999999999999
	minEmin  = -999999999999999999
	minEtiny = -1999999999999999997 // the smallest exponent
)

var unlimited = limits{prec: maxPrec, emin: minEmin, emax: maxEmax, round: roundHalfEven, capitals: true}

func (l *limits) etiny() int64 { return l.emin - l.prec + 1 }
func (l *limits) etop() int64  { return l.emax - l.prec + 1 }

var (
	zero    = new(big.Int)
	one     = big.NewInt(1)
	five    = big.NewInt(5)
	ten     = big.NewInt(10)
	nan     = num{kind: quietNaN, c: zero}
	infPos  = num{kind: infinite, c: zero}
	infNeg  = num{kind: infinite, neg: true, c: zero}
	smalls  [64]*big.Int
	numZero = num{c: zero}
	numOne  = num{c: one}
)

// scratch is memory for what an operation does not return.
var scratch struct{ shifted, rem big.Int }

// powers are the powers of ten of 64 bits.
var powers [20]uint64

func init() {
	powers[0] = 1
	for i := 1; i < len(powers); i++ {
		powers[i] = 10 * powers[i-1]
	}
	smalls[0] = big.NewInt(1)
	for i := 1; i < len(smalls); i++ {
		smalls[i] = new(big.Int).Mul(smalls[i-1], ten)
	}
}

// pow10 is 10**n; the result must not be changed.
func pow10(n int64) *big.Int {
	if n < int64(len(smalls)) {
		return smalls[n]
	}
	return new(big.Int).Exp(ten, big.NewInt(n), nil)
}

// digits is the number of decimal digits of c, 1 for zero.
func digits(c *big.Int) int64 {
	if c.IsUint64() {
		x := c.Uint64()
		n := max(bits.Len64(x)*1233>>12, 1)
		if n < len(powers) && x >= powers[n] {
			n++
		}
		return int64(n)
	}
	n := int64(float64(c.BitLen()-1)*0.30102999566398119) + 1
	if n < 1 {
		n = 1
	}
	for c.CmpAbs(pow10(n)) >= 0 {
		n++
	}
	for n > 1 && c.CmpAbs(pow10(n-1)) < 0 {
		n--
	}
	return n
}

func fromInt(n *big.Int) num { return num{neg: n.Sign() < 0, c: new(big.Int).Abs(n)} }

func small(n int64) num { return fromInt(big.NewInt(n)) }

func (x num) isNaN() bool     { return x.kind >= quietNaN }
func (x num) isZero() bool    { return x.kind == finite && x.c.Sign() == 0 }
func (x num) special() bool   { return x.kind != finite }
func (x num) adjusted() int64 { return x.exp + digits(x.c) - 1 }

// signed is the value as an integer when the exponent is left out.
func (x num) signed() *big.Int {
	if x.neg {
		return new(big.Int).Neg(x.c)
	}
	return x.c
}

func (x num) negated() num { x.neg = !x.neg; return x }
func (x num) abs() num     { x.neg = false; return x }

func infinity(neg bool) num {
	if neg {
		return infNeg
	}
	return infPos
}

// shift is c * 10**n for n >= 0.
func shift(c *big.Int, n int64) *big.Int {
	if n == 0 || c.Sign() == 0 {
		return c
	}
	return new(big.Int).Mul(c, pow10(n))
}

// roundOff divides c by 10**n and rounds; exact says that nothing was lost.
func roundOff(c *big.Int, n int64, neg bool, r rounding) (q *big.Int, exact bool) {
	if n <= 0 {
		return shift(c, -n), true
	}
	if d := digits(c); n > d { // all of it is below the last place
		if c.Sign() == 0 {
			return zero, true
		}
		c, n = one, 2
	}
	p := pow10(n)
	q, rem := new(big.Int).QuoRem(c, p, &scratch.rem)
	if rem.Sign() == 0 {
		return q, true
	}
	up := false
	half := rem.Lsh(rem, 1).Cmp(p)
	switch r {
	case roundUp:
		up = true
	case roundDown:
	case roundCeiling:
		up = !neg
	case roundFloor:
		up = neg
	case roundHalfUp:
		up = half >= 0
	case roundHalfDown:
		up = half > 0
	case roundHalfEven:
		up = half > 0 || half == 0 && q.Bit(0) == 1
	case round05Up:
		up = rem.Mod(q, five).Sign() == 0
	}
	if up {
		q.Add(q, one)
	}
	return q, false
}

// overflowed is the result that is too large.
func (l *limits) overflowed(neg bool, st *status) num {
	*st |= overflow | inexact | rounded
	max := num{neg: neg, c: new(big.Int).Sub(pow10(l.prec), one), exp: l.etop()}
	switch l.round {
	case roundDown, round05Up:
		return max
	case roundCeiling:
		if neg {
			return max
		}
	case roundFloor:
		if !neg {
			return max
		}
	}
	return infinity(neg)
}

// finish rounds x to the context.
func (l *limits) finish(x num, st *status) num {
	if x.special() {
		if x.isNaN() {
			room := l.prec
			if l.clamp {
				room--
			}
			if x.c.Sign() != 0 && digits(x.c) > room {
				x.c = new(big.Int).Mod(x.c, pow10(room))
			}
		}
		return x
	}
	etiny, etop := l.etiny(), l.etop()
	if x.c.Sign() == 0 {
		top := l.emax
		if l.clamp {
			top = etop
		}
		if e := min(max(x.exp, etiny), top); e != x.exp {
			x.exp = e
			*st |= clamped
		}
		return x
	}
	expMin := digits(x.c) + x.exp - l.prec
	if expMin > etop {
		return l.overflowed(x.neg, st)
	}
	tiny := expMin < etiny
	if tiny {
		expMin = etiny
	}
	if x.exp < expMin {
		q, exact := roundOff(x.c, expMin-x.exp, x.neg, l.round)
		if digits(q) > l.prec {
			q = new(big.Int).Quo(q, ten)
			expMin++
		}
		if expMin > etop {
			return l.overflowed(x.neg, st)
		}
		*st |= rounded
		if !exact {
			*st |= inexact
			if tiny {
				*st |= underflow
			}
		}
		if tiny {
			*st |= subnormal
		}
		if q.Sign() == 0 {
			*st |= clamped
		}
		return num{neg: x.neg, c: q, exp: expMin}
	}
	if tiny {
		*st |= subnormal
	}
	if l.clamp && x.exp > etop {
		*st |= clamped
		return num{neg: x.neg, c: shift(x.c, x.exp-etop), exp: etop}
	}
	return x
}

// invalid is the result of an operation that has none.
func invalid(st *status, why status) num {
	*st |= why
	return nan
}

// checkNaNs handles NaN operands; done is false where there are none.
func (l *limits) checkNaNs(st *status, xs ...num) (r num, done bool) {
	for _, x := range xs {
		if x.kind == signalingNaN {
			*st |= invalidOperation
			x.kind = quietNaN
			return l.finish(x, st), true
		}
	}
	for _, x := range xs {
		if x.kind == quietNaN {
			return l.finish(x, st), true
		}
	}
	return num{}, false
}

// cmp compares numbers that are no NaNs.
func cmp(a, b num) int {
	sign := func(x num) int {
		switch {
		case x.isZero():
			return 0
		case x.neg:
			return -1
		}
		return 1
	}
	sa, sb := sign(a), sign(b)
	if sa != sb {
		if sa < sb {
			return -1
		}
		return 1
	}
	if sa == 0 {
		return 0
	}
	c := 0
	switch {
	case a.kind == infinite && b.kind == infinite:
	case a.kind == infinite:
		c = 1
	case b.kind == infinite:
		c = -1
	default:
		x, y := a.adjusted(), b.adjusted()
		switch {
		case x < y:
			c = -1
		case x > y:
			c = 1
		default:
			e := min(a.exp, b.exp)
			c = shift(a.c, a.exp-e).Cmp(shift(b.c, b.exp-e))
		}
	}
	return c * sa
}
