package py

// This file implements the encoding UTF-7 (RFC 2152).

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// base64Digit returns the value of a digit, or -1.
func base64Digit(c byte) int {
	switch {
	case c >= 'A' && c <= 'Z':
		return int(c - 'A')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 26
	case c >= '0' && c <= '9':
		return int(c-'0') + 52
	case c == '+':
		return 62
	case c == '/':
		return 63
	}
	return -1
}

// isUTF7Direct reports whether c stands for itself. RFC 2152 calls some of these optional.
func isUTF7Direct(c rune) bool {
	switch {
	case c >= 0x80 || c == '+' || c == '\\' || c == '~' || c == 0x7F:
		return false
	case c < ' ':
		return c == '\t' || c == '\n' || c == '\r'
	}
	return true
}

func registerUTF7() {
	c := &Codec{Name: "utf7", Encode: encodeUTF7, Decode: decodeUTF7}
	for _, n := range []string{"utf_7", "utf7", "u7", "unicode_1_1_utf_7"} {
		codecs[n] = c
	}
}

func encodeUTF7(e *Encoder) *Exception {
	shifted := false
	var bits uint
	var buffer uint32
	put := func(unit rune) {
		buffer, bits = buffer<<16|uint32(unit), bits+16
		for bits >= 6 {
			bits -= 6
			e.Out = append(e.Out, base64Digits[buffer>>bits&63])
		}
		buffer &= 1<<bits - 1
	}
	flush := func() {
		if bits > 0 {
			e.Out = append(e.Out, base64Digits[buffer<<(6-bits)&63])
		}
		buffer, bits = 0, 0
	}
	for s := e.Text; s != ""; {
		c, n := decodeRune(s)
		s = s[n:]
		switch direct := isUTF7Direct(c); {
		case direct && shifted:
			flush()
			shifted = false
			if base64Digit(byte(c)) >= 0 || c == '-' {
				e.Out = append(e.Out, '-')
			}
			e.Out = append(e.Out, byte(c))
			continue
		case direct:
			e.Out = append(e.Out, byte(c))
			continue
		case shifted:
		case c == '+':
			e.Out = append(e.Out, '+', '-')
			continue
		default:
			e.Out = append(e.Out, '+')
			shifted = true
		}
		if c >= 0x10000 {
			put(0xD800 + (c-0x10000)>>10)
			c = 0xDC00 + (c-0x10000)&0x3FF
		}
		put(c)
	}
	if shifted {
		flush()
		e.Out = append(e.Out, '-')
	}
	return nil
}

func decodeUTF7(d *Decoder) *Exception {
	var (
		shifted   bool
		bits      uint
		buffer    uint32
		surrogate rune // a high surrogate that waits for its other half
		shift     int  // where the shift sequence begins
	)
	b := d.Src
	for i := 0; i < len(b); {
		c := b[i]
		start, reason := i, ""
		switch digit := base64Digit(c); {
		case shifted && digit >= 0:
			buffer, bits = buffer<<6|uint32(digit), bits+6
			i++
			if bits < 16 {
				continue
			}
			bits -= 16
			unit := rune(buffer >> bits & 0xFFFF)
			buffer &= 1<<bits - 1
			switch {
			case surrogate != 0 && unit >= 0xDC00 && unit <= 0xDFFF:
				d.Out = appendRune(d.Out, 0x10000+(surrogate-0xD800)<<10+(unit-0xDC00))
				surrogate = 0
				continue
			case surrogate != 0:
				d.Out = appendRune(d.Out, surrogate)
				surrogate = 0
			}
			if unit >= 0xD800 && unit <= 0xDBFF {
				surrogate = unit
			} else {
				d.Out = appendRune(d.Out, unit)
			}
			continue
		case shifted:
			shifted, start = false, shift
			switch {
			case bits >= 6:
				i++
				reason = "partial character in shift sequence"
			case bits > 0 && buffer != 0:
				i++
				reason = "non-zero padding bits in shift sequence"
			default:
				if surrogate != 0 && c < 0x80 && c != '+' {
					d.Out = appendRune(d.Out, surrogate)
				}
				surrogate = 0
				if c == '-' {
					i++
				}
				continue
			}
		case c == '+':
			i++
			switch {
			case i < len(b) && b[i] == '-':
				d.Out = append(d.Out, '+')
				i++
				continue
			case i < len(b) && base64Digit(b[i]) < 0:
				i++
				reason = "ill-formed sequence"
			default:
				shifted, shift, surrogate, bits, buffer = true, start, 0, 0, 0
				continue
			}
		case c < 0x80:
			d.Out = append(d.Out, c)
			i++
			continue
		default:
			i++
			reason = "unexpected special character"
		}
		next, exc := d.Problem(start, i, reason)
		if exc != nil {
			return exc
		}
		i, b = next, d.Src
	}
	if shifted && (surrogate != 0 || bits >= 6 || bits > 0 && buffer != 0) {
		_, exc := d.Problem(shift, len(b), "unterminated shift sequence")
		return exc
	}
	return nil
}
