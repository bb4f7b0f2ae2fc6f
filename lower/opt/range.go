package opt

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements loops over range(stop) with a native counter:
//
//	r = range(n)                    stop = rangestop n
//	it = iter r                     next = 0
//	loop:                     =>    loop:
//	    x, ok = next it                 if next >= stop: break
//	    if not ok: break                x = next
//	    ...                             next = next + 1
//	                                    ...
//
// The variable itself becomes native where nothing else assigns it.

// ranges rewrites the loops in a list of statements.
func (o *optimizer) ranges(list []ir.Stmt) []ir.Stmt {
	out := list[:0:0]
	for i := 0; i < len(list); i++ {
		switch s := list[i].(type) {
		case *ir.If:
			s.Then, s.Else = o.ranges(s.Then), o.ranges(s.Else)
		case *ir.Loop:
			s.Body = o.ranges(s.Body)
		case *ir.Block:
			s.Body = o.ranges(s.Body)
		case *ir.Try:
			s.Body, s.Handler = o.ranges(s.Body), o.ranges(s.Handler)
		case *ir.Let:
			if o.rangeLoop(list[i:]) {
				// The Let of range() and that of iter() have become one and an Assign; the
				// loop is changed in place.
				out = append(out, list[i])
				continue
			}
		}
		out = append(out, list[i])
	}
	return out
}

// rangeLoop rewrites a loop over range(stop) at the beginning of list, if there is one.
func (o *optimizer) rangeLoop(list []ir.Stmt) bool {
	made, ok := list[0].(*ir.Let)
	if !ok || len(made.Dst) != 1 || made.Dst[0] == nil {
		return false
	}
	call, ok := made.Op.(*ir.CallPrim)
	if !ok || call.Prim != prim.Call1 || !isBuiltin(call.Args[0], "range") || !o.info.Expr(call.Args[1]).Only(types.KInt) {
		return false
	}
	at := 1
	skip := func() {
		for at < len(list) {
			if _, ok := list[at].(*ir.Line); !ok {
				return
			}
			at++
		}
	}
	skip()
	if at >= len(list) {
		return false
	}
	iter, ok := list[at].(*ir.Let)
	if !ok || len(iter.Dst) != 1 || !isPrimOf(iter.Op, prim.Iter, made.Dst[0]) {
		return false
	}
	iterAt := at
	at++
	skip()
	if at >= len(list) {
		return false
	}
	loop, ok := list[at].(*ir.Loop)
	if !ok {
		return false
	}
	first := 0
	for first < len(loop.Body) {
		if _, ok := loop.Body[first].(*ir.Line); !ok {
			break
		}
		first++
	}
	if first+1 >= len(loop.Body) {
		return false
	}
	next, ok := loop.Body[first].(*ir.Let)
	if !ok || len(next.Dst) != 2 || next.Dst[1] == nil || !isPrimOf(next.Op, prim.Next, iter.Dst[0]) {
		return false
	}
	test, ok := loop.Body[first+1].(*ir.If)
	if !ok || !isTestOf(test.Cond, next.Dst[1]) {
		return false
	}
	if o.uses(made.Dst[0]) != 1 || o.uses(iter.Dst[0]) != 1 || o.uses(next.Dst[1]) != 1 {
		return false
	}

	stop, count := o.temp("stop", types.Int64), o.temp("next", types.Int64)
	made.Dst = []*ir.Var{stop}
	made.Op = &ir.CallPrim{Prim: prim.RangeStop, Args: call.Args[1:]}
	if c, ok := call.Args[1].(*ir.Const); ok && c.Big == nil {
		list[0] = &ir.Assign{Dst: stop, X: &ir.Const{Kind: ir.CInt, Int: c.Int, R: types.Int64}}
	}
	zero := &ir.Const{Kind: ir.CInt, R: types.Int64}
	one := &ir.Const{Kind: ir.CInt, Int: 1, R: types.Int64}
	list[iterAt] = &ir.Assign{Dst: count, X: zero}
	more := apply(prim.NativeCompare["lt"], &ir.Ref{Var: count}, &ir.Ref{Var: stop})
	if _, ok := test.Cond.(*ir.Ref); ok {
		test.Cond = more
	} else {
		test.Cond = apply(prim.NativeCompare["ge"], more.(*ir.Pure).Args...)
	}
	body := append([]ir.Stmt{}, loop.Body[:first]...)
	body = append(body, test)
	if x := next.Dst[0]; x != nil {
		if x.Kind == ir.Temp || x.Kind == ir.Local && !x.Param && !o.checked[x] && !x.MaybeUnbound && o.defs(x) == 1 {
			x.Rep = types.Int64
		}
		body = append(body, &ir.Assign{Dst: x, X: &ir.Ref{Var: count}})
	}
	body = append(body, &ir.Assign{Dst: count, X: apply(prim.IntPlus, &ir.Ref{Var: count}, one)})
	loop.Body = append(body, loop.Body[first+2:]...)
	return true
}

// isTestOf reports whether cond is ok or its negation.
func isTestOf(cond ir.Expr, ok *ir.Var) bool {
	if p, is := cond.(*ir.Pure); is && p.Prim == prim.NotBool {
		cond = p.Args[0]
	}
	r, is := cond.(*ir.Ref)
	return is && r.Var == ok
}

// isBuiltin reports whether x is the builtin of that name.
func isBuiltin(x ir.Expr, name string) bool {
	r, ok := x.(*ir.RuntimeVar)
	return ok && r.Prim.Name == name
}

// isPrimOf reports whether op is p applied to v.
func isPrimOf(op ir.Op, p *ir.Prim, v *ir.Var) bool {
	call, ok := op.(*ir.CallPrim)
	if !ok || call.Prim != p || len(call.Args) != 1 {
		return false
	}
	r, ok := call.Args[0].(*ir.Ref)
	return ok && r.Var == v
}

// uses counts the reads of v in the function.
func (o *optimizer) uses(v *ir.Var) int {
	n := 0
	ir.EachStmt(o.fn.Body, func(s ir.Stmt) {
		for _, x := range ir.StmtExprs(s) {
			ir.EachVar(x, func(u *ir.Var) {
				if u == v {
					n++
				}
			})
		}
	})
	return n
}

// defs counts the statements that assign v.
func (o *optimizer) defs(v *ir.Var) int {
	n := 0
	ir.EachStmt(o.fn.Body, func(s ir.Stmt) {
		for _, u := range ir.StmtDefs(s) {
			if u == v {
				n++
			}
		}
	})
	return n
}
