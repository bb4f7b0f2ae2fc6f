package resolve

import (
	"strings"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the collection of names in statements.

func (r *resolver) stmts(list []syntax.Stmt) {
	for _, s := range list {
		r.stmt(s)
	}
}

func (r *resolver) stmt(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.FunctionDef:
		r.function(s, false, s.Name, s.Args, s.Body, s.DecoratorList, s.Returns, s.TypeParams)
	case *syntax.AsyncFunctionDef:
		r.function(s, true, s.Name, s.Args, s.Body, s.DecoratorList, s.Returns, s.TypeParams)
	case *syntax.ClassDef:
		r.class(s)
	case *syntax.TypeAlias:
		r.typeAlias(s)
	case *syntax.Return:
		if s.Value != nil {
			r.expr(s.Value)
			r.cur.ReturnsValue = true
		}
	case *syntax.Delete:
		r.exprs(s.Targets)
	case *syntax.Assign:
		r.exprs(s.Targets)
		r.expr(s.Value)
	case *syntax.AnnAssign:
		r.annAssign(s)
	case *syntax.AugAssign:
		r.expr(s.Target)
		r.expr(s.Value)
	case *syntax.For:
		r.exprs([]syntax.Expr{s.Target, s.Iter})
		r.stmts(s.Body)
		r.stmts(s.Orelse)
	case *syntax.AsyncFor:
		r.cur.noteAwait()
		r.exprs([]syntax.Expr{s.Target, s.Iter})
		r.stmts(s.Body)
		r.stmts(s.Orelse)
	case *syntax.While:
		r.expr(s.Test)
		r.stmts(s.Body)
		r.stmts(s.Orelse)
	case *syntax.If:
		r.expr(s.Test)
		r.stmts(s.Body)
		r.stmts(s.Orelse)
	case *syntax.With:
		r.withItems(s.Items)
		r.stmts(s.Body)
	case *syntax.AsyncWith:
		r.cur.noteAwait()
		r.withItems(s.Items)
		r.stmts(s.Body)
	case *syntax.Match:
		r.match(s)
	case *syntax.Raise:
		r.exprs([]syntax.Expr{s.Exc, s.Cause})
	case *syntax.Try:
		r.try(s.Body, s.Handlers, s.Orelse, s.Finalbody)
	case *syntax.TryStar:
		r.try(s.Body, s.Handlers, s.Orelse, s.Finalbody)
	case *syntax.Assert:
		r.exprs([]syntax.Expr{s.Test, s.Msg})
	case *syntax.Import:
		r.aliases(s.Names)
	case *syntax.ImportFrom:
		r.aliases(s.Names)
	case *syntax.Global:
		for _, name := range s.Names {
			r.declare(s, name, Global)
		}
	case *syntax.Nonlocal:
		for _, name := range s.Names {
			r.declare(s, name, Nonlocal)
		}
	case *syntax.ExprStmt:
		r.expr(s.Value)
	}
}

// noteAwait records that the scope's own code waits.
func (s *Scope) noteAwait() { s.HasAwait, s.IsCoroutine = true, true }

// function collects a def or async def. Defaults and decorators belong to the
// scope around it, annotations as well unless there are type parameters.
func (r *resolver) function(n syntax.Stmt, async bool, name string, args *syntax.Arguments, body []syntax.Stmt,
	decorators []syntax.Expr, returns syntax.Expr, params []syntax.TypeParam) {
	r.note(name, Assigned, n)
	r.exprs(args.Defaults)
	r.exprs(args.KwDefaults)
	r.exprs(decorators)
	if len(params) > 0 {
		r.enterTypeParams(n, name, false)
		r.note(".defaults", Param, nil) // also when there are none
		if anyExpr(args.KwDefaults) {
			r.note(".kwdefaults", Param, nil)
		}
		r.typeParams(params)
	}
	r.annotations(args, returns)
	s := r.enter(FunctionScope, n, name)
	s.IsAsync, s.IsCoroutine = async, async
	r.arguments(args)
	r.stmts(body)
	r.leave()
	if len(params) > 0 {
		r.leave()
	}
}

func anyExpr(list []syntax.Expr) bool {
	for _, e := range list {
		if e != nil {
			return true
		}
	}
	return false
}

// annotations collects the annotations of a function.
func (r *resolver) annotations(args *syntax.Arguments, returns syntax.Expr) {
	lazy := r.info.LazyAnnotations()
	if lazy {
		r.enter(AnnotationScope, args, "_annotation")
	}
	eachArg(args, func(a *syntax.Arg) {
		if a.Annotation != nil {
			r.expr(a.Annotation)
		}
	})
	if lazy {
		r.leave()
	}
	if returns != nil {
		r.annotation(returns)
	}
}

// eachArg calls f for each parameter in the order in which CPython evaluates
// annotations.
func eachArg(args *syntax.Arguments, f func(*syntax.Arg)) {
	for _, a := range args.Posonlyargs {
		f(a)
	}
	for _, a := range args.Args {
		f(a)
	}
	if args.Vararg != nil {
		f(args.Vararg)
	}
	if args.Kwarg != nil {
		f(args.Kwarg)
	}
	for _, a := range args.Kwonlyargs {
		f(a)
	}
}

func (r *resolver) annotation(e syntax.Expr) {
	if !r.info.LazyAnnotations() {
		r.expr(e)
		return
	}
	r.enter(AnnotationScope, e, "_annotation")
	r.expr(e)
	r.leave()
}

// arguments binds the parameters of a function in its scope.
func (r *resolver) arguments(args *syntax.Arguments) {
	for _, list := range [][]*syntax.Arg{args.Posonlyargs, args.Args, args.Kwonlyargs} {
		for _, a := range list {
			r.note(a.Arg, Param, a)
		}
	}
	for _, a := range []*syntax.Arg{args.Vararg, args.Kwarg} {
		if a != nil {
			r.note(a.Arg, Param, a)
		}
	}
}

// class collects a class definition. The names in the bases of a generic class
// are not mangled with its name though they are inside its scope of type
// parameters; the type parameters are.
func (r *resolver) class(n *syntax.ClassDef) {
	r.note(n.Name, Assigned, n)
	r.exprs(n.DecoratorList)
	if len(n.TypeParams) > 0 {
		r.enterTypeParams(n, n.Name, true)
		r.typeParams(n.TypeParams)
	}
	r.exprs(n.Bases)
	for _, k := range n.Keywords {
		r.expr(k.Value)
	}
	s := r.enter(ClassScope, n, n.Name)
	s.private = n.Name
	if len(n.TypeParams) > 0 {
		r.note("__type_params__", Assigned, nil)
		r.note(".type_params", Used, nil)
	}
	r.stmts(n.Body)
	r.leave()
	if len(n.TypeParams) > 0 {
		r.leave()
	}
}

// annAssign collects an annotated assignment.
func (r *resolver) annAssign(n *syntax.AnnAssign) {
	name, ok := n.Target.(*syntax.Name)
	if !ok {
		r.expr(n.Target)
	} else {
		declared := r.cur.flags(name.Id) & (Global | Nonlocal)
		if n.Simple && declared != 0 && r.cur.Kind != ModuleScope {
			r.annotatedDeclaration(name.Id, declared, n.Span())
		}
		switch {
		case n.Simple:
			r.note(name.Id, Annotated|Assigned, name)
		case n.Value != nil:
			r.note(name.Id, Assigned, name)
		default:
			// "(x): int" has no effect on x, which does not even make it local.
			r.refs = append(r.refs, ref{name, r.cur, r.cur.Mangle(name.Id), false})
		}
	}
	r.annotation(n.Annotation)
	if n.Value != nil {
		r.expr(n.Value)
	}
}

func (r *resolver) annotatedDeclaration(name string, declared Flags, span source.Span) {
	if declared&Global != 0 {
		r.errorf(diag.InvalidGlobal, span, "annotated name '%s' can't be global", name)
	} else {
		r.errorf(diag.InvalidNonlocal, span, "annotated name '%s' can't be nonlocal", name)
	}
}

// declare collects one name of a global or nonlocal statement.
func (r *resolver) declare(n syntax.Stmt, name string, flag Flags) {
	word, code := "global", diag.InvalidGlobal
	if flag == Nonlocal {
		word, code = "nonlocal", diag.InvalidNonlocal
	}
	had := r.cur.flags(name)
	switch {
	case had&Param != 0:
		r.errorf(code, n.Span(), "name '%s' is parameter and %s", name, word)
	case had&Used != 0:
		r.errorf(code, n.Span(), "name '%s' is used prior to %s declaration", name, word)
	case had&Annotated != 0:
		r.annotatedDeclaration(name, flag, n.Span())
	case had&Assigned != 0:
		r.errorf(code, n.Span(), "name '%s' is assigned to before %s declaration", name, word)
	}
	if had&(Param|Used|Annotated|Assigned) != 0 {
		flag = 0 // the declaration has no effect, to report no more than this
	}
	r.noteIn(r.cur, name, flag, n.Span())
	r.cur.direct(name, n.Span())
	r.refs = append(r.refs, ref{n, r.cur, r.cur.Mangle(name), false})
}

func (r *resolver) aliases(list []*syntax.Alias) {
	for _, a := range list {
		switch {
		case a.Name == "*" && r.cur.Kind != ModuleScope:
			r.errorf(diag.MisplacedImportStar, a.Span(), "import * only allowed at module level")
		case a.Name == "*":
			r.cur.ImportStar = true
		default:
			r.note(storeName(a), Imported, a)
		}
	}
}

// storeName returns the name that an import binds.
func storeName(a *syntax.Alias) string {
	if a.Asname != "" {
		return a.Asname
	}
	name, _, _ := strings.Cut(a.Name, ".")
	return name
}

func (r *resolver) withItems(items []*syntax.WithItem) {
	for _, i := range items {
		r.exprs([]syntax.Expr{i.ContextExpr, i.OptionalVars})
	}
}

func (r *resolver) try(body []syntax.Stmt, handlers []*syntax.ExceptHandler, orelse, finalbody []syntax.Stmt) {
	r.stmts(body)
	for _, h := range handlers {
		if h.Type != nil {
			r.expr(h.Type)
		}
		if h.Name != "" {
			r.note(h.Name, Assigned, h)
		}
		r.stmts(h.Body)
	}
	r.stmts(orelse)
	r.stmts(finalbody)
}

func (r *resolver) match(n *syntax.Match) {
	r.expr(n.Subject)
	for _, c := range n.Cases {
		r.pattern(c.Pattern)
		if c.Guard != nil {
			r.expr(c.Guard)
		}
		r.stmts(c.Body)
	}
}

func (r *resolver) patterns(list []syntax.Pattern) {
	for _, p := range list {
		r.pattern(p)
	}
}

func (r *resolver) pattern(p syntax.Pattern) {
	switch p := p.(type) {
	case *syntax.MatchValue:
		r.expr(p.Value)
	case *syntax.MatchSequence:
		r.patterns(p.Patterns)
	case *syntax.MatchStar:
		if p.Name != "" {
			r.note(p.Name, Assigned, p)
		}
	case *syntax.MatchMapping:
		r.exprs(p.Keys)
		r.patterns(p.Patterns)
		if p.Rest != "" {
			r.note(p.Rest, Assigned, p)
		}
	case *syntax.MatchClass:
		r.expr(p.Cls)
		r.patterns(p.Patterns)
		r.patterns(p.KwdPatterns)
	case *syntax.MatchAs:
		if p.Pattern != nil {
			r.pattern(p.Pattern)
		}
		if p.Name != "" {
			r.note(p.Name, Assigned, p)
		}
	case *syntax.MatchOr:
		r.patterns(p.Patterns)
	}
}
