// Package fnmatch implements the module fnmatch (Python library reference, fnmatch: Unix
// filename pattern matching). Match is for the other modules that match file names.
package fnmatch

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "fnmatch",
	Doc:  "Filename matching with shell patterns.",
	Init: func(m *py.Module) exc {
		m.Set("__all__", py.ListV(py.StrV("filter"), py.StrV("fnmatch"), py.StrV("fnmatchcase"), py.StrV("translate")))
		pymod.AddFunctions(m,
			pymod.Func{Sig: "fnmatch(name, pat)", Doc: "Test whether FILENAME matches PATTERN.", Impl: match},
			pymod.Func{Sig: "fnmatchcase(name, pat)", Doc: "Test whether FILENAME matches PATTERN, including case.", Impl: match},
			pymod.Func{Sig: "filter(names, pat)", Doc: "Construct a list from those elements of the iterable NAMES that match PAT.", Impl: filter},
			pymod.Func{Sig: "translate(pat)", Doc: "Translate a shell PATTERN to a regular expression.", Impl: func(pat value) (value, exc) {
				s, ok := py.AsStr(pat)
				if !ok {
					return value{}, py.Raisef(py.TypeErrorType, "expected str, not %s", pat.Type().Name)
				}
				return py.StrV(translate(s.S)), nil
			}},
		)
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

// text returns a name or pattern, which may be bytes or a path.
func text(v value) (s string, isBytes bool, e exc) {
	if !v.IsStr() {
		if _, ok := py.AsBytes(v); !ok {
			if f, found, e := py.LookupAttr(v, py.Intern("__fspath__")); e != nil {
				return "", false, e
			} else if found {
				if v, e = py.Call0(f); e != nil {
					return "", false, e
				}
			}
		}
	}
	if b, ok := py.AsBytes(v); ok {
		return latin1(b.B), true, nil
	}
	if t, ok := py.AsStr(v); ok {
		return t.S, false, nil
	}
	return "", false, py.Raisef(py.TypeErrorType, "expected str, bytes or os.PathLike object, not %s", v.Type().Name)
}

func match(name, pat value) (value, exc) {
	n, nb, e := text(name)
	if e != nil {
		return value{}, e
	}
	p, pb, e := text(pat)
	if e != nil {
		return value{}, e
	}
	if nb != pb {
		if pb {
			return value{}, py.Raisef(py.TypeErrorType, "cannot use a bytes pattern on a string-like object")
		}
		return value{}, py.Raisef(py.TypeErrorType, "cannot use a string pattern on a bytes-like object")
	}
	return py.Bool(Match(p, n)), nil
}

func filter(names, pat value) (value, exc) {
	var out []value
	e := py.Each(names, func(n value) exc {
		r, e := match(n, pat)
		if e == nil && r == py.True {
			out = append(out, n)
		}
		return e
	})
	return py.NewList(out).Value(), e
}

// special are the characters that re.escape puts a backslash before.
const special = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"

func escape(c rune) string {
	if strings.ContainsRune(special, c) {
		return "\\" + string(c)
	}
	return string(c)
}

// translate returns the regular expression of a pattern as CPython writes it.
func translate(pat string) string {
	return "(?s:" + join(parts(pat, ".")) + ")\\Z"
}

// TranslatePart returns the regular expression of a pattern that has star for each row of stars and
// question for each question mark.
func TranslatePart(pat, star, question string) string {
	list := parts(pat, question)
	for i, p := range list {
		if p == "*" {
			list[i] = star
		}
	}
	return strings.Join(list, "")
}

// parts returns the regular expressions that a pattern consists of.
func parts(pat, question string) []string {
	var parts []string // "*" is a star
	p := []rune(pat)
	for i := 0; i < len(p); {
		c := p[i]
		i++
		switch c {
		case '*':
			if len(parts) == 0 || parts[len(parts)-1] != "*" {
				parts = append(parts, "*")
			}
		case '?':
			parts = append(parts, question)
		case '[':
			end := classEnd(p, i-1)
			if end < 0 {
				parts = append(parts, "\\[")
				break
			}
			parts = append(parts, translateClass(string(p[i:end])))
			i = end + 1
		default:
			parts = append(parts, escape(c))
		}
	}
	return parts
}

// EscapeRegexp is re.escape of a rune.
func EscapeRegexp(c rune) string { return escape(c) }

func translateClass(stuff string) string {
	if !strings.Contains(stuff, "-") {
		stuff = strings.ReplaceAll(stuff, "\\", "\\\\")
	} else {
		s := []rune(stuff)
		var chunks []string
		i, k := 0, 1
		if s[0] == '!' {
			k = 2
		}
		for {
			at := -1
			for j := k; j < len(s); j++ {
				if s[j] == '-' {
					at = j
					break
				}
			}
			if at < 0 {
				break
			}
			chunks = append(chunks, string(s[i:at]))
			i = at + 1
			k = at + 3
		}
		if rest := string(s[min(i, len(s)):]); rest != "" {
			chunks = append(chunks, rest)
		} else if len(chunks) > 0 {
			chunks[len(chunks)-1] += "-"
		}
		for k := len(chunks) - 1; k > 0; k-- {
			a, b := []rune(chunks[k-1]), []rune(chunks[k])
			if a[len(a)-1] > b[0] {
				chunks[k-1] = string(a[:len(a)-1]) + string(b[1:])
				chunks = append(chunks[:k], chunks[k+1:]...)
			}
		}
		for i, c := range chunks {
			chunks[i] = strings.ReplaceAll(strings.ReplaceAll(c, "\\", "\\\\"), "-", "\\-")
		}
		stuff = strings.Join(chunks, "-")
	}
	switch stuff {
	case "":
		return "(?!)"
	case "!":
		return "."
	}
	for _, c := range []string{"&&", "~~", "||"} {
		stuff = strings.ReplaceAll(stuff, c, strings.Repeat("\\"+c[:1], 2))
	}
	switch stuff[0] {
	case '!':
		stuff = "^" + stuff[1:]
	case '^', '[':
		stuff = "\\" + stuff
	}
	return "[" + stuff + "]"
}

// join puts the parts together; what lies between two stars is an atomic group, so that
// matching takes no exponential time.
func join(parts []string) string {
	var b strings.Builder
	i := 0
	for i < len(parts) && parts[i] != "*" {
		b.WriteString(parts[i])
		i++
	}
	for i < len(parts) {
		i++ // the star
		if i == len(parts) {
			b.WriteString(".*")
			break
		}
		var fixed strings.Builder
		for i < len(parts) && parts[i] != "*" {
			fixed.WriteString(parts[i])
			i++
		}
		if i == len(parts) {
			b.WriteString(".*" + fixed.String())
		} else {
			b.WriteString("(?>.*?" + fixed.String() + ")")
		}
	}
	return b.String()
}
