package resolve

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the collection of names in type parameters and type
// aliases. See
// https://docs.python.org/3.13/reference/executionmodel.html#annotation-scopes.

// enterTypeParams starts the scope of the type parameters of n.
func (r *resolver) enterTypeParams(n syntax.Stmt, name string, class bool) {
	inClass := r.cur.Kind == ClassScope
	s := r.enter(TypeParamsScope, n, name)
	r.seeClass(inClass)
	if class {
		r.note(".type_params", Assigned|Used, nil)
		r.note(".generic_base", Assigned|Used, nil)
		s.private = name
		s.mangleOnly = make(map[string]bool)
	}
}

// seeClass marks the current scope as one that looks names up in the class
// around it first, if there is one.
func (r *resolver) seeClass(inClass bool) {
	if inClass {
		r.cur.CanSeeClass = true
		r.note("__classdict__", Used, nil)
	}
}

func (r *resolver) typeParams(list []syntax.TypeParam) {
	for _, p := range list {
		switch p := p.(type) {
		case *syntax.TypeVar:
			r.typeParam(p.Name, p)
			bound := "a TypeVar bound"
			if _, ok := p.Bound.(*syntax.Tuple); ok {
				bound = "a TypeVar constraint"
			}
			r.typeVariable(p, p.Name, p.Bound, bound, false)
			r.typeVariable(p, p.Name, p.DefaultValue, "a TypeVar default", true)
		case *syntax.TypeVarTuple:
			r.typeParam(p.Name, p)
			r.typeVariable(p, p.Name, p.DefaultValue, "a TypeVarTuple default", true)
		case *syntax.ParamSpec:
			r.typeParam(p.Name, p)
			r.typeVariable(p, p.Name, p.DefaultValue, "a ParamSpec default", true)
		}
	}
}

func (r *resolver) typeParam(name string, p syntax.TypeParam) {
	if only := r.cur.mangleOnly; only != nil && r.cur.Node == r.cur.owner() {
		only[name] = true
	}
	r.note(name, TypeParam|Assigned, p)
}

// owner returns the class whose type parameters s has.
func (s *Scope) owner() syntax.Node {
	if c, ok := s.Node.(*syntax.ClassDef); ok && s.Kind == TypeParamsScope {
		return c
	}
	return nil
}

// typeVariable collects a bound or default, which is evaluated when it is asked
// for and so has a scope of its own.
func (r *resolver) typeVariable(p syntax.TypeParam, name string, e syntax.Expr, what string, isDefault bool) {
	if e == nil {
		return
	}
	seesClass := r.cur.CanSeeClass
	s := r.enter(TypeVariableScope, p, name)
	s.variable, s.isDefault = what, isDefault
	r.seeClass(seesClass)
	r.expr(e)
	r.leave()
}

// typeAlias collects a type statement.
func (r *resolver) typeAlias(n *syntax.TypeAlias) {
	r.expr(n.Name)
	inClass := r.cur.Kind == ClassScope
	if len(n.TypeParams) > 0 {
		r.enterTypeParams(n, n.Name.Id, false)
		r.typeParams(n.TypeParams)
	}
	r.enter(TypeAliasScope, n, n.Name.Id)
	r.seeClass(inClass)
	r.expr(n.Value)
	r.leave()
	if len(n.TypeParams) > 0 {
		r.leave()
	}
}

// notHere reports an expression that the current scope may not have because it
// is not evaluated in order with the code around it.
func (r *resolver) notHere(what string, e syntax.Expr) {
	var where string
	switch s := r.cur; s.Kind {
	case AnnotationScope:
		where = "an annotation"
	case TypeVariableScope:
		where = s.variable
	case TypeAliasScope:
		where = "a type alias"
	case TypeParamsScope:
		where = "the definition of a generic"
	default:
		return
	}
	r.reported[e] = true
	r.errorf(diag.InvalidAnnotation, e.Span(), "%s cannot be used within %s", what, where)
}
