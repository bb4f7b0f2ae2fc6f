package shutil

import (
	"runtime"
	"slices"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements copystat.

// copyStat copies the times, the extended attributes and the mode; of a symbolic link itself
// those that the system has for links.
func copyStat(src, dst, follow value) (value, exc) {
	var s steps
	through := s.Truth(follow) || !(s.Truth(path(&s, "islink", src)) && s.Truth(path(&s, "islink", dst)))
	deep := py.Bool(through)
	st := s.ApplyKw(s.Import("os", "stat"), []value{src, deep}, "follow_symlinks")
	times := py.TupleV(s.Attr(st, "st_atime_ns"), s.Attr(st, "st_mtime_ns"))
	s.ApplyKw(s.Import("os", "utime"), []value{dst, times, deep}, "ns", "follow_symlinks")
	if runtime.GOOS == "linux" && !s.Failed() {
		s.Raise(copyAttributes(src, dst, deep))
	}
	if through {
		call(&s, "chmod", dst, py.IntOf(s.Int(s.Attr(st, "st_mode"))&0o7777))
	}
	return s.Done(py.None)
}

// copyAttributes copies the extended attributes that can be copied.
func copyAttributes(src, dst, follow value) exc {
	var s steps
	names := s.ApplyKw(s.Import("os", "listxattr"), []value{src, follow}, "follow_symlinks")
	if s.Failed() {
		return without(s.Exc, syscall.ENOTSUP, syscall.ENODATA, syscall.EINVAL)
	}
	for _, name := range s.Items(names) {
		x := s.ApplyKw(s.Import("os", "getxattr"), []value{src, name, follow}, "follow_symlinks")
		s.ApplyKw(s.Import("os", "setxattr"), []value{dst, name, x, follow}, "follow_symlinks")
		if s.Exc = without(s.Exc, syscall.EPERM, syscall.ENOTSUP, syscall.ENODATA, syscall.EINVAL, syscall.EACCES); s.Exc != nil {
			break
		}
	}
	return s.Exc
}

// without returns e, nil if it is an OSError with one of the numbers.
func without(e exc, numbers ...syscall.Errno) exc {
	if e == nil || !e.Is(py.OSErrorType) {
		return e
	}
	if n, fail := py.GetAttr(e.Value(), py.Intern("errno")); fail == nil {
		if i, ok := py.AsInt64(n); ok && slices.Contains(numbers, syscall.Errno(i)) {
			return nil
		}
	}
	return e
}
