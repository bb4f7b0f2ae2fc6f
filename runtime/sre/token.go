package sre

import (
	"strconv"
	"strings"
	"unicode"
)

// This file implements the tokenizer of patterns and templates. A token is one
// character, or a backslash and the character after it; the next token is known ahead.
// An error is a panic with an *Error (or what Options.Warn returned) that Compile and
// ParseTemplate recover.

const noToken = ""

type tokenizer struct {
	src   []rune
	opts  *Options
	index int    // behind next
	next  string // noToken at the end
	width int    // of next in code points
}

func newTokenizer(src []rune, opts *Options) *tokenizer {
	t := &tokenizer{src: src, opts: opts}
	t.advance()
	return t
}

func (t *tokenizer) advance() {
	if t.index >= len(t.src) {
		t.next, t.width = noToken, 0
		return
	}
	n := 1
	if t.src[t.index] == '\\' {
		if n = 2; t.index+1 >= len(t.src) {
			panic(&Error{Msg: "bad escape (end of pattern)", Pos: len(t.src) - 1})
		}
	}
	t.next, t.width = encode(t.src[t.index:t.index+n]), n
	t.index += n
}

// encode is string(s) that keeps lone surrogates, as the runtime's strs do.
func encode(s []rune) string {
	b := make([]byte, 0, len(s)+8)
	for _, c := range s {
		b = appendRune(b, c)
	}
	return string(b)
}

func appendRune(b []byte, c rune) []byte {
	if c >= 0xD800 && c < 0xE000 {
		return append(b, 0xE0|byte(c>>12), 0x80|byte(c>>6)&0x3F, 0x80|byte(c)&0x3F)
	}
	return append(b, string(c)...)
}

// runes is the inverse of encode.
func runes(s string) []rune {
	out := make([]rune, 0, len(s))
	for i := 0; i < len(s); {
		if s[i] == 0xED && i+2 < len(s) && s[i+1] >= 0xA0 {
			out = append(out, 0xD000|rune(s[i+1]&0x3F)<<6|rune(s[i+2]&0x3F))
			i += 3
			continue
		}
		for _, c := range s[i:] {
			out = append(out, c)
			i += len(string(c))
			break
		}
	}
	return out
}

func (t *tokenizer) get() string {
	this := t.next
	t.advance()
	return this
}

func (t *tokenizer) match(s string) bool {
	if t.next == s {
		t.advance()
		return true
	}
	return false
}

func (t *tokenizer) tell() int { return t.index - t.width }

func (t *tokenizer) seek(index int) {
	t.index = index
	t.advance()
}

func (t *tokenizer) fail(msg string, offset int) {
	if !t.opts.Text {
		msg = backslashASCII(msg)
	}
	panic(&Error{Msg: msg, Pos: t.tell() - offset})
}

// backslashASCII is how a message about a bytes pattern shows bytes over 0x7f.
func backslashASCII(s string) string {
	var b strings.Builder
	for _, c := range runes(s) {
		if c < 0x80 {
			b.WriteRune(c)
		} else {
			b.WriteString(`\x` + strconv.FormatInt(int64(c), 16))
		}
	}
	return b.String()
}

// getWhile takes up to n characters that are in set.
func (t *tokenizer) getWhile(n int, set string) string {
	var b strings.Builder
	for ; n > 0 && t.next != noToken && strings.Contains(set, t.next); n-- {
		b.WriteString(t.get())
	}
	return b.String()
}

// getUntil takes what comes before the terminator, called name in messages.
func (t *tokenizer) getUntil(terminator, name string) string {
	var b strings.Builder
	for {
		c := t.get()
		switch {
		case c == noToken && b.Len() == 0:
			t.fail("missing "+name, 0)
		case c == noToken:
			t.fail("missing "+terminator+", unterminated name", count(b.String()))
		case c == terminator && b.Len() == 0:
			t.fail("missing "+name, 1)
		case c == terminator:
			return b.String()
		}
		b.WriteString(c)
	}
}

func count(s string) int { return len(runes(s)) }

func (t *tokenizer) checkGroupName(name string, offset int) {
	if !t.opts.Text && !isASCII(name) {
		t.fail("bad character in group name "+asciiQuote(t.opts.Quote(name)), count(name)+offset)
	}
	if !t.opts.IsIdentifier(name) {
		t.fail("bad character in group name "+t.opts.Quote(name), count(name)+offset)
	}
}

// asciiQuote turns a repr into what ascii() gives for a text below U+0100.
func asciiQuote(s string) string { return backslashASCII(s) }

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// isNumber reports whether a group's name is a number.
func isNumber(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// groupNumber is the number, or MaxGroups where it is as large or larger.
func groupNumber(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n > MaxGroups {
		return MaxGroups
	}
	return n
}

const (
	digits    = "0123456789"
	octDigits = "01234567"
	hexDigits = "0123456789abcdefABCDEF"
	spaces    = " \t\n\r\v\f"
)

func oneOf(token, set string) bool { return len(token) == 1 && strings.Contains(set, token) }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isAlpha(token string) bool {
	for _, c := range token {
		if !unicode.IsLetter(c) {
			return false
		}
	}
	return true
}

var simpleEscapes = map[string]rune{`\a`: '\a', `\b`: '\b', `\f`: '\f', `\n`: '\n', `\r`: '\r', `\t`: '\t', `\v`: '\v', `\\`: '\\'}

// charEscape reads the escapes that sets and patterns have in common: \x, \u, \U and \N.
func (t *tokenizer) charEscape(escape string) (c rune, ok bool) {
	n := 0
	switch escape[1] {
	case 'x':
		n = 2
	case 'u':
		n = 4
	case 'U':
		n = 8
	case 'N':
	default:
		return 0, false
	}
	if escape[1] != 'x' && !t.opts.Text {
		return 0, false
	}
	if n == 0 {
		if !t.match("{") {
			t.fail("missing {", 0)
		}
		name := t.getUntil("}", "character name")
		if t.opts.CharByName != nil {
			if c, ok := t.opts.CharByName(name); ok {
				return c, true
			}
		}
		t.fail("undefined character name "+t.opts.Quote(name), count(name)+len(`\N{}`))
	}
	escape += t.getWhile(n, hexDigits)
	if len(escape) != n+2 {
		t.fail("incomplete escape "+escape, len(escape))
	}
	v, _ := strconv.ParseUint(escape[2:], 16, 32)
	if v > unicode.MaxRune {
		t.fail("bad escape "+escape, len(escape))
	}
	return rune(v), true
}

func (t *tokenizer) octal(escape string) rune {
	v, _ := strconv.ParseUint(escape[1:], 8, 32)
	if v > 0o377 {
		t.fail("octal escape value "+escape+" outside of range 0-0o377", len(escape))
	}
	return rune(v)
}
