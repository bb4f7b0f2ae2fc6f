package contextlib

import (
	"os"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/stdlib/functools"
)

// This file implements the asynchronous half of the module with coroutines written in Go.

// goCoroutine is a coroutine whose steps are a Go function. The function looks at State
// to know where it is.
type goCoroutine struct {
	coro.Coroutine
	step func(r *coro.Run, f *goCoroutine) coro.Signal
}

// Resume implements coro.Resumer.
func (f *goCoroutine) Resume(r *coro.Run) coro.Signal {
	if f.State == coro.Finished {
		return f.Raise(r, reused())
	}
	return f.step(r, f)
}

func coroutine(name string, step func(r *coro.Run, f *goCoroutine) coro.Signal) value {
	f := &goCoroutine{step: step}
	f.Init(f, &py.Code{Name: name, Qualname: name, Flags: py.CodeCoroutine | py.CodeHandles})
	return f.Coroutine.Value()
}

// awaitCall is a coroutine that awaits what start returns and finishes with done of the
// result, or failed of the exception (nil for no handling).
func awaitCall(name string, start func() (value, exc), done func(value) (value, exc), failed func(exc) (value, exc)) value {
	return coroutine(name, func(r *coro.Run, f *goCoroutine) coro.Signal {
		finish := func(v value, e exc) coro.Signal {
			if e == nil {
				v, e = done(v)
			} else if failed != nil {
				v, e = failed(e)
			}
			if e != nil {
				return f.Raise(r, e)
			}
			return f.Return(r, v)
		}
		if f.State == 0 {
			aw, e := start()
			if e != nil {
				return finish(value{}, e)
			}
			f.State = 1
			if s := r.Await(&f.Frame, aw); s != coro.Done {
				return s
			}
		}
		return finish(r.Take())
	})
}

var nameANext = py.Intern("__anext__")

// These are __aenter__ and __aexit__ where their coroutines are awaited at once and the
// generator is what it should be.

// steppingGen is a coroutine that goes on with the generator of a manager: __aenter__ or,
// for a block that ended without an exception, __aexit__.
type steppingGen struct {
	coro.Coroutine
	gen     value
	leaving bool
	pending exc // what __aexit__ raises when it has closed the generator
}

var (
	steppingFrames coro.FreeList[steppingGen]
	enteringCode   = py.Code{Name: "__aenter__", Qualname: "__aenter__", Flags: py.CodeCoroutine}
	leavingCode    = py.Code{Name: "__aexit__", Qualname: "__aexit__", Flags: py.CodeCoroutine}
)

// Resume implements coro.Resumer.
func (f *steppingGen) Resume(r *coro.Run) coro.Signal {
	s := f.step(r)
	if s == coro.Done && f.Unseen() {
		f.gen, f.pending = value{}, nil
		steppingFrames.Put(f)
	}
	return s
}

func (f *steppingGen) step(r *coro.Run) coro.Signal {
	switch f.State {
	case 0:
		f.State = 1
		if s := r.AwaitNext(&f.Frame, f.gen); s != coro.Done {
			return s
		}
		fallthrough
	case 1: // the generator went on
		x, ok, e := r.TakeNext()
		switch {
		case e != nil:
			return f.Raise(r, e)
		case !f.leaving && ok:
			return f.Return(r, x)
		case !f.leaving:
			return f.Raise(r, notYielded(py.RaiseArgs(py.StopAsyncIterationType)))
		case !ok:
			return f.Return(r, py.False)
		}
		f.pending = py.Raisef(py.RuntimeErrorType, "generator didn't stop")
		aw, e := py.CallMethod0(f.gen, nameAClose)
		if e != nil {
			return f.Raise(r, e)
		}
		f.State = 2
		if s := r.Await(&f.Frame, aw); s != coro.Done {
			return s
		}
		fallthrough
	default: // the generator was closed
		if _, e := r.Take(); e != nil {
			return f.Raise(r, e)
		}
		return f.Raise(r, f.pending)
	}
}

func stepManager(r *coro.Run, f *coro.Frame, gen value, code *py.Code) coro.Signal {
	g := steppingFrames.Get()
	g.InitAwaited(g, code)
	g.gen, g.leaving = gen, code == &leavingCode
	return r.AwaitFrame(f, &g.Frame)
}

func awaitManagerEnter(r *coro.Run, f *coro.Frame, v value) coro.Signal {
	m := py.Heap[manager](v)
	if m.gen.Type() != coro.AsyncGeneratorType {
		aw, _ := asyncManagerEnter(v)
		return r.Await(f, aw)
	}
	if e := m.enter(); e != nil {
		return r.FailIn(&enteringCode, e)
	}
	return stepManager(r, f, m.gen, &enteringCode)
}

func awaitManagerExit(r *coro.Run, f *coro.Frame, v value, raised exc) coro.Signal {
	m := py.Heap[manager](v)
	if raised == nil && m.gen.Type() == coro.AsyncGeneratorType {
		return stepManager(r, f, m.gen, &leavingCode)
	}
	typ, val, tb := py.None, py.None, py.None
	if raised != nil {
		typ, val, tb = raised.Type().Value(), raised.Value(), py.TracebackOf(raised)
	}
	aw, e := asyncManagerExit(v, typ, val, tb)
	if e != nil {
		return r.DeliverExc(e)
	}
	return r.Await(f, aw)
}

func asyncManagerEnter(v value) (value, exc) {
	m := py.Heap[manager](v)
	return awaitCall("__aenter__", func() (value, exc) {
		if e := m.enter(); e != nil {
			return value{}, e
		}
		return py.CallMethod0(m.gen, nameANext)
	},
		func(x value) (value, exc) { return x, nil },
		func(e exc) (value, exc) {
			if e.Is(py.StopAsyncIterationType) {
				return value{}, notYielded(e)
			}
			return value{}, e
		}), nil
}

func asyncManagerExit(v, typ, val, tb value) (value, exc) {
	gen := py.Heap[manager](v).gen
	var x value
	var in exc
	var before *py.Traceback
	start := func() (value, exc) { return py.CallMethod0(gen, nameANext) }
	msg := "generator didn't stop"
	if !typ.IsNone() {
		var e exc
		if x, e = thrownValue(typ, val); e != nil {
			return value{}, e
		}
		if in, _ = py.AsException(x); in != nil {
			before = in.Traceback
		}
		msg = "generator didn't stop after athrow()"
		start = func() (value, exc) { return py.CallMethod1(gen, py.Intern("athrow"), x) }
	}
	var pending exc
	return coroutine("__aexit__", func(r *coro.Run, f *goCoroutine) coro.Signal {
		finish := func(v value, e exc) coro.Signal {
			if e != nil {
				return f.Raise(r, e)
			}
			return f.Return(r, v)
		}
		switch f.State {
		case 0:
			aw, e := start()
			if e != nil {
				return finish(value{}, e)
			}
			f.State = 1
			if s := r.Await(&f.Frame, aw); s != coro.Done {
				return s
			}
			fallthrough
		case 1: // the generator went on
			_, e := r.Take()
			switch {
			case e == nil:
				pending = py.Raisef(py.RuntimeErrorType, "%s", msg)
			case x.IsUnbound():
				if e.Is(py.StopAsyncIterationType) {
					return finish(py.False, nil)
				}
				return finish(value{}, e)
			default:
				return finish(thrownResult(e, x, in, before, py.StopAsyncIterationType))
			}
			aw, e := py.CallMethod0(gen, nameAClose)
			if e != nil {
				return finish(value{}, e)
			}
			f.State = 2
			if s := r.Await(&f.Frame, aw); s != coro.Done {
				return s
			}
			fallthrough
		default: // the generator was closed
			if _, e := r.Take(); e != nil {
				return finish(value{}, e)
			}
			return finish(value{}, pending)
		}
	}), nil
}

// asyncDecoratorCall is AsyncContextDecorator.__call__.
func asyncDecoratorCall(self, fn value) (value, exc) {
	inner := py.NewGoFunction(py.FuncSpec{Name: "inner", Module: "contextlib", VarArgs: "args", VarKw: "kwds", Impl: func(args, kwds value) (value, exc) {
		return asyncWithin(self, fn, args, kwds), nil
	}})
	inner.Code.Flags |= py.CodeCoroutine
	return functools.UpdateWrapper(inner.Value(), fn)
}

// asyncWithin is the coroutine of: async with self._recreate_cm(): return await fn(...).
func asyncWithin(self, fn, args, kwds value) value {
	var exit, result value
	var raised exc
	return coroutine("inner", func(r *coro.Run, f *goCoroutine) coro.Signal {
		for {
			switch f.State {
			case 0:
				cm, e := py.CallMethod0(self, nameRecreate)
				if e != nil {
					return f.Raise(r, e)
				}
				var enter value
				if enter, exit, e = py.AsyncWithMethods(cm); e != nil {
					return f.Raise(r, e)
				}
				aw, e := py.Call0(enter)
				if e != nil {
					return f.Raise(r, e)
				}
				f.State = 1
				if s := r.Await(&f.Frame, aw); s != coro.Done {
					return s
				}
			case 1: // entered
				if _, e := r.Take(); e != nil {
					return f.Raise(r, e)
				}
				f.State = 2
				aw, e := py.CallEx(fn, args, kwds)
				if e != nil {
					raised = e
					f.State = 3
					continue
				}
				if s := r.Await(&f.Frame, aw); s != coro.Done {
					return s
				}
			case 2: // the function is done
				result, raised = r.Take()
				f.State = 3
			case 3: // leave
				f.State = 4
				a := []value{py.None, py.None, py.None}
				if raised != nil {
					a = []value{raised.Type().Value(), raised.Value(), tracebackOf(raised)}
				}
				aw, e := py.CallN(exit, a)
				if e != nil {
					return f.Raise(r, e)
				}
				if s := r.Await(&f.Frame, aw); s != coro.Done {
					return s
				}
			default: // left
				v, e := r.Take()
				if e != nil {
					return f.Raise(r, e)
				}
				if raised == nil {
					return f.Return(r, result)
				}
				swallowed, e := py.Truth(v)
				if e != nil {
					return f.Raise(r, e)
				}
				if swallowed {
					return f.Return(r, py.None)
				}
				return f.Raise(r, raised)
			}
		}
	})
}

func getwd() (value, exc) {
	dir, err := os.Getwd()
	if err != nil {
		return value{}, pyio.OSError(err, value{})
	}
	return py.StrV(dir), nil
}

func chdir(path value) exc {
	p, e := pyio.FSPath(path)
	if e != nil {
		return e
	}
	if err := os.Chdir(p); err != nil {
		return pyio.OSError(err, path)
	}
	return nil
}
