package py

import (
	"fmt"
	"slices"
	"sort"
)

// This file implements object, the base of all classes.

func objectNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	if len(args) > 0 {
		if !cls.newFromObject() {
			return Value{}, Raisef(TypeErrorType, "object.__new__() takes exactly one argument (the type to instantiate)")
		}
		if cls.initFromObject() {
			return Value{}, Raisef(TypeErrorType, "%s() takes no arguments", cls.Name)
		}
	}
	if cls.Has(FlagAbstract) {
		return Value{}, abstractError(cls)
	}
	return cls.Alloc(cls), nil
}

// newFromObject reports whether t's __new__ is object's.
func (t *Type) newFromObject() bool {
	d := t.Lookup(nameNew)
	return d.ref.typ == BuiltinType && heap[Builtin](d).Owner == ObjectType
}

// initFromObject reports whether t's __init__ is object's.
func (t *Type) initFromObject() bool {
	d := t.Lookup(nameInit)
	return d.ref.typ == WrapperDescriptorType && heap[wrapperDescr](d).owner == ObjectType
}

// slotOwner is the class of the MRO that defines name.
func (t *Type) slotOwner(name *Str) *Type {
	_, owner := t.LookupWhere(name)
	return owner
}

func objectInit(v Value, args []Value, names []*Str) *Exception {
	if len(args) == 0 {
		return nil
	}
	t := v.Type()
	if !t.initFromObject() {
		return Raisef(TypeErrorType, "object.__init__() takes exactly one argument (the instance to initialize)")
	}
	if t.newFromObject() {
		return Raisef(TypeErrorType, "%s.__init__() takes exactly one argument (the instance to initialize)", t.ShownName())
	}
	return nil
}

// abstractError is the TypeError for an instance of a class with abstract methods.
func abstractError(cls *Type) *Exception {
	var names []string
	if set, ok := cls.Namespace().GetStr(nameAbstractMethods); ok {
		it, exc := Iter(set)
		for exc == nil {
			v, more, e := Next(it)
			if e != nil || !more {
				break
			}
			if s, ok := AsStr(v); ok {
				names = append(names, s.S)
			}
		}
	}
	sort.Strings(names)
	list := ""
	for i, n := range names {
		if i > 0 {
			list += ", "
		}
		if VersionAtLeast(12) {
			list += "'" + n + "'"
		} else {
			list += n
		}
	}
	s := "s"
	if len(names) == 1 {
		s = ""
	}
	if !VersionAtLeast(12) {
		return Raisef(TypeErrorType, "Can't instantiate abstract class %s with abstract method%s %s", cls.Name, s, list)
	}
	return Raisef(TypeErrorType, "Can't instantiate abstract class %s without an implementation for abstract method%s %s", cls.Name, s, list)
}

func addressString(v Value) string { return fmt.Sprintf("0x%012x", Address(v)) }

// DefaultRepr is object.__repr__: <module.Class object at 0x...>.
func DefaultRepr(v Value) string {
	return "<" + v.Type().FullName() + " object at " + addressString(v) + ">"
}

// FullName is the class's qualified name, with its module where that is not builtins.
func (t *Type) FullName() string {
	if m := t.moduleName(); m != "" && m != "builtins" {
		return m + "." + t.Qualname
	}
	return t.Qualname
}

// StaticName is the class's name as messages have it that give the name with which the class
// was declared in C: with the module where it is not written in Python, nor a builtin.
func (t *Type) StaticName() string {
	if t.Has(FlagHeap) || t.Module == "" || t.Module == "builtins" {
		return t.Name
	}
	return t.Module + "." + t.Name
}

func objectRepr(v Value) (Value, *Exception) { return StrV(DefaultRepr(v)), nil }

// objectStr is object.__str__. A class may have it as its __repr__.
func objectStr(v Value) (Value, *Exception) {
	if exc := Enter(); exc != nil {
		return Value{}, exc
	}
	defer Leave()
	return v.Type().Slots.Repr(v)
}

func objectHash(v Value) (int64, *Exception) { return identityHash(v), nil }

// identityHash is the hash of an object that is equal to itself only: its address, with
// the bits that are always zero moved to the top, as pyhash.c's _Py_HashPointer.
func identityHash(v Value) int64 {
	p := Address(v)
	return int64(p>>4 | p<<60)
}

func objectCompare(op CompareOp, a, b Value) (Value, *Exception) {
	switch op {
	case EQ:
		if a == b {
			return True, nil
		}
	case NE:
		compare := a.Type().Compare
		if compare == nil {
			compare = objectCompare
		}
		r, exc := compare(EQ, a, b)
		if exc != nil || r == NotImplemented {
			return r, exc
		}
		t, exc := Truth(r)
		return Bool(!t), exc
	}
	return NotImplemented, nil
}

// dictGetSet is the __dict__ of types whose instances have Attrs.
var dictGetSet = GetSet{Name: "__dict__", Get: getDict, Set: setDict}

// namespaceOf returns the namespace of a class. It is set later, since namespaces are made of
// attributes such as __dict__.
var namespaceOf func(class Value) Value

func init() { namespaceOf = func(class Value) Value { return AsType(class).Namespace().Value() } }

func getDict(v Value) (Value, *Exception) {
	t := v.Type()
	switch {
	case v.IsType(): // its metaclass has a base that has instances with a __dict__
		return NewMappingProxy(namespaceOf(v)), nil
	case t.IsSubclass(ModuleType):
		return mod(v).DictValue(), nil
	}
	if t.AttrsOffset == 0 || t.noDict {
		return Value{}, noAttribute(v, nameDict)
	}
	return attrsAt(v, t.AttrsOffset).Dict().Value(), nil
}

func setDict(v, x Value) *Exception {
	t := v.Type()
	switch {
	case v.IsType():
		return attributeError(v, nameDict, "attribute '__dict__' of 'type' objects is not writable")
	case t.IsSubclass(ModuleType):
		return attributeError(v, nameDict, "readonly attribute")
	}
	if t.AttrsOffset == 0 || t.noDict {
		return noAttribute(v, nameDict)
	}
	a := attrsAt(v, t.AttrsOffset)
	if x.ref == nil {
		a.SetDict(NewDict())
		return nil
	}
	d, ok := AsDict(x)
	if !ok {
		return Raisef(TypeErrorType, "__dict__ must be set to a dictionary, not a '%s'", x.Type().ShownName())
	}
	a.SetDict(d)
	return nil
}

func setClass(v, x Value) *Exception {
	if x.ref == nil {
		return Raisef(TypeErrorType, "can't delete __class__ attribute")
	}
	if !x.Type().Has(FlagType) {
		return Raisef(TypeErrorType, "__class__ must be set to a class, not '%s' object", x.Type().ShownName())
	}
	t, old := AsType(x), v.Type()
	if v.ref.typ.IsSubclass(ModuleType) && t.IsSubclass(ModuleType) {
		v.ref.typ = t
		return nil
	}
	if !t.Has(FlagHeap) || !old.Has(FlagHeap) {
		return Raisef(TypeErrorType, "__class__ assignment only supported for mutable types or ModuleType subclasses")
	}
	if t != old && !sameLayout(t, old) {
		return Raisef(TypeErrorType, "__class__ assignment: '%s' object layout differs from '%s'", t.ShownName(), old.Name)
	}
	v.ref.typ = t
	if from, to := old.layoutClass(), t.layoutClass(); from != to {
		moveSlots(attrsAt(v, t.AttrsOffset), from, to)
	}
	return nil
}

// moveSlots makes values of the slots of one class those of another that has slots of the
// same names.
func moveSlots(a *Attrs, from, to *Type) {
	for _, n := range from.addedSlots() {
		name := Intern(n)
		src, _ := from.Dict.GetStr(name)
		dst, _ := to.Dict.GetStr(name)
		if src.ref.typ != MemberType || dst.ref.typ != MemberType {
			continue
		}
		key := heap[memberDescr](src).key
		if x := a.slot(key); x.ref != nil {
			a.setSlot(key, Value{})
			a.setSlot(heap[memberDescr](dst).key, x)
		}
	}
}

// sameLayout reports whether instances of t and u have the same memory.
func sameLayout(t, u *Type) bool {
	if t.AttrsOffset != u.AttrsOffset || t.noDict != u.noDict {
		return false
	}
	t, u = t.layoutClass(), u.layoutClass()
	if t == u {
		return true
	}
	return t.Base != nil && u.Base != nil && t.Base.layoutClass() == u.Base.layoutClass() && slices.Equal(t.addedSlots(), u.addedSlots())
}

// layoutClass returns the class in t's chain of bases that last added something to the
// memory of instances.
func (t *Type) layoutClass() *Type {
	for t.Has(FlagHeap) && len(t.addedSlots()) == 0 {
		t = t.Base
	}
	return t
}

// addedSlots returns the names of what t adds to the memory of instances, sorted.
func (t *Type) addedSlots() []string {
	var names []string
	if t.Dict == nil {
		return nil
	}
	for k, v, pos, ok := t.Dict.Entry(0); ok; k, v, pos, ok = t.Dict.Entry(pos) {
		switch v.ref.typ {
		case MemberType:
			if d := heap[memberDescr](v); d.owner == t {
				names = append(names, d.name.S)
			}
		case GetSetType:
			if d := heap[getSetDescr](v); d.owner == t && (d.def == &dictDef || d.def == &weakrefDef) {
				names = append(names, k.Str().S)
			}
		}
	}
	sort.Strings(names)
	return names
}

func objectFormat(v, spec Value) (Value, *Exception) {
	s, ok := AsStr(spec)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "__format__() argument must be str, not %s", spec.Type().ShownName())
	}
	if s.S != "" {
		return Value{}, Raisef(TypeErrorType, "unsupported format string passed to %s.__format__", v.Type().ShownName())
	}
	return Str_(v)
}

// objectDir is object.__dir__.
func objectDir(v Value) (Value, *Exception) {
	names := map[*Str]bool{}
	if x, found, exc := LookupAttr(v, nameDict); exc != nil {
		return Value{}, exc
	} else if d, ok := asDictLike(x); found && ok {
		for _, k := range d.Keys() {
			if s, ok := AsStr(k); ok {
				names[InternStr(s)] = true
			}
		}
	}
	if c, found, exc := LookupAttr(v, nameClass); exc != nil {
		return Value{}, exc
	} else if found && c.IsType() {
		AsType(c).dirNames(names)
	}
	return sortedNames(names), nil
}

// asDictLike returns the dict of v, looking through a mappingproxy.
func asDictLike(v Value) (*Dict, bool) {
	if v.ref == nil {
		return nil, false
	}
	if v.ref.typ == MappingProxyType {
		v = proxied(v)
	}
	return AsDict(v)
}

func (t *Type) dirNames(names map[*Str]bool) {
	for _, c := range t.MRO {
		for _, k := range c.Namespace().Keys() {
			if s, ok := AsStr(k); ok {
				names[InternStr(s)] = true
			}
		}
	}
}

func sortedNames(names map[*Str]bool) Value {
	list := make([]*Str, 0, len(names))
	for n := range names {
		list = append(list, n)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].S < list[j].S })
	items := make([]Value, len(list))
	for i, n := range list {
		items[i] = n.Value()
	}
	return NewList(items).Value()
}

// Dir returns dir(v), a sorted list.
func Dir(v Value) (Value, *Exception) {
	x, ok, exc := CallSpecial(v, nameDir)
	if exc != nil {
		return Value{}, exc
	}
	if !ok {
		return Value{}, Raisef(TypeErrorType, "object does not provide __dir__")
	}
	l := NewList(nil)
	if exc := l.extend(x); exc != nil {
		return Value{}, exc
	}
	_, exc = CallMethod0(l.Value(), Intern("sort"))
	return l.Value(), exc
}

func objectGetState(v Value) (Value, *Exception) {
	t := v.Type()
	state := None
	if t.AttrsOffset == 0 {
		return state, nil
	}
	a := attrsAt(v, t.AttrsOffset)
	if !t.noDict && a.Len() > 0 {
		state = a.Dict().Value()
	}
	if slots := slotState(t, a); slots.Len() > 0 {
		return NewTuple([]Value{state, slots.Value()}).Value(), nil
	}
	return state, nil
}

// slotState returns the values of the __slots__ of t and its bases that are set.
func slotState(t *Type, a *Attrs) *Dict {
	slots := NewDict()
	for _, c := range t.MRO {
		for _, n := range t.SlotNames {
			d := t.Lookup(n)
			if d.ref == nil || d.ref.typ != MemberType || heap[memberDescr](d).owner != c {
				continue
			}
			if x := a.slot(heap[memberDescr](d).key); x.ref != nil {
				slots.SetStr(n, x)
			}
		}
	}
	return slots
}

var objectSpec = TypeSpec{
	Flags:  FlagBaseType,
	Layout: Layout{Alloc: allocInstance, SubclassAttrs: instanceAttrs},
	Doc: "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\n" +
		"instance that has no instance attributes and cannot be given any.\n",
	Slots: Slots{
		Repr: objectRepr, Str: objectStr, Hash: objectHash, Compare: objectCompare,
		GetAttr: genericGetAttr, SetAttr: genericSetAttr, New: objectNew, Init: objectInit,
	},
	Methods: []Method{
		{Name: "__reduce_ex__", Sig: "($self, protocol, /)", Impl: objectReduceEx},
		{Name: "__reduce__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return objectReduce(v, Int(0)) }},
		{Name: "__getstate__", Sig: "($self, /)", Impl: objectGetState},
		{Name: "__format__", Sig: "($self, format_spec, /)", Impl: objectFormat},
		{Name: "__sizeof__", Sig: "($self, /)", Impl: func(Value) (Value, *Exception) { return Int(16), nil }},
		{Name: "__dir__", Sig: "($self, /)", Impl: objectDir},
	},
	ClassMethods: []Method{
		{Name: "__subclasshook__", Sig: "", Impl: func(Value, []Value) (Value, *Exception) { return NotImplemented, nil }},
		{Name: "__init_subclass__", Impl: func(cls Value, args []Value, names []*Str) (Value, *Exception) {
			t := AsType(cls)
			if len(names) > 0 {
				return Value{}, Raisef(TypeErrorType, "%s.__init_subclass__() takes no keyword arguments", t.Qualname)
			}
			if len(args) > 0 {
				return Value{}, Raisef(TypeErrorType, "%s.__init_subclass__() takes no arguments (%d given)", t.Qualname, len(args))
			}
			return None, nil
		}},
	},
	GetSets: []GetSet{
		{Name: "__class__", Get: func(v Value) (Value, *Exception) { return v.Type().Value(), nil }, Set: setClass},
	},
}

func init() { ObjectType.Define(&objectSpec) }
