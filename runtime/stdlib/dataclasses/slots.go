package dataclasses

import "github.com/aio2go/aio2go/runtime/py"

// This file implements classes with slots.

// withSlots makes the class again with __slots__.
func withSlots(t *py.Type, fields []*field, p params) (value, exc) {
	if _, ok := t.Namespace().GetStr(py.Intern("__slots__")); ok {
		return value{}, py.Raisef(py.TypeErrorType, "%s already specifies __slots__", t.Name)
	}
	ns := t.Namespace().Copy()
	inherited := map[string]bool{}
	for _, b := range t.MRO[1 : len(t.MRO)-1] {
		if e := inheritedSlots(b, inherited); e != nil {
			return value{}, e
		}
	}
	var slots []value
	for _, f := range fields {
		if f.kind == plainField {
			ns.DeleteStr(f.name)
			if !inherited[f.name.S] {
				slots = append(slots, f.name.Value())
			}
		}
	}
	if p.weakref && !inherited["__weakref__"] {
		slots = append(slots, py.StrV("__weakref__"))
	}
	ns.SetStr(py.Intern("__slots__"), py.NewTuple(slots).Value())
	ns.DeleteStr(py.Intern("__dict__"))
	ns.DeleteStr(py.Intern("__weakref__"))
	bases := make([]value, len(t.Bases))
	for i, b := range t.Bases {
		bases[i] = b.Value()
	}
	v, e := py.Call3(t.Type().Value(), py.StrV(t.Name), py.NewTuple(bases).Value(), ns.Value())
	if e != nil {
		return value{}, e
	}
	py.AsType(v).Qualname = t.Qualname
	if p.frozen {
		e = addState(v, ns)
	}
	return v, e
}

var (
	nameGetState = py.Intern("__getstate__")
	nameSetState = py.Intern("__setstate__")
)

// addState gives a frozen class with slots, into which pickle could set nothing, methods for
// it, unless it has its own.
func addState(cls value, own *py.Dict) exc {
	for _, m := range []struct {
		name *py.Str
		spec py.FuncSpec
	}{
		{nameGetState, py.FuncSpec{Name: "_dataclass_getstate", Pos: []string{"self"}, Impl: getState}},
		{nameSetState, py.FuncSpec{Name: "_dataclass_setstate", Pos: []string{"self", "state"}, Impl: setState}},
	} {
		if _, ok := own.GetStr(m.name); ok {
			continue
		}
		m.spec.Qualname, m.spec.Module = m.spec.Name, "dataclasses"
		if e := py.SetAttr(cls, m.name, py.NewGoFunction(m.spec).Value()); e != nil {
			return e
		}
	}
	return nil
}

func getState(self value) (value, exc) {
	if _, e := fieldsOf(self); e != nil {
		return value{}, e
	}
	var state []value
	for _, f := range fieldList(self) {
		if f.kind != plainField {
			continue
		}
		x, e := py.GetAttr(self, f.name)
		if e != nil {
			return value{}, e
		}
		state = append(state, x)
	}
	return py.NewList(state).Value(), nil
}

func setState(self, state value) (value, exc) {
	if _, e := fieldsOf(self); e != nil {
		return value{}, e
	}
	it, e := py.Iter(state)
	if e != nil {
		return value{}, e
	}
	for _, f := range fieldList(self) {
		if f.kind != plainField {
			continue
		}
		x, ok, e := py.Next(it)
		if e != nil || !ok {
			return py.None, e
		}
		if e := py.GenericSetAttr(self, f.name, x); e != nil {
			return value{}, e
		}
	}
	return py.None, nil
}

// inheritedSlots adds the slots of a base class to the set.
func inheritedSlots(b *py.Type, set map[string]bool) exc {
	slots, ok := b.Namespace().GetStr(py.Intern("__slots__"))
	switch {
	case !ok || slots.IsNone():
		// A class without slots has what every object of it has.
		for name, offset := range map[string]string{"__weakref__": "__weakrefoffset__", "__dict__": "__dictoffset__"} {
			if x, found, _ := py.LookupAttr(b.Value(), py.Intern(offset)); !found || x != py.Int(0) {
				set[name] = true
			}
		}
		return nil
	case slots.IsStr():
		set[slots.Str().S] = true
		return nil
	}
	if _, isIterator, _ := py.LookupAttr(slots, py.Intern("__next__")); isIterator {
		return py.Raisef(py.TypeErrorType, "Slots of %s cannot be determined", py.QuoteStr(b.Name))
	}
	return py.Each(slots, func(x value) exc {
		if x.IsStr() {
			set[x.Str().S] = true
		}
		return nil
	})
}
