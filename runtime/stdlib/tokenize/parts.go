package tokenize

import (
	"strconv"
	"strings"
)

// This file implements numbers and f-strings.

func itoa(n int) string { return strconv.Itoa(n) }

// digit reports whether a digit is at an offset.
func (s *scanner) digit(at, base int) bool {
	if at >= len(s.text) {
		return false
	}
	c := s.text[at]
	switch {
	case '0' <= c && c <= '9':
		return int(c-'0') < base
	case base == 16:
		return 'a' <= c|32 && c|32 <= 'f'
	}
	return false
}

// digits returns the end of digits, with single underscores between them.
func (s *scanner) digits(at, base int, kind string) (int, *failure) {
	for {
		for s.digit(at, base) {
			at++
		}
		if at >= len(s.text) || s.text[at] != '_' {
			return at, nil
		}
		if at++; !s.digit(at, base) {
			return 0, s.fail("invalid "+kind+" literal", at-1)
		}
	}
}

// number reads the number at i.
func (s *scanner) number() *failure {
	i := s.i
	if s.text[i] == '0' && i+1 < len(s.text) {
		kinds := map[byte]struct {
			base int
			name string
		}{'x': {16, "hexadecimal"}, 'o': {8, "octal"}, 'b': {2, "binary"}}
		if k, ok := kinds[s.text[i+1]|32]; ok {
			at := i + 2
			if at < len(s.text) && s.text[at] == '_' {
				at++
			}
			if !s.digit(at, k.base) && s.digit(at, 10) {
				return s.fail("invalid digit '"+s.text[at:at+1]+"' in "+k.name+" literal", at)
			}
			if !s.digit(at, k.base) {
				return s.fail("invalid "+k.name+" literal", at-1)
			}
			end, err := s.digits(at, k.base, k.name)
			if err != nil {
				return err
			}
			if s.digit(end, 10) {
				return s.fail("invalid digit '"+s.text[end:end+1]+"' in "+k.name+" literal", end)
			}
			s.emit(number, i, end)
			return nil
		}
	}
	end, err := s.digits(i, 10, "decimal")
	if err != nil {
		return err
	}
	if end < len(s.text) && s.text[end] == '.' {
		if end++; s.digit(end, 10) {
			if end, err = s.digits(end, 10, "decimal"); err != nil {
				return err
			}
		}
	}
	if end < len(s.text) && s.text[end]|32 == 'e' {
		at := end + 1
		if at < len(s.text) && (s.text[at] == '+' || s.text[at] == '-') {
			if at++; !s.digit(at, 10) {
				return s.fail("invalid decimal literal", at-1)
			}
		}
		if s.digit(at, 10) {
			if end, err = s.digits(at, 10, "decimal"); err != nil {
				return err
			}
		}
	}
	if end < len(s.text) && s.text[end]|32 == 'j' {
		end++
	}
	s.emit(number, i, end)
	return nil
}

// fstring is an f-string that is open.
type fstring struct {
	quote  string
	raw    bool
	middle bool  // text is read, not an expression
	spec   bool  // the text is a format specification
	level  int   // of brackets in the expression, 0 for none
	outer  []int // the levels of the expressions around it, whose format specifications are open
	start  int
}

// close ends the innermost expression.
func (f *fstring) close() {
	f.middle, f.spec = true, false
	if n := len(f.outer); n > 0 {
		f.level, f.outer = f.outer[n-1], f.outer[:n-1]
		f.spec = true
	} else {
		f.level = 0
	}
}

// beginFString reads the beginning of an f-string whose quote is at an offset.
func (s *scanner) beginFString(at int) *failure {
	quote := s.text[at : at+1]
	if three := strings.Repeat(quote, 3); strings.HasPrefix(s.text[at:], three) {
		quote = three
	}
	s.fstrings = append(s.fstrings, fstring{quote: quote, raw: strings.ContainsAny(s.text[s.i:at], "rR"), middle: true, start: s.i})
	s.emit(fstringStart, s.i, at+len(quote))
	return nil
}

// fstringText reads text up to an expression, to the end of a format specification, or to
// the end of the string.
func (s *scanner) fstringText() *failure {
	f := &s.fstrings[len(s.fstrings)-1]
	start := s.i
	for i := s.i; ; {
		if i >= len(s.text) || s.text[i] == '\n' && len(f.quote) == 1 {
			if f.spec && i < len(s.text) {
				return s.fail("f-string: newlines are not allowed in format specifiers for single quoted f-strings", i)
			}
			if len(f.quote) == 3 {
				return s.unterminated("unterminated triple-quoted f-string literal", f.start)
			}
			return s.unterminated("unterminated f-string literal", f.start)
		}
		rest := s.text[i:]
		c := rest[0]
		switch {
		case strings.HasPrefix(rest, f.quote):
			if i > start {
				s.emit(fstringMiddle, start, i)
			}
			s.emit(fstringEnd, i, i+len(f.quote))
			s.fstrings = s.fstrings[:len(s.fstrings)-1]
			return nil
		case c == '\\':
			i++
			if !f.raw && strings.HasPrefix(s.text[i:], "N{") {
				if k := strings.IndexByte(s.text[i:], '}'); k >= 0 {
					s.emit(fstringMiddle, start, i+k+1) // a name of a character ends a part
					return nil
				}
				continue
			}
			if i < len(s.text) && s.text[i] != '{' && s.text[i] != '}' {
				i += max(s.lineEnd(i), 1)
			}
			continue
		case (c == '{' || c == '}') && !f.spec && strings.HasPrefix(rest[1:], string(c)):
			s.emit(fstringMiddle, start, i+1)
			s.i = i + 2
			return nil
		case c == '{':
			if i > start {
				s.emit(fstringMiddle, start, i)
			}
			if f.spec {
				f.outer = append(f.outer, f.level)
			}
			s.level++
			f.level, f.middle, f.spec = s.level, false, false
			s.emit(operator, i, i+1)
			return nil
		case c == '}' && f.spec:
			s.emit(fstringMiddle, start, i)
			s.level--
			f.close()
			s.emit(operator, i, i+1)
			return nil
		case c == '}':
			s.emit(fstringMiddle, start, i)
			s.pending = s.fail("f-string: single '}' is not allowed", i)
			return nil
		}
		i++
	}
}
