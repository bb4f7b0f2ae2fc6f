package py

// This file implements super (library reference, Built-in Functions).

// superObject is an instance of super.
type superObject struct {
	Header
	this  *Type // the class whose successors in the MRO are searched
	obj   Value // unbound for super(C)
	start *Type // the class whose MRO it is
}

// Super is super(cls, obj), in a method super(): cls is the value of __class__, unbound
// where the class is not made yet, and obj that of the first parameter.
func Super(cls, obj Value) (Value, *Exception) {
	if cls.ref == nil {
		return Value{}, Raisef(RuntimeErrorType, "super(): empty __class__ cell")
	}
	if obj.ref == nil {
		return Value{}, Raisef(RuntimeErrorType, "super(): arg[0] deleted")
	}
	s := &superObject{Header: Header{SuperType}}
	if Traced {
		return toldAtLine(SuperType.Value(), MonitorMissing, func() (Value, *Exception) { return s.Value(), s.init(cls, obj) })
	}
	return s.Value(), s.init(cls, obj)
}

// SuperNoArgs is the error of super() in a function without a __class__ cell or without
// parameters.
func SuperNoArgs(hasParams bool) *Exception {
	if !hasParams {
		return Raisef(RuntimeErrorType, "super(): no arguments")
	}
	return Raisef(RuntimeErrorType, "super(): __class__ cell not found")
}

func (s *superObject) init(cls, obj Value) *Exception {
	if !cls.IsType() {
		return Raisef(TypeErrorType, "super() argument 1 must be a type, not %s", cls.Type().ShownName())
	}
	s.this = AsType(cls)
	if obj.ref == nil || obj.IsNone() {
		return nil
	}
	s.obj = obj
	if obj.IsType() && AsType(obj).IsSubclass(s.this) {
		s.start = AsType(obj)
		return nil
	}
	if obj.Type().IsSubclass(s.this) {
		s.start = obj.Type()
		return nil
	}
	// The object may be a proxy that says it has another class.
	if c, found, exc := LookupAttr(obj, nameClass); exc != nil {
		return exc
	} else if found && c.IsType() && AsType(c) != obj.Type() && AsType(c).IsSubclass(s.this) {
		s.start = AsType(c)
		return nil
	}
	if !VersionAtLeast(13) {
		return Raisef(TypeErrorType, "super(type, obj): obj must be an instance or subtype of type")
	}
	kind, name := "instance of ", obj.Type().ShownName()
	if obj.IsType() {
		kind, name = "type ", AsType(obj).Name
	}
	return Raisef(TypeErrorType, "super(type, obj): obj (%s%s) is not an instance or subtype of type (%s).", kind, name, s.this.Name)
}

func superGetAttr(v Value, name *Str) (Value, *Exception) {
	s := heap[superObject](v)
	if s.start == nil || name == nameClass {
		return genericGetAttr(v, name)
	}
	after := false
	for _, c := range s.start.MRO {
		if !after {
			after = c == s.this
			continue
		}
		x, ok := c.Namespace().GetStr(name)
		if !ok {
			continue
		}
		if get := x.ref.typ.DescrGet; get != nil {
			obj := s.obj
			if obj.IsType() && AsType(obj) == s.start {
				obj = Value{}
			}
			return get(x, obj, s.start)
		}
		return x, nil
	}
	return genericGetAttr(v, name)
}

var superSpec = TypeSpec{
	Flags:  FlagBaseType,
	Layout: LayoutOf[superObject](),
	Slots: Slots{
		GetAttr: superGetAttr,
		New:     func(cls *Type, _ []Value, _ []*Str) (Value, *Exception) { return cls.Alloc(cls), nil },
		Init: func(v Value, args []Value, names []*Str) *Exception {
			if exc := NoKeywords("super", names); exc != nil {
				return exc
			}
			switch len(args) {
			case 0:
				return SuperNoArgs(false)
			case 1:
				return heap[superObject](v).init(args[0], Value{})
			case 2:
				return heap[superObject](v).init(args[0], args[1])
			}
			return Raisef(TypeErrorType, "super() expected at most 2 arguments, got %d", len(args))
		},
		Repr: func(v Value) (Value, *Exception) {
			s := heap[superObject](v)
			name := "NULL"
			if s.this != nil {
				name = s.this.Name
			}
			if s.start == nil {
				return StrV("<super: <class '" + name + "'>, NULL>"), nil
			}
			return StrV("<super: <class '" + name + "'>, <" + s.start.Name + " object>>"), nil
		},
		DescrGet: func(descr, obj Value, _ *Type) (Value, *Exception) {
			s := heap[superObject](descr)
			if obj.ref == nil || s.start != nil {
				return descr, nil
			}
			return Super(s.this.Value(), obj)
		},
	},
	GetSets: []GetSet{
		{Name: "__thisclass__", Member: true, Get: func(v Value) (Value, *Exception) { return heap[superObject](v).this.Value(), nil }},
		{Name: "__self__", Member: true, Get: func(v Value) (Value, *Exception) { return orNone(heap[superObject](v).obj), nil }},
		{Name: "__self_class__", Member: true, Get: func(v Value) (Value, *Exception) {
			if t := heap[superObject](v).start; t != nil {
				return t.Value(), nil
			}
			return None, nil
		}},
	},
}

func init() { SuperType.Define(&superSpec) }
