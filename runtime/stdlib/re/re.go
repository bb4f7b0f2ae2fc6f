// Package re implements the module re (Python library reference, re: Regular expression
// operations). The patterns themselves are package sre's.
package re

import (
	"errors"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	"github.com/aio2go/aio2go/runtime/sre"
	_ "github.com/aio2go/aio2go/runtime/stdlib/enum" // RegexFlag is made of IntFlag
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:    "re",
	Package: true,
	Doc:     "Support for regular expressions (RE).",
	Types:   []*py.Type{PatternType, MatchType},
	Init:    initModule,
}

func init() { py.RegisterModule(&spec) }

var (
	errorClass *py.Type
	flagClass  value
)

func initModule(m *py.Module) exc {
	if e := makeError(); e != nil {
		return e
	}
	m.Set("PatternError", errorClass.Value())
	m.Set("error", errorClass.Value())
	if e := makeFlags(m); e != nil {
		return e
	}
	if e := makeScanner(m); e != nil {
		return e
	}
	addFunctions(m)
	m.Set("__version__", py.StrV("2.2.1"))
	var all []value
	for _, name := range strings.Fields("match fullmatch search sub subn split findall finditer compile purge escape error Pattern Match A I L M S X U " +
		"ASCII IGNORECASE LOCALE MULTILINE DOTALL VERBOSE UNICODE NOFLAG RegexFlag PatternError") {
		all = append(all, py.StrV(name))
	}
	m.Set("__all__", py.NewList(all).Value())
	return nil
}

// makeError makes PatternError.
func makeError() exc {
	v, e := pydef.New(pydef.ClassSpec{
		Name: "PatternError", Module: "re", Bases: []value{py.ExceptionType.Value()},
		Doc: "Exception raised for invalid regular expressions.\n\n    Attributes:\n\n        msg: The unformatted error message\n        pattern: The regular expression pattern\n        pos: The index in the pattern where compilation failed (may be None)\n        lineno: The line corresponding to pos (may be None)\n        colno: The column corresponding to pos (may be None)\n    ",
		Methods: []pydef.Method{{Sig: "__init__(self, msg, pattern=None, pos=None)", Impl: func(self, msg, pattern, pos value) (value, exc) {
			lineno, colno, text := py.None, py.None, msg
			if !pattern.IsNone() && !pos.IsNone() {
				at, e := py.Ssize(pos)
				if e != nil {
					return value{}, e
				}
				m, e := py.Str_(msg)
				if e != nil {
					return value{}, e
				}
				p, e := py.Str_(pos)
				if e != nil {
					return value{}, e
				}
				src, _ := source(pattern)
				line, col, lines := place(src, at)
				lineno, colno = py.IntOf(line), py.IntOf(col)
				s := m.Str().S + " at position " + p.Str().S
				if lines {
					l, _ := py.Str_(lineno)
					c, _ := py.Str_(colno)
					s += " (line " + l.Str().S + ", column " + c.Str().S + ")"
				}
				text = py.StrV(s)
			}
			x, _ := py.AsException(self)
			x.Args = py.NewTuple([]value{text})
			return py.None, pydef.SetAll(self, pydef.Attr{Name: "msg", Value: msg}, pydef.Attr{Name: "pattern", Value: pattern}, pydef.Attr{Name: "pos", Value: pos},
				pydef.Attr{Name: "lineno", Value: lineno}, pydef.Attr{Name: "colno", Value: colno})
		}}},
	})
	if e == nil {
		errorClass = py.AsType(v)
	}
	return e
}

// place returns the line and column of a position, and whether there are several lines.
func place(src []rune, at int) (line, col int, lines bool) {
	line, start := 1, -1
	for i, c := range src {
		if c == '\n' {
			lines = true
			if i < at {
				line++
				start = i
			}
		}
	}
	return line, at - start, lines
}

// source returns the characters of a pattern or template: str, or bytes-like.
func source(v value) (src []rune, ok bool) {
	if s, ok := py.AsStr(v); ok {
		return s.Runes(), true
	}
	b, ok := py.BytesOf(v)
	src = make([]rune, len(b))
	for i, c := range b {
		src[i] = rune(c)
	}
	return src, ok
}

// raised makes an exception of what package sre says.
func raised(err error, pattern value) exc {
	var x *sre.Error
	var stop *pyError
	switch {
	case errors.As(err, &stop):
		return stop.exc
	case errors.As(err, &x):
		switch x.Kind {
		case sre.ValueError:
			return py.Raisef(py.ValueErrorType, "%s", x.Msg)
		case sre.OverflowError:
			return py.Raisef(py.OverflowErrorType, "%s", x.Msg)
		case sre.IndexError:
			return py.Raisef(py.IndexErrorType, "%s", x.Msg)
		case sre.RecursionError:
			return py.Raisef(py.RecursionErrorType, "%s", x.Msg)
		}
		args := []value{py.StrV(x.Msg)}
		if x.Pos >= 0 {
			args = append(args, pattern, py.IntOf(x.Pos))
		}
		v, e := py.CallN(errorClass.Value(), args)
		if e != nil {
			return e
		}
		return py.Raise(v)
	}
	panic(err)
}

// pyError carries an exception through package sre.
type pyError struct{ exc exc }

func (*pyError) Error() string { return "a Python exception" }

func options(text bool) sre.Options {
	return sre.Options{
		Text: text, Quote: py.QuoteStr, IsIdentifier: py.IsIdentifier, CharByName: py.CharByName,
		Warn: func(msg string) error {
			if e := py.Warn(py.FutureWarningType, msg, 1); e != nil {
				return &pyError{e}
			}
			return nil
		},
	}
}

// cacheKey is what compiled patterns are remembered by.
type cacheKey struct {
	text  bool
	src   string
	flags int
}

// maxCache is the number of patterns kept; when there are more, all are forgotten.
const maxCache = 512

var cache = map[cacheKey]*pattern{}

// compilePattern is re._compile: p may be a pattern already.
func compilePattern(p, flags value) (*pattern, exc) {
	n, e := flagBits(flags)
	if e != nil {
		return nil, e
	}
	if py.IsInstance(p, PatternType) {
		if n != 0 {
			return nil, py.Raisef(py.ValueErrorType, "cannot process flags argument with a compiled pattern")
		}
		return py.Heap[pattern](p), nil
	}
	key := cacheKey{flags: n}
	if s, ok := py.AsStr(p); ok {
		key.text, key.src = true, s.S
	} else if b, ok := py.AsBytes(p); ok {
		key.src = string(b.B)
	} else {
		return nil, py.Raisef(py.TypeErrorType, "first argument must be string or compiled pattern")
	}
	exact := p.Type() == py.StrType || p.Type() == py.BytesType
	if c, ok := cache[key]; ok && exact {
		return c, nil
	}
	src, _ := source(p)
	opts := options(key.text)
	opts.Flags = sre.Flag(n)
	re, err := sre.Compile(src, opts)
	if err != nil {
		return nil, raised(err, p)
	}
	c := newPattern(p, re, key.text)
	if exact && n&int(sre.Debug) == 0 {
		if len(cache) >= maxCache {
			clear(cache)
		}
		cache[key] = c
	}
	return c, nil
}

func flagBits(flags value) (int, exc) {
	if flags.IsSmallInt() {
		return int(flags.SmallInt()), nil
	}
	i, e := py.Index(flags)
	if e != nil {
		return 0, e
	}
	return py.CInt(i)
}

const special = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"

// Escape returns the pattern that matches the text s.
func Escape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(special, s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
