package resolve

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the collection of names in expressions.

// exprs collects the expressions in list that there are.
func (r *resolver) exprs(list []syntax.Expr) {
	for _, e := range list {
		if e != nil {
			r.expr(e)
		}
	}
}

func (r *resolver) expr(e syntax.Expr) {
	switch e := e.(type) {
	case *syntax.Name:
		r.name(e)
	case *syntax.NamedExpr:
		r.namedExpr(e)
	case *syntax.Lambda:
		r.lambda(e)
	case *syntax.ListComp:
		r.comprehension(e, ListComp, "listcomp", e.Generators, e.Elt, nil)
	case *syntax.SetComp:
		r.comprehension(e, SetComp, "setcomp", e.Generators, e.Elt, nil)
	case *syntax.DictComp:
		r.comprehension(e, DictComp, "dictcomp", e.Generators, e.Key, e.Value)
	case *syntax.GeneratorExp:
		r.comprehension(e, Generator, "genexpr", e.Generators, e.Elt, nil)
	case *syntax.Yield:
		r.notHere("yield expression", e)
		if e.Value != nil {
			r.expr(e.Value)
		}
		r.yield(e, &r.cur.HasYield)
	case *syntax.YieldFrom:
		r.notHere("yield expression", e)
		r.expr(e.Value)
		r.yield(e, &r.cur.HasYieldFrom)
	case *syntax.Await:
		r.notHere("await expression", e)
		r.expr(e.Value)
		r.cur.noteAwait()
	case *syntax.Call:
		r.call(e)
	case *syntax.IfExp:
		r.expr(e.Test)
		r.expr(e.Body)
		r.expr(e.Orelse)
	default:
		// What is left has no names of its own, and its parts are visited in
		// the order of its fields.
		syntax.Children(e, func(c syntax.Node) { r.expr(c.(syntax.Expr)) })
	}
}

func (r *resolver) name(n *syntax.Name) {
	switch n.Ctx {
	case syntax.Load:
		r.note(n.Id, Used, n)
		if n.Id == "super" && r.cur.IsFunctionLike() {
			r.note("__class__", Used, nil)
			r.cur.UsesSuper = true
		}
	case syntax.Store:
		r.note(n.Id, Assigned, n)
	case syntax.Del:
		r.note(n.Id, Assigned|Deleted, n)
	}
}

func (r *resolver) call(n *syntax.Call) {
	if f, ok := n.Func.(*syntax.Name); ok && len(n.Keywords) == 0 {
		switch f.Id {
		case "locals", "vars", "dir":
			r.cur.UsesLocals = r.cur.UsesLocals || len(n.Args) == 0
		case "eval", "exec":
			r.cur.UsesLocals = r.cur.UsesLocals || len(n.Args) <= 1
		}
	}
	r.expr(n.Func)
	r.exprs(n.Args)
	for _, k := range n.Keywords {
		r.expr(k.Value)
	}
}

func (r *resolver) lambda(n *syntax.Lambda) {
	r.exprs(n.Args.Defaults)
	r.exprs(n.Args.KwDefaults)
	r.enter(LambdaScope, n, "lambda")
	r.arguments(n.Args)
	r.expr(n.Body)
	r.leave()
}

// yield records a yield in the current scope. Comprehensions cannot have any.
func (r *resolver) yield(e syntax.Expr, has *bool) {
	*has = true
	r.cur.IsGenerator = true
	if r.cur.Comp != NotComp {
		r.reported[e] = true
		r.errorf(diag.MisplacedYield, e.Span(), "'yield' inside %s", r.cur.Comp.noun())
	}
}

// comprehension collects a comprehension. The first iterable is evaluated in
// the scope around it, everything else in a scope of its own.
func (r *resolver) comprehension(e syntax.Expr, kind CompKind, name string, gens []*syntax.Comprehension, elt, value syntax.Expr) {
	first := gens[0]
	r.iterable(first.Iter)
	s := r.enter(ComprehensionScope, e, name)
	s.Comp = kind
	s.IsCoroutine = first.IsAsync
	s.HasAwait = first.IsAsync
	r.note(".0", Param, nil)
	r.target(first.Target)
	r.exprs(first.Ifs)
	for _, g := range gens[1:] {
		r.target(g.Target)
		r.iterable(g.Iter)
		r.exprs(g.Ifs)
		if g.IsAsync {
			s.noteAwait()
		}
	}
	if value != nil {
		r.expr(value)
	}
	r.expr(elt)
	s.IsGenerator = kind == Generator
	async := s.IsCoroutine && kind != Generator
	r.leave()
	if async {
		r.cur.noteAwait()
	}
}

// iterable collects what a comprehension iterates over, in which no assignment
// expression may stand (PEP 572).
func (r *resolver) iterable(e syntax.Expr) {
	r.cur.inIterable++
	r.expr(e)
	r.cur.inIterable--
}

func (r *resolver) target(e syntax.Expr) {
	r.cur.inTarget = true
	r.expr(e)
	r.cur.inTarget = false
}

// namedExpr collects "target := value". In a comprehension the target belongs
// to the function, or module, around it (PEP 572).
func (r *resolver) namedExpr(n *syntax.NamedExpr) {
	r.notHere("named expression", n)
	if r.cur.inIterable > 0 {
		r.errorf(diag.MisplacedNamedExpr, n.Span(),
			"assignment expression cannot be used in a comprehension iterable expression")
	} else if r.cur.Comp != NotComp {
		r.exportTarget(n.Target)
	}
	r.expr(n.Value)
	r.expr(n.Target)
}

// exportTarget binds the target of an assignment expression in a comprehension
// in the scope that it belongs to.
func (r *resolver) exportTarget(n *syntax.Name) {
	span := n.Span()
	for s := r.cur; s != nil; s = s.Parent {
		switch {
		case s.Comp != NotComp:
			if f := s.flags(n.Id); f&CompIter != 0 && f&(Assigned|Global) != 0 {
				r.errorf(diag.MisplacedNamedExpr, span,
					"assignment expression cannot rebind comprehension iteration variable '%s'", n.Id)
				return
			}
		case s.isFunction():
			flag := Nonlocal
			if s.flags(n.Id)&Global != 0 {
				flag = Global
			}
			r.noteIn(r.cur, n.Id, flag, span)
			r.cur.direct(n.Id, span)
			r.noteIn(s, n.Id, Assigned, span)
			return
		case s.Kind == ModuleScope:
			r.noteIn(r.cur, n.Id, Global, span)
			r.cur.direct(n.Id, span)
			r.noteIn(s, n.Id, Global, span)
			return
		case s.Kind != AnnotationScope:
			r.errorf(diag.MisplacedNamedExpr, span,
				"assignment expression within a comprehension cannot be used %s", insideOf(s))
			return
		}
	}
}

// insideOf says where s is, for the message about an assignment expression.
func insideOf(s *Scope) string {
	switch s.Kind {
	case ClassScope:
		return "in a class body"
	case TypeVariableScope:
		return "in a TypeVar bound"
	case TypeAliasScope:
		return "in a type alias"
	}
	return "within the definition of a generic"
}
