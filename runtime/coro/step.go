package coro

import (
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements send, throw and close: on frames of ours, and on the iterators
// that frames delegate to.

var (
	strSend  = py.Intern("send")
	strThrow = py.Intern("throw")
	strClose = py.Intern("close")
	strNext  = py.Intern("__next__")
	strValue = py.Intern("value")
)

// reuse is the error for stepping a frame that has finished, nil where that is the end
// of an iteration.
func (f *Frame) reuse() *py.Exception {
	switch f.Header.Type() {
	case CoroutineType:
		return py.Raisef(py.RuntimeErrorType, "cannot reuse already awaited coroutine")
	case asendType:
		return py.Raisef(py.RuntimeErrorType, "cannot reuse already awaited __anext__()/asend()")
	case athrowType:
		return py.Raisef(py.RuntimeErrorType, "cannot reuse already awaited aclose()/athrow()")
	}
	return nil
}

// send resumes f from outside with v. It returns what f handed out and true, or f's
// result and false.
func (f *Frame) send(v py.Value) (py.Value, bool, *py.Exception) {
	if f.State == 0 && !v.IsNone() && f.kind != kindAwaitable && !f.executing() {
		return py.Value{}, false, py.Raisef(py.TypeErrorType, "can't send non-None value to a just-started %s", f.noun())
	}
	if f.State == Finished {
		return py.None, false, f.reuse()
	}
	r, exc := acquire(f)
	if exc != nil {
		return py.Value{}, false, exc
	}
	s := r.Send(v)
	return f.outcome(r, s)
}

// outcome returns what r's chain handed out or gave as its result, and releases r.
func (f *Frame) outcome(r *Run, s Signal) (py.Value, bool, *py.Exception) {
	v, exc := passed.val, passed.exc
	passed.val, passed.exc = py.Value{}, nil
	release(r, f)
	return v, s != Done, exc
}

// throw resumes f from outside with exc raised where it is suspended.
func (f *Frame) throw(exc *py.Exception) (py.Value, bool, *py.Exception) {
	if f.State == Finished {
		if e := f.reuse(); e != nil {
			return py.Value{}, false, e
		}
		return py.Value{}, false, exc
	}
	r, e := acquire(f)
	if e != nil {
		return py.Value{}, false, e
	}
	s := r.Throw(exc)
	return f.outcome(r, s)
}

// Close closes f as its close method: GeneratorExit is raised where f is suspended, and
// f must end. The result is what a generator returned on the way (3.13).
func (f *Frame) Close() (py.Value, *py.Exception) {
	switch {
	case f.State == Finished:
		return py.None, nil
	case f.State == 0 && !f.executing():
		if f.flags&flagTracked != 0 {
			f.untrack()
		}
		f.State = Finished
		return py.None, nil
	}
	r, exc := acquire(f)
	if exc != nil {
		return py.Value{}, exc
	}
	var s Signal
	if exc := py.RaiseMade(newExit()); py.Traced {
		s = r.exit(f, exc)
	} else {
		s = r.Throw(exc)
	}
	v, more, exc := f.outcome(r, s)
	if more {
		noun := f.noun()
		if f.kind == kindAsyncGenerator || f.kind == kindAwaitable {
			noun = "coroutine" // closed as the awaitable of its asend()
		}
		return py.Value{}, py.Raisef(py.RuntimeErrorType, "%s ignored GeneratorExit", noun)
	}
	if exc != nil {
		t := exc.Type()
		if t.IsSubclass(py.GeneratorExitType) || t.IsSubclass(py.StopIterationType) ||
			t.IsSubclass(py.StopAsyncIterationType) && f.kind != kindCoroutine && f.kind != kindGenerator {
			return py.None, nil
		}
		return py.Value{}, exc
	}
	if v.IsUnbound() || f.kind != kindGenerator {
		v = py.None
	}
	return v, nil
}

func newExit() *py.Exception {
	exc := py.RaiseArgs(py.GeneratorExitType)
	exc.Context = nil
	return exc
}

// StopValue returns the value of a StopIteration.
func StopValue(exc *py.Exception) py.Value {
	v, e := py.GetAttr(exc.Value(), strValue)
	if e != nil {
		return py.None
	}
	return v
}

func isStop(exc *py.Exception) bool { return exc.Type().IsSubclass(py.StopIterationType) }

// finish turns the StopIteration that a Python-level method raised into a result.
func finish(v py.Value, exc *py.Exception) (py.Value, bool, *py.Exception) {
	if exc == nil {
		return v, true, nil
	}
	if isStop(exc) {
		if py.Traced {
			py.NoteRaisedEnd()
		}
		return StopValue(exc), false, nil
	}
	return py.Value{}, false, exc
}

// sendTo is SEND: it steps the iterator it with v. It returns an element and true, or
// the value of the iteration and false.
func sendTo(it, v py.Value) (py.Value, bool, *py.Exception) {
	if f := frameOf(it); f != nil {
		return f.send(v)
	}
	if w := wrapped(it); w != nil {
		x, more, exc := w.send(v)
		if py.Traced && !more && exc == nil {
			if x.IsNone() {
				py.NoteSilentEnd()
			} else {
				py.NoteRaisedEnd()
			}
		}
		return x, more, exc
	}
	if !v.IsNone() {
		return finish(py.CallMethod1(it, strSend, v))
	}
	t := it.Type()
	if t.Has(py.FlagHeap) || t.Next == nil {
		// The slot would lose the value of the StopIteration.
		return finish(py.CallMethod0(it, strNext))
	}
	e, ok, exc := t.Next(it)
	if exc != nil {
		return finish(py.Value{}, exc)
	}
	if !ok {
		if py.Traced {
			py.NoteSilentEnd()
		}
		return py.None, false, nil
	}
	return e, true, nil
}

// throwInto raises exc in the iterator it, closing it for a GeneratorExit.
func throwInto(it py.Value, exc *py.Exception) (py.Value, bool, *py.Exception) {
	if exc.Type().IsSubclass(py.GeneratorExitType) {
		if _, failed := closeIterator(it); failed != nil {
			return py.Value{}, false, failed
		}
		return py.Value{}, false, exc
	}
	if f := frameOf(it); f != nil {
		return f.throw(exc)
	}
	if w := wrapped(it); w != nil {
		return w.throw(exc)
	}
	m, e := py.GetAttr(it, strThrow)
	if e != nil {
		if e.Type().IsSubclass(py.AttributeErrorType) {
			return py.Value{}, false, exc
		}
		return py.Value{}, false, e
	}
	return finish(py.Call1(m, exc.Value()))
}

// closeIterator closes what a frame delegates to (gen_close_iter).
func closeIterator(it py.Value) (py.Value, *py.Exception) {
	if f := frameOf(it); f != nil {
		return f.Close()
	}
	if w := wrapped(it); w != nil {
		return w.Close()
	}
	if h, ok := it.Type().AwaitHook.(*Hook); ok {
		if h.Thrown != nil {
			h.Thrown(it, newExit())
		}
		return py.None, nil
	}
	m, e := py.GetAttr(it, strClose)
	if e != nil {
		if e.Type().IsSubclass(py.AttributeErrorType) {
			return py.None, nil
		}
		py.WriteUnraisable(e, "Exception ignored in: ", it)
		return py.None, nil
	}
	return py.Call0(m)
}

// AsThrown returns the exception that the arguments of throw mean.
func AsThrown(args []py.Value) (*py.Exception, *py.Exception) {
	if e := warnThrown("throw", args); e != nil {
		return nil, e
	}
	return thrownOf(args)
}

// warnThrown warns about more than one argument of the method throw or athrow.
func warnThrown(method string, args []py.Value) *py.Exception {
	if len(args) <= 1 {
		return nil
	}
	return py.Warn(py.DeprecationWarningType,
		"the (type, exc, tb) signature of "+method+"() is deprecated, use the single-arg signature instead.", 1)
}

// thrownOf is AsThrown without the warning.
func thrownOf(args []py.Value) (*py.Exception, *py.Exception) {
	typ := args[0]
	var val, tb py.Value
	if len(args) > 1 && !args[1].IsUnbound() {
		val = args[1]
	}
	if len(args) > 2 && !args[2].IsUnbound() && !args[2].IsNone() {
		tb = args[2]
		if tb.Type() != py.TracebackType {
			return nil, py.Raisef(py.TypeErrorType, "throw() third argument must be a traceback object")
		}
	}
	var exc *py.Exception
	switch {
	case typ.Type().Has(py.FlagException):
		if !val.IsUnbound() && !val.IsNone() {
			return nil, py.Raisef(py.TypeErrorType, "instance exception may not have a separate value")
		}
		exc = py.Heap[py.Exception](typ)
	case typ.Type().Has(py.FlagType) && py.Heap[py.Type](typ).IsSubclass(py.BaseExceptionType):
		var v py.Value
		var e *py.Exception
		switch {
		case val.IsUnbound() || val.IsNone():
			v, e = py.Call0(typ)
		case val.Type().Has(py.FlagException):
			v = val
		case val.Type().Has(py.FlagTuple):
			v, e = py.CallEx(typ, val, py.Value{})
		default:
			v, e = py.Call1(typ, val)
		}
		switch {
		case e != nil:
			exc = e // it is thrown in the place of what could not be made
		case !v.Type().Has(py.FlagException):
			r, e := py.Repr(typ)
			if e != nil {
				return nil, e
			}
			exc = py.Raisef(py.TypeErrorType, "calling %s should have returned an instance of BaseException, not %s", r.Str().S, v.Type().Name)
		default:
			exc = py.Heap[py.Exception](v)
		}
	default:
		return nil, py.Raisef(py.TypeErrorType, "exceptions must be classes or instances deriving from BaseException, not %s", typ.Type().Name)
	}
	if !tb.IsUnbound() {
		exc.Traceback = py.Heap[py.Traceback](tb)
	}
	return exc, nil
}
