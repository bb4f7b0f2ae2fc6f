package dataclasses

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
)

// This file implements make_dataclass.

// checkName raises what make_dataclass does for a name that is none, or is there already.
func checkName(name value, seen *py.Dict) exc {
	r, e := py.ReprText(name)
	if e != nil {
		return e
	}
	if ok, e := py.CallMethod0(orStr(name), py.Intern("isidentifier")); e != nil || ok != py.True || !name.IsStr() {
		return py.Raisef(py.TypeErrorType, "Field names must be valid identifiers: %s", r)
	}
	if collections.IsKeyword(name.Str().S) {
		return py.Raisef(py.TypeErrorType, "Field names must not be keywords: %s", r)
	}
	if _, ok := seen.GetStr(py.InternStr(name.Str())); ok {
		return py.Raisef(py.TypeErrorType, "Field name duplicated: %s", r)
	}
	return nil
}

// orStr is v if it is a str, else "".
func orStr(v value) value {
	if v.IsStr() {
		return v
	}
	return py.StrV("")
}

func makeDataclass(args []value, names []*py.Str) (value, exc) {
	n := len(args) - len(names)
	if n < 2 {
		return value{}, py.Raisef(py.TypeErrorType, "make_dataclass() missing required positional arguments")
	}
	kw := py.NewDict()
	for i, name := range names {
		kw.SetStr(name, args[n+i])
	}
	take := func(name string, def value) value {
		if v, ok, _ := kw.Pop(py.StrV(name)); ok {
			return v
		}
		return def
	}
	bases := take("bases", py.EmptyTuple.Value())
	extra := take("namespace", py.None)
	module := take("module", py.StrV(py.CallerModule()))
	ns := py.NewDict()
	if !extra.IsNone() {
		if e := py.DictUpdate(ns.Value(), extra); e != nil {
			return value{}, e
		}
	}
	ann := py.NewDict()
	if e := py.Each(args[1], func(item value) exc {
		parts := []value{item, py.StrV("typing.Any")}
		if !item.IsStr() {
			if _, e := py.Len(item); e != nil {
				return e
			}
			var e exc
			if parts, e = py.ItemsOf(item); e != nil {
				return e
			}
		}
		if len(parts) < 2 || len(parts) > 3 {
			r, e := py.ReprText(item)
			if e != nil {
				return e
			}
			return py.Raisef(py.TypeErrorType, "Invalid field: %s", r)
		}
		if e := checkName(parts[0], ann); e != nil {
			return e
		}
		if len(parts) == 3 {
			if e := ns.Set(parts[0], parts[2]); e != nil {
				return e
			}
		}
		return ann.Set(parts[0], parts[1])
	}); e != nil {
		return value{}, e
	}
	ns.SetStr(nameAnnotations, ann.Value())
	ns.SetStr(nameModule, module)
	types, e := py.ImportModule("types")
	if e != nil {
		return value{}, e
	}
	fill := py.NewBuiltin("exec_body_callback", "dataclasses", "(ns)", func(body value) (value, exc) { return py.None, py.DictUpdate(body, ns.Value()) })
	cls, e := py.CallMethodN(types, py.Intern("new_class"), []value{args[0], bases, py.NewDict().Value(), fill.Value()})
	if e != nil {
		return value{}, e
	}
	fn := py.NewBuiltin("dataclass", "dataclasses", dataclassSig, dataclass).Value()
	return py.CallEx(fn, py.TupleV(cls), kw.Value())
}
