//go:build unix

package os

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file has the functions of os that only Unix has: process groups, the status of a
// process, named pipes and the flags of descriptors.

// unixFunctions are added to the module on Unix.
var unixFunctions = []py.Method{
	{Name: "mkfifo", Sig: "(path, mode=438, *, dir_fd=None)", Impl: func(args []value) (value, exc) {
		mode := uint32(0o666)
		if !args[1].IsUnbound() {
			n, e := py.CInt(args[1])
			if e != nil {
				return value{}, e
			}
			mode = uint32(n)
		}
		path, e := pyio.FSPath(args[0])
		if e != nil {
			return value{}, e
		}
		return done(syscall.Mkfifo(path, mode)) // CPython's error does not name the file
	}},
	{Name: "getpgrp", Sig: "()", Impl: func() (value, exc) { return py.IntOf(syscall.Getpgrp()), nil }},
	{Name: "getpgid", Sig: "(pid)", Impl: func(pid value) (value, exc) { return onNumber(pid, syscall.Getpgid) }},
	{Name: "getsid", Sig: "(pid, /)", Impl: func(pid value) (value, exc) { return onNumber(pid, getsid) }},
	{Name: "setsid", Sig: "()", Impl: func() (value, exc) {
		_, err := syscall.Setsid()
		return done(err)
	}},
	{Name: "setpgid", Sig: "(pid, pgrp, /)", Impl: func(pid, group value) (value, exc) { return onNumbers(pid, group, syscall.Setpgid) }},
	{Name: "killpg", Sig: "(pgid, signal, /)", Impl: func(group, sig value) (value, exc) {
		return onNumbers(group, sig, func(g, s int) error { return syscall.Kill(-g, syscall.Signal(s)) })
	}},
	status("WIFEXITED", func(s syscall.WaitStatus) value { return py.Bool(s.Exited()) }),
	status("WEXITSTATUS", func(s syscall.WaitStatus) value { return py.IntOf(int(s) >> 8 & 0xff) }),
	status("WIFSIGNALED", func(s syscall.WaitStatus) value { return py.Bool(s.Signaled()) }),
	status("WTERMSIG", func(s syscall.WaitStatus) value { return py.IntOf(int(s) & 0x7f) }),
	status("WIFSTOPPED", func(s syscall.WaitStatus) value { return py.Bool(int(s)&0xff == 0x7f) }),
	status("WSTOPSIG", func(s syscall.WaitStatus) value { return py.IntOf(int(s) >> 8 & 0xff) }),
	status("WCOREDUMP", func(s syscall.WaitStatus) value { return py.Bool(s&0x80 != 0) }),
	status("WIFCONTINUED", func(s syscall.WaitStatus) value { return py.Bool(s.Continued()) }),
	{Name: "waitstatus_to_exitcode", Sig: "(status)", Impl: func(v value) (value, exc) {
		n, e := py.CInt(v)
		if e != nil {
			return value{}, e
		}
		switch s := syscall.WaitStatus(n); {
		case s.Exited():
			return py.IntOf(s.ExitStatus()), nil
		case s.Signaled():
			return py.IntOf(-int(s.Signal())), nil
		case n&0xff == 0x7f:
			return value{}, py.Raisef(py.ValueErrorType, "process stopped by delivery of signal %d", n>>8&0xff)
		}
		return value{}, py.Raisef(py.ValueErrorType, "invalid wait status: %d", n)
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
		return onNumbers(fd, py.Int(0), func(n, _ int) error { return syscall.SetNonblock(n, !b) })
	}},
	{Name: "get_inheritable", Sig: "(fd, /)", Impl: func(fd value) (value, exc) {
		flags, e := descriptorFlags(fd, syscall.F_GETFD)
		return py.Bool(flags&syscall.FD_CLOEXEC == 0), e
	}},
}

// status is a function of the status of a process.
func status(name string, f func(s syscall.WaitStatus) value) py.Method {
	return py.Method{Name: name, Sig: "(status)", Impl: func(v value) (value, exc) {
		n, e := py.CInt(v)
		if e != nil {
			return value{}, e
		}
		return f(syscall.WaitStatus(n)), nil
	}}
}

func done(err error) (value, exc) {
	if err != nil {
		return value{}, pyio.OSError(err, value{})
	}
	return py.None, nil
}

func onNumber(v value, f func(n int) (int, error)) (value, exc) {
	n, e := py.CInt(v)
	if e != nil {
		return value{}, e
	}
	got, err := f(n)
	if err != nil {
		return value{}, pyio.OSError(err, value{})
	}
	return py.IntOf(got), nil
}

func onNumbers(a, b value, f func(a, b int) error) (value, exc) {
	x, e := py.CInt(a)
	if e != nil {
		return value{}, e
	}
	y, e := py.CInt(b)
	if e != nil {
		return value{}, e
	}
	return done(f(x, y))
}

func getsid(pid int) (int, error) {
	sid, _, errno := syscall.Syscall(syscall.SYS_GETSID, uintptr(pid), 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(sid), nil
}

// descriptorFlags are the flags that fcntl(fd, what) gives.
func descriptorFlags(fd value, what int) (int, exc) {
	n, e := py.CInt(fd)
	if e != nil {
		return 0, e
	}
	flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(n), uintptr(what), 0)
	if errno != 0 {
		return 0, pyio.OSError(errno, value{})
	}
	return int(flags), nil
}
