package asyncio

import "github.com/aio2go/aio2go/runtime/py"

// This file has the functions of asyncio/futures.py whose names begin with an underscore,
// as far as libraries call them. They take futures of any kind.

// setUnlessCancelled is _set_result_unless_cancelled(fut, result).
func setUnlessCancelled(fut, result py.Value) (py.Value, *py.Exception) {
	if is, exc := asks(fut, "cancelled"); exc != nil || is {
		return py.None, exc
	}
	_, exc := py.CallMethod1(fut, py.Intern("set_result"), result)
	return none(exc)
}

// copyFutureState is _copy_future_state(source, dest).
func copyFutureState(source, dest py.Value) (py.Value, *py.Exception) {
	if is, exc := asks(source, "done"); exc != nil || !is {
		return none(orAssert(exc))
	}
	if is, exc := asks(dest, "cancelled"); exc != nil || is {
		return none(exc)
	}
	if is, exc := asks(dest, "done"); exc != nil || is {
		return none(orAssert(exc))
	}
	is, exc := asks(source, "cancelled")
	if exc != nil {
		return py.Value{}, exc
	}
	if is {
		_, exc = py.CallMethod0(dest, strCancel)
		return none(exc)
	}
	failed, exc := py.CallMethod0(source, py.Intern("exception"))
	if exc != nil {
		return py.Value{}, exc
	}
	if !failed.IsNone() {
		if failed.Type().Has(py.FlagException) {
			failed = convertException(py.Heap[py.Exception](failed)).Value()
		}
		_, exc = py.CallMethod1(dest, py.Intern("set_exception"), failed)
		return none(exc)
	}
	v, exc := py.CallMethod0(source, py.Intern("result"))
	if exc == nil {
		_, exc = py.CallMethod1(dest, py.Intern("set_result"), v)
	}
	return none(exc)
}

// orAssert returns exc, or where that is nil the error of a failed assertion.
func orAssert(exc *py.Exception) *py.Exception {
	if exc == nil {
		exc = py.RaiseArgs(py.AssertionErrorType)
	}
	return exc
}

// asks is the truth of v.method().
func asks(v py.Value, method string) (bool, *py.Exception) {
	x, exc := py.CallMethod0(v, py.Intern(method))
	if exc != nil {
		return false, exc
	}
	return py.Truth(x)
}

func futureFunctions() []entry {
	function := func(name, sig string, impl any) entry {
		return entry{name, "", py.NewBuiltin(name, "asyncio.futures", sig, impl).Value()}
	}
	return []entry{
		{"_CFuture", "", FutureType.Value()}, {"_PyFuture", "", FutureType.Value()},
		function("_set_result_unless_cancelled", "(fut, result)", setUnlessCancelled),
		function("_copy_future_state", "(source, dest)", copyFutureState),
	}
}
