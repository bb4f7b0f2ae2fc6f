//go:build unix

package pyio

import "syscall"

// checkFD returns the error for a descriptor that is not open.
func checkFD(fd int) error {
	var st syscall.Stat_t
	return syscall.Fstat(fd, &st)
}
