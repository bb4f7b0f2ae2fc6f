package syntax

import (
	"strconv"
	"strings"
	"sync"
)

// This file implements the look-up of characters by name for \N{...}: the
// names and name aliases of Unicode, in any case.

var names = sync.OnceValue(func() map[string]rune {
	m := make(map[string]rune, 1<<16)
	if CharName == nil {
		return m
	}
	for r := rune(0); r <= 0xE01EF; r++ {
		if isAlgorithmic(r) {
			continue
		}
		if s := CharName(r); s != "" && s[0] != '<' {
			m[s] = r
		}
	}
	for name, r := range nameAliases {
		m[name] = r
	}
	for name, r := range lateNames {
		m[name] = r
	}
	return m
})

// lateNames are the names that Unicode 15.1 has added.
var lateNames = map[string]rune{
	"IDEOGRAPHIC DESCRIPTION CHARACTER SURROUND FROM RIGHT":       0x2FFC,
	"IDEOGRAPHIC DESCRIPTION CHARACTER SURROUND FROM LOWER RIGHT": 0x2FFD,
	"IDEOGRAPHIC DESCRIPTION CHARACTER HORIZONTAL REFLECTION":     0x2FFE,
	"IDEOGRAPHIC DESCRIPTION CHARACTER ROTATION":                  0x2FFF,
	"IDEOGRAPHIC DESCRIPTION CHARACTER SUBTRACTION":               0x31EF,
}

// ideographs are the ranges of characters whose name is their number.
var ideographs = [...]struct{ first, last rune }{
	{0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0x20000, 0x2A6DF}, {0x2A700, 0x2B739}, {0x2B740, 0x2B81D},
	{0x2B820, 0x2CEA1}, {0x2CEB0, 0x2EBE0}, {0x2EBF0, 0x2EE5D}, {0x30000, 0x3134A}, {0x31350, 0x323AF},
}

const firstHangul, lastHangul = 0xAC00, 0xD7A3

func isIdeograph(r rune) bool {
	for _, x := range ideographs {
		if x.first <= r && r <= x.last {
			return true
		}
	}
	return false
}

func isAlgorithmic(r rune) bool { return firstHangul <= r && r <= lastHangul || isIdeograph(r) }

// lookupName returns the character with the given name.
func lookupName(name string) (rune, bool) {
	if !isASCII(name) {
		return 0, false
	}
	name = strings.ToUpper(name)
	if CharByName != nil {
		return CharByName(name)
	}
	if hex, ok := strings.CutPrefix(name, "CJK UNIFIED IDEOGRAPH-"); ok {
		v, err := strconv.ParseUint(hex, 16, 32)
		return rune(v), err == nil && (len(hex) == 4 || len(hex) == 5) && isIdeograph(rune(v))
	}
	if syllable, ok := strings.CutPrefix(name, "HANGUL SYLLABLE "); ok {
		return hangul(syllable)
	}
	r, ok := names()[name]
	return r, ok
}

// The letters of which the names of Hangul syllables are made (Unicode
// Standard, section 3.12).
var (
	hangulL = strings.Split("G GG N D DD R M B BB S SS  J JJ C K T P H", " ")
	hangulV = strings.Split("A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I", " ")
	hangulT = strings.Split(" G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H", " ")
)

func hangul(s string) (rune, bool) {
	l, s := longest(hangulL, s)
	v, s := longest(hangulV, s)
	t, s := longest(hangulT, s)
	if l < 0 || v < 0 || t < 0 || s != "" {
		return 0, false
	}
	return rune(firstHangul + (l*len(hangulV)+v)*len(hangulT) + t), true
}

// longest returns the index of the longest prefix of s in list, and the rest.
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
