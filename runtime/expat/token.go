package expat

import (
	"bytes"
	"unicode/utf8"
)

// This file implements the tokens outside of the document element: of the prolog, of
// declarations, and behind the document element.

// The kinds of tokens that are not one character, which are their own kind.
const (
	endOfText     = 0
	space         = ' '
	nameToken     = 'n'
	prefixedName  = 'p' // a name with a colon, with namespaces
	quantified    = 'q' // a name and '?', '*' or '+'
	nmtoken       = 'm'
	literal       = 's'
	poundName     = '#'
	percent       = '%'
	parameterRef  = 'e' // "%name;"
	openDecl      = '!' // "<!NAME"
	openSection   = 'o' // "<!["
	closeSection  = 'x' // "]]>"
	commentToken  = 'c'
	piToken       = '?'
	instanceStart = '<'
)

// token is a token, at an offset.
type token struct {
	kind  rune
	text  string // of a name or literal
	quant string // of a name or ')'
	at    int
}

// prologToken reads the token at s.i, and says where it ends. A token that more could belong
// to is complete only at the end of the text.
func (s *scanner) prologToken() (t token, end int, err error) {
	start := s.i
	t.at = start
	r, size, err := s.char(start)
	if err != nil {
		return t, 0, err
	}
	t.kind, end = r, start+size
	switch {
	case isSpace(s.b[start]):
		t.kind = space
		end = s.space(start)
		if end == len(s.b) && s.b[end-1] == '\r' { // a line feed may follow
			if end > start+1 {
				return t, end - 1, nil
			}
			if !s.final {
				return t, 0, errMore
			}
		}
		return t, end, nil
	case r == '"' || r == '\'':
		return s.literalToken(t)
	case r == '<':
		return s.openToken(t)
	case r == '%':
		c, _, err := s.char(end)
		if err != nil {
			return t, 0, err
		}
		if isSpace(byte(c)) && c < utf8.RuneSelf || c == '%' {
			return t, end, nil
		}
		n, err := s.name(end)
		if err != nil {
			return t, 0, err
		}
		if s.b[n] != ';' {
			return t, 0, s.bad(n)
		}
		t.kind, t.text = parameterRef, string(s.b[end:n])
		return t, n + 1, nil
	case r == '#':
		n, err := s.name(end)
		if n, err = s.endOfToken(n, err); err != nil {
			return t, 0, err
		}
		if n < len(s.b) && !isSpace(s.b[n]) && bytes.IndexByte([]byte(")>%|"), s.b[n]) < 0 {
			return t, 0, s.bad(n)
		}
		t.text = string(s.b[end:n])
		return t, n, nil
	case r == ']':
		if rest := s.b[end:]; bytes.HasPrefix(rest, []byte("]>")) {
			t.kind, end = closeSection, end+2
		} else if len(rest) < 2 && (len(rest) == 0 || rest[0] == ']') && !s.final {
			return t, 0, errMore
		}
		return t, end, nil
	case r == ')':
		if end == len(s.b) {
			if !s.final {
				return t, 0, errMore
			}
			return t, end, nil
		}
		c, _, err := s.char(end)
		switch {
		case err != nil:
			return t, 0, err
		case c == '?' || c == '*' || c == '+':
			t.quant = string(c)
			end++
		case c != '>' && c != ',' && c != '|' && c != ')' && !isSpace(s.b[end]):
			return t, 0, s.bad(end)
		}
		return t, end, nil
	case r == ',' || r == '[' || r == '(' || r == '|' || r == '>':
		return t, end, nil
	}
	return s.wordToken(t)
}

// endOfToken is end, or the end of the text for a token that goes on to it.
func (s *scanner) endOfToken(end int, err error) (int, error) {
	if err == errMore && s.final && utf8.Valid(s.b[s.i:]) && len(s.b) > s.i+1 {
		return len(s.b), nil
	}
	return end, err
}

// literalToken reads a text in quotes.
func (s *scanner) literalToken(t token) (token, int, error) {
	for i := t.at + 1; ; {
		r, n, err := s.char(i)
		if err != nil {
			return t, 0, err
		}
		i += n
		if r != t.kind {
			continue
		}
		t.kind, t.text = literal, string(s.b[t.at+1:i-1])
		if i == len(s.b) {
			if !s.final {
				return t, 0, errMore
			}
			return t, i, nil
		}
		if c := s.b[i]; !isSpace(c) && c != '>' && c != '%' && c != '[' {
			return t, 0, s.bad(i)
		}
		return t, i, nil
	}
}

// openToken reads what begins with '<'.
func (s *scanner) openToken(t token) (token, int, error) {
	i := t.at + 1
	c, err := s.byteAt(i)
	if err != nil {
		return t, 0, err
	}
	switch c {
	case '?':
		target, end, err := s.instructionEnd()
		t.kind, t.text = piToken, target
		return t, end, err
	case '!':
	default:
		t.kind = instanceStart
		if c >= utf8.RuneSelf {
			return t, i, nil // what it is shows when the tag is read
		}
		r, _, err := s.char(i)
		if err == nil && !s.startsName(r) {
			err = s.bad(i)
		}
		return t, i, err
	}
	i++
	r, n, err := s.declChar(i)
	switch {
	case err != nil:
		return t, 0, err
	case r == '-':
		end, err := s.commentEnd()
		t.kind = commentToken
		return t, end, err
	case r == '[':
		t.kind = openSection
		return t, i + 1, nil
	case !s.startsName(r):
		return t, 0, s.bad(i)
	}
	for i += n; ; i += n {
		if r, n, err = s.declChar(i); err != nil {
			return t, 0, err
		}
		if s.startsName(r) {
			continue
		}
		if r == '%' {
			next, err := s.byteAt(i + 1)
			if err != nil {
				return t, 0, err
			}
			if isSpace(next) || next == '%' {
				return t, 0, s.bad(i)
			}
		} else if !isSpace(s.b[i]) {
			return t, 0, s.bad(i)
		}
		t.kind, t.text = openDecl, string(s.b[t.at+2:i])
		return t, i, nil
	}
}

// declChar is the character at i of the word of a declaration, which in UTF-8 is of ASCII.
func (s *scanner) declChar(i int) (r rune, size int, err error) {
	if i < len(s.b) && s.b[i] >= utf8.RuneSelf && (!s.main || s.p.in.kind == isUTF8) {
		return 0, 0, s.bad(i)
	}
	return s.char(i)
}

// wordToken reads a name or a name token, with the quantifier of a name.
func (s *scanner) wordToken(t token) (token, int, error) {
	i := t.at
	r, n, err := s.char(i)
	if err != nil {
		return t, 0, err
	}
	if !isNameChar(r) {
		return t, 0, s.bad(i)
	}
	colon := s.p.Namespaces
	t.kind = nameToken
	if !isNameStart(r) || r == ':' && colon {
		t.kind = nmtoken
	}
	for i += n; ; i += n {
		if i == len(s.b) && s.final {
			break
		}
		if r, n, err = s.char(i); err != nil {
			return t, 0, err
		}
		if !isNameChar(r) {
			break
		}
		if r != ':' || !colon || t.kind == nmtoken {
			continue
		}
		// One colon makes a name with a prefix, where the beginning of a name follows it.
		if t.kind == nameToken {
			next, _, err := s.char(i + n)
			if err != nil {
				return t, 0, err
			}
			if isNameChar(next) && next != ':' {
				t.kind = prefixedName
				continue
			}
		}
		t.kind = nmtoken
	}
	t.text = string(s.b[t.at:i])
	if i == len(s.b) {
		return t, i, nil
	}
	switch c := s.b[i]; {
	case c == '?' || c == '*' || c == '+':
		if t.kind == nmtoken {
			return t, 0, s.bad(i)
		}
		t.kind, t.quant = quantified, string(c)
		return t, i + 1, nil
	case !isSpace(c) && bytes.IndexByte([]byte(">),|[%"), c) < 0:
		return t, 0, s.bad(i)
	}
	return t, i, nil
}
