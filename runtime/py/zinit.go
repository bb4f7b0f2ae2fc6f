package py

// This file's init function is the last of the package to run: see bootstrap.go.

func init() { readyAll() }
