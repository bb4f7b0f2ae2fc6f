// Package mmap implements the module mmap (Python library reference, mmap: Memory-mapped
// file support) on systems of the Unix family.
package mmap
