package ast

import (
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyparse"
)

// This file checks the trees that objects were made into: what the grammar says of the
// parser's trees by itself must hold of those that a program has made too.

// checker looks at the nodes of a tree.
type checker struct{ err exc }

func checkTree(t *pyparse.Tree) exc {
	c := &checker{}
	if t.Expr != nil {
		c.expr(t.Expr.Body, syntax.Load)
	} else {
		for _, s := range t.Module.Body {
			c.node(s)
		}
	}
	return c.err
}

func (c *checker) fail(format string, args ...any) {
	if c.err == nil {
		c.err = py.Raisef(py.ValueErrorType, format, args...)
	}
}

// nonempty fails for an empty list.
func (c *checker) nonempty(n int, what, owner string) {
	if n == 0 {
		c.fail("empty %s on %s", what, owner)
	}
}

// exprs checks a list of expressions.
func (c *checker) exprs(list []syntax.Expr, ctx syntax.ExprContext) {
	for _, e := range list {
		c.expr(e, ctx)
	}
}

// expr checks an expression that is used as ctx says.
func (c *checker) expr(e syntax.Expr, ctx syntax.ExprContext) {
	if e == nil || c.err != nil {
		return
	}
	has, assignable := syntax.Load, true
	var parts []syntax.Expr
	switch e := e.(type) {
	case *syntax.Name:
		has = e.Ctx
	case *syntax.Attribute:
		has = e.Ctx
	case *syntax.Subscript:
		has = e.Ctx
	case *syntax.Starred:
		has, parts = e.Ctx, []syntax.Expr{e.Value}
	case *syntax.List:
		has, parts = e.Ctx, e.Elts
	case *syntax.Tuple:
		has, parts = e.Ctx, e.Elts
	default:
		assignable = false
	}
	switch {
	case !assignable && ctx != syntax.Load:
		c.fail("expression which can't be assigned to in %s context", ctx)
	case assignable && has != ctx:
		c.fail("expression must have %s context but has %s instead", ctx, has)
	case parts != nil:
		c.exprs(parts, ctx)
	default:
		c.node(e)
	}
}

// node checks the parts of a node.
func (c *checker) node(n syntax.Node) {
	if c.err != nil {
		return
	}
	switch n := n.(type) {
	case *syntax.FunctionDef:
		c.nonempty(len(n.Body), "body", "FunctionDef")
	case *syntax.AsyncFunctionDef:
		c.nonempty(len(n.Body), "body", "AsyncFunctionDef")
	case *syntax.ClassDef:
		c.nonempty(len(n.Body), "body", "ClassDef")
	case *syntax.For:
		c.nonempty(len(n.Body), "body", "For")
	case *syntax.AsyncFor:
		c.nonempty(len(n.Body), "body", "AsyncFor")
	case *syntax.While:
		c.nonempty(len(n.Body), "body", "While")
	case *syntax.If:
		c.nonempty(len(n.Body), "body", "If")
	case *syntax.With:
		c.nonempty(len(n.Items), "items", "With")
		c.nonempty(len(n.Body), "body", "With")
	case *syntax.AsyncWith:
		c.nonempty(len(n.Items), "items", "AsyncWith")
		c.nonempty(len(n.Body), "body", "AsyncWith")
	case *syntax.Match:
		c.nonempty(len(n.Cases), "cases", "Match")
	case *syntax.MatchCase:
		c.nonempty(len(n.Body), "body", "match_case")
	case *syntax.Delete:
		c.nonempty(len(n.Targets), "targets", "Delete")
	case *syntax.Assign:
		c.nonempty(len(n.Targets), "targets", "Assign")
	case *syntax.Import:
		c.nonempty(len(n.Names), "names", "Import")
	case *syntax.ImportFrom:
		if n.Level < 0 {
			c.fail("Negative ImportFrom level")
		}
		c.nonempty(len(n.Names), "names", "ImportFrom")
	case *syntax.Global:
		c.nonempty(len(n.Names), "names", "Global")
	case *syntax.Nonlocal:
		c.nonempty(len(n.Names), "names", "Nonlocal")
	case *syntax.Raise:
		if n.Exc == nil && n.Cause != nil {
			c.fail("Raise with cause but no exception")
		}
	case *syntax.Try:
		c.try("Try", n.Body, n.Handlers, n.Orelse, n.Finalbody)
	case *syntax.TryStar:
		c.try("TryStar", n.Body, n.Handlers, n.Orelse, n.Finalbody)
	case *syntax.ExceptHandler:
		c.nonempty(len(n.Body), "body", "ExceptHandler")
	case *syntax.AnnAssign:
		if _, isName := n.Target.(*syntax.Name); n.Simple && !isName {
			c.err = py.Raisef(py.TypeErrorType, "AnnAssign with simple non-Name target")
		}
	case *syntax.BoolOp:
		if len(n.Values) < 2 {
			c.fail("BoolOp with less than 2 values")
		}
	case *syntax.Dict:
		if len(n.Keys) != len(n.Values) {
			c.fail("Dict doesn't have the same number of keys as values")
		}
	case *syntax.ListComp:
		c.generators(len(n.Generators))
	case *syntax.SetComp:
		c.generators(len(n.Generators))
	case *syntax.GeneratorExp:
		c.generators(len(n.Generators))
	case *syntax.DictComp:
		c.generators(len(n.Generators))
	case *syntax.Compare:
		switch {
		case len(n.Comparators) == 0:
			c.fail("Compare with no comparators")
		case len(n.Comparators) != len(n.Ops):
			c.fail("Compare has a different number of comparators and operands")
		}
	case *syntax.Arguments:
		if len(n.Defaults) > len(n.Args)+len(n.Posonlyargs) {
			c.fail("more positional defaults than args on arguments")
		}
		if len(n.KwDefaults) != len(n.Kwonlyargs) {
			c.fail("length of kwonlyargs is not the same as kw_defaults on arguments")
		}
	case *syntax.MatchMapping:
		if len(n.Keys) != len(n.Patterns) {
			c.fail("MatchMapping doesn't have the same number of keys as patterns")
		}
	case *syntax.MatchClass:
		if len(n.KwdAttrs) != len(n.KwdPatterns) {
			c.fail("MatchClass doesn't have the same number of keyword attributes as patterns")
		}
	case *syntax.MatchAs:
		if n.Pattern != nil && n.Name == "" {
			c.fail("MatchAs must specify a target name if a pattern is given")
		}
	case *syntax.MatchOr:
		if len(n.Patterns) < 2 {
			c.fail("MatchOr requires at least 2 patterns")
		}
	}
	c.children(n)
}

func (c *checker) generators(n int) {
	if n == 0 {
		c.fail("comprehension with no generators")
	}
}

func (c *checker) try(name string, body []syntax.Stmt, handlers []*syntax.ExceptHandler, orelse, finally []syntax.Stmt) {
	c.nonempty(len(body), "body", name)
	if len(handlers) == 0 && len(finally) == 0 {
		c.fail("%s has neither except handlers nor finalbody", name)
	}
	if len(handlers) == 0 && len(orelse) > 0 {
		c.fail("%s has orelse but no except handlers", name)
	}
}

// children checks the parts of n, expressions in the context that n gives them.
func (c *checker) children(n syntax.Node) {
	stored := map[syntax.Node]syntax.ExprContext{}
	store := func(e syntax.Expr) {
		if e != nil {
			stored[e] = syntax.Store
		}
	}
	switch n := n.(type) {
	case *syntax.Assign:
		for _, t := range n.Targets {
			store(t)
		}
	case *syntax.Delete:
		for _, t := range n.Targets {
			stored[t] = syntax.Del
		}
	case *syntax.AugAssign:
		store(n.Target)
	case *syntax.AnnAssign:
		store(n.Target)
	case *syntax.For:
		store(n.Target)
	case *syntax.AsyncFor:
		store(n.Target)
	case *syntax.WithItem:
		store(n.OptionalVars)
	case *syntax.Comprehension:
		store(n.Target)
	case *syntax.NamedExpr:
		store(n.Target)
	case *syntax.TypeAlias:
		store(n.Name)
	}
	syntax.Children(n, func(child syntax.Node) {
		if e, ok := child.(syntax.Expr); ok {
			c.expr(e, stored[child])
			return
		}
		c.node(child)
	})
}

// cover gives the nodes that have no place in Python the text of their parts.
func cover(n syntax.Node) source.Span {
	span := source.NoSpan
	syntax.Children(n, func(child syntax.Node) {
		s := cover(child)
		switch {
		case !s.IsValid():
		case !span.IsValid():
			span = s
		default:
			span = source.Span{Start: min(span.Start, s.Start), End: max(span.End, s.End)}
		}
	})
	var e *syntax.Extent
	switch n := n.(type) {
	case *syntax.Comprehension:
		e = &n.Extent
	case *syntax.Arguments:
		e = &n.Extent
	case *syntax.WithItem:
		e = &n.Extent
	case *syntax.MatchCase:
		e = &n.Extent
	case *syntax.Module:
		e = &n.Extent
	default:
		return n.Span()
	}
	if span.IsValid() {
		*e = syntax.Extent{Start: span.Start, End: span.End}
	}
	return span
}
