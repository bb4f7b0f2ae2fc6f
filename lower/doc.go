// Package lower turns a program that the frontend has read into IR that package emit can
// print as Go.
//
// # Glossary
//
//	primitive    an operation of the runtime that compiled code may use: a row of prim
//	Rep          how a value is held in a Go variable: boxed (py.Value), bool, int64 ...
//	Type         what is known statically of a Python object
//	operation    what may raise, have effects or suspend; stands alone in a Let
//	simple       of an expression: none of these
//	temporary    a variable of the compiler's, named by what it holds
//	cell         a variable shared with closures; free: a cell of a function around
//	known        of a function: its name always means it, so it can be called directly
//	guard        CheckBound: raises where a variable has no value
//	pending      the exception, or the way out (branch), that goes on after a finally
//	suspension   await, yield, yield from: the function may return to its driver here
//	frame        the suspended state of a function; machine: its body as states
//	hidden       of a global: not in the module's namespace
//
// # Passes
//
//	pass    package  from -> to                                    invariants after it
//	build   build    syntax trees and scopes -> structured IR      ir.Check
//	coro    coro     structured functions that suspend -> states   ir.Check, coro's own
//
// Package types has representations and types, ir the tree with its printer and Check,
// prim the table of the runtime's operations.
package lower
