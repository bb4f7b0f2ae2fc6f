// Package progen writes random Python programs for differential testing: the
// same program runs under CPython and as a built binary, and whatever differs is
// a bug. [Async] writes programs of tasks, awaits, cancellations and cleanup;
// [Lang] writes programs of expressions, functions, classes and generators.
//
// A program is a tree of statements, so that [Shrink] can delete parts of one
// that shows a difference and keep the difference.
//
// Invariants of every program written here: the same seed gives the same text;
// it terminates, since functions call only functions numbered higher and loops
// are bounded; it prints nothing that depends on addresses, hash seeds or the
// real time; its delays are whole eighths of a second, far apart beside what a
// virtual clock ticks while a program computes; every task it names, it names itself, because the
// numbers of unnamed ones depend on what the process ran before.
package progen
