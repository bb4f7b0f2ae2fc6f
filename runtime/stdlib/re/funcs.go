package re

import (
	"strconv"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

// This file implements the functions of the module and RegexFlag.

var nameValue = py.Intern("value")

func addFunctions(m *py.Module) {
	noFlag, _ := m.Namespace().GetStr(py.Intern("NOFLAG"))
	vals := pydef.Values{"NOFLAG": noFlag}
	with := func(name string, mode func(p *pattern, s value) (value, exc)) pydef.Method {
		return pydef.Method{Sig: name + "(pattern, string, flags=NOFLAG)", Values: vals, Impl: func(pat, s, flags value) (value, exc) {
			p, e := compilePattern(pat, flags)
			if e != nil {
				return value{}, e
			}
			return mode(p, s)
		}}
	}
	pydef.Add(m,
		with("match", func(p *pattern, s value) (value, exc) { return p.find(s, value{}, value{}, modeMatch) }),
		with("fullmatch", func(p *pattern, s value) (value, exc) { return p.find(s, value{}, value{}, modeFull) }),
		with("search", func(p *pattern, s value) (value, exc) { return p.find(s, value{}, value{}, modeSearch) }),
		with("findall", func(p *pattern, s value) (value, exc) { return p.findAll(s, value{}, value{}) }),
		with("finditer", func(p *pattern, s value) (value, exc) { return p.findIter(s, value{}, value{}) }),
		pydef.Method{Sig: "compile(pattern, flags=NOFLAG)", Values: vals, Impl: func(pat, flags value) (value, exc) {
			p, e := compilePattern(pat, flags)
			if e != nil {
				return value{}, e
			}
			return p.Value(), nil
		}},
		pydef.Method{Sig: "purge()", Impl: func() (value, exc) {
			clear(cache)
			return py.None, nil
		}},
		pydef.Method{Sig: "escape(pattern)", Impl: func(v value) (value, exc) {
			if s, ok := py.AsStr(v); ok {
				return py.StrV(Escape(s.S)), nil
			}
			b, ok := py.BytesOf(v)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "decoding to str: need a bytes-like object, %s found", v.Type().Name)
			}
			return py.BytesV([]byte(Escape(string(b)))), nil
		}},
		pydef.Method{Sig: "sub(pattern, repl, string, *args, count=ZERO, flags=ZERO)", Values: pydef.Values{"ZERO": zeroSentinel}, Impl: func(pat, repl, s, count, flags, args value) (value, exc) {
			return subFunction("sub", pat, repl, s, count, flags, args, false)
		}},
		pydef.Method{Sig: "subn(pattern, repl, string, *args, count=ZERO, flags=ZERO)", Values: pydef.Values{"ZERO": zeroSentinel}, Impl: func(pat, repl, s, count, flags, args value) (value, exc) {
			return subFunction("subn", pat, repl, s, count, flags, args, true)
		}},
		pydef.Method{Sig: "split(pattern, string, *args, maxsplit=ZERO, flags=ZERO)", Values: pydef.Values{"ZERO": zeroSentinel}, Impl: func(pat, s, maxsplit, flags, args value) (value, exc) {
			maxsplit, flags, e := positional("split", "maxsplit", 2, maxsplit, flags, args)
			if e != nil {
				return value{}, e
			}
			p, e := compilePattern(pat, flags)
			if e != nil {
				return value{}, e
			}
			return p.split(s, maxsplit)
		}},
	)
}

// zeroSentinel is a zero of its own, to see which arguments are given.
var zeroSentinel = py.NewIntOf(zeroType, py.Int(0))

var zeroType = py.NewBuiltinType("_ZeroSentinel", &py.TypeSpec{Base: py.IntType, Module: "re"})

// positional takes apart the arguments that were allowed by position before Python 3.13.
func positional(fn, name string, n int, count, flags, args value) (value, value, exc) {
	t, _ := py.AsTuple(args)
	if len(t.Items()) == 0 {
		return count, flags, nil
	}
	if count != zeroSentinel {
		return count, flags, py.Raisef(py.TypeErrorType, "%s() got multiple values for argument '%s'", fn, name)
	}
	count = t.Items()[0]
	if len(t.Items()) > 1 {
		if flags != zeroSentinel {
			return count, flags, py.Raisef(py.TypeErrorType, "%s() got multiple values for argument 'flags'", fn)
		}
		flags = t.Items()[1]
		if len(t.Items()) > 2 {
			return count, flags, py.Raisef(py.TypeErrorType, "%s() takes from %d to %d positional arguments but %d were given", fn, n, n+2, n+len(t.Items()))
		}
	}
	if !py.VersionAtLeast(13) {
		return count, flags, nil
	}
	return count, flags, py.Warn(py.DeprecationWarningType, "'"+name+"' is passed as positional argument", 1)
}

func subFunction(fn string, pat, repl, s, count, flags, args value, withCount bool) (value, exc) {
	count, flags, e := positional(fn, "count", 3, count, flags, args)
	if e != nil {
		return value{}, e
	}
	p, e := compilePattern(pat, flags)
	if e != nil {
		return value{}, e
	}
	return p.sub(repl, s, count, withCount)
}

// flagNames are the members of RegexFlag in order, each with its short name.
var flagNames = []struct {
	name, short string
	value       int64
}{
	{"NOFLAG", "", 0}, {"ASCII", "A", 256}, {"IGNORECASE", "I", 2}, {"LOCALE", "L", 4}, {"UNICODE", "U", 32},
	{"MULTILINE", "M", 8}, {"DOTALL", "S", 16}, {"VERBOSE", "X", 64}, {"DEBUG", "", 128},
}

// makeFlags makes RegexFlag and its members' names in the module.
func makeFlags(m *py.Module) exc {
	enum, e := py.ImportModule("enum")
	if e != nil {
		return e
	}
	base, e := py.GetAttr(enum, py.Intern("IntFlag"))
	if e != nil {
		return e
	}
	keep, e := py.GetAttr(enum, py.Intern("KEEP"))
	if e != nil {
		return e
	}
	var members []value
	for _, f := range flagNames {
		members = append(members, py.TupleV(py.StrV(f.name), py.Int(f.value)))
		if f.short != "" {
			members = append(members, py.TupleV(py.StrV(f.short), py.Int(f.value)))
		}
	}
	flagClass, e = py.CallKw(base, []value{py.StrV("RegexFlag"), py.NewList(members).Value(), py.StrV("re"), keep}, []*py.Str{py.Intern("module"), py.Intern("boundary")})
	if e != nil {
		return e
	}
	text := func(self value) (value, exc) {
		v, e := py.GetAttr(self, nameValue)
		if e != nil {
			return value{}, e
		}
		n, _ := py.AsInt64(v)
		return py.StrV(flagText(n)), nil
	}
	for _, name := range []string{"__repr__", "__str__"} {
		if e := py.SetAttr(flagClass, py.Intern(name), pydef.Func("re", name+"(self)", text)); e != nil {
			return e
		}
	}
	m.Set("RegexFlag", flagClass)
	for _, f := range flagNames {
		x, e := py.GetAttr(flagClass, py.Intern(f.name))
		if e != nil {
			return e
		}
		m.Set(f.name, x)
		if f.short != "" {
			m.Set(f.short, x)
		}
	}
	return nil
}

// flagText is the repr of flags: re.ASCII|re.VERBOSE.
func flagText(n int64) string {
	if n == 0 {
		return "re.NOFLAG"
	}
	s, rest := "", n
	for _, f := range flagNames {
		if f.value != 0 && n&f.value != 0 {
			rest &^= f.value
			if s != "" {
				s += "|"
			}
			s += "re." + f.name
		}
	}
	if rest != 0 {
		if s != "" {
			s += "|"
		}
		s += "0x" + strconv.FormatInt(rest, 16)
	}
	return s
}
