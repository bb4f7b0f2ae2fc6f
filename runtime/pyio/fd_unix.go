//go:build unix

package pyio

import (
	"math"
	"os"
	"syscall"
)

// checkFD returns the error for a descriptor that is not open.
func checkFD(fd int) error {
	var st syscall.Stat_t
	return syscall.Fstat(fd, &st)
}

// readOnce reads by one system call, which os.File does not where the descriptor does not
// block: it waits.
func readOnce(f *os.File, b []byte) (int, error) {
	c, err := f.SyscallConn()
	if err != nil {
		return 0, err
	}
	return once(c.Read, syscall.Read, b)
}

// writeOnce writes by one system call.
func writeOnce(f *os.File, b []byte) (int, error) {
	c, err := f.SyscallConn()
	if err != nil {
		return 0, err
	}
	return once(c.Write, syscall.Write, b)
}

// once calls the system with the descriptor, again only where a signal came first.
func once(with func(func(fd uintptr) bool) error, call func(fd int, b []byte) (int, error), b []byte) (n int, err error) {
	b = b[:min(len(b), math.MaxInt32)] // more is an error to some systems
	if e := with(func(fd uintptr) bool {
		for {
			if n, err = call(int(fd), b); err != syscall.EINTR {
				return true
			}
		}
	}); e != nil {
		return 0, e
	}
	return max(n, 0), err
}
