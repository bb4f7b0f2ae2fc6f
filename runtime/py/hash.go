package py

import (
	"encoding/binary"
	"math"
	"math/big"
	"math/bits"
	"math/rand/v2"
	"os"
	"strconv"
)

// This file implements hash() of numbers, strs and bytes (library reference, Hashing of
// numeric types; PEP 456). Numbers that are equal have equal hashes whatever their type:
// the hash is the number modulo the prime 2**61 - 1. Strs and bytes are hashed by
// SipHash-1-3 with a key from PYTHONHASHSEED, as CPython does, so that with the same seed
// the order of sets is the same as there.

// Hash is hash(v).
func Hash(v Value) (int64, *Exception) {
	if v.ref == &intHeader {
		return hashInt64(int64(v.bits)), nil
	}
	t := v.ref.typ
	if t == StrType {
		return strHash(heap[Str](v)), nil
	}
	if t.Slots.Hash == nil {
		return 0, Raisef(TypeErrorType, "unhashable type: '%s'", t.ShownName())
	}
	return t.Slots.Hash(v)
}

const (
	hashBits    = 61
	hashModulus = 1<<hashBits - 1
	hashInf     = 314159
	hashImag    = 1000003
	hashNone    = 0xfca86420
)

// fixHash keeps -1 free, which in CPython says that an exception was raised.
func fixHash(h int64) int64 {
	if h == -1 {
		return -2
	}
	return h
}

func hashInt64(i int64) int64 {
	if i > -hashModulus && i < hashModulus {
		return fixHash(i)
	}
	if i < 0 {
		// The quotient is at most 4, so -i needs no more than 64 bits.
		return fixHash(-int64(uint64(-i) % hashModulus))
	}
	return int64(uint64(i) % hashModulus)
}

func hashBig(x *big.Int) int64 {
	var r, m big.Int
	h := r.Rem(x, m.SetInt64(hashModulus)).Int64()
	return fixHash(h)
}

// hashFloat returns the hash of f; that of a NaN is of the object, which for a float in
// a Value can only be of its bits.
func hashFloat(f float64) int64 {
	switch {
	case math.IsInf(f, 1):
		return hashInf
	case math.IsInf(f, -1):
		return -hashInf
	case f != f:
		return identityHash(Float(f))
	case f == math.Trunc(f) && math.Abs(f) < 1<<62:
		return hashInt64(int64(f))
	}
	frac, e := math.Frexp(f)
	sign := int64(1)
	if frac < 0 {
		sign, frac = -1, -frac
	}
	x := uint64(0)
	for frac != 0 {
		x = x<<28&hashModulus | x>>(hashBits-28)
		frac *= 268435456 // 2**28
		e -= 28
		y := uint64(frac)
		frac -= float64(y)
		if x += y; x >= hashModulus {
			x -= hashModulus
		}
	}
	if e >= 0 {
		e %= hashBits
	} else {
		e = hashBits - 1 - (-1-e)%hashBits
	}
	x = x<<e&hashModulus | x>>(hashBits-e)
	return fixHash(int64(x) * sign)
}

func hashComplex(c complex128) int64 {
	return fixHash(int64(uint64(hashFloat(real(c))) + hashImag*uint64(hashFloat(imag(c)))))
}

// hashPointer is the hash of an object that compares by identity.
func hashPointer(v Value) int64 {
	return fixHash(int64(bits.RotateLeft64(Address(v), -4)))
}

// HashIdentity is object.__hash__: the hash of v as an object that compares by identity.
func HashIdentity(v Value) int64 { return hashPointer(v) }

// sipKey is the key that strs and bytes are hashed with.
var sipKey = newSipKey(os.Getenv("PYTHONHASHSEED"))

// newSipKey returns the key for the environment variable PYTHONHASHSEED: all zeros for
// "0", made from the number by CPython's generator for another number, random else.
func newSipKey(seed string) (key [2]uint64) {
	var b [16]byte
	if n, err := strconv.ParseUint(seed, 10, 32); err == nil {
		if n != 0 {
			x := uint32(n)
			for i := range b {
				x = x*214013 + 2531011
				b[i] = byte(x >> 16)
			}
		}
	} else {
		// The Go runtime's generator, which the system's random numbers seed.
		return [2]uint64{rand.Uint64(), rand.Uint64()}
	}
	key[0] = binary.LittleEndian.Uint64(b[:8])
	key[1] = binary.LittleEndian.Uint64(b[8:])
	return key
}

// HashRandomized reports sys.flags.hash_randomization.
func HashRandomized() bool { return sipKey != [2]uint64{} }

// strHash returns the hash of s, which it keeps.
func strHash(s *Str) int64 {
	if s.hash == 0 && len(s.S) != 0 {
		if s.IsASCII() {
			s.hash = hashBytes(s.S)
		} else {
			s.hash = hashBytes(compactText(s.S))
		}
	}
	return s.hash
}

// compactText returns the text as CPython has it in memory: one, two or four bytes for
// each code point as the largest one needs.
func compactText(s string) string {
	width, n := 1, 0
	for i := 0; i < len(s); n++ {
		switch b := s[i]; {
		case b >= 0xF0:
			width = 4
		case b >= 0xC4 && width == 1:
			width = 2
		}
		i += runeBytes(s[i])
	}
	b := make([]byte, 0, n*width)
	for i := 0; i < len(s); {
		c, k := decodeRune(s[i:])
		i += k
		switch width {
		case 1:
			b = append(b, byte(c))
		case 2:
			b = append(b, byte(c), byte(c>>8))
		default:
			b = append(b, byte(c), byte(c>>8), byte(c>>16), byte(c>>24))
		}
	}
	return bytesString(b)
}

// hashBytes is SipHash-1-3 of s, 0 for no bytes.
func hashBytes(s string) int64 {
	if len(s) == 0 {
		return 0
	}
	v0 := sipKey[0] ^ 0x736f6d6570736575
	v1 := sipKey[1] ^ 0x646f72616e646f6d
	v2 := sipKey[0] ^ 0x6c7967656e657261
	v3 := sipKey[1] ^ 0x7465646279746573
	last := uint64(len(s)) << 56
	for len(s) >= 8 {
		m := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		s = s[8:]
		v3 ^= m
		v0, v1, v2, v3 = sipRound(v0, v1, v2, v3)
		v0 ^= m
	}
	for i := 0; i < len(s); i++ {
		last |= uint64(s[i]) << (8 * i)
	}
	v3 ^= last
	v0, v1, v2, v3 = sipRound(v0, v1, v2, v3)
	v0 ^= last
	v2 ^= 0xff
	v0, v1, v2, v3 = sipRound(v0, v1, v2, v3)
	v0, v1, v2, v3 = sipRound(v0, v1, v2, v3)
	v0, v1, v2, v3 = sipRound(v0, v1, v2, v3)
	return fixHash(int64(v0 ^ v1 ^ v2 ^ v3))
}

func sipRound(v0, v1, v2, v3 uint64) (uint64, uint64, uint64, uint64) {
	v0 += v1
	v2 += v3
	v1 = bits.RotateLeft64(v1, 13) ^ v0
	v3 = bits.RotateLeft64(v3, 16) ^ v2
	v0 = bits.RotateLeft64(v0, 32)
	v2 += v1
	v0 += v3
	v1 = bits.RotateLeft64(v1, 17) ^ v2
	v3 = bits.RotateLeft64(v3, 21) ^ v0
	v2 = bits.RotateLeft64(v2, 32)
	return v0, v1, v2, v3
}
