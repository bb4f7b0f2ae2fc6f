package sysnet

import (
	"net"
	"syscall"
	"unsafe"
)

// This file implements the calls with Winsock.

var (
	ws2            = syscall.NewLazyDLL("ws2_32.dll")
	procAccept     = ws2.NewProc("accept")
	procIoctl      = ws2.NewProc("ioctlsocket")
	procPoll       = ws2.NewProc("WSAPoll")
	procGetsockopt = ws2.NewProc("getsockopt")
	procSetsockopt = ws2.NewProc("setsockopt")
	procDuplicate  = ws2.NewProc("WSADuplicateSocketW")
	procSocket     = ws2.NewProc("WSASocketW")
	kernel32       = syscall.NewLazyDLL("kernel32.dll")
	procHandleInfo = kernel32.NewProc("GetHandleInformation")
)

// The errors of Winsock that the package looks at.
const (
	wsaEINTR       = syscall.Errno(10004)
	wsaEWOULDBLOCK = syscall.Errno(10035)
	wsaEINPROGRESS = syscall.Errno(10036)
	wsaEALREADY    = syscall.Errno(10037)
)

// DontWait is not there: calls follow the mode of the socket.
const DontWait = 0

// started starts Winsock, which the package net does.
var _, _ = net.Interfaces()

// WouldBlock reports whether err says that a call would have to wait.
func WouldBlock(err error) bool {
	return err == wsaEWOULDBLOCK || err == wsaEINTR || err == syscall.ERROR_IO_PENDING
}

// InProgress reports whether err says that a connection is being made.
func InProgress(err error) bool {
	return err == wsaEWOULDBLOCK || err == wsaEINPROGRESS || err == wsaEALREADY
}

// call calls a function that returns -1 for an error. What an argument points to stays where
// it is until the call has ended.
//
//go:uintptrescapes
func call(p *syscall.LazyProc, args ...uintptr) (uintptr, error) {
	r, _, e := p.Call(args...)
	if int32(r) == -1 {
		return r, e
	}
	return r, nil
}

// Socket makes a socket that is not inherited by child processes.
func Socket(family, typ, proto int) (int, error) {
	const overlapped, noInherit = 1, 0x80
	r, _, e := procSocket.Call(uintptr(family), uintptr(typ), uintptr(proto), 0, 0, overlapped|noInherit)
	if syscall.Handle(r) == syscall.InvalidHandle {
		return -1, e
	}
	return int(r), nil
}

// Accept takes a connection from fd, in the given blocking mode.
func Accept(fd int, nonblock bool) (int, syscall.Sockaddr, error) {
	r, _, e := procAccept.Call(uintptr(fd), 0, 0)
	if syscall.Handle(r) == syscall.InvalidHandle {
		return -1, nil, e
	}
	n := int(r)
	_ = SetInheritable(n, false)
	sa, _ := syscall.Getpeername(syscall.Handle(n))
	return n, sa, SetNonblock(n, nonblock)
}

// Close closes fd.
func Close(fd int) error { return syscall.Closesocket(syscall.Handle(fd)) }

// SetNonblock changes whether calls on fd return at once.
func SetNonblock(fd int, on bool) error {
	const fionbio = 0x8004667e
	var v uint32
	if on {
		v = 1
	}
	_, err := call(procIoctl, uintptr(fd), uintptr(fionbio), uintptr(unsafe.Pointer(&v)))
	return err
}

// Nonblocking cannot be asked on Windows.
func Nonblocking(int) (bool, error) { return false, nil }

// Bind binds fd to an address.
func Bind(fd int, sa syscall.Sockaddr) error { return syscall.Bind(syscall.Handle(fd), sa) }

// Listen makes fd accept connections.
func Listen(fd, backlog int) error { return syscall.Listen(syscall.Handle(fd), backlog) }

// Connect begins to connect fd.
func Connect(fd int, sa syscall.Sockaddr) error { return syscall.Connect(syscall.Handle(fd), sa) }

// Getsockname returns fd's own address.
func Getsockname(fd int) (syscall.Sockaddr, error) { return syscall.Getsockname(syscall.Handle(fd)) }

// Getpeername returns the address that fd is connected to.
func Getpeername(fd int) (syscall.Sockaddr, error) { return syscall.Getpeername(syscall.Handle(fd)) }

// Shutdown ends one direction of fd or both.
func Shutdown(fd, how int) error { return syscall.Shutdown(syscall.Handle(fd), how) }

func buffer(p []byte) *syscall.WSABuf {
	b := &syscall.WSABuf{Len: uint32(len(p))}
	if len(p) > 0 {
		b.Buf = &p[0]
	}
	return b
}

// Read reads from a socket.
func Read(fd int, p []byte) (int, error) {
	n, _, err := Recv(fd, p, 0)
	return n, err
}

// Write writes to a socket.
func Write(fd int, p []byte) (int, error) { return Send(fd, p, 0, nil) }

// Recv receives into p and returns who sent it.
func Recv(fd int, p []byte, flags int) (int, syscall.Sockaddr, error) {
	var n uint32
	f := uint32(flags)
	var from syscall.RawSockaddrAny
	size := int32(unsafe.Sizeof(from))
	err := syscall.WSARecvFrom(syscall.Handle(fd), buffer(p), 1, &n, &f, &from, &size, nil, nil)
	if err != nil {
		return 0, nil, err
	}
	sa, _ := from.Sockaddr()
	return int(n), sa, nil
}

// Send sends p, to an address where to is not nil, and returns how much was taken.
func Send(fd int, p []byte, flags int, to syscall.Sockaddr) (int, error) {
	var n uint32
	if to != nil {
		err := syscall.WSASendto(syscall.Handle(fd), buffer(p), 1, &n, uint32(flags), to, nil, nil)
		return int(n), err
	}
	err := syscall.WSASend(syscall.Handle(fd), buffer(p), 1, &n, uint32(flags), nil, nil)
	return int(n), err
}

// SendMsg cannot send ancillary data on Windows.
func SendMsg(fd int, p, control []byte, flags int, to syscall.Sockaddr) (int, error) {
	if len(control) > 0 {
		return 0, syscall.EWINDOWS
	}
	return Send(fd, p, flags, to)
}

// RecvMsg receives into p, without ancillary data.
func RecvMsg(fd int, p, control []byte, flags int) (n, controlN, recvFlags int, from syscall.Sockaddr, err error) {
	n, from, err = Recv(fd, p, flags)
	return n, 0, 0, from, err
}

// OptType is the option of a socket that is its type.
const OptType = 0x1008

// GetsockoptInt returns an option that is an int.
func GetsockoptInt(fd, level, opt int) (int, error) {
	var b [4]byte
	if _, err := GetsockoptBytes(fd, level, opt, b[:]); err != nil {
		return 0, err
	}
	return int(int32(uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24)), nil
}

// SetsockoptInt sets an option that is an int.
func SetsockoptInt(fd, level, opt, v int) error {
	return syscall.SetsockoptInt(syscall.Handle(fd), level, opt, v)
}

// SetsockoptBytes sets an option to what p contains.
func SetsockoptBytes(fd, level, opt int, p []byte) error {
	var ptr unsafe.Pointer
	if len(p) > 0 {
		ptr = unsafe.Pointer(&p[0])
	}
	_, err := call(procSetsockopt, uintptr(fd), uintptr(level), uintptr(opt), uintptr(ptr), uintptr(len(p)))
	return err
}

// SetsockoptNull sets an option to a buffer that is not there, of a length.
func SetsockoptNull(fd, level, opt, length int) error {
	_, err := call(procSetsockopt, uintptr(fd), uintptr(level), uintptr(opt), 0, uintptr(length))
	return err
}

// GetsockoptBytes reads an option into p and returns its length.
func GetsockoptBytes(fd, level, opt int, p []byte) (int, error) {
	n := int32(len(p))
	var ptr unsafe.Pointer
	if len(p) > 0 {
		ptr = unsafe.Pointer(&p[0])
	}
	_, err := call(procGetsockopt, uintptr(fd), uintptr(level), uintptr(opt), uintptr(ptr), uintptr(unsafe.Pointer(&n)))
	return int(n), err
}

// Dup duplicates fd.
func Dup(fd int) (int, error) {
	var info [372 * 2]byte // WSAPROTOCOL_INFOW
	if _, err := call(procDuplicate, uintptr(fd), uintptr(syscall.Getpid()), uintptr(unsafe.Pointer(&info[0]))); err != nil {
		return -1, err
	}
	const fromInfo, overlapped, noInherit = ^uintptr(0), 1, 0x80
	r, _, e := procSocket.Call(fromInfo, fromInfo, fromInfo, uintptr(unsafe.Pointer(&info[0])), 0, overlapped|noInherit)
	if syscall.Handle(r) == syscall.InvalidHandle {
		return -1, e
	}
	return int(r), nil
}

// Inheritable reports whether child processes inherit fd.
func Inheritable(fd int) (bool, error) {
	var flags uint32
	r, _, e := procHandleInfo.Call(uintptr(fd), uintptr(unsafe.Pointer(&flags)))
	if r == 0 {
		return false, e
	}
	return flags&syscall.HANDLE_FLAG_INHERIT != 0, nil
}

// SetInheritable changes whether child processes inherit fd.
func SetInheritable(fd int, on bool) error {
	var v uint32
	if on {
		v = syscall.HANDLE_FLAG_INHERIT
	}
	return syscall.SetHandleInformation(syscall.Handle(fd), syscall.HANDLE_FLAG_INHERIT, v)
}

// Socketpair makes two sockets that are connected with each other, over the loopback
// interface.
func Socketpair(family, typ, proto int) ([2]int, error) {
	fds := [2]int{-1, -1}
	l, err := Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		return fds, err
	}
	defer Close(l)
	if err := Bind(l, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return fds, err
	}
	if err := Listen(l, 1); err != nil {
		return fds, err
	}
	sa, err := Getsockname(l)
	if err != nil {
		return fds, err
	}
	if fds[0], err = Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0); err != nil {
		return fds, err
	}
	if err = Connect(fds[0], sa); err == nil {
		fds[1], _, err = Accept(l, false)
	}
	if err != nil {
		_ = Close(fds[0])
	}
	return fds, err
}

// Pipe makes two sockets of which the second is written to wake up who polls the first.
func Pipe() ([2]int, error) {
	fds, err := Socketpair(0, 0, 0)
	if err != nil {
		return fds, err
	}
	fds[0], fds[1] = fds[1], fds[0]
	for _, fd := range fds {
		if err := SetNonblock(fd, true); err != nil {
			return fds, err
		}
	}
	return fds, nil
}

// Unlink removes the file of a Unix socket.
func Unlink(path string) error { return syscall.Unlink(path) }

// FileKind says that a descriptor is a socket: transports have no others here.
func FileKind(fd int) (pipe, socket, char bool, err error) { return false, true, false, nil }

// Sendfile is not there: the caller copies.
func Sendfile(out, in int, offset int64, count int) (int, error) { return 0, syscall.EWINDOWS }

// SocketProto returns the family, type and protocol of a socket; the protocol is 0.
func SocketProto(fd int) (family, typ, proto int, err error) {
	sa, err := Getsockname(fd)
	if err != nil {
		return 0, 0, 0, err
	}
	typ, err = GetsockoptInt(fd, syscall.SOL_SOCKET, OptType)
	return Family(sa), typ, 0, err
}

// pollfd is WSAPOLLFD.
type pollfd struct {
	fd      uintptr
	events  int16
	revents int16
}

const (
	pollIn   = 0x300
	pollOut  = 0x10
	pollErr  = 1
	pollHup  = 2
	pollNval = 4
)

// Poll waits until one of the descriptors is ready, for at most ms milliseconds, for ever
// where ms is negative, and returns how many are.
func Poll(fds []PollFD, ms int) (int, error) {
	list := make([]pollfd, len(fds)+1)
	for i, f := range fds {
		list[i].fd = uintptr(f.FD)
		if f.Want&Readable != 0 {
			list[i].events |= pollIn
		}
		if f.Want&Writable != 0 {
			list[i].events |= pollOut
		}
		fds[i].Got = 0
	}
	r, err := call(procPoll, uintptr(unsafe.Pointer(&list[0])), uintptr(len(fds)), uintptr(ms))
	if err != nil {
		return 0, err
	}
	for i := range fds {
		got := list[i].revents
		if got&pollIn != 0 {
			fds[i].Got |= Readable
		}
		if got&pollOut != 0 {
			fds[i].Got |= Writable
		}
		if got&pollErr != 0 {
			fds[i].Got |= Failed | Errored
		}
		if got&pollHup != 0 {
			fds[i].Got |= Failed | HungUp
		}
		if got&pollNval != 0 {
			fds[i].Got |= Invalid
		}
	}
	return int(r), nil
}

// UnixAddr makes the address of a Unix socket.
func UnixAddr(path string) (syscall.Sockaddr, error) {
	if len(path) > 107 {
		return nil, syscall.ENAMETOOLONG
	}
	return &syscall.SockaddrUnix{Name: path}, nil
}

// UnixPath returns the path of the address of a Unix socket.
func UnixPath(sa *syscall.SockaddrUnix) string { return sa.Name }

// IsRegular reports whether fd is a regular file from which Sendfile copies.
func IsRegular(int) bool { return false }

// SOError is the socket option that has the error of a connection.
const SOError = 0x1007
