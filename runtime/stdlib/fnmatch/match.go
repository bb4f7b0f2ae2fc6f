package fnmatch

import "unicode/utf8"

// This file matches a name with a shell pattern.

// Match reports whether the whole of name matches pattern, in which * stands for any
// characters, ? for one, [seq] for one of seq and [!seq] for one that is not.
func Match(pattern, name string) bool {
	p, n := []rune(pattern), []rune(name)
	star, from := -1, 0 // the last *, and where in the name what follows it was tried
	i, j := 0, 0
	for j < len(n) {
		if i < len(p) {
			switch p[i] {
			case '*':
				star, from = i, j
				i++
				continue
			case '?':
				i++
				j++
				continue
			case '[':
				if next, ok := class(p, i, n[j]); next > 0 {
					if ok {
						i = next
						j++
						continue
					}
					break
				}
				fallthrough
			default:
				if p[i] == n[j] {
					i++
					j++
					continue
				}
			}
		}
		if star < 0 {
			return false
		}
		from++
		i, j = star+1, from
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

// classEnd returns where the ] of the class at p[i] is, -1 where there is none.
func classEnd(p []rune, i int) int {
	j := i + 1
	if j < len(p) && p[j] == '!' {
		j++
	}
	if j < len(p) && p[j] == ']' {
		j++
	}
	for j < len(p) && p[j] != ']' {
		j++
	}
	if j >= len(p) {
		return -1
	}
	return j
}

// class matches c with the class at p[i]; next is where the pattern goes on, 0 where [ is
// a character like any other.
func class(p []rune, i int, c rune) (next int, ok bool) {
	end := classEnd(p, i)
	if end < 0 {
		return 0, false
	}
	seq := p[i+1 : end]
	negated := len(seq) > 0 && seq[0] == '!'
	if negated {
		seq = seq[1:]
	}
	in := false
	for k := 0; k < len(seq); k++ {
		if k+2 < len(seq) && seq[k+1] == '-' {
			in = in || seq[k] <= c && c <= seq[k+2]
			k += 2
			continue
		}
		in = in || seq[k] == c
	}
	return end + 1, in != negated
}

// HasMagic reports whether a pattern has special characters.
func HasMagic(pattern string) bool {
	for _, c := range pattern {
		if c == '*' || c == '?' || c == '[' {
			return true
		}
	}
	return false
}

// latin1 is bytes as a string of one character for each.
func latin1(b []byte) string {
	out := make([]byte, 0, len(b))
	for _, c := range b {
		out = utf8.AppendRune(out, rune(c))
	}
	return string(out)
}
