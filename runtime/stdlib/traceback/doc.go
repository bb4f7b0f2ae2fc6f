// Package traceback implements the module traceback (Python library reference, traceback:
// Print or retrieve a stack traceback). The texts are made in package py; here are the
// functions and classes over them.
package traceback
