package lzma

import "math/bits"

// This file implements the encoding of LZMA itself: at each position the longest match that a
// chain of positions with the same three bytes leads to, or one at a distance used lately.

// rangeEncoder encodes bits.
type rangeEncoder struct {
	out   []byte
	low   uint64
	rng   uint32
	cache byte
	held  int // bytes that a carry may still change
}

func (r *rangeEncoder) begin() { *r = rangeEncoder{out: r.out[:0], rng: 1<<32 - 1, held: 1} }

func (r *rangeEncoder) shift() {
	if uint32(r.low) < 0xFF000000 || r.low>>32 != 0 {
		c := r.cache
		for ; r.held > 0; r.held-- {
			r.out = append(r.out, c+byte(r.low>>32))
			c = 0xFF
		}
		r.cache = byte(r.low >> 24)
	}
	r.held++
	r.low = r.low & 0x00FFFFFF << 8
}

func (r *rangeEncoder) normalize() {
	if r.rng < topValue {
		r.rng <<= 8
		r.shift()
	}
}

func (r *rangeEncoder) bit(p *uint16, b uint32) {
	r.normalize()
	bound := r.rng >> probBits * uint32(*p)
	if b == 0 {
		r.rng = bound
		*p += (1<<probBits - *p) >> probMove
		return
	}
	r.low += uint64(bound)
	r.rng -= bound
	*p -= *p >> probMove
}

func (r *rangeEncoder) direct(v uint32, n int) {
	for i := n - 1; i >= 0; i-- {
		r.normalize()
		r.rng >>= 1
		if v>>i&1 != 0 {
			r.low += uint64(r.rng)
		}
	}
}

func (r *rangeEncoder) tree(probs []uint16, n int, v uint32) {
	m := uint32(1)
	for i := n - 1; i >= 0; i-- {
		b := v >> i & 1
		r.bit(&probs[m], b)
		m = m<<1 | b
	}
}

func (r *rangeEncoder) reverse(probs []uint16, n int, v uint32) {
	m := uint32(1)
	for i := range n {
		b := v >> i & 1
		r.bit(&probs[m], b)
		m = m<<1 | b
	}
}

func (r *rangeEncoder) length(l *lengthProbs, posState, n int) {
	v := uint32(n - minMatch)
	switch {
	case v < 8:
		r.bit(&l.choice, 0)
		r.tree(l.low[posState][:], 3, v)
	case v < 16:
		r.bit(&l.choice, 1)
		r.bit(&l.choice2, 0)
		r.tree(l.mid[posState][:], 3, v-8)
	default:
		r.bit(&l.choice, 1)
		r.bit(&l.choice2, 1)
		r.tree(l.high[:], 8, v-16)
	}
}

func (r *rangeEncoder) distance(m *model, length int, d uint32) {
	slot := d
	if d >= 4 {
		n := bits.Len32(d) - 1
		slot = uint32(n)<<1 | d>>(n-1)&1
	}
	r.tree(m.slot[min(length-minMatch, lenStates-1)][:], 6, slot)
	if slot < 4 {
		return
	}
	n := int(slot>>1) - 1
	base := (2 | slot&1) << n
	if slot < endSlot {
		r.reverse(m.special[base-slot:], n, d-base)
		return
	}
	r.direct((d-base)>>alignBits, n-alignBits)
	r.reverse(m.align[:], alignBits, (d-base)&(1<<alignBits-1))
}

// end writes what is held back.
func (r *rangeEncoder) end() {
	r.normalize() // which decoders do at the end as well
	for range 5 {
		r.shift()
	}
}

const hashBits = 16

// finder finds matches in what was written.
type finder struct {
	buf   []byte
	prev  []int32 // for each position the one before it with the same hash, -1
	head  [1 << hashBits]int32
	pos   int // what of buf is encoded
	dict  int
	depth int // how many positions are looked at
}

func (f *finder) init(dict, depth int) {
	f.dict, f.depth = dict, depth
	for i := range f.head {
		f.head[i] = -1
	}
}

func (f *finder) hash(i int) uint32 {
	v := uint32(f.buf[i]) | uint32(f.buf[i+1])<<8 | uint32(f.buf[i+2])<<16
	return v * 2654435761 >> (32 - hashBits)
}

// advance passes n positions, which are then found.
func (f *finder) advance(n int) {
	for range n {
		prev := int32(-1)
		if f.pos+2 < len(f.buf) {
			h := f.hash(f.pos)
			prev, f.head[h] = f.head[h], int32(f.pos)
		}
		f.prev = append(f.prev[:f.pos], prev)
		f.pos++
	}
}

// trim forgets what is out of reach of distances.
func (f *finder) trim() {
	cut := f.pos - f.dict
	if cut < f.dict+1<<16 {
		return
	}
	f.buf = append(f.buf[:0], f.buf[cut:]...)
	f.prev = append(f.prev[:0], f.prev[cut:f.pos]...)
	f.pos -= cut
	for i, p := range f.head {
		f.head[i] = max(p-int32(cut), -1)
	}
	for i, p := range f.prev {
		f.prev[i] = max(p-int32(cut), -1)
	}
}

// common returns how many bytes from the position on are those at the distance less one,
// at most limit.
func (f *finder) common(d, limit int) int {
	from := f.pos - 1 - d
	n := 0
	for n < limit && f.buf[from+n] == f.buf[f.pos+n] {
		n++
	}
	return n
}

// find returns the longest match of at most limit bytes, and its distance less one.
func (f *finder) find(limit int) (length, dist int) {
	if limit < 3 {
		return 0, 0
	}
	at := f.head[f.hash(f.pos)]
	for tries := f.depth; at >= 0 && tries > 0; tries-- {
		d := f.pos - 1 - int(at)
		if d >= f.dict {
			break
		}
		if n := f.common(d, limit); n > length && n >= 3 {
			length, dist = n, d
			if n == limit {
				break
			}
		}
		at = f.prev[at]
	}
	return length, dist
}

// lzmaEncoder encodes what the finder has.
type lzmaEncoder struct {
	model
	rangeEncoder
	f     finder
	total int
}

// op encodes one operation, at most limit bytes of input, and returns how many it was.
func (c *lzmaEncoder) op(limit int) int {
	f := &c.f
	limit = min(limit, len(f.buf)-f.pos, maxMatch)
	posState := c.total & (1<<c.props.PB - 1)
	length, dist := f.find(limit)
	rep, repLen := 0, 0
	for i, d := range c.rep {
		if int(d) >= f.pos || int(d) >= f.dict || int(d) >= c.total {
			continue
		}
		if n := f.common(int(d), limit); n > repLen && (n >= minMatch || i == 0) {
			rep, repLen = i, n
		}
	}
	switch {
	case repLen >= minMatch && (repLen+1 >= length || repLen+2 >= length && dist >= 1<<9 || repLen+3 >= length && dist >= 1<<15):
		c.encodeRepeat(rep, repLen, posState)
		length = repLen
	case length >= 3 && (length > 3 || dist < 1<<14):
		c.encodeMatch(uint32(dist), length, posState)
	case repLen == 1:
		c.encodeRepeat(0, 1, posState)
		length = 1
	default:
		c.encodeLiteral(posState)
		length = 1
	}
	f.advance(length)
	c.total += length
	return length
}

func (c *lzmaEncoder) encodeMatch(d uint32, n, posState int) {
	c.bit(&c.isMatch[c.state<<4+posState], 1)
	c.bit(&c.isRep[c.state], 0)
	c.rangeEncoder.length(&c.model.length, posState, n)
	c.distance(&c.model, n, d)
	c.rep = [4]uint32{d, c.rep[0], c.rep[1], c.rep[2]}
	c.after(7, 10)
}

func (c *lzmaEncoder) encodeRepeat(i, n, posState int) {
	c.bit(&c.isMatch[c.state<<4+posState], 1)
	c.bit(&c.isRep[c.state], 1)
	if i == 0 {
		c.bit(&c.isRepG0[c.state], 0)
		long := uint32(1)
		if n == 1 {
			long = 0
		}
		c.bit(&c.isLong[c.state<<4+posState], long)
		if n == 1 {
			c.after(9, 11)
			return
		}
	} else {
		c.bit(&c.isRepG0[c.state], 1)
		if i == 1 {
			c.bit(&c.isRepG1[c.state], 0)
		} else {
			c.bit(&c.isRepG1[c.state], 1)
			c.bit(&c.isRepG2[c.state], uint32(i-2))
		}
		d := c.rep[i]
		copy(c.rep[1:i+1], c.rep[:i])
		c.rep[0] = d
	}
	c.rangeEncoder.length(&c.replen, posState, n)
	c.after(8, 11)
}

func (c *lzmaEncoder) encodeLiteral(posState int) {
	f := &c.f
	c.bit(&c.isMatch[c.state<<4+posState], 0)
	prev := byte(0)
	if c.total > 0 {
		prev = f.buf[f.pos-1]
	}
	probs := c.literalProbs(c.total, prev)
	v := uint32(f.buf[f.pos]) | 0x100
	sym := uint32(1)
	i := 7
	if c.state >= firstMatch {
		match := uint32(f.buf[f.pos-1-int(c.rep[0])])
		for ; i >= 0; i-- {
			m, b := match>>i&1, v>>i&1
			c.bit(&probs[(1+m)<<8+sym], b)
			sym = sym<<1 | b
			if m != b {
				i--
				break
			}
		}
	}
	for ; i >= 0; i-- {
		b := v >> i & 1
		c.bit(&probs[sym], b)
		sym = sym<<1 | b
	}
	c.afterLiteral()
}

// size returns how many bytes what is encoded would be.
func (c *lzmaEncoder) size() int { return len(c.out) + c.held + 5 }
