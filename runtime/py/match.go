package py

// This file implements the operations of match statements (PEP 634; ceval.c, match_keys
// and match_class).

var (
	nameGetMethod = Intern("get")
	nameMatchArgs = Intern("__match_args__")
)

const patternFlags = FlagSequencePattern | FlagMappingPattern

// inheritPattern makes instances of t match the patterns that those of the first class in
// its MRO match which match any (typeobject.c, inherit_patma_flags).
func (t *Type) inheritPattern() {
	for _, b := range t.MRO[1:] {
		if f := b.Flags & patternFlags; f != 0 {
			t.Flags |= f
			return
		}
	}
}

// InheritPattern makes instances of t and its subclasses match the patterns that those of
// the abstract class base match, with which t is registered. It does nothing to the classes
// of the interpreter (_abc.c, set_collection_flag_recursive).
func (t *Type) InheritPattern(base *Type) {
	flag := base.Flags & patternFlags
	if flag == 0 || !t.Has(FlagHeap) || t.Flags&patternFlags == flag {
		return
	}
	t.Flags = t.Flags&^patternFlags | flag
	for _, s := range t.subclasses {
		s.InheritPattern(base)
	}
}

// IsMatchSequence reports whether v matches sequence patterns.
func IsMatchSequence(v Value) bool { return v.Type().Flags&FlagSequencePattern != 0 }

// IsMatchMapping reports whether v matches mapping patterns.
func IsMatchMapping(v Value) bool { return v.Type().Flags&FlagMappingPattern != 0 }

// MatchKeys returns the values of the mapping v for the keys of a pattern, and false where
// one is missing. It raises ValueError for a key that is there twice.
func MatchKeys(v Value, keys []Value) ([]Value, bool, *Exception) {
	if len(keys) == 0 {
		return nil, true, nil
	}
	if differentStrs(keys) && v.ref.typ == DictType {
		d := heap[Dict](v)
		values := make([]Value, len(keys))
		for i, k := range keys {
			x, ok, exc := d.Get(k)
			if !ok || exc != nil {
				return nil, false, exc
			}
			values[i] = x
		}
		return values, true, nil
	}
	seen := NewSet()
	get, exc := GetAttr(v, nameGetMethod)
	if exc != nil {
		return nil, false, exc
	}
	missing := (&Instance{Header: Header{ObjectType}}).Value()
	values := make([]Value, len(keys))
	for i, k := range keys {
		dup, exc := Contains(seen.Value(), k)
		if exc != nil {
			return nil, false, exc
		}
		if dup {
			text, exc := Repr(k)
			if exc != nil {
				return nil, false, exc
			}
			return nil, false, Raisef(ValueErrorType, "mapping pattern checks duplicate key (%s)", text.Str().S)
		}
		if exc := seen.Add(k); exc != nil {
			return nil, false, exc
		}
		x, exc := Call2(get, k, missing)
		if exc != nil {
			return nil, false, exc
		}
		if x == missing {
			return nil, false, nil
		}
		values[i] = x
	}
	return values, true, nil
}

// differentStrs reports whether the keys of a pattern are strs, all of them different.
func differentStrs(keys []Value) bool {
	for i, k := range keys {
		if k.ref.typ != StrType {
			return false
		}
		for _, other := range keys[:i] {
			if heap[Str](other).S == heap[Str](k).S {
				return false
			}
		}
	}
	return true
}

// MatchRest returns the dict of what the mapping v has beside the keys of a pattern.
func MatchRest(v Value, keys []Value) (Value, *Exception) {
	rest := NewDict().Value()
	if exc := DictUpdate(rest, v); exc != nil {
		return Value{}, exc
	}
	for _, k := range keys {
		if exc := DelItem(rest, k); exc != nil {
			return Value{}, exc
		}
	}
	return rest, nil
}

// matchSelf are the builtin classes for which a single positional pattern matches the
// subject itself.
const matchSelf = FlagInt | FlagFloat | FlagStr | FlagBytes | FlagByteArray | FlagTuple | FlagList | FlagDict | FlagSet

// MatchClass matches v against the class pattern cls(n positional, names...). It returns
// what the sub-patterns are matched with, and false where v does not match.
func MatchClass(v, cls Value, n int, names []*Str) ([]Value, bool, *Exception) {
	if !cls.Type().IsSubclass(TypeType) {
		return nil, false, Raisef(TypeErrorType, "called match pattern must be a class")
	}
	if ok, exc := IsInstanceOf(v, cls); !ok || exc != nil {
		return nil, false, exc
	}
	if n+len(names) == 0 {
		return nil, true, nil
	}
	values := make([]Value, 0, n+len(names))
	var positional []*Str
	if n > 0 {
		args, self, exc := matchArgs(cls, n)
		if exc != nil {
			return nil, false, exc
		}
		if self {
			values, n = append(values, v), 0
		}
		positional = args
	}
	nameAt := func(i int) *Str {
		if i < n {
			return positional[i]
		}
		return names[i-n]
	}
	for i := range n + len(names) {
		name := nameAt(i)
		for j := range i {
			if nameAt(j).S != name.S {
				continue
			}
			text, exc := Repr(name.Value())
			if exc != nil {
				return nil, false, exc
			}
			return nil, false, Raisef(TypeErrorType, "%s() got multiple sub-patterns for attribute %s", heap[Type](cls).Name, text.Str().S)
		}
		x, found, exc := LookupAttr(v, name)
		if exc != nil || !found {
			return nil, false, exc
		}
		values = append(values, x)
	}
	return values, true, nil
}

// matchArgs returns the attribute names for n positional sub-patterns, or self where the
// only one matches the subject.
func matchArgs(cls Value, n int) (names []*Str, self bool, exc *Exception) {
	t := heap[Type](cls)
	list := t.Lookup(nameMatchArgs)
	found := list.ref != nil
	if found && list.ref.typ != TupleType || t.typ != TypeType {
		if list, found, exc = LookupAttr(cls, nameMatchArgs); exc != nil {
			return nil, false, exc
		}
	}
	allowed := 0
	var items []Value
	switch {
	case found:
		if list.Type() != TupleType {
			return nil, false, Raisef(TypeErrorType, "%s.__match_args__ must be a tuple (got %s)", t.ShownName(), list.Type().ShownName())
		}
		items = heap[Tuple](list).Items()
		allowed = len(items)
	case t.Flags&matchSelf != 0:
		self, allowed = true, 1
	}
	if n > allowed {
		plural := "s"
		if allowed == 1 {
			plural = ""
		}
		return nil, false, Raisef(TypeErrorType, "%s() accepts %d positional sub-pattern%s (%d given)", t.ShownName(), allowed, plural, n)
	}
	if self {
		return nil, true, nil
	}
	for _, x := range items[:n] {
		s, ok := AsStr(x)
		if !ok || x.Type() != StrType {
			return nil, false, Raisef(TypeErrorType, "__match_args__ elements must be strings (got %s)", x.Type().ShownName())
		}
		names = append(names, s)
	}
	return names, false, nil
}
