package interp

import (
	"fmt"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file walks functions that suspend: coroutines, generators and async generators. They
// are state machines, as in compiled code.

type (
	coroutine struct {
		coro.Coroutine
		fr *frame
	}
	generator struct {
		coro.Generator
		fr *frame
	}
	asyncGenerator struct {
		coro.AsyncGenerator
		fr *frame
	}
)

// Resume implements coro.Resumer.
func (c *coroutine) Resume(r *coro.Run) coro.Signal { return c.fr.step(r) }

// Resume implements coro.Resumer.
func (g *generator) Resume(r *coro.Run) coro.Signal { return g.fr.step(r) }

// Resume implements coro.Resumer.
func (g *asyncGenerator) Resume(r *coro.Run) coro.Signal { return g.fr.step(r) }

// suspendable makes the coroutine or generator object of a call of f.
func (e *env) suspendable(f *function, cells []*py.Cell, args []value) value {
	fr := e.newFrame(f, cells, args)
	switch f.fn.Kind {
	case ir.Coroutine:
		c := &coroutine{fr: fr}
		c.Init(c, f.code)
		fr.sus = &c.Frame
		return c.Value()
	case ir.Generator:
		g := &generator{fr: fr}
		g.Init(g, f.code)
		fr.sus = &g.Frame
		return g.Value()
	}
	g := &asyncGenerator{fr: fr}
	g.Init(g, f.code)
	fr.sus = &g.Frame
	return g.Value()
}

// resume runs the states from the current one.
func (fr *frame) resume(r *coro.Run) coro.Signal {
	fr.run = r
	states := fr.f.fn.Machine.States
	st := states[fr.sus.State]
	for {
		var l leave
		switch o := fr.list(st.Body, &l); o {
		case went:
			st = l.state
			fr.sus.State = int32(st.Index)
		case suspended:
			return l.signal
		case returned:
			return fr.sus.Return(r, l.v)
		case raised:
			if st.Handler == nil {
				return fr.sus.Raise(r, l.exc)
			}
			fr.store(st.HandlerExc, slot{p: l.exc})
			st = st.Handler
			fr.sus.State = int32(st.Index)
		default:
			panic(fmt.Sprintf("interp: state %d of %s has no end", st.Index, fr.f.fn.Qualname))
		}
	}
}

// suspend begins a suspending operation.
func (fr *frame) suspend(s *ir.Suspend, l *leave) outcome {
	r, f := fr.run, fr.sus
	var signal coro.Signal
	switch op := s.Op.(type) {
	case *ir.Await:
		v := fr.expr(op.X).v
		f.State = int32(s.Next.Index)
		signal = r.Await(f, v)
	case *ir.AwaitFrame:
		v := fr.env.suspendable(fr.env.u.function(op.Func), fr.captures(op.Func), fr.values(op.Args))
		f.State = int32(s.Next.Index)
		signal = r.Await(f, v)
	case *ir.AwaitCall:
		var buf [1]slot
		out, x := fr.prim(op.Call, op.Pos, buf[:0])
		if x == nil && op.Method != nil {
			x = coro.CheckWithAwait(out[0].v, py.Intern(op.Method.Name))
		}
		if x != nil {
			return fr.fail(l, x, op.Pos)
		}
		f.State = int32(s.Next.Index)
		signal = r.Await(f, out[0].v)
	case *ir.AwaitNext:
		v := fr.expr(op.X).v
		f.State = int32(s.Next.Index)
		signal = r.AwaitNext(f, v)
	case *ir.YieldFrom:
		v := fr.expr(op.X).v
		f.State = int32(s.Next.Index)
		signal = r.YieldFrom(f, v)
	case *ir.Yield:
		v := fr.expr(op.X).v
		f.State = int32(s.Next.Index)
		l.signal = r.Yield(f, v)
		return suspended
	default:
		panic(fmt.Sprintf("interp: suspending operation %T", op))
	}
	if signal != coro.Done {
		l.signal = signal
		return suspended
	}
	l.state = s.Next
	return went
}

// resumed takes the result of the operation that led here.
func (fr *frame) resumed(s *ir.Resume, l *leave) outcome {
	var results [2]slot
	var x exc
	if _, ok := s.Op.(*ir.AwaitNext); ok {
		var more bool
		if py.Traced {
			results[0].v, more, x = fr.run.TakeNextTold(fr.f.code, int32(s.Pos))
		} else {
			results[0].v, more, x = fr.run.TakeNext()
		}
		results[1].n = truth(more)
	} else {
		results[0].v, x = fr.run.Take()
	}
	if _, yield := s.Op.(*ir.Yield); x != nil && py.Traced && !yield {
		l.exc = x.AtResumed(fr.f.code, int32(s.Pos))
		return raised
	}
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
