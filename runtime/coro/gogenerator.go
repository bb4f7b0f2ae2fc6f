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
// generator that has begun comes to its end, by whatever, and code has CodeHandles.
func NewGenerator(code *py.Code, next func() (py.Value, bool, *py.Exception), end func()) py.Value {
	g := &goGenerator{next: next, end: end}
	g.Init(g, code)
	return g.Value()
}

// Resume implements Resumer.
func (g *goGenerator) Resume(r *Run) Signal {
	if g.State != 0 {
		if _, exc := r.Take(); exc != nil { // thrown into it
			return g.leave(r, exc)
		}
	}
	x, more, exc := g.next()
	if exc != nil || !more {
		return g.leave(r, exc)
	}
	g.State = 1
	return r.YieldValue(x)
}

// leave ends g, with exc where that is not nil.
func (g *goGenerator) leave(r *Run, exc *py.Exception) Signal {
	if g.end != nil {
		g.end()
	}
	if exc != nil {
		return g.Raise(r, exc)
	}
	return g.Return(r, py.None)
}
