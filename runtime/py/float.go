package py

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// This file implements float (library reference, Numeric Types and Additional Methods on
// Float).

// FloatObj is the beginning of an instance of a subclass of float. An exact float is in
// its Value.
type FloatObj struct {
	Header
	F float64
}

// IsFloatKind reports whether v is a float or of a subclass.
func (v Value) IsFloatKind() bool { return v.ref.typ.Flags&FlagFloat != 0 }

// NewFloatOf returns an instance of cls, float or a subclass, of value f.
func NewFloatOf(cls *Type, f float64) Value {
	if cls == FloatType {
		return Float(f)
	}
	v := cls.Alloc(cls)
	heap[FloatObj](v).F = f
	return v
}

// floatOperand returns v as a float for an operation with a float; ok is false where v is
// no number of these kinds.
func floatOperand(v Value) (f float64, ok bool, exc *Exception) {
	switch {
	case v.ref == &floatHeader:
		return v.Float(), true, nil
	case v.ref.typ.Flags&FlagFloat != 0:
		return heap[FloatObj](v).F, true, nil
	case v.ref.typ.Flags&FlagInt != 0:
		f, exc = intFloat(exactInt(v))
		return f, true, exc
	}
	return 0, false, nil
}

func floatBinary(f func(a, b float64) (Value, *Exception)) BinaryFunc {
	return func(a, b Value) (Value, *Exception) {
		x, ok, exc := floatOperand(a)
		if !ok || exc != nil {
			return NotImplemented, exc
		}
		y, ok, exc := floatOperand(b)
		if !ok || exc != nil {
			return NotImplemented, exc
		}
		return f(x, y)
	}
}

var floatOps = BinaryTable{
	OpAdd: floatBinary(func(a, b float64) (Value, *Exception) { return Float(a + b), nil }),
	OpSub: floatBinary(func(a, b float64) (Value, *Exception) { return Float(a - b), nil }),
	OpMul: floatBinary(func(a, b float64) (Value, *Exception) { return Float(a * b), nil }),
	OpTrueDiv: floatBinary(func(a, b float64) (Value, *Exception) {
		if b == 0 {
			return Value{}, Raisef(ZeroDivisionErrorType, "float division by zero")
		}
		return Float(a / b), nil
	}),
	OpFloorDiv: floatBinary(func(a, b float64) (Value, *Exception) {
		if b == 0 {
			return Value{}, Raisef(ZeroDivisionErrorType, "float floor division by zero")
		}
		q, _ := floatDivMod(a, b)
		return Float(q), nil
	}),
	OpMod: floatBinary(func(a, b float64) (Value, *Exception) {
		if b == 0 {
			return Value{}, Raisef(ZeroDivisionErrorType, "float modulo by zero")
		}
		return Float(floatMod(a, b)), nil
	}),
	OpDivMod: floatBinary(func(a, b float64) (Value, *Exception) {
		if b == 0 {
			return Value{}, Raisef(ZeroDivisionErrorType, "float divmod()")
		}
		q, r := floatDivMod(a, b)
		return TupleV(Float(q), Float(r)), nil
	}),
	OpPow: floatBinary(floatPow),
}

// floatMod is a % b: the remainder with the sign of b.
func floatMod(a, b float64) float64 {
	r := math.Mod(a, b)
	if r != 0 {
		if (b < 0) != (r < 0) {
			r += b
		}
		return r
	}
	return math.Copysign(0, b)
}

// floatDivMod is divmod(a, b), as float_divmod of floatobject.c.
func floatDivMod(a, b float64) (q, r float64) {
	r = math.Mod(a, b)
	div := (a - r) / b
	if r != 0 {
		if (b < 0) != (r < 0) {
			r += b
			div--
		}
	} else {
		r = math.Copysign(0, b)
	}
	if div == 0 {
		return math.Copysign(0, a/b), r
	}
	q = math.Floor(div)
	if div-q > 0.5 {
		q++
	}
	return q, r
}

// floatPow is a ** b; a negative number to a power that is no integer is complex.
func floatPow(a, b float64) (Value, *Exception) {
	switch {
	case b == 0 || a == 1:
		return Float(1), nil
	case a != a:
		return Float(a), nil
	case b != b:
		return Float(b), nil
	case math.IsInf(b, 0):
		switch m := math.Abs(a); {
		case m == 1:
			return Float(1), nil
		case (b > 0) == (m > 1):
			return Float(math.Abs(b)), nil
		}
		return Float(0), nil
	}
	odd := math.Mod(math.Abs(b), 2) == 1
	switch {
	case math.IsInf(a, 0):
		if b > 0 {
			if odd {
				return Float(a), nil
			}
			return Float(math.Abs(a)), nil
		}
		if odd {
			return Float(math.Copysign(0, a)), nil
		}
		return Float(0), nil
	case a == 0:
		if b < 0 {
			return Value{}, Raisef(ZeroDivisionErrorType, "0.0 cannot be raised to a negative power")
		}
		if odd {
			return Float(a), nil
		}
		return Float(0), nil
	}
	negate := false
	if a < 0 {
		if b != math.Floor(b) {
			c, exc := complexPow(complex(a, 0), complex(b, 0))
			return NewComplex(c), exc
		}
		a, negate = -a, odd
	}
	if a == 1 {
		if negate {
			return Float(-1), nil
		}
		return Float(1), nil
	}
	r := powFloat(a, b)
	if math.IsInf(r, 0) {
		return Value{}, RaiseArgs(OverflowErrorType, Int(34), StrV("Numerical result out of range"))
	}
	if negate {
		r = -r
	}
	return Float(r), nil
}

// compareFloatInt compares f with the exact int v without rounding either; f is no NaN.
func compareFloatInt(f float64, v Value) int {
	if math.IsInf(f, 0) {
		return int(math.Copysign(1, f))
	}
	if v.ref == &intHeader {
		if i := int64(v.bits); intFits53(i) {
			switch g := float64(i); {
			case f < g:
				return -1
			case f > g:
				return 1
			}
			return 0
		}
	}
	var t big.Int
	return new(big.Float).SetFloat64(f).Cmp(new(big.Float).SetInt(bigOf(v, &t)))
}

func floatCompare(op CompareOp, a, b Value) (Value, *Exception) {
	x := floatOf(a)
	switch {
	case b.ref.typ.Flags&FlagFloat != 0:
		return Bool(compareFloats(op, x, floatOf(b))), nil
	case b.ref.typ.Flags&FlagInt != 0:
		if x != x {
			return Bool(op == NE), nil
		}
		return Bool(compareSign(op, compareFloatInt(x, exactInt(b)))), nil
	}
	return NotImplemented, nil
}

var floatSpec = TypeSpec{
	Doc:    "Convert a string or number to a floating-point number, if possible.",
	Flags:  FlagFloat | FlagBaseType,
	Layout: LayoutOf[FloatObj](),
	Slots: Slots{
		Repr:    func(v Value) (Value, *Exception) { return asciiV(FloatRepr(floatOf(v))), nil },
		Hash:    floatHashSlot,
		Compare: floatCompare,
		Bool:    func(v Value) (bool, *Exception) { return floatOf(v) != 0, nil },
		Binary:  &floatOps, Reflected: reflect(&floatOps),
		Unary: &UnaryTable{
			OpNeg:   func(v Value) (Value, *Exception) { return Float(-floatOf(v)), nil },
			OpPos:   floatSelf,
			OpAbs:   func(v Value) (Value, *Exception) { return Float(math.Abs(floatOf(v))), nil },
			OpInt:   func(v Value) (Value, *Exception) { return floatToInt(floatOf(v)) },
			OpFloat: floatSelf,
		},
		New: floatNew,
	},
	Methods: []Method{
		{Name: "conjugate", Sig: "($self, /)", Impl: floatSelf.method(), Doc: "Return self, the complex conjugate of any float."},
		{Name: "__trunc__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return floatToInt(floatOf(v)) }, Doc: "Return the Integral closest to x between 0 and x."},
		{Name: "__floor__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return floatToInt(math.Floor(floatOf(v))) }, Doc: "Return the floor as an Integral."},
		{Name: "__ceil__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return floatToInt(math.Ceil(floatOf(v))) }, Doc: "Return the ceiling as an Integral."},
		{Name: "__round__", Sig: "($self, ndigits=None, /)", Impl: floatRoundMethod, Doc: "Return the Integral closest to x, rounding half toward even.\n\nWhen an argument is passed, work like built-in round(x, ndigits)."},
		{Name: "as_integer_ratio", Sig: "($self, /)", Impl: floatRatio, Doc: "Return a pair of integers, whose ratio is exactly equal to the original float."},
		{Name: "hex", Sig: "($self, /)", Impl: floatHex, Doc: "Return a hexadecimal representation of a floating-point number."},
		{Name: "is_integer", Sig: "($self, /)", Impl: floatIsInteger, Doc: "Return True if the float is an integer."},
		{Name: "__getnewargs__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return TupleV(Float(floatOf(v))), nil }},
		{Name: "__format__", Sig: "($self, format_spec, /)", Impl: formatMethod, Doc: "Formats the float according to format_spec."},
	},
	ClassMethods: []Method{
		{Name: "fromhex", Sig: "($type, string, /)", Impl: floatFromHex, Doc: "Create a floating-point number from a hexadecimal string."},
		{Name: "__getformat__", Sig: "($type, typestr, /)", Impl: floatGetFormat},
	},
	GetSets: []GetSet{
		{Name: "real", Get: floatSelf.method(), Doc: "the real part of a complex number"},
		{Name: "imag", Get: func(Value) (Value, *Exception) { return Float(0), nil }, Doc: "the imaginary part of a complex number"},
	},
}

func init() { FloatType.Define(&floatSpec) }

var floatSelf UnaryFunc = func(v Value) (Value, *Exception) { return Float(floatOf(v)), nil }

func floatHashSlot(v Value) (int64, *Exception) {
	f := floatOf(v)
	if f != f && v.ref != &floatHeader {
		return identityHash(v), nil
	}
	return hashFloat(f), nil
}

var floatSignature = NewSignature("float", "", "(x=0, /)")

func floatNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	args, exc := positionalArgs(cls, FloatType, args, names)
	if exc != nil {
		return Value{}, exc
	}
	a, exc := floatSignature.Parse(args, nil)
	if exc != nil {
		return Value{}, exc
	}
	if a[0].ref == nil {
		return NewFloatOf(cls, 0), nil
	}
	f, exc := ToFloat(a[0])
	if exc != nil {
		return Value{}, exc
	}
	return NewFloatOf(cls, f), nil
}

// ToFloat is float(v).
func ToFloat(v Value) (float64, *Exception) {
	t := v.ref.typ
	if s, ok := AsStr(v); ok && t.Unary[OpFloat] == nil {
		return floatFromStr(s.S, v)
	}
	if b, ok := bytesOf(v); ok && t.Unary[OpFloat] == nil {
		return floatFromStr(numberText(b), v)
	}
	if t.Flags&FlagFloat != 0 && t.Flags&FlagHeap != 0 && t.redefines(nameFloat, FloatType) {
		return callFloat(v)
	}
	if t.Flags&(FlagFloat|FlagInt) == 0 && t.Unary[OpFloat] == nil && t.Unary[OpIndex] == nil {
		return 0, Raisef(TypeErrorType, "float() argument must be a string or a real number, not '%s'", t.ShownName())
	}
	return AsFloat(v)
}

var nameFloat = Intern("__float__")

// numberText returns bytes as the text of a number, in which only ASCII has a meaning.
func numberText(b []byte) string {
	if s := bytesString(b); isASCII(s) {
		return s
	}
	return "?"
}

func floatFromStr(s string, orig Value) (float64, *Exception) {
	f, ok := parseFloat(asciiNumber(s))
	if !ok {
		r, exc := reprText(orig)
		if exc != nil {
			return 0, exc
		}
		return 0, Raisef(ValueErrorType, "could not convert string to float: %s", r)
	}
	return f, nil
}

// roundDigits returns f rounded to ndigits decimal digits, correctly.
func roundDigits(f float64, ndigits int) float64 {
	switch {
	case f == 0 || math.IsInf(f, 0) || f != f || ndigits > 323:
		return f
	case ndigits < -308:
		return math.Copysign(0, f)
	case ndigits >= 0:
		r, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'f', ndigits, 64), 64)
		return r
	}
	// Digits in front of the decimal point: with exact arithmetic. |f| >= 1 matters only.
	x, _ := new(big.Float).SetFloat64(f).Int(nil)
	frac := f != math.Trunc(f)
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-ndigits)), nil)
	q, r := new(big.Int).QuoRem(new(big.Int).Abs(x), unit, new(big.Int))
	cmp := r.Lsh(r, 1).Cmp(unit)
	if cmp > 0 || cmp == 0 && (frac || q.Bit(0) != 0) {
		q.Add(q, big.NewInt(1))
	}
	q.Mul(q, unit)
	return math.Copysign(bigFloat(q), f)
}

// RoundFloat is round(f, ndigits).
func RoundFloat(f float64, ndigits int) (Value, *Exception) {
	r := roundDigits(f, ndigits)
	if math.IsInf(r, 0) && !math.IsInf(f, 0) {
		return Value{}, Raisef(OverflowErrorType, "rounded value too large to represent")
	}
	return Float(r), nil
}

func floatRoundMethod(self, ndigits Value) (Value, *Exception) {
	f := floatOf(self)
	if ndigits.ref == nil || ndigits.ref == &noneHeader {
		return floatToInt(math.RoundToEven(f))
	}
	n, exc := IndexInt(ndigits, nil)
	if exc != nil {
		return Value{}, exc
	}
	return RoundFloat(f, n)
}

func floatRatio(self Value) (Value, *Exception) {
	f := floatOf(self)
	if math.IsInf(f, 0) {
		return Value{}, Raisef(OverflowErrorType, "cannot convert Infinity to integer ratio")
	}
	if f != f {
		return Value{}, Raisef(ValueErrorType, "cannot convert NaN to integer ratio")
	}
	r := new(big.Rat).SetFloat64(f)
	return TupleV(IntBig(new(big.Int).Set(r.Num())), IntBig(new(big.Int).Set(r.Denom()))), nil
}

func floatIsInteger(self Value) (Value, *Exception) {
	f := floatOf(self)
	return Bool(!math.IsInf(f, 0) && f == math.Floor(f)), nil
}

func floatGetFormat(cls, typestr Value) (Value, *Exception) {
	s, ok := AsStr(typestr)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "__getformat__() argument must be str, not %s", typestr.ref.typ.ShownName())
	}
	if s.S != "double" && s.S != "float" {
		return Value{}, Raisef(ValueErrorType, "__getformat__() argument 1 must be 'double' or 'float'")
	}
	return asciiV("IEEE, little-endian"), nil
}

// floatHex is float.hex: 13 hexadecimal digits and the power of two.
func floatHex(self Value) (Value, *Exception) {
	f := floatOf(self)
	if math.IsInf(f, 0) || f != f {
		return asciiV(FloatRepr(f)), nil
	}
	sign := ""
	if math.Signbit(f) {
		sign, f = "-", -f
	}
	if f == 0 {
		return asciiV(sign + "0x0.0p+0"), nil
	}
	b := math.Float64bits(f)
	exp, mant := int(b>>52), b&(1<<52-1)
	lead := "1"
	if exp == 0 {
		lead, exp = "0", 1
	}
	digits := strconv.FormatUint(mant, 16)
	e := strconv.Itoa(exp - 1023)
	if exp >= 1023 {
		e = "+" + e
	}
	return asciiV(sign + "0x" + lead + "." + strings.Repeat("0", 13-len(digits)) + digits + "p" + e), nil
}

func floatFromHex(cls, arg Value) (Value, *Exception) {
	s, ok := AsStr(arg)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "fromhex() argument must be str, not %s", arg.ref.typ.ShownName())
	}
	f, problem := parseHexFloat(strings.Trim(s.S, " \t\n\r\v\f"))
	switch problem {
	case hexInvalid:
		return Value{}, Raisef(ValueErrorType, "invalid hexadecimal floating-point string")
	case hexTooLarge:
		return Value{}, Raisef(OverflowErrorType, "hexadecimal value too large to represent as a float")
	}
	if t := heap[Type](cls); t != FloatType {
		return Call1(cls, Float(f))
	}
	return Float(f), nil
}

const (
	hexValid = iota
	hexInvalid
	hexTooLarge
)

func parseHexFloat(s string) (float64, int) {
	if n, f := scanFloat(s); n == len(s) && n > 0 && (f != f || math.IsInf(f, 0)) && strings.ContainsAny(s, "nN") {
		return f, hexValid
	}
	neg := false
	if s != "" && (s[0] == '+' || s[0] == '-') {
		neg = s[0] == '-'
		s = s[1:]
	}
	if len(s) >= 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		s = s[2:]
	}
	mant, expText, hasExp := s, "", false
	if i := strings.IndexAny(s, "pP"); i >= 0 {
		mant, expText, hasExp = s[:i], s[i+1:], true
	}
	whole, frac, _ := strings.Cut(mant, ".")
	digits := whole + frac
	if digits == "" {
		return 0, hexInvalid
	}
	for i := 0; i < len(digits); i++ {
		if digitValue(digits[i]) >= 16 {
			return 0, hexInvalid
		}
	}
	exp := int64(0)
	if hasExp {
		if t := strings.TrimLeft(expText, "+-"); t == "" || len(expText)-len(t) > 1 || strings.Trim(t, "0123456789") != "" {
			return 0, hexInvalid
		}
		e, err := strconv.ParseInt(expText, 10, 48)
		if err != nil {
			e = math.MaxInt32
			if expText[0] == '-' {
				e = -e
			}
		}
		exp = e
	}
	x, _ := new(big.Int).SetString(digits, 16)
	f := 0.0
	if x.Sign() != 0 {
		exp -= 4 * int64(len(frac))
		switch top := exp + int64(x.BitLen()); {
		case top > 1024:
			return 0, hexTooLarge
		case top < -1080:
		default:
			b := new(big.Float).SetInt(x)
			b.SetMantExp(b, int(exp))
			f, _ = b.Float64()
			if math.IsInf(f, 0) {
				return 0, hexTooLarge
			}
		}
	}
	if neg {
		f = -f
	}
	return f, hexValid
}
