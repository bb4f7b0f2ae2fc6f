package syntax

// This file implements the parsing of simple statements. parse_compound.go has
// the compound ones.

// statements parses statements up to the end of a block or of the file.
func (p *parser) statements() []Stmt {
	base := len(p.stmtStack)
	for p.kind != kDedent && p.kind != kEnd {
		if p.blocks == 0 {
			p.top = p.pos
		}
		if p.recovering {
			p.recoverStatement()
		} else {
			p.statement()
		}
	}
	return p.popStmts(base)
}

func (p *parser) popStmts(base int) []Stmt {
	list := p.stmtSlab.copy(p.stmtStack[base:])
	p.stmtStack = p.stmtStack[:base]
	return list
}

// statement parses a statement, or a line of simple ones, onto the stack.
func (p *parser) statement() {
	if s := p.compoundStmt(); s != nil {
		p.stmtStack = append(p.stmtStack, s)
		return
	}
	p.simpleStmts()
}

// simple_stmts: simple_stmt (';' simple_stmt)* [';'] NEWLINE
func (p *parser) simpleStmts() {
	for {
		p.stmtStack = append(p.stmtStack, p.simpleStmt())
		if p.got(kNewline) {
			return
		}
		p.want(opSemi)
		if p.got(kNewline) {
			return
		}
	}
}

// simpleStmt parses one simple statement.
func (p *parser) simpleStmt() Stmt {
	start := p.start()
	switch p.kind {
	case kwPass:
		p.next()
		return &Pass{p.from(start)}
	case kwBreak:
		p.next()
		return &Break{p.from(start)}
	case kwContinue:
		p.next()
		return &Continue{p.from(start)}
	case kwReturn:
		p.next()
		s := p.returns.new()
		if p.kind != kNewline && p.kind != opSemi {
			s.Value = p.starExpressions()
		}
		s.Extent = p.from(start)
		return s
	case kwRaise:
		return p.raiseStmt()
	case kwGlobal:
		p.next()
		names := p.nameList()
		return &Global{p.from(start), names}
	case kwNonlocal:
		p.next()
		names := p.nameList()
		return &Nonlocal{p.from(start), names}
	case kwDel:
		return p.delStmt()
	case kwAssert:
		p.next()
		s := &Assert{Test: p.expression()}
		if p.got(opComma) {
			s.Msg = p.expression()
		}
		s.Extent = p.from(start)
		return s
	case kwImport:
		return p.importName()
	case kwFrom:
		return p.importFrom()
	case kName:
		if p.peek() == kName && p.text() == "type" {
			return p.typeAlias()
		}
	}
	return p.exprStmt()
}

// raise_stmt: 'raise' [expression ['from' expression]]
func (p *parser) raiseStmt() Stmt {
	start := p.start()
	p.next()
	s := &Raise{}
	if p.kind != kNewline && p.kind != opSemi {
		s.Exc = p.expression()
		if p.got(kwFrom) {
			s.Cause = p.expression()
		}
	}
	s.Extent = p.from(start)
	return s
}

func (p *parser) nameList() []string {
	names := []string{p.name()}
	for p.got(opComma) {
		names = append(names, p.name())
	}
	return names
}

// del_stmt: 'del' del_target (',' del_target)* [','] &(';' | NEWLINE)
func (p *parser) delStmt() Stmt {
	start := p.start()
	p.next()
	base := len(p.exprStack)
	for {
		x := p.binary(precOr)
		p.setTarget(x, Del)
		p.exprStack = append(p.exprStack, x)
		if !p.got(opComma) || p.kind == kNewline || p.kind == opSemi {
			break
		}
	}
	targets := p.popExprs(base)
	return &Delete{p.from(start), targets}
}

// type_alias: "type" NAME [type_params] '=' expression
func (p *parser) typeAlias() Stmt {
	start := p.start()
	p.next()
	s := &TypeAlias{Name: p.nameExpr()}
	s.Name.Ctx = Store
	s.TypeParams = p.typeParams()
	p.want(opAssign)
	s.Value = p.expression()
	s.Extent = p.from(start)
	return s
}

// augmented are the operators of augmented assignment.
var augmented = [numKinds]struct {
	ok bool
	op Operator
}{
	opPlusEq: {true, Add}, opMinusEq: {true, Sub}, opStarEq: {true, Mult}, opAtEq: {true, MatMult},
	opSlashEq: {true, Div}, opPercentEq: {true, Mod}, opAmperEq: {true, BitAnd}, opVbarEq: {true, BitOr},
	opCaretEq: {true, BitXor}, opLshiftEq: {true, LShift}, opRshiftEq: {true, RShift},
	opDoubleStarEq: {true, Pow}, opDoubleSlashEq: {true, FloorDiv},
}

// exprStmt parses an expression statement or an assignment:
//
//	(star_targets '=')+ annotated_rhs
//	single_target augassign annotated_rhs
//	single_target ':' expression ['=' annotated_rhs]
//	star_expressions | yield_expr
func (p *parser) exprStmt() Stmt {
	start := p.start()
	paren := p.kind == opLpar
	yield := p.kind == kwYield
	x := p.rhs()
	switch {
	case p.kind == opAssign:
		base := len(p.exprStack)
		for p.kind == opAssign {
			if yield {
				p.fail()
			}
			p.setTarget(x, Store)
			p.exprStack = append(p.exprStack, x)
			p.next()
			yield = p.kind == kwYield
			x = p.rhs()
		}
		s := p.assigns.new()
		s.Targets, s.Value = p.targetSlab.copy(p.exprStack[base:]), x
		p.exprStack = p.exprStack[:base]
		s.Extent = p.from(start)
		return s
	case p.kind == opColon:
		p.setSingleTarget(x)
		_, simple := x.(*Name)
		s := &AnnAssign{Target: x, Simple: simple && !paren}
		p.next()
		s.Annotation = p.expression()
		if p.got(opAssign) {
			s.Value = p.rhs()
		}
		s.Extent = p.from(start)
		return s
	case augmented[p.kind].ok:
		p.setSingleTarget(x)
		s := &AugAssign{Target: x, Op: augmented[p.kind].op}
		p.next()
		s.Value = p.rhs()
		s.Extent = p.from(start)
		return s
	}
	s := p.exprStmts.new()
	s.Value = x
	s.Extent = p.from(start)
	return s
}

// annotated_rhs: yield_expr | star_expressions
func (p *parser) rhs() Expr {
	if p.kind == kwYield {
		return p.yieldExpr()
	}
	return p.starExpressions()
}

// import_name: 'import' dotted_name ['as' NAME] (',' ...)*
func (p *parser) importName() Stmt {
	start := p.start()
	p.next()
	s := &Import{}
	for {
		at := p.start()
		a := &Alias{Name: p.dottedName()}
		if p.got(kwAs) {
			a.Asname = p.name()
		}
		a.Extent = p.from(at)
		s.Names = append(s.Names, a)
		if !p.got(opComma) {
			break
		}
	}
	s.Extent = p.from(start)
	return s
}

// dotted_name: NAME ('.' NAME)*
func (p *parser) dottedName() string {
	name := p.name()
	for p.got(opDot) {
		name += "." + p.name()
	}
	return name
}

// import_from: 'from' ('.' | '...')* dotted_name 'import' import_from_targets
// | 'from' ('.' | '...')+ 'import' import_from_targets
func (p *parser) importFrom() Stmt {
	start := p.start()
	p.next()
	s := &ImportFrom{}
	for p.kind == opDot || p.kind == opEllipsis {
		s.Level++
		if p.kind == opEllipsis {
			s.Level += 2
		}
		p.next()
	}
	if p.kind != kwImport || s.Level == 0 {
		s.Module = p.dottedName()
	}
	p.want(kwImport)
	switch {
	case p.kind == opStar:
		at := p.start()
		p.next()
		s.Names = []*Alias{{Extent: p.from(at), Name: "*"}}
	case p.got(opLpar):
		for {
			s.Names = append(s.Names, p.importFromAsName())
			if !p.got(opComma) || p.kind == opRpar {
				break
			}
		}
		p.want(opRpar)
	default:
		for {
			s.Names = append(s.Names, p.importFromAsName())
			if !p.got(opComma) {
				break
			}
		}
	}
	s.Extent = p.from(start)
	return s
}

// import_from_as_name: NAME ['as' NAME]
func (p *parser) importFromAsName() *Alias {
	start := p.start()
	a := &Alias{Name: p.name()}
	if p.got(kwAs) {
		a.Asname = p.name()
	}
	a.Extent = p.from(start)
	return a
}
