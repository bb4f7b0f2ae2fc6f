package asyncio

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is asyncio/mixins.py, and what the coroutines of locks and queues share.

// loopBound is _LoopBoundMixin: an object that belongs to the loop that first used it.
type loopBound struct{ loop *Loop }

// usual returns the running loop where b belongs to it, from now on at least, else nil.
func (b *loopBound) usual() *Loop {
	loop := runningLoop()
	if b.loop != loop {
		if b.loop != nil {
			return nil
		}
		b.loop = loop
	}
	return loop
}

func (b *loopBound) getLoop(v py.Value) (*Loop, *py.Exception) {
	loop, exc := getRunningLoop()
	if exc != nil {
		return nil, exc
	}
	if b.loop == nil {
		b.loop = loop
	}
	if b.loop != loop {
		return nil, runtimeError("%s is bound to a different event loop", repr(v))
	}
	return loop, nil
}

// loopAttr is the attribute _loop of a class whose objects have a loopBound: None before
// the first use of a loop.
func loopAttr(of func(v py.Value) *loopBound) []py.GetSet {
	return []py.GetSet{{
		Name: "_loop",
		Get: func(v py.Value) (py.Value, *py.Exception) {
			if l := of(v).loop; l != nil {
				return l.object(), nil
			}
			return py.None, nil
		},
		Set: func(v, l py.Value) (exc *py.Exception) {
			var loop *Loop
			if !absent(l) {
				loop, exc = asLoop(l)
			}
			if exc == nil {
				of(v).loop = loop
			}
			return exc
		},
	}}
}

// loopArgument handles an argument loop=, which functions and classes had before 3.10.
// name is how errors call the callable.
func loopArgument(name string, v py.Value) *py.Exception {
	switch {
	case v.IsUnbound():
		return nil
	case py.Version == 10 && strings.HasSuffix(name, ".__init__"):
		return typeError("As of 3.10, the *loop* parameter was removed from %s() since it is no longer necessary",
			strings.TrimSuffix(name, ".__init__"))
	case py.Version >= 10:
		return typeError("%s() got an unexpected keyword argument 'loop'", name)
	case v.IsNone() || py.Version == 6 || py.Version == 7:
		return nil
	}
	return warnLoopArgument()
}

func warnLoopArgument() *py.Exception {
	return py.Warnf(py.DeprecationWarningType, "The loop argument is deprecated since Python 3.8, and scheduled for removal in Python 3.10.")
}

// withLoopArgument is a coroutine of asyncio that was given loop=: it warns of that once
// it runs, at the line of the program that awaits it. A task that runs it alone has the
// event loop as its caller, and warnings for library code are not shown.
type withLoopArgument struct {
	coro.Coroutine
	make func() py.Value // what the function returns without the argument
}

// Resume implements coro.Resumer.
func (f *withLoopArgument) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		if r.Root() != &f.Frame {
			if exc := warnLoopArgument(); exc != nil {
				return f.Raise(r, exc)
			}
		}
		f.State = 1
		if s := r.Await(&f.Frame, f.make()); s != coro.Done {
			return s
		}
	}
	v, exc := r.Take()
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, v)
}

// coroutineWithLoop returns the coroutine that make makes, for a function of asyncio that
// was called with the argument loop.
func coroutineWithLoop(name string, c *py.Code, loop py.Value, make func() py.Value) (py.Value, *py.Exception) {
	switch {
	case py.Version >= 10:
		if exc := loopArgument(name, loop); exc != nil {
			return py.Value{}, exc
		}
		return make(), nil
	case absent(loop) || py.Version == 6 || py.Version == 7:
		return make(), nil
	}
	f := &withLoopArgument{make: make}
	f.Init(f, c)
	return f.Value(), nil
}

// method is the coroutine of a method that does not suspend unless it awaits aw: call
// returns the awaitable to await, or unbound and the result.
type method struct {
	coro.Coroutine
	call   func() (await, result py.Value, exc *py.Exception)
	result py.Value
}

// newMethod returns a coroutine that makes the call when it is awaited. The result of
// what it awaits, where it does, is dropped for the result of the call, unless that is
// unbound.
func newMethod(c *py.Code, call func() (await, result py.Value, exc *py.Exception)) py.Value {
	f := &method{call: call}
	f.Init(f, c)
	return f.Value()
}

// Resume implements coro.Resumer.
func (f *method) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		await, result, exc := f.call()
		f.call = nil
		if exc != nil {
			return f.Raise(r, exc)
		}
		if await.IsUnbound() {
			return f.Return(r, result)
		}
		f.result = result
		f.State = 1
		if s := r.Await(&f.Frame, await); s != coro.Done {
			return s
		}
	}
	v, exc := r.Take()
	if exc != nil {
		return f.Raise(r, exc)
	}
	if !f.result.IsUnbound() {
		v = f.result
	}
	return f.Return(r, v)
}

// bracketed puts the state of a synchronisation object into its default repr.
func bracketed(v py.Value, extra string, waiters int) (py.Value, *py.Exception) {
	text := py.DefaultRepr(v)
	if waiters > 0 {
		extra += ", waiters:" + itoa(waiters)
	}
	return py.StrV("<" + text[1:len(text)-1] + " [" + extra + "]>"), nil
}
