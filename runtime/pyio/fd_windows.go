package pyio

import (
	"io"
	"os"
	"syscall"
)

// checkFD returns the error for a handle that is not open.
func checkFD(fd int) error {
	if _, err := syscall.GetFileType(syscall.Handle(fd)); err != nil {
		return syscall.EBADF
	}
	return nil
}

// readOnce reads once.
func readOnce(f *os.File, b []byte) (int, error) {
	n, err := f.Read(b)
	if err == io.EOF {
		err = nil
	}
	return n, err
}

// writeOnce writes once.
func writeOnce(f *os.File, b []byte) (int, error) { return f.Write(b) }
