// Package coro runs coroutines, generators and async generators (Python reference 6.2.9,
// 8.9.1, PEP 342, 380, 492, 525).
//
// # Frames and runs
//
// The state of one suspended function is a Frame; emitted code puts it, for generators as
// part of Generator or AsyncGenerator, at the beginning of a struct that has the
// function's variables and a Resume method. Whoever drives a chain of awaits (an asyncio
// Task, next(), the send method of a coroutine) owns a Run. The Run remembers the
// innermost suspended frame and resumes that one directly: an await chain of depth 1000
// costs no more to resume than one of depth 1. A frame that finishes leaves its result in
// the Run, and the Run's loop continues with the frame that awaits it.
//
// The chain is linked both ways: Frame.awaiter leads to the frame that awaits, and
// Frame.delegate is the object that the frame is waiting for. A delegate that is a frame
// with this frame as its awaiter is part of the chain. Every other delegate (a Future, an
// iterator that some __await__ returned) is stepped by the Run through Python's protocols
// before the frame that waits for it is resumed.
//
// A frame in the middle of a chain may be stepped from outside, as Python allows for
// generators. Doing so takes it out of its chain (see acquire): for its former awaiter
// it becomes a delegate like any other.
//
// # Signals
//
// Resume returns Done when the frame has finished (passed has the result or exception),
// Suspended when something is handed to the driver (in passed), and Yielded when an async
// generator has produced a value for the frame that awaits it. An async generator that
// ends leaves an unbound value.
//
// Two other signals are short for a suspension that the driver need not look into: Bare,
// where None is handed out, and Arranged, where the driver has been told already what wakes
// it up. Only a driver that knows of them gets them (Go, Wait); for others Bare becomes
// Suspended.
package coro
