package coro

import (
	"fmt"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the coroutine type and the attributes that coroutines share with
// generators and async generators (library reference, types.CoroutineType; inspect).

// Coroutine is the beginning of a coroutine's frame.
type Coroutine struct {
	Frame
}

// Value returns the coroutine as an object that Python code can see.
func (c *Coroutine) Value() py.Value {
	return c.Object()
}

// Object returns f as an object that Python code can see: a coroutine that was not
// started is remembered.
func (f *Frame) Object() py.Value {
	if f.kind == kindCoroutine && f.State == 0 && f.flags&flagTracked == 0 {
		f.track()
	}
	return f.Header.Value()
}

func init() {
	py.RenameFrame = func(v py.Value, names *py.FrameNames) {
		if f := frameOf(v); f != nil {
			origin := f.origin()
			f.code = names.Of(f.code)
			if origin != nil {
				f.code = f.code.MadeAt(origin)
			}
		}
	}
}

func (f *Frame) name() string {
	return f.code.Name
}

func (f *Frame) qualname() string {
	if f.code.Original != nil {
		return f.code.Qualname
	}
	return f.code.QualName()
}

// Qualname returns the __qualname__ of the frame's object.
func (f *Frame) Qualname() string { return f.qualname() }

// Line returns the line of the source that f is suspended in, or its first line.
func (f *Frame) Line() int32 {
	if f.code == nil {
		return 0
	}
	if s := f.code.Suspends; f.State > 0 && len(s) > 1 {
		return s[min(int(f.State), len(s)-1)]
	}
	return f.code.FirstLine
}

// FrameOf returns the frame of a coroutine, generator or async generator, or nil.
func FrameOf(v py.Value) *Frame { return frameOf(v) }

// IsFinished reports whether f has ended.
func (f *Frame) IsFinished() bool { return f.State == Finished }

// Owned reports whether a Run has f as its root, or had.
func (f *Frame) Owned() bool { return f.flags&flagOwned != 0 }

// Executing reports whether f is running now.
func (f *Frame) Executing() bool { return f.executing() }

// Delegate returns what f waits for, unbound where there is nothing.
func (f *Frame) Delegate() py.Value {
	f.settle()
	d := f.delegate.Value()
	if d.IsUnbound() {
		return d
	}
	// The caller may keep what it gets, which may be part of f.
	f.Keep()
	if c := frameOf(d); c != nil {
		c.Keep()
	} else if f.unfold() != nil {
		cuts++
	}
	return f.delegate.Value()
}

// unfold makes the coroutine that what f waits for stands for, if it does for one.
func (f *Frame) unfold() *Frame {
	f.settle()
	if f.delegate == nil {
		return nil
	}
	h, ok := f.delegate.Type().AwaitHook.(*Hook)
	if !ok || h.Suspended == nil {
		return nil
	}
	c := h.Suspended(f.delegate.Value())
	if c != nil {
		c.awaiter, f.delegate = f, &c.Header
	}
	return c
}

// SuspendOn makes f, a coroutine of the runtime that was not run, one that is suspended
// and waits for v.
func (f *Frame) SuspendOn(v py.Value) { f.delegate = py.Heap[py.Header](v) }

// SuspendIn makes f one that is suspended and waits for child, which is suspended.
func (f *Frame) SuspendIn(child *Frame) { child.awaiter, f.delegate = f, &child.Header }

// Keep says that something may refer to f, or to a part of it, when it has finished: it is
// not used again.
func (f *Frame) Keep() { f.flags &^= flagTransient }

// Send steps f from outside with v: what it handed out and true, or its result.
func Send(f *Frame, v py.Value) (py.Value, bool, *py.Exception) { return f.send(v) }

func self(v py.Value) *Frame { return py.Heap[Frame](v) }

// The types. Their specs name functions that name the types: Define breaks the circle.
var (
	CoroutineType      = &py.Type{Name: "coroutine"}
	GeneratorType      = &py.Type{Name: "generator"}
	AsyncGeneratorType = &py.Type{Name: "async_generator"}
	asendType          = &py.Type{Name: "async_generator_asend"}
	athrowType         = &py.Type{Name: "async_generator_athrow"}
	wrapperType        = &py.Type{Name: "coroutine_wrapper"}
)

func init() {
	CoroutineType.Define(&py.TypeSpec{
		Slots:   py.Slots{Repr: frameRepr, Await: coroutineAwait},
		Methods: append(stepMethods("coroutine"), py.Method{Name: "__await__", Sig: "($self, /)", Impl: coroutineAwait}),
		GetSets: append(frameAttrs("cr", "cr_await"),
			py.GetSet{Name: "cr_origin", Get: originValue}),
		NoNew: true,
	})
	wrapperType.Define(&py.TypeSpec{
		Slots: py.Slots{
			Iter: func(v py.Value) (py.Value, *py.Exception) { return v, nil },
			Next: wrapperNext,
		},
		Methods: []py.Method{
			{Name: "send", Sig: "($self, arg, /)", Impl: func(v, x py.Value) (py.Value, *py.Exception) { return sendMethod(wrapped(v).Header.Value(), x) }},
			{Name: "throw", Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) {
				return throwMethod(wrapped(v).Header.Value(), args)
			}},
			{Name: "close", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) { return wrapped(v).Close() }},
		},
		NoNew: true,
	})
}

// coroutineWrapper is the iterator that a coroutine's __await__ returns.
type coroutineWrapper struct {
	py.Header
	f *Frame
}

func coroutineAwait(v py.Value) (py.Value, *py.Exception) {
	w := &coroutineWrapper{f: self(v)}
	w.SetType(wrapperType)
	return w.Value(), nil
}

// wrapped returns the frame that the coroutine_wrapper v stands for, or nil.
func wrapped(v py.Value) *Frame {
	if v.Type() == wrapperType {
		return py.Heap[coroutineWrapper](v).f
	}
	return nil
}

func wrapperNext(v py.Value) (py.Value, bool, *py.Exception) {
	x, more, exc := wrapped(v).send(py.None)
	return nextResult(x, more, exc)
}

// nextResult makes what a Next slot returns: a result other than None is in a
// StopIteration.
func nextResult(v py.Value, more bool, exc *py.Exception) (py.Value, bool, *py.Exception) {
	if exc != nil {
		return py.Value{}, false, exc
	}
	if more {
		return v, true, nil
	}
	if v.IsUnbound() || v.IsNone() {
		return py.Value{}, false, nil
	}
	return py.Value{}, false, stopWith(v)
}

// stopWith returns the StopIteration that carries the result v.
func stopWith(v py.Value) *py.Exception {
	if v.IsUnbound() || v.IsNone() {
		return py.RaiseArgs(py.StopIterationType)
	}
	return py.RaiseArgs(py.StopIterationType, v)
}

func frameRepr(v py.Value) (py.Value, *py.Exception) {
	f := self(v)
	if f.kind == kindAwaitable {
		return py.NewStr(fmt.Sprintf("<%s object at 0x%012x>", v.Type().Name, py.Address(v))).Value(), nil
	}
	return py.NewStr(fmt.Sprintf("<%s object %s at 0x%012x>", v.Type().Name, f.qualname(), py.Address(v))).Value(), nil
}

// stepMethods are send, throw and close of what is called noun.
func stepMethods(noun string) []py.Method {
	return []py.Method{
		{Name: "send", Sig: "($self, arg, /)", Impl: sendMethod, Doc: "Send arg into " + noun + "; return what it yields next, or raise StopIteration."},
		{Name: "throw", Impl: throwMethod, Doc: "Raise an exception in " + noun + "; return what it yields next, or raise StopIteration."},
		{Name: "close", Sig: "($self, /)", Doc: "Raise GeneratorExit inside " + noun + ", which ends it.", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).Close() }},
	}
}

func sendMethod(v, x py.Value) (py.Value, *py.Exception) {
	r, more, exc := self(v).send(x)
	return methodResult(r, more, exc)
}

func throwMethod(v py.Value, args []py.Value) (py.Value, *py.Exception) {
	if len(args) == 0 {
		return py.Value{}, py.Raisef(py.TypeErrorType, "throw expected at least 1 argument, got 0")
	}
	if len(args) > 3 {
		return py.Value{}, py.Raisef(py.TypeErrorType, "throw expected at most 3 arguments, got %d", len(args))
	}
	thrown, exc := AsThrown(args)
	if exc != nil {
		return py.Value{}, exc
	}
	r, more, exc := self(v).throw(thrown)
	return methodResult(r, more, exc)
}

// methodResult makes what send and throw return: the end is a StopIteration.
func methodResult(v py.Value, more bool, exc *py.Exception) (py.Value, *py.Exception) {
	if exc != nil || more {
		return v, exc
	}
	return py.Value{}, stopWith(v)
}

// frameAttrs are the attributes of coroutines (prefix cr), generators (gi) and async
// generators (ag).
func frameAttrs(prefix, awaitName string) []py.GetSet {
	noun := map[string]string{"cr": "coroutine", "gi": "generator", "ag": "async generator"}[prefix]
	return []py.GetSet{
		{Name: "__name__", Doc: "name of the " + noun, Get: func(v py.Value) (py.Value, *py.Exception) { return py.NewStr(self(v).name()).Value(), nil },
			Set: func(v, x py.Value) *py.Exception {
				s, ok := py.AsStr(x)
				if x.IsUnbound() || !ok {
					return py.Raisef(py.TypeErrorType, "__name__ must be set to a string object")
				}
				f := self(v)
				f.code = py.NewFrameNames(f.code, s.String(), f.qualname()).Of(f.code)
				return nil
			}},
		{Name: "__qualname__", Doc: "qualified name of the " + noun, Get: func(v py.Value) (py.Value, *py.Exception) { return py.NewStr(self(v).qualname()).Value(), nil },
			Set: func(v, x py.Value) *py.Exception {
				s, ok := py.AsStr(x)
				if x.IsUnbound() || !ok {
					return py.Raisef(py.TypeErrorType, "__qualname__ must be set to a string object")
				}
				f := self(v)
				f.code = py.NewFrameNames(f.code, f.name(), s.String()).Of(f.code)
				return nil
			}},
		{Name: awaitName, Get: func(v py.Value) (py.Value, *py.Exception) {
			if d := self(v).Delegate(); !d.IsUnbound() {
				return d, nil
			}
			return py.None, nil
		}},
		{Name: prefix + "_running", Get: func(v py.Value) (py.Value, *py.Exception) {
			f := self(v)
			if f.kind == kindAsyncGenerator {
				return py.Bool(f.flags&flagRunningAsync != 0), nil
			}
			return py.Bool(f.executing()), nil
		}},
		{Name: prefix + "_suspended", Get: func(v py.Value) (py.Value, *py.Exception) {
			f := self(v)
			return py.Bool(f.State > 0 && !f.executing()), nil
		}},
		{Name: prefix + "_frame", Get: func(v py.Value) (py.Value, *py.Exception) {
			f := self(v)
			if f.State == Finished {
				return py.None, nil
			}
			return py.NewFrameObject(f.Code(), f.Line()), nil
		}},
		{Name: prefix + "_code", Get: func(v py.Value) (py.Value, *py.Exception) { return py.CodeValue(self(v).Code()), nil }},
	}
}
