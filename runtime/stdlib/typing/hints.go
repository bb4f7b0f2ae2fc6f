package typing

import (
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the evaluation of annotations that are strings, or have strings in
// them.

// hintScope is where the names in an annotation are looked up.
type hintScope struct {
	module, globals, locals value
	within                  []string // the strings that are being evaluated
}

// resolve replaces a string or a ForwardRef, and those in the arguments of a generic type,
// by what they name. A string inside of what itself names stays a ForwardRef.
func (s hintScope) resolve(v value) (value, exc) {
	if v.IsNone() {
		return py.NoneType.Value(), nil
	}
	var text string
	switch {
	case v.IsStr():
		text = v.Str().S
	case v.Type() == forwardRefType:
		text = py.Heap[forwardRef](v).arg
	default:
		return mapArgs(v, s.resolve)
	}
	if slices.Contains(s.within, text) {
		if v.IsStr() {
			v = newForwardRef(text)
		}
		return v, nil
	}
	x, e := s.lookUp(text)
	if e != nil {
		return value{}, e
	}
	s.within = append(s.within[:len(s.within):len(s.within)], text)
	return s.resolve(x)
}

func (s hintScope) lookUp(text string) (value, exc) {
	key := py.Intern(text)
	for _, ns := range []value{s.locals, s.globals} {
		if d, ok := py.AsDict(ns); ok {
			if x, found := d.GetStr(key); found {
				return x, nil
			}
		}
	}
	if m, ok := py.AsModule(s.module); ok {
		if x, found := m.Get(key); found {
			return x, nil
		}
	}
	if x, found := py.BuiltinsModule().Get(key); found {
		return x, nil
	}
	if isIdentifier(text) {
		return value{}, py.NameNotDefined(text)
	}
	return s.eval(text)
}

func isIdentifier(text string) bool {
	for i := range text {
		if c := text[i]; c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// eval evaluates an annotation that is an expression. A program that names get_type_hints
// has the builtin eval for it.
func (s hintScope) eval(text string) (value, exc) {
	globals, locals := s.globals, s.locals
	if _, ok := py.AsDict(globals); !ok {
		globals = py.NewDict().Value()
		if m, ok := py.AsModule(s.module); ok {
			globals = m.DictValue()
		}
	}
	if _, ok := py.AsDict(locals); !ok {
		locals = globals
	}
	eval, e := py.LoadBuiltin(py.Intern("eval"))
	if e != nil {
		return value{}, e
	}
	return py.Call3(eval, py.StrV(text), globals, locals)
}

// evalType is typing._eval_type, which packages that look at annotations call.
func evalType(args []value) (value, exc) {
	t, params := args[0], args[3]
	if params.IsUnbound() {
		e := py.Warn(py.DeprecationWarningType, "Failing to pass a value to the 'type_params' parameter of 'typing._eval_type' is deprecated, "+
			"as it leads to incorrect behaviour when calling typing._eval_type on a stringified annotation that references a PEP 695 type parameter. "+
			"It will be disallowed in Python 3.15.", 1)
		if e != nil {
			return value{}, e
		}
	}
	if t.IsStr() || t.IsNone() {
		return t, nil
	}
	return hintScope{module: py.None, globals: args[1], locals: args[2]}.resolve(t)
}

// mapArgs returns the generic type v with f applied to its arguments that are types, and v
// itself if that changes none, or if it is not a generic type.
func mapArgs(v value, f func(v value) (value, exc)) (value, exc) {
	each := func(args []value, n int) (out []value, changed bool, e exc) {
		out = slices.Clone(args)
		for i, a := range args[:n] {
			if out[i], e = f(a); e != nil {
				return nil, false, e
			}
			changed = changed || out[i] != a
		}
		return out, changed, nil
	}
	switch aliasKind(v) {
	case aliasType:
		a := py.Heap[alias](v)
		n := len(a.args)
		switch a.form.kind {
		case kindLiteral:
			return v, nil
		case kindAnnotated:
			n = 1
		}
		args, changed, e := each(a.args, n)
		if e != nil || !changed {
			return v, e
		}
		if a.isUnion() {
			return makeUnion(args)
		}
		b := *a
		b.args = args
		return b.Value(), nil
	case py.GenericAliasType, py.UnionType:
		tuple, e := py.GetAttr(v, nameArgs)
		if e != nil {
			return value{}, e
		}
		t, ok := py.AsTuple(tuple)
		if !ok {
			return v, nil
		}
		args, changed, e := each(t.Items(), len(t.Items()))
		if e != nil || !changed {
			return v, e
		}
		if v.Type() == py.GenericAliasType {
			origin, e := py.GetAttr(v, nameOrigin)
			if e != nil {
				return value{}, e
			}
			return py.NewGenericAlias(origin, py.NewTuple(args).Value()), nil
		}
		union := args[0]
		for _, a := range args[1:] {
			if union, e = py.UnionOr(union, a); e != nil {
				return value{}, e
			}
		}
		return union, nil
	}
	return v, nil
}

// stripAnnotated replaces Annotated types by what they annotate, also in the arguments of
// others.
func stripAnnotated(v value) (value, exc) {
	if isAlias(v) {
		if a := py.Heap[alias](v); a.form.kind == kindAnnotated {
			return stripAnnotated(a.args[0])
		}
	}
	return mapArgs(v, stripAnnotated)
}
