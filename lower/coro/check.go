package coro

import (
	"fmt"

	"github.com/aio2go/aio2go/lower/ir"
)

// This file implements the checks of the passes' postconditions.

// checkHandlers reports a handler that suspends.
func checkHandlers(fn *ir.Func) error {
	var err error
	ir.EachStmt(fn.Body, func(s ir.Stmt) {
		if t, ok := s.(*ir.Try); ok && suspends(t.Handler) {
			err = fmt.Errorf("%s: the handler of a try suspends", fn.Qualname)
		}
	})
	return err
}

// checkMachine reports structured suspensions, states without an end, jumps to states
// that are not there, and resumed states that do not begin with their Resume.
func checkMachine(fn *ir.Func) error {
	known := map[*ir.State]bool{}
	for _, s := range fn.Machine.States {
		known[s] = true
	}
	for i, s := range fn.Machine.States {
		where := fmt.Sprintf("%s: state %d (%s)", fn.Qualname, i, s.Name)
		if s.Index != i {
			return fmt.Errorf("%s has index %d", where, s.Index)
		}
		if suspends(s.Body) {
			return fmt.Errorf("%s has a structured suspension", where)
		}
		if !listLeaves(s.Body) && !endsInLoop(s.Body) {
			return fmt.Errorf("%s does not end", where)
		}
		if s.Resumed {
			if _, ok := s.Body[0].(*ir.Resume); !ok {
				return fmt.Errorf("%s is resumed without taking the result", where)
			}
		}
		if s.Handler != nil && !known[s.Handler] {
			return fmt.Errorf("%s: its handler is missing", where)
		}
		var err error
		eachTarget(s.Body, func(t **ir.State) {
			if !known[*t] {
				err = fmt.Errorf("%s leads to a missing state %s", where, (*t).Name)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// endsInLoop reports whether the list ends in a loop or block, which may be endless.
func endsInLoop(list []ir.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch list[len(list)-1].(type) {
	case *ir.Loop, *ir.Block, *ir.Try:
		return true
	}
	return false
}
