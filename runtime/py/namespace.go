package py

// This file builds the namespaces of builtin types: what their TypeSpecs say, and a
// wrapper for every slot of their own.

// Namespace returns the class's own namespace (its __dict__).
func (t *Type) Namespace() *Dict {
	if t.Dict == nil {
		t.Dict = NewDict()
		t.fillNamespace()
	}
	return t.Dict
}

func (t *Type) fillNamespace() {
	if !pyReady {
		panic("py: attributes of type " + t.Name + " used before the package is initialised")
	}
	d := t.Dict
	spec := t.spec
	if spec == nil {
		spec = &noSpec
	}
	if spec.Slots.New != nil {
		d.SetStr(nameNew, t.builtinNew())
	}
	slotTable()
	for _, def := range slotDefs {
		if !def.has(&spec.Slots) {
			continue
		}
		w := &wrapperDescr{Header{WrapperDescriptorType}, t, def}
		d.SetStr(def.name, w.Value())
	}
	add := func(list []Method) {
		for i := range list {
			m := &list[i]
			d.SetStr(Intern(m.Name), newMethodDescr(t, m).Value())
		}
	}
	add(spec.Methods)
	if spec.Late != nil {
		add(spec.Late())
	}
	for i := range spec.ClassMethods {
		m := &spec.ClassMethods[i]
		if m.Until != 0 && Version > m.Until {
			continue
		}
		b := newMethodDescr(t, m)
		b.typ = ClassMethodDescrType
		d.SetStr(Intern(b.Name), b.Value())
	}
	for i := range spec.StaticMethods {
		m := &spec.StaticMethods[i]
		b := &Builtin{Header: Header{BuiltinType}, Name: m.Name, Doc: m.Doc, Impl: m.Impl, Sig: m.Sig}
		b.Module, b.Owner = "", t
		s := &staticMethod{Header: Header{StaticMethodType}, fn: b.Value()}
		d.SetStr(Intern(b.Name), s.Value())
	}
	for i := range spec.GetSets {
		def := &spec.GetSets[i]
		name := Intern(def.Name)
		if def.Member {
			d.SetStr(name, (&memberDescr{Header: Header{MemberType}, owner: t, name: name, def: def}).Value())
			continue
		}
		d.SetStr(name, (&getSetDescr{Header{GetSetType}, t, def}).Value())
	}
	if spec.Layout.AttrsOffset != 0 {
		if _, ok := d.GetStr(nameDict); !ok {
			g := &getSetDescr{Header{GetSetType}, t, &dictGetSet}
			d.SetStr(nameDict, g.Value())
		}
	}
	for _, c := range spec.Consts {
		d.SetStr(Intern(c.Name), c.Value)
	}
	if spec.NoHash {
		d.SetStr(nameHash, None)
	}
	doc := None
	if t.Doc != "" {
		doc = StrV(t.Doc)
	}
	if _, ok := d.GetStr(nameDoc); !ok {
		d.SetStr(nameDoc, doc)
	}
}

// builtinNew returns the __new__ of a builtin type: a function that checks that the class
// it is given derives from the type and has its layout.
func (t *Type) builtinNew() Value {
	b := NewBuiltin("__new__", "", "", nil)
	b.Owner = t
	b.Doc = "Create and return a new object.  See help(type) for accurate signature."
	b.Self = t.Value()
	b.Impl = func(_ Value, args []Value, names []*Str) (Value, *Exception) {
		if len(args) == len(names) {
			return Value{}, Raisef(TypeErrorType, "%s.__new__(): not enough arguments", t.ShownName())
		}
		if !args[0].Type().Has(FlagType) {
			return Value{}, Raisef(TypeErrorType, "%s.__new__(X): X is not a type object (%s)", t.ShownName(), args[0].Type().ShownName())
		}
		cls := AsType(args[0])
		if !cls.IsSubclass(t) {
			return Value{}, Raisef(TypeErrorType, "%s.__new__(%s): %s is not a subtype of %s", t.ShownName(), cls.Name, cls.Name, t.ShownName())
		}
		b := cls
		for b.Has(FlagHeap) {
			b = b.Base
		}
		if b != t && !sharesNew(b, t) {
			return Value{}, Raisef(TypeErrorType, "%s.__new__(%s) is not safe, use %s.__new__()", t.ShownName(), cls.Name, b.Name)
		}
		return t.New(cls, args[1:], names)
	}
	return b.Value()
}

// sharesNew reports whether b inherits its __new__ from t.
func sharesNew(b, t *Type) bool {
	_, owner := b.LookupWhere(nameNew)
	return owner == t
}
