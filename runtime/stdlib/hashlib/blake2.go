package hashlib

import (
	"encoding/binary"
	"math/bits"
)

// This file implements BLAKE2b and BLAKE2s with all their parameters (RFC 7693 and the
// BLAKE2 paper for salt, personalisation and trees), which Go's own packages lack. Both
// are one algorithm over words of 64 and 32 bits; the state keeps 32-bit words in the
// low halves.

type blake2 struct {
	wide     bool // BLAKE2b
	h        [8]uint64
	t        [2]uint64 // bytes so far
	buf      []byte
	size     int
	lastNode bool
}

// blake2Params is the parameter block.
type blake2Params struct {
	digest, fanout, depth, nodeDepth, inner int
	leaf                                    uint32
	offset                                  uint64
	key, salt, person                       []byte
	lastNode                                bool
}

var blakeIV64 = [8]uint64{
	0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
	0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
}

var blakeSigma = [10][16]uint8{
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
	{14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
	{11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
	{7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
	{9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
	{2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
	{12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
	{13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
	{6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
	{10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
}

func newBlake2(wide bool, p blake2Params) *blake2 {
	b := &blake2{wide: wide, size: p.digest, lastNode: p.lastNode}
	for i, v := range blakeIV64 {
		if !wide {
			v >>= 32
		}
		b.h[i] = v
	}
	block := make([]byte, 64)
	block[0], block[1], block[2], block[3] = byte(p.digest), byte(len(p.key)), byte(p.fanout), byte(p.depth)
	binary.LittleEndian.PutUint32(block[4:], p.leaf)
	binary.LittleEndian.PutUint64(block[8:], p.offset)
	if wide {
		block[16], block[17] = byte(p.nodeDepth), byte(p.inner)
		copy(block[32:48], p.salt)
		copy(block[48:64], p.person)
	} else {
		block[14], block[15] = byte(p.nodeDepth), byte(p.inner)
		copy(block[16:24], p.salt)
		copy(block[24:32], p.person)
	}
	for i := range b.h {
		b.h[i] ^= b.word(block, i)
	}
	if len(p.key) > 0 {
		key := make([]byte, b.BlockSize())
		copy(key, p.key)
		b.Write(key)
	}
	return b
}

func (b *blake2) word(p []byte, i int) uint64 {
	if b.wide {
		return binary.LittleEndian.Uint64(p[8*i:])
	}
	return uint64(binary.LittleEndian.Uint32(p[4*i:]))
}

func (b *blake2) Size() int { return b.size }

func (b *blake2) BlockSize() int {
	if b.wide {
		return 128
	}
	return 64
}

// Write adds p; the last block is kept back, since it is compressed in another way.
func (b *blake2) Write(p []byte) {
	n := b.BlockSize()
	if len(b.buf)+len(p) > n {
		k := n - len(b.buf)
		b.buf = append(b.buf, p[:k]...)
		p = p[k:]
		b.compress(b.buf, n, false)
		b.buf = b.buf[:0]
		for ; len(p) > n; p = p[n:] {
			b.compress(p, n, false)
		}
	}
	b.buf = append(b.buf, p...)
}

func (b *blake2) compress(block []byte, n int, last bool) {
	if b.wide {
		lo, carry := bits.Add64(b.t[0], uint64(n), 0)
		b.t[0], b.t[1] = lo, b.t[1]+carry
	} else {
		sum := b.t[1]<<32 + b.t[0] + uint64(n)
		b.t[0], b.t[1] = sum&0xFFFFFFFF, sum>>32
	}
	var m, v [16]uint64
	for i := range m {
		m[i] = b.word(block, i)
	}
	copy(v[:8], b.h[:])
	for i, iv := range blakeIV64 {
		if !b.wide {
			iv >>= 32
		}
		v[8+i] = iv
	}
	v[12] ^= b.t[0]
	v[13] ^= b.t[1]
	if last {
		v[14] = ^v[14]
		if b.lastNode {
			v[15] = ^v[15]
		}
	}
	rounds := 12
	if !b.wide {
		rounds = 10
		v[14] &= 0xFFFFFFFF
		v[15] &= 0xFFFFFFFF
	}
	for r := range rounds {
		s := &blakeSigma[r%10]
		b.mix(&v, 0, 4, 8, 12, m[s[0]], m[s[1]])
		b.mix(&v, 1, 5, 9, 13, m[s[2]], m[s[3]])
		b.mix(&v, 2, 6, 10, 14, m[s[4]], m[s[5]])
		b.mix(&v, 3, 7, 11, 15, m[s[6]], m[s[7]])
		b.mix(&v, 0, 5, 10, 15, m[s[8]], m[s[9]])
		b.mix(&v, 1, 6, 11, 12, m[s[10]], m[s[11]])
		b.mix(&v, 2, 7, 8, 13, m[s[12]], m[s[13]])
		b.mix(&v, 3, 4, 9, 14, m[s[14]], m[s[15]])
	}
	for i := range b.h {
		b.h[i] ^= v[i] ^ v[i+8]
	}
}

// mix is the function G of RFC 7693.
func (b *blake2) mix(v *[16]uint64, i, j, k, l int, x, y uint64) {
	if b.wide {
		v[i] += v[j] + x
		v[l] = bits.RotateLeft64(v[l]^v[i], -32)
		v[k] += v[l]
		v[j] = bits.RotateLeft64(v[j]^v[k], -24)
		v[i] += v[j] + y
		v[l] = bits.RotateLeft64(v[l]^v[i], -16)
		v[k] += v[l]
		v[j] = bits.RotateLeft64(v[j]^v[k], -63)
		return
	}
	a, c, d, e := uint32(v[i]), uint32(v[j]), uint32(v[k]), uint32(v[l])
	a += c + uint32(x)
	e = bits.RotateLeft32(e^a, -16)
	d += e
	c = bits.RotateLeft32(c^d, -12)
	a += c + uint32(y)
	e = bits.RotateLeft32(e^a, -8)
	d += e
	c = bits.RotateLeft32(c^d, -7)
	v[i], v[j], v[k], v[l] = uint64(a), uint64(c), uint64(d), uint64(e)
}

func (b *blake2) clone() state {
	c := *b
	c.buf = append([]byte(nil), b.buf...)
	return &c
}

func (b *blake2) sum(n int) []byte {
	c := b.clone().(*blake2)
	used := len(c.buf)
	block := make([]byte, c.BlockSize())
	copy(block, c.buf)
	c.compress(block, used, true)
	var out []byte
	for _, w := range c.h {
		if c.wide {
			out = binary.LittleEndian.AppendUint64(out, w)
		} else {
			out = binary.LittleEndian.AppendUint32(out, uint32(w))
		}
	}
	return out[:c.size]
}
