// Package string implements the module string (Python library reference, string: Common
// string operations) and _string, which its Formatter uses.
package string

import (
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
	Name: "string",
	Doc:  "A collection of string constants.",
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
		if e := defineTemplate(m); e != nil {
			return e
		}
		return defineFormatter(m)
	},
}

func init() { py.RegisterModule(&spec) }
