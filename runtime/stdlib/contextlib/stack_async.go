package contextlib

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the coroutines of AsyncExitStack.

// enteringStack is enter_async_context(cm).
type enteringStack struct {
	coro.Coroutine
	s          *stack
	cm         value
	exit, self value // the __aexit__ of cm, once it is entered
}

// unwindingStack is __aexit__.
type unwindingStack struct {
	coro.Coroutine
	s      *stack
	raised exc // what it is called with
	u      unwinding
	c      callback // the one that is awaited
}

var (
	enteringStacks  coro.FreeList[enteringStack]
	unwindingStacks coro.FreeList[unwindingStack]
	stackEnterCode  = stackCode("AsyncExitStack.enter_async_context")
	stackExitCode   = stackCode("AsyncExitStack.__aexit__")
)

func stackCode(name string) py.Code {
	return py.Code{Name: name, Qualname: name, Flags: py.CodeCoroutine | py.CodeHandles}
}

// awaitStackEnter awaits enter_async_context(cm) of v in f.
func awaitStackEnter(r *coro.Run, f *coro.Frame, v, cm value) coro.Signal {
	g := enteringStacks.Get()
	g.InitAwaited(g, &stackEnterCode)
	g.s, g.cm = stackOf(v), cm
	return r.AwaitFrame(f, &g.Frame)
}

// awaitStackExit awaits __aexit__ of v in f.
func awaitStackExit(r *coro.Run, f *coro.Frame, v value, raised exc) coro.Signal {
	g := unwindingStacks.Get()
	g.InitAwaited(g, &stackExitCode)
	g.s, g.raised = stackOf(v), raised
	return r.AwaitFrame(f, &g.Frame)
}

// Resume implements coro.Resumer.
func (f *enteringStack) Resume(r *coro.Run) coro.Signal {
	s := f.step(r)
	if s == coro.Done && f.Unseen() {
		f.s, f.cm, f.exit, f.self = nil, value{}, value{}, value{}
		enteringStacks.Put(f)
	}
	return s
}

func (f *enteringStack) step(r *coro.Run) coro.Signal {
	switch f.State {
	case coro.Finished:
		return f.Raise(r, reused())
	case 0:
		t := f.cm.Type()
		if t.Lookup(nameAEnter).IsUnbound() || t.Lookup(nameAExit).IsUnbound() {
			return f.Raise(r, notManager(t, "asynchronous context manager", ""))
		}
		enter, exit, self, e := py.LoadAsyncWith(f.cm)
		if e != nil {
			return f.Raise(r, e)
		}
		f.exit, f.self = exit, self
		f.State = 1
		if s, e := r.AwaitInvoke0(&f.Frame, enter, self); e != nil {
			return f.Raise(r, e)
		} else if s != coro.Done {
			return s
		}
	}
	x, e := r.Take()
	if e != nil {
		return f.Raise(r, e)
	}
	f.s.callbacks = append(f.s.callbacks, callback{fn: f.exit, self: f.self, async: true})
	return f.Return(r, x)
}

// Resume implements coro.Resumer.
func (f *unwindingStack) Resume(r *coro.Run) coro.Signal {
	s := f.step(r)
	if s == coro.Done && f.Unseen() {
		f.s, f.raised, f.u, f.c = nil, nil, unwinding{}, callback{}
		unwindingStacks.Put(f)
	}
	return s
}

func (f *unwindingStack) step(r *coro.Run) coro.Signal {
	switch f.State {
	case coro.Finished:
		return f.Raise(r, reused())
	case 0:
		f.u.begin(f.raised)
		f.State = 1
	default:
		v, e := r.Take()
		f.u.done(f.c, v, e)
	}
	for len(f.s.callbacks) > 0 {
		f.c = f.s.pop()
		if !f.c.async {
			v, e := f.u.call(f.c)
			f.u.done(f.c, v, e)
			continue
		}
		s, e := f.start(r, f.c)
		if e != nil {
			f.u.done(f.c, value{}, e)
			continue
		}
		if s != coro.Done {
			return s
		}
		v, e := r.Take()
		f.u.done(f.c, v, e)
	}
	v, e := f.u.result()
	if e != nil {
		return f.Raise(r, e)
	}
	return f.Return(r, v)
}

// start awaits the call of a callback. The exception is one of the call itself.
func (f *unwindingStack) start(r *coro.Run, c callback) (coro.Signal, exc) {
	if c.plain {
		return r.AwaitCallEx(&f.Frame, c.fn, c.args, c.kwds)
	}
	typ, val, tb := f.u.details()
	return r.AwaitInvoke3(&f.Frame, c.fn, c.self, typ, val, tb)
}

// reused is the error of a coroutine that is awaited again.
func reused() exc {
	return py.Raisef(py.RuntimeErrorType, "cannot reuse already awaited coroutine")
}
