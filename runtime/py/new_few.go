package py

// This file implements calls of classes with one to three positional arguments, which
// stay on the stack: NewFew of the builtin classes that programs call most, and instances
// of classes written in Python whose __new__ is object's and whose __init__ is a function.

func init() {
	IntType.NewFew = func(t *Type, a Few) (Value, *Exception) { return intNew(t, a.Args[:a.N], nil) }
	FloatType.NewFew = func(t *Type, a Few) (Value, *Exception) {
		if a.N == 1 {
			f, exc := ToFloat(a.Args[0])
			return Float(f), exc
		}
		return floatNew(t, a.Args[:a.N], nil)
	}
	BoolType.NewFew = func(t *Type, a Few) (Value, *Exception) {
		if a.N == 1 {
			x, exc := Truth(a.Args[0])
			return Bool(x), exc
		}
		return boolNew(t, a.Args[:a.N], nil)
	}
	StrType.NewFew = func(t *Type, a Few) (Value, *Exception) { return strNew(t, a.Args[:a.N], nil) }
	TupleType.NewFew = func(t *Type, a Few) (Value, *Exception) { return tupleNew(t, a.Args[:a.N], nil) }
	FrozenSetType.NewFew = func(t *Type, a Few) (Value, *Exception) { return frozenSetNew(t, a.Args[:a.N], nil) }
	RangeType.NewFew = func(t *Type, a Few) (Value, *Exception) { return rangeNew(t, a.Args[:a.N], nil) }
	BytesType.NewFew = func(t *Type, a Few) (Value, *Exception) { return bytesNew(t, a.Args[:a.N], nil) }
	EnumerateType.NewFew = func(t *Type, a Few) (Value, *Exception) { return enumerateNew(t, a.Args[:a.N], nil) }
	ZipType.NewFew = func(t *Type, a Few) (Value, *Exception) { return zipNew(t, a.Args[:a.N], nil) }
	MapType.NewFew = func(t *Type, a Few) (Value, *Exception) { return mapNew(t, a.Args[:a.N], nil) }
	FilterType.NewFew = func(t *Type, a Few) (Value, *Exception) { return filterNew(t, a.Args[:a.N], nil) }
	ReversedType.NewFew = func(t *Type, a Few) (Value, *Exception) { return reversedNew(t, a.Args[:a.N], nil) }
	ListType.NewFew = listNewFew
	SetType.NewFew = func(t *Type, a Few) (Value, *Exception) {
		if a.N == 0 { // something will be added to it
			return smallSet(SetType).Value(), nil
		}
		s := NewSet()
		exc := setInit(s.Value(), a.Args[:a.N], nil)
		return s.Value(), exc
	}
	DictType.NewFew = func(t *Type, a Few) (Value, *Exception) {
		d := NewDict()
		exc := dictInit(d.Value(), a.Args[:a.N], nil)
		return d.Value(), exc
	}
	TypeType.NewFew = func(t *Type, a Few) (Value, *Exception) {
		if a.N == 1 {
			return a.Args[0].Type().Value(), nil
		}
		return typeCall(t.Value(), append([]Value(nil), a.Args[:a.N]...), nil)
	}
}

// listNewFew is list(x): a short list or tuple is copied into one allocation.
func listNewFew(_ *Type, a Few) (Value, *Exception) {
	if a.N == 1 {
		switch x := a.Args[0]; x.ref.typ {
		case ListType:
			return heap[List](x).Copy().Value(), nil
		case TupleType:
			return ListV(heap[Tuple](x).Items()...), nil
		}
	}
	l := &List{Header: Header{ListType}}
	exc := listInit(l.Value(), a.Args[:a.N], nil)
	return l.Value(), exc
}

// plainInit returns the __init__ of the instances of t where a call of t, whose class is
// type, is the making of an instance and a call of that function; unbound otherwise. It is
// None for an exception that just keeps the arguments.
func (t *Type) plainInit() Value {
	if t.initVersion != t.version {
		t.init, t.initVersion = t.findInit(), t.version
	}
	if t.Has(FlagAbstract) {
		return Value{}
	}
	return t.init
}

func (t *Type) findInit() Value {
	init, of := t.LookupWhere(nameInit)
	made := t.Flags&FlagException == 0 && t.newFromObject() || t.slotOwner(nameNew) == BaseExceptionType
	switch {
	case !made:
	case of == BaseExceptionType:
		return None
	case t.Flags&FlagHeap != 0 && init.ref.typ == FunctionType:
		return init
	}
	return Value{}
}

// newPlain is t(*a.Args[:a.N]) where init is t's plainInit.
func (t *Type) newPlain(init Value, a Few) (Value, *Exception) {
	v := t.Alloc(t)
	if t.Flags&FlagException != 0 {
		excOf(v).Args = NewTuple(a.Args[:a.N])
		if init.IsNone() {
			return v, nil
		}
	}
	var x Value
	var exc *Exception
	switch a.N {
	case 1:
		x, exc = Call2(init, v, a.Args[0])
	case 2:
		x, exc = Call3(init, v, a.Args[0], a.Args[1])
	default:
		x, exc = Invoke3(init, v, a.Args[0], a.Args[1], a.Args[2])
	}
	if exc == nil && !x.IsNone() {
		exc = Raisef(TypeErrorType, "__init__() should return None, not '%s'", x.Type().ShownName())
	}
	return v, exc
}
