package resolve

import (
	"math"
	"math/big"

	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the constant folding that CPython does on the tree
// (ast_opt.c), as far as it decides what is a literal: "x is -1" compares with
// a literal, "x is -y" does not. Nothing is rewritten.

// constKind is the type of a folded constant.
type constKind uint8

const (
	noneConst constKind = iota
	boolConst
	ellipsisConst
	intConst
	floatConst
	complexConst
	strConst
	bytesConst
	tupleConst
)

// typeName returns the name of the Python type.
func (k constKind) typeName() string {
	return [...]string{"NoneType", "bool", "ellipsis", "int", "float", "complex", "str", "bytes", "tuple"}[k]
}

// constant is a folded constant.
type constant struct {
	kind constKind
	int  *big.Int // intConst, boolConst
	re   float64  // floatConst, complexConst
	im   float64
	str  string // strConst, bytesConst
	elts []*constant
}

// fold returns the constant that e is for CPython, or nil.
func fold(e syntax.Expr) *constant {
	switch e := e.(type) {
	case *syntax.Constant:
		return literal(e)
	case *syntax.Name:
		if e.Id == "__debug__" && e.Ctx == syntax.Load {
			return boolean(true)
		}
	case *syntax.Tuple:
		return foldTuple(e)
	case *syntax.UnaryOp:
		if v := fold(e.Operand); v != nil {
			return foldUnary(e.Op, v)
		}
	case *syntax.BinOp:
		if x := fold(e.Left); x != nil {
			if y := fold(e.Right); y != nil {
				return foldBinary(e.Op, x, y)
			}
		}
	case *syntax.Subscript:
		if e.Ctx == syntax.Load {
			if v := fold(e.Value); v != nil {
				if i := fold(e.Slice); i != nil {
					return foldIndex(v, i)
				}
			}
		}
	}
	return nil
}

func literal(e *syntax.Constant) *constant {
	switch e.Kind {
	case syntax.ConstTrue, syntax.ConstFalse:
		return boolean(e.Kind == syntax.ConstTrue)
	case syntax.ConstEllipsis:
		return &constant{kind: ellipsisConst}
	case syntax.ConstInt:
		if e.Big != nil {
			return &constant{kind: intConst, int: e.Big}
		}
		return integer(big.NewInt(e.Int))
	case syntax.ConstFloat:
		return &constant{kind: floatConst, re: e.Float}
	case syntax.ConstComplex:
		return &constant{kind: complexConst, im: e.Float}
	case syntax.ConstStr:
		return &constant{kind: strConst, str: e.Str}
	case syntax.ConstBytes:
		return &constant{kind: bytesConst, str: e.Str}
	}
	return &constant{kind: noneConst}
}

func boolean(b bool) *constant {
	c := &constant{kind: boolConst, int: new(big.Int)}
	if b {
		c.int.SetInt64(1)
	}
	return c
}

func integer(i *big.Int) *constant { return &constant{kind: intConst, int: i} }

func foldTuple(e *syntax.Tuple) *constant {
	if e.Ctx != syntax.Load {
		return nil
	}
	t := &constant{kind: tupleConst}
	for _, elt := range e.Elts {
		v := fold(elt)
		if v == nil {
			return nil
		}
		t.elts = append(t.elts, v)
	}
	return t
}

// truth returns bool(v).
func (v *constant) truth() bool {
	switch v.kind {
	case noneConst:
		return false
	case boolConst, intConst:
		return v.int.Sign() != 0
	case floatConst, complexConst:
		return v.re != 0 || v.im != 0
	case strConst, bytesConst:
		return v.str != ""
	case tupleConst:
		return len(v.elts) > 0
	}
	return true
}

func foldUnary(op syntax.UnaryOperator, v *constant) *constant {
	if op == syntax.Not {
		return boolean(!v.truth())
	}
	switch {
	case v.int != nil:
		switch op {
		case syntax.UAdd:
			return integer(v.int)
		case syntax.USub:
			return integer(new(big.Int).Neg(v.int))
		}
		return integer(new(big.Int).Not(v.int))
	case (v.kind == floatConst || v.kind == complexConst) && op == syntax.UAdd:
		return v
	case (v.kind == floatConst || v.kind == complexConst) && op == syntax.USub:
		return &constant{kind: v.kind, re: -v.re, im: -v.im}
	}
	return nil
}

// isNumber reports whether v takes part in arithmetic.
func (v *constant) isNumber() bool {
	return v.int != nil || v.kind == floatConst || v.kind == complexConst
}

// The sizes up to which CPython folds.
const (
	maxFoldBits = 128
	maxFoldStr  = 4096
	maxFoldElts = 256
)

func foldBinary(op syntax.Operator, x, y *constant) *constant {
	switch {
	case x.int != nil && y.int != nil:
		return foldInts(op, x.int, y.int)
	case x.isNumber() && y.isNumber():
		return foldFloats(op, x, y)
	case op == syntax.Add && x.kind == y.kind:
		switch x.kind {
		case strConst, bytesConst:
			return &constant{kind: x.kind, str: x.str + y.str}
		case tupleConst:
			return &constant{kind: tupleConst, elts: append(x.elts[:len(x.elts):len(x.elts)], y.elts...)}
		}
	case op == syntax.Mult && y.int != nil:
		return foldRepeat(x, y.int)
	case op == syntax.Mult && x.int != nil:
		return foldRepeat(y, x.int)
	}
	return nil
}

func foldRepeat(seq *constant, times *big.Int) *constant {
	n := int64(0)
	if times.Sign() > 0 {
		if !times.IsInt64() {
			return nil
		}
		n = times.Int64()
	}
	out := &constant{kind: seq.kind}
	switch seq.kind {
	case strConst, bytesConst:
		if n > maxFoldStr || n*int64(len(seq.str)) > maxFoldStr {
			return nil
		}
		for ; n > 0; n-- {
			out.str += seq.str
		}
	case tupleConst:
		if n > maxFoldElts || n*int64(len(seq.elts)) > maxFoldElts {
			return nil
		}
		for ; n > 0; n-- {
			out.elts = append(out.elts, seq.elts...)
		}
	default:
		return nil
	}
	return out
}

func foldInts(op syntax.Operator, x, y *big.Int) *constant {
	z := new(big.Int)
	switch op {
	case syntax.Add:
		return integer(z.Add(x, y))
	case syntax.Sub:
		return integer(z.Sub(x, y))
	case syntax.Mult:
		if x.Sign() != 0 && y.Sign() != 0 && x.BitLen()+y.BitLen() > maxFoldBits {
			return nil
		}
		return integer(z.Mul(x, y))
	case syntax.BitOr:
		return integer(z.Or(x, y))
	case syntax.BitXor:
		return integer(z.Xor(x, y))
	case syntax.BitAnd:
		return integer(z.And(x, y))
	case syntax.LShift:
		if y.Sign() < 0 || x.Sign() != 0 && (y.Cmp(big.NewInt(maxFoldBits)) > 0 || x.BitLen()+int(y.Int64()) > maxFoldBits) {
			return nil
		}
		return integer(z.Lsh(x, uint(y.Uint64())))
	case syntax.RShift:
		if y.Sign() < 0 {
			return nil
		}
		n := uint(1 << 30)
		if y.IsInt64() && y.Int64() < 1<<30 {
			n = uint(y.Int64())
		}
		return integer(z.Rsh(x, n))
	case syntax.Pow:
		if y.Sign() < 0 {
			return foldFloats(op, integer(x), integer(y))
		}
		if x.Sign() != 0 && y.Sign() != 0 && (!y.IsInt64() || y.Int64() > maxFoldBits || int64(x.BitLen())*y.Int64() > maxFoldBits) {
			return nil
		}
		return integer(z.Exp(x, y, nil))
	}
	if y.Sign() == 0 {
		return nil
	}
	m := new(big.Int)
	switch op {
	case syntax.FloorDiv:
		z.DivMod(x, y, m)
		if y.Sign() < 0 && m.Sign() != 0 { // DivMod rounds so that m >= 0
			z.Sub(z, big.NewInt(1))
		}
		return integer(z)
	case syntax.Mod:
		m.Mod(x, y)
		if y.Sign() < 0 && m.Sign() != 0 {
			m.Add(m, y)
		}
		return integer(m)
	case syntax.Div:
		return foldFloats(op, integer(x), integer(y))
	}
	return nil
}

// asFloat returns v as a float, and false when it is too large for one.
func (v *constant) asFloat() (float64, bool) {
	if v.int == nil {
		return v.re, true
	}
	f, _ := new(big.Float).SetInt(v.int).Float64()
	return f, !math.IsInf(f, 0)
}

// foldFloats folds an operation on numbers that are not both ints. Of complex
// results only the type is right.
func foldFloats(op syntax.Operator, x, y *constant) *constant {
	a, ok1 := x.asFloat()
	b, ok2 := y.asFloat()
	if !ok1 || !ok2 {
		return nil
	}
	zero := b == 0 && y.im == 0
	if x.kind == complexConst || y.kind == complexConst {
		switch {
		case op == syntax.Add:
			return &constant{kind: complexConst, re: a + b, im: x.im + y.im}
		case op == syntax.Sub:
			return &constant{kind: complexConst, re: a - b, im: x.im - y.im}
		case op == syntax.Mult:
			return &constant{kind: complexConst, re: a*b - x.im*y.im, im: a*y.im + b*x.im}
		case op == syntax.Div && !zero, op == syntax.Pow:
			return &constant{kind: complexConst}
		}
		return nil
	}
	switch op {
	case syntax.Add:
		a += b
	case syntax.Sub:
		a -= b
	case syntax.Mult:
		a *= b
	case syntax.Div, syntax.FloorDiv, syntax.Mod:
		if zero {
			return nil
		}
		switch op {
		case syntax.Div:
			a /= b
		case syntax.FloorDiv:
			a = math.Floor(a / b)
		default:
			a -= b * math.Floor(a/b)
		}
	case syntax.Pow:
		if a < 0 && b != math.Trunc(b) {
			return &constant{kind: complexConst}
		}
		p := math.Pow(a, b)
		if a == 0 && b < 0 || math.IsInf(p, 0) && !math.IsInf(a, 0) {
			return nil
		}
		a = p
	default:
		return nil
	}
	return &constant{kind: floatConst, re: a}
}

func foldIndex(v, i *constant) *constant {
	if i.int == nil || !i.int.IsInt64() {
		return nil
	}
	at := func(n int) (int, bool) {
		k := i.int.Int64()
		if k < 0 {
			k += int64(n)
		}
		return int(k), k >= 0 && k < int64(n)
	}
	switch v.kind {
	case strConst:
		runes := []rune(v.str)
		if k, ok := at(len(runes)); ok {
			return &constant{kind: strConst, str: string(runes[k])}
		}
	case bytesConst:
		if k, ok := at(len(v.str)); ok {
			return integer(big.NewInt(int64(v.str[k])))
		}
	case tupleConst:
		if k, ok := at(len(v.elts)); ok {
			return v.elts[k]
		}
	}
	return nil
}

// equal reports whether v == w in Python, so that they are the same key of a
// mapping.
func (v *constant) equal(w *constant) bool {
	if v.isNumber() && w.isNumber() {
		return v.im == w.im && v.real().Cmp(w.real()) == 0
	}
	return v.kind == w.kind && v.str == w.str
}

// real returns the real part of a number, exactly.
func (v *constant) real() *big.Float {
	if v.int != nil {
		return new(big.Float).SetPrec(uint(max(v.int.BitLen(), 64))).SetInt(v.int)
	}
	return new(big.Float).SetFloat64(v.re)
}
