package py

import (
	"math/big"
	"math/bits"
)

// This file implements where the memory of ints outside int64 comes from. Most results of
// arithmetic are read once, by the next operation of the same expression. Where the
// compiler has proved that (package opt), it gives such a number back with ReleaseInt, and
// the next operation takes it instead of allocating one.

const (
	// keptWords is the length up to which numbers are kept to be used again.
	keptWords = 1 << 15
	// keptShort is how many numbers of two and of four words are kept, keptLong how many
	// of the longer ones.
	keptShort = 64
	keptLong  = 8
)

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

// freeInts are numbers given back, of two words, of four, and longer.
var freeInts struct {
	n2, n4, n int
	two       [keptShort]*BigInt
	four      [keptShort]*BigInt
	long      [keptLong]*BigInt
}

// newBig returns an int with room for words digits.
func newBig(words int) *BigInt {
	f := &freeInts
	var b *BigInt
	switch {
	case words <= 2:
		if f.n2 > 0 {
			f.n2--
			return f.two[f.n2]
		}
		r := &bigInt2{}
		b = &r.BigInt
		b.Int.SetBits(r.room[:0])
	case words <= 4:
		if f.n4 > 0 {
			f.n4--
			return f.four[f.n4]
		}
		r := &bigInt4{}
		b = &r.BigInt
		b.Int.SetBits(r.room[:0])
	default:
		for i, b := range f.long[:f.n] {
			if n := cap(b.Int.Bits()); words <= n && n <= 2*words {
				f.n--
				f.long[i] = f.long[f.n]
				f.long[f.n] = nil
				return b
			}
		}
		b = &BigInt{}
		b.Int.SetBits(make([]big.Word, 0, roomFor(words)))
	}
	b.typ = IntType
	return b
}

// roomFor rounds a length up to one of eight between a power of two and the next, so that
// numbers that grow slowly fit in the memory of those before them.
func roomFor(words int) int {
	if words < 16 {
		return words
	}
	step := 1 << (bits.Len(uint(words)) - 4)
	return (words + step - 1) &^ (step - 1)
}

// ReleaseInt gives back the exact int v, which nothing refers to any more: a result of
// arithmetic that has been read for the last time. v may be no object.
func ReleaseInt(v Value) {
	if v.ref != &intHeader && v.ref != nil {
		releaseBig(heap[BigInt](v))
	}
}

func releaseBig(b *BigInt) {
	digits := b.Int.Bits()
	n := cap(digits)
	b.Int.SetBits(digits[:0])
	f := &freeInts
	switch {
	case n < 2:
	case n < 4:
		if f.n2 < keptShort {
			f.two[f.n2] = b
			f.n2++
		}
	case n == 4:
		if f.n4 < keptShort {
			f.four[f.n4] = b
			f.n4++
		}
	case n > keptWords:
	case f.n < keptLong:
		f.long[f.n] = b
		f.n++
	default:
		// Lengths change as a program goes on: the oldest makes room.
		copy(f.long[:], f.long[1:])
		f.long[keptLong-1] = b
	}
}
