package string

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	_ "github.com/aio2go/aio2go/runtime/stdlib/collections" // ChainMap, for names from a mapping and keywords
	_ "github.com/aio2go/aio2go/runtime/stdlib/re"          // patterns of templates
)

// This file implements string.Template. What a placeholder looks like is an expression of
// module re with the groups escaped, named, braced and invalid, which is made when a class
// is: classes that derive from Template say how it differs.

// initPattern makes the pattern of the class cls from its attributes.
func initPattern(cls value) exc {
	var st pymod.Steps
	text := value{}
	if ns := st.Attr(cls, "__dict__"); st.In(py.StrV("pattern"), ns) {
		text = st.Attr(cls, "pattern")
	} else {
		delimiter := st.Str(st.Apply(st.Import("re", "escape"), st.Attr(cls, "delimiter")))
		id := st.Attr(cls, "idpattern")
		braced := st.Attr(cls, "braceidpattern")
		if !st.Truth(braced) {
			braced = id
		}
		text = py.StrV(delimiter + "(?:(?P<escaped>" + delimiter + ")|(?P<named>" + st.Str(id) + ")|{(?P<braced>" + st.Str(braced) + ")}|(?P<invalid>))")
	}
	flags := st.Call(st.Attr(cls, "flags"), "__or__", st.Import("re", "VERBOSE"))
	st.Set(cls, "pattern", st.Apply(st.Import("re", "compile"), text, flags))
	return st.Exc
}

// placeholder is what a match of the pattern is: a name, or text that stands for itself,
// or something invalid.
type placeholder struct {
	name             value // None where it is none
	escaped, invalid bool
}

func placeholderOf(st *pymod.Steps, match value) placeholder {
	group := func(name string) value { return st.Call(match, "group", py.StrV(name)) }
	p := placeholder{name: group("named")}
	if !st.Truth(p.name) {
		p.name = group("braced")
	}
	if p.name.IsNone() {
		p.escaped = !group("escaped").IsNone()
		p.invalid = !p.escaped && !group("invalid").IsNone()
	}
	return p
}

// unrecognized raises what a pattern with other groups leads to.
func unrecognized(st *pymod.Steps, self value) {
	st.Raise(py.RaiseArgs(py.ValueErrorType, py.StrV("Unrecognized named group in pattern"), st.Attr(self, "pattern")))
}

// invalidPlaceholder raises the ValueError for an invalid placeholder, which says where it is.
func invalidPlaceholder(st *pymod.Steps, self, match value) {
	start := st.Call(match, "start", py.StrV("invalid"))
	before := st.Item(st.Attr(self, "template"), py.NewSlice(py.None, start, py.None))
	line, col := 1, 1
	if lines := st.Items(st.Call(before, "splitlines", py.True)); len(lines) > 0 {
		line, col = len(lines), st.Int(start)
		for _, l := range lines[:len(lines)-1] {
			n, e := py.Len(l)
			st.Raise(e)
			col -= n
		}
	}
	st.Failf(py.ValueErrorType, "Invalid placeholder in string: line %d, col %d", line, col)
}

// substitute is self.substitute, or safe_substitute, which leaves alone what it cannot do.
func substitute(self, mapping, kws value, safe bool) (value, exc) {
	var st pymod.Steps
	if py.Is(mapping, noMapping) {
		mapping = kws
	} else if st.Truth(kws) {
		mapping = st.Apply(st.Import("collections", "ChainMap"), kws, mapping)
	}
	convert := py.NewBuiltin("convert", "string", "(mo)", func(match value) (value, exc) {
		var st pymod.Steps
		p := placeholderOf(&st, match)
		switch {
		case st.Failed():
		case !p.name.IsNone():
			x, e := py.GetItem(mapping, p.name)
			if e != nil && safe && e.Is(py.KeyErrorType) {
				return st.Done(st.Call(match, "group"))
			}
			st.Raise(e)
			return st.Done(py.StrV(st.Str(x)))
		case p.escaped:
			return st.Done(st.Attr(self, "delimiter"))
		case p.invalid && safe:
			return st.Done(st.Call(match, "group"))
		case p.invalid:
			invalidPlaceholder(&st, self, match)
		default:
			unrecognized(&st, self)
		}
		return st.Done(py.None)
	})
	return st.Done(st.Call(st.Attr(self, "pattern"), "sub", convert.Value(), st.Attr(self, "template")))
}

// identifiers returns the names in the template, each once; valid is false where there is
// an invalid placeholder.
func identifiers(self value, onlyValid bool) (names []value, valid bool, e exc) {
	var st pymod.Steps
	st.Raise(py.Each(st.Call(st.Attr(self, "pattern"), "finditer", st.Attr(self, "template")), func(match value) exc {
		p := placeholderOf(&st, match)
		switch {
		case p.invalid && onlyValid:
			return py.StopIteration(py.None)
		case p.invalid, p.escaped, st.Failed():
		case p.name.IsNone():
			unrecognized(&st, self)
		case !st.In(p.name, py.ListV(names...)):
			names = append(names, p.name)
		}
		return st.Exc
	}))
	if st.Exc != nil && onlyValid && st.Exc.Is(py.StopIterationType) {
		return nil, false, nil
	}
	return names, true, st.Exc
}

// noMapping is the default of the parameter mapping.
var noMapping = py.NewDict().Value()

func defineTemplate(m *py.Module) exc {
	ignoreCase, e := py.ImportModule("re")
	if e == nil {
		ignoreCase, e = py.GetAttr(ignoreCase, py.Intern("IGNORECASE"))
	}
	if e != nil {
		return e
	}
	var template value
	defaults := map[string]value{"NONE": noMapping}
	template, e = pymod.Define(m, pymod.Class{
		Name: "Template", Doc: "A string class for supporting $-substitutions.",
		Attrs: []py.Const{
			{Name: "delimiter", Value: py.StrV("$")},
			{Name: "idpattern", Value: py.StrV("(?a:[_a-z][_a-z0-9]*)")},
			{Name: "braceidpattern", Value: py.None},
			{Name: "flags", Value: ignoreCase},
		},
		ClassMethods: []pymod.Func{{Sig: "__init_subclass__(cls)", Impl: func(cls value) (value, exc) {
			if !py.Is(cls, template) {
				var st pymod.Steps
				st.Call(st.Apply(py.SuperType.Value(), template, cls), "__init_subclass__")
				if st.Failed() {
					return value{}, st.Exc
				}
			}
			return py.None, initPattern(cls)
		}}},
		Methods: []pymod.Func{
			{Sig: "__init__(self, template)", Impl: func(self, text value) (value, exc) {
				return py.None, py.SetAttr(self, py.Intern("template"), text)
			}},
			{Sig: "substitute(self, mapping=NONE, /, **kws)", Defaults: defaults, Impl: func(self, mapping, kws value) (value, exc) {
				return substitute(self, mapping, kws, false)
			}},
			{Sig: "safe_substitute(self, mapping=NONE, /, **kws)", Defaults: defaults, Impl: func(self, mapping, kws value) (value, exc) {
				return substitute(self, mapping, kws, true)
			}},
			{Sig: "is_valid(self)", Impl: func(self value) (value, exc) {
				_, valid, e := identifiers(self, true)
				return py.Bool(valid), e
			}},
			{Sig: "get_identifiers(self)", Impl: func(self value) (value, exc) {
				names, _, e := identifiers(self, false)
				return py.ListV(names...), e
			}},
		},
	})
	if e != nil {
		return e
	}
	return initPattern(template)
}
