package py

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/ucd"
)

// This file implements the conversions between floats and text: repr, which gives the
// shortest digits that read back as the same float; the fixed formats of the format
// mini-language and of % (pystrtod.c says where exponents are used); and float(str).

// FloatRepr returns repr(f).
func FloatRepr(f float64) string {
	var b [32]byte
	return string(AppendFloatRepr(b[:0], f))
}

// AppendFloatRepr appends repr(f) to b.
func AppendFloatRepr(b []byte, f float64) []byte {
	if x := math.Abs(f); x >= 1e-4 && x < 1e16 {
		n := len(b)
		b = strconv.AppendFloat(b, f, 'f', -1, 64)
		if bytes.IndexByte(b[n:], '.') < 0 {
			b = append(b, ".0"...)
		}
		return b
	}
	return append(b, floatText(f, 'r', 0, false, true)...)
}

// floatText returns f in the format code: 'e', 'f' or 'g' with prec digits, or 'r' for
// the shortest repr. alt keeps the decimal point and, for 'g', trailing zeros (#); addDot
// makes the text look like a float (1.0 rather than 1).
func floatText(f float64, code byte, prec int, alt, addDot bool) string {
	switch {
	case f != f:
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	var buf [400]byte
	var b []byte
	switch code {
	case 'e':
		b = strconv.AppendFloat(buf[:0], f, 'e', prec, 64)
		if alt && prec == 0 {
			b = insertPoint(b)
		}
		return string(b)
	case 'f':
		b = strconv.AppendFloat(buf[:0], f, 'f', prec, 64)
		if alt && prec == 0 {
			b = append(b, '.')
		}
		return string(b)
	case 'g':
		if prec == 0 {
			prec = 1
		}
		b = strconv.AppendFloat(buf[:0], f, 'e', prec-1, 64)
	default:
		b = strconv.AppendFloat(buf[:0], f, 'e', -1, 64)
	}
	digits, exp, neg := splitExp(b)
	if !alt {
		digits = strings.TrimRight(digits, "0")
		if digits == "" {
			digits = "0"
		}
	}
	decpt := exp + 1
	limit := 16
	if code == 'g' {
		limit = prec
		if addDot {
			limit--
		}
	}
	if f == 0 {
		decpt = 1
	}
	return layoutFloat(digits, decpt, neg, decpt <= -4 || decpt > limit, alt, addDot)
}

// insertPoint puts a decimal point behind the only digit of an e format.
func insertPoint(b []byte) []byte {
	i := 0
	for i < len(b) && b[i] != 'e' {
		i++
	}
	return append(b[:i:i], "."+string(b[i:])...)
}

// splitExp takes the digits and the exponent out of an e format.
func splitExp(b []byte) (digits string, exp int, neg bool) {
	if b[0] == '-' {
		neg = true
		b = b[1:]
	}
	var d [400]byte
	n, i := 0, 0
	for ; b[i] != 'e'; i++ {
		if b[i] != '.' {
			d[n] = b[i]
			n++
		}
	}
	exp, _ = strconv.Atoi(string(b[i+1:]))
	return string(d[:n]), exp, neg
}

// layoutFloat writes digits with the decimal point at decpt.
func layoutFloat(digits string, decpt int, neg, useExp, alt, addDot bool) string {
	b := make([]byte, 0, 32)
	if neg {
		b = append(b, '-')
	}
	exp := decpt - 1
	if useExp {
		decpt = 1
		addDot = false
	}
	switch {
	case decpt <= 0:
		b = append(b, "0."...)
		for range -decpt {
			b = append(b, '0')
		}
		b = append(b, digits...)
	case decpt >= len(digits):
		b = append(b, digits...)
		for range decpt - len(digits) {
			b = append(b, '0')
		}
		if addDot {
			b = append(b, ".0"...)
		} else if alt {
			b = append(b, '.')
		}
	default:
		b = append(b, digits[:decpt]...)
		b = append(b, '.')
		b = append(b, digits[decpt:]...)
	}
	if useExp {
		sign := byte('+')
		if exp < 0 {
			sign, exp = '-', -exp
		}
		b = append(b, 'e', sign)
		if exp < 10 {
			b = append(b, '0')
		}
		b = strconv.AppendInt(b, int64(exp), 10)
	}
	return string(b)
}

// trimSpace removes white space as str.strip() does.
func trimSpace(s string) string {
	for len(s) > 0 {
		c, n := decodeRune(s)
		if !ucd.IsSpace(c) {
			break
		}
		s = s[n:]
	}
	for len(s) > 0 {
		c, n := decodeLastRune(s)
		if !ucd.IsSpace(c) {
			break
		}
		s = s[:len(s)-n]
	}
	return s
}

// asciiNumber returns s, the text of a number, without the white space around it and with
// decimal digits of other scripts as ASCII digits; other code points that are not ASCII
// become '?', as does NUL.
func asciiNumber(s string) string {
	s = trimSpace(s)
	if isASCII(s) {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		c, n := decodeRune(s[i:])
		i += n
		switch d := ucd.Decimal(c); {
		case c < 0x80:
			b = append(b, byte(c))
		case d >= 0:
			b = append(b, byte('0'+d))
		case ucd.IsSpace(c):
			b = append(b, ' ')
		default:
			b = append(b, '?')
		}
	}
	return string(b)
}

// stripUnderscores removes underscores between digits from s; any other underscore makes
// it invalid.
func stripUnderscores(s string) (string, bool) {
	if strings.IndexByte(s, '_') < 0 {
		return s, true
	}
	b := make([]byte, 0, len(s))
	var prev byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '_' {
			if prev < '0' || prev > '9' {
				return "", false
			}
		} else {
			if prev == '_' && (c < '0' || c > '9') {
				return "", false
			}
			b = append(b, c)
		}
		prev = c
	}
	return string(b), prev != '_'
}

// parseFloat reads the text of a float, without white space around it.
func parseFloat(s string) (float64, bool) {
	s, ok := stripUnderscores(s)
	if !ok {
		return 0, false
	}
	n, f := scanFloat(s)
	return f, n > 0 && n == len(s)
}

// scanFloat reads the longest text of a float that s begins with and returns its length,
// 0 where there is none.
func scanFloat(s string) (int, float64) {
	i := 0
	neg := false
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		neg = s[i] == '-'
		i++
	}
	for _, w := range [...]string{"infinity", "inf", "nan"} {
		if len(s)-i >= len(w) && strings.EqualFold(s[i:i+len(w)], w) {
			f := math.Inf(1)
			if w == "nan" {
				f = math.NaN()
			}
			if neg {
				f = math.Copysign(f, -1)
			}
			return i + len(w), f
		}
	}
	digits := 0
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
		digits++
	}
	if i < len(s) && s[i] == '.' {
		i++
		for i < len(s) && '0' <= s[i] && s[i] <= '9' {
			i++
			digits++
		}
	}
	if digits == 0 {
		return 0, 0
	}
	if i < len(s) && s[i]|0x20 == 'e' {
		j := i + 1
		if j < len(s) && (s[j] == '+' || s[j] == '-') {
			j++
		}
		if j < len(s) && '0' <= s[j] && s[j] <= '9' {
			for j < len(s) && '0' <= s[j] && s[j] <= '9' {
				j++
			}
			i = j
		}
	}
	f, _ := strconv.ParseFloat(s[:i], 64) // out of range: infinite, as in CPython
	return i, f
}
