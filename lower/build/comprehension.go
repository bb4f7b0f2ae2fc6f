package build

import (
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements comprehensions (Python reference 6.2.4, PEP 709) and generator
// expressions (6.2.8).

// comprehension builds a list, set or dict comprehension. It runs in the function around
// it; its iteration variables are its own.
func (b *fn) comprehension(e syntax.Expr, gens []*syntax.Comprehension) (result ir.Expr) {
	b.each(gens[0], func(it ir.Expr) {
		saved := b.scope
		b.scope = b.m.info.ScopeOf(e)
		for _, sym := range b.scope.Symbols {
			if sym.Kind == resolve.Cell {
				b.emit(&ir.FreshCell{Var: b.capture(sym)})
			}
		}
		b.mark(e)
		b.cleared(e, func() { result = b.comprehend(e, it, gens) })
		b.scope = saved
	})
	return result
}

func (b *fn) comprehend(e syntax.Expr, it ir.Expr, gens []*syntax.Comprehension) ir.Expr {
	switch e := e.(type) {
	case *syntax.ListComp:
		list := b.let("list", prim.ListV, -1)
		b.generators(it, gens, e, func() { b.do(prim.ListAppend, -1, list, b.expr(e.Elt)) })
		return list
	case *syntax.SetComp:
		set := b.let("set", prim.SetBuild, -1)
		b.generators(it, gens, e, func() { b.do(prim.SetAdd, b.at(e.Elt), set, b.expr(e.Elt)) })
		return set
	case *syntax.DictComp:
		dict := b.let("dict", prim.DictBuild, -1)
		b.generators(it, gens, e, func() {
			key := b.hold(b.expr(e.Key), e.Value)
			pos := b.atSpan(source.Span{Start: e.Key.Span().Start, End: e.Value.Span().End})
			b.do(prim.DictSet, pos, dict, key, b.expr(e.Value))
		})
		return dict
	}
	panic("not a comprehension")
}

// each builds what loop makes of the iterator of g's iterable.
func (b *fn) each(g *syntax.Comprehension, loop func(it ir.Expr)) {
	if g.IsAsync {
		loop(b.firstIter(g))
		return
	}
	b.iterating(g.Iter, func() ir.Expr { return b.firstIter(g) }, loop)
}

// firstIter evaluates the iterable of the first for, which belongs to the scope around.
func (b *fn) firstIter(g *syntax.Comprehension) ir.Expr {
	p := prim.Iter
	if g.IsAsync {
		p = prim.AIter
	}
	return b.let("iter", p, b.at(g.Iter), b.iterable(g.Iter))
}

// generators builds the loops of a comprehension around body. e is the comprehension.
func (b *fn) generators(it ir.Expr, gens []*syntax.Comprehension, e syntax.Expr, body func()) {
	g := gens[0]
	loop := &ir.Loop{Label: &ir.Label{Name: "each"}, Poll: true, Pos: b.at(g.Iter)}
	loop.Body = b.block(func() {
		end := func() { b.emit(&ir.Break{Label: loop.Label}) }
		if g.IsAsync {
			b.nextAwaited(it, g.Target, b.at(e), end)
		} else {
			b.nextItem(it, g.Target, b.at(g.Iter), end)
		}
		for _, test := range g.Ifs {
			cond := b.cond(test)
			b.mark(elementOf(e))
			b.choose(not(cond), func() {
				b.jumpBack()
				b.emit(&ir.Continue{Label: loop.Label})
			}, nil)
		}
		if len(gens) == 1 {
			body()
		} else if elts, ok := sequence(gens[1].Iter); ok && b.m.p.traced && len(elts) == 1 && !hasStarred(elts) && !gens[1].IsAsync {
			b.onlyElement(elts[0], gens[1:], e, body)
		} else {
			b.each(gens[1], func(it ir.Expr) { b.generators(it, gens[1:], e, body) })
		}
		b.mark(elementOf(e))
		b.jumpBack()
	})
	b.emit(loop)
}

// generatorExp builds a generator expression: a generator of its own, which gets the
// iterator of the first iterable.
func (b *fn) generatorExp(e *syntax.GeneratorExp) ir.Expr {
	if !e.Generators[0].IsAsync {
		b.keepCallee(e.Generators[0].Iter)
	}
	it := b.firstIter(e.Generators[0])
	scope := b.m.info.ScopeOf(e)
	f := b.m.newFunc(b, scope, "<genexpr>", nil, e)
	param := &ir.Var{Name: ".0", Kind: ir.Local, Func: f, Param: true, Rep: types.Boxed, Type: types.Any}
	f.Params = []*ir.Var{param}
	f.PosOnly, f.Pos = 1, 1
	b.m.ir.Funcs = append(b.m.ir.Funcs, f)
	nb := b.m.newFn(f, b, scope)
	nb.first = param
	nb.startLine(e)
	nb.mark(e)
	nb.generators(ref(param), e.Generators, e, func() {
		x := nb.expr(e.Elt)
		nb.emit(&ir.Let{Dst: []*ir.Var{nil}, Op: &ir.Yield{X: x}, Pos: nb.at(e.Elt)})
	})
	nb.emit(&ir.Return{X: none()})
	nb.done()
	g := b.op("generator", &ir.NewFrame{Func: f, Args: []ir.Expr{it}}, b.at(e))
	if b.m.p.traced {
		b.do(prim.TraceGenerator, b.at(e), g, it)
	}
	if b.closable(e.Generators[0].Iter) {
		b.expressions[e] = [2]ir.Expr{g, it}
	}
	return g
}

// elementOf returns what a comprehension, or generator expression, evaluates for each element,
// the key of a dict's.
func elementOf(e syntax.Expr) syntax.Expr {
	switch e := e.(type) {
	case *syntax.ListComp:
		return e.Elt
	case *syntax.SetComp:
		return e.Elt
	case *syntax.DictComp:
		return e.Key
	case *syntax.GeneratorExp:
		return e.Elt
	}
	panic("not a comprehension")
}

// onlyElement builds "for x in [elt]" of a comprehension, which CPython's code makes an
// assignment, and the loops in it.
func (b *fn) onlyElement(elt syntax.Expr, gens []*syntax.Comprehension, e syntax.Expr, body func()) {
	block := &ir.Block{Label: &ir.Label{Name: "element"}}
	block.Body = b.block(func() {
		b.assignTo(gens[0].Target, b.copy(b.expr(elt)))
		for _, test := range gens[0].Ifs {
			cond := b.cond(test)
			b.mark(elementOf(e))
			b.choose(not(cond), func() { b.emit(&ir.Break{Label: block.Label}) }, nil)
		}
		if len(gens) == 1 {
			body()
			return
		}
		b.each(gens[1], func(it ir.Expr) { b.generators(it, gens[1:], e, body) })
	})
	b.emit(block)
}
