package typing

import (
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements get_type_hints: the evaluation of annotations that are strings, or
// have strings in them.

// namespace is a dict, a module, a class or another object, in which names are looked up.
type namespace struct {
	dict   *py.Dict
	module *py.Module
	class  *py.Type
	other  value // what only eval looks names up in
}

func (n namespace) isNone() bool { return n == namespace{} }

func (n namespace) isOther() bool { return n.other != value{} }

func (n namespace) get(name *py.Str) (value, bool) {
	switch {
	case n.dict != nil:
		return n.dict.GetStr(name)
	case n.module != nil:
		return n.module.Get(name)
	case n.class != nil:
		return n.class.Namespace().GetStr(name)
	}
	return value{}, false
}

// has reports whether the name is there.
func (n namespace) has(name *py.Str) (bool, exc) {
	if n.isOther() {
		return py.Contains(n.other, name.Value())
	}
	_, ok := n.get(name)
	return ok, nil
}

// copy returns a dict with the names, for eval: another object itself, unless a dict is
// asked for.
func (n namespace) copy(dict bool) (value, exc) {
	switch {
	case n.dict != nil:
		return n.dict.Copy().Value(), nil
	case n.module != nil:
		if d, ok := py.AsDict(n.module.DictValue()); ok {
			return d.Copy().Value(), nil
		}
	case n.class != nil:
		return n.class.Namespace().Copy().Value(), nil
	case n.isOther() && dict:
		return py.Call1(py.DictType.Value(), n.other)
	case n.isOther():
		return n.other, nil
	}
	return py.NewDict().Value(), nil
}

// namespaceOf returns the namespace that v is, none for None.
func namespaceOf(v value) namespace {
	switch {
	case v.IsUnbound() || v.IsNone():
		return namespace{}
	case v.Type() == py.DictType:
		d, _ := py.AsDict(v)
		return namespace{dict: d}
	}
	return namespace{other: v}
}

// hintScope is where the names in an annotation are looked up.
type hintScope struct {
	globals, locals namespace
	params          []value  // type parameters
	within          []string // the strings that are being evaluated
}

// evaluate returns what the forward reference v names. One inside of what itself names
// stays.
func (s hintScope) evaluate(v value) (value, exc) {
	f := py.Heap[forwardRef](v)
	if slices.Contains(s.within, f.arg) {
		return v, nil
	}
	if f.evaluated && s.locals == s.globals {
		return f.value, nil
	}
	if name, ok := py.AsStr(f.module); ok {
		if m := py.LoadedModule(name.S); m != nil {
			s.globals = namespace{module: m}
		}
	}
	x, e := s.lookUp(f)
	if e != nil {
		return value{}, e
	}
	mode := checkFinal
	switch {
	case f.isClass:
		mode = checkSpecial
	case f.isArgument:
		mode = checkArgument
	}
	if x, e = typeCheck(x, "Forward references must evaluate to types.", mode); e != nil {
		return value{}, e
	}
	s.within = append(s.within[:len(s.within):len(s.within)], f.arg)
	if x, e = s.resolve(x); e != nil {
		return value{}, e
	}
	f.value, f.evaluated = x, true
	return x, nil
}

// resolve replaces the forward references in the type v by what they name.
func (s hintScope) resolve(v value) (value, exc) {
	if v.Type() == forwardRefType {
		return s.evaluate(v)
	}
	of := v.Type()
	if a, ok := py.AsAlias(v); ok && of == py.GenericAliasType && a.Starred {
		plain := py.NewGenericAlias(a.Origin, py.NewTuple(a.Args).Value())
		x, e := s.resolve(plain)
		if e != nil {
			return value{}, e
		}
		return newAlias(unpackType, formOf("Unpack"), []value{x})
	}
	return mapArgs(v, func(x value) (value, exc) {
		if x.IsStr() && of == py.GenericAliasType {
			var e exc
			if x, e = newForwardRef(x.Str().S); e != nil {
				return value{}, e
			}
		}
		return s.resolve(x)
	})
}

// param returns the type parameter that hides other meanings of name.
func (s hintScope) param(name *py.Str, isClass bool) (value, bool, exc) {
	for _, p := range s.params {
		n, found, _ := py.LookupAttr(p, nameName)
		if !found || !n.IsStr() || n.Str().S != name.S {
			continue
		}
		if isClass {
			if own, e := s.globals.has(name); e != nil {
				return value{}, false, e
			} else if own {
				continue
			}
		}
		return p, true, nil
	}
	return value{}, false, nil
}

func (s hintScope) lookUp(f *forwardRef) (value, exc) {
	if !isIdentifier(f.arg) || s.locals.isOther() || s.globals.isOther() {
		return s.eval(f)
	}
	name := py.Intern(f.arg)
	if p, ok, e := s.param(name, f.isClass); ok || e != nil {
		return p, e
	}
	for _, ns := range []namespace{s.locals, s.globals, {module: py.BuiltinsModule()}} {
		if x, ok := ns.get(name); ok {
			return x, nil
		}
	}
	return value{}, py.NameNotDefined(f.arg)
}

func isIdentifier(text string) bool {
	for i := range text {
		if c := text[i]; c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return text != "" && text[0] > '9' && text != "None" && text != "True" && text != "False"
}

// eval evaluates an annotation that is an expression. A program that names get_type_hints
// has the builtin eval for it.
func (s hintScope) eval(f *forwardRef) (value, exc) {
	globals, e := s.globals.copy(len(s.params) > 0)
	if e != nil {
		return value{}, e
	}
	locals, e := s.locals.copy(len(s.params) > 0)
	if e != nil {
		return value{}, e
	}
	for _, p := range s.params {
		n, found, _ := py.LookupAttr(p, nameName)
		if !found || !n.IsStr() {
			continue
		}
		name := py.InternStr(n.Str())
		if _, ok, e := s.param(name, f.isClass); e != nil {
			return value{}, e
		} else if !ok {
			continue
		}
		e := py.SetItem(globals, name.Value(), p)
		if e == nil {
			_, e = py.CallMethod2(locals, py.Intern("pop"), name.Value(), py.None)
		}
		if e != nil {
			return value{}, e
		}
	}
	eval, e := py.LoadBuiltin(py.Intern("eval"))
	if e != nil {
		return value{}, e
	}
	return py.Call3(eval, py.StrV(expression(f.arg)), globals, locals)
}

// evalType is typing._eval_type, which packages that look at annotations call.
func evalType(args []value) (value, exc) {
	t, params := args[0], args[3]
	s := hintScope{globals: namespaceOf(args[1]), locals: namespaceOf(args[2])}
	if params.IsUnbound() {
		e := py.Warn(py.DeprecationWarningType, "Failing to pass a value to the 'type_params' parameter of 'typing._eval_type' is deprecated, "+
			"as it leads to incorrect behaviour when calling typing._eval_type on a stringified annotation that references a PEP 695 type parameter. "+
			"It will be disallowed in Python 3.15.", 1)
		if e != nil {
			return value{}, e
		}
	} else {
		var e exc
		if s.params, e = py.ItemsOf(params); e != nil {
			return value{}, e
		}
	}
	return s.resolve(t)
}

// mapArgs returns the generic type v with f applied to its arguments, and v itself if that
// changes none, or if it is not a generic type.
func mapArgs(v value, f func(v value) (value, exc)) (value, exc) {
	var args []value
	a, isAlias := py.AsAlias(v)
	switch {
	case isAlias:
		args = a.Args
	case v.Type() == py.UnionType:
		tuple, e := py.GetAttr(v, nameArgs)
		if e != nil {
			return value{}, e
		}
		args, _ = py.ItemsOf(tuple)
	default:
		return v, nil
	}
	changed := false
	out := slices.Clone(args)
	for i, x := range args {
		var e exc
		if out[i], e = f(x); e != nil {
			return value{}, e
		}
		changed = changed || out[i] != x
	}
	switch {
	case !changed:
		return v, nil
	case v.Type() == py.UnionType:
		union := out[0]
		for _, x := range out[1:] {
			var e exc
			if union, e = py.UnionOr(union, x); e != nil {
				return value{}, e
			}
		}
		return union, nil
	case a.Type() == py.GenericAliasType:
		b := *a
		b.Args = out
		return b.Value(), nil
	}
	return copyAlias(v, out)
}

// copyAlias is the copy_with method of an alias of this module.
func copyAlias(v value, args []value) (value, exc) {
	return py.CallMethod1(v, py.Intern("copy_with"), py.NewTuple(args).Value())
}

// stripAnnotated replaces Annotated types by what they annotate and leaves out what only
// qualifies the keys of a TypedDict, also in the arguments of others.
func stripAnnotated(v value) (value, exc) {
	if a, ok := py.AsAlias(v); ok {
		if v.Type() == annotatedType {
			return stripAnnotated(a.Origin)
		}
		for _, name := range []string{"Required", "NotRequired", "ReadOnly"} {
			if a.Origin == formOf(name) {
				return stripAnnotated(a.Args[0])
			}
		}
	}
	return mapArgs(v, stripAnnotated)
}

// getTypeHints returns the annotations of a function, module or class (with those of
// its bases), evaluated.
func getTypeHints(obj, globals, locals, extras value) (value, exc) {
	keep := false
	if !extras.IsUnbound() {
		var e exc
		if keep, e = py.Truth(extras); e != nil {
			return value{}, e
		}
	}
	hints := py.NewDict()
	if off, found, _ := py.LookupAttr(obj, py.Intern("__no_type_check__")); found {
		if is, e := py.Truth(off); is || e != nil {
			return hints.Value(), e
		}
	}
	add := func(ann *py.Dict, s hintScope, convert func(text string) (value, exc)) exc {
		for k, v, pos, ok := ann.Entry(0); ok; k, v, pos, ok = ann.Entry(pos) {
			var e exc
			switch {
			case v.IsNone():
				v = py.NoneType.Value()
			case v.IsStr():
				v, e = convert(v.Str().S)
			}
			if e == nil {
				v, e = s.resolve(v)
			}
			if e == nil && !keep {
				v, e = stripAnnotated(v)
			}
			if e == nil {
				e = hints.Set(k, v)
			}
			if e != nil {
				return e
			}
		}
		return nil
	}
	g, l := namespaceOf(globals), namespaceOf(locals)
	if obj.IsType() {
		if _, ok := py.AsAlias(obj); !ok {
			return hints.Value(), classHints(obj, g, l, add)
		}
	}
	ann, found, e := py.LookupAttr(obj, nameAnnotations)
	if e != nil {
		return value{}, e
	}
	if !found || ann.IsNone() {
		if py.Callable(obj) || obj.Type() == py.ModuleType {
			return hints.Value(), nil
		}
		r, e := py.ReprText(obj)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s is not a module, class, method, or function.", r)
	}
	d, ok := py.AsDict(ann)
	if !ok {
		return hints.Value(), nil
	}
	if g.isNone() {
		if g, e = globalsOf(obj); e != nil {
			return value{}, e
		}
		if l.isNone() {
			l = g
		}
	} else if l.isNone() {
		l = g
	}
	_, isModule := py.AsModule(obj)
	s := hintScope{globals: g, locals: l, params: typeParamsOf(obj)}
	return hints.Value(), add(d, s, func(text string) (value, exc) {
		v, e := newForwardRef(text)
		if e == nil {
			py.Heap[forwardRef](v).isArgument = !isModule
		}
		return v, e
	})
}

// classHints adds the annotations of the class and its bases. Where no namespaces are
// given, the names of the module hide those of the class.
func classHints(obj value, g, l namespace, add func(*py.Dict, hintScope, func(string) (value, exc)) exc) exc {
	for _, base := range slices.Backward(py.AsType(obj).MRO) {
		own, has := base.Namespace().GetStr(nameAnnotations)
		ann, ok := py.AsDict(own)
		if !has || !ok {
			continue
		}
		s := hintScope{globals: g, locals: l, params: typeParamsOf(base.Value())}
		if g.isNone() {
			s.globals = namespace{dict: py.NewDict()}
			if m := moduleOf(base.Value()); m != nil {
				s.globals = namespace{module: m}
			}
		}
		if l.isNone() {
			s.locals = namespace{class: base}
			if g.isNone() {
				s.globals, s.locals = s.locals, s.globals
			}
		}
		e := add(ann, s, func(text string) (value, exc) {
			v, e := newForwardRef(text)
			if e == nil {
				f := py.Heap[forwardRef](v)
				f.isArgument, f.isClass = false, true
			}
			return v, e
		})
		if e != nil {
			return e
		}
	}
	return nil
}

func typeParamsOf(obj value) []value {
	p, found, _ := py.LookupAttr(obj, py.Intern("__type_params__"))
	if t, ok := py.AsTuple(p); found && ok {
		return t.Items()
	}
	return nil
}

// globalsOf returns the names that the function or module obj sees.
func globalsOf(obj value) (namespace, exc) {
	if m, ok := py.AsModule(obj); ok {
		return namespace{module: m}, nil
	}
	for {
		wrapped, found, e := py.LookupAttr(obj, py.Intern("__wrapped__"))
		if e != nil {
			return namespace{}, e
		}
		if !found {
			break
		}
		obj = wrapped
	}
	if g, found, _ := py.LookupAttr(obj, py.Intern("__globals__")); found {
		if d, ok := py.AsDict(g); ok {
			return namespace{dict: d}, nil
		}
	}
	if m := moduleOf(obj); m != nil {
		return namespace{module: m}, nil
	}
	return namespace{dict: py.NewDict()}, nil
}

// moduleOf returns the module in which obj was defined, or nil.
func moduleOf(obj value) *py.Module {
	name, found, _ := py.LookupAttr(obj, nameModule)
	if found && name.IsStr() {
		return py.LoadedModule(name.Str().S)
	}
	return nil
}
