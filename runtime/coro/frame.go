package coro

import "github.com/aio2go/aio2go/runtime/py"

// This file declares what emitted code is written against: Frame, Run and the
// suspending operations.

// Signal says why a Resume method returned.
type Signal uint8

// The signals.
const (
	// Done: the frame has finished; the Run has its result.
	Done Signal = iota
	// Yielded: an async generator produced a value for its awaiter.
	Yielded
	// Suspended: something in the chain handed a value to the driver.
	Suspended
	// Bare: it handed None, which Handed does not tell; only Go gives this to a driver.
	Bare
	// Arranged: what it waits for will wake its driver up, which Wait's caller has seen to;
	// Handed tells nothing.
	Arranged
)

// Resumer is a frame's code.
type Resumer interface {
	// Resume runs the frame from its State until it suspends or finishes.
	Resume(r *Run) Signal
}

// Finished is the State of a frame that has finished.
const Finished = -1

// kind says which sort of object a frame is.
type kind uint8

const (
	kindCoroutine kind = iota
	kindGenerator
	kindAsyncGenerator
	kindAwaitable // an internal awaitable: asend(), athrow(), aclose()
)

// The flags of a frame.
const (
	flagRunning      uint16 = 1 << iota // it is the root of a Run that is executing
	flagOwned                           // a Run keeps it as its root while it is suspended
	flagTracked                         // it is in the list of unstarted coroutines
	flagRunningAsync                    // an async generator between start and end of an asend() and the like
	flagClosed                          // an async generator that was closed or has ended
	flagHooked                          // an async generator whose first-iteration hook was called
	flagOwnExc                          // exc is the frame's own level
	flagYieldFrom                       // the delegate is that of a yield from
	flagTransient                       // it may be used again when it has finished
	flagWrapped                         // it is awaited through the iterator that its __await__ has made, where events are told
	flagLoose                           // loosen has taken what it has to its awaiter
	flagBare                            // it waits for Mark, which is not in delegate yet
)

// Frame is the state of a suspended function. It is the beginning of every coroutine,
// generator and async generator object.
type Frame struct {
	py.Header
	resume   func(f *Frame, r *Run) Signal // see setResumer
	code     *py.Code                      // see py.Code.Original
	awaiter  *Frame                        // the frame that awaits this one, as part of its chain
	delegate *py.Header                    // what this frame waits for, see settle
	exc      *py.ExcInfo                   // level of handled exceptions while the frame runs
	// State is where Resume continues: 0 at the start, Finished at the end.
	State int32
	slot  int32 // place in the list of unstarted coroutines
	depth int32 // nesting below the root of the chain
	kind  kind
	flags uint16
}

// Init sets f up; self is the object whose first field f is, code describes it.
func (f *Frame) Init(self Resumer, code *py.Code) {
	f.setResumer(self)
	f.code = code
	switch {
	case code.Flags&py.CodeCoroutine != 0:
		f.SetType(CoroutineType)
	case code.Flags&py.CodeAsyncGenerator != 0:
		f.SetType(AsyncGeneratorType)
		f.kind = kindAsyncGenerator
	default:
		f.SetType(GeneratorType)
		f.kind = kindGenerator
	}
}

// Code returns the code of the function whose frame f is, which may run a copy of it.
func (f *Frame) Code() *py.Code {
	c := f.code
	if c.Original != nil {
		c = c.Original
	}
	if c.Shown != nil {
		c = c.Shown
	}
	return c
}

// Return finishes f with the result v.
func (f *Frame) Return(r *Run, v py.Value) Signal {
	f.State = Finished
	if f.kind == kindAsyncGenerator {
		v = py.Value{}
	}
	passed.val, passed.exc = v, nil
	return Done
}

// Raise finishes f with the exception exc. A StopIteration that escapes becomes a
// RuntimeError (PEP 479), likewise a StopAsyncIteration from an async generator.
func (f *Frame) Raise(r *Run, exc *py.Exception) Signal {
	f.State = Finished
	if f.kind != kindAwaitable {
		if f.code.File == nil {
			// A coroutine of the runtime: Python has a traceback entry for it, so that
			// there is a traceback even where no other function is in it.
			exc = exc.At(f.Code(), 0)
		}
		was := exc
		if exc = f.convertStop(exc); exc != was && py.Traced {
			converted = exc
		}
	}
	passed.val, passed.exc = py.Value{}, exc
	return Done
}

func (f *Frame) convertStop(exc *py.Exception) *py.Exception {
	t := exc.Type()
	switch {
	case t == py.StopIterationType || t.IsSubclass(py.StopIterationType):
		return stopError(exc, f.noun()+" raised StopIteration")
	case f.kind == kindAsyncGenerator && t.IsSubclass(py.StopAsyncIterationType):
		return stopError(exc, "async generator raised StopAsyncIteration")
	}
	return exc
}

// Escape returns what leaves a coroutine that was called as a plain function, because it
// never suspends, and in which exc was raised.
func Escape(exc *py.Exception) *py.Exception {
	if exc.Type().IsSubclass(py.StopIterationType) {
		return stopError(exc, "coroutine raised StopIteration")
	}
	return exc
}

// EscapeGenerator returns what leaves a generator expression that was compiled to a plain
// function, and in which exc was raised.
func EscapeGenerator(exc *py.Exception) *py.Exception {
	if exc.Type().IsSubclass(py.StopIterationType) {
		return stopError(exc, "generator raised StopIteration")
	}
	return exc
}

func stopError(cause *py.Exception, text string) *py.Exception {
	exc := py.Raisef(py.RuntimeErrorType, "%s", text)
	exc.Cause, exc.Context, exc.SuppressContext = cause, cause, true
	return exc
}

// noun is what error messages call the object.
func (f *Frame) noun() string {
	switch f.kind {
	case kindCoroutine:
		return "coroutine"
	case kindAsyncGenerator:
		return "async generator"
	}
	return "generator"
}

// Run drives one chain of awaits. The zero Run is ready for Start.
type Run struct {
	top  *Frame // the innermost frame
	root *Frame
	base py.ExcInfo // below the handled exceptions of the frames; its Epoch is the value of cuts when top was right
}

// passed is what a chain is resumed with, what it hands out, or its result. It is valid
// from where it is set to where it is taken, which is before any other chain runs: all of
// them, of all threads, share it, so that a task need not have it.
var passed struct {
	val py.Value
	exc *py.Exception
}

// Take returns what the last suspending operation of the running frame gave: the result
// of what was awaited, the value sent, or the exception thrown in.
func (r *Run) Take() (py.Value, *py.Exception) { return passed.val, passed.exc }

// TakeNext returns what AwaitNext gave: an element and true, or false at the end.
func (r *Run) TakeNext() (py.Value, bool, *py.Exception) {
	// There is no value along with an exception.
	if passed.val.IsUnbound() {
		return py.Value{}, false, r.endedBy()
	}
	return passed.val, true, nil
}

// endedBy returns the exception that AwaitNext gave, nil where that is the end.
func (r *Run) endedBy() *py.Exception {
	if passed.exc != nil && passed.exc.Type().IsSubclass(py.StopAsyncIterationType) {
		return nil
	}
	return passed.exc
}

// Yield hands v to the driver, or, from an async generator, to the awaiter; f.State is
// already the state to resume in. Take then gives what was sent.
func (r *Run) Yield(f *Frame, v py.Value) Signal {
	passed.val, passed.exc = v, nil
	if f.kind == kindAsyncGenerator {
		return Yielded
	}
	return Suspended
}

// YieldValue is Yield from a generator.
func (r *Run) YieldValue(v py.Value) Signal {
	passed.val, passed.exc = v, nil
	return Suspended
}

// YieldItem is Yield from an async generator.
func (r *Run) YieldItem(v py.Value) Signal {
	passed.val, passed.exc = v, nil
	return Yielded
}

// AwaitFrame awaits child, a coroutine that was just made.
func (r *Run) AwaitFrame(f, child *Frame) Signal {
	t := py.Current
	depth := t.Depth
	if py.AtLimit(depth) {
		if exc := py.Admit(); exc != nil {
			child.abandon()
			r.fail(exc)
			return Done
		}
	}
	if child.flags&flagTracked != 0 {
		child.untrack()
	}
	t.Depth = depth + 1
	if child.flags&flagOwnExc == 0 && child.code.Flags&py.CodeHandles == 0 {
		// The level is that of f, which is current.
		child.depth = f.depth + 1
		child.awaiter, child.exc, f.delegate, r.top, passed.val, passed.exc = f, f.exc, &child.Header, child, py.None, nil
	} else {
		child.enter(f.exc, f.depth+1)
		child.awaiter, f.delegate, r.top, passed.val, passed.exc, t.Exc = f, &child.Header, child, py.None, nil, child.exc
	}
	s := child.resume(child, r)
	t.Depth = depth
	if t.Exc != f.exc {
		t.Exc = f.exc
	}
	if s == Done {
		child.leave()
		child.awaiter, f.delegate, r.top = nil, nil, f
	}
	return s
}

// enter sets the level of handled exceptions and the depth of a frame that is about to
// run below one whose level is outer.
func (f *Frame) enter(outer *py.ExcInfo, depth int32) {
	f.depth = depth
	switch {
	case f.flags&flagOwnExc != 0:
		f.exc.Previous = outer
	case f.code != nil && f.code.Flags&py.CodeHandles != 0:
		f.exc = &py.ExcInfo{Previous: outer}
		f.flags |= flagOwnExc
		if f.kind == kindGenerator {
			f.keep()
		}
	default:
		f.exc = outer
	}
}

// leave forgets the level of handled exceptions of a frame that has finished. One of its
// own stays with a frame that is used again.
func (f *Frame) leave() {
	if f.flags&(flagOwnExc|flagTransient) == flagOwnExc|flagTransient {
		*f.exc = py.ExcInfo{}
		return
	}
	f.exc = nil
	f.flags &^= flagOwnExc
}

// fail makes exc the result of the operation in progress.
func (r *Run) fail(exc *py.Exception) { passed.val, passed.exc = py.Value{}, exc }

// done makes v the result of the operation in progress and returns Done.
func (r *Run) done(v py.Value) Signal {
	passed.val, passed.exc = v, nil
	return Done
}

// outcome makes v, or exc where it is not nil, the result of the operation in progress and
// returns Done.
func (r *Run) outcome(v py.Value, exc *py.Exception) Signal {
	if exc != nil {
		return r.raise(exc)
	}
	return r.done(v)
}

// raise makes exc the result of the operation in progress and returns Done.
func (r *Run) raise(exc *py.Exception) Signal {
	passed.val, passed.exc = py.Value{}, exc
	return Done
}
