package opt

import (
	"github.com/aio2go/aio2go/lower/infer"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the choice of representations.

// Run optimises prog in place.
func Run(prog *ir.Program, info *infer.Info) {
	o := &optimizer{info: info, checked: map[*ir.Var]bool{}, calls: map[*ir.Var]int{}, assigned: map[*ir.Var]int{}, consts: map[*ir.Var]ir.Expr{}, bound: map[*ir.Var]boundMethod{}, dropped: map[*ir.Let]bool{}, empties: map[*ir.Var]*ir.Let{}, entered: map[*ir.Var]bool{}, settled: map[*ir.Var]bool{}}
	for _, fn := range prog.AllFuncs() {
		ir.EachStmt(fn.Body, o.note)
	}
	for _, fn := range prog.AllFuncs() {
		o.represent(fn)
	}
	for _, fn := range prog.AllFuncs() {
		o.fn = fn
		fn.Body = o.ranges(fn.Body)
		o.counters()
		fn.Body = o.list(fn.Body)
		o.release()
		o.reuse()
	}
}

// optimizer is the state of one Run.
type optimizer struct {
	info *infer.Info
	fn   *ir.Func
	// checked has the variables that may have no value, so that they need a
	// representation that can say so.
	checked map[*ir.Var]bool
	// calls counts, for temporaries, the calls of their values.
	calls map[*ir.Var]int
	bound map[*ir.Var]boundMethod
	// dropped are statements that others have taken up.
	dropped map[*ir.Let]bool
	// empties are the empty containers made by the statements of the lists under way.
	empties map[*ir.Var]*ir.Let
	// entered are the methods __aenter__ that are called without a look-up, settled the
	// results of __aexit__ that need no await.
	entered, settled map[*ir.Var]bool
	// assigned counts the statements that assign a variable; consts has the temporaries that
	// are a constant.
	assigned map[*ir.Var]int
	consts   map[*ir.Var]ir.Expr
}

// note records the variables that are unbound at some time.
func (o *optimizer) note(s ir.Stmt) {
	for _, v := range ir.StmtDefs(s) {
		o.assigned[v]++
	}
	switch s := s.(type) {
	case *ir.Let:
		if call, ok := s.Op.(*ir.CallPrim); ok {
			switch call.Prim {
			case prim.Call0, prim.Call1, prim.Call2, prim.Call3, prim.CallN, prim.CallKw:
				if r, ok := call.Args[0].(*ir.Ref); ok {
					o.calls[r.Var]++
				}
			}
		}
	case *ir.CheckBound:
		o.checked[s.Var] = true
	case *ir.Assign:
		if c, ok := s.X.(*ir.Const); ok && c.Kind == ir.CUnbound {
			o.checked[s.Dst] = true
		}
	}
	for _, x := range ir.StmtExprs(s) {
		o.noteExpr(x)
	}
}

// noteExpr records variables whose being bound is asked for.
func (o *optimizer) noteExpr(x ir.Expr) {
	p, ok := x.(*ir.Pure)
	if !ok {
		return
	}
	if p.Prim.Name == "unbound?" {
		ir.EachVar(x, func(v *ir.Var) { o.checked[v] = true })
		return
	}
	for _, a := range p.Args {
		o.noteExpr(a)
	}
}

// represent chooses the representations of fn's variables and result.
func (o *optimizer) represent(fn *ir.Func) {
	for _, v := range fn.Locals {
		o.choose(v)
	}
	if !o.info.Known[fn] {
		return
	}
	for _, v := range fn.Params {
		o.choose(v)
	}
	if fn.Kind == ir.Plain {
		if rep := repOf(o.info.Result(fn)); rep != types.Boxed {
			fn.Result = rep
		}
	}
}

func (o *optimizer) choose(v *ir.Var) {
	if v.Rep != types.Boxed || v.Kind != ir.Local && v.Kind != ir.Temp || o.checked[v] || v.MaybeUnbound {
		return
	}
	v.Rep = repOf(o.info.Var(v))
}

// counters makes the locals native to which only native ints are assigned.
func (o *optimizer) counters() {
	boxed := map[*ir.Var]bool{} // assigned something else
	from := map[*ir.Var][]ir.Expr{}
	ir.EachStmt(o.fn.Body, func(s ir.Stmt) {
		if as, ok := s.(*ir.Assign); ok {
			from[as.Dst] = append(from[as.Dst], as.X)
			return
		}
		for _, v := range ir.StmtDefs(s) {
			if v != nil {
				boxed[v] = true
			}
		}
	})
	for changed := true; changed; {
		changed = false
		for _, v := range o.fn.Locals {
			if v.Rep != types.Boxed || v.Kind != ir.Local && v.Kind != ir.Temp || boxed[v] || o.checked[v] || v.MaybeUnbound || len(from[v]) == 0 {
				continue
			}
			native := true
			for _, x := range from[v] {
				native = native && x.Rep() == types.Int64
			}
			if native {
				v.Rep = types.Int64
				changed = true
			}
		}
	}
}

// repOf returns the native representation of the values of s.
func repOf(s types.Static) types.Rep {
	switch {
	case s.Kinds == types.KFloat:
		return types.Float64
	case s.Kinds == types.KBool:
		return types.Bool
	case s.IsNative():
		return types.Int64
	}
	return types.Boxed
}
