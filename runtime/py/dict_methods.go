package py

// This file implements the type dict: construction, subscripting, comparison, methods.

var dictSpec = TypeSpec{
	Doc:    "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
	Flags:  FlagDict | FlagBaseType | FlagMappingPattern,
	Layout: LayoutOf[Dict](),
	NoHash: true,
	Slots: Slots{
		Repr:      dictRepr,
		Compare:   dictCompare,
		Iter:      func(v Value) (Value, *Exception) { return newDictIter(DictKeyIterType, heap[Dict](v)), nil },
		Len:       func(v Value) (int, *Exception) { return heap[Dict](v).used, nil },
		GetItem:   dictGetItem,
		SetItem:   dictSetItem,
		Contains:  dictContains,
		Binary:    &BinaryTable{OpOr: dictOr},
		Reflected: &BinaryTable{OpOr: func(v, other Value) (Value, *Exception) { return dictOr(other, v) }},
		Inplace:   &BinaryTable{OpOr: dictInplaceOr},
		New:       func(cls *Type, args []Value, names []*Str) (Value, *Exception) { return cls.Alloc(cls), nil },
		Init:      dictInit,
	},
	Methods: []Method{
		{Name: "get", Sig: "($self, key, default=None, /)", Impl: dictGet, Doc: "Return the value for key if key is in the dictionary, else default."},
		{Name: "setdefault", Sig: "($self, key, default=None, /)", Impl: dictSetDefault, Doc: "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default."},
		{Name: "pop", Sig: "($self, key, default=<unrepresentable>, /)", Impl: dictPop, Doc: "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError."},
		{Name: "popitem", Sig: "($self, /)", Impl: dictPopItem, Doc: "Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty."},
		{Name: "keys", Impl: func(v Value) (Value, *Exception) { return newDictView(DictKeysType, v), nil }, Doc: "Return a set-like object providing a view on the dict's keys."},
		{Name: "values", Impl: func(v Value) (Value, *Exception) { return newDictView(DictValuesType, v), nil }, Doc: "Return an object providing a view on the dict's values."},
		{Name: "items", Impl: func(v Value) (Value, *Exception) { return newDictView(DictItemsType, v), nil }, Doc: "Return a set-like object providing a view on the dict's items."},
		{Name: "update", Impl: dictUpdate, Doc: "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.\nIf E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]\nIf E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\nIn either case, this is followed by: for k in F:  D[k] = F[k]"},
		{Name: "clear", Impl: func(v Value) (Value, *Exception) { heap[Dict](v).Clear(); return None, nil }, Doc: "Remove all items from the dict."},
		{Name: "copy", Impl: func(v Value) (Value, *Exception) { return heap[Dict](v).Copy().Value(), nil }, Doc: "Return a shallow copy of the dict."},
		{Name: "__reversed__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return newDictIter(DictReverseKeyIterType, heap[Dict](v)), nil }, Doc: "Return a reverse iterator over the dict keys."},
		{Name: "__sizeof__", Impl: dictSizeof, Doc: "Return the size of the dict in memory."},
	},
	ClassMethods: []Method{
		classGetItem,
		{Name: "fromkeys", Sig: "($type, iterable, value=None, /)", Impl: dictFromKeys, Doc: "Create a new dictionary with keys from iterable and values set to value."},
	},
}

func init() { DictType.Define(&dictSpec) }

func dictInit(v Value, args []Value, names []*Str) *Exception {
	return dictUpdateArgs("dict", v, args, names)
}

// dictUpdateArgs is dict.update and dict.__init__.
func dictUpdateArgs(name string, v Value, args []Value, names []*Str) *Exception {
	pos := len(args) - len(names)
	if exc := checkArgCount(name, pos, 0, 1); exc != nil {
		return exc
	}
	d := heap[Dict](v)
	if pos == 1 {
		if exc := d.updateFrom(args[0]); exc != nil {
			return exc
		}
	}
	for i, key := range names {
		d.SetStr(key, args[pos+i])
	}
	return nil
}

// updateFrom adds the items of a mapping, or of an iterable of pairs.
func (d *Dict) updateFrom(src Value) *Exception {
	if src.ref.typ == DictType {
		return d.merge(src)
	}
	mapping, exc := isMapping(src)
	if exc != nil {
		return exc
	}
	if mapping {
		return d.merge(src)
	}
	return d.mergePairs(src)
}

// merge adds the items of the mapping m, overwriting.
func (d *Dict) merge(m Value) *Exception {
	if src, ok := AsDict(m); ok && (m.ref.typ == DictType || m.ref.typ.hasDictIter()) {
		if src == d || src.used == 0 {
			return nil
		}
		if d.used == 0 && len(d.entries) == 0 {
			d.copyFrom(src)
			return nil
		}
		if need := (d.used + src.used) * 3; usableFraction(d.slots) < d.used+src.used && d.usable < src.used {
			d.resize((need+1)/2, 0)
		}
		size := src.used
		for pos := 0; pos < len(src.entries); pos++ {
			e := src.entries[pos]
			if e.key.ref == nil {
				continue
			}
			if exc := d.SetHashed(e.key, e.hash, e.value); exc != nil {
				return exc
			}
			if src.used != size {
				return Raisef(RuntimeErrorType, "dict mutated during update")
			}
		}
		return nil
	}
	keys, exc := CallMethod0(m, strKeys)
	if exc != nil {
		return exc
	}
	it, exc := Iter(keys)
	if exc != nil {
		return exc
	}
	for {
		key, ok, exc := Next(it)
		if !ok || exc != nil {
			return exc
		}
		x, exc := GetItem(m, key)
		if exc != nil {
			return exc
		}
		if exc := d.Set(key, x); exc != nil {
			return exc
		}
	}
}

// hasDictIter reports whether t, a subclass of dict, iterates and looks up as dict does,
// so that a merge may read the table.
func (t *Type) hasDictIter() bool {
	for _, m := range t.MRO {
		if m == DictType {
			return true
		}
		if m.Flags&FlagHeap == 0 {
			if m.spec != nil && m.spec.Slots.Iter != nil {
				return false
			}
			continue
		}
		if m.Dict != nil {
			if _, ok := m.Dict.GetStr(strIterName); ok {
				return false
			}
			if _, ok := m.Dict.GetStr(strKeys); ok {
				return false
			}
		}
	}
	return false
}

var strIterName = Intern("__iter__")

// mergePairs adds the pairs of an iterable, as PyDict_MergeFromSeq2.
func (d *Dict) mergePairs(src Value) *Exception {
	it, exc := Iter(src)
	if exc != nil {
		return exc
	}
	for i := 0; ; i++ {
		pair, ok, exc := Next(it)
		if !ok || exc != nil {
			return exc
		}
		items, fast := unpackItems(pair)
		if !fast {
			if !isIterable(pair) {
				return Raisef(TypeErrorType, "cannot convert dictionary update sequence element #%d to a sequence", i)
			}
			if items, exc = ToSlice(pair); exc != nil {
				return exc
			}
		}
		if len(items) != 2 {
			return Raisef(ValueErrorType, "dictionary update sequence element #%d has length %d; 2 is required", i, len(items))
		}
		if exc := d.Set(items[0], items[1]); exc != nil {
			return exc
		}
	}
}

func dictRepr(v Value) (Value, *Exception) {
	d := heap[Dict](v)
	if d.used == 0 {
		return asciiV("{}"), nil
	}
	entered, exc := reprEnter(v)
	if exc != nil {
		return Value{}, exc
	}
	if !entered {
		return asciiV("{...}"), nil
	}
	defer reprLeave()
	b := []byte{'{'}
	for key, value, pos, ok := d.Entry(0); ok; key, value, pos, ok = d.Entry(pos) {
		if len(b) > 1 {
			b = append(b, ", "...)
		}
		if b, exc = appendRepr(b, key); exc != nil {
			return Value{}, exc
		}
		b = append(b, ": "...)
		if b, exc = appendRepr(b, value); exc != nil {
			return Value{}, exc
		}
	}
	return NewStr(bytesString(append(b, '}'))).Value(), nil
}

func dictCompare(op CompareOp, a, b Value) (Value, *Exception) {
	if op != EQ && op != NE || b.ref.typ.Flags&FlagDict == 0 {
		return NotImplemented, nil
	}
	equal, exc := heap[Dict](a).equal(heap[Dict](b))
	if exc != nil {
		return Value{}, exc
	}
	return Bool(equal == (op == EQ)), nil
}

func (d *Dict) equal(other *Dict) (bool, *Exception) {
	if d.used != other.used {
		return false, nil
	}
	for pos := 0; pos < len(d.entries); pos++ {
		e := d.entries[pos]
		if e.key.ref == nil {
			continue
		}
		at, exc := other.find(e.key, e.hash)
		if exc != nil {
			return false, exc
		}
		if at < 0 {
			return false, nil
		}
		if same, exc := identicalOrEqual(e.value, other.entries[at].value); !same || exc != nil {
			return false, exc
		}
	}
	return true, nil
}

var strMissing = Intern("__missing__")

// keyError is the KeyError of a missing key.
func keyError(key Value) *Exception { return RaiseArgs(KeyErrorType, key) }

func dictGetItem(v, key Value) (Value, *Exception) {
	d := heap[Dict](v)
	x, ok, exc := d.Get(key)
	if ok || exc != nil {
		return x, exc
	}
	if v.ref.typ != DictType {
		f, exc := LookupSpecial(v, strMissing)
		if exc != nil {
			return Value{}, exc
		}
		if f.ref != nil {
			return Call1(f, key)
		}
	}
	return Value{}, keyError(key)
}

func dictSetItem(v, key, x Value) *Exception {
	d := heap[Dict](v)
	if x.ref != nil {
		return d.Set(key, x)
	}
	ok, exc := d.Delete(key)
	if exc == nil && !ok {
		exc = keyError(key)
	}
	return exc
}

func dictContains(v, key Value) (bool, *Exception) {
	_, ok, exc := heap[Dict](v).Get(key)
	return ok, exc
}

// dictOr is a | b, also where only b is known to be a dict.
func dictOr(a, b Value) (Value, *Exception) {
	if a.ref.typ.Flags&FlagDict == 0 || b.ref.typ.Flags&FlagDict == 0 {
		return NotImplemented, nil
	}
	d := heap[Dict](a).Copy()
	return d.Value(), d.merge(b)
}

func dictInplaceOr(a, b Value) (Value, *Exception) { return a, heap[Dict](a).updateFrom(b) }

func dictGet(self, key, def Value) (Value, *Exception) {
	x, ok, exc := heap[Dict](self).Get(key)
	if ok || exc != nil {
		return x, exc
	}
	if def.ref == nil {
		return None, nil
	}
	return def, nil
}

func dictSetDefault(self, key, def Value) (Value, *Exception) {
	if def.ref == nil {
		def = None
	}
	return heap[Dict](self).setDefault(key, func() Value { return def })
}

// setDefault is d.setdefault(key, made()); made is called where the key is missing.
func (d *Dict) setDefault(key Value, made func() Value) (Value, *Exception) {
	hash, exc := Hash(key)
	if exc != nil {
		return Value{}, exc
	}
	pos, exc := d.find(key, hash)
	if exc != nil {
		return Value{}, exc
	}
	if pos >= 0 {
		return d.entries[pos].value, nil
	}
	def := made()
	d.insert(key, hash, def)
	return def, nil
}

func dictPop(self, key, def Value) (Value, *Exception) {
	x, ok, exc := heap[Dict](self).Pop(key)
	if ok || exc != nil {
		return x, exc
	}
	if def.ref != nil {
		return def, nil
	}
	return Value{}, keyError(key)
}

// Pop removes key and returns its value and whether it was there.
func (d *Dict) Pop(key Value) (Value, bool, *Exception) {
	if d.used == 0 && key.ref.typ == StrType {
		return Value{}, false, nil
	}
	hash, exc := Hash(key)
	if exc != nil {
		return Value{}, false, exc
	}
	pos, exc := d.find(key, hash)
	if pos < 0 {
		return Value{}, false, exc
	}
	x := d.entries[pos].value
	d.removeAt(pos)
	return x, true, nil
}

func dictPopItem(self Value) (Value, *Exception) {
	key, x, ok := heap[Dict](self).popLast()
	if !ok {
		return Value{}, Raisef(KeyErrorType, "popitem(): dictionary is empty")
	}
	return TupleV(key, x), nil
}

func dictUpdate(self Value, args []Value, names []*Str) (Value, *Exception) {
	return None, dictUpdateArgs("update", self, args, names)
}

func dictSizeof(self Value) (Value, *Exception) {
	d := heap[Dict](self)
	size := 48
	if d.slots > 0 {
		size += 16 + d.slots*max(1, bitsFor(d.slots)) + usableFraction(d.slots)*24
	}
	return Int(int64(size)), nil
}

// bitsFor is the width in bytes of CPython's index entries.
func bitsFor(slots int) int {
	switch {
	case slots <= 0xff:
		return 1
	case slots <= 0xffff:
		return 2
	}
	return 4
}

func dictFromKeys(cls, iterable, value Value) (Value, *Exception) {
	if value.ref == nil {
		value = None
	}
	v, exc := Call0(cls)
	if exc != nil {
		return Value{}, exc
	}
	if v.ref.typ == DictType && (iterable.ref.typ == SetType || iterable.ref.typ == FrozenSetType) {
		return v, heap[Dict](v).setKeys(heap[Set](iterable), value)
	}
	it, exc := Iter(iterable)
	if exc != nil {
		return Value{}, exc
	}
	for {
		key, ok, exc := Next(it)
		if exc != nil {
			return Value{}, exc
		}
		if !ok {
			return v, nil
		}
		if exc := SetItem(v, key, value); exc != nil {
			return Value{}, exc
		}
	}
}

// setKeys gives every element of s the value, by the hashes that s has.
func (d *Dict) setKeys(s *Set, value Value) *Exception {
	for pos := 0; pos < len(s.table); pos++ {
		if e := s.table[pos]; e.key.ref != nil {
			if exc := d.SetHashed(e.key, e.hash, value); exc != nil {
				return exc
			}
		}
	}
	return nil
}
