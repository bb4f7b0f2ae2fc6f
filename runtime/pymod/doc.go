// Package pymod builds, from Go, the functions and classes of modules that in CPython are
// written in Python.
//
// What goes in are signatures as Python writes them, with Go functions as bodies. What
// comes out are Python functions with a __code__, which bind as methods, report wrong
// arguments as Python functions do and can be inspected, and classes of the heap, whose
// attributes programs may set and which they may derive from. The instances keep what
// they know as attributes. For modules and classes that CPython writes in C there are
// py.ModuleSpec and py.TypeSpec.
package pymod
