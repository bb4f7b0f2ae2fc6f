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
	for _, s := range c.start() {
		b.emit(s)
	}
	b.emit(&ir.Block{Label: c.leave, Body: []ir.Stmt{try}})
	prev := b.let("handled", prim.EnterFinally, -1, ref(pending))
	b.always(final, func() { b.do(prim.LeaveHandler, -1, prev) })
	b.choose(&ir.IsRaised{X: ref(pending)}, func() { b.emit(&ir.Reraise{X: ref(pending)}) }, nil)
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
				found = found || op.Prim.Raises || op.Prim.Pkg == "coro" || op.Prim == prim.ReraiseHandled
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

// leaves reports whether the list has a way out other than its end.
func leaves(list []ir.Stmt) bool {
	found := false
	ir.EachStmt(list, func(s ir.Stmt) {
		switch s.(type) {
		case *ir.Return, *ir.Break, *ir.Continue:
			found = true
		}
	})
	return found
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
		try.Handler = b.block(func() { b.handlers(try.Exc, handlers) })
		b.emit(try)
		return
	}
	block := &ir.Block{Label: &ir.Label{Name: "try"}}
	try.Handler = b.block(func() {
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
	if b.allSimpleTypes(list) {
		b.clauses(exc, list, func(h *syntax.ExceptHandler) {
			prev := b.enterHandler(exc)
			b.clauseBody(exc, h, func() { b.do(prim.LeaveHandler, -1, prev) })
		})
		return
	}
	// A type that is computed is computed while the exception is being handled.
	prev := b.enterHandler(exc)
	b.always(func() {
		b.clauses(exc, list, func(h *syntax.ExceptHandler) { b.clauseBody(exc, h, nil) })
	}, func() { b.do(prim.LeaveHandler, -1, prev) })
}

func (b *fn) enterHandler(exc *ir.Var) ir.Expr {
	return b.let("handled", prim.EnterHandler, -1, ref(exc))
}

// clauses chooses among except clauses.
func (b *fn) clauses(exc *ir.Var, list []*syntax.ExceptHandler, body func(*syntax.ExceptHandler)) {
	if len(list) == 0 {
		b.emit(&ir.Reraise{X: ref(exc)})
		return
	}
	h := list[0]
	if h.Type == nil {
		b.line = h.Start
		b.emit(&ir.Line{Pos: h.Start})
		body(h)
		return
	}
	b.line = h.Start
	b.emit(&ir.Line{Pos: h.Start})
	typ := b.expr(h.Type)
	match := b.let("match", prim.ExceptMatch, b.at(h.Type), ref(exc), typ)
	b.choose(match, func() { body(h) }, func() { b.clauses(exc, list[1:], body) })
}

// clauseBody builds the body of an except clause. The name is unbound at its end; then
// leave, which may be nil, runs.
func (b *fn) clauseBody(exc *ir.Var, h *syntax.ExceptHandler, leave func()) {
	if h.Name == "" && leave == nil {
		b.stmts(h.Body)
		return
	}
	cleanup := func() {
		if h.Name != "" {
			b.unbind(b.m.info.Binding(h), h)
		}
		if leave != nil {
			leave()
		}
	}
	if h.Name != "" {
		b.storeSymbol(b.m.info.Binding(h), b.let(h.Name, prim.ExcValue, -1, ref(exc)), h)
	}
	b.always(func() { b.stmts(h.Body) }, cleanup)
}

// always builds body and then cleanup, on every way out of body.
func (b *fn) always(body, cleanup func()) {
	try := &ir.Try{Exc: b.temp("exc", types.Exc)}
	try.Body = b.tryBlock(func() { b.within(&ctx{cleanup: cleanup}, body) })
	if canRaise(try.Body) {
		try.Handler = b.block(func() {
			cleanup()
			b.emit(&ir.Reraise{X: ref(try.Exc)})
		})
		b.emit(try)
	} else {
		for _, s := range try.Body {
			b.emit(s)
		}
	}
	if !ends(try.Body) {
		cleanup()
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
		prev := b.enterHandler(try.Exc)
		b.always(func() { b.starClauses(try.Exc, s.Handlers) }, func() { b.do(prim.LeaveHandler, -1, prev) })
		b.emit(&ir.Break{Label: block.Label})
	})
	block.Body = b.block(func() {
		b.emit(try)
		b.stmts(s.Orelse)
	})
	b.emit(block)
}

func (b *fn) starClauses(exc *ir.Var, list []*syntax.ExceptHandler) {
	state := b.let("group", prim.ExceptStarBegin, -1, ref(exc))
	for _, h := range list {
		b.line = h.Start
		b.emit(&ir.Line{Pos: h.Start})
		match := b.let("match", prim.ExceptStarMatch, b.at(h.Type), state, b.expr(h.Type))
		b.choose(&ir.IsRaised{X: match}, func() {
			prev := b.let("handled", prim.EnterHandler, -1, match)
			cleanup := func() {
				if h.Name != "" {
					b.unbind(b.m.info.Binding(h), h)
				}
				b.do(prim.LeaveHandler, -1, prev)
			}
			if h.Name != "" {
				b.storeSymbol(b.m.info.Binding(h), b.let(h.Name, prim.ExcValue, -1, match), h)
			}
			try := &ir.Try{Exc: b.temp("exc", types.Exc)}
			try.Body = b.tryBlock(func() {
				b.within(&ctx{cleanup: cleanup}, func() { b.stmts(h.Body) })
				cleanup()
			})
			try.Handler = b.block(func() {
				cleanup()
				b.do(prim.ExceptStarRaised, -1, state, ref(try.Exc))
			})
			b.emit(try)
		}, nil)
	}
	rest := b.let("rest", prim.ExceptStarEnd, -1, state)
	b.choose(&ir.IsRaised{X: rest}, func() { b.emit(&ir.Reraise{X: rest}) }, nil)
}
