package binascii

import "github.com/aio2go/aio2go/runtime/py"

// This file implements uuencode and quoted-printable.

// decodeUU decodes one line.
func decodeUU(b []byte) (value, exc) {
	n := 32
	if len(b) > 0 {
		n = int(b[0]-' ') & 0x3F
		b = b[1:]
	}
	out := make([]byte, 0, n)
	bits, acc := 0, 0
	i := 0
	for len(out) < n {
		d := 0
		if i < len(b) {
			c := b[i]
			i++
			switch {
			case c == '\n' || c == '\r':
				i = len(b) // the rest of the line reads as zeros
			case c < ' ' || c > ' '+64:
				return value{}, fail("Illegal char")
			default:
				d = int(c-' ') & 0x3F
			}
		}
		acc = acc<<6 | d
		if bits += 6; bits >= 8 {
			bits -= 8
			out = append(out, byte(acc>>bits))
			acc &= 1<<bits - 1
		}
	}
	for ; i < len(b); i++ {
		if c := b[i]; c != ' ' && c != ' '+64 && c != '\n' && c != '\r' {
			return value{}, fail("Trailing garbage")
		}
	}
	return py.BytesV(out), nil
}

func encodeUU(data, backtick value) (value, exc) {
	tick, e := truth(backtick)
	if e != nil {
		return value{}, e
	}
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	if len(b) > 45 {
		return value{}, fail("At most 45 bytes at once")
	}
	char := func(d int) byte {
		if d == 0 && tick {
			return '`'
		}
		return byte(d) + ' '
	}
	out := []byte{char(len(b))}
	for i := 0; i < len(b); i += 3 {
		var t [3]byte
		copy(t[:], b[i:])
		out = append(out, char(int(t[0])>>2), char(int(t[0]&3)<<4|int(t[1])>>4), char(int(t[1]&15)<<2|int(t[2])>>6), char(int(t[2]&63)))
	}
	return py.BytesV(append(out, '\n')), nil
}

func decodeQP(data, header value) (value, exc) {
	b, e := asciiBytes(data)
	if e != nil {
		return value{}, e
	}
	head, e := truth(header)
	if e != nil {
		return value{}, e
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		c := b[i]
		switch {
		case c == '=':
			i++
			switch {
			case i >= len(b):
			case b[i] == '\n' || b[i] == '\r':
				for i < len(b) && b[i] != '\n' {
					i++
				}
				if i < len(b) {
					i++
				}
			case b[i] == '=': // broken encoders
				out = append(out, '=')
				i++
			case i+1 < len(b) && hexDigit(b[i]) >= 0 && hexDigit(b[i+1]) >= 0:
				out = append(out, byte(hexDigit(b[i])<<4|hexDigit(b[i+1])))
				i += 2
			default:
				out = append(out, '=')
			}
			continue
		case head && c == '_':
			c = ' '
		}
		out = append(out, c)
		i++
	}
	return py.BytesV(out), nil
}

// maxLine is how long a line of quoted-printable gets.
const maxLine = 76

func encodeQP(args []value) (value, exc) {
	b, e := py.BytesLike(args[0])
	if e != nil {
		return value{}, e
	}
	tabs, e := truth(args[1])
	if e != nil {
		return value{}, e
	}
	text := true
	if !args[2].IsUnbound() {
		if text, e = py.Truth(args[2]); e != nil {
			return value{}, e
		}
	}
	header, e := truth(args[3])
	if e != nil {
		return value{}, e
	}
	// A text that ends its first line with CR LF gets lines that do.
	crlf := false
	for i, c := range b {
		if c == '\n' {
			crlf = i > 0 && b[i-1] == '\r'
			break
		}
	}
	var out []byte
	line := 0
	soft := func() {
		out = append(out, '=')
		if crlf {
			out = append(out, '\r')
		}
		out = append(out, '\n')
		line = 0
	}
	const hex = "0123456789ABCDEF"
	quote := func(c byte) { out = append(out, '=', hex[c>>4], hex[c&15]) }
	for i := 0; i < len(b); {
		c := b[i]
		last := i+1 == len(b)
		if c > 126 || c == '=' || header && c == '_' ||
			c == '.' && line == 0 && (last || b[i+1] == '\n' || b[i+1] == '\r' || b[i+1] == 0) ||
			!text && (c == '\r' || c == '\n') ||
			(c == '\t' || c == ' ') && last ||
			c < 33 && c != '\r' && c != '\n' && c != '\t' && c != ' ' ||
			c < 33 && c != '\r' && c != '\n' && (tabs || !tabs && (c != '\t' && c != ' ')) {
			if line+3 >= maxLine {
				soft()
			}
			quote(c)
			i++
			line += 3
			continue
		}
		if text && (c == '\n' || c == '\r' && !last && b[i+1] == '\n') {
			line = 0
			if n := len(out); n > 0 && (out[n-1] == ' ' || out[n-1] == '\t') {
				ch := out[n-1]
				out = out[:n-1]
				quote(ch)
			}
			if crlf {
				out = append(out, '\r')
			}
			out = append(out, '\n')
			if c == '\r' {
				i++
			}
			i++
			continue
		}
		if !last && b[i+1] != '\n' && line+1 >= maxLine {
			soft()
		}
		line++
		if header && c == ' ' {
			out = append(out, '_')
		} else {
			out = append(out, c)
		}
		i++
	}
	return py.BytesV(out), nil
}
