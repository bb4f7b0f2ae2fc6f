// Package string implements the module string (Python library reference, string: Common
// string operations).
package string

import (
	"strings"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

const (
	lower      = "abcdefghijklmnopqrstuvwxyz"
	upper      = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits     = "0123456789"
	punct      = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
	whitespace = " \t\n\r\v\f"
)

var spec = py.ModuleSpec{
	Name:  "string",
	Doc:   "A collection of string constants.",
	Types: []*py.Type{templateType, formatterType},
	Functions: []py.Method{{Name: "capwords", Sig: "(s, sep=None)", Impl: func(s, sep value) (value, exc) {
		if sep.IsUnbound() {
			sep = py.None
		}
		words, e := py.CallMethod1(s, py.Intern("split"), sep)
		if e != nil {
			return value{}, e
		}
		items, e := py.ToSlice(words)
		if e != nil {
			return value{}, e
		}
		for i := range items {
			if items[i], e = py.CallMethod0(items[i], py.Intern("capitalize")); e != nil {
				return value{}, e
			}
		}
		if sep.IsNone() {
			sep = py.StrV(" ")
		}
		return py.CallMethod1(sep, py.Intern("join"), py.NewList(items).Value())
	}}},
	Init: func(m *py.Module) exc {
		for _, c := range []struct{ name, text string }{
			{"ascii_lowercase", lower}, {"ascii_uppercase", upper}, {"ascii_letters", lower + upper}, {"digits", digits},
			{"hexdigits", digits + "abcdefABCDEF"}, {"octdigits", "01234567"}, {"punctuation", punct}, {"whitespace", whitespace},
			{"printable", digits + lower + upper + punct + whitespace},
		} {
			m.Set(c.name, py.StrV(c.text))
		}
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

// template is an instance of string.Template.
type template struct {
	py.Header
	Attrs py.Attrs
}

var templateType = &py.Type{Name: "Template"}

var nameTemplate = py.Intern("template")

func init() {
	sig := py.NewSignature("Template.__init__", "", "(template)")
	templateType.Define(&py.TypeSpec{
		Module: "string", Flags: py.FlagBaseType, Doc: "A string class for supporting $-substitutions.",
		Layout: py.LayoutWithAttrs[template](unsafe.Offsetof(template{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(v value, args []value, names []*py.Str) exc {
				p, e := sig.Parse(args, names)
				if e == nil {
					py.AttrsOf(v).Set(nameTemplate, p[0])
				}
				return e
			},
		},
		Consts: []py.Const{{Name: "delimiter", Value: py.StrV("$")}},
		Methods: []py.Method{
			{Name: "substitute", Impl: func(v value, args []value, names []*py.Str) (value, exc) { return substitute(v, args, names, false) }},
			{Name: "safe_substitute", Impl: func(v value, args []value, names []*py.Str) (value, exc) { return substitute(v, args, names, true) }},
			{Name: "is_valid", Sig: "($self)", Impl: func(v value) (value, exc) {
				_, bad, e := parse(v)
				return py.Bool(bad < 0), e
			}},
			{Name: "get_identifiers", Sig: "($self)", Impl: func(v value) (value, exc) {
				parts, bad, e := parse(v)
				if e != nil {
					return value{}, e
				}
				if bad >= 0 {
					return value{}, py.Raisef(py.ValueErrorType, "Unrecognized named group in pattern")
				}
				seen := map[string]bool{}
				var out []value
				for _, p := range parts {
					if p.name != "" && !seen[p.name] {
						seen[p.name] = true
						out = append(out, py.StrV(p.name))
					}
				}
				return py.NewList(out).Value(), nil
			}},
		},
	})
	formatterType.Define(&py.TypeSpec{
		Module: "string", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[template](unsafe.Offsetof(template{}.Attrs)),
		Slots: py.Slots{
			New:  func(cls *py.Type, args []value, names []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(v value, args []value, names []*py.Str) exc { return nil },
		},
		Methods: []py.Method{
			{Name: "format", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
				if len(args) == len(names) {
					return value{}, py.Raisef(py.TypeErrorType, "Formatter.format() missing 1 required positional argument: 'format_string'")
				}
				return py.CallMethodKw(args[0], py.Intern("format"), args[1:], names)
			}},
			{Name: "vformat", Sig: "($self, format_string, args, kwargs)", Impl: func(v, s, args, kwargs value) (value, exc) {
				f, e := py.GetAttr(s, py.Intern("format"))
				if e != nil {
					return value{}, e
				}
				return py.CallEx(f, args, kwargs)
			}},
		},
	})
}

var formatterType = &py.Type{Name: "Formatter"}

// part is a piece of a template: text, or a name with the text it was written as.
type part struct{ text, name string }

func isNameByte(c byte, first bool) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || !first && c >= '0' && c <= '9'
}

// parse splits a template. bad is the byte offset of the first invalid placeholder, -1
// for none.
func parse(v value) (parts []part, bad int, e exc) {
	t, e := py.GetAttr(v, nameTemplate)
	if e != nil {
		return nil, -1, e
	}
	s, e := py.StrText(t)
	if e != nil {
		return nil, -1, e
	}
	bad = -1
	start := 0
	for i := 0; i < len(s); {
		if s[i] != '$' {
			i++
			continue
		}
		parts = append(parts, part{text: s[start:i]})
		begin := i
		i++
		switch {
		case i < len(s) && s[i] == '$':
			parts = append(parts, part{text: "$"})
			i++
		case i < len(s) && isNameByte(s[i], true):
			end := i
			for end < len(s) && isNameByte(s[end], false) {
				end++
			}
			parts = append(parts, part{s[begin:end], s[i:end]})
			i = end
		default:
			end := i + 1
			for i < len(s) && s[i] == '{' && end < len(s) && isNameByte(s[end], end == i+1) {
				end++
			}
			if i < len(s) && s[i] == '{' && end > i+1 && end < len(s) && s[end] == '}' {
				parts = append(parts, part{s[begin : end+1], s[i+1 : end]})
				i = end + 1
				break
			}
			if bad < 0 {
				bad = begin
			}
			parts = append(parts, part{text: "$"})
		}
		start = i
	}
	return append(parts, part{text: s[start:]}), bad, nil
}

func substitute(v value, args []value, names []*py.Str, safe bool) (value, exc) {
	n := len(args) - len(names)
	if n > 1 {
		return value{}, py.Raisef(py.TypeErrorType, "Template.substitute() takes from 1 to 2 positional arguments but %d were given", n+1)
	}
	parts, bad, e := parse(v)
	if e != nil {
		return value{}, e
	}
	if bad >= 0 && !safe {
		t, _ := py.GetAttr(v, nameTemplate)
		s := t.Str().S
		line := strings.Count(s[:bad], "\n") + 1
		col := bad - strings.LastIndexByte(s[:bad], '\n')
		return value{}, py.Raisef(py.ValueErrorType, "Invalid placeholder in string: line %d, col %d", line, col)
	}
	kw := py.NewDict()
	for i, name := range names {
		kw.SetStr(name, args[n+i])
	}
	var b strings.Builder
	for _, p := range parts {
		if p.name == "" {
			b.WriteString(p.text)
			continue
		}
		x, found := kw.GetStr(py.Intern(p.name))
		if !found && n == 1 {
			if x, e = py.GetItem(args[0], py.StrV(p.name)); e != nil && !(safe && e.Is(py.KeyErrorType)) {
				return value{}, e
			}
			found = e == nil
		}
		if !found {
			if safe {
				b.WriteString(p.text)
				continue
			}
			return value{}, py.RaiseArgs(py.KeyErrorType, py.StrV(p.name))
		}
		s, e := py.StrText(x)
		if e != nil {
			return value{}, e
		}
		b.WriteString(s)
	}
	return py.StrV(b.String()), nil
}
