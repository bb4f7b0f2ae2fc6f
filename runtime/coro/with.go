package coro

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the check of what the methods of an asynchronous context manager
// return.

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
