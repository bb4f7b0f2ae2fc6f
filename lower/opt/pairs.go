package opt

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements loops that take each element apart, where it is proved to be a
// tuple of as many:
//
//	item, ok = next it              a, b, ok = nextpair it
//	if not ok: break          =>    if not ok: break
//	a, b = unpack2 item             ...
//
// so that zip() and dict.items() make no tuple. Where elements may be anything, and are taken
// apart into two,
//
//	a0, b0, item, ok = nextloose it
//	if not ok: break
//	a, b = loose2 item, a0, b0

// pairs rewrites the head of loop.
func (o *optimizer) pairs(loop *ir.Loop) {
	at := 0
	for at < len(loop.Body) {
		if _, ok := loop.Body[at].(*ir.Line); !ok {
			break
		}
		at++
	}
	if at+2 >= len(loop.Body) {
		return
	}
	next, ok := loop.Body[at].(*ir.Let)
	if !ok || len(next.Dst) != 2 || next.Dst[0] == nil || next.Dst[1] == nil {
		return
	}
	call, ok := next.Op.(*ir.CallPrim)
	if !ok || call.Prim != prim.Next {
		return
	}
	item := next.Dst[0]
	test, ok := loop.Body[at+1].(*ir.If)
	if !ok || !isTestOf(test.Cond, next.Dst[1]) || o.uses(item) != 1 {
		return
	}
	unpack, ok := loop.Body[at+2].(*ir.Let)
	if !ok {
		return
	}
	p := prim.NextPair
	switch {
	case isPrimOf(unpack.Op, prim.Unpack2, item):
	case isPrimOf(unpack.Op, prim.Unpack3, item):
		p = prim.NextTriple
	default:
		return
	}
	k := o.info.Expr(&ir.Ref{Var: item})
	if !k.Only(types.KTuple) || o.info.TupleSize(k) != len(unpack.Dst) {
		if p == prim.NextPair && k.Kinds&types.KTuple != 0 {
			o.loosely(next, call, unpack)
		}
		return
	}
	var parts []*ir.Var
	var list []ir.Stmt
	for i, v := range unpack.Dst {
		if v == nil {
			parts = append(parts, nil)
			continue
		}
		// What the parts are proved to be they are once the test has gone well.
		part := o.temp(v.Name, types.Boxed)
		o.info.Note(part, o.info.TupleItem(k, i))
		parts = append(parts, part)
		list = append(list, &ir.Assign{Dst: v, X: &ir.Ref{Var: part}})
	}
	next.Op = &ir.CallPrim{Prim: p, Args: call.Args}
	next.Dst = append(parts, next.Dst[1])
	body := append([]ir.Stmt{}, loop.Body[:at+2]...)
	body = append(body, list...)
	loop.Body = append(body, loop.Body[at+3:]...)
}

// loosely rewrites next and unpack of a loop whose elements may be tuples.
func (o *optimizer) loosely(next *ir.Let, call *ir.CallPrim, unpack *ir.Let) {
	a, b := o.temp("first", types.Boxed), o.temp("second", types.Boxed)
	for _, v := range []*ir.Var{a, b} {
		v.MaybeUnbound = true
	}
	item := next.Dst[0]
	next.Op = &ir.CallPrim{Prim: prim.NextLoose, Args: call.Args}
	next.Dst = []*ir.Var{a, b, item, next.Dst[1]}
	unpack.Op = &ir.CallPrim{Prim: prim.Loose2, Args: []ir.Expr{&ir.Ref{Var: item}, &ir.Ref{Var: a}, &ir.Ref{Var: b}}}
}
