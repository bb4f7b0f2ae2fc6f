package py

import "unicode/utf8"

// This file implements the encodings UTF-8, UTF-16 and UTF-32 with their variants, ASCII
// and Latin-1.

func registerUTF() {
	u8 := &Codec{Name: "utf-8", Encode: encodeUTF8, Decode: decodeUTF8}
	for _, n := range []string{"utf_8", "utf8", "u8", "utf", "cp65001", "utf8_ucs2", "utf8_ucs4"} {
		codecs[n] = u8
	}
	sig := &Codec{Name: "utf-8", Encode: func(e *Encoder) *Exception {
		e.Out = append(e.Out, 0xEF, 0xBB, 0xBF)
		return encodeUTF8(e)
	}, Decode: func(d *Decoder) *Exception {
		if len(d.Src) >= 3 && string(d.Src[:3]) == "\xEF\xBB\xBF" {
			d.Src = d.Src[3:]
		}
		return decodeUTF8(d)
	}}
	codecs["utf_8_sig"], codecs["utf8_sig"] = sig, sig
	for _, width := range []int{2, 4} {
		name := map[int]string{2: "utf-16", 4: "utf-32"}[width]
		under := NormalizeEncoding(name)
		native := wideCodec(name, width, false, true)
		little := wideCodec(name+"-le", width, false, false)
		big := wideCodec(name+"-be", width, true, false)
		short := "u" + under[4:]
		codecs[under], codecs[short], codecs["utf"+under[4:]] = native, native, native
		codecs[under+"_le"], codecs[under+"le"] = little, little
		codecs[under+"_be"], codecs[under+"be"] = big, big
		codecs["utf"+under[4:]+"_le"], codecs["utf"+under[4:]+"le"] = little, little
		codecs["utf"+under[4:]+"_be"], codecs["utf"+under[4:]+"be"] = big, big
	}
	ascii := &Codec{Name: "ascii", Encode: encodeUpTo(0x80, "ordinal not in range(128)"), Decode: decodeASCII}
	for _, n := range []string{"ascii", "us_ascii", "646", "ansi_x3.4_1968", "iso646_us", "iso_ir_6", "cp367", "ibm367", "us"} {
		codecs[n] = ascii
	}
	registerUTF7()
	latin := &Codec{Name: "latin-1", Encode: encodeUpTo(0x100, "ordinal not in range(256)"), Decode: func(d *Decoder) *Exception {
		d.Out = append(d.Out, latin1Text(d.Src)...)
		return nil
	}}
	for _, n := range []string{"latin_1", "latin1", "latin", "l1", "iso_8859_1", "iso8859_1", "iso8859", "8859", "cp819", "iso_ir_100", "ibm819", "iso_8859_1_1987"} {
		codecs[n] = latin
	}
}

func encodeUTF8(e *Encoder) *Exception {
	e.Width = 1
	if utf8.ValidString(e.Text) {
		e.Out = append(e.Out, e.Text...)
		return nil
	}
	put := func(c rune) bool {
		if c >= 0xD800 && c <= 0xDFFF {
			return false
		}
		e.Out = appendRune(e.Out, c)
		return true
	}
	for i := 0; i < len(e.Text); {
		c, n := decodeRune(e.Text[i:])
		if put(c) {
			i += n
			continue
		}
		end := i + n
		for end < len(e.Text) {
			c, n := decodeRune(e.Text[end:])
			if c < 0xD800 || c > 0xDFFF {
				break
			}
			end += n
		}
		next, exc := e.Problem(i, end, "surrogates not allowed", put)
		if exc != nil {
			return exc
		}
		i = next
	}
	return nil
}

func decodeUTF8(d *Decoder) *Exception {
	d.Width = 1
	b := d.Src
	if utf8.Valid(b) {
		d.Out = append(d.Out, b...)
		return nil
	}
	for i := 0; i < len(b); {
		if b[i] < 0x80 {
			d.Out = append(d.Out, b[i])
			i++
			continue
		}
		n, reason := utf8Sequence(b[i:])
		if reason == "" {
			d.Out = append(d.Out, b[i:i+n]...)
			i += n
			continue
		}
		next, exc := d.Problem(i, i+n, reason)
		if exc != nil {
			return exc
		}
		i, b = next, d.Src
	}
	return nil
}

// utf8Sequence returns the length of the sequence that b begins with, or of its valid
// beginning and what is wrong with it.
func utf8Sequence(b []byte) (n int, reason string) {
	lo, hi := byte(0x80), byte(0xBF)
	want := 2
	switch c := b[0]; {
	case c < 0xC2 || c > 0xF4:
		return 1, "invalid start byte"
	case c == 0xE0:
		lo, want = 0xA0, 3
	case c == 0xED:
		hi, want = 0x9F, 3
	case c == 0xF0:
		lo, want = 0x90, 4
	case c == 0xF4:
		hi, want = 0x8F, 4
	case c >= 0xF0:
		want = 4
	case c >= 0xE0:
		want = 3
	}
	for n = 1; n < want; n++ {
		if n == len(b) {
			return n, "unexpected end of data"
		}
		if b[n] < lo || b[n] > hi {
			return n, "invalid continuation byte"
		}
		lo, hi = 0x80, 0xBF
	}
	return n, ""
}

// encodeUpTo encodes code points below limit as one byte each.
func encodeUpTo(limit rune, reason string) func(e *Encoder) *Exception {
	return func(e *Encoder) *Exception {
		return e.encodeBytes(reason, func(c rune) (byte, bool) { return byte(c), c < limit })
	}
}

// encodeBytes encodes every code point as one byte; those without one are handled in
// runs.
func (e *Encoder) encodeBytes(reason string, code func(c rune) (byte, bool)) *Exception {
	put := func(c rune) bool {
		b, ok := code(c)
		if ok {
			e.Out = append(e.Out, b)
		}
		return ok
	}
	for i := 0; i < len(e.Text); {
		c, n := decodeRune(e.Text[i:])
		if put(c) {
			i += n
			continue
		}
		end := i + n
		for end < len(e.Text) {
			c, n := decodeRune(e.Text[end:])
			if _, ok := code(c); ok {
				break
			}
			end += n
		}
		next, exc := e.Problem(i, end, reason, put)
		if exc != nil {
			return exc
		}
		i = next
	}
	return nil
}

func decodeASCII(d *Decoder) *Exception {
	for i := 0; i < len(d.Src); {
		if d.Src[i] < 0x80 {
			d.Out = append(d.Out, d.Src[i])
			i++
			continue
		}
		next, exc := d.Problem(i, i+1, "ordinal not in range(128)")
		if exc != nil {
			return exc
		}
		i = next
	}
	return nil
}

// wideCodec makes the codec of UTF-16 (width 2) or UTF-32 (width 4); with a mark, a byte
// order mark is written, and obeyed in decoding.
func wideCodec(name string, width int, big, mark bool) *Codec {
	return &Codec{
		Name: name,
		Encode: func(e *Encoder) *Exception {
			e.Width, e.Big = width, big
			if mark {
				e.Out = appendUnit(e.Out, 0xFEFF, width, big)
			}
			return encodeWide(e)
		},
		Decode: func(d *Decoder) *Exception {
			d.Width, d.Big = width, big
			start := 0
			if mark {
				d.Name += "-le"
				if len(d.Src) >= width {
					switch {
					case unitAt(d.Src, width, false) == 0xFEFF:
						start = width
					case unitAt(d.Src, width, true) == 0xFEFF:
						start, d.Big = width, true
						d.Name = name + "-be"
					}
				}
			}
			return decodeWide(d, start)
		},
	}
}

func encodeWide(e *Encoder) *Exception {
	put := func(c rune) bool {
		switch {
		case c >= 0xD800 && c <= 0xDFFF:
			return false
		case c >= 0x10000 && e.Width == 2:
			c -= 0x10000
			e.Out = appendUnit(e.Out, 0xD800+uint32(c>>10), 2, e.Big)
			e.Out = appendUnit(e.Out, 0xDC00+uint32(c&0x3FF), 2, e.Big)
		default:
			e.Out = appendUnit(e.Out, uint32(c), e.Width, e.Big)
		}
		return true
	}
	for i := 0; i < len(e.Text); {
		c, n := decodeRune(e.Text[i:])
		if put(c) {
			i += n
			continue
		}
		next, exc := e.Problem(i, i+n, "surrogates not allowed", put)
		if exc != nil {
			return exc
		}
		i = next
	}
	return nil
}

func decodeWide(d *Decoder, i int) *Exception {
	for i < len(d.Src) {
		c, n, reason := wideUnit(d.Src[i:], d.Width, d.Big)
		if reason == "" {
			d.Out = appendRune(d.Out, c)
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

// wideUnit reads one code point and returns its length, or that of what is wrong.
func wideUnit(b []byte, width int, big bool) (c rune, n int, reason string) {
	if len(b) < width {
		return 0, len(b), "truncated data"
	}
	u := unitAt(b, width, big)
	surrogate := u >= 0xD800 && u <= 0xDFFF
	if width == 4 {
		switch {
		case surrogate:
			return 0, 4, "code point in surrogate code point range(0xd800, 0xe000)"
		case u > 0x10FFFF:
			return 0, 4, "code point not in range(0x110000)"
		}
		return rune(u), 4, ""
	}
	if !surrogate {
		return rune(u), 2, ""
	}
	if u >= 0xDC00 {
		return 0, 2, "illegal encoding"
	}
	if len(b) < 4 {
		return 0, len(b), "unexpected end of data"
	}
	low := unitAt(b[2:], 2, big)
	if low < 0xDC00 || low > 0xDFFF {
		return 0, 2, "illegal UTF-16 surrogate"
	}
	return 0x10000 + rune(u-0xD800)<<10 + rune(low-0xDC00), 4, ""
}
