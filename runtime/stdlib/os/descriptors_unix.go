//go:build unix

package os

import (
	"path/filepath"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"syscall"
)

// This file has the functions of os on file descriptors that every Unix has.

var descriptorFunctions = []py.Method{
	{Name: "lseek", Sig: "(fd, position, whence, /)", Impl: func(fd, position, whence value) (value, exc) {
		n, e := py.Ssize(position)
		if e != nil {
			return value{}, e
		}
		how, e := py.CInt(whence)
		if e != nil {
			return value{}, e
		}
		return onNumber(fd, func(fd int) (int, error) {
			at, err := syscall.Seek(fd, int64(n), how)
			return int(at), err
		})
	}},
	{Name: "pread", Sig: "(fd, length, offset, /)", Impl: func(fd, length, offset value) (value, exc) {
		at, e := py.Ssize(offset)
		if e != nil {
			return value{}, e
		}
		return readInto(fd, length, func(fd int, b []byte) (int, error) { return syscall.Pread(fd, b, int64(at)) })
	}},
	{Name: "pwrite", Sig: "(fd, buffer, offset, /)", Impl: func(fd, data, offset value) (value, exc) {
		at, e := py.Ssize(offset)
		if e != nil {
			return value{}, e
		}
		return writeFrom(fd, data, func(fd int, b []byte) (int, error) { return syscall.Pwrite(fd, b, int64(at)) })
	}},
	{Name: "ftruncate", Sig: "(fd, length, /)", Impl: func(fd, length value) (value, exc) {
		n, e := py.Ssize(length)
		if e != nil {
			return value{}, e
		}
		pyio.Sync()
		return onFD(func(fd int) error { return syscall.Ftruncate(fd, int64(n)) })(fd)
	}},
	{Name: "fstat", Sig: "(fd)", Impl: fstat},
	{Name: "fchdir", Sig: "(fd)", Impl: onFD(syscall.Fchdir)},
	{Name: "fchmod", Sig: "(fd, mode)", Impl: func(fd, mode value) (value, exc) {
		return onNumbers(fd, mode, func(fd, mode int) error { return syscall.Fchmod(fd, uint32(mode)) })
	}},
	{Name: "fchown", Sig: "(fd, uid, gid)", Impl: func(fd, uid, gid value) (value, exc) {
		u, e := idOf("uid", uid)
		if e != nil {
			return value{}, e
		}
		g, e := idOf("gid", gid)
		if e != nil {
			return value{}, e
		}
		return onFD(func(fd int) error { return syscall.Fchown(fd, u, g) })(fd)
	}},
	{Name: "dup2", Sig: "(fd, fd2, inheritable=True)", Impl: func(fd, fd2, inheritable value) (value, exc) {
		yes, e := flag(inheritable, true)
		if e != nil {
			return value{}, e
		}
		if _, e := onNumbers(fd, fd2, func(from, to int) error {
			err := sysDup2(from, to)
			if err == nil && !yes {
				err = setInheritable(to, false)
			}
			return err
		}); e != nil {
			return value{}, e
		}
		return fd2, nil
	}},
	{Name: "closerange", Sig: "(fd_low, fd_high, /)", Impl: func(low, high value) (value, exc) {
		return onNumbers(low, high, func(low, high int) error {
			for fd := max(low, 0); fd < high; fd++ {
				_ = syscall.Close(fd) // those that are not open are left out, as in CPython
			}
			return nil
		})
	}},
	{Name: "get_blocking", Sig: "(fd, /)", Impl: func(fd value) (value, exc) {
		flags, e := descriptorFlags(fd, syscall.F_GETFL)
		return py.Bool(flags&syscall.O_NONBLOCK == 0), e
	}},
	{Name: "set_blocking", Sig: "(fd, blocking, /)", Impl: func(fd, on value) (value, exc) {
		b, e := py.Truth(on)
		if e != nil {
			return value{}, e
		}
		return onFD(func(fd int) error { return syscall.SetNonblock(fd, !b) })(fd)
	}},
	{Name: "get_inheritable", Sig: "(fd, /)", Impl: func(fd value) (value, exc) {
		flags, e := descriptorFlags(fd, syscall.F_GETFD)
		return py.Bool(flags&syscall.FD_CLOEXEC == 0), e
	}},
	{Name: "set_inheritable", Sig: "(fd, inheritable, /)", Impl: func(fd, on value) (value, exc) {
		return onNumbers(fd, on, func(fd, on int) error { return setInheritable(fd, on != 0) })
	}},
	{Name: "lockf", Sig: "(fd, command, length, /)", Impl: func(fd, command, length value) (value, exc) {
		n, e := py.Ssize(length)
		if e != nil {
			return value{}, e
		}
		return onNumbers(fd, command, func(fd, command int) error { return lockf(fd, command, int64(n)) })
	}},
	{Name: "readv", Sig: "(fd, buffers, /)", Impl: func(fd, buffers value) (value, exc) {
		return vector("readv", fd, buffers, true, readv)
	}},
	{Name: "writev", Sig: "(fd, buffers, /)", Impl: func(fd, buffers value) (value, exc) {
		return vector("writev", fd, buffers, false, writev)
	}},
	{Name: "ttyname", Sig: "(fd, /)", Impl: func(fd value) (value, exc) {
		n, e := py.CInt(fd)
		if e != nil {
			return value{}, e
		}
		name, err := sysTTYName(n)
		if err != nil {
			return done(err)
		}
		return py.StrV(name), nil
	}},
	{Name: "ctermid", Sig: "()", Impl: func() (value, exc) { return py.StrV("/dev/tty"), nil }},
	{Name: "device_encoding", Sig: "(fd)", Impl: func(fd value) (value, exc) {
		n, e := py.CInt(fd)
		if e != nil || !pyio.IsTTY(n) {
			return py.None, e
		}
		return py.StrV("UTF-8"), nil
	}},
	{Name: "tcgetpgrp", Sig: "(fd, /)", Impl: func(fd value) (value, exc) {
		return onNumber(fd, func(fd int) (int, error) { return ioctlGet(fd, syscall.TIOCGPGRP) })
	}},
	{Name: "tcsetpgrp", Sig: "(fd, pgid, /)", Impl: func(fd, group value) (value, exc) {
		return onNumbers(fd, group, func(fd, group int) error { return ioctlSet(fd, syscall.TIOCSPGRP, group) })
	}},
	{Name: "get_terminal_size", Sig: "(fd=<unrepresentable>, /)", Impl: func(fd value) (value, exc) {
		n, e := cInt(fd, 1)
		if e != nil {
			return value{}, e
		}
		size, err := windowSize(n, syscall.TIOCGWINSZ)
		if err != nil {
			return done(err)
		}
		return terminalSize(int(size.Col), int(size.Row)), nil
	}},
	{Name: "sync", Sig: "()", Impl: func() (value, exc) {
		pyio.Sync()
		return done(blocked(func() error { sysSync(); return nil }))
	}},
}

// descriptorFlags are the flags that fcntl(fd, what) gives.
func descriptorFlags(fd value, what int) (int, exc) {
	n, e := py.CInt(fd)
	if e != nil {
		return 0, e
	}
	flags, err := fcntl(uintptr(n), what, 0)
	if err != nil {
		return 0, pyio.OSError(err, value{})
	}
	return flags, nil
}

func setInheritable(fd int, yes bool) error {
	flags, err := fcntl(uintptr(fd), syscall.F_GETFD, 0)
	if err != nil {
		return err
	}
	flags |= syscall.FD_CLOEXEC
	if yes {
		flags &^= syscall.FD_CLOEXEC
	}
	_, err = fcntl(uintptr(fd), syscall.F_SETFD, flags)
	return err
}

// The commands of lockf(3).
const (
	lockUnlock = iota // F_ULOCK
	lockWait          // F_LOCK
	lockTry           // F_TLOCK
	lockTest          // F_TEST
)

// lockf locks bytes from the current position, as lockf(3) does by fcntl(2).
func lockf(fd, command int, length int64) error {
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Whence: 1, Len: length}
	switch command {
	case lockUnlock:
		lock.Type = syscall.F_UNLCK
		return syscall.FcntlFlock(uintptr(fd), syscall.F_SETLK, &lock)
	case lockWait:
		return blocked(func() error { return syscall.FcntlFlock(uintptr(fd), syscall.F_SETLKW, &lock) })
	case lockTry:
		return syscall.FcntlFlock(uintptr(fd), syscall.F_SETLK, &lock)
	case lockTest:
		if err := syscall.FcntlFlock(uintptr(fd), syscall.F_GETLK, &lock); err != nil || lock.Type == syscall.F_UNLCK {
			return err
		}
		return syscall.EACCES
	}
	return syscall.EINVAL
}

// vector reads into or writes from a sequence of buffers.
func vector(fn string, fd, buffers value, read bool, call func(fd int, parts [][]byte) (int, error)) (value, exc) {
	n, e := py.CInt(fd)
	if e != nil {
		return value{}, e
	}
	if !isSequence(buffers) {
		return value{}, py.Raisef(py.TypeErrorType, "%s() arg 2 must be a sequence", fn)
	}
	items, e := py.ToSlice(buffers)
	if e != nil {
		return value{}, e
	}
	parts := make([][]byte, len(items))
	for i, x := range items {
		if !read {
			if parts[i], e = py.BytesLike(x); e != nil {
				return value{}, e
			}
			continue
		}
		b, ok := py.WritableBytes(x)
		if !ok {
			if _, e := py.BytesLike(x); e != nil {
				return value{}, e
			}
			return value{}, py.Raisef(py.BufferErrorType, "Object is not writable.")
		}
		parts[i] = b
	}
	pyio.Sync()
	k, e := counted(func() (int, error) { return call(n, parts) })
	return py.IntOf(k), e
}

// readInto is the bytes that call reads.
func readInto(fd, length value, call func(fd int, b []byte) (int, error)) (value, exc) {
	n, e := py.CInt(fd)
	if e != nil {
		return value{}, e
	}
	size, e := py.Ssize(length)
	if e != nil {
		return value{}, e
	}
	if size < 0 {
		return done(syscall.EINVAL)
	}
	pyio.Sync()
	b := make([]byte, size)
	k, e := counted(func() (int, error) { return call(n, b) })
	return py.BytesV(b[:k]), e
}

// writeFrom is how many bytes call writes.
func writeFrom(fd, data value, call func(fd int, b []byte) (int, error)) (value, exc) {
	n, e := py.CInt(fd)
	if e != nil {
		return value{}, e
	}
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	pyio.Sync()
	k, e := counted(func() (int, error) { return call(n, b) })
	return py.IntOf(k), e
}

// sysTTYName is the name of the terminal on a descriptor: the device of the same number.
func sysTTYName(fd int) (string, error) {
	var st, device syscall.Stat_t
	if err := syscall.Fstat(fd, &st); err != nil {
		return "", err
	}
	if !pyio.IsTTY(fd) {
		return "", syscall.ENOTTY
	}
	for _, pattern := range []string{"/dev/pts/*", "/dev/tty*", "/dev/console"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			return "", err
		}
		for _, name := range names {
			if syscall.Stat(name, &device) == nil && device.Mode&syscall.S_IFMT == syscall.S_IFCHR && device.Rdev == st.Rdev {
				return name, nil
			}
		}
	}
	return "", syscall.ENODEV
}
