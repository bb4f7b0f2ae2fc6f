//go:build unix

package fcntl

import (
	"io"
	"syscall"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "fcntl",
	Doc: "This module performs file control and I/O control on file\ndescriptors.  It is an interface to the fcntl() and ioctl() Unix\nroutines.  File descriptors can be obtained with the fileno() method of\n" +
		"a file or socket object.",
	Functions: []py.Method{
		{Name: "fcntl", Sig: "(fd, cmd, arg=0, /)", Impl: control},
		{Name: "ioctl", Sig: "(fd, request, arg=0, mutate_flag=True, /)", Impl: device},
		{Name: "flock", Sig: "(fd, operation, /)", Impl: flock},
		{Name: "lockf", Sig: "(fd, cmd, len=0, start=0, whence=0, /)", Impl: lockf},
	},
	Init: func(m *py.Module) exc {
		pymod.SetInts(m, constants)
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

// maxArg is how long a bytes argument may be.
const maxArg = 1024

// call makes a system call again as long as signals interrupt it. An argument that is an
// address must stay what it is until the call has ended, so what it points to may not be on
// the stack, which moves when it grows.
//
//go:uintptrescapes
func call(trap uintptr, fd int, request, arg uintptr) (int, exc) {
	for {
		var n uintptr
		var err syscall.Errno
		py.Blocking(func() { n, _, err = syscall.Syscall(trap, uintptr(fd), request, arg) })
		if err == syscall.EINTR {
			if e := py.Poll(); e != nil {
				return 0, e
			}
			continue
		}
		if err != 0 {
			return 0, pyio.OSError(err, value{})
		}
		return int(int32(n)), nil
	}
}

// number is an int argument with the meaning of C's unsigned conversion.
func number(v value) (uintptr, exc) {
	if v.IsUnbound() {
		return 0, nil
	}
	i, e := py.Index(v)
	if e != nil {
		return 0, e
	}
	if i, e = py.BitAnd(i, py.Int(1<<32-1)); e != nil {
		return 0, e
	}
	return uintptr(uint32(i.SmallInt())), nil
}

// text is the bytes of an argument that is a str or bytes-like.
func text(v value) (b []byte, ok bool) {
	if s, isStr := py.AsStr(v); isStr {
		return []byte(s.S), true
	}
	return py.BytesOf(v)
}

func control(fd, cmd, arg value) (value, exc) {
	n, e := pyio.Descriptor(fd)
	if e != nil {
		return value{}, e
	}
	code, e := py.CInt(cmd)
	if e != nil {
		return value{}, e
	}
	if !arg.IsUnbound() {
		if b, ok := text(arg); ok {
			if len(b) > maxArg {
				return value{}, py.Raisef(py.ValueErrorType, "fcntl string arg too long")
			}
			var buf [maxArg]byte
			copy(buf[:], b)
			if _, e := call(syscall.SYS_FCNTL, n, uintptr(code), uintptr(unsafe.Pointer(&buf))); e != nil {
				return value{}, e
			}
			return py.BytesV(append([]byte{}, buf[:len(b)]...)), nil
		}
	}
	a, e := number(arg)
	if e != nil {
		return value{}, e
	}
	r, e := call(syscall.SYS_FCNTL, n, uintptr(code), a)
	return py.IntOf(r), e
}

func device(fd, request, arg, mutate value) (value, exc) {
	n, e := pyio.Descriptor(fd)
	if e != nil {
		return value{}, e
	}
	code, e := number(request)
	if e != nil {
		return value{}, e
	}
	change := true
	if !mutate.IsUnbound() {
		if change, e = py.Truth(mutate); e != nil {
			return value{}, e
		}
	}
	if !arg.IsUnbound() {
		b, ok := text(arg)
		if w, writable := py.WritableBytes(arg); writable && change {
			buf := make([]byte, max(len(w), maxArg)) // what the system writes may be longer than said
			copy(buf, w)
			r, e := call(syscall.SYS_IOCTL, n, code, uintptr(unsafe.Pointer(&buf[0])))
			copy(w, buf)
			return py.IntOf(r), e
		}
		if ok {
			if len(b) > maxArg {
				return value{}, py.Raisef(py.ValueErrorType, "ioctl string arg too long")
			}
			var buf [maxArg]byte
			copy(buf[:], b)
			if _, e := call(syscall.SYS_IOCTL, n, code, uintptr(unsafe.Pointer(&buf))); e != nil {
				return value{}, e
			}
			return py.BytesV(append([]byte{}, buf[:len(b)]...)), nil
		}
	}
	a, e := number(arg)
	if e != nil {
		return value{}, e
	}
	r, e := call(syscall.SYS_IOCTL, n, code, a)
	return py.IntOf(r), e
}

func flock(fd, operation value) (value, exc) {
	n, e := pyio.Descriptor(fd)
	if e != nil {
		return value{}, e
	}
	code, e := py.CInt(operation)
	if e != nil {
		return value{}, e
	}
	_, e = call(syscall.SYS_FLOCK, n, uintptr(code), 0)
	return py.None, e
}

func lockf(args []value) (value, exc) {
	n, e := pyio.Descriptor(args[0])
	if e != nil {
		return value{}, e
	}
	var a [4]int
	for i, v := range args[1:] {
		if !v.IsUnbound() {
			if a[i], e = py.IndexInt(v, py.OverflowErrorType); e != nil {
				return value{}, e
			}
		}
	}
	l := syscall.Flock_t{Len: int64(a[1]), Start: int64(a[2]), Whence: int16(a[3])}
	switch code := a[0]; {
	case code&syscall.LOCK_UN != 0:
		l.Type = syscall.F_UNLCK
	case code&syscall.LOCK_SH != 0:
		l.Type = syscall.F_RDLCK
	case code&syscall.LOCK_EX != 0:
		l.Type = syscall.F_WRLCK
	default:
		return value{}, py.Raisef(py.ValueErrorType, "unrecognized lockf argument")
	}
	if a[3] < io.SeekStart || a[3] > io.SeekEnd {
		return value{}, pyio.OSError(syscall.EINVAL, value{})
	}
	how := syscall.F_SETLKW
	if a[0]&syscall.LOCK_NB != 0 {
		how = syscall.F_SETLK
	}
	_, e = call(syscall.SYS_FCNTL, n, uintptr(how), uintptr(unsafe.Pointer(&l)))
	return py.None, e
}
