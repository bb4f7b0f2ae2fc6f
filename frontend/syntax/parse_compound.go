package syntax

import "github.com/aio2go/aio2go/frontend/source"

// This file implements the parsing of compound statements.

// compoundStmt parses a compound statement, or nothing and returns nil if the
// current token starts a simple one.
func (p *parser) compoundStmt() Stmt {
	switch p.kind {
	case kwIf:
		return p.ifStmt()
	case kwDef:
		return p.functionDef(nil)
	case kwClass:
		return p.classDef(nil)
	case opAt:
		return p.decorated()
	case kwFor:
		return p.forStmt()
	case kwWith:
		return p.withStmt()
	case kwTry:
		return p.tryStmt()
	case kwWhile:
		return p.whileStmt()
	case kwAsync:
		return p.asyncStmt(nil)
	case kName:
		if p.isSoft("match") && p.startsMatch() {
			return p.matchStmt()
		}
	}
	return nil
}

// block: NEWLINE INDENT statements DEDENT | simple_stmts
func (p *parser) block() []Stmt {
	if !p.got(kNewline) {
		base := len(p.stmtStack)
		p.simpleStmts()
		return p.popStmts(base)
	}
	p.want(kIndent)
	p.blocks++
	list := p.statements()
	p.blocks--
	p.want(kDedent)
	return list
}

// suite parses ':' block.
func (p *parser) suite() []Stmt {
	p.want(opColon)
	return p.block()
}

// ['else' ':' block]
func (p *parser) elseBlock() []Stmt {
	if !p.got(kwElse) {
		return nil
	}
	return p.suite()
}

// if_stmt: 'if' named_expression ':' block (elif_stmt | [else_block])
func (p *parser) ifStmt() Stmt {
	start := p.start()
	p.next()
	s := p.ifs.new()
	s.Test = p.namedExpression()
	s.Body = p.suite()
	if p.kind == kwElif {
		s.Orelse = p.stmtSlab.copy([]Stmt{p.ifStmt()})
	} else {
		s.Orelse = p.elseBlock()
	}
	s.Extent = p.fromBlock(start)
	return s
}

// while_stmt: 'while' named_expression ':' block [else_block]
func (p *parser) whileStmt() Stmt {
	start := p.start()
	p.next()
	s := &While{Test: p.namedExpression()}
	s.Body = p.suite()
	s.Orelse = p.elseBlock()
	s.Extent = p.fromBlock(start)
	return s
}

// asyncStmt parses 'async' (function_def | with_stmt | for_stmt).
func (p *parser) asyncStmt(decorators []Expr) Stmt {
	start := p.start()
	p.next()
	if decorators != nil && p.kind != kwDef {
		p.fail()
	}
	switch p.kind {
	case kwDef:
		f := p.functionDef(decorators).(*FunctionDef)
		return &AsyncFunctionDef{Extent: Extent{start, f.End}, Name: f.Name, Args: f.Args, Body: f.Body,
			DecoratorList: f.DecoratorList, Returns: f.Returns, TypeParams: f.TypeParams}
	case kwFor:
		f := p.forStmt().(*For)
		return &AsyncFor{Extent: Extent{start, f.End}, Target: f.Target, Iter: f.Iter, Body: f.Body, Orelse: f.Orelse}
	case kwWith:
		w := p.withStmt().(*With)
		return &AsyncWith{Extent: Extent{start, w.End}, Items: w.Items, Body: w.Body}
	}
	p.fail()
	return nil
}

// decorated parses ('@' named_expression NEWLINE)+ (class_def | function_def).
func (p *parser) decorated() Stmt {
	base := len(p.exprStack)
	for p.got(opAt) {
		p.exprStack = append(p.exprStack, p.namedExpression())
		p.want(kNewline)
	}
	decorators := p.popExprs(base)
	switch p.kind {
	case kwDef:
		return p.functionDef(decorators)
	case kwClass:
		return p.classDef(decorators)
	case kwAsync:
		return p.asyncStmt(decorators)
	}
	p.fail()
	return nil
}

// function_def_raw: 'def' NAME [type_params] '(' [params] ')' ['->' expression] ':' block
func (p *parser) functionDef(decorators []Expr) Stmt {
	start := p.start()
	p.next()
	s := p.defs.new()
	s.DecoratorList = decorators
	s.Name = p.name()
	s.TypeParams = p.typeParams()
	p.want(opLpar)
	s.Args = p.parameters(opRpar)
	p.want(opRpar)
	if p.got(opArrow) {
		s.Returns = p.expression()
	}
	s.Body = p.suite()
	s.Extent = p.fromBlock(start)
	return s
}

// class_def_raw: 'class' NAME [type_params] ['(' [arguments] ')'] ':' block
func (p *parser) classDef(decorators []Expr) Stmt {
	start := p.start()
	p.next()
	s := &ClassDef{DecoratorList: decorators, Name: p.name()}
	s.TypeParams = p.typeParams()
	if p.got(opLpar) {
		s.Bases, s.Keywords = p.arguments(source.NoPos)
		p.want(opRpar)
	}
	s.Body = p.suite()
	s.Extent = p.fromBlock(start)
	return s
}

// for_stmt: 'for' star_targets 'in' star_expressions ':' block [else_block]
func (p *parser) forStmt() Stmt {
	start := p.start()
	p.next()
	s := &For{Target: p.starTargets(Store)}
	p.want(kwIn)
	s.Iter = p.starExpressions()
	s.Body = p.suite()
	s.Orelse = p.elseBlock()
	s.Extent = p.fromBlock(start)
	return s
}

// with_stmt: 'with' '(' with_item (',' with_item)* [','] ')' ':' block
// | 'with' with_item (',' with_item)* ':' block
func (p *parser) withStmt() Stmt {
	start := p.start()
	p.next()
	s := &With{}
	if p.kind != opLpar || !p.withParens(s) {
		for {
			s.Items = append(s.Items, p.withItem())
			if !p.got(opComma) {
				break
			}
		}
	}
	s.Body = p.suite()
	s.Extent = p.fromBlock(start)
	return s
}

// withParens tries the form of with in which the items are in parentheses. If
// the parentheses turn out to belong to an expression, it returns false with
// nothing parsed.
func (p *parser) withParens(s *With) bool {
	start := p.pos
	level := p.toks[start].level - 1
	closing := start + 1
	for closing < len(p.toks) && (p.toks[closing].kind != opRpar || p.toks[closing].level != level) {
		closing++
	}
	if closing+1 >= len(p.toks) || p.toks[closing+1].kind != opColon {
		return false
	}
	p.next()
	for p.pos < closing {
		if !startsExpr[p.kind] || p.kind == kName && p.peek() == opWalrus {
			break
		}
		item := p.withItem()
		if p.kind != opComma && p.pos != closing {
			break
		}
		s.Items = append(s.Items, item)
		p.got(opComma)
	}
	if p.pos != closing || len(s.Items) == 0 {
		s.Items = nil
		p.reset(start)
		return false
	}
	p.next()
	return true
}

// with_item: expression ['as' star_target]
func (p *parser) withItem() *WithItem {
	start := p.start()
	w := &WithItem{ContextExpr: p.expression()}
	if p.got(kwAs) {
		w.OptionalVars = p.starTarget(Store)
	}
	w.Extent = p.from(start)
	return w
}

// tryStmt parses
//
//	'try' ':' block finally_block
//	'try' ':' block except_block+ [else_block] [finally_block]
//	'try' ':' block except_star_block+ [else_block] [finally_block]
func (p *parser) tryStmt() Stmt {
	start := p.start()
	p.next()
	body := p.suite()
	var handlers []*ExceptHandler
	star := p.kind == kwExcept && p.peek() == opStar
	for p.kind == kwExcept {
		if star != (p.peek() == opStar) {
			p.fail()
		}
		handlers = append(handlers, p.exceptHandler(star))
	}
	var orelse, final []Stmt
	if handlers != nil {
		orelse = p.elseBlock()
	}
	if p.got(kwFinally) {
		final = p.suite()
	} else if handlers == nil {
		p.fail()
	}
	if star {
		return &TryStar{Extent: p.fromBlock(start), Body: body, Handlers: handlers, Orelse: orelse, Finalbody: final}
	}
	return &Try{Extent: p.fromBlock(start), Body: body, Handlers: handlers, Orelse: orelse, Finalbody: final}
}

// except_block: 'except' [expression ['as' NAME]] ':' block
// except_star_block: 'except' '*' expression ['as' NAME] ':' block
func (p *parser) exceptHandler(star bool) *ExceptHandler {
	start := p.start()
	h := &ExceptHandler{}
	p.next()
	if star {
		p.next()
	}
	if star || p.kind != opColon {
		h.Type = p.expression()
		if p.got(kwAs) {
			h.Name = p.name()
		}
	}
	h.Body = p.suite()
	h.Extent = p.fromBlock(start)
	return h
}

// startsMatch reports whether the logical line, which starts with the word
// "match", starts a match statement. That is so if it ends with a colon and a
// block of cases follows: no simple statement ends in a colon.
func (p *parser) startsMatch() bool {
	switch p.peek() {
	case opAssign, opDot, opComma, opRpar, opColon, kNewline, kEnd:
		return false
	}
	i := p.pos + 1
	for i < len(p.toks) && p.toks[i].kind != kNewline {
		if k := p.toks[i].kind; k == kEnd || k == kError || k == opSemi {
			return false
		}
		i++
	}
	if i+2 >= len(p.toks) || p.toks[i-1].kind != opColon || p.toks[i+1].kind != kIndent {
		return false
	}
	t := p.toks[i+2]
	return t.kind == kName && p.src[t.start:t.end] == "case"
}

// match_stmt: "match" subject_expr ':' NEWLINE INDENT case_block+ DEDENT
// subject_expr: star_named_expression ',' [star_named_expressions] | named_expression
func (p *parser) matchStmt() Stmt {
	start := p.start()
	p.next()
	s := &Match{}
	at := p.start()
	star := p.kind == opStar
	s.Subject = p.starNamedExpression()
	if p.kind == opComma {
		base := p.elements(s.Subject, opColon)
		s.Subject = p.tuple(at, base)
	} else if star {
		p.fail()
	}
	p.want(opColon)
	p.want(kNewline)
	p.want(kIndent)
	p.blocks++
	for p.kind != kDedent {
		s.Cases = append(s.Cases, p.caseBlock())
	}
	p.blocks--
	p.next()
	s.Extent = p.fromBlock(start)
	return s
}

// case_block: "case" patterns ['if' named_expression] ':' block
func (p *parser) caseBlock() *MatchCase {
	start := p.start()
	if !p.isSoft("case") {
		p.fail()
	}
	p.next()
	c := &MatchCase{Pattern: p.patterns()}
	if p.got(kwIf) {
		c.Guard = p.namedExpression()
	}
	c.Body = p.suite()
	c.Extent = p.fromBlock(start)
	return c
}
