package py

// This file implements property, classmethod and staticmethod (library reference,
// Built-in Functions).

// property is an instance of property or a subclass.
type property struct {
	Header
	get, set, del, doc Value
	name               Value // unbound until __set_name__
	docFromGet         bool
}

// NewProperty returns property(get).
func NewProperty(get Value) Value {
	p := &property{Header: Header{PropertyType}}
	p.init(get, None, None, Value{})
	return p.Value()
}

func (p *property) init(get, set, del, doc Value) {
	p.get, p.set, p.del, p.doc = get, set, del, doc
	for _, f := range []*Value{&p.get, &p.set, &p.del, &p.doc} {
		if f.ref != nil && f.IsNone() {
			*f = Value{}
		}
	}
	if p.doc.ref == nil && p.get.ref != nil {
		if d, found, _ := LookupAttr(p.get, nameDoc); found && !d.IsNone() {
			p.doc = d
			p.docFromGet = true
		}
	}
}

var propertySig = NewSignature("property", "", "(fget=None, fset=None, fdel=None, doc=None)")

func propertyInit(v Value, args []Value, names []*Str) *Exception {
	a, exc := propertySig.Parse(args, names)
	if exc != nil {
		return exc
	}
	p := heap[property](v)
	p.init(a[0], a[1], a[2], a[3])
	if !p.typ.Has(FlagHeap) {
		return nil
	}
	// A subclass has a __doc__ of its own, which hides the property's: an instance keeps it as
	// an attribute, where it has room for one.
	exc = SetAttr(v, nameDoc, orNone(p.doc))
	if exc != nil && !p.docFromGet && exc.Is(AttributeErrorType) {
		return nil // it is dropped where it was given
	}
	return exc
}

// shown returns how error messages call the property.
func (p *property) shown() (string, bool) {
	if p.name.ref != nil {
		r, exc := Repr(p.name)
		if exc == nil {
			return r.Str().S, true
		}
	}
	if p.get.ref != nil {
		if n, found, _ := LookupAttr(p.get, nameName); found {
			if r, exc := Repr(n); exc == nil {
				return r.Str().S, true
			}
		}
	}
	return "", false
}

func (p *property) noAccess(obj Value, what string) *Exception {
	if !VersionAtLeast(11) {
		old := map[string]string{"getter": "unreadable attribute", "setter": "can't set attribute", "deleter": "can't delete attribute"}[what]
		if name, ok := p.shown(); ok && VersionAtLeast(10) {
			old += " " + name
		}
		return Raisef(AttributeErrorType, "%s", old)
	}
	if name, ok := p.shown(); ok {
		return Raisef(AttributeErrorType, "property %s of '%s' object has no %s", name, obj.Type().Qualname, what)
	}
	return Raisef(AttributeErrorType, "property of '%s' object has no %s", obj.Type().Qualname, what)
}

func propertyGet(descr, obj Value, _ *Type) (Value, *Exception) {
	if obj.ref == nil {
		return descr, nil
	}
	p := heap[property](descr)
	if p.get.ref == nil {
		return Value{}, p.noAccess(obj, "getter")
	}
	return Call1(p.get, obj)
}

func propertySet(descr, obj, x Value) *Exception {
	p := heap[property](descr)
	if x.ref == nil {
		if p.del.ref == nil {
			return p.noAccess(obj, "deleter")
		}
		_, exc := Call1(p.del, obj)
		return exc
	}
	if p.set.ref == nil {
		return p.noAccess(obj, "setter")
	}
	_, exc := Call2(p.set, obj, x)
	return exc
}

// propertyCopy returns type(v)(get, set, del, doc) with one function replaced.
func propertyCopy(v Value, replace func(p *property)) (Value, *Exception) {
	p := *heap[property](v)
	replace(&p)
	args := []Value{p.get, p.set, p.del, p.doc}
	if p.docFromGet {
		args[3] = Value{}
	}
	for i := range args {
		if args[i].ref == nil {
			args[i] = None
		}
	}
	c, exc := CallN(p.typ.Value(), args)
	if exc == nil && IsInstance(c, PropertyType) {
		heap[property](c).name = p.name
	}
	return c, exc
}

// orNone returns v, None where it is unbound.
func orNone(v Value) Value {
	if v.ref == nil {
		return None
	}
	return v
}

var propertySpec = TypeSpec{
	Flags:  FlagBaseType,
	Layout: LayoutOf[property](),
	Slots: Slots{
		New:  func(cls *Type, _ []Value, _ []*Str) (Value, *Exception) { return cls.Alloc(cls), nil },
		Init: propertyInit, DescrGet: propertyGet, DescrSet: propertySet,
	},
	Methods: []Method{
		{Name: "getter", Sig: "($self, fget, /)", Impl: func(v, f Value) (Value, *Exception) {
			return propertyCopy(v, func(p *property) { p.get = f })
		}},
		{Name: "setter", Sig: "($self, fset, /)", Impl: func(v, f Value) (Value, *Exception) {
			return propertyCopy(v, func(p *property) { p.set = f })
		}},
		{Name: "deleter", Sig: "($self, fdel, /)", Impl: func(v, f Value) (Value, *Exception) {
			return propertyCopy(v, func(p *property) { p.del = f })
		}},
		{Name: "__set_name__", Sig: "", Impl: func(v Value, args []Value) (Value, *Exception) {
			if len(args) != 2 {
				return Value{}, Raisef(TypeErrorType, "__set_name__() takes 2 positional arguments but %d were given", len(args))
			}
			heap[property](v).name = args[1]
			return None, nil
		}},
	},
	GetSets: []GetSet{
		{Name: "fget", Member: true, Get: func(v Value) (Value, *Exception) { return orNone(heap[property](v).get), nil }},
		{Name: "fset", Member: true, Get: func(v Value) (Value, *Exception) { return orNone(heap[property](v).set), nil }},
		{Name: "fdel", Member: true, Get: func(v Value) (Value, *Exception) { return orNone(heap[property](v).del), nil }},
		{Name: "__doc__", Get: func(v Value) (Value, *Exception) { return orNone(heap[property](v).doc), nil },
			Set: func(v, x Value) *Exception { heap[property](v).doc = x; return nil }},
		{Name: "__name__", Get: func(v Value) (Value, *Exception) {
			p := heap[property](v)
			if p.name.ref != nil {
				return p.name, nil
			}
			if p.get.ref != nil {
				if x, found, exc := LookupAttr(p.get, nameName); exc != nil || found {
					return x, exc
				}
			}
			return Value{}, noAttribute(v, nameName)
		}, Set: func(v, x Value) *Exception { heap[property](v).name = x; return nil }},
		{Name: "__isabstractmethod__", Get: func(v Value) (Value, *Exception) {
			p := heap[property](v)
			for _, f := range []Value{p.get, p.set, p.del} {
				if f.ref != nil {
					if b, exc := isAbstract(f); exc != nil || b {
						return Bool(b), exc
					}
				}
			}
			return False, nil
		}},
	},
}

var nameIsAbstract = Intern("__isabstractmethod__")

// isAbstract is the truth of f.__isabstractmethod__.
func isAbstract(f Value) (bool, *Exception) {
	x, found, exc := LookupAttr(f, nameIsAbstract)
	if exc != nil || !found {
		return false, exc
	}
	return Truth(x)
}

// staticMethod and classMethod are instances of staticmethod and classmethod.
type staticMethod struct {
	Header
	fn    Value
	Attrs Attrs
}

type classMethod = staticMethod

// NewStaticMethod returns staticmethod(fn).
func NewStaticMethod(fn Value) Value {
	return (&staticMethod{Header: Header{StaticMethodType}, fn: fn}).Value()
}

// NewClassMethod returns classmethod(fn).
func NewClassMethod(fn Value) Value {
	return (&classMethod{Header: Header{ClassMethodType}, fn: fn}).Value()
}

func methodWrapperInit(name string) func(v Value, args []Value, names []*Str) *Exception {
	return func(v Value, args []Value, names []*Str) *Exception {
		if exc := NoKeywords(name, names); exc != nil {
			return exc
		}
		if len(args) != 1 {
			return ArityError(name, len(args), 1, 1)
		}
		s := heap[staticMethod](v)
		s.fn = args[0]
		for _, n := range []*Str{nameModule, nameName, nameQualname, nameDoc, nameAnnotations} {
			x, found, exc := LookupAttr(s.fn, n)
			if exc != nil {
				return exc
			}
			if found {
				s.Attrs.Set(n, x)
			}
		}
		return nil
	}
}

var staticMethodGetSets = []GetSet{
	{Name: "__func__", Get: func(v Value) (Value, *Exception) { return heap[staticMethod](v).fn, nil }},
	{Name: "__wrapped__", Get: func(v Value) (Value, *Exception) { return heap[staticMethod](v).fn, nil }},
	{Name: "__isabstractmethod__", Get: func(v Value) (Value, *Exception) {
		b, exc := isAbstract(heap[staticMethod](v).fn)
		return Bool(b), exc
	}},
	dictGetSet,
}

// wrappedAttr is the GetAttr of staticmethod and classmethod: names that the object does
// not have itself are those of the function.
func wrappedAttr(v Value, name *Str) (Value, *Exception) {
	switch name {
	case nameName, nameQualname, nameDoc, nameModule, nameAnnotations:
		if s := heap[staticMethod](v); s.fn.ref != nil {
			if x, ok := s.Attrs.Get(name); ok {
				return x, nil
			}
			if x, found, _ := LookupAttr(s.fn, name); found {
				return x, nil
			}
		}
	}
	return genericGetAttr(v, name)
}

func wrappedRepr(v Value) (Value, *Exception) {
	r, exc := Repr(heap[staticMethod](v).fn)
	if exc != nil {
		return Value{}, exc
	}
	return StrV("<" + v.Type().Name + "(" + r.Str().S + ")>"), nil
}

var staticMethodSpec = TypeSpec{
	Flags: FlagBaseType,
	Slots: Slots{
		New:  func(cls *Type, _ []Value, _ []*Str) (Value, *Exception) { return cls.Alloc(cls), nil },
		Init: methodWrapperInit("staticmethod"), Repr: wrappedRepr, GetAttr: wrappedAttr,
		DescrGet: func(descr, _ Value, _ *Type) (Value, *Exception) { return heap[staticMethod](descr).fn, nil },
		Call: func(v Value, args []Value, names []*Str) (Value, *Exception) {
			return CallKw(heap[staticMethod](v).fn, args, names)
		},
	},
	GetSets: staticMethodGetSets,
}

var classMethodSpec = TypeSpec{
	Flags: FlagBaseType,
	Slots: Slots{
		New:  func(cls *Type, _ []Value, _ []*Str) (Value, *Exception) { return cls.Alloc(cls), nil },
		Init: methodWrapperInit("classmethod"), Repr: wrappedRepr, GetAttr: wrappedAttr,
		DescrGet: func(descr, obj Value, owner *Type) (Value, *Exception) {
			if owner == nil {
				owner = obj.Type()
			}
			return NewBoundMethod(heap[classMethod](descr).fn, owner.Value()), nil
		},
	},
	GetSets: staticMethodGetSets,
}

func init() {
	PropertyType.Define(&propertySpec)
	var s staticMethod
	layout := LayoutWithAttrs[staticMethod](offsetOfAttrs(&s, &s.Attrs))
	staticMethodSpec.Layout, classMethodSpec.Layout = layout, layout
	StaticMethodType.Define(&staticMethodSpec)
	ClassMethodType.Define(&classMethodSpec)
}
