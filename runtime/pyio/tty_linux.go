package pyio

import (
	"syscall"
	"unsafe"
)

// isTTY reports whether a terminal answers on descriptor fd.
func isTTY(fd int) bool {
	var termios syscall.Termios
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), syscall.TCGETS, uintptr(unsafe.Pointer(&termios)))
	return errno == 0
}
