package resolve

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the checks of statements.

func (c *checker) checkStmts(list []syntax.Stmt) {
	for _, s := range list {
		c.checkStmt(s)
	}
}

func (c *checker) checkStmt(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.FunctionDef:
		c.checkFunction(s, s.Name, s.Args, s.Body, s.DecoratorList, s.Returns, s.TypeParams)
	case *syntax.AsyncFunctionDef:
		c.checkFunction(s, s.Name, s.Args, s.Body, s.DecoratorList, s.Returns, s.TypeParams)
	case *syntax.ClassDef:
		c.checkClass(s)
	case *syntax.TypeAlias:
		c.checkTypeAlias(s)
	case *syntax.Return:
		c.checkReturn(s)
	case *syntax.Delete:
		c.checkExprs(s.Targets)
	case *syntax.Assign:
		c.checkExpr(s.Value)
		c.checkExprs(s.Targets)
	case *syntax.AnnAssign:
		c.checkAnnAssign(s)
	case *syntax.AugAssign:
		c.checkAugAssign(s)
	case *syntax.For:
		c.checkFor(s, s.Target, s.Iter, s.Body, s.Orelse)
	case *syntax.AsyncFor:
		c.await("'async for'", s.Span())
		c.checkFor(s, s.Target, s.Iter, s.Body, s.Orelse)
	case *syntax.While:
		c.push(block{kind: loopBlock}, s.Span())
		c.checkExpr(s.Test)
		c.checkStmts(s.Body)
		c.pop()
		c.checkStmts(s.Orelse)
	case *syntax.If:
		c.checkExpr(s.Test)
		c.checkStmts(s.Body)
		c.checkStmts(s.Orelse)
	case *syntax.With:
		c.checkWith(s.Items, s.Body)
	case *syntax.AsyncWith:
		c.await("'async with'", s.Span())
		c.checkWith(s.Items, s.Body)
	case *syntax.Match:
		c.checkMatch(s)
	case *syntax.Raise:
		c.checkExprs([]syntax.Expr{s.Exc, s.Cause})
	case *syntax.Try:
		c.checkTry(s, s.Body, s.Handlers, s.Orelse, s.Finalbody, false)
	case *syntax.TryStar:
		c.checkTry(s, s.Body, s.Handlers, s.Orelse, s.Finalbody, true)
	case *syntax.Assert:
		c.checkAssert(s)
	case *syntax.Import:
		for _, a := range s.Names {
			c.assignable(storeName(a), s.Span())
		}
	case *syntax.ImportFrom:
		c.checkImportFrom(s)
	case *syntax.ExprStmt:
		c.checkExpr(s.Value)
	case *syntax.Break:
		if !c.leaveBlocks(s.Span(), true) {
			c.errorf(diag.BreakOutsideLoop, s.Span(), "'break' outside loop")
		}
	case *syntax.Continue:
		if !c.leaveBlocks(s.Span(), true) {
			c.errorf(diag.BreakOutsideLoop, s.Span(), "'continue' not properly in loop")
		}
	}
}

func (c *checker) checkFunction(n syntax.Stmt, name string, args *syntax.Arguments, body []syntax.Stmt,
	decorators []syntax.Expr, returns syntax.Expr, params []syntax.TypeParam) {
	c.checkArgs(args)
	c.checkExprs(decorators)
	c.checkExprs(args.Defaults)
	c.checkExprs(args.KwDefaults)
	if len(params) > 0 {
		c.within(c.info.TypeParamsScope(n), func(c *checker) {
			c.checkTypeParams(params)
			c.checkFunctionBody(n, args, body, returns)
		})
	} else {
		c.checkFunctionBody(n, args, body, returns)
	}
	c.assignable(name, n.Span())
}

// checkArgs checks the names of parameters.
func (c *checker) checkArgs(args *syntax.Arguments) {
	check := func(a *syntax.Arg) {
		if a != nil {
			c.assignable(a.Arg, a.Span())
		}
	}
	for _, a := range args.Posonlyargs {
		check(a)
	}
	for _, a := range args.Args {
		check(a)
	}
	check(args.Vararg)
	for _, a := range args.Kwonlyargs {
		check(a)
	}
	check(args.Kwarg)
}

func (c *checker) checkFunctionBody(n syntax.Stmt, args *syntax.Arguments, body []syntax.Stmt, returns syntax.Expr) {
	if !c.info.LazyAnnotations() {
		c.checkAnnotations(args, returns)
	}
	c.within(c.info.ScopeOf(n), func(c *checker) { c.checkStmts(body) })
}

// checkAnnotations checks annotations in the order in which compile.c has them:
// positional-only parameters after the others.
func (c *checker) checkAnnotations(args *syntax.Arguments, returns syntax.Expr) {
	check := func(a *syntax.Arg) {
		if a == nil || a.Annotation == nil {
			return
		}
		if star, ok := a.Annotation.(*syntax.Starred); ok { // *args: *Ts (PEP 646)
			c.checkExpr(star.Value)
		} else {
			c.checkExpr(a.Annotation)
		}
	}
	for _, a := range args.Args {
		check(a)
	}
	for _, a := range args.Posonlyargs {
		check(a)
	}
	check(args.Vararg)
	for _, a := range args.Kwonlyargs {
		check(a)
	}
	check(args.Kwarg)
	if returns != nil {
		c.checkExpr(returns)
	}
}

// checkClass checks a class definition: the body first, since its code object
// is what the call of the metaclass is given first.
func (c *checker) checkClass(n *syntax.ClassDef) {
	c.checkExprs(n.DecoratorList)
	body := func(c *checker) {
		c.within(c.info.ScopeOf(n), func(c *checker) { c.checkStmts(n.Body) })
		c.checkKeywords(n.Keywords)
		c.checkArguments(n.Bases, n.Keywords)
	}
	if len(n.TypeParams) > 0 {
		c.within(c.info.TypeParamsScope(n), func(c *checker) {
			c.checkTypeParams(n.TypeParams)
			body(c)
		})
	} else {
		body(c)
	}
	c.assignable(n.Name, n.Span())
}

func (c *checker) checkTypeAlias(n *syntax.TypeAlias) {
	value := func(c *checker) {
		c.within(c.info.ScopeOf(n), func(c *checker) { c.checkExpr(n.Value) })
	}
	if len(n.TypeParams) > 0 {
		c.within(c.info.TypeParamsScope(n), func(c *checker) {
			c.checkTypeParams(n.TypeParams)
			value(c)
		})
	} else {
		value(c)
	}
	c.assignable(n.Name.Id, n.Span())
}

func (c *checker) checkTypeParams(list []syntax.TypeParam) {
	seenDefault := false
	for _, p := range list {
		var name string
		var bound, def syntax.Expr
		switch p := p.(type) {
		case *syntax.TypeVar:
			name, bound, def = p.Name, p.Bound, p.DefaultValue
		case *syntax.TypeVarTuple:
			name, def = p.Name, p.DefaultValue
		case *syntax.ParamSpec:
			name, def = p.Name, p.DefaultValue
		}
		if bound != nil {
			c.within(c.info.BoundScope(p), func(c *checker) { c.checkExpr(bound) })
		}
		switch {
		case def != nil:
			seenDefault = true
			if star, ok := def.(*syntax.Starred); ok { // *Ts = *tuple[int]
				def = star.Value
			}
			c.within(c.info.DefaultScope(p), func(c *checker) { c.checkExpr(def) })
		case seenDefault:
			c.errorf(diag.InvalidTypeParameter, p.Span(),
				"non-default type parameter '%s' follows default type parameter", name)
		}
		c.assignable(name, p.Span())
	}
}

func (c *checker) checkReturn(n *syntax.Return) {
	if !c.unit.IsFunctionLike() {
		c.errorf(diag.ReturnOutsideFunction, n.Span(), "'return' outside function")
		if n.Value != nil {
			c.checkExpr(n.Value)
		}
		return
	}
	span := n.Span()
	if n.Value != nil {
		if c.unit.IsCoroutine && c.unit.IsGenerator {
			c.errorf(diag.ReturnInAsyncGenerator, span, "'return' with value in async generator")
		}
		if fold(n.Value) != nil {
			span = n.Value.Span()
		} else {
			c.checkExpr(n.Value)
		}
	}
	c.leaveBlocks(span, false)
}

func (c *checker) checkAnnAssign(n *syntax.AnnAssign) {
	if n.Value != nil {
		c.checkExpr(n.Value)
		c.checkExpr(n.Target)
	}
	evaluated := (c.unit.Kind == ModuleScope || c.unit.Kind == ClassScope) && !c.info.LazyAnnotations()
	switch t := n.Target.(type) {
	case *syntax.Name:
		if n.Value == nil {
			c.assignable(t.Id, n.Span())
		}
	case *syntax.Attribute:
		if n.Value == nil {
			c.assignable(t.Attr, n.Span())
			c.checkExpr(t.Value)
		}
	case *syntax.Subscript:
		if n.Value == nil {
			c.checkExpr(t.Value)
			c.checkExpr(t.Slice)
		}
	}
	if evaluated {
		c.checkExpr(n.Annotation)
	}
}

func (c *checker) checkAugAssign(n *syntax.AugAssign) {
	switch t := n.Target.(type) {
	case *syntax.Attribute: // compile.c lets x.__debug__ += 1 pass
		c.checkExpr(t.Value)
		c.checkExpr(n.Value)
	case *syntax.Subscript:
		c.checkExpr(t.Value)
		c.checkExpr(t.Slice)
		c.checkExpr(n.Value)
	default:
		c.checkExpr(n.Value)
		c.checkExpr(n.Target)
	}
}

func (c *checker) checkFor(n syntax.Stmt, target, iter syntax.Expr, body, orelse []syntax.Stmt) {
	c.push(block{kind: loopBlock}, n.Span())
	c.checkExpr(iter)
	c.checkExpr(target)
	c.checkStmts(body)
	c.pop()
	c.checkStmts(orelse)
}

func (c *checker) checkWith(items []*syntax.WithItem, body []syntax.Stmt) {
	for _, i := range items {
		c.checkExpr(i.ContextExpr)
		c.push(block{}, i.ContextExpr.Span())
		if i.OptionalVars != nil {
			c.checkExpr(i.OptionalVars)
		}
	}
	c.checkStmts(body)
	c.blocks = c.blocks[:len(c.blocks)-len(items)]
}

func (c *checker) checkTry(n syntax.Stmt, body []syntax.Stmt, handlers []*syntax.ExceptHandler, orelse, finalbody []syntax.Stmt, star bool) {
	if len(finalbody) > 0 {
		c.push(block{finallyBlock, finalbody}, n.Span())
	}
	if len(handlers) == 0 {
		c.checkStmts(body)
	} else {
		c.push(block{}, n.Span())
		c.checkStmts(body)
		c.pop()
		if !star {
			c.checkStmts(orelse)
		}
		c.checkHandlers(n, handlers, star)
		if star {
			c.checkStmts(orelse)
		}
	}
	if len(finalbody) == 0 {
		return
	}
	c.pop()
	c.finally(finalbody)
	c.push(block{}, n.Span())
	c.finally(finalbody)
	c.pop()
}

func (c *checker) checkHandlers(n syntax.Stmt, handlers []*syntax.ExceptHandler, star bool) {
	kind := plainBlock
	if star {
		kind = exceptStarBlock
	}
	c.push(block{kind: kind}, n.Span())
	for i, h := range handlers {
		switch {
		case h.Type != nil:
			c.checkExpr(h.Type)
		case i < len(handlers)-1:
			c.errorf(diag.MisplacedDefaultExcept, h.Span(), "default 'except:' must be last")
		}
		if h.Name != "" {
			c.assignable(h.Name, h.Span())
		}
		c.push(block{}, h.Span())
		c.checkStmts(h.Body)
		c.pop()
	}
	c.pop()
}

func (c *checker) checkAssert(n *syntax.Assert) {
	nonempty := false
	if t, ok := n.Test.(*syntax.Tuple); ok {
		nonempty = len(t.Elts) > 0
	} else if k := fold(n.Test); k != nil && k.kind == tupleConst {
		nonempty = len(k.elts) > 0
	}
	if nonempty {
		c.warnf(diag.AlwaysTrueAssert, n.Span(), "assertion is always true, perhaps remove parentheses?")
	}
	c.checkExpr(n.Test)
	if n.Msg != nil {
		c.checkExpr(n.Msg)
	}
}

func (c *checker) checkImportFrom(n *syntax.ImportFrom) {
	if n.Module == "__future__" && n.Level == 0 && (c.future == nil || n.Start > c.future.Start) {
		c.errorf(diag.InvalidFuture, n.Span(), "from __future__ imports must occur at the beginning of the file")
	}
	for _, a := range n.Names {
		if a.Name != "*" {
			c.assignable(storeName(a), n.Span())
		}
	}
}
