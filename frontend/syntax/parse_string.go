package syntax

import (
	"strings"

	"github.com/aio2go/aio2go/frontend/source"
)

// This file implements the parsing of string literals, adjacent ones as one,
// and of f-strings (PEP 498, PEP 701).

// strings parses (fstring | STRING)+.
func (p *parser) strings() Expr {
	if p.kind == kString {
		if next := p.peek(); next != kString && next != kFStart {
			return p.stringToken()
		}
	}
	start := p.start()
	base := len(p.exprStack)
	formatted, bytes, text := false, false, false
	for {
		if p.kind == kString {
			c := p.stringToken()
			bytes = bytes || c.Kind == ConstBytes
			text = text || c.Kind == ConstStr
			p.exprStack = append(p.exprStack, c)
		} else if p.kind == kFStart {
			formatted = true
			p.fstring()
		} else {
			break
		}
	}
	if bytes && (formatted || text) {
		p.fail()
	}
	p.foldStrings(base, formatted)
	if !formatted {
		c := p.exprStack[base]
		p.exprStack = p.exprStack[:base]
		return c
	}
	j := p.joined.new()
	j.Values = p.popExprs(base)
	j.Extent = p.from(start)
	return j
}

// foldStrings merges neighbouring constants on the stack from base on into
// one, and in f-strings drops empty ones.
func (p *parser) foldStrings(base int, formatted bool) {
	values := p.exprStack[base:]
	n := 0
	for i := 0; i < len(values); i++ {
		c, ok := values[i].(*Constant)
		if ok {
			j, size := i+1, len(c.Str)
			for j < len(values) {
				d, ok := values[j].(*Constant)
				if !ok {
					break
				}
				size += len(d.Str)
				j++
			}
			if j > i+1 {
				var b strings.Builder
				b.Grow(size)
				for _, v := range values[i:j] {
					b.WriteString(v.(*Constant).Str)
				}
				c.Str = b.String()
				c.End = values[j-1].(*Constant).End
				i = j - 1
			}
			if formatted && c.Str == "" {
				continue
			}
			values[n] = c
		} else {
			values[n] = values[i]
		}
		n++
	}
	clear(values[n:])
	p.exprStack = p.exprStack[:base+n]
}

// stringToken parses one plain literal.
func (p *parser) stringToken() *Constant {
	c := p.constants.new()
	t := p.toks[p.pos]
	c.Extent = Extent{source.Pos(t.start), source.Pos(t.end)}
	raw, bytes, u, text, body := stringParts(p.text())
	msg := ""
	if bytes {
		c.Kind = ConstBytes
		if !isASCII(text) {
			p.fail()
		}
		if !raw {
			text, msg = unescapeBytes(text, func(off int, seq string) { p.warnEscape(int(t.start)+body+off, seq) })
		}
	} else {
		c.Kind, c.UKind = ConstStr, u
		if !raw {
			text, msg = unescape(text, func(off int, seq string) { p.warnEscape(int(t.start)+body+off, seq) })
		}
	}
	if msg != "" {
		p.fail()
	}
	c.Str = text
	p.next()
	return c
}

// warnEscape notes an invalid escape sequence for when the file turns out to
// be valid.
func (p *parser) warnEscape(off int, seq string) {
	msg := "invalid escape sequence '" + seq + "'"
	if isDigit(seq[1]) {
		msg = "invalid octal escape sequence '" + seq + "'"
	}
	pos := source.Pos(off)
	p.warnings = append(p.warnings, warning{source.Span{Start: pos, End: pos + source.Pos(len(seq))}, msg})
}

// fstring parses
//
//	fstring: FSTRING_START fstring_middle* FSTRING_END
//
// and pushes its values.
func (p *parser) fstring() {
	raw := strings.ContainsAny(p.text(), "rR")
	p.next()
	for p.kind != kFEnd {
		if p.kind == kFMiddle {
			p.fstringMiddle(raw)
		} else {
			p.replacementField(raw)
		}
	}
	p.next()
}

// fstringMiddle pushes a piece of text.
func (p *parser) fstringMiddle(raw bool) {
	t := p.toks[p.pos]
	c := p.constants.new()
	c.Kind = ConstStr
	c.Extent = Extent{source.Pos(t.start), source.Pos(t.end)}
	c.Str = middleText(p.src[t.start:t.end])
	if !raw {
		p.unescapeText(c, int(t.start))
	}
	if c.Str != "" {
		p.exprStack = append(p.exprStack, c)
	}
	p.next()
}

// middleText returns the text that a FSTRING_MIDDLE token stands for. A doubled
// brace ends the token, so it can only be at its end.
func middleText(s string) string {
	if strings.HasSuffix(s, "{{") || strings.HasSuffix(s, "}}") {
		return s[:len(s)-1]
	}
	return s
}

func (p *parser) unescapeText(c *Constant, off int) {
	text, msg := unescape(c.Str, func(o int, seq string) { p.warnEscape(off+o, seq) })
	if msg != "" {
		p.fail()
	}
	c.Str = text
}

// replacementField parses
//
//	'{' (yield_expr | star_expressions) ['='] ['!' NAME] [':' fstring_format_spec*] '}'
//
// and pushes the text that a "=" asks for and the FormattedValue.
func (p *parser) replacementField(raw bool) {
	start := p.start()
	p.want(opLbrace)
	p.enter()
	v := p.formatted.new()
	v.Conversion = -1
	if p.kind == kwYield {
		v.Value = p.yieldExpr()
	} else {
		v.Value = p.starExpressions()
	}
	var debug *Constant
	if p.got(opAssign) {
		debug = p.constants.new()
		debug.Kind = ConstStr
		// CPython 3.13.0 loses what follows a "!=", and confuses the texts of
		// fields in one format spec; its later releases, and we, do not.
		debug.Str = withoutComments(p.src[start+1 : p.start()])
		// CPython counts back one from the node after the text; for a
		// conversion that is the name after the "!".
		debug.Extent = Extent{start + 1, p.start()}
		if !raw {
			p.unescapeText(debug, int(start)+1)
		}
		p.exprStack = append(p.exprStack, debug)
	}
	if p.kind == opExclam {
		p.next()
		// The conversion must follow its "!" at once.
		if p.kind != kName || p.start() != p.end() {
			p.fail()
		}
		switch p.text() {
		case "s", "r", "a":
			v.Conversion = int(p.text()[0])
		default:
			p.fail()
		}
		p.next()
	}
	if p.kind == opColon {
		v.FormatSpec = p.formatSpec()
	} else if debug != nil && v.Conversion < 0 {
		v.Conversion = 'r'
	}
	p.want(opRbrace)
	p.depth--
	v.Extent = p.from(start)
	p.exprStack = append(p.exprStack, v)
}

// formatSpec parses ':' fstring_format_spec*.
func (p *parser) formatSpec() *JoinedStr {
	start := p.start()
	p.next()
	base := len(p.exprStack)
	for p.kind != opRbrace {
		if p.kind == kFMiddle {
			p.fstringMiddle(false)
		} else {
			p.replacementField(true) // the text before "=" is not unescaped here
		}
	}
	p.foldStrings(base, true)
	j := p.joined.new()
	j.Values = p.popExprs(base)
	j.Extent = p.from(start)
	return j
}

// withoutComments returns the text of an expression as f"{x=}" shows it.
func withoutComments(s string) string {
	i := strings.IndexByte(s, '#')
	if i < 0 {
		return s
	}
	var b strings.Builder
	for i >= 0 {
		b.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexByte(s, '\n')
		if end < 0 {
			return b.String()
		}
		s = s[end:]
		i = strings.IndexByte(s, '#')
	}
	b.WriteString(s)
	return b.String()
}
