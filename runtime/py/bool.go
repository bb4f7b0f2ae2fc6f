package py

// This file implements bool, whose two instances are ints (library reference, Boolean
// Type), and the singletons None, Ellipsis and NotImplemented.

// boolOp makes a slot that gives a bool for two bools and else does what int does.
func boolOp(op BinaryOp, f func(a, b uint64) uint64) BinaryFunc {
	return func(a, b Value) (Value, *Exception) {
		if a.ref == &boolHeader && b.ref == &boolHeader {
			return Value{&boolHeader, f(a.bits, b.bits)}, nil
		}
		return intOps[op](a, b)
	}
}

var boolOps = BinaryTable{
	OpAnd: boolOp(OpAnd, func(a, b uint64) uint64 { return a & b }),
	OpOr:  boolOp(OpOr, func(a, b uint64) uint64 { return a | b }),
	OpXor: boolOp(OpXor, func(a, b uint64) uint64 { return a ^ b }),
}

var (
	trueStr  = Intern("True")
	falseStr = Intern("False")
)

var boolSpec = TypeSpec{
	Base: IntType,
	Doc:  "Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.",
	Slots: Slots{
		Repr: func(v Value) (Value, *Exception) {
			if v.bits != 0 {
				return trueStr.Value(), nil
			}
			return falseStr.Value(), nil
		},
		Bool:   func(v Value) (bool, *Exception) { return v.bits != 0, nil },
		Binary: &boolOps, Reflected: reflect(&boolOps),
		Unary: &UnaryTable{OpInvert: boolInvert},
		New:   boolNew,
	},
}

func boolInvert(v Value) (Value, *Exception) {
	if exc := Warnf(DeprecationWarningType, "Bitwise inversion '~' on bool is deprecated and will be removed in "+
		"Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you "+
		"expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise "+
		"inversion of the underlying int."); exc != nil {
		return Value{}, exc
	}
	return Int(^int64(v.bits)), nil
}

var boolSignature = NewSignature("bool", "", "(object=False, /)")

func boolNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	if len(names) > 0 {
		return Value{}, NoKeywords("bool", names)
	}
	a, exc := boolSignature.Parse(args, names)
	if exc != nil {
		return Value{}, exc
	}
	if a[0].ref == nil {
		return False, nil
	}
	t, exc := Truth(a[0])
	return Bool(t), exc
}

var (
	noneStr           = Intern("None")
	ellipsisStr       = Intern("Ellipsis")
	notImplementedStr = Intern("NotImplemented")
)

var noneSpec = TypeSpec{
	Doc: "The type of the None singleton.",
	Slots: Slots{
		Repr: func(Value) (Value, *Exception) { return noneStr.Value(), nil },
		Hash: func(Value) (int64, *Exception) { return hashNone, nil },
		Bool: func(Value) (bool, *Exception) { return false, nil },
		New:  singletonNew("NoneType", None),
	},
}

var ellipsisSpec = TypeSpec{
	Doc: "The type of the Ellipsis singleton.",
	Slots: Slots{
		Repr: func(Value) (Value, *Exception) { return ellipsisStr.Value(), nil },
		New:  singletonNew("EllipsisType", Ellipsis),
	},
	Methods: []Method{{Name: "__reduce__", Sig: "($self, /)", Impl: func(Value) (Value, *Exception) { return ellipsisStr.Value(), nil }}},
}

var notImplementedSpec = TypeSpec{
	Doc: "The type of the NotImplemented singleton.",
	Slots: Slots{
		Repr: func(Value) (Value, *Exception) { return notImplementedStr.Value(), nil },
		Bool: func(Value) (bool, *Exception) {
			return true, Warnf(DeprecationWarningType, "NotImplemented should not be used in a boolean context")
		},
		New: singletonNew("NotImplementedType", NotImplemented),
	},
	Methods: []Method{{Name: "__reduce__", Sig: "($self, /)", Impl: func(Value) (Value, *Exception) { return notImplementedStr.Value(), nil }}},
}

func singletonNew(name string, v Value) func(*Type, []Value, []*Str) (Value, *Exception) {
	return func(cls *Type, args []Value, names []*Str) (Value, *Exception) {
		if len(args) > 0 {
			return Value{}, Raisef(TypeErrorType, "%s takes no arguments", name)
		}
		return v, nil
	}
}

func init() {
	BoolType.Define(&boolSpec)
	NoneType.Define(&noneSpec)
	EllipsisType.Define(&ellipsisSpec)
	NotImplementedType.Define(&notImplementedSpec)
}
