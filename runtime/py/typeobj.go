package py

import (
	"strings"
	"unicode/utf8"
)

// This file implements type, the class of classes.

// AsType returns the class v, which the caller knows to be one.
func AsType(v Value) *Type { return heap[Type](v) }

// IsType reports whether v is a class.
func (v Value) IsType() bool { return v.ref.typ.Flags&FlagType != 0 }

// moduleName is __module__ where it is a str.
func (t *Type) moduleName() string {
	if !t.Has(FlagHeap) {
		return t.Module
	}
	if v, ok := t.Namespace().GetStr(nameModule); ok && v.IsStr() {
		return v.Str().S
	}
	return ""
}

func typeRepr(v Value) (Value, *Exception) {
	return StrV("<class '" + AsType(v).FullName() + "'>"), nil
}

// typeGetAttr is type.__getattribute__: data descriptors of the metaclass, then the
// class's own MRO, then the metaclass.
func typeGetAttr(v Value, name *Str) (Value, *Exception) {
	x, exc := findTypeAttr(v, name)
	if exc == nil && x.ref == nil {
		exc = attributeError(v, name, "type object '%s' has no attribute '%s'", AsType(v).ShownName(), name.S)
	}
	return x, exc
}

func findTypeAttr(v Value, name *Str) (Value, *Exception) {
	t, meta := AsType(v), v.ref.typ
	md := meta.Lookup(name)
	if md.ref != nil {
		if dt := md.ref.typ; dt.DescrSet != nil && dt.DescrGet != nil {
			return dt.DescrGet(md, v, meta)
		}
	}
	if x := t.Lookup(name); x.ref != nil {
		if get := x.ref.typ.DescrGet; get != nil {
			return get(x, Value{}, t)
		}
		return x, nil
	}
	if md.ref == nil {
		return Value{}, nil
	}
	if get := md.ref.typ.DescrGet; get != nil {
		return get(md, v, meta)
	}
	return md, nil
}

func typeSetAttr(v Value, name *Str, x Value) *Exception {
	t := AsType(v)
	if !t.patchable(name.S) {
		return Raisef(TypeErrorType, "cannot set '%s' attribute of immutable type '%s'", name.S, t.ShownName())
	}
	if md := v.ref.typ.Lookup(name); md.ref != nil {
		if set := md.ref.typ.DescrSet; set != nil {
			return set(md, v, x)
		}
	}
	ns := t.Namespace()
	if x.ref == nil {
		if !ns.DeleteStr(name) {
			return attributeError(v, name, "type object '%s' has no attribute '%s'", t.ShownName(), name.S)
		}
	} else {
		ns.SetStr(name, x)
	}
	t.modified()
	if strings.HasPrefix(name.S, "__") && strings.HasSuffix(name.S, "__") {
		t.slotChanged(name)
	}
	if !t.Has(FlagHeap) {
		t.markPatched()
	}
	return nil
}

// typeCall is type.__call__: making an instance.
func typeCall(v Value, args []Value, names []*Str) (Value, *Exception) {
	t := AsType(v)
	if t == TypeType && len(args) == 1 && len(names) == 0 {
		return args[0].Type().Value(), nil
	}
	if t.New == nil {
		return Value{}, Raisef(TypeErrorType, "cannot create '%s' instances", t.FullName())
	}
	obj, exc := t.New(t, args, names)
	if exc != nil {
		return Value{}, t.refusedNew(exc, args, names)
	}
	if ot := obj.ref.typ; ot == t || ot.IsSubclass(t) {
		if ot.Init != nil {
			if exc := ot.Init(obj, args, names); exc != nil {
				return Value{}, t.refusedNew(exc, args, names)
			}
		}
	}
	return obj, nil
}

// typeNew is type.__new__(metatype, name, bases, namespace, **kwargs).
func typeNew(meta *Type, args []Value, names []*Str) (Value, *Exception) {
	npos := len(args) - len(names)
	if npos != 3 {
		if meta == TypeType {
			return Value{}, Raisef(TypeErrorType, "type() takes 1 or 3 arguments")
		}
		return Value{}, Raisef(TypeErrorType, "type.__new__() takes exactly 3 arguments (%d given)", npos)
	}
	name, ok := AsStr(args[0])
	if !ok {
		return Value{}, Raisef(TypeErrorType, "type.__new__() argument 1 must be str, not %s", args[0].Type().ShownName())
	}
	bases, ok := AsTuple(args[1])
	if !ok {
		return Value{}, Raisef(TypeErrorType, "type.__new__() argument 2 must be tuple, not %s", args[1].Type().ShownName())
	}
	ns, ok := AsDict(args[2])
	if !ok {
		return Value{}, Raisef(TypeErrorType, "type.__new__() argument 3 must be dict, not %s", args[2].Type().ShownName())
	}
	for _, b := range bases.Items() {
		if !b.IsType() {
			if entries, exc := LookupSpecial(b, nameMroEntries); exc != nil {
				return Value{}, exc
			} else if entries.ref != nil {
				return Value{}, Raisef(TypeErrorType, "type() doesn't support MRO entry resolution; use types.new_class()")
			}
		}
	}
	winner, exc := metaclass(meta, bases.Items())
	if exc != nil {
		return Value{}, exc
	}
	if winner != meta && winner.New != nil {
		if winner.slotOwner(nameNew) != TypeType {
			return winner.New(winner, args, names)
		}
		meta = winner
	}
	t, exc := newClass(meta, name, bases.Items(), ns, args[3:], names)
	if exc != nil {
		return Value{}, exc
	}
	return t.Value(), nil
}

func typeInit(_ Value, args []Value, names []*Str) *Exception {
	npos := len(args) - len(names)
	if npos == 1 && len(names) > 0 {
		return Raisef(TypeErrorType, "type.__init__() takes no keyword arguments")
	}
	if npos != 1 && npos != 3 {
		return Raisef(TypeErrorType, "type.__init__() takes 1 or 3 arguments")
	}
	return nil
}

func typeGetDoc(v Value) (Value, *Exception) {
	t := AsType(v)
	x, ok := t.Namespace().GetStr(nameDoc)
	if !ok {
		return None, nil
	}
	if get := x.ref.typ.DescrGet; get != nil {
		return get(x, Value{}, t)
	}
	return x, nil
}

// nsGetSet is an attribute of classes that lies in their namespaces.
func nsGetSet(name string, missing func(t *Type) (Value, *Exception)) GetSet {
	id := Intern(name)
	return GetSet{
		Name: name,
		Get: func(v Value) (Value, *Exception) {
			t := AsType(v)
			// What type has under the name is this attribute itself.
			if x, ok := t.Namespace().GetStr(id); ok && t != TypeType {
				return x, nil
			}
			return missing(t)
		},
		Set: func(v, x Value) *Exception {
			t := AsType(v)
			if !t.patchable(name) {
				return Raisef(TypeErrorType, "cannot set '%s' attribute of immutable type '%s'", name, t.ShownName())
			}
			if x.ref == nil {
				if !t.Namespace().DeleteStr(id) {
					return attributeError(v, id, "%s", name)
				}
			} else {
				t.Namespace().SetStr(id, x)
			}
			t.modified()
			return nil
		},
	}
}

// permanent makes an attribute one that cannot be deleted.
func permanent(g GetSet) GetSet {
	set := g.Set
	g.Set = func(v, x Value) *Exception {
		if exc := AsType(v).checkSettable(g.Name, x); exc != nil {
			return exc
		}
		return set(v, x)
	}
	return g
}

// moduleGetSet is type.__module__. What a builtin type's namespace has under that name is
// a descriptor for its instances (function.__module__).
func moduleGetSet() GetSet {
	g := nsGetSet("__module__", func(t *Type) (Value, *Exception) {
		return Value{}, noAttribute(t.Value(), nameModule)
	})
	inNamespace := g.Get
	g.Get = func(v Value) (Value, *Exception) {
		if t := AsType(v); !t.Has(FlagHeap) {
			return Intern(t.Module).Value(), nil // pickle knows strings by identity
		}
		return inNamespace(v)
	}
	g = permanent(g)
	set := g.Set
	g.Set = func(v, x Value) *Exception {
		exc := set(v, x)
		if t := AsType(v); exc == nil && !t.Has(FlagHeap) {
			t.Module = textOf(x)
		}
		if exc == nil {
			AsType(v).Namespace().DeleteStr(nameFirstLine) // it was one of the module before
		}
		return exc
	}
	return g
}

// checkSettable raises where an attribute of t that only classes of Python have cannot be
// set to x, or deleted.
func (t *Type) checkSettable(name string, x Value) *Exception {
	if !t.patchable(name) {
		return Raisef(TypeErrorType, "cannot set '%s' attribute of immutable type '%s'", name, t.ShownName())
	}
	if x.ref == nil {
		return Raisef(TypeErrorType, "cannot delete '%s' attribute of immutable type '%s'", name, t.ShownName())
	}
	return nil
}

// checkTypeName raises where a class cannot be called s.
func checkTypeName(s *Str) *Exception {
	if strings.IndexByte(s.S, 0) >= 0 {
		return Raisef(ValueErrorType, "type name must not contain null characters")
	}
	return checkUTF8(s)
}

// checkUTF8 raises where s has no form in UTF-8.
func checkUTF8(s *Str) *Exception {
	if utf8.ValidString(s.S) {
		return nil
	}
	_, exc := CallMethod0(s.Value(), Intern("encode"))
	return exc
}

func setTypeName(v, x Value) *Exception {
	t := AsType(v)
	if exc := t.checkSettable("__name__", x); exc != nil {
		return exc
	}
	s, ok := AsStr(orNone(x))
	if !ok {
		return Raisef(TypeErrorType, "can only assign string to %s.__name__, not '%s'", t.ShownName(), orNone(x).Type().ShownName())
	}
	if exc := checkTypeName(s); exc != nil {
		return exc
	}
	t.Name = s.S
	return nil
}

func setTypeQualname(v, x Value) *Exception {
	t := AsType(v)
	if exc := t.checkSettable("__qualname__", x); exc != nil {
		return exc
	}
	s, ok := AsStr(orNone(x))
	if !ok {
		return Raisef(TypeErrorType, "can only assign string to %s.__qualname__, not '%s'", t.ShownName(), orNone(x).Type().ShownName())
	}
	t.Qualname = s.S
	return nil
}

func typesTuple(list []*Type) Value {
	items := make([]Value, len(list))
	for i, t := range list {
		items[i] = t.Value()
	}
	return NewTuple(items).Value()
}

// setBases is the assignment to __bases__.
func setBases(v, x Value) *Exception {
	t := AsType(v)
	if exc := t.checkSettable("__bases__", x); exc != nil {
		return exc
	}
	tup, ok := AsTuple(orNone(x))
	if !ok {
		return Raisef(TypeErrorType, "can only assign tuple to %s.__bases__, not %s", t.ShownName(), orNone(x).Type().ShownName())
	}
	if len(tup.Items()) == 0 {
		return Raisef(TypeErrorType, "can only assign non-empty tuple to %s.__bases__, not ()", t.ShownName())
	}
	bases := make([]*Type, len(tup.Items()))
	for i, b := range tup.Items() {
		if !b.IsType() {
			return Raisef(TypeErrorType, "%s.__bases__ must be tuple of classes, not '%s'", t.ShownName(), b.Type().ShownName())
		}
		bases[i] = AsType(b)
		if bases[i].IsSubclass(t) {
			return Raisef(TypeErrorType, "a __bases__ item causes an inheritance cycle")
		}
	}
	base, exc := bestBase(bases)
	if exc != nil {
		return exc
	}
	if base.solidBase() != t.Base.solidBase() {
		what := "object layout"
		if base.Has(FlagHeap) != t.Has(FlagHeap) && base != ObjectType {
			what = "deallocator"
		}
		return Raisef(TypeErrorType, "__bases__ assignment: '%s' %s differs from '%s'", base.Name, what, t.Base.Name)
	}
	oldBases, oldBase := t.Bases, t.Base
	t.Bases, t.Base = bases, base
	var changed []oldMRO
	if exc := t.renewMRO(&changed); exc != nil {
		for i := len(changed) - 1; i >= 0; i-- {
			// What a metaclass's mro has assigned meanwhile stays.
			if c := changed[i]; sameTypes(c.t.MRO, c.new) {
				c.t.MRO = c.old
				c.t.version = nextVersion()
			}
		}
		if sameTypes(t.Bases, bases) {
			t.Bases, t.Base = oldBases, oldBase
		}
		return exc
	}
	if !sameTypes(t.Bases, bases) {
		return nil // assigned again by the metaclass's mro
	}
	for _, b := range oldBases {
		b.dropSubclass(t)
	}
	for _, b := range bases {
		b.subclasses = append(b.subclasses, t)
	}
	t.renewSlots()
	return nil
}

// oldMRO is what the MRO of a class was before an assignment to __bases__.
type oldMRO struct {
	t        *Type
	old, new []*Type
}

// renewMRO gives t and its subclasses new MROs and notes the old ones.
func (t *Type) renewMRO(changed *[]oldMRO) *Exception {
	old := t.MRO
	if exc := t.findMRO(); exc != nil {
		t.MRO = old
		return exc
	}
	t.version = nextVersion()
	*changed = append(*changed, oldMRO{t, old, t.MRO})
	for _, s := range append([]*Type(nil), t.subclasses...) {
		if exc := s.renewMRO(changed); exc != nil {
			return exc
		}
	}
	return nil
}

// renewSlots updates the slots of t and its subclasses after their MROs have changed.
func (t *Type) renewSlots() {
	slotTable()
	t.version = nextVersion()
	for _, d := range slotDefs {
		t.updateSlots(d)
	}
	for _, s := range t.subclasses {
		s.renewSlots()
	}
}

func sameTypes(a, b []*Type) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func (t *Type) dropSubclass(s *Type) {
	for i, x := range t.subclasses {
		if x == s {
			t.subclasses = append(t.subclasses[:i:i], t.subclasses[i+1:]...)
			return
		}
	}
}

func typeDir(v Value) (Value, *Exception) {
	names := map[*Str]bool{}
	AsType(v).dirNames(names)
	return sortedNames(names), nil
}

func typeOr(a, b Value) (Value, *Exception) { return unionOr(a, b) }

var typeSpec = TypeSpec{
	Flags:  FlagBaseType | FlagType,
	Layout: LayoutOf[Type](),
	Slots: Slots{
		Repr: typeRepr, GetAttr: typeGetAttr, SetAttr: typeSetAttr, Call: typeCall,
		New: typeNew, Init: typeInit,
		Binary:    &BinaryTable{OpOr: typeOr},
		Reflected: &BinaryTable{OpOr: func(a, b Value) (Value, *Exception) { return unionOr(b, a) }},
	},
	Methods: []Method{
		{Name: "mro", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
			t := AsType(v)
			mro := mergeMRO(t)
			if mro == nil {
				return Value{}, mroConflict(t)
			}
			items := make([]Value, len(mro))
			for i, c := range mro {
				items[i] = c.Value()
			}
			return NewList(items).Value(), nil
		}},
		{Name: "__subclasses__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
			var items []Value
			for _, s := range AsType(v).subclasses {
				items = append(items, s.Value())
			}
			return NewList(items).Value(), nil
		}},
		{Name: "__instancecheck__", Sig: "($self, instance, /)", Impl: func(v, obj Value) (Value, *Exception) {
			b, exc := realIsInstance(obj, v)
			return Bool(b), exc
		}},
		{Name: "__subclasscheck__", Sig: "($self, subclass, /)", Impl: func(v, sub Value) (Value, *Exception) {
			b, exc := realIsSubclass(sub, v)
			return Bool(b), exc
		}},
		{Name: "__dir__", Sig: "($self, /)", Impl: typeDir},
		{Name: "__sizeof__", Sig: "($self, /)", Impl: func(Value) (Value, *Exception) { return Int(1688), nil }},
	},
	ClassMethods: []Method{
		{Name: "__prepare__", Impl: func(_ Value, _ []Value, _ []*Str) (Value, *Exception) { return NewDict().Value(), nil }},
	},
	GetSets: []GetSet{
		{Name: "__basicsize__", Get: func(v Value) (Value, *Exception) { return Int(16), nil }},
		{Name: "__itemsize__", Get: func(v Value) (Value, *Exception) { return Int(itemSize(AsType(v))), nil }},
		{Name: "__flags__", Get: func(v Value) (Value, *Exception) { return Int(pythonFlags(AsType(v))), nil }},
		{Name: "__weakrefoffset__", Get: func(v Value) (Value, *Exception) {
			if t := AsType(v); t.Has(FlagHeap) && t.Lookup(nameWeakref).ref != nil {
				return Int(-32), nil // which objects keep before them
			}
			return Int(0), nil
		}},
		{Name: "__base__", Get: func(v Value) (Value, *Exception) {
			if b := AsType(v).Base; b != nil {
				return b.Value(), nil
			}
			return None, nil
		}},
		{Name: "__dictoffset__", Get: func(v Value) (Value, *Exception) {
			if t := AsType(v); t.AttrsOffset != 0 && !t.noDict {
				return Int(-1), nil
			}
			return Int(0), nil
		}},
		{Name: "__name__", Get: func(v Value) (Value, *Exception) { return Intern(AsType(v).Name).Value(), nil }, Set: setTypeName},
		{Name: "__qualname__", Get: func(v Value) (Value, *Exception) { return StrV(AsType(v).Qualname), nil }, Set: setTypeQualname},
		{Name: "__bases__", Get: func(v Value) (Value, *Exception) { return typesTuple(AsType(v).Bases), nil }, Set: setBases},
		{Name: "__mro__", Get: func(v Value) (Value, *Exception) { return typesTuple(AsType(v).MRO), nil }},
		moduleGetSet(),
		absGetSet(),
		{Name: "__dict__", Get: func(v Value) (Value, *Exception) { return NewMappingProxy(AsType(v).Namespace().Value()), nil }},
		{Name: "__doc__", Get: typeGetDoc, Set: permanent(nsGetSet("__doc__", nil)).Set},
		{Name: "__text_signature__", Get: noneGetter},
		nsGetSet("__annotations__", func(t *Type) (Value, *Exception) {
			if !t.patchable("__annotations__") {
				return Value{}, attributeError(t.Value(), nameAnnotations, "type object '%s' has no attribute '__annotations__'", t.Name)
			}
			d := NewDict().Value()
			t.Namespace().SetStr(nameAnnotations, d)
			return d, nil
		}),
		permanent(nsGetSet("__type_params__", func(*Type) (Value, *Exception) { return NewTuple(nil).Value(), nil })),
	},
}

// absGetSet is type.__abstractmethods__, whose truth decides whether the class can be
// instantiated.
func absGetSet() GetSet {
	g := nsGetSet("__abstractmethods__", func(t *Type) (Value, *Exception) {
		return Value{}, attributeError(t.Value(), nameAbstractMethods, "__abstractmethods__")
	})
	set := g.Set
	g.Set = func(v, x Value) *Exception {
		abstract := false
		if x.ref != nil {
			var exc *Exception
			if abstract, exc = Truth(x); exc != nil {
				return exc
			}
		}
		if exc := set(v, x); exc != nil {
			return exc
		}
		t := AsType(v)
		t.Flags &^= FlagAbstract
		if abstract {
			t.Flags |= FlagAbstract
		}
		return nil
	}
	return g
}

// itemSize is __itemsize__: what CPython's objects of t have more of for each element.
func itemSize(t *Type) int64 {
	switch {
	case t.Has(FlagTuple):
		return 8
	case t.Has(FlagInt):
		return 4
	case t.Has(FlagBytes):
		return 1
	case t.Has(FlagType):
		return 40
	}
	return 0
}

// pythonFlags is __flags__ with the bits of object.h that programs look at.
func pythonFlags(t *Type) int64 {
	f := int64(1 << 12) // ready
	for _, p := range []struct {
		flag TypeFlags
		bit  int
	}{
		{FlagHeap, 9}, {FlagBaseType, 10}, {FlagAbstract, 20}, {FlagInt, 24}, {FlagList, 25}, {FlagTuple, 26},
		{FlagBytes, 27}, {FlagStr, 28}, {FlagDict, 29}, {FlagException, 30}, {FlagType, 31},
		{FlagSequencePattern, 5}, {FlagMappingPattern, 6}, {FlagMethodDescriptor, 17},
	} {
		if t.Has(p.flag) {
			f |= 1 << p.bit
		}
	}
	switch {
	case t == GenericType:
		f |= 1 << 9 // it is made when typing is imported
	case t.Has(FlagPatchable):
		f |= 1 << 9
	case !t.Has(FlagHeap):
		f |= 1 << 8
	}
	return f
}

func init() { TypeType.Define(&typeSpec) }
