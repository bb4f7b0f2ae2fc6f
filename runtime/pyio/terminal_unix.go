//go:build unix

package pyio

import (
	"syscall"
	"unsafe"
)

// TerminalSize returns the columns and lines of the terminal that fd is.
func TerminalSize(fd int) (columns, lines int, err error) {
	var size struct{ rows, cols, x, y uint16 }
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&size))); errno != 0 {
		return 0, 0, errno
	}
	return int(size.cols), int(size.rows), nil
}
