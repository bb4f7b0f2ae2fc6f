package py

// This file implements the binary operators x + y ... and their in-place forms (Python
// reference 6.7 to 6.9 and 7.2.1): a fast path for two small ints, which the Go compiler
// inlines, a second one for the exact builtin types, then the protocol of the special
// methods.

// Add is x + y.
func Add(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		if s := int64(a.bits + b.bits); (s^int64(a.bits))&(s^int64(b.bits)) >= 0 {
			return Value{&intHeader, uint64(s)}, nil
		}
	}
	return addAny(a, b)
}

// Sub is x - y.
func Sub(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		if s := int64(a.bits - b.bits); int64(a.bits^b.bits)&(s^int64(a.bits)) >= 0 {
			return Value{&intHeader, uint64(s)}, nil
		}
	}
	return subAny(a, b)
}

// Mul is x * y.
func Mul(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return mulSmall(int64(a.bits), int64(b.bits)), nil
	}
	if x, y, ok := twoFloats(a, b); ok {
		return Float(x * y), nil
	}
	return binaryOp(OpMul, a, b)
}

// MatMul is x @ y.
func MatMul(a, b Value) (Value, *Exception) { return binaryOp(OpMatMul, a, b) }

// TrueDiv is x / y.
func TrueDiv(a, b Value) (Value, *Exception) {
	if x, y, ok := twoFloats(a, b); ok && y != 0 {
		return Float(x / y), nil
	}
	if a.ref == &intHeader && b.ref == &intHeader {
		return intTrueDiv(a, b)
	}
	return binaryOp(OpTrueDiv, a, b)
}

// FloorDiv is x // y.
func FloorDiv(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		if y := int64(b.bits); y > 0 {
			q, _ := floorDivMod(int64(a.bits), y)
			return Int(q), nil
		}
		return intFloorDiv(a, b)
	}
	return binaryOp(OpFloorDiv, a, b)
}

// Mod is x % y.
func Mod(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		if y := int64(b.bits); y > 0 {
			r := int64(a.bits) % y
			if r < 0 {
				r += y
			}
			return Int(r), nil
		}
		return intMod(a, b)
	}
	return binaryOp(OpMod, a, b)
}

// Pow is x ** y.
func Pow(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return intPow(a, b)
	}
	return binaryOp(OpPow, a, b)
}

// LShift is x << y.
func LShift(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return intLShift(a, b)
	}
	return binaryOp(OpLShift, a, b)
}

// RShift is x >> y.
func RShift(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader && b.bits < 64 {
		return Int(int64(a.bits) >> b.bits), nil
	}
	return binaryOp(OpRShift, a, b)
}

// BitAnd is x & y.
func BitAnd(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return Value{&intHeader, a.bits & b.bits}, nil
	}
	return binaryOp(OpAnd, a, b)
}

// BitXor is x ^ y.
func BitXor(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return Value{&intHeader, a.bits ^ b.bits}, nil
	}
	return binaryOp(OpXor, a, b)
}

// BitOr is x | y.
func BitOr(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return Value{&intHeader, a.bits | b.bits}, nil
	}
	return binaryOp(OpOr, a, b)
}

// DivMod is divmod(x, y).
func DivMod(a, b Value) (Value, *Exception) { return binaryOp(OpDivMod, a, b) }

// InplaceAdd is x += y, and so on.
func InplaceAdd(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		if s := int64(a.bits + b.bits); (s^int64(a.bits))&(s^int64(b.bits)) >= 0 {
			return Value{&intHeader, uint64(s)}, nil
		}
	}
	return inplaceAddAny(a, b)
}

// InplaceSub is x -= y.
func InplaceSub(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		if s := int64(a.bits - b.bits); int64(a.bits^b.bits)&(s^int64(a.bits)) >= 0 {
			return Value{&intHeader, uint64(s)}, nil
		}
	}
	return inplace(OpSub, a, b)
}

// InplaceMul is x *= y.
func InplaceMul(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return mulSmall(int64(a.bits), int64(b.bits)), nil
	}
	return inplace(OpMul, a, b)
}

// InplaceMatMul is x @= y.
func InplaceMatMul(a, b Value) (Value, *Exception) { return inplace(OpMatMul, a, b) }

// InplaceTrueDiv is x /= y.
func InplaceTrueDiv(a, b Value) (Value, *Exception) { return inplace(OpTrueDiv, a, b) }

// InplaceFloorDiv is x //= y.
func InplaceFloorDiv(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return FloorDiv(a, b)
	}
	return inplace(OpFloorDiv, a, b)
}

// InplaceMod is x %= y.
func InplaceMod(a, b Value) (Value, *Exception) {
	if a.ref == &intHeader && b.ref == &intHeader {
		return Mod(a, b)
	}
	return inplace(OpMod, a, b)
}

// InplacePow is x **= y.
func InplacePow(a, b Value) (Value, *Exception) { return inplace(OpPow, a, b) }

// InplaceLShift is x <<= y.
func InplaceLShift(a, b Value) (Value, *Exception) { return inplace(OpLShift, a, b) }

// InplaceRShift is x >>= y.
func InplaceRShift(a, b Value) (Value, *Exception) { return inplace(OpRShift, a, b) }

// InplaceBitAnd is x &= y.
func InplaceBitAnd(a, b Value) (Value, *Exception) { return inplace(OpAnd, a, b) }

// InplaceBitXor is x ^= y.
func InplaceBitXor(a, b Value) (Value, *Exception) { return inplace(OpXor, a, b) }

// InplaceBitOr is x |= y.
func InplaceBitOr(a, b Value) (Value, *Exception) { return inplace(OpOr, a, b) }

// twoFloats returns the operands as floats where both are exact floats, or one is and
// the other is a small int.
func twoFloats(a, b Value) (x, y float64, ok bool) {
	if a.ref == &floatHeader {
		if b.ref == &floatHeader {
			return a.Float(), b.Float(), true
		}
		if b.ref == &intHeader {
			return a.Float(), float64(int64(b.bits)), true
		}
		return 0, 0, false
	}
	if b.ref == &floatHeader && a.ref == &intHeader {
		return float64(int64(a.bits)), b.Float(), true
	}
	return 0, 0, false
}

func addAny(a, b Value) (Value, *Exception) {
	if x, y, ok := twoFloats(a, b); ok {
		return Float(x + y), nil
	}
	if a.ref.typ == StrType && b.ref.typ == StrType {
		return concatStr(heap[Str](a), heap[Str](b)), nil
	}
	return binaryOp(OpAdd, a, b)
}

func inplaceAddAny(a, b Value) (Value, *Exception) {
	if x, y, ok := twoFloats(a, b); ok {
		return Float(x + y), nil
	}
	if a.ref.typ == StrType && b.ref.typ == StrType {
		return concatStr(heap[Str](a), heap[Str](b)), nil
	}
	return inplace(OpAdd, a, b)
}

func subAny(a, b Value) (Value, *Exception) {
	if x, y, ok := twoFloats(a, b); ok {
		return Float(x - y), nil
	}
	return binaryOp(OpSub, a, b)
}

// The names of the special methods: __add__, __radd__ and __iadd__.
var plainNames, reflectedNames, inplaceNames [numBinaryOps]*Str

func init() {
	for op, name := range binaryNames {
		plainNames[op] = Intern("__" + name + "__")
		reflectedNames[op] = Intern("__r" + name + "__")
		inplaceNames[op] = Intern("__i" + name + "__")
	}
}

// BinaryOperation is the operation op of a and b.
func BinaryOperation(op BinaryOp, a, b Value) (Value, *Exception) { return binaryOp(op, a, b) }

func binaryOp(op BinaryOp, a, b Value) (Value, *Exception) {
	r, exc := tryBinary(op, a, b)
	if exc == nil && r == NotImplemented {
		return Value{}, binaryError(op, binarySymbols[op], a, b)
	}
	return r, exc
}

func inplace(op BinaryOp, a, b Value) (Value, *Exception) {
	if f := a.ref.typ.Inplace[op]; f != nil {
		if rf := reflectedFirst(op, true, a.ref.typ, b.ref.typ); rf != nil {
			if r, exc := rf(b, a); exc != nil || r != NotImplemented {
				return r, exc
			}
		}
		r, exc := f(a, b)
		if exc != nil || r != NotImplemented {
			return r, exc
		}
	}
	r, exc := tryBinary(op, a, b)
	if exc == nil && r == NotImplemented {
		symbol := "**="
		if op != OpPow {
			symbol = binarySymbols[op] + "="
		}
		return Value{}, binaryError(op, symbol, a, b)
	}
	return r, exc
}

// reflectedFirst returns the reflected method of the right operand's class, tb, where the left
// one's, ta, has + or * of a sequence: those come last (PyNumber_Add). A class statement makes
// those that it defines, and += that it inherits, methods of numbers.
func reflectedFirst(op BinaryOp, inplace bool, ta, tb *Type) BinaryFunc {
	if ta.Flags&FlagSequenceOps == 0 || tb.Flags&FlagHeap == 0 || op != OpAdd && op != OpMul {
		return nil
	}
	rf := tb.Reflected[op]
	if rf == nil || ta.DefinesInPython(plainNames[op]) || ta.DefinesInPython(reflectedNames[op]) ||
		inplace && (op == OpAdd && ta.Flags&FlagHeap != 0 || ta.DefinesInPython(inplaceNames[op])) || tb.Flags&FlagSequenceOps != 0 && !tb.DefinesInPython(reflectedNames[op]) {
		return nil
	}
	return rf
}

// DefinesInPython reports whether the method name of t is of a class statement.
func (t *Type) DefinesInPython(name *Str) bool {
	if t.Flags&FlagHeap == 0 {
		return false
	}
	x := t.Lookup(name)
	return x.ref != nil && x.ref.typ != WrapperDescriptorType
}

// tryBinary is op without the error for NotImplemented: the left operand's method, then
// the right operand's reflected one, in the other order where the right operand's class
// derives from the left one's and has a reflected method of its own.
func tryBinary(op BinaryOp, a, b Value) (Value, *Exception) {
	ta, tb := a.ref.typ, b.ref.typ
	lf := ta.Binary[op]
	if ta == tb {
		if lf == nil {
			return NotImplemented, nil
		}
		return lf(a, b)
	}
	rf := tb.Reflected[op]
	if first := reflectedFirst(op, false, ta, tb); first != nil {
		r, exc := first(b, a)
		if exc != nil || r != NotImplemented {
			return r, exc
		}
		rf = nil
	}
	if rf != nil && lf != nil && tb.IsSubclass(ta) &&
		tb.Lookup(reflectedNames[op]) != ta.Lookup(reflectedNames[op]) {
		r, exc := rf(b, a)
		if exc != nil || r != NotImplemented {
			return r, exc
		}
		rf = nil
	}
	if lf != nil {
		r, exc := lf(a, b)
		if exc != nil || r != NotImplemented {
			return r, exc
		}
		if ta.Flags&(FlagSequenceOps|FlagHeap) == FlagSequenceOps|FlagHeap && op == OpAdd && !ta.DefinesInPython(plainNames[op]) {
			return r, nil // what the sequence's method refuses is refused
		}
	}
	if rf != nil {
		return rf(b, a)
	}
	return NotImplemented, nil
}

var binarySymbols = [numBinaryOps]string{
	OpAdd: "+", OpSub: "-", OpMul: "*", OpMatMul: "@", OpTrueDiv: "/", OpFloorDiv: "//",
	OpMod: "%", OpPow: "** or pow()", OpLShift: "<<", OpRShift: ">>", OpAnd: "&",
	OpXor: "^", OpOr: "|", OpDivMod: "divmod()",
}

// binaryError is the TypeError for operands of no use to each other.
func binaryError(op BinaryOp, symbol string, a, b Value) *Exception {
	ta, tb := a.ref.typ, b.ref.typ
	switch op {
	case OpAdd:
		switch {
		case ta.Flags&FlagStr != 0:
			return Raisef(TypeErrorType, `can only concatenate str (not "%s") to str`, tb.ShownName())
		case ta.Flags&FlagList != 0:
			return Raisef(TypeErrorType, `can only concatenate list (not "%s") to list`, tb.ShownName())
		case ta.Flags&FlagTuple != 0:
			return Raisef(TypeErrorType, `can only concatenate tuple (not "%s") to tuple`, tb.ShownName())
		case ta.Flags&(FlagBytes|FlagByteArray) != 0:
			return Raisef(TypeErrorType, "can't concat %s to %s", tb.ShownName(), ta.ShownName())
		}
	case OpMul:
		if ta.Flags&FlagSequenceOps != 0 {
			return Raisef(TypeErrorType, "can't multiply sequence by non-int of type '%s'", tb.ShownName())
		}
		if tb.Flags&FlagSequenceOps != 0 {
			return Raisef(TypeErrorType, "can't multiply sequence by non-int of type '%s'", ta.ShownName())
		}
	case OpRShift:
		if ta == BuiltinType && heap[Builtin](a).Name == "print" && symbol == ">>" {
			return Raisef(TypeErrorType, "unsupported operand type(s) for >>: '%s' and '%s'. "+
				`Did you mean "print(<message>, file=<output_stream>)"?`, ta.Name, tb.Name)
		}
	}
	return Raisef(TypeErrorType, "unsupported operand type(s) for %s: '%s' and '%s'", symbol, ta.ShownName(), tb.ShownName())
}

// Pow3 is pow(x, y, z).
func Pow3(a, b, m Value) (Value, *Exception) {
	if m.ref == nil || m.ref == &noneHeader {
		return Pow(a, b)
	}
	return pow3(a, b, m)
}

// pow3 is a.__pow__(b, m), m not None: ints know it, and classes with a __pow__ in
// Python.
func pow3(a, b, m Value) (Value, *Exception) {
	if m.ref == &noneHeader {
		return binaryOp(OpPow, a, b)
	}
	if a.IsInt() && a.ref.typ.Flags&FlagHeap == 0 || a.IsInt() && a.ref.typ.Lookup(namePow) == IntType.Lookup(namePow) {
		if b.IsInt() && m.IsInt() {
			return intPowMod(exactInt(a), exactInt(b), exactInt(m))
		}
	} else if d := a.ref.typ.Lookup(namePow); a.ref.typ.Flags&FlagHeap != 0 || d.ref != nil && d.ref.typ == MethodDescriptorType {
		if x, ok, exc := CallSpecial(a, namePow, b, m); exc != nil || ok && x != NotImplemented {
			return x, exc
		}
	}
	if a.ref.typ.Flags&FlagFloat != 0 || b.ref.typ.Flags&FlagFloat != 0 && a.IsInt() {
		if isNumber(b) && isNumber(m) {
			return Value{}, Raisef(TypeErrorType, "pow() 3rd argument not allowed unless all arguments are integers")
		}
	}
	if a.ref.typ.Flags&FlagComplex != 0 {
		return Value{}, Raisef(ValueErrorType, "complex modulo")
	}
	return Value{}, Raisef(TypeErrorType, "unsupported operand type(s) for ** or pow(): '%s', '%s', '%s'",
		a.ref.typ.ShownName(), b.ref.typ.ShownName(), m.ref.typ.ShownName())
}

var namePow = Intern("__pow__")

func isNumber(v Value) bool { return v.ref.typ.Flags&(FlagInt|FlagFloat) != 0 }
