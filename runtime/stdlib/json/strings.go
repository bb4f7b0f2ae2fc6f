package json

import (
	"unicode/utf8"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the functions of json.encoder and json.decoder that write and read one
// string. CPython has each in C and in Python; here both names are of the same function.

// addStrings adds those of a submodule.
func addStrings(name string, sub *py.Module) {
	alias := func(name, sig string, impl any) {
		sub.SetFunc(name, sig, impl)
		f, _ := sub.Get(py.Intern(name))
		sub.Set("c_"+name, f)
		sub.Set("py_"+name, f)
	}
	if name == "decoder" {
		alias("scanstring", "(string, end, strict=True, /)", scanString)
		return
	}
	alias("encode_basestring", "(string, /)", func(v value) (value, exc) { return baseString(v, false) })
	alias("encode_basestring_ascii", "(string, /)", func(v value) (value, exc) { return baseString(v, true) })
}

func baseString(v value, ascii bool) (value, exc) {
	s, ok := py.AsStr(v)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "first argument must be a string, not %s", v.Type().Name)
	}
	enc := &encoder{ascii: ascii}
	enc.quote(s.S)
	return py.StrV(string(enc.b)), nil
}

// scanString reads the string whose first character is at end, and returns it and where what
// follows begins.
func scanString(v, end, strict value) (value, exc) {
	doc, ok := py.AsStr(v)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "first argument must be a string, not %s", v.Type().Name)
	}
	at, e := py.Ssize(end)
	if e != nil {
		return value{}, e
	}
	d := &decoder{s: doc.S, strict: true}
	if !strict.IsUnbound() {
		if d.strict, e = py.Truth(strict); e != nil {
			return value{}, e
		}
	}
	if at < 0 || at > doc.Len() {
		return value{}, py.Raisef(py.ValueErrorType, "end is out of bounds")
	}
	i := 0
	for ; at > 0; at-- {
		_, n := utf8.DecodeRuneInString(d.s[i:])
		if n == 1 && d.s[i] >= 0xED && i+3 <= len(d.s) {
			n = 3 // half of a surrogate pair
		}
		i += n
	}
	text, j, e := d.escaped(i, d.plain(i))
	if e != nil {
		return value{}, e
	}
	return py.TupleV(py.StrV(text), py.IntOf(py.NewStr(d.s[:j]).Len())), nil
}
