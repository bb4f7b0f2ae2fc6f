package ast

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/ucd"
)

// This file writes strings and f-strings: with the quotes that need the fewest backslashes.

var (
	allQuotes   = []string{"'", `"`, `"""`, "'''"}
	multiQuotes = []string{`"""`, "'''"}
)

// quoted writes a string with one of the quotes.
func (w *writer) quoted(s string, quotes []string) {
	text, quotes := w.escape(s, quotes, false)
	w.text(quotes[0], text, quotes[0])
}

// escape returns what stands between the quotes for s, and which of the given quotes can
// be around it. White space other than blanks is escaped only where that is asked for.
func (w *writer) escape(s string, quotes []string, whitespace bool) (string, []string) {
	var b strings.Builder
	for i, n := 0, 0; i < len(s); i += n {
		var c rune
		c, n = utf8.DecodeRuneInString(s[i:])
		if c == utf8.RuneError && n == 1 { // a lone surrogate, in its form of three bytes
			n = min(3, len(s)-i)
		}
		switch {
		case !whitespace && (c == '\n' || c == '\t'):
			b.WriteRune(c)
		case c == '\\' || n == 3 && c == utf8.RuneError || !ucd.IsPrintable(c):
			b.WriteString(w.escaped(s[i : i+n]))
		default:
			b.WriteRune(c)
		}
	}
	text := b.String()
	var possible []string
	for _, q := range quotes {
		if (len(q) == 3 || !strings.Contains(text, "\n")) && !strings.Contains(text, q) {
			possible = append(possible, q)
		}
	}
	if len(possible) == 0 {
		r := w.Repr(py.StrV(s))
		if w.Failed() {
			return "", quotes
		}
		for _, q := range quotes {
			if strings.Contains(q, r[:1]) {
				return r[1 : len(r)-1], []string{q}
			}
		}
		return r[1 : len(r)-1], []string{r[:1]}
	}
	if text != "" {
		last := text[len(text)-1]
		slices.SortStableFunc(possible, func(a, b string) int { return atEnd(a, last) - atEnd(b, last) })
		if possible[0][0] == last {
			text = text[:len(text)-1] + `\` + text[len(text)-1:]
		}
	}
	return text, possible
}

// atEnd is 1 for a quote whose character is the last of the text.
func atEnd(quote string, last byte) int {
	if quote[0] == last {
		return 1
	}
	return 0
}

// escaped is the escape sequence of a character.
func (w *writer) escaped(c string) string {
	b, e := py.Encode(py.NewStr(c), "unicode_escape", "strict")
	w.Raise(e)
	return string(b)
}

// part is a part of an f-string: a text, or a replacement field as it is written.
type part struct {
	text  string
	plain bool
}

// joined writes an f-string. All its parts have to do with one kind of quotes; where there
// is none, constants are written as repr writes them.
func (w *writer) joined(n value) {
	w.text("f")
	var parts []part
	for _, v := range w.List(n, "values") {
		text := w.captured(func() { w.inner(v, false) })
		parts = append(parts, part{text, !w.Failed() && is(v, "Constant")})
	}
	quotes := allQuotes
	var out strings.Builder
	for _, p := range parts {
		text := p.text
		if p.plain {
			escaped, possible := w.escape(text, quotes, true)
			if !slices.ContainsFunc(possible, func(q string) bool { return slices.Contains(quotes, q) }) {
				w.joinedRepr(parts)
				return
			}
			text, quotes = escaped, possible
		} else if strings.Contains(text, "\n") {
			quotes = slices.DeleteFunc(slices.Clone(quotes), func(q string) bool { return len(q) == 1 })
			if len(quotes) == 0 {
				w.Raise(py.RaiseArgs(py.AssertionErrorType))
				return
			}
		}
		out.WriteString(text)
	}
	w.text(quotes[0], out.String(), quotes[0])
}

// joinedRepr writes the parts of an f-string between three single quotes.
func (w *writer) joinedRepr(parts []part) {
	w.text("'''")
	for _, p := range parts {
		if p.plain {
			r := w.Repr(py.StrV(`"` + p.text)) // which has single quotes around it
			if w.Failed() {
				return
			}
			w.text(r[2 : len(r)-1])
		} else {
			w.text(p.text)
		}
	}
	w.text("'''")
}

// inner writes a part of an f-string or of the format in a replacement field.
func (w *writer) inner(n value, spec bool) {
	switch {
	case w.Failed():
	case is(n, "JoinedStr"):
		for _, v := range w.List(n, "values") {
			w.inner(v, spec)
		}
	case is(n, "FormattedValue"):
		w.formatted(n)
	case is(n, "Constant") && py.IsInstance(w.get(n, "value"), py.StrType):
		text := strings.NewReplacer("{", "{{", "}", "}}").Replace(w.name(n, "value"))
		if spec {
			text = strings.NewReplacer(`\`, `\\`, "'", `\'`, `"`, `\"`, "\n", `\n`).Replace(text)
		}
		w.text(text)
	default:
		w.Failf(py.ValueErrorType, "Unexpected node inside JoinedStr, %s", w.Repr(n))
	}
}

// formatted writes a replacement field. Its expression is written as one by itself.
func (w *writer) formatted(n value) {
	w.between("{", "}", func() {
		x := w.get(n, "value")
		inner := newWriter()
		inner.at(precTest.next(), x)
		w.Raise(inner.Exc)
		text := inner.out.String()
		if strings.HasPrefix(text, "{") {
			w.text(" ")
		}
		w.text(text)
		if c := w.Int(w.get(n, "conversion")); c != -1 {
			w.text("!", string(rune(c)))
		}
		if spec := w.get(n, "format_spec"); w.Truth(spec) {
			w.text(":")
			w.inner(spec, true)
		}
	})
}
