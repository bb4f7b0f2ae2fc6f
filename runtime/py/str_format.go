package py

import "strings"

// This file implements str.format and str.format_map (library reference, Format String
// Syntax).

// formatter is one call of str.format.
type formatter struct {
	args    []Value
	names   []*Str // of the last len(names) args
	mapping Value  // of format_map, else unbound
	auto    int    // next automatic field number
	mode    fieldNumbering
}

type fieldNumbering uint8

const (
	numberingUnknown fieldNumbering = iota
	numberingAuto
	numberingManual
)

func strFormatMethod(self Value, args []Value, names []*Str) (Value, *Exception) {
	f := formatter{args: args, names: names}
	return f.text(heap[Str](self).S)
}

func strFormatMap(self, mapping Value) (Value, *Exception) {
	f := formatter{mapping: mapping}
	return f.text(heap[Str](self).S)
}

func (f *formatter) text(s string) (Value, *Exception) {
	b, exc := f.build(takeScratch(), s, 2)
	if exc != nil {
		return Value{}, exc
	}
	return textFrom(b), nil
}

// build appends s with its replacement fields expanded; depth is how deep fields may
// still nest.
func (f *formatter) build(b []byte, s string, depth int) ([]byte, *Exception) {
	if depth <= 0 {
		return nil, Raisef(ValueErrorType, "Max string recursion exceeded")
	}
	for s != "" {
		part, rest, exc := NextFormatPart(s)
		if exc != nil {
			return nil, exc
		}
		b = append(b, part.Literal...)
		s = rest
		if part.HasField {
			if b, exc = f.render(b, part, depth); exc != nil {
				return nil, exc
			}
		}
	}
	return b, nil
}

// FormatPart is a piece of a format string: text, and the replacement field
// {Name!Conversion:Spec} behind it, where there is one.
type FormatPart struct {
	Literal    string
	HasField   bool
	Name       string
	Conversion rune // 0 for none
	Spec       string
	nested     bool // the spec has fields
}

// NextFormatPart takes the first piece off a format string that is not empty. The text
// ends also at a doubled brace.
func NextFormatPart(s string) (part FormatPart, rest string, exc *Exception) {
	i := 0
	for i < len(s) && s[i] != '{' && s[i] != '}' {
		i++
	}
	part.Literal = s[:i]
	if i == len(s) {
		return part, "", nil
	}
	c := s[i]
	rest = s[i+1:]
	if rest == "" || c == '}' && rest[0] != '}' {
		return part, "", Raisef(ValueErrorType, "Single '%c' encountered in format string", c)
	}
	if rest[0] == c {
		part.Literal = s[:i+1]
		return part, rest[1:], nil
	}
	field, rest, exc := parseField(rest)
	field.Literal, field.HasField = part.Literal, true
	return field, rest, exc
}

// parseField parses a replacement field behind its { and returns what follows it.
func parseField(s string) (f FormatPart, rest string, exc *Exception) {
	i := 0
	var c byte
scan:
	for ; i < len(s); i++ {
		switch c = s[i]; c {
		case '{':
			return f, "", Raisef(ValueErrorType, "unexpected '{' in field name")
		case '[':
			// What is in brackets has no other meaning.
			if n := strings.IndexByte(s[i:], ']'); n >= 0 {
				i += n
			} else {
				i = len(s) - 1
			}
		case '}', ':', '!':
			break scan
		}
	}
	if i == len(s) {
		return f, "", Raisef(ValueErrorType, "expected '}' before end of string")
	}
	f.Name = s[:i]
	s = s[i+1:]
	if c == '}' {
		return f, s, nil
	}
	if c == '!' {
		if s == "" {
			return f, "", Raisef(ValueErrorType, "end of string while looking for conversion specifier")
		}
		conv, n := decodeRune(s)
		f.Conversion = conv
		s = s[n:]
		if s != "" {
			c, s = s[0], s[1:]
			if c == '}' {
				return f, s, nil
			}
			if c != ':' {
				return f, "", Raisef(ValueErrorType, "expected ':' after conversion specifier")
			}
		}
	}
	depth := 1
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '{':
			f.nested = true
			depth++
		case '}':
			if depth--; depth == 0 {
				f.Spec = s[:i]
				return f, s[i+1:], nil
			}
		}
	}
	return f, "", Raisef(ValueErrorType, "unmatched '{' in format spec")
}

func (f *formatter) render(b []byte, field FormatPart, depth int) ([]byte, *Exception) {
	v, exc := f.lookup(field.Name)
	if exc != nil {
		return nil, exc
	}
	switch field.Conversion {
	case 0:
	case 'r':
		v, exc = Repr(v)
	case 's':
		v, exc = Str_(v)
	case 'a':
		v, exc = ASCII(v)
	default:
		return nil, Raisef(ValueErrorType, "Unknown conversion specifier %s", quoteRune(field.Conversion))
	}
	if exc != nil {
		return nil, exc
	}
	spec := field.Spec
	if field.nested {
		t, exc := f.build(nil, spec, depth-1)
		if exc != nil {
			return nil, exc
		}
		spec = bytesString(t)
	}
	var r Value
	switch v.ref.typ {
	case StrType, IntType, FloatType:
		r, exc = formatExact(v, spec)
	default:
		var sv Value
		if spec != "" {
			sv = StrV(spec)
		}
		r, exc = Format(v, sv)
	}
	if exc != nil {
		return nil, exc
	}
	return append(b, heap[Str](r).S...), nil
}

// fieldNumber reads s as a field number: -1 where it is none.
func fieldNumber(s string) (int, *Exception) {
	if s == "" {
		return -1, nil
	}
	n := 0
	for i := 0; i < len(s); {
		c, k := decodeRune(s[i:])
		d := digitRune(c)
		if d < 0 {
			return -1, nil
		}
		if n > (1<<63-1-d)/10 {
			return 0, Raisef(ValueErrorType, "Too many decimal digits in format string")
		}
		n = n*10 + d
		i += k
	}
	return n, nil
}

// lookup returns the value of a field name: an argument and attributes or elements of it.
func (f *formatter) lookup(name string) (Value, *Exception) {
	first, rest := cutFieldName(name)
	v, exc := f.argument(first)
	for exc == nil && rest != "" {
		var isAttr bool
		var key Value
		if isAttr, key, rest, exc = NextFieldStep(rest); exc != nil {
			break
		}
		if isAttr {
			v, exc = GetAttr(v, Intern(heap[Str](key).S))
		} else {
			v, exc = GetItem(v, key)
		}
	}
	return v, exc
}

// cutFieldName divides a field name before the first attribute or index.
func cutFieldName(name string) (first, rest string) {
	i := 0
	for i < len(name) && name[i] != '.' && name[i] != '[' {
		i++
	}
	return name[:i], name[i:]
}

// SplitFieldName returns the argument that a field name begins with, an int or a str, and
// the attributes and indices that follow it.
func SplitFieldName(name string) (first Value, rest string, exc *Exception) {
	text, rest := cutFieldName(name)
	first, exc = fieldKey(text)
	return first, rest, exc
}

// NextFieldStep takes ".name" or "[key]" off what follows the first part of a field name.
func NextFieldStep(s string) (isAttr bool, key Value, rest string, exc *Exception) {
	i := 1
	switch s[0] {
	case '.':
		isAttr = true
		for i < len(s) && s[i] != '.' && s[i] != '[' {
			i++
		}
		rest = s[i:]
	case '[':
		for i < len(s) && s[i] != ']' {
			i++
		}
		if i == len(s) {
			return false, Value{}, "", Raisef(ValueErrorType, "Missing ']' in format string")
		}
		rest = s[i+1:]
	default:
		return false, Value{}, "", Raisef(ValueErrorType, "Only '.' or '[' may follow ']' in format field specifier")
	}
	if i == 1 {
		return false, Value{}, "", Raisef(ValueErrorType, "Empty attribute in format string")
	}
	if isAttr {
		return true, StrV(s[1:i]), rest, nil
	}
	key, exc = fieldKey(s[1:i])
	return false, key, rest, exc
}

// fieldKey returns what s means as an index or argument: an int where it is digits.
func fieldKey(s string) (Value, *Exception) {
	n, exc := fieldNumber(s)
	if n < 0 {
		return StrV(s), exc
	}
	return Int(int64(n)), exc
}

func (f *formatter) argument(name string) (Value, *Exception) {
	n, exc := fieldNumber(name)
	if exc != nil {
		return Value{}, exc
	}
	if n >= 0 || name == "" {
		mode := numberingManual
		if name == "" {
			mode = numberingAuto
		}
		if f.mode == numberingUnknown {
			f.mode = mode
		}
		if f.mode != mode {
			if mode == numberingAuto {
				return Value{}, Raisef(ValueErrorType, "cannot switch from manual field specification to automatic field numbering")
			}
			return Value{}, Raisef(ValueErrorType, "cannot switch from automatic field numbering to manual field specification")
		}
		if mode == numberingAuto {
			n = f.auto
			f.auto++
		}
		if f.mapping.ref != nil {
			return Value{}, Raisef(ValueErrorType, "Format string contains positional fields")
		}
		if n >= len(f.args)-len(f.names) {
			return Value{}, Raisef(IndexErrorType, "Replacement index %d out of range for positional args tuple", n)
		}
		return f.args[n], nil
	}
	if f.mapping.ref != nil {
		return GetItem(f.mapping, StrV(name))
	}
	for i, k := range f.names {
		if k.S == name {
			return f.args[len(f.args)-len(f.names)+i], nil
		}
	}
	return Value{}, RaiseArgs(KeyErrorType, StrV(name))
}
