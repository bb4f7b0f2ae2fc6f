package opt

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements lists whose memory is used again: where a local holds slices of lists,
// and nothing is done with them but what refers to them no longer, the next slice goes into
// the list that the local holds.
//
//	loop:                                  loop:
//	    work = getslice perm, a, b, c  =>      work = sliceinto work, perm, a, b, c
//	    work[i] = work[j]                      work[i] = work[j]

// listReads are the operations after which nothing more refers to the list that is their
// first argument.
var listReads = map[*ir.Prim]bool{
	prim.GetItem: true, prim.SetItem: true, prim.DelItem: true, prim.GetSlice: true, prim.SetSlice: true, prim.DelSlice: true,
	prim.ListAppend: true, prim.ListLen: true, prim.ListTruth: true, prim.ListPop: true, prim.Truth: true,
	prim.ListGetBack: true, prim.ListSetFloatBack: true, prim.ListSetIntBack: true,
}

func init() {
	for _, native := range []bool{false, true} {
		for _, p := range []*ir.Prim{prim.ListGet[native], prim.ListSet[native], prim.ListSetInt[native], prim.ListSetFloat[native]} {
			listReads[p] = true
		}
	}
}

// reuse changes the function.
func (o *optimizer) reuse() {
	shared := map[*ir.Var]bool{}
	slices := map[*ir.Var][]*ir.Let{}
	ir.EachStmt(o.fn.Body, func(s ir.Stmt) {
		let, _ := s.(*ir.Let)
		call := callOf(s)
		for i, x := range ir.StmtExprs(s) {
			if r, ok := x.(*ir.Ref); ok && i == 0 && call != nil && listReads[call.Prim] && r.Var.Rep == types.Boxed {
				continue
			}
			ir.EachVar(x, func(v *ir.Var) { shared[v] = true })
		}
		switch as, ok := s.(*ir.Assign); {
		case ok:
			if _, ok := as.X.(*ir.Const); !ok {
				shared[as.Dst] = true
			}
		case call != nil && call.Prim == prim.GetSlice && o.info.Expr(call.Args[0]).Only(types.KList):
			slices[let.Dst[0]] = append(slices[let.Dst[0]], let)
		default:
			for _, v := range ir.StmtDefs(s) {
				shared[v] = true
			}
		}
	})
	for v, list := range slices {
		if v == nil || v.Kind != ir.Local || v.Param || v.Watched || shared[v] {
			continue
		}
		for _, let := range list {
			args := append([]ir.Expr{&ir.Ref{Var: v}}, let.Op.(*ir.CallPrim).Args...)
			let.Op = &ir.CallPrim{Prim: prim.SliceInto, Args: args}
		}
	}
}

// callOf returns the primitive that s is a call of.
func callOf(s ir.Stmt) *ir.CallPrim {
	if let, ok := s.(*ir.Let); ok {
		call, _ := let.Op.(*ir.CallPrim)
		return call
	}
	return nil
}
