package coro

import "github.com/aio2go/aio2go/lower/ir"

// This file implements the live pass.
//
// Precondition: fn.Machine is complete.
// Postcondition: every variable that is live where a state is entered from a suspension
// has InFrame set, and so have all parameters, free variables and Held locals; every variable that is
// live where any state begins has Across set.
//
// Liveness is computed backwards over the states to a fixed point; inside a state over
// its structured statements. Any operation that raises may go to the handler, so what is
// live there is live throughout a state or Try body.

// varSet is a set of variables by index.
type varSet []uint64

func (s varSet) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }
func (s varSet) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s varSet) remove(i int)   { s[i/64] &^= 1 << (i % 64) }
func (s varSet) clone() varSet  { return append(varSet(nil), s...) }

// union adds o to s and reports whether s grew.
func (s varSet) union(o varSet) bool {
	grew := false
	for i, w := range o {
		if w&^s[i] != 0 {
			s[i] |= w
			grew = true
		}
	}
	return grew
}

// liveness computes live variables of one function.
type liveness struct {
	vars    []*ir.Var
	index   map[*ir.Var]int
	entry   map[*ir.State]varSet
	handler varSet // live where an exception goes
	// breaks and continues are what is live at the labels of enclosing statements.
	breaks, continues map[*ir.Label]varSet
}

// markFrame sets InFrame.
func markFrame(fn *ir.Func) {
	l := &liveness{
		index: map[*ir.Var]int{}, entry: map[*ir.State]varSet{},
		breaks: map[*ir.Label]varSet{}, continues: map[*ir.Label]varSet{},
	}
	for _, list := range [][]*ir.Var{fn.Params, fn.Free, fn.Locals} {
		for _, v := range list {
			l.index[v] = len(l.vars)
			l.vars = append(l.vars, v)
		}
	}
	states := fn.Machine.States
	for _, s := range states {
		l.entry[s] = l.empty()
	}
	for changed := true; changed; {
		changed = false
		for i := len(states) - 1; i >= 0; i-- {
			s := states[i]
			l.handler = l.empty()
			if s.Handler != nil {
				l.handler.union(l.entry[s.Handler])
				l.kill(l.handler, s.HandlerExc)
			}
			if l.entry[s].union(l.list(s.Body, l.empty())) {
				changed = true
			}
		}
	}
	for _, s := range states {
		for i, v := range l.vars {
			if l.entry[s].has(i) {
				v.Across = true
				v.InFrame = v.InFrame || s.Resumed
			}
		}
	}
	for _, list := range [][]*ir.Var{fn.Params, fn.Free} {
		for _, v := range list {
			v.InFrame = true
		}
	}
	for _, v := range fn.Locals {
		v.InFrame = v.InFrame || v.Held || v.Watched
	}
}

func (l *liveness) empty() varSet { return make(varSet, (len(l.vars)+63)/64) }

// list returns what is live before the statements, given what is live after them.
func (l *liveness) list(list []ir.Stmt, out varSet) varSet {
	live := out.clone()
	for i := len(list) - 1; i >= 0; i-- {
		live = l.stmt(list[i], live)
	}
	return live
}

// stmt returns what is live before s; it may change and return live.
func (l *liveness) stmt(s ir.Stmt, live varSet) varSet {
	switch s := s.(type) {
	case *ir.Let:
		l.kills(live, s.Dst)
		l.use(live, ir.Args(s.Op)...)
		live.union(l.handler)
	case *ir.Assign:
		l.kill(live, s.Dst)
		l.use(live, s.X)
	case *ir.If:
		then := l.list(s.Then, live)
		live = l.list(s.Else, live)
		live.union(then)
		l.use(live, s.Cond)
	case *ir.Loop:
		head := l.empty()
		l.breaks[s.Label], l.continues[s.Label] = live, head
		for head.union(l.list(s.Body, head)) {
		}
		if s.Poll {
			head.union(l.list(s.Polled, head.clone()))
			head.union(l.handler)
		}
		return head
	case *ir.Block:
		l.breaks[s.Label] = live.clone()
		return l.list(s.Body, live)
	case *ir.Break:
		return l.breaks[s.Label].clone()
	case *ir.Continue:
		return l.continues[s.Label].clone()
	case *ir.Try:
		handler := l.list(s.Handler, live)
		l.kill(handler, s.Exc)
		outer := l.handler
		l.handler = handler
		body := l.list(s.Body, live)
		l.handler = outer
		body.union(handler)
		return body
	case *ir.Return:
		live = l.empty()
		l.use(live, s.X)
	case *ir.Reraise:
		live = l.handler.clone()
		l.use(live, s.X)
	case *ir.Raise:
		live = l.handler.clone()
		l.use(live, s.X)
	case *ir.CheckBound:
		live.add(l.index[s.Var])
		live.union(l.handler)
	case *ir.Poll:
		live.union(l.handler)
	case *ir.FreshCell:
		l.kill(live, s.Var)
		if i, ok := l.index[s.Var]; ok {
			live.remove(i)
		}
	case *ir.Goto:
		return l.entry[s.State].clone()
	case *ir.Suspend:
		live = l.entry[s.Next].clone()
		l.use(live, ir.Args(s.Op)...)
		live.union(l.handler)
	case *ir.Resume:
		l.kills(live, s.Dst)
		live.union(l.handler)
	}
	return live
}

// kill says that v is assigned: what it held is dead. An assignment to a cell uses the
// cell.
func (l *liveness) kill(live varSet, v *ir.Var) {
	if v == nil {
		return
	}
	i, ok := l.index[v]
	if !ok { // a global
		return
	}
	if v.Kind == ir.Cell || v.Kind == ir.Free {
		live.add(i)
		return
	}
	live.remove(i)
}

func (l *liveness) kills(live varSet, list []*ir.Var) {
	for _, v := range list {
		l.kill(live, v)
	}
}

func (l *liveness) use(live varSet, list ...ir.Expr) {
	for _, x := range list {
		ir.EachVar(x, func(v *ir.Var) {
			if i, ok := l.index[v]; ok {
				live.add(i)
			}
		})
	}
}
