package types

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/functools"
)

// This file is the part of types.coroutine for callables that return a generator without
// being a generator function: what they return is put into a _GeneratorWrapper, which can
// be awaited.

// wrapCallable returns the function that calls fn and wraps its result.
func wrapCallable(fn value) (value, exc) {
	f := pymod.NewFunction("types", "coroutine.<locals>", pymod.Func{
		Sig: "wrapped(*args, **kwargs)",
		Impl: func(args, kwargs value) (value, exc) {
			var s pymod.Steps
			made := s.ApplyEx(fn, args, kwargs)
			if s.Failed() {
				return value{}, s.Exc
			}
			return awaitable(made)
		},
	})
	return functools.UpdateWrapper(f, fn)
}

// awaitable returns v, or where it is a generator that cannot be awaited, its wrapper.
func awaitable(v value) (value, exc) {
	t := v.Type()
	if t == coro.CoroutineType || t == coro.GeneratorType && coro.FrameOf(v).Code().Flags&py.CodeIterCoroutine != 0 {
		return v, nil
	}
	var s pymod.Steps
	wrap := t == coro.GeneratorType
	// An object can be a Generator only of a program that has the class.
	if m := py.LoadedModule("collections.abc"); !wrap && m != nil {
		is := func(class string) bool {
			return s.Truth(s.Call(s.Attr(m.Value(), class), "__instancecheck__", v))
		}
		wrap = is("Generator") && !is("Coroutine")
	}
	if s.Failed() || !wrap {
		return s.Done(v)
	}
	return s.Done(s.Call(py.LoadedModule("types").Value(), "_GeneratorWrapper", v))
}

// wrapperClass makes the class _GeneratorWrapper.
func wrapperClass() (value, exc) {
	wrapped := func(self value) value { return pymod.Get(self, "__wrapped") }
	attr := func(names ...string) []pymod.Property {
		get := func(self value) (value, exc) { return pymod.Attr(wrapped(self), names[0]) }
		list := make([]pymod.Property, len(names))
		for i, n := range names {
			list[i] = pymod.Property{Name: n, Get: get}
		}
		return list
	}
	iter := func(self value) (value, exc) {
		if g := wrapped(self); g.Type() == coro.GeneratorType {
			return g, nil
		}
		return self, nil
	}
	var properties []pymod.Property
	for _, names := range [][]string{{"gi_code", "cr_code"}, {"gi_frame", "cr_frame"}, {"gi_running", "cr_running"}, {"gi_yieldfrom", "cr_await"}} {
		properties = append(properties, attr(names...)...)
	}
	return pymod.New(pymod.Class{
		Name: "_GeneratorWrapper", Module: "types", Properties: properties,
		Methods: []pymod.Func{
			{Sig: "__init__(self, gen)", Impl: func(self, gen value) (value, exc) {
				var s pymod.Steps
				pymod.Set(self, "__wrapped", gen)
				s.Set(self, "__name__", s.AttrOr(gen, "__name__", py.None))
				s.Set(self, "__qualname__", s.AttrOr(gen, "__qualname__", py.None))
				return s.Done(py.None)
			}},
			{Sig: "send(self, val)", Impl: func(self, v value) (value, exc) { return pymod.Call(wrapped(self), "send", v) }},
			{Sig: "throw(self, tp, *rest)", Impl: func(self, t, rest value) (value, exc) {
				return pymod.Call(wrapped(self), "throw", append([]value{t}, py.Heap[py.Tuple](rest).Items()...)...)
			}},
			{Sig: "close(self)", Impl: func(self value) (value, exc) { return pymod.Call(wrapped(self), "close") }},
			{Sig: "__next__(self)", Impl: func(self value) (value, exc) { return pymod.Call(wrapped(self), "__next__") }},
			{Sig: "__iter__(self)", Impl: iter},
		},
		Aliases: [][2]string{{"__await__", "__iter__"}},
	})
}
