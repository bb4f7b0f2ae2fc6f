package py

import (
	"math"
	"math/big"
	"math/bits"
)

// This file implements arithmetic of exact ints of at most 128 bits: hashes, random
// numbers and the products of small ints, for which math/big's general ways cost many
// times what they compute. Each function reports whether it has a result; where operands
// or result are longer, it has not.

// short returns the sign and the absolute value of the exact int v.
func short(v Value) (negative bool, hi, lo uint64, ok bool) {
	if v.ref == &intHeader {
		i := int64(v.bits)
		if i < 0 {
			return true, 0, -uint64(i), true
		}
		return false, 0, uint64(i), true
	}
	if bits.UintSize != 64 {
		return false, 0, 0, false
	}
	x := &heap[BigInt](v).Int
	switch d := x.Bits(); len(d) {
	case 1:
		return x.Sign() < 0, 0, uint64(d[0]), true
	case 2:
		return x.Sign() < 0, uint64(d[1]), uint64(d[0]), true
	}
	return false, 0, 0, false
}

// shorts returns the operands' signs and absolute values.
func shorts(a, b Value) (an bool, ahi, alo uint64, bn bool, bhi, blo uint64, ok bool) {
	an, ahi, alo, ok = short(a)
	if !ok {
		return
	}
	bn, bhi, blo, ok = short(b)
	return
}

// shortInt returns the int whose absolute value is hi<<64 + lo.
func shortInt(negative bool, hi, lo uint64) Value {
	if hi == 0 {
		switch {
		case lo <= math.MaxInt64 && negative:
			return Int(-int64(lo))
		case lo <= math.MaxInt64:
			return Int(int64(lo))
		case lo == 1<<63 && negative:
			return Int(math.MinInt64)
		}
	}
	if bits.UintSize != 64 {
		return longShortInt(negative, hi, lo)
	}
	b := newBig(2)
	d := b.Int.Bits()[:2]
	d[0], d[1] = big.Word(lo), big.Word(hi)
	b.Int.SetBits(d)
	if negative {
		b.Int.Neg(&b.Int)
	}
	return b.Value()
}

// longShortInt is shortInt where a word has 32 bits.
func longShortInt(negative bool, hi, lo uint64) Value {
	scratch.SetUint64(hi)
	scratch.Lsh(&scratch, 64)
	scratchSecond.SetUint64(lo)
	scratch.Or(&scratch, &scratchSecond)
	if negative {
		scratch.Neg(&scratch)
	}
	return copyBig(&scratch)
}

// shortAdd is a + b, or a - b.
func shortAdd(a, b Value, minus bool) (Value, bool) {
	an, ahi, alo, bn, bhi, blo, ok := shorts(a, b)
	if !ok {
		return Value{}, false
	}
	if an == (bn != minus) {
		lo, carry := bits.Add64(alo, blo, 0)
		hi, carry := bits.Add64(ahi, bhi, carry)
		if carry != 0 {
			return Value{}, false
		}
		return shortInt(an, hi, lo), true
	}
	lo, borrow := bits.Sub64(alo, blo, 0)
	hi, borrow := bits.Sub64(ahi, bhi, borrow)
	if borrow != 0 {
		lo, borrow = bits.Sub64(0, lo, 0)
		hi, _ = bits.Sub64(0, hi, borrow)
		an = !an
	}
	return shortInt(an, hi, lo), true
}

// shortMul is a * b.
func shortMul(a, b Value) (Value, bool) {
	an, ahi, alo, bn, bhi, blo, ok := shorts(a, b)
	if !ok || ahi != 0 && bhi != 0 {
		return Value{}, false
	}
	if ahi == 0 {
		ahi, alo, bhi, blo = bhi, blo, ahi, alo
	}
	// (ahi<<64 + alo) * blo
	over, mid := bits.Mul64(ahi, blo)
	hi, lo := bits.Mul64(alo, blo)
	hi, carry := bits.Add64(hi, mid, 0)
	if over|carry != 0 {
		return Value{}, false
	}
	return shortInt(an != bn, hi, lo), true
}

// shortBits is a & b, a | b or a ^ b of ints that are not negative.
func shortBits(op BinaryOp, a, b Value) (Value, bool) {
	an, ahi, alo, bn, bhi, blo, ok := shorts(a, b)
	if !ok || an || bn {
		return Value{}, false
	}
	switch op {
	case OpAnd:
		return shortInt(false, ahi&bhi, alo&blo), true
	case OpOr:
		return shortInt(false, ahi|bhi, alo|blo), true
	}
	return shortInt(false, ahi^bhi, alo^blo), true
}

// shortLShift is a << n.
func shortLShift(a Value, n uint) (Value, bool) {
	negative, hi, lo, ok := short(a)
	if !ok || n >= 128 || hi != 0 && bits.Len64(hi)+int(n) > 64 || bits.Len64(lo)+int(n) > 128 {
		return Value{}, false
	}
	if n >= 64 {
		return shortInt(negative, lo<<(n-64), 0), true
	}
	return shortInt(negative, hi<<n|lo>>(64-n), lo<<n), true
}

// shortRShift is a >> n of an int that is not negative.
func shortRShift(a Value, n uint) (Value, bool) {
	negative, hi, lo, ok := short(a)
	if !ok || negative {
		return Value{}, false
	}
	if n >= 64 {
		return shortInt(false, 0, hi>>(n-64)), true
	}
	return shortInt(false, hi>>n, lo>>n|hi<<(64-n)), true
}

// shortFloorMod is a // b and a % b, of which the caller may want only one.
func shortFloorMod(a, b Value, wantQ, wantR bool) (q, r Value, ok bool) {
	an, ahi, alo, bn, bhi, blo, ok := shorts(a, b)
	if !ok {
		return Value{}, Value{}, false
	}
	qhi, qlo, rhi, rlo := divide128(ahi, alo, bhi, blo)
	if rhi|rlo != 0 && an != bn {
		// Rounded down, the quotient is one further from zero.
		var carry uint64
		qlo, carry = bits.Add64(qlo, 1, 0)
		qhi += carry
		rlo, carry = bits.Sub64(blo, rlo, 0)
		rhi, _ = bits.Sub64(bhi, rhi, carry)
	}
	if wantQ {
		q = shortInt(an != bn, qhi, qlo)
	}
	if wantR {
		r = shortInt(bn, rhi, rlo)
	}
	return q, r, true
}

// divide128 returns the quotient and the remainder of 128-bit numbers, b not zero.
func divide128(ahi, alo, bhi, blo uint64) (qhi, qlo, rhi, rlo uint64) {
	if bhi == 0 {
		qhi, rhi = ahi/blo, ahi%blo
		qlo, rlo = bits.Div64(rhi, alo, blo)
		return qhi, qlo, 0, rlo
	}
	// The quotient has one word. That of the leading words, with b's first bit set, is
	// it or one more (Knuth, The Art of Computer Programming 2, 4.3.1).
	n := uint(bits.LeadingZeros64(bhi))
	top := bhi<<n | blo>>(64-n)
	qlo, _ = bits.Div64(ahi>>1, ahi<<63|alo>>1, top)
	qlo >>= 63 - n
	if qlo > 0 {
		qlo--
	}
	hi, lo := bits.Mul64(qlo, blo)
	hi += qlo * bhi
	var borrow uint64
	rlo, borrow = bits.Sub64(alo, lo, 0)
	rhi, _ = bits.Sub64(ahi, hi, borrow)
	if rhi > bhi || rhi == bhi && rlo >= blo {
		qlo++
		rlo, borrow = bits.Sub64(rlo, blo, 0)
		rhi, _ = bits.Sub64(rhi, bhi, borrow)
	}
	return 0, qlo, rhi, rlo
}
