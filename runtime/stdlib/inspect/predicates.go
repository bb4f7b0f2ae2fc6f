package inspect

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements the functions that say what kind an object is of.

type (
	value = py.Value
	exc   = *py.Exception
)

// typeTest returns is...(object), true for the instances of the classes.
func typeTest(types ...*py.Type) func(v value) (value, exc) {
	return func(v value) (value, exc) { return py.Bool(isA(v, types...)), nil }
}

func isA(v value, types ...*py.Type) bool {
	for _, t := range types {
		if py.IsInstance(v, t) {
			return true
		}
	}
	return false
}

// lookup is hasattr(v, name).
func lookup(v value, name string) (value, bool) {
	x, found, e := py.LookupAttr(v, py.Intern(name))
	return x, found && e == nil
}

// typeHas is hasattr(type(v), name).
func typeHas(v value, name string) bool { return !v.Type().Lookup(py.Intern(name)).IsUnbound() }

// unwrapPartial returns the function below partial objects and bound methods.
func unwrapPartial(v value) value {
	for {
		switch {
		case v.Type() == py.MethodType:
			v, _ = lookup(v, "__func__")
		case isPartial(v):
			v, _ = lookup(v, "func")
		default:
			return v
		}
	}
}

func isPartial(v value) bool {
	t := v.Type()
	for _, b := range t.MRO {
		if b.Name == "partial" && b.Module == "functools" {
			return true
		}
	}
	return false
}

// isFunctionLike reports whether v has what signature wants of a function.
func isFunctionLike(v value) bool {
	if !py.Callable(v) || v.IsType() {
		return false
	}
	for _, a := range []struct {
		name string
		t    []*py.Type
	}{{"__name__", []*py.Type{py.StrType}}, {"__code__", []*py.Type{py.CodeType}}, {"__defaults__", []*py.Type{py.TupleType, py.NoneType}},
		{"__kwdefaults__", []*py.Type{py.DictType, py.NoneType}}, {"__annotations__", []*py.Type{py.DictType, py.NoneType}}} {
		x, ok := lookup(v, a.name)
		if a.name == "__kwdefaults__" && !ok {
			continue
		}
		if !ok || !isA(x, a.t...) {
			return false
		}
	}
	return true
}

// codeFlag returns is...function(obj) for a flag of code objects.
func codeFlag(flag py.CodeFlags) func(v value) (value, exc) {
	return func(v value) (value, exc) { return py.Bool(hasCodeFlag(v, flag)), nil }
}

func hasCodeFlag(v value, flag py.CodeFlags) bool {
	v = unwrapPartial(v)
	if !isA(v, py.FunctionType) && !isFunctionLike(v) {
		return false
	}
	c, _ := lookup(v, "__code__")
	code, ok := py.AsCode(c)
	return ok && code.Flags&flag != 0
}

const coroutineMark = "_is_coroutine_mark"

func isCoroutineFunction(v value) (value, exc) {
	if hasCodeFlag(v, py.CodeCoroutine) {
		return py.True, nil
	}
	if v.Type() == py.MethodType {
		v, _ = lookup(v, "__func__")
	}
	v = unwrapPartial(v)
	if m, ok := lookup(v, coroutineMark); ok && m == coroutineMarker() {
		return py.True, nil
	}
	return py.False, nil
}

var marker value

func coroutineMarker() value {
	if marker.IsUnbound() {
		marker, _ = py.Call0(py.ObjectType.Value())
	}
	return marker
}

func markCoroutineFunction(fn value) (value, exc) {
	target := fn
	if fn.Type() == py.MethodType {
		target, _ = lookup(fn, "__func__")
	}
	return fn, py.SetAttr(target, py.Intern(coroutineMark), coroutineMarker())
}

// isAwaitable is isawaitable(object).
func isAwaitable(v value) (value, exc) {
	if isA(v, coro.CoroutineType) {
		return py.True, nil
	}
	if isA(v, coro.GeneratorType) {
		f := coro.FrameOf(v)
		return py.Bool(f != nil && f.Code().Flags&py.CodeIterCoroutine != 0), nil
	}
	return py.Bool(typeHas(v, "__await__")), nil
}

func isMethodDescriptor(v value) (value, exc) {
	if isPartial(v) {
		return py.False, nil // its __get__ only warns
	}
	if v.IsType() || isA(v, py.MethodType, py.FunctionType) {
		return py.False, nil
	}
	return py.Bool(typeHas(v, "__get__") && !typeHas(v, "__set__") && !typeHas(v, "__delete__")), nil
}

func isDataDescriptor(v value) (value, exc) {
	if v.IsType() || isA(v, py.MethodType, py.FunctionType) {
		return py.False, nil
	}
	return py.Bool(typeHas(v, "__set__") || typeHas(v, "__delete__")), nil
}

func isRoutine(v value) (value, exc) {
	if isA(v, py.BuiltinType, py.FunctionType, py.MethodType, py.MethodWrapperType) {
		return py.True, nil
	}
	return isMethodDescriptor(v)
}

func isClass(v value) (value, exc) { return py.Bool(v.IsType()), nil }

func isAbstract(v value) (value, exc) {
	return py.Bool(v.IsType() && py.AsType(v).Has(py.FlagAbstract)), nil
}

var predicates = []pymod.Func{
	{Sig: "ismodule(object)", Impl: typeTest(py.ModuleType), Doc: "Return true if the object is a module."},
	{Sig: "isclass(object)", Impl: isClass, Doc: "Return true if the object is a class."},
	{Sig: "ismethod(object)", Impl: typeTest(py.MethodType), Doc: "Return true if the object is an instance method."},
	{Sig: "isfunction(object)", Impl: typeTest(py.FunctionType), Doc: "Return true if the object is a user-defined function."},
	{Sig: "isbuiltin(object)", Impl: typeTest(py.BuiltinType)},
	{Sig: "isroutine(object)", Impl: isRoutine},
	{Sig: "ismethodwrapper(object)", Impl: typeTest(py.MethodWrapperType)},
	{Sig: "ismethoddescriptor(object)", Impl: isMethodDescriptor},
	{Sig: "isdatadescriptor(object)", Impl: isDataDescriptor},
	{Sig: "ismemberdescriptor(object)", Impl: typeTest(py.MemberType)},
	{Sig: "isgetsetdescriptor(object)", Impl: typeTest(py.GetSetType)},
	{Sig: "isgeneratorfunction(obj)", Impl: codeFlag(py.CodeGenerator)},
	{Sig: "isasyncgenfunction(obj)", Impl: codeFlag(py.CodeAsyncGenerator)},
	{Sig: "iscoroutinefunction(obj)", Impl: isCoroutineFunction},
	{Sig: "markcoroutinefunction(func)", Impl: markCoroutineFunction},
	{Sig: "isgenerator(object)", Impl: typeTest(coro.GeneratorType)},
	{Sig: "isasyncgen(object)", Impl: typeTest(coro.AsyncGeneratorType)},
	{Sig: "iscoroutine(object)", Impl: typeTest(coro.CoroutineType)},
	{Sig: "isawaitable(object)", Impl: isAwaitable},
	{Sig: "istraceback(object)", Impl: typeTest(py.TracebackType)},
	{Sig: "isframe(object)", Impl: typeTest(py.FrameType)},
	{Sig: "iscode(object)", Impl: typeTest(py.CodeType)},
	{Sig: "isabstract(object)", Impl: isAbstract},
}
