//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package sysnet

import (
	"syscall"
	"unsafe"
)

// This file implements the calls of macOS and the BSDs.

// DontWait makes one call on a socket return at once.
const DontWait = syscall.MSG_DONTWAIT

// Socket makes a socket that is not inherited by child processes.
func Socket(family, typ, proto int) (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fd, err := syscall.Socket(family, typ, proto)
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	return fd, err
}

// Accept takes a connection from fd. The new socket is not inherited, and in the given
// blocking mode.
func Accept(fd int, nonblock bool) (int, syscall.Sockaddr, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	n, sa, err := syscall.Accept(fd)
	if err != nil {
		return n, sa, err
	}
	syscall.CloseOnExec(n)
	return n, sa, syscall.SetNonblock(n, nonblock)
}

func sysPoll(list []pollfd, ms int) (int, syscall.Errno) {
	var ptr unsafe.Pointer
	if len(list) > 0 {
		ptr = unsafe.Pointer(&list[0])
	}
	n, _, e := syscall.Syscall(syscall.SYS_POLL, uintptr(ptr), uintptr(len(list)), uintptr(ms))
	return int(n), e
}

// Sendfile is not there: the caller copies.
func Sendfile(out, in int, offset int64, count int) (int, error) { return 0, syscall.ENOTSUP }

// SocketProto returns the family, type and protocol of a socket; the protocol cannot be
// asked for here and is 0.
func SocketProto(fd int) (family, typ, proto int, err error) {
	sa, err := syscall.Getsockname(fd)
	if err != nil {
		return 0, 0, 0, err
	}
	typ, err = syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_TYPE)
	return Family(sa), typ, 0, err
}
