package specialise

import (
	"slices"
	"strings"

	"github.com/aio2go/aio2go/lower/infer"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// maxStatements bounds what is copied.
const maxStatements = 300

// Run adds the copies to p, and reports whether there are any.
func Run(p *ir.Program, info *infer.Info) bool {
	chosen := choose(p, info)
	for _, m := range p.Modules {
		var funcs []*ir.Func
		for _, fn := range m.Funcs {
			funcs = append(funcs, fn)
			if chosen[fn] != nil {
				fn.Typed, fn.Expected = fn.Clone(), chosen[fn]
				fn.Typed.Original = fn
				funcs = append(funcs, fn.Typed)
			}
		}
		m.Funcs = funcs
	}
	return len(chosen) > 0
}

// choose returns what the functions that get a copy expect. Beside those that it pays for,
// these are the functions of theirs that they call by name: in the copies the arguments of
// such calls are known better.
func choose(p *ir.Program, info *infer.Info) map[*ir.Func][]types.Kinds {
	chosen := map[*ir.Func][]types.Kinds{}
	able := map[string][]*ir.Func{} // by name
	var add func(fn *ir.Func)
	add = func(fn *ir.Func) {
		chosen[fn] = expectations(fn, info)
		for name := range names(fn) {
			for _, callee := range able[name] {
				if chosen[callee] == nil {
					add(callee)
				}
			}
		}
	}
	for _, fn := range p.AllFuncs() {
		if copyable(fn) && expectations(fn, info) != nil {
			able[fn.Name] = append(able[fn.Name], fn)
		}
	}
	for _, fn := range p.AllFuncs() {
		if slices.Contains(able[fn.Name], fn) && chosen[fn] == nil && pays(fn) {
			add(fn)
		}
	}
	return chosen
}

// names returns the names by which fn may call functions.
func names(fn *ir.Func) map[string]bool {
	list := map[string]bool{}
	ir.EachStmt(fn.Body, func(s ir.Stmt) {
		let, ok := s.(*ir.Let)
		if !ok {
			return
		}
		switch op := let.Op.(type) {
		case *ir.CallFunc:
			list[op.Func.Name] = true
		case *ir.NewFrame:
			list[op.Func.Name] = true
		case *ir.AwaitFrame:
			list[op.Func.Name] = true
		}
		for _, x := range ir.Args(let.Op) {
			switch x := x.(type) {
			case *ir.Ref:
				if x.Var.Kind == ir.Global {
					list[x.Var.Name] = true
				}
			case *ir.NameConst:
				list[x.Name] = true
			}
		}
	})
	return list
}

// copyable reports whether Clone can copy fn.
func copyable(fn *ir.Func) bool {
	if fn.Kind == ir.ClassBody || fn.Kind == ir.ModuleBody || fn.Direct != nil || fn.Drained || fn.VarArgs || fn.VarKeywords || fn.KwOnly > 0 || fn.Pos == 0 || len(fn.Free) > 0 {
		return false
	}
	for _, v := range fn.Locals {
		if v.Kind != ir.Local && v.Kind != ir.Temp {
			return false
		}
	}
	n, ok := 0, true
	ir.EachStmt(fn.Body, func(s ir.Stmt) {
		n++
		switch s := s.(type) {
		case *ir.FreshCell:
			ok = false
		case *ir.Let:
			switch s.Op.(type) {
			case *ir.CallPrim, *ir.CallFunc, *ir.NewFrame, *ir.AwaitFrame, *ir.Await, *ir.AwaitNext, *ir.Yield, *ir.YieldFrom:
			default:
				ok = false
			}
		}
		for _, x := range ir.StmtExprs(s) {
			ok = ok && !hasCell(x)
		}
	})
	return ok && n <= maxStatements
}

func hasCell(x ir.Expr) bool {
	switch x := x.(type) {
	case *ir.CellOf:
		return true
	case *ir.Pure:
		for _, a := range x.Args {
			if hasCell(a) {
				return true
			}
		}
	}
	return false
}

// pays reports whether fn loops, or calls a function of its own name.
func pays(fn *ir.Func) bool {
	found := names(fn)[fn.Name]
	ir.EachStmt(fn.Body, func(s ir.Stmt) {
		_, loop := s.(*ir.Loop)
		found = found || loop
	})
	return found
}

// expectations returns the classes that fn's parameters are expected to have, nil where
// nothing is expected that inference has not found out.
func expectations(fn *ir.Func, info *infer.Info) []types.Kinds {
	e := &evidence{info: info, of: map[*ir.Var]types.Kinds{}, index: map[*ir.Var]bool{}}
	ir.EachStmt(fn.Body, e.stmt)
	list := make([]types.Kinds, len(fn.Params))
	any := false
	for i, v := range fn.Params {
		k, have := v.Hint, info.Var(v)
		if k == 0 {
			k = e.class(v)
		}
		if have.Only(types.KInt) {
			k = types.KInt // of any size
		}
		if k != 0 && have.Kinds&k != 0 && !have.Fits(k) {
			list[i], any = k, true
		}
	}
	if !any {
		return nil
	}
	return list
}

// evidence is what the uses of variables say of their classes.
type evidence struct {
	info *infer.Info
	of   map[*ir.Var]types.Kinds
	// index has the variables that are used as only ints can be.
	index map[*ir.Var]bool
}

// class returns what v is expected to be, 0 where the uses say nothing, or different things.
func (e *evidence) class(v *ir.Var) types.Kinds {
	switch k := e.of[v]; {
	case e.index[v]:
		return types.KInt
	case k == types.KInt, k == types.KFloat:
		return k
	}
	return 0
}

// needsInt notes that x is used as only an int can be.
func (e *evidence) needsInt(x ir.Expr) {
	if r, ok := x.(*ir.Ref); ok {
		e.index[r.Var] = true
	}
}

func (e *evidence) add(x ir.Expr, k types.Kinds) {
	if r, ok := x.(*ir.Ref); ok && r.Var.Param {
		e.of[r.Var] |= k
	}
}

// stmt notes what s does with parameters.
func (e *evidence) stmt(s ir.Stmt) {
	let, ok := s.(*ir.Let)
	if !ok {
		return
	}
	call, ok := let.Op.(*ir.CallPrim)
	if !ok {
		return
	}
	if len(call.Args) > 0 {
		if f, ok := call.Args[0].(*ir.RuntimeVar); ok && f.Prim.Name == "range" {
			for _, x := range call.Args[1:] {
				e.needsInt(x)
			}
			return
		}
	}
	if len(call.Args) != 2 {
		return
	}
	x, y := call.Args[0], call.Args[1]
	switch strings.TrimPrefix(strings.TrimSuffix(call.Prim.Name, "?"), "i") {
	case "lshift", "rshift":
		e.needsInt(x)
		e.needsInt(y)
	case "floordiv", "mod", "bitand", "bitor", "bitxor":
		// The left operand of % may be a str.
		if c, ok := x.(*ir.Const); !ok || c.Kind == ir.CInt {
			e.add(x, e.other(y, types.KInt))
			e.add(y, e.other(x, types.KInt))
		}
	case "add", "sub", "mul", "lt", "le", "gt", "ge", "eq", "ne", "truediv", "pow":
		e.add(x, e.other(y, 0))
		e.add(y, e.other(x, 0))
	case "getitem":
		e.add(y, types.KInt)
	}
}

// other returns what an operand says of the one beside it.
func (e *evidence) other(x ir.Expr, unknown types.Kinds) types.Kinds {
	if c, ok := x.(*ir.Const); ok {
		switch c.Kind {
		case ir.CInt:
			return types.KInt
		case ir.CFloat:
			return types.KFloat
		case ir.CStr, ir.CBytes, ir.CNone, ir.CTuple:
			return types.KOther
		}
	}
	for _, k := range []types.Kinds{types.KInt, types.KFloat} {
		if e.info.Expr(x).Only(k) {
			return k
		}
	}
	return unknown
}
