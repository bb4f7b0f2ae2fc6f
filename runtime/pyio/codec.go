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
	switch strings.ReplaceAll(strings.ToLower(encoding), "_", "-") {
	case "utf-8-sig", "utf8-sig":
		return "utf-8"
	case "utf-16", "utf16":
		return "utf-16-le" // as on every processor that Go programs are built for
	case "utf-32", "utf32":
		return "utf-32-le"
	}
	return ""
}

// completePrefix returns how many of the bytes b can be decoded without knowing what
// follows. An encoding whose boundaries are not known is decoded at the end.
func completePrefix(b []byte, encoding string, eof bool) int {
	if eof {
		return len(b)
	}
	switch strings.ReplaceAll(strings.ToLower(encoding), "_", "-") {
	case "ascii", "us-ascii", "latin-1", "latin1", "iso-8859-1", "iso8859-1", "cp1252", "cp437":
		return len(b)
	case "utf-8", "utf8":
		// At most the last three bytes are the beginning of a character.
		for i := len(b) - 1; i >= 0 && i >= len(b)-3; i-- {
			if utf8.RuneStart(b[i]) {
				if !utf8.FullRune(b[i:]) {
					return i
				}
				break
			}
		}
		return len(b)
	}
	return 0
}

// checkEncoding refuses an encoding that there is not.
func checkEncoding(name string) *py.Exception {
	if name == "UTF-8" || name == "utf-8" {
		return nil
	}
	_, exc := py.FileCodec(name)
	return exc
}
