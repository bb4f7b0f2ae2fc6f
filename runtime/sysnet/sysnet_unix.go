//go:build unix

package sysnet

import (
	"syscall"
	"unsafe"
)

// This file implements the calls that every Unix has in the same form.

// WouldBlock reports whether err says that a call would have to wait.
func WouldBlock(err error) bool {
	return err == syscall.EAGAIN || err == syscall.EWOULDBLOCK || err == syscall.EINTR
}

// InProgress reports whether err says that a connection is being made.
func InProgress(err error) bool {
	return err == syscall.EINPROGRESS || err == syscall.EAGAIN || err == syscall.EINTR
}

// Close closes fd.
func Close(fd int) error { return syscall.Close(fd) }

// SetNonblock changes whether calls on fd return at once.
func SetNonblock(fd int, on bool) error { return syscall.SetNonblock(fd, on) }

// Bind binds fd to an address.
func Bind(fd int, sa syscall.Sockaddr) error { return syscall.Bind(fd, sa) }

// Listen makes fd accept connections.
func Listen(fd, backlog int) error { return syscall.Listen(fd, backlog) }

// Connect begins to connect fd.
func Connect(fd int, sa syscall.Sockaddr) error { return syscall.Connect(fd, sa) }

// Getsockname returns fd's own address.
func Getsockname(fd int) (syscall.Sockaddr, error) { return syscall.Getsockname(fd) }

// Getpeername returns the address that fd is connected to.
func Getpeername(fd int) (syscall.Sockaddr, error) { return syscall.Getpeername(fd) }

// Shutdown ends one direction of fd or both: how is SHUT_RD, SHUT_WR or SHUT_RDWR.
func Shutdown(fd, how int) error { return syscall.Shutdown(fd, how) }

// Read reads from a socket, a pipe or a file.
func Read(fd int, p []byte) (int, error) { return syscall.Read(fd, p) }

// Write writes to a socket, a pipe or a file.
func Write(fd int, p []byte) (int, error) { return syscall.Write(fd, p) }

// Recv receives into p and returns who sent it, nil for a connected socket.
func Recv(fd int, p []byte, flags int) (int, syscall.Sockaddr, error) {
	return syscall.Recvfrom(fd, p, flags)
}

// Send sends p, to an address where to is not nil, and returns how much was taken.
func Send(fd int, p []byte, flags int, to syscall.Sockaddr) (int, error) {
	return syscall.SendmsgN(fd, p, nil, to, flags)
}

// SendMsg sends p with ancillary data.
func SendMsg(fd int, p, control []byte, flags int, to syscall.Sockaddr) (int, error) {
	return syscall.SendmsgN(fd, p, control, to, flags)
}

// RecvMsg receives into p and control.
func RecvMsg(fd int, p, control []byte, flags int) (n, controlN, recvFlags int, from syscall.Sockaddr, err error) {
	return syscall.Recvmsg(fd, p, control, flags)
}

// OptType is the option of a socket that is its type.
const OptType = syscall.SO_TYPE

// GetsockoptInt returns an option that is an int.
func GetsockoptInt(fd, level, opt int) (int, error) { return syscall.GetsockoptInt(fd, level, opt) }

// SetsockoptInt sets an option that is an int.
func SetsockoptInt(fd, level, opt, v int) error { return syscall.SetsockoptInt(fd, level, opt, v) }

// SetsockoptBytes sets an option to what p contains.
func SetsockoptBytes(fd, level, opt int, p []byte) error {
	return syscall.SetsockoptString(fd, level, opt, string(p))
}

// GetsockoptBytes reads an option into p and returns its length.
func GetsockoptBytes(fd, level, opt int, p []byte) (int, error) {
	n := uint32(len(p))
	var ptr unsafe.Pointer
	if len(p) > 0 {
		ptr = unsafe.Pointer(&p[0])
	}
	_, _, e := syscall.Syscall6(syscall.SYS_GETSOCKOPT, uintptr(fd), uintptr(level), uintptr(opt), uintptr(ptr), uintptr(unsafe.Pointer(&n)), 0)
	if e != 0 {
		return 0, e
	}
	return int(n), nil
}

// SetsockoptNull sets an option to a buffer that is not there, of a length.
func SetsockoptNull(fd, level, opt, length int) error {
	_, _, e := syscall.Syscall6(syscall.SYS_SETSOCKOPT, uintptr(fd), uintptr(level), uintptr(opt), 0, uintptr(length), 0)
	if e != 0 {
		return e
	}
	return nil
}

// Dup duplicates fd; the new descriptor is not inherited by child processes.
func Dup(fd int) (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	n, err := syscall.Dup(fd)
	if err == nil {
		syscall.CloseOnExec(n)
	}
	return n, err
}

// Inheritable reports whether child processes inherit fd.
func Inheritable(fd int) (bool, error) {
	n, _, e := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFD, 0)
	if e != 0 {
		return false, e
	}
	return n&syscall.FD_CLOEXEC == 0, nil
}

// SetInheritable changes whether child processes inherit fd.
func SetInheritable(fd int, on bool) error {
	flags := uintptr(syscall.FD_CLOEXEC)
	if on {
		flags = 0
	}
	if _, _, e := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_SETFD, flags); e != 0 {
		return e
	}
	return nil
}

// Nonblocking reports whether fd is in non-blocking mode.
func Nonblocking(fd int) (bool, error) {
	n, _, e := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFL, 0)
	if e != 0 {
		return false, e
	}
	return n&syscall.O_NONBLOCK != 0, nil
}

// Socketpair makes two sockets that are connected with each other.
func Socketpair(family, typ, proto int) ([2]int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fds, err := syscall.Socketpair(family, typ, proto)
	if err == nil {
		syscall.CloseOnExec(fds[0])
		syscall.CloseOnExec(fds[1])
	}
	return fds, err
}

// Unlink removes the file of a Unix socket.
func Unlink(path string) error { return syscall.Unlink(path) }

// FileKind says what a descriptor is, for transports of pipes.
func FileKind(fd int) (pipe, socket, char bool, err error) {
	var st syscall.Stat_t
	if err := syscall.Fstat(fd, &st); err != nil {
		return false, false, false, err
	}
	switch st.Mode & syscall.S_IFMT {
	case syscall.S_IFIFO:
		pipe = true
	case syscall.S_IFSOCK:
		socket = true
	case syscall.S_IFCHR:
		char = true
	}
	return pipe, socket, char, nil
}

// pollfd is struct pollfd of poll(2).
type pollfd struct {
	fd      int32
	events  int16
	revents int16
}

const (
	pollIn   = 1
	pollOut  = 4
	pollErr  = 8
	pollHup  = 16
	pollNval = 32
)

// Poll waits until one of the descriptors is ready, for at most ms milliseconds, for ever
// where ms is negative, and returns how many are. A signal ends it with none.
func Poll(fds []PollFD, ms int) (int, error) {
	list := make([]pollfd, len(fds)+1)
	for i, f := range fds {
		list[i].fd = int32(f.FD)
		if f.Want&Readable != 0 {
			list[i].events |= pollIn
		}
		if f.Want&Writable != 0 {
			list[i].events |= pollOut
		}
	}
	n, e := sysPoll(list[:len(fds)], ms)
	for i := range fds {
		fds[i].Got = 0
	}
	if e == syscall.EINTR {
		return 0, nil
	}
	if e != 0 {
		return 0, e
	}
	for i := range fds {
		r := list[i].revents
		if r&pollIn != 0 {
			fds[i].Got |= Readable
		}
		if r&pollOut != 0 {
			fds[i].Got |= Writable
		}
		if r&pollErr != 0 {
			fds[i].Got |= Failed | Errored
		}
		if r&pollHup != 0 {
			fds[i].Got |= Failed | HungUp
		}
		if r&pollNval != 0 {
			fds[i].Got |= Invalid
		}
	}
	return n, nil
}

// Pipe makes a pipe: what is written to the second descriptor is read from the first.
// Both are in non-blocking mode and not inherited.
func Pipe() ([2]int, error) {
	var p [2]int
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := syscall.Pipe(p[:]); err != nil {
		return p, err
	}
	for _, fd := range p {
		syscall.CloseOnExec(fd)
		if err := syscall.SetNonblock(fd, true); err != nil {
			return p, err
		}
	}
	return p, nil
}

// UnixAddr makes the address of a Unix socket. A path that begins with a zero byte is in
// Linux's abstract namespace.
func UnixAddr(path string) (syscall.Sockaddr, error) {
	switch {
	case len(path) > 107:
		return nil, syscall.ENAMETOOLONG
	case len(path) > 0 && path[0] == 0:
		path = "@" + path[1:] // as package syscall writes it
	case len(path) > 0 && path[0] == '@':
		path = "./" + path
	}
	return &syscall.SockaddrUnix{Name: path}, nil
}

// UnixPath returns the path of the address of a Unix socket as UnixAddr takes it.
func UnixPath(sa *syscall.SockaddrUnix) string {
	if sa.Name == "@" {
		return "" // a socket without a name
	}
	if len(sa.Name) > 0 && sa.Name[0] == '@' {
		return "\x00" + sa.Name[1:]
	}
	return sa.Name
}

// IsRegular reports whether fd is a regular file.
func IsRegular(fd int) bool {
	var st syscall.Stat_t
	return syscall.Fstat(fd, &st) == nil && st.Mode&syscall.S_IFMT == syscall.S_IFREG
}

// SOError is the socket option that has the error of a connection.
const SOError = syscall.SO_ERROR
