// Package sysnet makes the system calls on sockets, pipes and pollers that Python's
// modules socket, select and asyncio stand on, with one signature on every system. A
// descriptor is an int; on Windows it is the SOCKET.
//
// Nothing here knows Python objects, and nothing blocks except Poll, Lookup and, on a
// descriptor that is in blocking mode, what the system blocks for.
package sysnet

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"syscall"
)

// Errno returns the error number that err stands for, 0 where it stands for none.
func Errno(err error) syscall.Errno {
	var n syscall.Errno
	switch {
	case err == nil:
		return 0
	case errors.As(err, &n):
		return n
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return syscall.ENOENT
	case errors.Is(err, fs.ErrPermission):
		return syscall.EACCES
	case errors.Is(err, os.ErrClosed), errors.Is(err, net.ErrClosed):
		return syscall.EBADF
	}
	return syscall.EIO
}

// Ready says what a descriptor is ready for.
type Ready uint8

// What Poll is asked and answers.
const (
	Readable Ready = 1 << iota
	Writable
	Failed // an error or a hang-up; answers only, as are the following
	Invalid
	Errored
	HungUp
)

// PollFD is one descriptor for Poll: what is asked and what was answered.
type PollFD struct {
	FD   int
	Want Ready
	Got  Ready
}

// IPAddr makes the socket address of an IP address; scope is the zone of an IPv6 one.
func IPAddr(ip net.IP, port int, scope uint32) syscall.Sockaddr {
	if v4 := ip.To4(); v4 != nil && len(ip) != net.IPv6len {
		sa := &syscall.SockaddrInet4{Port: port}
		copy(sa.Addr[:], v4)
		return sa
	}
	sa := &syscall.SockaddrInet6{Port: port, ZoneId: scope}
	copy(sa.Addr[:], ip.To16())
	return sa
}

// Family returns the address family of an address.
func Family(sa syscall.Sockaddr) int {
	switch sa.(type) {
	case *syscall.SockaddrInet4:
		return syscall.AF_INET
	case *syscall.SockaddrInet6:
		return syscall.AF_INET6
	case *syscall.SockaddrUnix:
		return syscall.AF_UNIX
	}
	return 0
}
