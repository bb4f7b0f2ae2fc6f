package collections

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
)

// This file implements UserDict, UserList, UserString and ChainMap. Each is a class like
// one written in Python: what it wraps is in an attribute that subclasses may use.

var (
	nameData = py.Intern("data")
	nameMaps = py.Intern("maps")
)

func addUserClasses(m *py.Module) exc {
	table, e := ABCs()
	if e != nil {
		return e
	}
	mapping = table["Mapping"]
	for _, c := range []struct {
		name, base string
		methods    []py.FuncSpec
		classes    []py.FuncSpec
	}{
		{"UserDict", "MutableMapping", userDictMethods, []py.FuncSpec{userDictFromKeys}},
		{"UserList", "MutableSequence", userListMethods(), nil},
		{"UserString", "Sequence", userStringMethods(), nil},
		{"ChainMap", "MutableMapping", chainMapMethods, nil},
	} {
		v, e := abc.New(c.name, "collections", []value{table[c.base]}, abc.ClassSpec{Methods: c.methods, ClassMethods: c.classes})
		if e != nil {
			return e
		}
		if c.name == "ChainMap" {
			parents := py.NewGoFunction(py.FuncSpec{Name: "parents", Module: "collections", Pos: pos(), Impl: func(self value) (value, exc) {
				maps, e := chainMaps(self)
				if e != nil {
					return value{}, e
				}
				return py.CallN(self.Type().Value(), maps[min(1, len(maps)):])
			}})
			if e := py.SetAttr(v, py.Intern("parents"), py.NewProperty(parents.Value())); e != nil {
				return e
			}
		}
		m.Set(c.name, v)
	}
	return nil
}

// mapping is collections.abc.Mapping.
var mapping value

// copyOf is __copy__ of a class whose instances wrap what they have as data: the same
// attributes, with a copy of that.
func copyOf(copyData func(d value) (value, exc)) any {
	return func(self value) (value, exc) {
		d, e := data(self)
		if e != nil {
			return value{}, e
		}
		t := self.Type()
		c := t.Alloc(t)
		for _, name := range py.AttrsOf(self).Names() {
			if x, ok := py.AttrsOf(self).Get(name); ok {
				py.AttrsOf(c).Set(name, x)
			}
		}
		if d, e = copyData(d); e != nil {
			return value{}, e
		}
		py.AttrsOf(c).Set(nameData, d)
		return c, nil
	}
}

// data returns self.data.
func data(self value) (value, exc) { return py.GetAttr(self, nameData) }

// onData makes a method of one argument carried out on self.data.
func onData(f func(d, x value) (value, exc)) any {
	return func(self, x value) (value, exc) {
		d, e := data(self)
		if e != nil {
			return value{}, e
		}
		return f(d, x)
	}
}

func lenOfData(self value) (value, exc) {
	d, e := data(self)
	if e != nil {
		return value{}, e
	}
	n, e := py.Len(d)
	return py.Int(int64(n)), e
}

func reprOfData(self value) (value, exc) {
	d, e := data(self)
	if e != nil {
		return value{}, e
	}
	return py.Repr(d)
}

func containsInData(d, x value) (value, exc) {
	in, e := py.Contains(d, x)
	return py.Bool(in), e
}

// unwrap returns v.data where v has it.
func unwrap(v value) (value, exc) {
	d, found, e := py.LookupAttr(v, nameData)
	if e != nil || !found || v.Type().Flags&(py.FlagList|py.FlagStr|py.FlagDict) != 0 {
		return v, e
	}
	return d, nil
}

var userDictMethods = []py.FuncSpec{
	{Name: "__init__", Pos: []string{"self", "dict"}, PosOnly: 2, Defaults: []value{py.None}, VarKw: "kwargs", Impl: func(self, dict, kwargs value) (value, exc) {
		if e := py.SetAttr(self, nameData, py.NewDict().Value()); e != nil {
			return value{}, e
		}
		if !dict.IsNone() {
			if _, e := py.CallMethod1(self, nameUpdate, dict); e != nil {
				return value{}, e
			}
		}
		if py.Heap[py.Dict](kwargs).Len() > 0 {
			return py.CallMethod1(self, nameUpdate, kwargs)
		}
		return py.None, nil
	}},
	{Name: "__copy__", Pos: pos(), Impl: copyOf(func(d value) (value, exc) { return py.CallMethod0(d, py.Intern("copy")) })},
	{Name: "get", Pos: pos("key", "default"), Defaults: []value{py.None}, Impl: func(self, key, def value) (value, exc) {
		if in, e := py.Contains(self, key); e != nil || !in {
			return def, e
		}
		return py.GetItem(self, key)
	}},
	{Name: "__len__", Pos: pos(), Impl: lenOfData},
	{Name: "__getitem__", Pos: pos("key"), Impl: func(self, key value) (value, exc) {
		d, e := data(self)
		if e != nil {
			return value{}, e
		}
		if in, e := py.Contains(d, key); e != nil {
			return value{}, e
		} else if in {
			return py.GetItem(d, key)
		}
		missing, e := py.LookupSpecial(self, py.Intern("__missing__"))
		if e != nil {
			return value{}, e
		}
		if !missing.IsUnbound() {
			return py.Call1(missing, key)
		}
		return value{}, py.RaiseArgs(py.KeyErrorType, key)
	}},
	{Name: "__setitem__", Pos: pos("key", "item"), Impl: func(self, key, x value) (value, exc) {
		d, e := data(self)
		if e != nil {
			return value{}, e
		}
		return py.None, py.SetItem(d, key, x)
	}},
	{Name: "__delitem__", Pos: pos("key"), Impl: onData(func(d, key value) (value, exc) { return py.None, py.DelItem(d, key) })},
	{Name: "__iter__", Pos: pos(), Impl: func(self value) (value, exc) {
		d, e := data(self)
		if e != nil {
			return value{}, e
		}
		return py.Iter(d)
	}},
	{Name: "__contains__", Pos: pos("key"), Impl: onData(containsInData)},
	{Name: "__repr__", Pos: pos(), Impl: reprOfData},
	{Name: "__or__", Pos: pos("other"), Impl: func(self, other value) (value, exc) { return mergeUserDict(self, self, other) }},
	{Name: "__ror__", Pos: pos("other"), Impl: func(self, other value) (value, exc) { return mergeUserDict(self, other, self) }},
	{Name: "__ior__", Pos: pos("other"), Impl: func(self, other value) (value, exc) {
		_, e := py.CallMethod1(self, nameUpdate, other)
		return self, e
	}},
	{Name: "copy", Pos: pos(), Impl: func(self value) (value, exc) {
		d, e := data(self)
		if e != nil {
			return value{}, e
		}
		return py.Call1(self.Type().Value(), d)
	}},
}

func mergeUserDict(self, a, b value) (value, exc) {
	x, e := unwrap(a)
	if e != nil {
		return value{}, e
	}
	y, e := unwrap(b)
	if e != nil {
		return value{}, e
	}
	if !x.Type().Has(py.FlagDict) || !y.Type().Has(py.FlagDict) {
		return py.NotImplemented, nil
	}
	return py.Call1(self.Type().Value(), mergedDict(x, y))
}

var userDictFromKeys = py.FuncSpec{Name: "fromkeys", Pos: []string{"cls", "iterable", "value"}, Defaults: []value{py.None}, Impl: func(cls, iterable, x value) (value, exc) {
	d, e := py.Call0(cls)
	if e != nil {
		return value{}, e
	}
	return d, py.Each(iterable, func(k value) exc { return py.SetItem(d, k, x) })
}}

func userListMethods() []py.FuncSpec {
	newList := func(self value, items value) (value, exc) { return py.Call1(self.Type().Value(), items) }
	methods := []py.FuncSpec{
		{Name: "__init__", Pos: pos("initlist"), Defaults: []value{py.None}, Impl: func(self, init value) (value, exc) {
			l := py.NewList(nil)
			if !init.IsNone() {
				src, e := unwrap(init)
				if e != nil {
					return value{}, e
				}
				items, e := py.ToSlice(src)
				if e != nil {
					return value{}, e
				}
				l.SetItems(items)
			}
			return py.None, py.SetAttr(self, nameData, l.Value())
		}},
		{Name: "__repr__", Pos: pos(), Impl: reprOfData},
		{Name: "__len__", Pos: pos(), Impl: lenOfData},
		{Name: "__contains__", Pos: pos("item"), Impl: onData(containsInData)},
		{Name: "__getitem__", Pos: pos("i"), Impl: func(self, i value) (value, exc) {
			d, e := data(self)
			if e != nil {
				return value{}, e
			}
			x, e := py.GetItem(d, i)
			if e == nil && i.Type() == py.SliceType {
				return newList(self, x)
			}
			return x, e
		}},
		{Name: "__setitem__", Pos: pos("i", "item"), Impl: func(self, i, x value) (value, exc) {
			d, e := data(self)
			if e != nil {
				return value{}, e
			}
			return py.None, py.SetItem(d, i, x)
		}},
		{Name: "__delitem__", Pos: pos("i"), Impl: onData(func(d, i value) (value, exc) { return py.None, py.DelItem(d, i) })},
		{Name: "__iadd__", Pos: pos("other"), Impl: func(self, other value) (value, exc) {
			d, e := data(self)
			if e != nil {
				return value{}, e
			}
			o, e := unwrap(other)
			if e != nil {
				return value{}, e
			}
			return self, py.ListExtend(d, o)
		}},
		{Name: "copy", Pos: pos(), Impl: func(self value) (value, exc) { return newList(self, self) }},
		{Name: "__copy__", Pos: pos(), Impl: copyOf(func(d value) (value, exc) { return py.GetItem(d, py.NewSlice(py.None, py.None, py.None)) })},
	}
	for _, op := range []struct {
		name string
		f    func(a, b value) (value, exc)
	}{
		{"__add__", py.Add}, {"__mul__", py.Mul}, {"__rmul__", py.Mul},
		{"__radd__", func(a, b value) (value, exc) { return py.Add(b, a) }},
	} {
		methods = append(methods, py.FuncSpec{Name: op.name, Pos: pos("other"), Impl: func(self, other value) (value, exc) {
			d, e := data(self)
			if e != nil {
				return value{}, e
			}
			if other, e = unwrap(other); e != nil {
				return value{}, e
			}
			r, e := op.f(d, other)
			if e != nil {
				return value{}, e
			}
			return newList(self, r)
		}})
	}
	methods = append(methods, compareData()...)
	for _, name := range []string{"append", "insert", "pop", "remove", "clear", "count", "index", "reverse", "sort", "extend"} {
		methods = append(methods, passToData(name, nil))
	}
	return methods
}

// compareData are the comparisons of the wrapped object.
func compareData() []py.FuncSpec {
	var out []py.FuncSpec
	for i, name := range []string{"__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"} {
		op := py.CompareOp(i)
		out = append(out, py.FuncSpec{Name: name, Pos: pos("other"), Impl: func(self, other value) (value, exc) {
			d, e := data(self)
			if e != nil {
				return value{}, e
			}
			if other, e = unwrap(other); e != nil {
				return value{}, e
			}
			return py.Compare(op, d, other)
		}})
	}
	return out
}

// passToData makes a method that self.data carries out, with the data of arguments;
// wrap, where it is not nil, makes the result.
func passToData(name string, wrap func(self, r value) (value, exc)) py.FuncSpec {
	key := py.Intern(name)
	return py.FuncSpec{Name: name, Pos: pos(), VarArgs: "args", VarKw: "kwds", Impl: func(self, args, kwds value) (value, exc) {
		d, e := data(self)
		if e != nil {
			return value{}, e
		}
		fn, e := py.GetAttr(d, key)
		if e != nil {
			return value{}, e
		}
		items := append([]value(nil), py.Heap[py.Tuple](args).Items()...)
		for i, x := range items {
			if items[i], e = unwrap(x); e != nil {
				return value{}, e
			}
		}
		r, e := py.CallEx(fn, py.NewTuple(items).Value(), kwds)
		if e != nil || wrap == nil {
			return r, e
		}
		return wrap(self, r)
	}}
}

func userStringMethods() []py.FuncSpec {
	wrap := func(self, r value) (value, exc) {
		if r.IsExactStr() {
			return py.Call1(self.Type().Value(), r)
		}
		return r, nil
	}
	methods := []py.FuncSpec{
		{Name: "__init__", Pos: pos("seq"), Impl: func(self, seq value) (value, exc) {
			s, e := unwrap(seq)
			if e != nil {
				return value{}, e
			}
			if s, e = py.Str_(s); e != nil {
				return value{}, e
			}
			return py.None, py.SetAttr(self, nameData, s)
		}},
		{Name: "__str__", Pos: pos(), Impl: data},
		{Name: "__repr__", Pos: pos(), Impl: reprOfData},
		{Name: "__len__", Pos: pos(), Impl: lenOfData},
		{Name: "__hash__", Pos: pos(), Impl: func(self value) (value, exc) {
			d, e := data(self)
			if e != nil {
				return value{}, e
			}
			h, e := py.Hash(d)
			return py.Int(h), e
		}},
	}
	methods = append(methods, compareData()...)
	for _, name := range []string{"__add__", "__mul__", "__rmul__", "__mod__", "__getitem__", "capitalize", "casefold", "center", "expandtabs",
		"ljust", "lower", "lstrip", "removeprefix", "removesuffix", "replace", "rjust", "rstrip", "strip", "swapcase", "title", "translate", "upper", "zfill"} {
		methods = append(methods, passToData(name, wrap))
	}
	for _, name := range []string{"__contains__", "__int__", "__float__", "count", "encode", "endswith", "find", "format", "format_map", "index", "isalpha", "isalnum", "isascii",
		"isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper", "join", "partition",
		"rpartition", "rfind", "rindex", "split", "rsplit", "splitlines", "startswith"} {
		methods = append(methods, passToData(name, nil))
	}
	return methods
}

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
