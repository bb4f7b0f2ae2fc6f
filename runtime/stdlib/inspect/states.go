package inspect

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements the states of generators and coroutines.

// stateOf returns get...state: the state's name behind prefix.
func stateOf(prefix string) func(v value) (value, exc) {
	names := map[string]string{"GEN": "gi", "CORO": "cr", "AGEN": "ag"}
	return func(v value) (value, exc) {
		f := coro.FrameOf(v)
		if f == nil {
			x, e := pymod.Attr(v, names[prefix]+"_running")
			if e != nil {
				return value{}, e
			}
			running, e := py.Truth(x)
			if e != nil {
				return value{}, e
			}
			if running {
				return py.StrV(prefix + "_RUNNING"), nil
			}
			return py.StrV(prefix + "_SUSPENDED"), nil
		}
		state := "_SUSPENDED"
		switch {
		case f.Executing():
			state = "_RUNNING"
		case f.IsFinished():
			state = "_CLOSED"
		case f.State == 0:
			state = "_CREATED"
		}
		return py.StrV(prefix + state), nil
	}
}

// localsOf is get...locals. Suspended frames keep the variables that are still needed in
// Go fields without names: they are not shown.
func localsOf(t *py.Type, what string) func(v value) (value, exc) {
	return func(v value) (value, exc) {
		if t != nil && !isA(v, t) {
			r, e := py.ReprText(v)
			if e != nil {
				return value{}, e
			}
			return value{}, py.Raisef(py.TypeErrorType, "%s is not a Python %s", r, what)
		}
		return py.NewDict().Value(), nil
	}
}

var stateFunctions = []pymod.Func{
	{Sig: "getgeneratorstate(generator)", Impl: stateOf("GEN"), Doc: "Get current state of a generator-iterator."},
	{Sig: "getcoroutinestate(coroutine)", Impl: stateOf("CORO"), Doc: "Get current state of a coroutine object."},
	{Sig: "getasyncgenstate(agen)", Impl: stateOf("AGEN"), Doc: "Get current state of an asynchronous generator object."},
	{Sig: "getgeneratorlocals(generator)", Impl: localsOf(coro.GeneratorType, "generator")},
	{Sig: "getcoroutinelocals(coroutine)", Impl: localsOf(nil, "")},
	{Sig: "getasyncgenlocals(agen)", Impl: localsOf(coro.AsyncGeneratorType, "async generator")},
}
