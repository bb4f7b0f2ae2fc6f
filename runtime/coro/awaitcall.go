package coro

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the calls whose results are awaited at once. Where the function
// called is a coroutine function, or one of the runtime with a form for this case, no
// coroutine object is made: nothing but the await would see it.
//
// The exception that these methods return beside the Signal is one of the call itself,
// for which the await has not begun.

// The forms of py.Function.Frame and py.Builtin.Await.
type (
	frameFunc0 = func() *Frame
	frameFunc1 = func(a py.Value) *Frame
	frameFunc2 = func(a, b py.Value) *Frame
	frameFunc3 = func(a, b, c py.Value) *Frame
	frameFunc4 = func(a, b, c, d py.Value) *Frame

	directFunc0 = func() (py.Value, *py.Exception)
	directFunc1 = func(a py.Value) (py.Value, *py.Exception)
	directFunc2 = func(a, b py.Value) (py.Value, *py.Exception)
	directFunc3 = func(a, b, c py.Value) (py.Value, *py.Exception)
	directFunc4 = func(a, b, c, d py.Value) (py.Value, *py.Exception)

	awaitFunc0 = func(r *Run, f *Frame) Signal
	awaitFunc1 = func(r *Run, f *Frame, a py.Value) Signal
	awaitFunc2 = func(r *Run, f *Frame, a, b py.Value) Signal
	awaitFunc3 = func(r *Run, f *Frame, a, b, c py.Value) Signal
	awaitFunc4 = func(r *Run, f *Frame, a, b, c, d py.Value) Signal
)

// awaitFunction0 awaits a call of the Python function fn where it is a coroutine function
// that takes the arguments.
func (r *Run) awaitFunction0(f *Frame, fn *py.Function) (Signal, bool) {
	if !fn.Simple(0) {
		return r.awaitBound(f, fn, py.Value{}, nil, nil)
	}
	switch impl := fn.Frame.(type) {
	case frameFunc0:
		return r.AwaitFrame(f, impl()), true
	case directFunc0:
		passed.val, passed.exc = impl()
		return Done, true
	}
	return Done, false
}

// awaitFunction1 awaits a call of the Python function fn where it is a coroutine function
// that takes the arguments.
func (r *Run) awaitFunction1(f *Frame, fn *py.Function, a py.Value) (Signal, bool) {
	if !fn.Simple(1) {
		return r.awaitBound(f, fn, py.Value{}, []py.Value{a}, nil)
	}
	switch impl := fn.Frame.(type) {
	case frameFunc1:
		return r.AwaitFrame(f, impl(a)), true
	case directFunc1:
		passed.val, passed.exc = impl(a)
		return Done, true
	}
	return Done, false
}

// awaitFunction2 awaits a call of the Python function fn where it is a coroutine function
// that takes the arguments.
func (r *Run) awaitFunction2(f *Frame, fn *py.Function, a, b py.Value) (Signal, bool) {
	if !fn.Simple(2) {
		return r.awaitBound(f, fn, py.Value{}, []py.Value{a, b}, nil)
	}
	switch impl := fn.Frame.(type) {
	case frameFunc2:
		return r.AwaitFrame(f, impl(a, b)), true
	case directFunc2:
		passed.val, passed.exc = impl(a, b)
		return Done, true
	}
	return Done, false
}

// awaitFunction3 awaits a call of the Python function fn where it is a coroutine function
// that takes the arguments.
func (r *Run) awaitFunction3(f *Frame, fn *py.Function, a, b, c py.Value) (Signal, bool) {
	if !fn.Simple(3) {
		return r.awaitBound(f, fn, py.Value{}, []py.Value{a, b, c}, nil)
	}
	switch impl := fn.Frame.(type) {
	case frameFunc3:
		return r.AwaitFrame(f, impl(a, b, c)), true
	case directFunc3:
		passed.val, passed.exc = impl(a, b, c)
		return Done, true
	}
	return Done, false
}

// awaitFunction4 awaits a call of the Python function fn where it is a coroutine function
// that takes the arguments.
func (r *Run) awaitFunction4(f *Frame, fn *py.Function, a, b, c, d py.Value) (Signal, bool) {
	if !fn.Simple(4) {
		return r.awaitBound(f, fn, py.Value{}, []py.Value{a, b, c, d}, nil)
	}
	switch impl := fn.Frame.(type) {
	case frameFunc4:
		return r.AwaitFrame(f, impl(a, b, c, d)), true
	case directFunc4:
		passed.val, passed.exc = impl(a, b, c, d)
		return Done, true
	}
	return Done, false
}

// AwaitCall0 awaits fn() in f.
func (r *Run) AwaitCall0(f *Frame, fn py.Value) (Signal, *py.Exception) {
	switch fn.Type() {
	case py.FunctionType:
		if s, ok := r.awaitFunction0(f, py.Heap[py.Function](fn)); ok {
			return s, nil
		}
	case py.BuiltinType:
		bound := py.Heap[py.Builtin](fn)
		if bound.Self.IsUnbound() {
			if await, ok := bound.Await.(awaitFunc0); ok {
				return await(r, f), nil
			}
		} else if await, ok := bound.Await.(awaitFunc1); ok {
			return await(r, f, bound.Self), nil
		}
	case py.MethodType:
		m := py.Heap[py.BoundMethod](fn)
		return r.AwaitInvoke0(f, m.Func, m.Self)
	}
	v, exc := py.Call0(fn)
	if exc != nil {
		return Done, exc
	}
	return r.Await(f, v), nil
}

// AwaitInvoke0 awaits the call of what py.LoadMethod gave in f.
func (r *Run) AwaitInvoke0(f *Frame, fn, self py.Value) (Signal, *py.Exception) {
	if self.IsUnbound() {
		return r.AwaitCall0(f, fn)
	}
	switch fn.Type() {
	case py.FunctionType:
		if s, ok := r.awaitFunction1(f, py.Heap[py.Function](fn), self); ok {
			return s, nil
		}
	case py.MethodDescriptorType:
		if await, ok := py.Heap[py.Builtin](fn).Await.(awaitFunc1); ok {
			return await(r, f, self), nil
		}
	}
	v, exc := py.Invoke0(fn, self)
	if exc != nil {
		return Done, exc
	}
	return r.Await(f, v), nil
}

// AwaitCall1 awaits fn(a) in f.
func (r *Run) AwaitCall1(f *Frame, fn, a py.Value) (Signal, *py.Exception) {
	switch fn.Type() {
	case py.FunctionType:
		if s, ok := r.awaitFunction1(f, py.Heap[py.Function](fn), a); ok {
			return s, nil
		}
	case py.BuiltinType:
		bound := py.Heap[py.Builtin](fn)
		if bound.Self.IsUnbound() {
			if await, ok := bound.Await.(awaitFunc1); ok {
				return await(r, f, a), nil
			}
		} else if await, ok := bound.Await.(awaitFunc2); ok {
			return await(r, f, bound.Self, a), nil
		}
	case py.MethodType:
		m := py.Heap[py.BoundMethod](fn)
		return r.AwaitInvoke1(f, m.Func, m.Self, a)
	}
	v, exc := py.Call1(fn, a)
	if exc != nil {
		return Done, exc
	}
	return r.Await(f, v), nil
}

// AwaitInvoke1 awaits the call of what py.LoadMethod gave in f.
func (r *Run) AwaitInvoke1(f *Frame, fn, self, a py.Value) (Signal, *py.Exception) {
	if self.IsUnbound() {
		return r.AwaitCall1(f, fn, a)
	}
	switch fn.Type() {
	case py.FunctionType:
		if s, ok := r.awaitFunction2(f, py.Heap[py.Function](fn), self, a); ok {
			return s, nil
		}
	case py.MethodDescriptorType:
		if await, ok := py.Heap[py.Builtin](fn).Await.(awaitFunc2); ok {
			return await(r, f, self, a), nil
		}
	}
	v, exc := py.Invoke1(fn, self, a)
	if exc != nil {
		return Done, exc
	}
	return r.Await(f, v), nil
}

// AwaitCall2 awaits fn(a, b) in f.
func (r *Run) AwaitCall2(f *Frame, fn, a, b py.Value) (Signal, *py.Exception) {
	switch fn.Type() {
	case py.FunctionType:
		if s, ok := r.awaitFunction2(f, py.Heap[py.Function](fn), a, b); ok {
			return s, nil
		}
	case py.BuiltinType:
		bound := py.Heap[py.Builtin](fn)
		if bound.Self.IsUnbound() {
			if await, ok := bound.Await.(awaitFunc2); ok {
				return await(r, f, a, b), nil
			}
		} else if await, ok := bound.Await.(awaitFunc3); ok {
			return await(r, f, bound.Self, a, b), nil
		}
	case py.MethodType:
		m := py.Heap[py.BoundMethod](fn)
		return r.AwaitInvoke2(f, m.Func, m.Self, a, b)
	}
	v, exc := py.Call2(fn, a, b)
	if exc != nil {
		return Done, exc
	}
	return r.Await(f, v), nil
}

// AwaitInvoke2 awaits the call of what py.LoadMethod gave in f.
func (r *Run) AwaitInvoke2(f *Frame, fn, self, a, b py.Value) (Signal, *py.Exception) {
	if self.IsUnbound() {
		return r.AwaitCall2(f, fn, a, b)
	}
	switch fn.Type() {
	case py.FunctionType:
		if s, ok := r.awaitFunction3(f, py.Heap[py.Function](fn), self, a, b); ok {
			return s, nil
		}
	case py.MethodDescriptorType:
		if await, ok := py.Heap[py.Builtin](fn).Await.(awaitFunc3); ok {
			return await(r, f, self, a, b), nil
		}
	}
	v, exc := py.Invoke2(fn, self, a, b)
	if exc != nil {
		return Done, exc
	}
	return r.Await(f, v), nil
}

// AwaitCall3 awaits fn(a, b, c) in f.
func (r *Run) AwaitCall3(f *Frame, fn, a, b, c py.Value) (Signal, *py.Exception) {
	switch fn.Type() {
	case py.FunctionType:
		if s, ok := r.awaitFunction3(f, py.Heap[py.Function](fn), a, b, c); ok {
			return s, nil
		}
	case py.BuiltinType:
		bound := py.Heap[py.Builtin](fn)
		if bound.Self.IsUnbound() {
			if await, ok := bound.Await.(awaitFunc3); ok {
				return await(r, f, a, b, c), nil
			}
		} else if await, ok := bound.Await.(awaitFunc4); ok {
			return await(r, f, bound.Self, a, b, c), nil
		}
	case py.MethodType:
		m := py.Heap[py.BoundMethod](fn)
		return r.AwaitInvoke3(f, m.Func, m.Self, a, b, c)
	}
	v, exc := py.Call3(fn, a, b, c)
	if exc != nil {
		return Done, exc
	}
	return r.Await(f, v), nil
}

// AwaitInvoke3 awaits the call of what py.LoadMethod gave in f.
func (r *Run) AwaitInvoke3(f *Frame, fn, self, a, b, c py.Value) (Signal, *py.Exception) {
	if self.IsUnbound() {
		return r.AwaitCall3(f, fn, a, b, c)
	}
	switch fn.Type() {
	case py.FunctionType:
		if s, ok := r.awaitFunction4(f, py.Heap[py.Function](fn), self, a, b, c); ok {
			return s, nil
		}
	case py.MethodDescriptorType:
		if await, ok := py.Heap[py.Builtin](fn).Await.(awaitFunc4); ok {
			return await(r, f, self, a, b, c), nil
		}
	}
	v, exc := py.Invoke3(fn, self, a, b, c)
	if exc != nil {
		return Done, exc
	}
	return r.Await(f, v), nil
}
