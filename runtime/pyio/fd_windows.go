package pyio

import "syscall"

// checkFD returns the error for a handle that is not open.
func checkFD(fd int) error {
	if _, err := syscall.GetFileType(syscall.Handle(fd)); err != nil {
		return syscall.EBADF
	}
	return nil
}
