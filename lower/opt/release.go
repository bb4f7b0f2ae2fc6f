package opt

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the giving back of ints outside 64 bits. The result of arithmetic
// on exact ints is an object of its own, or no object. There are two proofs that nothing
// refers to it any more:
//
//   - A temporary whose only use is another such operation, in the same list of statements:
//     once that has run, the operand is free.
//   - A local that only such results and constants are assigned to, and that only such
//     operations, and return statements, use: what it holds is free when it is assigned
//     again. It may pass what it holds on to another local, if it is assigned right
//     afterwards: a, b = b, a + b.
//
// Both forms of an operation (ints.go) stand one after the other: the quick way, which
// only small ints pass, and the other in an If. What is to be released has gone through
// the other.

// intArith are the operations whose result is an int of its own, intReads those that keep
// nothing of their operands.
var intArith, intReads = map[*ir.Prim]bool{}, map[*ir.Prim]bool{prim.IntTruth: true, prim.UnboxInt: true, prim.IsUnbound: true}

func init() {
	add := func(name string, p *ir.Prim) {
		for _, p := range []*ir.Prim{p, prim.IntQuick[name]} {
			if p != nil {
				intReads[p] = true
				intArith[p] = p.Results[0] == types.Boxed
			}
		}
	}
	for name, p := range prim.IntPure {
		add(name, p)
	}
	for name, p := range prim.IntRaising {
		add(name, p)
	}
}

// intUses says what becomes of a variable.
type intUses struct {
	made    bool // a result of arithmetic is assigned to it
	foreign bool // something is that may be another's
	reads   int  // references
	shared  int  // references that may keep it
}

// releaser adds what gives ints back to one function.
type releaser struct {
	vars  map[*ir.Var]*intUses
	owned map[*ir.Var]bool
	// passes are the assignments of a local to another that hand over what it holds, takes
	// those that assign the first again.
	passes, takes map[*ir.Assign]bool
}

func (o *optimizer) release() {
	w := &releaser{vars: map[*ir.Var]*intUses{}, owned: map[*ir.Var]bool{}, passes: map[*ir.Assign]bool{}, takes: map[*ir.Assign]bool{}}
	w.findPasses(o.fn.Body)
	moves := map[*ir.Var][]*ir.Assign{}
	ir.EachStmt(o.fn.Body, func(s ir.Stmt) { w.note(s, moves) })
	for changed := true; changed; {
		changed = false
		for v, list := range moves {
			if w.fresh(v) && !w.freshMoves(list) {
				w.of(v).foreign, changed = true, true
			}
		}
	}
	for v := range moves {
		u := w.of(v)
		w.owned[v] = v.Kind == ir.Local && !v.Param && v.Rep == types.Boxed && !u.made && !u.foreign && u.shared == 0
	}
	for changed := true; changed; {
		changed = false
		for v, list := range moves {
			if w.owned[v] && !w.ownedMoves(list) {
				w.owned[v], changed = false, true
			}
		}
	}
	o.fn.Body = w.list(o.fn.Body, false)
}

// ownedMoves reports whether the assignments of variables to a local hand over to it what
// they hold.
func (w *releaser) ownedMoves(list []*ir.Assign) bool {
	for _, s := range list {
		from := s.X.(*ir.Ref).Var
		if !(w.fresh(from) && w.of(from).reads == 1 || w.passes[s] && w.owned[from]) {
			return false
		}
	}
	return true
}

// freshMoves reports whether all that the assignments of variables to a temporary hand over
// is theirs alone.
func (w *releaser) freshMoves(list []*ir.Assign) bool {
	for _, s := range list {
		if from := s.X.(*ir.Ref).Var; !w.fresh(from) || w.of(from).reads != 1 {
			return false
		}
	}
	return true
}

// findPasses finds the assignments of a local that is assigned again before anything reads
// it, with nothing but assignments between.
func (w *releaser) findPasses(list []ir.Stmt) {
	for i, s := range list {
		for _, sub := range ir.Bodies(s) {
			w.findPasses(sub)
		}
		pass, ok := s.(*ir.Assign)
		if !ok {
			continue
		}
		from, ok := pass.X.(*ir.Ref)
		if !ok || from.Var.Kind != ir.Local || from.Var == pass.Dst {
			continue
		}
		for _, next := range list[i+1:] {
			if _, line := next.(*ir.Line); line {
				continue
			}
			take, ok := next.(*ir.Assign)
			if !ok || mentions(take.X, from.Var) {
				break
			}
			if take.Dst == from.Var {
				w.passes[pass], w.takes[take] = true, true
				break
			}
		}
	}
}

func mentions(x ir.Expr, v *ir.Var) bool {
	found := false
	ir.EachVar(x, func(u *ir.Var) { found = found || u == v })
	return found
}

func (w *releaser) of(v *ir.Var) *intUses {
	u := w.vars[v]
	if u == nil {
		u = &intUses{}
		w.vars[v] = u
	}
	return u
}

// fresh reports whether all values of the temporary v are ints of its own.
func (w *releaser) fresh(v *ir.Var) bool {
	u := w.of(v)
	return v.Kind == ir.Temp && v.Rep == types.Boxed && u.made && !u.foreign
}

// note records what s does with variables.
func (w *releaser) note(s ir.Stmt, moves map[*ir.Var][]*ir.Assign) {
	switch s := s.(type) {
	case *ir.Let:
		call, ok := s.Op.(*ir.CallPrim)
		for _, x := range ir.Args(s.Op) {
			w.read(x, ok && intReads[call.Prim])
		}
		for i, v := range s.Dst {
			w.define(v, ok && i == 0 && intArith[call.Prim])
		}
	case *ir.Assign:
		switch x := s.X.(type) {
		case *ir.Ref:
			moves[s.Dst] = append(moves[s.Dst], s)
			w.read(x, w.passes[s])
		case *ir.Const:
			// A constant outside 64 bits is an object that the program has once.
			if x.Kind != ir.CInt && x.Kind != ir.CUnbound || x.Big != nil {
				w.define(s.Dst, false)
			}
		default:
			w.read(x, false)
			p, ok := x.(*ir.Pure)
			if !ok || p.Prim != prim.BoxInt {
				w.define(s.Dst, ok && intArith[p.Prim])
			}
		}
	case *ir.Return:
		// The variable is not assigned again afterwards.
		_, ref := s.X.(*ir.Ref)
		w.read(s.X, ref)
	default:
		for _, x := range ir.StmtExprs(s) {
			w.read(x, false)
		}
		for _, v := range ir.StmtDefs(s) {
			w.define(v, false)
		}
	}
}

// define records an assignment to v, which may be nil, of a result of arithmetic or of
// something else.
func (w *releaser) define(v *ir.Var, made bool) {
	switch {
	case v == nil:
	case made:
		w.of(v).made = true
	default:
		w.of(v).foreign = true
	}
}

// read records the references in x, which keeps nothing where ok says so.
func (w *releaser) read(x ir.Expr, ok bool) {
	switch x := x.(type) {
	case *ir.Ref:
		u := w.of(x.Var)
		u.reads++
		if !ok {
			u.shared++
		}
	case *ir.CellOf:
		w.of(x.Var).shared++
	case *ir.Pure:
		for _, a := range x.Args {
			w.read(a, intReads[x.Prim])
		}
	case *ir.IsRaised:
		w.read(x.X, false)
	}
}

// list rewrites statements.
func (w *releaser) list(list []ir.Stmt, loop bool) []ir.Stmt {
	var out []ir.Stmt
	here := map[*ir.Var]bool{} // the fresh temporaries that the list itself assigns
	for i, s := range list {
		for _, v := range ir.StmtDefs(s) {
			if v != nil && w.fresh(v) {
				here[v] = true
			}
		}
		switch s := s.(type) {
		case *ir.If:
			s.Then, s.Else = w.list(s.Then, loop), w.list(s.Else, loop)
		case *ir.Loop:
			s.Body = w.list(s.Body, true)
		case *ir.Block:
			s.Body = w.list(s.Body, loop)
		case *ir.Try:
			s.Body, s.Handler = w.list(s.Body, loop), w.list(s.Handler, loop)
		case *ir.Assign:
			out = w.assign(out, s, loop)
			if p, ok := s.X.(*ir.Pure); ok && intReads[p.Prim] && p.Prim != prim.UnboxInt {
				out = append(out, w.finished(here, p.Args)...)
			}
			continue
		case *ir.Let:
			call, ok := s.Op.(*ir.CallPrim)
			if !ok || !intReads[call.Prim] {
				break
			}
			if len(s.Dst) == 2 || call.Prim.Results[0] == types.Bool {
				if other, slow := slowWay(s, list[i+1:]); slow != nil {
					slow.Then = append(slow.Then, w.finished(here, call.Args, other...)...)
				}
				break
			}
			out = append(append(out, s), w.finished(here, call.Args)...)
			continue
		}
		out = append(out, s)
	}
	return out
}

// slowWay returns what follows the quick way s and runs where it has not gone well, and the
// arguments of the operation there.
func slowWay(s *ir.Let, next []ir.Stmt) (args []ir.Expr, slow *ir.If) {
	slow = slowForm(s, next)
	if slow == nil || len(slow.Else) > 0 || len(slow.Then) == 0 {
		return nil, nil
	}
	switch op := slow.Then[0].(type) {
	case *ir.Assign:
		if p, ok := op.X.(*ir.Pure); ok && intReads[p.Prim] {
			return p.Args, slow
		}
	case *ir.Let:
		if call, ok := op.Op.(*ir.CallPrim); ok && intReads[call.Prim] {
			return call.Args, slow
		}
	}
	return nil, nil
}

// finished returns what gives back the operands args that nothing but these arguments
// refers to; other are those of the operation's other form.
func (w *releaser) finished(here map[*ir.Var]bool, args []ir.Expr, other ...ir.Expr) []ir.Stmt {
	count := map[*ir.Var]int{}
	for _, x := range append(append([]ir.Expr{}, args...), other...) {
		if r, ok := x.(*ir.Ref); ok {
			count[r.Var]++
		}
	}
	var out []ir.Stmt
	for _, x := range args {
		r, ok := x.(*ir.Ref)
		if !ok || !here[r.Var] || w.of(r.Var).reads != count[r.Var] {
			continue
		}
		delete(here, r.Var) // x * x
		out = append(out, giveBack(r.Var))
	}
	return out
}

// assign appends an assignment, before which what an owned variable holds is given back.
// Outside of loops that is not worth its while.
func (w *releaser) assign(out []ir.Stmt, s *ir.Assign, loop bool) []ir.Stmt {
	if !w.owned[s.Dst] {
		return append(out, s)
	}
	if c, ok := s.X.(*ir.Const); ok && c.Big != nil {
		s.X = apply(prim.IntCopy, c)
	}
	if loop && !w.takes[s] {
		out = append(out, giveBack(s.Dst))
	}
	return append(out, s)
}

func giveBack(v *ir.Var) ir.Stmt {
	return &ir.Let{Op: &ir.CallPrim{Prim: prim.ReleaseInt, Args: []ir.Expr{&ir.Ref{Var: v}}}, Pos: -1}
}
