package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements with statements (Python reference 8.5 and 8.9.3).

// with builds a with statement, the items one inside the other:
//
//	enter, exit, self = loadwith manager
//	target = invoke enter self
//	done: {
//	    with: {
//	        try { body } exc {
//	            if not truth(withexit exit, self, exc) { reraise exc }
//	            break done
//	        }
//	    }
//	    invoke exit self None None None
//	}
//
// Return, break and continue in the body are pending while exit runs.
func (b *fn) with(items []*syntax.WithItem, body []syntax.Stmt, async bool) {
	if len(items) == 0 {
		b.stmts(body)
		return
	}
	item := items[0]
	pos := b.at(item.ContextExpr)
	exit, self, value := b.enter(item.ContextExpr, pos, async)
	c := b.protected("with")
	try := &ir.Try{Exc: b.temp("exc", types.Exc)}
	done := &ir.Block{Label: &ir.Label{Name: "withDone"}}
	try.Body = b.tryBlock(func() {
		b.within(c, func() {
			if item.OptionalVars != nil {
				b.assignTo(item.OptionalVars, value)
			}
			b.with(items[1:], body, async)
		})
	})
	try.Handler = b.block(func() {
		b.tellHandled(ref(try.Exc))
		b.handling(prim.EnterHandler, ref(try.Exc), func() {
			swallow := b.awaited(b.let("swallow", prim.WithExit, pos, exit, self, ref(try.Exc)), "__aexit__", pos, async)
			b.choose(not(b.truth(swallow, pos)), func() {
				if b.m.p.traced {
					b.do(prim.TraceReraise, -1, ref(try.Exc))
				}
				b.raiseAgain(ref(try.Exc))
			}, nil)
		})
		b.emit(&ir.Break{Label: done.Label})
	})
	done.Body = b.block(func() {
		for _, s := range b.start(c) {
			b.emit(s)
		}
		b.emit(&ir.Block{Label: c.leave, Body: []ir.Stmt{try}})
		b.drop(b.awaited(b.let("result", b.leavePrim(), pos, exit, self), "__aexit__", pos, async))
		b.dispatch(c)
	})
	b.emit(done)
}

// enter evaluates a context manager and enters it.
func (b *fn) enter(e syntax.Expr, pos int, async bool) (exit, self, value ir.Expr) {
	p := prim.LoadWith
	if async {
		p = prim.LoadAsyncWith
	}
	manager := b.expr(e)
	enterVar, exitVar, selfVar := b.temp("enter", types.Boxed), b.temp("exit", types.Boxed), b.temp("manager", types.Boxed)
	b.emit(&ir.Let{Dst: []*ir.Var{enterVar, exitVar, selfVar}, Op: &ir.CallPrim{Prim: p, Args: []ir.Expr{manager}}, Pos: pos})
	value = b.awaited(b.let("value", prim.Invoke0, pos, ref(enterVar), ref(selfVar)), "__aenter__", pos, async)
	return ref(exitVar), ref(selfVar), value
}

// awaited awaits what a method of an asynchronous context manager returned.
func (b *fn) awaited(x ir.Expr, method string, pos int, async bool) ir.Expr {
	if !async {
		return x
	}
	b.do(prim.CheckWithAwait, pos, x, name(method))
	return b.awaitedFor(b.op("value", &ir.Await{X: x}, pos), pos)
}
