// Package entry starts and ends compiled programs.
//
// What goes in is a Program, which emitted code describes its modules with; Main runs the
// main module and does not return: it reports an uncaught exception, runs what is
// registered for the end, flushes the standard streams and exits with the status that
// CPython exits with (library reference, sys.exit; pylifecycle.c, Py_FinalizeEx).
package entry
