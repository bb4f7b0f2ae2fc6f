package inspect

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements getdoc and cleandoc.

func getDoc(obj value) (value, exc) {
	doc, ok := lookup(obj, "__doc__")
	if !ok {
		return py.None, nil
	}
	if doc.IsNone() {
		doc = inheritedDoc(obj)
	}
	s, ok := py.AsStr(doc)
	if !ok {
		return py.None, nil
	}
	return py.StrV(cleanDoc(s.S)), nil
}

// inheritedDoc looks for a docstring in the bases of the class that obj is defined in.
func inheritedDoc(obj value) value {
	docOf := func(v value) (value, bool) {
		d, ok := lookup(v, "__doc__")
		return d, ok && !d.IsNone()
	}
	if obj.IsType() {
		for _, base := range py.AsType(obj).MRO {
			if base != py.ObjectType {
				if d, ok := docOf(base.Value()); ok {
					return d
				}
			}
		}
		return py.None
	}
	var cls value
	nameV, _ := lookup(obj, "__name__")
	switch {
	case obj.Type() == py.MethodType:
		fn, _ := lookup(obj, "__func__")
		nameV, _ = lookup(fn, "__name__")
		cls, _ = lookup(obj, "__self__")
		if !cls.IsType() {
			cls = cls.Type().Value()
		}
	case isA(obj, py.FunctionType):
		cls = definingClass(obj)
	case isA(obj, py.BuiltinType):
		cls, _ = lookup(obj, "__self__")
		if !cls.IsUnbound() && !cls.IsType() {
			cls = cls.Type().Value()
		}
	case isA(obj, py.PropertyType):
		get, ok := lookup(obj, "fget")
		if !ok || get.IsNone() {
			return py.None
		}
		if nameV.IsUnbound() {
			nameV, _ = lookup(get, "__name__")
		}
		cls = definingClass(get)
	default:
		cls, _ = lookup(obj, "__objclass__")
	}
	name, ok := py.AsStr(orNone(nameV))
	if !ok || cls.IsUnbound() || !cls.IsType() {
		return py.None
	}
	for _, base := range py.AsType(cls).MRO {
		if x, ok := lookup(base.Value(), name.S); ok {
			if d, ok := docOf(x); ok {
				return d
			}
		}
	}
	return py.None
}

func orNone(v value) value {
	if v.IsUnbound() {
		return py.None
	}
	return v
}

// definingClass follows the qualified name of a function to its class.
func definingClass(fn value) value {
	m, _ := lookup(fn, "__module__")
	q, _ := lookup(fn, "__qualname__")
	ms, ok := py.AsStr(orNone(m))
	qs, ok2 := py.AsStr(orNone(q))
	if !ok || !ok2 {
		return value{}
	}
	mod := py.LoadedModule(ms.S)
	if mod == nil {
		return value{}
	}
	v := mod.Value()
	names := strings.Split(qs.S, ".")
	for _, n := range names[:len(names)-1] {
		if v, ok = lookup(v, n); !ok {
			return value{}
		}
	}
	if !v.IsType() {
		return value{}
	}
	return v
}

// cleanDoc removes the indentation that the lines after the first share, and blank lines
// at both ends.
func cleanDoc(doc string) string {
	lines := strings.Split(expandTabs(doc), "\n")
	margin := -1
	for _, l := range lines[1:] {
		if t := strings.TrimLeft(l, " "); t != "" {
			if n := len(l) - len(t); margin < 0 || n < margin {
				margin = n
			}
		}
	}
	lines[0] = strings.TrimLeft(lines[0], " ")
	for i := 1; i < len(lines); i++ {
		if margin > 0 {
			lines[i] = lines[i][min(margin, len(lines[i])):]
		}
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	return strings.Join(lines, "\n")
}

// expandTabs is str.expandtabs().
func expandTabs(s string) string {
	if !strings.Contains(s, "\t") {
		return s
	}
	var b strings.Builder
	col := 0
	for _, r := range s {
		switch r {
		case '\t':
			n := 8 - col%8
			b.WriteString(strings.Repeat(" ", n))
			col += n
		case '\n', '\r':
			b.WriteRune(r)
			col = 0
		default:
			b.WriteRune(r)
			col++
		}
	}
	return b.String()
}

func cleanDocFunc(doc value) (value, exc) {
	s, ok := py.AsStr(doc)
	if !ok {
		return value{}, py.NoAttribute(doc, py.Intern("expandtabs"))
	}
	return py.StrV(cleanDoc(s.S)), nil
}

func indentSize(line value) (value, exc) {
	s, ok := py.AsStr(line)
	if !ok {
		return value{}, py.NoAttribute(line, py.Intern("expandtabs"))
	}
	t := expandTabs(s.S)
	return py.IntOf(len(t) - len(strings.TrimLeft(t, " \t\n\r\f\v"))), nil
}
