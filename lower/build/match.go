package build

import (
	"fmt"

	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements match statements (Python reference 8.6, PEP 634). Every case is a
// block that is left where its pattern does not match:
//
//	match: {
//	    case: {
//	        if not (subject == 1) { break case }
//	        body
//	        break match
//	    }
//	    ...
//	}
//
// What a pattern captures goes to temporaries, and to the names once it has matched.

// matcher builds the pattern of one case.
type matcher struct {
	b        *fn
	fail     *ir.Label
	captures []*resolve.Symbol
	nodes    []syntax.Pattern
	values   map[*resolve.Symbol]*ir.Var
}

// match builds a match statement.
func (b *fn) match(s *syntax.Match) {
	subject := b.expr(s.Subject)
	if !isConst(subject) {
		subject = b.copy(subject)
	}
	block := &ir.Block{Label: &ir.Label{Name: "match"}}
	block.Body = b.block(func() {
		for i, c := range s.Cases {
			last := i == len(s.Cases)-1 || i == len(s.Cases)-2 && isWildcard(s.Cases[i+1].Pattern)
			b.matchCase(c, subject, block.Label, last)
		}
	})
	b.emit(block)
}

// matchCase builds a case; last says that there is none after it that tests the subject.
func (b *fn) matchCase(c *syntax.MatchCase, subject ir.Expr, end *ir.Label, last bool) {
	b.startLine(c.Pattern)
	b.mark(c.Pattern)
	block := &ir.Block{Label: &ir.Label{Name: "case"}}
	block.Body = b.block(func() {
		m := &matcher{b: b, fail: block.Label, values: map[*resolve.Symbol]*ir.Var{}}
		m.pattern(c.Pattern, subject)
		for i, sym := range m.captures {
			b.storeSymbol(sym, ref(m.values[sym]), m.named(c, i))
		}
		if c.Guard != nil {
			m.require(b.cond(c.Guard))
		}
		if !last {
			b.mark(c.Pattern)
		}
		b.stmts(c.Body)
		b.emit(&ir.Break{Label: end})
	})
	b.emit(block)
}

// named returns the node that gives the position of the assignment of capture i.
func (m *matcher) named(c *syntax.MatchCase, i int) syntax.Node {
	if m.b.m.p.traced {
		return c.Pattern
	}
	return m.nodes[i]
}

// require fails unless cond.
func (m *matcher) require(cond ir.Expr) {
	fail := m.fail
	m.b.choose(not(cond), func() { m.b.emit(&ir.Break{Label: fail}) }, nil)
}

// capture notes x as the value of the name that p binds.
func (m *matcher) capture(p syntax.Pattern, x ir.Expr) {
	sym := m.b.m.info.Binding(p)
	if sym == nil {
		return
	}
	m.b.mark(p)
	v := m.values[sym]
	if v == nil {
		v = m.b.temp(sym.Name, types.Boxed)
		m.values[sym] = v
		m.captures = append(m.captures, sym)
		m.nodes = append(m.nodes, p)
	}
	m.b.emit(&ir.Assign{Dst: v, X: x})
}

// pattern builds the test of x against p.
func (m *matcher) pattern(p syntax.Pattern, x ir.Expr) {
	b := m.b
	switch p := p.(type) {
	case *syntax.MatchValue:
		m.require(b.let("match", prim.CompareBool[syntax.Eq], b.at(p), x, b.expr(p.Value)))
	case *syntax.MatchSingleton:
		c := b.constant(&syntax.Constant{Kind: p.Value})
		m.require(identical(x, c))
	case *syntax.MatchSequence:
		m.sequence(p, x)
	case *syntax.MatchMapping:
		m.mapping(p, x)
	case *syntax.MatchClass:
		m.class(p, x)
	case *syntax.MatchStar:
		m.capture(p, x)
	case *syntax.MatchAs:
		if p.Pattern != nil {
			m.pattern(p.Pattern, x)
		}
		if p.Name != "" {
			m.capture(p, x)
		}
	case *syntax.MatchOr:
		m.or(p, x)
	default:
		panic(fmt.Sprintf("unknown pattern %T", p))
	}
}

// or tries alternatives in turn.
func (m *matcher) or(p *syntax.MatchOr, x ir.Expr) {
	b, fail := m.b, m.fail
	found := &ir.Block{Label: &ir.Label{Name: "or"}}
	found.Body = b.block(func() {
		for _, alt := range p.Patterns {
			block := &ir.Block{Label: &ir.Label{Name: "alternative"}}
			m.fail = block.Label
			block.Body = b.block(func() {
				m.pattern(alt, x)
				b.emit(&ir.Break{Label: found.Label})
			})
			b.emit(block)
		}
		b.mark(p)
		b.emit(&ir.Break{Label: fail})
	})
	m.fail = fail
	b.emit(found)
	b.mark(p)
}

// sequence matches "[a, b, *rest]".
func (m *matcher) sequence(p *syntax.MatchSequence, x ir.Expr) {
	b, pos := m.b, m.b.at(p)
	star := -1
	onlyWildcards, starWildcard := true, false
	for i, q := range p.Patterns {
		if s, ok := q.(*syntax.MatchStar); ok {
			star, starWildcard = i, s.Name == ""
			onlyWildcards = onlyWildcards && starWildcard
			continue
		}
		onlyWildcards = onlyWildcards && isWildcard(q)
	}
	m.require(b.let("sequence", prim.IsMatchSequence, -1, x))
	n := len(p.Patterns)
	size := func() ir.Expr { return b.let("size", prim.Len, pos, x) }
	switch {
	case star < 0:
		m.require(eqNative(size(), n))
	case n > 1:
		m.require(&ir.Pure{Prim: prim.GeNative, Args: []ir.Expr{size(), native(n - 1)}})
	}
	switch {
	case onlyWildcards:
		return
	case starWildcard:
		m.subscripts(p, x, star)
		return
	case star >= 0:
		elems := b.elements(n, prim.UnpackEx, pos, x, native(star), native(n-star-1))
		m.each(p.Patterns, elems)
	default:
		m.each(p.Patterns, b.elements(n, prim.Unpack, pos, x, native(n)))
	}
}

func (m *matcher) each(list []syntax.Pattern, elems []ir.Expr) {
	for i, q := range list {
		m.pattern(q, elems[i])
	}
}

// subscripts matches the elements around "*_", which is never made a list.
func (m *matcher) subscripts(p *syntax.MatchSequence, x ir.Expr, star int) {
	for i, q := range p.Patterns {
		if i == star || isWildcard(q) {
			continue
		}
		key := ir.Expr(integer(int64(i)))
		if i > star {
			size := m.b.let("size", prim.Len, m.b.at(p), x)
			key = m.b.let("index", prim.FromNative, -1, &ir.Pure{Prim: prim.SubNative, Args: []ir.Expr{size, native(len(p.Patterns) - i)}})
		}
		m.pattern(q, m.b.let("item", prim.GetItem, m.b.at(p), x, key))
	}
}

func isWildcard(p syntax.Pattern) bool {
	as, ok := p.(*syntax.MatchAs)
	return ok && as.Pattern == nil && as.Name == ""
}

// mapping matches "{k: p, **rest}".
func (m *matcher) mapping(p *syntax.MatchMapping, x ir.Expr) {
	b, pos := m.b, m.b.at(p)
	m.require(b.let("mapping", prim.IsMatchMapping, -1, x))
	if len(p.Keys) == 0 && p.Rest == "" {
		return
	}
	var keys []ir.Expr
	if len(p.Keys) > 0 {
		size := b.let("size", prim.Len, pos, x)
		m.require(&ir.Pure{Prim: prim.GeNative, Args: []ir.Expr{size, native(len(p.Keys))}})
		keys = b.exprs(p.Keys)
		elems := m.found(prim.MatchKeys, len(p.Keys), pos, nil, append([]ir.Expr{x}, keys...)...)
		m.each(p.Patterns, elems)
	}
	if p.Rest != "" {
		m.capture(p, b.let(p.Rest, prim.MatchRest, pos, append([]ir.Expr{x}, keys...)...))
	}
}

// found runs a primitive that returns values and whether the pattern matches.
func (m *matcher) found(p *ir.Prim, n, pos int, names []string, args ...ir.Expr) []ir.Expr {
	list, ok := m.b.temp("items", types.ValuesRep), m.b.temp("match", types.Bool)
	let := &ir.Let{Dst: []*ir.Var{list, ok}, Op: &ir.CallPrim{Prim: p, Args: args, Names: names}, Pos: pos}
	if n == 0 {
		let.Dst[0] = nil
	}
	m.b.emit(let)
	m.require(ref(ok))
	elems := make([]ir.Expr, n)
	for i := range elems {
		elems[i] = element(ref(list), i)
	}
	return elems
}

// class matches "C(p, name=q)".
func (m *matcher) class(p *syntax.MatchClass, x ir.Expr) {
	cls := m.b.expr(p.Cls)
	n := len(p.Patterns) + len(p.KwdPatterns)
	elems := m.found(prim.MatchClass, n, m.b.at(p), p.KwdAttrs, x, cls, native(len(p.Patterns)))
	m.each(p.Patterns, elems)
	m.each(p.KwdPatterns, elems[len(p.Patterns):])
}
