package coro

import "github.com/aio2go/aio2go/runtime/py"

// This file implements async generators and the awaitables of their methods (Python
// reference 6.2.9.3, PEP 525).

// AsyncGenerator is the beginning of an async generator's frame.
type AsyncGenerator struct {
	Frame
	finalizer py.Value // the hook that was set when iteration began
}

// The hooks of sys.set_asyncgen_hooks, None where there is none.
var (
	FirstIterHook = py.None
	FinalizerHook = py.None
)

// first calls the first-iteration hook when g is used for the first time.
func (g *AsyncGenerator) first() *py.Exception {
	if g.flags&flagHooked != 0 {
		return nil
	}
	g.flags |= flagHooked
	g.finalizer = FinalizerHook
	if FirstIterHook.IsNone() {
		return nil
	}
	_, exc := py.Call1(FirstIterHook, g.Header.Value())
	return exc
}

// Finalize does what CPython does when an async generator that is suspended is
// collected: the finalizer hook gets it.
func (g *AsyncGenerator) Finalize() *py.Exception {
	if g.State == Finished || g.State == 0 || g.finalizer.IsUnbound() || g.finalizer.IsNone() || g.flags&flagClosed != 0 {
		return nil
	}
	_, exc := py.Call1(g.finalizer, g.Header.Value())
	return exc
}

// stepGenerator resumes g below f with val sent or exc thrown in. Take then gives what g
// yielded, an unbound value at its end. method names the caller in error messages.
func (r *Run) stepGenerator(f *Frame, g *AsyncGenerator, method string, val py.Value, exc *py.Exception) Signal {
	if g.flags&flagRunningAsync != 0 {
		return r.raise(alreadyRunning(method))
	}
	if g.State == Finished {
		g.flags |= flagClosed
		if exc != nil {
			return r.raise(exc)
		}
		return r.done(py.Value{})
	}
	if g.executing() {
		return r.raise(py.Raisef(py.ValueErrorType, "async generator already executing"))
	}
	t := py.Current
	if t.Depth >= py.RecursionLimit {
		return r.raise(py.Raisef(py.RecursionErrorType, "maximum recursion depth exceeded"))
	}
	c := &g.Frame
	if c.State == 0 && exc == nil && !val.IsNone() {
		return r.raise(py.Raisef(py.TypeErrorType, "can't send non-None value to a just-started async generator"))
	}
	if c.awaiter != nil {
		c.cut()
	}
	c.flags |= flagRunningAsync
	c.awaiter = f
	f.delegate = &c.Header
	c.enter(f.exc, f.depth+1)
	r.top = c.linkBelow()
	passed.val, passed.exc = val, exc
	depth := t.Depth
	var s Signal
	if r.top == c {
		t.Depth++
		t.Exc = c.exc
		if exc == nil {
			s = c.resume(c, r)
		} else {
			if c.flags&flagOwnExc != 0 {
				chain(exc, c.exc.Handled)
			}
			s = r.resumeRaising(c)
		}
	} else {
		s = r.loop(t, depth-int(f.depth), f)
	}
	t.Depth = depth
	t.Exc = f.exc
	if s >= Suspended {
		return s
	}
	c.awaiter = nil
	c.flags &^= flagRunningAsync
	if s == Done {
		c.leave()
		c.flags |= flagClosed
	}
	f.delegate = nil
	r.top = f
	return Done
}

// atYield reports whether g is suspended at a yield, so that nothing awaits it, and nothing
// stands in the way of resuming it.
func (g *AsyncGenerator) atYield() bool {
	return g.State > 0 && py.Current.Depth < py.RecursionLimit &&
		g.flags&(flagHooked|flagRunningAsync|flagClosed|flagRunning|flagTracked) == flagHooked
}

// AtRest reports whether g is suspended at a yield, with nobody awaiting it.
func (g *AsyncGenerator) AtRest() bool {
	return g.State > 0 && g.awaiter == nil && g.delegate == nil && g.flags&(flagRunningAsync|flagClosed|flagRunning) == 0
}

// asend is the awaitable of __anext__() and asend().
type asend struct {
	Frame
	gen *AsyncGenerator
	val py.Value
}

func newASend(g *AsyncGenerator, v py.Value) (py.Value, *py.Exception) {
	if exc := g.first(); exc != nil {
		return py.Value{}, exc
	}
	a := &asend{gen: g, val: v}
	a.init(a, asendType, asendCode)
	a.trackMethod()
	return a.Header.Value(), nil
}

// init sets f up as the awaitable of a method, of the type t.
func (f *Frame) init(self Resumer, t *py.Type, code *py.Code) {
	f.SetType(t)
	f.setResumer(self)
	f.code, f.kind = code, kindAwaitable
}

// trackMethod enters f, the awaitable of a method of an async generator, which is warned
// about like a coroutine since Python 3.13.
func (f *Frame) trackMethod() {
	if py.VersionAtLeast(13) {
		f.track()
	}
}

var asendCode = &py.Code{Name: "asend", Qualname: "async_generator.asend"}

// Resume implements Resumer.
func (a *asend) Resume(r *Run) Signal {
	switch a.State {
	case 0:
		a.State = 1
		val, exc := a.val, passed.exc
		a.val = py.Value{}
		if exc != nil || !passed.val.IsNone() {
			val = passed.val
		}
		if s := r.stepGenerator(&a.Frame, a.gen, "anext", val, exc); s != Done {
			return s
		}
		fallthrough
	case 1: // the generator yielded or ended
		r.sent()
		return a.pass(r)
	}
	return a.Raise(r, a.reuse())
}

// pass finishes f with the outcome of the operation in progress.
func (f *Frame) pass(r *Run) Signal {
	v, exc := r.Take()
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, v)
}

// sent makes the outcome of asend() and athrow() of that of the generator, which has yielded
// or ended.
func (r *Run) sent() {
	if passed.exc == nil && passed.val.IsUnbound() {
		r.raise(py.RaiseArgs(py.StopAsyncIterationType))
	}
}

// closed makes the outcome of aclose().
func (r *Run) closed() {
	v, exc := r.Take()
	switch {
	case exc != nil:
		if t := exc.Type(); t.IsSubclass(py.StopAsyncIterationType) || t.IsSubclass(py.GeneratorExitType) {
			r.done(py.None)
		}
	case v.IsUnbound():
		r.done(py.None)
	default:
		r.raise(py.Raisef(py.RuntimeErrorType, "async generator ignored GeneratorExit"))
	}
}

// awaitASend awaits asend(v) of the generator in f. The awaitable is made where the generator
// suspends.
func awaitASend(r *Run, f *Frame, gen, v py.Value) Signal {
	g := py.Heap[AsyncGenerator](gen)
	if exc := g.first(); exc != nil {
		return r.raise(exc)
	}
	s := r.stepGenerator(f, g, "anext", v, nil)
	if s >= Suspended {
		a := &asend{gen: g}
		a.init(a, asendType, asendCode)
		return r.interpose(f, &a.Frame, g, s)
	}
	r.sent()
	return Done
}

// awaitAClose awaits aclose() of the generator in f in the same way.
func awaitAClose(r *Run, f *Frame, gen py.Value) Signal {
	g := py.Heap[AsyncGenerator](gen)
	if exc := g.first(); exc != nil {
		return r.raise(exc)
	}
	switch {
	case g.State == Finished:
		return r.done(py.None)
	case g.flags&flagRunningAsync != 0:
		return r.raise(alreadyRunning("aclose"))
	case g.flags&flagClosed != 0:
		return r.raise(py.RaiseArgs(py.StopAsyncIterationType))
	}
	g.flags |= flagClosed
	s := r.stepGenerator(f, g, "aclose", py.Value{}, newExit())
	if s >= Suspended {
		a := &athrow{gen: g}
		a.init(a, athrowType, athrowCode)
		return r.interpose(f, &a.Frame, g, s)
	}
	r.closed()
	return Done
}

// interpose makes f, which waits for g, wait for a, the awaitable of a method of g, which
// gave s.
func (r *Run) interpose(f, a *Frame, g *AsyncGenerator, s Signal) Signal {
	a.State, a.awaiter, a.delegate = 1, f, &g.Header
	g.awaiter, f.delegate = a, &a.Header
	r.relink()
	return s
}

func alreadyRunning(method string) *py.Exception {
	return py.Raisef(py.RuntimeErrorType, "%s(): asynchronous generator is already running", method)
}

// athrow is the awaitable of athrow() and aclose().
type athrow struct {
	Frame
	gen  *AsyncGenerator
	args []py.Value // what to throw, which is looked at when it is thrown; nil for aclose()
}

var athrowCode = &py.Code{Name: "athrow", Qualname: "async_generator.athrow"}

func newAThrow(g *AsyncGenerator, args []py.Value) (py.Value, *py.Exception) {
	if e := g.first(); e != nil {
		return py.Value{}, e
	}
	a := &athrow{gen: g, args: args}
	a.init(a, athrowType, athrowCode)
	a.trackMethod()
	return a.Header.Value(), nil
}

// methodCalled returns the generator that f is the awaitable of a method of, and the
// method's name; nil for what is none.
func (f *Frame) methodCalled() (*AsyncGenerator, string) {
	switch f.Header.Type() {
	case asendType:
		return py.Heap[asend](f.Header.Value()).gen, "asend"
	case athrowType:
		if a := py.Heap[athrow](f.Header.Value()); a.args == nil {
			return a.gen, "aclose"
		} else {
			return a.gen, "athrow"
		}
	}
	return nil, ""
}

// Resume implements Resumer.
func (a *athrow) Resume(r *Run) Signal {
	closing := a.args == nil
	switch a.State {
	case 0:
		method := "athrow"
		if closing {
			method = "aclose"
		}
		if passed.exc != nil {
			return a.start(r, method)
		}
		switch {
		case a.gen.State == Finished:
			return a.Return(r, py.None)
		case a.gen.flags&flagRunningAsync != 0:
			return a.start(r, method)
		case a.gen.flags&flagClosed != 0:
			return a.Raise(r, py.RaiseArgs(py.StopAsyncIterationType))
		case !passed.val.IsNone():
			return a.Raise(r, py.Raisef(py.RuntimeErrorType, "can't send non-None value to a just-started coroutine"))
		}
		a.State = 1
		var exc *py.Exception
		if closing {
			a.gen.flags |= flagClosed
			exc = newExit()
		} else {
			thrown, e := thrownOf(a.args)
			if e != nil {
				return a.Raise(r, e)
			}
			exc = thrown
		}
		if s := r.stepGenerator(&a.Frame, a.gen, method, py.Value{}, exc); s != Done {
			return s
		}
		fallthrough
	case 1: // the generator yielded or ended
		if closing {
			r.closed()
		} else {
			r.sent()
		}
		return a.pass(r)
	}
	return a.Raise(r, a.reuse())
}

// start handles what stops an athrow() or aclose() from starting: the generator is
// running, or an exception was thrown into the awaitable first.
func (a *athrow) start(r *Run, method string) Signal {
	if a.gen.flags&flagRunningAsync != 0 {
		return a.Raise(r, alreadyRunning(method))
	}
	a.State = 1
	if s := r.stepGenerator(&a.Frame, a.gen, method, py.Value{}, passed.exc); s != Done {
		return s
	}
	return a.Resume(r)
}

// IsAsyncGenAwaitable reports whether v is what asend(), athrow() or aclose() return:
// objects with all the methods of a coroutine.
func IsAsyncGenAwaitable(v py.Value) bool { return v.Type() == asendType || v.Type() == athrowType }
