package py

import (
	"math"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/ucd"
)

// This file implements format() (PEP 3101): the dispatch to __format__ and the formatting
// of ints, floats, complex numbers and strs by the format mini-language.

var nameFormat = Intern("__format__")

// Format is format(v, spec); an unbound spec is the empty one.
func Format(v, spec Value) (Value, *Exception) {
	t := v.ref.typ
	if spec.ref == nil {
		if t == StrType {
			return v, nil
		}
		if t == IntType {
			return intRepr(v)
		}
		spec = EmptyStr.Value()
	} else if spec.ref.typ.Flags&FlagStr == 0 {
		return Value{}, Raisef(TypeErrorType, "format() argument 2 must be str, not %s", spec.ref.typ.ShownName())
	}
	switch t {
	case StrType, IntType, FloatType, BoolType, ComplexType:
		return formatMethod(v, spec)
	}
	r, ok, exc := CallSpecial(v, nameFormat, spec)
	if exc != nil {
		return Value{}, exc
	}
	if !ok {
		return Value{}, Raisef(TypeErrorType, "Type %s doesn't define __format__", t.ShownName())
	}
	if r.ref.typ.Flags&FlagStr == 0 {
		return Value{}, Raisef(TypeErrorType, "__format__ must return a str, not %s", r.ref.typ.ShownName())
	}
	return r, nil
}

// formatMethod is __format__ of int, float, complex and str.
func formatMethod(self, spec Value) (Value, *Exception) {
	s, ok := AsStr(spec)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "__format__() argument must be str, not %s", spec.ref.typ.ShownName())
	}
	return formatExact(self, s.S)
}

// formatExact is format(self, spec) of an int, float, complex, str or an instance of a
// subclass.
func formatExact(self Value, spec string) (Value, *Exception) {
	t := self.ref.typ
	if spec == "" {
		if t == StrType {
			return self, nil
		}
		return Str_(self)
	}
	var text []byte
	var room [96]byte
	b := room[:0]
	var exc *Exception
	switch {
	case t.Flags&FlagStr != 0:
		text, exc = formatStr(b, heap[Str](self), spec, t.Name)
	case self.ref == &intHeader:
		if r, ok := formatSmall(int64(self.bits), spec); ok {
			return r, nil
		}
		text, exc = formatInt(b, self, spec, t.Name)
	case t.Flags&FlagInt != 0:
		text, exc = formatInt(b, exactInt(self), spec, t.Name)
	case t.Flags&FlagFloat != 0:
		text, exc = formatFloat(b, floatOf(self), spec, t.Name)
	default:
		text, exc = formatComplex(b, heap[Complex](self).C, spec, t.Name)
	}
	if exc != nil {
		return Value{}, exc
	}
	return shortText(text), nil
}

// formatSmall is formatInt of a small int in base ten with nothing but a width, and
// reports whether the specification is such.
func formatSmall(i int64, spec string) (Value, bool) {
	f, exc := parseFormatSpec(spec, "int", 'd', '>')
	if exc != nil || f.typ != 'd' || f.sign != 0 || f.alt || f.noNegZero || f.group != 0 || f.precision >= 0 || f.fill >= 0x80 || f.width > maxScratch {
		return Value{}, false
	}
	var room [20]byte
	digits := strconv.AppendInt(room[:0], i, 10)
	if f.width <= len(digits) {
		return shortText(digits), true
	}
	s, b := newRoom(f.width)
	s.kind = strASCII
	left := f.width - len(digits)
	switch f.align {
	case '<':
		left = 0
	case '^':
		left /= 2
	case '=':
		if i < 0 {
			b[0] = '-'
			b, digits = b[1:], digits[1:]
		}
	}
	for k := range b {
		b[k] = byte(f.fill)
	}
	copy(b[left:], digits)
	return s.Value(), true
}

func decimalRune(c rune) int { return ucd.Decimal(c) }

func lowerHex(u uint64) string { return strconv.FormatUint(u, 16) }

func formatStr(b []byte, s *Str, spec, typeName string) ([]byte, *Exception) {
	f, exc := parseFormatSpec(spec, typeName, 's', '<')
	if exc != nil {
		return nil, exc
	}
	switch {
	case f.typ != 's':
		return nil, unknownFormat(f.typ, typeName)
	case f.sign == ' ':
		return nil, Raisef(ValueErrorType, "Space not allowed in string format specifier")
	case f.sign != 0:
		return nil, Raisef(ValueErrorType, "Sign not allowed in string format specifier")
	case f.noNegZero:
		return nil, Raisef(ValueErrorType, "Negative zero coercion (z) not allowed in string format specifier")
	case f.alt:
		return nil, Raisef(ValueErrorType, "Alternate form (#) not allowed in string format specifier")
	case f.align == '=':
		return nil, Raisef(ValueErrorType, "'=' alignment not allowed in string format specifier")
	}
	text, n := s.S, s.Len()
	if f.precision >= 0 && f.precision < n {
		n = f.precision
		text = text[:s.Offset(n)]
	}
	return f.pad(b, text, n), nil
}

func formatInt(b []byte, v Value, spec, typeName string) ([]byte, *Exception) {
	f, exc := parseFormatSpec(spec, typeName, 'd', '>')
	if exc != nil {
		return nil, exc
	}
	switch f.typ {
	case 'b', 'c', 'd', 'o', 'x', 'X', 'n':
		return f.formatInt(b, v)
	case 'e', 'E', 'f', 'F', 'g', 'G', '%':
		x, exc := intFloat(v)
		if exc != nil {
			return nil, exc
		}
		return f.formatFloat(b, x)
	}
	return nil, unknownFormat(f.typ, typeName)
}

func (f *formatSpec) formatInt(b []byte, v Value) ([]byte, *Exception) {
	if f.precision >= 0 {
		return nil, Raisef(ValueErrorType, "Precision not allowed in integer format specifier")
	}
	if f.noNegZero {
		return nil, Raisef(ValueErrorType, "Negative zero coercion (z) not allowed in integer format specifier")
	}
	base, prefix := 10, ""
	switch f.typ {
	case 'c':
		return f.formatChar(b, v)
	case 'b':
		base, prefix = 2, "0b"
	case 'o':
		base, prefix = 8, "0o"
	case 'x':
		base, prefix = 16, "0x"
	case 'X':
		base, prefix = 16, "0X"
	}
	var room [65]byte
	var digits string
	if v.ref == &intHeader {
		digits = bytesString(strconv.AppendInt(room[:0], int64(v.bits), base))
	} else {
		var exc *Exception
		if digits, exc = intBaseText(v, base); exc != nil {
			return nil, exc
		}
	}
	if f.typ == 'X' {
		digits = strings.ToUpper(digits)
	}
	neg := digits[0] == '-'
	if neg {
		digits = digits[1:]
	}
	if !f.alt {
		prefix = ""
	}
	return f.number(b, neg, prefix, digits, ""), nil
}

func (f *formatSpec) formatChar(b []byte, v Value) ([]byte, *Exception) {
	if f.sign != 0 {
		return nil, Raisef(ValueErrorType, "Sign not allowed with integer format specifier 'c'")
	}
	if f.alt {
		return nil, Raisef(ValueErrorType, "Alternate form (#) not allowed with integer format specifier 'c'")
	}
	if v.ref != &intHeader {
		return nil, Raisef(OverflowErrorType, "Python int too large to convert to C long")
	}
	c := int64(v.bits)
	if c < 0 || c > 0x10ffff {
		return nil, Raisef(OverflowErrorType, "%s", charRangeText)
	}
	g := *f
	if g.align == '=' && g.fill == '0' {
		g.align = '>'
	}
	return g.pad(b, string(appendRune(nil, rune(c))), 1), nil
}

func formatFloat(b []byte, x float64, spec, typeName string) ([]byte, *Exception) {
	f, exc := parseFormatSpec(spec, typeName, 0, '>')
	if exc != nil {
		return nil, exc
	}
	switch f.typ {
	case 0, 'e', 'E', 'f', 'F', 'g', 'G', 'n', '%':
		return f.formatFloat(b, x)
	}
	return nil, unknownFormat(f.typ, typeName)
}

func (f *formatSpec) formatFloat(b []byte, x float64) ([]byte, *Exception) {
	neg, digits, rest, exc := f.floatParts(x, true)
	if exc != nil {
		return nil, exc
	}
	return f.number(b, neg, "", digits, rest), nil
}

// floatParts formats x and splits the text at the end of the digits before the point.
func (f *formatSpec) floatParts(x float64, addDot bool) (neg bool, digits, rest string, exc *Exception) {
	if f.precision > math.MaxInt32 {
		return false, "", "", Raisef(ValueErrorType, "precision too big")
	}
	code, prec, percent := byte(f.typ), f.precision, false
	switch f.typ {
	case 0:
		code = 'r'
		if prec >= 0 {
			code = 'g'
		}
	case 'n':
		code, addDot = 'g', false
	case '%':
		code, percent, addDot = 'f', true, false
		x *= 100
	default:
		code |= 0x20
		addDot = false
	}
	if prec < 0 && code != 'r' {
		prec = 6
	}
	s := floatText(x, code, prec, f.alt, addDot)
	if s[0] == '-' {
		neg = true
		s = s[1:]
		if f.noNegZero && isZeroText(s) {
			neg = false
		}
	}
	if f.typ == 'E' || f.typ == 'F' || f.typ == 'G' {
		s = strings.ToUpper(s)
	}
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	digits, rest = s[:n], s[n:]
	if percent {
		rest += "%"
	}
	return neg, digits, rest, nil
}

// isZeroText reports whether the digits of s before an exponent are all zeros.
func isZeroText(s string) bool {
	for i := 0; i < len(s) && s[i] != 'e'; i++ {
		if s[i] != '0' && s[i] != '.' {
			return false
		}
	}
	return true
}

func formatComplex(b []byte, c complex128, spec, typeName string) ([]byte, *Exception) {
	f, exc := parseFormatSpec(spec, typeName, 0, '>')
	if exc != nil {
		return nil, exc
	}
	switch f.typ {
	case 0, 'e', 'E', 'f', 'F', 'g', 'G', 'n':
	default:
		return nil, unknownFormat(f.typ, typeName)
	}
	if f.precision > math.MaxInt32 {
		return nil, Raisef(ValueErrorType, "precision too big")
	}
	if f.fill == '0' {
		return nil, Raisef(ValueErrorType, "Zero padding is not allowed in complex format specifier")
	}
	if f.align == '=' {
		return nil, Raisef(ValueErrorType, "'=' alignment flag is not allowed in complex format specifier")
	}
	part := f
	part.width, part.fill, part.align = -1, ' ', '<'
	text := make([]byte, 0, 64)
	parens := false
	if f.typ != 0 || real(c) != 0 || math.Signbit(real(c)) {
		if parens = f.typ == 0; parens {
			text = append(text, '(')
		}
		neg, digits, rest, exc := part.floatParts(real(c), false)
		if exc != nil {
			return nil, exc
		}
		text = part.number(text, neg, "", digits, rest)
		part.sign = '+'
	}
	neg, digits, rest, exc := part.floatParts(imag(c), false)
	if exc != nil {
		return nil, exc
	}
	text = append(part.number(text, neg, "", digits, rest), 'j')
	if parens {
		text = append(text, ')')
	}
	return f.pad(b, bytesString(text), len(text)), nil
}
