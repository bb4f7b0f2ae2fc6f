package coro

import (
	"fmt"

	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/lower/ir"
)

// This file implements the machine pass.
//
// Precondition: no handler of a Try suspends.
// Postcondition: fn.Machine holds all statements of the function; no structured
// statement in it suspends; every state ends in a statement that leaves it.

// flattener cuts a function's statements into states.
type flattener struct {
	fn     *ir.Func
	states []*ir.State
	cur    *ir.State  // state being filled
	out    *[]ir.Stmt // list being filled: cur.Body, or a branch of an If in it
	// breaks and continues say where the labels of flattened statements lead.
	breaks, continues map[*ir.Label]*ir.State
	pos               source.Pos // of the last Line
	dead              bool       // the point being filled cannot be reached
	uses              map[*ir.Var]int
}

// makeMachine flattens fn.Body into fn.Machine.
func makeMachine(fn *ir.Func) {
	b := &flattener{
		fn: fn, breaks: map[*ir.Label]*ir.State{}, continues: map[*ir.Label]*ir.State{}, pos: fn.Span.Start,
		uses: countUses(fn.Body),
	}
	b.begin(b.newState("start"))
	b.list(fn.Body)
	if !b.dead {
		b.leave(&ir.Return{X: noneConst()})
	}
	fn.Machine = &ir.Machine{States: number(b.states)}
	fn.Body = nil
}

// newState returns a state with the current handler that is not placed yet.
func (b *flattener) newState(name string) *ir.State {
	s := &ir.State{Name: name, Pos: b.pos}
	if b.cur != nil {
		s.Handler, s.HandlerExc = b.cur.Handler, b.cur.HandlerExc
	}
	return s
}

// begin places s and continues filling there.
func (b *flattener) begin(s *ir.State) {
	b.states = append(b.states, s)
	b.cur, b.out, b.dead = s, &s.Body, false
}

func (b *flattener) add(s ir.Stmt) { *b.out = append(*b.out, s) }

// leave adds a statement after which the point cannot be reached.
func (b *flattener) leave(s ir.Stmt) {
	b.add(s)
	b.dead = true
}

// jump leaves for s unless the point cannot be reached.
func (b *flattener) jump(s *ir.State) {
	if !b.dead {
		b.leave(&ir.Goto{State: s})
	}
}

func (b *flattener) list(list []ir.Stmt) {
	for _, s := range list {
		if b.dead {
			return
		}
		b.stmt(s)
	}
}

func (b *flattener) stmt(s ir.Stmt) {
	if !stmtSuspends(s) {
		if l, ok := s.(*ir.Line); ok {
			b.pos = l.Pos
		}
		s = b.redirect(s)
		b.add(s)
		b.dead = leaves(s)
		return
	}
	switch s := s.(type) {
	case *ir.Let:
		b.suspend(s)
	case *ir.If:
		b.ifStmt(s)
	case *ir.Loop:
		b.loop(s)
	case *ir.Block:
		after := b.newState("after")
		b.breaks[s.Label] = after
		b.list(s.Body)
		b.jump(after)
		b.begin(after)
	case *ir.Try:
		b.try(s)
	default:
		panic(fmt.Sprintf("coro: %T cannot suspend", s))
	}
}

// suspend ends the state with s's operation and begins the state that takes its result.
func (b *flattener) suspend(s *ir.Let) {
	name := "awaited"
	switch s.Op.(type) {
	case *ir.Yield, *ir.YieldFrom:
		name = "yielded"
	case *ir.AwaitNext:
		name = "next"
	}
	next := b.newState(name)
	next.Resumed = true
	if s.Pos >= 0 {
		next.Pos = b.fn.Positions[s.Pos].Span.Start // of the operation, in whatever line its statement begins
	}
	op := s.Op
	if a, ok := op.(*ir.Await); ok {
		op = b.fuse(a)
	}
	b.leave(&ir.Suspend{Op: op, Next: next, Pos: s.Pos})
	b.begin(next)
	b.add(&ir.Resume{Dst: s.Dst, Op: op, Pos: s.Pos})
}

// ifStmt fills the branches in place up to where they suspend; both join afterwards. As
// the first branch always leaves, the second needs no else.
func (b *flattener) ifStmt(s *ir.If) {
	flat := &ir.If{Cond: s.Cond}
	b.add(flat)
	join := b.newState("joined")
	cur, out := b.cur, b.out
	b.out = &flat.Then
	b.list(s.Then)
	b.jump(join)
	b.cur, b.out, b.dead = cur, out, false
	b.list(s.Else)
	b.jump(join)
	b.begin(join)
}

// loop makes the loop's head a state.
func (b *flattener) loop(s *ir.Loop) {
	head, after := b.newState("loop"), b.newState("after")
	b.breaks[s.Label], b.continues[s.Label] = after, head
	b.jump(head)
	b.begin(head)
	if s.Poll {
		b.add(&ir.Poll{Pos: s.Pos})
	}
	b.list(s.Body)
	b.jump(head)
	b.begin(after)
}

// try runs the body in states whose handler is a state of its own.
func (b *flattener) try(s *ir.Try) {
	after := b.newState("after")
	handler := b.newState("except")
	body := b.newState("try")
	body.Handler, body.HandlerExc = handler, s.Exc
	b.jump(body)
	b.begin(body)
	b.list(s.Body)
	b.jump(after)
	b.begin(handler)
	b.list(s.Handler)
	b.jump(after)
	b.begin(after)
}

// redirect replaces, in a statement that does not suspend, the breaks and continues
// that lead out of it to flattened statements.
func (b *flattener) redirect(s ir.Stmt) ir.Stmt {
	switch s := s.(type) {
	case *ir.Break:
		if to := b.breaks[s.Label]; to != nil {
			return &ir.Goto{State: to}
		}
	case *ir.Continue:
		if to := b.continues[s.Label]; to != nil {
			return &ir.Goto{State: to}
		}
	case *ir.If:
		b.redirectList(s.Then)
		b.redirectList(s.Else)
	case *ir.Loop:
		b.redirectList(s.Body)
	case *ir.Block:
		b.redirectList(s.Body)
	case *ir.Try:
		b.redirectList(s.Body)
		b.redirectList(s.Handler)
	}
	return s
}

func (b *flattener) redirectList(list []ir.Stmt) {
	for i, s := range list {
		list[i] = b.redirect(s)
	}
}

// leaves reports whether control never reaches the point after s.
func leaves(s ir.Stmt) bool {
	switch s := s.(type) {
	case *ir.Return, *ir.Raise, *ir.Reraise, *ir.Break, *ir.Continue, *ir.Goto, *ir.Suspend:
		return true
	case *ir.If:
		return listLeaves(s.Then) && listLeaves(s.Else)
	}
	return false
}

func listLeaves(list []ir.Stmt) bool { return len(list) > 0 && leaves(list[len(list)-1]) }

// number drops the states that cannot be reached, threads jumps through states that only
// jump on, and numbers the rest.
func number(states []*ir.State) []*ir.State {
	target := func(s *ir.State) *ir.State {
		for range states {
			g := onlyGoto(s)
			if g == nil {
				break
			}
			s = g
		}
		return s
	}
	for _, s := range states {
		retarget(s.Body, target)
		if s.Handler != nil {
			s.Handler = target(s.Handler)
		}
	}
	reached := map[*ir.State]bool{}
	var visit func(s *ir.State)
	visit = func(s *ir.State) {
		if reached[s] {
			return
		}
		reached[s] = true
		if s.Handler != nil && canRaise(s.Body) {
			visit(s.Handler)
		}
		eachTarget(s.Body, func(t **ir.State) { visit(*t) })
	}
	visit(states[0])
	var kept []*ir.State
	for _, s := range states {
		if reached[s] {
			s.Index = len(kept)
			kept = append(kept, s)
			if s.Handler != nil && !reached[s.Handler] {
				s.Handler, s.HandlerExc = nil, nil
			}
		}
	}
	return kept
}

// onlyGoto returns the state that s jumps to at once, or nil.
func onlyGoto(s *ir.State) *ir.State {
	if s.Resumed {
		return nil
	}
	for _, st := range s.Body {
		switch st := st.(type) {
		case *ir.Line:
			continue
		case *ir.Goto:
			if st.State != s {
				return st.State
			}
		}
		return nil
	}
	return nil
}

func retarget(list []ir.Stmt, target func(*ir.State) *ir.State) {
	eachTarget(list, func(t **ir.State) { *t = target(*t) })
}

// eachTarget calls f for every state that the statements lead to, save handlers.
func eachTarget(list []ir.Stmt, f func(**ir.State)) {
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Goto:
			f(&s.State)
		case *ir.Suspend:
			f(&s.Next)
		case *ir.If:
			eachTarget(s.Then, f)
			eachTarget(s.Else, f)
		case *ir.Loop:
			eachTarget(s.Body, f)
		case *ir.Block:
			eachTarget(s.Body, f)
		case *ir.Try:
			eachTarget(s.Body, f)
			eachTarget(s.Handler, f)
		}
	}
}

// canRaise reports whether a statement of the list may go to the state's handler.
func canRaise(list []ir.Stmt) bool {
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Let:
			if opRaises(s.Op) {
				return true
			}
		case *ir.Resume, *ir.Raise, *ir.Reraise, *ir.CheckBound, *ir.Poll:
			return true
		case *ir.If:
			if canRaise(s.Then) || canRaise(s.Else) {
				return true
			}
		case *ir.Loop:
			if s.Poll || canRaise(s.Body) {
				return true
			}
		case *ir.Block:
			if canRaise(s.Body) {
				return true
			}
		case *ir.Try:
			if canRaise(s.Handler) {
				return true
			}
		}
	}
	return false
}

// opRaises reports whether op returns an exception.
func opRaises(op ir.Op) bool {
	switch op := op.(type) {
	case *ir.CallPrim:
		return op.Prim.Raises
	case *ir.NewFrame, *ir.MakeFunc:
		return false
	}
	return true
}
