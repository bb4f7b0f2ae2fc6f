package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements comparisons (Python reference 6.10).

// compare builds a comparison as a value. In a chain every operand is evaluated at most
// once, and the first comparison that is false decides.
func (b *fn) compare(e *syntax.Compare) ir.Expr {
	if len(e.Ops) == 1 {
		var x ir.Expr
		left := b.hold(b.expr(e.Left), e.Comparators[0])
		b.searched(e, func() { x = b.compareOp(e.Ops[0], left, b.operand(e, 0), b.at(e)) })
		return x
	}
	result := b.temp("value", types.Boxed)
	b.chain(e, func(i int, left, right ir.Expr) ir.Expr {
		b.set(result, b.compareOp(e.Ops[i], left, right, b.at(e)))
		if i == len(e.Ops)-1 {
			return nil
		}
		return b.truth(ref(result), b.at(e))
	})
	return ref(result)
}

// searched builds f, a comparison of two operands. A generator in which "in" searches is
// left where the element is found.
func (b *fn) searched(e *syntax.Compare, f func()) {
	if op := e.Ops[0]; op != syntax.In && op != syntax.NotIn {
		f()
		return
	}
	b.consume(e.Comparators, f)
}

// compareCond builds a comparison as a condition.
func (b *fn) compareCond(e *syntax.Compare) ir.Expr {
	if len(e.Ops) == 1 {
		return b.compareCondAt(e, b.at(e))
	}
	result := b.temp("cond", types.Bool)
	b.chain(e, func(i int, left, right ir.Expr) ir.Expr {
		b.set(result, b.compareOpCond(e.Ops[i], left, right, b.at(e)))
		return ref(result)
	})
	return ref(result)
}

// compareCondAt builds a comparison of two operands, which takes place at pos, as a
// condition.
func (b *fn) compareCondAt(e *syntax.Compare, pos int) ir.Expr {
	var x ir.Expr
	left := b.hold(b.expr(e.Left), e.Comparators[0])
	b.searched(e, func() { x = b.compareOpCond(e.Ops[0], left, b.operand(e, 0), pos) })
	return x
}

// operand builds the right operand of comparison i: where it is a display of constants in
// which "in" searches, a constant, as in CPython's code.
func (b *fn) operand(e *syntax.Compare, i int) ir.Expr {
	x := e.Comparators[i]
	if op := e.Ops[i]; (op != syntax.In && op != syntax.NotIn) || i < len(e.Ops)-1 {
		return b.expr(x)
	}
	kind := ir.CTuple
	var elts []syntax.Expr
	switch x := x.(type) {
	case *syntax.List:
		elts = x.Elts
	case *syntax.Set:
		kind, elts = ir.CFrozenSet, x.Elts
	}
	if len(elts) == 0 || !allConstant(elts) {
		return b.expr(x)
	}
	c := &ir.Const{Kind: kind, R: types.Boxed}
	for _, item := range b.exprs(elts) {
		k, ok := item.(*ir.Const)
		if !ok {
			return b.expr(x)
		}
		c.Elems = append(c.Elems, k)
	}
	return c
}

// chain builds the operands of a chained comparison. link compares two neighbours and
// returns whether to go on.
func (b *fn) chain(e *syntax.Compare, link func(i int, left, right ir.Expr) ir.Expr) {
	var rest func(i int, left ir.Expr)
	rest = func(i int, left ir.Expr) {
		right := b.operand(e, i)
		last := i == len(e.Ops)-1
		if !last && !isConst(right) {
			right = b.hold(right, append(e.Comparators[i+1:len(e.Comparators):len(e.Comparators)], e)...)
		}
		goOn := link(i, left, right)
		if !last {
			b.choose(goOn, func() { rest(i+1, right) }, nil)
		}
	}
	rest(0, b.hold(b.expr(e.Left), e.Comparators[0]))
}

// compareOp compares two values and returns the result as an object.
func (b *fn) compareOp(op syntax.CmpOp, left, right ir.Expr, pos int) ir.Expr {
	if op >= syntax.Is {
		return boolValue(b.compareOpCond(op, left, right, pos))
	}
	return b.let("result", prim.Compare[op], pos, left, right)
}

// compareOpCond compares two values and returns the truth of the result.
func (b *fn) compareOpCond(op syntax.CmpOp, left, right ir.Expr, pos int) ir.Expr {
	switch op {
	case syntax.Is:
		return identical(left, right)
	case syntax.IsNot:
		return not(identical(left, right))
	case syntax.In:
		return b.let("found", prim.Contains, pos, right, left)
	case syntax.NotIn:
		return not(b.let("found", prim.Contains, pos, right, left))
	}
	if x, ok := left.(*ir.Const); ok && x.Kind == ir.CStr && op <= syntax.NotEq {
		if y, ok := right.(*ir.Const); ok && y.Kind == ir.CStr {
			return boolean((x.Str == y.Str) == (op == syntax.Eq)) // __name__ == "__main__"
		}
	}
	return b.let("cond", prim.CompareBool[op], pos, left, right)
}

func identical(left, right ir.Expr) ir.Expr {
	if c, ok := right.(*ir.Const); ok && c.Kind == ir.CNone {
		return &ir.Pure{Prim: prim.IsNone, Args: []ir.Expr{left}}
	}
	return &ir.Pure{Prim: prim.Is, Args: []ir.Expr{left, right}}
}

func eqNative(x ir.Expr, i int) ir.Expr {
	return &ir.Pure{Prim: prim.EqNative, Args: []ir.Expr{x, native(i)}}
}
