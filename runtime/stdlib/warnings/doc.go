// Package warnings implements the module warnings (Python library reference, warnings:
// Warning control) over the engine in package py.
package warnings
