package types

import (
	"fmt"
	"math"
	"math/bits"
)

// This file implements Interval, the values that an int may have.
//
// An interval is closed. Big says that the int may be outside int64; then Hi means nothing,
// and Lo is 0 where the int is not negative. Bounds are one of three sorts, which Add and the rest keep apart:
//
//	up to 2^61                     exact
//	2^62-1, the counter's bound    a value that only steps of at most 256 at a time have
//	                               brought beyond 2^61: that takes 2^53 operations
//	                               at least, which no program lives to see
//	the end of int64               anything that fits in 64 bits
//
// So a variable that is only counted up or down stays a native integer without a check,
// and the sum of two counters still fits in 64 bits.

// Interval is a range of ints.
type Interval struct {
	Lo, Hi int64
	Big    bool
}

const (
	exactMax   = 1 << 61
	counterMax = 1<<62 - 1
	smallStep  = 256
)

// Modest is the interval of the ints that floats represent exactly. They can be counted up and down for as long as a
// program lives without leaving int64. Counted are the ints that they become.
var (
	Modest  = Interval{Lo: -1 << 53, Hi: 1 << 53}
	Counted = Interval{Lo: -counterMax, Hi: counterMax}
)

// BigInterval has every int.
var BigInterval = Interval{Lo: math.MinInt64, Big: true}

// bigNatural has every int that is not negative.
var bigNatural = Interval{Big: true}

// big is the interval of ints that may be large, and are not negative if natural.
func big(natural bool) Interval {
	if natural {
		return bigNatural
	}
	return BigInterval
}

// Natural reports whether no int of r, large or not, is negative.
func (r Interval) Natural() bool { return r.Lo >= 0 }

// Exactly is the interval of one int.
func Exactly(i int64) Interval { return Between(i, i) }

// Between is the interval from lo to hi.
func Between(lo, hi int64) Interval {
	return Interval{Lo: keptLow(lo, math.MinInt64), Hi: -keptLow(-hi, -math.MaxInt64)}
}

// keptLow returns the lower bound that is kept for the exact bound b, which is never above
// it: beyond is the one below those that are exact.
func keptLow(b, beyond int64) int64 {
	switch {
	case b == math.MinInt64: // also that of -math.MinInt64
		return beyond
	case b > exactMax:
		return exactMax
	case b < -exactMax:
		return beyond
	}
	return b
}

// String returns the interval in the notation of mathematics.
func (r Interval) String() string {
	if r == bigNatural {
		return "[0, inf)"
	}
	if r.Big {
		return "(-inf, inf)"
	}
	return fmt.Sprintf("[%d, %d]", r.Lo, r.Hi)
}

// NonNegative reports whether no int of r is negative.
func (r Interval) NonNegative() bool { return !r.Big && r.Lo >= 0 }

// Within reports whether r is between lo and hi.
func (r Interval) Within(lo, hi int64) bool { return !r.Big && r.Lo >= lo && r.Hi <= hi }

// Join returns the interval that has the ints of both.
func (r Interval) Join(s Interval) Interval {
	if r.Big || s.Big {
		return big(r.Natural() && s.Natural())
	}
	return Interval{Lo: min(r.Lo, s.Lo), Hi: max(r.Hi, s.Hi)}
}

var thresholds = []int64{0, 1, 255, 1 << 16, 1<<31 - 1, 1 << 32, 1 << 53, exactMax, counterMax, math.MaxInt64}

// Widen returns an interval with at least the ints of r, whose bounds are of few values.
func (r Interval) Widen() Interval {
	if r.Big {
		return big(r.Natural())
	}
	w := Interval{Lo: math.MinInt64, Hi: math.MaxInt64}
	for i := len(thresholds) - 1; i >= 0; i-- {
		if t := thresholds[i]; t >= r.Hi {
			w.Hi = t
		}
		if t := -thresholds[i]; t <= r.Lo {
			w.Lo = t
		}
	}
	if r.Lo >= 0 {
		w.Lo = 0
	}
	return w
}

// isCounter reports whether the bounds of r are exact or those of counters.
func (r Interval) isCounter() bool {
	kept := func(b int64) bool {
		return b <= exactMax && b >= -exactMax || b == counterMax || b == -counterMax
	}
	return !r.Big && kept(r.Lo) && kept(r.Hi)
}

// Add is r + s.
func (r Interval) Add(s Interval) Interval {
	if r.Big || s.Big {
		return big(r.Natural() && s.Natural())
	}
	small := Interval{Lo: -smallStep, Hi: smallStep}
	if r.isCounter() && s.Within(small.Lo, small.Hi) || s.isCounter() && r.Within(small.Lo, small.Hi) {
		return Interval{Lo: keptLow(r.Lo+s.Lo, -counterMax), Hi: -keptLow(-r.Hi-s.Hi, -counterMax)}
	}
	lo, hi := r.Lo+s.Lo, r.Hi+s.Hi
	if (r.Lo^lo)&(s.Lo^lo) < 0 || (r.Hi^hi)&(s.Hi^hi) < 0 {
		return big(r.Natural() && s.Natural())
	}
	return Between(lo, hi)
}

// Neg is -r.
func (r Interval) Neg() Interval {
	if r.Big || r.Lo == math.MinInt64 {
		return BigInterval
	}
	return Interval{Lo: -r.Hi, Hi: -r.Lo}
}

// Sub is r - s.
func (r Interval) Sub(s Interval) Interval { return r.Add(s.Neg()) }

// mul64 multiplies and reports whether the product fits.
func mul64(a, b int64) (int64, bool) {
	if a == math.MinInt64 || b == math.MinInt64 {
		return 0, a == 0 || b == 0
	}
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func magnitude(a int64) uint64 {
	if a < 0 {
		return uint64(-a)
	}
	return uint64(a)
}

// Mul is r * s.
func (r Interval) Mul(s Interval) Interval {
	if r.Big || s.Big {
		return big(r.Natural() && s.Natural())
	}
	lo, hi := int64(math.MaxInt64), int64(math.MinInt64)
	for _, a := range [2]int64{r.Lo, r.Hi} {
		for _, b := range [2]int64{s.Lo, s.Hi} {
			p, ok := mul64(a, b)
			if !ok {
				return big(r.Natural() && s.Natural())
			}
			lo, hi = min(lo, p), max(hi, p)
		}
	}
	return Between(lo, hi)
}

// FloorDiv is r // s where s is not zero.
func (r Interval) FloorDiv(s Interval) Interval {
	switch {
	case r.Big:
		return big(r.Natural() && s.Natural())
	case !s.Big && s.Lo >= 1:
		lo, hi := r.Lo, r.Hi
		if lo >= 0 {
			lo = 0
		}
		if hi < 0 {
			hi = -1
		} else {
			hi /= s.Lo
		}
		if lo < 0 {
			lo = -((-(lo + 1))/s.Lo + 1)
		}
		return Interval{Lo: lo, Hi: hi}
	case r.Lo == math.MinInt64:
		return BigInterval
	}
	m := max(r.Hi, -r.Lo)
	return Interval{Lo: -m, Hi: m}
}

// Mod is r % s where s is not zero.
func (r Interval) Mod(s Interval) Interval {
	if s.Big {
		return big(s.Natural())
	}
	lo, hi := int64(0), int64(0)
	if s.Lo < 0 {
		lo = s.Lo + 1
	}
	if s.Hi > 0 {
		hi = s.Hi - 1
		if r.NonNegative() && s.Lo > 0 {
			hi = min(hi, r.Hi)
		}
	}
	return Between(lo, hi)
}

// cover returns the smallest k such that all of r is within -2^k and 2^k-1.
func (r Interval) cover() int {
	return max(bits.Len64(uint64(r.Hi^r.Hi>>63)), bits.Len64(uint64(r.Lo^r.Lo>>63)))
}

// signed is the interval from -2^k to 2^k-1, from 0 where both of its operands are.
func signed(k int, nonNegative bool) Interval {
	hi := int64(math.MaxInt64)
	if k < 63 {
		hi = 1<<k - 1
	}
	if nonNegative {
		return Between(0, hi)
	}
	return Between(-hi-1, hi)
}

// And is r & s.
func (r Interval) And(s Interval) Interval {
	switch {
	case r.NonNegative() && s.NonNegative():
		return Between(0, min(r.Hi, s.Hi))
	case r.NonNegative():
		return Between(0, r.Hi)
	case s.NonNegative():
		return Between(0, s.Hi)
	}
	return r.Or(s)
}

// Or is r | s, and r ^ s.
func (r Interval) Or(s Interval) Interval {
	if r.Big || s.Big {
		return big(r.Natural() && s.Natural())
	}
	return signed(max(r.cover(), s.cover()), r.Lo >= 0 && s.Lo >= 0)
}

// Shl is r << s where s is not negative.
func (r Interval) Shl(s Interval) Interval {
	if !s.Within(0, 62) {
		return big(r.Natural())
	}
	return r.Mul(Between(1, 1).Join(Interval{Lo: 1, Hi: 1 << s.Hi}))
}

// Shr is r >> s where s is not negative.
func (r Interval) Shr(s Interval) Interval {
	if r.Big {
		return big(r.Natural())
	}
	lo, hi := min(r.Lo, 0), max(r.Hi, -1)
	if s.Within(0, 63) && r.Lo >= 0 {
		hi = r.Hi >> s.Lo
	}
	return Interval{Lo: lo, Hi: hi}
}

// Abs is abs(r).
func (r Interval) Abs() Interval {
	n := r.Neg()
	if n.Big {
		return bigNatural
	}
	if r.Lo >= 0 {
		return r
	}
	return Interval{Lo: 0, Hi: max(r.Hi, n.Hi)}
}

// Min is min(r, s), Max is max(r, s).
func (r Interval) Min(s Interval) Interval {
	switch {
	case r.Big && s.Big:
		return big(r.Natural() && s.Natural())
	case r.Big && r.Natural():
		return Interval{Lo: min(0, s.Lo), Hi: s.Hi}
	case s.Big && s.Natural():
		return Interval{Lo: min(0, r.Lo), Hi: r.Hi}
	case r.Big || s.Big:
		return BigInterval
	}
	return Interval{Lo: min(r.Lo, s.Lo), Hi: min(r.Hi, s.Hi)}
}

// Max is max(r, s).
func (r Interval) Max(s Interval) Interval {
	if r.Big || s.Big {
		return big(r.Natural() || s.Natural())
	}
	return Interval{Lo: max(r.Lo, s.Lo), Hi: max(r.Hi, s.Hi)}
}
