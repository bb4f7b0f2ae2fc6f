package lzma

// This file implements the decoding of LZMA itself.

// rangeDecoder decodes bits. Where the input ends too soon, short is set and what it returns
// means nothing.
type rangeDecoder struct {
	in    []byte
	pos   int
	rng   uint32
	code  uint32
	short bool
}

// start reads the first bytes, of which the first is zero.
func (r *rangeDecoder) start() bool {
	b := r.in[r.pos:]
	if b[0] != 0 {
		return false
	}
	r.rng, r.code = 1<<32-1, uint32(b[1])<<24|uint32(b[2])<<16|uint32(b[3])<<8|uint32(b[4])
	r.pos += 5
	return true
}

const rangeHead = 5

func (r *rangeDecoder) normalize() {
	if r.rng < topValue {
		if r.pos == len(r.in) {
			r.short = true
			return
		}
		r.rng <<= 8
		r.code = r.code<<8 | uint32(r.in[r.pos])
		r.pos++
	}
}

func (r *rangeDecoder) bit(p *uint16) uint32 {
	r.normalize()
	bound := r.rng >> probBits * uint32(*p)
	if r.code < bound {
		r.rng = bound
		*p += (1<<probBits - *p) >> probMove
		return 0
	}
	r.rng -= bound
	r.code -= bound
	*p -= *p >> probMove
	return 1
}

func (r *rangeDecoder) direct(n int) uint32 {
	v := uint32(0)
	for range n {
		r.normalize()
		r.rng >>= 1
		b := uint32(0)
		if r.code >= r.rng {
			r.code -= r.rng
			b = 1
		}
		v = v<<1 | b
	}
	return v
}

// tree decodes n bits, the highest first.
func (r *rangeDecoder) tree(probs []uint16, n int) uint32 {
	m := uint32(1)
	for range n {
		m = m<<1 | r.bit(&probs[m])
	}
	return m - 1<<n
}

// reverse decodes n bits, the lowest first.
func (r *rangeDecoder) reverse(probs []uint16, n int) uint32 {
	m, v := uint32(1), uint32(0)
	for i := range n {
		b := r.bit(&probs[m])
		m = m<<1 | b
		v |= b << i
	}
	return v
}

func (r *rangeDecoder) length(l *lengthProbs, posState int) int {
	switch {
	case r.bit(&l.choice) == 0:
		return minMatch + int(r.tree(l.low[posState][:], 3))
	case r.bit(&l.choice2) == 0:
		return minMatch + 8 + int(r.tree(l.mid[posState][:], 3))
	}
	return minMatch + 16 + int(r.tree(l.high[:], 8))
}

func (r *rangeDecoder) distance(m *model, length int) uint32 {
	slot := r.tree(m.slot[min(length-minMatch, lenStates-1)][:], 6)
	if slot < 4 {
		return slot
	}
	n := int(slot>>1) - 1
	d := (2 | slot&1) << n
	if slot < endSlot {
		return d + r.reverse(m.special[d-slot:], n)
	}
	d += r.direct(n-alignBits) << alignBits
	return d + r.reverse(m.align[:], alignBits)
}

// window is what was decoded: as much of it as distances can reach, and what was not taken yet.
type window struct {
	buf   []byte
	taken int // what of buf is delivered
	total int // how much there is since the dictionary was reset
	dict  int // its size
}

func (w *window) reset() { w.total = 0 }

func (w *window) put(b byte) {
	w.buf = append(w.buf, b)
	w.total++
}

// has reports whether there are bytes at the distance d less one.
func (w *window) has(d uint32) bool { return int64(d) < int64(w.total) && int64(d) < int64(w.dict) }

func (w *window) back(d uint32) byte { return w.buf[len(w.buf)-1-int(d)] }

func (w *window) prev() byte {
	if w.total == 0 {
		return 0
	}
	return w.back(0)
}

// pending returns how many bytes were not taken.
func (w *window) pending() int { return len(w.buf) - w.taken }

// take returns at most n bytes, all there are if n is negative.
func (w *window) take(n int) []byte {
	if n < 0 || n > w.pending() {
		n = w.pending()
	}
	out := append([]byte{}, w.buf[w.taken:w.taken+n]...)
	w.taken += n
	if keep := min(w.taken, w.dict); w.taken-keep > 1<<20 {
		w.buf = append(w.buf[:0], w.buf[w.taken-keep:]...)
		w.taken = keep
	}
	return out
}

// lzmaDecoder decodes operations into the window.
type lzmaDecoder struct {
	model
	rangeDecoder
	left int // what remains of a match
}

// result says how an operation ended.
type result uint8

const (
	more result = iota
	needInput
	endMarker
	corrupt
)

// step decodes one operation.
func (d *lzmaDecoder) step(w *window) result {
	posState := w.total & (1<<d.props.PB - 1)
	if d.bit(&d.isMatch[d.state<<4+posState]) == 0 {
		b := d.decodeLiteral(w)
		if d.short {
			return needInput
		}
		w.put(b)
		d.afterLiteral()
		return more
	}
	length := 1
	if d.bit(&d.isRep[d.state]) == 0 {
		length = d.rangeDecoder.length(&d.model.length, posState)
		dist := d.distance(&d.model, length)
		if d.short {
			return needInput
		}
		d.rep = [4]uint32{dist, d.rep[0], d.rep[1], d.rep[2]}
		d.after(7, 10)
		if dist == 1<<32-1 {
			if d.normalize(); d.short { // encoders write a byte for it
				return needInput
			}
			return endMarker
		}
	} else if length = d.repeat(posState); d.short {
		return needInput
	}
	if !w.has(d.rep[0]) {
		return corrupt
	}
	d.left = length
	return more
}

// repeat decodes a match at one of the last distances, and returns its length.
func (d *lzmaDecoder) repeat(posState int) int {
	if d.bit(&d.isRepG0[d.state]) == 0 {
		if d.bit(&d.isLong[d.state<<4+posState]) == 0 {
			d.after(9, 11)
			return 1
		}
	} else {
		i := 1
		if d.bit(&d.isRepG1[d.state]) != 0 {
			i = 2 + int(d.bit(&d.isRepG2[d.state]))
		}
		dist := d.rep[i]
		copy(d.rep[1:i+1], d.rep[:i])
		d.rep[0] = dist
	}
	length := d.rangeDecoder.length(&d.replen, posState)
	d.after(8, 11)
	return length
}

func (d *lzmaDecoder) decodeLiteral(w *window) byte {
	probs := d.literalProbs(w.total, w.prev())
	sym := uint32(1)
	if d.state >= firstMatch && w.has(d.rep[0]) {
		match := uint32(w.back(d.rep[0]))
		for sym < 0x100 {
			m := match >> 7 & 1
			match <<= 1
			b := d.bit(&probs[(1+m)<<8+sym])
			sym = sym<<1 | b
			if b != m {
				break
			}
		}
	}
	for sym < 0x100 {
		sym = sym<<1 | d.bit(&probs[sym])
	}
	return byte(sym)
}

// copyMatch copies what remains of a match, at most n bytes.
func (d *lzmaDecoder) copyMatch(w *window, n int) {
	for ; d.left > 0 && n > 0; n-- {
		w.put(w.back(d.rep[0]))
		d.left--
	}
}

// maxOp is more than the bytes of input that one operation takes.
const maxOp = 24

// run decodes until there are n more bytes in the window, or the input runs out.
func (d *lzmaDecoder) run(w *window, n int) result {
	end := w.total + n
	for {
		d.copyMatch(w, end-w.total)
		if w.total == end {
			return more
		}
		if len(d.in)-d.pos >= maxOp {
			if r := d.step(w); r != more {
				return r
			}
			continue
		}
		// The input may end in the middle of the operation, which is then decoded again.
		saved, literal := *d, append([]uint16{}, d.literal...)
		if r := d.step(w); r == needInput {
			in := d.in
			*d = saved
			copy(d.literal, literal)
			d.in = in
			return r
		} else if r != more {
			return r
		}
	}
}
