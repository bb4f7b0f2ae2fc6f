package expat

import (
	"bytes"
	"errors"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file implements what all parts of a document have in common: characters, names,
// references, comments and processing instructions.

// errMore says that a token is not complete.
var errMore = errors.New("expat: more is needed")

// scanner reads a text: the document, or the replacement of an entity.
type scanner struct {
	p     *Parser
	b     []byte
	i     int
	final bool // nothing follows b
	main  bool // b is the document, whose places are reported
	// inDecl says that b has the value of an attribute by declaration.
	inDecl bool
}

// bad is the error of a token that is none, at an offset.
func (s *scanner) bad(at int) error { return s.fail(InvalidToken, at) }

func (s *scanner) fail(c Code, at int) error {
	s.begin(at)
	return &Error{c}
}

// begin says where the event is.
func (s *scanner) begin(at int) {
	if s.main {
		s.p.event = at
	}
}

// char is the character at i; size is 0 at the end.
func (s *scanner) char(i int) (r rune, size int, err error) {
	if i >= len(s.b) {
		return 0, 0, errMore
	}
	if c := s.b[i]; c < utf8.RuneSelf {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return 0, 0, s.bad(i)
		}
		return rune(c), 1, nil
	}
	r, n := utf8.DecodeRune(s.b[i:])
	switch {
	case r == utf8.RuneError && n == 1:
		// All bytes that the first one asks for are waited for, whatever they are.
		if c := s.b[i]; 0xC0 <= c && c < 0xF8 && bits.LeadingZeros8(^c) > len(s.b)-i {
			s.p.partial = s.p.partial || s.main
			return 0, 0, errMore
		}
		return 0, 0, s.bad(i)
	case r == 0xFFFE || r == 0xFFFF:
		return 0, 0, s.bad(i)
	}
	return r, n, nil
}

// byteAt is the byte at i, which more may be needed for.
func (s *scanner) byteAt(i int) (byte, error) {
	if i >= len(s.b) {
		return 0, errMore
	}
	return s.b[i], nil
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// space skips white space.
func (s *scanner) space(i int) int {
	for i < len(s.b) && isSpace(s.b[i]) {
		i++
	}
	return i
}

func isNameStart(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_' || r == ':'
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.Nl, r)
}

func isNameChar(r rune) bool {
	if r < utf8.RuneSelf {
		return isNameStart(r) || '0' <= r && r <= '9' || r == '-' || r == '.'
	}
	return r == 0xB7 || isNameStart(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r)
}

// name returns the end of the name at i, after which there is another character. With
// namespaces it has no colon.
func (s *scanner) name(i int) (end int, err error) { return s.nameWith(i, !s.p.Namespaces) }

func (s *scanner) nameWith(i int, colons bool) (end int, err error) {
	r, n, err := s.char(i)
	if err != nil {
		return 0, err
	}
	if !s.startsName(r) {
		return 0, s.bad(i)
	}
	for {
		if i += n; err == nil {
			r, n, err = s.char(i)
		}
		if err != nil {
			return 0, err
		}
		if !isNameChar(r) || r == ':' && !colons {
			return i, nil
		}
	}
}

func (s *scanner) startsName(r rune) bool { return isNameStart(r) && !(r == ':' && s.p.Namespaces) }

// qualified is name for elements and attributes: with namespaces there is at most one
// colon, between two parts.
func (s *scanner) qualified(i int) (end int, err error) {
	if end, err = s.name(i); err != nil || s.b[end] != ':' {
		return end, err
	}
	if end, err = s.name(end + 1); err == nil && s.b[end] == ':' {
		err = s.bad(end)
	}
	return end, err
}

// reference returns the end of the reference at i, where '&' is.
func (s *scanner) reference(i int) (end int, err error) {
	c, err := s.byteAt(i + 1)
	if err != nil {
		return 0, err
	}
	j := i + 1
	if c == '#' {
		j++
		if c, err = s.byteAt(j); err != nil {
			return 0, err
		}
		digit := func(c byte) bool { return '0' <= c && c <= '9' }
		if c == 'x' {
			j++
			digit = func(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|32 && c|32 <= 'f' }
		}
		for first := true; ; first = false {
			if c, err = s.byteAt(j); err != nil {
				return 0, err
			}
			if !digit(c) {
				if c == ';' && !first {
					return j + 1, nil
				}
				return 0, s.bad(j)
			}
			j++
		}
	}
	if j, err = s.name(j); err != nil {
		return 0, err
	}
	if s.b[j] != ';' {
		return 0, s.bad(j)
	}
	return j + 1, nil
}

// charOf is the character of a reference such as "&#65;", false for one that cannot be.
func charOf(ref []byte) (r rune, ok bool) {
	digits, base := ref[2:len(ref)-1], rune(10)
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	for _, c := range digits {
		d := rune(c - '0')
		if c > '9' {
			d = rune(c|32-'a') + 10
		}
		if r = r*base + d; r > unicode.MaxRune {
			return 0, false
		}
	}
	switch {
	case r < ' ':
		return r, r == '\t' || r == '\n' || r == '\r'
	case 0xD800 <= r && r < 0xE000, r == 0xFFFE, r == 0xFFFF:
		return 0, false
	}
	return r, true
}

// predefined are the entities that need no declaration.
var predefined = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"}

// newlines is text with line ends as "\n".
func newlines(b []byte) string {
	if bytes.IndexByte(b, '\r') < 0 {
		return string(b)
	}
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	return string(bytes.ReplaceAll(b, []byte("\r"), []byte("\n")))
}

// commentEnd returns the end of what begins with "<!-" at s.i, which must be a comment.
func (s *scanner) commentEnd() (end int, err error) {
	c, err := s.byteAt(s.i + 3)
	if err != nil {
		return 0, err
	}
	if c != '-' {
		return 0, s.bad(s.i + 3)
	}
	for i := s.i + len("<!--"); ; {
		r, n, err := s.char(i)
		if err != nil {
			return 0, err
		}
		i += n
		if r != '-' {
			continue
		}
		if c, err = s.byteAt(i); err != nil {
			return 0, err
		}
		if c != '-' {
			continue
		}
		if c, err = s.byteAt(i + 1); err != nil {
			return 0, err
		}
		if c != '>' {
			return 0, s.bad(i + 1)
		}
		return i + 2, nil
	}
}

// comment reads the comment at s.i.
func (s *scanner) comment() error {
	end, err := s.commentEnd()
	if err != nil {
		return err
	}
	all := s.b[s.i:end]
	s.i = end
	if s.p.Comment != nil {
		return s.p.Comment(newlines(all[len("<!--") : len(all)-len("-->")]))
	}
	return s.p.unhandled(all)
}

// instructionEnd returns the target and the end of the processing instruction at s.i.
func (s *scanner) instructionEnd() (target string, end int, err error) {
	name, err := s.name(s.i + 2)
	if err != nil {
		return "", 0, err
	}
	target = string(s.b[s.i+2 : name])
	if target != "xml" && strings.EqualFold(target, "xml") {
		return "", 0, s.bad(name)
	}
	if c := s.b[name]; c != '?' && !isSpace(c) {
		return "", 0, s.bad(name)
	}
	for i := name; ; {
		r, n, err := s.char(i)
		if err != nil {
			return "", 0, err
		}
		if r != '?' {
			i += n
			continue
		}
		c, err := s.byteAt(i + 1)
		if err != nil {
			return "", 0, err
		}
		if c == '>' {
			return target, i + 2, nil
		}
		if i == name {
			return "", 0, s.bad(i + 1)
		}
		i++
	}
}

// instruction reads the processing instruction at s.i; declared is called for one whose
// target is xml.
func (s *scanner) instruction(declared func(from, to int) error) error {
	start := s.i
	target, end, err := s.instructionEnd()
	if err != nil {
		return err
	}
	name, to := start+2+len(target), end-2
	if target == "xml" {
		return declared(name, to)
	}
	s.i = end
	if s.p.ProcInst != nil {
		return s.p.ProcInst(target, newlines(s.b[min(s.space(name), to):to]))
	}
	return s.p.unhandled(s.b[start:end])
}

// misplaced is declared where there can be no XML declaration.
func (s *scanner) misplaced(from, to int) error { return s.fail(MisplacedXML, s.i) }

// at reports whether text stands at s.i; err is errMore where that is not known yet.
func (s *scanner) at(text string) (bool, error) {
	b := s.b[s.i:]
	if len(b) >= len(text) {
		return string(b[:len(text)]) == text, nil
	}
	if !s.final && string(b) == text[:len(b)] {
		return false, errMore
	}
	return false, nil
}
