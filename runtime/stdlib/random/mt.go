package random

import "math/big"

// This file implements the Mersenne Twister MT19937 (Matsumoto and Nishimura) with the
// initialisation by an array, and how CPython takes floats and bits from it.

const (
	mtN = 624
	mtM = 397
)

// twister is the state of a generator.
type twister struct {
	state [mtN]uint32
	index int
}

func (t *twister) seedWord(s uint32) {
	t.state[0] = s
	for i := 1; i < mtN; i++ {
		t.state[i] = 1812433253*(t.state[i-1]^t.state[i-1]>>30) + uint32(i)
	}
	t.index = mtN
}

// seedArray initialises from key, which is not empty.
func (t *twister) seedArray(key []uint32) {
	t.seedWord(19650218)
	s := &t.state
	i, j := 1, 0
	for k := max(mtN, len(key)); k > 0; k-- {
		s[i] = (s[i] ^ (s[i-1]^s[i-1]>>30)*1664525) + key[j] + uint32(j)
		if i++; i >= mtN {
			s[0], i = s[mtN-1], 1
		}
		if j++; j >= len(key) {
			j = 0
		}
	}
	for k := mtN - 1; k > 0; k-- {
		s[i] = (s[i] ^ (s[i-1]^s[i-1]>>30)*1566083941) - uint32(i)
		if i++; i >= mtN {
			s[0], i = s[mtN-1], 1
		}
	}
	s[0] = 0x80000000
}

// seedInt initialises from the absolute value of n.
func (t *twister) seedInt(n *big.Int) {
	key := []uint32{}
	b := new(big.Int).Abs(n).Bytes()
	for len(b) > 0 {
		i := max(len(b)-4, 0)
		w := uint32(0)
		for _, c := range b[i:] {
			w = w<<8 | uint32(c)
		}
		key = append(key, w)
		b = b[:i]
	}
	if len(key) == 0 {
		key = append(key, 0)
	}
	t.seedArray(key)
}

// next returns 32 bits.
func (t *twister) next() uint32 {
	if t.index >= mtN {
		t.refill()
	}
	y := t.state[t.index]
	t.index++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

func (t *twister) refill() {
	s := &t.state
	for i := range mtN {
		y := s[i]&0x80000000 | s[(i+1)%mtN]&0x7fffffff
		v := s[(i+mtM)%mtN] ^ y>>1
		if y&1 != 0 {
			v ^= 0x9908b0df
		}
		s[i] = v
	}
	t.index = 0
}

// float returns a float in [0, 1) with 53 bits.
func (t *twister) float() float64 {
	a, b := t.next()>>5, t.next()>>6
	return (float64(a)*67108864 + float64(b)) * (1.0 / 9007199254740992.0)
}

// bits returns k > 0 random bits; words come from the least significant one on.
func (t *twister) bits(k int) *big.Int {
	words := (k + 31) / 32
	b := make([]byte, 4*words)
	for i := range words {
		w := t.next()
		if k < 32 {
			w >>= 32 - k
		}
		k -= 32
		at := len(b) - 4*(i+1)
		b[at], b[at+1], b[at+2], b[at+3] = byte(w>>24), byte(w>>16), byte(w>>8), byte(w)
	}
	return new(big.Int).SetBytes(b)
}
