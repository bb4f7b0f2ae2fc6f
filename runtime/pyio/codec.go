package pyio

import (
	"strings"
	"unicode/utf8"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file connects the text layer with the codecs.

func encode(s, encoding, errors string) ([]byte, *py.Exception) {
	return py.Encode(py.NewStr(s), encoding, errors)
}

func decode(b []byte, encoding, errors string) (string, *py.Exception) {
	s, exc := py.Decode(b, encoding, errors)
	if exc != nil {
		return "", exc
	}
	return s.Str().S, nil
}

// withoutMark returns the encoding that leaves out the byte order mark with which the given
// one begins, or "" where that begins with none.
func withoutMark(encoding string) string {
	switch py.NormalizeEncoding(encoding) {
	case "utf_8_sig", "utf8_sig":
		return "utf-8"
	case "utf_16", "utf16", "u16":
		return "utf-16-le" // as on every processor that Go programs are built for
	case "utf_32", "utf32", "u32":
		return "utf-32-le"
	}
	return ""
}

// checkEncoding refuses an encoding that there is not.
func checkEncoding(name string) *py.Exception {
	if name == "UTF-8" || name == "utf-8" {
		return nil
	}
	if strings.IndexByte(name, 0) >= 0 {
		return py.Raisef(py.ValueErrorType, "embedded null character")
	}
	if !utf8.ValidString(name) {
		_, exc := encode(name, "utf-8", "strict")
		return exc
	}
	_, exc := py.FileCodec(name)
	return exc
}
