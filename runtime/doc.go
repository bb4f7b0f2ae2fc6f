// Package runtime is the home of the packages that emitted programs link: py (object
// model), coro (coroutines and generators), builtins (builtin functions), asyncio (event
// loop, tasks, streams), pyio (files), stdlib/... (one package for each Python module),
// entry (start and end of a program). ARCHITECTURE.md has the data, execution and call
// model.
package runtime
