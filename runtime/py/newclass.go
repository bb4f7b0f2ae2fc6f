package py

import (
	"slices"
	"strings"
)

// This file implements the making of classes by type.__new__ (Python reference 3.3.3):
// base and layout, __slots__, the special entries of the namespace, slots, __set_name__
// and __init_subclass__.

// Metaclass returns the most derived of meta and the classes of bases.
func Metaclass(meta *Type, bases []Value) (*Type, *Exception) { return metaclass(meta, bases) }

func metaclass(meta *Type, bases []Value) (*Type, *Exception) {
	winner := meta
	for _, b := range bases {
		bt := b.Type()
		if winner.IsSubclass(bt) {
			continue
		}
		if bt.IsSubclass(winner) {
			winner = bt
			continue
		}
		return nil, Raisef(TypeErrorType, "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases")
	}
	return winner, nil
}

// addsLayout reports whether t's instances are laid out otherwise than those of its base.
func (t *Type) addsLayout() bool {
	if t.Has(FlagHeap) {
		return t.ownSlots
	}
	return t.spec != nil && t.spec.Layout.Alloc != nil
}

// solidBase is the nearest base of t that adds to the layout (typeobject.c, solid_base).
func (t *Type) solidBase() *Type {
	for t.Base != nil && !t.addsLayout() {
		t = t.Base
	}
	return t
}

// bestBase returns the base whose layout instances get.
func bestBase(bases []*Type) (*Type, *Exception) {
	var winner, base *Type
	for _, b := range bases {
		if !b.Has(FlagBaseType) {
			return nil, Raisef(TypeErrorType, "type '%s' is not an acceptable base type", b.FullName())
		}
		candidate := b.solidBase()
		switch {
		case winner == nil || candidate != winner && candidate.IsSubclass(winner):
			winner, base = candidate, b
		case winner.IsSubclass(candidate):
		default:
			return nil, Raisef(TypeErrorType, "multiple bases have instance lay-out conflict")
		}
	}
	return base, nil
}

// NewClass makes a class as type(name, bases, namespace) does.
func NewClass(name string, bases []*Type, namespace *Dict) (*Type, *Exception) {
	list := make([]Value, len(bases))
	for i, b := range bases {
		list[i] = b.Value()
	}
	meta, exc := metaclass(TypeType, list)
	if exc != nil {
		return nil, exc
	}
	return newClass(meta, NewStr(name), list, namespace, nil, nil)
}

// newClass is type.__new__ once the metaclass is known. kwargs and names are the keyword
// arguments for __init_subclass__.
func newClass(meta *Type, name *Str, baseList []Value, ns *Dict, kwargs []Value, names []*Str) (*Type, *Exception) {
	bases := make([]*Type, 0, len(baseList)+1)
	for _, b := range baseList {
		if !b.IsType() {
			return nil, Raisef(TypeErrorType, "bases must be types")
		}
		bases = append(bases, AsType(b))
	}
	if len(bases) == 0 {
		bases = append(bases, ObjectType)
	}
	base, exc := bestBase(bases)
	if exc != nil {
		return nil, exc
	}
	if exc := checkTypeName(name); exc != nil {
		return nil, exc
	}
	t := &Type{Header: Header{meta}, Name: name.S, Qualname: name.S, Base: base, Bases: bases}
	t.Dict = ns.Copy()
	t.Alloc, t.subAttrs = base.Alloc, base.subAttrs
	t.Flags = FlagHeap | FlagBaseType | base.Flags&layoutFlags
	if exc := t.specialEntries(); exc != nil {
		return nil, exc
	}
	if exc := t.layOut(); exc != nil {
		return nil, exc
	}
	if exc := t.plainEntries(); exc != nil {
		return nil, exc
	}
	t.version = nextVersion()
	if exc := t.findMRO(); exc != nil {
		return nil, exc
	}
	t.inheritPattern()
	if exc := t.warnKeys(); exc != nil {
		return nil, exc
	}
	for _, b := range bases {
		b.subclasses = append(b.subclasses, t)
	}
	t.takeSlots()
	t.finalizes = base.finalizes
	t.finalize()
	if exc := t.setNames(); exc != nil {
		return nil, exc
	}
	return t, t.initSubclass(kwargs, names)
}

// warnKeys warns of keys of the namespace that are no strings.
func (t *Type) warnKeys() *Exception {
	for k, _, pos, ok := t.Dict.Entry(0); ok; k, _, pos, ok = t.Dict.Entry(pos) {
		if k.ref.typ != StrType {
			return Warn(RuntimeWarningType, "non-string key in the __dict__ of class "+t.Name, 1)
		}
	}
	return nil
}

// findMRO sets t's MRO, by the metaclass's mro method where it has one of its own.
func (t *Type) findMRO() *Exception {
	if _, owner := t.typ.LookupWhere(nameMro); owner == TypeType || owner == nil {
		if t.MRO = mergeMRO(t); t.MRO == nil {
			return t.mroError()
		}
		return nil
	}
	t.MRO = append([]*Type{t}, t.Base.MRO...)
	list, _, exc := CallSpecial(t.Value(), nameMro)
	if exc != nil {
		return exc
	}
	l := NewList(nil)
	if exc := l.extend(list); exc != nil {
		return exc
	}
	t.MRO = nil
	for _, v := range l.Items {
		if !v.IsType() {
			return Raisef(TypeErrorType, "mro() returned a non-class ('%s')", v.Type().ShownName())
		}
		t.MRO = append(t.MRO, AsType(v))
	}
	t.version = nextVersion()
	return nil
}

var nameMro = Intern("mro")

func (t *Type) mroError() *Exception {
	for i, b := range t.Bases {
		for _, c := range t.Bases[:i] {
			if b == c {
				return Raisef(TypeErrorType, "duplicate base class %s", b.Name)
			}
		}
	}
	return mroConflict(t)
}

// layOut decides where instances keep attributes, and makes the descriptors of
// __slots__.
func (t *Type) layOut() *Exception {
	base := t.Base
	hasDict, metaType := false, t.Has(FlagType)
	for _, b := range t.Bases {
		if b.AttrsOffset != 0 && !b.noDict {
			hasDict = true
		}
	}
	t.AttrsOffset = base.AttrsOffset
	for _, b := range t.Bases {
		t.SlotNames = append(t.SlotNames, b.SlotNames...)
	}
	slots, ok := t.Dict.GetStr(nameSlots)
	if !ok {
		if metaType {
			return nil
		}
		t.takeAttrs()
		weakref := base.Lookup(nameWeakref).ref == nil && !base.ownWeakrefs()
		if !hasDict {
			t.addDictGetSets(weakref)
		} else if weakref {
			t.Dict.SetStr(nameWeakref, (&getSetDescr{Header{GetSetType}, t, &weakrefDef}).Value())
		}
		return nil
	}
	names, exc := slotList(slots)
	if exc != nil {
		return exc
	}
	if len(names) > 0 && (base.Has(FlagInt) || base.Has(FlagTuple) || base.Has(FlagBytes) || metaType) {
		return Raisef(TypeErrorType, "nonempty __slots__ not supported for subtype of '%s'", base.Name)
	}
	addDict, addWeakref := false, false
	for _, n := range names {
		switch n.S {
		case "__dict__":
			if hasDict || addDict {
				return Raisef(TypeErrorType, "__dict__ slot disallowed: we already got one")
			}
			addDict = true
			continue
		case "__weakref__":
			if addWeakref || base.Lookup(nameWeakref).ref != nil {
				return Raisef(TypeErrorType, "__weakref__ slot disallowed: we already got one")
			}
			t.Dict.SetStr(nameWeakref, (&getSetDescr{Header{GetSetType}, t, &weakrefDef}).Value())
			addWeakref = true
			continue
		}
		n = mangle(t.Name, n)
		if _, dup := t.Dict.GetStr(n); dup {
			return Raisef(ValueErrorType, "%s in __slots__ conflicts with class variable", reprString(n.Value()))
		}
		key := &Str{Header: Header{StrType}, S: n.S}
		t.Dict.SetStr(n, (&memberDescr{Header: Header{MemberType}, owner: t, name: n, key: key}).Value())
		t.SlotNames = append(t.SlotNames, n)
		t.ownSlots = true
	}
	if metaType {
		return nil
	}
	if t.ownSlots || addDict || hasDict {
		t.takeAttrs()
	}
	t.noDict = t.AttrsOffset != 0 && !addDict && !hasDict
	if addDict {
		t.addDictGetSets(false)
	}
	return nil
}

// takeAttrs gives instances room for attributes.
func (t *Type) takeAttrs() {
	if t.AttrsOffset == 0 {
		t.AttrsOffset = t.subAttrs
	}
}

var (
	dictDef    = GetSet{Name: "__dict__", Get: getDict, Set: setDict, Doc: "dictionary for instance variables"}
	weakrefDef = GetSet{Name: "__weakref__", Get: noneGetter, Doc: "list of weak references to the object"}
)

// ownWeakrefs reports whether a class derived from t gets no __weakref__: objects of the builtin class
// that it is of have such a list themselves, or can have none, as those whose size varies.
func (t *Type) ownWeakrefs() bool {
	for t.Flags&FlagHeap != 0 {
		t = t.Base
	}
	switch {
	case t == ExceptionGroupType, t.Has(FlagInt), t.Has(FlagTuple), t.Has(FlagBytes):
		return true
	case t.Has(FlagException), t == ObjectType, t == ClassMethodType, t == StaticMethodType:
		return false
	}
	switch t.Name {
	case "set", "frozenset", "deque", "array", "module":
		return true
	case "SimpleNamespace":
		return false
	}
	return t.AttrsOffset != 0
}

func (t *Type) addDictGetSets(weakref bool) {
	add := func(name *Str, def *GetSet) {
		if _, own := t.Dict.GetStr(name); !own {
			t.Dict.SetStr(name, (&getSetDescr{Header{GetSetType}, t, def}).Value())
		}
	}
	add(nameDict, &dictDef)
	if weakref {
		add(nameWeakref, &weakrefDef)
	}
}

// slotList returns the names in __slots__.
func slotList(v Value) ([]*Str, *Exception) {
	items := []Value{v}
	if !v.IsStr() {
		l := NewList(nil)
		if exc := l.extend(v); exc != nil {
			return nil, exc
		}
		items = l.Items
	}
	names := make([]*Str, len(items))
	for i, x := range items {
		s, ok := AsStr(x)
		if !ok {
			return nil, Raisef(TypeErrorType, "__slots__ items must be strings, not '%s'", x.Type().ShownName())
		}
		if !isIdentifier(s.S) {
			return nil, Raisef(TypeErrorType, "__slots__ must be identifiers")
		}
		names[i] = InternStr(s)
	}
	return names, nil
}

// mangle applies the mangling of private names to a slot (Python reference 6.2.1).
func mangle(class string, name *Str) *Str {
	class = strings.TrimLeft(class, "_")
	if class == "" || !strings.HasPrefix(name.S, "__") || strings.HasSuffix(name.S, "__") || strings.Contains(name.S, ".") {
		return name
	}
	return Intern("_" + class + name.S)
}

// specialEntries takes the entries that are no attributes of the class out of the namespace:
// __qualname__, and the cells that are given the class.
func (t *Type) specialEntries() *Exception {
	d := t.Dict
	if q, ok := d.GetStr(nameQualname); ok {
		s, isStr := AsStr(q)
		if !isStr {
			return Raisef(TypeErrorType, "type __qualname__ must be a str, not %s", q.Type().ShownName())
		}
		t.Qualname = s.S
		d.DeleteStr(nameQualname)
	}
	if c, ok := d.GetStr(nameClassCell); ok {
		if c.ref.typ != CellType {
			return Raisef(TypeErrorType, "__classcell__ must be a nonlocal cell, not %s", reprString(c.Type().Value()))
		}
		heap[Cell](c).V = t.Value()
		d.DeleteStr(nameClassCell)
	}
	if c, ok := d.GetStr(nameClassDictCell); ok && c.ref.typ == CellType {
		heap[Cell](c).V = d.Value()
		d.DeleteStr(nameClassDictCell)
	}
	return nil
}

// plainEntries completes the namespace.
func (t *Type) plainEntries() *Exception {
	d := t.Dict
	if _, ok := d.GetStr(nameModule); !ok {
		d.SetStr(nameModule, StrV(CallerModule()))
	}
	if doc, ok := d.GetStr(nameDoc); !ok {
		d.SetStr(nameDoc, None)
	} else if s, isStr := AsStr(doc); isStr {
		if exc := checkUTF8(s); exc != nil {
			return exc
		}
	}
	if f, ok := d.GetStr(nameNew); ok && f.ref.typ == FunctionType {
		d.SetStr(nameNew, NewStaticMethod(f))
	}
	for _, n := range []*Str{nameInitSubclass, nameClassGetItem} {
		if f, ok := d.GetStr(n); ok && f.ref.typ == FunctionType {
			d.SetStr(n, NewClassMethod(f))
		}
	}
	if _, eq := d.GetStr(nameEq); eq {
		if _, hash := d.GetStr(nameHash); !hash {
			d.SetStr(nameHash, None)
		}
	}
	return nil
}

// takeSlots inherits the slots of the base and sets those whose special methods the class
// or a base outside the base's MRO defines.
func (t *Type) takeSlots() {
	t.Slots = t.Base.Slots
	t.simpleAttr = t.Base.simpleAttr
	if t.Base.Has(FlagNoHash) {
		t.Flags |= FlagNoHash
	}
	table := slotTable()
	done := map[*slotDef]bool{}
	update := func(c *Type) {
		ns := c.Namespace()
		for k, _, pos, ok := ns.Entry(0); ok; k, _, pos, ok = ns.Entry(pos) {
			s, isStr := AsStr(k)
			if !isStr || !strings.HasPrefix(s.S, "__") {
				continue
			}
			if d := table[InternStr(s)]; d != nil && !done[d] {
				done[d] = true
				t.updateSlots(d)
			}
		}
	}
	for i, c := range t.MRO {
		if i == 0 || len(t.Bases) > 1 && !t.Base.IsSubclass(c) {
			update(c)
		}
	}
}

// setNames calls __set_name__ of the values of the namespace.
func (t *Type) setNames() *Exception {
	d := t.Dict.Copy()
	for k, v, pos, ok := d.Entry(0); ok; k, v, pos, ok = d.Entry(pos) {
		if v.ref.typ == FunctionType {
			continue
		}
		_, _, exc := CallSpecial(v, nameSetName, t.Value(), k)
		if exc == nil {
			continue
		}
		note := "Error calling __set_name__ on '" + v.Type().Name + "' instance " + reprString(k) + " in '" + t.Name + "'"
		if !VersionAtLeast(12) {
			return RaiseWithCause(exc, RuntimeErrorType, note)
		}
		exc.AddNote(note)
		return exc
	}
	return nil
}

// initSubclass calls super(t, t).__init_subclass__(**kwargs).
func (t *Type) initSubclass(kwargs []Value, names []*Str) *Exception {
	if !slices.Contains(t.MRO, t) { // its metaclass's mro has left it out
		return Raisef(TypeErrorType, "super(type, obj): obj (type %s) is not an instance or subtype of type (%s).", t.ShownName(), t.ShownName())
	}
	for i, c := range t.MRO[1:] {
		d, ok := c.Namespace().GetStr(nameInitSubclass)
		if !ok {
			continue
		}
		if c == ObjectType && len(names) == 0 && i == len(t.MRO)-2 {
			return nil
		}
		fn := d
		if get := d.ref.typ.DescrGet; get != nil {
			var exc *Exception
			if fn, exc = get(d, Value{}, t); exc != nil {
				return exc
			}
		}
		_, exc := CallKw(fn, kwargs, names)
		return exc
	}
	return nil
}

// reprString is repr(v), for messages: where it raises, a placeholder.
func reprString(v Value) string {
	r, exc := Repr(v)
	if exc != nil {
		return "<" + v.Type().Name + " object>"
	}
	return r.Str().S
}
