package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
)

// This file implements subscripts and slices (Python reference 6.3.2 and 6.3.3).

// subscript builds "x[k]".
func (b *fn) subscript(e *syntax.Subscript) ir.Expr {
	x := b.hold(b.expr(e.Value), e.Slice)
	key := b.key(e.Slice)
	return b.let("item", prim.GetItem, b.at(e), x, key)
}

// key builds what stands between the brackets.
func (b *fn) key(e syntax.Expr) ir.Expr {
	return b.expr(e)
}

// slice builds "lower:upper:step".
func (b *fn) slice(e *syntax.Slice) ir.Expr {
	bounds := []syntax.Expr{e.Lower, e.Upper, e.Step}
	args := make([]ir.Expr, 3)
	for i, x := range bounds {
		if x == nil {
			args[i] = none()
		} else {
			args[i] = b.hold(b.expr(x), bounds[i+1:]...)
		}
	}
	b.mark(e)
	return b.let("slice", prim.NewSlice, -1, args...)
}
