package py

import "github.com/aio2go/aio2go/runtime/ucd"

// This file implements repr(), str() and ascii() (library reference, Built-in Functions),
// and the quoting of strs and bytes.

// Repr is repr(v).
func Repr(v Value) (Value, *Exception) { return reprNamed(v, "__repr__") }

// reprNamed is Repr with the name of the method that a TypeError blames: str(v) is
// repr(v) for most classes, but then it is __str__ that returned something else.
func reprNamed(v Value, method string) (Value, *Exception) {
	t := v.ref.typ
	if t.Slots.Repr == nil {
		return asciiV("<" + t.Name + " object at 0x" + lowerHex(Address(v)) + ">"), nil
	}
	thread := Current
	if thread.Depth >= RecursionLimit {
		return Value{}, Raisef(RecursionErrorType, "maximum recursion depth exceeded while getting the repr of an object")
	}
	thread.Depth++
	r, exc := t.Slots.Repr(v)
	thread.Depth--
	if exc != nil {
		return Value{}, exc
	}
	if r.ref.typ.Flags&FlagStr == 0 {
		return Value{}, Raisef(TypeErrorType, "%s returned non-string (type %s)", method, r.ref.typ.ShownName())
	}
	return r, nil
}

// reprText is Repr returning the text.
func reprText(v Value) (string, *Exception) {
	r, exc := Repr(v)
	if exc != nil {
		return "", exc
	}
	return heap[Str](r).S, nil
}

// ReprText is Repr returning the text.
func ReprText(v Value) (string, *Exception) { return reprText(v) }

// Str_ is str(v).
func Str_(v Value) (Value, *Exception) {
	t := v.ref.typ
	if t == StrType {
		return v, nil
	}
	if t == IntType {
		return intRepr(v)
	}
	if t.Slots.Str == nil {
		return reprNamed(v, "__str__")
	}
	thread := Current
	if thread.Depth >= RecursionLimit {
		return Value{}, Raisef(RecursionErrorType, "maximum recursion depth exceeded while getting the str of an object")
	}
	thread.Depth++
	r, exc := t.Slots.Str(v)
	thread.Depth--
	if exc != nil {
		return Value{}, exc
	}
	if r.ref.typ.Flags&FlagStr == 0 {
		return Value{}, Raisef(TypeErrorType, "__str__ returned non-string (type %s)", r.ref.typ.ShownName())
	}
	return r, nil
}

// StrText is Str_ returning the text.
func StrText(v Value) (string, *Exception) {
	r, exc := Str_(v)
	if exc != nil {
		return "", exc
	}
	return heap[Str](r).S, nil
}

// ASCII is ascii(v).
func ASCII(v Value) (Value, *Exception) {
	r, exc := Repr(v)
	if exc != nil {
		return Value{}, exc
	}
	s := heap[Str](r).S
	if isASCII(s) {
		return r, nil
	}
	return asciiV(bytesString(appendEscaped(nil, s))), nil
}

// appendEscaped appends s with all code points over 0x7f as escapes.
func appendEscaped(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		c, n := decodeRune(s[i:])
		i += n
		if c < 0x80 {
			b = append(b, byte(c))
		} else {
			b = appendEscape(b, c)
		}
	}
	return b
}

const lowerHexDigits = "0123456789abcdef"

// appendEscape appends the shortest of \xhh, \uhhhh and \Uhhhhhhhh for c.
func appendEscape(b []byte, c rune) []byte {
	switch {
	case c < 0x100:
		return append(b, '\\', 'x', lowerHexDigits[c>>4], lowerHexDigits[c&15])
	case c < 0x10000:
		return append(b, '\\', 'u', lowerHexDigits[c>>12], lowerHexDigits[c>>8&15], lowerHexDigits[c>>4&15], lowerHexDigits[c&15])
	}
	return append(b, '\\', 'U', '0', '0', lowerHexDigits[c>>20&15], lowerHexDigits[c>>16&15],
		lowerHexDigits[c>>12&15], lowerHexDigits[c>>8&15], lowerHexDigits[c>>4&15], lowerHexDigits[c&15])
}

// QuoteStr returns repr of the str s: in single quotes, or in double quotes where it has
// single ones only.
func QuoteStr(s string) string {
	quote := byte('\'')
	single, double := false, false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\'':
			single = true
		case '"':
			double = true
		}
	}
	if single && !double {
		quote = '"'
	}
	b := make([]byte, 0, len(s)+2)
	b = append(b, quote)
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x80 {
			r, n := decodeRune(s[i:])
			if ucd.IsPrintable(r) {
				b = append(b, s[i:i+n]...)
			} else {
				b = appendEscape(b, r)
			}
			i += n
			continue
		}
		i++
		b = appendQuoted(b, c, quote)
	}
	return bytesString(append(b, quote))
}

func appendQuoted(b []byte, c, quote byte) []byte {
	switch {
	case c == quote || c == '\\':
		return append(b, '\\', c)
	case c == '\n':
		return append(b, `\n`...)
	case c == '\r':
		return append(b, `\r`...)
	case c == '\t':
		return append(b, `\t`...)
	case c < ' ' || c >= 0x7f:
		return append(b, '\\', 'x', lowerHexDigits[c>>4], lowerHexDigits[c&15])
	}
	return append(b, c)
}

// QuoteBytes returns repr of the bytes b.
func QuoteBytes(s []byte) string {
	quote := byte('\'')
	for _, c := range s {
		if c == '"' {
			quote = '\''
			break
		}
		if c == '\'' {
			quote = '"'
		}
	}
	b := make([]byte, 0, len(s)+3)
	b = append(b, 'b', quote)
	for _, c := range s {
		b = appendQuoted(b, c, quote)
	}
	return bytesString(append(b, quote))
}
