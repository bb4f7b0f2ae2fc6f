package coro

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the handlers pass.
//
// Precondition: the function is structured (no Machine).
// Postcondition: no handler of a Try suspends.

// hoistHandlers moves the handlers that suspend behind their Try.
func hoistHandlers(fn *ir.Func) {
	h := hoister{fn}
	fn.Body = h.list(fn.Body)
}

type hoister struct{ fn *ir.Func }

func (h hoister) list(list []ir.Stmt) []ir.Stmt {
	out := make([]ir.Stmt, 0, len(list))
	for _, s := range list {
		ir.MapBodies(s, h.list)
		if try, ok := s.(*ir.Try); ok && suspends(try.Handler) {
			out = append(out, h.hoist(try)...)
			continue
		}
		out = append(out, s)
	}
	return out
}

// hoist returns the statements that stand for a Try whose handler suspends.
func (h hoister) hoist(s *ir.Try) []ir.Stmt {
	pending := &ir.Var{Name: "pending", Kind: ir.Temp, Func: h.fn, Rep: types.Exc, Type: types.Any}
	h.fn.Locals = append(h.fn.Locals, pending)
	handler := append([]ir.Stmt{&ir.Assign{Dst: s.Exc, X: &ir.Ref{Var: pending}}}, s.Handler...)
	caught := &ir.Var{Name: "caught", Kind: ir.Temp, Func: h.fn, Rep: types.Exc, Type: types.Any}
	h.fn.Locals = append(h.fn.Locals, caught)
	return []ir.Stmt{
		&ir.Assign{Dst: pending, X: &ir.Const{Kind: ir.CNilExc, R: types.Exc}},
		&ir.Try{Body: s.Body, Exc: caught, Handler: []ir.Stmt{
			&ir.Assign{Dst: pending, X: &ir.Ref{Var: caught}},
		}},
		&ir.If{Cond: &ir.IsRaised{X: &ir.Ref{Var: pending}}, Then: handler},
	}
}
