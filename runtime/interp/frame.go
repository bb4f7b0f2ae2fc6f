package interp

import (
	"fmt"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file walks the statements of a function.

type (
	value = py.Value
	exc   = *py.Exception
)

// env is where the global names of a running text lie.
type env struct {
	u       *unit
	globals value
	locals  value // those of the text's own statements
	module  *py.ProgramModule
}

// slot holds the value of a variable, as its representation says: v for objects, n for
// Go's numbers and bools, p for everything else.
type slot struct {
	v value
	n int64
	p any
}

// frame is a running function.
type frame struct {
	env   *env
	f     *function
	slots []slot
	// sus is, of a function that suspends, its frame.
	sus *coro.Frame
	run *coro.Run
	// live is, of a function that suspends, its frame object, where it tells events.
	live *py.Frame
}

// newFrame makes a frame of f. cells are those of its free variables.
func (e *env) newFrame(f *function, cells []*py.Cell, args []value) *frame {
	fr := &frame{env: e, f: f, slots: make([]slot, len(f.index), len(f.index)+4)}
	for i, c := range cells {
		fr.slots[i].p = c
	}
	for i, a := range args {
		fr.slots[len(cells)+i].v = a
	}
	for _, i := range f.cells {
		fr.slots[i].p = py.NewCell(value{})
	}
	return fr
}

// at returns the place of v.
func (fr *frame) at(v *ir.Var) *slot {
	i, ok := fr.f.index[v]
	if !ok {
		i = fr.f.place(v)
	}
	for i >= len(fr.slots) {
		fr.slots = append(fr.slots, slot{})
	}
	s := &fr.slots[i]
	if v.Kind == ir.Cell && s.p == nil {
		s.p = py.NewCell(value{})
	}
	return s
}

// cell returns the cell of a Cell or Free variable.
func (fr *frame) cell(v *ir.Var) *py.Cell { return fr.at(v).p.(*py.Cell) }

func (fr *frame) load(v *ir.Var) slot {
	if v.Kind == ir.Cell || v.Kind == ir.Free {
		return slot{v: fr.cell(v).V}
	}
	return *fr.at(v)
}

func (fr *frame) store(v *ir.Var, s slot) {
	if v.Kind == ir.Cell || v.Kind == ir.Free {
		fr.cell(v).V = s.v
		return
	}
	*fr.at(v) = s
}

// outcome is how a list of statements ended.
type outcome uint8

const (
	passed    outcome = iota
	left              // by a break; leave.label says of what
	continued         // likewise
	returned          // leave.v is the result
	raised            // leave.exc is the exception
	went              // to the state leave.state
	suspended         // leave.signal is what Resume returns
)

// leave says where control goes that does not pass a list of statements.
type leave struct {
	label  *ir.Label
	v      value
	exc    exc
	state  *ir.State
	signal coro.Signal
}

// fail raises x at a position, -1 for none.
func (fr *frame) fail(l *leave, x exc, pos int) outcome {
	if pos >= 0 {
		if py.Traced {
			x = x.AtTraced(fr.f.code, int32(pos))
		} else {
			x = x.At(fr.f.code, int32(pos))
		}
	}
	l.exc = x
	return raised
}

// call runs the body of a function that does not suspend.
func (fr *frame) call() (value, exc) {
	if py.Traced {
		return fr.toldCall()
	}
	return fr.walk()
}

func (fr *frame) walk() (value, exc) {
	var l leave
	switch fr.list(fr.f.fn.Body, &l) {
	case returned:
		return l.v, nil
	case raised:
		return value{}, l.exc
	}
	return py.None, nil
}

func (fr *frame) list(list []ir.Stmt, l *leave) outcome {
	for _, s := range list {
		if o := fr.stmt(s, l); o != passed {
			return o
		}
	}
	return passed
}

func (fr *frame) stmt(s ir.Stmt, l *leave) outcome {
	switch s := s.(type) {
	case *ir.Line:
	case *ir.Let:
		return fr.let(s, l)
	case *ir.Assign:
		fr.store(s.Dst, fr.expr(s.X))
	case *ir.If:
		if fr.expr(s.Cond).n != 0 {
			return fr.list(s.Then, l)
		}
		return fr.list(s.Else, l)
	case *ir.Loop:
		return fr.loop(s, l)
	case *ir.Block:
		if o := fr.list(s.Body, l); o != left || l.label != s.Label {
			return o
		}
	case *ir.Break:
		l.label = s.Label
		return left
	case *ir.Continue:
		l.label = s.Label
		return continued
	case *ir.Try:
		o := fr.list(s.Body, l)
		if o != raised {
			return o
		}
		fr.store(s.Exc, slot{p: l.exc})
		return fr.list(s.Handler, l)
	case *ir.Return:
		l.v = fr.expr(s.X).v
		return returned
	case *ir.Reraise:
		return fr.fail(l, fr.expr(s.X).exception(), -1)
	case *ir.Raise:
		return fr.fail(l, fr.expr(s.X).exception(), s.Pos)
	case *ir.CheckBound:
		return fr.checkBound(s, l)
	case *ir.FreshCell:
		fr.at(s.Var).p = py.NewCell(value{})
	case *ir.Poll:
		return fr.poll(s.Pos, l)
	case *ir.Goto:
		l.state = s.State
		return went
	case *ir.Suspend:
		return fr.suspend(s, l)
	case *ir.Resume:
		return fr.resumed(s, l)
	default:
		panic(fmt.Sprintf("interp: statement %T", s))
	}
	return passed
}

func (s slot) exception() exc {
	x, _ := s.p.(exc)
	return x
}

func (fr *frame) loop(s *ir.Loop, l *leave) outcome {
	for {
		if s.Poll {
			if o := fr.poll(s.Pos, l); o != passed {
				return o
			}
		}
		switch o := fr.list(s.Body, l); {
		case o == left && l.label == s.Label:
			return passed
		case o != passed && (o != continued || l.label != s.Label):
			return o
		}
	}
}

func (fr *frame) poll(pos int, l *leave) outcome {
	if py.Pending() {
		if x := py.Poll(); x != nil {
			return fr.fail(l, x, pos)
		}
	}
	return passed
}

func (fr *frame) checkBound(s *ir.CheckBound, l *leave) outcome {
	if !fr.load(s.Var).v.IsUnbound() {
		return passed
	}
	if s.Var.Kind == ir.Free {
		return fr.fail(l, py.UnboundFree(s.Var.Name), s.Pos)
	}
	return fr.fail(l, py.UnboundLocal(s.Var.Name), s.Pos)
}

func (fr *frame) let(s *ir.Let, l *leave) outcome {
	var buf [3]slot
	results, x := fr.op(s.Op, s.Pos, buf[:0])
	if x != nil {
		return fr.fail(l, x, s.Pos)
	}
	for i, v := range s.Dst {
		if v != nil {
			fr.store(v, results[i])
		}
	}
	return passed
}

// op runs an operation that does not suspend and appends its results to out.
func (fr *frame) op(op ir.Op, pos int, out []slot) ([]slot, exc) {
	switch op := op.(type) {
	case *ir.CallPrim:
		return fr.prim(op, pos, out)
	case *ir.NewFrame:
		f := fr.env.u.function(op.Func)
		return append(out, slot{v: fr.env.suspendable(f, fr.captures(op.Func), fr.values(op.Args))}), nil
	case *ir.MakeFunc:
		fn, x := fr.makeFunc(op)
		if x != nil {
			return out, x
		}
		return append(out, slot{v: fn.Value()}), nil
	case *ir.MakeClass:
		v, x := fr.makeClass(op)
		return append(out, slot{v: v}), x
	}
	panic(fmt.Sprintf("interp: operation %T", op))
}

// captures returns the cells that fn takes from this function.
func (fr *frame) captures(fn *ir.Func) []*py.Cell {
	if len(fn.Free) == 0 {
		return nil
	}
	cells := make([]*py.Cell, len(fn.Free))
	for i, v := range fn.Free {
		cells[i] = fr.cell(v.Outer)
	}
	return cells
}

func (fr *frame) values(list []ir.Expr) []value {
	out := make([]value, len(list))
	for i, x := range list {
		out[i] = fr.expr(x).v
	}
	return out
}

// expr is the value of a simple expression.
func (fr *frame) expr(x ir.Expr) slot {
	switch x := x.(type) {
	case *ir.Const:
		return fr.env.u.constant(x)
	case *ir.Ref:
		return fr.load(x.Var)
	case *ir.CellOf:
		return slot{p: fr.cell(x.Var)}
	case *ir.NameConst:
		return slot{p: py.Intern(x.Name)}
	case *ir.IsRaised:
		return slot{n: truth(fr.expr(x.X).exception() != nil)}
	case *ir.Pure:
		return fr.pure(x)
	case *ir.RuntimeVar:
		v, missing := py.LoadBuiltin(py.Intern(x.Prim.Name))
		if missing != nil {
			panic("interp: there is no builtin of that name")
		}
		return slot{v: v}
	}
	panic(fmt.Sprintf("interp: expression %T", x))
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// constant is the value of c.
func (u *unit) constant(c *ir.Const) slot {
	switch c.R {
	case types.Bool:
		return slot{n: truth(c.Kind == ir.CTrue)}
	case types.Int64, types.Native:
		return slot{n: c.Int}
	case types.Exc:
		return slot{}
	case types.Boxed:
	default:
		panic(fmt.Sprintf("interp: constant of representation %v", c.R))
	}
	switch c.Kind {
	case ir.CUnbound:
		return slot{}
	case ir.CNone:
		return slot{v: py.None}
	case ir.CTrue:
		return slot{v: py.True}
	case ir.CFalse:
		return slot{v: py.False}
	case ir.CEllipsis:
		return slot{v: py.Ellipsis}
	case ir.CNotImplemented:
		return slot{v: py.NotImplemented}
	}
	v, ok := u.consts[c]
	if !ok {
		v = u.makeConst(c)
		u.consts[c] = v
	}
	return slot{v: v}
}

func (u *unit) makeConst(c *ir.Const) value {
	switch c.Kind {
	case ir.CInt:
		if c.Big != nil {
			return py.IntBig(c.Big)
		}
		return py.Int(c.Int)
	case ir.CFloat:
		return py.Float(c.Float)
	case ir.CComplex:
		return py.NewComplex(complex(0, c.Float))
	case ir.CStr:
		if isName(c.Str) {
			return py.Intern(c.Str).Value()
		}
		return py.StrV(c.Str)
	case ir.CBytes:
		return py.BytesV([]byte(c.Str))
	}
	items := make([]value, len(c.Elems))
	for i, e := range c.Elems {
		items[i] = u.constant(e).v
	}
	if c.Kind == ir.CTuple {
		return py.TupleV(items...)
	}
	v, x := py.Call1(py.FrozenSetType.Value(), py.TupleV(items...))
	if x != nil {
		panic("interp: a constant cannot be hashed")
	}
	return v
}

// isName reports whether CPython interns a constant.
func isName(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}
