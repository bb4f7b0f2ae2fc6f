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

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/selfexec"
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
	Types:   append([]*py.Type{statType, unameType, terminalSizeType, dirEntryType}, platformTypes...),
	Functions: []py.Method{
		{Name: "getenv", Sig: "(key, default=None)", Impl: getenv},
		{Name: "getenvb", Sig: "(key, default=None)", Impl: getenvb},
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
		{Name: "makedirs", Sig: "(name, mode=511, exist_ok=False)", Impl: makedirs},
		{Name: "removedirs", Sig: "(name)", Impl: removedirs},
		{Name: "renames", Sig: "(old, new)", Impl: renames},
		{Name: "listdir", Sig: "(path=None)", Impl: listdir},
		{Name: "scandir", Sig: "(path=None)", Impl: scandir},
		{Name: "walk", Sig: "(top, topdown=True, onerror=None, followlinks=False)", Impl: walk},
		{Name: "fspath", Sig: "(path)", Impl: fspath},
		{Name: "fsencode", Sig: "(filename)", Impl: func(p value) (value, exc) {
			p, e := pyio.FSPathValue(p)
			if e != nil || p.IsBytes() {
				return p, e
			}
			b, e := py.Encode(p.Str(), "utf-8", "surrogateescape")
			return py.BytesV(b), e
		}},
		{Name: "fsdecode", Sig: "(filename)", Impl: func(p value) (value, exc) {
			p, e := pyio.FSPathValue(p)
			if e != nil {
				return value{}, e
			}
			if b, ok := py.AsBytes(p); ok {
				return py.Decode(b.B, "utf-8", "surrogateescape")
			}
			return p, nil
		}},
		{Name: "urandom", Sig: "(size, /)", Impl: func(n value) (value, exc) {
			k, e := py.Ssize(n)
			if e != nil {
				return value{}, e
			}
			if k < 0 {
				return value{}, py.Raisef(py.ValueErrorType, "negative argument not allowed")
			}
			if e := py.CheckMemory(1, k); e != nil {
				return value{}, e
			}
			b := make([]byte, k)
			_, _ = rand.Read(b)
			return py.BytesV(b), nil
		}},
		{Name: "cpu_count", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(runtime.NumCPU())), nil }},
		{Name: "process_cpu_count", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(usableCPUs())), nil }},
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
		{Name: "confstr", Sig: "(name, /)", Impl: confstr},
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
		{Name: "get_exec_path", Sig: "(env=None)", Impl: getExecPath},
	},
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

// A constant is a number of the module.
type constant struct {
	name string
	n    int
}

var osModule *py.Module

// usableCPUs is how many CPUs the process may use.
var usableCPUs = runtime.NumCPU

func initModule(m *py.Module) exc {
	osModule = m
	if e := addEnviron(m); e != nil {
		return e
	}
	path, e := pathSpec.Module()
	if e != nil {
		return e
	}
	m.Set("path", path.Value())
	for _, name := range []string{"os.path", "posixpath"} {
		py.Modules.SetStr(py.Intern(name), path.Value())
	}
	m.Set("sysconf_names", sysconfTable())
	m.Set("confstr_names", confstrTable())
	m.Set("name", py.StrV("posix"))
	for _, f := range platformFunctions() {
		owner := "posix"
		if pythonFunctions[f.Name] {
			owner = "os"
		}
		m.Set(f.Name, py.NewBuiltin(f.Name, owner, f.Sig, f.Impl).Value())
	}
	m.Set("fdopen", py.NewBuiltin("fdopen", "os", fdopenSig, fdopen).Value())
	for _, c := range []struct{ name, text string }{{"sep", "/"}, {"pathsep", ":"}, {"linesep", "\n"}, {"curdir", "."}, {"pardir", ".."},
		{"extsep", "."}, {"devnull", "/dev/null"}, {"defpath", defaultPath}} {
		m.Set(c.name, py.StrV(c.text))
	}
	m.Set("altsep", py.None)
	m.Set("error", py.OSErrorType.Value())
	m.Set("supports_bytes_environ", py.True)
	for _, c := range append(platformConstants, []constant{{"O_RDONLY", os.O_RDONLY}, {"O_WRONLY", os.O_WRONLY}, {"O_RDWR", os.O_RDWR}, {"O_APPEND", os.O_APPEND}, {"O_CREAT", os.O_CREATE},
		{"O_EXCL", os.O_EXCL}, {"O_TRUNC", os.O_TRUNC}, {"O_SYNC", os.O_SYNC}, {"O_CLOEXEC", oCloexec},
		{"SEEK_SET", 0}, {"SEEK_CUR", 1}, {"SEEK_END", 2}, {"F_OK", 0}, {"R_OK", 4}, {"W_OK", 2}, {"X_OK", 1},
		{"EX_OK", 0}, {"EX_USAGE", 64}, {"EX_DATAERR", 65}, {"EX_NOINPUT", 66}, {"EX_UNAVAILABLE", 69}, {"EX_SOFTWARE", 70},
		{"EX_OSERR", 71}, {"EX_NOUSER", 67}, {"EX_NOHOST", 68}, {"EX_OSFILE", 72}, {"EX_PROTOCOL", 76}, {"EX_CANTCREAT", 73}, {"EX_IOERR", 74}, {"EX_TEMPFAIL", 75}, {"EX_NOPERM", 77}, {"EX_CONFIG", 78},
		{"WNOHANG", 1}, {"P_WAIT", 0}, {"P_NOWAIT", 1}}...) {
		m.Set(c.name, py.Int(int64(c.n)))
	}
	if e := addPlatform(m); e != nil {
		return e
	}
	return addPathLike(m)
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

func getcwd() (value, exc) {
	dir, err := os.Getwd()
	if err != nil {
		return value{}, pyio.OSError(err, value{})
	}
	return py.StrV(dir), nil
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

// stat is stat(p) or lstat(p) for the function fn.
func stat(fn string, p value, follow bool) (value, exc) {
	t, e := targetOf(fn, "path", p, orFD)
	if e != nil {
		return value{}, e
	}
	pyio.Sync()
	return statTarget(t, cwd, follow)
}

func statTarget(t target, dir int, follow bool) (value, exc) {
	var st *fileStat
	var err error
	switch {
	case t.isFD && t.fd == -1:
		err = syscall.EFAULT // CPython takes it for no descriptor, and there is no path (sic)
	case t.isFD:
		st, err = sysFstat(t.fd)
	default:
		st, err = sysStat(dir, t.path, follow)
	}
	if err != nil {
		return t.done(err)
	}
	return statValue(st), nil
}

func fstat(fd value) (value, exc) {
	n, e := py.CInt(fd)
	if e != nil {
		return value{}, e
	}
	pyio.Sync()
	st, err := sysFstat(n)
	if err != nil {
		return done(err)
	}
	return statValue(st), nil
}

// fileMode is what tests of the kind of a file ask for.
func fileMode(st *fileStat) os.FileMode {
	switch st.mode & 0o170000 {
	case 0o040000:
		return os.ModeDir
	case 0o100000:
		return 0
	}
	return os.ModeIrregular
}

func floorSeconds(ns int64) int64 {
	s := ns / 1e9
	if ns%1e9 < 0 {
		s--
	}
	return s
}

// terminalSize is what get_terminal_size returns.
func terminalSize(columns, lines int) value {
	return structseq.Make(terminalSizeType, []value{py.IntOf(columns), py.IntOf(lines)})
}

// pythonFunctions are those that CPython's os has in Python.
var pythonFunctions = map[string]bool{
	"popen": true, "fwalk": true, "execl": true, "execle": true, "execlp": true, "execlpe": true, "execvp": true, "execvpe": true,
	"spawnl": true, "spawnle": true, "spawnlp": true, "spawnlpe": true, "spawnv": true, "spawnve": true, "spawnvp": true, "spawnvpe": true,
}

// fdopenSig is that of open, with a descriptor for the file.
var fdopenSig = strings.Replace(pyio.OpenSig, "file", "fd", 1)

func fdopen(args []value) (value, exc) {
	if !py.IsInstance(args[0], py.IntType) {
		kind, e := py.ReprText(args[0].Type().Value())
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "invalid fd type (%s, expected integer)", kind)
	}
	return pyio.Open(args)
}

// openStream is open(fd, mode, buffering).
func openStream(fd, mode, buffering value) (value, exc) {
	args := make([]value, strings.Count(pyio.OpenSig, ",")+1)
	args[0], args[1], args[2] = fd, mode, buffering
	return pyio.Open(args)
}

// getExecPath are the directories in which programs are looked for.
func getExecPath(env value) (value, exc) {
	if env.IsUnbound() || env.IsNone() {
		if env = environ; osModule != nil {
			if own, ok := osModule.Get(py.Intern("environ")); ok { // which the program may replace
				env = own
			}
		}
	}
	// Keys may be bytes; warnings about the comparison of both kinds do not matter here.
	path, e := py.CallMethod1(env, py.Intern("get"), py.StrV("PATH"))
	if e != nil && !e.Is(py.TypeErrorType) {
		return value{}, e
	}
	if e != nil {
		path = py.None
	}
	inBytes, e := py.CallMethod1(env, py.Intern("get"), py.BytesV([]byte("PATH")))
	switch {
	case e != nil && !e.Is(py.TypeErrorType):
		return value{}, e
	case e != nil || inBytes.IsNone():
	case !path.IsNone():
		return value{}, py.Raisef(py.ValueErrorType, "env cannot contain 'PATH' and b'PATH' keys")
	default:
		path = inBytes
	}
	if path.IsNone() {
		path = py.StrV(defaultPath)
	}
	text, e := pyio.FSPath(path)
	if e != nil {
		return value{}, e
	}
	var out []value
	for dir := range strings.SplitSeq(text, ":") {
		out = append(out, py.StrV(dir))
	}
	return py.NewList(out).Value(), nil
}

// defaultPath is os.defpath.
const defaultPath = "/bin:/usr/bin"

func fspath(p value) (value, exc) {
	if p.IsStr() || p.IsBytes() {
		return p, nil
	}
	return pyio.FSPathValue(p)
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
	cmd.Env = selfexec.Env(argv[0], argv, nil)
	var err error
	py.Blocking(func() { err = cmd.Run() })
	if cmd.ProcessState == nil {
		return value{}, pyio.OSError(err, value{})
	}
	return py.Int(waitStatus(cmd.ProcessState)), nil
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
	if e := py.CheckMemory(1, n); e != nil {
		return value{}, e
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
