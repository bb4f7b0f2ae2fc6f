package syntax

import (
	"strings"
	"unicode/utf8"
)

// This file implements the scanning of numeric literals, with the complaints
// of CPython's tokenizer about malformed ones. Their values are computed in
// literal.go.

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHexDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// number scans a number that starts at s.pos with a digit, or a point before a
// digit.
func (s *scanner) number() bool {
	start := s.pos
	if s.src[start] == '0' {
		switch s.src[start+1] | 0x20 {
		case 'x':
			return s.radix("hexadecimal", isHexDigit)
		case 'o':
			return s.radix("octal", func(c byte) bool { return '0' <= c && c <= '7' })
		case 'b':
			return s.radix("binary", func(c byte) bool { return c == '0' || c == '1' })
		}
	}
	nonzero := false
	if s.src[s.pos] == '0' {
		// A decimal integer must not start with zeros unless it is zero;
		// whether this is an integer shows only at its end.
		for {
			if s.src[s.pos] == '_' {
				s.pos++
				if !isDigit(s.src[s.pos]) {
					return s.badNumber("decimal")
				}
			}
			if s.src[s.pos] != '0' {
				break
			}
			s.pos++
		}
		zeros := s.pos
		if isDigit(s.src[s.pos]) {
			nonzero = true
			if !s.digits() {
				return false
			}
		}
		if c := s.src[s.pos]; c != '.' && c|0x20 != 'e' && c|0x20 != 'j' && nonzero {
			s.failAt(start, zeros, "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers")
			return false
		}
	} else if s.src[s.pos] != '.' && !s.digits() {
		return false
	}
	if s.src[s.pos] == '.' {
		s.pos++
		if isDigit(s.src[s.pos]) && !s.digits() {
			return false
		}
	}
	if s.src[s.pos]|0x20 == 'e' {
		e := s.pos
		s.pos++
		switch c := s.src[s.pos]; {
		case c == '+' || c == '-':
			s.pos++
			if !isDigit(s.src[s.pos]) {
				return s.badNumber("decimal")
			}
		case !isDigit(c):
			// Not an exponent: perhaps the keyword "else" follows.
			s.pos = e
			return s.endNumber(start, "decimal")
		}
		if !s.digits() {
			return false
		}
	}
	if s.src[s.pos]|0x20 == 'j' {
		s.pos++
		return s.endNumber(start, "imaginary")
	}
	return s.endNumber(start, "decimal")
}

// digits scans decimal digits with single underscores between them.
func (s *scanner) digits() bool {
	for {
		for isDigit(s.src[s.pos]) {
			s.pos++
		}
		if s.src[s.pos] != '_' {
			return true
		}
		s.pos++
		if !isDigit(s.src[s.pos]) {
			return s.badNumber("decimal")
		}
	}
}

func (s *scanner) badNumber(what string) bool {
	s.fail("invalid %s literal", what)
	return false
}

// radix scans the rest of a number after its "0x", "0o" or "0b".
func (s *scanner) radix(what string, ok func(byte) bool) bool {
	start := s.pos
	s.pos += 2
	for {
		if s.src[s.pos] == '_' {
			s.pos++
		}
		if c := s.src[s.pos]; !ok(c) {
			if isDigit(c) {
				return s.badDigit(what)
			}
			return s.badNumber(what)
		}
		for ok(s.src[s.pos]) {
			s.pos++
		}
		if s.src[s.pos] != '_' {
			break
		}
	}
	if isDigit(s.src[s.pos]) {
		return s.badDigit(what)
	}
	return s.endNumber(start, what)
}

func (s *scanner) badDigit(what string) bool {
	s.pos++
	s.fail("invalid digit '%c' in %s literal", s.src[s.pos-1], what)
	return false
}

// endNumber checks what follows a number. A keyword that can follow an
// expression may follow at once, which CPython only warns about.
func (s *scanner) endNumber(start int, what string) bool {
	rest := s.src[s.pos:]
	for _, kw := range [...]string{"and", "else", "for", "if", "in", "is", "or", "not"} {
		// CPython wants no more than their two letters of some words.
		if strings.HasPrefix(rest, kw) && (kw[0] == 'i' || !isName[rest[len(kw)]] && rest[len(kw)] < utf8.RuneSelf) {
			s.emit(kNumber, start, s.pos)
			return true
		}
	}
	if c := rest[0]; class[c] == cName || class[c] == cDigit {
		return s.badNumber(what)
	}
	s.emit(kNumber, start, s.pos)
	return true
}
