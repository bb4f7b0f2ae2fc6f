package termios

import (
	"syscall"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var errorType *py.Type

var spec = py.ModuleSpec{
	Name: "termios",
	Doc: "This module provides an interface to the Posix calls for tty I/O control.\n\nFor a complete description of these calls, see the Posix or Unix manual\npages. It is only available for those Unix versions that support Posix\n" +
		"termios style tty I/O control.\n\nAll functions in this module take a file descriptor fd as their first\nargument. This can be an integer file descriptor, such as returned by\nsys.stdin.fileno(), or a file object, such as sys.stdin itself.",
	Functions: []py.Method{
		{Name: "tcgetattr", Sig: "(fd, /)", Impl: getAttributes},
		{Name: "tcsetattr", Sig: "(fd, when, attributes, /)", Impl: setAttributes},
		{Name: "tcsendbreak", Sig: "(fd, duration, /)", Impl: request(sendBreak)},
		{Name: "tcdrain", Sig: "(fd, /)", Impl: func(fd value) (value, exc) { return request(drain)(fd, py.Int(1)) }},
		{Name: "tcflush", Sig: "(fd, queue, /)", Impl: request(flush)},
		{Name: "tcflow", Sig: "(fd, action, /)", Impl: request(flow)},
		{Name: "tcgetwinsize", Sig: "(fd, /)", Impl: getSize},
		{Name: "tcsetwinsize", Sig: "(fd, winsize, /)", Impl: setSize},
	},
	Init: func(m *py.Module) exc {
		if errorType == nil {
			var e exc
			if errorType, e = pydef.ExceptionClass("termios", "error", "", py.ExceptionType); e != nil {
				return e
			}
		}
		m.Set("error", errorType.Value())
		pymod.SetInts(m, constants)
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

// ioctl asks the terminal, and raises termios.error. What an argument points to may not be
// on the stack, which moves when it grows.
//
//go:uintptrescapes
func ioctl(fd int, code uintptr, arg uintptr) exc {
	var err syscall.Errno
	py.Blocking(func() { _, _, err = syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), code, arg) })
	if err != 0 {
		return py.RaiseArgs(errorType, py.Int(int64(err)), py.StrV(py.Strerror(err)))
	}
	return nil
}

func request(code uintptr) func(fd, arg value) (value, exc) {
	return func(fd, arg value) (value, exc) {
		n, e := pyio.Descriptor(fd)
		if e != nil {
			return value{}, e
		}
		a, e := py.CInt(arg)
		if e != nil {
			return value{}, e
		}
		return py.None, ioctl(n, code, uintptr(a))
	}
}

// Requests to a terminal that package syscall has no names for.
const (
	drain     = 0x5409
	flow      = 0x540a
	flush     = 0x540b
	sendBreak = 0x5425
)

// count is the length of the list of special characters, speeds the bits of a speed.
const (
	count  = 32
	speeds = 0o010017
)

func get(fd int) (t syscall.Termios, e exc) {
	e = ioctl(fd, syscall.TCGETS, uintptr(unsafe.Pointer(&t)))
	return t, e
}

func getAttributes(fd value) (value, exc) {
	n, e := pyio.Descriptor(fd)
	if e != nil {
		return value{}, e
	}
	t, e := get(n)
	if e != nil {
		return value{}, e
	}
	chars := make([]value, count)
	for i := range chars {
		chars[i] = py.BytesV([]byte{t.Cc[i]})
	}
	if t.Lflag&syscall.ICANON == 0 {
		chars[syscall.VMIN], chars[syscall.VTIME] = py.Int(int64(t.Cc[syscall.VMIN])), py.Int(int64(t.Cc[syscall.VTIME]))
	}
	speed := py.Int(int64(t.Cflag & speeds))
	return py.ListV(py.Int(int64(t.Iflag)), py.Int(int64(t.Oflag)), py.Int(int64(t.Cflag)), py.Int(int64(t.Lflag)), speed, speed, py.NewList(chars).Value()), nil
}

func setAttributes(fd, when, attributes value) (value, exc) {
	n, e := pyio.Descriptor(fd)
	if e != nil {
		return value{}, e
	}
	how, e := py.CInt(when)
	if e != nil {
		return value{}, e
	}
	list, ok := py.AsList(attributes)
	if !ok || len(list.Items) != 7 {
		return value{}, py.Raisef(py.TypeErrorType, "tcsetattr, arg 3: must be 7 element list")
	}
	items := list.Items
	t, e := get(n)
	if e != nil {
		return value{}, e
	}
	var flags [6]uint32
	for i := range flags {
		k, e := py.IndexInt(items[i], py.OverflowErrorType)
		if e != nil {
			return value{}, e
		}
		flags[i] = uint32(k)
	}
	t.Iflag, t.Oflag, t.Cflag, t.Lflag = flags[0], flags[1], flags[2], flags[3]
	chars, ok := py.AsList(items[6])
	if !ok || len(chars.Items) != count {
		return value{}, py.Raisef(py.TypeErrorType, "tcsetattr: attributes[6] must be %d element list", count)
	}
	for i, c := range chars.Items {
		if b, ok := py.AsBytes(c); ok && len(b.B) == 1 {
			t.Cc[i] = b.B[0]
		} else if c.IsInt() {
			k, e := py.CInt(c)
			if e != nil {
				return value{}, e
			}
			t.Cc[i] = byte(k)
		} else {
			return value{}, py.Raisef(py.TypeErrorType, "tcsetattr: elements of attributes must be characters or integers")
		}
	}
	t.Cflag = t.Cflag&^speeds | flags[5]&speeds
	if how < 0 || how > 2 {
		return value{}, py.RaiseArgs(errorType, py.Int(int64(syscall.EINVAL)), py.StrV(py.Strerror(syscall.EINVAL)))
	}
	return py.None, ioctl(n, syscall.TCSETS+uintptr(how), uintptr(unsafe.Pointer(&t)))
}

// size is the system's struct winsize.
type size struct{ rows, columns, width, height uint16 }

func getSize(fd value) (value, exc) {
	n, e := pyio.Descriptor(fd)
	if e != nil {
		return value{}, e
	}
	var s size
	if e := ioctl(n, syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&s))); e != nil {
		return value{}, e
	}
	return py.TupleV(py.Int(int64(s.rows)), py.Int(int64(s.columns))), nil
}

func setSize(fd, to value) (value, exc) {
	n, e := pyio.Descriptor(fd)
	if e != nil {
		return value{}, e
	}
	items, e := py.ToSlice(to)
	if e != nil || len(items) != 2 {
		return value{}, py.Raisef(py.TypeErrorType, "tcsetwinsize, arg 2: must be a two-item sequence")
	}
	var s size
	if e := ioctl(n, syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&s))); e != nil {
		return value{}, e
	}
	for i, p := range []*uint16{&s.rows, &s.columns} {
		k, e := py.IndexInt(items[i], py.OverflowErrorType)
		if e != nil {
			return value{}, e
		}
		if k < 0 || k > 1<<16-1 {
			return value{}, py.Raisef(py.OverflowErrorType, "winsize value(s) out of range.")
		}
		*p = uint16(k)
	}
	return py.None, ioctl(n, syscall.TIOCSWINSZ, uintptr(unsafe.Pointer(&s)))
}
