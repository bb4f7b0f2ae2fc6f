package py

import "unsafe"

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

// superEntry is a method that SuperMethod found.
type superEntry struct {
	version uint64  // of the object's class
	this    *Header // the class whose method asks
	name    *Str
	fn      Value
}

// superCache has the methods that were looked up last, by classes and name.
var superCache [1 << superCacheBits]superEntry

const superCacheBits = 8

// SuperMethod returns the method name of super(cls, obj) and the object that it is called with
// first, unbound where the method has it already. In a method, cls is the value of __class__,
// unbound where the class is not made yet. Neither a super object nor a bound method is made
// for a plain method of an instance's class.
func SuperMethod(cls, obj Value, name *Str) (fn, self Value, exc *Exception) {
	if cls.ref == nil {
		return Value{}, Value{}, superTooEarly()
	}
	start := obj.ref.typ
	e := &superCache[(start.version*0x9E3779B97F4A7C15^uint64(uintptr(unsafe.Pointer(cls.ref)))>>6^uint64(uintptr(name.ptr()))>>4)&(1<<superCacheBits-1)]
	if e.version == start.version && e.this == cls.ref && e.name == name {
		return e.fn, obj, nil
	}
	s := &superObject{Header: Header{SuperType}}
	if exc := s.init(cls, obj); exc != nil {
		return Value{}, Value{}, exc
	}
	if s.start == start && name != nameClass && !obj.IsType() {
		x := s.find(name)
		if x.ref != nil && (x.ref.typ == FunctionType || x.ref.typ == MethodDescriptorType) {
			if x.ref.typ == MethodDescriptorType {
				if exc := heap[Builtin](x).checkSelf(obj); exc != nil {
					return Value{}, Value{}, exc
				}
			}
			*e = superEntry{version: start.version, this: cls.ref, name: name, fn: x}
			return x, obj, nil
		}
	}
	fn, exc = superGetAttr(s.Value(), name)
	return fn, Value{}, exc
}

// SuperAttr returns the attribute name of super(cls, obj), see SuperMethod.
func SuperAttr(cls, obj Value, name *Str) (Value, *Exception) {
	if cls.ref == nil {
		return Value{}, superTooEarly()
	}
	s := &superObject{Header: Header{SuperType}}
	if exc := s.init(cls, obj); exc != nil {
		return Value{}, exc
	}
	return superGetAttr(s.Value(), name)
}

// superTooEarly is the error of super() in a method that is called before its class is made.
func superTooEarly() *Exception {
	return Raisef(NameErrorType, "cannot access free variable '__class__' where it is not associated with a value in enclosing scope")
}

// find returns what the classes behind this have as name, the zero Value for nothing.
func (s *superObject) find(name *Str) Value {
	after := false
	for _, c := range s.start.MRO {
		if !after {
			after = c == s.this
			continue
		}
		if x, ok := c.Namespace().GetStr(name); ok {
			return x
		}
	}
	return Value{}
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
	if x := s.find(name); x.ref != nil {
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
