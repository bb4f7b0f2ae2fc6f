package hashlib

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
)

// This file implements scrypt (RFC 7914).

// scryptKey derives a key; the parameters have been checked.
func scryptKey(password, salt []byte, n, r, p, length int) ([]byte, error) {
	b, err := pbkdf2.Key(sha256.New, string(password), salt, 1, p*128*r)
	if err != nil {
		return nil, err
	}
	v := make([]uint32, 32*n*r)
	for i := range p {
		romix(b[i*128*r:(i+1)*128*r], n, r, v)
	}
	return pbkdf2.Key(sha256.New, string(password), b, 1, length)
}

func romix(b []byte, n, r int, v []uint32) {
	words := 32 * r
	x, y := make([]uint32, words), make([]uint32, words)
	for i := range x {
		x[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	for i := range n {
		copy(v[i*words:], x)
		blockMix(x, y, r)
		x, y = y, x
	}
	for range n {
		j := int((uint64(x[words-16]) | uint64(x[words-15])<<32) & uint64(n-1))
		for k, w := range v[j*words : (j+1)*words] {
			x[k] ^= w
		}
		blockMix(x, y, r)
		x, y = y, x
	}
	for i, w := range x {
		binary.LittleEndian.PutUint32(b[4*i:], w)
	}
}

func blockMix(in, out []uint32, r int) {
	var x [16]uint32
	copy(x[:], in[(2*r-1)*16:])
	for i := range 2 * r {
		for k := range x {
			x[k] ^= in[i*16+k]
		}
		salsa8(&x)
		copy(out[(i/2+i%2*r)*16:], x[:])
	}
}

// salsa8 is the core of Salsa20 with 8 rounds.
func salsa8(b *[16]uint32) {
	x := *b
	quarter := func(a, b, c, d int) {
		x[b] ^= bits.RotateLeft32(x[a]+x[d], 7)
		x[c] ^= bits.RotateLeft32(x[b]+x[a], 9)
		x[d] ^= bits.RotateLeft32(x[c]+x[b], 13)
		x[a] ^= bits.RotateLeft32(x[d]+x[c], 18)
	}
	for range 4 {
		quarter(0, 4, 8, 12)
		quarter(5, 9, 13, 1)
		quarter(10, 14, 2, 6)
		quarter(15, 3, 7, 11)
		quarter(0, 1, 2, 3)
		quarter(5, 6, 7, 4)
		quarter(10, 11, 8, 9)
		quarter(15, 12, 13, 14)
	}
	for i := range b {
		b[i] += x[i]
	}
}
