package coro

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the awaits of asynchronous with statements (Python reference
// 8.9.3).

// CheckWithAwait raises TypeError where v, returned by the method name of an asynchronous
// context manager, cannot be awaited.
func CheckWithAwait(v py.Value, name *py.Str) *py.Exception {
	t := v.Type()
	if t == CoroutineType || t.Await != nil || t.AwaitHook != nil ||
		t == GeneratorType && py.Heap[Frame](v).code.Flags&py.CodeIterCoroutine != 0 {
		return nil
	}
	return py.Raisef(py.TypeErrorType, "'async with' received an object from %s that does not implement __await__: %s", name.S, t.Name)
}

// AwaitInvoke0With awaits the call of __aenter__ in f.
func (r *Run) AwaitInvoke0With(f *Frame, enter, self py.Value, name *py.Str) (Signal, *py.Exception) {
	switch {
	case self.IsUnbound():
	case enter.Type() == py.FunctionType:
		if s, ok := r.awaitFunction1(f, py.Heap[py.Function](enter), self); ok {
			return s, nil
		}
	default:
		if await, ok := py.Heap[py.Builtin](enter).Await.(awaitFunc1); ok {
			return await(r, f, self), nil
		}
	}
	v, exc := py.Invoke0(enter, self)
	return r.awaitWith(f, v, exc, name)
}

// AwaitInvoke3With awaits the call of __aexit__ with the arguments a, b and c in f.
func (r *Run) AwaitInvoke3With(f *Frame, exit, self, a, b, c py.Value, name *py.Str) (Signal, *py.Exception) {
	switch {
	case self.IsUnbound():
	case exit.Type() == py.FunctionType:
		if s, ok := r.awaitFunction4(f, py.Heap[py.Function](exit), self, a, b, c); ok {
			return s, nil
		}
	default:
		if await, ok := py.Heap[py.Builtin](exit).Await.(awaitFunc4); ok {
			return await(r, f, self, a, b, c), nil
		}
	}
	v, exc := py.Invoke3(exit, self, a, b, c)
	return r.awaitWith(f, v, exc, name)
}

// LeaveFunc is the form of py.Builtin.Await for an __aexit__ that needs no more than the
// exception raised, nil where there is none.
type LeaveFunc = func(r *Run, f *Frame, self py.Value, raised *py.Exception) Signal

// leaveForm returns the LeaveFunc of exit, or nil.
func leaveForm(exit, self py.Value) LeaveFunc {
	if self.IsUnbound() || exit.Type() != py.MethodDescriptorType {
		return nil
	}
	leave, _ := py.Heap[py.Builtin](exit).Await.(LeaveFunc)
	return leave
}

// AwaitLeaveWith awaits the call of __aexit__ in f where no exception was raised.
func (r *Run) AwaitLeaveWith(f *Frame, exit, self py.Value, name *py.Str) (Signal, *py.Exception) {
	if leave := leaveForm(exit, self); leave != nil {
		return leave(r, f, self, nil), nil
	}
	return r.AwaitInvoke3With(f, exit, self, py.None, py.None, py.None, name)
}

// AwaitExitWith awaits the call of __aexit__ for the exception raised in f.
func (r *Run) AwaitExitWith(f *Frame, exit, self py.Value, raised *py.Exception, name *py.Str) (Signal, *py.Exception) {
	if leave := leaveForm(exit, self); leave != nil {
		return leave(r, f, self, raised), nil
	}
	return r.AwaitInvoke3With(f, exit, self, raised.Type().Value(), raised.Value(), py.TracebackOf(raised), name)
}

func (r *Run) awaitWith(f *Frame, v py.Value, exc *py.Exception, name *py.Str) (Signal, *py.Exception) {
	if exc == nil {
		exc = CheckWithAwait(v, name)
	}
	if exc != nil {
		return Done, exc
	}
	return r.Await(f, v), nil
}
