package weakref

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
)

// This file implements WeakSet, whose attribute data is a set of references.

var weakSetClass value

// liveRefs takes the dead references out of self.data and returns the set.
func liveRefs(self value) (*py.Set, exc) {
	dv, e := pymod.Attr(self, "data")
	if e != nil {
		return nil, e
	}
	s, ok := py.AsSet(dv)
	if !ok {
		return nil, py.Raisef(py.TypeErrorType, "data must be a set, not %s", dv.Type().Name)
	}
	tidy()
	items, e := py.ItemsOf(dv)
	if e != nil {
		return nil, e
	}
	for _, r := range items {
		if refOf(r).to.Value() == nil {
			if _, e := pymod.Call(dv, "discard", r); e != nil {
				return nil, e
			}
		}
	}
	return s, nil
}

// elements returns the living elements of a WeakSet.
func elements(self value) ([]value, exc) {
	s, e := liveRefs(self)
	if e != nil {
		return nil, e
	}
	refs, e := py.ItemsOf(s.Value())
	if e != nil {
		return nil, e
	}
	var out []value
	for _, r := range refs {
		if x, ok := target(refOf(r).to); ok {
			out = append(out, x)
		}
	}
	return out, nil
}

// refSet is a set of references to the elements of an iterable.
func refSet(iterable value) (value, exc) {
	set := py.NewSet().Value()
	e := py.Each(iterable, func(x value) exc {
		r, e := newRef(RefType, x, value{})
		if e != nil {
			return e
		}
		return py.SetAdd(set, r)
	})
	return set, e
}

// withRefs calls the method name of self.data with the references to the elements of
// other.
func withRefs(self value, name string, other value) (value, exc) {
	if _, e := liveRefs(self); e != nil {
		return value{}, e
	}
	refs, e := refSet(other)
	if e != nil {
		return value{}, e
	}
	data, e := pymod.Attr(self, "data")
	if e != nil {
		return value{}, e
	}
	return pymod.Call(data, name, refs)
}

// combined is a new WeakSet with what the set method name makes of self and other.
func combined(self value, name string, other value) (value, exc) {
	r, e := withRefs(self, name, other)
	if e != nil {
		return value{}, e
	}
	refs, e := py.ItemsOf(r)
	if e != nil {
		return value{}, e
	}
	var items []value
	for _, r := range refs {
		if x, ok := target(refOf(r).to); ok {
			items = append(items, x)
		}
	}
	return py.Call1(self.Type().Value(), py.NewList(items).Value())
}

func defineSet(m *py.Module) (e exc) {
	abcs, e := collections.ABCs()
	if e != nil {
		return e
	}
	isWeakSet := func(v value) bool { return py.IsInstance(v, py.AsType(weakSetClass)) }
	var methods []pymod.Func
	add := func(sig string, impl any) { methods = append(methods, pymod.Func{Sig: sig, Impl: impl}) }
	add("__init__(self, data=None)", func(self, data value) (value, exc) {
		set := py.NewSet().Value()
		if !data.IsNone() {
			var e exc
			if set, e = refSet(data); e != nil {
				return value{}, e
			}
		}
		return py.None, py.SetAttr(self, py.Intern("data"), set)
	})
	add("__iter__(self)", func(self value) (value, exc) {
		items, e := elements(self)
		if e != nil {
			return value{}, e
		}
		return py.Iter(py.NewList(items).Value())
	})
	add("__len__(self)", func(self value) (value, exc) {
		s, e := liveRefs(self)
		if e != nil {
			return value{}, e
		}
		n, e := py.Len(s.Value())
		return py.IntOf(n), e
	})
	add("__contains__(self, item)", func(self, item value) (value, exc) {
		if !canRefer(item) {
			return py.False, nil
		}
		s, e := liveRefs(self)
		if e != nil {
			return value{}, e
		}
		r, e := newRef(RefType, item, value{})
		if e != nil {
			return value{}, e
		}
		ok, e := py.Contains(s.Value(), r)
		return py.Bool(ok), e
	})
	add("__reduce__(self)", func(self value) (value, exc) {
		items, e := elements(self)
		if e != nil {
			return value{}, e
		}
		return py.TupleV(self.Type().Value(), py.TupleV(py.NewList(items).Value()), py.NewDict().Value()), nil
	})
	for _, name := range []string{"add", "remove", "discard"} {
		add(name+"(self, item)", func(self, item value) (value, exc) {
			s, e := liveRefs(self)
			if e != nil {
				return value{}, e
			}
			r, e := newRef(RefType, item, value{})
			if e != nil {
				return value{}, e
			}
			return pymod.Call(s.Value(), name, r)
		})
	}
	add("clear(self)", func(self value) (value, exc) {
		s, e := liveRefs(self)
		if e != nil {
			return value{}, e
		}
		return pymod.Call(s.Value(), "clear")
	})
	add("copy(self)", func(self value) (value, exc) { return py.Call1(self.Type().Value(), self) })
	add("pop(self)", func(self value) (value, exc) {
		s, e := liveRefs(self)
		if e != nil {
			return value{}, e
		}
		n, e := py.Len(s.Value())
		if e != nil {
			return value{}, e
		}
		if n == 0 {
			return value{}, py.RaiseArgs(py.KeyErrorType, py.StrV("pop from empty WeakSet"))
		}
		r, e := pymod.Call(s.Value(), "pop")
		if e != nil {
			return value{}, e
		}
		x, _ := target(refOf(r).to)
		return x, nil
	})
	add("update(self, other)", func(self, other value) (value, exc) { return withRefs(self, "update", other) })
	add("__ior__(self, other)", func(self, other value) (value, exc) {
		_, e := withRefs(self, "update", other)
		return self, e
	})
	for _, op := range []struct{ method, set, dunder string }{
		{"difference", "difference", "__sub__"}, {"intersection", "intersection", "__and__"},
		{"symmetric_difference", "symmetric_difference", "__xor__"}, {"union", "union", "__or__"},
	} {
		impl := func(self, other value) (value, exc) { return combined(self, op.set, other) }
		add(op.method+"(self, other)", impl)
		add(op.dunder+"(self, other)", impl)
	}
	for _, op := range []struct{ method, dunder string }{
		{"difference_update", "__isub__"}, {"intersection_update", "__iand__"}, {"symmetric_difference_update", "__ixor__"},
	} {
		add(op.method+"(self, other)", func(self, other value) (value, exc) { return withRefs(self, op.method, other) })
		add(op.dunder+"(self, other)", func(self, other value) (value, exc) {
			_, e := withRefs(self, op.method, other)
			return self, e
		})
	}
	for _, op := range []struct {
		name string
		call string
		also string
	}{{"issubset", "issubset", "__le__"}, {"issuperset", "issuperset", "__ge__"}, {"isdisjoint", "isdisjoint", ""}, {"", "__lt__", "__lt__"}, {"", "__gt__", "__gt__"}} {
		impl := func(self, other value) (value, exc) { return withRefs(self, op.call, other) }
		if op.name != "" {
			add(op.name+"(self, other)", impl)
		}
		if op.also != "" {
			add(op.also+"(self, other)", impl)
		}
	}
	add("__eq__(self, other)", func(self, other value) (value, exc) {
		if !isWeakSet(other) {
			return py.NotImplemented, nil
		}
		return withRefs(self, "__eq__", other)
	})
	add("__repr__(self)", func(self value) (value, exc) {
		s, e := liveRefs(self)
		if e != nil {
			return value{}, e
		}
		return py.Repr(s.Value())
	})
	weakSetClass, e = pymod.Define(m, pymod.Class{Name: "WeakSet", Module: "_weakrefset", Bases: []value{abcs["MutableSet"]}, Methods: methods,
		ClassMethods: []pymod.Func{{Sig: "__class_getitem__(cls, item, /)", Impl: func(cls, item value) (value, exc) { return py.NewGenericAlias(cls, item), nil }}}})
	if e == nil {
		e = py.SetAttr(weakSetClass, py.Intern("__hash__"), py.None)
	}
	return e
}
