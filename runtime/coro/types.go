package coro

import "github.com/aio2go/aio2go/runtime/py"

// This file implements types.coroutine.

// TypesCoroutine is types.coroutine(func): it makes the generators of a generator
// function awaitable.
func TypesCoroutine(fn py.Value) (py.Value, *py.Exception) {
	if fn.Type().Call == nil {
		return py.Value{}, py.Raisef(py.TypeErrorType, "types.coroutine() expects a callable")
	}
	if fn.Type() != py.FunctionType {
		return fn, nil
	}
	code := py.Heap[py.Function](fn).Code
	if code.Flags&(py.CodeCoroutine|py.CodeIterCoroutine) == 0 && code.Flags&py.CodeGenerator != 0 {
		code.Flags |= py.CodeIterCoroutine
	}
	return fn, nil
}
