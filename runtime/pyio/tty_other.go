//go:build !linux

package pyio

// isTTY accepts any character device as a terminal.
func isTTY(fd int) bool { return true }
