package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
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
	enc := codec(f.Encoding)
	if enc == nil {
		return f.problem()
	}
	text, err := enc.NewDecoder().Bytes(src)
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

// codec returns the decoder for a declared encoding, by the names and aliases
// of Python's codecs module, or nil.
func codec(name string) encoding.Encoding {
	name = strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "", ".", "").Replace(name))
	return codecs[name]
}

var codecs = map[string]encoding.Encoding{
	"iso88591": charmap.ISO8859_1, "latin1": charmap.ISO8859_1, "latin": charmap.ISO8859_1, "l1": charmap.ISO8859_1, "cp819": charmap.ISO8859_1, "8859": charmap.ISO8859_1,
	"iso88592": charmap.ISO8859_2, "latin2": charmap.ISO8859_2, "l2": charmap.ISO8859_2,
	"iso88593": charmap.ISO8859_3, "latin3": charmap.ISO8859_3, "l3": charmap.ISO8859_3,
	"iso88594": charmap.ISO8859_4, "latin4": charmap.ISO8859_4, "l4": charmap.ISO8859_4,
	"iso88595": charmap.ISO8859_5, "cyrillic": charmap.ISO8859_5,
	"iso88596": charmap.ISO8859_6, "arabic": charmap.ISO8859_6,
	"iso88597": charmap.ISO8859_7, "greek": charmap.ISO8859_7, "greek8": charmap.ISO8859_7,
	"iso88598": charmap.ISO8859_8, "hebrew": charmap.ISO8859_8,
	"iso88599": charmap.ISO8859_9, "latin5": charmap.ISO8859_9, "l5": charmap.ISO8859_9,
	"iso885910": charmap.ISO8859_10, "latin6": charmap.ISO8859_10, "l6": charmap.ISO8859_10,
	"iso885913": charmap.ISO8859_13, "latin7": charmap.ISO8859_13, "l7": charmap.ISO8859_13,
	"iso885914": charmap.ISO8859_14, "latin8": charmap.ISO8859_14, "l8": charmap.ISO8859_14,
	"iso885915": charmap.ISO8859_15, "latin9": charmap.ISO8859_15, "l9": charmap.ISO8859_15,
	"iso885916": charmap.ISO8859_16, "latin10": charmap.ISO8859_16, "l10": charmap.ISO8859_16,
	"cp1250": charmap.Windows1250, "windows1250": charmap.Windows1250, "1250": charmap.Windows1250,
	"cp1251": charmap.Windows1251, "windows1251": charmap.Windows1251, "1251": charmap.Windows1251,
	"cp1252": charmap.Windows1252, "windows1252": charmap.Windows1252, "1252": charmap.Windows1252,
	"cp1253": charmap.Windows1253, "windows1253": charmap.Windows1253, "1253": charmap.Windows1253,
	"cp1254": charmap.Windows1254, "windows1254": charmap.Windows1254, "1254": charmap.Windows1254,
	"cp1255": charmap.Windows1255, "windows1255": charmap.Windows1255, "1255": charmap.Windows1255,
	"cp1256": charmap.Windows1256, "windows1256": charmap.Windows1256, "1256": charmap.Windows1256,
	"cp1257": charmap.Windows1257, "windows1257": charmap.Windows1257, "1257": charmap.Windows1257,
	"cp1258": charmap.Windows1258, "windows1258": charmap.Windows1258, "1258": charmap.Windows1258,
	"cp874": charmap.Windows874, "cp437": charmap.CodePage437, "437": charmap.CodePage437, "ibm437": charmap.CodePage437,
	"cp850": charmap.CodePage850, "850": charmap.CodePage850, "ibm850": charmap.CodePage850,
	"cp852": charmap.CodePage852, "852": charmap.CodePage852, "ibm852": charmap.CodePage852,
	"cp855": charmap.CodePage855, "855": charmap.CodePage855, "ibm855": charmap.CodePage855,
	"cp858": charmap.CodePage858, "858": charmap.CodePage858, "ibm858": charmap.CodePage858,
	"cp860": charmap.CodePage860, "860": charmap.CodePage860, "ibm860": charmap.CodePage860,
	"cp862": charmap.CodePage862, "862": charmap.CodePage862, "ibm862": charmap.CodePage862,
	"cp863": charmap.CodePage863, "863": charmap.CodePage863, "ibm863": charmap.CodePage863,
	"cp865": charmap.CodePage865, "865": charmap.CodePage865, "ibm865": charmap.CodePage865,
	"cp866": charmap.CodePage866, "866": charmap.CodePage866, "ibm866": charmap.CodePage866,
	"koi8r": charmap.KOI8R, "cskoi8r": charmap.KOI8R, "koi8u": charmap.KOI8U,
	"macroman": charmap.Macintosh, "macintosh": charmap.Macintosh, "maccyrillic": charmap.MacintoshCyrillic,
	"eucjp": japanese.EUCJP, "ujis": japanese.EUCJP, "ujs": japanese.EUCJP,
	"shiftjis": japanese.ShiftJIS, "sjis": japanese.ShiftJIS, "cp932": japanese.ShiftJIS, "932": japanese.ShiftJIS, "mskanji": japanese.ShiftJIS,
	"iso2022jp": japanese.ISO2022JP, "csiso2022jp": japanese.ISO2022JP,
	"euckr": korean.EUCKR, "korean": korean.EUCKR, "cp949": korean.EUCKR, "949": korean.EUCKR, "uhc": korean.EUCKR, "ms949": korean.EUCKR,
	"gbk": simplifiedchinese.GBK, "cp936": simplifiedchinese.GBK, "936": simplifiedchinese.GBK, "gb2312": simplifiedchinese.GBK, "euccn": simplifiedchinese.GBK, "gb18030": simplifiedchinese.GB18030,
	"big5": traditionalchinese.Big5, "big5tw": traditionalchinese.Big5, "csbig5": traditionalchinese.Big5, "cp950": traditionalchinese.Big5, "950": traditionalchinese.Big5,
}

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
