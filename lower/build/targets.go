package build

import (
	"fmt"

	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements assignment to targets (Python reference 7.2).

// assign builds "a = b = x".
func (b *fn) assign(s *syntax.Assign) {
	if len(s.Targets) == 1 && b.assignParallel(s.Targets[0], s.Value) {
		return
	}
	if _, ok := sequence(s.Targets[0]); ok && len(s.Targets) == 1 {
		b.consume([]syntax.Expr{s.Value}, func() { b.assignTo(s.Targets[0], b.expr(s.Value)) })
		return
	}
	x := b.expr(s.Value)
	if len(s.Targets) > 1 && !isConst(x) {
		x = b.copy(x)
	}
	for i, t := range s.Targets {
		if i < len(s.Targets)-1 {
			b.keeping(func() { b.assignTo(t, x) })
		} else {
			b.assignTo(t, x)
		}
		b.holdFuture(t, s.Value)
	}
}

// futureMakers are the names of functions and methods that give futures.
var futureMakers = map[string]bool{
	"create_task": true, "ensure_future": true, "create_future": true, "gather": true, "shield": true,
	"run_in_executor": true, "wrap_future": true, "Task": true, "Future": true,
}

// holdFuture makes the variable that a future was assigned to keep it.
func (b *fn) holdFuture(target, value syntax.Expr) {
	n, ok := target.(*syntax.Name)
	call, ok2 := value.(*syntax.Call)
	if !ok || !ok2 {
		return
	}
	var maker string
	switch f := call.Func.(type) {
	case *syntax.Name:
		maker = f.Id
	case *syntax.Attribute:
		maker = f.Attr
	}
	sym := b.m.info.SymbolOf(n)
	if !futureMakers[maker] || b.inNamespace(sym) || b.m.text != NoText && sym.IsGlobal() {
		return
	}
	if v := b.target(sym); v.Kind == ir.Local {
		v.Held = true
	}
}

// assignParallel builds "a, b = x, y" without the tuple.
func (b *fn) assignParallel(target, value syntax.Expr) bool {
	targets, ok := sequence(target)
	values, ok2 := sequence(value)
	if _, isList := value.(*syntax.List); isList {
		ok2 = false
	}
	if !ok || !ok2 || len(targets) != len(values) || len(targets) == 0 || hasStarred(targets) || hasStarred(values) {
		return false
	}
	xs := b.exprs(values)
	for i, x := range xs {
		if i > 0 && !isConst(x) {
			xs[i] = b.copy(x)
		}
	}
	for i, t := range targets {
		b.assignTo(t, xs[i])
		b.holdFuture(t, values[i])
	}
	return true
}

func sequence(e syntax.Expr) ([]syntax.Expr, bool) {
	switch e := e.(type) {
	case *syntax.Tuple:
		return e.Elts, true
	case *syntax.List:
		return e.Elts, true
	}
	return nil, false
}

// assignTo assigns x to a target.
func (b *fn) assignTo(t syntax.Expr, x ir.Expr) {
	switch t := t.(type) {
	case *syntax.Name:
		b.store(t, x)
	case *syntax.Attribute:
		x = b.hold(x, t.Value)
		b.do(prim.SetAttr, b.atAttr(t), b.expr(t.Value), name(b.mangle(t.Attr)), x)
	case *syntax.Subscript:
		x = b.hold(x, t.Value, t.Slice)
		v := b.hold(b.expr(t.Value), t.Slice)
		b.do(prim.SetItem, b.at(t), v, b.key(t.Slice), x)
	case *syntax.Tuple:
		b.unpack(t.Elts, x, b.at(t))
	case *syntax.List:
		b.unpack(t.Elts, x, b.at(t))
	case *syntax.Starred:
		b.assignTo(t.Value, x)
	default:
		panic(fmt.Sprintf("unknown target %T", t))
	}
}

// unpack assigns the elements of x to targets.
func (b *fn) unpack(targets []syntax.Expr, x ir.Expr, pos int) {
	star := -1
	for i, t := range targets {
		if isStarred(t) {
			star = i
		}
	}
	var elems []ir.Expr
	switch {
	case star >= 0:
		elems = b.elements(len(targets), prim.UnpackEx, pos, x, native(star), native(len(targets)-star-1))
	case len(targets) == 2:
		elems = b.several(prim.Unpack2, targets, pos, x)
	case len(targets) == 3:
		elems = b.several(prim.Unpack3, targets, pos, x)
	default:
		elems = b.elements(len(targets), prim.Unpack, pos, x, native(len(targets)))
	}
	for i, t := range targets {
		b.assignTo(t, elems[i])
	}
}

// elements runs a primitive whose result is a slice of n values.
func (b *fn) elements(n int, p *ir.Prim, pos int, args ...ir.Expr) []ir.Expr {
	list := b.temp("items", types.ValuesRep)
	if n == 0 {
		b.emit(&ir.Let{Dst: []*ir.Var{nil}, Op: &ir.CallPrim{Prim: p, Args: args}, Pos: pos})
		return nil
	}
	b.emit(&ir.Let{Dst: []*ir.Var{list}, Op: &ir.CallPrim{Prim: p, Args: args}, Pos: pos})
	out := make([]ir.Expr, n)
	for i := range out {
		out[i] = element(ref(list), i)
	}
	return out
}

// several runs a primitive that has one result for each target.
func (b *fn) several(p *ir.Prim, targets []syntax.Expr, pos int, x ir.Expr) []ir.Expr {
	dst := make([]*ir.Var, len(targets))
	out := make([]ir.Expr, len(targets))
	for i, t := range targets {
		word := "item"
		if n, ok := t.(*syntax.Name); ok {
			word = n.Id
		}
		dst[i] = b.temp(word, types.Boxed)
		out[i] = ref(dst[i])
	}
	b.emit(&ir.Let{Dst: dst, Op: &ir.CallPrim{Prim: p, Args: []ir.Expr{x}}, Pos: pos})
	return out
}

// augAssign builds "t op= x"; what the target is made of is evaluated once.
func (b *fn) augAssign(s *syntax.AugAssign) {
	p, pos := prim.Inplace[s.Op], b.at(s)
	word := binaryWords[s.Op]
	switch t := s.Target.(type) {
	case *syntax.Name:
		old := b.hold(b.load(t), s.Value)
		b.store(t, b.let(word, p, pos, old, b.expr(s.Value)))
	case *syntax.Attribute:
		v := b.hold(b.expr(t.Value), s.Value, s.Target)
		attr := name(b.mangle(t.Attr))
		old := b.let(t.Attr, prim.GetAttr, b.atAttr(t), v, attr)
		x := b.let(word, p, pos, old, b.expr(s.Value))
		b.do(prim.SetAttr, b.atAttr(t), v, attr, x)
	case *syntax.Subscript:
		v := b.hold(b.expr(t.Value), t.Slice, s.Value, s.Target)
		key := b.hold(b.key(t.Slice), s.Value, s.Target)
		old := b.let("item", prim.GetItem, b.at(t), v, key)
		x := b.let(word, p, pos, old, b.expr(s.Value))
		b.do(prim.SetItem, b.at(t), v, key, x)
	}
}

// deleteStmt builds "del t".
func (b *fn) deleteStmt(s *syntax.Delete) {
	for _, t := range s.Targets {
		b.delete(t)
	}
}

func (b *fn) delete(t syntax.Expr) {
	switch t := t.(type) {
	case *syntax.Name:
		b.deleteName(t)
	case *syntax.Attribute:
		b.do(prim.DelAttr, b.atAttr(t), b.expr(t.Value), name(b.mangle(t.Attr)))
	case *syntax.Subscript:
		v := b.hold(b.expr(t.Value), t.Slice)
		b.do(prim.DelItem, b.at(t), v, b.key(t.Slice))
	case *syntax.Tuple:
		for _, e := range t.Elts {
			b.delete(e)
		}
	case *syntax.List:
		for _, e := range t.Elts {
			b.delete(e)
		}
	}
}
