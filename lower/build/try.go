package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements try statements (Python reference 8.4).

// try builds "try: ... except: ... else: ... finally: ...".
func (b *fn) try(s *syntax.Try) {
	b.mark(s)
	inner := func() { b.tryExcept(s.Body, s.Handlers, s.Orelse) }
	if len(s.Finalbody) == 0 {
		inner()
		return
	}
	b.finally(inner, func() { b.stmts(s.Finalbody) })
}

// finally builds body followed by final on every way out of it. An exception is noted as
// pending, as are return, break and continue:
//
//	pending = nil; branch = 0
//	finally: {
//	    try { body } pending { }
//	}
//	final
//	if raised pending { reraise pending }
//	if branch == 1 { return result }
func (b *fn) finally(body, final func()) {
	c := b.protected("finally")
	pending := b.temp("pending", types.Exc)
	try := &ir.Try{Exc: pending}
	try.Body = b.tryBlock(func() { b.within(c, body) })
	b.emit(&ir.Assign{Dst: pending, X: noRaised()})
	for _, s := range b.start(c) {
		b.emit(s)
	}
	b.emit(&ir.Block{Label: c.leave, Body: []ir.Stmt{try}})
	raised := func(then func()) { b.choose(&ir.IsRaised{X: ref(pending)}, then, nil) }
	if b.m.p.traced {
		raised(func() { b.tellHandled(ref(pending)) })
	}
	b.handling(prim.EnterFinally, ref(pending), final)
	raised(func() {
		b.tellCleanedUp(ref(pending))
		b.raiseAgain(ref(pending))
	})
	b.dispatch(c)
}

// canRaise reports whether one of the statements can raise, or suspend, or look at the
// exception that is handled.
func canRaise(list []ir.Stmt) bool {
	found := false
	ir.EachStmt(list, func(s ir.Stmt) {
		switch s := s.(type) {
		case *ir.Let:
			switch op := s.Op.(type) {
			case *ir.CallPrim:
				found = found || op.Prim.Raises || op.Prim.Pkg == "coro" || op.Prim == prim.Handled
			case *ir.MakeFunc:
			default:
				found = true
			}
		case *ir.Raise, *ir.Reraise, *ir.CheckBound:
			found = true
		case *ir.Loop:
			found = found || s.Poll
		}
	})
	return found
}

// handling builds body, during which enter has made exc the handled exception. Where body
// cannot raise, nobody can see which exception is handled.
func (b *fn) handling(enter *ir.Prim, exc ir.Expr, body func()) {
	c := &ctx{}
	if enter == prim.EnterFinally {
		c.pending = exc
	}
	b.handlingIn(c, enter, exc, body)
}

// handlingIn is handling with the context that body is built in.
func (b *fn) handlingIn(c *ctx, enter *ir.Prim, exc ir.Expr, body func()) {
	prev := b.temp("handled", types.Exc)
	leave := func() { b.do(prim.LeaveHandler, -1, ref(prev)) }
	saved := b.handled
	b.handled = nil
	if enter == prim.EnterHandler {
		b.handled = exc
	}
	c.cleanup = leave
	list := b.block(func() { b.always(body, c) })
	b.handled = saved
	if !canRaise(list) {
		list = without(list, prev)
	} else {
		b.emit(&ir.Let{Dst: []*ir.Var{prev}, Op: &ir.CallPrim{Prim: enter, Args: []ir.Expr{exc}}, Pos: -1})
	}
	for _, s := range list {
		b.emit(s)
	}
}

// without removes from the list what gives back prev.
func without(list []ir.Stmt, prev *ir.Var) []ir.Stmt {
	out := list[:0]
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Let:
			if op, ok := s.Op.(*ir.CallPrim); ok && op.Prim == prim.LeaveHandler {
				if r, ok := op.Args[0].(*ir.Ref); ok && r.Var == prev {
					continue
				}
			}
		case *ir.If:
			s.Then, s.Else = without(s.Then, prev), without(s.Else, prev)
		case *ir.Block:
			s.Body = without(s.Body, prev)
		case *ir.Loop:
			s.Body = without(s.Body, prev)
		}
		out = append(out, s)
	}
	return out
}

// tryExcept builds the part of a try statement without finally.
func (b *fn) tryExcept(body []syntax.Stmt, handlers []*syntax.ExceptHandler, orelse []syntax.Stmt) {
	if len(handlers) == 0 {
		b.stmts(body)
		b.stmts(orelse)
		return
	}
	try := &ir.Try{Exc: b.temp("exc", types.Exc)}
	try.Body = b.tryBlock(func() { b.stmts(body) })
	if len(orelse) == 0 {
		try.Handler = b.block(func() {
			b.tellHandled(ref(try.Exc))
			b.handlers(try.Exc, handlers)
		})
		b.emit(try)
		return
	}
	block := &ir.Block{Label: &ir.Label{Name: "try"}}
	try.Handler = b.block(func() {
		b.tellHandled(ref(try.Exc))
		b.handlers(try.Exc, handlers)
		b.emit(&ir.Break{Label: block.Label})
	})
	block.Body = b.block(func() {
		b.emit(try)
		b.stmts(orelse)
	})
	b.emit(block)
}

// handlers builds the except clauses for the exception exc.
func (b *fn) handlers(exc *ir.Var, list []*syntax.ExceptHandler) {
	if b.allSimpleTypes(list) && !b.m.p.traced {
		b.clauses(exc, list, func(h *syntax.ExceptHandler) {
			b.handling(prim.EnterHandler, ref(exc), func() { b.clauseBody(ref(exc), h, false) })
		})
		return
	}
	// A type that is computed is computed while the exception is being handled.
	b.handling(prim.EnterHandler, ref(exc), func() {
		b.clauses(exc, list, func(h *syntax.ExceptHandler) { b.clauseBody(ref(exc), h, false) })
	})
}

// clauses chooses among except clauses.
func (b *fn) clauses(exc *ir.Var, list []*syntax.ExceptHandler, body func(*syntax.ExceptHandler)) {
	if len(list) == 0 {
		b.raiseAgain(ref(exc))
		return
	}
	h := list[0]
	if h.Type == nil {
		b.line = h.Start
		b.emit(&ir.Line{Pos: h.Start})
		b.mark(h)
		body(h)
		return
	}
	b.line = h.Start
	b.emit(&ir.Line{Pos: h.Start})
	typ := b.expr(h.Type)
	match := b.let("match", prim.ExceptMatch, b.atSpan(h.Span()), ref(exc), typ)
	b.choose(match, func() { body(h) }, func() { b.clauses(exc, list[1:], body) })
}

// clauseBody builds the body of an except clause for exc, whose name is unbound at its end. silent says
// that no event is told of that.
func (b *fn) clauseBody(exc ir.Expr, h *syntax.ExceptHandler, silent bool) {
	if h.Name == "" {
		b.stmts(h.Body)
		return
	}
	sym := b.m.info.Binding(h)
	b.storeSymbol(sym, b.let(h.Name, prim.ExcValue, -1, exc), h)
	b.always(func() { b.stmts(h.Body) }, &ctx{cleanup: func() { b.unbind(sym, h) }, unbinds: true, silent: silent})
}

// always builds body and then c.cleanup, on every way out of body.
func (b *fn) always(body func(), c *ctx) {
	try := &ir.Try{Exc: b.temp("exc", types.Exc)}
	try.Body = b.tryBlock(func() { b.within(c, body) })
	if canRaise(try.Body) {
		try.Handler = b.block(func() {
			b.tellIn(c, prim.TraceHandled, try.Exc)
			c.cleanup()
			b.tellIn(c, prim.TraceReraised, try.Exc)
			b.emit(&ir.Reraise{X: ref(try.Exc)})
		})
		b.emit(try)
	} else {
		for _, s := range try.Body {
			b.emit(s)
		}
	}
	if !ends(try.Body) {
		c.cleanup()
	}
}

// allSimpleTypes reports whether the types of all clauses are builtin classes, so that
// nobody can see when they are looked up.
func (b *fn) allSimpleTypes(list []*syntax.ExceptHandler) bool {
	for _, h := range list {
		if h.Type != nil && !b.isSimpleType(h.Type) {
			return false
		}
	}
	return true
}

func (b *fn) isSimpleType(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Name:
		return b.isBuiltinName(e) && prim.Builtins[e.Id] != nil
	case *syntax.Tuple:
		for _, x := range e.Elts {
			if !b.isSimpleType(x) {
				return false
			}
		}
		return true
	}
	return false
}

// tryStar builds "try: ... except* ..." (PEP 654). Every clause takes its part of the
// group; what no clause takes and what the clauses raise is raised together at the end.
func (b *fn) tryStar(s *syntax.TryStar) {
	b.mark(s)
	inner := func() { b.tryExceptStar(s) }
	if len(s.Finalbody) == 0 {
		inner()
		return
	}
	b.finally(inner, func() { b.stmts(s.Finalbody) })
}

func (b *fn) tryExceptStar(s *syntax.TryStar) {
	try := &ir.Try{Exc: b.temp("exc", types.Exc)}
	block := &ir.Block{Label: &ir.Label{Name: "try"}}
	try.Body = b.tryBlock(func() { b.stmts(s.Body) })
	try.Handler = b.block(func() {
		b.tellHandled(ref(try.Exc))
		var rest ir.Expr
		b.handling(prim.EnterHandler, ref(try.Exc), func() { rest = b.starClauses(try.Exc, s.Handlers) })
		if b.m.p.traced {
			b.raiseRest(rest)
		}
		b.emit(&ir.Break{Label: block.Label})
	})
	block.Body = b.block(func() {
		b.emit(try)
		b.stmts(s.Orelse)
	})
	b.emit(block)
}

// starClauses builds the clauses and returns what they leave to raise. Where events are told that is not
// raised yet, as CPython's code has given back what it handles then.
func (b *fn) starClauses(exc *ir.Var, list []*syntax.ExceptHandler) ir.Expr {
	state := b.let("group", prim.ExceptStarBegin, -1, ref(exc))
	for _, h := range list {
		b.line = h.Start
		b.emit(&ir.Line{Pos: h.Start})
		match := b.let("match", prim.ExceptStarMatch, b.atSpan(h.Span()), state, b.expr(h.Type))
		b.choose(&ir.IsRaised{X: match}, func() {
			try := &ir.Try{Exc: b.temp("exc", types.Exc)}
			try.Body = b.tryBlock(func() {
				b.handlingIn(&ctx{silent: true}, prim.EnterHandler, match, func() { b.clauseBody(match, h, true) })
			})
			try.Handler = b.block(func() {
				b.tellHandled(ref(try.Exc))
				b.do(prim.ExceptStarRaised, -1, state, ref(try.Exc))
			})
			b.emit(try)
		}, nil)
	}
	rest := b.let("rest", prim.ExceptStarEnd, -1, state)
	if !b.m.p.traced {
		b.raiseRest(rest)
	}
	return rest
}

// raiseRest raises what the clauses of except* have left, if anything.
func (b *fn) raiseRest(rest ir.Expr) {
	b.choose(&ir.IsRaised{X: rest}, func() {
		if b.m.p.traced {
			b.do(prim.TraceNowhere, -1)
		}
		b.raiseAgain(rest)
	}, nil)
}
