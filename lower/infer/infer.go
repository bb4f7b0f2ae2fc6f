package infer

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// Info is what is known of a program.
type Info struct {
	vars    map[*ir.Var]types.Static
	results map[*ir.Func]types.Static
	// Known has the functions all of whose calls are seen.
	Known map[*ir.Func]bool
	// classes are the classes whose calls make plain instances.
	classes map[*ir.Func]bool
}

var (
	anything = types.Of(types.AnyKinds)
)

// Var returns the set of values that v may have while it has one.
func (in *Info) Var(v *ir.Var) types.Static {
	v = root(v)
	if s := in.vars[v]; s.Kinds != 0 {
		return s
	}
	return anything
}

// Result returns the set of values that a call of fn may return (of a coroutine, what
// awaiting it gives).
func (in *Info) Result(fn *ir.Func) types.Static {
	if s := in.results[fn]; s.Kinds != 0 {
		return s
	}
	return anything
}

// root returns the variable that owns the cell of a Free variable, or v.
func root(v *ir.Var) *ir.Var {
	for v.Kind == ir.Free && v.Outer != nil {
		v = v.Outer
	}
	return v
}

// analysis is the state of Program.
type analysis struct {
	*Info
	prog    *ir.Program
	facts   *facts
	changed bool
}

// Program analyses prog.
func Program(prog *ir.Program) *Info {
	a := &analysis{
		Info: &Info{
			vars: map[*ir.Var]types.Static{}, results: map[*ir.Func]types.Static{},
			Known: map[*ir.Func]bool{}, classes: map[*ir.Func]bool{},
		},
		prog: prog, facts: gather(prog),
	}
	funcs := prog.AllFuncs()
	for _, fn := range funcs {
		a.Known[fn] = a.facts.allCallsSeen(fn)
		if !a.Known[fn] {
			for _, p := range fn.Params {
				a.grow(p, anything)
			}
		}
	}
	for _, m := range prog.Modules {
		for _, v := range m.Globals {
			if a.facts.openGlobal(v) {
				a.grow(v, anything)
			}
		}
	}
	for a.changed = true; a.changed; {
		a.changed = false
		for _, fn := range funcs {
			ir.EachStmt(fn.Body, func(s ir.Stmt) { a.stmt(fn, s) })
		}
	}
	for _, fn := range funcs {
		for _, v := range fn.Locals {
			v.Type = a.Var(v)
		}
		for _, v := range fn.Params {
			v.Type = a.Var(v)
		}
	}
	for _, m := range prog.Modules {
		for _, v := range m.Globals {
			v.Type = a.Var(v)
		}
	}
	return a.Info
}

// grow adds values to v's set.
func (a *analysis) grow(v *ir.Var, s types.Static) {
	if v == nil || s.Kinds == 0 {
		return
	}
	v = root(v)
	old := a.vars[v]
	if j := old.Join(s); j != old {
		a.vars[v] = j
		a.changed = true
	}
}

func (a *analysis) growResult(fn *ir.Func, s types.Static) {
	old := a.results[fn]
	if j := old.Join(s); j != old {
		a.results[fn] = j
		a.changed = true
	}
}

// stmt joins what s assigns.
func (a *analysis) stmt(fn *ir.Func, s ir.Stmt) {
	switch s := s.(type) {
	case *ir.Assign:
		if c, ok := s.X.(*ir.Const); ok && c.Kind == ir.CUnbound {
			return
		}
		a.grow(s.Dst, a.expr(s.X))
	case *ir.Let:
		a.passArgs(s.Op)
		results := a.op(s.Op)
		for i, v := range s.Dst {
			r := anything
			if i < len(results) {
				r = results[i]
			}
			a.grow(v, r)
		}
	case *ir.Return:
		a.growResult(fn, a.expr(s.X))
	}
}

// passArgs joins the arguments of a direct call to the parameters.
func (a *analysis) passArgs(op ir.Op) {
	var fn *ir.Func
	var args []ir.Expr
	switch op := op.(type) {
	case *ir.CallFunc:
		fn, args = op.Func, op.Args
	case *ir.NewFrame:
		fn, args = op.Func, op.Args
	case *ir.AwaitFrame:
		fn, args = op.Func, op.Args
	default:
		return
	}
	for i, x := range args {
		if c, ok := x.(*ir.Const); ok && c.Kind == ir.CUnbound {
			a.grow(fn.Params[i], anything)
			continue
		}
		a.grow(fn.Params[i], a.expr(x))
	}
}

// Expr returns the set of values of x.
func (in *Info) Expr(x ir.Expr) types.Static {
	s := (&analysis{Info: in}).expr(x)
	if s.Kinds == 0 {
		return anything
	}
	return s
}

// expr returns the set of values of x, the empty set while nothing has reached it.
func (a *analysis) expr(x ir.Expr) types.Static {
	switch x := x.(type) {
	case *ir.Const:
		return types.Of(constKinds[x.Kind])
	case *ir.Ref:
		switch x.Var.Rep {
		case types.Bool:
			return types.Of(types.KBool)
		case types.Float64:
			return types.Of(types.KFloat)
		case types.Int64:
			return types.Of(types.KInt)
		case types.Boxed:
			return a.vars[root(x.Var)]
		}
		return anything
	case *ir.Pure:
		switch {
		case x.Prim.Name == "frombool", x.Rep() == types.Bool:
			return types.Of(types.KBool)
		case x.Prim.Name == "namevalue":
			return types.Of(types.KStr)
		}
	case *ir.IsRaised:
		return types.Of(types.KBool)
	}
	return anything
}

var constKinds = map[ir.ConstKind]types.Kinds{
	ir.CNone: types.KNone, ir.CTrue: types.KBool, ir.CFalse: types.KBool, ir.CEllipsis: types.KOther,
	ir.CNotImplemented: types.KOther, ir.CInt: types.KInt, ir.CFloat: types.KFloat, ir.CComplex: types.KOther,
	ir.CStr: types.KStr, ir.CBytes: types.KBytes, ir.CTuple: types.KTuple, ir.CFrozenSet: types.KOther,
	ir.CUnbound: types.AnyKinds, ir.CNilExc: types.AnyKinds,
}
