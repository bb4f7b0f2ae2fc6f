package modnames

import (
	"github.com/aio2go/aio2go/frontend/load"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the walk through a module, which knows what the program is prepared
// for where it stands.

// prepared goes through a part of the module with g added to the guard.
func (c *checker) prepared(g guard, visit func()) {
	was := c.guard
	c.guard = guard{was.attribute || g.attribute, was.imports || g.imports}
	visit()
	c.guard = was
}

var everything = guard{attribute: true, imports: true}

func (c *checker) stmts(list []syntax.Stmt) {
	for _, n := range list {
		c.node(n)
	}
}

func (c *checker) node(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.ImportFrom:
		c.importFrom(n)
	case *syntax.Attribute:
		c.attribute(n)
		c.node(n.Value)
	case *syntax.Name:
		c.name(n)
	case *syntax.If:
		if load.IsTypeChecking(n.Test) {
			c.stmts(n.Orelse) // the body never runs
			return
		}
		c.node(n.Test)
		c.prepared(platform(n.Test), func() {
			c.stmts(n.Body)
			c.stmts(n.Orelse)
		})
	case *syntax.IfExp:
		c.prepared(platform(n.Test), func() { c.children(n) })
	case *syntax.BoolOp:
		c.prepared(platform(n), func() { c.children(n) })
	case *syntax.Try:
		c.prepared(caught(n.Handlers), func() { c.stmts(n.Body) })
		c.handlers(n.Handlers)
		c.stmts(n.Orelse)
		c.stmts(n.Finalbody)
	case *syntax.TryStar:
		c.prepared(caught(n.Handlers), func() { c.stmts(n.Body) })
		c.handlers(n.Handlers)
		c.stmts(n.Orelse)
		c.stmts(n.Finalbody)
	case *syntax.With:
		var g guard
		for _, i := range n.Items {
			c.node(i)
			s := suppressed(i.ContextExpr)
			g = guard{g.attribute || s.attribute, g.imports || s.imports}
		}
		c.prepared(g, func() { c.stmts(n.Body) })
	case *syntax.Arg:
		c.annotation(n.Annotation)
	case *syntax.Lambda:
		c.depth++
		c.children(n)
		c.depth--
	case *syntax.FunctionDef:
		c.function(n, n.Returns)
	case *syntax.AsyncFunctionDef:
		c.function(n, n.Returns)
	case *syntax.AnnAssign:
		c.annotation(n.Annotation)
		c.node(n.Target)
		if n.Value != nil {
			c.node(n.Value)
		}
	default:
		c.children(n)
	}
}

func (c *checker) children(n syntax.Node) {
	syntax.Children(n, c.node)
}

// function goes through a definition; returns is its last annotation.
func (c *checker) function(n syntax.Node, returns syntax.Expr) {
	syntax.Children(n, func(child syntax.Node) {
		if returns != nil && child == syntax.Node(returns) {
			c.annotation(returns)
			return
		}
		if _, ok := child.(syntax.Stmt); ok {
			c.depth++
			defer func() { c.depth-- }()
		}
		c.node(child)
	})
}

// annotation goes through an annotation unless nothing evaluates it.
func (c *checker) annotation(e syntax.Expr) {
	if e != nil && !c.info.LazyAnnotations() {
		c.node(e)
	}
}

func (c *checker) handlers(list []*syntax.ExceptHandler) {
	for _, h := range list {
		c.children(h)
	}
}

func platform(test syntax.Expr) guard {
	if load.AsksPlatform(test) {
		return everything
	}
	return guard{}
}

func caught(handlers []*syntax.ExceptHandler) guard {
	return guard{
		attribute: load.Catches(handlers, "AttributeError"),
		imports:   load.Catches(handlers, "ImportError"),
	}
}

func suppressed(e syntax.Expr) guard {
	return guard{
		attribute: load.Suppresses(e, "AttributeError"),
		imports:   load.Suppresses(e, "ImportError"),
	}
}
