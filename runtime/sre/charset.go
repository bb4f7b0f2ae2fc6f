package sre

import (
	"slices"
	"sync"

	"github.com/aio2go/aio2go/runtime/ucd"
)

// This file implements sets of characters, the classes \d, \s and \w, and what is the
// same without regard to case.

// charset is a set of characters. Those below 256 are in a bitmap, which has everything
// worked out; the others are looked for.
type charset struct {
	bits       [4]uint64
	negative   bool
	fold       bool // compare the lower-case form
	ranges     []setItem
	categories []byte // classes that a character over 255 may be of
	flags      Flag
}

// narrow is has of a character below 256.
func (s *charset) narrow(c rune) bool { return s.bits[c>>6&3]&(1<<(c&63)) != 0 }

func (s *charset) has(c rune) bool {
	if c < 256 {
		return s.narrow(c)
	}
	if s.fold {
		if c = toLower(c, s.flags); c < 256 {
			return s.bits[c>>6]&(1<<(c&63)) != 0
		}
	}
	return s.find(c) != s.negative
}

// find looks c up in the ranges and categories.
func (s *charset) find(c rune) bool {
	lo, hi := 0, len(s.ranges)
	for lo < hi {
		m := (lo + hi) >> 1
		if s.ranges[m].hi < c {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(s.ranges) && s.ranges[lo].lo <= c {
		return true
	}
	for _, k := range s.categories {
		if inCategory(k, c, s.flags) {
			return true
		}
	}
	return false
}

// newCharset makes the set of the items under flags.
func newCharset(items []setItem, negative bool, flags Flag) *charset {
	s := &charset{negative: negative, flags: flags, fold: flags&IgnoreCase != 0}
	for _, it := range items {
		switch {
		case it.category != 0:
			s.categories = append(s.categories, it.category)
		case s.fold:
			s.ranges = appendFolded(s.ranges, it, flags)
		default:
			s.ranges = append(s.ranges, it)
		}
	}
	slices.SortFunc(s.ranges, func(a, b setItem) int { return int(a.lo - b.lo) })
	merged := s.ranges[:0]
	for _, r := range s.ranges {
		if n := len(merged); n > 0 && r.lo <= merged[n-1].hi+1 {
			merged[n-1].hi = max(merged[n-1].hi, r.hi)
		} else {
			merged = append(merged, r)
		}
	}
	s.ranges = merged
	for c := rune(0); c < 256; c++ {
		k := c
		if s.fold {
			k = toLower(c, flags)
		}
		if s.find(k) != negative {
			s.bits[c>>6] |= 1 << (c & 63)
		}
	}
	return s
}

func isWord(c rune, flags Flag) bool {
	if c < 128 {
		return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
	}
	return flags&Unicode != 0 && (ucd.IsAlpha(c) || ucd.IsNumeric(c) || ucd.IsDigit(c) || ucd.IsDecimal(c))
}

func inCategory(k byte, c rune, flags Flag) bool {
	switch k {
	case 'd', 'D':
		in := c >= '0' && c <= '9' || c >= 128 && flags&Unicode != 0 && ucd.IsDecimal(c)
		return in == (k == 'd')
	case 's', 'S':
		var in bool
		if flags&Unicode != 0 {
			in = ucd.IsSpace(c)
		} else {
			in = c == ' ' || c >= '\t' && c <= '\r'
		}
		return in == (k == 's')
	}
	return isWord(c, flags) == (k == 'w')
}

// toLower is the simple lower-case mapping that flags ask for.
func toLower(c rune, flags Flag) rune {
	if c < 128 || flags&Unicode == 0 {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		return c
	}
	if c == 0x130 { // the simple mapping of a character whose full one has two
		return 'i'
	}
	if l, special := ucd.ToLower(c); special == "" {
		return l
	}
	return c
}

// isCased reports whether c has another case.
func isCased(c rune, flags Flag) bool {
	if toLower(c, flags) != c {
		return true
	}
	if flags&Unicode == 0 {
		return c >= 'a' && c <= 'z'
	}
	u, special := ucd.ToUpper(c)
	return special != "" || u != c
}

// sameUpper are the lower-case characters that share an upper-case one (the letters of
// UnicodeData.txt and SpecialCasing.txt for which lower() alone does not say so).
var sameUpper = [][]rune{
	{'i', 0x131}, {'s', 0x17F}, {0xB5, 0x3BC}, {0x345, 0x3B9, 0x1FBE}, {0x390, 0x1FD3}, {0x3B0, 0x1FE3},
	{0x3B2, 0x3D0}, {0x3B5, 0x3F5}, {0x3B8, 0x3D1}, {0x3BA, 0x3F0}, {0x3C0, 0x3D6}, {0x3C1, 0x3F1},
	{0x3C2, 0x3C3}, {0x3C6, 0x3D5}, {0x432, 0x1C80}, {0x434, 0x1C81}, {0x43E, 0x1C82}, {0x441, 0x1C83},
	{0x442, 0x1C84, 0x1C85}, {0x44A, 0x1C86}, {0x463, 0x1C87}, {0x1C88, 0xA64B}, {0x1E61, 0x1E9B},
	{0xFB05, 0xFB06},
}

// upperCased are the characters whose lower-case form is another one.
var upperCased = sync.OnceValue(func() []rune {
	var list []rune
	for c := rune(128); c < 0x20000; c++ {
		if toLower(c, Unicode) != c {
			list = append(list, c)
		}
	}
	return list
})

// appendFolded appends to ranges the lower-case forms of the characters of a range. It may
// leave in the upper-case ones, with which nothing is compared.
func appendFolded(ranges []setItem, it setItem, flags Flag) []setItem {
	ranges = append(ranges, it)
	one := func(c rune) { ranges = append(ranges, setItem{lo: c, hi: c}) }
	for c := max(it.lo, 'A'); c <= min(it.hi, 'Z'); c++ {
		one(c + 'a' - 'A')
	}
	if flags&Unicode == 0 {
		return ranges
	}
	if it.hi >= 128 {
		if it.lo == it.hi {
			one(toLower(it.lo, flags))
		} else {
			list := upperCased()
			i, _ := slices.BinarySearch(list, it.lo)
			for ; i < len(list) && list[i] <= it.hi; i++ {
				one(toLower(list[i], flags))
			}
		}
	}
	set := ranges
	for _, group := range sameUpper {
		if slices.ContainsFunc(group, func(c rune) bool {
			return slices.ContainsFunc(set, func(r setItem) bool { return r.lo <= c && c <= r.hi })
		}) {
			for _, c := range group {
				one(c)
			}
		}
	}
	return ranges
}
