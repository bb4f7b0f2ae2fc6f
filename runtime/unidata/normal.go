package unidata

import (
	"slices"
	"unicode/utf8"
)

// This file implements the normal forms (Unicode Standard Annex 15).

// Form is a normal form.
type Form uint8

// The normal forms.
const (
	NFC Form = iota
	NFD
	NFKC
	NFKD
)

// Forms are the normal forms by name.
var Forms = map[string]Form{"NFC": NFC, "NFD": NFD, "NFKC": NFKC, "NFKD": NFKD}

// Hangul syllables are composed by calculation (Unicode Standard, section 3.12).
const (
	hangulBase  = 0xAC00
	leadBase    = 0x1100
	leadCount   = 19
	vowelBase   = 0x1161
	vowelCount  = 21
	trailBase   = 0x11A7
	trailCount  = 28
	hangulCount = leadCount * vowelCount * trailCount
)

// All text of characters below these is in the forms NFKC and NFKD, NFD, and NFC.
const (
	firstCompatible = 0xA0
	firstComposed   = 0xC0
	firstCombining  = 0x300
)

// Normalize returns the normal form of text, which may be text itself; in version 3.2 if
// old.
func Normalize(form Form, text []rune, old bool) []rune {
	first := rune(firstCompatible)
	switch form {
	case NFC:
		first = firstCombining
	case NFD:
		first = firstComposed
	}
	if !slices.ContainsFunc(text, func(c rune) bool { return c >= first }) {
		return text
	}
	out := decompose(text, form >= NFKC, old)
	if form == NFC || form == NFKC {
		out = compose(out)
	}
	return out
}

// NormalizeString is Normalize of UTF-8 in the current version.
func NormalizeString(form Form, s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return string(Normalize(form, []rune(s), false))
		}
	}
	return s
}

func combining(c rune) int { return Of(c, false).Combining }

// decompose returns the full decomposition in canonical order.
func decompose(text []rune, compatible, old bool) []rune {
	d := load()
	out := make([]rune, 0, len(text))
	var stack []rune
	for _, c := range text {
		stack = append(stack[:0], c)
		for len(stack) > 0 {
			c := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if s := c - hangulBase; s >= 0 && s < hangulCount {
				out = append(out, leadBase+s/(vowelCount*trailCount), vowelBase+s%(vowelCount*trailCount)/trailCount)
				if t := s % trailCount; t != 0 {
					out = append(out, trailBase+t)
				}
				continue
			}
			if old {
				if to, ok := d.corrected[c]; ok {
					stack = append(stack, to)
					continue
				}
			}
			x, ok := d.decomposed[c]
			if !ok || x.tag != "" && !compatible || old && unassigned(c) {
				out = append(out, c)
				continue
			}
			for _, r := range slices.Backward(x.to) {
				stack = append(stack, r)
			}
		}
	}
	order(out)
	return out
}

// order sorts each sequence of combining characters by class.
func order(text []rune) {
	for i := 0; i < len(text); i++ {
		if text[i] < firstCombining || combining(text[i]) == 0 {
			continue
		}
		from := i
		for i < len(text) && combining(text[i]) != 0 {
			i++
		}
		slices.SortStableFunc(text[from:i], func(a, b rune) int { return combining(a) - combining(b) })
	}
}

// compose puts together what has been decomposed, in place.
func compose(text []rune) []rune {
	d := load()
	out := text[:0]
	starter := -1 // the place in out of what later characters are composed with
	last := -1    // the class of the character before, -1 if it is the starter
	for _, c := range text {
		class := combining(c)
		if starter >= 0 && (last < class || last == -1) {
			if to, ok := d.pair(out[starter], c); ok {
				out[starter] = to
				continue
			}
		}
		out = append(out, c)
		if class == 0 {
			starter, last = len(out)-1, -1
		} else {
			last = class
		}
	}
	return out
}

// pair returns the character that a and b make.
func (d *database) pair(a, b rune) (rune, bool) {
	if l, v := a-leadBase, b-vowelBase; l >= 0 && l < leadCount && v >= 0 && v < vowelCount {
		return hangulBase + (l*vowelCount+v)*trailCount, true
	}
	if s, t := a-hangulBase, b-trailBase; s >= 0 && s < hangulCount && s%trailCount == 0 && t > 0 && t < trailCount {
		return a + t, true
	}
	c, ok := d.composed[[2]rune{a, b}]
	return c, ok
}
