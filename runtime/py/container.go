package py

// This file implements the operations on containers that emitted code calls: v[key],
// item in v, iter, next, len and the displays (Python reference 3.3.7 and 6.2).

// GetItem is v[key].
func GetItem(v, key Value) (Value, *Exception) {
	t := v.ref.typ
	if f := t.GetItem; f != nil {
		return f(v, key)
	}
	if t.Flags&FlagType != 0 {
		return classGetItemOf(v, key)
	}
	return Value{}, Raisef(TypeErrorType, "'%s' object is not subscriptable", t.ShownName())
}

// classGetItemOf is cls[key] for a class whose metaclass has no __getitem__.
func classGetItemOf(cls, key Value) (Value, *Exception) {
	if cls == TypeType.Value() {
		return NewGenericAlias(cls, key), nil
	}
	f, found, exc := LookupAttr(cls, strClassGetItem)
	if exc != nil {
		return Value{}, exc
	}
	if found && !f.IsNone() {
		return Call1(f, key)
	}
	return Value{}, Raisef(TypeErrorType, "type '%s' is not subscriptable", heap[Type](cls).Name)
}

var strClassGetItem = Intern("__class_getitem__")

// SetItem is v[key] = x.
func SetItem(v, key, x Value) *Exception {
	t := v.ref.typ
	switch t {
	case ListType:
		return listSetItem(v, key, x)
	case DictType:
		return heap[Dict](v).Set(key, x)
	}
	if f := t.SetItem; f != nil {
		return f(v, key, x)
	}
	if hasIndex(key) && t.isSequence() {
		if _, exc := IndexInt(key, IndexErrorType); exc != nil {
			return exc
		}
	}
	return Raisef(TypeErrorType, "'%s' object does not support item assignment", t.ShownName())
}

// DelItem is del v[key].
func DelItem(v, key Value) *Exception {
	t := v.ref.typ
	if f := t.SetItem; f != nil {
		return f(v, key, Value{})
	}
	if hasIndex(key) && t.isSequence() {
		if _, exc := IndexInt(key, IndexErrorType); exc != nil {
			return exc
		}
		return Raisef(TypeErrorType, "'%s' object doesn't support item deletion", t.ShownName())
	}
	return Raisef(TypeErrorType, "'%s' object does not support item deletion", t.ShownName())
}

// isSequence reports whether CPython's type has the methods of sequences, so that an index
// is looked at before it is refused.
func (t *Type) isSequence() bool { return t.Flags&FlagHeap != 0 || t.Len != nil || t.GetItem != nil }

// Contains is item in container.
func Contains(container, item Value) (bool, *Exception) {
	t := container.ref.typ
	if f := t.Contains; f != nil {
		return f(container, item)
	}
	it, exc := Iter(container)
	if exc != nil {
		// Whatever TypeError it was, CPython's _PySequence_IterSearch says this.
		if exc.typ.IsSubclass(TypeErrorType) {
			exc = Raisef(TypeErrorType, "argument of type '%s' is not iterable", t.ShownName())
		}
		return false, exc
	}
	next := it.ref.typ.Next
	for {
		x, ok, exc := next(it)
		if !ok || exc != nil {
			return false, exc
		}
		if equal, exc := identicalOrEqual(x, item); equal || exc != nil {
			return equal, exc
		}
	}
}

// isIterable reports whether iter(v) would find a way to iterate.
func isIterable(v Value) bool { return v.ref.typ.Iter != nil || isSequence(v) }

// isSequence is PySequence_Check: v has __getitem__ and is no dict.
func isSequence(v Value) bool {
	t := v.ref.typ
	return t.GetItem != nil && t.Flags&FlagDict == 0 && t != MappingProxyType
}

// Iter is iter(v).
func Iter(v Value) (Value, *Exception) { return iterOf(v, "'%s' object is not iterable") }

// iterOf is iter(v) with the text of the TypeError for an object that is not iterable.
func iterOf(v Value, message string) (Value, *Exception) {
	t := v.ref.typ
	if f := t.Iter; f != nil {
		it, exc := f(v)
		if exc != nil {
			return Value{}, exc
		}
		if it.ref.typ.Next == nil {
			return Value{}, Raisef(TypeErrorType, "iter() returned non-iterator of type '%s'", it.ref.typ.ShownName())
		}
		return it, nil
	}
	if isSequence(v) {
		return (&seqIter{Header{SeqIterType}, v, 0}).Value(), nil
	}
	return Value{}, Raisef(TypeErrorType, message, t.ShownName())
}

// Next returns the next element of the iterator it and true, or false when there is no
// more.
func Next(it Value) (Value, bool, *Exception) {
	if f := it.ref.typ.Next; f != nil {
		return f(it)
	}
	return Value{}, false, Raisef(TypeErrorType, "'%s' object is not an iterator", it.ref.typ.ShownName())
}

// Len is len(v).
func Len(v Value) (int, *Exception) {
	t := v.ref.typ
	switch t {
	case ListType:
		return len(heap[List](v).Items), nil
	case DictType:
		return heap[Dict](v).used, nil
	}
	if f := t.Len; f != nil {
		return f(v)
	}
	return 0, Raisef(TypeErrorType, "object of type '%s' has no len()", t.ShownName())
}

// LengthHint is operator.length_hint(v, def).
func LengthHint(v Value, def int) (int, *Exception) {
	if v.ref.typ.Len != nil {
		n, exc := Len(v)
		if exc == nil {
			return n, nil
		}
		if !exc.typ.IsSubclass(TypeErrorType) {
			return 0, exc
		}
	}
	if v.ref.typ.Flags&FlagHeap == 0 && v.ref.typ.spec != nil && !v.ref.typ.hasLengthHint() {
		return def, nil
	}
	f, exc := LookupSpecial(v, strLengthHint)
	if exc != nil {
		return 0, exc
	}
	if f.ref == nil {
		return def, nil
	}
	r, exc := Call0(f)
	if exc != nil {
		if exc.typ.IsSubclass(TypeErrorType) {
			return def, nil
		}
		return 0, exc
	}
	if r == NotImplemented {
		return def, nil
	}
	if !r.IsInt() {
		return 0, Raisef(TypeErrorType, "__length_hint__ must be an integer, not %s", r.ref.typ.ShownName())
	}
	n, exc := Ssize(r)
	if exc != nil {
		return 0, exc
	}
	if n < 0 {
		return 0, Raisef(ValueErrorType, "__length_hint__() should return >= 0")
	}
	return n, nil
}

var strLengthHint = Intern("__length_hint__")

// hasLengthHint reports whether a type made in Go has __length_hint__, without building
// its namespace.
func (t *Type) hasLengthHint() bool {
	for _, m := range t.spec.Methods {
		if m.Name == "__length_hint__" {
			return true
		}
	}
	return false
}

// DictBuild is {k: v, ...} for the alternating keys and values kv.
func DictBuild(kv []Value) (Value, *Exception) {
	d := NewDictSize(len(kv) / 2)
	for i := 0; i+1 < len(kv); i += 2 {
		if exc := d.Set(kv[i], kv[i+1]); exc != nil {
			return Value{}, exc
		}
	}
	return d.Value(), nil
}

// SetBuild is {item, ...}.
func SetBuild(items []Value) (Value, *Exception) {
	var s *Set
	if len(items) > 0 && len(items) <= minSetSlots*3/5 {
		s = smallSet(SetType)
	} else {
		s = NewSet()
	}
	for _, x := range items {
		if exc := s.Add(x); exc != nil {
			return Value{}, exc
		}
	}
	return s.Value(), nil
}

// SetOfConsts is {item, ...} where the items are constants.
func SetOfConsts(items []Value) (Value, *Exception) {
	f, exc := frozenConsts(items)
	if exc != nil {
		return Value{}, exc
	}
	s := NewSet()
	return s.Value(), s.merge(f)
}

// ConstsToIterate is {item, ...} for a loop, where the items are constants.
func ConstsToIterate(items []Value) (Value, *Exception) {
	f, exc := frozenConsts(items)
	if exc != nil {
		return Value{}, exc
	}
	return f.Value(), nil
}

// frozenConsts returns the frozenset of constants. CPython's compiler makes it a second time,
// of the elements of the first, when it looks for equal constants.
func frozenConsts(items []Value) (*Set, *Exception) {
	first := NewFrozenSet()
	for _, x := range items {
		if exc := first.Add(x); exc != nil {
			return nil, exc
		}
	}
	f := NewFrozenSet()
	for i := range first.table {
		if e := &first.table[i]; e.key.ref != nil {
			if exc := f.addHash(e.key, e.hash); exc != nil {
				return nil, exc
			}
		}
	}
	return f, nil
}

// SetAdd is s.add(x) for an exact set.
func SetAdd(s, x Value) *Exception { return heap[Set](s).Add(x) }

// SetUpdate is s.update(iterable) for an exact set.
func SetUpdate(s, iterable Value) *Exception { return heap[Set](s).update(iterable) }

// DictSet is d[k] = x for an exact dict.
func DictSet(d, k, x Value) *Exception { return heap[Dict](d).Set(k, x) }

// DictUpdate is {**m} into the exact dict d.
func DictUpdate(d, m Value) *Exception {
	if m.ref.typ.Flags&FlagDict == 0 {
		if ok, exc := isMapping(m); exc != nil {
			return exc
		} else if !ok {
			return Raisef(TypeErrorType, "'%s' object is not a mapping", m.ref.typ.ShownName())
		}
	}
	return heap[Dict](d).merge(m)
}

// isMapping reports whether v has a method keys, which is what makes a mapping.
func isMapping(v Value) (bool, *Exception) {
	_, found, exc := LookupAttr(v, strKeys)
	return found, exc
}

var strKeys = Intern("keys")

// DictMergeKw adds the keyword arguments **m to d for a call of fn.
func DictMergeKw(d, m, fn Value) *Exception {
	if m.ref.typ.Flags&FlagDict == 0 {
		if ok, exc := isMapping(m); exc != nil {
			return exc
		} else if !ok {
			name, exc := functionStr(fn)
			if exc != nil {
				return exc
			}
			return Raisef(TypeErrorType, "%s argument after ** must be a mapping, not %s", name, m.ref.typ.ShownName())
		}
	}
	into := heap[Dict](d)
	src, ok := AsDict(m)
	if !ok || m.ref.typ != DictType {
		src = NewDict()
		if exc := src.merge(m); exc != nil {
			return exc
		}
	}
	for k, v, pos, ok := src.Entry(0); ok; k, v, pos, ok = src.Entry(pos) {
		if !k.IsStr() {
			return Raisef(TypeErrorType, "keywords must be strings")
		}
		if into.findStr(heap[Str](k)) >= 0 {
			name, exc := functionStr(fn)
			if exc != nil {
				return exc
			}
			return Raisef(TypeErrorType, "%s got multiple values for keyword argument '%s'", name, heap[Str](k).S)
		}
		if exc := into.Set(k, v); exc != nil {
			return exc
		}
	}
	return nil
}

// functionStr names fn in messages about its arguments (object.c, _PyObject_FunctionStr):
// the qualified name, with the module unless that is builtins, and "()".
func functionStr(fn Value) (string, *Exception) {
	qualname, found, exc := LookupAttr(fn, strQualname)
	if exc != nil {
		return "", exc
	}
	if !found {
		s, exc := Str_(fn)
		if exc != nil {
			return "", exc
		}
		return heap[Str](s).S, nil
	}
	module, found, exc := LookupAttr(fn, strModule)
	if exc != nil {
		return "", exc
	}
	name, exc := Str_(qualname)
	if exc != nil {
		return "", exc
	}
	if found && module.IsStr() && heap[Str](module).S != "builtins" {
		return heap[Str](module).S + "." + heap[Str](name).S + "()", nil
	}
	return heap[Str](name).S + "()", nil
}

var (
	strQualname = Intern("__qualname__")
	strModule   = Intern("__module__")
)

// ArgCount raises the TypeError of a function called with n positional arguments that
// takes lo to hi of them.
func ArgCount(name string, n, lo, hi int) *Exception { return checkArgCount(name, n, lo, hi) }

// StopIteration returns the StopIteration of an iterator that ended with the value v,
// which may be unbound.
func StopIteration(v Value) *Exception {
	if v.ref == nil {
		return RaiseArgs(StopIterationType)
	}
	return RaiseArgs(StopIterationType, v)
}
