package narrow

import (
	"maps"
	"math/bits"
	"slices"

	"github.com/aio2go/aio2go/lower/infer"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// narrower changes one function.
type narrower struct {
	info  *infer.Info
	fn    *ir.Func
	tests tests
	// now is, by variable, the one that stands for it.
	now map[*ir.Var]*ir.Var
	// made are the new variables, uses how often these are read.
	made []copied
	uses map[*ir.Var]int
}

// copied is a variable that stands for another.
type copied struct{ to, from *ir.Var }

// Tests are the new variables of a program.
type Tests struct{ list []*narrower }

// Run gives variables to p wherever a test has told something. Of info it needs to know which
// names stand for None.
func Run(p *ir.Program, info *infer.Info) *Tests {
	t := &Tests{}
	for _, fn := range p.AllFuncs() {
		n := &narrower{info: info, fn: fn, tests: tests{}, now: map[*ir.Var]*ir.Var{}, uses: map[*ir.Var]int{}}
		fn.Body = n.list(fn.Body)
		if len(n.made) > 0 {
			n.keep(func(w, _ *ir.Var) bool { return n.uses[w] > 0 })
			t.list = append(t.list, n)
		}
	}
	return t
}

// Any reports whether there are any.
func (t *Tests) Any() bool { return len(t.list) > 0 }

// Settle takes those variables away that have been of no use: info is what inference has
// found out about the program with them.
func (t *Tests) Settle(info *infer.Info) {
	for _, n := range t.list {
		n.keep(func(w, from *ir.Var) bool {
			have := info.Var(w).Kinds
			return bits.OnesCount32(uint32(have)) == 1 && have&narrowed != 0 && have != info.Var(from).Kinds
		})
	}
}

// Drop takes those variables away whose values are held as those of the variables that they
// stand for: package opt, which has run, has made of them what there was to make.
func (t *Tests) Drop() {
	for _, n := range t.list {
		n.keep(func(w, from *ir.Var) bool { return w.Rep != from.Rep })
	}
}

// narrowed are the kinds of which more can be done if there are no others.
const narrowed = types.KInt | types.KFloat | types.KBool | types.KStr | types.KBytes | types.KList | types.KTuple | types.KDict | types.KSet |
	types.KInstance | types.KDeque | types.KQueue

// keep takes those new variables away that pays refuses; what reads them reads what they
// stand for.
func (n *narrower) keep(pays func(w, from *ir.Var) bool) {
	n.now = map[*ir.Var]*ir.Var{}
	n.fn.Locals = slices.DeleteFunc(n.fn.Locals, func(v *ir.Var) bool { return v.Keep != 0 })
	made := n.made
	n.made = nil
	for _, c := range slices.Backward(made) {
		if pays(c.to, c.from) {
			n.made = append(n.made, c)
			continue
		}
		n.now[c.to] = c.from
		n.uses[c.from]--
	}
	slices.Reverse(n.made)
	for _, c := range n.made {
		n.fn.Locals = append(n.fn.Locals, c.to)
	}
	n.fn.Body = without(n.fn.Body, n.now)
	ir.EachStmt(n.fn.Body, n.rename)
}

// without takes the assignments of variables out of a list.
func without(list []ir.Stmt, dead map[*ir.Var]*ir.Var) []ir.Stmt {
	list = slices.DeleteFunc(list, func(s ir.Stmt) bool {
		as, ok := s.(*ir.Assign)
		return ok && dead[as.Dst] != nil
	})
	for _, s := range list {
		switch s := s.(type) {
		case *ir.If:
			s.Then, s.Else = without(s.Then, dead), without(s.Else, dead)
		case *ir.Loop:
			s.Polled, s.Body = without(s.Polled, dead), without(s.Body, dead)
		case *ir.Block:
			s.Body = without(s.Body, dead)
		case *ir.Try:
			s.Body, s.Handler = without(s.Body, dead), without(s.Handler, dead)
		}
	}
	return list
}

// list changes statements, and returns them with the assignments of new variables.
func (n *narrower) list(list []ir.Stmt) []ir.Stmt {
	if list == nil {
		return nil
	}
	out := make([]ir.Stmt, 0, len(list))
	for _, s := range list {
		n.rename(s)
		out = append(out, s)
		switch s := s.(type) {
		case *ir.If:
			out = append(out, n.branches(s)...)
		case *ir.Loop:
			// Where a turn begins, what the one before has assigned is there.
			n.assignedIn(s.Body)
			s.Polled = n.inside(s.Polled)
			s.Body = n.inside(s.Body)
		case *ir.Block:
			s.Body = n.inside(s.Body)
			n.assignedIn(s.Body)
		case *ir.Try:
			body := n.inside(s.Body)
			n.assignedIn(s.Body)
			n.assigned(s.Exc)
			s.Handler = n.inside(s.Handler)
			s.Body = body
			n.assignedIn(s.Handler)
		case *ir.Let:
			n.define(s.Dst, n.result(s.Op))
		case *ir.Assign:
			n.define([]*ir.Var{s.Dst}, n.of(s.X))
		default:
			for _, v := range ir.StmtDefs(s) {
				n.assigned(v)
			}
		}
	}
	return out
}

// define notes that variables are assigned to, the first a condition that says c.
func (n *narrower) define(list []*ir.Var, c test) {
	for _, v := range list {
		n.assigned(v)
	}
	if len(list) > 0 && list[0] != nil && len(c.yes)+len(c.no) > 0 {
		n.tests[list[0]] = c
	}
}

// assigned notes that v has another value from here on.
func (n *narrower) assigned(v *ir.Var) {
	if v != nil {
		delete(n.now, v)
		n.tests.assigned(v)
	}
}

func (n *narrower) assignedIn(list []ir.Stmt) {
	ir.EachStmt(list, func(s ir.Stmt) {
		for _, v := range ir.StmtDefs(s) {
			n.assigned(v)
		}
	})
}

// inside changes statements that may be left early or run again; what they say does not
// hold after them.
func (n *narrower) inside(list []ir.Stmt) []ir.Stmt {
	tests, now := n.tests, n.now
	n.tests, n.now = tests.clone(), maps.Clone(now)
	list = n.list(list)
	n.tests, n.now = tests, now
	return list
}

// branches changes the branches of s, and returns what is to follow: where one of them ends
// elsewhere, what holds in the other goes on to hold.
func (n *narrower) branches(s *ir.If) []ir.Stmt {
	c := n.of(s.Cond)
	before := n.tests
	branch := func(list []ir.Stmt, holds facts) ([]ir.Stmt, tests) {
		outer, now := n.tests, n.now
		n.tests, n.now = before.clone(), maps.Clone(now)
		if len(list) > 0 {
			list = append(n.enter(holds), n.list(list)...)
		}
		after := n.tests
		n.tests, n.now = outer, now
		return list, after
	}
	leavesThen, leavesElse := leaves(s.Then), leaves(s.Else)
	then, afterThen := branch(s.Then, c.yes)
	els, _ := branch(s.Else, c.no)
	n.assignedIn(s.Then)
	n.assignedIn(s.Else)
	n.joined(s, c, afterThen)
	s.Then, s.Else = then, els
	holds := facts{}
	switch {
	case leavesThen && !leavesElse:
		holds = c.no
	case leavesElse && !leavesThen:
		holds = c.yes
	}
	for _, list := range [][]ir.Stmt{then, els} {
		ir.EachStmt(list, func(s ir.Stmt) {
			for _, v := range ir.StmtDefs(s) {
				delete(holds, v)
			}
		})
	}
	return n.enter(holds)
}

// joined notes what a condition says that one of the branches has assigned to, as those of
// and and or are:
//
//	cond := A
//	if cond {          if not cond {
//	    cond = B           cond = B
//	}                  }
func (n *narrower) joined(s *ir.If, c test, afterThen tests) {
	x, negated := s.Cond, false
	if p, ok := x.(*ir.Pure); ok && p.Prim.Name == "not" {
		x, negated = p.Args[0], true
	}
	r, ok := x.(*ir.Ref)
	if !ok || len(s.Else) > 0 {
		return
	}
	if !assigns(s.Then, r.Var) {
		return
	}
	last := afterThen[r.Var]
	// c is what holds where the branch is taken, and where it is not; where it is taken,
	// its facts still hold if the branch assigns to none of the variables.
	taken := c.yes.both(nil)
	ir.EachStmt(s.Then, func(s ir.Stmt) {
		for _, v := range ir.StmtDefs(s) {
			delete(taken, v)
		}
	})
	var joined test
	if negated {
		joined = test{yes: c.no.either(taken.both(last.yes)), no: taken.both(last.no)}
	} else {
		joined = test{yes: taken.both(last.yes), no: c.no.either(taken.both(last.no))}
	}
	if len(joined.yes)+len(joined.no) > 0 {
		n.tests[r.Var] = joined
	}
}

func assigns(list []ir.Stmt, v *ir.Var) bool {
	found := false
	ir.EachStmt(list, func(s ir.Stmt) {
		for _, w := range ir.StmtDefs(s) {
			found = found || w == v
		}
	})
	return found
}

// enter returns the assignments of variables that stand for those of which holds tells
// something.
func (n *narrower) enter(holds facts) []ir.Stmt {
	var list []ir.Stmt
	for _, vars := range [][]*ir.Var{n.fn.Locals, n.fn.Params} {
		for _, v := range vars {
			list = append(list, n.own(v, holds)...)
		}
	}
	for _, c := range n.made[:len(n.made):len(n.made)] {
		list = append(list, n.own(c.to, holds)...)
	}
	return list
}

// current returns the variable that stands for v.
func (n *narrower) current(v *ir.Var) *ir.Var {
	for n.now[v] != nil {
		v = n.now[v]
	}
	return v
}

// own is enter for one variable.
func (n *narrower) own(v *ir.Var, holds facts) []ir.Stmt {
	keep, ok := holds[v]
	if !ok {
		return nil
	}
	from := n.current(v)
	w := &ir.Var{Name: v.Name, Kind: ir.Temp, Func: n.fn, Rep: types.Boxed, Type: types.Any, Keep: keep}
	n.now[v] = w
	n.uses[from]++
	n.made = append(n.made, copied{w, from})
	return []ir.Stmt{&ir.Assign{Dst: w, X: &ir.Ref{Var: from}}}
}

// leaves reports whether what follows the statements is not reached from them.
func leaves(list []ir.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch s := list[len(list)-1].(type) {
	case *ir.Return, *ir.Raise, *ir.Reraise, *ir.Break, *ir.Continue:
		return true
	case *ir.If:
		return leaves(s.Then) && leaves(s.Else)
	}
	return false
}
