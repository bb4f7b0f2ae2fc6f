// Package interp runs Python source text that a program makes at run time: the builtins
// eval, exec and compile.
//
// The text goes through the stages of the compiler: frontend/syntax and frontend/resolve
// read it and find what is wrong with it, lower/build and lower/coro make operations of it,
// without types. Where a program that is compiled ahead would be written out as Go, this
// package walks the operations and calls the functions of the runtime that they name
// (symbols.go). So text has the grammar, the error messages and the meaning of compiled
// code; functions, classes and coroutines that it defines are like any other to the rest of
// the program. What differs is where global names lie: in the dicts that eval and exec get.
// See lower/build, Text.
//
// A program links the package only if it names one of the builtins. The package does not
// optimise anything: compiled code is some fifty times faster.
package interp
