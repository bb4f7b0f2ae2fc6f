package py

import (
	"math/big"
	"math/bits"
)

// This file implements the arithmetic of exact ints of which one, or the result, does not
// fit 64 bits.
//
// A result is made in one allocation where it is short, and in two of the right size where
// it is not. Operands that are small ints, and results up to scratchWords long, are put
// into numbers of the package's own first, which are used again and again: Python code
// runs on one thread at a time, and none runs during an operation.

// The numbers used again: of operands that are small ints, and of results.
var (
	smallA, smallB         big.Int
	scratch, scratchSecond big.Int
)

// scratchWords is the length up to which a result is made in scratch.
const scratchWords = 64

// The ints that carry room for their digits.
type (
	bigInt2 struct {
		BigInt
		room [2]big.Word
	}
	bigInt4 struct {
		BigInt
		room [4]big.Word
	}
)

// newBig returns an int with room for words digits.
func newBig(words int) *BigInt {
	var b *BigInt
	switch {
	case words <= 2:
		r := &bigInt2{}
		b = &r.BigInt
		b.Int.SetBits(r.room[:0])
	case words <= 4:
		r := &bigInt4{}
		b = &r.BigInt
		b.Int.SetBits(r.room[:0])
	default:
		b = &BigInt{}
		b.Int.SetBits(make([]big.Word, 0, words))
	}
	b.typ = IntType
	return b
}

// copyBig returns the int x, which stays the caller's.
func copyBig(x *big.Int) Value {
	if x.IsInt64() {
		return Int(x.Int64())
	}
	b := newBig(len(x.Bits()))
	b.Int.Set(x)
	return b.Value()
}

// normal returns b as an int, which may be a small one.
func (b *BigInt) normal() Value {
	if b.Int.IsInt64() {
		return Int(b.Int.Int64())
	}
	return b.Value()
}

// bigResult returns where to put a result of at most words digits.
func bigResult(words int) (z *big.Int, b *BigInt) {
	if words <= scratchWords {
		return &scratch, nil
	}
	b = newBig(words)
	return &b.Int, b
}

// finishBig returns the result that was put into what bigResult returned.
func finishBig(b *BigInt) Value {
	if b == nil {
		return copyBig(&scratch)
	}
	return b.normal()
}

// bigWords returns the operands a and b, and the length of the longer.
func bigWords(a, b Value) (x, y *big.Int, words int) {
	x, y = bigOf(a, &smallA), bigOf(b, &smallB)
	return x, y, max(len(x.Bits()), len(y.Bits()))
}

// bigLinear is an operation whose result has at most one word more than the operands.
func bigLinear(a, b Value, op func(z, x, y *big.Int) *big.Int) Value {
	x, y, n := bigWords(a, b)
	z, r := bigResult(n + 1)
	op(z, x, y)
	return finishBig(r)
}

func bigAdd(a, b Value) Value { return bigLinear(a, b, (*big.Int).Add) }
func bigSub(a, b Value) Value { return bigLinear(a, b, (*big.Int).Sub) }
func bigAnd(a, b Value) Value { return bigLinear(a, b, (*big.Int).And) }
func bigOr(a, b Value) Value  { return bigLinear(a, b, (*big.Int).Or) }
func bigXor(a, b Value) Value { return bigLinear(a, b, (*big.Int).Xor) }

func bigMul(a, b Value) Value {
	x, y, _ := bigWords(a, b)
	z, r := bigResult(len(x.Bits()) + len(y.Bits()))
	z.Mul(x, y)
	return finishBig(r)
}

// product returns the int of 128 bits whose absolute value is hi<<64 + lo.
func product(negative bool, hi, lo uint64) Value {
	if bits.UintSize != 64 {
		scratch.SetUint64(hi)
		scratch.Lsh(&scratch, 64)
		scratchSecond.SetUint64(lo)
		scratch.Or(&scratch, &scratchSecond)
		if negative {
			scratch.Neg(&scratch)
		}
		return copyBig(&scratch)
	}
	r := &bigInt2{room: [2]big.Word{big.Word(lo), big.Word(hi)}}
	r.typ = IntType
	r.Int.SetBits(r.room[:])
	if negative {
		r.Int.Neg(&r.Int)
	}
	return r.Value()
}

func bigRShift(x *big.Int, n uint) Value {
	z, r := bigResult(len(x.Bits()) + 1)
	z.Rsh(x, n)
	return finishBig(r)
}

func bigLShift(a Value, n uint) Value {
	x := bigOf(a, &smallA)
	z, r := bigResult(len(x.Bits()) + int(n/bits.UintSize) + 1)
	z.Lsh(x, n)
	return finishBig(r)
}

// bigFloorMod returns a // b and a % b, b not zero, of which the caller may want only one.
func bigFloorMod(a, b Value, wantQ, wantR bool) (q, r Value) {
	x, y, n := bigWords(a, b)
	zq, zr := &scratch, &scratchSecond
	if n > scratchWords {
		zq, zr = new(big.Int), new(big.Int)
	}
	zq.QuoRem(x, y, zr)
	if zr.Sign() != 0 && (zr.Sign() < 0) != (y.Sign() < 0) {
		if wantQ {
			zq.Sub(zq, bigOne)
		}
		zr.Add(zr, y)
	}
	if wantQ {
		q = copyBig(zq)
	}
	if wantR {
		r = copyBig(zr)
	}
	return q, r
}

var bigOne = big.NewInt(1)
