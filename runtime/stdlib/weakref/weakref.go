package weakref

import (
	"github.com/aio2go/aio2go/runtime/py"
)

// This file makes the module.

var spec = py.ModuleSpec{
	Name: "weakref",
	Doc:  "Weak reference support for Python.\n\nThis module is an implementation of PEP 205:\n\nhttps://peps.python.org/pep-0205/\n",
	Functions: []py.Method{
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
	},
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

var public = []string{"ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary", "ReferenceType", "ProxyType", "CallableProxyType",
	"ProxyTypes", "WeakValueDictionary", "WeakSet", "WeakMethod", "finalize"}

func initModule(m *py.Module) exc {
	names := make([]value, len(public))
	for i, n := range public {
		names[i] = py.StrV(n)
	}
	m.Set("__all__", py.NewList(names).Value())
	m.Set("ref", RefType.Value())
	m.Set("ReferenceType", RefType.Value())
	m.Set("ProxyType", proxyType.Value())
	m.Set("CallableProxyType", callableType.Value())
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
