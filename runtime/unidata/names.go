package unidata

import (
	_ "embed" // for the table
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"
)

// This file implements the names of characters.

//go:embed names.bin
var packedNames []byte

// nameTable has the names that are not calculated.
type nameTable struct {
	codes      []rune
	names      []string
	aliases    map[string][]rune // and sequences of characters
	ideographs [][2]rune
	byName     func() map[string]rune
}

var loadNames = sync.OnceValue(func() *nameTable {
	t := &nameTable{aliases: map[string][]rune{}}
	head, rest, _ := strings.Cut(string(unpack(packedNames)), "\n")
	hex := func(s string) rune {
		n, err := strconv.ParseUint(s, 16, 32)
		if err != nil {
			panic(err) // the table is part of the executable
		}
		return rune(n)
	}
	for _, x := range strings.Fields(head) {
		lo, hi, _ := strings.Cut(x, "-")
		t.ideographs = append(t.ideographs, [2]rune{hex(lo), hex(hi)})
	}
	at := rune(0)
	for line := range strings.SplitSeq(rest, "\n") {
		name, codes, ok := strings.Cut(line, "=")
		switch {
		case !ok:
			t.codes, t.names = append(t.codes, at), append(t.names, line)
			at++
		case name == "":
			at = hex(codes)
		default:
			for _, c := range strings.Fields(codes) {
				t.aliases[name] = append(t.aliases[name], hex(c))
			}
		}
	}
	t.byName = sync.OnceValue(func() map[string]rune {
		m := make(map[string]rune, len(t.names))
		for i, n := range t.names {
			m[n] = t.codes[i]
		}
		return m
	})
	return t
})

const (
	ideographPrefix = "CJK UNIFIED IDEOGRAPH-"
	hangulPrefix    = "HANGUL SYLLABLE "
)

// The letters of which the names of Hangul syllables are made (Unicode Standard, section
// 3.12).
var (
	leads  = strings.Split("G GG N D DD R M B BB S SS  J JJ C K T P H", " ")
	vowels = strings.Split("A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I", " ")
	trails = strings.Split(" G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H", " ")
)

func (t *nameTable) ideograph(c rune) bool {
	for _, x := range t.ideographs {
		if x[0] <= c && c <= x[1] {
			return true
		}
	}
	return false
}

// Name returns the name of c, "" if it has none; in version 3.2 if old.
func Name(c rune, old bool) string {
	if old && unassigned(c) {
		return ""
	}
	if s := c - hangulBase; s >= 0 && s < hangulCount {
		return hangulPrefix + leads[s/(vowelCount*trailCount)] + vowels[s%(vowelCount*trailCount)/trailCount] + trails[s%trailCount]
	}
	t := loadNames()
	if t.ideograph(c) {
		return fmt.Sprintf("%s%X", ideographPrefix, c)
	}
	i := sort.Search(len(t.codes), func(i int) bool { return t.codes[i] >= c })
	if i < len(t.codes) && t.codes[i] == c {
		return t.names[i]
	}
	return ""
}

// Lookup returns the character with a name or an alias, or the characters of a named
// sequence. Case is ignored, except in the names of ideographs and of Hangul syllables.
func Lookup(name string) ([]rune, bool) {
	t := loadNames()
	if s, ok := strings.CutPrefix(name, hangulPrefix); ok {
		l, s := longest(leads, s)
		v, s := longest(vowels, s)
		x, s := longest(trails, s)
		if l < 0 || v < 0 || s != "" {
			return nil, false
		}
		return []rune{rune(hangulBase + (l*vowelCount+v)*trailCount + x)}, true
	}
	if s, ok := strings.CutPrefix(name, ideographPrefix); ok {
		n, err := strconv.ParseUint(s, 16, 32)
		ok = err == nil && (len(s) == 4 || len(s) == 5) && s == strings.ToUpper(s) && t.ideograph(rune(n))
		return []rune{rune(n)}, ok
	}
	upper := make([]byte, len(name))
	for i := range len(name) {
		c := name[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		upper[i] = c
	}
	if c, ok := t.byName()[string(upper)]; ok {
		return []rune{c}, true
	}
	list, ok := t.aliases[string(upper)]
	return list, ok
}

// LookupChar is Lookup of one character.
func LookupChar(name string) (rune, bool) {
	list, ok := Lookup(name)
	if !ok || len(list) != 1 {
		return 0, false
	}
	return list[0], true
}

// longest returns the place of the longest prefix of s in list, and the rest.
func longest(list []string, s string) (int, string) {
	best := -1
	for i, x := range list {
		if strings.HasPrefix(s, x) && (best < 0 || len(x) > len(list[best])) {
			best = i
		}
	}
	if best < 0 {
		return best, s
	}
	return best, s[len(list[best]):]
}
