package inspect

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements annotations: their text and get_annotations.

func formatAnnotation(a, baseModule value) (string, exc) {
	if m, ok := lookup(a, "__module__"); ok && m.IsStr() && m.Str().S == "typing" {
		r, e := py.ReprText(a)
		return withoutTyping(r), e
	}
	if a.Type() == py.GenericAliasType {
		return py.StrText(a)
	}
	if a.IsType() {
		t := py.AsType(a)
		m, _ := lookup(a, "__module__")
		q, e := pymod.Attr(a, "__qualname__")
		if e != nil {
			return "", e
		}
		name, e := py.StrText(q)
		if e != nil {
			return "", e
		}
		if s, ok := py.AsStr(m); ok {
			if b, isStr := py.AsStr(baseModule); s.S == "builtins" || isStr && b.S == s.S {
				return name, nil
			}
			return s.S + "." + name, nil
		}
		return t.FullName(), nil
	}
	return py.ReprText(a)
}

// withoutTyping removes "typing." where it begins a dotted name.
func withoutTyping(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if strings.HasPrefix(s[i:], "typing.") && (i == 0 || !isNameByte(s[i-1])) {
			i += len("typing.")
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

func isNameByte(c byte) bool {
	return c == '_' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// getAnnotations is get_annotations(obj, *, globals=None, locals=None, eval_str=False).
func getAnnotations(obj, globals, locals, evalStr value) (value, exc) {
	var ann value
	switch {
	case obj.IsType():
		ann = py.None
		if d, ok := py.AsType(obj).Namespace().GetStr(py.Intern("__annotations__")); ok && !isA(d, py.GetSetType) {
			ann = d
		}
	case isA(obj, py.ModuleType) || py.Callable(obj):
		ann = py.None
		if x, ok := lookup(obj, "__annotations__"); ok {
			ann = x
		}
	default:
		r, e := py.ReprText(obj)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s is not a module, class, or callable.", r)
	}
	if ann.IsNone() {
		return py.NewDict().Value(), nil
	}
	d, ok := py.AsDict(ann)
	if !ok {
		r, e := py.ReprText(obj)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.ValueErrorType, "%s.__annotations__ is neither a dict nor None", r)
	}
	out := d.Copy()
	eval, e := py.Truth(evalStr)
	if e != nil || !eval {
		return out.Value(), e
	}
	for _, k := range out.Keys() {
		x, _, _ := out.Get(k)
		if x.IsStr() {
			if x, e = evaluate(x, obj); e != nil {
				return value{}, e
			}
			if e := out.Set(k, x); e != nil {
				return value{}, e
			}
		}
	}
	return out.Value(), nil
}

// evaluate evaluates an annotation that is a string: a name, dotted or subscripted, in the
// module of obj. typing.get_type_hints does the same for its own.
func evaluate(text, obj value) (value, exc) {
	typing, e := py.ImportModule("typing")
	if e != nil {
		return value{}, e
	}
	hints, e := pymod.Attr(typing, "get_type_hints")
	if e != nil {
		return value{}, e
	}
	// A function of the module with the one annotation.
	c := &py.Code{Name: "annotation"}
	f := py.NewFunction(c, func() (value, exc) { return py.None, nil })
	if fn, ok := py.AsFunction(unwrapPartial(obj)); ok {
		f.Globals = fn.Globals
		f.Module = fn.Module
	}
	d := py.NewDict()
	d.SetStr(py.Intern("return"), text)
	f.Annotations = d.Value()
	m, ok := lookup(obj, "__module__")
	if !ok {
		m = py.StrV("__main__")
	}
	globals := value{}
	if s, ok := py.AsStr(m); ok {
		if mod := py.LoadedModule(s.S); mod != nil {
			globals = mod.DictValue()
		}
	}
	args := []value{f.Value()}
	if !globals.IsUnbound() {
		args = append(args, globals)
	}
	r, e := py.CallN(hints, args)
	if e != nil {
		return value{}, e
	}
	return py.GetItem(r, py.StrV("return"))
}
