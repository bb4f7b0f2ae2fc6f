package opt

import (
	"slices"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements defaults that only setdefault sees, which mostly drops them:
//
//	t = list                                =>    x = dictsetdefaultlist d, k
//	x = callmethod d, "setdefault", k, t

// makers are the operations that make an empty container, and setdefault with one.
var makers = map[*ir.Prim]*ir.Prim{
	prim.ListV:     prim.DictSetDefaultList,
	prim.DictBuild: prim.DictSetDefaultDict,
}

// noteEmpty notes that let makes an empty container, if it makes one.
func (o *optimizer) noteEmpty(let *ir.Let) {
	call, ok := let.Op.(*ir.CallPrim)
	if ok && makers[call.Prim] != nil && len(call.Args) == 0 && len(let.Dst) == 1 && let.Dst[0] != nil && let.Dst[0].Kind == ir.Temp {
		o.empties[let.Dst[0]] = let
	}
}

// takeEmpty drops the statement that makes x, where that is an empty container which nothing
// else sees. It returns setdefault with one, or nil.
func (o *optimizer) takeEmpty(x ir.Expr) *ir.Prim {
	r, ok := x.(*ir.Ref)
	if !ok || o.empties[r.Var] == nil || o.assigned[r.Var] != 1 || o.uses(r.Var) != 1 || r.Var.Rep != types.Boxed {
		return nil
	}
	let := o.empties[r.Var]
	o.dropped[let] = true
	return makers[let.Op.(*ir.CallPrim).Prim]
}

// withoutEmpties ends list: it removes what takeEmpty has dropped.
func (o *optimizer) withoutEmpties(list []ir.Stmt) []ir.Stmt {
	if len(o.empties) == 0 {
		return list
	}
	return slices.DeleteFunc(list, func(s ir.Stmt) bool {
		let, ok := s.(*ir.Let)
		if !ok || len(let.Dst) != 1 || let.Dst[0] == nil || o.empties[let.Dst[0]] != let {
			return false
		}
		delete(o.empties, let.Dst[0])
		return o.dropped[let]
	})
}
