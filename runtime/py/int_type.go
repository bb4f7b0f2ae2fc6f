package py

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
)

// This file implements the type int: its slots, its constructor and its methods (library
// reference, Additional Methods on Integer Types).

func intOperands(a, b Value) (x, y Value, ok bool) {
	if a.ref.typ.Flags&FlagInt == 0 || b.ref.typ.Flags&FlagInt == 0 {
		return Value{}, Value{}, false
	}
	return exactInt(a), exactInt(b), true
}

// intBinary makes a slot of an operation on exact ints.
func intBinary(f func(a, b Value) (Value, *Exception)) BinaryFunc {
	return func(a, b Value) (Value, *Exception) {
		x, y, ok := intOperands(a, b)
		if !ok {
			return NotImplemented, nil
		}
		return f(x, y)
	}
}

// intBinary1 is intBinary for an operation that cannot raise.
func intBinary1(f func(a, b Value) Value) BinaryFunc {
	return func(a, b Value) (Value, *Exception) {
		x, y, ok := intOperands(a, b)
		if !ok {
			return NotImplemented, nil
		}
		return f(x, y), nil
	}
}

func intDivModTuple(a, b Value) (Value, *Exception) {
	if intSign(b) == 0 {
		return Value{}, Raisef(ZeroDivisionErrorType, intFloorZeroText)
	}
	q, r := intDivMod(a, b)
	return TupleV(q, r), nil
}

// reflect turns left-hand forms into reflected ones.
func reflect(forms *BinaryTable) *BinaryTable {
	r := new(BinaryTable)
	for op, f := range forms {
		if f != nil {
			r[op] = func(self, other Value) (Value, *Exception) { return f(other, self) }
		}
	}
	return r
}

var intOps = BinaryTable{
	OpAdd: intBinary1(intAdd), OpSub: intBinary1(intSub), OpMul: intBinary1(intMul),
	OpTrueDiv: intBinary(intTrueDiv), OpFloorDiv: intBinary(intFloorDiv),
	OpMod: intBinary(intMod), OpDivMod: intBinary(intDivModTuple), OpPow: intBinary(intPow),
	OpLShift: intBinary(intLShift), OpRShift: intBinary(intRShift),
	OpAnd: intBinary1(intAnd), OpOr: intBinary1(intOr), OpXor: intBinary1(intXor),
}

func intUnary(f func(v Value) Value) UnaryFunc {
	return func(v Value) (Value, *Exception) { return f(exactInt(v)), nil }
}

func sameInt(v Value) Value { return v }

var intSpec = TypeSpec{
	Doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\n" +
		"Convert a number or string to an integer, or return 0 if no arguments\n" +
		"are given.  If x is a number, return x.__int__().  For floating-point\n" +
		"numbers, this truncates towards zero.\n\n" +
		"If x is not a number or if base is given, then x must be a string,\n" +
		"bytes, or bytearray instance representing an integer literal in the\n" +
		"given base.  The literal can be preceded by '+' or '-' and be surrounded\n" +
		"by whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\n" +
		"Base 0 means to interpret the base from the string as an integer literal.\n" +
		">>> int('0b100', base=0)\n4",
	Flags:  FlagInt | FlagBaseType,
	Layout: LayoutOf[IntObj](),
	Slots: Slots{
		Repr:    intRepr,
		Hash:    intHash,
		Compare: intCompareSlot,
		Bool:    func(v Value) (bool, *Exception) { return intSign(exactInt(v)) != 0, nil },
		Binary:  &intOps, Reflected: reflect(&intOps),
		Unary: &UnaryTable{
			OpNeg: intUnary(intNeg), OpPos: intUnary(sameInt), OpInvert: intUnary(intInvert),
			OpAbs: intUnary(intAbs), OpInt: intUnary(sameInt), OpIndex: intUnary(sameInt),
			OpFloat: func(v Value) (Value, *Exception) {
				f, exc := intFloat(exactInt(v))
				return Float(f), exc
			},
		},
		New: intNew,
	},
	Methods: []Method{
		{Name: "conjugate", Sig: "($self, /)", Impl: intUnary(sameInt).method(), Doc: "Returns self, the complex conjugate of any int."},
		{Name: "bit_length", Sig: "($self, /)", Impl: intBitLength, Doc: "Number of bits necessary to represent self in binary."},
		{Name: "bit_count", Sig: "($self, /)", Impl: intBitCount, Doc: "Number of ones in the binary representation of the absolute value of self."},
		{Name: "to_bytes", Sig: "($self, /, length=1, byteorder='big', *, signed=False)", Impl: intToBytes, Doc: "Return an array of bytes representing an integer."},
		{Name: "as_integer_ratio", Sig: "($self, /)", Impl: intRatio, Doc: "Return a pair of integers, whose ratio is equal to the original int."},
		{Name: "is_integer", Sig: "($self, /)", Impl: func(self Value) (Value, *Exception) { return True, nil }, Doc: "Returns True. Exists for duck type compatibility with float.is_integer."},
		{Name: "__trunc__", Sig: "($self, /)", Impl: intUnary(sameInt).method(), Doc: "Truncating an Integral returns itself."},
		{Name: "__floor__", Sig: "($self, /)", Impl: intUnary(sameInt).method(), Doc: "Flooring an Integral returns itself."},
		{Name: "__ceil__", Sig: "($self, /)", Impl: intUnary(sameInt).method(), Doc: "Ceiling of an Integral returns itself."},
		{Name: "__round__", Sig: "($self, ndigits=<unrepresentable>, /)", Impl: intRound, Doc: "Rounding an Integral returns itself."},
		{Name: "__getnewargs__", Sig: "($self, /)", Impl: func(self Value) (Value, *Exception) { return TupleV(exactInt(self)), nil }},
		{Name: "__format__", Sig: "($self, format_spec, /)", Impl: formatMethod, Doc: "Convert to a string according to format_spec."},
		{Name: "__sizeof__", Sig: "($self, /)", Impl: intSizeof, Doc: "Returns size in memory, in bytes."},
	},
	ClassMethods: []Method{
		{Name: "from_bytes", Sig: "($type, /, bytes, byteorder='big', *, signed=False)", Impl: intFromBytes, Doc: "Return the integer represented by the given array of bytes."},
	},
	GetSets: []GetSet{
		{Name: "real", Get: intUnary(sameInt).method(), Doc: "the real part of a complex number"},
		{Name: "imag", Get: func(self Value) (Value, *Exception) { return Int(0), nil }, Doc: "the imaginary part of a complex number"},
		{Name: "numerator", Get: intUnary(sameInt).method(), Doc: "the numerator of a rational number in lowest terms"},
		{Name: "denominator", Get: func(self Value) (Value, *Exception) { return Int(1), nil }, Doc: "the denominator of a rational number in lowest terms"},
	},
}

// method is f as an Impl.
func (f UnaryFunc) method() func(Value) (Value, *Exception) { return f }

func init() { IntType.Define(&intSpec) }

func intRepr(v Value) (Value, *Exception) {
	if v.ref == &intHeader {
		var digits [20]byte
		r := shortText(strconv.AppendInt(digits[:0], int64(v.bits), 10))
		heap[Str](r).kind = strASCII
		return r, nil
	}
	s, exc := IntText(exactInt(v))
	if exc != nil {
		return Value{}, exc
	}
	return asciiV(s), nil
}

func intHash(v Value) (int64, *Exception) {
	v = exactInt(v)
	if v.ref == &intHeader {
		return hashInt64(int64(v.bits)), nil
	}
	return hashBig(&heap[BigInt](v).Int), nil
}

func intCompareSlot(op CompareOp, a, b Value) (Value, *Exception) {
	x, y, ok := intOperands(a, b)
	if !ok {
		return NotImplemented, nil
	}
	return Bool(compareSign(op, intCompare(x, y))), nil
}

// newInt returns the exact int x as an instance of cls.
func newInt(cls *Type, x Value) Value {
	if cls == IntType {
		return x
	}
	v := cls.Alloc(cls)
	setIntObj(v, x)
	return v
}

// NewIntOf returns an instance of cls, a subclass of int other than bool, of value x.
func NewIntOf(cls *Type, x Value) Value { return newInt(cls, exactInt(x)) }

var intSignature = NewSignature("int", "", "(x=0, /, base=10)").Vector()

func intNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	if len(args) == 1 && len(names) == 0 {
		x, exc := ToInt(args[0])
		if exc != nil {
			return Value{}, exc
		}
		return newInt(cls, x), nil
	}
	a, exc := intSignature.Parse(args, names)
	if exc != nil {
		return Value{}, exc
	}
	var x Value
	switch {
	case a[0].ref == nil && a[1].ref == nil:
		x = Int(0)
	case a[0].ref == nil:
		return Value{}, Raisef(TypeErrorType, "int() missing string argument")
	case a[1].ref == nil:
		x, exc = ToInt(a[0])
	default:
		var base int
		base, exc = IndexInt(a[1], nil)
		if exc != nil {
			return Value{}, exc
		}
		if base != 0 && base < 2 || base > 36 {
			return Value{}, Raisef(ValueErrorType, "int() base must be >= 2 and <= 36, or 0")
		}
		if s, ok := AsStr(a[0]); ok {
			x, exc = IntFromStr(s.S, base, a[0])
		} else if b, ok := bytesOf(a[0]); ok && isBytesKind(a[0]) {
			x, exc = IntFromStr(numberText(b), base, a[0])
		} else {
			return Value{}, Raisef(TypeErrorType, "int() can't convert non-string with explicit base")
		}
	}
	if exc != nil {
		return Value{}, exc
	}
	return newInt(cls, x), nil
}

var nameTrunc = Intern("__trunc__")

// ToInt is int(v).
func ToInt(v Value) (Value, *Exception) {
	t := v.ref.typ
	switch {
	case t == IntType || t == BoolType:
		return exactInt(v), nil
	case t == FloatType:
		return floatToInt(v.Float())
	case t.Unary[OpInt] != nil:
		r, exc := t.Unary[OpInt](v)
		if exc != nil {
			return Value{}, exc
		}
		if r.ref.typ.Flags&FlagInt == 0 {
			return Value{}, Raisef(TypeErrorType, "__int__ returned non-int (type %s)", r.ref.typ.ShownName())
		}
		if r.ref.typ != IntType {
			if exc := Warnf(DeprecationWarningType, "__int__ returned non-int (type %s).  "+
				"The ability to return an instance of a strict subclass of int is deprecated, "+
				"and may be removed in a future version of Python.", r.ref.typ.Name); exc != nil {
				return Value{}, exc
			}
		}
		return exactInt(r), nil
	case t.Unary[OpIndex] != nil:
		return Index(v)
	}
	if s, ok := AsStr(v); ok {
		return IntFromStr(s.S, 10, v)
	}
	if b, ok := bytesOf(v); ok {
		return IntFromStr(numberText(b), 10, v)
	}
	if x, ok, exc := CallSpecial(v, nameTrunc); exc != nil {
		return Value{}, exc
	} else if ok {
		if exc := Warnf(DeprecationWarningType, "The delegation of int() to __trunc__ is deprecated."); exc != nil {
			return Value{}, exc
		}
		if !HasIndex(x) {
			return Value{}, Raisef(TypeErrorType, "__trunc__ returned non-Integral (type %s)", x.ref.typ.ShownName())
		}
		return Index(x)
	}
	return Value{}, Raisef(TypeErrorType,
		"int() argument must be a string, a bytes-like object or a real number, not '%s'", t.ShownName())
}

// floatToInt returns f truncated towards zero.
func floatToInt(f float64) (Value, *Exception) {
	if f > -9.2e18 && f < 9.2e18 {
		return Int(int64(f)), nil
	}
	if f != f {
		return Value{}, Raisef(ValueErrorType, "cannot convert float NaN to integer")
	}
	if math.IsInf(f, 0) {
		return Value{}, Raisef(OverflowErrorType, "cannot convert float infinity to integer")
	}
	x, _ := big.NewFloat(f).Int(nil)
	return IntBig(x), nil
}

func intBitLength(self Value) (Value, *Exception) {
	v := exactInt(self)
	if v.ref == &intHeader {
		i := int64(v.bits)
		if i < 0 {
			return Int(int64(bits.Len64(uint64(-i)))), nil
		}
		return Int(int64(bits.Len64(uint64(i)))), nil
	}
	return Int(int64(heap[BigInt](v).Int.BitLen())), nil
}

func intBitCount(self Value) (Value, *Exception) {
	var t big.Int
	n := 0
	for _, w := range bigOf(exactInt(self), &t).Bits() {
		n += bits.OnesCount(uint(w))
	}
	return Int(int64(n)), nil
}

func intRatio(self Value) (Value, *Exception) { return TupleV(exactInt(self), Int(1)), nil }

func intSizeof(self Value) (Value, *Exception) {
	var t big.Int
	digits := (bigOf(exactInt(self), &t).BitLen() + 29) / 30
	return Int(int64(24 + 4*max(digits, 1))), nil
}

// intRound is int.__round__: with a negative number of digits, to the nearest multiple
// of a power of ten, half to even.
func intRound(self, ndigits Value) (Value, *Exception) {
	v := exactInt(self)
	if ndigits.ref == nil || ndigits.ref == &noneHeader {
		return v, nil
	}
	n, exc := Index(ndigits)
	if exc != nil || intSign(n) >= 0 {
		return v, exc
	}
	var t big.Int
	x := bigOf(v, &t)
	if n.ref != &intHeader || -int64(n.bits) > int64(x.BitLen()) {
		return Int(0), nil
	}
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(-int64(n.bits)), nil)
	q, r := new(big.Int).QuoRem(new(big.Int).Abs(x), unit, new(big.Int))
	switch r.Lsh(r, 1).Cmp(unit) {
	case 1:
		q.Add(q, big.NewInt(1))
	case 0:
		if q.Bit(0) != 0 {
			q.Add(q, big.NewInt(1))
		}
	}
	q.Mul(q, unit)
	if x.Sign() < 0 {
		q.Neg(q)
	}
	return IntBig(q), nil
}

// byteOrder reads the argument byteorder.
func byteOrder(v Value) (little bool, exc *Exception) {
	if v.ref == nil {
		return false, nil
	}
	s, ok := AsStr(v)
	if !ok {
		return false, Raisef(TypeErrorType, "byteorder must be str, not %s", v.ref.typ.ShownName())
	}
	switch s.S {
	case "little":
		return true, nil
	case "big":
		return false, nil
	}
	return false, Raisef(ValueErrorType, "byteorder must be either 'little' or 'big'")
}

func truthArg(v Value) (bool, *Exception) {
	if v.ref == nil {
		return false, nil
	}
	return Truth(v)
}

func intToBytes(self, size, order, sign Value) (Value, *Exception) {
	length := 1
	if size.ref != nil {
		var exc *Exception
		if length, exc = Ssize(size); exc != nil {
			return Value{}, exc
		}
	}
	if s := order; s.ref != nil && !s.IsStr() {
		return Value{}, Raisef(TypeErrorType, "to_bytes() argument 'byteorder' must be str, not %s", s.ref.typ.ShownName())
	}
	little, exc := byteOrder(order)
	if exc != nil {
		return Value{}, exc
	}
	signed, exc := truthArg(sign)
	if exc != nil {
		return Value{}, exc
	}
	if length < 0 {
		return Value{}, Raisef(ValueErrorType, "length argument must be non-negative")
	}
	if n := exactInt(self); n.ref == &intHeader && length <= 8 && (signed || int64(n.bits) >= 0) {
		if b, ok := smallToBytes(int64(n.bits), length, little, signed); ok {
			return NewBytesOwn(b).Value(), nil
		}
	}
	var t big.Int
	x := bigOf(exactInt(self), &t)
	if x.Sign() < 0 && !signed {
		return Value{}, Raisef(OverflowErrorType, "can't convert negative int to unsigned")
	}
	if exc := CheckMemory(1, length); exc != nil {
		return Value{}, exc
	}
	b := make([]byte, length)
	if !bigToBytes(x, b, signed) {
		return Value{}, Raisef(OverflowErrorType, "int too big to convert")
	}
	if little {
		reverseBytes(b)
	}
	return NewBytesOwn(b).Value(), nil
}

// smallToBytes returns n in length bytes, at most 8; ok is false where it does not fit.
func smallToBytes(n int64, length int, little, signed bool) (b []byte, ok bool) {
	if length < 8 {
		rest := n >> (8 * length)
		if signed && length > 0 {
			rest = n >> (8*length - 1)
		}
		if rest != 0 && !(signed && rest == -1) {
			return nil, false
		}
	}
	b = make([]byte, length)
	for i := range b {
		at := length - 1 - i
		if little {
			at = i
		}
		b[at] = byte(n >> (8 * i))
	}
	return b, true
}

// bigToBytes writes x as two's complement into b, most significant byte first, and
// reports whether it fits.
func bigToBytes(x *big.Int, b []byte, signed bool) bool {
	n := x.BitLen()
	if signed {
		if x.Sign() < 0 {
			n = new(big.Int).Not(x).BitLen()
		}
		if x.Sign() != 0 {
			n++
		}
	}
	if n > 8*len(b) {
		return false
	}
	if x.Sign() < 0 {
		x = new(big.Int).Add(x, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	x.FillBytes(b)
	return true
}

func reverseBytes(b []byte) {
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
}

// smallFromBytes returns the number in src, at most 8 bytes.
func smallFromBytes(src []byte, little, signed bool) int64 {
	var n int64
	for i := range src {
		at := i
		if little {
			at = len(src) - 1 - i
		}
		n = n<<8 | int64(src[at])
	}
	if unused := 64 - 8*len(src); signed && len(src) > 0 {
		n = n << unused >> unused
	}
	return n
}

func intFromBytes(cls, from, order, sign Value) (Value, *Exception) {
	if s := order; s.ref != nil && !s.IsStr() {
		return Value{}, Raisef(TypeErrorType, "from_bytes() argument 'byteorder' must be str, not %s", s.ref.typ.ShownName())
	}
	little, exc := byteOrder(order)
	if exc != nil {
		return Value{}, exc
	}
	signed, exc := truthArg(sign)
	if exc != nil {
		return Value{}, exc
	}
	src, exc := toBytes(from)
	if exc != nil {
		return Value{}, exc
	}
	if len(src) <= 8 && heap[Type](cls) == IntType {
		if n := smallFromBytes(src, little, signed); n >= 0 || signed {
			return Int(n), nil
		}
	}
	b := append([]byte(nil), src...)
	if little {
		reverseBytes(b)
	}
	x := new(big.Int).SetBytes(b)
	if signed && len(b) > 0 && b[0] >= 0x80 {
		x.Sub(x, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	v := IntBig(x)
	if t := heap[Type](cls); t != IntType {
		return Call1(cls, v)
	}
	return v, nil
}
