package asyncio

import (
	"syscall"
	"unsafe"
)

// This file has the system calls that Linux has in a better form than other systems.

// sysRead is read(2) from a descriptor that does not block, so that the scheduler need not
// be told of the call.
func sysRead(fd int, b []byte) (int, error) { return transfer(syscall.SYS_READ, fd, b) }

// sysWrite is write(2) to a descriptor that does not block.
func sysWrite(fd int, b []byte) (int, error) { return transfer(syscall.SYS_WRITE, fd, b) }

func transfer(call uintptr, fd int, b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	n, _, errno := syscall.RawSyscall(call, uintptr(fd), uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)))
	if errno != 0 {
		return -1, errno
	}
	return int(n), nil
}
