package py

// This file implements attribute access (Python reference 3.3.2): the look-up on the
// type with its cache, object.__getattribute__ and its relatives.

// GetAttr is v.name.
func GetAttr(v Value, name *Str) (Value, *Exception) {
	t := v.ref.typ
	if e := cached(t, name); e.shape != nil && e.version == t.version && e.name == name {
		if a := attrsAt(v, t.AttrsOffset); a.shape == e.shape {
			if x := a.vals[e.index]; x.ref != nil {
				return x, nil
			}
		}
	} else if t == ModuleType {
		if x := moduleAttr(v, name); x.ref != nil {
			return x, nil
		}
	}
	return t.GetAttr(v, name)
}

// SetAttr is v.name = x.
func SetAttr(v Value, name *Str, x Value) *Exception { return v.ref.typ.SetAttr(v, name, x) }

// DelAttr is del v.name.
func DelAttr(v Value, name *Str) *Exception { return v.ref.typ.SetAttr(v, name, Value{}) }

// LookupAttr is v.name where an AttributeError means that there is none: found is false.
func LookupAttr(v Value, name *Str) (x Value, found bool, exc *Exception) {
	t := v.ref.typ
	if t.simpleAttr {
		x, exc = findAttr(v, name)
		if exc == nil {
			return x, x.ref != nil, nil
		}
	} else {
		x, exc = t.GetAttr(v, name)
		if exc == nil {
			return x, true, nil
		}
	}
	if IsInstance(exc.Value(), AttributeErrorType) {
		return Value{}, false, nil
	}
	return Value{}, false, exc
}

// LookupSpecial looks the special method name up on v's type, as implicit calls do, and
// binds it to v. It returns the zero Value where the type has none.
func LookupSpecial(v Value, name *Str) (Value, *Exception) {
	t := v.ref.typ
	d := t.Lookup(name)
	if d.ref == nil {
		return Value{}, nil
	}
	if get := d.ref.typ.DescrGet; get != nil {
		return get(d, v, t)
	}
	return d, nil
}

// CallSpecial calls the special method name of v's type with args. ok is false where the
// type has none.
func CallSpecial(v Value, name *Str, args ...Value) (x Value, ok bool, exc *Exception) {
	d := v.ref.typ.Lookup(name)
	if d.ref == nil {
		return Value{}, false, nil
	}
	x, exc = callDescr(d, v, args)
	return x, true, exc
}

// callDescr calls what a look-up on v's type gave as a method of v.
func callDescr(d, v Value, args []Value) (Value, *Exception) {
	switch d.ref.typ {
	case FunctionType:
		return heap[Function](d).callWithSelf(v, args, nil)
	case MethodDescriptorType:
		b := heap[Builtin](d)
		if exc := b.checkSelf(v); exc != nil {
			return Value{}, exc
		}
		return b.call(v, args, nil)
	case WrapperDescriptorType:
		return wrapperDescrCall(d, append([]Value{v}, args...), nil)
	}
	if get := d.ref.typ.DescrGet; get != nil {
		fn, exc := get(d, v, v.ref.typ)
		if exc != nil {
			return Value{}, exc
		}
		return CallN(fn, args)
	}
	return CallN(d, args)
}

// typeCache remembers results of Lookup by the class's version and the name, as
// typeobject.c's type cache: a class whose attributes change gets a new version. It is
// allocated because Go's runtime goes over all of a variable when a program starts.
var typeCache = new([1 << typeCacheBits]typeCacheEntry)

type typeCacheEntry struct {
	version uint64
	name    *Str
	value   Value
	// shape is that of instances which have the attribute of their own at index: in their
	// __dict__ where the class has no data descriptor of that name, or in __slots__. It is
	// nil where there was none yet.
	shape *Shape
	index int32
	// method says that value is a function or a method descriptor that takes instances of
	// the class as its first argument, and is not looked at further.
	method bool
	// direct says that a call of the method looks at nothing else.
	direct bool
	// without is a shape of instances that have no attribute of that name of their own.
	without *Shape
	_       [8]byte // an entry is a line of the processor's cache
}

const typeCacheBits = 12

func cached(t *Type, name *Str) *typeCacheEntry {
	return &typeCache[(t.version*0x9E3779B97F4A7C15^uint64(uintptr(name.ptr()))>>4)&(1<<typeCacheBits-1)]
}

// remember notes that v, whose class looks attributes up in the usual way, has the
// attribute name, which its class has as d or, where d is no object, not at all.
func remember(v Value, name *Str, d Value) {
	t, key := v.ref.typ, name
	e := cached(t, name)
	if !t.simpleAttr || e.version != t.version || e.name != name {
		return
	}
	switch {
	case d.ref == nil:
	case d.ref.typ.Flags&FlagHeap != 0:
		return // the class of d may become that of a data descriptor
	case d.ref.typ == MemberType:
		m := heap[memberDescr](d)
		if m.owner != t || m.def != nil {
			return
		}
		key = m.key
	}
	a := attrsAt(v, t.AttrsOffset)
	if i := a.shape.find(key); i >= 0 {
		e.shape, e.index = a.shape, int32(i)
	}
}

// Lookup returns the attribute name of t or of the first class of its MRO that has one,
// without binding it, or the zero Value.
func (t *Type) Lookup(name *Str) Value {
	e := cached(t, name)
	if e.version == t.version && e.name == name {
		return e.value
	}
	var v Value
	for _, c := range t.MRO {
		if x, ok := c.Namespace().GetStr(name); ok {
			v = x
			break
		}
	}
	*e = typeCacheEntry{
		version: t.version, name: name, value: v, method: v.isUnboundMethod(t),
		direct: !t.simpleAttr && t.methodsFirst && v.ref != nil && v.ref.typ == MethodDescriptorType,
	}
	return v
}

// lookupMethod is Lookup that also says whether what it found is a method.
func (t *Type) lookupMethod(name *Str) (d Value, method bool) {
	e := cached(t, name)
	if e.version != t.version || e.name != name {
		t.Lookup(name)
	}
	return e.value, e.method
}

// LookupWhere is Lookup that also returns the class which has the attribute.
func (t *Type) LookupWhere(name *Str) (Value, *Type) {
	for _, c := range t.MRO {
		if x, ok := c.Namespace().GetStr(name); ok {
			return x, c
		}
	}
	return Value{}, nil
}

// modified gives t and its subclasses new versions: cached look-ups no longer hold.
func (t *Type) modified() {
	t.version = nextVersion()
	for _, s := range t.subclasses {
		s.modified()
	}
}

// genericGetAttr is object.__getattribute__.
func genericGetAttr(v Value, name *Str) (Value, *Exception) {
	x, exc := findAttr(v, name)
	if exc != nil {
		return Value{}, exc
	}
	if x.ref == nil {
		return Value{}, noAttribute(v, name)
	}
	return x, nil
}

// ownEntry looks a name up among the variables of a module or in the namespace of a class, for
// object.__getattribute__: their own look-ups do without this file.
func ownEntry(v Value, name *Str) (Value, bool) {
	switch t := v.ref.typ; {
	case t.Flags&FlagType != 0:
		return heap[Type](v).Namespace().GetStr(name)
	case t == ModuleType:
		return heap[Module](v).Get(name)
	}
	return Value{}, false
}

// findAttr is genericGetAttr that returns the zero Value where there is no attribute.
func findAttr(v Value, name *Str) (Value, *Exception) {
	t := v.ref.typ
	d := t.Lookup(name)
	if d.ref != nil {
		if dt := d.ref.typ; dt.DescrSet != nil && dt.DescrGet != nil {
			if dt == MemberType {
				remember(v, name, d)
			}
			x, exc := dt.DescrGet(d, v, t)
			if exc != nil {
				exc.missedAttr(v, name)
			}
			return x, exc
		}
	}
	if t.AttrsOffset != 0 && !t.noDict {
		if x, ok := attrsAt(v, t.AttrsOffset).Get(name); ok {
			remember(v, name, d)
			return x, nil
		}
	} else if x, ok := ownEntry(v, name); ok {
		return x, nil
	}
	if d.ref == nil {
		return Value{}, nil
	}
	if get := d.ref.typ.DescrGet; get != nil {
		x, exc := get(d, v, t)
		if exc != nil {
			exc.missedAttr(v, name)
		}
		return x, exc
	}
	return d, nil
}

// missedAttr gives an AttributeError that a look-up of v.name has ended with, and that says of
// no object and name, these: what raised it was a property or __getattr__.
func (exc *Exception) missedAttr(v Value, name *Str) {
	switch x := exc.Extra.(type) {
	case nil:
		if exc.Is(AttributeErrorType) {
			exc.Extra = &nameExtra{Name: name.Value(), Obj: v}
		}
	case *nameExtra:
		if x.Name.ref == nil && x.Obj.ref == nil && exc.Is(AttributeErrorType) {
			x.Name, x.Obj = name.Value(), v
		}
	}
}

// GenericGetAttr is object.__getattribute__, for types that add to it.
func GenericGetAttr(v Value, name *Str) (Value, *Exception) { return genericGetAttr(v, name) }

// genericSetAttr is object.__setattr__ and object.__delattr__.
func genericSetAttr(v Value, name *Str, x Value) *Exception {
	t := v.ref.typ
	d := t.Lookup(name)
	if d.ref != nil {
		if set := d.ref.typ.DescrSet; set != nil {
			return set(d, v, x)
		}
	}
	if t.AttrsOffset == 0 || t.noDict {
		switch {
		case d.ref != nil:
			return attributeError(v, name, "'%s' object attribute '%s' is read-only", t.ShownName(), name.S)
		case VersionAtLeast(13):
			return attributeError(v, name, "'%s' object has no attribute '%s' and no __dict__ for setting new attributes", t.ShownName(), name.S)
		}
		return attributeError(v, name, "'%s' object has no attribute '%s'", t.ShownName(), name.S)
	}
	a := attrsAt(v, t.AttrsOffset)
	if x.ref == nil {
		if !a.Delete(name) {
			return noAttribute(v, name)
		}
		return nil
	}
	a.Set(name, x)
	t.noteAttrs(len(a.vals))
	return nil
}

// noteAttrs notes that an instance of t has n attributes.
func (t *Type) noteAttrs(n int) {
	if n > int(t.attrHint) && n <= 8 {
		t.attrHint = uint8(n)
	}
}

// GenericSetAttr is object.__setattr__, and object.__delattr__ where x is unbound, for
// types that add to it.
func GenericSetAttr(v Value, name *Str, x Value) *Exception { return genericSetAttr(v, name, x) }

// MethodsFirst says whether the GetAttr of the builtin type t finds the methods of its class
// before any attribute of an instance, so that a call need not ask it. It does not say so
// of subclasses.
func (t *Type) MethodsFirst(first bool) {
	if t.methodsFirst != first {
		t.methodsFirst = first
		t.modified()
	}
}

// noAttribute is the AttributeError of a failed look-up.
func noAttribute(v Value, name *Str) *Exception {
	return attributeError(v, name, "'%s' object has no attribute '%s'", v.ref.typ.ShownName(), name.S)
}

// attributeError is Raisef(AttributeErrorType, ...) with the attributes obj and name,
// from which the traceback's "Did you mean" is made.
func attributeError(v Value, name *Str, format string, args ...any) *Exception {
	exc := Raisef(AttributeErrorType, format, args...)
	exc.Extra = &nameExtra{Name: name.Value(), Obj: v}
	return exc
}

// NoAttribute is the AttributeError for an object without the attribute name.
func NoAttribute(v Value, name *Str) *Exception { return noAttribute(v, name) }
