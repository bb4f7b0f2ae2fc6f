package coro

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the awaits of calls whose arguments have to be bound: of functions with
// default values, with *args or **kwargs, and of calls with keywords.

// The forms of py.Function.Frame for more parameters.
type (
	frameFunc5 = func(a, b, c, d, e py.Value) *Frame
	frameFunc6 = func(a, b, c, d, e, f py.Value) *Frame
)

// maxBound is the largest number of parameters that a form of py.Function.Frame takes.
const maxBound = 6

// awaitBound awaits a call of the Python function fn with self, where it is not unbound, and
// the arguments, where it is a coroutine function that takes these. Where they do not fit the
// ordinary call says so.
func (r *Run) awaitBound(f *Frame, fn *py.Function, self py.Value, args []py.Value, names []*py.Str) (Signal, bool) {
	n := len(fn.Code.Params)
	if fn.Frame == nil || n > maxBound {
		return Done, false
	}
	var room [maxBound]py.Value
	p := room[:n]
	if fn.BindArgs(p, self, args, names) != nil {
		return Done, false
	}
	switch impl := fn.Frame.(type) {
	case frameFunc0:
		return r.AwaitFrame(f, impl()), true
	case frameFunc1:
		return r.AwaitFrame(f, impl(p[0])), true
	case frameFunc2:
		return r.AwaitFrame(f, impl(p[0], p[1])), true
	case frameFunc3:
		return r.AwaitFrame(f, impl(p[0], p[1], p[2])), true
	case frameFunc4:
		return r.AwaitFrame(f, impl(p[0], p[1], p[2], p[3])), true
	case frameFunc5:
		return r.AwaitFrame(f, impl(p[0], p[1], p[2], p[3], p[4])), true
	case frameFunc6:
		return r.AwaitFrame(f, impl(p[0], p[1], p[2], p[3], p[4], p[5])), true
	case directFunc1:
		passed.val, passed.exc = impl(p[0])
	case directFunc2:
		passed.val, passed.exc = impl(p[0], p[1])
	case directFunc3:
		passed.val, passed.exc = impl(p[0], p[1], p[2])
	case directFunc4:
		passed.val, passed.exc = impl(p[0], p[1], p[2], p[3])
	default:
		return Done, false
	}
	return Done, true
}

// AwaitCallN awaits fn(*args) in f.
func (r *Run) AwaitCallN(f *Frame, fn py.Value, args []py.Value) (Signal, *py.Exception) {
	return r.AwaitCallKw(f, fn, args, nil)
}

// AwaitCallKw awaits fn(*args[:n], names[0]=args[n], ...) in f, where the last len(names)
// elements of args are the values of the keyword arguments.
func (r *Run) AwaitCallKw(f *Frame, fn py.Value, args []py.Value, names []*py.Str) (Signal, *py.Exception) {
	switch fn.Type() {
	case py.FunctionType:
		return r.AwaitInvokeKw(f, fn, py.Value{}, args, names)
	case py.MethodType:
		if m := py.Heap[py.BoundMethod](fn); m.Func.Type() == py.FunctionType {
			return r.AwaitInvokeKw(f, m.Func, m.Self, args, names)
		}
	}
	v, exc := py.CallKw(fn, args, names)
	if exc != nil {
		return Done, exc
	}
	return r.Await(f, v), nil
}

// AwaitInvokeN awaits the call of what py.LoadMethod gave with args in f.
func (r *Run) AwaitInvokeN(f *Frame, fn, self py.Value, args []py.Value) (Signal, *py.Exception) {
	return r.AwaitInvokeKw(f, fn, self, args, nil)
}

// AwaitInvokeKw awaits the call of what py.LoadMethod gave in f, with arguments as for
// AwaitCallKw.
func (r *Run) AwaitInvokeKw(f *Frame, fn, self py.Value, args []py.Value, names []*py.Str) (Signal, *py.Exception) {
	if fn.Type() == py.FunctionType {
		if s, ok := r.awaitBound(f, py.Heap[py.Function](fn), self, args, names); ok {
			return s, nil
		}
	} else if self.IsUnbound() && fn.Type() == py.MethodType {
		return r.AwaitCallKw(f, fn, args, names)
	}
	v, exc := py.InvokeKw(fn, self, args, names)
	if exc != nil {
		return Done, exc
	}
	return r.Await(f, v), nil
}

// AwaitMethodN awaits v.name(*args) in f.
func (r *Run) AwaitMethodN(f *Frame, v py.Value, name *py.Str, args []py.Value) (Signal, *py.Exception) {
	return r.AwaitMethodKw(f, v, name, args, nil)
}

// AwaitMethodKw awaits v.name(...) in f, with arguments as for AwaitCallKw.
func (r *Run) AwaitMethodKw(f *Frame, v py.Value, name *py.Str, args []py.Value, names []*py.Str) (Signal, *py.Exception) {
	fn, self, exc := py.LoadMethod(v, name)
	if exc != nil {
		return Done, exc.InLookup()
	}
	return r.AwaitInvokeKw(f, fn, self, args, names)
}

// AwaitCallEx awaits fn(*args, **kwargs) in f; see py.CallEx.
func (r *Run) AwaitCallEx(f *Frame, fn, args, kwargs py.Value) (Signal, *py.Exception) {
	list, names, exc := py.Spread(args, kwargs)
	if exc != nil {
		return Done, exc
	}
	return r.AwaitCallKw(f, fn, list, names)
}
