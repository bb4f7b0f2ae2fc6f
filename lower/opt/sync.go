package opt

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file replaces calls of the methods of asyncio's synchronisation primitives, those of
// asynchronous with statements included.

// syncMethod replaces the call of a method of a primitive without arguments.
func (o *optimizer) syncMethod(k types.Static, name string, call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	p := prim.SyncMethods[o.info.Sync(k, name)][name]
	if p == nil || len(call.Args) != 2 || len(call.Names) > 0 {
		return nil, false
	}
	used := len(s.Dst) == 1 && s.Dst[0] != nil && o.uses(s.Dst[0]) > 0
	if used == (len(p.Results) == 0) {
		return nil, false
	}
	return o.syncCall(p, call.Args[0], s, used), true
}

func (o *optimizer) syncCall(p *ir.Prim, self ir.Expr, s *ir.Let, used bool) []ir.Stmt {
	let := &ir.Let{Op: &ir.CallPrim{Prim: p, Args: []ir.Expr{self}}, Pos: s.Pos}
	o.args(let.Op)
	if !used {
		return []ir.Stmt{let}
	}
	let.Dst = s.Dst
	return o.bind(nil, let, p.Results)
}

// loadAsyncWith replaces the look-up of the methods of a primitive: nothing is looked up.
func (o *optimizer) loadAsyncWith(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	k := o.info.Expr(call.Args[0])
	if o.info.Sync(k, "__aenter__") == "" || o.info.Sync(k, "__aexit__") == "" || len(s.Dst) != 3 || s.Dst[2] == nil {
		return nil, false
	}
	o.entered[s.Dst[0]] = true
	return []ir.Stmt{&ir.Assign{Dst: s.Dst[2], X: o.convert(o.pure(call.Args[0]), types.Boxed)}}, true
}

// enterSync replaces the call of __aenter__ that loadAsyncWith has taken the look-up of.
func (o *optimizer) enterSync(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	if r, ok := call.Args[0].(*ir.Ref); !ok || !o.entered[r.Var] {
		return nil, false
	}
	k := o.info.Expr(call.Args[1])
	return o.syncCall(prim.SyncMethods[o.info.Sync(k, "__aenter__")]["__aenter__"], call.Args[1], s, true), true
}

// leaveSync replaces the call of __aexit__ of a primitive. The operation leaves nothing to
// await.
func (o *optimizer) leaveSync(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	k := o.info.Expr(call.Args[1])
	p := prim.SyncMethods[o.info.Sync(k, "__aexit__")]["__aexit__"]
	if p == nil || o.info.Sync(k, "__aenter__") == "" || len(s.Dst) != 1 || s.Dst[0] == nil {
		return nil, false
	}
	o.settled[s.Dst[0]] = true
	return o.syncCall(p, call.Args[1], s, false), true
}

// checkAwait drops the check of what can be awaited.
func (o *optimizer) checkAwait(call *ir.CallPrim) ([]ir.Stmt, bool) {
	if r, ok := call.Args[0].(*ir.Ref); ok && o.settled[r.Var] || o.info.Settled(call.Args[0]) {
		return nil, true
	}
	return nil, false
}

// awaitSettled replaces the await of what leaveSync has settled.
func (o *optimizer) awaitSettled(x ir.Expr, s *ir.Let) ([]ir.Stmt, bool) {
	if r, ok := x.(*ir.Ref); !ok || !o.settled[r.Var] {
		return nil, false
	}
	if len(s.Dst) == 0 || s.Dst[0] == nil {
		return nil, true
	}
	return []ir.Stmt{&ir.Assign{Dst: s.Dst[0], X: &ir.Const{Kind: ir.CNone, R: types.Boxed}}}, true
}
