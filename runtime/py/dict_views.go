package py

// This file implements the views and iterators of dict (Python library reference,
// Dictionary view objects).

// The types of this file.
var (
	DictKeysType             = &Type{Name: "dict_keys"}
	DictValuesType           = &Type{Name: "dict_values"}
	DictItemsType            = &Type{Name: "dict_items"}
	DictKeyIterType          = &Type{Name: "dict_keyiterator"}
	DictValueIterType        = &Type{Name: "dict_valueiterator"}
	DictItemIterType         = &Type{Name: "dict_itemiterator"}
	DictReverseKeyIterType   = &Type{Name: "dict_reversekeyiterator"}
	DictReverseValueIterType = &Type{Name: "dict_reversevalueiterator"}
	DictReverseItemIterType  = &Type{Name: "dict_reverseitemiterator"}
)

// dictIter iterates over a dict in either direction; what it yields is decided by its
// type.
type dictIter struct {
	Header
	d    *Dict // nil when exhausted
	pos  int
	used int // of the dict when the iterator was made; -1 once a change was reported
	left int
}

func newDictIter(t *Type, d *Dict) Value {
	it := &dictIter{Header: Header{t}, d: d, used: d.used, left: d.used}
	if t == DictReverseKeyIterType || t == DictReverseValueIterType || t == DictReverseItemIterType {
		it.pos = len(d.entries)
	}
	return it.Value()
}

// advance returns the next entry.
func (it *dictIter) advance(reverse bool) (key, value Value, ok bool, exc *Exception) {
	d := it.d
	if d == nil {
		return
	}
	if it.used != d.used {
		it.used = -1
		exc = Raisef(RuntimeErrorType, "dictionary changed size during iteration")
		return
	}
	if reverse {
		var at int
		if key, value, at, ok = d.entryBefore(it.pos); ok {
			it.pos = at
		}
	} else {
		key, value, it.pos, ok = d.Entry(it.pos)
	}
	if !ok {
		it.d = nil
		return
	}
	if it.left == 0 {
		it.d = nil
		return Value{}, Value{}, false, Raisef(RuntimeErrorType, "dictionary keys changed during iteration")
	}
	it.left--
	return
}

func dictIterHint(v Value) (Value, *Exception) {
	it := heap[dictIter](v)
	if it.d == nil || it.used != it.d.used {
		return Int(0), nil
	}
	return Int(int64(it.left)), nil
}

func defineDictIter(t *Type, reverse bool, pick func(key, value Value) Value) {
	t.Define(&TypeSpec{
		Layout: LayoutOf[dictIter](),
		Slots: Slots{Iter: self, Next: func(v Value) (Value, bool, *Exception) {
			key, value, ok, exc := heap[dictIter](v).advance(reverse)
			if !ok {
				return Value{}, false, exc
			}
			return pick(key, value), true, nil
		}},
		Methods: []Method{
			{Name: "__length_hint__", Sig: "($self, /)", Impl: dictIterHint},
			reduceRest(func(v Value) Value { it := *heap[dictIter](v); return it.Value() }),
		},
		NoNew: true,
	})
}

// dictView is keys(), values() or items() of a dict.
type dictView struct {
	Header
	d    *Dict
	dict Value // d, with its class
}

func newDictView(t *Type, dict Value) Value {
	return (&dictView{Header{t}, heap[Dict](dict), dict}).Value()
}

func init() {
	key := func(key, value Value) Value { return key }
	value := func(key, value Value) Value { return value }
	item := func(key, value Value) Value { return TupleV(key, value) }
	defineDictIter(DictKeyIterType, false, key)
	defineDictIter(DictValueIterType, false, value)
	defineDictIter(DictItemIterType, false, item)
	defineDictIter(DictReverseKeyIterType, true, key)
	defineDictIter(DictReverseValueIterType, true, value)
	defineDictIter(DictReverseItemIterType, true, item)
	defineDictView(DictKeysType, DictKeyIterType, DictReverseKeyIterType, dictKeysContains, true)
	defineDictView(DictItemsType, DictItemIterType, DictReverseItemIterType, dictItemsContains, true)
	defineDictView(DictValuesType, DictValueIterType, DictReverseValueIterType, nil, false)
}

func defineDictView(t, iter, reverse *Type, contains func(v, item Value) (bool, *Exception), setLike bool) {
	spec := &TypeSpec{
		Layout: LayoutOf[dictView](),
		Slots: Slots{
			Repr:     dictViewRepr,
			Iter:     func(v Value) (Value, *Exception) { return newDictIter(iter, heap[dictView](v).d), nil },
			Len:      func(v Value) (int, *Exception) { return heap[dictView](v).d.used, nil },
			Contains: contains,
		},
		Methods: []Method{{Name: "__reversed__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
			return newDictIter(reverse, heap[dictView](v).d), nil
		}, Doc: "Return a reverse iterator over the dict."}},
		GetSets: []GetSet{{Name: "mapping", Get: func(v Value) (Value, *Exception) {
			return NewMappingProxy(heap[dictView](v).dict), nil
		}, Doc: "dictionary that this view refers to"}},
		NoNew: true,
	}
	if setLike {
		spec.NoHash = true
		spec.Slots.Compare = dictViewCompare
		spec.Slots.Binary, spec.Slots.Reflected = new(BinaryTable), new(BinaryTable)
		for op, f := range map[BinaryOp]BinaryFunc{OpAnd: dictViewAnd, OpOr: dictViewOr, OpSub: dictViewSub, OpXor: dictViewXor} {
			spec.Slots.Binary[op] = f
			spec.Slots.Reflected[op] = func(v, other Value) (Value, *Exception) { return f(other, v) }
		}
		spec.Methods = append(spec.Methods, Method{Name: "isdisjoint", Sig: "($self, other, /)", Impl: dictViewDisjoint,
			Doc: "Return True if the view and the given iterable have a null intersection."})
	}
	t.Define(spec)
}

func isSetLikeView(v Value) bool { return v.ref.typ == DictKeysType || v.ref.typ == DictItemsType }

func dictViewRepr(v Value) (Value, *Exception) {
	entered, exc := reprEnter(v)
	if exc != nil {
		return Value{}, exc
	}
	if !entered {
		return asciiV("..."), nil
	}
	defer reprLeave()
	items, exc := ToSlice(v)
	if exc != nil {
		return Value{}, exc
	}
	b := append([]byte(v.ref.typ.Name), '(')
	if b, exc = appendRepr(b, NewList(items).Value()); exc != nil {
		return Value{}, exc
	}
	return NewStr(bytesString(append(b, ')'))).Value(), nil
}

func dictKeysContains(v, item Value) (bool, *Exception) {
	_, ok, exc := heap[dictView](v).d.Get(item)
	return ok, exc
}

func dictItemsContains(v, item Value) (bool, *Exception) {
	t, ok := AsTuple(item)
	if !ok || len(t.Items()) != 2 {
		return false, nil
	}
	x, ok, exc := heap[dictView](v).d.Get(t.Items()[0])
	if !ok || exc != nil {
		return false, exc
	}
	return identicalOrEqual(x, t.Items()[1])
}

// dictViewCompare compares set-like views with each other and with sets, by inclusion.
func dictViewCompare(op CompareOp, a, b Value) (Value, *Exception) {
	if b.ref.typ.Flags&FlagSet == 0 && !isSetLikeView(b) {
		return NotImplemented, nil
	}
	m, exc := Len(a)
	if exc != nil {
		return Value{}, exc
	}
	n, exc := Len(b)
	if exc != nil {
		return Value{}, exc
	}
	result := false
	switch op {
	case EQ, NE:
		if m == n {
			result, exc = allContained(a, b)
		}
		if op == NE {
			result = !result
		}
	case LT, LE:
		if m < n || op == LE && m == n {
			result, exc = allContained(a, b)
		}
	case GT, GE:
		if m > n || op == GE && m == n {
			result, exc = allContained(b, a)
		}
	}
	if exc != nil {
		return Value{}, exc
	}
	return Bool(result), nil
}

// allContained reports whether every element of a is in b.
func allContained(a, b Value) (bool, *Exception) {
	it, exc := Iter(a)
	if exc != nil {
		return false, exc
	}
	for {
		x, ok, exc := Next(it)
		if exc != nil {
			return false, exc
		}
		if !ok {
			return true, nil
		}
		if in, exc := Contains(b, x); !in || exc != nil {
			return false, exc
		}
	}
}

// setOf returns a new set of the elements of v.
func setOf(v Value) (*Set, *Exception) {
	s := NewSet()
	return s, s.update(v)
}

func dictViewSub(a, b Value) (Value, *Exception) {
	s, exc := setOf(a)
	if exc != nil {
		return Value{}, exc
	}
	return s.Value(), s.differenceUpdate(b)
}

func dictViewOr(a, b Value) (Value, *Exception) {
	s, exc := setOf(a)
	if exc != nil {
		return Value{}, exc
	}
	return s.Value(), s.update(b)
}

func dictViewXor(a, b Value) (Value, *Exception) {
	s, exc := setOf(a)
	if exc != nil {
		return Value{}, exc
	}
	return s.Value(), s.symmetricUpdate(b)
}

// dictViewAnd collects the elements of one operand that are in the other, in the order
// of the shorter where that is a view (dictobject.c, _PyDictView_Intersect).
func dictViewAnd(a, b Value) (Value, *Exception) {
	if !isSetLikeView(a) {
		a, b = b, a
	}
	if b.ref.typ == SetType || b.ref.typ == FrozenSetType {
		n, exc := Len(a)
		if exc != nil {
			return Value{}, exc
		}
		if n <= heap[Set](b).used {
			r, exc := heap[Set](b).intersection(a)
			if exc != nil {
				return Value{}, exc
			}
			out := NewSet()
			return out.Value(), out.merge(r)
		}
	}
	if isSetLikeView(b) && heap[dictView](b).d.used > heap[dictView](a).d.used {
		a, b = b, a
	}
	it, exc := Iter(b)
	if exc != nil {
		return Value{}, exc
	}
	s := NewSet()
	for {
		x, ok, exc := Next(it)
		if exc != nil {
			return Value{}, exc
		}
		if !ok {
			return s.Value(), nil
		}
		in, exc := Contains(a, x)
		if exc != nil {
			return Value{}, exc
		}
		if in {
			if exc := s.Add(x); exc != nil {
				return Value{}, exc
			}
		}
	}
}

func dictViewDisjoint(v, other Value) (Value, *Exception) {
	if v == other {
		return Bool(heap[dictView](v).d.used == 0), nil
	}
	it, exc := Iter(other)
	if exc != nil {
		return Value{}, exc
	}
	for {
		x, ok, exc := Next(it)
		if exc != nil {
			return Value{}, exc
		}
		if !ok {
			return True, nil
		}
		in, exc := Contains(v, x)
		if exc != nil {
			return Value{}, exc
		}
		if in {
			return False, nil
		}
	}
}
