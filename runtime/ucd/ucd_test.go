package ucd

import (
	"bufio"
	"fmt"
	"os"
	"testing"
)

type fnv uint32

func (h *fnv) add(b byte) { *h = (*h ^ fnv(b)) * 16777619 }

// addRune adds the UTF-8 form of c, of surrogates too.
func (h *fnv) addRune(c rune) {
	if c >= 0xD800 && c < 0xE000 {
		h.add(0xE0 | byte(c>>12))
		h.add(0x80 | byte(c>>6&0x3F))
		h.add(0x80 | byte(c&0x3F))
		return
	}
	for _, b := range []byte(string(c)) {
		h.add(b)
	}
}

// TestProperties compares checksums over all code points with those that CPython 3.13's
// str gives (testdata/record.py).
func TestProperties(t *testing.T) {
	props := map[string]func(rune) bool{
		"alpha": IsAlpha, "printable": IsPrintable, "space": IsSpace, "lower": IsLower,
		"upper": IsUpper, "title": IsTitle, "decimal": IsDecimal, "digit": IsDigit,
		"numeric": IsNumeric, "idstart": IsIDStart, "idcontinue": IsIDContinue,
	}
	maps := map[string]func(rune) (rune, string){"tolower": ToLower, "toupper": ToUpper, "totitle": ToTitle, "fold": Fold}
	f, err := os.Open("testdata/checksums.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	checked := 0
	for s := bufio.NewScanner(f); s.Scan(); checked++ {
		var name string
		var want uint32
		if _, err := fmt.Sscan(s.Text(), &name, &want); err != nil {
			t.Fatal(err)
		}
		h := fnv(2166136261)
		for c := rune(0); c < 0x110000; c++ {
			switch {
			case name == "decimalvalue":
				h.add(byte(Decimal(c)))
			case props[name] != nil:
				if props[name](c) {
					h.add(1)
				} else {
					h.add(0)
				}
			default:
				r, text := maps[name](c)
				if text == "" {
					h.addRune(r)
				}
				for _, b := range []byte(text) {
					h.add(b)
				}
			}
		}
		if uint32(h) != want {
			t.Errorf("%s: checksum %d, want %d", name, h, want)
		}
	}
	if checked != len(props)+len(maps)+1 {
		t.Errorf("%d properties checked", checked)
	}
}
