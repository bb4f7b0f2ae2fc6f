// Package runtime carries the source of the packages that emitted programs link, so that
// the tool can write them beside a program and the program builds with nothing else.
//
// The packages themselves: py (object model), coro (coroutines and generators), builtins
// (builtin functions), asyncio (event loop, tasks, streams), stdlib/... (one package for
// each Python module), entry (start and end of a program). See ARCHITECTURE.md for the
// data, execution and call model.
package runtime

import "embed"

// Source is the folder runtime/ with the source of its packages.
//
//go:embed py coro
var Source embed.FS
