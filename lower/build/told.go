package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
)

// This file lets functions tell the calls that they make, for sys.setprofile and sys.monitoring, and
// where they handle exceptions and raise them again. CPython's code does the latter more often than a
// program says: what leaves an except or finally clause, or is taken by none, passes a handler that
// gives back what was handled and raises it again, and one that unbinds the name.

var toldInvokes = [...]*ir.Prim{prim.ToldInvoke0, prim.ToldInvoke1, prim.ToldInvoke2, prim.ToldInvoke3}

// toldInvoke calls fn, with self where that is not unbound, and tells of it.
func (b *fn) toldInvoke(fn, self ir.Expr, args []ir.Expr, names []string, pos int) ir.Expr {
	all := append([]ir.Expr{fn, self}, args...)
	switch {
	case len(names) > 0:
		return b.letNames("result", prim.ToldInvokeKw, pos, names, all...)
	case len(args) < len(toldInvokes):
		return b.let("result", toldInvokes[len(args)], pos, all...)
	}
	return b.let("result", prim.ToldInvokeN, pos, all...)
}

// callExPrim is the operation that makes a call with * or ** arguments.
func (b *fn) callExPrim() *ir.Prim {
	if b.m.p.traced {
		return prim.ToldCallEx
	}
	return prim.CallEx
}

// leavePrim is the operation that leaves a with statement.
func (b *fn) leavePrim() *ir.Prim {
	if b.m.p.traced {
		return prim.ToldLeave
	}
	return prim.WithLeave
}

// tellDirect tells of a direct call e of a function of the program, whose operation is op.
func (b *fn) tellDirect(e *syntax.Call, op ir.Op, pos int) {
	if !b.m.p.traced {
		return
	}
	first := noObject()
	if len(e.Args)+len(e.Keywords) > 0 {
		var args []ir.Expr
		k := b.callee(e.Func)
		switch op := op.(type) {
		case *ir.CallFunc:
			args = op.Args
		case *ir.NewFrame:
			args = op.Args
		}
		first = args[k.firstArgument(e)]
	}
	b.unmarked++
	fn := b.expr(e.Func)
	b.unmarked--
	b.do(prim.TraceCalling, pos, fn, first)
}

// firstArgument returns the parameter that the first argument of e goes to, -1 where it goes
// to * or **.
func (k *known) firstArgument(e *syntax.Call) int {
	a := k.args
	if len(e.Args) > 0 {
		if len(a.Posonlyargs)+len(a.Args) > 0 {
			return 0
		}
		return -1
	}
	if len(e.Keywords) == 0 {
		return 0
	}
	i := len(a.Posonlyargs)
	for _, p := range append(append([]*syntax.Arg{}, a.Args...), a.Kwonlyargs...) {
		if p.Arg == e.Keywords[0].Arg {
			return i
		}
		i++
	}
	return -1
}

// tellHandled tells that exc is handled from here.
func (b *fn) tellHandled(exc ir.Expr) {
	if b.m.p.traced {
		b.do(prim.TraceHandled, -1, exc)
	}
}

// raiseAgain raises exc, which was raised before.
func (b *fn) raiseAgain(exc ir.Expr) {
	if b.m.p.traced {
		b.do(prim.TraceReraised, -1, exc)
	}
	b.emit(&ir.Reraise{X: exc})
}

// tellCleanedUp tells that exc, which is about to be raised again, is raised, and handled where CPython's
// code gives back what was handled.
func (b *fn) tellCleanedUp(exc ir.Expr) {
	if b.m.p.traced {
		b.do(prim.TraceReraised, -1, exc)
		b.do(prim.TraceHandled, -1, exc)
	}
}

// tellIn tells with p of the exception exc, which leaves what was built in c.
func (b *fn) tellIn(c *ctx, p *ir.Prim, exc *ir.Var) {
	switch {
	case !b.m.p.traced || c.silent:
	case c.pending != nil:
		b.choose(&ir.IsRaised{X: c.pending}, func() { b.do(p, -1, ref(exc)) }, nil)
	default:
		b.do(p, -1, ref(exc))
	}
}
