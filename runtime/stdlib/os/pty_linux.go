package os

import (
	"runtime"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file has the functions of os that make pseudo-terminals and namespaces.

var ptyFunctions = []py.Method{
	{Name: "openpty", Sig: "()", Impl: func() (value, exc) { return pair(openPTY) }},
	{Name: "posix_openpt", Sig: "(oflag, /)", Impl: func(flags value) (value, exc) {
		how, e := py.CInt(flags)
		if e != nil {
			return value{}, e
		}
		return descriptor(syscall.Open("/dev/ptmx", how|syscall.O_CLOEXEC, 0))
	}},
	{Name: "grantpt", Sig: "(fd, /)", Impl: onControl(func(fd int) error { // devpts has granted it already
		_, err := ptyNumber(fd)
		return notTerminal(err)
	})},
	{Name: "unlockpt", Sig: "(fd, /)", Impl: onControl(func(fd int) error {
		return notTerminal(ioctlSet(fd, syscall.TIOCSPTLCK, 0))
	})},
	{Name: "ptsname", Sig: "(fd, /)", Impl: func(fd value) (value, exc) {
		n, e := pyio.Descriptor(fd)
		if e != nil {
			return value{}, e
		}
		number, err := ptyNumber(n)
		if err != nil {
			return done(err)
		}
		return py.StrV("/dev/pts/" + decimal(number)), nil
	}},
	{Name: "login_tty", Sig: "(fd, /)", Impl: onControl(loginTTY)},
	{Name: "unshare", Sig: "(flags)", Impl: onFD(unshare)},
	{Name: "setns", Sig: "(fd, nstype=0)", Impl: func(fd, kind value) (value, exc) {
		n, e := pyio.Descriptor(fd)
		if e != nil {
			return value{}, e
		}
		k, e := cInt(kind, 0)
		if e != nil {
			return value{}, e
		}
		return done(setNamespace(n, k))
	}},
}

// onControl makes a function of a descriptor that may be given by an object with fileno.
func onControl(f func(fd int) error) any {
	return func(fd value) (value, exc) {
		n, e := pyio.Descriptor(fd)
		if e != nil {
			return value{}, e
		}
		return done(f(n))
	}
}

func ptyNumber(control int) (int, error) { return ioctlGet(control, syscall.TIOCGPTN) }

// notTerminal is the error of the C library for a descriptor of something else.
func notTerminal(err error) error {
	if err == syscall.ENOTTY {
		return syscall.EINVAL
	}
	return err
}

// openPTY opens a pseudo-terminal and the terminal that it serves.
func openPTY(p []int) error {
	control, err := syscall.Open("/dev/ptmx", syscall.O_RDWR|syscall.O_NOCTTY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	number, err := ptyNumber(control)
	if err == nil {
		err = ioctlSet(control, syscall.TIOCSPTLCK, 0)
	}
	if err == nil {
		p[1], err = syscall.Open("/dev/pts/"+decimal(number), syscall.O_RDWR|syscall.O_NOCTTY|syscall.O_CLOEXEC, 0)
	}
	if err != nil {
		_ = syscall.Close(control)
		return err
	}
	p[0] = control
	return nil
}

// loginTTY makes a terminal the controlling one of a new session, and its standard streams.
func loginTTY(fd int) error {
	pyio.Sync()
	_, _ = syscall.Setsid() // a leader of a group stays in its session, and the next call tells
	if _, err := do(syscall.SYS_IOCTL, uintptr(fd), syscall.TIOCSCTTY, 0); err != nil {
		return err
	}
	for to := range 3 {
		if err := sysDup2(fd, to); err != nil {
			return err
		}
	}
	if fd > 2 {
		return syscall.Close(fd)
	}
	return nil
}

// setNamespace puts all threads of the process into a namespace. A thread that ends with the
// attempt finds out beforehand what the kernel says: the other call is not to fail half way, and
// a program that links C code has none.
func setNamespace(fd, kind int) error {
	tried := make(chan error)
	go func() {
		runtime.LockOSThread()
		_, err := do(sysSetns, uintptr(fd), uintptr(kind))
		tried <- err
	}()
	if err := <-tried; err != nil {
		return err
	}
	_, _, errno := syscall.AllThreadsSyscall(sysSetns, uintptr(fd), uintptr(kind), 0)
	return orNil(errno)
}

// The namespaces that a thread can leave by itself, by their names under /proc.
var namespaces = map[int]string{
	syscall.CLONE_NEWUTS: "uts", syscall.CLONE_NEWIPC: "ipc", syscall.CLONE_NEWNET: "net",
	syscall.CLONE_NEWPID: "pid_for_children", cloneNewCgroup: "cgroup", cloneNewTime: "time_for_children",
}

const (
	cloneNewTime   = 0x80
	cloneNewCgroup = 0x2000000
)

// unshare gives the process namespaces of its own. One thread makes them, and the others follow.
// The kernel refuses that for mounts and users to a process with threads, which every program is
// here. What threads share among themselves is no concern of the program's.
func unshare(flags int) error {
	const among = syscall.CLONE_FS | syscall.CLONE_FILES | syscall.CLONE_SYSVSEM
	if flags&(syscall.CLONE_NEWNS|syscall.CLONE_NEWUSER) != 0 {
		return syscall.EINVAL
	}
	flags &^= among
	if flags == 0 {
		return nil
	}
	made := make(chan error)
	follow := make(chan struct{})
	defer close(follow)
	var thread int
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		thread = syscall.Gettid()
		_, err := do(syscall.SYS_UNSHARE, uintptr(flags))
		made <- err
		<-follow
	}()
	if err := <-made; err != nil {
		return err
	}
	for flag, name := range namespaces {
		if flags&flag == 0 {
			continue
		}
		fd, err := syscall.Open("/proc/self/task/"+decimal(thread)+"/ns/"+name, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
		if err == nil {
			err = setNamespace(fd, flag)
			_ = syscall.Close(fd)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
