package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
)

// This file implements await expressions (Python reference 6.4) and yield expressions
// (6.2.9).

// await builds "await x".
func (b *fn) await(e *syntax.Await) ir.Expr {
	pos := b.at(e)
	if b.m.p.traced {
		return b.awaitedFor(b.op("value", &ir.Await{X: b.expr(e.Value)}, pos), pos)
	}
	if c, ok := e.Value.(*syntax.Call); ok {
		if k := b.callee(c.Func); k != nil && k.f.Kind == ir.Coroutine {
			if args, ok := b.bindArguments(k, c); ok {
				return b.op("value", &ir.AwaitFrame{Func: k.f, Args: args}, pos)
			}
		}
	}
	return b.op("value", &ir.Await{X: b.expr(e.Value)}, pos)
}

// yield builds "yield x".
func (b *fn) yield(e *syntax.Yield) ir.Expr {
	x := none()
	if e.Value != nil {
		x = b.expr(e.Value)
	}
	return b.op("sent", &ir.Yield{X: x}, b.at(e))
}

// yieldFrom builds "yield from x".
func (b *fn) yieldFrom(e *syntax.YieldFrom) ir.Expr {
	return b.awaitedFor(b.op("value", &ir.YieldFrom{X: b.expr(e.Value)}, b.at(e)), b.at(e))
}
