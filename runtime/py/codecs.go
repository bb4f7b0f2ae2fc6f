package py

import (
	"strings"
	"unicode/utf8"
)

// This file implements the text encodings (library reference, codecs): the registry by
// name. Error handlers are in codecs_errors.go, the codecs themselves in codecs_utf.go,
// codecs_charmap.go and so on.

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
	Width   int
	Big     bool
	handler ProblemHandler
}

// Decoder is one decoding in progress. Out is the text as UTF-8 with surrogates.
type Decoder struct {
	Name   string
	Errors string
	Src    []byte
	Out    []byte
	Width  int
	Big    bool

	handler ProblemHandler
}

// codecs holds the codecs by normalised name.
var codecs map[string]*Codec

// RegisterCodec adds a codec under names, which are normalised here.
func RegisterCodec(c *Codec, names ...string) {
	codecTable()
	clear(spelled)
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
	if c := spelled[name]; c != nil {
		return c, nil
	}
	codecTable()
	n := NormalizeEncoding(name)
	c, ok := codecs[n]
	if !ok {
		return nil, UnknownEncoding(name)
	}
	if len(spelled) < maxSpelled {
		spelled[strings.Clone(name)] = c
	}
	return c, nil
}

// spelled has codecs of this package by names that they were looked up by, as they were
// written: the first maxSpelled of these.
var spelled = map[string]*Codec{}

const maxSpelled = 64

// Encode is s.encode(encoding, errors).
func Encode(s *Str, encoding, errors string) ([]byte, *Exception) {
	switch encoding {
	case "ascii", "us-ascii":
		if s.IsASCII() {
			return []byte(s.S), nil
		}
	case "utf-8", "utf8", "UTF-8":
		if s.IsASCII() || utf8.ValidString(s.S) {
			return []byte(s.S), nil
		}
	case "latin-1", "latin1", "iso-8859-1":
		if s.IsASCII() {
			return []byte(s.S), nil
		}
		if b, ok := encodeLatin(s.S); ok {
			return b, nil
		}
	}
	c, exc := lookUpCodec(encoding, "encode")
	if exc != nil {
		return nil, exc
	}
	return c.EncodeStr(s, errors)
}

// encodeLatin returns s in Latin-1; ok is false where it has other code points.
func encodeLatin(s string) (b []byte, ok bool) {
	b = make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			if c > 0xC3 { // U+0080 to U+00FF begin with C2 and C3
				return nil, false
			}
			i++
			c = c<<6 | s[i]&0x3F
		}
		b = append(b, c)
	}
	return b, true
}

// Object returns the text as a str.
func (e *Encoder) Object() *Str { return e.object }

// EncodeStr encodes s.
func (c *Codec) EncodeStr(s *Str, errors string) ([]byte, *Exception) {
	e := Encoder{Name: c.Name, Errors: errors, Text: s.S, object: s}
	exc := c.Encode(&e)
	return e.Out, exc
}

// Decode is str(b, encoding, errors).
func Decode(b []byte, encoding, errors string) (Value, *Exception) {
	switch encoding {
	case "utf-8", "utf8", "UTF-8":
		if s := bytesString(b); isASCII(s) {
			return asciiV(string(b)), nil
		} else if utf8.ValidString(s) {
			return StrV(string(b)), nil
		}
	case "ascii":
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
