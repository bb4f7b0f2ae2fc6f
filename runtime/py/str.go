package py

import (
	"math/bits"
	"strconv"
	"unicode/utf8"
	"unsafe"
)

// This file implements Str, Python's str (library reference, Text Sequence Type), and
// the access to its code points.
//
// The text is kept as UTF-8 in which a lone surrogate has the three bytes that UTF-8's
// scheme would give it, and two surrogates are never joined (so concatenation of Strs is
// concatenation of bytes, and the order of the bytes is the order of the code points).
// Whether a text is ASCII is found out when it is first asked for; for a text that is
// not, an index with the offset of every strStride-th code point is made at the first
// access by position, so that len, indexing and slicing take constant time.

// Str is a str, or the beginning of an instance of a subclass of str.
type Str struct {
	Header
	S    string
	hash int64 // 0 until computed
	ext  *strIndex
	kind strKind
	// interned is set where this very object is the one in the intern table.
	interned bool
	grown    bool // it is the beginning of a grownStr
}

type strKind uint8

const (
	strUnknown strKind = iota
	strASCII
	strWide // has a code point over 0x7f
)

const strStride = 16

// strIndex says where the code points of a text that is not ASCII begin.
type strIndex struct {
	length  int
	offsets []uint32 // of the code points 0, strStride, 2*strStride ...
}

// NewStr returns a str with the text s, which is UTF-8 but may contain encoded lone
// surrogates (WTF-8).
func NewStr(s string) *Str { return &Str{Header: Header{StrType}, S: s} }

// StrV is NewStr returning a Value.
func StrV(s string) Value { return Value{ref: &NewStr(s).Header} }

// newASCII returns a str of s, which is known to be ASCII.
func newASCII(s string) *Str { return &Str{Header: Header{StrType}, S: s, kind: strASCII} }

// asciiV is newASCII returning a Value.
func asciiV(s string) Value { return newASCII(s).Value() }

// IsStr reports whether v is a str or an instance of a subclass.
func (v Value) IsStr() bool { return v.ref.typ.Flags&FlagStr != 0 }

// IsExactStr reports whether v is a str and not of a subclass.
func (v Value) IsExactStr() bool { return v.ref.typ == StrType }

// Str returns the *Str of v, which the caller knows to be a str or of a subclass.
func (v Value) Str() *Str { return heap[Str](v) }

// AsStr returns the *Str of v where v is a str or an instance of a subclass.
func AsStr(v Value) (*Str, bool) {
	if v.ref == nil || v.ref.typ.Flags&FlagStr == 0 {
		return nil, false
	}
	return heap[Str](v), true
}

// String returns the text, for Go's formatting.
func (s *Str) String() string { return s.S }

// IsASCII reports whether s has only code points below 0x80.
func (s *Str) IsASCII() bool {
	if s.kind == strUnknown {
		if isASCII(s.S) {
			s.kind = strASCII
		} else {
			s.kind = strWide
		}
	}
	return s.kind == strASCII
}

// Len returns the number of code points.
func (s *Str) Len() int {
	if s.kind == strASCII || s.IsASCII() {
		return len(s.S)
	}
	return s.index().length
}

// index returns the index of s, which is not ASCII, making it when there is none.
func (s *Str) index() *strIndex {
	if s.ext == nil {
		s.ext = newStrIndex(s.S)
	}
	return s.ext
}

func newStrIndex(s string) *strIndex {
	x := &strIndex{offsets: make([]uint32, 0, len(s)/(2*strStride)+1)}
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i]&0xC0 != 0x80 {
			if n%strStride == 0 {
				x.offsets = append(x.offsets, uint32(i))
			}
			n++
		}
	}
	x.length = n
	return x
}

// Offset returns the byte offset of code point i, 0 <= i <= Len().
func (s *Str) Offset(i int) int {
	if s.IsASCII() {
		return i
	}
	x := s.index()
	if i >= x.length {
		return len(s.S)
	}
	off := int(x.offsets[i/strStride])
	for k := i % strStride; k > 0; k-- {
		off += runeBytes(s.S[off])
	}
	return off
}

// Position returns which code point begins at byte offset off: the inverse of Offset.
func (s *Str) Position(off int) int {
	if s.IsASCII() {
		return off
	}
	if off < 4*strStride {
		return runeCount(s.S[:off])
	}
	x := s.index()
	lo, hi := 0, len(x.offsets)
	for hi-lo > 1 {
		m := int(uint(lo+hi) >> 1)
		if int(x.offsets[m]) <= off {
			lo = m
		} else {
			hi = m
		}
	}
	return lo*strStride + runeCount(s.S[x.offsets[lo]:off])
}

// At returns code point i, 0 <= i < Len(), as a str of length 1.
func (s *Str) At(i int) *Str {
	if s.IsASCII() {
		return &byteStrs[s.S[i]]
	}
	off := s.Offset(i)
	c, n := decodeRune(s.S[off:])
	if c < 256 {
		return &byteStrs[c]
	}
	return &Str{Header: Header{StrType}, S: s.S[off : off+n], kind: strWide}
}

// Slice returns the code points from lo to hi, 0 <= lo <= hi <= Len().
func (s *Str) Slice(lo, hi int) *Str {
	if hi-lo <= 1 {
		if hi <= lo {
			return EmptyStr
		}
		return s.At(lo)
	}
	if s.IsASCII() {
		if hi-lo == len(s.S) && s.typ == StrType {
			return s
		}
		return newASCII(s.S[lo:hi])
	}
	a, b := s.Offset(lo), s.Offset(hi)
	if a == 0 && b == len(s.S) && s.typ == StrType {
		return s
	}
	return NewStr(s.S[a:b])
}

// Bytes returns the text, which must not be changed.
func (s *Str) Bytes() []byte { return stringBytes(s.S) }

// DecodeRune returns the first code point of s, a text that is not empty, and how many bytes
// it has. Surrogates are code points as others.
func DecodeRune(s string) (rune, int) { return decodeRune(s) }

// TextLen is the number of code points of the text s.
func TextLen(s string) int { return runeCount(s) }

// Runes returns the code points.
func (s *Str) Runes() []rune {
	r := make([]rune, 0, len(s.S))
	for i := 0; i < len(s.S); {
		c, n := decodeRune(s.S[i:])
		r = append(r, c)
		i += n
	}
	return r
}

// EmptyStr is the empty str, interned.
var EmptyStr = Intern("")

// byteStrs are the strs of one code point below 256, interned: internTable has none of them.
var byteStrs = func() (t [256]Str) {
	text := make([]byte, 0, 128+2*128)
	for c := rune(0); c < 256; c++ {
		text = utf8.AppendRune(text, c)
	}
	rest := string(text)
	for i := range t {
		kind, size := strASCII, 1
		if i >= utf8.RuneSelf {
			kind, size = strWide, 2
		}
		t[i] = Str{Header: Header{StrType}, S: rest[:size], kind: kind, interned: true}
		rest = rest[size:]
	}
	return t
}()

// byteStr returns the str of byteStrs with the text s, nil where there is none.
func byteStr(s string) *Str {
	switch {
	case len(s) == 1 && s[0] < 0x80:
		return &byteStrs[s[0]]
	case len(s) == 2 && s[0]&0xfe == 0xc2:
		return &byteStrs[s[0]<<6|s[1]&0x3f]
	}
	return nil
}

// RuneStr returns the str of the one code point c, which may be a surrogate.
func RuneStr(c rune) *Str {
	if c >= 0 && c < 256 {
		return &byteStrs[c]
	}
	return &Str{Header: Header{StrType}, S: string(appendRune(nil, c)), kind: strWide}
}

// internTable holds the interned strs by their text.
var internTable = make(map[string]*Str, 448)

// interned returns the interned str with the text s, nil where there is none.
func interned(s string) *Str {
	if len(s) <= 2 {
		if x := byteStr(s); x != nil {
			return x
		}
	}
	return internTable[s]
}

// addInterned makes the interned str of a text that has none. They are allocated several at
// a time: internTable keeps them all.
func addInterned(s string) *Str {
	if len(unusedStrs) == 0 {
		unusedStrs = make([]Str, 32)
	}
	x := &unusedStrs[0]
	unusedStrs = unusedStrs[1:]
	*x = Str{Header: Header{StrType}, S: s, interned: true}
	internTable[s] = x
	return x
}

var unusedStrs []Str

// Intern returns the interned str with the text s: the same object for the same text. It
// keeps s: who interns a piece of a large text clones it.
func Intern(s string) *Str {
	if x := interned(s); x != nil {
		return x
	}
	return addInterned(s)
}

// InternStr returns the interned str that equals s, which becomes it when there is none
// and s is no instance of a subclass.
func InternStr(s *Str) *Str {
	if s.interned {
		return s
	}
	if x := interned(s.S); x != nil {
		return x
	}
	if s.typ != StrType {
		return Intern(s.S)
	}
	s.interned = true
	internTable[s.S] = s
	return s
}

// Concat joins strs, which the caller has made with Str_, Repr or Format.
func Concat(parts ...Value) Value {
	switch len(parts) {
	case 0:
		return EmptyStr.Value()
	case 1:
		return parts[0]
	}
	n, kind := 0, strASCII
	for _, p := range parts {
		s := heap[Str](p)
		n += len(s.S)
		if s.kind != strASCII {
			kind = strUnknown
		}
	}
	if n == 0 {
		return EmptyStr.Value()
	}
	r, b := newRoom(n)
	r.kind = kind
	for _, p := range parts {
		b = b[copy(b, heap[Str](p).S):]
	}
	return r.Value()
}

// Piece returns v for ConcatPieces: an int as it is, of other objects format(v).
func Piece(v Value) (Value, *Exception) {
	if v.ref == &intHeader || v.ref.typ == StrType {
		return v, nil
	}
	return Format(v, Value{})
}

// ConcatPieces joins strs, and small ints as they are written.
func ConcatPieces(parts ...Value) Value {
	ints := false
	for _, p := range parts {
		ints = ints || p.ref == &intHeader
	}
	if !ints {
		return Concat(parts...)
	}
	b, kind := takeScratch(), strASCII
	for _, p := range parts {
		if p.ref == &intHeader {
			b = strconv.AppendInt(b, int64(p.bits), 10)
			continue
		}
		s := heap[Str](p)
		if s.kind != strASCII {
			kind = strUnknown
		}
		b = append(b, s.S...)
	}
	if cap(b) > maxScratch {
		return (&Str{Header: Header{StrType}, S: bytesString(b), kind: kind}).Value()
	}
	textScratch = b
	r, room := newRoom(len(b))
	copy(room, b)
	r.kind = kind
	return r.Value()
}

// concatStr returns a + b.
func concatStr(a, b *Str) Value {
	if len(a.S) == 0 && b.typ == StrType {
		return b.Value()
	}
	if len(b.S) == 0 && a.typ == StrType {
		return a.Value()
	}
	if len(a.S) == 0 || len(b.S) == 0 {
		return (&Str{Header: Header{StrType}, S: a.S + b.S}).Value()
	}
	return concatText(a, b).Value()
}

// bytesString returns the string with the bytes b, which nobody changes any more.
func bytesString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// stringBytes returns the bytes of s, which must not be changed.
func stringBytes(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// isASCII reports whether s has no byte over 0x7f.
func isASCII(s string) bool {
	i := 0
	for ; i+8 <= len(s); i += 8 {
		w := uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24 |
			uint32(s[i+4]) | uint32(s[i+5])<<8 | uint32(s[i+6])<<16 | uint32(s[i+7])<<24
		if w&0x80808080 != 0 {
			return false
		}
	}
	for ; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// runeBytes returns how many bytes the code point takes whose first byte is b.
func runeBytes(b byte) int {
	if b < 0x80 {
		return 1
	}
	return bits.LeadingZeros8(^b)
}

// runeCount returns the number of code points of s.
func runeCount(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i]&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

// decodeRune returns the first code point of s, which is valid and not empty, and its
// length in bytes. Unlike utf8.DecodeRuneInString it returns surrogates as they are.
func decodeRune(s string) (rune, int) {
	b := s[0]
	switch {
	case b < 0x80:
		return rune(b), 1
	case b < 0xE0:
		return rune(b&0x1F)<<6 | rune(s[1]&0x3F), 2
	case b < 0xF0:
		return rune(b&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return rune(b&0x07)<<18 | rune(s[1]&0x3F)<<12 | rune(s[2]&0x3F)<<6 | rune(s[3]&0x3F), 4
}

// decodeLastRune is decodeRune for the last code point.
func decodeLastRune(s string) (rune, int) {
	i := len(s) - 1
	for s[i]&0xC0 == 0x80 {
		i--
	}
	return decodeRune(s[i:])
}

// appendRune appends code point c, which may be a surrogate, to b.
func appendRune(b []byte, c rune) []byte {
	switch {
	case c < 0x80:
		return append(b, byte(c))
	case c < 0x800:
		return append(b, 0xC0|byte(c>>6), 0x80|byte(c&0x3F))
	case c < 0x10000:
		return append(b, 0xE0|byte(c>>12), 0x80|byte(c>>6&0x3F), 0x80|byte(c&0x3F))
	}
	return append(b, 0xF0|byte(c>>18), 0x80|byte(c>>12&0x3F), 0x80|byte(c>>6&0x3F), 0x80|byte(c&0x3F))
}

// runesStr returns the str with the code points r.
func runesStr(r []rune) *Str {
	b := make([]byte, 0, len(r))
	for _, c := range r {
		b = appendRune(b, c)
	}
	return NewStr(bytesString(b))
}

// StrOfRunes returns the str with the code points r.
func StrOfRunes(r []rune) *Str { return runesStr(r) }
