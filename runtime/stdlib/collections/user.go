package collections

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
)

// This file implements UserDict, UserList and UserString, and makes them and ChainMap. Each is a class like
// one written in Python: what it wraps is in an attribute that subclasses may use.

var (
	nameData = py.Intern("data")
	nameMaps = py.Intern("maps")

	nameMaketrans = py.Intern("maketrans")
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
		if c.name == "UserString" {
			maketrans, e := py.GetAttr(py.StrType.Value(), nameMaketrans)
			if e == nil {
				e = py.SetAttr(v, nameMaketrans, maketrans)
			}
			if e != nil {
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
		{"__imul__", py.InplaceMul},
	} {
		methods = append(methods, py.FuncSpec{Name: op.name, Pos: pos("other"), Impl: func(self, other value) (value, exc) {
			d, e := data(self)
			if e != nil {
				return value{}, e
			}
			if other, e = unwrap(other); e != nil {
				return value{}, e
			}
			if strings.HasSuffix(op.name, "add__") && other.Type().Flags&py.FlagList == 0 {
				if other, e = py.Call1(py.ListType.Value(), other); e != nil {
					return value{}, e
				}
			}
			r, e := op.f(d, other)
			if e != nil {
				return value{}, e
			}
			if op.name == "__imul__" {
				return self, py.SetAttr(self, nameData, r)
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

// repeated is data * n.
func repeated(wrap func(self, r value) (value, exc)) any {
	return func(self, n value) (value, exc) {
		d, e := data(self)
		if e != nil {
			return value{}, e
		}
		if d, e = py.Mul(d, n); e != nil {
			return value{}, e
		}
		return wrap(self, d)
	}
}

// concatenated joins the str of other to the data.
func concatenated(wrap func(self, r value) (value, exc), join func(data, other value) (value, exc)) any {
	return func(self, other value) (value, exc) {
		d, e := data(self)
		if e != nil {
			return value{}, e
		}
		if other, e = unwrap(other); e != nil {
			return value{}, e
		}
		if other.Type().Flags&py.FlagStr == 0 {
			if other, e = py.Str_(other); e != nil {
				return value{}, e
			}
		}
		r, e := join(d, other)
		if e != nil {
			return value{}, e
		}
		return wrap(self, r)
	}
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
		{Name: "__getnewargs__", Pos: pos(), Impl: func(self value) (value, exc) {
			all, e := py.GetItem(self, py.NewSlice(py.None, py.None, py.None))
			return py.TupleV(all), e
		}},
		{Name: "__add__", Pos: pos("other"), Impl: concatenated(wrap, func(data, other value) (value, exc) { return py.Add(data, other) })},
		{Name: "__radd__", Pos: pos("other"), Impl: concatenated(wrap, func(data, other value) (value, exc) { return py.Add(other, data) })},
		{Name: "__mul__", Pos: pos("n"), Impl: repeated(wrap)},
		{Name: "__rmul__", Pos: pos("n"), Impl: repeated(wrap)},
		{Name: "__rmod__", Pos: pos("template"), Impl: func(self, template value) (value, exc) {
			s, e := py.Str_(template)
			if e != nil {
				return value{}, e
			}
			if s, e = py.Mod(s, self); e != nil {
				return value{}, e
			}
			return py.Call1(self.Type().Value(), s)
		}},
		{Name: "encode", Pos: pos("encoding", "errors"), Defaults: []value{py.StrV("utf-8"), py.StrV("strict")}, Impl: func(self, encoding, errors value) (value, exc) {
			d, e := data(self)
			if e != nil {
				return value{}, e
			}
			if encoding.IsNone() {
				encoding = py.StrV("utf-8")
			}
			if errors.IsNone() {
				errors = py.StrV("strict")
			}
			return py.CallMethod2(d, py.Intern("encode"), encoding, errors)
		}},
	}
	methods = append(methods, compareData()...)
	for _, name := range []string{"__mod__", "__getitem__", "capitalize", "casefold", "center", "expandtabs",
		"ljust", "lower", "lstrip", "removeprefix", "removesuffix", "replace", "rjust", "rstrip", "strip", "swapcase", "title", "translate", "upper", "zfill"} {
		methods = append(methods, passToData(name, wrap))
	}
	for _, name := range []string{"__contains__", "__int__", "__float__", "count", "endswith", "find", "format", "format_map", "index", "isalpha", "isalnum", "isascii",
		"isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper", "join", "partition",
		"rpartition", "rfind", "rindex", "split", "rsplit", "splitlines", "startswith"} {
		methods = append(methods, passToData(name, nil))
	}
	return methods
}
