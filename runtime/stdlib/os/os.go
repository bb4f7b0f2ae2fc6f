// Package os implements the modules os and os.path (Python library reference, os:
// Miscellaneous operating system interfaces).
package os

import (
	"crypto/rand"
	"os"
	"os/exec"
	"os/user"
	"runtime"
	"strings"
	"syscall"
	gotime "time"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/signals"
	"github.com/aio2go/aio2go/runtime/structseq"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var statType = structseq.New(structseq.Spec{Name: "stat_result", Module: "os",
	Fields: []string{"st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime"},
	Hidden: []string{"st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks", "st_rdev"}})

var unameType = structseq.New(structseq.Spec{Name: "uname_result", Module: "posix", Fields: []string{"sysname", "nodename", "release", "version", "machine"}})

var terminalSizeType = structseq.New(structseq.Spec{Name: "terminal_size", Module: "os", Fields: []string{"columns", "lines"}})

var spec = py.ModuleSpec{
	Name:    "os",
	Package: true,
	Doc:     "OS routines for NT or Posix depending on what system we're on.",
	Types:   []*py.Type{statType, unameType, terminalSizeType, dirEntryType},
	Functions: []py.Method{
		{Name: "getenv", Sig: "(key, default=None)", Impl: getenv},
		{Name: "putenv", Sig: "(name, value, /)", Impl: func(k, v value) (value, exc) { return py.None, setenv(k, v) }},
		{Name: "unsetenv", Sig: "(name, /)", Impl: func(k value) (value, exc) { return py.None, unsetenv(k) }},
		{Name: "getpid", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(os.Getpid())), nil }},
		{Name: "getppid", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(os.Getppid())), nil }},
		{Name: "getuid", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(os.Getuid())), nil }},
		{Name: "geteuid", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(os.Geteuid())), nil }},
		{Name: "getgid", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(os.Getgid())), nil }},
		{Name: "getegid", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(os.Getegid())), nil }},
		{Name: "getlogin", Sig: "()", Impl: func() (value, exc) {
			u, err := user.Current()
			if err != nil {
				return value{}, pyio.OSError(err, value{})
			}
			return py.StrV(u.Username), nil
		}},
		{Name: "getcwd", Sig: "()", Impl: getcwd},
		{Name: "getcwdb", Sig: "()", Impl: func() (value, exc) {
			v, e := getcwd()
			if e != nil {
				return value{}, e
			}
			return py.BytesV([]byte(v.Str().S)), nil
		}},
		{Name: "chdir", Sig: "(path)", Impl: onPath(os.Chdir)},
		{Name: "mkdir", Sig: "(path, mode=511, *, dir_fd=None)", Impl: func(args []value) (value, exc) {
			mode, e := modeArg(args[1])
			if e != nil {
				return value{}, e
			}
			return onPath(func(p string) error { return os.Mkdir(p, mode) })(args[0])
		}},
		{Name: "makedirs", Sig: "(name, mode=511, exist_ok=False)", Impl: makedirs},
		{Name: "rmdir", Sig: "(path, *, dir_fd=None)", Impl: func(args []value) (value, exc) { return onPath(syscall.Rmdir)(args[0]) }},
		{Name: "removedirs", Sig: "(name)", Impl: onPath(syscall.Rmdir)},
		{Name: "remove", Sig: "(path, *, dir_fd=None)", Impl: func(args []value) (value, exc) { return onPath(syscall.Unlink)(args[0]) }},
		{Name: "unlink", Sig: "(path, *, dir_fd=None)", Impl: func(args []value) (value, exc) { return onPath(syscall.Unlink)(args[0]) }},
		{Name: "rename", Sig: "(src, dst)", Impl: onTwo(os.Rename)}, {Name: "replace", Sig: "(src, dst)", Impl: onTwo(os.Rename)},
		{Name: "symlink", Sig: "(src, dst)", Impl: onTwo(os.Symlink)}, {Name: "link", Sig: "(src, dst)", Impl: onTwo(os.Link)},
		{Name: "readlink", Sig: "(path)", Impl: func(p value) (value, exc) {
			path, e := pyio.FSPath(p)
			if e != nil {
				return value{}, e
			}
			s, err := os.Readlink(path)
			if err != nil {
				return value{}, pyio.OSError(err, p)
			}
			return py.StrV(s), nil
		}},
		{Name: "chmod", Sig: "(path, mode)", Impl: func(p, m value) (value, exc) {
			n, e := py.CInt(m)
			if e != nil {
				return value{}, e
			}
			return onPath(func(path string) error { return sysChmod(path, uint32(n)) })(p)
		}},
		{Name: "access", Sig: "(path, mode)", Impl: func(p, m value) (value, exc) {
			n, e := py.CInt(m)
			if e != nil {
				return value{}, e
			}
			path, e := pyio.FSPath(p)
			if e != nil {
				return value{}, e
			}
			return py.Bool(sysAccess(path, uint32(n)) == nil), nil
		}},
		{Name: "listdir", Sig: "(path=None)", Impl: listdir},
		{Name: "scandir", Sig: "(path=None)", Impl: scandir},
		{Name: "walk", Sig: "(top, topdown=True, onerror=None, followlinks=False)", Impl: walk},
		{Name: "stat", Sig: "(path, *, dir_fd=None, follow_symlinks=True)", Impl: func(args []value) (value, exc) {
			follow := true
			if !args[2].IsUnbound() {
				var e exc
				if follow, e = py.Truth(args[2]); e != nil {
					return value{}, e
				}
			}
			return stat(args[0], follow)
		}},
		{Name: "lstat", Sig: "(path)", Impl: func(p value) (value, exc) { return stat(p, false) }},
		{Name: "fstat", Sig: "(fd)", Impl: func(p value) (value, exc) { return stat(p, true) }},
		{Name: "utime", Sig: "(path, times=None)", Impl: utime},
		{Name: "fspath", Sig: "(path)", Impl: fspath},
		{Name: "fsencode", Sig: "(filename)", Impl: func(p value) (value, exc) {
			if p.IsBytes() {
				return p, nil
			}
			s, e := pyio.FSPath(p)
			if e != nil {
				return value{}, e
			}
			b, e := py.Encode(py.NewStr(s), "utf-8", "surrogateescape")
			return py.BytesV(b), e
		}},
		{Name: "fsdecode", Sig: "(filename)", Impl: func(p value) (value, exc) {
			if b, ok := py.AsBytes(p); ok {
				return py.Decode(b.B, "utf-8", "surrogateescape")
			}
			s, e := pyio.FSPath(p)
			return py.StrV(s), e
		}},
		{Name: "urandom", Sig: "(size, /)", Impl: func(n value) (value, exc) {
			k, e := py.Ssize(n)
			if e != nil {
				return value{}, e
			}
			if k < 0 {
				return value{}, py.Raisef(py.ValueErrorType, "negative argument not allowed")
			}
			b := make([]byte, k)
			_, _ = rand.Read(b)
			return py.BytesV(b), nil
		}},
		{Name: "cpu_count", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(runtime.NumCPU())), nil }},
		{Name: "process_cpu_count", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(runtime.NumCPU())), nil }},
		{Name: "system", Sig: "(command)", Impl: system},
		{Name: "kill", Sig: "(pid, signal, /)", Impl: func(pid, sig value) (value, exc) {
			p, e := py.CInt(pid)
			if e != nil {
				return value{}, e
			}
			s, e := py.CInt(sig)
			if e != nil {
				return value{}, e
			}
			if p == os.Getpid() {
				return py.None, signals.Raise(s)
			}
			if err := sysKill(p, s); err != nil {
				return value{}, pyio.OSError(err, value{})
			}
			return py.None, nil
		}},
		{Name: "_exit", Sig: "(status)", Impl: func(status value) (value, exc) {
			n, e := py.CInt(status)
			if e != nil {
				return value{}, e
			}
			os.Exit(n & 0xff)
			return py.None, nil
		}},
		{Name: "abort", Sig: "()", Impl: func() (value, exc) {
			abort()
			return py.None, nil
		}},
		{Name: "strerror", Sig: "(code, /)", Impl: func(code value) (value, exc) {
			n, e := py.CInt(code)
			return py.StrV(py.Strerror(syscall.Errno(n))), e
		}},
		{Name: "isatty", Sig: "(fd, /)", Impl: func(fd value) (value, exc) {
			n, e := py.CInt(fd)
			if e != nil {
				return value{}, e
			}
			return py.Bool(pyio.IsTTY(n)), nil
		}},
		{Name: "open", Sig: "(path, flags, mode=511)", Impl: openFD},
		{Name: "close", Sig: "(fd)", Impl: onFD(sysClose)},
		{Name: "fsync", Sig: "(fd)", Impl: onFD(sysFsync)},
		{Name: "read", Sig: "(fd, length, /)", Impl: readFD},
		{Name: "write", Sig: "(fd, data, /)", Impl: writeFD},
		{Name: "pipe", Sig: "()", Impl: func() (value, exc) {
			var p [2]int
			if err := sysPipe(p[:]); err != nil {
				return value{}, pyio.OSError(err, value{})
			}
			return py.TupleV(py.Int(int64(p[0])), py.Int(int64(p[1]))), nil
		}},
		{Name: "dup", Sig: "(fd, /)", Impl: func(fd value) (value, exc) {
			n, e := py.CInt(fd)
			if e != nil {
				return value{}, e
			}
			k, err := sysDup(n)
			if err != nil {
				return value{}, pyio.OSError(err, value{})
			}
			return py.Int(int64(k)), nil
		}},
		{Name: "umask", Sig: "(mask, /)", Impl: func(m value) (value, exc) {
			n, e := py.CInt(m)
			return py.Int(int64(sysUmask(n))), e
		}},
		{Name: "uname", Sig: "()", Impl: uname},
		{Name: "sysconf", Sig: "(name, /)", Impl: sysconf},
		{Name: "getloadavg", Sig: "()", Impl: func() (value, exc) {
			b, err := os.ReadFile("/proc/loadavg")
			if err != nil {
				return value{}, py.Raisef(py.OSErrorType, "Load averages are unobtainable")
			}
			var out []value
			for _, f := range strings.Fields(string(b))[:3] {
				v, e := py.Call1(py.FloatType.Value(), py.StrV(f))
				if e != nil {
					return value{}, e
				}
				out = append(out, v)
			}
			return py.NewTuple(out).Value(), nil
		}},
		{Name: "get_terminal_size", Impl: func(args []value) (value, exc) {
			return value{}, py.RaiseErrno(syscall.ENOTTY, value{})
		}},
		{Name: "get_exec_path", Sig: "(env=None)", Impl: func(env value) (value, exc) {
			var out []value
			for _, p := range strings.Split(os.Getenv("PATH"), ":") {
				out = append(out, py.StrV(p))
			}
			return py.NewList(out).Value(), nil
		}},
	},
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

func initModule(m *py.Module) exc {
	env, e := newEnviron()
	if e != nil {
		return e
	}
	m.Set("environ", env)
	path, e := pathSpec.Module()
	if e != nil {
		return e
	}
	m.Set("path", path.Value())
	for _, name := range []string{"os.path", "posixpath"} {
		py.Modules.SetStr(py.Intern(name), path.Value())
	}
	m.Set("sysconf_names", sysconfTable())
	m.Set("name", py.StrV("posix"))
	for _, f := range unixFunctions {
		m.Set(f.Name, py.NewBuiltin(f.Name, "posix", f.Sig, f.Impl).Value())
	}
	for _, c := range []struct{ name, text string }{{"sep", "/"}, {"pathsep", ":"}, {"linesep", "\n"}, {"curdir", "."}, {"pardir", ".."},
		{"extsep", "."}, {"devnull", "/dev/null"}, {"defpath", "/bin:/usr/bin"}} {
		m.Set(c.name, py.StrV(c.text))
	}
	m.Set("altsep", py.None)
	m.Set("error", py.OSErrorType.Value())
	m.Set("supports_bytes_environ", py.True)
	for _, c := range []struct {
		name string
		n    int
	}{{"O_RDONLY", os.O_RDONLY}, {"O_WRONLY", os.O_WRONLY}, {"O_RDWR", os.O_RDWR}, {"O_APPEND", os.O_APPEND}, {"O_CREAT", os.O_CREATE},
		{"O_EXCL", os.O_EXCL}, {"O_TRUNC", os.O_TRUNC}, {"O_SYNC", os.O_SYNC}, {"O_NONBLOCK", oNonblock}, {"O_CLOEXEC", oCloexec},
		{"SEEK_SET", 0}, {"SEEK_CUR", 1}, {"SEEK_END", 2}, {"F_OK", 0}, {"R_OK", 4}, {"W_OK", 2}, {"X_OK", 1},
		{"EX_OK", 0}, {"EX_USAGE", 64}, {"EX_DATAERR", 65}, {"EX_NOINPUT", 66}, {"EX_UNAVAILABLE", 69}, {"EX_SOFTWARE", 70},
		{"EX_OSERR", 71}, {"EX_NOUSER", 67}, {"EX_NOHOST", 68}, {"EX_OSFILE", 72}, {"EX_PROTOCOL", 76}, {"EX_CANTCREAT", 73}, {"EX_IOERR", 74}, {"EX_TEMPFAIL", 75}, {"EX_NOPERM", 77}, {"EX_CONFIG", 78},
		{"WNOHANG", 1}, {"P_WAIT", 0}, {"P_NOWAIT", 1}} {
		m.Set(c.name, py.Int(int64(c.n)))
	}
	return addPathLike(m)
}

// onPath makes a function of a path that the system carries out.
func onPath(f func(path string) error) func(p value) (value, exc) {
	return func(p value) (value, exc) {
		path, e := pyio.FSPath(p)
		if e != nil {
			return value{}, e
		}
		pyio.Sync()
		if err := f(path); err != nil {
			return value{}, pyio.OSError(err, p)
		}
		return py.None, nil
	}
}

func onTwo(f func(a, b string) error) any {
	return func(a, b value) (value, exc) {
		src, e := pyio.FSPath(a)
		if e != nil {
			return value{}, e
		}
		dst, e := pyio.FSPath(b)
		if e != nil {
			return value{}, e
		}
		pyio.Sync()
		if err := f(src, dst); err != nil {
			x := pyio.OSError(err, a)
			if n, ok := errno(err); ok {
				x = py.RaiseOSError(int64(n), py.Strerror(n), a, b)
			}
			return value{}, x
		}
		return py.None, nil
	}
}

func errno(err error) (syscall.Errno, bool) {
	switch e := err.(type) {
	case syscall.Errno:
		return e, true
	case *os.LinkError:
		return errno(e.Err)
	case *os.PathError:
		return errno(e.Err)
	}
	return 0, false
}

func onFD(f func(fd int) error) any {
	return func(fd value) (value, exc) {
		n, e := py.CInt(fd)
		if e != nil {
			return value{}, e
		}
		if err := f(n); err != nil {
			return value{}, pyio.OSError(err, value{})
		}
		return py.None, nil
	}
}

func modeArg(v value) (os.FileMode, exc) {
	if v.IsUnbound() {
		return 0o777, nil
	}
	n, e := py.CInt(v)
	return os.FileMode(n), e
}

func getcwd() (value, exc) {
	dir, err := os.Getwd()
	if err != nil {
		return value{}, pyio.OSError(err, value{})
	}
	return py.StrV(dir), nil
}

func makedirs(name, modeV, existOK value) (value, exc) {
	path, e := pyio.FSPath(name)
	if e != nil {
		return value{}, e
	}
	mode, e := modeArg(modeV)
	if e != nil {
		return value{}, e
	}
	ok := false
	if !existOK.IsUnbound() {
		if ok, e = py.Truth(existOK); e != nil {
			return value{}, e
		}
	}
	head := strings.TrimRight(path, "/")
	if i := strings.LastIndexByte(head, '/'); i > 0 {
		if err := os.MkdirAll(head[:i], 0o777); err != nil {
			return value{}, pyio.OSError(err, py.StrV(head[:i]))
		}
	}
	if err := os.Mkdir(path, mode); err != nil {
		if st, serr := os.Stat(path); ok && serr == nil && st.IsDir() {
			return py.None, nil
		}
		return value{}, pyio.OSError(err, name)
	}
	return py.None, nil
}

// pathArg is an optional path argument; "." is meant where it is missing.
func pathArg(p value) (string, value, exc) {
	if p.IsUnbound() || p.IsNone() {
		return ".", py.StrV("."), nil
	}
	s, e := pyio.FSPath(p)
	return s, p, e
}

func readDir(path string) ([]os.DirEntry, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}

func listdir(p value) (value, exc) {
	path, shown, e := pathArg(p)
	if e != nil {
		return value{}, e
	}
	entries, err := readDir(path)
	if err != nil {
		return value{}, pyio.OSError(err, shown)
	}
	items := make([]value, len(entries))
	for i, d := range entries {
		items[i] = py.StrV(d.Name())
		if !p.IsUnbound() && p.IsBytes() {
			items[i] = py.BytesV([]byte(d.Name()))
		}
	}
	return py.NewList(items).Value(), nil
}

func stat(p value, follow bool) (value, exc) {
	pyio.Sync()
	if p.IsInt() && !p.IsBool() {
		fd, e := py.CInt(p)
		if e != nil {
			return value{}, e
		}
		st, err := sysFstat(fd)
		if err != nil {
			return value{}, pyio.OSError(err, value{})
		}
		return statValue(st), nil
	}
	path, e := pyio.FSPath(p)
	if e != nil {
		if e.Is(py.TypeErrorType) {
			return value{}, py.Raisef(py.TypeErrorType, "stat: path should be string, bytes, os.PathLike or integer, not %s", p.Type().Name)
		}
		return value{}, e
	}
	st, err := sysStat(path, follow)
	if err != nil {
		return value{}, pyio.OSError(err, p)
	}
	return statValue(st), nil
}

// fileStat is what stat(2) says of a file; times are in nanoseconds.
type fileStat struct {
	mode, ino, dev, nlink, uid, gid, size int64
	atime, mtime, ctime                   int64
	blksize, blocks, rdev                 int64
}

func statValue(st *fileStat) value {
	ints := func(list ...int64) []value {
		out := make([]value, len(list))
		for i, n := range list {
			out[i] = py.Int(n)
		}
		return out
	}
	hidden := make([]value, 0, 9)
	times := []int64{st.atime, st.mtime, st.ctime}
	for _, t := range times {
		hidden = append(hidden, py.Float(float64(t)/1e9))
	}
	hidden = append(hidden, ints(times...)...)
	hidden = append(hidden, ints(st.blksize, st.blocks, st.rdev)...)
	return structseq.Make(statType, ints(st.mode, st.ino, st.dev, st.nlink, st.uid, st.gid, st.size,
		floorSeconds(st.atime), floorSeconds(st.mtime), floorSeconds(st.ctime)), hidden...)
}

func floorSeconds(ns int64) int64 {
	s := ns / 1e9
	if ns%1e9 < 0 {
		s--
	}
	return s
}

func utime(p, times value) (value, exc) {
	path, e := pyio.FSPath(p)
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
	if err := os.Chtimes(path, at, mt); err != nil {
		return value{}, pyio.OSError(err, p)
	}
	return py.None, nil
}

func fspath(p value) (value, exc) {
	if p.IsStr() || p.IsBytes() {
		return p, nil
	}
	s, e := pyio.FSPath(p)
	return py.StrV(s), e
}

func system(command value) (value, exc) {
	s, ok := py.AsStr(command)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "expected str, bytes or os.PathLike object, not %s", command.Type().Name)
	}
	if e := pyio.FlushStd(); e != nil {
		return value{}, e
	}
	pyio.Sync()
	argv := shell(s.S)
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	var err error
	py.Blocking(func() { err = cmd.Run() })
	if cmd.ProcessState == nil {
		return value{}, pyio.OSError(err, value{})
	}
	return py.Int(waitStatus(cmd.ProcessState)), nil
}

func openFD(p, flags, mode value) (value, exc) {
	path, e := pyio.FSPath(p)
	if e != nil {
		return value{}, e
	}
	f, e := py.CInt(flags)
	if e != nil {
		return value{}, e
	}
	perm, e := modeArg(mode)
	if e != nil {
		return value{}, e
	}
	fd, err := sysOpen(path, f, uint32(perm))
	if err != nil {
		return value{}, pyio.OSError(err, p)
	}
	return py.Int(int64(fd)), nil
}

func readFD(fd, length value) (value, exc) {
	f, e := py.CInt(fd)
	if e != nil {
		return value{}, e
	}
	n, e := py.Ssize(length)
	if e != nil {
		return value{}, e
	}
	if n < 0 {
		return value{}, py.RaiseErrno(syscall.EINVAL, value{})
	}
	b := make([]byte, n)
	var k int
	var err error
	py.Blocking(func() { k, err = sysRead(f, b) })
	if err != nil {
		return value{}, pyio.OSError(err, value{})
	}
	return py.BytesV(b[:k]), nil
}

func writeFD(fd, data value) (value, exc) {
	f, e := py.CInt(fd)
	if e != nil {
		return value{}, e
	}
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	var k int
	var err error
	py.Blocking(func() { k, err = sysWrite(f, b) })
	if err != nil {
		return value{}, pyio.OSError(err, value{})
	}
	return py.Int(int64(k)), nil
}

func uname() (value, exc) {
	host, _ := os.Hostname()
	read := func(path string) string {
		b, err := os.ReadFile(path)
		if err != nil {
			return ""
		}
		return strings.TrimSpace(string(b))
	}
	machine := map[string]string{"amd64": "x86_64", "arm64": "aarch64", "386": "i686"}[runtime.GOARCH]
	items := make([]value, 0, 5)
	for _, s := range []string{sysName, host, read("/proc/sys/kernel/osrelease"), read("/proc/sys/kernel/version"), machine} {
		items = append(items, py.StrV(s))
	}
	return structseq.Make(unameType, items), nil
}

// walk yields (dirpath, dirnames, filenames) of a tree. The lists are made as the walk
// goes on, and changes to dirnames steer it.
func walk(top, topdown, onerror, followlinks value) (value, exc) {
	root, e := pyio.FSPath(top)
	if e != nil {
		return value{}, e
	}
	down := topdown.IsUnbound() || topdown == py.True
	follow := !followlinks.IsUnbound() && followlinks == py.True
	type pending struct {
		path string
		dirs *py.List // of the directory to go into; nil for path itself
		done value    // what is yielded after the directories, when bottom-up
	}
	stack := []pending{{path: root}}
	list := func(path string) (*py.List, value, bool, exc) {
		entries, err := readDir(path)
		if err != nil {
			if !onerror.IsUnbound() && !onerror.IsNone() {
				_, e := py.Call1(onerror, pyio.OSError(err, py.StrV(path)).Value())
				return nil, value{}, false, e
			}
			return nil, value{}, false, nil
		}
		dirs, files := py.NewList(nil), py.NewList(nil)
		for _, d := range entries {
			isDir := d.IsDir()
			if d.Type()&os.ModeSymlink != 0 {
				if st, err := os.Stat(path + "/" + d.Name()); err == nil {
					isDir = st.IsDir()
				}
			}
			if isDir {
				dirs.Items = append(dirs.Items, py.StrV(d.Name()))
			} else {
				files.Items = append(files.Items, py.StrV(d.Name()))
			}
		}
		return dirs, py.TupleV(py.StrV(path), dirs.Value(), files.Value()), true, nil
	}
	end := py.NewList(nil).Value()
	push := func(path string, dirs *py.List) exc {
		for i := len(dirs.Items) - 1; i >= 0; i-- {
			name, e := py.StrText(dirs.Items[i])
			if e != nil {
				return e
			}
			child := join(path, name)
			if st, err := os.Lstat(child); err == nil && st.Mode()&os.ModeSymlink != 0 && !follow {
				continue
			}
			stack = append(stack, pending{path: child})
		}
		return nil
	}
	fn := py.NewBuiltin("walk", "os", "()", func() (value, exc) {
		for len(stack) > 0 {
			p := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			switch {
			case !p.done.IsUnbound():
				return p.done, nil
			case p.dirs != nil: // the caller has seen, and perhaps changed, the list
				if e := push(p.path, p.dirs); e != nil {
					return value{}, e
				}
				continue
			}
			dirs, triple, ok, e := list(p.path)
			if e != nil {
				return value{}, e
			}
			if !ok {
				continue
			}
			if down {
				stack = append(stack, pending{path: p.path, dirs: dirs})
				return triple, nil
			}
			stack = append(stack, pending{done: triple})
			if e := push(p.path, dirs); e != nil {
				return value{}, e
			}
		}
		return end, nil
	})
	return py.NewCallIter(fn.Value(), end), nil
}

// dirEntry is an os.DirEntry.
type dirEntry struct {
	py.Header
	dir string
	d   os.DirEntry
}

var dirEntryType = py.NewBuiltinType("DirEntry", &py.TypeSpec{
	Module: "posix", Layout: py.LayoutOf[dirEntry](), NoNew: true,
	Slots: py.Slots{Repr: func(v value) (value, exc) {
		return py.StrV("<DirEntry " + py.QuoteStr(py.Heap[dirEntry](v).d.Name()) + ">"), nil
	}},
	GetSets: []py.GetSet{
		{Name: "name", Get: func(v value) (value, exc) { return py.StrV(py.Heap[dirEntry](v).d.Name()), nil }},
		{Name: "path", Get: func(v value) (value, exc) { return py.StrV(py.Heap[dirEntry](v).path()), nil }},
	},
	Methods: []py.Method{
		{Name: "is_dir", Sig: "($self, /, *, follow_symlinks=True)", Impl: func(v value, args []value) (value, exc) {
			st, ok := py.Heap[dirEntry](v).info(args[0])
			return py.Bool(ok && st.IsDir()), nil
		}},
		{Name: "is_file", Sig: "($self, /, *, follow_symlinks=True)", Impl: func(v value, args []value) (value, exc) {
			st, ok := py.Heap[dirEntry](v).info(args[0])
			return py.Bool(ok && st.Mode().IsRegular()), nil
		}},
		{Name: "is_symlink", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			return py.Bool(py.Heap[dirEntry](v).d.Type()&os.ModeSymlink != 0), nil
		}},
		{Name: "stat", Sig: "($self, /, *, follow_symlinks=True)", Impl: func(v value, args []value) (value, exc) {
			return stat(py.StrV(py.Heap[dirEntry](v).path()), args[0].IsUnbound() || args[0] == py.True)
		}},
		{Name: "__fspath__", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.StrV(py.Heap[dirEntry](v).path()), nil }},
	},
})

func (d *dirEntry) path() string { return join(d.dir, d.d.Name()) }

func (d *dirEntry) info(follow value) (os.FileInfo, bool) {
	read := os.Stat
	if follow == py.False {
		read = os.Lstat
	}
	st, err := read(d.path())
	return st, err == nil
}

// scanIter is what scandir returns: an iterator and a context manager.
type scanIter struct {
	py.Header
	it value
}

var scanIterType = py.NewBuiltinType("ScandirIterator", &py.TypeSpec{
	Module: "posix", Layout: py.LayoutOf[scanIter](), NoNew: true,
	Slots: py.Slots{
		Iter: func(v value) (value, exc) { return v, nil },
		Next: func(v value) (value, bool, exc) { return py.Next(py.Heap[scanIter](v).it) },
	},
	Methods: []py.Method{
		{Name: "__enter__", Sig: "($self, /)", Impl: func(v value) (value, exc) { return v, nil }},
		{Name: "__exit__", Impl: func(v value, args []value) (value, exc) { return py.None, nil }},
		{Name: "close", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.None, nil }},
	},
})

func scandir(p value) (value, exc) {
	path, shown, e := pathArg(p)
	if e != nil {
		return value{}, e
	}
	entries, err := readDir(path)
	if err != nil {
		return value{}, pyio.OSError(err, shown)
	}
	items := make([]value, len(entries))
	for i, d := range entries {
		items[i] = dirEntryType.Alloc(dirEntryType)
		entry := py.Heap[dirEntry](items[i])
		entry.dir, entry.d = path, d
	}
	it, e := py.Iter(py.NewList(items).Value())
	if e != nil {
		return value{}, e
	}
	v := scanIterType.Alloc(scanIterType)
	py.Heap[scanIter](v).it = it
	return v, nil
}
