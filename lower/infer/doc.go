// Package infer finds out which values variables, parameters, results, attributes and the
// elements of containers may have.
//
// What goes in is a whole program in IR with everything boxed, before lower/coro; what
// comes out is Info: for every variable and every function's result a types.Static, the
// classes that a value may have, the interval of its ints, and which objects it may be.
// Nothing is changed. The analysis is flow-insensitive: a variable's set is the join over
// all assignments to it; what tests tell of it is in variables that package narrow makes.
// It starts from nothing and grows to a fixed point.
//
// Objects are abstract: all lists that one display makes are one types.Object, all
// instances of a class are, a function is. An object has cells for its elements and
// attributes, which grow as variables do. So the elements of a list are known however far
// it travels, as long as it stays inside of the program.
//
// What goes to code outside of the program, an argument of a function of the library that
// is not modelled in builtins.go and methods.go, escapes: that code may put anything into
// a list, call a function with any arguments, call any method of an instance. Values of
// which nothing is known may be any object that has escaped, and any instance: reading
// and setting an attribute of one concerns the attribute of that name of every class.
//
// A program that looks names up at run time (getattr with a computed name, globals, eval
// ...) is known to do anything; of it, only what is local to functions is inferred.
//
// Annotations are not used: they promise nothing.
//
//	facts.go       what is seen in one walk
//	objects.go     abstract objects and their escape
//	classes.go     classes, attributes, members
//	ops.go, containers.go, calls.go, builtins.go, methods.go
//	               what operations give, and what they do to objects
//	query.go       questions of package opt
package infer
