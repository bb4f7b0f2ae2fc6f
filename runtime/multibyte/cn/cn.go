// Package cn has the encodings of simplified Chinese: GB 2312, GBK, GB 18030 and HZ.
package cn

import (
	_ "embed" // for the tables
	"encoding/binary"
	"sort"

	"github.com/aio2go/aio2go/runtime/multibyte"
)

//go:embed tables.bin
var file string

var table = multibyte.NewTables(file)

// The encodings that tables give.
var (
	GBK     = table("gbk", nil, nil)
	GB2312  = table("gb2312", GBK, nil)
	GB18030 = table("gb18030", GBK, nil)
)

// Encodings are all of the package.
var Encodings = []multibyte.Encoding{GB2312, GBK, GB18030, hz{}}

func init() {
	GB18030.Prefix = decodeFour
	GB18030.Long = encodeFour
}

// fourRuns are the runs of characters below U+10000 that GB 18030 has four bytes for, in their
// order: the number of the first sequence, its character, and how many there are.
//
//go:embed four.bin
var fourRuns string

func run(i int) (number, char, count int) {
	at := func(j int) int { return int(binary.BigEndian.Uint16([]byte(fourRuns[6*i+2*j:]))) }
	return at(0), at(1), at(2)
}

// wide is the number of the four bytes for U+10000.
const wide = (0x90 - 0x81) * 12600

func decodeFour(src []byte) (rune, int, multibyte.Status) {
	if src[1] < '0' || src[1] > '9' {
		return 0, 0, multibyte.OK
	}
	if len(src) < 4 {
		return 0, 0, multibyte.TooFew
	}
	if src[0] < 0x81 || src[0] > 0xFE || src[2] < 0x81 || src[2] > 0xFE || src[3] < '0' || src[3] > '9' {
		return 0, 0, 1
	}
	n := ((int(src[0])-0x81)*10+int(src[1])-'0')*1260 + (int(src[2])-0x81)*10 + int(src[3]) - '0'
	if n >= wide && n < wide+0x100000 {
		return rune(n - wide + 0x10000), 4, multibyte.OK
	}
	i := sort.Search(len(fourRuns)/6, func(i int) bool {
		number, _, _ := run(i)
		return number > n
	}) - 1
	if i >= 0 {
		if number, char, count := run(i); n < number+count {
			return rune(char + n - number), 4, multibyte.OK
		}
	}
	return 0, 0, 1
}

func encodeFour(out []byte, c rune) []byte {
	n := int(c) - 0x10000 + wide
	if c < 0x10000 {
		i := sort.Search(len(fourRuns)/6, func(i int) bool {
			_, char, _ := run(i)
			return char > int(c)
		}) - 1
		if i < 0 {
			return out
		}
		number, char, count := run(i)
		if int(c) >= char+count {
			return out
		}
		n = number + int(c) - char
	}
	return append(out, byte(0x81+n/12600), byte('0'+n/1260%10), byte(0x81+n/10%126), byte('0'+n%10))
}
