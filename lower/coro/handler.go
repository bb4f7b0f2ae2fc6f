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
		switch s := s.(type) {
		case *ir.If:
			s.Then, s.Else = h.list(s.Then), h.list(s.Else)
		case *ir.Loop:
			s.Body = h.list(s.Body)
		case *ir.Block:
			s.Body = h.list(s.Body)
		case *ir.Try:
			s.Body, s.Handler = h.list(s.Body), h.list(s.Handler)
			if suspends(s.Handler) {
				out = append(out, h.hoist(s)...)
				continue
			}
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
