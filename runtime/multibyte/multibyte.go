// Package multibyte implements the encodings of Chinese, Japanese and Korean text, of which a
// character takes one to four bytes (Python library reference, codecs: Standard Encodings), as
// CPython 3.13's codecs have them: the same sequences, the same places of errors. It knows
// nothing of Python's objects; the module _multibytecodec makes codecs of the encodings.
//
// The encodings are in the packages below: cn, tw, hk, jp, kr and iso2022, as in CPython's
// modules _codecs_cn and so on, so that programs link what they use.
package multibyte

import "unicode/utf8"

//go:generate python3.13 gen.py

// State is what an encoding knows of what came before, in the bytes that CPython's getstate
// shows.
type State [8]byte

// Status says why encoding or decoding has stopped: OK at the end, TooFew where the rest is the
// beginning of something longer, or how many bytes or characters are none of the encoding.
type Status int

// The results that are no numbers of bytes.
const (
	OK     Status = 0
	TooFew Status = -1
)

// Encoding is one encoding.
type Encoding interface {
	Name() string
	// Init sets the state at the beginning of a text that is to be encoded or decoded.
	Init(s *State, decode bool)
	// Encode appends the bytes of text to out as far as it can, and says how far that was. With
	// flush nothing comes after text.
	Encode(s *State, out []byte, text []rune, flush bool) ([]byte, int, Status)
	// Reset appends what ends a text.
	Reset(s *State, out []byte) []byte
	// Decode appends the text that src means to out, in UTF-8, as far as it can.
	Decode(s *State, out, src []byte) ([]byte, int, Status)
}

// appendRune appends a character.
func appendRune(out []byte, c rune) []byte {
	if c < utf8.RuneSelf {
		return append(out, byte(c))
	}
	return utf8.AppendRune(out, c)
}
