package py

// This file implements the encodings unicode_escape and raw_unicode_escape: Latin-1 with
// backslash escapes as in string literals.

func registerEscapes() {
	codecs["unicode_escape"] = &Codec{Name: "unicodeescape", Encode: encodeEscape, Decode: func(d *Decoder) *Exception {
		return decodeEscape(d, false)
	}}
	codecs["raw_unicode_escape"] = &Codec{Name: "rawunicodeescape", Encode: encodeRawEscape, Decode: func(d *Decoder) *Exception {
		return decodeEscape(d, true)
	}}
}

func encodeEscape(e *Encoder) *Exception {
	for i := 0; i < len(e.Text); {
		c, n := decodeRune(e.Text[i:])
		i += n
		if c < 0x7f {
			e.Out = appendQuoted(e.Out, byte(c), '\\')
		} else {
			e.Out = appendEscape(e.Out, c)
		}
	}
	return nil
}

func encodeRawEscape(e *Encoder) *Exception {
	for i := 0; i < len(e.Text); {
		c, n := decodeRune(e.Text[i:])
		i += n
		if c < 0x100 {
			e.Out = append(e.Out, byte(c))
		} else {
			e.Out = appendEscape(e.Out, c)
		}
	}
	return nil
}

var simpleEscapes = map[byte]rune{
	'\\': '\\', '\'': '\'', '"': '"', 'a': 7, 'b': 8, 'f': 12, 'n': 10, 'r': 13, 't': 9, 'v': 11,
}

// decodeEscape decodes; raw knows \u and \U only.
func decodeEscape(d *Decoder, raw bool) *Exception {
	for i := 0; i < len(d.Src); {
		c := d.Src[i]
		if c != '\\' || raw && (i+1 == len(d.Src) || d.Src[i+1] != 'u' && d.Src[i+1] != 'U') {
			d.Out = appendRune(d.Out, rune(c))
			i++
			if raw && c == '\\' && i < len(d.Src) {
				// The character behind another backslash means itself.
				d.Out = appendRune(d.Out, rune(d.Src[i]))
				i++
			}
			continue
		}
		n, reason := d.escape(i)
		if reason == "" {
			i += n
			continue
		}
		next, exc := d.Problem(i, i+n, reason)
		if exc != nil {
			return exc
		}
		i = next
	}
	return nil
}

// escape decodes the escape at i and returns its length, or that of what is wrong.
func (d *Decoder) escape(i int) (n int, reason string) {
	s := d.Src[i:]
	if len(s) == 1 {
		return 1, `\ at end of string`
	}
	if c, ok := simpleEscapes[s[1]]; ok {
		d.Out = appendRune(d.Out, c)
		return 2, ""
	}
	switch c := s[1]; {
	case c == '\n':
		return 2, ""
	case '0' <= c && c <= '7':
		v := rune(0)
		for n = 1; n < len(s) && n < 4 && '0' <= s[n] && s[n] <= '7'; n++ {
			v = v<<3 | rune(s[n]-'0')
		}
		d.Out = appendRune(d.Out, v)
		return n, ""
	case c == 'x' || c == 'u' || c == 'U':
		digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
		v := uint32(0)
		for n = 2; n < len(s) && n < 2+digits && digitValue(s[n]) < 16; n++ {
			v = v<<4 | uint32(digitValue(s[n]))
		}
		if n < 2+digits {
			return n, `truncated \` + string(c) + "XXXXXXXX"[:digits] + " escape"
		}
		if v > 0x10FFFF {
			return n, "illegal Unicode character"
		}
		d.Out = appendRune(d.Out, rune(v))
		return n, ""
	case c == 'N':
		return d.namedEscape(s)
	}
	d.Out = appendRune(append(d.Out, '\\'), rune(s[1]))
	return 2, ""
}

// CharByName gives the code point of a name for \N{name}. Package unicodedata sets it.
var CharByName func(name string) (rune, bool)

func (d *Decoder) namedEscape(s []byte) (n int, reason string) {
	if len(s) < 3 || s[2] != '{' {
		return 2, `malformed \N character escape`
	}
	for n = 3; n < len(s) && s[n] != '}'; n++ {
	}
	if n == len(s) || n == 3 {
		return n, `malformed \N character escape`
	}
	if CharByName != nil {
		if c, ok := CharByName(string(s[3:n])); ok {
			d.Out = appendRune(d.Out, c)
			return n + 1, ""
		}
	}
	return n + 1, "unknown Unicode character name"
}
