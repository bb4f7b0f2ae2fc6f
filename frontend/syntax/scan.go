package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/aio2go/aio2go/frontend/source"
)

// This file implements the scanner: indentation, names, operators and
// brackets. scan_number.go and scan_string.go have the literals. Reference:
// https://docs.python.org/3.13/reference/lexical_analysis.html.
//
// The scanner never needs the parser, so a file is scanned in one go. At the
// first error it stops, leaving a kError token; what the error is, and where
// CPython's tokenizer stands when it finds it, is in scanner.err.

// Limits that CPython's tokenizer has as well.
const (
	maxIndents  = 100
	maxBrackets = 200
	maxFStrings = 150
	tabSize     = 8
)

// A syntaxError is an error in the source, with its place as CPython gives it.
// An empty span is one of which CPython knows only the start.
type syntaxError struct {
	class string // "" for SyntaxError
	msg   string
	span  source.Span

	// soft marks an error of the scanner that CPython does not find when it
	// only checks the rest of a file in which the parser has found an error.
	soft bool

	// silent marks an error inside an f-string, at which that check ends.
	silent bool

	// plain is the token at which the grammar without rules for errors fails,
	// if there is a message of its own for the mistake: before Python 3.10 most
	// of them were "invalid syntax" there.
	plain source.Span
}

type bracket struct {
	char byte
	pos  int32
}

// fstring is the state of an f-string being scanned. Brackets are counted from
// its start, so that the ":" that starts a format spec and the "}" that ends a
// replacement field can be told from others.
type fstring struct {
	quote     byte
	size      int // of the quote: 1 or 3
	raw       bool
	inSpec    bool // in the text of a format spec
	inText    bool // in text, not in an expression
	depth     int  // brackets open inside the f-string
	exprDepth int  // depth outside of the innermost replacement field, minus one
	start     int32
}

type scanner struct {
	file     *source.File
	src      string // text, with a newline and a zero byte after it
	limit    int    // length of the text itself
	pos      int
	tokens   []token
	indents  []indent
	brackets []bracket
	fstrings []fstring
	err      *syntaxError

	// eofBracket is set when the text ends inside a bracket: the error is not
	// the scanner's to report, because a more specific one may be found first.
	eofBracket bool
	unclosed   *syntaxError // the error that this becomes
}

// indent is a level of indentation, measured with tabs of eight and of one:
// two lines are indented consistently if they compare alike in both.
type indent struct{ col, alt int }

// class of a byte at the start of a token.
const (
	cOther = iota
	cSpace
	cName // letter, underscore
	cDigit
	cQuote
	cHigh // not ASCII
)

var class [256]uint8
var isName [256]bool // may continue an ASCII identifier

func init() {
	for c := 0; c < 256; c++ {
		switch {
		case c == ' ' || c == '\t' || c == '\f':
			class[c] = cSpace
		case c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			class[c] = cName
			isName[c] = true
		case '0' <= c && c <= '9':
			class[c] = cDigit
			isName[c] = true
		case c == '"' || c == '\'':
			class[c] = cQuote
		case c >= utf8.RuneSelf:
			class[c] = cHigh
		}
	}
}

func newScanner(f *source.File) *scanner {
	s := &scanner{file: f, limit: len(f.Text)}
	s.src = f.Text + "\n\x00\x00\x00"
	s.tokens = make([]token, 0, len(f.Text)/4+8)
	s.indents = append(make([]indent, 0, 16), indent{})
	return s
}

// scan scans to the end of the text or the first error.
func (s *scanner) scan() {
	for s.err == nil && s.line() {
	}
	switch {
	case s.err != nil:
		s.err.silent = len(s.fstrings) > 0
		s.tokens = append(s.tokens, token{kind: kError, start: int32(s.pos), end: int32(s.pos)})
	case s.eofBracket:
		s.tokens = append(s.tokens, token{kind: kError, start: int32(s.limit), end: int32(s.limit)})
	default:
		s.emit(kEnd, s.endPos(), s.endPos())
	}
}

// endPos is where CPython puts the tokens at the end of the file: on the line
// after the last.
func (s *scanner) endPos() int {
	if s.limit > 0 && s.src[s.limit-1] != '\n' {
		return s.limit + 1
	}
	return s.limit
}

func (s *scanner) emit(k kind, start, end int) {
	s.tokens = append(s.tokens, token{kind: k, level: uint8(len(s.brackets)), start: int32(start), end: int32(end)})
}

// fail records an error of which CPython reports the place it has read to:
// the character before s.pos.
func (s *scanner) fail(format string, args ...any) {
	start := s.pos
	if start > 0 && s.src[start-1] != '\n' {
		_, n := utf8.DecodeLastRuneInString(s.src[:start])
		start -= n
	}
	s.failAt(start, start, format, args...)
}

func (s *scanner) failAt(start, end int, format string, args ...any) {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	s.err = &syntaxError{msg: format, span: source.Span{Start: source.Pos(start), End: source.Pos(end)}}
}

func (s *scanner) failIndent(class, msg string, start int) {
	s.failAt(start, start, msg)
	s.err.class, s.err.soft = class, true
}

func (s *scanner) lineOf(pos int) int {
	line, _ := s.file.Position(source.Pos(pos))
	return line
}

// line scans one logical line, its indentation first. It returns false at the
// end of the text.
func (s *scanner) line() bool {
	col, alt := 0, 0
	start := s.pos
	for {
		switch s.src[s.pos] {
		case ' ':
			col++
			alt++
		case '\t':
			col = (col/tabSize + 1) * tabSize
			alt++
		case '\f':
			col, alt = 0, 0
		case '\\':
			// A continued line is indented like its first part, if that
			// is indented at all.
			if s.src[s.pos+1] != '\n' {
				goto done
			}
			if !s.continuation() {
				return false
			}
			if col == 0 && alt == 0 {
				start = s.pos
				continue
			}
			for class[s.src[s.pos]] == cSpace {
				s.pos++
			}
			if s.src[s.pos] == '\\' && s.src[s.pos+1] == '\n' {
				continue
			}
			goto done
		default:
			goto done
		}
		s.pos++
	}
done:
	switch s.src[s.pos] {
	case '#':
		s.comment()
		s.pos++
		return s.pos <= s.limit
	case '\n':
		if s.pos >= s.limit {
			s.finish()
			return false
		}
		s.pos++
		return true
	}
	if s.pos >= s.limit && s.src[s.pos] == 0 {
		s.finish()
		return false
	}
	if !s.indentation(start, col, alt) {
		return false
	}
	return s.rest()
}

// finish closes all blocks at the end of the text.
func (s *scanner) finish() {
	for len(s.indents) > 1 {
		s.indents = s.indents[:len(s.indents)-1]
		s.emit(kDedent, s.endPos(), s.endPos())
	}
}

func (s *scanner) comment() {
	s.pos += strings.IndexByte(s.src[s.pos:], '\n')
}

// continuation skips a backslash and the newline after it. It fails if the
// text ends there.
func (s *scanner) continuation() bool {
	if s.pos+1 >= s.limit || s.pos+2 >= s.limit {
		s.pos++
		if len(s.brackets) > 0 {
			s.eofBracket = true
		} else {
			s.failAt(s.pos, s.pos, "unexpected EOF while parsing")
			s.err.soft = true
		}
		return false
	}
	s.pos += 2
	return true
}

// indentation emits the INDENT and DEDENT tokens of a line.
func (s *scanner) indentation(start, col, alt int) bool {
	const inconsistent = "inconsistent use of tabs and spaces in indentation"
	top := s.indents[len(s.indents)-1]
	switch {
	case col == top.col:
		if alt != top.alt {
			s.failIndent("TabError", inconsistent, s.lineStart(s.pos))
			return false
		}
	case col > top.col:
		if len(s.indents) >= maxIndents {
			s.failIndent("IndentationError", "too many levels of indentation", s.lineStart(s.pos))
			return false
		}
		if alt <= top.alt {
			s.failIndent("TabError", inconsistent, s.lineStart(s.pos))
			return false
		}
		s.indents = append(s.indents, indent{col, alt})
		s.emit(kIndent, start, s.pos)
	default:
		n := len(s.indents)
		for col < top.col {
			n--
			top = s.indents[n-1]
		}
		if col != top.col {
			// CPython points behind the line.
			end := s.pos + strings.IndexByte(s.src[s.pos:], '\n')
			s.failIndent("IndentationError", "unindent does not match any outer indentation level", end)
			return false
		}
		if alt != top.alt {
			s.failIndent("TabError", inconsistent, s.lineStart(s.pos))
			return false
		}
		for ; n < len(s.indents); s.indents = s.indents[:len(s.indents)-1] {
			s.emit(kDedent, s.pos, s.pos)
		}
	}
	return true
}

func (s *scanner) lineStart(pos int) int { return strings.LastIndexByte(s.src[:pos], '\n') + 1 }

// rest scans the tokens of a logical line up to and including its NEWLINE.
func (s *scanner) rest() bool {
	comment := -1 // where the comment starts that the last line ends with
	for {
		if n := len(s.fstrings); n > 0 && s.fstrings[n-1].inText {
			if !s.fstringText() {
				return false
			}
			continue
		}
		for class[s.src[s.pos]] == cSpace {
			s.pos++
		}
		start := s.pos
		c := s.src[start]
		switch class[c] {
		case cName:
			for isName[s.src[s.pos]] {
				s.pos++
			}
			if d := s.src[s.pos]; d < utf8.RuneSelf {
				if class[d] == cQuote && s.pos-start <= 2 && s.stringPrefix(start) {
					if s.err != nil {
						return false
					}
					continue
				}
				s.emit(keyword(s.src[start:s.pos]), start, s.pos)
				continue
			}
			if !s.unicodeName(start) {
				return false
			}
		case cHigh:
			if !s.unicodeName(start) {
				return false
			}
		case cDigit:
			if !s.number() {
				return false
			}
		case cQuote:
			if !s.stringLiteral(start) {
				return false
			}
		default:
			switch c {
			case '\n':
				if start >= s.limit && len(s.brackets) > 0 {
					s.eofBracket = true
					return false
				}
				s.pos++
				if len(s.brackets) > 0 {
					continue
				}
				if comment >= 0 {
					start = comment // as CPython has it
				}
				s.emit(kNewline, start, s.pos)
				return true
			case '#':
				if s.comment(); len(s.brackets) == 0 {
					comment = start
				}
			case '\\':
				if s.src[start+1] != '\n' {
					s.pos++
					s.failAt(s.pos, s.pos, "unexpected character after line continuation character")
					s.err.soft = true
					return false
				}
				if !s.continuation() {
					return false
				}
			default:
				if !s.operator(c) {
					return false
				}
			}
		}
	}
}

// operator scans an operator or delimiter that starts with c.
func (s *scanner) operator(c byte) bool {
	start := s.pos
	d, e := s.src[start+1], s.src[start+2]
	if n := len(s.fstrings); n > 0 {
		if f := &s.fstrings[n-1]; c == ':' && f.depth-1 == f.exprDepth {
			f.inText, f.inSpec = true, true
			s.pos++
			s.emit(opColon, start, s.pos)
			return true
		}
	}
	if c == '.' && '0' <= d && d <= '9' {
		return s.number()
	}
	k, size := opUnknown, 1
	if d == '=' {
		k, size = opBeforeEq[c&127], 2
		if k == 0 {
			k, size = opUnknown, 1
		}
	} else if c == d {
		switch {
		case c == '*' && e == '=':
			k, size = opDoubleStarEq, 3
		case c == '*':
			k, size = opDoubleStar, 2
		case c == '/' && e == '=':
			k, size = opDoubleSlashEq, 3
		case c == '/':
			k, size = opDoubleSlash, 2
		case c == '<' && e == '=':
			k, size = opLshiftEq, 3
		case c == '<':
			k, size = opLshift, 2
		case c == '>' && e == '=':
			k, size = opRshiftEq, 3
		case c == '>':
			k, size = opRshift, 2
		case c == '.' && e == '.':
			k, size = opEllipsis, 3
		}
	} else if d == '>' {
		switch c {
		case '-':
			k, size = opArrow, 2
		case '<':
			k, size = opOldNotEqual, 2
		}
	}
	if size == 1 {
		k = opSingle[c&127]
		switch {
		case k == 0:
			return s.badCharacter(c)
		case k >= opLpar && k <= opRbrace:
			return s.bracket(c, k)
		}
	}
	s.pos += size
	s.emit(k, start, s.pos)
	return true
}

// opSingle are the operators of one character.
var opSingle = [128]kind{
	'(': opLpar, ')': opRpar, '[': opLsqb, ']': opRsqb, '{': opLbrace, '}': opRbrace, ':': opColon,
	',': opComma, ';': opSemi, '.': opDot, '!': opExclam, '~': opTilde, '+': opPlus, '-': opMinus,
	'*': opStar, '/': opSlash, '%': opPercent, '@': opAt, '|': opVbar, '^': opCaret, '&': opAmper,
	'=': opAssign, '<': opLess, '>': opGreater, '$': opUnknown, '?': opUnknown, '`': opUnknown,
}

// opBeforeEq are the operators of a character and "=".
var opBeforeEq = [128]kind{
	':': opWalrus, '+': opPlusEq, '-': opMinusEq, '*': opStarEq, '/': opSlashEq, '%': opPercentEq,
	'@': opAtEq, '|': opVbarEq, '^': opCaretEq, '&': opAmperEq, '=': opEqual, '!': opNotEqual,
	'<': opLessEq, '>': opGreaterEq,
}

func (s *scanner) badCharacter(c byte) bool {
	s.pos++
	s.fail("invalid non-printable character U+%04X", c)
	return false
}

// bracket scans an opening or closing bracket.
func (s *scanner) bracket(c byte, k kind) bool {
	start := s.pos
	s.pos++
	var f *fstring
	if n := len(s.fstrings); n > 0 {
		f = &s.fstrings[n-1]
	}
	if k == opLpar || k == opLsqb || k == opLbrace {
		if len(s.brackets) >= maxBrackets {
			s.fail("too many nested parentheses")
			return false
		}
		s.brackets = append(s.brackets, bracket{c, int32(start)})
		if f != nil {
			f.depth++
		}
		s.emit(k, start, s.pos)
		return true
	}
	if f != nil && f.depth == 0 && c == '}' {
		s.fail("f-string: single '}' is not allowed")
		return false
	}
	if len(s.brackets) == 0 {
		s.fail("unmatched '%c'", c)
		return false
	}
	open := s.brackets[len(s.brackets)-1]
	if open.char != '(' && c == ')' || open.char != '[' && c == ']' || open.char != '{' && c == '}' {
		if f != nil && open.char == '{' && f.depth-1 == f.exprDepth {
			s.fail("f-string: unmatched '%c'", c)
			return false
		}
		if line := s.lineOf(int(open.pos)); line != s.lineOf(start) {
			s.fail("closing parenthesis '%c' does not match opening parenthesis '%c' on line %d", c, open.char, line)
		} else {
			s.fail("closing parenthesis '%c' does not match opening parenthesis '%c'", c, open.char)
		}
		return false
	}
	s.brackets = s.brackets[:len(s.brackets)-1]
	if f != nil {
		f.depth--
		if f.depth < 0 {
			s.fail("f-string: unmatched '%c'", c)
			return false
		}
		if c == '}' && f.depth == f.exprDepth {
			f.exprDepth--
			// As in CPython, what follows a field nested in a format spec
			// is scanned like text outside of one.
			f.inText, f.inSpec = true, false
		}
	}
	s.emit(k, start, s.pos)
	return true
}
