package os

import (
	"os"
	"syscall"
	gotime "time"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file has the functions of os on files for Windows, where there are no descriptors of
// directories and no owners.

// cwd stands for the current directory.
const cwd = -1

// platformTypes are the classes that only other systems have.
var platformTypes []*py.Type

// platformFunctions are the functions of this system.
func platformFunctions() []py.Method { return fileFunctions }

var platformConstants []constant

func addPlatform(*py.Module) exc { return nil }

var fileFunctions = []py.Method{
	{Name: "chdir", Sig: "(path)", Impl: onPath("chdir", os.Chdir)},
	{Name: "mkdir", Sig: "(path, mode=511, *, dir_fd=None)", Impl: func(args []value) (value, exc) {
		return onPath("mkdir", func(p string) error { return os.Mkdir(p, 0o777) })(args[0])
	}},
	{Name: "rmdir", Sig: "(path)", Impl: onPath("rmdir", sysRmdir)},
	{Name: "remove", Sig: "(path)", Impl: onPath("remove", syscall.Unlink)},
	{Name: "unlink", Sig: "(path)", Impl: onPath("unlink", syscall.Unlink)},
	{Name: "rename", Sig: "(src, dst)", Impl: onTwo("rename", os.Rename)}, {Name: "replace", Sig: "(src, dst)", Impl: onTwo("replace", os.Rename)},
	{Name: "symlink", Sig: "(src, dst)", Impl: onTwo("symlink", os.Symlink)}, {Name: "link", Sig: "(src, dst)", Impl: onTwo("link", os.Link)},
	{Name: "readlink", Sig: "(path)", Impl: func(p value) (value, exc) {
		t, e := targetOf("readlink", "path", p, 0)
		if e != nil {
			return value{}, e
		}
		s, err := os.Readlink(t.path)
		if err != nil {
			return t.done(err)
		}
		return t.name(s), nil
	}},
	{Name: "chmod", Sig: "(path, mode)", Impl: func(p, m value) (value, exc) {
		n, e := py.CInt(m)
		if e != nil {
			return value{}, e
		}
		return onPath("chmod", func(path string) error { return syscall.Chmod(path, uint32(n)) })(p)
	}},
	{Name: "access", Sig: "(path, mode)", Impl: func(p, m value) (value, exc) {
		n, e := py.CInt(m)
		if e != nil {
			return value{}, e
		}
		t, e := targetOf("access", "path", p, 0)
		return py.Bool(e == nil && sysAccess(t.path, uint32(n)) == nil), e
	}},
	{Name: "stat", Sig: "(path, *, dir_fd=None, follow_symlinks=True)", Impl: func(args []value) (value, exc) {
		follow, e := flag(args[2], true)
		if e != nil {
			return value{}, e
		}
		return stat("stat", args[0], follow)
	}},
	{Name: "lstat", Sig: "(path)", Impl: func(p value) (value, exc) { return stat("lstat", p, false) }},
	{Name: "fstat", Sig: "(fd)", Impl: fstat},
	{Name: "utime", Sig: "(path, times=None)", Impl: utime},
	{Name: "open", Sig: "(path, flags, mode=511)", Impl: func(p, flags, mode value) (value, exc) {
		t, e := targetOf("open", "path", p, 0)
		if e != nil {
			return value{}, e
		}
		f, e := py.CInt(flags)
		if e != nil {
			return value{}, e
		}
		perm, e := cInt(mode, 0o777)
		if e != nil {
			return value{}, e
		}
		fd, err := sysOpen(t.path, f, uint32(perm))
		if err != nil {
			return t.done(err)
		}
		return py.IntOf(fd), nil
	}},
	{Name: "get_terminal_size", Impl: func(args []value) (value, exc) { return done(syscall.ENOTTY) }},
}

// onPath makes a function of a path that the system carries out.
func onPath(fn string, f func(path string) error) func(p value) (value, exc) {
	return func(p value) (value, exc) {
		t, e := targetOf(fn, "path", p, 0)
		if e != nil {
			return value{}, e
		}
		pyio.Sync()
		return t.done(f(t.path))
	}
}

func onTwo(fn string, f func(a, b string) error) any {
	return func(a, b value) (value, exc) {
		src, e := targetOf(fn, "src", a, 0)
		if e != nil {
			return value{}, e
		}
		dst, e := targetOf(fn, "dst", b, 0)
		if e != nil {
			return value{}, e
		}
		pyio.Sync()
		return done2(src, dst, f(src.path, dst.path))
	}
}

func utime(p, times value) (value, exc) {
	t, e := targetOf("utime", "path", p, 0)
	if e != nil {
		return value{}, e
	}
	at := gotime.Unix(0, py.TheClock.Now())
	mt := at
	if !times.IsUnbound() && !times.IsNone() {
		a, m, e := py.Unpack2(times)
		if e != nil {
			return value{}, e
		}
		for _, x := range []struct {
			v   value
			dst *gotime.Time
		}{{a, &at}, {m, &mt}} {
			f, e := py.AsFloat(x.v)
			if e != nil {
				return value{}, e
			}
			*x.dst = gotime.Unix(0, int64(f*1e9))
		}
	}
	return t.done(os.Chtimes(t.path, at, mt))
}

// readDirFD is for systems that have descriptors of directories.
func readDirFD(int) ([]os.DirEntry, error) { return nil, syscall.EBADF }
