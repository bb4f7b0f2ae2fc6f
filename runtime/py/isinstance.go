package py

// This file implements isinstance and issubclass (library reference; abstract.c,
// object_isinstance and object_issubclass).

const notClassInfo = "isinstance() arg 2 must be a type, a tuple of types, or a union"

// IsInstanceOf is isinstance(v, cls), where cls may be a class, a tuple, a union or an
// object with __instancecheck__.
func IsInstanceOf(v, cls Value) (bool, *Exception) {
	if v.Type().Value() == cls {
		return true, nil
	}
	if cls.ref.typ == TypeType {
		return realIsInstance(v, cls)
	}
	if cls.ref.typ == UnionType {
		for _, c := range heap[union](cls).args {
			if ok, exc := unionCheck(c, "isinstance"); !ok {
				return false, exc
			}
		}
		for _, c := range heap[union](cls).args {
			if ok, exc := IsInstanceOf(v, c); ok || exc != nil {
				return ok, exc
			}
		}
		return false, nil
	}
	if t, ok := AsTuple(cls); ok {
		for _, c := range t.Items() {
			if ok, exc := nested(v, c, IsInstanceOf); ok || exc != nil {
				return ok, exc
			}
		}
		return false, nil
	}
	if r, ok, exc := CallSpecial(cls, nameInstanceCheck, v); exc != nil {
		return false, exc
	} else if ok {
		return Truth(r)
	}
	return realIsInstance(v, cls)
}

// nested guards the recursion into tuples of classes.
func nested(v, c Value, check func(v, c Value) (bool, *Exception)) (bool, *Exception) {
	if exc := Enter(); exc != nil {
		return false, exc
	}
	defer Leave()
	return check(v, c)
}

// unionCheck refuses a member of a union that isinstance cannot check.
func unionCheck(c Value, fn string) (bool, *Exception) {
	if isAliasType(c.ref.typ) {
		return false, Raisef(TypeErrorType, "%s() argument 2 cannot be a parameterized generic", fn)
	}
	return true, nil
}

// realIsInstance is type.__instancecheck__.
func realIsInstance(v, cls Value) (bool, *Exception) {
	if cls.IsType() {
		t := AsType(cls)
		if v.ref.typ.IsSubclass(t) {
			return true, nil
		}
		if v.ref.typ.simpleAttr && v.ref.typ.plainClass() {
			return false, nil
		}
		c, found, exc := LookupAttr(v, nameClass)
		if exc != nil || !found || !c.IsType() || AsType(c) == v.ref.typ {
			return false, exc
		}
		return AsType(c).IsSubclass(t), nil
	}
	if ok, exc := hasBases(cls); exc != nil {
		return false, exc
	} else if !ok {
		return false, Raisef(TypeErrorType, notClassInfo)
	}
	c, found, exc := LookupAttr(v, nameClass)
	if exc != nil || !found {
		return false, exc
	}
	return abstractSubclass(c, cls)
}

// plainClass reports whether __class__ of an instance of t is the one of object.
func (t *Type) plainClass() bool {
	d := t.Lookup(nameClass)
	return d.ref != nil && d.ref.typ == GetSetType && heap[getSetDescr](d).owner == ObjectType
}

// hasBases reports whether cls looks like a class: it has a tuple as __bases__.
func hasBases(cls Value) (bool, *Exception) {
	b, found, exc := LookupAttr(cls, nameBases)
	if exc != nil || !found {
		return false, exc
	}
	_, ok := AsTuple(b)
	return ok, nil
}

// abstractSubclass walks __bases__ of classes that need not be types.
func abstractSubclass(derived, cls Value) (bool, *Exception) {
	if derived == cls {
		return true, nil
	}
	b, found, exc := LookupAttr(derived, nameBases)
	if exc != nil || !found {
		return false, exc
	}
	t, ok := AsTuple(b)
	if !ok {
		return false, nil
	}
	for _, c := range t.Items() {
		if ok, exc := nested(c, cls, abstractSubclass); ok || exc != nil {
			return ok, exc
		}
	}
	return false, nil
}

// IsSubclassOf is issubclass(sub, cls).
func IsSubclassOf(sub, cls Value) (bool, *Exception) {
	if cls.ref.typ == TypeType {
		if sub == cls {
			return true, nil
		}
		return realIsSubclass(sub, cls)
	}
	if cls.ref.typ == UnionType {
		for _, c := range heap[union](cls).args {
			if ok, exc := unionCheck(c, "issubclass"); !ok {
				return false, exc
			}
		}
		for _, c := range heap[union](cls).args {
			if ok, exc := IsSubclassOf(sub, c); ok || exc != nil {
				return ok, exc
			}
		}
		return false, nil
	}
	if t, ok := AsTuple(cls); ok {
		for _, c := range t.Items() {
			if ok, exc := nested(sub, c, IsSubclassOf); ok || exc != nil {
				return ok, exc
			}
		}
		return false, nil
	}
	if r, ok, exc := CallSpecial(cls, nameSubclassCheck, sub); exc != nil {
		return false, exc
	} else if ok {
		return Truth(r)
	}
	return realIsSubclass(sub, cls)
}

// realIsSubclass is type.__subclasscheck__.
func realIsSubclass(sub, cls Value) (bool, *Exception) {
	if sub.IsType() && cls.IsType() {
		return AsType(sub).IsSubclass(AsType(cls)), nil
	}
	if ok, exc := hasBases(sub); exc != nil {
		return false, exc
	} else if !ok {
		return false, Raisef(TypeErrorType, "issubclass() arg 1 must be a class")
	}
	if ok, exc := hasBases(cls); exc != nil {
		return false, exc
	} else if !ok {
		return false, Raisef(TypeErrorType, "issubclass() arg 2 must be a class, a tuple of classes, or a union")
	}
	return abstractSubclass(sub, cls)
}
