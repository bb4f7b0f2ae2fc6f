package glob

import (
	"runtime"
	"strings"
	"unicode/utf8"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/fnmatch"
)

// This file implements translate, and the functions that look into one folder.

// translate is translate(pat, *, recursive, include_hidden, seps).
func translate(pat, recursive, hidden, seps value) (value, exc) {
	text, e := py.StrText(pat)
	if e != nil {
		return value{}, e
	}
	deep, e := py.Truth(recursive)
	if e != nil {
		return value{}, e
	}
	all, e := py.Truth(hidden)
	if e != nil {
		return value{}, e
	}
	sep := "/"
	if runtime.GOOS == "windows" {
		sep = "\\/"
	}
	if given, e := py.Truth(seps); e != nil {
		return value{}, e
	} else if given {
		if sep, e = joined(seps); e != nil {
			return value{}, e
		}
	}
	return py.StrV(translation(text, sep, deep, all)), nil
}

// joined is "".join(seps).
func joined(seps value) (string, exc) {
	items, e := py.IterItems(seps)
	if e != nil {
		return "", e
	}
	var b strings.Builder
	for _, x := range items {
		s, e := py.StrText(x)
		if e != nil {
			return "", e
		}
		b.WriteString(s)
	}
	return b.String(), nil
}

// translation returns the regular expression of a pattern.
func translation(pat, seps string, deep, all bool) string {
	escaped := ""
	for _, c := range seps {
		escaped += fnmatch.EscapeRegexp(c)
	}
	anySep, notSep := escaped, "[^"+escaped+"]"
	if len([]rune(seps)) > 1 {
		anySep = "[" + escaped + "]"
	}
	last := notSep + "+"
	segments, lastSegments := "(?:.+"+anySep+")?", ".*"
	if !all {
		last = "[^" + escaped + ".]" + notSep + "*"
		segments = "(?:" + last + anySep + ")*"
		lastSegments = segments + "(?:" + last + ")?"
	}
	var b strings.Builder
	parts := splitAny(pat, seps)
	for i, part := range parts {
		more := i < len(parts)-1
		switch {
		case part == "*":
			b.WriteString(last)
			if more {
				b.WriteString(anySep)
			}
		case deep && part == "**" && more:
			if parts[i+1] != "**" {
				b.WriteString(segments)
			}
		case deep && part == "**":
			b.WriteString(lastSegments)
		default:
			if part != "" {
				if !all && strings.ContainsRune("*?", rune(part[0])) {
					b.WriteString(`(?!\.)`)
				}
				b.WriteString(fnmatch.TranslatePart(part, notSep+"*", notSep))
			}
			if more {
				b.WriteString(anySep)
			}
		}
	}
	return "(?s:" + b.String() + ")\\Z"
}

// splitAny splits s at each of the runes in seps.
func splitAny(s, seps string) []string {
	var parts []string
	for {
		i := strings.IndexAny(s, seps)
		if i < 0 {
			return append(parts, s)
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		parts = append(parts, s[:i])
		s = s[i+n:]
	}
}

// inFolder is glob0 and glob1, which CPython has deprecated since 3.13.
func inFolder(name string, dirname, pattern value, match func(s *search, dir, pattern string, dirOnly bool) []string) (value, exc) {
	if py.VersionAtLeast(13) {
		text := "glob." + name + " is deprecated and will be removed in Python 3.15. Use glob.glob and pass a directory to its root_dir argument instead."
		if e := py.Warn(py.DeprecationWarningType, text, 2); e != nil {
			return value{}, e
		}
	}
	dir, _, e := textOf(dirname)
	if e != nil {
		return value{}, e
	}
	pat, isBytes, e := textOf(pattern)
	if e != nil {
		return value{}, e
	}
	var names []string
	py.Blocking(func() { names = match(&search{}, dir, pat, false) })
	out := py.NewList(nil)
	for _, n := range names {
		if isBytes {
			out.Append(py.BytesV([]byte(n)))
		} else {
			out.Append(py.StrV(n))
		}
	}
	return out.Value(), nil
}
