package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements loops (Python reference 8.2, 8.3 and 8.9.2).

// loop builds a loop. step goes before the body at each turn and calls its argument where
// the loop has run out; then orelse runs.
func (b *fn) loop(word string, pos int, body, orelse []syntax.Stmt, step func(end func())) {
	loop := &ir.Loop{Label: &ir.Label{Name: word}, Poll: true, Pos: pos}
	c := &ctx{loop: true, breakTo: loop.Label, contTo: loop.Label}
	var block *ir.Block
	if len(orelse) > 0 {
		block = &ir.Block{Label: &ir.Label{Name: word + "Else"}}
		c.breakTo = block.Label
	}
	loop.Body = b.block(func() {
		step(func() { b.emit(&ir.Break{Label: loop.Label}) })
		b.within(c, func() { b.stmts(body) })
		b.jumpBack()
	})
	if block == nil {
		b.emit(loop)
		return
	}
	block.Body = b.block(func() {
		b.emit(loop)
		b.stmts(orelse)
	})
	b.emit(block)
}

// while builds "while".
func (b *fn) while(s *syntax.While) {
	if b.m.p.traced {
		b.tracedWhile(s)
		return
	}
	b.loop("while", b.at(s.Test), s.Body, s.Orelse, func(end func()) {
		c := b.cond(s.Test)
		if k, ok := c.(*ir.Const); ok && k.Kind == ir.CTrue {
			return
		}
		b.choose(not(c), end, nil)
	})
}

// forStmt builds "for".
func (b *fn) forStmt(s *syntax.For) {
	pos := b.at(s.Iter)
	b.iterating(s.Iter, func() ir.Expr { return b.let("iter", prim.Iter, pos, b.iterable(s.Iter)) }, func(it ir.Expr) {
		b.loop("for", pos, s.Body, s.Orelse, func(end func()) {
			b.nextItem(it, s.Target, pos, end)
		})
	})
}

// iterating builds a loop over what iter makes of e, and closes the generators to which
// nothing else refers.
func (b *fn) iterating(e syntax.Expr, iter func() ir.Expr, loop func(it ir.Expr)) {
	if b.isIterator(e) {
		b.consume([]syntax.Expr{e}, func() { loop(iter()) })
		return
	}
	b.keepCallee(e)
	it := iter()
	b.closing(e, it, func() { loop(it) })
}

// closing builds a loop over it, the iterator of e. A generator that e makes has no other
// reference than the loop: CPython closes it as soon as the loop is left.
func (b *fn) closing(e syntax.Expr, it ir.Expr, loop func()) {
	c, ok := e.(*syntax.Call)
	if ok && b.callees[c] != nil {
		b.always(loop, &ctx{silent: true, cleanup: func() { b.do(prim.CloseCalled, -1, b.callees[c], it) }})
		return
	}
	if !ok || !b.m.closes(b.callee(c.Func)) {
		loop()
		return
	}
	b.always(loop, &ctx{silent: true, cleanup: func() { b.do(prim.CloseDiscarded, -1, it) }})
}

// closed closes it, the iterator of e, where nothing else refers to a generator that e has
// made.
func (b *fn) closed(e syntax.Expr, it ir.Expr) {
	c, ok := e.(*syntax.Call)
	switch {
	case !ok:
	case b.callees[c] != nil:
		b.do(prim.CloseCalled, -1, b.callees[c], it)
	case b.m.closes(b.callee(c.Func)):
		b.do(prim.CloseDiscarded, -1, it)
	}
}

// closable reports whether e may make a generator whose closing can be seen.
func (b *fn) closable(e syntax.Expr) bool {
	c, ok := e.(*syntax.Call)
	return ok && (b.callees[c] != nil || b.m.closes(b.callee(c.Func)))
}

// keepCallee makes the call e, whose target is not known, keep what it calls in b.callees,
// where a generator function of the program has the name that is called: if that is what
// is called, nothing but the loop refers to the generator either.
func (b *fn) keepCallee(e syntax.Expr) {
	if c, ok := e.(*syntax.Call); ok && b.m.p.closers[calledName(c)] {
		b.keepTarget(c)
	}
}

// keepTarget makes the call c, where its target is not known, keep what it calls in b.callees.
func (b *fn) keepTarget(c *syntax.Call) {
	if !isUnpacking(c) && b.callee(c.Func) == nil {
		b.callees[c] = none()
	}
}

// closesBody reports whether one can see when a generator with that body is closed.
func closesBody(body []syntax.Stmt) bool {
	found := false
	for _, s := range body {
		syntax.Inspect(s, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Try, *syntax.TryStar, *syntax.With, *syntax.AsyncWith, *syntax.YieldFrom:
				found = true
			case *syntax.For:
				_, call := n.Iter.(*syntax.Call)
				found = found || call
			case *syntax.AsyncFor:
				_, call := n.Iter.(*syntax.Call)
				found = found || call
			case *syntax.FunctionDef, *syntax.AsyncFunctionDef, *syntax.Lambda, *syntax.ClassDef:
				return false
			}
			return !found
		})
	}
	return found
}

// yields reports whether the body of a function has a yield of its own.
func yields(body []syntax.Stmt) bool {
	found := false
	for _, s := range body {
		syntax.Inspect(s, func(n syntax.Node) bool {
			switch n.(type) {
			case *syntax.Yield, *syntax.YieldFrom:
				found = true
			case *syntax.FunctionDef, *syntax.AsyncFunctionDef, *syntax.Lambda, *syntax.ClassDef:
				return false
			}
			return !found
		})
	}
	return found
}

// closes reports whether k is a generator function in whose body one can see when the
// generator is closed.
func (m *module) closes(k *known) bool {
	return k != nil && (k.f.Kind == ir.Generator || k.f.Kind == ir.AsyncGenerator) && closesBody(k.body)
}

// nextItem assigns the next element of it to target, or does end where there is none.
func (b *fn) nextItem(it ir.Expr, target syntax.Expr, pos int, end func()) {
	item, ok := b.temp(targetWord(target), types.Boxed), b.temp("ok", types.Bool)
	b.emit(&ir.Let{Dst: []*ir.Var{item, ok}, Op: &ir.CallPrim{Prim: b.next(), Args: []ir.Expr{it}}, Pos: pos})
	b.choose(not(ref(ok)), end, nil)
	b.assignTo(target, ref(item))
}

// asyncFor builds "async for".
func (b *fn) asyncFor(s *syntax.AsyncFor) {
	b.keepCallee(s.Iter)
	it := b.let("iter", prim.AIter, b.at(s.Iter), b.expr(s.Iter))
	pos := b.at(s)
	b.closing(s.Iter, it, func() {
		b.loop("for", pos, s.Body, s.Orelse, func(end func()) {
			b.nextAwaited(it, s.Target, pos, end)
		})
	})
}

// nextAwaited awaits the next element of it and assigns it to target, or does end where
// there is none.
func (b *fn) nextAwaited(it ir.Expr, target syntax.Expr, pos int, end func()) {
	item, ok := b.temp(targetWord(target), types.Boxed), b.temp("ok", types.Bool)
	b.emit(&ir.Let{Dst: []*ir.Var{item, ok}, Op: &ir.AwaitNext{X: it}, Pos: pos})
	b.choose(not(ref(ok)), end, nil)
	b.assignTo(target, ref(item))
}

func targetWord(t syntax.Expr) string {
	if n, ok := t.(*syntax.Name); ok && n.Id != "_" {
		return n.Id
	}
	return "item"
}
