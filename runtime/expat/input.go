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

// done reports whether everything is decoded.
func (in *input) done() bool { return len(in.rest) == 0 }

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

// feed adds data to the text.
func (in *input) feed(p *Parser, data []byte, final bool) error {
	if in.kind == unknown {
		in.rest = append(in.rest, data...)
		data = nil
		if !in.detect(p, final) {
			if p.Encoding != "" {
				if err := in.named(p, p.Encoding); err != nil {
					return err
				}
				in.fixed = true
			} else if len(in.rest) == 0 {
				return nil
			}
		}
		if in.kind == unknown {
			return nil
		}
	}
	in.rest = append(in.rest, data...)
	return in.decode(p)
}

// detect looks at the first bytes; it reports whether they say what the encoding is.
func (in *input) detect(p *Parser, final bool) bool {
	b := in.rest
	wide := p.Encoding == "" || strings.HasPrefix(strings.ToLower(p.Encoding), "utf-16")
	mark := func(kind encoding, n int) bool {
		in.kind, in.fixed, in.rest = kind, true, b[n:]
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
	case len(b) >= 2 && wide && b[0] == 0 && b[1] == '<':
		return mark(utf16BE, 0)
	case len(b) >= 2 && wide && b[0] == '<' && b[1] == 0:
		return mark(utf16LE, 0)
	case len(b) >= 3 && bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")) && (p.Encoding == "" || strings.EqualFold(p.Encoding, "utf-8")):
		return mark(isUTF8, 3)
	case p.Encoding == "" && (len(b) >= 3 || len(b) > 0 && (final || b[0] == '<' && len(b) > 1)):
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
	if in.fixed {
		wide := in.kind == utf16LE || in.kind == utf16BE
		if wide != strings.HasPrefix(strings.ToLower(name), "utf-16") && p.Encoding == "" {
			return &Error{IncorrectEncoding}
		}
		return nil
	}
	if strings.HasPrefix(strings.ToLower(name), "utf-16") {
		return &Error{IncorrectEncoding} // it has been read as bytes
	}
	if err := in.named(p, name); err != nil {
		return err
	}
	in.fixed = true
	if in.kind == isUTF8 {
		return nil
	}
	in.rest = append(append([]byte{}, p.s.b[from:]...), in.rest...)
	p.s.b = p.s.b[:from]
	return in.decode(p)
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
			n := 2
			if utf16.IsSurrogate(r) {
				if len(b) < 4 {
					break
				}
				if r = utf16.DecodeRune(r, rune(order.Uint16(b[2:]))); r != utf8.RuneError {
					n = 4
				}
			}
			if r == utf8.RuneError {
				p.s.b = append(p.s.b, 0xFF)
			} else {
				p.s.b = utf8.AppendRune(p.s.b, r)
			}
			b = b[n:]
		}
	}
	in.rest = append(in.rest[:0], b...)
	return nil
}
