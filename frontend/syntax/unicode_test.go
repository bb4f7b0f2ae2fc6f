package syntax

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
)

// classify is a program that prints for every character of CPython's Unicode
// whether it starts and continues identifiers and is printable.
const classify = `
import sys, unicodedata
for c in range(0x80, 0x110000):
    if 0xD800 <= c <= 0xDFFF: continue
    s = chr(c)
    n = s.isidentifier() + 2 * ("a" + s).isidentifier() + 4 * s.isprintable()
    if n: print(c, n)
`

// TestCharacterClasses compares the classes of all characters with CPython's.
// Characters that only one of the two Unicode versions knows do not count.
func TestCharacterClasses(t *testing.T) {
	var want [0x110000]int
	for line := range strings.Lines(string(runPython(t, nil, "-c", classify))) {
		var c, n int
		if _, err := fmt.Sscan(line, &c, &n); err != nil {
			t.Fatal(err)
		}
		want[c] = n
	}
	failed := 0
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		if 0xD800 <= r && r <= 0xDFFF {
			continue
		}
		n := 0
		if isXIDStart(r) {
			n |= 1
		}
		if isXIDContinue(r) {
			n |= 2
		}
		if isPrintable(r) {
			n |= 4
		}
		if n != want[r] && (want[r] != 0 || unicode.Version == "15.0.0") {
			t.Errorf("U+%04X: got %d, want %d", r, n, want[r])
			if failed++; failed > 20 {
				t.Fatal("too many differences")
			}
		}
	}
}

// nameOf is a program that prints the characters with a name, and the names.
const nameOf = `
import unicodedata
for c in range(0x110000):
    name = unicodedata.name(chr(c), None)
    if name: print(c, name)
`

// TestLookupName looks all characters up by their names in CPython.
func TestLookupName(t *testing.T) {
	failed := 0
	for line := range strings.Lines(string(runPython(t, nil, "-c", nameOf))) {
		num, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		var want rune
		if _, err := fmt.Sscan(num, &want); err != nil {
			t.Fatal(err)
		}
		if got, ok := lookupName(strings.ToLower(name)); !ok || got != want {
			t.Errorf("%s: got U+%04X, %v, want U+%04X", name, got, ok, want)
			if failed++; failed > 20 {
				t.Fatal("too many differences")
			}
		}
	}
	for _, name := range []string{"", "NO SUCH NAME", "CJK UNIFIED IDEOGRAPH-0041",
		"HANGUL SYLLABLE XYZ", "HANGUL SYLLABLE ", "LATIN SMALL LETTER É"} {
		if r, ok := lookupName(name); ok {
			t.Errorf("%q is U+%04X", name, r)
		}
	}
	for name, want := range map[string]rune{"LF": '\n', "null": 0, "LATIN CAPITAL LETTER GHA": 0x1A2, "BOM": 0xFEFF} {
		if r, ok := lookupName(name); !ok || r != want {
			t.Errorf("%q: got U+%04X, %v", name, r, ok)
		}
	}
}
