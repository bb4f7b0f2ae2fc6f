// Package inspect implements the module inspect (Python library reference, inspect:
// Inspect live objects).
//
// Sources come from the text of the program's modules, which it carries. Frames are those
// that the Go stack and tracebacks show: they have code, lines and globals, but no local
// variables.
package inspect
