package py

import (
	"strings"
)

// This file implements the text encodings (library reference, codecs): the registry by
// name, and the error handlers. The codecs themselves are in codecs_utf.go and
// codecs_charmap.go.

// A Codec encodes and decodes text. Encode gets the text with its error handling in e and
// appends to e.Out; Decode likewise with d.
type Codec struct {
	Name   string // as it is in error messages
	Encode func(e *Encoder) *Exception
	Decode func(d *Decoder) *Exception
	// Incremental makes the object that the attribute of the codec's CodecInfo makes,
	// incrementalencoder or incrementaldecoder; it is nil for the codecs of this package.
	Incremental func(attr, errors string) (Value, *Exception)
}

// Encoder is one encoding in progress.
type Encoder struct {
	Name   string
	Errors string
	Text   string
	Out    []byte
	object *Str
	// Width is the size of a code unit, for handlers that give bytes of units.
	Width int
	Big   bool
}

// Decoder is one decoding in progress. Out is the text as UTF-8 with surrogates.
type Decoder struct {
	Name   string
	Errors string
	Src    []byte
	Out    []byte
	Width  int
	Big    bool
}

// ErrorHandlers are the handlers that codecs.register_error has added.
var ErrorHandlers = map[string]Value{}

// codecs holds the codecs by normalised name.
var codecs map[string]*Codec

// RegisterCodec adds a codec under names, which are normalised here.
func RegisterCodec(c *Codec, names ...string) {
	codecTable()
	for _, n := range names {
		codecs[NormalizeEncoding(n)] = c
	}
}

// codecTable fills the table at the first use of a name that has no fast path.
func codecTable() {
	if codecs == nil {
		codecs = map[string]*Codec{}
		registerUTF()
		registerCharmaps()
		registerEscapes()
	}
}

// NormalizeEncoding returns the name by which an encoding is looked up: lower case, other
// characters than letters and digits as single underscores.
func NormalizeEncoding(name string) string {
	b := make([]byte, 0, len(name))
	for i := 0; i < len(name); i++ {
		c := lowerByte(name[i])
		if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '.' {
			b = append(b, c)
		} else if len(b) > 0 && b[len(b)-1] != '_' {
			b = append(b, '_')
		}
	}
	return strings.Trim(string(b), "_")
}

// FindCodec finds the codecs that are not in this package, to encode or to decode, for the module codecs. It is
// nil where that is not linked.
var FindCodec func(name, what string) (*Codec, *Exception)

// LookupCodec returns the codec called name, or a LookupError.
func LookupCodec(name string) (*Codec, *Exception) {
	return lookUpCodec(name, "decode")
}

// FileCodec is LookupCodec for a file's text.
func FileCodec(name string) (*Codec, *Exception) { return lookUpCodec(name, "open") }

// lookUpCodec is LookupCodec for one of encode and decode.
func lookUpCodec(name, what string) (*Codec, *Exception) {
	c, exc := KnownCodec(name)
	if exc == nil {
		return c, nil
	}
	switch NormalizeEncoding(name) {
	case "hex", "base64", "bz2", "zlib", "zip", "quopri", "uu", "rot13", "rot_13", "hex_codec", "base64_codec", "zlib_codec", "bz2_codec":
		return nil, Raisef(LookupErrorType, "'%s' is not a text encoding; use codecs.%s() to handle arbitrary codecs", name, what)
	}
	if FindCodec != nil {
		return FindCodec(name, what)
	}
	return nil, exc
}

// KnownCodec is LookupCodec among the codecs of this package.
func KnownCodec(name string) (*Codec, *Exception) {
	codecTable()
	n := NormalizeEncoding(name)
	if c, ok := codecs[n]; ok {
		return c, nil
	}
	return nil, Raisef(LookupErrorType, "unknown encoding: %s", name)
}

// Encode is s.encode(encoding, errors).
func Encode(s *Str, encoding, errors string) ([]byte, *Exception) {
	if s.IsASCII() {
		switch encoding {
		case "utf-8", "utf8", "UTF-8", "ascii", "latin-1", "latin1", "iso-8859-1", "us-ascii":
			return []byte(s.S), nil
		}
	}
	c, exc := lookUpCodec(encoding, "encode")
	if exc != nil {
		return nil, exc
	}
	return c.EncodeStr(s, errors)
}

// EncodeStr encodes s.
func (c *Codec) EncodeStr(s *Str, errors string) ([]byte, *Exception) {
	e := Encoder{Name: c.Name, Errors: errors, Text: s.S, object: s}
	exc := c.Encode(&e)
	return e.Out, exc
}

// Decode is str(b, encoding, errors).
func Decode(b []byte, encoding, errors string) (Value, *Exception) {
	switch encoding {
	case "utf-8", "utf8", "UTF-8", "ascii":
		if s := bytesString(b); isASCII(s) {
			return asciiV(string(b)), nil
		}
	}
	c, exc := LookupCodec(encoding)
	if exc != nil {
		return Value{}, exc
	}
	return c.DecodeBytes(b, errors)
}

// DecodeBytes decodes b.
func (c *Codec) DecodeBytes(b []byte, errors string) (Value, *Exception) {
	d := Decoder{Name: c.Name, Errors: errors, Src: b}
	if exc := c.Decode(&d); exc != nil {
		return Value{}, exc
	}
	return StrV(string(d.Out)), nil
}

// Problem handles that the code points from byte start to end of the text cannot be
// encoded. put encodes one code point of a replacement, or reports that it cannot.
func (e *Encoder) Problem(start, end int, reason string, put func(c rune) bool) *Exception {
	raise := func(start int) *Exception {
		return RaiseUnicodeEncode(e.Name, e.object.Value(), runeCount(e.Text[:start]), runeCount(e.Text[:end]), reason)
	}
	var b []byte
	switch e.Errors {
	case "strict":
		return raise(start)
	case "ignore":
		return nil
	case "surrogateescape", "surrogatepass":
		for i := start; i < end; {
			c, n := decodeRune(e.Text[i:])
			switch {
			case e.Errors == "surrogateescape" && c >= 0xDC80 && c <= 0xDCFF:
				e.Out = append(e.Out, byte(c))
			case e.Errors == "surrogatepass" && c >= 0xD800 && c <= 0xDFFF && e.Width > 0:
				e.putSurrogate(c)
			default:
				return raise(i)
			}
			i += n
		}
		return nil
	case "replace", "backslashreplace", "xmlcharrefreplace", "namereplace":
		for i := start; i < end; {
			c, n := decodeRune(e.Text[i:])
			b = appendReplacement(b, e.Errors, c)
			i += n
		}
	default:
		h, ok := ErrorHandlers[e.Errors]
		if !ok {
			return Raisef(LookupErrorType, "unknown error handler name '%s'", e.Errors)
		}
		return e.callHandler(h, raise(start), put)
	}
	return e.putText(b, put, func() *Exception { return raise(start) })
}

func (e *Encoder) putText(text []byte, put func(c rune) bool, raise func() *Exception) *Exception {
	for s := bytesString(text); s != ""; {
		c, n := decodeRune(s)
		if !put(c) {
			return raise()
		}
		s = s[n:]
	}
	return nil
}

func (e *Encoder) putSurrogate(c rune) {
	if e.Width == 1 {
		e.Out = appendRune(e.Out, c)
		return
	}
	e.Out = appendUnit(e.Out, uint32(c), e.Width, e.Big)
}

// callHandler calls a handler written in Python, whose result is the replacement and the
// position to go on at, which must be the end of the problem here.
func (e *Encoder) callHandler(h Value, problem *Exception, put func(c rune) bool) *Exception {
	r, exc := handlerResult(h, problem, "encoding")
	if exc != nil {
		return exc
	}
	if b, ok := AsBytes(r); ok {
		e.Out = append(e.Out, b.B...)
		return nil
	}
	s, ok := AsStr(r)
	if !ok {
		return Raisef(TypeErrorType, "encoding error handler must return (str/bytes, int) tuple")
	}
	return e.putText([]byte(s.S), put, func() *Exception { return problem })
}

func handlerResult(h Value, problem *Exception, what string) (Value, *Exception) {
	r, exc := Call1(h, problem.Value())
	if exc != nil {
		return Value{}, exc
	}
	t, ok := AsTuple(r)
	if !ok || len(t.Items()) != 2 || !t.Items()[1].IsInt() {
		kind := "str"
		if what == "encoding" {
			kind = "str/bytes"
		}
		return Value{}, Raisef(TypeErrorType, "%s error handler must return (%s, int) tuple", what, kind)
	}
	return t.Items()[0], nil
}

// CharName gives the name of a code point for the handler namereplace, "" where there is
// none. Package unicodedata sets it.
var CharName func(c rune) string

func appendReplacement(b []byte, handler string, c rune) []byte {
	switch handler {
	case "replace":
		return append(b, '?')
	case "xmlcharrefreplace":
		return append(append(append(b, "&#"...), itoa(int(c))...), ';')
	case "namereplace":
		if CharName != nil {
			if name := CharName(c); name != "" {
				return append(append(append(b, `\N{`...), name...), '}')
			}
		}
	}
	return appendEscape(b, c)
}

// Problem handles that the bytes from start to end cannot be decoded; decoding goes on at
// next.
func (d *Decoder) Problem(start, end int, reason string) (next int, exc *Exception) {
	raise := func() *Exception {
		return RaiseUnicodeDecode(d.Name, NewBytes(d.Src).Value(), start, end, reason)
	}
	switch d.Errors {
	case "strict":
		return 0, raise()
	case "ignore":
	case "replace":
		d.Out = appendRune(d.Out, 0xFFFD)
	case "backslashreplace":
		for _, c := range d.Src[start:end] {
			d.Out = append(d.Out, '\\', 'x', lowerHexDigits[c>>4], lowerHexDigits[c&15])
		}
	case "surrogateescape":
		i := start
		for ; i < end && d.Src[i] >= 0x80; i++ {
			d.Out = appendRune(d.Out, 0xDC00+rune(d.Src[i]))
		}
		if i == start {
			return 0, raise()
		}
		return i, nil
	case "surrogatepass":
		c, n := d.surrogate(start)
		if n == 0 {
			return 0, raise()
		}
		d.Out = appendRune(d.Out, c)
		return start + n, nil
	case "xmlcharrefreplace", "namereplace":
		return 0, Raisef(TypeErrorType, "don't know how to handle UnicodeDecodeError in error callback")
	default:
		h, ok := ErrorHandlers[d.Errors]
		if !ok {
			return 0, Raisef(LookupErrorType, "unknown error handler name '%s'", d.Errors)
		}
		r, exc := handlerResult(h, raise(), "decoding")
		if exc != nil {
			return 0, exc
		}
		s, ok := AsStr(r)
		if !ok {
			return 0, Raisef(TypeErrorType, "decoding error handler must return (str, int) tuple")
		}
		d.Out = append(d.Out, s.S...)
	}
	return end, nil
}

// surrogate reads an encoded surrogate at start and returns how many bytes it takes, 0
// where there is none.
func (d *Decoder) surrogate(start int) (rune, int) {
	b := d.Src[start:]
	switch {
	case d.Width == 1 && len(b) >= 3 && b[0] == 0xED && b[1] >= 0xA0 && b[1] < 0xC0 && b[2]&0xC0 == 0x80:
		return 0xD000 | rune(b[1]&0x3F)<<6 | rune(b[2]&0x3F), 3
	case d.Width > 1 && len(b) >= d.Width:
		if c := unitAt(b, d.Width, d.Big); c >= 0xD800 && c <= 0xDFFF {
			return rune(c), d.Width
		}
	}
	return 0, 0
}

func unitAt(b []byte, width int, big bool) uint32 {
	u := uint32(0)
	for i := range width {
		if big {
			u = u<<8 | uint32(b[i])
		} else {
			u |= uint32(b[i]) << (8 * i)
		}
	}
	return u
}

func appendUnit(b []byte, u uint32, width int, big bool) []byte {
	for i := range width {
		if big {
			b = append(b, byte(u>>(8*(width-1-i))))
		} else {
			b = append(b, byte(u>>(8*i)))
		}
	}
	return b
}
