package syntax

import "github.com/aio2go/aio2go/frontend/source"

// This file implements the parsing of what stands in brackets: groups, tuples,
// lists, sets, dicts and comprehensions.

// parens parses genexp | tuple | group:
//
//	'(' (yield_expr | named_expression) ')'
//	'(' [star_named_expression ',' [star_named_expressions]] ')'
//	'(' named_expression for_if_clauses ')'
func (p *parser) parens() Expr {
	start := p.start()
	p.enter()
	p.next()
	var x Expr
	switch p.kind {
	case opRpar:
		p.next()
		x = p.tuple(start, len(p.exprStack))
	case kwYield:
		x = p.yieldExpr()
		p.want(opRpar)
	default:
		star := p.kind == opStar
		x = p.starNamedExpression()
		switch {
		case p.kind == opComma:
			base := p.elements(x, opRpar)
			p.want(opRpar)
			x = p.tuple(start, base)
		case star:
			p.fail()
		case p.kind == kwFor || p.kind == kwAsync:
			gens := p.comprehensions()
			p.want(opRpar)
			x = &GeneratorExp{Extent: p.from(start), Elt: x, Generators: gens}
		default:
			p.want(opRpar)
		}
	}
	p.depth--
	return x
}

// elements pushes first and the elements after it, up to the closing bracket,
// and returns the length that the stack had before.
func (p *parser) elements(first Expr, closing kind) int {
	base := len(p.exprStack)
	p.exprStack = append(p.exprStack, first)
	for p.got(opComma) && p.kind != closing {
		p.exprStack = append(p.exprStack, p.starNamedExpression())
	}
	return base
}

// list parses
//
//	'[' [star_named_expressions] ']'
//	'[' named_expression for_if_clauses ']'
func (p *parser) list() Expr {
	start := p.start()
	p.enter()
	p.next()
	var x Expr
	if p.got(opRsqb) {
		l := p.lists.new()
		l.Extent = p.from(start)
		x = l
	} else {
		star := p.kind == opStar
		x = p.starNamedExpression()
		if p.kind == kwFor || p.kind == kwAsync {
			if star {
				p.fail()
			}
			gens := p.comprehensions()
			p.want(opRsqb)
			x = &ListComp{Extent: p.from(start), Elt: x, Generators: gens}
		} else {
			base := p.elements(x, opRsqb)
			p.want(opRsqb)
			l := p.lists.new()
			l.Elts = p.popExprs(base)
			l.Extent = p.from(start)
			x = l
		}
	}
	p.depth--
	return x
}

// braces parses dictcomp | setcomp | dict | set.
func (p *parser) braces() Expr {
	start := p.start()
	p.enter()
	p.next()
	var x Expr
	switch p.kind {
	case opRbrace, opDoubleStar:
		x = p.dict(start, nil)
	default:
		star := p.kind == opStar
		first := p.kind
		walrus := first == kName && p.peek() == opWalrus
		x = p.starNamedExpression()
		switch {
		case p.kind == opColon && !star && !walrus:
			x = p.dict(start, x)
		case p.kind == kwFor || p.kind == kwAsync:
			if star {
				p.fail()
			}
			gens := p.comprehensions()
			p.want(opRbrace)
			x = &SetComp{Extent: p.from(start), Elt: x, Generators: gens}
		default:
			base := p.elements(x, opRbrace)
			p.want(opRbrace)
			elts := p.popExprs(base)
			x = &Set{Extent: p.from(start), Elts: elts}
		}
	}
	p.depth--
	return x
}

// dict parses the rest of a dict display or comprehension; key is the first
// key, with the ":" after it current, or nil if nothing was parsed yet.
//
//	dict: '{' [double_starred_kvpair (',' double_starred_kvpair)* [',']] '}'
//	dictcomp: '{' kvpair for_if_clauses '}'
func (p *parser) dict(start source.Pos, key Expr) Expr {
	// Keys and values alternate on the stack.
	base := len(p.exprStack)
	for key != nil || p.kind != opRbrace {
		if key == nil && p.got(opDoubleStar) {
			p.exprStack = append(p.exprStack, nil, p.binary(precOr))
		} else {
			if key == nil {
				key = p.expression()
			}
			p.want(opColon)
			value := p.expression()
			if len(p.exprStack) == base && (p.kind == kwFor || p.kind == kwAsync) {
				gens := p.comprehensions()
				p.want(opRbrace)
				return &DictComp{Extent: p.from(start), Key: key, Value: value, Generators: gens}
			}
			p.exprStack = append(p.exprStack, key, value)
			key = nil
		}
		if !p.got(opComma) {
			break
		}
	}
	p.want(opRbrace)
	pairs := p.exprStack[base:]
	n := len(pairs) / 2
	both := p.exprSlab.copy(pairs)
	for i := range n {
		both[i], both[n+i] = pairs[2*i], pairs[2*i+1]
	}
	clear(pairs)
	p.exprStack = p.exprStack[:base]
	return &Dict{Extent: p.from(start), Keys: both[:n:n], Values: both[n:]}
}

// comprehensions parses for_if_clauses:
//
//	(['async'] 'for' star_targets 'in' disjunction ('if' disjunction)*)+
func (p *parser) comprehensions() []*Comprehension {
	var few [2]*Comprehension
	list := few[:0]
	for p.kind == kwFor || p.kind == kwAsync {
		c := &Comprehension{}
		start := p.start()
		if p.got(kwAsync) {
			c.IsAsync = true
		}
		p.want(kwFor)
		c.Target = p.starTargets(Store)
		p.want(kwIn)
		c.Iter = p.disjunction()
		base := len(p.exprStack)
		for p.got(kwIf) {
			p.exprStack = append(p.exprStack, p.disjunction())
		}
		c.Ifs = p.popExprs(base)
		c.Extent = p.from(start)
		list = append(list, c)
	}
	return append([]*Comprehension(nil), list...)
}

// yieldExpr parses
//
//	yield_expr: 'yield' 'from' expression | 'yield' [star_expressions]
func (p *parser) yieldExpr() Expr {
	start := p.start()
	p.next()
	if p.got(kwFrom) {
		x := p.expression()
		return &YieldFrom{Extent: p.from(start), Value: x}
	}
	var x Expr
	if startsExpr[p.kind] || p.kind == opStar {
		x = p.starExpressions()
	}
	return &Yield{Extent: p.from(start), Value: x}
}
