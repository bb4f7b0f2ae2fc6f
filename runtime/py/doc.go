// Package py is the object model of compiled programs: Python's values, types and
// protocols (Python reference, chapters 3 and 6).
//
// What goes in are calls from emitted code and from the other runtime packages; what
// comes out are Values and *Exceptions. Every function that can raise returns an
// *Exception last, nil meaning that nothing was raised. A Go panic in this package is a
// bug in this package, never a Python exception.
//
// It does not know coroutines (runtime/coro), the event loop (runtime/asyncio), or the
// builtin functions (runtime/builtins); it imports none of them.
//
// All Python code runs while its goroutine holds the interpreter turn (see Thread), so
// nothing in here locks.
package py
