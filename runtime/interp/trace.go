package interp

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file lets the functions of a text tell the events of sys.settrace, sys.setprofile and sys.monitoring, in programs whose
// compiled functions do.

// toldCall is call with the events told.
func (fr *frame) toldCall() (value, exc) {
	if x := py.TraceCall(fr.f.code, fr.locals); x != nil {
		return value{}, x
	}
	v, x := fr.walk()
	if x != nil {
		return value{}, py.TraceUnwind(x)
	}
	return py.TraceReturn(v)
}

// step is resume, with the events told where they are.
func (fr *frame) step(r *coro.Run) coro.Signal {
	if !py.Traced {
		return fr.resume(r)
	}
	if x := r.Begin(fr.sus, fr.object()); x != nil {
		return fr.sus.Raise(r, x)
	}
	return r.End(fr.sus, fr.live, fr.resume(r))
}

// Live returns the frame object.
func (c *coroutine) Live() *py.Frame { return c.fr.object() }

// Live returns the frame object.
func (g *generator) Live() *py.Frame { return g.fr.object() }

// Live returns the frame object.
func (g *asyncGenerator) Live() *py.Frame { return g.fr.object() }

// Bare reports whether nothing would catch what is thrown in.
func (c *coroutine) Bare() bool { return c.fr.bare() }

// Bare reports whether nothing would catch what is thrown in.
func (g *generator) Bare() bool { return g.fr.bare() }

// Bare reports whether nothing would catch what is thrown in.
func (g *asyncGenerator) Bare() bool { return g.fr.bare() }

func (fr *frame) bare() bool {
	st := fr.f.fn.Machine.States[fr.sus.State]
	if st.Handler != nil || len(st.Body) == 0 {
		return false
	}
	s, ok := st.Body[0].(*ir.Resume)
	if !ok {
		return false
	}
	_, ok = s.Op.(*ir.Yield)
	return ok
}

// object returns the frame object of a function that suspends.
func (fr *frame) object() *py.Frame {
	if fr.live == nil {
		fr.live = py.NewLiveFrame(fr.sus.Code(), fr.locals)
	}
	return fr.live
}

// locals returns f_locals.
func (fr *frame) locals() value {
	fn := fr.f.fn
	switch fn.Kind {
	case ir.ModuleBody:
		return fr.env.locals
	case ir.ClassBody:
		return fr.at(fn.Params[0]).v
	}
	d := py.NewDict()
	for _, v := range fn.Visible() {
		if x := fr.load(v).v; !x.IsUnbound() {
			d.SetStr(py.Intern(v.Name), x)
		}
	}
	return d.Value()
}

// lines returns the lines that fn may tell; first is that of its beginning.
func (u *unit) lines(fn *ir.Func, first int) []int32 {
	if fn.Kind == ir.ModuleBody {
		first = 0
	}
	list := []int32{int32(first)}
	for _, stmts := range fn.Lists() {
		ir.EachStmt(*stmts, func(s ir.Stmt) {
			let, ok := s.(*ir.Let)
			if !ok {
				return
			}
			if call, ok := let.Op.(*ir.CallPrim); ok && call.Prim == prim.TraceLine {
				if line := int32(call.Args[0].(*ir.Const).Int); line != list[len(list)-1] {
					list = append(list, line)
				}
			}
		})
	}
	return list
}
