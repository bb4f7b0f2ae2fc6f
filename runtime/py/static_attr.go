package py

// This file looks attributes up without running any code: inspect.getattr_static.

// StaticAttr returns the attribute name of v as it is stored, descriptors included, without
// running __getattr__, properties or the like.
func StaticAttr(v Value, name *Str) (Value, bool) {
	var own, inClass Value
	t := v.Type()
	if v.IsType() {
		inClass = AsType(v).Lookup(name)
	} else {
		own = storedAttr(v, name)
		inClass = t.Lookup(name)
	}
	if own.ref != nil && inClass.ref != nil {
		d := inClass.Type()
		if d.Lookup(nameDescrGet).ref != nil && (d.Lookup(nameSet).ref != nil || d.Lookup(nameDelete).ref != nil) {
			return inClass, true
		}
	}
	switch {
	case own.ref != nil:
		return own, true
	case inClass.ref != nil:
		return inClass, true
	case v.IsType():
		x := t.Lookup(name)
		return x, x.ref != nil
	}
	return Value{}, false
}

// storedAttr returns what the __dict__ of v has under name, unbound if nothing.
func storedAttr(v Value, name *Str) (own Value) {
	if m, ok := AsModule(v); ok {
		own, _ = m.Get(name)
		return own
	}
	// The value of a slot is behind a descriptor.
	if slot := v.Type().Lookup(name); slot.ref != nil && slot.Type() == MemberType {
		return Value{}
	}
	if a := AttrsOf(v); a != nil {
		own, _ = a.Get(name)
		return own
	}
	if v.Type() == FunctionType {
		if d, found, _ := LookupAttr(v, nameDict); found {
			if dict, ok := AsDict(d); ok {
				own, _ = dict.GetStr(name)
			}
		}
	}
	return own
}
