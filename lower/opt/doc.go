// Package opt gives variables native representations and replaces operations on objects
// by cheaper ones, as far as package infer has proved the classes.
//
// What goes in is a program with everything boxed and the infer.Info about it; what comes
// out is the same program, doing the same, with the invariant that every argument has the
// representation that its operation's row asks for. Six steps:
//
//	range.go   loops over range() with a native counter
//	reps.go    which variables, parameters and results become float64, bool or int64
//	typed.go   operations on known classes; conversions where representations meet
//	release.go ints whose memory is used again
//	reuse.go   lists whose memory is used again
//	views.go   lists whose elements stay where they are during a loop
package opt
