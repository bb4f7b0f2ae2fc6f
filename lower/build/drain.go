package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements calls of builtins that run through the generator expression that
// is their argument:
//
//	sum(x * x for x in list)   =>   f = fold sum; call <genexpr>(list, f); result sum f
//	sorted(f(x) for x in list) =>   call sorted(<genexpr>(list))
//
// where <genexpr> is a plain function with the loops of the expression. It has the
// generator's name and positions, so that tracebacks show it as CPython's show the
// generator's frame.

// drained builds such a call; nil where e is none.
func (b *fn) drained(e *syntax.Call) ir.Expr {
	g := b.onlyGenerator(e)
	n, ok := e.Func.(*syntax.Name)
	if g == nil || b.m.p.traced || !ok || !b.isBuiltinName(n) {
		return nil
	}
	fold, ok := prim.Folds[n.Id]
	switch {
	case ok && len(e.Keywords) == 0:
		return b.folded(e, g, fold)
	case n.Id == "list" && len(e.Keywords) == 0:
		return b.listed(e, g)
	case n.Id == "tuple" && len(e.Keywords) == 0:
		return b.let("tuple", prim.ListToTuple, -1, b.listed(e, g))
	case n.Id == "sorted" && b.areQuiet(e.Keywords):
		fn := b.expr(e.Func)
		list := b.listed(e, g)
		if len(e.Keywords) == 0 {
			return b.let("result", prim.Call1, b.at(e), fn, list)
		}
		var names []string
		args := []ir.Expr{fn, list}
		for _, k := range e.Keywords {
			names = append(names, k.Arg)
			args = append(args, b.expr(k.Value))
		}
		return b.letNames("result", prim.CallKw, b.at(e), names, args...)
	}
	return nil
}

// onlyGenerator returns the generator expression that is the only positional argument of
// e, or nil.
func (b *fn) onlyGenerator(e *syntax.Call) *syntax.GeneratorExp {
	if len(e.Args) != 1 {
		return nil
	}
	g, ok := e.Args[0].(*syntax.GeneratorExp)
	if !ok || kindOf(b.m.info.ScopeOf(g)) != ir.Generator {
		return nil
	}
	return g
}

// isText reports whether e is a str for certain, so that its join makes a list of its
// argument first.
func isText(e syntax.Expr) bool {
	c, ok := e.(*syntax.Constant)
	return ok && c.Kind == syntax.ConstStr
}

// areQuiet reports whether it cannot be told when the keyword arguments are evaluated.
func (b *fn) areQuiet(list []*syntax.Keyword) bool {
	for _, k := range list {
		switch v := k.Value.(type) {
		case *syntax.Constant:
		case *syntax.Lambda:
			if len(v.Args.Defaults)+len(v.Args.KwDefaults) > 0 {
				return false
			}
		case *syntax.Name:
			if !b.isBuiltinName(v) {
				return false
			}
		default:
			return false
		}
		if k.Arg == "" {
			return false
		}
	}
	return true
}

// folded gives the elements of g to a fold.
func (b *fn) folded(e *syntax.Call, g *syntax.GeneratorExp, fold prim.Fold) ir.Expr {
	d := b.drain(g)
	param := d.param("fold")
	d.loops(func() {
		done := d.let("done", fold.Add, -1, param, d.expr(g.Elt))
		d.choose(done, func() { d.emit(&ir.Return{X: none()}) }, nil)
	}, none())
	f := b.let("fold", fold.New, -1)
	b.emit(&ir.Let{Dst: []*ir.Var{nil}, Op: &ir.CallFunc{Func: d.f, Args: append(d.args, f)}, Pos: b.at(e)})
	if len(d.args) == 1 {
		// The fold may have had enough: what it was given is let go of.
		b.closed(g.Generators[0].Iter, d.args[0])
	}
	return b.let("result", fold.Result, b.at(e), f)
}

// listed makes the list of the elements of g.
func (b *fn) listed(e *syntax.Call, g *syntax.GeneratorExp) ir.Expr {
	d := b.drain(g)
	list := d.let("list", prim.ListV, -1)
	d.loops(func() { d.do(prim.ListAppend, -1, list, d.expr(g.Elt)) }, list)
	return b.op("list", &ir.CallFunc{Func: d.f, Args: d.args}, b.at(e))
}

// drain is the function that a generator expression becomes.
type drain struct {
	*fn
	g    *syntax.GeneratorExp
	it   func() ir.Expr // makes the iterator of the first for
	args []ir.Expr      // what the function is called with
}

// drain evaluates what the first for of g iterates over and begins the function.
func (b *fn) drain(g *syntax.GeneratorExp) *drain {
	first := g.Generators[0].Iter
	b.keepCallee(first)
	d := &drain{g: g}
	var fn ir.Expr
	if call := b.rangeCall(first); call != nil {
		fn = b.expr(call.Func)
		for _, x := range b.exprs(call.Args) {
			d.args = append(d.args, b.let("index", prim.Index, b.at(first), x))
		}
	} else {
		d.args = []ir.Expr{b.let("items", prim.Settle, b.at(first), b.expr(first))}
	}
	scope := b.m.info.ScopeOf(g)
	f := b.m.newFunc(b, scope, "<genexpr>", nil, g)
	f.Kind, f.Drained = ir.Plain, true
	b.m.ir.Funcs = append(b.m.ir.Funcs, f)
	d.fn = b.m.newFn(f, b, scope)
	d.startLine(g)
	if fn == nil {
		items := d.param(".0")
		d.it = func() ir.Expr { return d.let("iter", prim.IterSettled, -1, items) }
		return d
	}
	all := []ir.Expr{fn}
	for _, name := range []string{"start", "stop"}[2-len(d.args):] {
		all = append(all, d.param(name))
	}
	d.it = func() ir.Expr {
		// Neither can fail: the arguments are ints.
		r := d.let("result", []*ir.Prim{prim.Call1, prim.Call2}[len(all)-2], -1, all...)
		return d.let("iter", prim.Iter, -1, r)
	}
	return d
}

// rangeCall returns e where it is range(stop) or range(start, stop).
func (b *fn) rangeCall(e syntax.Expr) *syntax.Call {
	c, ok := e.(*syntax.Call)
	if !ok || len(c.Args) < 1 || len(c.Args) > 2 || len(c.Keywords) > 0 || hasStarred(c.Args) {
		return nil
	}
	if n, ok := c.Func.(*syntax.Name); !ok || n.Id != "range" || !b.isBuiltinName(n) {
		return nil
	}
	return c
}

// param adds a parameter to the function.
func (d *drain) param(name string) ir.Expr {
	v := &ir.Var{Name: name, Kind: ir.Local, Func: d.f, Param: true, Rep: types.Boxed, Type: types.Any}
	if d.first == nil {
		d.first = v
	}
	d.f.Params = append(d.f.Params, v)
	d.f.PosOnly, d.f.Pos = len(d.f.Params), len(d.f.Params)
	return ref(v)
}

// loops builds the loops of the expression around each, and the return of result.
func (d *drain) loops(each func(), result ir.Expr) {
	d.generators(d.it(), d.g.Generators, d.g, each)
	d.emit(&ir.Return{X: result})
	d.done()
}
