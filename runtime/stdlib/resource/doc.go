// Package resource implements the module resource (Python library reference, resource:
// Resource usage information) on Linux.
package resource
