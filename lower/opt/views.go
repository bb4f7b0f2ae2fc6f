package opt

import (
	"slices"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements views of lists: in a loop that no other code runs in and that changes
// the length of no list, the elements of a list that a variable holds stay where they are,
//
//	loop:                           items = listitems a
//	    x, ok = listget a, i   =>   loop:
//	                                    x, ok = itemsget items, i
//
// so that they are not looked up at each turn. The elements of a list that the loop itself
// puts into a variable are looked up once there, where several statements behind use them.
// Where other code may run after all, in the slow form of an operation that has a quick one,
// or when the loop polls, they are looked up again.

// Views gives the loops of prog views of the lists that they read and write, and makes reads
// of floats those of floats.
func Views(prog *ir.Program) {
	for _, fn := range prog.AllFuncs() {
		v := &viewer{fn: fn}
		fn.Body = v.list(fn.Body)
		ir.EachStmt(fn.Body, func(s ir.Stmt) {
			if loop, ok := s.(*ir.Loop); ok {
				loop.Body = v.assigned(loop.Body)
			}
		})
		readFloats(fn)
	}
}

// viewer gives one function views.
type viewer struct{ fn *ir.Func }

// steady are the operations that run no other code and leave the elements of lists where
// they are; those that are pure are as well.
var steady = map[*ir.Prim]bool{}

// viewed are the operations on lists that have a form on views, whose arguments are the view
// and those behind the list; keepsList those whose form takes the list as well, before them.
var (
	viewed = map[*ir.Prim]*ir.Prim{
		prim.ListLen: prim.ItemsLen, prim.ListGetBack: prim.ItemsGetBack,
		prim.ListSetFloatBack: prim.ItemsSetFloatBack, prim.ListSetIntBack: prim.ItemsSetIntBack,
	}
	keepsList = map[*ir.Prim]bool{}
)

// subscripts are the quick forms of subscripts.
var subscripts = map[*ir.Prim]bool{prim.StrGet: true, prim.TupleGet: true}

func init() {
	for _, native := range []bool{false, true} {
		viewed[prim.ListGet[native]] = prim.ItemsGet[native]
		subscripts[prim.ListGet[native]], subscripts[prim.ItemsGet[native]] = true, true
		viewed[prim.ListSet[native]] = prim.ItemsSet[native]
		viewed[prim.ListSetInt[native]] = prim.ItemsSetInt[native]
		viewed[prim.ListSetFloat[native]] = prim.ItemsSetFloat[native]
		keepsList[prim.ListSet[native]] = true
	}
	for p, q := range viewed {
		steady[p], steady[q] = true, true
	}
	steady[prim.ListItems] = true
	for _, table := range []map[string]*ir.Prim{prim.IntQuick, prim.IntRaising, prim.FloatRaising, prim.MathQuick} {
		for _, p := range table {
			steady[p] = true
		}
	}
	for _, p := range []*ir.Prim{
		prim.FloatOfInt, prim.FloatOfSmall, prim.FloatPower, prim.RangeStop, prim.ReleaseInt,
		prim.SqrtQuick, prim.FloorQuick, prim.CeilQuick, prim.TruncQuick,
		prim.StrGet, prim.StrNext, prim.StrLen, prim.StrTruth, prim.TupleGet, prim.TupleLen,
		prim.ListsGet, prim.ListNoItem, prim.ListNoPlace, prim.ListTruth, prim.DictLen, prim.DictTruth, prim.SetLen, prim.SetTruth,
		prim.SlotLoad, prim.SlotLoadMaybe, prim.SlotStore, prim.SlotStoreFloat, prim.SlotStoreInt,
	} {
		steady[p] = true
	}
}

// list looks for loops in a list of statements, outer ones first.
func (v *viewer) list(list []ir.Stmt) []ir.Stmt {
	out := list[:0:0]
	for _, s := range list {
		if loop, ok := s.(*ir.Loop); ok {
			out = append(out, v.open(loop)...)
		}
		ir.MapBodies(s, v.list)
		out = append(out, s)
	}
	return out
}

// open gives loop views of the lists that it uses. It returns what comes before the loop.
func (v *viewer) open(loop *ir.Loop) []ir.Stmt {
	if !steadyList(loop.Body, false) {
		return nil
	}
	changed := map[*ir.Var]bool{}
	var lists []*ir.Var
	ir.EachStmt(loop.Body, func(s ir.Stmt) {
		for _, d := range ir.StmtDefs(s) {
			changed[d] = true
		}
		if x := viewable(s); x != nil {
			lists = append(lists, x)
		}
	})
	views := map[*ir.Var]*ir.Var{}
	var before []ir.Stmt
	for _, x := range lists {
		if changed[x] || views[x] != nil {
			continue
		}
		views[x] = v.view()
		before = append(before, look(x, views[x]))
	}
	if len(before) == 0 {
		return nil
	}
	onViews(loop.Body, views)
	again := func() []ir.Stmt {
		var out []ir.Stmt
		for _, s := range before {
			call := s.(*ir.Let)
			out = append(out, look(call.Op.(*ir.CallPrim).Args[0].(*ir.Ref).Var, call.Dst[0]))
		}
		return out
	}
	afterPolls([]ir.Stmt{loop}, again)
	loop.Body = afterOther(loop.Body, again)
	return before
}

// assigned gives views to the lists that the statements of a loop's body put into variables
// and that those behind use more than once, as far as these run no other code.
func (v *viewer) assigned(list []ir.Stmt) []ir.Stmt {
	var out []ir.Stmt
	for i, s := range list {
		out = append(out, s)
		set, ok := s.(*ir.Assign)
		if !ok {
			continue
		}
		n, uses := i+1, 0
		for ; n < len(list) && steadyIn(list[:n], list[n], false) && !sets(list[n], set.Dst); n++ {
			ir.EachStmt(list[n:n+1], func(s ir.Stmt) {
				if viewable(s) == set.Dst {
					uses++
				}
			})
		}
		if uses < 2 {
			continue
		}
		view := v.view()
		rest := list[i+1 : n]
		onViews(rest, map[*ir.Var]*ir.Var{set.Dst: view})
		again := func() []ir.Stmt { return []ir.Stmt{look(set.Dst, view)} }
		afterPolls(rest, again)
		rest = afterOther(rest, again)
		out = append(append(out, look(set.Dst, view)), v.assigned(rest)...)
		return append(out, v.assigned(list[n:])...)
	}
	return out
}

// sets reports whether s or a statement in it sets x.
func sets(s ir.Stmt, x *ir.Var) bool {
	found := false
	ir.EachStmt([]ir.Stmt{s}, func(s ir.Stmt) { found = found || slices.Contains(ir.StmtDefs(s), x) })
	return found
}

// view returns a new variable for the elements of a list.
func (v *viewer) view() *ir.Var {
	view := &ir.Var{Name: "items", Kind: ir.Temp, Func: v.fn, Rep: types.ValuesRep}
	v.fn.Locals = append(v.fn.Locals, view)
	return view
}

// onViews makes the operations in list on the lists that views holds those on their views.
func onViews(list []ir.Stmt, views map[*ir.Var]*ir.Var) {
	ir.EachStmt(list, func(s ir.Stmt) {
		if x := viewable(s); views[x] != nil {
			call := s.(*ir.Let).Op.(*ir.CallPrim)
			args := call.Args[1:]
			if keepsList[call.Prim] {
				args = call.Args
			}
			call.Args = append([]ir.Expr{&ir.Ref{Var: views[x]}}, args...)
			call.Prim = viewed[call.Prim]
		}
	})
}

// look makes view the elements of the list x.
func look(x, view *ir.Var) ir.Stmt {
	return &ir.Let{Dst: []*ir.Var{view}, Op: &ir.CallPrim{Prim: prim.ListItems, Args: []ir.Expr{&ir.Ref{Var: x}}}, Pos: -1}
}

// viewable returns the variable that holds the list of an operation that has a form on
// views; nil for others.
func viewable(s ir.Stmt) *ir.Var {
	let, ok := s.(*ir.Let)
	if !ok {
		return nil
	}
	call, ok := let.Op.(*ir.CallPrim)
	if !ok || viewed[call.Prim] == nil {
		return nil
	}
	r, ok := call.Args[0].(*ir.Ref)
	if !ok || r.Var.Rep != types.Boxed || r.Var.MaybeUnbound || r.Var.Kind != ir.Local && r.Var.Kind != ir.Temp {
		return nil
	}
	return r.Var
}

// steadyList reports whether the statements run no other code; slow says that they are the
// slow form of an operation, which may.
func steadyList(list []ir.Stmt, slow bool) bool {
	for i, s := range list {
		if !steadyIn(list[:i], s, slow) {
			return false
		}
	}
	return true
}

// steadyIn is steadyList of s, which comes behind before.
func steadyIn(before []ir.Stmt, s ir.Stmt, slow bool) bool {
	switch s := s.(type) {
	case *ir.Line, *ir.Assign, *ir.Break, *ir.Continue, *ir.Return, *ir.Raise, *ir.CheckBound:
		return true
	case *ir.Let:
		_, ok := s.Op.(*ir.CallPrim)
		return ok && (slow || isSteady(s))
	case *ir.If:
		return steadyList(s.Then, slow || isSlowForm(before, s)) && steadyList(s.Else, slow)
	case *ir.Loop:
		return steadyList(s.Body, slow)
	case *ir.Block:
		return steadyList(s.Body, slow)
	}
	return false
}

func isSteady(s *ir.Let) bool {
	call, ok := s.Op.(*ir.CallPrim)
	return ok && (call.Prim.Pure || steady[call.Prim])
}

// isSlowForm reports whether the If after before runs the slow form of an operation whose
// quick form, which comes right before, has not gone well.
func isSlowForm(before []ir.Stmt, s *ir.If) bool {
	if len(before) == 0 {
		return false
	}
	not, ok := s.Cond.(*ir.Pure)
	if !ok || not.Prim != prim.NotBool {
		return false
	}
	cond, ok := not.Args[0].(*ir.Ref)
	if !ok {
		return false
	}
	let, ok := before[len(before)-1].(*ir.Let)
	if !ok {
		return false
	}
	_, ok = let.Op.(*ir.CallPrim)
	return ok && len(let.Dst) > 0 && let.Dst[len(let.Dst)-1] == cond.Var
}

// slowForm returns the slow form of s, which comes before rest, nil where there is none.
func slowForm(s *ir.Let, rest []ir.Stmt) *ir.If {
	if len(rest) == 0 {
		return nil
	}
	slow, ok := rest[0].(*ir.If)
	if !ok || !isSlowForm([]ir.Stmt{s}, slow) {
		return nil
	}
	return slow
}

// afterPolls puts what again returns behind the polls of the loops in list.
func afterPolls(list []ir.Stmt, again func() []ir.Stmt) {
	ir.EachStmt(list, func(s ir.Stmt) {
		if loop, ok := s.(*ir.Loop); ok && loop.Poll {
			loop.Polled = append(loop.Polled, again()...)
		}
	})
}

// afterOther puts what again returns behind the operations that are not steady.
func afterOther(list []ir.Stmt, again func() []ir.Stmt) []ir.Stmt {
	out := list[:0:0]
	for i, s := range list {
		out = append(out, s)
		switch s := s.(type) {
		case *ir.Let:
			if !isSteady(s) {
				out = append(out, again()...)
			}
		case *ir.If:
			// Elements that the quick form of a subscript does not find are none, or counted
			// from the end.
			if !isSlowForm(list[:i], s) || !subscripts[list[i-1].(*ir.Let).Op.(*ir.CallPrim).Prim] {
				s.Then = afterOther(s.Then, again)
			}
			s.Else = afterOther(s.Else, again)
		case *ir.Loop:
			s.Body = afterOther(s.Body, again)
		case *ir.Block:
			s.Body = afterOther(s.Body, again)
		}
	}
	return out
}
