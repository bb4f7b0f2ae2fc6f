package interp

import (
	"iter"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file makes generators of functions that are walked: the walk runs on a coroutine of
// Go's own (iter.Pull), which switches directly and leaves the order of events as it is.

// yielded is what a generator hands out.
type yielded struct {
	v    value
	from bool // v is the iterable of a yield from
}

// generator is the frame of a generator.
type generator struct {
	coro.Generator
	next func() (yielded, bool)
	stop func()
	hand func(yielded) bool // yield, as iter.Seq has it

	sent   value // what the yield expression gives
	thrown exc
	result value
	failed exc
}

// newGenerator returns the generator that runs body in s.
func newGenerator(s *scope, body func(*scope) (value, exc)) value {
	g := &generator{}
	g.Init(g, s.code)
	s.gen = g
	g.next, g.stop = iter.Pull(func(yield func(yielded) bool) {
		g.hand = yield
		g.result, g.failed = body(s)
	})
	return g.Object()
}

// yield hands v to whoever drives the generator and returns what is sent.
func (g *generator) yield(v value, from bool) (value, exc) {
	if !g.hand(yielded{v, from}) {
		return value{}, py.RaiseArgs(py.GeneratorExitType)
	}
	v, x := g.sent, g.thrown
	g.sent, g.thrown = value{}, nil
	return v, x
}

// Resume implements coro.Resumer.
func (g *generator) Resume(r *coro.Run) coro.Signal {
	for {
		if g.State != 0 {
			g.sent, g.thrown = r.Take()
		}
		g.State = 1
		y, more := g.next()
		if !more {
			if g.failed != nil {
				return g.Raise(r, g.failed)
			}
			return g.Return(r, g.result)
		}
		if !y.from {
			return r.Yield(&g.Frame, y.v)
		}
		if s := r.YieldFrom(&g.Frame, y.v); s != coro.Done {
			return s
		}
	}
}
