package weakref

import (
	"github.com/aio2go/aio2go/runtime/py"
)

// This file makes the module.

var spec = py.ModuleSpec{
	Name: "weakref",
	Doc:  "Weak reference support for Python.\n\nThis module is an implementation of PEP 205:\n\nhttps://peps.python.org/pep-0205/\n",
	Init: initModule,
}

// lowSpec is the part of the module that other modules of CPython's library import, and
// that CPython has in C.
var lowSpec = py.ModuleSpec{
	Name: "_weakref", Doc: "Weak-reference support module.",
	Init: func(m *py.Module) exc {
		addLow(m)
		m.Set("_remove_dead_weakref", builtins[len(builtins)-1])
		return nil
	},
}

// addLow adds what the two modules have in common, which is all but the last of the
// functions.
func addLow(m *py.Module) {
	m.Set("ref", RefType.Value())
	m.Set("ReferenceType", RefType.Value())
	m.Set("ProxyType", proxyType.Value())
	m.Set("CallableProxyType", callableType.Value())
	for i, f := range functions[:len(functions)-1] {
		m.Set(f.Name, builtins[i])
	}
}

var builtins []value // of functions

var functions = []py.Method{
	{Name: "getweakrefcount", Sig: "(object, /)", Impl: func(v value) (value, exc) {
		tidy()
		return py.IntOf(len(refsTo(v))), nil
	}},
	{Name: "getweakrefs", Sig: "(object, /)", Impl: func(v value) (value, exc) {
		tidy()
		return py.NewList(refsTo(v)).Value(), nil
	}},
	{Name: "proxy", Sig: "(object, callback=None, /)", Impl: func(v, callback value) (value, exc) {
		if callback.IsUnbound() {
			callback = py.None
		}
		return newProxy(v, callback)
	}},
	{Name: "_remove_dead_weakref", Sig: "(dct, key, /)", Impl: removeDead},
}

func init() {
	for _, f := range functions {
		builtins = append(builtins, py.NewBuiltin(f.Name, "_weakref", f.Sig, f.Impl).Value())
	}
	py.RegisterModule(&spec)
	py.RegisterModule(&lowSpec)
}

// removeDead removes the item of a dict if its value is a weak reference to an object
// that is gone.
func removeDead(dict, key value) (value, exc) {
	d, ok := py.AsDict(dict)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "_remove_dead_weakref() argument 1 must be dict, not %s", dict.Type().Name)
	}
	v, found, e := d.Get(key)
	if e != nil || !found {
		return py.None, e
	}
	if !py.IsInstance(v, RefType) {
		return value{}, py.Raisef(py.TypeErrorType, "not a weakref")
	}
	object, e := py.Call0(v)
	if e != nil || !object.IsNone() {
		return py.None, e
	}
	_, e = d.Delete(key)
	return py.None, e
}

var public = []string{"ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary", "ReferenceType", "ProxyType", "CallableProxyType",
	"ProxyTypes", "WeakValueDictionary", "WeakSet", "WeakMethod", "finalize"}

func initModule(m *py.Module) exc {
	names := make([]value, len(public))
	for i, n := range public {
		names[i] = py.StrV(n)
	}
	m.Set("__all__", py.NewList(names).Value())
	addLow(m)
	m.Set("ProxyTypes", py.TupleV(proxyType.Value(), callableType.Value()))
	m.Set("ReferenceError", py.ReferenceErrorType.Value())
	for _, define := range []func(m *py.Module) exc{defineDicts, defineSet, defineWeakMethod, defineFinalize} {
		if e := define(m); e != nil {
			return e
		}
	}
	py.AtExit(py.ExitCallbacks, runFinals)
	return nil
}
