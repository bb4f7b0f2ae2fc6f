package py

import "math"

// This file implements the unary operators, truth and the numeric conversions (Python
// reference 6.6, 3.3.8 and library reference, Truth Value Testing).

// Neg is -x.
func Neg(v Value) (Value, *Exception) {
	if v.ref == &intHeader && int64(v.bits) != math.MinInt64 {
		return Int(-int64(v.bits)), nil
	}
	if v.ref == &floatHeader {
		return Float(-v.Float()), nil
	}
	return unary(OpNeg, v, "bad operand type for unary -: '%s'")
}

// Pos is +x.
func Pos(v Value) (Value, *Exception) {
	if v.ref == &intHeader {
		return v, nil
	}
	return unary(OpPos, v, "bad operand type for unary +: '%s'")
}

// Invert is ~x.
func Invert(v Value) (Value, *Exception) {
	if v.ref == &intHeader {
		return Int(^int64(v.bits)), nil
	}
	return unary(OpInvert, v, "bad operand type for unary ~: '%s'")
}

// Abs is abs(x).
func Abs(v Value) (Value, *Exception) {
	if v.ref == &floatHeader {
		return Float(math.Abs(v.Float())), nil
	}
	return unary(OpAbs, v, "bad operand type for abs(): '%s'")
}

func unary(op UnaryOp, v Value, message string) (Value, *Exception) {
	f := v.ref.typ.Unary[op]
	if f == nil {
		return Value{}, Raisef(TypeErrorType, message, v.ref.typ.ShownName())
	}
	return f(v)
}

// Truth is bool(x). (Written so that the Go compiler inlines it.)
func Truth(v Value) (t bool, exc *Exception) {
	t = v.bits != 0
	if v.ref != &boolHeader {
		t, exc = truthAny(v)
	}
	return
}

func truthAny(v Value) (bool, *Exception) {
	switch v.ref {
	case &intHeader:
		return v.bits != 0, nil
	case &noneHeader:
		return false, nil
	case &floatHeader:
		return v.Float() != 0, nil
	}
	t := v.ref.typ
	if t.Slots.Bool != nil {
		return t.Slots.Bool(v)
	}
	if t.Slots.Len != nil {
		n, exc := t.Slots.Len(v)
		return n != 0, exc
	}
	return true, nil
}

// Not is not x.
func Not(v Value) (bool, *Exception) {
	t, exc := Truth(v)
	return !t, exc
}

// AsFloat returns v as a Go float, as functions do that take a real number: a float, an
// int, or an object with __float__ or __index__.
func AsFloat(v Value) (float64, *Exception) {
	if v.ref == &floatHeader {
		return v.Float(), nil
	}
	if v.ref == &intHeader {
		return float64(int64(v.bits)), nil
	}
	t := v.ref.typ
	switch {
	case t.Flags&FlagFloat != 0:
		return heap[FloatObj](v).F, nil
	case t.Flags&FlagInt != 0 && t.Flags&FlagHeap == 0:
		return intFloat(exactInt(v))
	case t.Unary[OpFloat] != nil:
		return callFloat(v)
	case t.Unary[OpIndex] != nil:
		r, exc := Index(v)
		if exc != nil {
			return 0, exc
		}
		return intFloat(r)
	}
	return 0, Raisef(TypeErrorType, "must be real number, not %s", t.ShownName())
}

// callFloat calls v.__float__().
func callFloat(v Value) (float64, *Exception) {
	t := v.ref.typ
	r, exc := t.Unary[OpFloat](v)
	if exc != nil {
		return 0, exc
	}
	if r.ref.typ.Flags&FlagFloat == 0 {
		return 0, Raisef(TypeErrorType, "%s.__float__ returned non-float (type %s)", t.ShownName(), r.ref.typ.ShownName())
	}
	if r.ref.typ != FloatType {
		if exc := Warnf(DeprecationWarningType, "%s.__float__ returned non-float (type %s).  "+
			"The ability to return an instance of a strict subclass of float is deprecated, "+
			"and may be removed in a future version of Python.", t.Name, r.ref.typ.Name); exc != nil {
			return 0, exc
		}
	}
	return floatOf(r), nil
}

// floatOf returns the number of v, which is a float or of a subclass.
func floatOf(v Value) float64 {
	if v.ref == &floatHeader {
		return v.Float()
	}
	return heap[FloatObj](v).F
}
