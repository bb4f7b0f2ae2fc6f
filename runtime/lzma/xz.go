package lzma

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"hash/crc32"
	"hash/crc64"
)

// This file implements the decoding of .xz files.

var (
	xzMagic  = []byte{0xFD, '7', 'z', 'X', 'Z', 0}
	xzFooter = []byte{'Y', 'Z'}
)

const (
	xzHead = 12
	xzFoot = 12
)

var crc64Table = crc64.MakeTable(crc64.ECMA)

// checkSizes are the sizes of checks by their numbers.
var checkSizes = [16]int{0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64}

// newCheck returns what computes a check, nil if there is none or it is not known.
func newCheck(id int) hash.Hash {
	switch id {
	case CheckCRC32:
		return crc32.NewIEEE()
	case CheckCRC64:
		return crc64.New(crc64Table)
	case CheckSHA256:
		return sha256.New()
	}
	return nil
}

// checkSum returns the check as it is stored.
func checkSum(h hash.Hash) []byte {
	switch s := h.(type) {
	case hash.Hash64:
		return binary.LittleEndian.AppendUint64(nil, s.Sum64())
	case hash.Hash32:
		return binary.LittleEndian.AppendUint32(nil, s.Sum32())
	}
	return h.Sum(nil)
}

// xzStream decodes an .xz file: a head, blocks, an index, a foot.
type xzStream struct {
	limit   uint64
	begun   bool
	check   int
	flags   [2]byte
	block   *xzBlock
	records []record
	foot    bool // the index is read
	index   int  // its size
	ended   bool
}

// record is what the index says about a block.
type record struct{ unpadded, size uint64 }

// xzBlock is the block being decoded.
type xzBlock struct {
	s        stream
	head     int
	packed   uint64 // what was read of it
	size     uint64 // what was made
	hash     hash.Hash
	hasSizes [2]bool
	sizes    [2]uint64 // what the head says of them
}

func (s *xzStream) done() bool { return s.ended }

func (s *xzStream) feed(w *window, in []byte, limit int) (int, error) {
	switch {
	case !s.begun:
		return s.readHead(in)
	case s.foot:
		return s.readFoot(in)
	case s.block != nil && s.block.s.done():
		return s.endBlock(in)
	case s.block != nil:
		b := s.block
		before := len(w.buf)
		n, err := b.s.feed(w, in, limit)
		if err != nil {
			return 0, err
		}
		b.packed += uint64(n)
		b.size += uint64(len(w.buf) - before)
		if b.hash != nil {
			b.hash.Write(w.buf[before:])
		}
		return n, nil
	case len(in) == 0:
		return 0, nil
	case in[0] == 0:
		return s.readIndex(in)
	}
	return s.beginBlock(w, in)
}

func (s *xzStream) readHead(in []byte) (int, error) {
	if n := min(len(in), len(xzMagic)); !bytes.Equal(in[:n], xzMagic[:n]) {
		return 0, ErrFormat
	}
	if len(in) < xzHead {
		return 0, nil
	}
	s.flags = [2]byte(in[6:8])
	if crc32.ChecksumIEEE(s.flags[:]) != binary.LittleEndian.Uint32(in[8:]) {
		return 0, ErrData
	}
	if s.flags[0] != 0 || s.flags[1] > 15 {
		return 0, ErrOptions
	}
	s.begun, s.check = true, int(s.flags[1])
	return xzHead, nil
}

// vli reads a number of seven bits a byte.
func vli(b []byte) (v uint64, n int, ok bool) {
	for n < len(b) && n < 9 {
		c := b[n]
		v |= uint64(c&0x7F) << (7 * n)
		n++
		if c < 0x80 {
			return v, n, c != 0 || n == 1
		}
	}
	return 0, n, false
}

func appendVLI(b []byte, v uint64) []byte { return binary.AppendUvarint(b, v) }

func (s *xzStream) beginBlock(w *window, in []byte) (int, error) {
	size := (int(in[0]) + 1) * 4
	if len(in) < size {
		return 0, nil
	}
	h := in[:size-4]
	if crc32.ChecksumIEEE(h) != binary.LittleEndian.Uint32(in[size-4:]) {
		return 0, ErrData
	}
	flags := h[1]
	if flags&0x3C != 0 {
		return 0, ErrOptions
	}
	b := &xzBlock{head: size, hash: newCheck(s.check)}
	h = h[2:]
	number := func() (uint64, bool) {
		v, n, ok := vli(h)
		h = h[n:]
		return v, ok
	}
	for i := range b.sizes {
		if b.hasSizes[i] = flags&(0x40<<i) != 0; b.hasSizes[i] {
			var ok bool
			if b.sizes[i], ok = number(); !ok {
				return 0, ErrData
			}
		}
	}
	var filters []Filter
	for range int(flags&3) + 1 {
		id, ok := number()
		n, ok2 := number()
		if !ok || !ok2 || n > uint64(len(h)) {
			return 0, ErrData
		}
		if id == FilterLZMA1 {
			return 0, ErrOptions
		}
		f, err := DecodeFilter(id, h[:n])
		if err != nil {
			return 0, err
		}
		h = h[n:]
		filters = append(filters, f)
	}
	for _, c := range h {
		if c != 0 {
			return 0, ErrOptions
		}
	}
	chain, dict, err := newChain(filters)
	if err != nil {
		return 0, err
	}
	if uint64(dict) > s.limit {
		return 0, ErrLimit
	}
	b.s, w.dict = chain, dict
	s.block = b
	return size, nil
}

// endBlock reads the padding and the check.
func (s *xzStream) endBlock(in []byte) (int, error) {
	b := s.block
	pad := int(-b.packed & 3)
	n := pad + checkSizes[s.check]
	if len(in) < n {
		return 0, nil
	}
	for _, c := range in[:pad] {
		if c != 0 {
			return 0, ErrData
		}
	}
	for i, v := range []uint64{b.packed, b.size} {
		if b.hasSizes[i] && b.sizes[i] != v {
			return 0, ErrData
		}
	}
	if b.hash != nil && !bytes.Equal(checkSum(b.hash), in[pad:n]) {
		return 0, ErrData
	}
	s.records = append(s.records, record{uint64(b.head) + b.packed + uint64(checkSizes[s.check]), b.size})
	s.block = nil
	return n, nil
}

// readIndex reads the index when all of it is there.
func (s *xzStream) readIndex(in []byte) (int, error) {
	n := 1
	ok, short := true, false
	number := func() uint64 {
		v, k, good := vli(in[n:])
		n += k
		if !good {
			ok = false
			short = short || n == len(in) && k < 9
		}
		return v
	}
	count := number()
	if ok && count != uint64(len(s.records)) {
		return 0, ErrData
	}
	for _, r := range s.records {
		unpadded, size := number(), number()
		if ok && (record{unpadded, size}) != r {
			return 0, ErrData
		}
	}
	if short {
		return 0, nil
	}
	if !ok {
		return 0, ErrData
	}
	end := (n + 3) &^ 3
	if len(in) < end+4 {
		return 0, nil
	}
	for _, c := range in[n:end] {
		if c != 0 {
			return 0, ErrData
		}
	}
	if crc32.ChecksumIEEE(in[:end]) != binary.LittleEndian.Uint32(in[end:]) {
		return 0, ErrData
	}
	s.foot, s.index = true, end+4
	return end + 4, nil
}

func (s *xzStream) readFoot(in []byte) (int, error) {
	if len(in) < xzFoot {
		return 0, nil
	}
	if !bytes.Equal(in[10:12], xzFooter) || crc32.ChecksumIEEE(in[4:10]) != binary.LittleEndian.Uint32(in) ||
		binary.LittleEndian.Uint32(in[4:]) != uint32(s.index/4-1) || !bytes.Equal(in[8:10], s.flags[:]) {
		return 0, ErrData
	}
	s.ended = true
	return xzFoot, nil
}
