package py

import (
	"strings"
)

// This file implements the parsing of the format mini-language (library reference, Format
// Specification Mini-Language) and what its number formats share: padding and grouping.

// formatSpec is a parsed format specification. Runes are 0 where nothing was given.
type formatSpec struct {
	fill      rune
	align     rune
	sign      rune
	noNegZero bool
	alt       bool
	width     int // -1 where not given
	group     rune
	precision int // -1 where not given
	typ       rune
}

// specCache has specifications that were parsed, by a hash of their texts.
var specCache [64]struct {
	text                      string
	defaultType, defaultAlign rune
	spec                      formatSpec
}

// parseFormatSpec is parseSpec with a cache of those without errors.
func parseFormatSpec(spec, typeName string, defaultType, defaultAlign rune) (formatSpec, *Exception) {
	if spec == "" {
		return parseSpec(spec, typeName, defaultType, defaultAlign)
	}
	slot := &specCache[(uint(len(spec))*7+uint(spec[0])*5+uint(spec[len(spec)-1])+uint(defaultType))%uint(len(specCache))]
	if slot.text == spec && slot.defaultType == defaultType && slot.defaultAlign == defaultAlign {
		return slot.spec, nil
	}
	f, exc := parseSpec(spec, typeName, defaultType, defaultAlign)
	if exc == nil && len(spec) < 32 {
		slot.text, slot.defaultType, slot.defaultAlign, slot.spec = strings.Clone(spec), defaultType, defaultAlign, f
	}
	return f, exc
}

// parseSpec parses spec for a value of the type called typeName, whose default
// presentation type and alignment are given.
func parseSpec(spec, typeName string, defaultType, defaultAlign rune) (f formatSpec, exc *Exception) {
	r := []rune(nil)
	var small [24]rune
	if len(spec) <= len(small) {
		r = small[:0]
	}
	for i := 0; i < len(spec); {
		c, n := decodeRune(spec[i:])
		r = append(r, c)
		i += n
	}
	f = formatSpec{fill: ' ', align: defaultAlign, width: -1, precision: -1, typ: defaultType}
	i := 0
	fillGiven, alignGiven := false, false
	if len(r) >= 2 && isAlign(r[1]) {
		f.fill, f.align = r[0], r[1]
		fillGiven, alignGiven = true, true
		i = 2
	} else if len(r) >= 1 && isAlign(r[0]) {
		f.align = r[0]
		alignGiven = true
		i = 1
	}
	at := func(c rune) bool { return i < len(r) && r[i] == c }
	if at('+') || at('-') || at(' ') {
		f.sign = r[i]
		i++
	}
	if at('z') {
		f.noNegZero = true
		i++
	}
	if at('#') {
		f.alt = true
		i++
	}
	if !fillGiven && at('0') {
		f.fill = '0'
		if !alignGiven && defaultAlign == '>' {
			f.align = '='
		}
		i++
	}
	if f.width, i, exc = formatNumber(r, i); exc != nil {
		return f, exc
	}
	if at(',') {
		f.group = ','
		i++
	}
	if at('_') {
		if f.group != 0 {
			return f, Raisef(ValueErrorType, "Cannot specify both ',' and '_'.")
		}
		f.group = '_'
		i++
	}
	if at(',') && f.group == '_' {
		return f, Raisef(ValueErrorType, "Cannot specify both ',' and '_'.")
	}
	if at('.') {
		if f.precision, i, exc = formatNumber(r, i+1); exc != nil {
			return f, exc
		}
		if f.precision < 0 {
			return f, Raisef(ValueErrorType, "Format specifier missing precision")
		}
	}
	if exc = CheckMemory(1, f.width); exc != nil {
		return f, exc
	}
	switch len(r) - i {
	case 0:
	case 1:
		f.typ = r[i]
	default:
		return f, Raisef(ValueErrorType, "Invalid format specifier '%s' for object of type '%s'", spec, typeName)
	}
	if f.group != 0 {
		switch f.typ {
		case 'd', 'e', 'f', 'g', 'E', 'G', '%', 'F', 0:
			return f, nil
		case 'b', 'o', 'x', 'X':
			if f.group == '_' {
				return f, nil
			}
		}
		return f, Raisef(ValueErrorType, "Cannot specify '%c' with %s.", f.group, quoteCode(f.typ))
	}
	return f, nil
}

func isAlign(c rune) bool { return c == '<' || c == '>' || c == '=' || c == '^' }

// formatNumber reads a decimal number at r[i:], -1 where there is none.
func formatNumber(r []rune, i int) (n, next int, exc *Exception) {
	n = -1
	for ; i < len(r) && digitRune(r[i]) >= 0; i++ {
		n = max(n, 0)
		d := digitRune(r[i])
		if n > (1<<63-1-d)/10 {
			return 0, 0, Raisef(ValueErrorType, "Too many decimal digits in format string")
		}
		n = n*10 + d
	}
	return n, i, nil
}

func digitRune(c rune) int {
	if c < 0x80 {
		if c >= '0' && c <= '9' {
			return int(c - '0')
		}
		return -1
	}
	return decimalRune(c)
}

// quoteCode shows a presentation type in an error message.
func quoteCode(c rune) string {
	if c > 32 && c < 128 {
		return "'" + string(c) + "'"
	}
	return "'\\x" + lowerHex(uint64(c)) + "'"
}

func unknownFormat(c rune, typeName string) *Exception {
	return Raisef(ValueErrorType, "Unknown format code %s for object of type '%s'", quoteCode(c), typeName)
}

// appendFill appends n times c.
func appendFill(b []byte, c rune, n int) []byte {
	if c < 0x80 {
		for ; n > 0; n-- {
			b = append(b, byte(c))
		}
		return b
	}
	for ; n > 0; n-- {
		b = appendRune(b, c)
	}
	return b
}

// pad appends s, which has n code points, put into the width.
func (f *formatSpec) pad(b []byte, s string, n int) []byte {
	total := max(f.width-n, 0)
	left := 0
	switch f.align {
	case '>', '=':
		left = total
	case '^':
		left = total / 2
	}
	b = appendFill(b, f.fill, left)
	b = append(b, s...)
	return appendFill(b, f.fill, total-left)
}

// number appends a number: sign ("-", or ""), prefix ("0x"), the digits before the point,
// and the rest.
func (f *formatSpec) number(b []byte, neg bool, prefix, digits, rest string) []byte {
	sign := ""
	switch {
	case neg:
		sign = "-"
	case f.sign == '+':
		sign = "+"
	case f.sign == ' ':
		sign = " "
	}
	fixed := len(sign) + len(prefix) + len(rest)
	minDigits := 0
	if f.fill == '0' && f.align == '=' {
		minDigits = f.width - fixed
	}
	zeros := 0 // in front of the digits
	sep, size := byte(0), 3
	n := fixed + len(digits)
	if digits != "" {
		if f.group != 0 {
			sep = byte(f.group)
			switch f.typ {
			case 'b', 'o', 'x', 'X':
				size = 4
			}
			zeros = groupZeros(len(digits), size, minDigits)
			n += zeros + (len(digits)+zeros-1)/size
		} else if len(digits) < minDigits {
			zeros = minDigits - len(digits)
			n += zeros
		}
	}
	total := max(f.width-n, 0)
	left, inner := 0, 0
	switch f.align {
	case '>':
		left = total
	case '^':
		left = total / 2
	case '=':
		inner = total
	}
	b = appendFill(b, f.fill, left)
	b = append(b, sign...)
	b = append(b, prefix...)
	b = appendFill(b, f.fill, inner)
	if sep == 0 {
		b = appendFill(b, '0', zeros)
		b = append(b, digits...)
	} else {
		b = appendGroups(b, digits, zeros, size, sep)
	}
	b = append(b, rest...)
	return appendFill(b, f.fill, total-left-inner)
}

// groupZeros returns how many zeros come before n digits in groups of size so that the text
// is width long; a separator never comes first, so it may get one longer.
func groupZeros(n, size, width int) int {
	total := n
	for total+(total-1)/size < width {
		total++
	}
	return total - n
}

// appendGroups appends zeros and digits with sep between groups of size of them.
func appendGroups(b []byte, digits string, zeros, size int, sep byte) []byte {
	n := zeros + len(digits)
	for i := range n {
		if i > 0 && (n-i)%size == 0 {
			b = append(b, sep)
		}
		if i < zeros {
			b = append(b, '0')
		} else {
			b = append(b, digits[i-zeros])
		}
	}
	return b
}
