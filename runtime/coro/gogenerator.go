package coro

import "github.com/aio2go/aio2go/runtime/py"

// goGenerator is a generator whose body is written in Go.
type goGenerator struct {
	Generator
	next func() (py.Value, bool, *py.Exception)
	end  func()
}

// NewGenerator returns a generator that goes by the name of code. Next gives its elements, or false
// after the last; end, if not nil, is what its body has in a finally: it is called when a
// generator that has begun comes to its end, by whatever.
func NewGenerator(code *py.Code, next func() (py.Value, bool, *py.Exception), end func()) py.Value {
	g := &goGenerator{next: next, end: end}
	g.Init(g, code)
	return g.Value()
}

// Resume implements Resumer.
func (g *goGenerator) Resume(r *Run) Signal {
	if g.State != 0 {
		if _, exc := r.Take(); exc != nil { // thrown into it
			return g.leave(func() Signal { return g.Raise(r, exc) })
		}
	}
	x, more, exc := g.next()
	switch {
	case exc != nil:
		return g.leave(func() Signal { return g.Raise(r, exc) })
	case !more:
		return g.leave(func() Signal { return g.Return(r, py.None) })
	}
	g.State = 1
	return r.Yield(&g.Frame, x)
}

func (g *goGenerator) leave(with func() Signal) Signal {
	if g.end != nil {
		g.end()
	}
	return with()
}
