package syntax

import "github.com/aio2go/aio2go/frontend/source"

// This file implements the parsing of patterns (PEP 634).

// patterns: open_sequence_pattern | pattern
func (p *parser) patterns() Pattern {
	start := p.start()
	star := p.kind == opStar
	x := p.maybeStarPattern()
	if p.kind != opComma {
		if star {
			p.fail()
		}
		return x
	}
	list := p.morePatterns(x, opColon)
	return &MatchSequence{Extent: p.from(start), Patterns: list}
}

// morePatterns parses the rest of a sequence pattern after its first element.
func (p *parser) morePatterns(first Pattern, closing kind) []Pattern {
	list := []Pattern{first}
	for p.got(opComma) {
		if p.kind == closing || closing == opColon && p.kind == kwIf {
			break
		}
		list = append(list, p.maybeStarPattern())
	}
	return list
}

// maybe_star_pattern: star_pattern | pattern
func (p *parser) maybeStarPattern() Pattern {
	if p.kind != opStar {
		return p.pattern()
	}
	start := p.start()
	p.next()
	m := &MatchStar{Name: p.captureName()}
	if m.Name == "_" {
		m.Name = ""
	}
	m.Extent = p.from(start)
	return m
}

// captureName parses the name of a capture, or "_".
func (p *parser) captureName() string {
	name := p.name()
	if name != "_" {
		p.notCallOrAttr()
	}
	return name
}

// notCallOrAttr fails at what would make a capture something else.
func (p *parser) notCallOrAttr() {
	if p.kind == opDot || p.kind == opLpar || p.kind == opAssign {
		p.fail()
	}
}

// pattern: or_pattern ['as' pattern_capture_target]
func (p *parser) pattern() Pattern {
	start := p.start()
	p.enter()
	x := p.orPattern()
	if p.got(kwAs) {
		name := p.captureName()
		if name == "_" {
			p.fail()
		}
		x = &MatchAs{Extent: p.from(start), Pattern: x, Name: name}
	}
	p.depth--
	return x
}

// or_pattern: closed_pattern ('|' closed_pattern)*
func (p *parser) orPattern() Pattern {
	start := p.start()
	x := p.closedPattern()
	if p.kind != opVbar {
		return x
	}
	list := []Pattern{x}
	for p.got(opVbar) {
		list = append(list, p.closedPattern())
	}
	return &MatchOr{Extent: p.from(start), Patterns: list}
}

// closedPattern parses a literal, capture, wildcard, value, group, sequence,
// mapping or class pattern.
func (p *parser) closedPattern() Pattern {
	start := p.start()
	switch p.kind {
	case kwNone, kwTrue, kwFalse:
		k := [...]ConstKind{kwNone - kwFalse: ConstNone, kwTrue - kwFalse: ConstTrue, 0: ConstFalse}[p.kind-kwFalse]
		p.next()
		return &MatchSingleton{Extent: p.from(start), Value: k}
	case kNumber, opMinus, opPlus, kString, kFStart:
		x := p.literal()
		return &MatchValue{Extent: p.from(start), Value: x}
	case opLsqb:
		return p.sequencePattern(opRsqb)
	case opLpar:
		return p.sequencePattern(opRpar)
	case opLbrace:
		return p.mappingPattern()
	case kName:
		return p.namePattern()
	}
	p.fail()
	return nil
}

// literal parses a number, with a sign, possibly complex, or strings.
//
//	signed_number !('+' | '-') | signed_real_number ('+' | '-') imaginary_number | strings
func (p *parser) literal() Expr {
	if p.kind == kString || p.kind == kFStart {
		return p.strings()
	}
	start := p.start()
	x, re := p.signedNumber()
	var op Operator
	switch p.kind {
	case opPlus:
		op = Add
	case opMinus:
		op = Sub
	default:
		return x
	}
	p.next()
	if p.kind != kNumber {
		p.fail()
	}
	im := p.number()
	if re.Kind == ConstComplex || im.Kind != ConstComplex {
		p.fail()
	}
	return &BinOp{Extent: p.from(start), Left: x, Op: op, Right: im}
}

// signed_number: NUMBER | '-' NUMBER
func (p *parser) signedNumber() (Expr, *Constant) {
	start := p.start()
	minus := p.got(opMinus)
	if p.kind != kNumber {
		p.fail()
	}
	c := p.number()
	if minus {
		return &UnaryOp{Extent: p.from(start), Op: USub, Operand: c}, c
	}
	return c, c
}

// sequencePattern parses a sequence pattern in brackets, or a group.
//
//	'[' [maybe_sequence_pattern] ']' | '(' [open_sequence_pattern] ')' | '(' pattern ')'
func (p *parser) sequencePattern(closing kind) Pattern {
	start := p.start()
	p.next()
	var list []Pattern
	if p.kind != closing {
		star := p.kind == opStar
		x := p.maybeStarPattern()
		if closing == opRpar && p.kind != opComma {
			if star {
				p.fail()
			}
			p.want(opRpar)
			return x
		}
		list = p.morePatterns(x, closing)
	}
	p.want(closing)
	return &MatchSequence{Extent: p.from(start), Patterns: list}
}

// mappingPattern parses
//
//	'{' [(literal_expr | attr) ':' pattern (',' ...)*] ['**' NAME] [','] '}'
func (p *parser) mappingPattern() Pattern {
	start := p.start()
	m := &MatchMapping{}
	p.next()
	for p.kind != opRbrace {
		if p.got(opDoubleStar) {
			m.Rest = p.captureName()
			if m.Rest == "_" {
				p.fail()
			}
			p.got(opComma)
			break
		}
		m.Keys = append(m.Keys, p.mappingKey())
		p.want(opColon)
		m.Patterns = append(m.Patterns, p.pattern())
		if !p.got(opComma) {
			break
		}
	}
	p.want(opRbrace)
	m.Extent = p.from(start)
	return m
}

func (p *parser) mappingKey() Expr {
	switch p.kind {
	case kwNone:
		return p.constant(ConstNone)
	case kwTrue:
		return p.constant(ConstTrue)
	case kwFalse:
		return p.constant(ConstFalse)
	case kName:
		x := p.nameOrAttr()
		if _, ok := x.(*Attribute); !ok {
			p.fail()
		}
		return x
	case kNumber, opMinus, kString, kFStart:
		return p.literal()
	}
	p.fail()
	return nil
}

// name_or_attr: NAME ('.' NAME)*
func (p *parser) nameOrAttr() Expr {
	start := p.start()
	var x Expr = p.nameExpr()
	for p.got(opDot) {
		a := p.attributes.new()
		a.Value, a.Attr = x, p.name()
		a.Extent = p.from(start)
		x = a
	}
	return x
}

// namePattern parses a wildcard, capture, value or class pattern.
func (p *parser) namePattern() Pattern {
	start := p.start()
	if next := p.peek(); next != opDot && next != opLpar {
		m := &MatchAs{Name: p.name()}
		if m.Name == "_" {
			m.Name = ""
		} else {
			p.notCallOrAttr()
		}
		m.Extent = p.from(start)
		return m
	}
	x := p.nameOrAttr()
	if p.kind == opLpar {
		return p.classPattern(start, x)
	}
	p.notCallOrAttr()
	return &MatchValue{Extent: p.from(start), Value: x}
}

// classPattern parses the arguments of a class pattern.
//
//	name_or_attr '(' [pattern (',' pattern)*] [NAME '=' pattern (',' ...)*] [','] ')'
func (p *parser) classPattern(start source.Pos, cls Expr) Pattern {
	m := &MatchClass{Cls: cls}
	p.next()
	for p.kind != opRpar {
		if p.kind == kName && p.peek() == opAssign {
			m.KwdAttrs = append(m.KwdAttrs, p.name())
			p.next()
			m.KwdPatterns = append(m.KwdPatterns, p.pattern())
		} else {
			if len(m.KwdAttrs) > 0 {
				p.fail()
			}
			m.Patterns = append(m.Patterns, p.pattern())
		}
		if !p.got(opComma) {
			break
		}
	}
	p.want(opRpar)
	m.Extent = p.from(start)
	return m
}
