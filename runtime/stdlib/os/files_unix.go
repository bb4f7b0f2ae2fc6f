//go:build unix

package os

import (
	"math"
	"os"
	gotime "time"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"syscall"
)

// This file has the functions of os on files by name, with descriptors of directories that
// the names are relative to.

// cwd stands for the current directory where a descriptor of a directory is meant.
const cwd = atCWD

// dirFD reads an argument dir_fd.
func dirFD(v value) (int, exc) {
	if v.IsUnbound() || v.IsNone() {
		return cwd, nil
	}
	if !py.IsInstance(v, py.IntType) {
		if _, e := py.Index(v); e != nil {
			return 0, py.Raisef(py.TypeErrorType, "argument should be integer or None, not %s", v.Type().Name)
		}
	}
	return py.CInt(v)
}

// at reads a path and the directory that it is relative to.
func at(fn string, path, dir value, a accepts) (target, int, exc) {
	t, e := targetOf(fn, "path", path, a)
	if e != nil {
		return t, 0, e
	}
	d, e := dirFD(dir)
	if e == nil && t.isFD && d != cwd {
		e = py.Raisef(py.ValueErrorType, "%s: can't specify dir_fd without matching path", fn)
	}
	pyio.Sync()
	return t, d, e
}

// noFollow is the flag for calls that are not to follow a symbolic link.
func noFollow(follow value) (int, exc) {
	yes, e := flag(follow, true)
	if yes || e != nil {
		return 0, e
	}
	return atNoFollow, nil
}

var fileFunctions = []py.Method{
	{Name: "chdir", Sig: "(path)", Impl: func(path value) (value, exc) {
		t, e := targetOf("chdir", "path", path, orFD)
		if e != nil {
			return value{}, e
		}
		if t.isFD {
			return t.done(syscall.Fchdir(t.fd))
		}
		// Package os remembers the directory.
		return t.done(os.Chdir(t.path))
	}},
	{Name: "mkdir", Sig: "(path, mode=511, *, dir_fd=None)", Impl: func(args []value) (value, exc) {
		mode, e := cInt(args[1], 0o777)
		if e != nil {
			return value{}, e
		}
		t, dir, e := at("mkdir", args[0], args[2], 0)
		if e != nil {
			return value{}, e
		}
		return t.done(mkdirat(dir, t.path, uint32(mode)))
	}},
	{Name: "rmdir", Sig: "(path, *, dir_fd=None)", Impl: remover("rmdir", atRemoveDir)},
	{Name: "remove", Sig: "(path, *, dir_fd=None)", Impl: remover("remove", 0)},
	{Name: "unlink", Sig: "(path, *, dir_fd=None)", Impl: remover("unlink", 0)},
	{Name: "rename", Sig: "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", Impl: renamer("rename")},
	{Name: "replace", Sig: "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", Impl: renamer("replace")},
	{Name: "link", Sig: "(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", Impl: func(args []value) (value, exc) {
		src, dst, from, to, e := twoPaths("link", args)
		if e != nil {
			return value{}, e
		}
		follow, e := flag(args[4], true)
		if e != nil {
			return value{}, e
		}
		// link(2), which CPython calls where it can, does not follow on Linux.
		flags := 0
		if follow && (from != cwd || to != cwd) {
			flags = atFollow
		}
		return done2(src, dst, linkat(from, src.path, to, dst.path, flags))
	}},
	{Name: "symlink", Sig: "(src, dst, target_is_directory=False, *, dir_fd=None)", Impl: func(args []value) (value, exc) {
		src, e := targetOf("symlink", "src", args[0], 0)
		if e != nil {
			return value{}, e
		}
		dst, e := targetOf("symlink", "dst", args[1], 0)
		if e != nil {
			return value{}, e
		}
		dir, e := dirFD(args[3])
		if e != nil {
			return value{}, e
		}
		return done2(src, dst, symlinkat(src.path, dir, dst.path))
	}},
	{Name: "readlink", Sig: "(path, *, dir_fd=None)", Impl: func(args []value) (value, exc) {
		t, dir, e := at("readlink", args[0], args[1], 0)
		if e != nil {
			return value{}, e
		}
		for size := 256; ; size *= 2 {
			b := make([]byte, size)
			n, err := readlinkat(dir, t.path, b)
			if err != nil {
				return t.done(err)
			}
			if n < size {
				return t.name(string(b[:n])), nil
			}
		}
	}},
	{Name: "chmod", Sig: "(path, mode, *, dir_fd=None, follow_symlinks=True)", Impl: func(args []value) (value, exc) {
		t, dir, e := at("chmod", args[0], args[2], orFD)
		if e != nil {
			return value{}, e
		}
		mode, e := py.CInt(args[1])
		if e != nil {
			return value{}, e
		}
		flags, e := noFollow(args[3])
		if e != nil {
			return value{}, e
		}
		if t.isFD {
			return t.done(syscall.Fchmod(t.fd, uint32(mode)))
		}
		return t.done(fchmodat(dir, t.path, uint32(mode), flags))
	}},
	{Name: "chown", Sig: "(path, uid, gid, *, dir_fd=None, follow_symlinks=True)", Impl: func(args []value) (value, exc) {
		flags, e := noFollow(args[4])
		if e != nil {
			return value{}, e
		}
		return chown("chown", args[0], args[1], args[2], args[3], flags)
	}},
	{Name: "lchown", Sig: "(path, uid, gid)", Impl: func(path, uid, gid value) (value, exc) {
		return chown("lchown", path, uid, gid, value{}, atNoFollow)
	}},
	{Name: "access", Sig: "(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", Impl: func(args []value) (value, exc) {
		t, dir, e := at("access", args[0], args[2], 0)
		if e != nil {
			return value{}, e
		}
		mode, e := py.CInt(args[1])
		if e != nil {
			return value{}, e
		}
		flags, e := noFollow(args[4])
		if e != nil {
			return value{}, e
		}
		effective, e := flag(args[3], false)
		if e != nil {
			return value{}, e
		}
		if effective {
			flags |= atEffective
		}
		return py.Bool(faccessat(dir, t.path, uint32(mode), flags) == nil), nil
	}},
	{Name: "stat", Sig: "(path, *, dir_fd=None, follow_symlinks=True)", Impl: func(args []value) (value, exc) {
		t, dir, e := at("stat", args[0], args[1], orFD)
		if e != nil {
			return value{}, e
		}
		follow, e := flag(args[2], true)
		if e != nil {
			return value{}, e
		}
		return statTarget(t, dir, follow)
	}},
	{Name: "lstat", Sig: "(path, *, dir_fd=None)", Impl: func(args []value) (value, exc) {
		t, dir, e := at("lstat", args[0], args[1], 0)
		if e != nil {
			return value{}, e
		}
		return statTarget(t, dir, false)
	}},
	{Name: "utime", Sig: "(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)", Impl: utime},
	{Name: "truncate", Sig: "(path, length)", Impl: func(path, length value) (value, exc) {
		t, e := targetOf("truncate", "path", path, orFD)
		if e != nil {
			return value{}, e
		}
		n, e := py.Ssize(length)
		if e != nil {
			return value{}, e
		}
		pyio.Sync()
		if t.isFD {
			return done(syscall.Ftruncate(t.fd, int64(n)))
		}
		return t.done(syscall.Truncate(t.path, int64(n)))
	}},
	{Name: "mkfifo", Sig: "(path, mode=438, *, dir_fd=None)", Impl: func(args []value) (value, exc) {
		mode, e := cInt(args[1], 0o666)
		if e != nil {
			return value{}, e
		}
		t, dir, e := at("mkfifo", args[0], args[2], 0)
		if e != nil {
			return value{}, e
		}
		return done(sysMknod(dir, t.path, uint32(mode)|syscall.S_IFIFO, 0)) // CPython's error does not name the file
	}},
	{Name: "mknod", Sig: "(path, mode=384, device=0, *, dir_fd=None)", Impl: func(args []value) (value, exc) {
		mode, e := cInt(args[1], 0o600)
		if e != nil {
			return value{}, e
		}
		device := 0
		if !args[2].IsUnbound() {
			if device, e = py.Ssize(args[2]); e != nil {
				return value{}, e
			}
		}
		t, dir, e := at("mknod", args[0], args[3], 0)
		if e != nil {
			return value{}, e
		}
		if mode&syscall.S_IFMT == 0 {
			mode |= syscall.S_IFREG
		}
		return done(sysMknod(dir, t.path, uint32(mode), device))
	}},
	{Name: "open", Sig: "(path, flags, mode=511, *, dir_fd=None)", Impl: func(args []value) (value, exc) {
		t, dir, e := at("open", args[0], args[3], 0)
		if e != nil {
			return value{}, e
		}
		flags, e := py.CInt(args[1])
		if e != nil {
			return value{}, e
		}
		mode, e := cInt(args[2], 0o777)
		if e != nil {
			return value{}, e
		}
		var fd int
		err := blocked(func() (err error) {
			fd, err = openat(dir, t.path, flags|syscall.O_CLOEXEC, uint32(mode))
			return err
		})
		if err != nil {
			return t.done(err)
		}
		return py.IntOf(fd), nil
	}},
	{Name: "chroot", Sig: "(path)", Impl: func(path value) (value, exc) {
		t, e := targetOf("chroot", "path", path, 0)
		if e != nil {
			return value{}, e
		}
		return t.done(syscall.Chroot(t.path))
	}},
	{Name: "statvfs", Sig: "(path)", Impl: func(path value) (value, exc) {
		t, e := targetOf("statvfs", "path", path, orFD)
		if e != nil {
			return value{}, e
		}
		return statvfs(t)
	}},
	{Name: "fstatvfs", Sig: "(fd, /)", Impl: func(fd value) (value, exc) {
		n, e := py.CInt(fd)
		if e != nil {
			return value{}, e
		}
		return statvfs(target{fd: n, isFD: true})
	}},
}

func remover(fn string, flags int) any {
	return func(args []value) (value, exc) {
		t, dir, e := at(fn, args[0], args[1], 0)
		if e != nil {
			return value{}, e
		}
		return t.done(unlinkat(dir, t.path, flags))
	}
}

func renamer(fn string) any {
	return func(args []value) (value, exc) {
		src, dst, from, to, e := twoPaths(fn, args)
		if e != nil {
			return value{}, e
		}
		return done2(src, dst, renameat(from, src.path, to, dst.path))
	}
}

// twoPaths reads src, dst, src_dir_fd and dst_dir_fd.
func twoPaths(fn string, args []value) (src, dst target, from, to int, e exc) {
	if src, e = targetOf(fn, "src", args[0], 0); e != nil {
		return src, dst, 0, 0, e
	}
	if dst, e = targetOf(fn, "dst", args[1], 0); e != nil {
		return src, dst, 0, 0, e
	}
	if from, e = dirFD(args[2]); e != nil {
		return src, dst, 0, 0, e
	}
	to, e = dirFD(args[3])
	pyio.Sync()
	return src, dst, from, to, e
}

func chown(fn string, path, uid, gid, dirV value, flags int) (value, exc) {
	a := orFD
	if fn == "lchown" {
		a = 0
	}
	t, dir, e := at(fn, path, dirV, a)
	if e != nil {
		return value{}, e
	}
	u, e := idOf("uid", uid)
	if e != nil {
		return value{}, e
	}
	g, e := idOf("gid", gid)
	if e != nil {
		return value{}, e
	}
	if t.isFD {
		return t.done(syscall.Fchown(t.fd, u, g))
	}
	return t.done(fchownat(dir, t.path, u, g, flags))
}

// idOf reads the number of a user or group, -1 for none.
func idOf(kind string, v value) (int, exc) {
	i, e := py.Index(v)
	if e != nil {
		return 0, py.Raisef(py.TypeErrorType, "%s should be integer, not %s", kind, v.Type().Name)
	}
	n, ok := py.AsInt64(i)
	switch {
	case !ok:
		return 0, py.Raisef(py.OverflowErrorType, "%s is greater than maximum", kind)
	case n < -1, n > math.MaxUint32: // CPython says so of what is too large for 32 bits
		return 0, py.Raisef(py.OverflowErrorType, "%s is less than minimum", kind)
	}
	return int(int32(uint32(n))), nil
}

func utime(args []value) (value, exc) {
	t, dir, e := at("utime", args[0], args[3], orFD)
	if e != nil {
		return value{}, e
	}
	flags, e := noFollow(args[4])
	if e != nil {
		return value{}, e
	}
	times, ns := args[1], args[2]
	haveTimes := !times.IsUnbound() && !times.IsNone()
	if haveTimes && !ns.IsUnbound() {
		return value{}, py.Raisef(py.ValueErrorType, "utime: you may specify either 'times' or 'ns' but not both")
	}
	var stamps [2]syscall.Timespec
	switch {
	case haveTimes:
		items, ok := pairOf(times)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "utime: 'times' must be either a tuple of two ints or None")
		}
		for i, x := range items {
			if stamps[i], e = timespecOf(x); e != nil {
				return value{}, e
			}
		}
	case !ns.IsUnbound():
		items, ok := pairOf(ns)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "utime: 'ns' must be a tuple of two ints")
		}
		for i, x := range items {
			n, e := py.Ssize(x)
			if e != nil {
				return value{}, e
			}
			stamps[i] = timespec(int64(n))
		}
	default:
		now := timespec(py.TheClock.Now())
		stamps = [2]syscall.Timespec{now, now}
	}
	if t.isFD {
		return t.done(sysFutimens(t.fd, stamps))
	}
	return t.done(utimensat(dir, t.path, stamps[:], flags))
}

func pairOf(v value) ([]value, bool) {
	if !py.IsInstance(v, py.TupleType) {
		return nil, false
	}
	items := py.Heap[py.Tuple](v).Items()
	return items, len(items) == 2
}

func timespec(ns int64) syscall.Timespec {
	s := floorSeconds(ns)
	return syscall.Timespec{Sec: s, Nsec: ns - s*int64(gotime.Second)}
}

// timespecOf reads seconds, as an int or a float, which is rounded down.
func timespecOf(v value) (syscall.Timespec, exc) {
	if !v.IsFloat() {
		n, e := py.Ssize(v)
		return syscall.Timespec{Sec: int64(n)}, e
	}
	f := v.Float()
	if math.IsNaN(f) {
		return syscall.Timespec{}, py.Raisef(py.ValueErrorType, "Invalid value NaN (not a number)")
	}
	if math.Abs(f) > 1<<62 {
		return syscall.Timespec{}, py.Raisef(py.OverflowErrorType, "timestamp out of range for platform time_t")
	}
	s := math.Floor(f)
	return syscall.Timespec{Sec: int64(s), Nsec: int64((f - s) * 1e9)}, nil
}
