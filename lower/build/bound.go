package build

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
)

// This file implements definite assignment. build guards every use of a variable by a
// CheckBound; a forward data flow over the structured statements finds the uses that are
// certainly reached with a value, and their guards are removed.
//
// The state is the set of variables that certainly have a value. It shrinks where paths
// meet; a loop is walked until its entry state no longer shrinks. A guard is needed where
// any walk meets it with a state that lacks its variable, and as states only shrink, guards
// can be noted in every walk.
//
// A free variable has a value from the start where it had one in the function around
// whenever the closure was made, and nobody unbinds it. A global has one in a function when
// it had one as soon as code ran that could call the function.

// state is a set of variables by number; nil stands for "not reached".
type state []uint64

func (s state) has(i int) bool { return i/64 < len(s) && s[i/64]&(1<<(i%64)) != 0 }

func (s state) with(i int, on bool) state {
	if s == nil {
		return nil
	}
	if s.has(i) == on {
		return s
	}
	n := max(len(s), i/64+1)
	t := make(state, n)
	copy(t, s)
	if on {
		t[i/64] |= 1 << (i % 64)
	} else {
		t[i/64] &^= 1 << (i % 64)
	}
	return t
}

// meet returns what holds on both paths.
func meet(s, t state) state {
	if s == nil {
		return t
	}
	if t == nil {
		return s
	}
	u := make(state, min(len(s), len(t)), max(len(s), len(t), 1))
	for i := range u {
		u[i] = s[i] & t[i]
	}
	return u
}

func (s state) equal(t state) bool {
	if (s == nil) != (t == nil) {
		return false
	}
	for i := range max(len(s), len(t)) {
		var a, b uint64
		if i < len(s) {
			a = s[i]
		}
		if i < len(t) {
			b = t[i]
		}
		if a != b {
			return false
		}
	}
	return true
}

// flow is the analysis of one module.
type flow struct {
	m        *module
	number   map[*ir.Var]int
	unbinds  map[*ir.Var]bool // variables that a function other than their own unbinds, and captured ones that anyone does
	needed   map[ir.Stmt]bool
	entry    map[*ir.Func]state // of globals and free variables
	captured map[*ir.Var]bool   // free variables that had a value at every capture so far
	missing  map[*ir.Var]bool   // free variables that may have had none
	foreign  map[*ir.Var]bool   // temporaries that hold objects which the program did not make
	created  []*ir.Func
	isBody   bool

	handlers []*state
	breaks   map[*ir.Label]*state
	conts    map[*ir.Label]*state
}

// bindings removes the guards that are not needed from the functions of the module.
func (m *module) bindings() {
	fl := &flow{m: m, number: map[*ir.Var]int{}, unbinds: map[*ir.Var]bool{}, needed: map[ir.Stmt]bool{},
		entry: map[*ir.Func]state{}, captured: map[*ir.Var]bool{}, missing: map[*ir.Var]bool{}, foreign: map[*ir.Var]bool{}}
	for _, f := range append([]*ir.Func{m.ir.Body}, m.ir.Funcs...) {
		fl.findUnbinds(f)
	}
	fl.function(m.ir.Body)
	for _, f := range m.ir.Funcs {
		fl.function(f)
	}
	for _, f := range append([]*ir.Func{m.ir.Body}, m.ir.Funcs...) {
		f.Body = fl.prune(f.Body)
	}
}

// owner returns the variable that a free variable leads to.
func owner(v *ir.Var) *ir.Var {
	for v.Outer != nil {
		v = v.Outer
	}
	return v
}

// findUnbinds notes the variables that f takes the value from and others may be looking at.
func (fl *flow) findUnbinds(f *ir.Func) {
	ir.EachStmt(f.Body, func(s ir.Stmt) {
		a, ok := s.(*ir.Assign)
		if !ok {
			return
		}
		c, ok := a.X.(*ir.Const)
		if !ok || c.Kind != ir.CUnbound {
			return
		}
		switch v := a.Dst; v.Kind {
		case ir.Free, ir.Cell:
			fl.unbinds[owner(v)] = true
		case ir.Global:
			fl.unbinds[v] = true
		}
	})
}

func (fl *flow) index(v *ir.Var) int {
	i, ok := fl.number[v]
	if !ok {
		i = len(fl.number)
		fl.number[v] = i
	}
	return i
}

// stable reports whether nobody takes v's value behind the back of the function.
func (fl *flow) stable(v *ir.Var) bool {
	switch v.Kind {
	case ir.Free, ir.Cell:
		return !fl.unbinds[owner(v)]
	case ir.Global:
		return !fl.unbinds[v] && !fl.m.dynamic && !fl.m.p.stored[v.Name] && !fl.m.p.stored["*"]
	}
	return true
}

func (fl *flow) isBound(s state, v *ir.Var) bool {
	if v.Kind == ir.Temp || v.Hidden {
		return true
	}
	return s.has(fl.index(v))
}

func (fl *flow) set(s state, v *ir.Var, bound bool) state {
	if v == nil || v.Kind == ir.Temp || bound && !fl.stable(v) {
		return s
	}
	return s.with(fl.index(v), bound)
}

// function walks the body of f.
func (fl *flow) function(f *ir.Func) {
	s := fl.entryOf(f)
	for _, p := range f.Params {
		s = fl.set(s, p, true)
	}
	for _, v := range f.Free {
		s = fl.set(s, v, !fl.missing[v] && fl.captured[v])
	}
	fl.breaks, fl.conts = map[*ir.Label]*state{}, map[*ir.Label]*state{}
	fl.handlers = nil
	fl.isBody = f.Kind == ir.ModuleBody
	fl.list(f.Body, s)
	fl.isBody = false
}

// entryOf returns what is known of globals when f starts.
func (fl *flow) entryOf(f *ir.Func) state {
	for g := f; g != nil; g = g.Parent {
		if s := fl.entry[g]; s != nil {
			return s
		}
	}
	return state{}
}

// globalsOf keeps the globals of s.
func (fl *flow) globalsOf(s state) state {
	t := state{}
	for v, i := range fl.number {
		if v.Kind == ir.Global && s.has(i) {
			t = t.with(i, true)
		}
	}
	return t
}

// raises notes that an exception may be raised in state s.
func (fl *flow) raises(s state) {
	if n := len(fl.handlers); n > 0 {
		*fl.handlers[n-1] = meet(*fl.handlers[n-1], s)
	}
}

func (fl *flow) list(list []ir.Stmt, s state) state {
	for _, st := range list {
		if s == nil {
			return nil
		}
		s = fl.stmt(st, s)
	}
	return s
}

func (fl *flow) stmt(st ir.Stmt, s state) state {
	switch st := st.(type) {
	case *ir.Let:
		return fl.let(st, s)
	case *ir.Assign:
		return fl.assign(st, s)
	case *ir.CheckBound:
		if !fl.isBound(s, st.Var) {
			fl.needed[st] = true
			fl.raises(s)
		}
		return fl.set(s, st.Var, true)
	case *ir.FreshCell:
		return fl.set(s, st.Var, false)
	case *ir.If:
		then, orelse := s, s
		if v, neg := unboundTest(st.Cond); v != nil {
			if !fl.isBound(s, v) {
				fl.needed[st] = true
			}
			if neg {
				then = fl.set(s, v, true)
			} else {
				orelse = fl.set(s, v, true)
			}
			if fl.isBound(s, v) {
				if neg {
					return fl.list(st.Then, then)
				}
				return fl.list(st.Else, orelse)
			}
		}
		return meet(fl.list(st.Then, then), fl.list(st.Else, orelse))
	case *ir.Block:
		return fl.labelled(fl.breaks, st.Label, func() state { return fl.list(st.Body, s) })
	case *ir.Loop:
		return fl.loop(st, s)
	case *ir.Try:
		var raised state
		fl.handlers = append(fl.handlers, &raised)
		end := fl.list(st.Body, s)
		fl.handlers = fl.handlers[:len(fl.handlers)-1]
		if raised == nil {
			raised = s // nothing raises, as far as one can see
		}
		return meet(end, fl.list(st.Handler, raised))
	case *ir.Break:
		return fl.jump(fl.breaks, st.Label, s)
	case *ir.Continue:
		return fl.jump(fl.conts, st.Label, s)
	case *ir.Raise, *ir.Reraise:
		fl.raises(s)
		return nil
	case *ir.Return:
		if fl.isBody {
			fl.exposeAll(s)
		}
		return nil
	}
	return s
}

// jump joins s into the state of a label.
func (fl *flow) jump(to map[*ir.Label]*state, l *ir.Label, s state) state {
	if p := to[l]; p != nil {
		*p = meet(*p, s)
	}
	return nil
}

// labelled runs f and joins the states of the jumps to l to its result.
func (fl *flow) labelled(to map[*ir.Label]*state, l *ir.Label, f func() state) state {
	var at state
	to[l] = &at
	end := f()
	delete(to, l)
	return meet(end, at)
}

func (fl *flow) loop(st *ir.Loop, s state) state {
	for {
		if st.Poll {
			fl.raises(s)
		}
		var again state
		fl.conts[st.Label] = &again
		var end state
		after := fl.labelled(fl.breaks, st.Label, func() state {
			end = fl.list(st.Body, s)
			return nil
		})
		next := meet(meet(s, again), end)
		if next.equal(s) {
			return after
		}
		s = next
	}
}

func (fl *flow) assign(st *ir.Assign, s state) state {
	bound := true
	switch x := st.X.(type) {
	case *ir.Const:
		bound = x.Kind != ir.CUnbound
	case *ir.Ref:
		bound = fl.isBound(s, x.Var)
	}
	return fl.set(s, st.Dst, bound)
}

func (fl *flow) let(st *ir.Let, s state) state {
	switch op := st.Op.(type) {
	case *ir.MakeFunc:
		fl.captures(op.Func, s)
		if op.Annotate != nil {
			fl.captures(op.Annotate, s)
		}
	case *ir.MakeClass:
		fl.captures(op.Body, s)
		fl.raises(s)
	case *ir.NewFrame:
		fl.captures(op.Func, s)
	case *ir.CallFunc:
		fl.captures(op.Func, s)
		fl.raises(s)
	case *ir.AwaitFrame:
		fl.captures(op.Func, s)
		fl.raises(s)
	case *ir.CallPrim:
		if op.Prim.Raises {
			fl.raises(s)
		}
	default:
		fl.raises(s)
	}
	if fl.isBody {
		fl.expose(st.Op, s)
	}
	for _, d := range st.Dst {
		s = fl.set(s, d, true)
		if op, ok := st.Op.(*ir.CallPrim); ok && d != nil && d.Kind == ir.Temp && fl.isQuiet(op) && op.Prim.Raises {
			fl.foreign[d] = true
		}
	}
	return s
}

// captures notes which free variables of f have a value now.
func (fl *flow) captures(f *ir.Func, s state) {
	for _, v := range f.Free {
		if fl.isBound(s, v.Outer) {
			fl.captured[v] = true
		} else {
			fl.missing[v] = true
		}
	}
}

// expose notes, for the functions that the module body has made so far, the globals that
// have a value when op runs, if op can lead to a call of them.
func (fl *flow) expose(op ir.Op, s state) {
	switch op := op.(type) {
	case *ir.MakeFunc:
		fl.created = append(fl.created, op.Func)
		return
	case *ir.MakeClass:
		// The body runs now, its functions may be called by it or later.
		fl.meetEntry(op.Body, s)
		if fl.m.p.classHooks {
			break
		}
		if fl.runsCode(op.Body) {
			break
		}
		return
	case *ir.NewFrame:
		return
	case *ir.CallPrim:
		if fl.isQuiet(op) {
			return
		}
	}
	fl.exposeAll(s)
}

// exposeAll notes that the functions made so far may be called from now on.
func (fl *flow) exposeAll(s state) {
	for _, f := range fl.created {
		fl.meetEntry(f, s)
	}
}

func (fl *flow) meetEntry(f *ir.Func, s state) {
	fl.entry[f] = meet(fl.entry[f], fl.globalsOf(s))
}

// runsCode reports whether a class body does anything that may call functions.
func (fl *flow) runsCode(body *ir.Func) bool {
	runs := false
	ir.EachStmt(body.Body, func(s ir.Stmt) {
		let, ok := s.(*ir.Let)
		if !ok {
			return
		}
		switch op := let.Op.(type) {
		case *ir.MakeFunc:
		case *ir.CallPrim:
			runs = runs || !fl.isQuiet(op)
		default:
			runs = true
		}
	})
	return runs
}

// isQuiet reports whether a primitive runs no code of the program.
func (fl *flow) isQuiet(op *ir.CallPrim) bool {
	switch op.Prim {
	case prim.ImportModule:
		return !fl.m.p.isProgram(op.Args[0].(*ir.NameConst).Name)
	case prim.ClassBegin, prim.ClassLoad, prim.ClassStore, prim.ListV, prim.TupleV, prim.LoadBuiltin, prim.EnterHandler,
		prim.LeaveHandler, prim.EnterFinally, prim.ExcValue, prim.ListToTuple, prim.ListAppend, prim.Concat, prim.ConcatPieces, prim.NewSlice,
		prim.ModuleDict:
		return true
	case prim.ImportFrom, prim.GetAttr, prim.CallMethod0, prim.CallMethod1, prim.CallMethod2, prim.CallMethod3,
		prim.Call0, prim.Call1, prim.Call2, prim.Call3, prim.DictBuild, prim.SetBuild, prim.SetOfConsts, prim.ConstsToIterate:
		for _, a := range op.Args {
			if !fl.isForeign(a) {
				return false
			}
		}
		return true
	}
	return !op.Prim.Raises && op.Prim.Pkg == "py"
}

// isForeign reports whether x is an object that the program did not make: a constant, a
// builtin, or an imported module that is not the program's.
func (fl *flow) isForeign(x ir.Expr) bool {
	switch x := x.(type) {
	case *ir.Const, *ir.NameConst, *ir.RuntimeVar:
		return true
	case *ir.Ref:
		return x.Var.Kind == ir.Temp && fl.foreign[x.Var] || x.Var.Kind == ir.Global && fl.m.foreign[x.Var.Name]
	}
	return false
}

// unboundTest returns the variable that a condition tests for having no value, and whether
// the test is negated.
func unboundTest(x ir.Expr) (v *ir.Var, negated bool) {
	p, ok := x.(*ir.Pure)
	if !ok {
		return nil, false
	}
	if p.Prim == prim.NotBool {
		v, _ := unboundTest(p.Args[0])
		return v, true
	}
	if p.Prim != prim.IsUnbound {
		return nil, false
	}
	if r, ok := p.Args[0].(*ir.Ref); ok && r.Var.Kind != ir.Temp {
		return r.Var, false
	}
	return nil, false
}

// prune removes the guards that are not needed.
func (fl *flow) prune(list []ir.Stmt) []ir.Stmt {
	out := list[:0]
	for _, s := range list {
		switch s := s.(type) {
		case *ir.CheckBound:
			if !fl.needed[s] {
				continue
			}
			s.Var.MaybeUnbound = true
		case *ir.Let:
			if op, ok := s.Op.(*ir.CallPrim); ok && op.Prim == prim.NameSpace {
				// locals() looks at variables without a guard and leaves out those that have
				// no value.
				for _, x := range op.Args {
					if r, ok := x.(*ir.Ref); ok {
						r.Var.MaybeUnbound = true
					}
				}
			}
		case *ir.If:
			s.Then, s.Else = fl.prune(s.Then), fl.prune(s.Else)
			if v, neg := unboundTest(s.Cond); v != nil && !fl.needed[s] {
				if neg {
					out = append(out, s.Then...)
				} else {
					out = append(out, s.Else...)
				}
				continue
			} else if v != nil {
				v.MaybeUnbound = true
			}
			if len(s.Then) == 0 && len(s.Else) == 0 {
				continue
			}
		case *ir.Loop:
			s.Body = fl.prune(s.Body)
		case *ir.Block:
			s.Body = fl.prune(s.Body)
		case *ir.Try:
			s.Body, s.Handler = fl.prune(s.Body), fl.prune(s.Handler)
		}
		out = append(out, s)
	}
	return out
}
