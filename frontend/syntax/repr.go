package syntax

import (
	"strings"
	"unicode/utf8"
)

// This file implements Python's repr of strings, for Dump.

// quoteFor returns the quote that Python's repr puts around s.
func quoteFor(s string) byte {
	if strings.IndexByte(s, '\'') >= 0 && strings.IndexByte(s, '"') < 0 {
		return '"'
	}
	return '\''
}

const hexDigits = "0123456789abcdef"

// appendEscaped appends an ASCII character as repr shows it between quotes q.
func appendEscaped(b []byte, c, q byte) []byte {
	switch {
	case c == q || c == '\\':
		return append(b, '\\', c)
	case c == '\n':
		return append(b, `\n`...)
	case c == '\r':
		return append(b, `\r`...)
	case c == '\t':
		return append(b, `\t`...)
	case c < ' ' || c >= 0x7F:
		return append(b, '\\', 'x', hexDigits[c>>4], hexDigits[c&15])
	}
	return append(b, c)
}

// pyRepr is repr of a str in WTF-8.
func pyRepr(s string) string {
	q := quoteFor(s)
	b := make([]byte, 0, len(s)+2)
	b = append(b, q)
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			b = appendEscaped(b, c, q)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 && i+2 < len(s) { // a surrogate
			r, n = rune(c&0x0F)<<12|rune(s[i+1]&0x3F)<<6|rune(s[i+2]&0x3F), 3
		}
		switch {
		case (r < 0xD800 || r > 0xDFFF) && isPrintable(r):
			b = append(b, s[i:i+n]...)
		case r <= 0xFF:
			b = append(b, '\\', 'x', hexDigits[r>>4], hexDigits[r&15])
		case r <= 0xFFFF:
			b = append(b, '\\', 'u')
			b = appendHex(b, r, 4)
		default:
			b = append(b, '\\', 'U')
			b = appendHex(b, r, 8)
		}
		i += n
	}
	return string(append(b, q))
}

func appendHex(b []byte, r rune, digits int) []byte {
	for digits--; digits >= 0; digits-- {
		b = append(b, hexDigits[r>>(4*digits)&15])
	}
	return b
}

// pyBytesRepr is repr of a bytes object.
func pyBytesRepr(s string) string {
	q := quoteFor(s)
	b := append(make([]byte, 0, len(s)+3), 'b', q)
	for i := 0; i < len(s); i++ {
		b = appendEscaped(b, s[i], q)
	}
	return string(append(b, q))
}
