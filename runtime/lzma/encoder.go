package lzma

import (
	"encoding/binary"
	"hash"
	"hash/crc32"
)

// This file implements encoders of streams.

// Encoder encodes a stream that comes in pieces.
type Encoder struct {
	c       lzmaEncoder
	out     []byte
	delta   []deltaEncoder
	packing packing
	dict    uint32
	// of LZMA2:
	first bool // no chunk was written
	reset bool // the next chunk of LZMA begins anew
	props bool // and has the properties, as none before it had
	// of an .xz file:
	check  int
	hash   hash.Hash
	head   int // the size of the block's head, 0 before it
	chain  []Filter
	size   uint64
	packed uint64
}

// packing is what is around the operations.
type packing uint8

const (
	inXZ packing = iota
	inAlone
	rawLZMA1
	rawChunks
)

// presets are the logarithms of the sizes of dictionaries by the numbers of presets.
var presets = [10]int{18, 20, 21, 22, 22, 23, 23, 24, 25, 26}

// Preset returns the filter that a preset from 0 to 9 means.
func Preset(id uint64, n int) Filter {
	return Filter{ID: id, Props: Props{LC: 3, LP: 0, PB: 2}, Dict: 1 << presets[n]}
}

// NewEncoderXZ returns an encoder of an .xz file.
func NewEncoderXZ(check int, filters []Filter, effort int) (*Encoder, error) {
	e, err := newEncoder(filters, FilterLZMA2, effort)
	if err != nil {
		return nil, err
	}
	if check != CheckNone && newCheck(check) == nil {
		return nil, ErrCheck
	}
	e.packing, e.check, e.hash, e.chain = inXZ, check, newCheck(check), filters
	e.out = append(e.out, xzMagic...)
	flags := []byte{0, byte(check)}
	e.out = append(e.out, flags...)
	e.out = binary.LittleEndian.AppendUint32(e.out, crc32.ChecksumIEEE(flags))
	return e, nil
}

// NewEncoderAlone returns an encoder of an .lzma file.
func NewEncoderAlone(filters []Filter, effort int) (*Encoder, error) {
	e, err := newEncoder(filters, FilterLZMA1, effort)
	if err != nil || len(filters) != 1 {
		return nil, ErrOptions
	}
	e.packing = inAlone
	props, _ := filters[0].Encode()
	e.out = append(e.out, props...)
	e.out = append(e.out, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)
	return e, nil
}

// NewEncoderRaw returns an encoder without a container.
func NewEncoderRaw(filters []Filter, effort int) (*Encoder, error) {
	if len(filters) == 0 {
		return nil, ErrOptions
	}
	id := filters[len(filters)-1].ID
	e, err := newEncoder(filters, id, effort)
	if err != nil {
		return nil, err
	}
	if e.packing = rawLZMA1; id == FilterLZMA2 {
		e.packing = rawChunks
	}
	return e, nil
}

func newEncoder(filters []Filter, id uint64, effort int) (*Encoder, error) {
	if _, _, err := newChain(filters); err != nil {
		return nil, err
	}
	last := filters[len(filters)-1]
	if p := last.Props; last.ID != id || last.Dict < 4096 || last.Dict > 3<<29 || p.LC < 0 || p.LP < 0 || p.LC+p.LP > 4 || p.PB < 0 || p.PB > 4 {
		return nil, ErrOptions
	}
	e := &Encoder{dict: last.Dict, first: true, reset: true, props: true}
	for _, f := range filters[:len(filters)-1] {
		e.delta = append(e.delta, deltaEncoder{dist: f.Dist})
	}
	e.c.f.init(int(last.Dict), 4+effort*effort)
	e.c.model.reset(last.Props)
	e.c.begin()
	return e, nil
}

// deltaEncoder makes each byte the difference to the one dist before it.
type deltaEncoder struct {
	dist, pos int
	old       [256]byte
}

func (d *deltaEncoder) apply(b []byte) {
	for i, c := range b {
		k := d.pos % d.dist
		b[i] = c - d.old[k]
		d.old[k] = c
		d.pos++
	}
}

// Output returns what was made since it was called last.
func (e *Encoder) Output() []byte {
	out := e.out
	e.out = nil
	return out
}

// Write encodes b.
func (e *Encoder) Write(b []byte) {
	if len(b) == 0 {
		return
	}
	if e.hash != nil {
		e.hash.Write(b)
	}
	e.size += uint64(len(b))
	f := &e.c.f
	from := len(f.buf)
	f.buf = append(f.buf, b...)
	for i := range e.delta {
		e.delta[i].apply(f.buf[from:])
	}
	e.encode(false)
}

// The largest sizes of chunks.
const (
	maxUnpacked = 1 << 21
	maxPacked   = 1 << 16
)

func (e *Encoder) chunks() bool { return e.packing == inXZ || e.packing == rawChunks }

// encode encodes what there is, all of it if this is the end.
func (e *Encoder) encode(end bool) {
	f := &e.c.f
	for {
		left := len(f.buf) - f.pos
		if left == 0 || !end && left < maxUnpacked+maxMatch && (e.chunks() || left <= maxMatch) {
			return
		}
		if e.chunks() {
			e.chunk()
		} else {
			for left = len(f.buf) - f.pos; left > maxMatch || end && left > 0; left = len(f.buf) - f.pos {
				e.c.op(left)
				f.trim()
			}
			e.out = append(e.out, e.c.out...)
			e.c.out = e.c.out[:0]
		}
		f.trim()
	}
}

// chunk encodes a chunk of LZMA2.
func (e *Encoder) chunk() {
	e.blockHead()
	c := &e.c
	start := c.f.pos
	if e.reset {
		c.model.reset(c.props)
	}
	c.begin()
	n := 0
	for n < maxUnpacked && c.f.pos < len(c.f.buf) && c.size() < maxPacked-maxOp-8 {
		n += c.op(maxUnpacked - n)
	}
	c.end()
	before := len(e.out)
	if len(c.out) >= n {
		e.stored(c.f.buf[start:c.f.pos])
	} else {
		control := byte(0x80)
		switch {
		case e.first:
			control |= 3 << 5
		case e.props:
			control |= 2 << 5
		case e.reset:
			control |= 1 << 5
		}
		size := len(c.out) - 1
		e.out = append(e.out, control|byte((n-1)>>16), byte((n-1)>>8), byte(n-1), byte(size>>8), byte(size))
		if control >= 0x80|2<<5 {
			e.out = append(e.out, c.props.Byte())
		}
		e.out = append(e.out, c.out...)
		e.first, e.reset, e.props = false, false, false
	}
	e.packed += uint64(len(e.out) - before)
}

// stored writes chunks that are not packed.
func (e *Encoder) stored(b []byte) {
	for len(b) > 0 {
		n := min(len(b), maxPacked)
		control := byte(2)
		if e.first {
			control = 1
		}
		e.first, e.reset = false, true
		e.out = append(e.out, control, byte((n-1)>>8), byte(n-1))
		e.out = append(e.out, b[:n]...)
		b = b[n:]
	}
}

// blockHead begins the block of an .xz file.
func (e *Encoder) blockHead() {
	if e.packing != inXZ || e.head > 0 {
		return
	}
	h := []byte{0, byte(len(e.chain) - 1)}
	for _, f := range e.chain {
		props, _ := f.Encode()
		h = appendVLI(h, f.ID)
		h = appendVLI(h, uint64(len(props)))
		h = append(h, props...)
	}
	for len(h)%4 != 0 {
		h = append(h, 0)
	}
	h[0] = byte(len(h) / 4)
	e.out = append(e.out, h...)
	e.out = binary.LittleEndian.AppendUint32(e.out, crc32.ChecksumIEEE(h))
	e.head = len(h) + 4
}

// Finish ends the stream.
func (e *Encoder) Finish() {
	e.encode(true)
	switch e.packing {
	case inAlone, rawLZMA1:
		c := &e.c
		c.encodeMatch(1<<32-1, minMatch, c.total&(1<<c.props.PB-1))
		c.end()
		e.out = append(e.out, c.out...)
	case rawChunks:
		e.out = append(e.out, 0)
	case inXZ:
		e.finishXZ()
	}
}

func (e *Encoder) finishXZ() {
	index := []byte{0, 0}
	if e.head > 0 {
		e.out = append(e.out, 0)
		e.packed++
		for range -e.packed & 3 {
			e.out = append(e.out, 0)
		}
		if e.hash != nil {
			e.out = append(e.out, checkSum(e.hash)...)
		}
		index[1] = 1
		index = appendVLI(index, uint64(e.head)+e.packed+uint64(checkSizes[e.check]))
		index = appendVLI(index, e.size)
	}
	for len(index)%4 != 0 {
		index = append(index, 0)
	}
	e.out = append(e.out, index...)
	e.out = binary.LittleEndian.AppendUint32(e.out, crc32.ChecksumIEEE(index))
	foot := binary.LittleEndian.AppendUint32(nil, uint32(len(index)/4))
	foot = append(foot, 0, byte(e.check))
	e.out = binary.LittleEndian.AppendUint32(e.out, crc32.ChecksumIEEE(foot))
	e.out = append(append(e.out, foot...), xzFooter...)
}
