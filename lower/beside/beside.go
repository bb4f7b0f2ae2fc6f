package beside

import (
	"slices"

	"github.com/aio2go/aio2go/lower/infer"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
)

// submitters are the names by which programs give functions to threads.
var submitters = map[string]bool{"run_in_executor": true, "to_thread": true, "submit": true, "ThreadPoolExecutor": true}

// Run makes copies of the functions of p that may be given to a thread, and of those that
// they call.
func Run(p *ir.Program, info *infer.Info) {
	if !submits(p) {
		return
	}
	able := able(p)
	c := &copier{made: map[*ir.Func]*ir.Func{}}
	for _, fn := range p.AllFuncs() {
		body := fn
		if fn.Typed != nil {
			body = fn.Typed
		}
		if fn.Original == nil && !info.Known[fn] && able[body] && works(body) {
			fn.Beside = c.copy(body)
		}
	}
	for _, m := range p.Modules {
		var funcs []*ir.Func
		for _, fn := range m.Funcs {
			funcs = append(funcs, fn)
			if made := c.made[fn]; made != nil {
				funcs = append(funcs, made)
			}
		}
		m.Funcs = funcs
	}
}

// submits reports whether p names something that runs functions in threads.
func submits(p *ir.Program) bool {
	found := false
	for _, fn := range p.AllFuncs() {
		ir.EachStmt(fn.Body, func(s ir.Stmt) {
			for _, x := range ir.StmtExprs(s) {
				n, ok := x.(*ir.NameConst)
				found = found || ok && submitters[n.Name]
			}
		})
	}
	return found
}

// able returns the functions that keep away from what is shared, with those that they call.
func able(p *ir.Program) map[*ir.Func]bool {
	able := map[*ir.Func]bool{}
	for _, fn := range p.AllFuncs() {
		if fn.Kind == ir.Plain && !fn.Async && !fn.Drained && len(fn.Free) == 0 && !fn.VarArgs && !fn.VarKeywords && fn.KwOnly == 0 && keepsApart(fn) {
			able[fn] = true
		}
	}
	for changed := true; changed; {
		changed = false
		for fn := range able {
			if slices.ContainsFunc(callees(fn), func(f *ir.Func) bool { return !able[f] }) {
				delete(able, fn)
				changed = true
			}
		}
	}
	return able
}

// keepsApart reports whether what fn itself does, but for its calls of functions, can be
// done beside other threads, or leads to giving up where something is out of the ordinary.
func keepsApart(fn *ir.Func) bool {
	for _, v := range fn.Locals {
		if v.Kind != ir.Local && v.Kind != ir.Temp {
			return false
		}
	}
	ok := true
	aside := asides(fn)
	var check func(list []ir.Stmt)
	check = func(list []ir.Stmt) {
		for _, s := range list {
			ok = ok && allowed(s)
			if i, isIf := s.(*ir.If); isIf && aside[i] {
				check(i.Else)
				continue
			}
			for _, body := range ir.Bodies(s) {
				check(body)
			}
		}
	}
	check(fn.Body)
	return ok
}

// asides returns the statements whose Then does what a quick operation could not do.
func asides(fn *ir.Func) map[*ir.If]bool {
	quick := map[*ir.Var]bool{}
	found := map[*ir.If]bool{}
	ir.EachStmt(fn.Body, func(s ir.Stmt) {
		switch s := s.(type) {
		case *ir.Let:
			if call, ok := s.Op.(*ir.CallPrim); ok && quickPrims[call.Prim] && len(s.Dst) > 0 {
				quick[s.Dst[len(s.Dst)-1]] = true
			}
		case *ir.If:
			if not, ok := s.Cond.(*ir.Pure); ok && not.Prim == prim.NotBool {
				r, ok := not.Args[0].(*ir.Ref)
				found[s] = ok && quick[r.Var]
			}
		}
	})
	return found
}

// allowed reports whether s itself touches nothing but numbers and local variables.
func allowed(s ir.Stmt) bool {
	for _, x := range ir.StmtExprs(s) {
		if !numeric(x) {
			return false
		}
	}
	switch s := s.(type) {
	case *ir.Assign:
		return s.Dst.Kind == ir.Local || s.Dst.Kind == ir.Temp
	case *ir.Let:
		switch op := s.Op.(type) {
		case *ir.CallPrim:
			return apart[op.Prim] || op.Prim == prim.ReleaseInt
		case *ir.CallFunc:
			return op.Cells == nil
		}
		return false
	case *ir.If, *ir.Loop, *ir.Block, *ir.Break, *ir.Continue, *ir.Return, *ir.Line, *ir.CheckBound:
		return true
	}
	return false
}

// numeric reports whether x is made of numbers and local variables.
func numeric(x ir.Expr) bool {
	switch x := x.(type) {
	case *ir.Const:
		switch x.Kind {
		case ir.CNone, ir.CTrue, ir.CFalse, ir.CFloat, ir.CUnbound:
			return true
		case ir.CInt:
			return x.Big == nil
		}
	case *ir.Ref:
		return x.Var.Kind == ir.Local || x.Var.Kind == ir.Temp
	case *ir.Pure:
		return apart[x.Prim] && !slices.ContainsFunc(x.Args, func(a ir.Expr) bool { return !numeric(a) })
	}
	return false
}

// works reports whether fn does enough for a processor of its own: it loops, or calls.
func works(fn *ir.Func) bool {
	found := len(callees(fn)) > 0
	ir.EachStmt(fn.Body, func(s ir.Stmt) {
		_, loop := s.(*ir.Loop)
		found = found || loop
	})
	return found
}

// callees returns the functions that fn calls.
func callees(fn *ir.Func) []*ir.Func {
	var list []*ir.Func
	ir.EachStmt(fn.Body, func(s ir.Stmt) {
		if let, ok := s.(*ir.Let); ok {
			if call, ok := let.Op.(*ir.CallFunc); ok {
				list = append(list, call.Func)
			}
		}
	})
	return list
}
