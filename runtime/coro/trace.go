package coro

import (
	"weak"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file lets coroutines and generators tell events (see trace.go in package py). One
// that is resumed is called, and one that suspends returns what it hands out. A chain is
// resumed at its innermost frame, so that the frames that await it are called there too,
// from the outermost to it, and return after it.

// traced is a frame whose function tells events.
type traced interface {
	Resumer
	// Live returns the frame object.
	Live() *py.Frame
	// Bare reports whether the frame is suspended by a yield that no try or with statement
	// is around.
	Bare() bool
}

// throwing is the Run whose driver has thrown an exception into its chain, past the frames
// that await the innermost.
var throwing *Run

// wrappedType is the class of what CPython's async generators hand to those who await them,
// which only a trace function sees.
var wrappedType = &py.Type{Name: "async_generator_wrapped_value"}

func init() {
	wrappedType.Define(&py.TypeSpec{NoNew: true})
	py.AroundTrace = func() func() {
		saved := passed
		return func() { passed = saved }
	}
}

// live returns the frame object of f, nil where f tells no events.
func (f *Frame) live() *py.Frame {
	if f.kind == kindAwaitable {
		return nil
	}
	t, ok := f.resumer().(traced)
	if !ok {
		return nil
	}
	return t.Live()
}

// Locals returns what gives the variables of the frame f for its frame object, which does not
// keep f: an abandoned generator is closed though it has one.
func Locals[T any](f *T, locals func(*T) py.Value) func() py.Value {
	w := weak.Make(f)
	return func() py.Value {
		if f := w.Value(); f != nil {
			return locals(f)
		}
		return py.NewDict().Value()
	}
}

// endsSilently notes that f is awaited through the iterator that its __await__ has made, which
// ends without an exception where f returns None, and reports whether that has to be seen at
// the iterator, as f itself tells no events.
func (f *Frame) endsSilently() bool {
	f.flags |= flagWrapped
	return f.live() == nil
}

// exit throws exc, a GeneratorExit, into f. CPython drops a generator in which nothing can
// catch it.
func (r *Run) exit(f *Frame, exc *py.Exception) (s Signal) {
	if f.settle(); f.kind != kindAwaitable && f.delegate == nil {
		if t, ok := f.resumer().(traced); ok && t.Bare() {
			py.Untold(func() { s = r.Throw(exc) })
			return s
		}
	}
	return r.Throw(exc)
}

// Begin tells that f, whose frame object is l and which is resumed, and the frames that await
// it are called.
func (r *Run) Begin(f *Frame, l *py.Frame) *py.Exception {
	alone := r == throwing
	var chain []*py.Frame
	for a := f.awaiter; a != nil && !alone; a = a.awaiter {
		if b := a.live(); b != nil {
			if b.Running() {
				break
			}
			chain = append(chain, b)
		}
	}
	for i := len(chain) - 1; i >= 0; i-- {
		if exc := chain[i].Begin(nil); exc != nil {
			return exc
		}
	}
	if l.Running() {
		return nil
	}
	var thrown *py.Exception
	if alone {
		if thrown = passed.exc; thrown == nil && f.State != 0 {
			thrown = py.StopWith(passed.val)
		}
	}
	return l.Begin(thrown)
}

// raiseTold is Raise in a frame that has not begun.
func (r *Run) raiseTold(f *Frame, exc *py.Exception) Signal {
	l := f.live()
	if l == nil {
		return f.Raise(r, exc)
	}
	if e := r.Begin(f, l); e != nil {
		return f.Raise(r, e)
	}
	return r.End(f, l, f.Raise(r, l.Raised(exc)))
}

// End tells that f, whose frame object is l, and those that await it return, as s says.
func (r *Run) End(f *Frame, l *py.Frame, s Signal) Signal {
	s = told(s)
	v := passed.val
	if v.IsUnbound() {
		v = py.None
	}
	if s == Done {
		if passed.exc != nil {
			if exc := f.leaves(l, passed.exc); exc != nil {
				passed.val, passed.exc = py.Value{}, exc
			}
			return s
		}
		if f.flags&flagWrapped != 0 && v.IsNone() {
			py.NoteSilentEnd()
		} else if f.kind == kindGenerator && f.awaiter == nil && !v.IsNone() {
			py.NoteStopped(py.StopWith(v))
		}
		if exc := giveUp(l, v, false); exc != nil {
			passed.val, passed.exc = py.Value{}, exc
		}
		return s
	}
	if s == Yielded {
		py.NoteRaisedEnd()
		wrapped := new(py.Header)
		wrapped.SetType(wrappedType)
		v = wrapped.Value()
	}
	var failed *py.Exception
	if l.Running() {
		failed = giveUp(l, v, true)
	}
	if s == Suspended {
		for a := f.awaiter; a != nil; a = a.awaiter {
			if b := a.live(); b != nil && b.Running() {
				if exc := giveUp(b, v, true); exc != nil {
					failed = exc
				}
			}
		}
	}
	if failed == nil {
		return s
	}
	if f.delegate == nil && f.flags&flagBare == 0 && f.awaiter == nil {
		return f.Raise(r, failed)
	}
	py.WriteUnraisable(failed, "Exception ignored in trace function", f.Header.Value())
	return s
}

// sendTold sends to d, for which f waits: f is called before, and returns what d hands out.
func (r *Run) sendTold(f *Frame, d py.Value) Signal {
	sent := passed.val
	l := f.live()
	if l != nil {
		if exc := r.Begin(f, l); exc != nil {
			return r.stepped(f, py.Value{}, false, exc)
		}
	}
	v, more, exc := sendTo(d, sent)
	s := r.stepped(f, v, more, exc)
	if s == Suspended && l != nil {
		return r.End(f, l, s)
	}
	return s
}

// giveUp ends l, the frame object of a coroutine or generator, which then has no caller.
func giveUp(l *py.Frame, v py.Value, handsOut bool) *py.Exception {
	exc := l.End(v, handsOut)
	l.Back = nil
	return exc
}

// hooked notes, where s says that what is awaited by a Hook has ended, that it has done so by an
// exception.
func hooked(s Signal) Signal {
	if py.Traced && s == Done && passed.exc == nil {
		py.NoteRaisedEnd()
	}
	return s
}

// converted is the exception that convertStop has made last.
var converted *py.Exception

// leaves tells that exc leaves f, whose frame object is l, and returns what leaves it in its place, nil
// for nothing else.
func (f *Frame) leaves(l *py.Frame, exc *py.Exception) *py.Exception {
	was := exc
	if exc == converted {
		was = exc.Cause
	}
	converted = nil
	e := l.Converted(was, exc)
	if e == nil {
		e = l.Unwind(exc)
	} else {
		l.Unwind(e)
	}
	l.Back = nil
	return e
}

// TakeNextTold is TakeNext in a function that tells events, whose code is at position pos: of
// the exception by which an element is given, or by which there is none.
func (r *Run) TakeNextTold(code *py.Code, pos int32) (py.Value, bool, *py.Exception) {
	stop := passed.exc
	v, ok, exc := r.TakeNext()
	if exc != nil {
		py.NoteLoopEnd()
		return v, ok, exc
	}
	if ok {
		saved := passed
		exc = py.TraceAwaited(v)
		passed = saved
		return v, ok, exc
	}
	if stop == nil {
		stop = py.RaiseArgs(py.StopAsyncIterationType)
		stop.Context = nil
	}
	e := stop.AtTraced(code, pos)
	if e == stop {
		e = py.TraceHandled(stop)
	}
	return v, ok, e
}

// TraceGenerator tells of the call that makes gen, a generator expression over the iterator it, in the
// code at position pos.
func TraceGenerator(gen, it py.Value, code *py.Code, pos int32) *py.Exception {
	fn := py.NewFunction(frameOf(gen).Code(), func(py.Value) (py.Value, *py.Exception) {
		return py.Value{}, py.Raisef(py.RuntimeErrorType, "a generator expression that is compiled cannot be called")
	})
	return py.TraceCalling(fn.Value(), it, code, pos)
}
