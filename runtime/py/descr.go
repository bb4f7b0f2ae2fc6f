package py

// This file implements the descriptors that builtin types' namespaces consist of:
// wrappers of slots, computed attributes and the entries of __slots__ (Descriptor
// HowTo Guide).

// wrapperDescr is a slot of a builtin type as an attribute: int.__add__.
type wrapperDescr struct {
	Header
	owner *Type
	def   *slotDef
}

// methodWrapper is a slot bound to an object: (1).__add__.
type methodWrapper struct {
	Header
	descr *wrapperDescr
	self  Value
}

func (w *wrapperDescr) call(self Value, args []Value, names []*Str) (Value, *Exception) {
	if len(names) > 0 && !w.def.kw {
		exc := Raisef(TypeErrorType, "wrapper %s() takes no keyword arguments", w.def.name.S)
		return Value{}, w.refused(exc, self, args, names)
	}
	v, exc := w.def.call(&w.owner.Slots, self, args, names)
	if exc != nil {
		exc = w.refused(exc, self, args, names)
	}
	return v, exc
}

// refused is Builtin.refused.
func (w *wrapperDescr) refused(exc *Exception, self Value, args []Value, names []*Str) *Exception {
	if exc.typ != TypeErrorType {
		return exc
	}
	owner := w.owner
	if owner == ObjectType && w.def.name == nameInit && self.ref != nil {
		for owner = self.ref.typ; owner.Flags&FlagHeap != 0; {
			owner = owner.Base
		}
	}
	return owner.pythonMethod(w.def.name.S).refusal(exc, self, args, names)
}

func wrapperDescrCall(v Value, args []Value, names []*Str) (Value, *Exception) {
	w := heap[wrapperDescr](v)
	if len(args) == len(names) {
		exc := Raisef(TypeErrorType, "descriptor '%s' of '%s' object needs an argument", w.def.name.S, w.owner.ShownName())
		return Value{}, w.refused(exc, Value{}, args, names)
	}
	if !IsInstance(args[0], w.owner) {
		return Value{}, Raisef(TypeErrorType, "descriptor '%s' requires a '%s' object but received a '%s'", w.def.name.S, w.owner.ShownName(), args[0].Type().ShownName())
	}
	return w.call(args[0], args[1:], names)
}

func wrapperDescrGet(descr, obj Value, _ *Type) (Value, *Exception) {
	if obj.ref == nil {
		return descr, nil
	}
	w := heap[wrapperDescr](descr)
	if exc := checkDescrObject(obj, w.owner, w.def.name.S); exc != nil {
		return Value{}, exc
	}
	return (&methodWrapper{Header{MethodWrapperType}, w, obj}).Value(), nil
}

func methodWrapperCall(v Value, args []Value, names []*Str) (Value, *Exception) {
	m := heap[methodWrapper](v)
	return m.descr.call(m.self, args, names)
}

// getSetDescr is a computed attribute.
type getSetDescr struct {
	Header
	owner *Type
	def   *GetSet
}

func getSetGet(descr, obj Value, _ *Type) (Value, *Exception) {
	if obj.ref == nil {
		return descr, nil
	}
	g := heap[getSetDescr](descr)
	if exc := checkDescrObject(obj, g.owner, g.def.Name); exc != nil {
		return Value{}, exc
	}
	return g.def.Get(obj)
}

func checkDescrObject(obj Value, owner *Type, name string) *Exception {
	if obj.ref.typ != owner && !IsInstance(obj, owner) {
		return Raisef(TypeErrorType, "descriptor '%s' for '%s' objects doesn't apply to a '%s' object", name, owner.ShownName(), obj.Type().ShownName())
	}
	return nil
}

func getSetSet(descr, obj, x Value) *Exception {
	g := heap[getSetDescr](descr)
	if exc := checkDescrObject(obj, g.owner, g.def.Name); exc != nil {
		return exc
	}
	if g.def.Set == nil {
		return Raisef(AttributeErrorType, "attribute '%s' of '%s' objects is not writable", g.def.Name, g.owner.ShownName())
	}
	if x.ref == nil && !g.def.Deletable && g.def.Name != "__dict__" && !g.owner.Has(FlagHeap) && g.owner.Module != "builtins" {
		return g.undeletable(obj)
	}
	return g.def.Set(obj, x)
}

// undeletable is the error for deleting an attribute that stands for one of C, or for a
// property.
func (g *getSetDescr) undeletable(obj Value) *Exception {
	if g.owner.ShownName() != g.owner.Name {
		return Raisef(AttributeErrorType, "cannot delete attribute")
	}
	return Raisef(AttributeErrorType, "property '%s' of '%s' object has no deleter", g.def.Name, obj.ref.typ.Qualname)
}

// memberDescr is an entry of __slots__.
type memberDescr struct {
	Header
	owner *Type
	name  *Str
	key   *Str    // the key in Attrs
	def   *GetSet // of a builtin type, which has no key
}

func memberGet(descr, obj Value, _ *Type) (Value, *Exception) {
	if obj.ref == nil {
		return descr, nil
	}
	m := heap[memberDescr](descr)
	if exc := checkDescrObject(obj, m.owner, m.name.S); exc != nil {
		return Value{}, exc
	}
	if m.def != nil {
		return m.def.Get(obj)
	}
	v := attrsAt(obj, obj.ref.typ.AttrsOffset).slot(m.key)
	if v.ref == nil {
		if VersionAtLeast(13) {
			return Value{}, attributeError(obj, m.name, "'%s' object has no attribute '%s'", obj.Type().Qualname, m.name.S)
		}
		return Value{}, noAttribute(obj, m.name)
	}
	return v, nil
}

func memberSet(descr, obj, x Value) *Exception {
	m := heap[memberDescr](descr)
	if exc := checkDescrObject(obj, m.owner, m.name.S); exc != nil {
		return exc
	}
	if m.def != nil {
		if m.def.Set == nil {
			return attributeError(obj, m.name, "readonly attribute")
		}
		return m.def.Set(obj, x)
	}
	a := attrsAt(obj, obj.ref.typ.AttrsOffset)
	if x.ref == nil && a.slot(m.key).ref == nil {
		return attributeError(obj, m.name, "%s", m.name.S) // sic: only the name
	}
	a.setSlot(m.key, x)
	obj.ref.typ.noteAttrs(len(a.vals))
	return nil
}

// descrRepr returns the repr of the descriptor kind.
func descrRepr(kind, name string, owner *Type) Value {
	return StrV("<" + kind + " '" + name + "' of '" + owner.ShownName() + "' objects>")
}

var wrapperDescrSpec = TypeSpec{
	Flags: FlagMethodDescriptor,
	NoNew: true,
	Slots: Slots{
		Call: wrapperDescrCall, DescrGet: wrapperDescrGet,
		Repr: func(v Value) (Value, *Exception) {
			w := heap[wrapperDescr](v)
			return descrRepr("slot wrapper", w.def.name.S, w.owner), nil
		},
	},
	GetSets: []GetSet{
		{Name: "__name__", Get: func(v Value) (Value, *Exception) { return heap[wrapperDescr](v).def.name.Value(), nil }},
		{Name: "__qualname__", Get: func(v Value) (Value, *Exception) {
			w := heap[wrapperDescr](v)
			return StrV(w.owner.Qualname + "." + w.def.name.S), nil
		}},
		{Name: "__objclass__", Get: func(v Value) (Value, *Exception) { return heap[wrapperDescr](v).owner.Value(), nil }},
		{Name: "__text_signature__", Get: func(v Value) (Value, *Exception) { return StrV(heap[wrapperDescr](v).def.sig), nil }},
		{Name: "__doc__", Get: func(v Value) (Value, *Exception) {
			return wrapperDoc(heap[wrapperDescr](v).def.name.S), nil
		}},
	},
}

var methodWrapperSpec = TypeSpec{
	NoNew: true,
	Slots: Slots{
		Call: methodWrapperCall,
		Repr: func(v Value) (Value, *Exception) {
			m := heap[methodWrapper](v)
			return StrV("<method-wrapper '" + m.descr.def.name.S + "' of " + m.self.Type().ShownName() + " object at " + addressString(m.self) + ">"), nil
		},
		Compare: func(op CompareOp, a, b Value) (Value, *Exception) {
			if b.Type() != MethodWrapperType {
				return NotImplemented, nil
			}
			x, y := heap[methodWrapper](a), heap[methodWrapper](b)
			return eqResult(op, x.descr == y.descr && x.self == y.self), nil
		},
		Hash: func(v Value) (int64, *Exception) {
			m := heap[methodWrapper](v)
			return int64(Address(m.self)>>4 ^ Address(m.descr.Value())>>4), nil
		},
	},
	GetSets: []GetSet{
		{Name: "__self__", Get: func(v Value) (Value, *Exception) { return heap[methodWrapper](v).self, nil }},
		{Name: "__name__", Get: func(v Value) (Value, *Exception) { return heap[methodWrapper](v).descr.def.name.Value(), nil }},
		{Name: "__qualname__", Get: func(v Value) (Value, *Exception) {
			w := heap[methodWrapper](v).descr
			return StrV(w.owner.Qualname + "." + w.def.name.S), nil
		}},
		{Name: "__objclass__", Get: func(v Value) (Value, *Exception) {
			return heap[methodWrapper](v).descr.owner.Value(), nil
		}},
		{Name: "__text_signature__", Get: func(v Value) (Value, *Exception) {
			return StrV(heap[methodWrapper](v).descr.def.sig), nil
		}},
		{Name: "__doc__", Get: func(v Value) (Value, *Exception) {
			return wrapperDoc(heap[methodWrapper](v).descr.def.name.S), nil
		}},
	},
}

// eqResult is the result of == or != given whether the operands are equal, and
// NotImplemented for the orderings.
func eqResult(op CompareOp, equal bool) Value {
	switch op {
	case EQ:
		return Bool(equal)
	case NE:
		return Bool(!equal)
	}
	return NotImplemented
}

func noneGetter(Value) (Value, *Exception) { return None, nil }

var getSetSpec = TypeSpec{
	NoNew: true,
	Slots: Slots{
		DescrGet: getSetGet, DescrSet: getSetSet,
		Repr: func(v Value) (Value, *Exception) {
			g := heap[getSetDescr](v)
			return descrRepr("attribute", g.def.Name, g.owner), nil
		},
	},
	GetSets: []GetSet{
		{Name: "__name__", Get: func(v Value) (Value, *Exception) { return StrV(heap[getSetDescr](v).def.Name), nil }},
		{Name: "__qualname__", Get: func(v Value) (Value, *Exception) {
			g := heap[getSetDescr](v)
			return StrV(g.owner.Qualname + "." + g.def.Name), nil
		}},
		{Name: "__objclass__", Get: func(v Value) (Value, *Exception) { return heap[getSetDescr](v).owner.Value(), nil }},
		{Name: "__doc__", Get: func(v Value) (Value, *Exception) {
			if d := heap[getSetDescr](v).def.Doc; d != "" {
				return StrV(d), nil
			}
			return None, nil
		}},
	},
}

var memberSpec = TypeSpec{
	NoNew: true,
	Slots: Slots{
		DescrGet: memberGet, DescrSet: memberSet,
		Repr: func(v Value) (Value, *Exception) {
			m := heap[memberDescr](v)
			return descrRepr("member", m.name.S, m.owner), nil
		},
	},
	GetSets: []GetSet{
		{Name: "__name__", Get: func(v Value) (Value, *Exception) { return heap[memberDescr](v).name.Value(), nil }},
		{Name: "__qualname__", Get: func(v Value) (Value, *Exception) {
			m := heap[memberDescr](v)
			return StrV(m.owner.Qualname + "." + m.name.S), nil
		}},
		{Name: "__objclass__", Get: func(v Value) (Value, *Exception) { return heap[memberDescr](v).owner.Value(), nil }},
		{Name: "__doc__", Get: func(v Value) (Value, *Exception) {
			if def := heap[memberDescr](v).def; def != nil && def.Doc != "" {
				return StrV(def.Doc), nil
			}
			return None, nil
		}},
	},
}

func init() {
	WrapperDescriptorType.Define(&wrapperDescrSpec)
	MethodWrapperType.Define(&methodWrapperSpec)
	GetSetType.Define(&getSetSpec)
	MemberType.Define(&memberSpec)
}
