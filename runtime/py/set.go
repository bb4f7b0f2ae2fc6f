package py

// This file implements the types set and frozenset over the table of settable.go
// (Python library reference, Set Types). How an operation goes through its operands
// decides the order of the result, so that follows setobject.c.

// SetIterType is the type of iter(set).
var SetIterType = &Type{Name: "set_iterator"}

var setSpec = TypeSpec{
	Doc:    "Build an unordered collection of unique elements.",
	Flags:  FlagSet | FlagBaseType,
	Layout: LayoutOf[Set](),
	NoHash: true,
	Slots: Slots{
		Repr:      setRepr,
		Compare:   setCompare,
		Iter:      setIterOf,
		Len:       func(v Value) (int, *Exception) { return heap[Set](v).used, nil },
		Contains:  setContains,
		Binary:    &setBinary,
		Reflected: &setReflected,
		Inplace: &BinaryTable{
			OpOr:  setInplace((*Set).update),
			OpAnd: setInplace((*Set).intersectionUpdate),
			OpSub: setInplace((*Set).differenceUpdate),
			OpXor: setInplace((*Set).symmetricUpdate),
		},
		New:  func(cls *Type, args []Value, names []*Str) (Value, *Exception) { return cls.Alloc(cls), nil },
		Init: setInit,
	},
	Methods: append([]Method{
		{Name: "add", Sig: "($self, object, /)", Impl: func(v, x Value) (Value, *Exception) { return None, heap[Set](v).Add(x) }, Doc: "Add an element to a set.\n\nThis has no effect if the element is already present."},
		{Name: "remove", Sig: "($self, object, /)", Impl: setRemove, Doc: "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError."},
		{Name: "discard", Sig: "($self, object, /)", Impl: setDiscard, Doc: "Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set."},
		{Name: "pop", Sig: "($self, /)", Impl: setPop, Doc: "Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty."},
		{Name: "clear", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { heap[Set](v).Clear(); return None, nil }, Doc: "Remove all elements from this set."},
		{Name: "update", Sig: "($self, /, *others)", Impl: setEach((*Set).update), Few: setEachFew((*Set).update), Doc: "Update the set, adding elements from all others."},
		{Name: "difference_update", Sig: "($self, /, *others)", Impl: setEach((*Set).differenceUpdate), Few: setEachFew((*Set).differenceUpdate), Doc: "Update the set, removing elements found in others."},
		{Name: "intersection_update", Sig: "($self, /, *others)", Impl: setIntersectionUpdate, Doc: "Update the set, keeping only elements found in it and all others."},
		{Name: "symmetric_difference_update", Sig: "($self, other, /)", Impl: func(v, x Value) (Value, *Exception) { return None, heap[Set](v).symmetricUpdate(x) }, Doc: "Update the set, keeping only elements found in either set, but not in both."},
	}, setMethods...),
	ClassMethods: []Method{classGetItem},
}

var frozenSetSpec = TypeSpec{
	Doc:    "Build an immutable unordered collection of unique elements.",
	Flags:  FlagSet | FlagBaseType,
	Layout: LayoutOf[Set](),
	Slots: Slots{
		Repr:      setRepr,
		Hash:      func(v Value) (int64, *Exception) { return heap[Set](v).frozenHash(), nil },
		Compare:   setCompare,
		Iter:      setIterOf,
		Len:       func(v Value) (int, *Exception) { return heap[Set](v).used, nil },
		Contains:  setContains,
		Binary:    &setBinary,
		Reflected: &setReflected,
		New:       frozenSetNew,
	},
	Methods:      setMethods,
	ClassMethods: []Method{classGetItem},
}

// setMethods are the methods of set and frozenset.
var setMethods = []Method{
	{Name: "copy", Sig: "($self, /)", Impl: setCopyMethod, Doc: "Return a shallow copy of a set."},
	{Name: "union", Sig: "($self, /, *others)", Impl: setUnion, Few: func(v Value, a Few) (Value, *Exception) { return setUnion(v, a.Args[:a.N]) }, Doc: "Return a new set with elements from the set and all others."},
	{Name: "intersection", Sig: "($self, /, *others)", Impl: setIntersection, Few: func(v Value, a Few) (Value, *Exception) { return setIntersection(v, a.Args[:a.N]) }, Doc: "Return a new set with elements common to the set and all others."},
	{Name: "difference", Sig: "($self, /, *others)", Impl: setDifference, Few: func(v Value, a Few) (Value, *Exception) { return setDifference(v, a.Args[:a.N]) }, Doc: "Return a new set with elements in the set that are not in the others."},
	{Name: "symmetric_difference", Sig: "($self, other, /)", Impl: setXorMethod, Doc: "Return a new set with elements in either the set or other but not both."},
	{Name: "issubset", Sig: "($self, other, /)", Impl: setIsSubset, Doc: "Report whether another set contains this set."},
	{Name: "issuperset", Sig: "($self, other, /)", Impl: setIsSuperset, Doc: "Report whether this set contains another set."},
	{Name: "isdisjoint", Sig: "($self, other, /)", Impl: setIsDisjoint, Doc: "Return True if two sets have a null intersection."},
	{Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: func(v Value) (Value, *Exception) {
		items, exc := ToSlice(v)
		if exc != nil {
			return Value{}, exc
		}
		return reduceWithState(v, TupleV(NewList(items).Value()))
	}},
	{Name: "__sizeof__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
		size := 200
		if n := len(heap[Set](v).table); n > minSetSlots {
			size += 16 * n
		}
		return Int(int64(size)), nil
	}},
}

var setBinary = BinaryTable{OpOr: setOr, OpAnd: setAnd, OpSub: setSub, OpXor: setXor}

var setReflected = BinaryTable{
	OpOr:  func(v, other Value) (Value, *Exception) { return setOr(other, v) },
	OpAnd: func(v, other Value) (Value, *Exception) { return setAnd(other, v) },
	OpSub: func(v, other Value) (Value, *Exception) { return setSub(other, v) },
	OpXor: func(v, other Value) (Value, *Exception) { return setXor(other, v) },
}

func init() {
	SetType.Define(&setSpec)
	FrozenSetType.Define(&frozenSetSpec)
	SetIterType.Define(&TypeSpec{
		Layout: LayoutOf[setIter](),
		Slots:  Slots{Iter: self, Next: setIterNext},
		Methods: []Method{
			{Name: "__length_hint__", Sig: "($self, /)", Impl: setIterHint},
			reduceRest(func(v Value) Value { it := *heap[setIter](v); return it.Value() }),
		},
		NoNew: true,
	})
}

func isSet(v Value) bool { return v.ref.typ.Flags&FlagSet != 0 }

// sameKind returns a new empty set or frozenset, as s is one.
func (s *Set) sameKind() *Set { return &Set{Header: Header{s.kindOf()}} }

// kindOf is set or frozenset, as s is one.
func (s *Set) kindOf() *Type {
	if s.typ == SetType || s.typ.IsSubclass(SetType) {
		return SetType
	}
	return FrozenSetType
}

// copyOf returns a new set or frozenset with the elements of s.
func (s *Set) copyOf() *Set {
	var c *Set
	if s.used > 0 && s.used*5 < (minSetSlots-1)*3 {
		c = smallSet(s.kindOf())
	} else {
		c = s.sameKind()
	}
	c.merge(s) // an empty set compares nothing
	return c
}

// copyFor is copyOf for merging a set of n elements into the copy. Where that would make
// the table anew, and the copy's would be as s's is, the copy has the larger table.
func (s *Set) copyFor(n int) *Set {
	slots := minSetSlots
	if s.used*5 >= (minSetSlots-1)*3 {
		for slots <= s.used*2 {
			slots <<= 1
		}
	}
	if n == 0 || s.used == 0 || slots != len(s.table) || s.fill != s.used || (s.used+n)*5 < (slots-1)*3 {
		return s.copyOf()
	}
	c := s.sameKind()
	c.plain = s.plain
	c.resize((s.used + n) * 2)
	for i := range s.table {
		if e := &s.table[i]; e.key.ref != nil {
			insertClean(c.table, e.key, e.hash)
		}
	}
	c.fill, c.used = s.used, s.used
	return c
}

func setInit(v Value, args []Value, names []*Str) *Exception {
	pos := len(args) - len(names)
	if len(names) > 0 {
		return Raisef(TypeErrorType, "set() takes no keyword arguments")
	}
	if exc := checkArgCount("set", pos, 0, 1); exc != nil {
		return exc
	}
	s := heap[Set](v)
	s.Clear()
	if pos == 0 {
		return nil
	}
	return s.update(args[0])
}

var emptyFrozenSet = &Set{Header: Header{FrozenSetType}}

func frozenSetNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	args, exc := positionalArgs(cls, FrozenSetType, args, names)
	if exc != nil {
		return Value{}, exc
	}
	if exc := checkArgCount("frozenset", len(args), 0, 1); exc != nil {
		return Value{}, exc
	}
	if cls == FrozenSetType {
		if len(args) == 0 {
			return emptyFrozenSet.Value(), nil
		}
		if args[0].ref.typ == FrozenSetType {
			return args[0], nil
		}
	}
	v := cls.Alloc(cls)
	if len(args) == 0 {
		return v, nil
	}
	return v, heap[Set](v).update(args[0])
}

// update adds the elements of iterable.
func (s *Set) update(iterable Value) *Exception {
	switch {
	case isSet(iterable):
		return s.merge(heap[Set](iterable))
	case iterable.ref.typ == DictType:
		d := heap[Dict](iterable)
		s.reserveFor(d.used)
		for pos := 0; pos < len(d.entries); pos++ {
			if e := d.entries[pos]; e.key.ref != nil {
				if exc := s.addHash(e.key, e.hash); exc != nil {
					return exc
				}
			}
		}
		return nil
	}
	return Each(iterable, s.Add)
}

// Each calls f for each element of iterable until one raises.
func Each(iterable Value, f func(x Value) *Exception) *Exception {
	switch iterable.ref.typ {
	case ListType:
		l := heap[List](iterable)
		for i := 0; i < len(l.Items); i++ { // f may change the list
			if exc := f(l.Items[i]); exc != nil {
				return exc
			}
		}
		return nil
	case TupleType:
		for _, x := range heap[Tuple](iterable).Items() {
			if exc := f(x); exc != nil {
				return exc
			}
		}
		return nil
	}
	it, exc := Iter(iterable)
	if exc != nil {
		return exc
	}
	next := it.ref.typ.Next
	for {
		x, ok, exc := next(it)
		if !ok || exc != nil {
			return exc
		}
		if exc := f(x); exc != nil {
			return exc
		}
	}
}

// intersection returns the elements of other that are in s, or, where other is the
// larger set, the elements of s that are in other.
func (s *Set) intersection(other Value) (*Set, *Exception) {
	out := smallSet(s.kindOf())
	if isSet(other) {
		small, large := heap[Set](other), s
		if small == s {
			out.merge(s)
			return out, nil
		}
		if small.used > large.used {
			small, large = large, small
		}
		for pos := 0; pos < len(small.table); pos++ {
			e := small.table[pos]
			if e.key.ref == nil {
				continue
			}
			at, exc := large.find(e.key, e.hash)
			if exc != nil {
				return nil, exc
			}
			if at >= 0 {
				if exc := out.addHash(e.key, e.hash); exc != nil {
					return nil, exc
				}
			}
		}
		return out, nil
	}
	it, exc := Iter(other)
	if exc != nil {
		return nil, exc
	}
	for {
		x, ok, exc := Next(it)
		if !ok || exc != nil {
			return out, exc
		}
		hash, exc := Hash(x)
		if exc != nil {
			return nil, exc
		}
		at, exc := s.find(x, hash)
		if exc != nil {
			return nil, exc
		}
		if at < 0 {
			continue
		}
		if exc := out.addHash(x, hash); exc != nil {
			return nil, exc
		}
		if out.used == s.used {
			return out, nil // As in set_intersection, what is left of the iterator is left.
		}
	}
}

// takeOver gives s the table of t, which nobody else has.
func (s *Set) takeOver(t *Set) {
	s.table, s.fill, s.used, s.finger, s.plain = t.table, t.fill, t.used, t.finger, t.plain
}

func (s *Set) intersectionUpdate(other Value) *Exception {
	t, exc := s.intersection(other)
	if exc == nil {
		s.takeOver(t)
	}
	return exc
}

func (s *Set) differenceUpdate(other Value) *Exception {
	if isSet(other) {
		o := heap[Set](other)
		if o == s {
			s.Clear()
			return nil
		}
		if o.used>>3 > s.used {
			t, exc := s.intersection(other)
			if exc != nil {
				return exc
			}
			o = t
		}
		for pos := 0; pos < len(o.table); pos++ {
			if e := o.table[pos]; e.key.ref != nil {
				if _, exc := s.discardHash(e.key, e.hash); exc != nil {
					return exc
				}
			}
		}
	} else if exc := Each(other, func(x Value) *Exception {
		_, exc := s.Discard(x)
		return exc
	}); exc != nil {
		return exc
	}
	s.shrinkDeleted()
	return nil
}

// difference returns the elements of s that are not in other.
func (s *Set) difference(other Value) (*Set, *Exception) {
	size := -1
	switch {
	case isSet(other):
		size = heap[Set](other).used
	case other.ref.typ == DictType:
		size = heap[Dict](other).used
	}
	if size < 0 || s.used>>2 > size {
		out := s.copyOf()
		return out, out.differenceUpdate(other)
	}
	out := smallSet(s.kindOf())
	for pos := 0; pos < len(s.table); pos++ {
		e := s.table[pos]
		if e.key.ref == nil {
			continue
		}
		var at int
		var exc *Exception
		if isSet(other) {
			at, exc = heap[Set](other).find(e.key, e.hash)
		} else {
			at, exc = heap[Dict](other).find(e.key, e.hash)
		}
		if exc != nil {
			return nil, exc
		}
		if at < 0 {
			if exc := out.addHash(e.key, e.hash); exc != nil {
				return nil, exc
			}
		}
	}
	return out, nil
}

func (s *Set) symmetricUpdate(other Value) *Exception {
	if other.ref == &s.Header {
		s.Clear()
		return nil
	}
	toggle := func(key Value, hash int64) *Exception {
		found, exc := s.discardHash(key, hash)
		if exc == nil && !found {
			exc = s.addHash(key, hash)
		}
		return exc
	}
	if other.ref.typ == DictType {
		d := heap[Dict](other)
		for pos := 0; pos < len(d.entries); pos++ {
			if e := d.entries[pos]; e.key.ref != nil {
				if exc := toggle(e.key, e.hash); exc != nil {
					return exc
				}
			}
		}
		return nil
	}
	var o *Set
	if isSet(other) {
		o = heap[Set](other)
	} else {
		o = NewSet()
		if exc := o.update(other); exc != nil {
			return exc
		}
	}
	for pos := 0; pos < len(o.table); pos++ {
		if e := o.table[pos]; e.key.ref != nil {
			if exc := toggle(e.key, e.hash); exc != nil {
				return exc
			}
		}
	}
	return nil
}

// subset reports whether every element of s is in other.
func (s *Set) subset(other *Set) (bool, *Exception) {
	if s.used > other.used {
		return false, nil
	}
	for pos := 0; pos < len(s.table); pos++ {
		if e := s.table[pos]; e.key.ref != nil {
			if at, exc := other.find(e.key, e.hash); at < 0 {
				return false, exc
			}
		}
	}
	return true, nil
}

func setCompare(op CompareOp, a, b Value) (Value, *Exception) {
	if !isSet(b) {
		return NotImplemented, nil
	}
	x, y := heap[Set](a), heap[Set](b)
	var result bool
	var exc *Exception
	switch op {
	case EQ, NE:
		if x.used == y.used && (!x.hashed || !y.hashed || x.hash == y.hash) {
			result, exc = x.subset(y)
		}
		result = result == (op == EQ)
	case LE:
		result, exc = x.subset(y)
	case GE:
		result, exc = y.subset(x)
	case LT:
		if x.used < y.used {
			result, exc = x.subset(y)
		}
	case GT:
		if x.used > y.used {
			result, exc = y.subset(x)
		}
	}
	if exc != nil {
		return Value{}, exc
	}
	return Bool(result), nil
}

func setRepr(v Value) (Value, *Exception) {
	s := heap[Set](v)
	name := v.ref.typ.Name
	if s.used == 0 {
		return StrV(name + "()"), nil
	}
	entered, exc := reprEnter(v)
	if exc != nil {
		return Value{}, exc
	}
	if !entered {
		return StrV(name + "(...)"), nil
	}
	defer reprLeave()
	b := []byte{'{'}
	for i, x := range s.Elements() {
		if i > 0 {
			b = append(b, ", "...)
		}
		if b, exc = appendRepr(b, x); exc != nil {
			return Value{}, exc
		}
	}
	b = append(b, '}')
	if v.ref.typ != SetType {
		return StrV(name + "(" + string(b) + ")"), nil
	}
	return NewStr(bytesString(b)).Value(), nil
}

// lookupHash hashes an element that is looked up: a set, which has no hash, stands for
// the frozenset that equals it.
func lookupHash(x Value) (int64, *Exception) {
	if x.ref.typ.Flags&FlagSet != 0 && x.ref.typ.Flags&FlagNoHash != 0 {
		f := Set{Header: Header{FrozenSetType}, table: heap[Set](x).table, used: heap[Set](x).used}
		return f.frozenHash(), nil
	}
	return Hash(x)
}

func setContains(v, x Value) (bool, *Exception) {
	hash, exc := lookupHash(x)
	if exc != nil {
		return false, exc
	}
	at, exc := heap[Set](v).find(x, hash)
	return at >= 0, exc
}

func setRemove(v, x Value) (Value, *Exception) {
	hash, exc := lookupHash(x)
	if exc != nil {
		return Value{}, exc
	}
	found, exc := heap[Set](v).discardHash(x, hash)
	if exc == nil && !found {
		exc = keyError(x)
	}
	return None, exc
}

func setDiscard(v, x Value) (Value, *Exception) {
	hash, exc := lookupHash(x)
	if exc != nil {
		return Value{}, exc
	}
	_, exc = heap[Set](v).discardHash(x, hash)
	return None, exc
}

func setPop(v Value) (Value, *Exception) {
	x, ok := heap[Set](v).popAny()
	if !ok {
		return Value{}, Raisef(KeyErrorType, "pop from an empty set")
	}
	return x, nil
}

func setCopyMethod(v Value) (Value, *Exception) {
	if v.ref.typ == FrozenSetType {
		return v, nil
	}
	return heap[Set](v).copyOf().Value(), nil
}

// setEach makes a method that carries f out with each of its arguments.
func setEach(f func(s *Set, other Value) *Exception) func(v Value, args []Value) (Value, *Exception) {
	return func(v Value, args []Value) (Value, *Exception) {
		for _, other := range args {
			if exc := f(heap[Set](v), other); exc != nil {
				return Value{}, exc
			}
		}
		return None, nil
	}
}

// setEachFew is setEach for up to three arguments.
func setEachFew(f func(s *Set, other Value) *Exception) FewFunc {
	return func(v Value, a Few) (Value, *Exception) {
		for _, other := range a.Args[:a.N] {
			if exc := f(heap[Set](v), other); exc != nil {
				return Value{}, exc
			}
		}
		return None, nil
	}
}

// setInplace makes an in-place operator of f.
func setInplace(f func(s *Set, other Value) *Exception) BinaryFunc {
	return func(v, other Value) (Value, *Exception) {
		if !isSet(other) {
			return NotImplemented, nil
		}
		return v, f(heap[Set](v), other)
	}
}

func setUnion(v Value, args []Value) (Value, *Exception) {
	s := heap[Set](v).copyOf()
	for _, other := range args {
		if other == v {
			continue
		}
		if exc := s.update(other); exc != nil {
			return Value{}, exc
		}
	}
	return s.Value(), nil
}

func setIntersection(v Value, args []Value) (Value, *Exception) {
	if len(args) == 0 {
		return heap[Set](v).copyOf().Value(), nil
	}
	s := heap[Set](v)
	for _, other := range args {
		t, exc := s.intersection(other)
		if exc != nil {
			return Value{}, exc
		}
		s = t
	}
	return s.Value(), nil
}

func setIntersectionUpdate(v Value, args []Value) (Value, *Exception) {
	r, exc := setIntersection(v, args)
	if exc != nil {
		return Value{}, exc
	}
	if r != v {
		heap[Set](v).takeOver(heap[Set](r))
	}
	return None, nil
}

func setDifference(v Value, args []Value) (Value, *Exception) {
	if len(args) == 0 {
		return heap[Set](v).copyOf().Value(), nil
	}
	s, exc := heap[Set](v).difference(args[0])
	if exc != nil {
		return Value{}, exc
	}
	for _, other := range args[1:] {
		if exc := s.differenceUpdate(other); exc != nil {
			return Value{}, exc
		}
	}
	return s.Value(), nil
}

// setXorMethod begins with a copy of the other set, as set_symmetric_difference.
func setXorMethod(v, other Value) (Value, *Exception) {
	s := heap[Set](v).sameKind()
	if exc := s.update(other); exc != nil {
		return Value{}, exc
	}
	return s.Value(), s.symmetricUpdate(v)
}

func setIsSubset(v, other Value) (Value, *Exception) {
	s := heap[Set](v)
	if isSet(other) {
		ok, exc := s.subset(heap[Set](other))
		return Bool(ok), exc
	}
	both, exc := s.intersection(other)
	if exc != nil {
		return Value{}, exc
	}
	return Bool(both.used == s.used), nil
}

func setIsSuperset(v, other Value) (Value, *Exception) {
	if isSet(other) {
		ok, exc := heap[Set](other).subset(heap[Set](v))
		return Bool(ok), exc
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
		in, exc := heap[Set](v).Has(x)
		if exc != nil {
			return Value{}, exc
		}
		if !in {
			return False, nil
		}
	}
}

func setIsDisjoint(v, other Value) (Value, *Exception) {
	s := heap[Set](v)
	if other == v {
		return Bool(s.used == 0), nil
	}
	if isSet(other) {
		small, large := heap[Set](other), s
		if small.used > large.used {
			small, large = large, small
		}
		for pos := 0; pos < len(small.table); pos++ {
			if e := small.table[pos]; e.key.ref != nil {
				at, exc := large.find(e.key, e.hash)
				if exc != nil {
					return Value{}, exc
				}
				if at >= 0 {
					return False, nil
				}
			}
		}
		return True, nil
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
		in, exc := s.Has(x)
		if exc != nil {
			return Value{}, exc
		}
		if in {
			return False, nil
		}
	}
}

func setOr(a, b Value) (Value, *Exception) {
	if !isSet(a) || !isSet(b) {
		return NotImplemented, nil
	}
	if a == b {
		return heap[Set](a).copyOf().Value(), nil
	}
	s := heap[Set](a).copyFor(heap[Set](b).used)
	return s.Value(), s.merge(heap[Set](b))
}

func setAnd(a, b Value) (Value, *Exception) {
	if !isSet(a) || !isSet(b) {
		return NotImplemented, nil
	}
	s, exc := heap[Set](a).intersection(b)
	if exc != nil {
		return Value{}, exc
	}
	return s.Value(), nil
}

func setSub(a, b Value) (Value, *Exception) {
	if !isSet(a) || !isSet(b) {
		return NotImplemented, nil
	}
	s, exc := heap[Set](a).difference(b)
	if exc != nil {
		return Value{}, exc
	}
	return s.Value(), nil
}

func setXor(a, b Value) (Value, *Exception) {
	if !isSet(a) || !isSet(b) {
		return NotImplemented, nil
	}
	return setXorMethod(a, b)
}

type setIter struct {
	Header
	s    *Set // nil when exhausted
	pos  int
	used int // of the set when the iterator was made; -1 once a change was reported
	left int
}

func setIterOf(v Value) (Value, *Exception) {
	s := heap[Set](v)
	return (&setIter{Header{SetIterType}, s, 0, s.used, s.used}).Value(), nil
}

func setIterNext(v Value) (Value, bool, *Exception) {
	it := heap[setIter](v)
	if it.s == nil {
		return Value{}, false, nil
	}
	if it.used != it.s.used {
		it.used = -1
		return Value{}, false, Raisef(RuntimeErrorType, "Set changed size during iteration")
	}
	key, next, ok := it.s.Entry(it.pos)
	if !ok {
		it.s = nil
		return Value{}, false, nil
	}
	it.pos = next
	it.left--
	return key, true, nil
}

func setIterHint(v Value) (Value, *Exception) {
	it := heap[setIter](v)
	if it.s == nil || it.used != it.s.used {
		return Int(0), nil
	}
	return Int(int64(it.left)), nil
}
