package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// This file implements the reading of encoded source: PEP 263 declarations,
// the UTF-8 byte order mark, and universal newlines.

const bom = "\ufeff"

// decode sets f.Text and f.Encoding from f.Bytes.
func (f *File) decode() error {
	src := f.Bytes
	hasBOM := bytes.HasPrefix(src, []byte(bom))
	if hasBOM {
		src = src[len(bom):]
	}
	name := declaredEncoding(src)
	// Whatever goes wrong below, the error is shown with the line it is in.
	f.Text = normalizeNewlines(string(src))
	if f.Encoding = normalName(name); name == "" {
		f.Encoding = "utf-8"
	}
	if hasBOM && f.Encoding != "utf-8" {
		return &Error{Message: "encoding problem: " + f.Encoding + " with BOM", Pos: NoPos, End: NoPos}
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		pos := Pos(len(normalizeNewlines(string(src[:i]))))
		line, _ := f.Position(pos)
		return &Error{Message: "source code cannot contain null bytes", Line: line, Pos: pos, End: pos}
	}
	f.Encoding = alias(f.Encoding)
	switch f.Encoding {
	case "utf-8":
		return f.checkUTF8(name != "" || hasBOM)
	case "ascii":
		for _, b := range src {
			if b >= utf8.RuneSelf {
				return f.problem()
			}
		}
		return nil
	}
	var decode func([]byte) ([]byte, error)
	if Codec != nil {
		decode = Codec(f.Encoding)
	}
	if decode == nil {
		return f.problem()
	}
	text, err := decode(src)
	// The decoders of x/text replace what they cannot decode; none of the
	// encodings here contains U+FFFD itself but gb18030, for which this is a
	// character no source has use for.
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return f.problem()
	}
	f.Text, f.lines = normalizeNewlines(string(text)), nil
	return nil
}

// problem is CPython's answer to a declaration it cannot follow (tokenizer/
// helpers.c, get_normal_name aside, reports no more than the name).
func (f *File) problem() error {
	return &Error{Message: "encoding problem: " + f.Encoding, Pos: NoPos, End: NoPos}
}

// checkUTF8 reports the first byte that is not UTF-8. The message depends on
// whether the encoding was declared, as when CPython runs a file.
func (f *File) checkUTF8(declared bool) error {
	if utf8.ValidString(f.Text) {
		return nil
	}
	i := 0
	for i < len(f.Text) {
		r, n := utf8.DecodeRuneInString(f.Text[i:])
		if r == utf8.RuneError && n <= 1 {
			break
		}
		i += n
	}
	line, _ := f.Position(Pos(i))
	e := &Error{Line: line, Pos: Pos(i), End: Pos(i + 1)}
	if declared {
		e.Message = fmt.Sprintf("(unicode error) 'utf-8' codec can't decode byte 0x%02x in position %d: %s", f.Text[i], 0, utf8Reason(f.Text[i:]))
	} else {
		e.Message = fmt.Sprintf(`Non-UTF-8 code starting with '\x%02x' in file %s on line %d, but no encoding declared; see https://peps.python.org/pep-0263/ for details`,
			f.Text[i], f.Name, line)
		e.Pos, e.End = NoPos, NoPos
	}
	return e
}

// utf8Reason says in the words of Python's codec why s does not start with a
// UTF-8 sequence.
func utf8Reason(s string) string {
	switch c := s[0]; {
	case c < 0xC2 || c > 0xF4:
		return "invalid start byte"
	case len(s) == 1 || len(s) > 1 && s[1] == '\n':
		return "unexpected end of data"
	}
	return "invalid continuation byte"
}

// declaredEncoding returns the encoding that a comment in the first two lines
// declares (PEP 263), or "". As in CPython the second line
// counts only if the first is blank or a comment.
func declaredEncoding(src []byte) string {
	for n := 0; n < 2 && len(src) > 0; n++ {
		line := src
		if i := bytes.IndexAny(src, "\r\n"); i < 0 {
			src = nil
		} else {
			line = src[:i]
			if bytes.HasPrefix(src[i:], []byte("\r\n")) {
				i++
			}
			src = src[i+1:]
		}
		line = bytes.TrimLeft(line, " \t\f")
		if len(line) == 0 {
			continue
		}
		if line[0] != '#' {
			return ""
		}
		if name := cookie(line); name != "" {
			return name
		}
	}
	return ""
}

// cookie returns the name after "coding:" or "coding=" in a comment.
func cookie(line []byte) string {
	for {
		i := bytes.Index(line, []byte("coding"))
		if i < 0 {
			return ""
		}
		line = line[i+len("coding"):]
		if len(line) == 0 || line[0] != ':' && line[0] != '=' {
			continue
		}
		s := bytes.TrimLeft(line[1:], " \t")
		n := 0
		for n < len(s) && isNameByte(s[n]) {
			n++
		}
		if n > 0 {
			return string(s[:n])
		}
	}
}

func isNameByte(c byte) bool {
	return c == '-' || c == '_' || c == '.' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// normalName brings the names that CPython's tokenizer itself knows to one
// form and leaves the others as they are.
func normalName(name string) string {
	low := strings.ToLower(strings.ReplaceAll(name, "_", "-"))
	for _, s := range [...]string{"utf-8", "latin-1", "iso-8859-1", "iso-latin-1"} {
		if low == s || strings.HasPrefix(low, s+"-") {
			if s != "utf-8" {
				s = "iso-8859-1"
			}
			return s
		}
	}
	return name
}

// alias resolves the names of the encodings that need no codec.
func alias(name string) string {
	switch low := strings.ToLower(strings.ReplaceAll(name, "_", "-")); low {
	case "utf8", "u8", "utf", "cp65001", "utf8-sig", "utf-8-sig":
		return "utf-8"
	case "ascii", "us-ascii", "646", "ansi-x3.4-1968", "iso646-us":
		return "ascii"
	}
	return name
}

// Codec returns the decoder for the encoding that a source declares, by the names and
// aliases of Python's codecs module, or nil. Package charset sets it; without it, source is
// ASCII or UTF-8.
var Codec func(name string) func([]byte) ([]byte, error)

// normalizeNewlines replaces "\r\n" and "\r" by "\n".
func normalizeNewlines(s string) string {
	i := strings.IndexByte(s, '\r')
	if i < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	for ; i >= 0; i = strings.IndexByte(s, '\r') {
		b = append(b, s[:i]...)
		b = append(b, '\n')
		s = s[i+1:]
		s = strings.TrimPrefix(s, "\n")
	}
	return string(append(b, s...))
}
