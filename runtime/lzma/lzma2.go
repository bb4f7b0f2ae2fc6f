package lzma

// This file implements the decoding of LZMA2: LZMA in chunks of known sizes.

// lzma2Decoder decodes chunks, each when all of it is there.
type lzma2Decoder struct {
	d         lzmaDecoder
	needProps bool // until a chunk gives them
	needDict  bool
}

func newLZMA2() *lzma2Decoder { return &lzma2Decoder{needProps: true, needDict: true} }

// decodeDictSize returns the size of the dictionary that a byte of LZMA2's properties means.
func decodeDictSize(b byte) (uint32, bool) {
	switch {
	case b > 40:
		return 0, false
	case b == 40:
		return 1<<32 - 1, true
	}
	return (2 | uint32(b)&1) << (b/2 + 11), true
}

// chunk decodes the chunk that in begins with, and returns how much of in it took: 0 if the
// chunk is not all there. The last one is done.
func (l *lzma2Decoder) chunk(w *window, in []byte) (n int, done bool, err error) {
	if len(in) == 0 {
		return 0, false, nil
	}
	control := in[0]
	switch {
	case control == 0:
		return 1, true, nil
	case control >= 0x80:
		n, err = l.packed(w, in)
		return n, false, err
	case control > 2 || control == 2 && l.needDict:
		return 0, false, ErrData
	case len(in) < 3:
		return 0, false, nil
	}
	size := int(in[1])<<8 + int(in[2]) + 1
	if len(in) < 3+size {
		return 0, false, nil
	}
	if control == 1 {
		w.reset()
		l.needDict, l.needProps = false, true
	}
	w.buf = append(w.buf, in[3:3+size]...)
	w.total += size
	return 3 + size, false, nil
}

// packed decodes a chunk of LZMA.
func (l *lzma2Decoder) packed(w *window, in []byte) (int, error) {
	head := 5
	reset := in[0] >> 5 & 3 // 1: the state, 2: and the properties, 3: and the dictionary
	if reset >= 2 {
		head = 6
	}
	if reset < 3 && l.needDict || reset < 2 && l.needProps {
		return 0, ErrData
	}
	if len(in) < head {
		return 0, nil
	}
	unpacked := int(in[0]&0x1F)<<16 + int(in[1])<<8 + int(in[2]) + 1
	size := int(in[3])<<8 + int(in[4]) + 1
	if len(in) < head+size {
		return 0, nil
	}
	if size < rangeHead {
		return 0, ErrData
	}
	if reset == 3 {
		w.reset()
		l.needDict = false
	}
	props := l.d.props
	if reset >= 2 {
		var ok bool
		if props, ok = ParseProps(in[5]); !ok || props.LC+props.LP > 4 {
			return 0, ErrData
		}
		l.needProps = false
	}
	if reset >= 1 {
		l.d.model.reset(props)
	}
	l.d.rangeDecoder = rangeDecoder{in: in[head : head+size]}
	if !l.d.start() || l.d.run(w, unpacked) != more || l.d.left > 0 {
		return 0, ErrData
	}
	l.d.normalize()
	if l.d.short || l.d.pos != size || l.d.code != 0 {
		return 0, ErrData
	}
	return head + size, nil
}
