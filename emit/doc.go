// Package emit prints the IR as a Go module that a person can read.
//
// What goes in is an ir.Program after lower/coro; what comes out is a folder: go.mod,
// program.go, one Go file for each Python module, and under vendor/ the source of the
// runtime packages that the program needs, so that it builds with `go build` and no
// network. All Python modules are one Go package, as Python allows modules to import
// each other in cycles.
//
// In a Python module's file come, in this order: its globals as a struct variable, its
// interned names and constants, then in source order its functions. A plain function is
// a Go function that returns (py.Value, *py.Exception). A function that suspends is a
// struct, its frame, with a constructor new_NAME and a method Resume that is a switch
// over named states (see lower/coro). Every function has a py.Code that describes it.
//
// An operation that can raise is followed by a check; where it is inside a Try the check
// adds the traceback entry and goes to the handler, else it leaves the function.
//
// Text from the program reaches the output only quoted by strconv, as an identifier made
// by emit/names, or as a comment whose control characters are escaped.
package emit
