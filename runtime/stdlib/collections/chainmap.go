package collections

import "github.com/aio2go/aio2go/runtime/py"

// This file implements ChainMap.

func chainMaps(self value) ([]value, exc) {
	m, e := py.GetAttr(self, nameMaps)
	if e != nil {
		return nil, e
	}
	return py.ItemsOf(m)
}

// chainKeys returns the keys of all maps in the order of iter(ChainMap).
func chainKeys(self value) (*py.Dict, exc) {
	maps, e := chainMaps(self)
	if e != nil {
		return nil, e
	}
	d := py.NewDict()
	for i := len(maps) - 1; i >= 0; i-- {
		if e := py.Each(maps[i], func(k value) exc { return d.Set(k, py.None) }); e != nil {
			return nil, e
		}
	}
	return d, nil
}

// onFirst makes a method that the first map carries out; a KeyError says so.
func onFirst(f func(first value, key value) (value, exc)) any {
	return func(self, key value) (value, exc) {
		maps, e := chainMaps(self)
		if e != nil {
			return value{}, e
		}
		r, e := f(maps[0], key)
		if e != nil && e.Is(py.KeyErrorType) {
			s, e := py.ReprText(key)
			if e != nil {
				return value{}, e
			}
			return value{}, py.Raisef(py.KeyErrorType, "Key not found in the first mapping: %s", s)
		}
		return r, e
	}
}

var chainMapMethods = []py.FuncSpec{
	{Name: "__init__", Pos: pos(), VarArgs: "maps", Impl: func(self, maps value) (value, exc) {
		items := append([]value(nil), py.Heap[py.Tuple](maps).Items()...)
		if len(items) == 0 {
			items = []value{py.NewDict().Value()}
		}
		return py.None, py.SetAttr(self, nameMaps, py.NewList(items).Value())
	}},
	{Name: "__missing__", Pos: pos("key"), Impl: func(self, key value) (value, exc) { return value{}, py.RaiseArgs(py.KeyErrorType, key) }},
	{Name: "__getitem__", Pos: pos("key"), Impl: func(self, key value) (value, exc) {
		maps, e := chainMaps(self)
		if e != nil {
			return value{}, e
		}
		for _, m := range maps {
			if x, found, e := tryItem(m, key); found || e != nil {
				return x, e
			}
		}
		return py.CallMethod1(self, py.Intern("__missing__"), key)
	}},
	{Name: "get", Pos: pos("key", "default"), Defaults: []value{py.None}, Impl: func(self, key, def value) (value, exc) {
		if in, e := py.Contains(self, key); e != nil || !in {
			return def, e
		}
		return py.GetItem(self, key)
	}},
	{Name: "__len__", Pos: pos(), Impl: func(self value) (value, exc) {
		d, e := chainKeys(self)
		if e != nil {
			return value{}, e
		}
		return py.Int(int64(d.Len())), nil
	}},
	{Name: "__iter__", Pos: pos(), Impl: func(self value) (value, exc) {
		d, e := chainKeys(self)
		if e != nil {
			return value{}, e
		}
		return py.Iter(d.Value())
	}},
	{Name: "__contains__", Pos: pos("key"), Impl: func(self, key value) (value, exc) {
		maps, e := chainMaps(self)
		if e != nil {
			return value{}, e
		}
		for _, m := range maps {
			if in, e := py.Contains(m, key); in || e != nil {
				return py.Bool(in), e
			}
		}
		return py.False, nil
	}},
	{Name: "__bool__", Pos: pos(), Impl: func(self value) (value, exc) {
		d, e := chainKeys(self)
		if e != nil {
			return value{}, e
		}
		return py.Bool(d.Len() > 0), nil
	}},
	{Name: "__repr__", Pos: pos(), Impl: func(self value) (value, exc) {
		maps, e := chainMaps(self)
		if e != nil {
			return value{}, e
		}
		out := self.Type().Name + "("
		for i, m := range maps {
			if i > 0 {
				out += ", "
			}
			s, e := py.ReprText(m)
			if e != nil {
				return value{}, e
			}
			out += s
		}
		return py.StrV(out + ")"), nil
	}},
	{Name: "copy", Pos: pos(), Impl: copyChain}, {Name: "__copy__", Pos: pos(), Impl: copyChain},
	{Name: "__or__", Pos: pos("other"), Impl: func(self, other value) (value, exc) {
		if is, e := py.IsInstanceOf(other, mapping); e != nil || !is {
			return py.NotImplemented, e
		}
		m, e := py.CallMethod0(self, py.Intern("copy"))
		if e != nil {
			return value{}, e
		}
		maps, e := chainMaps(m)
		if e != nil {
			return value{}, e
		}
		_, e = py.CallMethod1(maps[0], nameUpdate, other)
		return m, e
	}},
	{Name: "__ror__", Pos: pos("other"), Impl: func(self, other value) (value, exc) {
		if is, e := py.IsInstanceOf(other, mapping); e != nil || !is {
			return py.NotImplemented, e
		}
		maps, e := chainMaps(self)
		if e != nil {
			return value{}, e
		}
		d := py.NewDict().Value()
		for i := len(maps); i >= 0; i-- {
			m := other
			if i < len(maps) {
				m = maps[i]
			}
			if _, e := py.CallMethod1(d, nameUpdate, m); e != nil {
				return value{}, e
			}
		}
		return py.Call1(self.Type().Value(), d)
	}},
	{Name: "__ior__", Pos: pos("other"), Impl: func(self, other value) (value, exc) {
		maps, e := chainMaps(self)
		if e != nil {
			return value{}, e
		}
		_, e = py.CallMethod1(maps[0], nameUpdate, other)
		return self, e
	}},
	{Name: "new_child", Pos: pos("m"), Defaults: []value{py.None}, VarKw: "kwargs", Impl: func(self, m, kwargs value) (value, exc) {
		maps, e := chainMaps(self)
		if e != nil {
			return value{}, e
		}
		if m.IsNone() {
			m = kwargs
		} else if py.Heap[py.Dict](kwargs).Len() > 0 {
			if e := updateMapping(m, kwargs); e != nil {
				return value{}, e
			}
		}
		return py.CallN(self.Type().Value(), append([]value{m}, maps...))
	}},
	{Name: "__setitem__", Pos: pos("key", "value"), Impl: func(self, key, x value) (value, exc) {
		maps, e := chainMaps(self)
		if e != nil {
			return value{}, e
		}
		return py.None, py.SetItem(maps[0], key, x)
	}},
	{Name: "__delitem__", Pos: pos("key"), Impl: onFirst(func(first, key value) (value, exc) { return py.None, py.DelItem(first, key) })},
	{Name: "pop", Pos: pos("key"), VarArgs: "args", Impl: func(self, key, args value) (value, exc) {
		if d := py.Heap[py.Tuple](args).Items(); len(d) > 0 {
			maps, e := chainMaps(self)
			if e != nil {
				return value{}, e
			}
			return py.CallMethod2(maps[0], py.Intern("pop"), key, d[0])
		}
		return onFirst(func(first, key value) (value, exc) { return py.CallMethod1(first, py.Intern("pop"), key) }).(func(a, b value) (value, exc))(self, key)
	}},
	{Name: "popitem", Pos: pos(), Impl: func(self value) (value, exc) {
		maps, e := chainMaps(self)
		if e != nil {
			return value{}, e
		}
		r, e := py.CallMethod0(maps[0], py.Intern("popitem"))
		if e != nil && e.Is(py.KeyErrorType) {
			return value{}, py.Raisef(py.KeyErrorType, "No keys found in the first mapping.")
		}
		return r, e
	}},
	{Name: "clear", Pos: pos(), Impl: func(self value) (value, exc) {
		maps, e := chainMaps(self)
		if e != nil {
			return value{}, e
		}
		return py.CallMethod0(maps[0], py.Intern("clear"))
	}},
}

// copyChain copies the first map; the others are shared.
func copyChain(self value) (value, exc) {
	maps, e := chainMaps(self)
	if e != nil {
		return value{}, e
	}
	first, e := py.CallMethod0(maps[0], py.Intern("copy"))
	if e != nil {
		return value{}, e
	}
	return py.CallN(self.Type().Value(), append([]value{first}, maps[1:]...))
}
