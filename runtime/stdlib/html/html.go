// Package html implements the modules html and html.entities (Python library reference,
// html: HyperText Markup Language support).
package html

import (
	"strconv"
	"strings"
	"sync"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "html", Package: true, Doc: "\nGeneral functions for HTML manipulation.\n",
	Init: func(m *py.Module) exc {
		entities, e := py.ImportModule("html.entities")
		if e != nil {
			return e
		}
		m.Set("entities", entities)
		pydef.Add(m,
			pydef.Method{Sig: "escape(s, quote=True)", Impl: escape},
			pydef.Method{Sig: "unescape(s)", Impl: func(s value) (value, exc) {
				str, ok := py.AsStr(s)
				if !ok {
					if has, e := py.Contains(s, py.StrV("&")); e != nil || !has {
						return s, e
					}
					return value{}, py.Raisef(py.TypeErrorType, "expected string or bytes-like object, got '%s'", s.Type().Name)
				}
				if !strings.Contains(str.S, "&") {
					return s, nil
				}
				return py.StrV(Unescape(str.S)), nil
			}},
		)
		m.Set("__all__", py.ListV(py.StrV("escape"), py.StrV("unescape")))
		return nil
	},
}

var entitiesSpec = py.ModuleSpec{
	Name: "html.entities", Doc: "HTML character entity references.",
	Init: func(m *py.Module) exc {
		all := py.NewDict()
		eachEntity(func(name, text string) { all.SetStr(py.Intern(name), py.StrV(text)) })
		m.Set("html5", all.Value())
		byName, byCode, defs := py.NewDict(), py.NewDict(), py.NewDict()
		words := strings.Fields(names4)
		for i := 0; i < len(words); i += 2 {
			n, _ := strconv.Atoi(words[i+1])
			name := py.Intern(words[i])
			byName.SetStr(name, py.IntOf(n))
			if e := byCode.Set(py.IntOf(n), name.Value()); e != nil {
				return e
			}
			defs.SetStr(name, py.RuneStr(rune(n)).Value())
		}
		m.Set("name2codepoint", byName.Value())
		m.Set("codepoint2name", byCode.Value())
		m.Set("entitydefs", defs.Value())
		m.Set("__all__", py.ListV(py.StrV("html5"), py.StrV("name2codepoint"), py.StrV("codepoint2name"), py.StrV("entitydefs")))
		return nil
	},
}

func init() {
	py.RegisterModule(&spec)
	py.RegisterModule(&entitiesSpec)
}

func eachEntity(f func(name, text string)) {
	for line := range strings.Lines(html5) {
		if line == "\n" { // the rest of NewLine, whose text is a line feed
			continue
		}
		name, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if text == "" {
			text = "\n"
		}
		f(name, text)
	}
}

// names are the named references, those with a semicolon and those without.
var names = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 2300)
	eachEntity(func(name, text string) { m[name] = text })
	return m
})

var nameReplace = py.Intern("replace")

var (
	unquoted = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	quoted   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#x27;")
)

func escape(s, quote value) (value, exc) {
	q, e := py.Truth(quote)
	if e != nil {
		return value{}, e
	}
	if str, ok := py.AsStr(s); ok && s.Type() == py.StrType {
		if q {
			return py.StrV(quoted.Replace(str.S)), nil
		}
		return py.StrV(unquoted.Replace(str.S)), nil
	}
	pairs := [][2]string{{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {`"`, "&quot;"}, {"'", "&#x27;"}}
	if !q {
		pairs = pairs[:3]
	}
	for _, p := range pairs {
		if s, e = py.CallMethod2(s, nameReplace, py.StrV(p[0]), py.StrV(p[1])); e != nil {
			return value{}, e
		}
	}
	return s, nil
}

// windows are what references to the code points 0x80 to 0x9f mean: Windows-1252.
const windows = "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
	"\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178"

// numeric is the text of a numeric reference.
func numeric(n int64) string {
	switch {
	case n == 0:
		return "\ufffd"
	case n == '\r':
		return "\r"
	case n >= 0x80 && n < 0xA0:
		return string([]rune(windows)[n-0x80])
	case n >= 0xD800 && n < 0xE000 || n > 0x10FFFF:
		return "\ufffd"
	case n < 9 || n == 0xB || n >= 0xE && n < 0x20 || n == 0x7F || n >= 0xFDD0 && n < 0xFDF0 || n&0xFFFE == 0xFFFE:
		return ""
	}
	return string(rune(n))
}

// Unescape replaces the character references in s.
func Unescape(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		n, text := reference(s)
		if n == 0 {
			n, text = 1, "&"
		}
		b.WriteString(text)
		s = s[n:]
	}
}

// maxName is how long a name is looked at.
const maxName = 32

// reference reads the reference that s begins with and returns how long it is, 0 where
// there is none.
func reference(s string) (n int, text string) {
	if len(s) > 2 && s[1] == '#' {
		base, set, from := 10, "0123456789", 2
		if s[2] == 'x' || s[2] == 'X' {
			base, set, from = 16, "0123456789abcdefABCDEF", 3
		}
		to := from
		for to < len(s) && strings.IndexByte(set, s[to]) >= 0 {
			to++
		}
		if to == from {
			return 0, ""
		}
		v, err := strconv.ParseInt(s[from:to], base, 64)
		if err != nil {
			v = 0x110000
		}
		if to < len(s) && s[to] == ';' {
			to++
		}
		return to, numeric(v)
	}
	to, count := 1, 0
	for i, c := range s[1:] {
		if count == maxName || strings.ContainsRune("\t\n\f <&#;", c) {
			break
		}
		count++
		to = 1 + i + len(string(c))
	}
	if count == 0 {
		return 0, ""
	}
	if to < len(s) && s[to] == ';' {
		to++
	}
	name := s[1:to]
	if t, ok := names()[name]; ok {
		return to, t
	}
	// The longest name that it begins with, as browsers do it.
	for k := len(name) - 1; k > 1; k-- {
		if t, ok := names()[name[:k]]; ok {
			return to, t + name[k:]
		}
	}
	return to, "&" + name
}
