package inspect

import "strings"

// This file finds the end of a definition in source text.

// scanner goes over lines of Python just far enough to know which lines begin statements
// and how they are indented.
type blockScanner struct {
	depth  int    // of brackets
	quote  string // the end of the string that the scanner is in, "" outside
	joined bool   // the line before ended with a backslash
}

// line scans one line and reports whether a logical line ends with it, and the code of
// the line has anything but a comment.
func (s *blockScanner) line(l string) (ends, code bool) {
	s.joined = false
	for i := 0; i < len(l); {
		if s.quote != "" {
			switch {
			case l[i] == '\\' && i+1 < len(l):
				i += 2
			case strings.HasPrefix(l[i:], s.quote):
				i += len(s.quote)
				s.quote = ""
			case l[i] == '\n' && len(s.quote) == 1:
				s.quote = "" // an error, or a continuation that was taken above
				i++
			default:
				i++
			}
			code = true
			continue
		}
		c := l[i]
		switch {
		case c == '#':
			i = len(l)
			continue
		case c == '\'' || c == '"':
			s.quote = l[i : i+1]
			if strings.HasPrefix(l[i:], strings.Repeat(s.quote, 3)) {
				s.quote = l[i : i+3]
			}
			i += len(s.quote)
			code = true
			continue
		case strings.IndexByte("([{", c) >= 0:
			s.depth++
		case strings.IndexByte(")]}", c) >= 0:
			s.depth--
		case c == '\\' && strings.TrimRight(l[i+1:], "\r\n") == "":
			s.joined = true
		}
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			code = true
		}
		i++
	}
	return s.quote == "" && s.depth <= 0 && !s.joined, code
}

func indentOf(l string) int {
	n := 0
	for _, c := range l {
		switch c {
		case ' ':
			n++
		case '\t':
			n += 8 - n%8
		default:
			return n
		}
	}
	return n
}

// block returns the lines of the definition or lambda at the top of lines.
func block(lines []string) []string {
	s := &blockScanner{}
	i := 0
	// logical scans one logical line and returns where the next one begins.
	logical := func(i int) (next int, code bool) {
		*s = blockScanner{}
		for i < len(lines) {
			ends, c := s.line(lines[i])
			code = code || c
			i++
			if ends {
				break
			}
		}
		return i, code
	}
	// Decorators, and the line of def, class or the lambda.
	for i < len(lines) {
		start := i
		var code bool
		i, code = logical(i)
		if !code {
			continue
		}
		text := strings.TrimSpace(lines[start])
		if strings.HasPrefix(text, "@") {
			continue
		}
		if !isDefinition(text) {
			return lines[:i]
		}
		if !endsWithColon(strings.Join(lines[start:i], "")) {
			return lines[:i] // the body is on the same line
		}
		break
	}
	if i >= len(lines) {
		return lines[:i]
	}
	base := indentOf(lines[0])
	last := i
	for i < len(lines) {
		start := i
		next, code := logical(i)
		text := strings.TrimSpace(lines[start])
		switch {
		case !code:
			// A comment belongs to the block where it is indented like it.
			if strings.HasPrefix(text, "#") {
				if indentOf(lines[start]) <= base {
					return lines[:last]
				}
				last = next
			}
		case indentOf(lines[start]) <= base:
			return lines[:last]
		default:
			last = next
		}
		i = next
	}
	return lines[:last]
}

func isDefinition(text string) bool {
	for _, k := range []string{"def", "class", "async"} {
		if rest, ok := strings.CutPrefix(text, k); ok && rest != "" && (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\\') {
			return true
		}
	}
	return false
}

// endsWithColon reports whether the last thing of a logical line that is not a comment is
// a colon.
func endsWithColon(text string) bool {
	s := &blockScanner{}
	last := byte(0)
	for _, l := range strings.SplitAfter(text, "\n") {
		code := l
		// Comments end at the line's end: cut one that is outside strings.
		for i := 0; i < len(l); i++ {
			if l[i] == '#' {
				probe := *s
				probe.line(l[:i])
				if probe.quote == "" {
					code = l[:i]
					break
				}
			}
		}
		s.line(l)
		if t := strings.TrimRight(code, " \t\r\n\\"); t != "" {
			last = t[len(t)-1]
		}
	}
	return last == ':'
}
