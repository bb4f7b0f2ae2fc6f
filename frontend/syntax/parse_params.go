package syntax

// This file implements the parsing of parameters (PEP 570, PEP 646) and type
// parameters (PEP 695, PEP 696).

// parameters parses the parameters of a function (closing is ")") or, without
// annotations, of a lambda (closing is ":").
func (p *parser) parameters(closing kind) *Arguments {
	a := p.newArguments()
	if p.kind == closing {
		return a
	}
	start := p.start()
	var fewArgs [8]*Arg
	list := fewArgs[:0] // positional parameters, or keyword-only ones after "*"
	base := len(p.exprStack)
	defaults, star := false, false
	for p.kind != closing {
		switch p.kind {
		case opSlash:
			if star || len(a.Posonlyargs) > 0 || len(list) == 0 {
				p.fail()
			}
			p.next()
			a.Posonlyargs = p.argSlab.copy(list)
			list = list[:0]
		case opStar:
			if star {
				p.fail()
			}
			star = true
			a.Args, list = p.argSlab.copy(list), list[:0]
			a.Defaults = p.popExprs(base)
			p.next()
			if p.kind == opComma {
				// A bare star is followed by a parameter.
				if p.peek() != kName {
					p.fail()
				}
			} else {
				a.Vararg = p.parameter(closing, true)
			}
		case opDoubleStar:
			p.next()
			a.Kwarg = p.parameter(closing, false)
			p.got(opComma)
			if p.kind != closing {
				p.fail()
			}
			continue
		default:
			list = append(list, p.parameter(closing, false))
			switch {
			case p.got(opAssign):
				defaults = true
				p.exprStack = append(p.exprStack, p.expression())
			case star:
				p.exprStack = append(p.exprStack, nil)
			case defaults:
				p.fail()
			}
		}
		if !p.got(opComma) {
			break
		}
	}
	if star {
		a.Kwonlyargs = p.argSlab.copy(list)
		a.KwDefaults = p.popExprs(base)
	} else {
		a.Args = p.argSlab.copy(list)
		a.Defaults = p.popExprs(base)
	}
	a.Extent = p.from(start)
	return a
}

func (p *parser) newArguments() *Arguments {
	a := p.arena.arguments.new()
	a.Start, a.End = p.start(), p.start()
	return a
}

// param: NAME [':' expression]; after a star ':' star_expression
func (p *parser) parameter(closing kind, star bool) *Arg {
	a := p.args.new()
	start := p.start()
	a.Arg = p.name()
	if closing == opRpar && p.got(opColon) {
		if star {
			a.Annotation = p.starExpression()
		} else {
			a.Annotation = p.expression()
		}
	}
	a.Extent = p.from(start)
	return a
}

// typeParams parses ['[' type_param (',' type_param)* [','] ']'].
func (p *parser) typeParams() []TypeParam {
	if p.kind != opLsqb {
		return nil
	}
	p.next()
	var list []TypeParam
	for {
		list = append(list, p.typeParam())
		if !p.got(opComma) || p.kind == opRsqb {
			break
		}
	}
	p.want(opRsqb)
	return list
}

// type_param: NAME [':' expression] ['=' expression]
// | '*' NAME ['=' star_expression] | '**' NAME ['=' expression]
func (p *parser) typeParam() TypeParam {
	start := p.start()
	switch p.kind {
	case opStar:
		p.next()
		t := &TypeVarTuple{Name: p.name()}
		if p.got(opAssign) {
			t.DefaultValue = p.starExpression()
		}
		t.Extent = p.from(start)
		return t
	case opDoubleStar:
		p.next()
		t := &ParamSpec{Name: p.name()}
		if p.got(opAssign) {
			t.DefaultValue = p.expression()
		}
		t.Extent = p.from(start)
		return t
	}
	t := &TypeVar{Name: p.name()}
	if p.got(opColon) {
		t.Bound = p.expression()
	}
	if p.got(opAssign) {
		t.DefaultValue = p.expression()
	}
	t.Extent = p.from(start)
	return t
}
