// Package ir is the typed, desugared, structured tree between Python's syntax and Go's.
//
// A program is modules, a module is functions, a function is a tree of statements.
// Expressions (Expr) are simple: they neither raise nor have effects nor suspend.
// Everything that can is an operation (Op), and stands alone in a Let statement, whose
// order in the tree is Python's evaluation order. An operation that raises goes to the
// handler of the innermost enclosing Try, or leaves the function.
//
// lower/build makes it with every variable boxed, lower/infer and lower/opt give
// variables types and representations and replace operations by cheaper ones,
// lower/coro turns functions that suspend into states (Machine), emit prints Go. Check
// states the invariants and runs between passes.
package ir
