package collections

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the methods that the abstract classes of collections.abc give
// their subclasses.

var (
	nameAdd     = py.Intern("add")
	nameDiscard = py.Intern("discard")
	nameInsert  = py.Intern("insert")
	nameAppend  = py.Intern("append")
	nameMapping = py.Intern("_mapping")
	nameFromIt  = py.Intern("_from_iterable")
)

func pos(names ...string) []string { return append([]string{"self"}, names...) }

// isA reports isinstance(v, collections.abc.name).
func isA(v value, name string) (bool, exc) {
	table, e := ABCs()
	if e != nil {
		return false, e
	}
	return py.IsInstanceOf(v, table[name])
}

// fromIterable is Set._from_iterable: the result of set operations is made with it.
var fromIterable = py.FuncSpec{Name: "_from_iterable", Pos: []string{"cls", "it"}, Impl: func(cls, it value) (value, exc) { return py.Call1(cls, it) }}

var viewFromIterable = py.FuncSpec{Name: "_from_iterable", Pos: []string{"cls", "it"}, Impl: func(cls, it value) (value, exc) {
	return py.Call1(py.SetType.Value(), it)
}}

func makeSet(self value, items []value) (value, exc) {
	return py.CallMethod1(self, nameFromIt, py.NewList(items).Value())
}

// allIn reports whether every element of a is in b.
func allIn(a, b value) (bool, exc) {
	all := true
	e := py.Each(a, func(x value) exc {
		if !all {
			return nil
		}
		in, e := py.Contains(b, x)
		all = in
		return e
	})
	return all, e
}

func setOrder(op py.CompareOp) any {
	return func(self, other value) (value, exc) {
		if is, e := isA(other, "Set"); e != nil || !is {
			return py.NotImplemented, e
		}
		m, e := py.Len(self)
		if e != nil {
			return value{}, e
		}
		n, e := py.Len(other)
		if e != nil {
			return value{}, e
		}
		var fits bool
		switch op {
		case py.LE:
			fits = m <= n
		case py.LT:
			fits = m < n
		case py.GE:
			fits = m >= n
		case py.GT:
			fits = m > n
		default:
			fits = m == n
		}
		if !fits {
			return py.False, nil
		}
		a, b := self, other
		if op == py.GE || op == py.GT {
			a, b = b, a
		}
		all, e := allIn(a, b)
		return py.Bool(all), e
	}
}

// filter returns the elements of a whose membership in b is want.
func filter(a, b value, want bool) ([]value, exc) {
	var out []value
	e := py.Each(a, func(x value) exc {
		in, e := py.Contains(b, x)
		if e == nil && in == want {
			out = append(out, x)
		}
		return e
	})
	return out, e
}

// setOperand converts the other operand of a set operator to a Set; ok is false where it
// is not iterable.
func setOperand(self, other value) (value, bool, exc) {
	if is, e := isA(other, "Set"); e != nil || is {
		return other, is, e
	}
	if is, e := isA(other, "Iterable"); e != nil || !is {
		return value{}, false, e
	}
	v, e := py.CallMethod1(self, nameFromIt, other)
	return v, e == nil, e
}

func setOperator(name string, f func(self, other value) ([]value, exc)) py.FuncSpec {
	return py.FuncSpec{Name: name, Pos: pos("other"), Impl: func(self, other value) (value, exc) {
		o, ok, e := setOperand(self, other)
		if e != nil {
			return value{}, e
		}
		if !ok {
			return py.NotImplemented, nil
		}
		items, e := f(self, o)
		if e != nil {
			return value{}, e
		}
		return makeSet(self, items)
	}}
}

func setUnionItems(self, other value) ([]value, exc) {
	a, e := py.ToSlice(self)
	if e != nil {
		return nil, e
	}
	b, e := py.ItemsOf(other)
	return append(a, b...), e
}

func setXorItems(self, other value) ([]value, exc) {
	a, e := filter(self, other, false)
	if e != nil {
		return nil, e
	}
	b, e := filter(other, self, false)
	return append(a, b...), e
}

func setAndItems(self, other value) ([]value, exc) { return filter(other, self, true) }

var setMixins = []py.FuncSpec{
	{Name: "__le__", Pos: pos("other"), Impl: setOrder(py.LE)},
	{Name: "__lt__", Pos: pos("other"), Impl: setOrder(py.LT)},
	{Name: "__gt__", Pos: pos("other"), Impl: setOrder(py.GT)},
	{Name: "__ge__", Pos: pos("other"), Impl: setOrder(py.GE)},
	{Name: "__eq__", Pos: pos("other"), Impl: setOrder(py.EQ)},
	setOperator("__and__", setAndItems),
	setOperator("__rand__", setAndItems),
	setOperator("__or__", setUnionItems),
	setOperator("__ror__", setUnionItems),
	setOperator("__sub__", func(self, other value) ([]value, exc) { return filter(self, other, false) }),
	setOperator("__rsub__", func(self, other value) ([]value, exc) { return filter(other, self, false) }),
	setOperator("__xor__", setXorItems),
	setOperator("__rxor__", setXorItems),
	{Name: "isdisjoint", Pos: pos("other"), Impl: func(self, other value) (value, exc) {
		common, e := filter(other, self, true)
		return py.Bool(len(common) == 0), e
	}},
	{Name: "_hash", Pos: pos(), Impl: func(self value) (value, exc) {
		f, e := py.Call1(py.FrozenSetType.Value(), self)
		if e != nil {
			return value{}, e
		}
		h, e := py.Hash(f)
		return py.Int(h), e
	}},
}

func forEachCall(self, items value, method *py.Str) (value, exc) {
	list, e := py.ToSlice(items)
	if e != nil {
		return value{}, e
	}
	for _, x := range list {
		if _, e := py.CallMethod1(self, method, x); e != nil {
			return value{}, e
		}
	}
	return self, nil
}

var mutableSetMixins = []py.FuncSpec{
	{Name: "remove", Pos: pos("value"), Impl: func(self, x value) (value, exc) {
		if in, e := py.Contains(self, x); e != nil {
			return value{}, e
		} else if !in {
			return value{}, py.RaiseArgs(py.KeyErrorType, x)
		}
		return py.CallMethod1(self, nameDiscard, x)
	}},
	{Name: "pop", Pos: pos(), Impl: func(self value) (value, exc) {
		it, e := py.Iter(self)
		if e != nil {
			return value{}, e
		}
		x, ok, e := py.Next(it)
		if e != nil {
			return value{}, e
		}
		if !ok {
			return value{}, py.RaiseArgs(py.KeyErrorType)
		}
		_, e = py.CallMethod1(self, nameDiscard, x)
		return x, e
	}},
	{Name: "clear", Pos: pos(), Impl: func(self value) (value, exc) {
		_, e := forEachCall(self, self, nameDiscard)
		return py.None, e
	}},
	{Name: "__ior__", Pos: pos("it"), Impl: func(self, it value) (value, exc) { return forEachCall(self, it, nameAdd) }},
	{Name: "__iand__", Pos: pos("it"), Impl: func(self, it value) (value, exc) {
		gone, e := filter(self, it, false)
		if e != nil {
			return value{}, e
		}
		return forEachCall(self, py.NewList(gone).Value(), nameDiscard)
	}},
	{Name: "__ixor__", Pos: pos("it"), Impl: func(self, it value) (value, exc) {
		if it == self {
			return forEachCall(self, self, nameDiscard)
		}
		return self, py.Each(it, func(x value) exc {
			in, e := py.Contains(self, x)
			if e != nil {
				return e
			}
			name := nameAdd
			if in {
				name = nameDiscard
			}
			_, e = py.CallMethod1(self, name, x)
			return e
		})
	}},
	{Name: "__isub__", Pos: pos("it"), Impl: func(self, it value) (value, exc) { return forEachCall(self, it, nameDiscard) }},
}

// tryItem is self[key] with KeyError as absence.
func tryItem(self, key value) (value, bool, exc) {
	x, e := py.GetItem(self, key)
	if e == nil {
		return x, true, nil
	}
	if e.Is(py.KeyErrorType) {
		return value{}, false, nil
	}
	return value{}, false, e
}

func newView(name string) any {
	return func(self value) (value, exc) {
		table, e := ABCs()
		if e != nil {
			return value{}, e
		}
		return py.Call1(table[name], self)
	}
}

var mappingMixins = []py.FuncSpec{
	{Name: "get", Pos: pos("key", "default"), Defaults: []value{py.None}, Impl: func(self, key, def value) (value, exc) {
		x, found, e := tryItem(self, key)
		if e == nil && !found {
			return def, nil
		}
		return x, e
	}},
	{Name: "__contains__", Pos: pos("key"), Impl: func(self, key value) (value, exc) {
		_, found, e := tryItem(self, key)
		return py.Bool(found), e
	}},
	{Name: "keys", Pos: pos(), Impl: newView("KeysView")},
	{Name: "items", Pos: pos(), Impl: newView("ItemsView")},
	{Name: "values", Pos: pos(), Impl: newView("ValuesView")},
	{Name: "__eq__", Pos: pos("other"), Impl: func(self, other value) (value, exc) {
		if is, e := isA(other, "Mapping"); e != nil || !is {
			return py.NotImplemented, e
		}
		a, e := dictOfItems(self)
		if e != nil {
			return value{}, e
		}
		b, e := dictOfItems(other)
		if e != nil {
			return value{}, e
		}
		return py.Eq(a, b)
	}},
}

func dictOfItems(v value) (value, exc) {
	items, e := py.CallMethod0(v, nameItems)
	if e != nil {
		return value{}, e
	}
	return py.Call1(py.DictType.Value(), items)
}

func viewMapping(self value) (value, exc) { return py.GetAttr(self, nameMapping) }

var mappingViewMixins = []py.FuncSpec{
	{Name: "__init__", Pos: pos("mapping"), Impl: func(self, m value) (value, exc) { return py.None, py.SetAttr(self, nameMapping, m) }},
	{Name: "__len__", Pos: pos(), Impl: func(self value) (value, exc) {
		m, e := viewMapping(self)
		if e != nil {
			return value{}, e
		}
		n, e := py.Len(m)
		return py.Int(int64(n)), e
	}},
	{Name: "__repr__", Pos: pos(), Impl: func(self value) (value, exc) {
		m, e := viewMapping(self)
		if e != nil {
			return value{}, e
		}
		s, e := py.ReprText(m)
		return py.StrV(self.Type().Name + "(" + s + ")"), e
	}},
}

var keysViewMixins = []py.FuncSpec{
	{Name: "__contains__", Pos: pos("key"), Impl: func(self, key value) (value, exc) {
		m, e := viewMapping(self)
		if e != nil {
			return value{}, e
		}
		in, e := py.Contains(m, key)
		return py.Bool(in), e
	}},
	{Name: "__iter__", Pos: pos(), Impl: func(self value) (value, exc) {
		m, e := viewMapping(self)
		if e != nil {
			return value{}, e
		}
		return py.Iter(m)
	}},
}

// mapped is the iterator of a view: f of every key of the mapping.
func mapped(self value, f func(m, key value) (value, exc)) (value, exc) {
	m, e := viewMapping(self)
	if e != nil {
		return value{}, e
	}
	fn := py.NewBuiltin("item", "collections.abc", "(key, /)", func(key value) (value, exc) { return f(m, key) })
	return py.Call2(py.MapType.Value(), fn.Value(), m)
}

var itemsViewMixins = []py.FuncSpec{
	{Name: "__contains__", Pos: pos("item"), Impl: func(self, item value) (value, exc) {
		m, e := viewMapping(self)
		if e != nil {
			return value{}, e
		}
		key, x, e := py.Unpack2(item)
		if e != nil {
			return value{}, e
		}
		have, found, e := tryItem(m, key)
		if e != nil || !found {
			return py.False, e
		}
		same, e := py.EqualItems(have, x)
		return py.Bool(same), e
	}},
	{Name: "__iter__", Pos: pos(), Impl: func(self value) (value, exc) {
		return mapped(self, func(m, key value) (value, exc) {
			x, e := py.GetItem(m, key)
			return py.TupleV(key, x), e
		})
	}},
}

var valuesViewMixins = []py.FuncSpec{
	{Name: "__contains__", Pos: pos("value"), Impl: func(self, x value) (value, exc) {
		it, e := py.Iter(self)
		if e != nil {
			return value{}, e
		}
		for {
			v, ok, e := py.Next(it)
			if e != nil || !ok {
				return py.False, e
			}
			if same, e := py.EqualItems(v, x); same || e != nil {
				return py.Bool(same), e
			}
		}
	}},
	{Name: "__iter__", Pos: pos(), Impl: func(self value) (value, exc) { return mapped(self, py.GetItem) }},
}

var mutableMappingMixins = []py.FuncSpec{
	{Name: "pop", Pos: pos("key"), VarArgs: "default", Impl: func(self, key, def value) (value, exc) {
		x, found, e := tryItem(self, key)
		if e != nil {
			return value{}, e
		}
		if !found {
			if d := py.Heap[py.Tuple](def).Items(); len(d) > 0 {
				return d[0], nil
			}
			return value{}, py.RaiseArgs(py.KeyErrorType, key)
		}
		return x, py.DelItem(self, key)
	}},
	{Name: "popitem", Pos: pos(), Impl: func(self value) (value, exc) {
		it, e := py.Iter(self)
		if e != nil {
			return value{}, e
		}
		key, ok, e := py.Next(it)
		if e != nil {
			return value{}, e
		}
		if !ok {
			return value{}, py.RaiseArgs(py.KeyErrorType)
		}
		x, e := py.GetItem(self, key)
		if e != nil {
			return value{}, e
		}
		return py.TupleV(key, x), py.DelItem(self, key)
	}},
	{Name: "clear", Pos: pos(), Impl: func(self value) (value, exc) {
		for {
			if _, e := py.CallMethod0(self, py.Intern("popitem")); e != nil {
				if e.Is(py.KeyErrorType) {
					return py.None, nil
				}
				return value{}, e
			}
		}
	}},
	{Name: "update", Pos: pos("other"), PosOnly: 2, Defaults: []value{py.EmptyTuple.Value()}, VarKw: "kwds", Impl: func(self, other, kwds value) (value, exc) {
		for _, src := range []value{other, kwds} {
			if e := updateMapping(self, src); e != nil {
				return value{}, e
			}
		}
		return py.None, nil
	}},
	{Name: "setdefault", Pos: pos("key", "default"), Defaults: []value{py.None}, Impl: func(self, key, def value) (value, exc) {
		x, found, e := tryItem(self, key)
		if e != nil || found {
			return x, e
		}
		return def, py.SetItem(self, key, def)
	}},
}

func updateMapping(self, src value) exc {
	_, hasKeys, e := py.LookupAttr(src, nameKeys)
	if e != nil {
		return e
	}
	if !hasKeys {
		return py.Each(src, func(pair value) exc {
			k, x, e := py.Unpack2(pair)
			if e != nil {
				return e
			}
			return py.SetItem(self, k, x)
		})
	}
	keys, e := py.CallMethod0(src, nameKeys)
	if e != nil {
		return e
	}
	return py.Each(keys, func(k value) exc {
		x, e := py.GetItem(src, k)
		if e != nil {
			return e
		}
		return py.SetItem(self, k, x)
	})
}

// seqIter is the iterator of a sequence: over __getitem__ until IndexError.
func seqIter(self value) (value, exc) {
	i := int64(0)
	done := py.NewTuple([]value{py.None}).Value()
	fn := py.NewBuiltin("next", "collections.abc", "()", func() (value, exc) {
		x, e := py.GetItem(self, py.Int(i))
		if e != nil {
			if e.Is(py.IndexErrorType) {
				return done, nil
			}
			return value{}, e
		}
		i++
		return x, nil
	})
	return py.NewCallIter(fn.Value(), done), nil
}

var sequenceMixins = []py.FuncSpec{
	{Name: "__iter__", Pos: pos(), Impl: seqIter},
	{Name: "__contains__", Pos: pos("value"), Impl: func(self, x value) (value, exc) {
		found := false
		e := py.Each(self, func(v value) exc {
			if found {
				return nil
			}
			same, e := py.EqualItems(v, x)
			found = same
			return e
		})
		return py.Bool(found), e
	}},
	{Name: "__reversed__", Pos: pos(), Impl: func(self value) (value, exc) {
		n, e := py.Len(self)
		if e != nil {
			return value{}, e
		}
		fn := py.NewBuiltin("item", "collections.abc", "(i, /)", func(i value) (value, exc) { return py.GetItem(self, i) })
		return py.Call2(py.MapType.Value(), fn.Value(), py.NewRange(int64(n-1), -1, -1).Value())
	}},
	{Name: "index", Pos: pos("value", "start", "stop"), Defaults: []value{py.Int(0), py.None}, Impl: func(self, x, start, stop value) (value, exc) {
		n, e := py.Len(self)
		if e != nil {
			return value{}, e
		}
		lo, hi, _, _, e := py.SliceIndices(py.NewSlice(start, stop, py.None), n)
		if e != nil {
			return value{}, e
		}
		for i := lo; i < hi; i++ {
			v, e := py.GetItem(self, py.Int(int64(i)))
			if e != nil {
				if e.Is(py.IndexErrorType) {
					break
				}
				return value{}, e
			}
			if same, e := py.EqualItems(v, x); e != nil {
				return value{}, e
			} else if same {
				return py.Int(int64(i)), nil
			}
		}
		return value{}, py.RaiseArgs(py.ValueErrorType)
	}},
	{Name: "count", Pos: pos("value"), Impl: func(self, x value) (value, exc) {
		n := int64(0)
		e := py.Each(self, func(v value) exc {
			same, e := py.EqualItems(v, x)
			if same {
				n++
			}
			return e
		})
		return py.Int(n), e
	}},
}

var mutableSequenceMixins = []py.FuncSpec{
	{Name: "append", Pos: pos("value"), Impl: func(self, x value) (value, exc) {
		n, e := py.Len(self)
		if e != nil {
			return value{}, e
		}
		_, e = py.CallMethod2(self, nameInsert, py.Int(int64(n)), x)
		return py.None, e
	}},
	{Name: "clear", Pos: pos(), Impl: func(self value) (value, exc) {
		for {
			if _, e := py.CallMethod0(self, py.Intern("pop")); e != nil {
				if e.Is(py.IndexErrorType) {
					return py.None, nil
				}
				return value{}, e
			}
		}
	}},
	{Name: "reverse", Pos: pos(), Impl: func(self value) (value, exc) {
		n, e := py.Len(self)
		if e != nil {
			return value{}, e
		}
		for i, j := 0, n-1; i < j; i, j = i+1, j-1 {
			a, e := py.GetItem(self, py.Int(int64(i)))
			if e != nil {
				return value{}, e
			}
			b, e := py.GetItem(self, py.Int(int64(j)))
			if e != nil {
				return value{}, e
			}
			if e := py.SetItem(self, py.Int(int64(i)), b); e != nil {
				return value{}, e
			}
			if e := py.SetItem(self, py.Int(int64(j)), a); e != nil {
				return value{}, e
			}
		}
		return py.None, nil
	}},
	{Name: "extend", Pos: pos("values"), Impl: func(self, values value) (value, exc) {
		_, e := forEachCall(self, values, nameAppend)
		return py.None, e
	}},
	{Name: "pop", Pos: pos("index"), Defaults: []value{py.Int(-1)}, Impl: func(self, i value) (value, exc) {
		x, e := py.GetItem(self, i)
		if e != nil {
			return value{}, e
		}
		return x, py.DelItem(self, i)
	}},
	{Name: "remove", Pos: pos("value"), Impl: func(self, x value) (value, exc) {
		i, e := py.CallMethod1(self, py.Intern("index"), x)
		if e != nil {
			return value{}, e
		}
		return py.None, py.DelItem(self, i)
	}},
	{Name: "__iadd__", Pos: pos("values"), Impl: func(self, values value) (value, exc) {
		_, e := py.CallMethod1(self, py.Intern("extend"), values)
		return self, e
	}},
}
