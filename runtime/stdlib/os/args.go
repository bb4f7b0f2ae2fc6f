package os

import (
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file reads the arguments that many functions of os have in common: paths, paths
// that may be descriptors, and directories that paths are relative to.

// target is the file that an argument names.
type target struct {
	path  string
	bytes bool // the path was given as bytes, and so are names below it
	fd    int
	isFD  bool
	shown value // what an OSError calls the file
}

// accepts says what an argument may be besides a path.
type accepts uint8

const (
	orFD accepts = 1 << iota
	orNone
)

// targetOf reads the argument called arg of the function fn.
func targetOf(fn, arg string, v value, a accepts) (target, exc) {
	if v.IsUnbound() || v.IsNone() && a&orNone != 0 {
		return target{path: ".", shown: py.StrV(".")}, nil
	}
	if a&orFD != 0 && !v.IsStr() && !v.IsBytes() && py.IsInstance(v, py.IntType) {
		if v.IsBool() && py.VersionAtLeast(13) {
			if e := py.Warn(py.RuntimeWarningType, "bool is used as a file descriptor", 1); e != nil {
				return target{}, e
			}
		}
		fd, e := fdArg(v)
		return target{fd: fd, isFD: true, shown: v}, e
	}
	v, e := pathValue(fn, arg, v, a)
	if e != nil {
		return target{}, e
	}
	path, e := pyio.FSPath(v)
	if e != nil {
		return target{}, e
	}
	if strings.IndexByte(path, 0) >= 0 {
		return target{}, py.Raisef(py.ValueErrorType, "%s: embedded null character in %s", fn, arg)
	}
	return target{path: path, shown: v, bytes: v.IsBytes()}, nil
}

// fdArg reads a number as the file descriptor that may stand for a path.
func fdArg(v value) (int, exc) {
	n, e := py.CInt(v)
	if e == nil || !e.Is(py.OverflowErrorType) {
		return n, e
	}
	bound := "greater than maximum"
	if less, _ := py.LtBool(v, py.Int(0)); less {
		bound = "less than minimum"
	}
	return 0, py.Raisef(py.OverflowErrorType, "fd is %s", bound)
}

// pathValue returns the str or bytes of the path that is the argument called arg of the
// function fn.
func pathValue(fn, arg string, given value, a accepts) (value, exc) {
	v, e := pyio.FSPathValue(given)
	if e != nil {
		if e.Is(py.TypeErrorType) && strings.HasPrefix(messageOf(e), "expected str, bytes or os.PathLike object, not ") {
			kinds := "string, bytes or os.PathLike"
			switch {
			case a == orFD:
				kinds = "string, bytes, os.PathLike or integer"
			case a == orFD|orNone:
				kinds = "string, bytes, os.PathLike, integer or None"
			}
			e = py.Raisef(py.TypeErrorType, "%s: %s should be %s, not %s", fn, arg, kinds, given.Type().Name)
		}
		return value{}, e
	}
	return v, nil
}

func messageOf(e exc) string {
	s, _ := py.StrText(e.Value())
	return s
}

// done is None, or the error of a system call about the file.
func (t target) done(err error) (value, exc) {
	if err != nil {
		return value{}, pyio.OSError(err, t.shown)
	}
	return py.None, nil
}

// done2 is None, or the error of a system call about two files.
func done2(src, dst target, err error) (value, exc) {
	if err == nil {
		return py.None, nil
	}
	if n, ok := errno(err); ok {
		return value{}, py.RaiseOSError(int64(n), py.Strerror(n), src.shown, dst.shown)
	}
	return src.done(err)
}

// name is a file name as the path of t was given, as str or bytes.
func (t target) name(s string) value { return pathResult(s, t.bytes) }

// done is None, or the error of a system call.
func done(err error) (value, exc) { return target{}.done(err) }

// flag is a bool argument; def where it is missing.
func flag(v value, def bool) (bool, exc) {
	if v.IsUnbound() {
		return def, nil
	}
	return py.Truth(v)
}

// cInt is an int argument; def where it is missing.
func cInt(v value, def int) (int, exc) {
	if v.IsUnbound() {
		return def, nil
	}
	return py.CInt(v)
}

// onFD makes a function of a descriptor.
func onFD(f func(fd int) error) func(fd value) (value, exc) {
	return func(fd value) (value, exc) {
		n, e := py.CInt(fd)
		if e != nil {
			return value{}, e
		}
		return done(f(n))
	}
}

func onNumber(v value, f func(n int) (int, error)) (value, exc) {
	n, e := py.CInt(v)
	if e != nil {
		return value{}, e
	}
	got, err := f(n)
	if err != nil {
		return done(err)
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

// blocked runs a system call that may take long, again where a signal interrupts it.
func blocked(f func() error) (err error) {
	py.Blocking(func() {
		for {
			if err = f(); err != syscall.EINTR {
				return
			}
		}
	})
	return err
}

// counted is the number that such a call gives, 0 where it fails.
func counted(f func() (int, error)) (n int, e exc) {
	if err := blocked(func() (err error) {
		n, err = f()
		return err
	}); err != nil {
		return 0, pyio.OSError(err, value{})
	}
	return n, nil
}

var nameGetItem = py.Intern("__getitem__")

// isSequence reports what PySequence_Check does: v has __getitem__ and is no dict.
func isSequence(v value) bool {
	if py.IsInstance(v, py.DictType) {
		return false
	}
	f, e := py.LookupSpecial(v, nameGetItem)
	return e == nil && !f.IsUnbound()
}
