// Package unicodedata implements the module unicodedata (Python library reference,
// unicodedata: Unicode Database) over package unidata.
package unicodedata

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/unidata"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "unicodedata",
	Doc: "This module provides access to the Unicode Character Database which\n" +
		"defines character properties for all Unicode characters. The data in\n" +
		"this database is based on the UnicodeData.txt file version\n" +
		"15.1.0 which is publicly available from ftp://ftp.unicode.org/.\n\n" +
		"The module uses the same names and symbols as defined by the\n" +
		"UnicodeData File Format 15.1.0.",
	Types:     []*py.Type{ucdType},
	Functions: functions(),
	Consts:    []py.Const{{Name: "unidata_version", Value: py.StrV("15.1.0")}},
	Init: func(m *py.Module) exc {
		m.Set("ucd_3_2_0", ucdType.Alloc(ucdType))
		return nil
	},
}

func init() {
	py.RegisterModule(&spec)
	py.CharByName = unidata.LookupChar
	py.CharName = func(c rune) string { return unidata.Name(c, false) }
	ucdType.Define(&py.TypeSpec{
		Module: "unicodedata", Layout: py.LayoutOf[ucd](), NoNew: true, Methods: methods(),
		GetSets: []py.GetSet{{Name: "unidata_version", Member: true, Get: func(value) (value, exc) { return py.StrV("3.2.0"), nil }}},
	})
}

// ucd is the database of version 3.2.
type ucd struct{ py.Header }

var ucdType = &py.Type{Name: "UCD"}

// An entry is a function of the module, and a method of ucd_3_2_0, with up to two
// arguments.
type entry struct {
	name, sig string
	one       func(old bool, a value) (value, exc)
	two       func(old bool, a, b value) (value, exc)
}

const withDefault = "chr, default=<unrepresentable>, /"

var entries = []entry{
	{name: "bidirectional", sig: "chr, /", one: property("bidirectional", func(p *unidata.Properties) value { return py.StrV(p.Bidi) })},
	{name: "category", sig: "chr, /", one: property("category", func(p *unidata.Properties) value { return py.StrV(p.Category) })},
	{name: "combining", sig: "chr, /", one: property("combining", func(p *unidata.Properties) value { return py.IntOf(p.Combining) })},
	{name: "decimal", sig: withDefault, two: number("decimal", "not a decimal", func(p *unidata.Properties) value { return natural(p.Decimal) })},
	{name: "decomposition", sig: "chr, /", one: func(old bool, v value) (value, exc) {
		c, e := char(v, "decomposition() argument")
		if e != nil {
			return value{}, e
		}
		return py.StrV(unidata.Decomposition(c, old)), nil
	}},
	{name: "digit", sig: withDefault, two: number("digit", "not a digit", func(p *unidata.Properties) value { return natural(p.Digit) })},
	{name: "east_asian_width", sig: "chr, /", one: property("east_asian_width", func(p *unidata.Properties) value { return py.StrV(p.Width) })},
	{name: "is_normalized", sig: "form, unistr, /", two: func(old bool, form, text value) (value, exc) {
		s, r, e := normalize("is_normalized", old, form, text)
		if e != nil {
			return value{}, e
		}
		return py.Bool(s.S == r.S), nil
	}},
	{name: "lookup", sig: "name, /", one: lookup},
	{name: "mirrored", sig: "chr, /", one: property("mirrored", func(p *unidata.Properties) value {
		if p.Mirrored {
			return py.Int(1)
		}
		return py.Int(0)
	})},
	{name: "name", sig: withDefault, two: func(old bool, v, def value) (value, exc) {
		c, e := char(v, "name() argument 1")
		if e != nil {
			return value{}, e
		}
		if s := unidata.Name(c, old); s != "" {
			return py.StrV(s), nil
		}
		return otherwise(def, "no such name")
	}},
	{name: "normalize", sig: "form, unistr, /", two: func(old bool, form, text value) (value, exc) {
		s, r, e := normalize("normalize", old, form, text)
		if e != nil {
			return value{}, e
		}
		if r.S == s.S {
			r = s
		}
		return r.Value(), nil
	}},
	{name: "numeric", sig: withDefault, two: number("numeric", "not a numeric character", func(p *unidata.Properties) value {
		if !p.IsNumeric {
			return value{}
		}
		return py.Float(p.Numeric)
	})},
}

// functions are the entries for the current version.
func functions() []py.Method {
	var list []py.Method
	for _, x := range entries {
		m := py.Method{Name: x.name, Sig: "(" + x.sig + ")"}
		if f := x.one; f != nil {
			m.Impl = func(a value) (value, exc) { return f(false, a) }
		} else {
			f := x.two
			m.Impl = func(a, b value) (value, exc) { return f(false, a, b) }
		}
		list = append(list, m)
	}
	return list
}

// methods are the entries for version 3.2.
func methods() []py.Method {
	var list []py.Method
	for _, x := range entries {
		m := py.Method{Name: x.name, Sig: "($self, " + x.sig + ")"}
		if f := x.one; f != nil {
			m.Impl = func(_, a value) (value, exc) { return f(true, a) }
		} else {
			f := x.two
			m.Impl = func(_, a, b value) (value, exc) { return f(true, a, b) }
		}
		list = append(list, m)
	}
	return list
}

// char returns the character that an argument is.
func char(v value, what string) (rune, exc) {
	if s, ok := py.AsStr(v); ok && s.Len() == 1 {
		return s.Runes()[0], nil
	}
	return 0, py.Raisef(py.TypeErrorType, "%s must be a unicode character, not %s", what, v.Type().ShownName())
}

func property(name string, get func(*unidata.Properties) value) func(bool, value) (value, exc) {
	return func(old bool, v value) (value, exc) {
		c, e := char(v, name+"() argument")
		if e != nil {
			return value{}, e
		}
		return get(unidata.Of(c, old)), nil
	}
}

// number makes a function that has a default; get returns none where there is no number.
func number(name, missing string, get func(*unidata.Properties) value) func(old bool, v, def value) (value, exc) {
	return func(old bool, v, def value) (value, exc) {
		c, e := char(v, name+"() argument 1")
		if e != nil {
			return value{}, e
		}
		if n := get(unidata.Of(c, old)); !n.IsUnbound() {
			return n, nil
		}
		return otherwise(def, missing)
	}
}

func natural(n int) value {
	if n < 0 {
		return value{}
	}
	return py.IntOf(n)
}

func otherwise(def value, missing string) (value, exc) {
	if def.IsUnbound() {
		return value{}, py.Raisef(py.ValueErrorType, "%s", missing)
	}
	return def, nil
}

// longestName is how long a name may be that is looked for.
const longestName = 256

func lookup(old bool, v value) (value, exc) {
	var name string
	if s, ok := py.AsStr(v); ok {
		name = s.S
	} else {
		b, e := py.BytesLike(v)
		if e != nil {
			return value{}, e
		}
		name = string(b)
	}
	if len(name) > longestName {
		return value{}, py.RaiseArgs(py.KeyErrorType, py.StrV("name too long"))
	}
	list, ok := unidata.Lookup(name)
	if ok && old {
		// It has no aliases and sequences, but the names of later versions.
		ok = len(list) == 1 && strings.EqualFold(unidata.Name(list[0], false), name)
	}
	if !ok {
		return value{}, py.RaiseArgs(py.KeyErrorType, py.StrV("undefined character name '"+name+"'"))
	}
	return py.StrOfRunes(list).Value(), nil
}

func normalize(function string, old bool, form, text value) (from, to *py.Str, e exc) {
	name, ok := py.AsStr(form)
	if !ok {
		return nil, nil, py.Raisef(py.TypeErrorType, "%s() argument 1 must be str, not %s", function, form.Type().ShownName())
	}
	from, ok = py.AsStr(text)
	if !ok {
		return nil, nil, py.Raisef(py.TypeErrorType, "%s() argument 2 must be str, not %s", function, text.Type().ShownName())
	}
	f, ok := unidata.Forms[name.S]
	switch {
	case from.Len() == 0:
		return from, from, nil
	case !ok:
		return nil, nil, py.Raisef(py.ValueErrorType, "invalid normalization form")
	case from.IsASCII():
		return from, from, nil
	}
	return from, py.StrOfRunes(unidata.Normalize(f, from.Runes(), old)), nil
}
