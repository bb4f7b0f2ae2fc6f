package opt

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
)

// This file implements subscripts with slices that only the subscript sees:
//
//	t = slice lo, hi, step    =>    x = getslice v, lo, hi, step
//	x = getitem v, t
//
// and in the same way assignment and deletion.

// fuseSlice puts the bounds of the slice that let makes, if it makes one, into the
// subscript that follows. It reports whether let is not needed any more.
func (o *optimizer) fuseSlice(let *ir.Let, rest []ir.Stmt) bool {
	slice, ok := let.Op.(*ir.CallPrim)
	if !ok || slice.Prim != prim.NewSlice || len(let.Dst) != 1 || let.Dst[0] == nil || let.Dst[0].Kind != ir.Temp || len(slice.Args) != 3 {
		return false
	}
	for len(rest) > 0 {
		if _, ok := rest[0].(*ir.Line); !ok {
			break
		}
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return false
	}
	user, ok := rest[0].(*ir.Let)
	if !ok {
		return false
	}
	call, ok := user.Op.(*ir.CallPrim)
	if !ok || len(call.Args) < 2 {
		return false
	}
	p := map[*ir.Prim]*ir.Prim{prim.GetItem: prim.GetSlice, prim.SetItem: prim.SetSlice, prim.DelItem: prim.DelSlice}[call.Prim]
	key, ok := call.Args[1].(*ir.Ref)
	if p == nil || !ok || key.Var != let.Dst[0] || o.uses(key.Var) != 1 {
		return false
	}
	args := append([]ir.Expr{call.Args[0]}, slice.Args...)
	user.Op = &ir.CallPrim{Prim: p, Args: append(args, call.Args[2:]...)}
	return true
}
