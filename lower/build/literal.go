package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements constants and displays (Python reference 6.2.2 to 6.2.7).

// constant returns a literal.
func (b *fn) constant(e *syntax.Constant) *ir.Const {
	c := &ir.Const{R: types.Boxed}
	switch e.Kind {
	case syntax.ConstNone:
		c.Kind = ir.CNone
	case syntax.ConstTrue:
		c.Kind = ir.CTrue
	case syntax.ConstFalse:
		c.Kind = ir.CFalse
	case syntax.ConstEllipsis:
		c.Kind = ir.CEllipsis
	case syntax.ConstInt:
		c.Kind, c.Int, c.Big = ir.CInt, e.Int, e.Big
	case syntax.ConstFloat:
		c.Kind, c.Float = ir.CFloat, e.Float
	case syntax.ConstComplex:
		c.Kind, c.Float = ir.CComplex, e.Float
	case syntax.ConstStr:
		c.Kind, c.Str = ir.CStr, e.Str
	case syntax.ConstBytes:
		c.Kind, c.Str = ir.CBytes, e.Str
	}
	return c
}

// tuple builds "(a, b)"; one of constants is a constant itself.
func (b *fn) tuple(e *syntax.Tuple) ir.Expr {
	if hasStarred(e.Elts) || b.isLarge(e.Elts) {
		return b.let("tuple", prim.ListToTuple, -1, b.starredList(e.Elts, b.at(e)))
	}
	items := b.exprs(e.Elts)
	if c := constTuple(items); c != nil {
		return c
	}
	b.mark(e)
	return b.let("tuple", prim.TupleV, -1, items...)
}

// constTuple returns the constant tuple of items, nil where one is not constant.
func constTuple(items []ir.Expr) ir.Expr {
	c := &ir.Const{Kind: ir.CTuple, R: types.Boxed}
	for _, x := range items {
		k, ok := x.(*ir.Const)
		if !ok {
			return nil
		}
		c.Elems = append(c.Elems, k)
	}
	return c
}

// list builds "[a, b]".
func (b *fn) list(e *syntax.List) ir.Expr {
	if hasStarred(e.Elts) || b.isLarge(e.Elts) {
		return b.starredList(e.Elts, b.at(e))
	}
	items := b.exprs(e.Elts)
	b.mark(e)
	return b.let("list", prim.ListV, -1, items...)
}

// starredList builds the list of elements some of which are starred.
func (b *fn) starredList(elts []syntax.Expr, pos int) ir.Expr {
	n := 0
	for n < len(elts) && !isStarred(elts[n]) && !b.isLarge(elts) {
		n++
	}
	first := make([]ir.Expr, n)
	for i, e := range elts[:n] {
		first[i] = b.hold(b.expr(e), elts[i+1:n]...)
	}
	b.markPos(pos)
	list := b.let("list", prim.ListV, -1, first...)
	for _, e := range elts[n:] {
		if s, ok := e.(*syntax.Starred); ok {
			b.do(prim.ListExtend, pos, list, b.expr(s.Value))
		} else {
			x := b.expr(e)
			b.markPos(pos)
			b.do(prim.ListAppend, -1, list, x)
		}
	}
	return list
}

// iterable builds what a loop iterates over: a set of constants is not made for it anew.
func (b *fn) iterable(e syntax.Expr) ir.Expr {
	if s, ok := e.(*syntax.Set); ok && allConstant(s.Elts) {
		return b.let("set", prim.ConstsToIterate, b.at(e), b.exprs(s.Elts)...)
	}
	return b.expr(e)
}

// allConstant reports whether CPython's compiler makes constants of all of the expressions.
func allConstant(list []syntax.Expr) bool {
	for _, e := range list {
		switch e := e.(type) {
		case *syntax.Constant:
		case *syntax.UnaryOp:
			if constantOf(e) == nil {
				return false
			}
		case *syntax.Tuple:
			if hasStarred(e.Elts) || !allConstant(e.Elts) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// set_ builds "{a, b}".
func (b *fn) set_(e *syntax.Set) ir.Expr {
	pos := b.at(e)
	if !hasStarred(e.Elts) && !b.isLarge(e.Elts) {
		p := prim.SetBuild
		if len(e.Elts) > 2 && allConstant(e.Elts) {
			p = prim.SetOfConsts
		}
		return b.let("set", p, pos, b.exprs(e.Elts)...)
	}
	set := b.let("set", prim.SetBuild, pos)
	for _, x := range e.Elts {
		if s, ok := x.(*syntax.Starred); ok {
			b.do(prim.SetUpdate, pos, set, b.expr(s.Value))
		} else {
			b.do(prim.SetAdd, pos, set, b.expr(x))
		}
	}
	return set
}

// dict builds "{k: v, **m}".
func (b *fn) dict(e *syntax.Dict) ir.Expr {
	pos := b.at(e)
	if b.m.p.traced {
		return b.tracedDict(e, pos)
	}
	n := 0
	for n < len(e.Keys) && e.Keys[n] != nil {
		n++
	}
	flat := make([]syntax.Expr, 0, 2*n)
	for i := range n {
		flat = append(flat, e.Keys[i], e.Values[i])
	}
	dict := b.let("dict", prim.DictBuild, pos, b.exprs(flat)...)
	for i := n; i < len(e.Keys); i++ {
		if e.Keys[i] == nil {
			b.do(prim.DictUpdate, pos, dict, b.expr(e.Values[i]))
			continue
		}
		key := b.hold(b.expr(e.Keys[i]), e.Values[i])
		b.do(prim.DictSet, pos, dict, key, b.expr(e.Values[i]))
	}
	return dict
}

func isStarred(e syntax.Expr) bool {
	_, ok := e.(*syntax.Starred)
	return ok
}

func hasStarred(list []syntax.Expr) bool {
	for _, e := range list {
		if isStarred(e) {
			return true
		}
	}
	return false
}
