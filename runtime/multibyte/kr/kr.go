// Package kr has the encodings of Korean: EUC-KR, Microsoft's code page 949 and Johab.
package kr

import (
	_ "embed" // for the tables

	"github.com/aio2go/aio2go/runtime/multibyte"
)

//go:embed tables.bin
var file string

var table = multibyte.NewTables(file)

var cp949 = table("cp949", nil, nil)

// EUCKR is EUC-KR, which is KS X 1001 beside ASCII.
var EUCKR = table("euc_kr", cp949, nil)

// Encodings are all of the package.
var Encodings = []multibyte.Encoding{EUCKR, cp949, table("johab", nil, nil)}

func init() {
	EUCKR.Prefix = decodeJamo
	EUCKR.Long = encodeJamo
}

// KS X 1001 writes syllables that it has no code for as four letters: a filler, and the initial,
// the vowel and the final, for which the filler may stand. They are the second bytes of sequences
// that begin with 0xA4.
const (
	row    = 0xA4
	filler = 0xD4

	initials = "\xa1\xa2\xa4\xa7\xa8\xa9\xb1\xb2\xb3\xb5\xb6\xb7\xb8\xb9\xba\xbb\xbc\xbd\xbe"
	vowel    = 0xBF // the first of 21
	finals   = "\xd4\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa9\xaa\xab\xac\xad\xae\xaf\xb0\xb1\xb2\xb4\xb5\xb6\xb7\xb8\xba\xbb\xbc\xbd\xbe"

	syllable = 0xAC00 // the first of them
	vowels   = 21
)

func decodeJamo(src []byte) (rune, int, multibyte.Status) {
	if src[0] != row || src[1] != filler {
		return 0, 0, multibyte.OK
	}
	if len(src) < 8 {
		return 0, 0, multibyte.TooFew
	}
	if src[2] != row || src[4] != row || src[6] != row {
		return 0, 0, 1
	}
	i, v, f := index(initials, src[3]), int(src[5])-vowel, index(finals, src[7])
	if i < 0 || v < 0 || v >= vowels || f < 0 {
		return 0, 0, 1
	}
	return rune(syllable + (i*vowels+v)*len(finals) + f), 8, multibyte.OK
}

func index(s string, b byte) int {
	for i := range len(s) {
		if s[i] == b {
			return i
		}
	}
	return -1
}

func encodeJamo(out []byte, c rune) []byte {
	n := int(c) - syllable
	if n < 0 || n >= len(initials)*vowels*len(finals) {
		return out
	}
	i, v, f := n/(vowels*len(finals)), n/len(finals)%vowels, n%len(finals)
	return append(out, row, filler, row, initials[i], row, byte(vowel+v), row, finals[f])
}
