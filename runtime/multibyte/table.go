package multibyte

import (
	"encoding/binary"
	"math"
	"sync"
	"unicode/utf16"
)

// This file implements encodings by tables. A sequence of at most three bytes has a number of
// 16 bits: that of one or two bytes is they themselves, that of 0x8F and two more bytes is these
// two, the second without its high bit.
//
// The file of tables, which gen.py writes from what CPython's codecs say, has for each encoding
// its name; the bytes that begin nothing; the sequences by which it differs from another
// encoding, its base, in runs of consecutive numbers; and the characters that are encoded
// otherwise than by the first of the sequences that mean them. Numbers are big-endian; texts are
// in UTF-16, and two characters that one sequence means follow 0xFFFF.

// A Table is an encoding that tables give.
type Table struct {
	name  string
	load  func() *tables
	three bool // 0x8F begins three bytes
	// Long encodes a character that the table does not have, or returns out as it is.
	Long func(out []byte, c rune) []byte
	// Prefix decodes a sequence longer than the table's at the beginning of src, of which the
	// first two bytes are there; length 0 leaves it to the table. It may be nil.
	Prefix func(src []byte) (c rune, length int, status Status)
	// Gone is how many bytes are wrong in a sequence that the base has and this encoding does
	// not; 0 means the first, as in all others that mean nothing.
	Gone Status
}

// tables are what is in a file for one encoding, unpacked.
type tables struct {
	lead [256]bool // begins a sequence of two bytes or three
	// decode has the character of each sequence; none or lost; or -2-i for the pair i.
	decode []int32
	pairs  []pair
	// encode has the numbers of the sequences of characters, in pages of 256.
	encode [0x300]*[256]uint16
	first  map[rune]bool // the characters with which pairs begin
}

type pair struct {
	chars [2]rune
	code  uint16
}

const (
	none = -1
	lost = math.MinInt32 // the base has it
)

// NewTables returns a function that finds an encoding of a file by its name. Each is unpacked when
// it is used first.
func NewTables(file string) func(name string, base *Table, shift Shift) *Table {
	return func(name string, base *Table, shift Shift) *Table {
		t := &Table{name: name, three: base != nil && base.three && shift == nil}
		t.load = sync.OnceValue(func() *tables { return unpack(file, name, base, shift, t.three) })
		return t
	}
}

// A Shift says where a sequence of a base is in the encoding, 0 for nowhere. Nil leaves all where
// they are.
type Shift func(code uint16) uint16

// Three makes 0x8F the beginning of three bytes.
func (t *Table) Three() *Table {
	t.three = true
	return t
}

// reader reads a file of tables.
type reader string

func (r *reader) bytes(n int) string {
	s := string((*r)[:n])
	*r = (*r)[n:]
	return s
}

func (r *reader) uint16() uint16 { return binary.BigEndian.Uint16([]byte(r.bytes(2))) }

func (r *reader) uint8() int { return int(r.bytes(1)[0]) }

// char reads one character.
func (r *reader) char() rune {
	c := rune(r.uint16())
	if utf16.IsSurrogate(c) {
		c = utf16.DecodeRune(c, rune(r.uint16()))
	}
	return c
}

// unpack makes the tables of the encoding name. Where the file has others before it they are read
// for nothing.
func unpack(file, name string, base *Table, shift Shift, three bool) *tables {
	for r := reader(file); r != ""; {
		found := r.bytes(r.uint8()) == name
		t := &tables{}
		if found {
			t.decode = make([]int32, 1<<16)
			t.inherit(base, shift)
		}
		illegal := r.bytes(r.uint8())
		t.runs(&r, found)
		if found {
			for b := range 256 {
				t.lead[b] = t.decode[b] < 0
			}
			for _, b := range []byte(illegal) {
				t.lead[b] = false
			}
			t.invert(three)
		}
		for range r.uint16() {
			c := rune(r.uint16())<<16 | rune(r.uint16())
			if code := r.uint16(); found {
				t.set(c, code)
			}
		}
		if found {
			return t
		}
	}
	panic("no table of " + name) // the tables are part of the executable
}

// inherit takes the sequences of base over.
func (t *tables) inherit(base *Table, shift Shift) {
	for i := range t.decode {
		t.decode[i] = none
	}
	if base == nil {
		return
	}
	b := base.load()
	t.pairs = append(t.pairs, b.pairs...)
	for code, c := range b.decode {
		if c == none || c == lost {
			continue
		}
		if shift != nil {
			if code = int(shift(uint16(code))); code == 0 {
				continue
			}
		}
		t.decode[code] = c
	}
}

// runs reads by what the encoding differs from its base.
func (t *tables) runs(r *reader, keep bool) {
	for range r.uint16() {
		code, n := int(r.uint16()), int(r.uint16())
		gone := n&0x8000 != 0
		for range n & 0x7FFF {
			c := rune(lost)
			if !gone {
				if c = r.char(); c == 0xFFFF {
					t.pairs = append(t.pairs, pair{chars: [2]rune{r.char(), r.char()}})
					c = rune(-1 - len(t.pairs))
				}
			}
			if keep {
				t.decode[code] = c
			}
			code++
		}
	}
}

// invert makes the tables for encoding: of several sequences for a character the shorter, and then
// the smaller, is written.
func (t *tables) invert(three bool) {
	t.first = map[rune]bool{}
	for pass := range 2 {
		for code, c := range t.decode {
			long := three && code >= 0x100 && code&0x80 == 0
			if long != (pass == 1) || c == none || c == lost {
				continue
			}
			if c < none {
				p := &t.pairs[-2-c]
				p.code = uint16(code)
				t.first[p.chars[0]] = true
			} else if _, ok := t.find(c); !ok {
				t.set(c, uint16(code))
			}
		}
	}
}

func (t *tables) set(c rune, code uint16) {
	page := &t.encode[c>>8]
	if *page == nil {
		*page = new([256]uint16)
	}
	(*page)[c&0xFF] = code
}

// find returns the number of the sequence for c.
func (t *tables) find(c rune) (code uint16, ok bool) {
	if c == 0 {
		return 0, true
	}
	if c < 0 || int(c>>8) >= len(t.encode) {
		return 0, false
	}
	page := t.encode[c>>8]
	if page == nil {
		return 0, false
	}
	code = page[c&0xFF]
	return code, code != 0
}

// Name returns the encoding's name.
func (t *Table) Name() string { return t.name }

// Init has nothing to do: a table has no state.
func (t *Table) Init(*State, bool) {}

// Reset has nothing to do either.
func (t *Table) Reset(_ *State, out []byte) []byte { return out }

// Char returns the character that the sequence with a number means, or false. Pairs are not
// asked for.
func (t *Table) Char(code uint16) (rune, bool) {
	c := t.load().decode[code]
	return c, c >= 0
}

// Chars is Char for a sequence that may mean two characters, of which the second is else 0.
func (t *Table) Chars(code uint16) (chars [2]rune, ok bool) {
	tab := t.load()
	c := tab.decode[code]
	if c < none && c != lost {
		return tab.pairs[-2-c].chars, true
	}
	return [2]rune{c}, c >= 0
}

// Code returns the number of the sequence for a character.
func (t *Table) Code(c rune) (uint16, bool) { return t.load().find(c) }

// Decode implements Encoding.
func (t *Table) Decode(_ *State, out, src []byte) ([]byte, int, Status) {
	tab := t.load()
	for i := 0; i < len(src); {
		b := src[i]
		code, n := uint16(b), 1
		if tab.lead[b] {
			if len(src)-i < 2 {
				return out, i, TooFew
			}
			if t.Prefix != nil {
				c, n, status := t.Prefix(src[i:])
				if status != OK {
					return out, i, status
				}
				if n > 0 {
					out = appendRune(out, c)
					i += n
					continue
				}
			}
			code, n = code<<8|uint16(src[i+1]), 2
			if t.three && b == 0x8F {
				if len(src)-i < 3 {
					return out, i, TooFew
				}
				code, n = uint16(src[i+1])<<8|uint16(src[i+2]&0x7F), 3
				if src[i+1] < 0x80 || src[i+2] < 0x80 {
					return out, i, 1
				}
			} else if t.three && code&0x80 == 0 {
				return out, i, 1
			}
		}
		switch c := tab.decode[code]; {
		case c >= 0:
			out = appendRune(out, c)
		case c == lost:
			return out, i, max(t.Gone, 1)
		case c < none:
			p := tab.pairs[-2-c]
			out = appendRune(appendRune(out, p.chars[0]), p.chars[1])
		default:
			return out, i, 1
		}
		i += n
	}
	return out, len(src), OK
}

// Pair returns the number of the sequence for two characters.
func (t *Table) Pair(a, b rune) (uint16, bool) {
	for _, p := range t.load().pairs {
		if p.chars == [2]rune{a, b} {
			return p.code, true
		}
	}
	return 0, false
}

// Begins reports whether pairs begin with c.
func (t *Table) Begins(c rune) bool { return t.load().first[c] }

// Encode implements Encoding.
func (t *Table) Encode(_ *State, out []byte, text []rune, flush bool) ([]byte, int, Status) {
	tab := t.load()
	for i := 0; i < len(text); i++ {
		c := text[i]
		if len(tab.first) > 0 && tab.first[c] {
			if i+1 == len(text) && !flush {
				return out, i, TooFew
			}
			if i+1 < len(text) {
				if code, ok := t.Pair(c, text[i+1]); ok {
					out = t.put(out, code)
					i++
					continue
				}
			}
		}
		code, ok := tab.find(c)
		if ok {
			out = t.put(out, code)
			continue
		}
		n := len(out)
		if t.Long != nil {
			out = t.Long(out, c)
		}
		if len(out) == n {
			return out, i, 1
		}
	}
	return out, len(text), OK
}

// put appends the sequence with a number.
func (t *Table) put(out []byte, code uint16) []byte {
	switch {
	case code < 0x100:
		return append(out, byte(code))
	case t.three && code&0x80 == 0:
		return append(out, 0x8F, byte(code>>8), byte(code)|0x80)
	}
	return append(out, byte(code>>8), byte(code))
}
