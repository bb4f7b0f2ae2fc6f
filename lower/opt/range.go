package opt

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements loops over range() with a native counter,
//
//	r = range(n)                    stop = rangestop n
//	it = iter r                     next = 0
//	loop:                     =>    loop:
//	    x, ok = next it                 if next >= stop: break
//	    if not ok: break                x = next
//	    ...                             next = next + 1
//	                                    ...
//
// and in the same way over lists, tuples, strs, enumerate() and zip().

// ranges rewrites the loops in a list of statements.
func (o *optimizer) ranges(list []ir.Stmt) []ir.Stmt {
	out := list[:0:0]
	for i := 0; i < len(list); i++ {
		switch s := list[i].(type) {
		case *ir.If:
			s.Then, s.Else = o.ranges(s.Then), o.ranges(s.Else)
		case *ir.Loop:
			s.Body = o.ranges(s.Body)
			o.pairs(s)
		case *ir.Block:
			s.Body = o.ranges(s.Body)
		case *ir.Try:
			s.Body, s.Handler = o.ranges(s.Body), o.ranges(s.Handler)
		case *ir.Let:
			if f := o.forLoopAt(list[i:]); f != nil {
				if first, ok := o.rewriteLoop(list[i:]); ok {
					// The statements up to the call of iter have become others, the loop is
					// changed in place.
					out = append(out, first...)
					i += f.at
					continue
				}
			}
		}
		out = append(out, list[i])
	}
	return out
}

// forLoop is a loop over an iterator, in parts.
type forLoop struct {
	o *optimizer
	// list begins with the statement that makes what is iterated over, if it is an
	// operation of its own, or with the one that calls iter.
	list []ir.Stmt
	made *ir.Let // nil where there is none
	iter *ir.Let
	at   int // of iter
	loop *ir.Loop
	head int // of the Let of next in the loop
	next *ir.Let
	test *ir.If
}

// forLoopAt finds a loop whose iterator is made at the beginning of list.
func (o *optimizer) forLoopAt(list []ir.Stmt) *forLoop {
	f := &forLoop{o: o, list: list}
	at := 0
	skip := func() {
		for at < len(list) {
			if _, ok := list[at].(*ir.Line); !ok {
				return
			}
			at++
		}
	}
	let, ok := list[0].(*ir.Let)
	if !ok || len(let.Dst) != 1 || let.Dst[0] == nil {
		return nil
	}
	if op, ok := let.Op.(*ir.CallPrim); ok && op.Prim != prim.Iter && op.Prim != prim.IterSettled {
		f.made = let
		at++
		skip()
		if at >= len(list) {
			return nil
		}
		if let, ok = list[at].(*ir.Let); !ok || len(let.Dst) != 1 || !isPrimOf(let.Op, prim.Iter, f.made.Dst[0]) || o.uses(f.made.Dst[0]) != 1 {
			return nil
		}
	} else if !ok {
		return nil
	}
	f.iter, f.at = let, at
	at++
	skip()
	for at < len(list) && isEmptyDisplay(list[at]) {
		at++
		skip()
	}
	if at >= len(list) {
		return nil
	}
	if f.loop, ok = list[at].(*ir.Loop); !ok {
		return nil
	}
	body := f.loop.Body
	for f.head < len(body) {
		if _, ok := body[f.head].(*ir.Line); !ok {
			break
		}
		f.head++
	}
	if f.head+1 >= len(body) {
		return nil
	}
	f.next, ok = body[f.head].(*ir.Let)
	if !ok || len(f.next.Dst) != 2 || f.next.Dst[1] == nil || !isPrimOf(f.next.Op, prim.Next, f.iter.Dst[0]) {
		return nil
	}
	f.test, ok = body[f.head+1].(*ir.If)
	if !ok || !isTestOf(f.test.Cond, f.next.Dst[1]) || o.uses(f.iter.Dst[0]) != 1 || o.uses(f.next.Dst[1]) != 1 {
		return nil
	}
	return f
}

// isEmptyDisplay reports whether s makes the container that a comprehension fills.
func isEmptyDisplay(s ir.Stmt) bool {
	let, ok := s.(*ir.Let)
	if !ok {
		return false
	}
	call, ok := let.Op.(*ir.CallPrim)
	return ok && len(call.Args) == 0 && (call.Prim == prim.ListV || call.Prim == prim.DictBuild || call.Prim == prim.SetBuild)
}

// rewriteLoop rewrites the loop over an iterator made at the beginning of list, if there is
// one that can be done without. It returns what comes in the place of the first statement.
func (o *optimizer) rewriteLoop(list []ir.Stmt) ([]ir.Stmt, bool) {
	f := o.forLoopAt(list)
	if f == nil {
		return nil, false
	}
	if f.made == nil {
		x := f.iter.Op.(*ir.CallPrim).Args[0]
		switch k := o.info.Expr(x); {
		case k.Only(types.KList):
			return f.overItems(x, prim.ListGet[true]), true
		case k.Only(types.KTuple):
			return f.overItems(x, prim.TupleGet), true
		case k.Only(types.KStr):
			return f.overStr(x), true
		}
		return nil, false
	}
	call, ok := f.made.Op.(*ir.CallPrim)
	if !ok || len(call.Args) < 2 {
		return nil, false
	}
	switch call.Prim {
	case prim.Call1, prim.Call2, prim.Call3, prim.CallKw:
	default:
		return nil, false
	}
	args := call.Args[1:]
	switch {
	case isBuiltin(call.Args[0], "enumerate") && len(call.Names) < len(args) && len(args) <= 2 && (len(call.Names) == 0 || call.Names[0] == "start"):
		return f.overEnumerate(args)
	case len(call.Names) > 0:
	case isBuiltin(call.Args[0], "range"):
		return f.overRange(args)
	case isBuiltin(call.Args[0], "zip") && len(args) == 2:
		return f.overZip(args[0], args[1])
	}
	return nil, false
}

// counter makes a native counter.
func (f *forLoop) counter() *ir.Var { return f.o.temp("next", types.Int64) }

// overItems rewrites the loop over the elements of a list or tuple.
func (f *forLoop) overItems(x ir.Expr, get *ir.Prim) []ir.Stmt {
	items, count := f.o.temp("items", types.Boxed), f.counter()
	f.next.Op = &ir.CallPrim{Prim: get, Args: []ir.Expr{&ir.Ref{Var: items}, &ir.Ref{Var: count}}}
	f.next.Pos = -1
	f.step(count)
	return []ir.Stmt{
		&ir.Assign{Dst: items, X: x},
		&ir.Assign{Dst: count, X: intConst(0)},
	}
}

// step puts the counting behind the test of the loop.
func (f *forLoop) step(count *ir.Var) {
	f.insert(&ir.Assign{Dst: count, X: apply(prim.IntPlus, &ir.Ref{Var: count}, intConst(1))})
}

// insert puts statements behind the test of the loop.
func (f *forLoop) insert(list ...ir.Stmt) {
	body := append([]ir.Stmt{}, f.loop.Body[:f.head+2]...)
	f.loop.Body = append(append(body, list...), f.loop.Body[f.head+2:]...)
}

// overRange rewrites the loop over range(args).
func (f *forLoop) overRange(args []ir.Expr) ([]ir.Stmt, bool) {
	o := f.o
	for _, x := range args {
		if !o.info.Expr(x).Only(types.KInt) {
			return nil, false
		}
	}
	var start ir.Expr = intConst(0)
	last := args[0]
	var step ir.Expr = intConst(1)
	down, clamp := false, false // clamp: a start beyond 64 bits is beyond the stop as well
	if len(args) > 1 {
		k := o.info.Expr(args[0])
		start, last = args[0], args[1]
		clamp = k.Ints.Big && k.Ints.Natural() && o.info.Expr(last).Ints.Within(-1<<61, 1<<61)
		if !k.Ints.Within(-1<<61, 1<<61) && !clamp {
			return nil, false
		}
	}
	if len(args) > 2 {
		k := o.info.Expr(args[2]).Ints
		if !k.Within(1, 1<<61) && !k.Within(-1<<61, -1) {
			return nil, false
		}
		step, down = args[2], k.Lo < 0
		if !k.Within(-1<<32, 1<<32) && !o.info.Expr(last).Ints.Within(-1<<61, 1<<61) {
			return nil, false // the counter might leave 64 bits
		}
	}
	if clamp && down {
		return nil, false
	}
	stop, count := o.temp("stop", types.Int64), f.counter()
	var out []ir.Stmt
	if o.info.Expr(last).IsNative() {
		out = append(out, &ir.Assign{Dst: stop, X: last})
	} else {
		out = append(out, &ir.Let{Dst: []*ir.Var{stop}, Op: &ir.CallPrim{Prim: prim.RangeStop, Args: []ir.Expr{last}}, Pos: f.made.Pos})
	}
	if clamp {
		out = append(out, &ir.Let{Dst: []*ir.Var{count}, Op: &ir.CallPrim{Prim: prim.RangeStop, Args: []ir.Expr{start}}, Pos: f.made.Pos})
	} else {
		out = append(out, &ir.Assign{Dst: count, X: start})
	}
	if _, ok := step.(*ir.Const); !ok {
		v := o.temp("step", types.Int64)
		out = append(out, &ir.Assign{Dst: v, X: step})
		step = &ir.Ref{Var: v}
	}
	compare, end := "lt", "ge"
	if down {
		compare, end = "gt", "le"
	}
	if _, ok := f.test.Cond.(*ir.Ref); !ok {
		compare = end
	}
	f.test.Cond = apply(prim.NativeCompare[compare], &ir.Ref{Var: count}, &ir.Ref{Var: stop})
	body := append([]ir.Stmt{}, f.loop.Body[:f.head]...)
	body = append(body, f.test)
	if x := f.next.Dst[0]; x != nil {
		if x.Kind == ir.Temp && o.defs(x) == 1 {
			x.Rep = types.Int64
		}
		body = append(body, &ir.Assign{Dst: x, X: &ir.Ref{Var: count}})
	}
	body = append(body, &ir.Assign{Dst: count, X: apply(prim.IntPlus, &ir.Ref{Var: count}, step)})
	f.loop.Body = append(body, f.loop.Body[f.head+2:]...)
	return out, true
}

// isTestOf reports whether cond is ok or its negation.
func isTestOf(cond ir.Expr, ok *ir.Var) bool {
	if p, is := cond.(*ir.Pure); is && p.Prim == prim.NotBool {
		cond = p.Args[0]
	}
	r, is := cond.(*ir.Ref)
	return is && r.Var == ok
}

// isBuiltin reports whether x is the builtin of that name.
func isBuiltin(x ir.Expr, name string) bool {
	r, ok := x.(*ir.RuntimeVar)
	return ok && r.Prim.Name == name
}

// isPrimOf reports whether op is p applied to v.
func isPrimOf(op ir.Op, p *ir.Prim, v *ir.Var) bool {
	call, ok := op.(*ir.CallPrim)
	if !ok || call.Prim != p || len(call.Args) != 1 {
		return false
	}
	r, ok := call.Args[0].(*ir.Ref)
	return ok && r.Var == v
}

// uses counts the reads of v in the function.
func (o *optimizer) uses(v *ir.Var) int {
	n := 0
	ir.EachStmt(o.fn.Body, func(s ir.Stmt) {
		for _, x := range ir.StmtExprs(s) {
			ir.EachVar(x, func(u *ir.Var) {
				if u == v {
					n++
				}
			})
		}
	})
	return n
}

// defs counts the statements that assign v.
func (o *optimizer) defs(v *ir.Var) int {
	n := 0
	ir.EachStmt(o.fn.Body, func(s ir.Stmt) {
		for _, u := range ir.StmtDefs(s) {
			if u == v {
				n++
			}
		}
	})
	return n
}
