package coro

import (
	"fmt"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// Lower makes state machines of the functions of m that suspend, and of generators and
// coroutines that do not, which are machines of one state.
func Lower(m *ir.Module) error {
	for _, fn := range append(append([]*ir.Func{}, m.Funcs...), m.Body) {
		if err := lowerFunc(fn); err != nil {
			return err
		}
	}
	return nil
}

// lowerFunc makes a state machine of fn if it is to be one.
func lowerFunc(fn *ir.Func) error {
	defer ir.Locate(fn, nil)
	switch fn.Kind {
	case ir.Coroutine, ir.Generator, ir.AsyncGenerator:
	default:
		if suspends(fn.Body) {
			return fmt.Errorf("%s: a function of kind %d suspends", fn.Qualname, fn.Kind)
		}
		return nil
	}
	fn.NoSuspend = !suspends(fn.Body)
	hoistHandlers(fn)
	if err := checkHandlers(fn); err != nil {
		return err
	}
	makeMachine(fn)
	if err := checkMachine(fn); err != nil {
		return err
	}
	markFrame(fn)
	return nil
}

func noneConst() ir.Expr { return &ir.Const{Kind: ir.CNone, R: types.Boxed} }
