package coro

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the split of coroutines that never suspend.
//
// A coroutine function whose only awaits are those of calls of such functions runs from
// start to end without suspending. Its body becomes a plain function, and an await of a
// call a plain call:
//
//	async def fib(n): ...                      func fib(n):  ... call fib(n - 1) ...
//	    await fib(n - 1)              =>       coroutine fib(n): return call fib(n)
//
// The coroutine is there for calls that are not awaited at once. The pass comes before
// inference, which then treats the plain function as any other.

// Split splits the coroutines of p that never suspend. Functions with free variables are
// left alone.
func Split(p *ir.Program) {
	never := neverSuspend(p)
	if len(never) == 0 {
		return
	}
	outer := map[*ir.Func]*ir.Func{}
	for _, m := range p.Modules {
		var funcs []*ir.Func
		for _, fn := range m.Funcs {
			funcs = append(funcs, fn)
			if never[fn] {
				outer[fn] = split(fn)
				funcs = append(funcs, outer[fn])
			}
		}
		m.Funcs = funcs
	}
	for _, fn := range p.AllFuncs() {
		if fn.Direct == nil {
			ir.EachStmt(fn.Body, func(s ir.Stmt) { redirectCalls(s, outer) })
		}
	}
}

// redirectCalls makes s refer to the two functions that a split one became.
func redirectCalls(s ir.Stmt, outer map[*ir.Func]*ir.Func) {
	let, ok := s.(*ir.Let)
	if !ok {
		return
	}
	switch op := let.Op.(type) {
	case *ir.AwaitFrame:
		if outer[op.Func] != nil {
			let.Op = &ir.CallFunc{Func: op.Func, Args: op.Args}
		}
	case *ir.NewFrame:
		if c := outer[op.Func]; c != nil {
			op.Func = c
		}
	case *ir.MakeFunc:
		if c := outer[op.Func]; c != nil {
			op.Func = c
		}
	}
}

// neverSuspend returns the coroutines without free variables that await only calls of
// each other.
func neverSuspend(p *ir.Program) map[*ir.Func]bool {
	never := map[*ir.Func]bool{}
	for _, fn := range p.AllFuncs() {
		if fn.Kind == ir.Coroutine && len(fn.Free) == 0 {
			never[fn] = true
		}
	}
	for changed := true; changed; {
		changed = false
		for fn := range never {
			if mayLeave(fn, never) {
				delete(never, fn)
				changed = true
			}
		}
	}
	return never
}

// mayLeave reports whether fn awaits something else than a call of one of never.
func mayLeave(fn *ir.Func, never map[*ir.Func]bool) bool {
	leaves := false
	ir.EachStmt(fn.Body, func(s ir.Stmt) {
		let, ok := s.(*ir.Let)
		if !ok || !isSuspending(let.Op) {
			return
		}
		op, ok := let.Op.(*ir.AwaitFrame)
		leaves = leaves || !ok || !never[op.Func]
	})
	return leaves
}

// split makes fn plain and returns the coroutine that calls it.
func split(fn *ir.Func) *ir.Func {
	c := &ir.Func{
		Name: fn.Name, Qualname: fn.Qualname, Kind: ir.Coroutine, Module: fn.Module, Parent: fn.Parent, Span: fn.Span, Doc: fn.Doc,
		PosOnly: fn.PosOnly, Pos: fn.Pos, KwOnly: fn.KwOnly, VarArgs: fn.VarArgs, VarKeywords: fn.VarKeywords,
		Result: fn.Result, Direct: fn,
	}
	fn.Kind, fn.Async = ir.Plain, true
	args := make([]ir.Expr, len(fn.Params))
	for i, p := range fn.Params {
		v := &ir.Var{Name: p.Name, Kind: ir.Local, Func: c, Param: true, Rep: types.Boxed, Type: types.Any}
		c.Params = append(c.Params, v)
		args[i] = &ir.Ref{Var: v}
	}
	result := &ir.Var{Name: "result", Kind: ir.Temp, Func: c, Rep: types.Boxed, Type: types.Any}
	c.Locals = []*ir.Var{result}
	if fn.Recursive {
		c.Body = append(c.Body, &ir.Let{Op: &ir.CallPrim{Prim: prim.Leave}, Pos: -1})
	}
	c.Body = append(c.Body,
		&ir.Let{Dst: []*ir.Var{result}, Op: &ir.CallFunc{Func: fn, Args: args}, Pos: -1},
		&ir.Return{X: &ir.Ref{Var: result}})
	return c
}
