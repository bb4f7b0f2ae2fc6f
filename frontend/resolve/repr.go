package resolve

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file implements Python's repr of constants, for messages that name one.

// repr returns repr(v).
func (v *constant) repr() string {
	switch v.kind {
	case noneConst:
		return "None"
	case boolConst:
		if v.truth() {
			return "True"
		}
		return "False"
	case ellipsisConst:
		return "Ellipsis"
	case intConst:
		return v.int.String()
	case floatConst:
		return reprFloat(v.re, true)
	case complexConst:
		return reprComplex(v.re, v.im)
	case strConst:
		return reprStr(v.str)
	case bytesConst:
		return reprBytes(v.str)
	}
	parts := make([]string, len(v.elts))
	for i, e := range v.elts {
		parts[i] = e.repr()
	}
	if len(parts) == 1 {
		return "(" + parts[0] + ",)"
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// reprFloat returns repr(f), without ".0" if it is not to look like a float.
func reprFloat(f float64, point bool) string {
	switch {
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	s := strconv.FormatFloat(f, 'e', -1, 64)
	mant, exp, _ := strings.Cut(s, "e")
	n, _ := strconv.Atoi(exp)
	if n < -4 || n >= 16 {
		return fmt.Sprintf("%se%+03d", mant, n)
	}
	s = strconv.FormatFloat(f, 'f', -1, 64)
	if point && !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

func reprComplex(re, im float64) string {
	if re == 0 && !math.Signbit(re) {
		return reprFloat(im, false) + "j"
	}
	s := reprFloat(im, false)
	if !math.Signbit(im) {
		s = "+" + s
	}
	return "(" + reprFloat(re, false) + s + "j)"
}

// quote returns the quote in which Python writes s.
func quote(s string) byte {
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		return '"'
	}
	return '\''
}

// reprStr returns repr(s).
func reprStr(s string) string {
	q := quote(s)
	b := []byte{q}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 && i+3 <= len(s) { // a lone surrogate
			r, n = rune(s[i]&0x0f)<<12|rune(s[i+1]&0x3f)<<6|rune(s[i+2]&0x3f), 3
		}
		i += n
		switch {
		case r < 0x80:
			b = appendASCII(b, byte(r), q)
		case unicode.IsPrint(r):
			b = utf8.AppendRune(b, r)
		case r <= 0xff:
			b = fmt.Appendf(b, `\x%02x`, r)
		case r <= 0xffff:
			b = fmt.Appendf(b, `\u%04x`, r)
		default:
			b = fmt.Appendf(b, `\U%08x`, r)
		}
	}
	return string(append(b, q))
}

// reprBytes returns repr of bytes.
func reprBytes(s string) string {
	q := quote(s)
	b := []byte{'b', q}
	for i := 0; i < len(s); i++ {
		b = appendASCII(b, s[i], q)
	}
	return string(append(b, q))
}

func appendASCII(b []byte, c, q byte) []byte {
	switch {
	case c == q || c == '\\':
		return append(b, '\\', c)
	case c == '\n':
		return append(b, `\n`...)
	case c == '\r':
		return append(b, `\r`...)
	case c == '\t':
		return append(b, `\t`...)
	case c < ' ' || c >= 0x7f:
		return fmt.Appendf(b, `\x%02x`, c)
	}
	return append(b, c)
}
