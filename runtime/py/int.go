package py

import (
	"math"
	"math/big"
	"math/bits"
)

// This file implements the representation of int (library reference, Numeric Types) and
// the conversions to it.
//
// An exact int that fits 64 bits is in the Value; a larger one is a *BigInt. This is kept
// as an invariant: a *BigInt never holds a number that fits int64. An instance of a
// subclass of int is an *IntObj, which holds an exact int. True and False are Values with
// the bool header and the payload 1 and 0.

// BigInt is an int outside int64. Its number is never changed once it is a Value.
type BigInt struct {
	Header
	Int big.Int
}

// IntObj is the beginning of an instance of a subclass of int other than bool.
type IntObj struct {
	Header
	V Value // an exact int
}

// IntBig returns the int x, of which it takes ownership.
func IntBig(x *big.Int) Value {
	if x.IsInt64() {
		return Int(x.Int64())
	}
	return (&BigInt{Header: Header{IntType}, Int: *x}).Value()
}

// IntUint64 returns the int u.
func IntUint64(u uint64) Value {
	if u <= math.MaxInt64 {
		return Int(int64(u))
	}
	return IntBig(new(big.Int).SetUint64(u))
}

// IsInt reports whether v is an int, a bool or an instance of another subclass of int.
func (v Value) IsInt() bool { return v.ref.typ.Flags&FlagInt != 0 }

// IsExactInt reports whether v is an int, and of no subclass.
func (v Value) IsExactInt() bool { return v.ref.typ == IntType }

// exactInt returns the exact int of v, which is an int, a bool or of another subclass.
func exactInt(v Value) Value {
	switch {
	case v.ref == &intHeader:
		return v
	case v.ref == &boolHeader:
		return Int(int64(v.bits))
	case v.ref.typ == IntType:
		return v
	}
	return heap[IntObj](v).V
}

// ExactInt returns v as an exact int, and false where v is not an int.
func ExactInt(v Value) (Value, bool) {
	if v.ref.typ.Flags&FlagInt == 0 {
		return Value{}, false
	}
	return exactInt(v), true
}

// AsInt64 returns the number of v, and false where v is not an int or does not fit.
func AsInt64(v Value) (int64, bool) {
	if v.ref == &intHeader {
		return int64(v.bits), true
	}
	if v.ref.typ.Flags&FlagInt == 0 {
		return 0, false
	}
	v = exactInt(v)
	return int64(v.bits), v.ref == &intHeader
}

// bigOf returns the number of the exact int v. The result may be shared and must not be
// changed; tmp is where a small int is put.
func bigOf(v Value, tmp *big.Int) *big.Int {
	if v.ref == &intHeader {
		return tmp.SetInt64(int64(v.bits))
	}
	return &heap[BigInt](v).Int
}

// BigOf returns the number of v, which is an int or of a subclass, as a big.Int that the
// caller may keep but not change.
func BigOf(v Value) *big.Int {
	v = exactInt(v)
	if v.ref == &intHeader {
		return big.NewInt(int64(v.bits))
	}
	return &heap[BigInt](v).Int
}

// intSign returns the sign of the exact int v.
func intSign(v Value) int {
	if v.ref == &intHeader {
		switch i := int64(v.bits); {
		case i > 0:
			return 1
		case i < 0:
			return -1
		}
		return 0
	}
	return heap[BigInt](v).Int.Sign()
}

// setIntObj makes v, an instance of a subclass of int, hold the exact int x.
func setIntObj(v, x Value) { heap[IntObj](v).V = x }

// Index returns the exact int of v, calling v.__index__: operator.index(v).
func Index(v Value) (Value, *Exception) {
	if v.ref == &intHeader {
		return v, nil
	}
	t := v.ref.typ
	if t.Flags&FlagInt != 0 {
		return exactInt(v), nil
	}
	f := t.Unary[OpIndex]
	if f == nil {
		return Value{}, Raisef(TypeErrorType, "'%s' object cannot be interpreted as an integer", t.ShownName())
	}
	r, exc := f(v)
	if exc != nil {
		return Value{}, exc
	}
	if r.ref.typ.Flags&FlagInt == 0 {
		return Value{}, Raisef(TypeErrorType, "__index__ returned non-int (type %s)", r.ref.typ.ShownName())
	}
	if r.ref.typ != IntType {
		if exc := Warnf(DeprecationWarningType, "__index__ returned non-int (type %s).  "+
			"The ability to return an instance of a strict subclass of int is deprecated, "+
			"and may be removed in a future version of Python.", r.ref.typ.Name); exc != nil {
			return Value{}, exc
		}
	}
	return exactInt(r), nil
}

// HasIndex reports whether v can be used as an integer: it is an int or has __index__.
func HasIndex(v Value) bool {
	t := v.ref.typ
	return t.Flags&FlagInt != 0 || t.Unary[OpIndex] != nil
}

// IndexInt returns v as an int that fits int64; where it does not fit, an exception of
// class overflow is raised, or, where overflow is nil, the result is clipped.
func IndexInt(v Value, overflow *Type) (int, *Exception) {
	if v.ref == &intHeader {
		return int(v.bits), nil
	}
	x, exc := Index(v)
	if exc != nil {
		return 0, exc
	}
	if x.ref == &intHeader {
		return int(x.bits), nil
	}
	if overflow != nil {
		return 0, Raisef(overflow, "cannot fit '%s' into an index-sized integer", v.ref.typ.ShownName())
	}
	if heap[BigInt](x).Int.Sign() < 0 {
		return math.MinInt, nil
	}
	return math.MaxInt, nil
}

// Ssize returns the argument v as a size or a position, as C code that converts with
// PyLong_AsSsize_t.
func Ssize(v Value) (int, *Exception) {
	if v.ref == &intHeader {
		return int(v.bits), nil
	}
	x, exc := Index(v)
	if exc != nil {
		return 0, exc
	}
	if x.ref != &intHeader {
		return 0, Raisef(OverflowErrorType, "Python int too large to convert to C ssize_t")
	}
	return int(x.bits), nil
}

// CInt returns the argument v as a C int.
func CInt(v Value) (int, *Exception) {
	x, exc := Index(v)
	if exc != nil {
		return 0, exc
	}
	if x.ref != &intHeader {
		return 0, Raisef(OverflowErrorType, "Python int too large to convert to C int")
	}
	i := int64(x.bits)
	if i > math.MaxInt32 {
		return 0, Raisef(OverflowErrorType, "signed integer is greater than maximum")
	}
	if i < math.MinInt32 {
		return 0, Raisef(OverflowErrorType, "signed integer is less than minimum")
	}
	return int(i), nil
}

// intFits53 reports whether i converts to a float without rounding.
func intFits53(i int64) bool { return i >= -1<<53 && i <= 1<<53 }

// intFloat returns the exact int v as a float, rounded half to even.
func intFloat(v Value) (float64, *Exception) {
	if v.ref == &intHeader {
		return float64(int64(v.bits)), nil
	}
	f := bigFloat(&heap[BigInt](v).Int)
	if math.IsInf(f, 0) {
		return 0, Raisef(OverflowErrorType, "int too large to convert to float")
	}
	return f, nil
}

// bigFloat returns x rounded half to even, infinite where it is too large.
func bigFloat(x *big.Int) float64 {
	f, _ := new(big.Float).SetInt(x).Float64()
	return f
}

// What follows is the arithmetic of small ints, and of exact ints as Values.

func mulSmall(a, b int64) Value {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	// Correct the unsigned product to the signed one.
	if a < 0 {
		hi -= uint64(b)
	}
	if b < 0 {
		hi -= uint64(a)
	}
	if int64(hi) == int64(lo)>>63 {
		return Int(int64(lo))
	}
	x, y := uint64(a), uint64(b)
	if a < 0 {
		x = -x
	}
	if b < 0 {
		y = -y
	}
	hi, lo = bits.Mul64(x, y)
	return shortInt((a < 0) != (b < 0), hi, lo)
}

func intAdd(a, b Value) Value {
	if a.ref == &intHeader && b.ref == &intHeader {
		x, y := int64(a.bits), int64(b.bits)
		if s := x + y; (s^x)&(s^y) >= 0 {
			return Int(s)
		}
	}
	return bigAdd(a, b)
}

func intSub(a, b Value) Value {
	if a.ref == &intHeader && b.ref == &intHeader {
		x, y := int64(a.bits), int64(b.bits)
		if s := x - y; (x^y)&(s^x) >= 0 {
			return Int(s)
		}
	}
	return bigSub(a, b)
}

func intMul(a, b Value) Value {
	if a.ref == &intHeader && b.ref == &intHeader {
		return mulSmall(int64(a.bits), int64(b.bits))
	}
	return bigMul(a, b)
}

func intNeg(v Value) Value {
	if v.ref == &intHeader {
		if i := int64(v.bits); i != math.MinInt64 {
			return Int(-i)
		}
	}
	var t big.Int
	return IntBig(new(big.Int).Neg(bigOf(v, &t)))
}

func intAbs(v Value) Value {
	if intSign(v) < 0 {
		return intNeg(v)
	}
	return v
}

func intInvert(v Value) Value {
	if v.ref == &intHeader {
		return Int(^int64(v.bits))
	}
	return IntBig(new(big.Int).Not(&heap[BigInt](v).Int))
}

// floorDivMod returns the quotient rounded down and the remainder with b's sign.
func floorDivMod(a, b int64) (q, r int64) {
	q, r = a/b, a%b
	if r != 0 && (r < 0) != (b < 0) {
		q--
		r += b
	}
	return q, r
}

// intDivMod returns a // b and a % b of exact ints, b not zero.
func intDivMod(a, b Value) (q, r Value) {
	if a.ref == &intHeader && b.ref == &intHeader && !(int64(b.bits) == -1 && int64(a.bits) == math.MinInt64) {
		x, y := floorDivMod(int64(a.bits), int64(b.bits))
		return Int(x), Int(y)
	}
	return bigFloorMod(a, b, true, true)
}

const (
	intDivZeroText   = "division by zero"
	intFloorZeroText = "integer division or modulo by zero"
	intModZeroText   = "integer modulo by zero"
)

func intFloorDiv(a, b Value) (Value, *Exception) {
	if intSign(b) == 0 {
		return Value{}, Raisef(ZeroDivisionErrorType, intFloorZeroText)
	}
	if a.ref == &intHeader && b.ref == &intHeader {
		q, _ := intDivMod(a, b)
		return q, nil
	}
	q, _ := bigFloorMod(a, b, true, false)
	return q, nil
}

func intMod(a, b Value) (Value, *Exception) {
	if intSign(b) == 0 {
		return Value{}, Raisef(ZeroDivisionErrorType, intModZeroText)
	}
	if a.ref == &intHeader && b.ref == &intHeader {
		_, r := intDivMod(a, b)
		return r, nil
	}
	_, r := bigFloorMod(a, b, false, true)
	return r, nil
}

// intTrueDiv returns a / b, correctly rounded.
func intTrueDiv(a, b Value) (Value, *Exception) {
	if intSign(b) == 0 {
		return Value{}, Raisef(ZeroDivisionErrorType, intDivZeroText)
	}
	if a.ref == &intHeader && b.ref == &intHeader && intFits53(int64(a.bits)) && intFits53(int64(b.bits)) {
		return Float(float64(int64(a.bits)) / float64(int64(b.bits))), nil
	}
	if intSign(a) == 0 {
		return Float(math.Copysign(0, float64(intSign(b)))), nil
	}
	var t, u big.Int
	f, ok := bigQuotient(bigOf(a, &t), bigOf(b, &u))
	if !ok {
		return Value{}, Raisef(OverflowErrorType, "integer division result too large for a float")
	}
	return Float(f), nil
}

// bigQuotient returns x/y rounded half to even, and false where that is too large.
func bigQuotient(x, y *big.Int) (float64, bool) {
	f, _ := new(big.Rat).SetFrac(x, y).Float64()
	return f, !math.IsInf(f, 0)
}

// maxIntBits is the size above which a result is refused: it could not be stored.
const maxIntBits = 1 << 34

func intLShift(a, b Value) (Value, *Exception) {
	if intSign(b) < 0 {
		return Value{}, Raisef(ValueErrorType, "negative shift count")
	}
	if intSign(a) == 0 {
		return Int(0), nil
	}
	if b.ref != &intHeader {
		return Value{}, Raisef(OverflowErrorType, "too many digits in integer")
	}
	n := b.bits
	if a.ref == &intHeader && n < 63 {
		x := int64(a.bits)
		if y := x << n; y>>n == x {
			return Int(y), nil
		}
	}
	if n > maxIntBits {
		return Value{}, RaiseArgs(MemoryErrorType)
	}
	return bigLShift(a, uint(n)), nil
}

func intRShift(a, b Value) (Value, *Exception) {
	if intSign(b) < 0 {
		return Value{}, Raisef(ValueErrorType, "negative shift count")
	}
	n := uint64(math.MaxUint64)
	if b.ref == &intHeader {
		n = b.bits
	}
	if a.ref == &intHeader {
		return Int(int64(a.bits) >> min(n, 63)), nil
	}
	if v, ok := shortRShift(a, uint(min(n, 128))); ok {
		return v, nil
	}
	x := &heap[BigInt](a).Int
	if n > uint64(x.BitLen()) {
		if x.Sign() < 0 {
			return Int(-1), nil
		}
		return Int(0), nil
	}
	return bigRShift(x, uint(n)), nil
}

func intAnd(a, b Value) Value {
	if a.ref == &intHeader && b.ref == &intHeader {
		return Int(int64(a.bits & b.bits))
	}
	return bigAnd(a, b)
}

func intOr(a, b Value) Value {
	if a.ref == &intHeader && b.ref == &intHeader {
		return Int(int64(a.bits | b.bits))
	}
	return bigOr(a, b)
}

func intXor(a, b Value) Value {
	if a.ref == &intHeader && b.ref == &intHeader {
		return Int(int64(a.bits ^ b.bits))
	}
	return bigXor(a, b)
}

// intPow returns a ** b; a negative exponent makes floats of both.
func intPow(a, b Value) (Value, *Exception) {
	if intSign(b) < 0 {
		x, exc := intFloat(a)
		if exc != nil {
			return Value{}, exc
		}
		y, exc := intFloat(b)
		if exc != nil {
			return Value{}, exc
		}
		return floatPow(x, y)
	}
	if a.ref == &intHeader {
		switch int64(a.bits) {
		case 0:
			if intSign(b) == 0 {
				return Int(1), nil
			}
			return Int(0), nil
		case 1:
			return a, nil
		case -1:
			if b.ref == &intHeader && b.bits&1 == 0 || b.ref != &intHeader && heap[BigInt](b).Int.Bit(0) == 0 {
				return Int(1), nil
			}
			return a, nil
		}
	}
	if b.ref != &intHeader {
		return Value{}, RaiseArgs(MemoryErrorType)
	}
	if a.ref == &intHeader {
		if v, ok := powSmall(int64(a.bits), b.bits); ok {
			return Int(v), nil
		}
	}
	var t, u big.Int
	x := bigOf(a, &t)
	if hi, lo := bits.Mul64(uint64(x.BitLen()-1), b.bits); hi != 0 || lo > maxIntBits {
		return Value{}, RaiseArgs(MemoryErrorType)
	}
	return IntBig(new(big.Int).Exp(x, bigOf(b, &u), nil)), nil
}

// powSmall returns x**n, and false where it does not fit.
func powSmall(x int64, n uint64) (int64, bool) {
	r := int64(1)
	for {
		if n&1 != 0 {
			var ok bool
			if r, ok = mulFits(r, x); !ok {
				return 0, false
			}
		}
		n >>= 1
		if n == 0 {
			return r, true
		}
		var ok bool
		if x, ok = mulFits(x, x); !ok {
			return 0, false
		}
	}
}

func mulFits(a, b int64) (int64, bool) {
	v := mulSmall(a, b)
	return int64(v.bits), v.ref == &intHeader
}

// intPowMod returns pow(a, b, m) of exact ints.
func intPowMod(a, b, m Value) (Value, *Exception) {
	if intSign(m) == 0 {
		return Value{}, Raisef(ValueErrorType, "pow() 3rd argument cannot be 0")
	}
	var t, u, w big.Int
	mod := bigOf(m, &w)
	abs := new(big.Int).Abs(mod)
	base := new(big.Int).Mod(bigOf(a, &t), abs)
	e := bigOf(b, &u)
	if e.Sign() < 0 {
		inv := new(big.Int).ModInverse(base, abs)
		if inv == nil {
			if abs.IsInt64() && abs.Int64() == 1 {
				return Int(0), nil
			}
			return Value{}, Raisef(ValueErrorType, "base is not invertible for the given modulus")
		}
		base, e = inv, new(big.Int).Neg(e)
	}
	r := new(big.Int).Exp(base, e, abs)
	if mod.Sign() < 0 && r.Sign() != 0 {
		r.Add(r, mod)
	}
	return IntBig(r), nil
}

// intCompare returns the sign of a - b of exact ints.
func intCompare(a, b Value) int {
	if a.ref == &intHeader && b.ref == &intHeader {
		switch x, y := int64(a.bits), int64(b.bits); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	}
	return bigOf(a, &smallA).Cmp(bigOf(b, &smallB))
}
