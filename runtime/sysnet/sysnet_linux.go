package sysnet

import (
	"syscall"
	"unsafe"
)

// This file implements the calls that Linux has in a form of its own.

// DontWait makes one call on a socket return at once.
const DontWait = syscall.MSG_DONTWAIT

// Socket makes a socket that is not inherited by child processes.
func Socket(family, typ, proto int) (int, error) {
	return syscall.Socket(family, typ|syscall.SOCK_CLOEXEC, proto)
}

// Accept takes a connection from fd. The new socket is not inherited, and in the given
// blocking mode.
func Accept(fd int, nonblock bool) (int, syscall.Sockaddr, error) {
	flags := syscall.SOCK_CLOEXEC
	if nonblock {
		flags |= syscall.SOCK_NONBLOCK
	}
	return syscall.Accept4(fd, flags)
}

func sysPoll(list []pollfd, ms int) (int, syscall.Errno) {
	var ts *syscall.Timespec
	if ms >= 0 {
		t := syscall.NsecToTimespec(int64(ms) * 1e6)
		ts = &t
	}
	var ptr unsafe.Pointer
	if len(list) > 0 {
		ptr = unsafe.Pointer(&list[0])
	}
	n, _, e := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(ptr), uintptr(len(list)), uintptr(unsafe.Pointer(ts)), 0, 0, 0)
	return int(n), e
}

// Sendfile copies count bytes of the file in, from offset on, to the socket out, and
// returns how many were taken.
func Sendfile(out, in int, offset int64, count int) (int, error) {
	return syscall.Sendfile(out, in, &offset, count)
}

// SocketProto returns the family, type and protocol of a socket.
func SocketProto(fd int) (family, typ, proto int, err error) {
	if family, err = syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_DOMAIN); err != nil {
		return 0, 0, 0, err
	}
	if typ, err = syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_TYPE); err != nil {
		return 0, 0, 0, err
	}
	proto, err = syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_PROTOCOL)
	return family, typ, proto, err
}
