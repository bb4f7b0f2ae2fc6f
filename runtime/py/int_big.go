package py

import (
	"math/big"
	"math/bits"
)

// This file implements the arithmetic of exact ints of which one, or the result, does not
// fit 64 bits.
//
// A result is made in one allocation where it is short, and in two of the right size where
// it is not, unless there is a number to use again (int_reuse.go). Operands that are small
// ints, and results up to scratchWords long, are put into numbers of the package's own
// first, which are used again and again: Python code runs on one thread at a time, and none
// runs during an operation. Numbers of up to two words are the subject of int_short.go.

// The numbers used again: of operands that are small ints, and of results.
var (
	smallA, smallB         big.Int
	scratch, scratchSecond big.Int
)

// scratchWords is the length up to which a result is made in scratch; those of divisions
// are up to keptWords.
const scratchWords = 64

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

func bigAdd(a, b Value) Value {
	if v, ok := shortAdd(a, b, false); ok {
		return v
	}
	return bigLinear(a, b, (*big.Int).Add)
}

func bigSub(a, b Value) Value {
	if v, ok := shortAdd(a, b, true); ok {
		return v
	}
	return bigLinear(a, b, (*big.Int).Sub)
}

func bigAnd(a, b Value) Value {
	if v, ok := shortBits(OpAnd, a, b); ok {
		return v
	}
	return bigLinear(a, b, (*big.Int).And)
}

func bigOr(a, b Value) Value {
	if v, ok := shortBits(OpOr, a, b); ok {
		return v
	}
	return bigLinear(a, b, (*big.Int).Or)
}

func bigXor(a, b Value) Value {
	if v, ok := shortBits(OpXor, a, b); ok {
		return v
	}
	return bigLinear(a, b, (*big.Int).Xor)
}

func bigMul(a, b Value) Value {
	if v, ok := shortMul(a, b); ok {
		return v
	}
	x, y, _ := bigWords(a, b)
	z, r := bigResult(len(x.Bits()) + len(y.Bits()))
	z.Mul(x, y)
	return finishBig(r)
}

func bigRShift(x *big.Int, n uint) Value {
	z, r := bigResult(len(x.Bits()) + 1)
	z.Rsh(x, n)
	return finishBig(r)
}

func bigLShift(a Value, n uint) Value {
	if v, ok := shortLShift(a, n); ok {
		return v
	}
	x := bigOf(a, &smallA)
	z, r := bigResult(len(x.Bits()) + int(n/bits.UintSize) + 1)
	z.Lsh(x, n)
	return finishBig(r)
}

// bigFloorMod returns a // b and a % b, b not zero, of which the caller may want only one.
func bigFloorMod(a, b Value, wantQ, wantR bool) (q, r Value) {
	if q, r, ok := shortFloorMod(a, b, wantQ, wantR); ok {
		return q, r
	}
	x, y, n := bigWords(a, b)
	zq, zr := &scratch, &scratchSecond
	if n > keptWords {
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
