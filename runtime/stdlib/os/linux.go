//go:build linux

package os

import (
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/structseq"
	"syscall"
)

// This file has the functions of os that only Linux has, or that have no common form.

func init() {
	usableCPUs = func() int {
		var set cpuSet
		if err := getAffinity(0, &set); err != nil {
			return runtime.NumCPU()
		}
		n := 0
		for i := range len(set) * 64 {
			if set.IsSet(i) {
				n++
			}
		}
		return n
	}
}

func decimal(n int) string { return strconv.Itoa(n) }

// systemTypes are the classes that only Linux has.
var systemTypes = []*py.Type{waitidType, schedParamType}

var waitidType = structseq.New(structseq.Spec{Name: "waitid_result", Module: "posix",
	Fields: []string{"si_pid", "si_uid", "si_signo", "si_status", "si_code"}})

var systemFunctions = slices.Concat(linuxFunctions, ptyFunctions, schedFunctions, []py.Method{
	{Name: "posix_spawn", Sig: spawnSig, Impl: posixSpawn("posix_spawn", false)},
	{Name: "posix_spawnp", Sig: spawnSig, Impl: posixSpawn("posix_spawnp", true)},
	{Name: "pathconf", Sig: "(path, name)", Impl: pathconf},
	{Name: "fpathconf", Sig: "(fd, name, /)", Impl: fpathconf},
})

var linuxFunctions = []py.Method{
	{Name: "fdatasync", Sig: "(fd)", Impl: onFD(func(fd int) error { return blocked(func() error { return syscall.Fdatasync(fd) }) })},
	{Name: "pipe2", Sig: "(flags, /)", Impl: func(flags value) (value, exc) {
		n, e := py.CInt(flags)
		if e != nil {
			return value{}, e
		}
		return pair(func(p []int) error { return syscall.Pipe2(p, n) })
	}},
	{Name: "posix_fadvise", Sig: "(fd, offset, length, advice, /)", Impl: func(args []value) (value, exc) {
		return onRange(args, func(fd int, offset, length int64, advice int) error { return fadvise(fd, offset, length, advice) })
	}},
	{Name: "posix_fallocate", Sig: "(fd, offset, length, /)", Impl: func(args []value) (value, exc) {
		return onRange(append(args[:len(args):len(args)], py.Int(0)), func(fd int, offset, length int64, _ int) error {
			if offset < 0 || length <= 0 {
				return syscall.EINVAL
			}
			return blocked(func() error { return syscall.Fallocate(fd, 0, offset, length) })
		})
	}},
	{Name: "preadv", Sig: "(fd, buffers, offset, flags=0, /)", Impl: func(args []value) (value, exc) {
		return vectorAt("preadv", args, true, preadv2)
	}},
	{Name: "pwritev", Sig: "(fd, buffers, offset, flags=0, /)", Impl: func(args []value) (value, exc) {
		return vectorAt("pwritev", args, false, pwritev2)
	}},
	{Name: "sendfile", Sig: "(out_fd, in_fd, offset, count)", Impl: func(args []value) (value, exc) {
		at := int64(0)
		offset := &at
		if args[2].IsNone() {
			offset = nil
		} else if n, e := py.Ssize(args[2]); e != nil {
			return value{}, e
		} else {
			at = int64(n)
		}
		return transfer(args[0], args[1], args[3], "", func(to, from, count int) (int, error) { return syscall.Sendfile(to, from, offset, count) })
	}},
	{Name: "copy_file_range", Sig: "(src, dst, count, offset_src=None, offset_dst=None)", Impl: func(args []value) (value, exc) {
		from, to, e := offsets(args[3], args[4])
		if e != nil {
			return value{}, e
		}
		return transfer(args[0], args[1], args[2], "count", func(src, dst, count int) (int, error) {
			return copyFileRange(src, from, dst, to, count, 0)
		})
	}},
	{Name: "splice", Sig: "(src, dst, count, offset_src=None, offset_dst=None, flags=0)", Impl: func(args []value) (value, exc) {
		from, to, e := offsets(args[3], args[4])
		if e != nil {
			return value{}, e
		}
		flags, e := cInt(args[5], 0)
		if e != nil {
			return value{}, e
		}
		return transfer(args[0], args[1], args[2], "count", func(src, dst, count int) (int, error) {
			n, err := syscall.Splice(src, from, dst, to, count, flags)
			return int(n), err
		})
	}},
	{Name: "getrandom", Sig: "(size, flags=0)", Impl: func(size, flags value) (value, exc) {
		how, e := cInt(flags, 0)
		if e != nil {
			return value{}, e
		}
		return readInto(py.Int(0), size, func(_ int, b []byte) (int, error) { return getrandom(b, how) })
	}},
	{Name: "memfd_create", Sig: "(name, flags=1)", Impl: func(name, flags value) (value, exc) {
		s, e := pyio.FSPath(name)
		if e != nil {
			return value{}, e
		}
		how, e := cInt(flags, 1)
		if e != nil {
			return value{}, e
		}
		return descriptor(memfdCreate(s, how))
	}},
	{Name: "eventfd", Sig: "(initval, flags=524288)", Impl: func(initial, flags value) (value, exc) {
		n, e := py.Ssize(initial)
		if e != nil {
			return value{}, e
		}
		how, e := cInt(flags, syscall.O_CLOEXEC)
		if e != nil {
			return value{}, e
		}
		return descriptor(eventfd(uint(n), how))
	}},
	{Name: "eventfd_read", Sig: "(fd)", Impl: func(fd value) (value, exc) {
		b := make([]byte, 8)
		if _, e := onNumber(fd, func(fd int) (n int, err error) {
			err = blocked(func() (err error) { n, err = syscall.Read(fd, b); return err })
			return n, err
		}); e != nil {
			return value{}, e
		}
		return py.IntUint64(nativeUint64(b)), nil
	}},
	{Name: "eventfd_write", Sig: "(fd, value)", Impl: func(fd, v value) (value, exc) {
		n, e := py.Ssize(v)
		if e != nil {
			return value{}, e
		}
		return onFD(func(fd int) error {
			return blocked(func() error { _, err := syscall.Write(fd, nativeBytes(uint64(n))); return err })
		})(fd)
	}},
	{Name: "pidfd_open", Sig: "(pid, flags=0)", Impl: func(pid, flags value) (value, exc) {
		how, e := cInt(flags, 0)
		if e != nil {
			return value{}, e
		}
		return onNumber(pid, func(pid int) (int, error) { return pidfdOpen(pid, how) })
	}},
	{Name: "timerfd_create", Sig: "(clockid, /, *, flags=524288)", Impl: func(clock, flags value) (value, exc) {
		how, e := cInt(flags, syscall.O_CLOEXEC)
		if e != nil {
			return value{}, e
		}
		return onNumber(clock, func(clock int) (int, error) { return timerfdCreate(clock, how) })
	}},
	{Name: "timerfd_settime", Sig: "(fd, /, *, flags=0, initial=0.0, interval=0.0)", Impl: func(args []value) (value, exc) { return setTimer(args, false) }},
	{Name: "timerfd_settime_ns", Sig: "(fd, /, *, flags=0, initial=0, interval=0)", Impl: func(args []value) (value, exc) { return setTimer(args, true) }},
	{Name: "timerfd_gettime", Sig: "(fd, /)", Impl: func(fd value) (value, exc) { return timer(fd, false) }},
	{Name: "timerfd_gettime_ns", Sig: "(fd, /)", Impl: func(fd value) (value, exc) { return timer(fd, true) }},
	{Name: "waitid", Sig: "(idtype, id, options, /)", Impl: func(kind, id, options value) (value, exc) {
		k, e := py.CInt(kind)
		if e != nil {
			return value{}, e
		}
		n, e := py.CInt(id)
		if e != nil {
			return value{}, e
		}
		how, e := py.CInt(options)
		if e != nil {
			return value{}, e
		}
		return waitid(k, n, how)
	}},
	{Name: "setresuid", Sig: "(ruid, euid, suid, /)", Impl: setIDs("", "", "uid", func(id []int) error { return syscall.Setresuid(id[0], id[1], id[2]) }).Impl},
	{Name: "setresgid", Sig: "(rgid, egid, sgid, /)", Impl: setIDs("", "", "gid", func(id []int) error { return syscall.Setresgid(id[0], id[1], id[2]) }).Impl},
	{Name: "getresuid", Sig: "()", Impl: func() (value, exc) {
		r, e, s := getresuid()
		return py.TupleV(py.IntOf(r), py.IntOf(e), py.IntOf(s)), nil
	}},
	{Name: "getresgid", Sig: "()", Impl: func() (value, exc) {
		r, e, s := getresgid()
		return py.TupleV(py.IntOf(r), py.IntOf(e), py.IntOf(s)), nil
	}},
	{Name: "major", Sig: "(device, /)", Impl: onDevice(func(d uint64) uint32 { return major(d) })},
	{Name: "minor", Sig: "(device, /)", Impl: onDevice(func(d uint64) uint32 { return minor(d) })},
	{Name: "makedev", Sig: "(major, minor, /)", Impl: func(major, minor value) (value, exc) {
		a, e := py.Ssize(major)
		if e != nil {
			return value{}, e
		}
		b, e := py.Ssize(minor)
		if e != nil {
			return value{}, e
		}
		return py.IntUint64(makedev(uint32(a), uint32(b))), nil
	}},
	{Name: "getxattr", Sig: "(path, attribute, *, follow_symlinks=True)", Impl: func(args []value) (value, exc) {
		x, e := attributeOf("getxattr", args[0], args[1], args[2])
		if e != nil {
			return value{}, e
		}
		b, err := x.get()
		if err != nil {
			return x.done(err)
		}
		return py.BytesV(b), nil
	}},
	{Name: "setxattr", Sig: "(path, attribute, value, flags=0, *, follow_symlinks=True)", Impl: func(args []value) (value, exc) {
		x, e := attributeOf("setxattr", args[0], args[1], args[4])
		if e != nil {
			return value{}, e
		}
		data, e := py.BytesLike(args[2])
		if e != nil {
			return value{}, e
		}
		flags, e := cInt(args[3], 0)
		if e != nil {
			return value{}, e
		}
		return x.done(x.set(data, flags))
	}},
	{Name: "removexattr", Sig: "(path, attribute, *, follow_symlinks=True)", Impl: func(args []value) (value, exc) {
		x, e := attributeOf("removexattr", args[0], args[1], args[2])
		if e != nil {
			return value{}, e
		}
		return x.done(x.remove())
	}},
	{Name: "listxattr", Sig: "(path=None, *, follow_symlinks=True)", Impl: func(args []value) (value, exc) {
		x, e := attributeOf("listxattr", args[0], py.StrV(""), args[1])
		if e != nil {
			return value{}, e
		}
		names, err := x.list()
		if err != nil {
			return x.done(err)
		}
		var items []value
		for _, s := range names {
			items = append(items, py.StrV(s))
		}
		return py.NewList(items).Value(), nil
	}},
}

// descriptor is the result of a call that opens one.
func descriptor(fd int, err error) (value, exc) {
	if err != nil {
		return done(err)
	}
	return py.IntOf(fd), nil
}

// pair is the result of a call that opens two descriptors.
func pair(open func(p []int) error) (value, exc) {
	var p [2]int
	if err := open(p[:]); err != nil {
		return done(err)
	}
	return py.TupleV(py.IntOf(p[0]), py.IntOf(p[1])), nil
}

// onRange reads a descriptor, an offset, a length and a number.
func onRange(args []value, f func(fd int, offset, length int64, n int) error) (value, exc) {
	offset, e := py.Ssize(args[1])
	if e != nil {
		return value{}, e
	}
	length, e := py.Ssize(args[2])
	if e != nil {
		return value{}, e
	}
	return onNumbers(args[0], args[3], func(fd, n int) error { return f(fd, int64(offset), int64(length), n) })
}

func vectorAt(fn string, args []value, read bool, f func(fd int, parts [][]byte, offset int64, flags int) (int, error)) (value, exc) {
	offset, e := py.Ssize(args[2])
	if e != nil {
		return value{}, e
	}
	flags, e := cInt(args[3], 0)
	if e != nil {
		return value{}, e
	}
	return vector(fn, args[0], args[1], read, func(fd int, parts [][]byte) (int, error) { return f(fd, parts, int64(offset), flags) })
}

// offsets reads two offsets, nil where the position of the file is meant.
func offsets(a, b value) (from, to *int64, e exc) {
	list := [2]*int64{}
	for i, v := range []value{a, b} {
		if v.IsUnbound() || v.IsNone() {
			continue
		}
		n, e := py.Ssize(v)
		if e != nil {
			return nil, nil, e
		}
		at := int64(n)
		list[i] = &at
	}
	return list[0], list[1], nil
}

// transfer moves count bytes between two descriptors; named is what a negative count is
// called by the error, "" where the system refuses it.
func transfer(a, b, count value, named string, f func(a, b, count int) (int, error)) (value, exc) {
	n, e := py.Ssize(count)
	if e != nil {
		return value{}, e
	}
	if n < 0 && named != "" {
		return value{}, py.Raisef(py.ValueErrorType, "negative value for '%s' not allowed", named)
	}
	x, e := py.CInt(a)
	if e != nil {
		return value{}, e
	}
	pyio.Sync()
	return onNumber(b, func(y int) (moved int, err error) {
		err = blocked(func() (err error) { moved, err = f(x, y, n); return err })
		return moved, err
	})
}

func onDevice(f func(device uint64) uint32) any {
	return func(device value) (value, exc) {
		n, e := py.Ssize(device)
		if e != nil {
			return value{}, e
		}
		return py.Int(int64(f(uint64(n)))), nil
	}
}

// setAffinity sets the processors of all threads of this process, as Go has several, or of
// another process.
func setAffinity(pid int, set *cpuSet) error {
	return onThreads(pid, func(pid int) error { return setThreadAffinity(pid, set) })
}

// setTimer sets a timer and returns what it was set to.
func setTimer(args []value, nanoseconds bool) (value, exc) {
	flags, e := cInt(args[1], 0)
	if e != nil {
		return value{}, e
	}
	var spec, old timerSpec
	for i, dst := range []*syscall.Timespec{&spec.Value, &spec.Interval} {
		v := args[2+i]
		if v.IsUnbound() {
			continue
		}
		if nanoseconds {
			n, e := py.Ssize(v)
			if e != nil {
				return value{}, e
			}
			*dst = timespec(int64(n))
			continue
		}
		f, e := py.AsFloat(v)
		if e != nil {
			return value{}, e
		}
		*dst = timespec(int64(math.Floor(f * 1e9)))
	}
	if _, e := onFD(func(fd int) error { return timerfdSettime(fd, flags, &spec, &old) })(args[0]); e != nil {
		return value{}, e
	}
	return timerOf(&old, nanoseconds), nil
}

func timer(fd value, nanoseconds bool) (value, exc) {
	var spec timerSpec
	if _, e := onFD(func(fd int) error { return timerfdGettime(fd, &spec) })(fd); e != nil {
		return value{}, e
	}
	return timerOf(&spec, nanoseconds), nil
}

func timerOf(spec *timerSpec, nanoseconds bool) value {
	items := make([]value, 2)
	for i, t := range []syscall.Timespec{spec.Value, spec.Interval} {
		items[i] = py.Int(t.Nano())
		if !nanoseconds {
			items[i] = py.Float(float64(t.Nano()) / 1e9)
		}
	}
	return py.NewTuple(items).Value()
}

// An attribute is an extended attribute of a file (xattr(7)).
type attribute struct {
	target
	name   string
	follow bool
}

func attributeOf(fn string, path, name, follow value) (*attribute, exc) {
	a := orFD
	if fn == "listxattr" {
		a |= orNone
	}
	t, e := targetOf(fn, "path", path, a)
	if e != nil {
		return nil, e
	}
	n, e := targetOf(fn, "attribute", name, 0)
	if e != nil {
		return nil, e
	}
	yes, e := flag(follow, true)
	return &attribute{target: t, name: n.path, follow: yes}, e
}

func (x *attribute) get() ([]byte, error) {
	return grow(func(b []byte) (int, error) {
		switch {
		case x.isFD:
			return fgetxattr(x.fd, x.name, b)
		case x.follow:
			return syscall.Getxattr(x.path, x.name, b)
		}
		return lgetxattr(x.path, x.name, b)
	})
}

func (x *attribute) set(data []byte, flags int) error {
	switch {
	case x.isFD:
		return fsetxattr(x.fd, x.name, data, flags)
	case x.follow:
		return syscall.Setxattr(x.path, x.name, data, flags)
	}
	return lsetxattr(x.path, x.name, data, flags)
}

func (x *attribute) remove() error {
	switch {
	case x.isFD:
		return fremovexattr(x.fd, x.name)
	case x.follow:
		return syscall.Removexattr(x.path, x.name)
	}
	return lremovexattr(x.path, x.name)
}

func (x *attribute) list() ([]string, error) {
	b, err := grow(func(b []byte) (int, error) {
		switch {
		case x.isFD:
			return flistxattr(x.fd, b)
		case x.follow:
			return syscall.Listxattr(x.path, b)
		}
		return llistxattr(x.path, b)
	})
	if err != nil || len(b) == 0 {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(string(b), "\x00"), "\x00"), nil
}

// grow calls f with larger buffers until what it gives fits.
func grow(f func(b []byte) (int, error)) ([]byte, error) {
	for size := 256; ; size *= 4 {
		b := make([]byte, size)
		n, err := f(b)
		if err == syscall.ERANGE && size < 1<<20 {
			continue
		}
		return b[:max(n, 0)], err
	}
}

// waitid waits for a change of a child process; None where there was none and the options
// say not to wait.
func waitid(kind, id, options int) (value, exc) {
	var info siginfo
	if err := blocked(func() error { return waitChild(kind, id, &info, options) }); err != nil {
		return done(err)
	}
	if info.Pid == 0 {
		return py.None, nil
	}
	return structseq.Make(waitidType, []value{py.IntOf(int(info.Pid)), py.IntOf(int(info.Uid)), py.IntOf(int(info.Signo)),
		py.IntOf(int(info.Status)), py.IntOf(int(info.Code))}), nil
}
