package coro

import (
	"slices"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file keeps the coroutine objects that Python code can see and that were not
// started yet, and what methods of async generators return that is awaited like them, to say at the end which were never awaited (CPython says so when the
// object is collected, _PyErr_WarnUnawaitedCoroutine).

// unstarted holds the coroutines in the order in which they were made. A place that was
// given up is nil; first is the index of unstarted[0] in terms of Frame.slot.
var (
	unstarted      []*Frame
	unstartedFirst int32
	unstartedLive  int
)

// maxSpareUnstarted is how long a list may be that is kept empty.
const maxSpareUnstarted = 1 << 14

// track enters f, which is at its start.
func (f *Frame) track() {
	if n := len(unstarted); n >= 1024 && n > 4*unstartedLive {
		compactUnstarted()
	}
	if len(unstarted) == cap(unstarted) {
		unstarted = slices.Grow(unstarted, max(64, len(unstarted)))
	}
	if n := py.Current.OriginDepth; n > 0 {
		f.code = f.code.MadeAt(py.CallerEntries(n))
	}
	f.flags |= flagTracked
	f.slot = unstartedFirst + int32(len(unstarted))
	unstarted = append(unstarted, f)
	unstartedLive++
}

// untrack removes f.
//
//go:noinline
func (f *Frame) untrack() {
	f.flags &^= flagTracked
	i := int(f.slot - unstartedFirst)
	unstarted[i] = nil
	unstartedLive--
	if len(dropped) > 0 {
		delete(dropped, f)
	}
	if unstartedLive == 0 {
		unstarted = unstarted[:0]
		if cap(unstarted) > maxSpareUnstarted {
			unstarted = nil
		}
		unstartedFirst = 0
		return
	}
	for n := len(unstarted); n > 0 && unstarted[n-1] == nil; n-- {
		unstarted = unstarted[:n-1]
	}
}

func compactUnstarted() {
	kept := unstarted[:0]
	for _, f := range unstarted {
		if f != nil {
			f.slot = int32(len(kept))
			kept = append(kept, f)
		}
	}
	clear(unstarted[len(kept):])
	unstarted = kept
	unstartedFirst = 0
}

// abandon marks f, which will never run, as finished without a warning.
func (f *Frame) abandon() {
	f.Forget()
	f.State = Finished
}

// Forget says that f, where it was not started yet, is never going to be warned about:
// something keeps it to the very end.
func (f *Frame) Forget() {
	if f.flags&flagTracked != 0 {
		f.untrack()
	}
}

// Discard is called where the object v, the value of an expression that nothing refers
// to any more, dies in position pos of code. A coroutine that was not started is warned
// about there.
func Discard(v py.Value, code *py.Code, pos int32) {
	if v.IsUnbound() || v.Type() != CoroutineType {
		return
	}
	f := py.Heap[Frame](v)
	if f.State != 0 || f.flags&flagRunning != 0 {
		return
	}
	f.abandon()
	py.WarnAt(py.RuntimeWarningType, neverAwaited(f), code, pos)
}

// place is where in the program something happened.
type place struct {
	code *py.Code
	pos  int32
}

// dropped are the places where coroutines that were not started were dropped, as far as
// anyone can see; should one never be started, that is where the warning belongs.
var dropped = map[*Frame]place{}

// DroppedHook is told about the values of other types that Dropped gets.
var DroppedHook func(v py.Value)

// Dropped is called for the value of an expression statement in position pos of code,
// the result of a call of something unknown by the name of a coroutine function. If it is
// a new coroutine of that name, the call has made it and nothing else refers to it; of
// others that is only likely.
func Dropped(v py.Value, name *py.Str, code *py.Code, pos int32) {
	if v.IsUnbound() {
		return
	}
	if t := v.Type(); t != CoroutineType && t != asendType && t != athrowType {
		if DroppedHook != nil {
			DroppedHook(v)
		}
		return
	}
	f := py.Heap[Frame](v)
	called := f.Code().Name
	if _, method := f.methodCalled(); method != "" {
		if called = method; called == "asend" && name.S == "__anext__" {
			called = name.S
		}
	}
	switch {
	case f.State != 0 || f.flags&flagTracked == 0:
	case called == name.S:
		// It may be awaited all the same, should somebody have it: it is not abandoned.
		f.untrack()
		py.WarnAt(py.RuntimeWarningType, neverAwaited(f), code, pos)
	default:
		dropped[f] = place{code, pos}
	}
}

// DroppedCall is Dropped for a call of fn: of a coroutine function that is known now, which
// has made v and given it to nobody else.
func DroppedCall(fn, v py.Value, code *py.Code, pos int32) {
	if fn.IsUnbound() || v.IsUnbound() || v.Type() != CoroutineType {
		return
	}
	if fn.Type() == py.MethodType {
		fn = py.Heap[py.BoundMethod](fn).Func
	}
	called, ok := py.AsFunction(fn)
	f := py.Heap[Frame](v)
	if ok && f.Code() == called.Code && f.State == 0 && f.flags&flagTracked != 0 {
		f.untrack()
		py.WarnAt(py.RuntimeWarningType, neverAwaited(f), code, pos)
	}
}

// Drop is Discard for code of the runtime, where the position is that of the caller.
func Drop(v py.Value) {
	if v.IsUnbound() || v.Type() != CoroutineType {
		return
	}
	f := py.Heap[Frame](v)
	if f.State != 0 || f.flags&flagRunning != 0 {
		return
	}
	f.abandon()
	py.Warn(py.RuntimeWarningType, neverAwaited(f), 1)
}

// neverAwaited is the warning about f, with the place where f was made if that is known.
func neverAwaited(f *Frame) string {
	text := f.awaitedNever()
	origin := f.origin()
	if origin == nil {
		return text
	}
	list := slices.Clone(origin)
	slices.Reverse(list)
	return text + "\nCoroutine created at (most recent call last)\n" + strings.TrimRight(py.FormatEntries(list), "\n")
}

func (f *Frame) awaitedNever() string {
	if g, method := f.methodCalled(); g != nil {
		return "coroutine method '" + method + "' of '" + g.qualname() + "' was never awaited"
	}
	return "coroutine '" + f.qualname() + "' was never awaited"
}

// origin returns the frames that made f, innermost first, nil where they are not known.
func (f *Frame) origin() []py.Entry {
	return f.code.Origin
}

// originValue is cr_origin.
func originValue(v py.Value) (py.Value, *py.Exception) {
	origin := self(v).origin()
	if origin == nil {
		return py.None, nil
	}
	items := make([]py.Value, len(origin))
	for i, e := range origin {
		items[i] = py.TupleV(py.StrV(e.File.Name), py.Int(int64(e.Pos.Line)), py.StrV(e.Name))
	}
	return py.TupleV(items...), nil
}

// AtExit does what CPython does when the last objects are collected: it closes generators
// and warns about the coroutines that were never awaited.
func AtExit() {
	closeSuspended()
	list := unstarted
	unstarted, unstartedLive, unstartedFirst = nil, 0, 0
	for _, f := range list {
		if f == nil || f.State != 0 {
			continue
		}
		f.flags &^= flagTracked
		f.State = Finished
		if at, ok := dropped[f]; ok {
			py.WarnAt(py.RuntimeWarningType, neverAwaited(f), at.code, at.pos)
			continue
		}
		py.WarnAtExit(py.RuntimeWarningType, f.awaitedNever())
	}
}

// CloseCalled is CloseDiscarded of v, which a call of fn gave, if fn is a generator
// function: only then has nobody else seen v.
func CloseCalled(fn, v py.Value) {
	if fn.IsUnbound() {
		return
	}
	if fn.Type() == py.MethodType {
		fn = py.Heap[py.BoundMethod](fn).Func
	}
	if f, ok := py.AsFunction(fn); ok && f.Code.Flags&(py.CodeGenerator|py.CodeAsyncGenerator) != 0 {
		CloseDiscarded(v)
	}
}

// CloseDiscarded closes the generator v, which a loop that was left by break was the
// only one to refer to; errors are reported as unraisable. An async generator is handed
// to its finalizer hook.
func CloseDiscarded(v py.Value) {
	if v.IsUnbound() {
		return
	}
	var exc *py.Exception
	switch v.Type() {
	case GeneratorType:
		if f := py.Heap[Frame](v); !f.executing() {
			_, exc = f.Close()
		}
	case AsyncGeneratorType:
		exc = py.Heap[AsyncGenerator](v).Finalize()
	}
	if exc != nil {
		py.WriteUnraisable(exc, "Exception ignored in: ", v)
	}
}
