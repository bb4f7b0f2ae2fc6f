package coro

import "github.com/aio2go/aio2go/lower/ir"

// This file implements the joining of a call with the await of its result:
//
//	result = callmethod1 queue, put, item
//	await result                            =>    await callmethod1 queue, put, item
//
// The runtime then need not make the coroutine object, which nothing else would see.

// countUses returns how often the statements use each variable.
func countUses(list []ir.Stmt) map[*ir.Var]int {
	uses := map[*ir.Var]int{}
	ir.EachStmt(list, func(s ir.Stmt) {
		for _, x := range ir.StmtExprs(s) {
			ir.EachVar(x, func(v *ir.Var) { uses[v]++ })
		}
		if c, ok := s.(*ir.CheckBound); ok {
			uses[c.Var]++
		}
	})
	return uses
}

// fuse returns the operation that awaits what a awaits. The call that made it is taken
// back, where it is the last statement and nothing else uses its result.
func (b *flattener) fuse(a *ir.Await) ir.Op {
	x, ok := a.X.(*ir.Ref)
	if !ok || x.Var.Kind != ir.Temp {
		return a
	}
	list, uses := *b.out, 1
	var method *ir.NameConst
	if n := len(list); n > 0 {
		if let, ok := list[n-1].(*ir.Let); ok {
			if p, ok := let.Op.(*ir.CallPrim); ok && p.Prim.Name == "checkwithawait" && isRef(p.Args[0], x.Var) {
				method, _ = p.Args[1].(*ir.NameConst)
				list, uses = list[:n-1], 2
			}
		}
	}
	if len(list) == 0 || b.uses[x.Var] != uses {
		return a
	}
	let, ok := list[len(list)-1].(*ir.Let)
	if !ok || len(let.Dst) != 1 || let.Dst[0] != x.Var {
		return a
	}
	if frame, ok := let.Op.(*ir.NewFrame); ok && frame.Func.Kind == ir.Coroutine && method == nil {
		*b.out = list[:len(list)-1]
		return &ir.AwaitFrame{Func: frame.Func, Args: frame.Args}
	}
	call, ok := let.Op.(*ir.CallPrim)
	if !ok || call.Prim.Await == "" {
		return a
	}
	*b.out = list[:len(list)-1]
	return &ir.AwaitCall{Call: call, Pos: let.Pos, Method: method}
}

func isRef(x ir.Expr, v *ir.Var) bool {
	r, ok := x.(*ir.Ref)
	return ok && r.Var == v
}
