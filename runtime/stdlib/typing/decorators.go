package typing

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements the decorators that leave something behind: overload, no_type_check
// and dataclass_transform.

// overloaded are the overloads of one function, by the line of each.
type overloaded struct {
	lines []value
	funcs []value
}

var overloads = map[string]*overloaded{}

// function returns the function that a class method or static method is of.
func function(fn value) value {
	f, found, _ := py.LookupAttr(fn, py.Intern("__func__"))
	if found {
		return f
	}
	return fn
}

// place names the function by its module and qualified name.
func place(f value) (string, bool) {
	module, ok, _ := py.LookupAttr(f, nameModule)
	name, ok2, _ := py.LookupAttr(f, py.Intern("__qualname__"))
	if !ok || !ok2 || !module.IsStr() || !name.IsStr() {
		return "", false
	}
	return module.Str().S + ":" + name.Str().S, true
}

func overload(fn value) (value, exc) {
	f := function(fn)
	key, ok := place(f)
	code, hasCode, _ := py.LookupAttr(f, py.Intern("__code__"))
	if !ok || !hasCode {
		return overloadDummy, nil // not a function of Python's
	}
	line, found, e := py.LookupAttr(code, py.Intern("co_firstlineno"))
	if e != nil || !found {
		return overloadDummy, e
	}
	o := overloads[key]
	if o == nil {
		o = new(overloaded)
		overloads[key] = o
	}
	for i, l := range o.lines {
		if l == line {
			o.funcs[i] = fn
			return overloadDummy, nil
		}
	}
	o.lines, o.funcs = append(o.lines, line), append(o.funcs, fn)
	return overloadDummy, nil
}

func getOverloads(fn value) (value, exc) {
	key, ok := place(function(fn))
	if o := overloads[key]; ok && o != nil {
		return py.ListV(append([]value(nil), o.funcs...)...), nil
	}
	return py.ListV(), nil
}

// noTypeCheck marks a function, or a class with the functions and classes in its body.
func noTypeCheck(arg value) (value, exc) {
	set := mark("__no_type_check__", py.True).(func(value) (value, exc))
	if !arg.IsType() {
		return set(arg)
	}
	owner, _ := place(arg)
	for _, v := range py.AsType(arg).Namespace().Values() {
		f := function(v)
		key, ok := place(f)
		name, _, _ := py.LookupAttr(f, py.Intern("__name__"))
		if !ok || !name.IsStr() || key != owner+"."+name.Str().S {
			continue // defined elsewhere
		}
		var e exc
		switch {
		case f.Type() == py.FunctionType:
			_, e = set(f)
		case f.IsType():
			_, e = noTypeCheck(f)
		}
		if e != nil {
			return value{}, e
		}
	}
	return set(arg)
}

// noTypeCheckDecorator makes a decorator one that marks what it returns.
func noTypeCheckDecorator(decorator value) (value, exc) {
	if py.VersionAtLeast(13) {
		if e := py.Warn(py.DeprecationWarningType, "'typing.no_type_check_decorator' is deprecated and slated for removal in Python 3.15", 1); e != nil {
			return value{}, e
		}
	}
	fn := pymod.NewFunction("typing", "no_type_check_decorator.<locals>", pymod.Func{Sig: "wrapped_decorator(*args, **kwds)", Impl: func(args, kwds value) (value, exc) {
		made, e := py.CallEx(decorator, args, kwds)
		if e != nil {
			return value{}, e
		}
		return noTypeCheck(made)
	}})
	var s pymod.Steps
	wraps := s.Apply(s.Import("functools", "wraps"), decorator)
	return s.Done(s.Apply(wraps, fn))
}

// addDecorators adds the functions that take arguments by any name.
func addDecorators(m *py.Module) {
	names := []string{"eq_default", "order_default", "kw_only_default", "frozen_default", "field_specifiers", "kwargs"}
	pymod.AddFunctions(m, pymod.Func{
		Sig: "dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False, frozen_default=False, field_specifiers=(), **kwargs)",
		Impl: func(eq, order, kwOnly, frozen, specifiers, kwargs value) (value, exc) {
			d := py.NewDict()
			for i, v := range []value{eq, order, kwOnly, frozen, specifiers, kwargs} {
				d.SetStr(py.Intern(names[i]), v)
			}
			return pymod.NewFunction("typing", "dataclass_transform.<locals>", pymod.Func{Sig: "decorator(cls_or_fn)", Impl: func(v value) (value, exc) {
				return v, py.SetAttr(v, py.Intern("__dataclass_transform__"), d.Copy().Value())
			}}), nil
		}})
}

func getProtocolMembers(tp value) (value, exc) {
	if !tp.IsType() || tp == protocolClass || !isProtocol(py.AsType(tp)) {
		r, e := py.ReprText(tp)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s is not a Protocol", r)
	}
	var names []value
	for _, n := range protocolMembers(py.AsType(tp)) {
		names = append(names, n.Value())
	}
	return py.Call1(py.FrozenSetType.Value(), py.TupleV(names...))
}
