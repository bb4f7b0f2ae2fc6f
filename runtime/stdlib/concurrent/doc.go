// Package concurrent implements the modules concurrent and concurrent.futures (Python
// library reference, concurrent.futures: Launching parallel tasks).
//
// Threads take turns, so the state of futures and pools needs no locks. Futures complete
// in an order that is known: as_completed gives those that are complete in that order,
// where CPython's order is that of addresses.
package concurrent
