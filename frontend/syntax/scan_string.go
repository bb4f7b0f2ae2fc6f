package syntax

import "unicode/utf8"

// This file implements the scanning of string literals. A plain literal is one
// token. An f-string is several (PEP 701): FSTRING_START, then texts as
// FSTRING_MIDDLE and replacement fields as ordinary tokens in braces, then
// FSTRING_END. An f-string being scanned is on the stack scanner.fstrings, and
// inText says in which of the two modes its scanning is.

// maxSpecNesting is how deep replacement fields may be nested in format specs.
const maxSpecNesting = 3

// stringPrefix scans a string literal if the name just scanned, which starts
// at start, is a string prefix.
func (s *scanner) stringPrefix(start int) bool {
	var raw, bytes, u, f bool
	for _, c := range []byte(s.src[start:s.pos]) {
		switch {
		case (c == 'r' || c == 'R') && !raw && !u:
			raw = true
		case (c == 'b' || c == 'B') && !bytes && !u && !f:
			bytes = true
		case (c == 'u' || c == 'U') && !u && !raw && !bytes && !f:
			u = true
		case (c == 'f' || c == 'F') && !f && !bytes && !u:
			f = true
		default:
			return false
		}
	}
	if f {
		s.fstringStart(start, raw)
	} else {
		s.stringLiteral(start)
	}
	return true
}

// quote returns the size of the opening quote at s.pos and skips it.
func (s *scanner) quote() (char byte, size int) {
	c := s.src[s.pos]
	if s.src[s.pos+1] == c && s.src[s.pos+2] == c {
		s.pos += 3
		return c, 3
	}
	s.pos++
	return c, 1
}

// stringLiteral scans the rest of a literal whose prefix, if any, starts at
// start and whose quote is at s.pos.
func (s *scanner) stringLiteral(start int) bool {
	q, size := s.quote()
	src := s.src
	if size == 1 {
		for i := s.pos; ; i++ {
			switch src[i] {
			case q:
				s.pos = i + 1
				s.emit(kString, start, s.pos)
				return true
			case '\\':
				if i++; i >= s.limit {
					return s.unterminated(start, i, q, size)
				}
			case '\n':
				return s.unterminated(start, i, q, size)
			}
		}
	}
	for i := s.pos; i < s.limit; i++ {
		switch src[i] {
		case q:
			if src[i+1] == q && src[i+2] == q {
				s.pos = i + 3
				s.emit(kString, start, s.pos)
				return true
			}
		case '\\':
			i++
		}
	}
	return s.unterminated(start, s.limit, q, size)
}

// unterminated reports that a literal ends nowhere, having been read to end.
func (s *scanner) unterminated(start, end int, q byte, size int) bool {
	if n := len(s.fstrings); n > 0 {
		// The quote that seems to start a string is probably the end of the
		// f-string around it.
		if f := s.fstrings[n-1]; f.quote == q && f.size == size {
			s.failAt(start, start, "f-string: expecting '}'")
			return false
		}
	}
	if size == 3 {
		s.failAt(start, start, "unterminated triple-quoted string literal (detected at line %d)", s.lastLine(end))
	} else {
		s.failAt(start, start, "unterminated string literal (detected at line %d)", s.lastLine(end))
	}
	return false
}

// lastLine returns the line that CPython has read last when it has read up to
// end: there is no line after the last line end.
func (s *scanner) lastLine(end int) int {
	line := s.lineOf(end)
	if end >= s.limit && s.limit > 0 && s.src[s.limit-1] == '\n' {
		line--
	}
	return line
}

// fstringStart scans the opening of an f-string whose prefix starts at start.
func (s *scanner) fstringStart(start int, raw bool) {
	q, size := s.quote()
	if len(s.fstrings)+1 >= maxFStrings {
		s.fail("too many nested f-strings")
		return
	}
	s.fstrings = append(s.fstrings, fstring{quote: q, size: size, raw: raw, inText: true, exprDepth: -1, start: int32(start)})
	s.emit(kFStart, start, s.pos)
}

// fstringText scans one token of the text of an f-string or format spec: a
// piece of text, or the end of the f-string, or the bracket after the text.
func (s *scanner) fstringText() bool {
	f := &s.fstrings[len(s.fstrings)-1]
	src, start := s.src, s.pos
	if src[start] == '{' && src[start+1] != '{' {
		if !s.openField(f) {
			return false
		}
		return s.bracket('{', opLbrace)
	}
	if src[start] == f.quote && (f.size == 1 || src[start+1] == f.quote && src[start+2] == f.quote) {
		s.pos += f.size
		s.fstrings = s.fstrings[:len(s.fstrings)-1]
		s.emit(kFEnd, start, s.pos)
		return true
	}
	name := false // inside \N{...}
	for i := start; ; i++ {
		spec := f.inSpec && f.exprDepth >= 0
		switch c := src[i]; c {
		case '\n':
			if i < s.limit && f.size == 3 {
				continue
			}
			if spec {
				// The expression is unfinished, but what is missing may
				// follow on the next line.
				f.inText, f.inSpec = false, false
				s.pos = i
				s.emit(kFMiddle, start, i)
				return true
			}
			return s.unterminatedF(f, i)
		case 0:
			return s.unterminatedF(f, i)
		case f.quote:
			if f.size == 1 || src[i+1] == c && src[i+2] == c {
				s.pos = i
				s.emit(kFMiddle, start, i)
				return true
			}
		case '{':
			if src[i+1] != '{' || spec {
				s.pos = i
				s.emit(kFMiddle, start, i)
				return s.openField(f) && s.bracket('{', opLbrace)
			}
			// The token has both braces, of which middleText drops one.
			s.pos = i + 2
			s.emit(kFMiddle, start, s.pos)
			return true
		case '}':
			switch {
			case name:
				s.pos = i + 1
				s.emit(kFMiddle, start, s.pos)
			case src[i+1] == '}' && !spec && f.depth == 0:
				s.pos = i + 2
				s.emit(kFMiddle, start, s.pos)
			default:
				f.inText = false
				s.pos = i
				s.emit(kFMiddle, start, i)
			}
			return true
		case '\\':
			switch d := src[i+1]; {
			case d == '{' || d == '}':
				// The backslash stands for itself.
			case f.raw:
				i++
				if src[i] == '\n' && i >= s.limit {
					i--
				}
			case d == 'N' && src[i+2] == '{':
				name = true
				i += 2
			case d == '\n' && i+1 >= s.limit:
			default:
				i++
			}
		}
	}
}

// openField enters a replacement field.
func (s *scanner) openField(f *fstring) bool {
	f.exprDepth++
	if f.exprDepth >= maxSpecNesting {
		s.fail("f-string: expressions nested too deeply")
		return false
	}
	f.inText = false
	return true
}

func (s *scanner) unterminatedF(f *fstring, end int) bool {
	what := "f-string"
	if f.size == 3 {
		what = "triple-quoted f-string"
	}
	start := int(f.start)
	s.failAt(start, start, "unterminated %s literal (detected at line %d)", what, s.lastLine(end))
	return false
}

// unicodeName scans the rest of an identifier that contains a character beyond
// ASCII (PEP 3131).
func (s *scanner) unicodeName(start int) bool {
	i := start
	for i < s.limit && (isName[s.src[i]] || s.src[i] >= utf8.RuneSelf) {
		r, n := rune(s.src[i]), 1
		ok := true
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s.src[i:s.limit])
			ok = isXIDContinue(r) && (i > start || isXIDStart(r))
		}
		i += n
		if !ok {
			s.pos = i
			if isPrintable(r) {
				s.fail("invalid character '%c' (U+%04X)", r, r)
			} else {
				s.fail("invalid non-printable character U+%04X", r)
			}
			return false
		}
	}
	s.pos = i
	s.emit(kName, start, i)
	s.tokens[len(s.tokens)-1].nonASCII = true
	return true
}
