package resolve

import (
	"slices"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the checks of match statements. See
// https://docs.python.org/3.13/reference/compound_stmts.html#patterns.

// patternState is what the check of a pattern knows of the pattern around it.
type patternState struct {
	names       []string // bound so far, in order
	irrefutable bool     // the pattern may be one that matches everything
}

func (c *checker) checkMatch(n *syntax.Match) {
	c.checkExpr(n.Subject)
	for i, m := range n.Cases {
		last := i == len(n.Cases)-1
		st := &patternState{irrefutable: last || m.Guard != nil}
		c.checkPattern(m.Pattern, st)
		if m.Guard != nil {
			c.checkExpr(m.Guard)
		}
		c.checkStmts(m.Body)
	}
}

func (c *checker) checkPattern(p syntax.Pattern, st *patternState) {
	switch p := p.(type) {
	case *syntax.MatchValue:
		if !isPatternValue(p.Value) {
			c.errorf(diag.InvalidPattern, p.Span(), "patterns may only match literals and attribute lookups")
		}
		c.checkExpr(p.Value)
	case *syntax.MatchSequence:
		c.checkSequencePattern(p, st)
	case *syntax.MatchStar:
		c.capture(p.Name, p.Span(), st)
	case *syntax.MatchMapping:
		c.checkMappingPattern(p, st)
	case *syntax.MatchClass:
		c.checkClassPattern(p, st)
	case *syntax.MatchAs:
		if p.Pattern != nil {
			c.checkPattern(p.Pattern, st)
		} else if !st.irrefutable {
			if p.Name == "" {
				c.errorf(diag.UnreachablePattern, p.Span(), "wildcard makes remaining patterns unreachable")
			} else {
				c.errorf(diag.UnreachablePattern, p.Span(),
					"name capture %s makes remaining patterns unreachable", reprStr(p.Name))
			}
		}
		c.capture(p.Name, p.Span(), st)
	case *syntax.MatchOr:
		c.checkOrPattern(p, st)
	}
}

// isPatternValue reports whether e can be compared with in a pattern: what the
// grammar allows but for f-strings.
func isPatternValue(e syntax.Expr) bool {
	if _, ok := e.(*syntax.Attribute); ok {
		return true
	}
	return fold(e) != nil
}

// checkSubpattern checks a pattern that is matched against a part of the
// subject, for which it does not matter whether it always matches.
func (c *checker) checkSubpattern(p syntax.Pattern, st *patternState) {
	was := st.irrefutable
	st.irrefutable = true
	c.checkPattern(p, st)
	st.irrefutable = was
}

// capture binds name.
func (c *checker) capture(name string, span source.Span, st *patternState) {
	if name == "" {
		return
	}
	c.assignable(name, span)
	if slices.Contains(st.names, name) {
		c.capturedTwice(name, span)
		return
	}
	st.names = append(st.names, name)
}

func (c *checker) capturedTwice(name string, span source.Span) {
	c.errorf(diag.InvalidPattern, span, "multiple assignments to name %s in pattern", reprStr(name))
}

func (c *checker) checkSequencePattern(p *syntax.MatchSequence, st *patternState) {
	stars := 0
	for _, sub := range p.Patterns {
		if _, ok := sub.(*syntax.MatchStar); ok {
			stars++
		}
	}
	if stars > 1 {
		c.errorf(diag.InvalidPattern, p.Span(), "multiple starred names in sequence pattern")
	}
	for _, sub := range p.Patterns {
		c.checkSubpattern(sub, st)
	}
}

func (c *checker) checkMappingPattern(p *syntax.MatchMapping, st *patternState) {
	var seen []*constant
	for _, k := range p.Keys {
		if v := fold(k); v != nil {
			if slices.ContainsFunc(seen, v.equal) {
				c.errorf(diag.InvalidPattern, p.Span(), "mapping pattern checks duplicate key (%s)", v.repr())
			}
			seen = append(seen, v)
		} else if !isPatternValue(k) {
			c.errorf(diag.InvalidPattern, p.Span(), "mapping pattern keys may only match literals and attribute lookups")
		}
		c.checkExpr(k)
	}
	for _, sub := range p.Patterns {
		c.checkSubpattern(sub, st)
	}
	c.capture(p.Rest, p.Span(), st)
}

func (c *checker) checkClassPattern(p *syntax.MatchClass, st *patternState) {
	for i, attr := range p.KwdAttrs {
		c.assignable(attr, p.KwdPatterns[i].Span())
		for j := i + 1; j < len(p.KwdAttrs); j++ {
			if p.KwdAttrs[j] == attr {
				c.errorf(diag.InvalidPattern, p.KwdPatterns[j].Span(), "attribute name repeated in class pattern: %s", attr)
				break
			}
		}
	}
	c.checkExpr(p.Cls)
	for _, sub := range p.Patterns {
		c.checkSubpattern(sub, st)
	}
	for _, sub := range p.KwdPatterns {
		c.checkSubpattern(sub, st)
	}
}

// checkOrPattern checks alternatives, all of which must bind the same names.
func (c *checker) checkOrPattern(p *syntax.MatchOr, st *patternState) {
	var names []string
	before := len(c.info.Errors)
	for i, alt := range p.Patterns {
		sub := &patternState{irrefutable: st.irrefutable && i == len(p.Patterns)-1}
		c.checkPattern(alt, sub)
		if i == 0 {
			names = sub.names
			continue
		}
		differ := len(names) != len(sub.names)
		for _, n := range names {
			differ = differ || !slices.Contains(sub.names, n)
		}
		if differ {
			if len(c.info.Errors) > before {
				break // more likely, a name is not meant to be a capture
			}
			c.errorf(diag.InvalidPattern, p.Span(), "alternative patterns bind different names")
			break
		}
	}
	for _, n := range names {
		if slices.Contains(st.names, n) {
			c.capturedTwice(n, p.Span())
			continue
		}
		st.names = append(st.names, n)
	}
}
