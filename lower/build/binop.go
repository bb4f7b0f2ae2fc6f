package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements arithmetic (Python reference 6.5 to 6.9).

// binaryWords name the results of binary operators.
var binaryWords = [...]string{
	syntax.Add: "sum", syntax.Sub: "diff", syntax.Mult: "product", syntax.MatMult: "product", syntax.Div: "quotient",
	syntax.Mod: "rem", syntax.Pow: "power", syntax.LShift: "shifted", syntax.RShift: "shifted", syntax.BitOr: "union",
	syntax.BitXor: "xor", syntax.BitAnd: "common", syntax.FloorDiv: "quotient",
}

// binOp builds "a op b".
func (b *fn) binOp(e *syntax.BinOp) ir.Expr {
	left := b.hold(b.expr(e.Left), e.Right)
	right := b.expr(e.Right)
	return b.let(binaryWords[e.Op], prim.Binary[e.Op], b.at(e), left, right)
}

// unaryOp builds "op a".
func (b *fn) unaryOp(e *syntax.UnaryOp) ir.Expr {
	if e.Op == syntax.Not {
		return boolValue(not(b.operandTruth(e)))
	}
	if v, ok := constantBool(e.Operand); ok && e.Op == syntax.Invert && b.m.text == NoText {
		// CPython computes it when it compiles, and nobody sees the warning. Of a text, whose
		// compiling is part of the run, one does.
		if v {
			return &ir.Const{Kind: ir.CInt, Int: ^1, R: types.Boxed}
		}
		return &ir.Const{Kind: ir.CInt, Int: ^0, R: types.Boxed}
	}
	x := b.expr(e.Operand)
	if c, ok := x.(*ir.Const); ok && e.Op == syntax.USub {
		if neg := negated(c); neg != nil {
			return neg
		}
	}
	switch e.Op {
	case syntax.USub:
		return b.let("neg", prim.Neg, b.at(e), x)
	case syntax.UAdd:
		return b.let("pos", prim.Pos, b.at(e), x)
	}
	return b.let("inverse", prim.Invert, b.at(e), x)
}

// constantBool returns the bool that CPython's compiler makes of e before it runs.
func constantBool(e syntax.Expr) (v, ok bool) {
	switch e := e.(type) {
	case *syntax.Constant:
		return e.Kind == syntax.ConstTrue, e.Kind == syntax.ConstTrue || e.Kind == syntax.ConstFalse
	case *syntax.Name:
		return true, e.Id == "__debug__"
	case *syntax.UnaryOp:
		v, ok = constantBool(e.Operand)
		return !v, ok && e.Op == syntax.Not
	case *syntax.BinOp:
		l, lok := constantBool(e.Left)
		r, rok := constantBool(e.Right)
		ok = lok && rok
		switch e.Op {
		case syntax.BitAnd:
			return l && r, ok
		case syntax.BitOr:
			return l || r, ok
		case syntax.BitXor:
			return l != r, ok
		}
	}
	return false, false
}

// operandTruth returns the truth of the operand of a not whose value is wanted. CPython
// evaluates the operand as a value and then asks for its truth, in the place of the whole
// expression. It makes one instruction of a comparison and that, in the same place.
func (b *fn) operandTruth(e *syntax.UnaryOp) ir.Expr {
	switch x := e.Operand.(type) {
	case *syntax.Constant:
		return b.cond(x)
	case *syntax.Compare:
		if len(x.Ops) == 1 {
			if x.Ops[0] >= syntax.Is {
				return b.cond(x)
			}
			return b.compareCondAt(x, b.at(e))
		}
	}
	return b.truth(b.expr(e.Operand), b.at(e))
}

// negated returns the constant -c, nil where that is not a number of the same size.
func negated(c *ir.Const) *ir.Const {
	switch {
	case c.Kind == ir.CInt && c.Big == nil && c.Int != 0 && c.Int != -1<<63:
		return &ir.Const{Kind: ir.CInt, Int: -c.Int, R: types.Boxed}
	case c.Kind == ir.CInt && c.Big == nil && c.Int == 0:
		return c
	case c.Kind == ir.CFloat:
		return &ir.Const{Kind: ir.CFloat, Float: -c.Float, R: types.Boxed}
	}
	return nil
}
