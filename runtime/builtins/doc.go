// Package builtins implements the module builtins (Python library reference, Built-in
// Functions).
//
// Every builtin function is a Go function that emitted code may call directly when it
// knows that the name is not rebound, and a Python object, a variable whose name ends in
// V, for every other use. Table lists all names of the module for look-ups at run time.
package builtins
