package infer

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the copies of functions for arguments of expected classes
// (package specialise).

// expect gives the copy of fn what the test at fn's beginning lets through.
func (a *analysis) expect(fn *ir.Func) {
	for i, p := range fn.Typed.Params {
		s := a.cell(fn.Params[i]).S
		if k := fn.Expected[i]; k != 0 && s.Kinds&k != 0 {
			s = types.Expected(k)
		} else if k != 0 {
			return // nothing comes through
		}
		a.grow(a.cell(p), s)
	}
	a.grow(a.result(fn), a.result(fn.Typed).S)
	a.grow(a.yield(fn), a.yield(fn.Typed).S)
}

// Fitting returns the copy of fn if the arguments are what it expects, else fn. An argument
// of the zero set is one that nothing is known of yet.
func Fitting(fn *ir.Func, args []types.Static) *ir.Func {
	if fn.Typed == nil || len(args) != len(fn.Expected) {
		return fn
	}
	for i, k := range fn.Expected {
		if args[i].Kinds != 0 && !args[i].Fits(k) {
			return fn
		}
	}
	return fn.Typed
}
