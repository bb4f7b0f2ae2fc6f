// Package infer finds out which classes the values of variables, parameters and results
// may have.
//
// What goes in is a whole program in IR with everything boxed, before lower/coro; what
// comes out is Info: for every variable and every function's result a types.Static. Nothing
// is changed. The analysis is flow-insensitive: a variable's set is the join over all
// assignments to it; it starts from nothing and grows to a fixed point.
//
// What is assumed is what the program can be seen to do. A parameter has the join of the
// arguments at all call sites only when every call is seen: the function object is never
// read, and nothing in the program looks names up at run time (getattr, globals, eval
// ...). A global has the join of its assignments under the same condition; otherwise both
// are objects of which nothing is known.
//
// Annotations are not used: they promise nothing.
package infer
