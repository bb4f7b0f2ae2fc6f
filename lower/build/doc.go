// Package build turns syntax trees and scopes into IR.
//
// What goes in is the program that the frontend loaded: modules in order of import, each
// with its tree and what its names mean. What comes out is the same program as package ir
// describes it, with every variable boxed but for conditions, exceptions and cells.
//
// The order of the statements made is the order in which CPython 3.13 evaluates: every
// operation that can raise or has an effect becomes a Let where CPython's compiler puts the
// instruction, with the source range that CPython gives it. There is a file for each
// construct; the rest is
//
//	program.go   modules, globals, what the whole program says about names
//	fn.go        the function being built: variables, temporaries, blocks
//	exits.go     return, break and continue through finally, with and except
//	effects.go   which later operands may change an earlier one
//	position.go  source ranges and the anchors in them
//	bound.go     which variables are certainly bound, by data flow over the IR
package build
