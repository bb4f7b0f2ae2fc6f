package syntax

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"
)

// This file computes the values of literals from their source text.

// maxIntDigits is CPython's default limit for decimal integer literals
// (sys.int_info.default_max_str_digits).
const maxIntDigits = 4300

// setNumber sets c to the value of a numeric literal. It returns the message
// of CPython's complaint, or "".
func setNumber(c *Constant, text string) string {
	if strings.IndexByte(text, '_') >= 0 {
		text = strings.ReplaceAll(text, "_", "")
	}
	if n := len(text); n <= 18 && isDigit(text[n-1]) {
		v, ok := int64(0), true
		for i := 0; i < n && ok; i++ {
			v = v*10 + int64(text[i]-'0')
			ok = isDigit(text[i])
		}
		if ok {
			c.Kind, c.Int = ConstInt, v
			return ""
		}
	}
	if len(text) > 1 && text[0] == '0' && text[1]|0x20 > 'a' && text[1]|0x20 != 'e' && text[1]|0x20 != 'j' {
		return setInt(c, text, 0)
	}
	last := text[len(text)-1]
	switch {
	case last|0x20 == 'j':
		c.Kind = ConstComplex
		text = text[:len(text)-1]
	case strings.ContainsAny(text, ".eE"):
		c.Kind = ConstFloat
	default:
		if len(text) > maxIntDigits {
			return fmt.Sprintf("Exceeds the limit (%d digits) for integer string conversion: value has %d digits; use sys.set_int_max_str_digits() to increase the limit"+
				" - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.", maxIntDigits, len(text))
		}
		return setInt(c, text, 10)
	}
	// Out of range is infinity or zero, as in Python.
	c.Float, _ = strconv.ParseFloat(text, 64)
	return ""
}

func setInt(c *Constant, text string, base int) string {
	c.Kind = ConstInt
	v, err := strconv.ParseInt(text, base, 64)
	if err == nil {
		c.Int = v
		return ""
	}
	c.Big, _ = new(big.Int).SetString(text, base)
	return ""
}

// stringParts splits a plain string literal into what its prefix says and the
// text between its quotes. body is the offset of that text.
func stringParts(lit string) (raw, bytes, u bool, text string, body int) {
	i := 0
	for ; lit[i] != '"' && lit[i] != '\''; i++ {
		switch lit[i] | 0x20 {
		case 'r':
			raw = true
		case 'b':
			bytes = true
		case 'u':
			u = true
		}
	}
	size := 1
	if len(lit)-i >= 6 && lit[i+1] == lit[i] && lit[i+2] == lit[i] {
		size = 3
	}
	return raw, bytes, u, lit[i+size : len(lit)-size], i + size
}

// unescape replaces the escape sequences of a str literal. On a malformed one
// it returns CPython's message. warn is called with the offset of a backslash
// that starts no escape sequence and the text of the sequence it seems to be.
func unescape(s string, warn func(off int, seq string)) (string, string) {
	i := strings.IndexByte(s, '\\')
	if i < 0 {
		return s, ""
	}
	b := make([]byte, 0, len(s))
	done := 0
	for i >= 0 {
		b = append(b, s[done:i]...)
		if i+1 == len(s) || s[i+1] >= utf8.RuneSelf {
			// Before the brace of a replacement field, or a character beyond
			// ASCII, a backslash stands for itself.
			b = append(b, '\\')
			if done = i + 1; done == len(s) {
				break
			}
			if i = strings.IndexByte(s[done:], '\\'); i >= 0 {
				i += done
			}
			continue
		}
		r, n, msg := escape(s[i:])
		switch {
		case msg != "":
			return "", unicodeError(s, i, n, msg)
		case n == 0:
			warn(i, s[i:i+2])
			b = append(b, '\\')
			n = 1
		default:
			if r > 0o377 && s[i+1]&^7 == '0' {
				warn(i, s[i:i+n])
			}
			b = appendWTF8(b, r)
		}
		done = i + n
		if i = strings.IndexByte(s[done:], '\\'); i >= 0 {
			i += done
		}
	}
	return string(append(b, s[done:]...)), ""
}

// appendWTF8 appends r, which may be a lone surrogate, or -1 for nothing.
func appendWTF8(b []byte, r rune) []byte {
	if 0xD800 <= r && r <= 0xDFFF {
		return append(b, 0xED, 0x80|byte(r>>6&0x3F), 0x80|byte(r&0x3F))
	}
	if r < 0 {
		return b
	}
	return utf8.AppendRune(b, r)
}

// unicodeError is the message about the bad escape of length n at s[i:].
// CPython counts positions in the form that it hands to its codec, in which
// characters beyond ASCII are written as \UXXXXXXXX.
func unicodeError(s string, i, n int, msg string) string {
	pos := 0
	for j := 0; j < i; {
		r, size := utf8.DecodeRuneInString(s[j:])
		if r < utf8.RuneSelf {
			pos++
		} else {
			pos += 10
		}
		// A backslash before such a character is doubled up as \\u005c.
		if r == '\\' && j+1 < len(s) && s[j+1] >= utf8.RuneSelf {
			pos += 5
		}
		j += size
	}
	return fmt.Sprintf("(unicode error) 'unicodeescape' codec can't decode bytes in position %d-%d: %s", pos, pos+n-1, msg)
}

// escape decodes the escape sequence that s, which has at least two bytes,
// starts with. n is its length, 0 if
// it is none. r is -1 for a continued line.
func escape(s string) (r rune, n int, msg string) {
	switch c := s[1]; c {
	case '\n':
		return -1, 2, ""
	case '\\', '\'', '"':
		return rune(c), 2, ""
	case 'a':
		return '\a', 2, ""
	case 'b':
		return '\b', 2, ""
	case 'f':
		return '\f', 2, ""
	case 'n':
		return '\n', 2, ""
	case 'r':
		return '\r', 2, ""
	case 't':
		return '\t', 2, ""
	case 'v':
		return '\v', 2, ""
	case '0', '1', '2', '3', '4', '5', '6', '7':
		n = 1
		for n < 4 && n < len(s) && '0' <= s[n] && s[n] <= '7' {
			r = r<<3 | rune(s[n]-'0')
			n++
		}
		return r, n, ""
	case 'x':
		return hexEscape(s, 2, `truncated \xXX escape`)
	case 'u':
		return hexEscape(s, 4, `truncated \uXXXX escape`)
	case 'U':
		return hexEscape(s, 8, `truncated \UXXXXXXXX escape`)
	case 'N':
		return nameEscape(s)
	}
	return 0, 0, ""
}

func hexEscape(s string, digits int, truncated string) (r rune, n int, msg string) {
	v := uint32(0)
	for n = 2; n < 2+digits; n++ {
		if n >= len(s) || !isHexDigit(s[n]) {
			return 0, n, truncated
		}
		d := s[n] | 0x20
		if d >= 'a' {
			d -= 'a' - 10 - '0'
		}
		v = v<<4 | uint32(d-'0')
	}
	if v > utf8.MaxRune {
		return 0, n, "illegal Unicode character"
	}
	return rune(v), n, ""
}

func nameEscape(s string) (r rune, n int, msg string) {
	if len(s) < 3 || s[2] != '{' {
		return 0, 2, `malformed \N character escape`
	}
	end := strings.IndexByte(s, '}')
	if end < 0 {
		return 0, len(s), `malformed \N character escape`
	}
	if end == 3 {
		return 0, 3, `malformed \N character escape`
	}
	r, ok := lookupName(s[3:end])
	if !ok {
		return 0, end + 1, "unknown Unicode character name"
	}
	return r, end + 1, ""
}

// unescapeBytes is unescape for bytes literals.
func unescapeBytes(s string, warn func(off int, seq string)) (string, string) {
	if strings.IndexByte(s, '\\') < 0 {
		return s, ""
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			b = append(b, s[i])
			i++
			continue
		}
		switch c := s[i+1]; c {
		case 'u', 'U', 'N':
			warn(i, s[i:i+2])
			b = append(b, '\\')
			i++
			continue
		case 'x':
			if i+3 >= len(s) || !isHexDigit(s[i+2]) || !isHexDigit(s[i+3]) {
				return "", fmt.Sprintf(`(value error) invalid \x escape at position %d`, i)
			}
		}
		r, n, _ := escape(s[i:])
		if n == 0 {
			warn(i, s[i:i+2])
			b = append(b, '\\')
			i++
			continue
		}
		if r > 0o377 {
			warn(i, s[i:i+n])
		}
		if r >= 0 {
			b = append(b, byte(r))
		}
		i += n
	}
	return string(b), ""
}

// isASCII reports whether s is ASCII only.
func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
