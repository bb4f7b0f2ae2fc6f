package tokenize

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// This file implements the scanner: lines, indentation and tokens outside of f-strings.

// The kinds of tokens.
const (
	endMarker     = 0
	name          = 1
	number        = 2
	stringToken   = 3
	newline       = 4
	indent        = 5
	dedent        = 6
	operator      = 55
	fstringStart  = 59
	fstringMiddle = 60
	fstringEnd    = 61
	comment       = 62
	blank         = 63 // NL: the end of a line that ends no statement
)

// endInside is the message for a text that ends where it cannot.
const endInside = "unexpected EOF in multi-line statement"

type place struct{ line, column int }

type token struct {
	kind       int
	text       string
	start, end place
	line       string
}

// failure is what is wrong with the text.
type failure struct {
	kind         int
	message      string
	line, column int
	text         string
	raised       exc // the exception itself, in place of the rest
}

const (
	badSyntax = iota
	badIndent
	badTabs
)

// scanner goes through the text, of which positions are offsets of bytes.
type scanner struct {
	text     string
	starts   []int // of lines
	i        int
	row      int // the line of i, from 0 on
	at       int // an offset whose column is known
	column   int
	queue    []token
	indents  []int // columns, with tabs to multiples of eight
	alts     []int // the same with tabs as one column
	level    int   // of brackets
	atStart  bool  // of a line, outside of brackets
	started  bool  // there is a token in the statement
	done     bool
	fstrings []fstring
	pending  *failure // behind the queue
	ended    bool     // all of the text has been read
	cut      *failure // what is wrong with the line behind the text
}

// newScanner scans lines, behind which a line with the failure cut may follow.
func newScanner(lines []string, cut *failure) *scanner {
	s := &scanner{text: strings.Join(lines, ""), cut: cut, indents: []int{0}, alts: []int{0}, atStart: true}
	s.starts = []int{0}
	for k, c := range []byte(s.text) {
		if c == '\n' {
			s.starts = append(s.starts, k+1)
		}
	}
	return s
}

func (s *scanner) next() (*token, *failure) {
	for len(s.queue) == 0 {
		if s.pending != nil {
			err := s.pending
			s.done, s.pending = true, nil
			return nil, err
		}
		if s.done {
			return nil, nil
		}
		err := s.scan()
		if s.ended && s.cut != nil {
			err, s.queue = s.cut, nil
		}
		if err != nil {
			s.done = true
			return nil, err
		}
	}
	t := s.queue[0]
	s.queue = s.queue[1:]
	return &t, nil
}

// lineOf is the number of the line that an offset is in, from 0 on. Offsets grow.
func (s *scanner) lineOf(at int) int {
	for s.row+1 < len(s.starts) && s.starts[s.row+1] <= at {
		s.row++
	}
	r := s.row
	for s.starts[r] > at {
		r--
	}
	return r
}

func (s *scanner) placeOf(at int) place {
	r := s.lineOf(at)
	if s.at > at || s.at < s.starts[r] {
		s.at, s.column = s.starts[r], 0
	}
	s.column += utf8.RuneCountInString(s.text[s.at:at])
	s.at = at
	return place{r + 1, s.column}
}

// lines are those from one to another.
func (s *scanner) lines(from, to int) string {
	end := len(s.text)
	if to+1 < len(s.starts) {
		end = s.starts[to+1]
	}
	return s.text[s.starts[from]:end]
}

// emit adds the token between two offsets.
func (s *scanner) emit(kind, from, to int) {
	t := token{kind: kind, text: s.text[from:to], start: s.placeOf(from)}
	if t.end = s.placeOf(to); (kind == newline || kind == blank) && to > from {
		t.end = place{t.start.line, t.start.column + to - from} // behind the end of the line
		t.line = s.lines(t.start.line-1, t.start.line-1)
	} else {
		t.line = s.lines(t.start.line-1, t.end.line-1)
	}
	s.queue = append(s.queue, t)
	s.i = to
}

// fail is an error at an offset.
func (s *scanner) fail(message string, at int) *failure {
	p := s.placeOf(min(at, len(s.text)))
	return &failure{message: message, line: p.line, column: p.column + 1, text: s.lines(p.line-1, p.line-1)}
}

// wrong is an error in the line that an offset is in, whose end it names.
func (s *scanner) wrong(kind int, message string, at int) *failure {
	f := s.fail(message, at)
	f.kind, f.column = kind, utf8.RuneCountInString(strings.TrimRight(f.text, "\r\n"))+1
	return f
}

// lineEnd returns the length of the line end at an offset, 0 for none.
func (s *scanner) lineEnd(at int) int {
	switch {
	case at >= len(s.text):
		return 0
	case s.text[at] == '\n':
		return 1
	case strings.HasPrefix(s.text[at:], "\r\n"):
		return 2
	}
	return 0
}

func (s *scanner) scan() *failure {
	if n := len(s.fstrings); n > 0 && s.fstrings[n-1].middle {
		return s.fstringText()
	}
	if s.atStart {
		s.atStart = false
		if done, err := s.indentation(); done || err != nil {
			return err
		}
	}
	for s.i < len(s.text) && (s.text[s.i] == ' ' || s.text[s.i] == '\t' || s.text[s.i] == '\f') {
		s.i++
	}
	if s.i >= len(s.text) {
		return s.finish()
	}
	c := s.text[s.i]
	switch {
	case s.lineEnd(s.i) > 0:
		kind := newline
		if s.level > 0 || len(s.fstrings) > 0 || !s.started {
			kind = blank
		}
		s.emit(kind, s.i, s.i+s.lineEnd(s.i))
		if s.level == 0 && len(s.fstrings) == 0 {
			s.atStart, s.started = true, false
		}
		return nil
	case c == '#':
		end := s.i
		for end < len(s.text) && s.lineEnd(end) == 0 {
			end++
		}
		s.emit(comment, s.i, end)
		return nil
	case c == '\\':
		n := s.lineEnd(s.i + 1)
		if n == 0 {
			if s.i+1 >= len(s.text) {
				s.ended = true
				return s.fail(endInside, s.i+1)
			}
			return s.wrong(badSyntax, "unexpected character after line continuation character", s.i)
		}
		s.i += 1 + n
		if s.i >= len(s.text) {
			s.ended = true
			return s.fail(endInside, s.i-n)
		}
		return nil
	}
	s.started = true
	return s.token()
}

// indentation looks at the beginning of a line; it reports whether the line has nothing but
// a comment.
func (s *scanner) indentation() (done bool, err *failure) {
	column, alt, i := 0, 0, s.i
loop:
	for ; i < len(s.text); i++ {
		switch s.text[i] {
		case ' ':
			column, alt = column+1, alt+1
		case '\t':
			column, alt = (column/8+1)*8, alt+1
		case '\f':
			column, alt = 0, 0
		case '\\':
			if n := s.lineEnd(i + 1); n > 0 {
				i += n
				continue
			}
			break loop
		default:
			break loop
		}
	}
	if i >= len(s.text) || s.text[i] == '#' || s.lineEnd(i) > 0 {
		return false, nil
	}
	last := len(s.indents) - 1
	tabs := func() *failure {
		return s.wrong(badTabs, "inconsistent use of tabs and spaces in indentation", i)
	}
	switch {
	case column == s.indents[last]:
		if alt != s.alts[last] {
			return true, tabs()
		}
	case column > s.indents[last]:
		if alt <= s.alts[last] {
			return true, tabs()
		}
		s.indents, s.alts = append(s.indents, column), append(s.alts, alt)
		s.emit(indent, s.starts[s.lineOf(i)], i)
	default:
		for len(s.indents) > 1 && column < s.indents[len(s.indents)-1] {
			s.indents, s.alts = s.indents[:len(s.indents)-1], s.alts[:len(s.alts)-1]
			s.emit(dedent, i, i)
		}
		if last = len(s.indents) - 1; column != s.indents[last] {
			s.queue = nil
			return true, s.wrong(badIndent, "unindent does not match any outer indentation level", i)
		}
		if alt != s.alts[last] {
			return true, tabs()
		}
	}
	s.i = i
	return false, nil
}

// finish ends the text.
func (s *scanner) finish() *failure {
	end := len(s.text)
	s.ended = true
	if len(s.fstrings) > 0 {
		return s.fail("f-string: expecting '}'", end)
	}
	ended := end == 0 || s.text[end-1] == '\n'
	row := len(s.starts)
	if !ended {
		kind := newline
		if !s.started || s.level > 0 {
			kind = blank
		}
		p := s.placeOf(end)
		s.queue = append(s.queue, token{kind, "", p, place{p.line, p.column + 1}, s.lines(p.line-1, p.line-1)})
		row++
	}
	s.done = true
	if s.level > 0 {
		s.done = false
		if len(s.queue) > 0 {
			s.text += "\n" // once more, with the error
			s.starts = append(s.starts, len(s.text))
			s.i = len(s.text)
			return nil
		}
		return &failure{message: endInside, line: len(s.starts) - 1, column: 0}
	}
	at := place{row, 0}
	for range s.indents[1:] {
		s.queue = append(s.queue, token{dedent, "", at, at, ""})
	}
	s.queue = append(s.queue, token{endMarker, "", at, at, ""})
	return nil
}

// operators are those of more than one character, the longer first.
var operators = []string{"**=", "//=", ">>=", "<<=", "...", "!=", "->", ":=", "==", "<=", ">=", "<>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", "**", "//", "<<", ">>"}

// token reads the token at i.
func (s *scanner) token() *failure {
	c := s.text[s.i]
	switch {
	case c == '_' || 'a' <= c|32 && c|32 <= 'z' || c >= utf8.RuneSelf:
		return s.word()
	case '0' <= c && c <= '9' || c == '.' && s.digit(s.i+1, 10):
		return s.number()
	case c == '"' || c == '\'':
		return s.quoted(s.i, s.i)
	}
	if n := len(s.fstrings); n > 0 && s.level == s.fstrings[n-1].level {
		f := &s.fstrings[n-1]
		switch {
		case c == '}':
			s.level--
			f.close()
			s.emit(operator, s.i, s.i+1)
			return nil
		case c == ':':
			f.middle, f.spec = true, true
			s.emit(operator, s.i, s.i+1)
			return nil
		case c == '!' && !strings.HasPrefix(s.text[s.i:], "!="):
			s.emit(operator, s.i, s.i+1)
			return nil
		}
	}
	for _, op := range operators {
		if strings.HasPrefix(s.text[s.i:], op) {
			s.emit(operator, s.i, s.i+len(op))
			return nil
		}
	}
	switch c {
	case '(', '[', '{':
		s.level++
	case ')', ']', '}':
		s.level = max(s.level-1, 0)
	}
	if c < ' ' || c == 0x7f {
		return s.fail(fmt.Sprintf("invalid non-printable character U+%04X", c), s.i)
	}
	s.emit(operator, s.i, s.i+1)
	return nil
}

// word reads a name, or the string that it is the prefix of. All characters that are none of
// ASCII are taken for parts of names.
func (s *scanner) word() *failure {
	end := s.i
	for end < len(s.text) && (s.text[end] == '_' || s.digit(end, 10) || 'a' <= s.text[end]|32 && s.text[end]|32 <= 'z' || s.text[end] >= utf8.RuneSelf) {
		end++
	}
	if end < len(s.text) && (s.text[end] == '"' || s.text[end] == '\'') {
		switch strings.ToLower(s.text[s.i:end]) {
		case "r", "b", "u", "br", "rb":
			return s.quoted(s.i, end)
		case "f", "fr", "rf":
			return s.beginFString(end)
		}
	}
	s.emit(name, s.i, end)
	return nil
}

// quoted reads a string that begins at from and whose quote is at an offset.
func (s *scanner) quoted(from, at int) *failure {
	quote := s.text[at : at+1]
	triple := strings.HasPrefix(s.text[at:], strings.Repeat(quote, 3))
	i := at + 1
	if triple {
		quote, i = strings.Repeat(quote, 3), at+3
	}
	for i < len(s.text) {
		switch {
		case strings.HasPrefix(s.text[i:], quote):
			s.emit(stringToken, from, i+len(quote))
			return nil
		case s.text[i] == '\\':
			i++
			if n := s.lineEnd(i); n > 1 {
				i++
			}
		case s.text[i] == '\n' && !triple:
			return s.unterminated("unterminated string literal", from)
		}
		i++
	}
	if triple {
		return s.unterminated("unterminated triple-quoted string literal", from)
	}
	return s.unterminated("unterminated string literal", from)
}

func (s *scanner) unterminated(what string, from int) *failure {
	s.ended = strings.Contains(what, "triple")
	if n := len(s.fstrings); n > 0 && !s.fstrings[n-1].middle && strings.HasPrefix(s.text[from:], s.fstrings[n-1].quote) {
		return s.fail("f-string: expecting '}'", from)
	}
	line := s.placeOf(from).line
	if s.ended {
		line = len(s.starts)
		if strings.HasSuffix(s.text, "\n") {
			line--
		}
	}
	return s.fail(what+" (detected at line "+itoa(line)+")", from)
}
