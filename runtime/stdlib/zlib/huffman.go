package zlib

import "math/bits"

// This file implements the tables by which a Huffman code of DEFLATE is read (RFC 1951,
// 3.2.2).

const (
	rootBits = 9  // how many bits of a code the first table looks at
	maxBits  = 15 // the longest code
)

// An entry of a table is a symbol and the length of its code, or a link to the table of
// the longer codes that begin with these bits.
type entry uint32

const (
	linkEntry entry  = 1 << 31
	noSymbol  uint32 = 0xffff // what is in the places that no code has
)

func symbolEntry(sym uint32, length int) entry { return entry(sym<<4 | uint32(length)) }

func (e entry) length() uint   { return uint(e & 15) }
func (e entry) symbol() uint32 { return uint32(e) >> 4 & 0xffff }

// codeTable reads one code. It is not changed once it has been made.
type codeTable struct {
	root  [1 << rootBits]entry
	links []entry
}

// find returns the entry for the bits in hold, of which the first comes lowest. Where too
// few of them are there the entry may be longer than that.
func (t *codeTable) find(hold uint64) entry {
	e := t.root[hold&(1<<rootBits-1)]
	if e&linkEntry != 0 {
		// A link has the place of its table and the number of bits that choose in it.
		e = t.links[uint32(e)>>4&0xffff+uint32(hold>>rootBits)&(1<<(e&15)-1)]
	}
	return e
}

// newCodeTable makes the table of the code with these lengths, zero for symbols that are
// not in it. It is nil if there is no such code. An incomplete code is allowed if it
// consists of one code of one bit, and single is set; one without any code has invalid in
// all its places.
func newCodeTable(lengths []uint8, single bool, invalid uint32) *codeTable {
	var count, next [maxBits + 1]int
	longest := 0
	for _, n := range lengths {
		count[n]++
		longest = max(longest, int(n))
	}
	t := new(codeTable)
	if longest == 0 {
		for i := range t.root {
			t.root[i] = symbolEntry(invalid, 1)
		}
		return t
	}
	left, code := 1, 0
	count[0] = 0
	for n := 1; n <= maxBits; n++ {
		if left = left<<1 - count[n]; left < 0 {
			return nil // more codes than there can be
		}
		code = (code + count[n-1]) << 1
		next[n] = code
	}
	if left > 0 {
		if !single || longest != 1 {
			return nil
		}
		for i := range t.root {
			t.root[i] = symbolEntry(noSymbol, 1)
		}
	}
	width := max(longest-rootBits, 0)
	for sym, n := range lengths {
		if n == 0 {
			continue
		}
		reversed := int(bits.Reverse16(uint16(next[n]))) >> (16 - n)
		next[n]++
		e := symbolEntry(uint32(sym), int(n))
		if n <= rootBits {
			for i := reversed; i < len(t.root); i += 1 << n {
				t.root[i] = e
			}
			continue
		}
		root := &t.root[reversed&(1<<rootBits-1)]
		if *root == 0 {
			*root = linkEntry | entry(len(t.links)<<4|width)
			t.links = append(t.links, make([]entry, 1<<width)...)
		}
		place := t.links[uint32(*root)>>4&0xffff:]
		for i := reversed >> rootBits; i < 1<<width; i += 1 << (n - rootBits) {
			place[i] = e
		}
	}
	return t
}

// fixedLiterals and fixedDistances are the codes of blocks of type 1.
var fixedLiterals, fixedDistances = fixedTables()

func fixedTables() (literals, distances *codeTable) {
	var l [288]uint8
	for i := range l {
		switch {
		case i < 144:
			l[i] = 8
		case i < 256:
			l[i] = 9
		case i < 280:
			l[i] = 7
		default:
			l[i] = 8
		}
	}
	var d [32]uint8
	for i := range d {
		d[i] = 5
	}
	return newCodeTable(l[:], false, noSymbol), newCodeTable(d[:], false, noSymbol)
}

// span is what a length or distance symbol stands for: base and the number of bits that
// are added to it.
type span struct {
	base  uint16
	extra uint8
}

// lengthSpans are those of the symbols 257 to 285, distanceSpans of 0 to 29.
var lengthSpans, distanceSpans = spans()

func spans() (l [29]span, d [30]span) {
	base := uint16(3)
	for i := range l {
		extra := uint8(max(i/4-1, 0))
		l[i] = span{base, extra}
		base += 1 << extra
	}
	l[28] = span{258, 0}
	base = 1
	for i := range d {
		extra := uint8(max(i/2-1, 0))
		d[i] = span{base, extra}
		base += 1 << extra
	}
	return l, d
}
