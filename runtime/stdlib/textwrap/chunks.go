package textwrap

import (
	"strings"
	"unicode"
)

// This file implements where a line may end: TextWrapper's regular expressions wordsep_re
// and wordsep_simple_re as steps over the text.

func isSpace(c byte) bool { return strings.IndexByte("\t\n\x0b\x0c\r ", c) >= 0 }

// chunks splits text into words, runs of white space and the parts of hyphenated words.
func (o *options) chunks(text string) []string {
	s := []rune(text)
	var out []string
	for i := 0; i < len(s); {
		end := i + 1
		switch {
		case space(s, i):
			for space(s, end) {
				end++
			}
		case !o.breakHyphens:
			for end < len(s) && !space(s, end) {
				end++
			}
		default:
			end = wordEnd(s, i)
		}
		out = append(out, string(s[i:end]))
		i = end
	}
	return out
}

func space(s []rune, i int) bool { return i < len(s) && s[i] < 0x80 && isSpace(byte(s[i])) }

// word is \w.
func word(s []rune, i int) bool {
	return i >= 0 && i < len(s) && (s[i] == '_' || unicode.IsLetter(s[i]) || unicode.IsNumber(s[i]))
}

// letter is [^\d\W].
func letter(s []rune, i int) bool { return word(s, i) && !unicode.Is(unicode.Nd, s[i]) }

// wordPunct is what may stand before a dash.
func wordPunct(s []rune, i int) bool {
	return i >= 0 && (word(s, i) || strings.ContainsRune("!\"'&.,?", s[i]))
}

// dash returns the end of a dash between words that begins at i, i if there is none: two or
// more hyphens after a word and before one.
func dash(s []rune, i int) int {
	end := i
	for end < len(s) && s[end] == '-' {
		end++
	}
	if end-i >= 2 && wordPunct(s, i-1) && word(s, end) {
		return end
	}
	return i
}

// wordEnd returns where the dash, word or part of a word ends that begins at i.
func wordEnd(s []rune, i int) int {
	if end := dash(s, i); end > i {
		return end
	}
	for j := i + 1; ; j++ {
		switch {
		case j == len(s), space(s, j):
			return j
		case s[j] == '-' && hyphenated(s, j):
			return j + 1
		case dash(s, j) > j:
			return j
		}
	}
}

// hyphenated reports whether the hyphen at j is one within a word.
func hyphenated(s []rune, j int) bool {
	before := letter(s, j-1) && (letter(s, j-2) || j >= 2 && s[j-2] == '-' && letter(s, j-3))
	after := letter(s, j+1) && (letter(s, j+2) || j+2 < len(s) && s[j+2] == '-' && letter(s, j+3))
	return before && after
}
