package syntax

import "github.com/aio2go/aio2go/frontend/source"

// This file implements the parsing of expressions. Above each function stands
// the production of https://docs.python.org/3.13/reference/grammar.html.

// starExpressions parses
//
//	star_expressions: star_expression (',' star_expression)* [',']
//
// as used where an expression may be a tuple without parentheses.
func (p *parser) starExpressions() Expr {
	start := p.start()
	x := p.starExpression()
	if p.kind != opComma {
		return x
	}
	base := len(p.exprStack)
	p.exprStack = append(p.exprStack, x)
	for p.got(opComma) {
		if !startsExpr[p.kind] && p.kind != opStar {
			break
		}
		p.exprStack = append(p.exprStack, p.starExpression())
	}
	return p.tuple(start, base)
}

func (p *parser) tuple(start source.Pos, base int) Expr {
	t := p.tuples.new()
	t.Elts = p.popExprs(base)
	t.Extent = p.from(start)
	return t
}

// startsExpr are the tokens that an expression can start with.
var startsExpr = func() (set [numKinds]bool) {
	for _, k := range [...]kind{kName, kNumber, kString, kFStart, kwFalse, kwNone, kwTrue, kwAwait, kwLambda, kwNot,
		opLpar, opLsqb, opLbrace, opEllipsis, opMinus, opPlus, opTilde} {
		set[k] = true
	}
	return set
}()

// star_expression: '*' bitwise_or | expression
func (p *parser) starExpression() Expr {
	if p.kind == opStar {
		return p.starred()
	}
	return p.expression()
}

// starred parses '*' bitwise_or.
func (p *parser) starred() Expr {
	start := p.start()
	p.next()
	x := p.binary(precOr)
	return &Starred{Extent: p.from(start), Value: x}
}

// star_named_expression: '*' bitwise_or | named_expression
func (p *parser) starNamedExpression() Expr {
	if p.kind == opStar {
		return p.starred()
	}
	return p.namedExpression()
}

// named_expression: NAME ':=' expression | expression !':='
func (p *parser) namedExpression() Expr {
	if p.kind == kName && p.peek() == opWalrus {
		start := p.start()
		target := p.nameExpr()
		target.Ctx = Store
		p.next()
		x := p.expression()
		return &NamedExpr{Extent: p.from(start), Target: target, Value: x}
	}
	return p.expression()
}

func (p *parser) nameExpr() *Name {
	n := p.names.new()
	n.Start = p.start()
	n.Id = p.name()
	n.End = p.end()
	return n
}

// expression: disjunction ['if' disjunction 'else' expression] | lambdef
func (p *parser) expression() Expr {
	if p.kind == kwLambda {
		return p.lambda()
	}
	start := p.start()
	x := p.disjunction()
	if p.kind != kwIf {
		return x
	}
	p.enter()
	p.next()
	test := p.disjunction()
	p.want(kwElse)
	orelse := p.expression()
	p.depth--
	return &IfExp{Extent: p.from(start), Test: test, Body: x, Orelse: orelse}
}

// lambdef: 'lambda' [lambda_params] ':' expression
func (p *parser) lambda() Expr {
	start := p.start()
	p.enter()
	p.next()
	args := p.parameters(opColon)
	p.want(opColon)
	body := p.expression()
	p.depth--
	return &Lambda{Extent: p.from(start), Args: args, Body: body}
}

// disjunction: conjunction ('or' conjunction)*
func (p *parser) disjunction() Expr {
	start := p.start()
	x := p.conjunction()
	if p.kind != kwOr {
		return x
	}
	base := len(p.exprStack)
	p.exprStack = append(p.exprStack, x)
	for p.got(kwOr) {
		p.exprStack = append(p.exprStack, p.conjunction())
	}
	values := p.popExprs(base)
	return &BoolOp{Extent: p.from(start), Op: Or, Values: values}
}

// conjunction: inversion ('and' inversion)*
func (p *parser) conjunction() Expr {
	start := p.start()
	x := p.inversion()
	if p.kind != kwAnd {
		return x
	}
	base := len(p.exprStack)
	p.exprStack = append(p.exprStack, x)
	for p.got(kwAnd) {
		p.exprStack = append(p.exprStack, p.inversion())
	}
	values := p.popExprs(base)
	return &BoolOp{Extent: p.from(start), Op: And, Values: values}
}

// inversion: 'not' inversion | comparison
func (p *parser) inversion() Expr {
	if p.kind != kwNot {
		return p.comparison()
	}
	start := p.start()
	p.enter()
	p.next()
	x := p.inversion()
	p.depth--
	return &UnaryOp{Extent: p.from(start), Op: Not, Operand: x}
}

// comparison: bitwise_or (compare_op bitwise_or)*
func (p *parser) comparison() Expr {
	start := p.start()
	x := p.binary(precOr)
	op, ok := p.compareOp()
	if !ok {
		return x
	}
	base := len(p.exprStack)
	var few [4]CmpOp
	ops := few[:0]
	for ok {
		ops = append(ops, op)
		p.exprStack = append(p.exprStack, p.binary(precOr))
		op, ok = p.compareOp()
	}
	c := p.compares.new()
	c.Left, c.Ops, c.Comparators = x, p.opSlab.copy(ops), p.popExprs(base)
	c.Extent = p.from(start)
	return c
}

// compareOp skips a comparison operator, if there is one.
func (p *parser) compareOp() (op CmpOp, ok bool) {
	switch p.kind {
	case opEqual:
		op = Eq
	case opNotEqual:
		op = NotEq
	case opLess:
		op = Lt
	case opLessEq:
		op = LtE
	case opGreater:
		op = Gt
	case opGreaterEq:
		op = GtE
	case kwIn:
		op = In
	case kwNot:
		if p.peek() != kwIn {
			return 0, false
		}
		p.next()
		op = NotIn
	case kwIs:
		op = Is
		if p.peek() == kwNot {
			p.next()
			op = IsNot
		}
	default:
		return 0, false
	}
	p.next()
	return op, true
}

// Precedences of the binary operators.
const (
	precOr = iota + 1
	precXor
	precAnd
	precShift
	precSum
	precTerm
)

var binaryOps = [numKinds]struct {
	prec int
	op   Operator
}{
	opVbar: {precOr, BitOr}, opCaret: {precXor, BitXor}, opAmper: {precAnd, BitAnd},
	opLshift: {precShift, LShift}, opRshift: {precShift, RShift},
	opPlus: {precSum, Add}, opMinus: {precSum, Sub},
	opStar: {precTerm, Mult}, opSlash: {precTerm, Div}, opDoubleSlash: {precTerm, FloorDiv},
	opPercent: {precTerm, Mod}, opAt: {precTerm, MatMult},
}

// binary parses operands joined by operators of at least the given precedence;
// binary(precOr) is bitwise_or.
func (p *parser) binary(prec int) Expr {
	start := p.start()
	x := p.factor()
	for {
		o := &binaryOps[p.kind]
		if o.prec < prec || o.prec == 0 {
			return x
		}
		p.next()
		y := p.binary(o.prec + 1)
		b := p.binOps.new()
		b.Left, b.Op, b.Right = x, o.op, y
		b.Extent = p.from(start)
		x = b
	}
}

// factor: ('+' | '-' | '~') factor | power
func (p *parser) factor() Expr {
	var op UnaryOperator
	switch p.kind {
	case opPlus:
		op = UAdd
	case opMinus:
		op = USub
	case opTilde:
		op = Invert
	default:
		return p.power()
	}
	start := p.start()
	p.enter()
	p.next()
	x := p.factor()
	p.depth--
	return &UnaryOp{Extent: p.from(start), Op: op, Operand: x}
}

// power: await_primary ['**' factor]
// await_primary: 'await' primary | primary
func (p *parser) power() Expr {
	start := p.start()
	var x Expr
	if p.kind == kwAwait {
		p.next()
		y := p.primary()
		x = &Await{Extent: p.from(start), Value: y}
	} else {
		x = p.primary()
	}
	if p.kind != opDoubleStar {
		return x
	}
	p.enter()
	p.next()
	y := p.factor()
	p.depth--
	b := p.binOps.new()
	b.Left, b.Op, b.Right = x, Pow, y
	b.Extent = p.from(start)
	return b
}

// primary: atom ('.' NAME | '(' [arguments] ')' | '[' slices ']')*
func (p *parser) primary() Expr {
	start := p.start()
	x := p.atom()
	for {
		switch p.kind {
		case opDot:
			p.next()
			a := p.attributes.new()
			a.Value, a.Attr = x, p.name()
			a.Extent = p.from(start)
			x = a
		case opLpar:
			c := p.calls.new()
			c.Func = x
			p.callArguments(c)
			c.Extent = p.from(start)
			x = c
		case opLsqb:
			p.next()
			s := p.subscripts.new()
			s.Value = x
			s.Slice = p.slices()
			p.want(opRsqb)
			s.Extent = p.from(start)
			x = s
		default:
			return x
		}
	}
}

// callArguments parses '(' [arguments] ')' into c.
func (p *parser) callArguments(c *Call) {
	lpar := p.start()
	p.enter()
	p.next()
	c.Args, c.Keywords = p.arguments(lpar)
	p.want(opRpar)
	p.depth--
}

// arguments parses the arguments of a call or class definition, up to the ")".
// A lone generator expression shares its parentheses with the call; genexp is
// where they start, or NoPos where this is not allowed.
func (p *parser) arguments(genexp source.Pos) ([]Expr, []*Keyword) {
	base := len(p.exprStack)
	var few [8]*Keyword
	keywords := few[:0]
	unpacked := false // a "**" was seen
	for p.kind != opRpar {
		start := p.start()
		switch {
		case p.kind == opStar:
			if unpacked {
				p.fail()
			}
			p.next()
			x := p.expression()
			p.exprStack = append(p.exprStack, &Starred{Extent: p.from(start), Value: x})
		case p.kind == opDoubleStar:
			p.next()
			unpacked = true
			k := p.keywords.new()
			k.Value = p.expression()
			k.Extent = p.from(start)
			keywords = append(keywords, k)
		case p.kind == kName && p.peek() == opAssign:
			k := p.keywords.new()
			k.Arg = p.name()
			p.next()
			k.Value = p.expression()
			k.Extent = p.from(start)
			keywords = append(keywords, k)
		default:
			if len(keywords) > 0 {
				p.fail()
			}
			x := p.namedExpression()
			if (p.kind == kwFor || p.kind == kwAsync) && genexp.IsValid() && len(p.exprStack) == base {
				gens := p.comprehensions()
				if p.kind != opRpar {
					p.fail()
				}
				end := source.Pos(p.toks[p.pos].end)
				x = &GeneratorExp{Extent: Extent{genexp, end}, Elt: x, Generators: gens}
				p.exprStack = append(p.exprStack, x)
				return p.popExprs(base), nil
			}
			p.exprStack = append(p.exprStack, x)
		}
		if !p.got(opComma) {
			break
		}
		if len(p.exprStack) == base && len(keywords) == 0 {
			p.fail()
		}
	}
	return p.popExprs(base), p.keywordSlab.copy(keywords)
}

// slices: slice !',' | (slice | starred_expression) (',' ...)* [',']
func (p *parser) slices() Expr {
	start := p.start()
	var x Expr
	if p.kind != opStar {
		p.enter()
		x = p.slice()
		p.depth--
		if p.kind != opComma {
			return x
		}
	} else {
		x = p.starredExpression()
	}
	base := len(p.exprStack)
	p.exprStack = append(p.exprStack, x)
	for p.got(opComma) {
		if p.kind == opRsqb {
			break
		}
		if p.kind == opStar {
			x = p.starredExpression()
		} else {
			x = p.slice()
		}
		p.exprStack = append(p.exprStack, x)
	}
	return p.tuple(start, base)
}

// starred_expression: '*' expression
func (p *parser) starredExpression() Expr {
	start := p.start()
	p.next()
	x := p.expression()
	return &Starred{Extent: p.from(start), Value: x}
}

// slice: [expression] ':' [expression] [':' [expression]] | named_expression
func (p *parser) slice() Expr {
	start := p.start()
	var lower Expr
	if p.kind != opColon {
		named := p.kind == kName && p.peek() == opWalrus
		lower = p.namedExpression()
		if p.kind != opColon {
			return lower
		}
		if named {
			p.fail()
		}
	}
	s := &Slice{Lower: lower}
	p.next()
	if p.kind != opColon && p.kind != opComma && p.kind != opRsqb {
		s.Upper = p.expression()
	}
	if p.got(opColon) && p.kind != opComma && p.kind != opRsqb {
		s.Step = p.expression()
	}
	s.Extent = p.from(start)
	return s
}

// atom: NAME | 'True' | 'False' | 'None' | strings | NUMBER | '...'
// | '(' ... ')' | '[' ... ']' | '{' ... '}'
func (p *parser) atom() Expr {
	switch p.kind {
	case kName:
		return p.nameExpr()
	case kNumber:
		return p.number()
	case kString, kFStart:
		return p.strings()
	case kwNone:
		return p.constant(ConstNone)
	case kwTrue:
		return p.constant(ConstTrue)
	case kwFalse:
		return p.constant(ConstFalse)
	case opEllipsis:
		return p.constant(ConstEllipsis)
	case opLpar:
		return p.parens()
	case opLsqb:
		return p.list()
	case opLbrace:
		return p.braces()
	}
	p.fail()
	return nil
}

func (p *parser) constant(k ConstKind) Expr {
	c := p.constants.new()
	c.Kind = k
	c.Start = p.start()
	p.next()
	c.End = p.end()
	return c
}

func (p *parser) number() *Constant {
	c := p.constants.new()
	c.Extent = Extent{p.start(), source.Pos(p.toks[p.pos].end)}
	if msg := setNumber(c, p.text()); msg != "" {
		at := source.Pos(p.scan.lineStart(int(c.Start))) // CPython names the line only
		p.failWith(&syntaxError{msg: msg, span: source.Span{Start: at, End: source.NoPos}})
	}
	p.next()
	return c
}
