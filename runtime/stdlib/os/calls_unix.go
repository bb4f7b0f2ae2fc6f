//go:build unix

package os

import (
	"syscall"
	"unsafe"
)

// This file has system calls that every Unix has and package syscall lacks.

func fcntl(fd uintptr, what, arg int) (int, error) {
	n, _, errno := syscall.Syscall(syscall.SYS_FCNTL, fd, uintptr(what), uintptr(arg))
	if errno != 0 {
		return -1, errno
	}
	return int(n), nil
}

func ioctl(fd int, request uintptr, arg unsafe.Pointer) error {
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), request, uintptr(arg))
	if errno != 0 {
		return errno
	}
	return nil
}

func ioctlGet(fd int, request uintptr) (int, error) {
	var n int32
	err := ioctl(fd, request, unsafe.Pointer(&n))
	return int(n), err
}

func ioctlSet(fd int, request uintptr, n int) error {
	v := int32(n)
	return ioctl(fd, request, unsafe.Pointer(&v))
}

// winsize is struct winsize.
type winsize struct {
	Row, Col, X, Y uint16
}

func windowSize(fd int, request uintptr) (winsize, error) {
	var w winsize
	err := ioctl(fd, request, unsafe.Pointer(&w))
	return w, err
}

func getsid(pid int) (int, error) {
	n, _, errno := syscall.Syscall(syscall.SYS_GETSID, uintptr(pid), 0, 0)
	if errno != 0 {
		return -1, errno
	}
	return int(n), nil
}

// vectorCall is readv, writev and those with offsets and flags.
func vectorCall(number uintptr, fd int, parts [][]byte, args ...uintptr) (int, error) {
	vec := make([]syscall.Iovec, 0, len(parts))
	for _, b := range parts {
		if len(b) > 0 {
			v := syscall.Iovec{Base: &b[0]}
			v.SetLen(len(b))
			vec = append(vec, v)
		}
	}
	var first unsafe.Pointer
	if len(vec) > 0 {
		first = unsafe.Pointer(&vec[0])
	}
	var a [3]uintptr
	copy(a[:], args)
	n, _, errno := syscall.Syscall6(number, uintptr(fd), uintptr(first), uintptr(len(vec)), a[0], a[1], a[2])
	if errno != 0 {
		return -1, errno
	}
	return int(n), nil
}

func readv(fd int, parts [][]byte) (int, error) { return vectorCall(syscall.SYS_READV, fd, parts) }

func writev(fd int, parts [][]byte) (int, error) { return vectorCall(syscall.SYS_WRITEV, fd, parts) }
