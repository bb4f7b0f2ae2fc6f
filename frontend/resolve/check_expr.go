package resolve

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the checks of expressions.

// checkExprs checks the expressions in list that there are.
func (c *checker) checkExprs(list []syntax.Expr) {
	for _, e := range list {
		if e != nil {
			c.checkExpr(e)
		}
	}
}

func (c *checker) checkExpr(e syntax.Expr) {
	switch e := e.(type) {
	case *syntax.Name:
		c.checkName(e)
	case *syntax.Attribute:
		c.checkExpr(e.Value)
		if e.Ctx == syntax.Store {
			c.assignable(e.Attr, e.Span())
		}
	case *syntax.Starred:
		if e.Ctx == syntax.Store {
			c.errorf(diag.MisplacedStar, e.Span(), "starred assignment target must be in a list or tuple")
		} else {
			c.errorf(diag.MisplacedStar, e.Span(), "can't use starred expression here")
		}
		c.checkExpr(e.Value)
	case *syntax.Tuple:
		c.checkElts(e, e.Elts, e.Ctx)
	case *syntax.List:
		c.checkElts(e, e.Elts, e.Ctx)
	case *syntax.Set:
		c.checkElts(e, e.Elts, syntax.Load)
	case *syntax.Dict:
		for i, k := range e.Keys {
			if k != nil {
				c.checkExpr(k)
			}
			c.checkExpr(e.Values[i])
		}
	case *syntax.NamedExpr:
		c.checkExpr(e.Value)
		c.checkExpr(e.Target)
	case *syntax.UnaryOp:
		c.checkUnary(e)
	case *syntax.Compare:
		c.checkIs(e, false)
		c.checkCompare(e)
	case *syntax.Call:
		c.checkKeywords(e.Keywords)
		c.checkCallee(e)
		c.checkExpr(e.Func)
		c.checkArguments(e.Args, e.Keywords)
	case *syntax.Subscript:
		if e.Ctx == syntax.Load && fold(e) == nil {
			c.checkSubscript(e)
		}
		c.checkExpr(e.Value)
		c.checkExpr(e.Slice)
	case *syntax.Lambda:
		c.checkArgs(e.Args)
		c.checkExprs(e.Args.Defaults)
		c.checkExprs(e.Args.KwDefaults)
		c.within(c.info.ScopeOf(e), func(c *checker) { c.checkExpr(e.Body) })
	case *syntax.IfExp:
		c.checkExpr(e.Test)
		c.checkExpr(e.Body)
		c.checkExpr(e.Orelse)
	case *syntax.ListComp:
		c.checkComp(e, e.Generators, e.Elt, nil)
	case *syntax.SetComp:
		c.checkComp(e, e.Generators, e.Elt, nil)
	case *syntax.DictComp:
		c.checkComp(e, e.Generators, e.Key, e.Value)
	case *syntax.GeneratorExp:
		c.checkComp(e, e.Generators, e.Elt, nil)
	case *syntax.Yield:
		c.checkYield(e, "'yield'")
		if e.Value != nil {
			c.checkExpr(e.Value)
		}
	case *syntax.YieldFrom:
		if c.checkYield(e, "'yield from'") && c.isAsync() {
			c.errorf(diag.MisplacedYield, e.Span(), "'yield from' inside async function")
		}
		c.checkExpr(e.Value)
	case *syntax.Await:
		c.checkAwait(e)
		c.checkExpr(e.Value)
	default:
		syntax.Children(e, func(n syntax.Node) { c.checkExpr(n.(syntax.Expr)) })
	}
}

func (c *checker) checkName(n *syntax.Name) {
	switch {
	case n.Id != "__debug__":
	case n.Ctx == syntax.Store:
		c.assignable(n.Id, n.Span())
	case n.Ctx == syntax.Del:
		c.errorf(diag.AssignedDebug, n.Span(), "cannot delete __debug__")
	}
}

// checkElts checks the elements of a display or a list of targets, in which
// there may be starred ones.
func (c *checker) checkElts(e syntax.Expr, elts []syntax.Expr, ctx syntax.ExprContext) {
	if ctx == syntax.Store {
		starred := false
		for i, elt := range elts {
			if _, ok := elt.(*syntax.Starred); !ok {
				continue
			}
			switch {
			case starred:
				c.errorf(diag.MisplacedStar, e.Span(), "multiple starred expressions in assignment")
			case i >= 1<<8 || len(elts)-i-1 >= 1<<23:
				c.errorf(diag.MisplacedStar, e.Span(), "too many expressions in star-unpacking assignment")
			}
			if starred {
				break
			}
			starred = true
		}
	}
	for _, elt := range elts {
		if star, ok := elt.(*syntax.Starred); ok && ctx != syntax.Del {
			elt = star.Value
		}
		c.checkExpr(elt)
	}
}

// checkUnary checks an operation with one operand. CPython compiles "not a is
// b" as "a is not b".
func (c *checker) checkUnary(n *syntax.UnaryOp) {
	not := false
	var e syntax.Expr = n
	for {
		u, ok := e.(*syntax.UnaryOp)
		if !ok || u.Op != syntax.Not {
			break
		}
		not, e = !not, u.Operand
	}
	if cmp, ok := e.(*syntax.Compare); ok && len(cmp.Ops) == 1 {
		c.checkIs(cmp, not)
		c.checkCompare(cmp)
		return
	}
	c.checkExpr(n.Operand)
}

func (c *checker) checkCompare(n *syntax.Compare) {
	c.checkExpr(n.Left)
	c.checkExprs(n.Comparators)
}

// checkArguments checks the arguments of a call.
func (c *checker) checkArguments(args []syntax.Expr, keywords []*syntax.Keyword) {
	for _, a := range args {
		if star, ok := a.(*syntax.Starred); ok {
			a = star.Value
		}
		c.checkExpr(a)
	}
	for _, k := range keywords {
		c.checkExpr(k.Value)
	}
}

// checkKeywords checks that the names of keyword arguments differ.
func (c *checker) checkKeywords(list []*syntax.Keyword) {
	seen := make(map[string]bool, len(list))
	reported := make(map[string]bool)
	for i, k := range list {
		if k.Arg == "" {
			continue
		}
		c.assignable(k.Arg, k.Span())
		if seen[k.Arg] {
			continue
		}
		seen[k.Arg] = true
		// CPython looks for the later ones of each name, so the first error is
		// about the first name that is repeated.
		for _, other := range list[i+1:] {
			if other.Arg == k.Arg && !reported[k.Arg] {
				c.errorf(diag.RepeatedKeyword, other.Span(), "keyword argument repeated: %s", k.Arg)
				reported[k.Arg] = true
			}
		}
	}
}

func (c *checker) checkYield(e syntax.Expr, what string) bool {
	if c.unit.IsFunctionLike() || c.reported[e] {
		return true
	}
	c.errorf(diag.YieldOutsideFunction, e.Span(), "%s outside function", what)
	return false
}

// checkAwait checks an await expression. In the code object of a generator
// expression it makes the generator an asynchronous one.
func (c *checker) checkAwait(e *syntax.Await) {
	switch {
	case c.reported[e]:
	case !c.unit.IsFunctionLike():
		if !c.awaitOK {
			c.errorf(diag.AwaitOutsideAsync, e.Span(), "'await' outside function")
		}
	case c.unit.Kind != ComprehensionScope:
		c.await("'await'", e.Span())
	}
}

// checkComp checks a comprehension.
func (c *checker) checkComp(e syntax.Expr, gens []*syntax.Comprehension, elt, value syntax.Expr) {
	s := c.info.ScopeOf(e)
	body := func(in *checker) {
		if s.IsCoroutine && s.Comp != Generator && !c.isAsync() && c.unit.Kind != ComprehensionScope && !c.awaitOK {
			d := c.errorf(diag.AwaitOutsideAsync, e.Span(), "asynchronous comprehension outside of an asynchronous function")
			c.explainAwait(d)
			in.awaitOK = true
		}
		in.checkGenerators(e, gens, elt, value)
	}
	if s.Inlined {
		c.checkExpr(gens[0].Iter)
		was := c.awaitOK
		body(c)
		c.awaitOK = was
		return
	}
	c.within(s, body)
	c.checkExpr(gens[0].Iter)
}

// checkGenerators checks the parts of a comprehension but for the first
// iterable.
func (c *checker) checkGenerators(e syntax.Expr, gens []*syntax.Comprehension, elt, value syntax.Expr) {
	depth := len(c.blocks)
	for i, g := range gens {
		if i > 0 {
			c.checkExpr(g.Iter)
		}
		if g.IsAsync {
			c.push(block{}, e.Span())
		}
		c.checkExpr(g.Target)
		c.checkExprs(g.Ifs)
	}
	c.checkExpr(elt)
	if value != nil {
		c.checkExpr(value)
	}
	c.blocks = c.blocks[:depth]
}
