package py

// This file implements the slots of classes written in Python: Go functions that look
// the special method up and call it (typeobject.c's slot_... functions).

// specialMissing is the AttributeError for a special method that is gone.
func specialMissing(name *Str) *Exception { return Raisef(AttributeErrorType, "%s", name.S) }

// pyUnary returns the slot that calls the special method name.
func pyUnary(name *Str) UnaryFunc {
	check := unaryChecks[name.S]
	return func(v Value) (Value, *Exception) {
		x, ok, exc := CallSpecial(v, name)
		if exc != nil {
			return Value{}, exc
		}
		if !ok {
			return Value{}, specialMissing(name)
		}
		if check != nil {
			return x, check(x)
		}
		return x, nil
	}
}

var unaryChecks = map[string]func(Value) *Exception{
	"__aiter__": func(Value) *Exception { return nil },
}

// pyBinary returns the slot that calls the special method name, and gives NotImplemented
// where there is none.
func pyBinary(name *Str) BinaryFunc {
	return func(a, b Value) (Value, *Exception) {
		d := a.ref.typ.Lookup(name)
		if d.ref == nil {
			return NotImplemented, nil
		}
		if d.ref.typ == FunctionType {
			return Call2(d, a, b)
		}
		return callDescr(d, a, []Value{b})
	}
}

// pyBinaryStrict is pyBinary for an operation without NotImplemented.
func pyBinaryStrict(name *Str) BinaryFunc {
	return func(a, b Value) (Value, *Exception) {
		d := a.ref.typ.Lookup(name)
		if d.ref == nil {
			return Value{}, specialMissing(name)
		}
		if d.ref.typ == FunctionType {
			return Call2(d, a, b)
		}
		return callDescr(d, a, []Value{b})
	}
}

func pyHash(v Value) (int64, *Exception) {
	d := v.ref.typ.Lookup(nameHash)
	if d.ref == nil || d.IsNone() {
		return unhashable(v)
	}
	x, exc := callDescr(d, v, nil)
	if exc != nil {
		return 0, exc
	}
	if !x.IsInt() {
		return 0, Raisef(TypeErrorType, "__hash__ method should return an integer")
	}
	return hashResult(x), nil
}

// hashResult reduces what __hash__ returned: a number outside int64 to its own hash, and
// -1 to -2.
func hashResult(x Value) int64 {
	x = exactInt(x)
	var h int64
	if x.IsSmallInt() {
		h = x.SmallInt()
	} else {
		h, _ = Hash(x)
	}
	if h == -1 {
		return -2
	}
	return h
}

// unhashable is the Hash of types whose __hash__ is None.
func unhashable(v Value) (int64, *Exception) {
	return 0, Raisef(TypeErrorType, "unhashable type: '%s'", v.Type().ShownName())
}

func pyCall(v Value, args []Value, names []*Str) (Value, *Exception) {
	d := v.ref.typ.Lookup(nameCall)
	switch {
	case d.ref == nil:
		return Value{}, Raisef(TypeErrorType, "'%s' object is not callable", v.Type().ShownName())
	case d.ref.typ == FunctionType:
		return heap[Function](d).callWithSelf(v, args, names)
	case d.ref.typ.DescrGet != nil:
		fn, exc := d.ref.typ.DescrGet(d, v, v.ref.typ)
		if exc != nil {
			return Value{}, exc
		}
		return callCounted(fn, args, names)
	}
	return callCounted(d, args, names)
}

// callCounted calls a __call__ that is not a function: it may be an instance of the same
// class, whose call comes back here without any Python function in between.
func callCounted(fn Value, args []Value, names []*Str) (Value, *Exception) {
	if exc := Enter(); exc != nil {
		return Value{}, exc
	}
	defer Leave()
	return CallKw(fn, args, names)
}

func pyCompare(op CompareOp, a, b Value) (Value, *Exception) {
	d := a.ref.typ.Lookup(compareNames[op])
	switch {
	case d.ref == nil:
		return NotImplemented, nil
	case d.ref.typ == FunctionType:
		return Call2(d, a, b)
	case d.ref.typ == WrapperDescriptorType:
		return wrapperDescrCall(d, []Value{a, b}, nil)
	}
	if get := d.ref.typ.DescrGet; get != nil && d.ref.typ != MethodDescriptorType {
		fn, exc := get(d, a, a.ref.typ)
		if exc != nil {
			return NotImplemented, nil // a method that cannot be had is none
		}
		return Call1(fn, b)
	}
	return callDescr(d, a, []Value{b})
}

// pyGetAttr is the GetAttr of classes with __getattribute__ or __getattr__.
func pyGetAttr(v Value, name *Str) (Value, *Exception) {
	x, exc := pythonAttr(v, name)
	if exc != nil {
		exc.missedAttr(v, name)
	}
	return x, exc
}

func pythonAttr(v Value, name *Str) (Value, *Exception) {
	t := v.ref.typ
	d := t.Lookup(nameGetAttribute)
	hook := t.Lookup(nameGetAttr)
	var x Value
	var exc *Exception
	switch {
	case d.ref != nil && d.ref.typ == WrapperDescriptorType:
		w := heap[wrapperDescr](d)
		if w.owner == ObjectType && hook.ref != nil {
			// object.__getattribute__, without making the AttributeError that
			// __getattr__ takes the place of.
			if x, exc = findAttr(v, name); exc == nil && x.ref == nil {
				return callDescr(hook, v, []Value{name.Value()})
			}
		} else {
			x, exc = wrapperDescrCall(d, []Value{v, name.Value()}, nil)
		}
	default:
		x, exc = callDescr(d, v, []Value{name.Value()})
	}
	if exc == nil || hook.ref == nil || !IsInstance(exc.Value(), AttributeErrorType) {
		return x, exc
	}
	return callDescr(hook, v, []Value{name.Value()})
}

func pySetAttr(v Value, name *Str, x Value) *Exception {
	var exc *Exception
	if x.ref == nil {
		_, _, exc = CallSpecial(v, nameDelAttr, name.Value())
	} else {
		_, _, exc = CallSpecial(v, nameSetAttr, name.Value(), x)
	}
	return exc
}

var nameNext = Intern("__next__")

func pyNext(v Value) (Value, bool, *Exception) {
	x, ok, exc := CallSpecial(v, nameNext)
	if exc != nil {
		if exc.typ == StopIterationType || IsInstance(exc.Value(), StopIterationType) {
			if Traced {
				NoteStopped(exc)
			}
			return Value{}, false, nil
		}
		return Value{}, false, exc
	}
	if !ok {
		return Value{}, false, specialMissing(nameNext)
	}
	return x, true, nil
}

func pyDescrGet(descr, obj Value, owner *Type) (Value, *Exception) {
	d := descr.ref.typ.Lookup(nameDescrGet)
	if d.ref == nil {
		return descr, nil
	}
	if obj.ref == nil {
		obj = None
	}
	own := None
	if owner != nil {
		own = owner.Value()
	}
	return callDescr(d, descr, []Value{obj, own})
}

func pyDescrSet(descr, obj, x Value) *Exception {
	name, args := nameSet, []Value{obj, x}
	if x.ref == nil {
		name, args = nameDelete, args[:1]
	}
	_, ok, exc := CallSpecial(descr, name, args...)
	if exc == nil && !ok {
		return Raisef(AttributeErrorType, "%s", name.S)
	}
	return exc
}

func pyInit(v Value, args []Value, names []*Str) *Exception {
	d := v.ref.typ.Lookup(nameInit)
	var x Value
	var exc *Exception
	switch {
	case d.ref.typ == FunctionType:
		x, exc = heap[Function](d).callWithSelf(v, args, names)
	case d.ref.typ.DescrGet != nil:
		var fn Value
		if fn, exc = d.ref.typ.DescrGet(d, v, v.ref.typ); exc == nil {
			x, exc = CallKw(fn, args, names)
		}
	default:
		x, exc = CallKw(d, args, names)
	}
	if exc == nil && !x.IsNone() {
		return Raisef(TypeErrorType, "__init__() should return None, not '%s'", x.Type().ShownName())
	}
	return exc
}

func pyNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	d := cls.Lookup(nameNew)
	if get := d.ref.typ.DescrGet; get != nil {
		var exc *Exception
		if d, exc = get(d, Value{}, cls); exc != nil {
			return Value{}, exc
		}
	}
	return CallKw(d, prepend(cls.Value(), args), names)
}

func pyBool(v Value) (bool, *Exception) {
	x, _, exc := CallSpecial(v, nameBool)
	if exc != nil {
		return false, exc
	}
	if !x.IsBool() {
		return false, Raisef(TypeErrorType, "__bool__ should return bool, returned %s", x.Type().ShownName())
	}
	return x == True, nil
}

var nameLen = Intern("__len__")

func pyLen(v Value) (int, *Exception) {
	x, _, exc := CallSpecial(v, nameLen)
	if exc != nil {
		return 0, exc
	}
	return lenResult(x)
}

// lenResult checks what __len__ returned.
func lenResult(x Value) (int, *Exception) {
	i, exc := Index(x)
	if exc != nil {
		return 0, exc
	}
	negative, exc := LtBool(i, Int(0))
	if exc != nil {
		return 0, exc
	}
	if negative {
		return 0, Raisef(ValueErrorType, "__len__() should return >= 0")
	}
	if !i.IsSmallInt() {
		return 0, Raisef(OverflowErrorType, "cannot fit 'int' into an index-sized integer")
	}
	return int(i.SmallInt()), nil
}

var (
	nameSetItem  = Intern("__setitem__")
	nameDelItem  = Intern("__delitem__")
	nameContains = Intern("__contains__")
)

func pySetItem(v, key, x Value) *Exception {
	name, args := nameSetItem, []Value{key, x}
	if x.ref == nil {
		name, args = nameDelItem, args[:1]
	}
	_, ok, exc := CallSpecial(v, name, args...)
	if exc == nil && !ok {
		if x.ref == nil {
			return Raisef(TypeErrorType, "'%s' object doesn't support item deletion", v.Type().ShownName())
		}
		return Raisef(TypeErrorType, "'%s' object does not support item assignment", v.Type().ShownName())
	}
	return exc
}

func pyContains(v, item Value) (bool, *Exception) {
	d := v.ref.typ.Lookup(nameContains)
	if d.ref == nil || d.IsNone() {
		return false, Raisef(TypeErrorType, "'%s' object is not a container", v.Type().ShownName())
	}
	x, exc := callDescr(d, v, []Value{item})
	if exc != nil {
		return false, exc
	}
	return Truth(x)
}

// pyIterNone is the Iter of a class whose __iter__ is None.
func pyIterNone(v Value) (Value, *Exception) {
	return Value{}, Raisef(TypeErrorType, "'%s' object is not iterable", v.Type().ShownName())
}

// updateSlots sets the slots of t that the special method of d decides, after its
// namespace or that of a base changed (typeobject.c, update_one_slot).
func (t *Type) updateSlots(d *slotDef) {
	names := d.peers
	if names == nil {
		names = []*Str{d.name}
	}
	var from *Type
	native, found := true, false
	for _, name := range names {
		x := t.Lookup(name)
		if x.ref == nil {
			continue
		}
		found = true
		var owner *Type
		switch {
		case x.ref.typ == WrapperDescriptorType && heap[wrapperDescr](x).def.name == name:
			if o := heap[wrapperDescr](x).owner; t.IsSubclass(o) {
				owner = o
			}
		case name == nameNew && x.ref.typ == BuiltinType && heap[Builtin](x).Owner != nil:
			owner = heap[Builtin](x).Owner
		}
		if owner == nil || from != nil && from != owner {
			native = false
			break
		}
		from = owner
	}
	switch {
	case !found:
		d.clear(&t.Slots)
	case native:
		d.copy(&t.Slots, &from.Slots)
	default:
		d.python(t)
	}
	switch d.name {
	case nameHash:
		t.Flags &^= FlagNoHash
		if t.Lookup(nameHash).IsNone() {
			t.Hash = unhashable
			t.Flags |= FlagNoHash
		}
	case nameAwait:
		t.AwaitHook = nil
		if native && from != nil {
			t.AwaitHook = from.AwaitHook
		}
	case nameGetAttribute, nameGetAttr:
		t.simpleAttr = native && from == ObjectType
	default:
		if d.name.S == "__iter__" && found && t.Lookup(d.name).IsNone() {
			t.Iter = pyIterNone
		}
	}
}

// slotChanged updates the slots of t and its subclasses after an assignment to the class
// attribute name.
func (t *Type) slotChanged(name *Str) {
	d := slotTable()[name]
	if d == nil {
		return
	}
	t.updateSlots(d)
	for _, s := range t.subclasses {
		if _, own := s.Namespace().GetStr(name); !own {
			s.slotChanged(name)
		}
	}
}
