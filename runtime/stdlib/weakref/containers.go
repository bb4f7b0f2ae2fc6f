package weakref

import (
	"fmt"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
)

// This file implements WeakValueDictionary and WeakKeyDictionary. Their attribute data is
// a dict of references, in which dead ones may be; every operation takes these out first.

var keyedRefClass value

// prune takes the entries whose key or value, a reference, is dead out of self.data.
func prune(self value, keys bool) (*py.Dict, exc) {
	dv, e := pymod.Attr(self, "data")
	if e != nil {
		return nil, e
	}
	d, ok := py.AsDict(dv)
	if !ok {
		return nil, py.Raisef(py.TypeErrorType, "data must be a dict, not %s", dv.Type().Name)
	}
	tidy()
	for _, k := range d.Keys() {
		r := k
		if !keys {
			x, ok, e := d.Get(k)
			if e != nil {
				return nil, e
			}
			if !ok {
				continue
			}
			r = x
		}
		if py.IsInstance(r, RefType) && refOf(r).to.Value() == nil {
			if _, e := d.Delete(k); e != nil {
				return nil, e
			}
		}
	}
	return d, nil
}

// kind is what differs between the two dictionaries.
type kind struct {
	name string
	keys bool // the keys are weak
}

// strong returns the living pairs of the dictionary.
func (k kind) strong(self value) (keys, vals []value, e exc) {
	d, e := prune(self, k.keys)
	if e != nil {
		return nil, nil, e
	}
	for _, key := range d.Keys() {
		x, ok, e := d.Get(key)
		if e != nil {
			return nil, nil, e
		}
		if !ok {
			continue
		}
		r := x
		if k.keys {
			r = key
		}
		o, alive := target(refOf(r).to)
		if !alive {
			continue
		}
		if k.keys {
			keys, vals = append(keys, o), append(vals, x)
		} else {
			keys, vals = append(keys, key), append(vals, o)
		}
	}
	return keys, vals, nil
}

// look finds the entry for key: the stored value, dereferenced.
func (k kind) look(self, key value) (value, bool, exc) {
	d, e := prune(self, k.keys)
	if e != nil {
		return value{}, false, e
	}
	if k.keys {
		r, e := newRef(RefType, key, value{})
		if e != nil {
			return value{}, false, e
		}
		return d.Get(r)
	}
	r, ok, e := d.Get(key)
	if e != nil || !ok {
		return value{}, false, e
	}
	x, alive := target(refOf(r).to)
	return x, alive, nil
}

func (k kind) store(self, key, x value) exc {
	d, e := prune(self, k.keys)
	if e != nil {
		return e
	}
	if k.keys {
		r, e := newRef(RefType, key, value{})
		if e != nil {
			return e
		}
		return d.Set(r, x)
	}
	r, e := py.Call3(keyedRefClass, x, py.None, key)
	if e != nil {
		return e
	}
	return d.Set(key, r)
}

func (k kind) remove(self, key value) (bool, exc) {
	d, e := prune(self, k.keys)
	if e != nil {
		return false, e
	}
	if k.keys {
		r, e := newRef(RefType, key, value{})
		if e != nil {
			return false, e
		}
		return d.Delete(r)
	}
	return d.Delete(key)
}

// missing is the KeyError for key.
func (k kind) missing(key value) exc {
	if k.keys {
		if r, e := newRef(RefType, key, value{}); e == nil {
			return py.RaiseArgs(py.KeyErrorType, r)
		}
	}
	return py.RaiseArgs(py.KeyErrorType, key)
}

// update is update(other=(), /, **kwargs).
func (k kind) update(self, other, kwargs value) exc {
	d := py.NewDict()
	if !other.IsNone() {
		src := other
		if _, isMap := py.AsDict(other); !isMap {
			if _, found, e := py.LookupAttr(other, py.Intern("items")); e != nil {
				return e
			} else if found {
				items, e := pymod.Call(other, "items")
				if e != nil {
					return e
				}
				if src, e = py.ToTuple(items); e != nil {
					return e
				}
			}
		}
		if _, e := pymod.Call(d.Value(), "update", src); e != nil {
			return e
		}
	}
	if !kwargs.IsUnbound() {
		if e := py.DictUpdate(d.Value(), kwargs); e != nil {
			return e
		}
	}
	for _, key := range d.Keys() {
		x, _, e := d.Get(key)
		if e != nil {
			return e
		}
		if e := k.store(self, key, x); e != nil {
			return e
		}
	}
	return nil
}

// copyOf returns a new dictionary of the same class, with each value passed through f.
func (k kind) copyOf(self value, f func(x value) (value, exc)) (value, exc) {
	c, e := py.Call0(self.Type().Value())
	if e != nil {
		return value{}, e
	}
	keys, vals, e := k.strong(self)
	if e != nil {
		return value{}, e
	}
	for i, key := range keys {
		x := vals[i]
		if f != nil {
			if k.keys {
				x, e = f(x)
			} else {
				key, e = f(key)
			}
			if e != nil {
				return value{}, e
			}
		}
		if e := py.SetItem(c, key, x); e != nil {
			return value{}, e
		}
	}
	return c, nil
}

func pairs(a, b []value) []value {
	out := make([]value, len(a))
	for i := range a {
		out[i] = py.TupleV(a[i], b[i])
	}
	return out
}

// union is the | of a weak dictionary and a mapping.
func (k kind) union(self, other value, reflected bool) (value, exc) {
	_, isDict := py.AsDict(other)
	if abcs, e := collections.ABCs(); e != nil {
		return value{}, e
	} else if ok, e := py.IsInstanceOf(other, abcs["Mapping"]); e != nil {
		return value{}, e
	} else if !ok && !isDict {
		return py.NotImplemented, nil
	}
	if !reflected {
		c, e := k.copyOf(self, nil)
		if e != nil {
			return value{}, e
		}
		return c, k.update(c, other, value{})
	}
	c, e := py.Call0(self.Type().Value())
	if e != nil {
		return value{}, e
	}
	if e := k.update(c, other, value{}); e != nil {
		return value{}, e
	}
	return c, k.update(c, self, value{})
}

func (k kind) define(m *py.Module, doc string, extra []pymod.Func) (value, exc) {
	abcs, e := collections.ABCs()
	if e != nil {
		return value{}, e
	}
	none := map[string]value{"MISSING": missing}
	iter := func(items []value) (value, exc) { return py.Iter(py.NewList(items).Value()) }
	methods := []pymod.Func{
		{Sig: "__init__(self, other=(), /, **kw)", Impl: func(self, other, kw value) (value, exc) {
			if e := py.SetAttr(self, py.Intern("data"), py.NewDict().Value()); e != nil {
				return value{}, e
			}
			return py.None, k.update(self, other, kw)
		}},
		{Sig: "__getitem__(self, key)", Impl: func(self, key value) (value, exc) {
			x, ok, e := k.look(self, key)
			if e == nil && !ok {
				e = k.missing(key)
			}
			return x, e
		}},
		{Sig: "__delitem__(self, key)", Impl: func(self, key value) (value, exc) {
			ok, e := k.remove(self, key)
			if e == nil && !ok {
				e = k.missing(key)
			}
			return py.None, e
		}},
		{Sig: "__setitem__(self, key, value)", Impl: func(self, key, x value) (value, exc) { return py.None, k.store(self, key, x) }},
		{Sig: "__len__(self)", Impl: func(self value) (value, exc) {
			d, e := prune(self, k.keys)
			if e != nil {
				return value{}, e
			}
			return py.IntOf(d.Len()), nil
		}},
		{Sig: "__contains__(self, key)", Impl: func(self, key value) (value, exc) {
			if k.keys && !canRefer(key) {
				return py.False, nil
			}
			_, ok, e := k.look(self, key)
			return py.Bool(ok), e
		}},
		{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
			return py.StrV(fmt.Sprintf("<%s at 0x%x>", self.Type().Name, py.Address(self))), nil
		}},
		{Sig: "__iter__(self)", Impl: func(self value) (value, exc) {
			keys, _, e := k.strong(self)
			if e != nil {
				return value{}, e
			}
			return iter(keys)
		}},
		{Sig: "keys(self)", Impl: func(self value) (value, exc) {
			keys, _, e := k.strong(self)
			if e != nil {
				return value{}, e
			}
			return iter(keys)
		}},
		{Sig: "values(self)", Impl: func(self value) (value, exc) {
			_, vals, e := k.strong(self)
			if e != nil {
				return value{}, e
			}
			return iter(vals)
		}},
		{Sig: "items(self)", Impl: func(self value) (value, exc) {
			keys, vals, e := k.strong(self)
			if e != nil {
				return value{}, e
			}
			return iter(pairs(keys, vals))
		}},
		{Sig: "get(self, key, default=None)", Impl: func(self, key, def value) (value, exc) {
			x, ok, e := k.look(self, key)
			if e == nil && !ok {
				return def, nil
			}
			return x, e
		}},
		{Sig: "setdefault(self, key, default=None)", Impl: func(self, key, def value) (value, exc) {
			x, ok, e := k.look(self, key)
			if e != nil || ok {
				return x, e
			}
			return def, k.store(self, key, def)
		}},
		{Sig: "pop(self, key, default=MISSING)", Defaults: none, Impl: func(self, key, def value) (value, exc) {
			x, ok, e := k.look(self, key)
			if e != nil {
				return value{}, e
			}
			if !ok {
				if def == missing {
					return value{}, k.missing(key)
				}
				return def, nil
			}
			_, e = k.remove(self, key)
			return x, e
		}},
		{Sig: "popitem(self)", Impl: func(self value) (value, exc) {
			keys, vals, e := k.strong(self)
			if e != nil {
				return value{}, e
			}
			if len(keys) == 0 {
				return value{}, py.RaiseArgs(py.KeyErrorType, py.StrV("popitem(): dictionary is empty"))
			}
			i := len(keys) - 1
			_, e = k.remove(self, keys[i])
			return py.TupleV(keys[i], vals[i]), e
		}},
		{Sig: "update(self, other=None, /, **kwargs)", Impl: func(self, other, kw value) (value, exc) { return py.None, k.update(self, other, kw) }},
		{Sig: "copy(self)", Impl: func(self value) (value, exc) { return k.copyOf(self, nil) }},
		{Sig: "__deepcopy__(self, memo)", Impl: func(self, memo value) (value, exc) {
			mod, e := py.ImportModule("copy")
			if e != nil {
				return value{}, e
			}
			return k.copyOf(self, func(x value) (value, exc) { return pymod.Call(mod, "deepcopy", x, memo) })
		}},
		{Sig: "__ior__(self, other)", Impl: func(self, other value) (value, exc) { return self, k.update(self, other, value{}) }},
		{Sig: "__or__(self, other)", Impl: func(self, other value) (value, exc) { return k.union(self, other, false) }},
		{Sig: "__ror__(self, other)", Impl: func(self, other value) (value, exc) { return k.union(self, other, true) }},
	}
	return pymod.Define(m, pymod.Class{Name: k.name, Doc: doc, Bases: []value{abcs["MutableMapping"]}, Methods: append(methods, extra...),
		Aliases: [][2]string{{"__copy__", "copy"}}})
}

// missing marks an argument that is not given.
var missing = py.NewBuiltin("missing", "weakref", "", func() (value, exc) { return py.None, nil }).Value()

func defineDicts(m *py.Module) (e exc) {
	keyedRefClass, e = pymod.Define(m, pymod.Class{Name: "KeyedRef", Bases: []value{RefType.Value()},
		Doc:   "Specialized reference that includes a key corresponding to the value.",
		Slots: []string{"key"},
		StaticMethods: []pymod.Func{{Sig: "__new__(type, ob, callback, key)", Impl: func(t, ob, callback, key value) (value, exc) {
			if callback.IsNone() {
				callback = value{}
			}
			r, e := newRef(py.AsType(t), ob, callback)
			if e == nil {
				e = py.SetAttr(r, py.Intern("key"), key)
			}
			return r, e
		}}},
		Methods: []pymod.Func{{Sig: "__init__(self, ob, callback, key)", Impl: func(self, ob, callback, key value) (value, exc) { return py.None, nil }}},
	})
	if e != nil {
		return e
	}
	vals := kind{name: "WeakValueDictionary"}
	if _, e = vals.define(m, "Mapping class that references values weakly.", []pymod.Func{
		{Sig: "valuerefs(self)", Impl: func(self value) (value, exc) {
			d, e := prune(self, false)
			if e != nil {
				return value{}, e
			}
			return py.NewList(d.Values()).Value(), nil
		}},
		{Sig: "itervaluerefs(self)", Impl: func(self value) (value, exc) {
			d, e := prune(self, false)
			if e != nil {
				return value{}, e
			}
			return py.Iter(py.NewList(d.Values()).Value())
		}},
	}); e != nil {
		return e
	}
	keys := kind{name: "WeakKeyDictionary", keys: true}
	_, e = keys.define(m, "Mapping class that references keys weakly.", []pymod.Func{
		{Sig: "keyrefs(self)", Impl: func(self value) (value, exc) {
			d, e := prune(self, true)
			if e != nil {
				return value{}, e
			}
			return py.NewList(d.Keys()).Value(), nil
		}},
	})
	return e
}
