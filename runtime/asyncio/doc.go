// Package asyncio is Python's module asyncio (library reference, asyncio), one file for
// each module of CPython's Lib/asyncio, with its names in Go case and its semantics tick
// for tick: a callback, a step of a task or a wake-up is scheduled exactly where CPython
// schedules it, so that programs interleave in the same order.
//
// # The loop
//
// A Loop has one FIFO queue of what is ready and one heap of timers. What is ready is a
// Handle (a callback) or a Task, which stands for its own next step: a task is never in
// the queue twice, so that stepping one allocates nothing.
//
// # Futures and tasks
//
// A Task begins with a Future and owns the coro.Run that drives its coroutine. The await
// of a Future needs no iterator (futureHook): the innermost frame of the task blocks on
// it, and the task registers itself as the Future's callback.
//
// # Coroutine functions
//
// The coroutine functions that CPython writes in Python (sleep, wait_for, Lock.acquire,
// Queue.get, ...) are frames written by hand, with the suspension points of the original.
//
// # Python objects
//
// Each type's file ends with its attributes. Methods that Python code may override are
// called through the object where its class is not the one of this package.
package asyncio
