package narrow

import "github.com/aio2go/aio2go/lower/ir"

// This file implements the reading of other variables in a statement's own expressions.

func (n *narrower) rename(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.Let:
		n.renameOp(s.Op)
	case *ir.Assign:
		s.X = n.expr(s.X)
	case *ir.If:
		s.Cond = n.expr(s.Cond)
	case *ir.Return:
		s.X = n.expr(s.X)
	case *ir.Reraise:
		s.X = n.expr(s.X)
	case *ir.Raise:
		s.X = n.expr(s.X)
	}
}

func (n *narrower) renameOp(op ir.Op) {
	switch op := op.(type) {
	case *ir.CallPrim:
		op.Args = n.exprs(op.Args)
	case *ir.CallFunc:
		op.Args = n.exprs(op.Args)
	case *ir.NewFrame:
		op.Args = n.exprs(op.Args)
	case *ir.AwaitFrame:
		op.Args = n.exprs(op.Args)
	case *ir.MakeFunc:
		op.Defaults, op.KwDefaults = n.exprs(op.Defaults), n.exprs(op.KwDefaults)
	case *ir.Await:
		op.X = n.expr(op.X)
	case *ir.AwaitNext:
		op.X = n.expr(op.X)
	case *ir.Yield:
		op.X = n.expr(op.X)
	case *ir.YieldFrom:
		op.X = n.expr(op.X)
	}
}

func (n *narrower) exprs(list []ir.Expr) []ir.Expr {
	if list == nil {
		return nil
	}
	out := make([]ir.Expr, len(list))
	for i, x := range list {
		out[i] = n.expr(x)
	}
	return out
}

func (n *narrower) expr(x ir.Expr) ir.Expr {
	switch x := x.(type) {
	case *ir.Ref:
		if w := n.current(x.Var); w != x.Var {
			n.uses[w]++
			return &ir.Ref{Var: w}
		}
	case *ir.Pure:
		return &ir.Pure{Prim: x.Prim, Args: n.exprs(x.Args)}
	case *ir.IsRaised:
		return &ir.IsRaised{X: n.expr(x.X)}
	}
	return x
}
