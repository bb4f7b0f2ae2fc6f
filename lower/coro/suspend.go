package coro

import "github.com/aio2go/aio2go/lower/ir"

// This file implements the analysis of which statements suspend.

// isSuspending reports whether op may suspend its function.
func isSuspending(op ir.Op) bool {
	switch op.(type) {
	case *ir.Await, *ir.AwaitCall, *ir.AwaitFrame, *ir.AwaitNext, *ir.Yield, *ir.YieldFrom:
		return true
	}
	return false
}

// suspends reports whether any of the statements may suspend.
func suspends(list []ir.Stmt) bool {
	for _, s := range list {
		if stmtSuspends(s) {
			return true
		}
	}
	return false
}

// stmtSuspends reports whether s may suspend.
func stmtSuspends(s ir.Stmt) bool {
	switch s := s.(type) {
	case *ir.Let:
		return isSuspending(s.Op)
	case *ir.If:
		return suspends(s.Then) || suspends(s.Else)
	case *ir.Loop:
		return suspends(s.Body)
	case *ir.Block:
		return suspends(s.Body)
	case *ir.Try:
		return suspends(s.Body) || suspends(s.Handler)
	}
	return false
}

// Suspends reports whether the body of fn contains a suspension point.
func Suspends(fn *ir.Func) bool { return suspends(fn.Body) }
