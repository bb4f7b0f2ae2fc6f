package syntax

// This file implements assignment targets. They are parsed as expressions and
// then checked and given their context: every target is an expression, and
// which expressions are targets shows in the kind of their nodes.

// starTargets parses star_targets, as in a for loop, up to the "in".
//
//	star_target !',' | star_target (',' star_target)* [',']
func (p *parser) starTargets(ctx ExprContext) Expr {
	start := p.start()
	x := p.starTarget(ctx)
	if p.kind != opComma {
		return x
	}
	base := len(p.exprStack)
	p.exprStack = append(p.exprStack, x)
	for p.got(opComma) {
		if !startsExpr[p.kind] && p.kind != opStar {
			break
		}
		p.exprStack = append(p.exprStack, p.starTarget(ctx))
	}
	t := p.tuple(start, base)
	t.(*Tuple).Ctx = ctx
	return t
}

// star_target: '*' (!'*' star_target) | target_with_star_atom
func (p *parser) starTarget(ctx ExprContext) Expr {
	var x Expr
	if p.kind == opStar {
		x = p.starred()
	} else {
		x = p.binary(precOr)
	}
	p.setTarget(x, ctx)
	return x
}

// setTarget gives x and the targets inside it the context ctx, and fails if x
// is no target.
func (p *parser) setTarget(x Expr, ctx ExprContext) {
	switch x := x.(type) {
	case *Name:
		x.Ctx = ctx
	case *Attribute:
		x.Ctx = ctx
	case *Subscript:
		x.Ctx = ctx
	case *Tuple:
		x.Ctx = ctx
		for _, e := range x.Elts {
			p.setTarget(e, ctx)
		}
	case *List:
		x.Ctx = ctx
		for _, e := range x.Elts {
			p.setTarget(e, ctx)
		}
	case *Starred:
		if ctx == Del {
			p.fail()
		}
		x.Ctx = ctx
		p.setTarget(x.Value, ctx)
	default:
		p.fail()
	}
}

// setSingleTarget is setTarget for a single_target: no tuple or list.
func (p *parser) setSingleTarget(x Expr) {
	switch x.(type) {
	case *Name, *Attribute, *Subscript:
		p.setTarget(x, Store)
	default:
		p.fail()
	}
}
