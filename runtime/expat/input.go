package expat

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// This file implements the encodings of documents, which the parser reads as UTF-8.

type encoding uint8

const (
	unknown encoding = iota // the first bytes have not been seen
	isUTF8
	utf16LE
	utf16BE
	single // a table says what each byte stands for
)

// input turns the bytes of a document into UTF-8.
type input struct {
	kind  encoding
	fixed bool // the first bytes or the caller say what the encoding is
	table *[256]rune
	rest  []byte // what is not decoded yet
}

// width is how many bytes a character takes in the document.
func (in *input) width(r rune) int {
	switch in.kind {
	case utf16LE, utf16BE:
		return 2 * max(utf16.RuneLen(r), 1)
	case single:
		return 1
	}
	return max(utf8.RuneLen(r), 1)
}

// feed adds what can be decoded of the rest to the text.
func (in *input) feed(p *Parser) error {
	if in.kind == unknown && !in.detect(p) && p.Encoding != "" {
		if err := in.named(p, p.Encoding); err != nil {
			return err
		}
		in.fixed = true
	}
	if in.kind == unknown {
		return nil
	}
	return in.decode(p)
}

// detect looks at the first bytes; it reports whether they say what the encoding is.
func (in *input) detect(p *Parser) bool {
	b := in.rest
	wide := p.Encoding == "" || strings.HasPrefix(strings.ToLower(p.Encoding), "utf-16")
	mark := func(kind encoding, n int) bool {
		in.kind, in.fixed, in.rest = kind, true, b[n:]
		p.placed = n != 3
		p.near = place{}
		if p.mark.index += n; n > 0 {
			p.mark.column++ // the mark is a character
		}
		return true
	}
	switch {
	case len(b) >= 2 && wide && b[0] == 0xFE && b[1] == 0xFF:
		return mark(utf16BE, 2)
	case len(b) >= 2 && wide && b[0] == 0xFF && b[1] == 0xFE:
		return mark(utf16LE, 2)
	case len(b) >= 2 && wide && b[0] == 0:
		return mark(utf16BE, 0)
	case len(b) >= 2 && wide && b[1] == 0:
		return mark(utf16LE, 0)
	case len(b) >= 3 && bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")) && (p.Encoding == "" || strings.EqualFold(p.Encoding, "utf-8")):
		return mark(isUTF8, 3)
	case p.Encoding == "" && len(b) > 0 && !bytes.HasPrefix([]byte("\xEF\xBB\xBF"), b) && (len(b) > 1 || bytes.IndexByte([]byte("\xFE\xFF\x00<"), b[0]) < 0):
		in.kind = isUTF8
	}
	return false
}

// named makes the encoding the one that has the name.
func (in *input) named(p *Parser, name string) error {
	switch strings.ToLower(name) {
	case "utf-8":
		in.kind = isUTF8
	case "utf-16", "utf-16be":
		in.kind = utf16BE
	case "utf-16le":
		in.kind = utf16LE
	case "us-ascii", "iso-8859-1":
		in.kind, in.table = single, new([256]rune)
		for i := range in.table {
			in.table[i] = rune(i)
			if i > 127 && !strings.EqualFold(name, "iso-8859-1") {
				in.table[i] = -1
			}
		}
	default:
		if p.UnknownEncoding == nil {
			return &Error{UnknownEncoding}
		}
		table, err := p.UnknownEncoding(name)
		if err != nil {
			return err
		}
		if table == nil {
			return &Error{UnknownEncoding}
		}
		in.kind, in.table = single, table
	}
	return nil
}

// declared is called for the encoding that the document says it has, behind whose
// declaration the text goes on at an offset.
func (in *input) declared(p *Parser, name string, from int) error {
	lower := strings.ToLower(name)
	wide := in.kind == utf16LE || in.kind == utf16BE
	switch lower {
	case "utf-8", "us-ascii", "iso-8859-1":
		if wide {
			return &Error{IncorrectEncoding}
		}
	case "utf-16", "utf-16be", "utf-16le":
		if !wide || lower == "utf-16be" && in.kind != utf16BE || lower == "utf-16le" && in.kind != utf16LE {
			return &Error{IncorrectEncoding}
		}
		return nil
	}
	raw := p.s.b[from:]
	if wide {
		raw = in.encode(raw) // sic: what follows is read by the table
	}
	m := p.placeOf(from)
	if err := in.named(p, name); err != nil {
		return err
	}
	if in.fixed && !p.placed && in.kind == single {
		m.column += 2 // sic: the mark is counted as what it is by the table
	}
	p.mark, p.near = m, place{}
	in.fixed = true
	if in.kind == isUTF8 {
		return nil
	}
	in.rest = append(append([]byte{}, raw...), in.rest...)
	p.s.b = p.s.b[:from]
	return in.decode(p)
}

// encode makes UTF-16 of UTF-8.
func (in *input) encode(text []byte) (b []byte) {
	var order binary.AppendByteOrder = binary.LittleEndian
	if in.kind == utf16BE {
		order = binary.BigEndian
	}
	for _, u := range utf16.Encode([]rune(string(text))) {
		b = order.AppendUint16(b, u)
	}
	return b
}

// decode moves what can be decoded to the text.
func (in *input) decode(p *Parser) error {
	b := in.rest
	switch in.kind {
	case isUTF8:
		p.s.b = append(p.s.b, b...)
		b = nil
	case single:
		for _, c := range b {
			if r := in.table[c]; r >= 0 {
				p.s.b = utf8.AppendRune(p.s.b, r)
			} else {
				p.s.b = append(p.s.b, 0xFF) // no character: the scanner stops here
			}
		}
		b = nil
	default:
		var order binary.ByteOrder = binary.LittleEndian
		if in.kind == utf16BE {
			order = binary.BigEndian
		}
		for len(b) >= 2 {
			r := rune(order.Uint16(b))
			if !utf16.IsSurrogate(r) {
				p.s.b = utf8.AppendRune(p.s.b, r)
				b = b[2:]
				continue
			}
			if len(b) < 4 {
				break
			}
			if r = utf16.DecodeRune(r, rune(order.Uint16(b[2:]))); r == utf8.RuneError {
				p.s.b = append(p.s.b, 0xFF) // no character: the scanner stops here
				b = b[2:]
			} else {
				p.s.b = utf8.AppendRune(p.s.b, r)
				b = b[4:]
			}
		}
	}
	in.rest = append(in.rest[:0], b...)
	return nil
}
