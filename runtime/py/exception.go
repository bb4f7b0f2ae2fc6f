package py

import "sync/atomic"

// This file declares Exception, which is both the Python exception object and what a Go
// function returns to say that it raised one.

// Exception is an instance of BaseException or a subclass (Python library reference,
// Built-in Exceptions).
type Exception struct {
	Header
	Args      *Tuple
	Traceback *Traceback
	Cause     *Exception // __cause__, set by raise ... from
	Context   *Exception // __context__
	// SuppressContext is __suppress_context__: raise ... from None.
	SuppressContext bool
	Notes           Value // __notes__, a list, unbound where there are none
	// Extra holds what some classes keep beyond args (StopIteration.value, OSError's
	// errno ...), by the Go type that the class declares.
	Extra any
	Attrs Attrs // the instance's __dict__
	// lookup says that the look-up of a method raised it, until At takes notice.
	lookup bool
}

// Traceback is one entry of a traceback and the entries it leads to, outermost first.
type Traceback struct {
	Header
	Next *Traceback
	Code *Code
	Pos  int32 // index into Code.Positions
	// Lookup says that the method of a call was not found: see Position.LookupEnd.
	Lookup bool
}

// At adds to exc's traceback the entry for position pos of code and returns exc. Emitted
// code calls it where an exception reaches a function, at so many places that it is better
// not repeated there.
//
//go:noinline
func (exc *Exception) At(code *Code, pos int32) *Exception {
	exc.Traceback = &Traceback{Header: Header{TracebackType}, Next: exc.Traceback, Code: code, Pos: pos, Lookup: exc.lookup}
	exc.lookup = false
	return exc
}

// InLookup marks exc as raised by the look-up of a method.
func (exc *Exception) InLookup() *Exception {
	exc.lookup = true
	return exc
}

// ExcInfo is one level of the stack of exceptions that are being handled: one for each
// thread, and one for each running coroutine or generator (as CPython's exc_info stack,
// so that an exception handled around a yield is not seen by the resumer).
type ExcInfo struct {
	Handled  *Exception
	Previous *ExcInfo
	// Base says that the level lies below those of a chain of coroutines or generators that
	// is driven by one of package coro's Runs, of which it is a part; Epoch is that Run's, and
	// here because there is room for it.
	Base  bool
	Epoch uint32
}

// Thread is the state of one Python thread. Exactly one thread runs Python code at a
// time and Current is its state.
type Thread struct {
	Exc   *ExcInfo // top of the handled-exception stack
	Base  ExcInfo  // its bottom
	Depth int      // nested Python calls, against RecursionLimit
	ID    int64
	Name  string
	// Context is the thread's current contextvars.Context and Loop its running event
	// loop. They are of type any since their packages stand above this one.
	Context, Loop any
	// OriginDepth is how many of the frames that make a coroutine it remembers: what
	// sys.set_coroutine_origin_tracking_depth sets.
	OriginDepth int
	tracing     tracing
}

// Current is the thread whose turn it is.
var Current = newThread()

func newThread() *Thread {
	t := &Thread{}
	t.Exc = &t.Base
	return t
}

// Handled returns the exception that the innermost active except block handles, or nil.
func Handled() *Exception {
	for e := Current.Exc; e != nil; e = e.Previous {
		if e.Handled != nil {
			return e.Handled
		}
	}
	return nil
}

// EnterHandler makes exc the handled exception and returns what LeaveHandler must be
// given when the handler is left.
func EnterHandler(exc *Exception) *Exception {
	top := Current.Exc
	prev := top.Handled
	top.Handled = exc
	return prev
}

// LeaveHandler ends a handler that EnterHandler began.
func LeaveHandler(prev *Exception) { Current.Exc.Handled = prev }

// RecursionLimit is sys.getrecursionlimit(); SetRecursionLimit changes it.
var RecursionLimit = 1000

// enterLimit is RecursionLimit, or less than any depth where there is something for Poll to
// do: one comparison tells both.
var enterLimit atomic.Int64

func init() { SetRecursionLimit(RecursionLimit) }

// SetRecursionLimit is sys.setrecursionlimit().
func SetRecursionLimit(n int) {
	RecursionLimit = n
	admit()
}

// admit sets enterLimit.
func admit() {
	enterLimit.Store(int64(RecursionLimit))
	if Pending() {
		enterLimit.Store(-1)
	}
}

// Enter counts a call of a Python function and returns a RecursionError where there are
// more than RecursionLimit; the function calls Leave on every way out unless Enter
// raised. It is a place where other threads get their turn and signals are handled, as
// CPython's functions do when they begin.
func Enter() *Exception {
	if int64(Current.Depth) >= enterLimit.Load() { // AtLimit, written out: Go would not inline Enter
		return enterSlowly()
	}
	Current.Depth++
	return nil
}

//go:noinline
func enterSlowly() *Exception {
	exc := Admit()
	if exc == nil {
		Current.Depth++
	}
	return exc
}

// AtLimit reports whether a call at depth needs Admit.
func AtLimit(depth int) bool { return int64(depth) >= enterLimit.Load() }

// Admit lets a call go on, after what Poll has to do. It raises RecursionError, and what
// signal handlers raise.
func Admit() *Exception {
	if Current.Depth >= RecursionLimit {
		return Raisef(RecursionErrorType, "maximum recursion depth exceeded")
	}
	if Pending() {
		return Poll()
	}
	return nil
}

// Leave ends the call that Enter began.
func Leave() { Current.Depth-- }
