package build

import (
	"fmt"

	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
)

func (b *fn) stmts(list []syntax.Stmt) {
	for _, s := range list {
		b.stmt(s)
	}
}

// stmt builds a statement.
func (b *fn) stmt(s syntax.Stmt) {
	b.startLine(s)
	switch s := s.(type) {
	case *syntax.ExprStmt:
		b.exprStmt(s)
	case *syntax.Assign:
		b.assign(s)
	case *syntax.AugAssign:
		b.augAssign(s)
	case *syntax.AnnAssign:
		b.annAssign(s)
	case *syntax.Return:
		b.returnStmt(s)
	case *syntax.If:
		b.ifStmt(s)
	case *syntax.While:
		b.while(s)
	case *syntax.For:
		b.forStmt(s)
	case *syntax.AsyncFor:
		b.asyncFor(s)
	case *syntax.Break:
		b.mark(s)
		l := b.innermostLoop()
		b.leaveTo(exitBreak, l, nil)
	case *syntax.Continue:
		b.mark(s)
		l := b.innermostLoop()
		b.leaveTo(exitContinue, l, nil)
	case *syntax.FunctionDef, *syntax.AsyncFunctionDef:
		b.functionDef(defOf(s))
	case *syntax.ClassDef:
		b.classDef(s)
	case *syntax.Delete:
		b.deleteStmt(s)
	case *syntax.Raise:
		b.raise(s)
	case *syntax.Assert:
		b.assert(s)
	case *syntax.Try:
		b.try(s)
	case *syntax.TryStar:
		b.tryStar(s)
	case *syntax.With:
		b.with(s.Items, s.Body, false)
	case *syntax.AsyncWith:
		b.with(s.Items, s.Body, true)
	case *syntax.Match:
		b.match(s)
	case *syntax.Import:
		b.importStmt(s)
	case *syntax.ImportFrom:
		b.importFrom(s)
	case *syntax.TypeAlias:
		b.typeAlias(s)
	case *syntax.Pass:
		b.mark(s)
	case *syntax.Global, *syntax.Nonlocal:
	default:
		panic(fmt.Sprintf("unknown statement %T", s))
	}
}

// generatorMethods are the methods of async generators whose results are to be awaited.
var generatorMethods = map[string]bool{"asend": true, "athrow": true, "aclose": true, "__anext__": true}

// exprStmt builds an expression whose value is dropped.
func (b *fn) exprStmt(s *syntax.ExprStmt) {
	if b.m.text == TextSingle && b.atTop() {
		b.do(Display, b.at(s.Value), b.expr(s.Value))
		return
	}
	switch s.Value.(type) {
	case *syntax.Constant:
		b.mark(s)
		return
	}
	if c, ok := s.Value.(*syntax.Call); ok && b.m.p.asyncNames[calledName(c)] && !b.m.p.coroutineNames[calledName(c)] {
		b.keepTarget(c)
	}
	x := b.expr(s.Value)
	switch e := s.Value.(type) {
	case *syntax.Call:
		if b.frames[e] != nil {
			b.discard(e)
			return
		}
		if fn := b.callees[e]; fn != nil {
			b.do(prim.DroppedCall, b.at(e), fn, x)
			return
		}
		if n := calledName(e); b.m.p.coroutineNames[n] || generatorMethods[n] || b.takesCoroutine(e, n) {
			b.do(prim.Dropped, b.at(e), x, name(n))
			return
		}
	case *syntax.BoolOp, *syntax.IfExp, *syntax.Compare:
		if c, ok := e.(*syntax.Compare); !ok || len(c.Ops) > 1 {
			b.jumpBack() // where the ways meet, the value is dropped at a place that has no line
		}
	case *syntax.List:
		b.discardItems(e.Elts)
	case *syntax.Tuple:
		b.discardItems(e.Elts)
	}
	b.drop(x)
}

// takesCoroutine reports whether e, a call of something by name, is given a new coroutine,
// so that what is dropped may be a task. What run and run_until_complete give is none.
func (b *fn) takesCoroutine(e *syntax.Call, name string) bool {
	if name == "run" || name == "run_until_complete" {
		return false
	}
	for _, a := range e.Args {
		if call, ok := a.(*syntax.Call); ok && b.m.p.coroutineNames[calledName(call)] {
			return true
		}
	}
	return false
}

// calledName returns the last part of the name of what e calls, "" where it has none.
func calledName(e *syntax.Call) string {
	switch f := e.Func.(type) {
	case *syntax.Name:
		return f.Id
	case *syntax.Attribute:
		return f.Attr
	}
	return ""
}

// discardItems discards the items of a list or tuple that dies at once, the last first.
func (b *fn) discardItems(items []syntax.Expr) {
	for i := len(items) - 1; i >= 0; i-- {
		b.discard(items[i])
	}
}

// drop lets the operation that has just computed x drop its result.
func (b *fn) drop(x ir.Expr) {
	r, ok := x.(*ir.Ref)
	if !ok || r.Var.Kind != ir.Temp || len(b.out) == 0 {
		return
	}
	let, ok := b.out[len(b.out)-1].(*ir.Let)
	if ok && len(let.Dst) == 1 && let.Dst[0] == r.Var {
		let.Dst[0] = nil
		b.forget(r.Var)
	}
}

// returnStmt builds "return x".
func (b *fn) returnStmt(s *syntax.Return) {
	x := none()
	if s.Value != nil {
		x = b.expr(s.Value)
		if b.ctx != nil {
			x = b.holdResult(x)
		}
	}
	b.mark(s)
	b.leaveTo(exitReturn, nil, x)
}

// holdResult returns x in a form that the cleanup between here and the end of the function,
// or the next finally, does not change.
func (b *fn) holdResult(x ir.Expr) ir.Expr {
	for c := b.ctx; c != nil && c.leave == nil; c = c.up {
		if c.unbinds && !isConst(x) {
			return b.copy(x)
		}
	}
	return x
}

// ifStmt builds "if".
func (b *fn) ifStmt(s *syntax.If) {
	c := b.cond(s.Test)
	if k, ok := c.(*ir.Const); ok {
		if k.Kind == ir.CTrue {
			b.stmts(s.Body)
		} else {
			b.stmts(s.Orelse)
		}
		return
	}
	b.choose(c, func() { b.stmts(s.Body) }, func() { b.stmts(s.Orelse) })
}

// raise builds "raise x from y".
func (b *fn) raise(s *syntax.Raise) {
	pos := b.at(s)
	var exc ir.Expr
	switch {
	case s.Exc == nil:
		b.mark(s)
		b.reraise(pos)
		return
	case s.Cause == nil:
		exc = b.let("exc", prim.Raise, -1, b.expr(s.Exc))
	default:
		x := b.hold(b.expr(s.Exc), s.Cause)
		exc = b.let("exc", prim.RaiseFrom, -1, x, b.expr(s.Cause))
	}
	b.emit(&ir.Raise{X: exc, Pos: pos})
}

// reraise builds a bare raise, which adds no entry to the traceback unless there is nothing
// to raise.
func (b *fn) reraise(pos int) {
	if b.handled != nil {
		b.raiseAgain(b.handled)
		return
	}
	exc := b.let("exc", prim.Handled, -1)
	b.choose(&ir.IsRaised{X: exc}, func() { b.raiseAgain(exc) }, func() {
		b.emit(&ir.Raise{X: b.let("exc", prim.ReraiseHandled, -1), Pos: pos})
	})
}

// assert builds "assert test, msg".
func (b *fn) assert(s *syntax.Assert) {
	b.choose(not(b.cond(s.Test)), func() {
		msg := noObject()
		b.mark(s)
		if s.Msg != nil {
			msg = b.expr(s.Msg)
			b.mark(s)
		}
		if s.Msg != nil && b.m.p.traced {
			b.do(prim.TraceCalled, b.at(s.Test), &ir.RuntimeVar{Prim: prim.Builtins["AssertionError"]}, msg)
		}
		exc := b.let("exc", prim.AssertFail, -1, msg)
		b.emit(&ir.Raise{X: exc, Pos: b.at(s.Test)})
	}, nil)
}
