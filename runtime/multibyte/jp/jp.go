// Package jp has the encodings of Japanese: EUC-JP and Shift JIS, those with the characters of
// JIS X 0213, and Microsoft's code page 932.
package jp

import (
	_ "embed" // for the tables
	"strings"

	"github.com/aio2go/aio2go/runtime/multibyte"
)

//go:embed tables.bin
var file string

var table = multibyte.NewTables(file)

// The encodings by which those of ISO 2022 find characters: JIS X 0208 and 0212, and JIS X 0213 as
// it was in 2004 and 2000.
var (
	EUCJP       = table("euc_jp", nil, nil).Three()
	EUCJIS2004  = table("euc_jis_2004", EUCJP, nil)
	EUCJISX0213 = table("euc_jisx0213", EUCJIS2004, nil)
)

var (
	shiftJIS     = table("shift_jis", EUCJP, shiftFirst)
	shiftJIS2004 = table("shift_jis_2004", EUCJIS2004, shift)
	shiftX0213   = table("shift_jisx0213", shiftJIS2004, nil)
)

// Encodings are all of the package.
var Encodings = []multibyte.Encoding{
	shiftJIS, table("cp932", shiftJIS, nil), EUCJP, shiftJIS2004, EUCJIS2004, EUCJISX0213, shiftX0213,
}

func init() {
	EUCJISX0213.Gone, shiftX0213.Gone = 2, 2
}

// shiftFirst is the sequence of Shift JIS for one of EUC of two bytes.
func shiftFirst(code uint16) uint16 {
	if code&0x80 == 0 {
		return 0
	}
	return shift(code)
}

// second are the rows of the second plane of JIS X 0213 in the order of Shift JIS.
const second = "\x01\x08\x03\x04\x05\x0c\x0d\x0e\x0f\x4e\x4f\x50\x51\x52\x53\x54\x55\x56\x57\x58\x59\x5a\x5b\x5c\x5d\x5e"

// SecondPlane reports whether the second plane of JIS X 0213 has the row of a code, or else JIS X
// 0212, with which EUC shares 0x8F.
func SecondPlane(code uint16) bool {
	return strings.IndexByte(second, byte(code>>8&0x7F)-0x20) >= 0
}

// shift is the sequence of Shift JIS for one of EUC, which in the second plane has no high bit in
// its second byte; 0 where there is none.
func shift(code uint16) uint16 {
	row, cell := int(code>>8)-0xA1, int(code&0x7F)-0x21
	switch {
	case row < 0 || cell < 0:
		return 0
	case code&0x80 == 0:
		i := strings.IndexByte(second, byte(row+1))
		if i < 0 {
			return 0
		}
		row = i + (0xF0-0xC1)*2
	}
	lead := row/2 + 0x81
	if row >= 62 {
		lead = row/2 + 0xC1
	}
	trail := cell + 0x9F
	if row&1 == 0 {
		trail = cell + 0x40
		if cell >= 63 {
			trail++
		}
	}
	return uint16(lead<<8 | trail)
}
