package inspect

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements inspect.Parameter.

// The kinds of parameters, the values of the members of _ParameterKind.
const (
	positionalOnly = iota
	positionalOrKeyword
	varPositional
	keywordOnly
	varKeyword
)

var kindNames = []string{"POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD"}

var kindDescriptions = []string{"positional-only", "positional or keyword", "variadic positional", "keyword-only", "variadic keyword"}

// The classes of the module, made when it is imported.
var (
	kindClass                        value
	kinds                            [5]value
	emptyClass, voidClass            value
	parameterClass, signatureClass   value
	boundArgumentsClass              value
	fullArgSpecClass, argInfoClass   value
	argumentsClass, attributeClass   value
	closureVarsClass, tracebackClass value
	frameInfoClass, positionsClass   value
)

func defineKind() exc {
	m, e := py.ImportModule("enum")
	if e != nil {
		return e
	}
	intEnum, e := pymod.Attr(m, "IntEnum")
	if e != nil {
		return e
	}
	members := make([]value, len(kindNames))
	for i, n := range kindNames {
		members[i] = py.TupleV(py.StrV(n), py.IntOf(i))
	}
	kindClass, e = pymod.CallKw(intEnum, []value{py.StrV("_ParameterKind"), py.ListV(members...), py.StrV("inspect")}, "module")
	if e != nil {
		return e
	}
	str := pymod.NewFunction("inspect", "_ParameterKind", pymod.Func{Sig: "__str__(self)", Impl: func(self value) (value, exc) {
		return pymod.Attr(self, "name")
	}})
	if e := py.SetAttr(kindClass, py.Intern("__str__"), str); e != nil {
		return e
	}
	for i, n := range kindNames {
		if kinds[i], e = pymod.Attr(kindClass, n); e != nil {
			return e
		}
		if e := py.SetAttr(kinds[i], py.Intern("description"), py.StrV(kindDescriptions[i])); e != nil {
			return e
		}
	}
	return nil
}

// param is what a Parameter object says.
type param struct {
	name            *py.Str
	kind            int
	def, annotation value // emptyClass where there is none
}

func newParam(cls value, p param) (value, exc) {
	v := py.AsType(cls).Alloc(py.AsType(cls))
	setParam(v, p)
	return v, nil
}

func setParam(v value, p param) {
	pymod.Set(v, "_name", p.name.Value())
	pymod.Set(v, "_kind", kinds[p.kind])
	pymod.Set(v, "_default", p.def)
	pymod.Set(v, "_annotation", p.annotation)
}

func paramOf(v value) param {
	k, _ := py.Ssize(pymod.Get(v, "_kind"))
	name, _ := py.AsStr(pymod.Get(v, "_name"))
	return param{name, k, pymod.Get(v, "_default"), pymod.Get(v, "_annotation")}
}

var keywords = strings.Fields("False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield")

func isKeyword(s string) bool {
	for _, k := range keywords {
		if k == s {
			return true
		}
	}
	return false
}

// checkParam is the body of Parameter.__init__.
func checkParam(self, name, kind, def, annotation value) (value, exc) {
	n, ok := py.AsInt64(kind)
	if !ok || n < 0 || int(n) >= len(kinds) {
		r, e := py.ReprText(kind)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.ValueErrorType, "value %s is not a valid Parameter.kind", r)
	}
	p := param{kind: int(n), def: def, annotation: annotation}
	if def != emptyClass && (p.kind == varPositional || p.kind == varKeyword) {
		return value{}, py.Raisef(py.ValueErrorType, "%s parameters cannot have default values", kindDescriptions[p.kind])
	}
	if name == emptyClass {
		return value{}, py.Raisef(py.ValueErrorType, "name is a required attribute for Parameter")
	}
	s, ok := py.AsStr(name)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "name must be a str, not a %s", name.Type().Name)
	}
	if s.S != "" && s.S[0] == '.' && len(s.S) > 1 && strings.Trim(s.S[1:], "0123456789") == "" {
		// The parameter of a comprehension's function.
		if p.kind != positionalOrKeyword {
			return value{}, py.Raisef(py.ValueErrorType, "implicit arguments must be passed as positional or keyword arguments, not %s", kindDescriptions[p.kind])
		}
		p.kind = positionalOnly
		s = py.NewStr("implicit" + s.S[1:])
	}
	if isKeyword(s.S) && p.kind != positionalOnly || !py.IsIdentifier(s.S) {
		return value{}, py.Raisef(py.ValueErrorType, "%s is not a valid parameter name", py.QuoteStr(s.S))
	}
	p.name = s
	setParam(self, p)
	return py.None, nil
}

func (p param) text() (string, exc) {
	s := p.name.S
	if p.annotation != emptyClass {
		a, e := formatAnnotation(p.annotation, py.None)
		if e != nil {
			return "", e
		}
		s += ": " + a
	}
	if p.def != emptyClass {
		d, e := py.ReprText(p.def)
		if e != nil {
			return "", e
		}
		if p.annotation != emptyClass {
			s += " = " + d
		} else {
			s += "=" + d
		}
	}
	switch p.kind {
	case varPositional:
		s = "*" + s
	case varKeyword:
		s = "**" + s
	}
	return s, nil
}

func defineParameter(m *py.Module) (e exc) {
	attr := func(name string) pymod.Property {
		return pymod.Property{Name: name, Get: func(self value) (value, exc) { return pymod.Get(self, "_"+name), nil }}
	}
	void := map[string]value{"VOID": voidClass}
	empty := map[string]value{"EMPTY": emptyClass}
	consts := []py.Const{}
	for i, n := range kindNames {
		consts = append(consts, py.Const{Name: n, Value: kinds[i]})
	}
	consts = append(consts, py.Const{Name: "empty", Value: emptyClass})
	parameterClass, e = pymod.Define(m, pymod.Class{
		Name: "Parameter", Doc: "Represents a parameter in a function signature.",
		Slots: []string{"_name", "_kind", "_default", "_annotation"},
		Attrs: consts,
		Methods: []pymod.Func{
			{Sig: "__init__(self, name, kind, *, default=EMPTY, annotation=EMPTY)", Defaults: empty, Impl: checkParam},
			{Sig: "__reduce__(self)", Impl: func(self value) (value, exc) {
				p := paramOf(self)
				state := py.NewDict()
				state.SetStr(py.Intern("_default"), p.def)
				state.SetStr(py.Intern("_annotation"), p.annotation)
				return py.TupleV(self.Type().Value(), py.TupleV(p.name.Value(), kinds[p.kind]), state.Value()), nil
			}},
			{Sig: "__setstate__(self, state)", Impl: func(self, state value) (value, exc) {
				for _, n := range []string{"_default", "_annotation"} {
					x, e := py.GetItem(state, py.StrV(n))
					if e != nil {
						return value{}, e
					}
					pymod.Set(self, n, x)
				}
				return py.None, nil
			}},
			{Sig: "replace(self, *, name=VOID, kind=VOID, annotation=VOID, default=VOID)", Defaults: void, Impl: replaceParam},
			{Sig: "__str__(self)", Impl: func(self value) (value, exc) {
				s, e := paramOf(self).text()
				return py.StrV(s), e
			}},
			{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
				s, e := py.StrText(self)
				return py.StrV("<" + self.Type().Name + " \"" + s + "\">"), e
			}},
			{Sig: "__hash__(self)", Impl: func(self value) (value, exc) {
				p := paramOf(self)
				h, e := py.Hash(py.TupleV(p.name.Value(), kinds[p.kind], p.annotation, p.def))
				return py.Int(h), e
			}},
			{Sig: "__eq__(self, other)", Impl: func(self, other value) (value, exc) {
				if self == other {
					return py.True, nil
				}
				if !py.IsInstance(other, py.AsType(parameterClass)) {
					return py.NotImplemented, nil
				}
				for _, n := range []string{"_name", "_kind", "_default", "_annotation"} {
					if same, e := py.EqBool(pymod.Get(self, n), pymod.Get(other, n)); e != nil || !same {
						return py.False, e
					}
				}
				return py.True, nil
			}},
		},
		Properties: []pymod.Property{attr("name"), attr("default"), attr("annotation"), attr("kind")},
		Aliases:    [][2]string{{"__replace__", "replace"}},
	})
	return e
}

func replaceParam(self, name, kind, annotation, def value) (value, exc) {
	args := []value{name, kind, annotation, def}
	for i, n := range []string{"_name", "_kind", "_annotation", "_default"} {
		if args[i] == voidClass {
			args[i] = pymod.Get(self, n)
		}
	}
	return pymod.CallKw(self.Type().Value(), []value{args[0], args[1], args[3], args[2]}, "default", "annotation")
}
