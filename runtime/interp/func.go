package interp

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file makes functions and classes (Python reference 8.7 and 8.8).

// makeFunc makes the function object of a definition.
func (fr *frame) makeFunc(op *ir.MakeFunc) (*py.Function, exc) {
	e := fr.env
	f := e.u.function(op.Func)
	cells := fr.captures(op.Func)
	fn := py.NewFunction(f.code, e.impl(f, cells))
	fn.Globals = e.module
	fn.Cells = cells
	if len(op.Defaults) > 0 {
		fn.Defaults = fr.values(op.Defaults)
	}
	if len(op.KwNames) > 0 {
		fn.KwDefaults = py.NewKwDefaults(interned(op.KwNames), fr.values(op.KwDefaults)...)
	}
	if op.Annotate != nil {
		a, cells := e.u.function(op.Annotate), fr.captures(op.Annotate)
		fn.Annotate = func() (value, exc) { return e.newFrame(a, cells, nil).call() }
	}
	if op.TypeParams != nil {
		fn.TypeParams = fr.expr(op.TypeParams).v
	}
	fn.Module = py.None
	name, ok, x := e.moduleName()
	if x != nil {
		return nil, x
	}
	if ok {
		fn.Module = name
	}
	return fn, nil
}

// impl returns the Go function of f, which has the cells.
func (e *env) impl(f *function, cells []*py.Cell) any {
	if f.fn.Machine != nil {
		return adapt(len(f.fn.Params), func(args []value) (value, exc) {
			return e.suspendable(f, cells, args), nil
		})
	}
	return adapt(len(f.fn.Params), func(args []value) (value, exc) {
		if x := py.Enter(); x != nil {
			return value{}, x
		}
		defer py.Leave()
		return e.newFrame(f, cells, args).call()
	})
}

// adapt gives impl the type that Function.Impl has for n parameters.
func adapt(n int, impl func([]value) (value, exc)) any {
	switch n {
	case 0:
		return func() (value, exc) { return impl(nil) }
	case 1:
		return func(a value) (value, exc) { return impl([]value{a}) }
	case 2:
		return func(a, b value) (value, exc) { return impl([]value{a, b}) }
	case 3:
		return func(a, b, c value) (value, exc) { return impl([]value{a, b, c}) }
	case 4:
		return func(a, b, c, d value) (value, exc) { return impl([]value{a, b, c, d}) }
	case 5:
		return func(a, b, c, d, e value) (value, exc) { return impl([]value{a, b, c, d, e}) }
	case 6:
		return func(a, b, c, d, e, f value) (value, exc) { return impl([]value{a, b, c, d, e, f}) }
	}
	return impl
}

// makeClass makes the class of a class statement.
func (fr *frame) makeClass(op *ir.MakeClass) (value, exc) {
	e := fr.env
	f := e.u.function(op.Body)
	cells := fr.captures(op.Body)
	spec := &py.ClassSpec{
		Code: f.code, Name: op.Name, Bases: fr.expr(op.Bases).v,
		Body: func(ns value) (value, exc) { return e.newFrame(f, cells, []value{ns}).call() },
	}
	if op.Keywords != nil {
		spec.Keywords = fr.expr(op.Keywords).v
	}
	return py.BuildClass(spec)
}
