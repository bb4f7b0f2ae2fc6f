package iso2022

import (
	"github.com/aio2go/aio2go/runtime/multibyte"
	"github.com/aio2go/aio2go/runtime/multibyte/cn"
	"github.com/aio2go/aio2go/runtime/multibyte/jp"
	"github.com/aio2go/aio2go/runtime/multibyte/kr"
)

// This file describes the character sets that escape sequences designate.

// The marks of character sets: the last byte of the sequence that designates them, with its high
// bit set where characters take two bytes.
const (
	double = 0x80

	ascii         = 'B'
	latin1        = 'A'
	greek         = 'F'
	jisx0201Roman = 'J'
	jisx0201Kana  = 'I'
	jisx0208Old   = '@' | double
	gb2312        = 'A' | double
	jisx0208      = 'B' | double
	ksx1001       = 'C' | double
	jisx0212      = 'D' | double
	jisx02132000  = 'O' | double
	jisx02132     = 'P' | double
	jisx02132004  = 'Q' | double
)

// A set is a character set as an encoding uses it.
type set struct {
	mark byte
	g    int // which of G0, G1 and G2 it is designated as
	// decode returns the character of a code, or two of them; false where there is none.
	decode func(code uint16) (c [2]rune, ok bool)
	// encode returns the code of the first character of text, and of how many characters it is
	// the code; 0 where there is none. It may be nil, for a set that is read only.
	encode func(text []rune, flush bool) (code uint16, n int, status multibyte.Status)
}

func (s *set) width() int {
	if s.mark&double != 0 {
		return 2
	}
	return 1
}

// single makes a set of functions for one character.
func single(mark byte, g int, decode func(code uint16) (rune, bool), encode func(c rune) (uint16, bool)) *set {
	s := &set{mark: mark, g: g, decode: func(code uint16) ([2]rune, bool) {
		c, ok := decode(code)
		return [2]rune{c}, ok
	}}
	if encode != nil {
		s.encode = func(text []rune, _ bool) (uint16, int, multibyte.Status) {
			if code, ok := encode(text[0]); ok {
				return code, 1, multibyte.OK
			}
			return 0, 0, multibyte.OK
		}
	}
	return s
}

// ofTable makes a set of the sequences of an EUC of two bytes, or, with second, of the two behind
// 0x8F.
func ofTable(mark byte, g int, t *multibyte.Table, second bool) *set {
	bits := uint16(0x8080)
	if second {
		bits = 0x8000
	}
	return single(mark, g, func(code uint16) (rune, bool) { return t.Char(code | bits) },
		func(c rune) (uint16, bool) {
			code, ok := t.Code(c)
			return code & 0x7F7F, ok && code&0x8080 == bits && code >= 0xA100 // not a Kana of JIS X 0201
		})
}

// wave is the code of JIS X 0213 that EUC has a full-width tilde for.
const wave = 0x2232

// plane makes a set of a plane of JIS X 0213.
func plane(mark byte, t *multibyte.Table, second, pairs bool) *set {
	s := ofTable(mark, 0, t, second)
	one, char := s.encode, t.Char
	if mark == jisx02132 {
		char = jp.EUCJIS2004.Char // also as it was in 2000
	}
	s.encode = func(text []rune, flush bool) (uint16, int, multibyte.Status) {
		c := text[0]
		if t.Begins(c) {
			if len(text) < 2 && !flush {
				return 0, 0, multibyte.TooFew
			}
			if len(text) > 1 {
				if code, ok := t.Pair(c, text[1]); ok {
					return code & 0x7F7F, 2, multibyte.OK
				}
			}
		}
		if pairs || c == '～' {
			return 0, 0, multibyte.OK
		}
		code, n, status := one(text, flush)
		if second && n > 0 && !jp.SecondPlane(code) {
			return 0, 0, multibyte.OK // JIS X 0212
		}
		return code, n, status
	}
	s.decode = func(code uint16) (c [2]rune, ok bool) {
		if second {
			if !jp.SecondPlane(code) {
				return c, false
			}
			c[0], ok = char(code | 0x8000)
			return c, ok
		}
		if code == wave {
			return [2]rune{'~'}, true
		}
		return t.Chars(code | 0x8080)
	}
	return s
}

// hangul makes KS X 1001, whose filler is a character here.
func hangul(g int) *set {
	s := ofTable(ksx1001, g, kr.EUCKR, false)
	char := s.decode
	s.decode = func(code uint16) ([2]rune, bool) {
		if code == 0x2454 {
			return [2]rune{0x3164}, true
		}
		return char(code)
	}
	return s
}

var (
	roman = single(jisx0201Roman, 0, func(code uint16) (rune, bool) {
		switch code {
		case '\\':
			return '¥', true
		case '~':
			return '‾', true
		}
		return rune(code), code < 0x80
	}, func(c rune) (uint16, bool) {
		switch c {
		case '¥':
			return '\\', true
		case '‾':
			return '~', true
		}
		return 0, false
	})
	kana = single(jisx0201Kana, 0, func(code uint16) (rune, bool) {
		return rune(code) - 0x21 + 0xFF61, code >= 0x21 && code <= 0x5F
	}, func(c rune) (uint16, bool) {
		return uint16(c - 0xFF61 + 0x21), c >= 0xFF61 && c <= 0xFF9F
	})
	kanji    = ofTable(jisx0208, 0, jp.EUCJP, false)
	kanjiOld = ofTable(jisx0208Old, 0, jp.EUCJP, false)
	kanjiMin = ofTable(jisx0212, 0, jp.EUCJP, true)
	hanja    = hangul(0)
	hanjaG1  = hangul(1)
	hanzi    = ofTable(gb2312, 0, cn.GB2312, false)

	pairs2000 = plane(jisx02132000, jp.EUCJISX0213, false, true)
	first2000 = plane(jisx02132000, jp.EUCJISX0213, false, false)
	next2000  = plane(jisx02132, jp.EUCJISX0213, true, false)
	pairs2004 = plane(jisx02132004, jp.EUCJIS2004, false, true)
	first2004 = plane(jisx02132004, jp.EUCJIS2004, false, false)
	next2004  = plane(jisx02132, jp.EUCJIS2004, true, false)

	latin    = &set{mark: latin1, g: 2}
	hellenic = &set{mark: greek, g: 2}
)

// greekChar returns the character of ISO 8859-7, as it was in 1987, for a byte without its high
// bit; one with it is a character of ASCII.
func greekChar(b byte) (rune, bool) {
	b ^= 0x80
	switch {
	case b < 0xA0:
		return rune(b), true
	case b == 0xA1:
		return '‘', true
	case b == 0xA2:
		return '’', true
	case b == 0xAF:
		return '―', true
	case b == 0xA4 || b == 0xA5 || b == 0xAA || b == 0xAE || b == 0xD2 || b == 0xFF:
		return 0, false
	case b < 0xB4 || b == 0xB7 || b == 0xBB || b == 0xBD:
		return rune(b), true
	}
	return rune(b) - 0xB4 + 0x384, true
}
