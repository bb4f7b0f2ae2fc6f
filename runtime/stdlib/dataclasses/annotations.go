package dataclasses

import (
	"strings"
	"unicode"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements what annotations say: ClassVar, InitVar and KW_ONLY, also as text.

// isForm reports whether the annotation v of a class in module is the given form, or a
// subscription of it, or begins with its name in a string.
func isForm(v value, name, module string) bool {
	if v.IsStr() {
		meant, ok := named(v.Str().S, name, module)
		return ok && isForm(meant, name, "")
	}
	switch name {
	case "InitVar":
		return v == initVarType.Value() || v.Type() == initVarType
	case "KW_ONLY":
		return v == kwOnlyMark
	}
	if a, ok := py.AsAlias(v); ok {
		v = a.Origin // ClassVar[int]
	}
	if t := v.Type(); t.Module == "typing" {
		x, found, _ := py.LookupAttr(v, py.Intern("_name"))
		return found && x.IsStr() && x.Str().S == name
	}
	return false
}

// named returns what the name that a string begins with means in module: a global of it,
// or one of the module typing or dataclasses under the name that module has for it. Nothing
// else of the string is looked at.
func named(text, form, module string) (value, bool) {
	first, rest := word(text)
	if first == "" {
		return value{}, false
	}
	m := py.LoadedModule(module)
	if m == nil {
		return value{}, false
	}
	trimmed := strings.TrimLeft(rest, " \t\n")
	if !strings.HasPrefix(trimmed, ".") {
		v, ok, _ := py.LookupAttr(m.Value(), py.Intern(first))
		return v, ok
	}
	owner := "dataclasses"
	if form == "ClassVar" {
		owner = "typing"
	}
	of := py.LoadedModule(owner)
	pkg, ok, _ := py.LookupAttr(m.Value(), py.Intern(first))
	if !ok || of == nil || pkg != of.Value() {
		return value{}, false
	}
	name, _ := word(trimmed[1:])
	v, ok, _ := py.LookupAttr(of.Value(), py.Intern(name))
	return v, ok
}

// moduleName is t.__module__.
func moduleName(t *py.Type) string {
	v, _, _ := py.LookupAttr(t.Value(), nameModule)
	if !v.IsStr() {
		return ""
	}
	return v.Str().S
}

// word takes the first identifier off a text.
func word(s string) (first, rest string) {
	s = strings.TrimLeft(s, " \t\n")
	i := strings.IndexFunc(s, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if i < 0 {
		i = len(s)
	}
	return s[:i], s[i:]
}
