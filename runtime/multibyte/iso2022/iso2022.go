// Package iso2022 has the encodings of Japanese and Korean that change between character sets by
// escape sequences (ISO/IEC 2022; RFC 1468, 1554, 1557, 2237).
package iso2022

import "github.com/aio2go/aio2go/runtime/multibyte"

// What is at which place of the state: the marks of the sets that are designated, and flags.
const (
	flags = 4

	shifted = 1 // characters are those of G1
	through = 2 // within an escape sequence that is none of ours, which is passed on
)

const (
	escape   = 0x1B
	shiftOut = 0x0E
	shiftIn  = 0x0F
)

// encoding is one of the encodings.
type encoding struct {
	name   string
	sets   []*set // in the order in which a character is looked up
	shifts bool   // shift out and shift in mean something
	g2     bool
}

// Encodings are all of the package.
var Encodings = []multibyte.Encoding{
	&encoding{name: "iso2022_kr", sets: []*set{hanjaG1}, shifts: true},
	&encoding{name: "iso2022_jp", sets: []*set{kanji, roman, kanjiOld}},
	&encoding{name: "iso2022_jp_1", sets: []*set{kanji, kanjiMin, roman, kanjiOld}},
	&encoding{name: "iso2022_jp_2", sets: []*set{kanji, kanjiMin, hanja, hanzi, roman, kanjiOld, latin, hellenic}, g2: true},
	&encoding{name: "iso2022_jp_2004", sets: []*set{pairs2004, kanji, first2004, next2004}},
	&encoding{name: "iso2022_jp_3", sets: []*set{pairs2000, kanji, first2000, next2000}},
	&encoding{name: "iso2022_jp_ext", sets: []*set{kanji, kanjiMin, roman, kana, kanjiOld}},
}

func (e *encoding) Name() string { return e.name }

func (e *encoding) Init(s *multibyte.State, decode bool) {
	s[0], s[1] = ascii, ascii
	if decode {
		s[2] = ascii
	}
	s[flags] = 0
}

func (e *encoding) Reset(s *multibyte.State, out []byte) []byte {
	out = unshift(s, out)
	if s[0] != ascii {
		out = append(out, escape, '(', ascii)
		s[0] = ascii
	}
	return out
}

func unshift(s *multibyte.State, out []byte) []byte {
	if s[flags]&shifted != 0 {
		out = append(out, shiftIn)
		s[flags] &^= shifted
	}
	return out
}

func (e *encoding) Encode(s *multibyte.State, out []byte, text []rune, flush bool) ([]byte, int, multibyte.Status) {
	for i := 0; i < len(text); {
		if c := text[i]; c < 0x80 {
			if s[0] != ascii {
				out = append(out, escape, '(', ascii)
				s[0] = ascii
			}
			out = append(unshift(s, out), byte(c))
			i++
			continue
		}
		use, code, n := (*set)(nil), uint16(0), 0
		for _, use = range e.sets {
			if use.encode == nil {
				continue
			}
			var status multibyte.Status
			if code, n, status = use.encode(text[i:], flush); status != multibyte.OK {
				return out, i, status
			}
			if n > 0 {
				break
			}
		}
		if n == 0 {
			return out, i, 1
		}
		if use.g == 0 {
			out = unshift(s, out)
		}
		if s[use.g] != use.mark {
			out = designate(out, use)
			s[use.g] = use.mark
		}
		if use.g == 1 && s[flags]&shifted == 0 {
			out = append(out, shiftOut)
			s[flags] |= shifted
		}
		if use.width() == 2 {
			out = append(out, byte(code>>8))
		}
		out = append(out, byte(code))
		i += n
	}
	return out, len(text), multibyte.OK
}

// designate appends the escape sequence for a set.
func designate(out []byte, use *set) []byte {
	out = append(out, escape)
	if use.width() == 2 {
		out = append(out, '$')
	}
	switch mark := use.mark; {
	case use.g == 1:
		out = append(out, ')')
	case mark != jisx0208 && mark != jisx0208Old: // which have a shorter form
		out = append(out, '(')
	}
	return append(out, use.mark&^double)
}

func (e *encoding) Decode(s *multibyte.State, out, src []byte) ([]byte, int, multibyte.Status) {
	for i := 0; i < len(src); {
		b := src[i]
		switch {
		case s[flags]&through != 0:
			out = append(out, string(rune(b))...)
			if ends(b) {
				s[flags] &^= through
			}
			i++
		case b == escape:
			if len(src)-i < 2 {
				return out, i, multibyte.TooFew
			}
			var n int
			var status multibyte.Status
			switch next := src[i+1]; {
			case next == '(' || next == ')' || next == '$' || next == '.' || next == '&':
				n, status = e.designation(s, src[i:])
			case next == 'N' && e.g2:
				out, status = second(s, out, src[i:])
				n = 3
			default:
				out = append(out, b)
				s[flags] |= through
				n = 1
			}
			if status != multibyte.OK {
				return out, i, status
			}
			i += n
		case b == shiftIn && e.shifts:
			s[flags] &^= shifted
			i++
		case b == shiftOut && e.shifts:
			s[flags] |= shifted
			i++
		case b == '\n':
			s[flags] &^= shifted
			out = append(out, b)
			i++
		case b >= 0x80:
			return out, i, 1
		default:
			mark := s[0]
			if s[flags]&shifted != 0 {
				mark = s[1]
			}
			if b < 0x20 || mark == ascii {
				out = append(out, b)
				i++
				continue
			}
			use := e.set(mark)
			if use == nil || use.decode == nil {
				return out, i, 1
			}
			n := use.width()
			if len(src)-i < n {
				return out, i, multibyte.TooFew
			}
			code := uint16(b)
			if n == 2 {
				code = code<<8 | uint16(src[i+1])
			}
			c, ok := use.decode(code)
			if !ok || n == 2 && src[i+1] >= 0x80 {
				return out, i, multibyte.Status(n)
			}
			out = append(out, string(c[0])...)
			if c[1] != 0 {
				out = append(out, string(c[1])...)
			}
			i += n
		}
	}
	return out, len(src), multibyte.OK
}

func ends(b byte) bool { return b >= '@' && b <= 'Z' }

func (e *encoding) set(mark byte) *set {
	for _, s := range e.sets {
		if s.mark == mark {
			return s
		}
	}
	return nil
}

// designation obeys the escape sequence that src begins with, and returns its length or that of
// what is wrong.
func (e *encoding) designation(s *multibyte.State, src []byte) (int, multibyte.Status) {
	const longest = 16
	n := 0
	for i := 1; i < longest && n == 0; i++ {
		if i >= len(src) {
			return 0, multibyte.TooFew
		}
		if ends(src[i]) {
			n = i + 1
		} else if !e.shifts && i+1 < len(src) && src[i] == '&' && src[i+1] == '@' {
			i += 2 // which announces a revision of JIS X 0208
		}
	}
	wrong := multibyte.Status(n)
	g, mark := 0, byte(0)
	switch n {
	case 0:
		return 0, 1
	case 3:
		mark = src[2]
		switch src[1] {
		case '$':
			mark |= double
		case '(':
		case ')':
			g = 1
		case '.':
			if !e.g2 {
				return 0, wrong
			}
			g = 2
		default:
			return 0, wrong
		}
	case 4:
		if src[1] != '$' || src[2] != '(' && src[2] != ')' {
			return 0, wrong
		}
		mark = src[3] | double
		if src[2] == ')' {
			g = 1
		}
	case 6:
		if e.shifts || src[3] != escape || src[4] != '$' || src[5] != 'B' {
			return 0, wrong
		}
		mark = jisx0208
	default:
		return 0, wrong
	}
	if mark != ascii && e.set(mark) == nil {
		return 0, wrong
	}
	s[g] = mark
	return n, multibyte.OK
}

// second decodes a character of G2 behind a single shift.
func second(s *multibyte.State, out, src []byte) ([]byte, multibyte.Status) {
	if len(src) < 3 {
		return out, multibyte.TooFew
	}
	b := src[2]
	c, ok := rune(b), b < 0x80
	switch s[2] {
	case latin1:
		c += 0x80
	case greek:
		c, ok = greekChar(b)
	}
	if !ok {
		return out, 3
	}
	return append(out, string(c)...), multibyte.OK
}
