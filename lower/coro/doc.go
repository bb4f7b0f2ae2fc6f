// Package coro turns functions that suspend (async def, generators, async generators)
// into state machines.
//
// # Theory of operation
//
// What comes in is a function whose statements are structured and whose every
// suspending operation (Await, AwaitFrame, AwaitNext, Yield, YieldFrom) stands alone in a
// Let: lower/build has already turned expressions into sequences of operations and
// finally and with into Try, a pending exception and a pending branch. Three steps follow,
// each with a postcondition that Check states.
//
// Handlers (handler.go). A suspension inside the handler of a Try moves behind it:
//
//	try:                           pending = nil
//	    body                       try:
//	except e:                          body
//	    await f(e)          =>     except e:
//	                                   pending = e
//	                               if pending is not nil:
//	                                   await f(e)
//
// After it only bodies of Try suspend, so that a handler is always straight code.
//
// Machine (machine.go). Control flow that contains a suspension is flattened into
// states; control flow that does not stays as it is inside a state. A state has one
// handler for its whole body, so entering and leaving a Try that suspends changes state.
//
//	while c:                       state 0:          goto 1
//	    x = await f()       =>     state 1 (loop):   if c: suspend f() -> 2
//	    g(x)                                         goto 3
//	h()                            state 2 (awaited): x = resume; g(x); goto 1
//	                               state 3 (after):  h()
//
// Live (live.go). A variable that is live where a state is entered from a suspension
// becomes a field of the frame (Var.InFrame); every other one stays a Go local of the
// Resume method. Parameters are fields, as the constructor sets them.
package coro
