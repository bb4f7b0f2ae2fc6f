package build

import (
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements annotations (Python reference 7.2.2 and 8.7, PEP 526, PEP 563).

// annotated is one annotation of a function.
type annotated struct {
	name  string
	value syntax.Expr
}

// functionAnnotations returns the annotations in the order of CPython's __annotations__.
func (b *fn) functionAnnotations(d *def) []annotated {
	var list []annotated
	add := func(args ...*syntax.Arg) {
		for _, a := range args {
			if a != nil && a.Annotation != nil {
				list = append(list, annotated{b.mangleParam(a), a.Annotation})
			}
		}
	}
	add(d.args.Args...)
	add(d.args.Posonlyargs...)
	add(d.args.Vararg)
	add(d.args.Kwonlyargs...)
	add(d.args.Kwarg)
	if d.returns != nil {
		list = append(list, annotated{"return", d.returns})
	}
	return list
}

// annotations builds the annotations of a function. CPython evaluates them with the
// definition. Where nobody could tell when they are evaluated, that is left to a function
// that make gets; else the result is their dict.
func (b *fn) annotations(d *def, make *ir.MakeFunc) ir.Expr {
	list := b.functionAnnotations(d)
	if len(list) == 0 {
		return nil
	}
	lazy := !b.m.p.traced
	for _, a := range list {
		lazy = lazy && (b.m.info.LazyAnnotations() || b.isLazy(a.value, d.node))
	}
	if !lazy {
		return b.annotationDict(list, d.node)
	}
	f := &ir.Func{Name: "__annotate__", Kind: ir.Plain, Module: b.m.ir, Parent: b.f, Span: d.node.Span(), Result: types.Boxed}
	f.Qualname = b.m.qualname(b, b.m.info.ScopeOf(d.node), d.name) + ".__annotate__"
	c := b.m.newFn(f, nil, b.m.info.Module)
	c.emit(&ir.Return{X: c.annotationDict(list, d.node)})
	c.done()
	b.m.ir.Funcs = append(b.m.ir.Funcs, f)
	make.Annotate = f
	return nil
}

func (b *fn) annotationDict(list []annotated, n syntax.Node) ir.Expr {
	pairs := make([]ir.Expr, 0, 2*len(list))
	for _, a := range list {
		b.mark(n)
		x := b.annotation(a.value)
		if !isConst(x) {
			x = b.copy(x)
		}
		pairs = append(pairs, str(a.name), x)
	}
	return b.let("annotations", prim.DictBuild, -1, pairs...)
}

// annotation evaluates an annotation, or returns its text under "from __future__ import
// annotations".
func (b *fn) annotation(e syntax.Expr) ir.Expr {
	if b.m.info.LazyAnnotations() {
		return str(unparse(e))
	}
	return b.maybeStarred(e)
}

// maybeStarred evaluates e; *x is the only element of x.
func (b *fn) maybeStarred(e syntax.Expr) ir.Expr {
	if s, ok := e.(*syntax.Starred); ok {
		return b.elements(1, prim.Unpack, b.at(s), b.expr(s.Value), native(1))[0]
	}
	return b.expr(e)
}

// isLazy reports whether the value of e is the same whenever it is evaluated after the
// statement at, and evaluating it cannot fail.
func (b *fn) isLazy(e syntax.Expr, at syntax.Node) bool {
	switch e := e.(type) {
	case *syntax.Constant:
		return true
	case *syntax.Name:
		return b.isBuiltinClass(e)
	case *syntax.Subscript:
		n, ok := e.Value.(*syntax.Name)
		if !ok || !b.isBuiltinClass(n) || !genericBuiltins[n.Id] {
			return false
		}
		if t, ok := e.Slice.(*syntax.Tuple); ok {
			for _, x := range t.Elts {
				if !b.isLazy(x, at) {
					return false
				}
			}
			return true
		}
		return b.isLazy(e.Slice, at)
	case *syntax.BinOp:
		return e.Op == syntax.BitOr && b.isLazyUnion(e.Left, at) && b.isLazyUnion(e.Right, at)
	}
	return false
}

func (b *fn) isLazyUnion(e syntax.Expr, at syntax.Node) bool {
	if c, ok := e.(*syntax.Constant); ok {
		return c.Kind == syntax.ConstNone
	}
	return b.isLazy(e, at)
}

// isBuiltinClass reports whether n is a builtin class in a scope where nothing else can
// be meant.
func (b *fn) isBuiltinClass(n *syntax.Name) bool {
	sym := b.m.info.SymbolOf(n)
	return sym != nil && sym.Kind == resolve.GlobalImplicit && (sym.Scope.Kind != resolve.ClassScope || !sym.IsBound()) &&
		b.isBuiltinName(n) && prim.Builtins[n.Id] != nil
}

var genericBuiltins = map[string]bool{"list": true, "dict": true, "tuple": true, "set": true, "frozenset": true, "type": true}

// annAssign builds "target: annotation = value".
func (b *fn) annAssign(s *syntax.AnnAssign) {
	if s.Value != nil {
		b.assignTo(s.Target, b.expr(s.Value))
		b.holdFuture(s.Target, s.Value)
	}
	evaluates := b.f.Kind == ir.ModuleBody || b.ns != nil
	switch t := s.Target.(type) {
	case *syntax.Name:
		if s.Simple && evaluates {
			b.noteAnnotation(t, s)
			return
		}
	case *syntax.Attribute:
		if s.Value == nil {
			b.expr(t.Value)
		}
	case *syntax.Subscript:
		if s.Value == nil {
			b.expr(t.Value)
			b.expr(t.Slice)
		}
	}
	if evaluates && !s.Simple && !b.m.info.LazyAnnotations() {
		b.annotation(s.Annotation)
	}
}

// noteAnnotation enters an annotation into __annotations__.
func (b *fn) noteAnnotation(t *syntax.Name, s *syntax.AnnAssign) {
	x := b.annotation(s.Annotation)
	if !isConst(x) {
		x = b.copy(x)
	}
	pos := b.at(s)
	var dict ir.Expr
	if b.ns != nil {
		found, ok := b.temp("annotations", types.Boxed), b.temp("found", types.Bool)
		b.emit(&ir.Let{Dst: []*ir.Var{found, ok}, Op: &ir.CallPrim{Prim: prim.ClassLoad, Args: []ir.Expr{ref(b.ns), name("__annotations__")}}, Pos: pos})
		b.choose(not(ref(ok)), func() {
			exc := b.let("exc", prim.NameNotDefined, -1, name("__annotations__"))
			b.emit(&ir.Raise{X: exc, Pos: pos})
		}, nil)
		dict = ref(found)
	} else {
		dict = b.loadGlobal("__annotations__", s.Span())
	}
	b.do(prim.SetItem, pos, dict, str(b.mangle(t.Id)), x)
}

// annotates reports whether a body has annotated assignments to simple names, so that it
// starts with an empty __annotations__.
func annotates(list []syntax.Stmt) bool {
	found := false
	for _, s := range list {
		syntax.Inspect(s, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.AnnAssign:
				found = true
			case *syntax.FunctionDef, *syntax.AsyncFunctionDef, *syntax.ClassDef, syntax.Expr:
				return false
			default:
				_ = n
			}
			return !found
		})
	}
	return found
}
