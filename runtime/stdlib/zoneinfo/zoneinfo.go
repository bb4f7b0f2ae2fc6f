// Package zoneinfo implements the module _zoneinfo (Python library reference, zoneinfo: IANA
// time zone support). The class is that of the library's module in Python, which CPython
// does without where it has the one in C; it is shown as that one is.
package zoneinfo

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{Name: "_zoneinfo", Doc: "C implementation of the zoneinfo module", Init: func(m *py.Module) exc {
	inner, e := py.ImportModule("zoneinfo._zoneinfo")
	if e != nil {
		return e
	}
	cls, e := py.GetAttr(inner, py.Intern("ZoneInfo"))
	if e != nil {
		return e
	}
	m.Set("ZoneInfo", cls)
	return py.SetAttr(cls, py.Intern("__repr__"), pymod.NewFunction("zoneinfo", "ZoneInfo", pymod.Func{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
		var s pymod.Steps
		name := s.Str(s.Attr(self.Type().Value(), "__name__"))
		if self.Type().Value() == cls {
			name = "zoneinfo.ZoneInfo"
		}
		key := s.Attr(self, "key")
		if key.IsNone() && !s.Failed() {
			return s.Done(py.StrV(name + ".from_file(" + s.Str(s.Attr(self, "_file_repr")) + ")"))
		}
		return s.Done(py.StrV(name + "(key=" + s.Repr(key) + ")"))
	}}))
}}

func init() { py.RegisterModule(&spec) }
