package syntax

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
)

// This file implements the entry points of the package.

// Parse parses a file. Errors and warnings are added to list. If there are
// errors, the tree has what could be parsed.
func Parse(f *source.File, list *diag.List) *Module {
	p := newParser(f, list)
	m := &Module{}
	if p.try(func() { m.Body = p.statements(); p.wantEnd() }) {
		p.addWarnings()
	} else {
		m.Body = p.recover()
	}
	m.End = source.Pos(len(f.Text))
	return m
}

// ParseExpr parses a file that consists of one expression, as eval does. It
// returns nil if there are errors.
func ParseExpr(f *source.File, list *diag.List) *Expression {
	p := newParser(f, list)
	e := &Expression{}
	ok := p.try(func() {
		e.Body = p.starlessExpressions()
		for p.got(kNewline) {
		}
		p.wantEnd()
	})
	if !ok {
		err := p.failure
		if err == nil {
			err = p.diagnose("eval", 0, true)
		}
		p.report(err)
		return nil
	}
	p.addWarnings()
	e.Extent = Extent{0, source.Pos(len(f.Text))}
	return e
}

func newParser(f *source.File, list *diag.List) *parser {
	s := newScanner(f)
	s.scan()
	return &parser{file: f, src: s.src, diags: list, scan: s, toks: s.tokens, kind: s.tokens[0].kind}
}

// try calls f and reports whether it got through without failing.
func (p *parser) try(f func()) (ok bool) {
	defer func() {
		if !ok {
			if r := recover(); r != (bailout{}) {
				panic(r)
			}
		}
	}()
	f()
	return true
}

func (p *parser) addWarnings() {
	for _, w := range p.warnings {
		p.diags.Warnf(diag.InvalidEscape, p.file, w.span, "%s", w.msg)
	}
}

// report adds an error to the list.
func (p *parser) report(e *syntaxError) {
	code := diag.InvalidSyntax
	switch {
	case e.class != "":
		code = diag.InvalidIndentation
	case e.msg == tooDeepMessage:
		code = diag.NestingTooDeep
	}
	d := p.diags.Errorf(code, p.file, e.span, "%s", e.msg)
	d.Exception, d.Plain = e.class, e.plain
}

// starlessExpressions parses
//
//	expressions: expression (',' expression)* [',']
func (p *parser) starlessExpressions() Expr {
	start := p.start()
	x := p.expression()
	if p.kind != opComma {
		return x
	}
	base := len(p.exprStack)
	p.exprStack = append(p.exprStack, x)
	for p.got(opComma) && startsExpr[p.kind] {
		p.exprStack = append(p.exprStack, p.expression())
	}
	return p.tuple(start, base)
}
