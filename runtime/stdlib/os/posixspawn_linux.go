package os

import (
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/selfexec"
	"github.com/aio2go/aio2go/runtime/signals"
)

// This file implements posix_spawn and posix_spawnp. What the C library does in the new
// process before it becomes another program, a Go process has to prepare: descriptors are
// followed through the actions beforehand, and the signal mask and the scheduling are
// those of a thread that is made for the call and ends with it.

// The actions on descriptors.
const (
	spawnOpen = iota
	spawnClose
	spawnDup2
	spawnCloseFrom
)

// spawnSig has the parameters of both functions.
const spawnSig = "(path, argv, env, /, *, file_actions=(), setpgroup=<unrepresentable>, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=<unrepresentable>)"

// A spawnCall is a call of posix_spawn.
type spawnCall struct {
	shown      value
	paths      []string
	argv, env  []string
	actions    []fileAction
	attr       syscall.SysProcAttr
	mask       *uint64 // of signals; nil for that of the process
	defaults   [signals.Max + 1]bool
	scheduling func() error // sets that of the thread; nil for none
}

type fileAction struct {
	kind, fd, to, flags int
	path                string
	mode                uint32
}

// posixSpawn returns the function called fn; search says that the file is looked for in PATH.
func posixSpawn(fn string, search bool) any {
	return func(args []value) (value, exc) {
		c, e := readSpawn(fn, search, args)
		if e != nil {
			return value{}, e
		}
		pyio.Sync()
		var pid int
		var err error
		py.Blocking(func() { pid, err = c.run() })
		if err != nil {
			return target{shown: c.shown}.done(err)
		}
		return py.IntOf(pid), nil
	}
}

// readSpawn reads the arguments.
func readSpawn(fn string, search bool, args []value) (*spawnCall, exc) {
	t, e := targetOf(fn, "path", args[0], 0)
	if e != nil {
		return nil, e
	}
	c := &spawnCall{shown: t.shown, paths: []string{t.path}, env: os.Environ()}
	if search && t.path != "" && !strings.Contains(t.path, "/") {
		c.paths = nil
		for _, dir := range searchPath(c.env) {
			c.paths = append(c.paths, join(dir, t.path))
		}
	}
	argv, env := args[1], args[2]
	if !py.IsInstance(argv, py.TupleType) && !py.IsInstance(argv, py.ListType) {
		return nil, py.Raisef(py.TypeErrorType, "%s: argv must be a tuple or list", fn)
	}
	items, e := py.ToSlice(argv)
	if e != nil {
		return nil, e
	}
	if len(items) == 0 {
		return nil, py.Raisef(py.ValueErrorType, "%s: argv must not be empty", fn)
	}
	if !env.IsNone() {
		if get, e := py.LookupSpecial(env, nameGetItem); e != nil || get.IsUnbound() {
			return nil, py.Raisef(py.TypeErrorType, "%s: environment must be a mapping object or None", fn)
		}
	}
	for _, x := range items {
		text, e := pyio.FSPath(x)
		if e != nil {
			return nil, e
		}
		c.argv = append(c.argv, text)
	}
	if c.argv[0] == "" {
		return nil, py.Raisef(py.ValueErrorType, "%s: argv first element cannot be empty", fn)
	}
	if !env.IsNone() {
		if c.env, e = environmentOf(env); e != nil {
			return nil, e
		}
	}
	if e := c.readActions(args[3]); e != nil {
		return nil, e
	}
	return c, c.readAttributes(args[4], args[5], args[6], args[7], args[8], args[9])
}

// readActions reads the argument file_actions.
func (c *spawnCall) readActions(v value) exc {
	if v.IsUnbound() || v.IsNone() {
		return nil
	}
	items, e := py.ToSlice(v)
	if e != nil {
		if e.Is(py.TypeErrorType) {
			e = py.Raisef(py.TypeErrorType, "file_actions must be a sequence or None")
		}
		return e
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return pyio.OSError(err, value{})
	}
	for _, x := range items {
		if !py.IsInstance(x, py.TupleType) || len(py.Heap[py.Tuple](x).Items()) == 0 {
			return py.Raisef(py.TypeErrorType, "Each file_actions element must be a non-empty tuple")
		}
		parts := py.Heap[py.Tuple](x).Items()
		kind, e := py.CInt(parts[0])
		if e != nil {
			return e
		}
		if kind < spawnOpen || kind > spawnCloseFrom {
			return py.Raisef(py.TypeErrorType, "Unknown file_actions identifier")
		}
		shape := [...]struct {
			name string
			n    int
		}{{"open", 5}, {"close", 2}, {"dup2", 3}, {"closefrom", 2}}[kind]
		if len(parts) != shape.n {
			return py.Raisef(py.TypeErrorType, "A %s file_action tuple must have %d elements", shape.name, shape.n)
		}
		a := fileAction{kind: kind}
		if a.fd, e = py.CInt(parts[1]); e != nil {
			return e
		}
		switch kind {
		case spawnOpen:
			if a.path, e = pyio.FSPath(parts[2]); e != nil {
				return e
			}
			if a.flags, e = py.CInt(parts[3]); e != nil {
				return e
			}
			mode, e := py.CInt(parts[4])
			if e != nil {
				return e
			}
			a.mode = uint32(mode)
		case spawnDup2:
			if a.to, e = py.CInt(parts[2]); e != nil {
				return e
			}
		}
		if a.fd < 0 || a.to < 0 || uint64(max(a.fd, a.to)) >= limit.Cur {
			return pyio.OSError(syscall.EBADF, value{})
		}
		c.actions = append(c.actions, a)
	}
	return nil
}

// readAttributes reads the other keyword arguments.
func (c *spawnCall) readAttributes(group, resetIDs, session, mask, defaults, scheduler value) exc {
	var e exc
	if !group.IsUnbound() {
		c.attr.Setpgid = true
		if c.attr.Pgid, e = py.CInt(group); e != nil {
			return e
		}
		if c.attr.Pgid < 0 {
			return pyio.OSError(syscall.EINVAL, c.shown)
		}
	}
	reset, e := flag(resetIDs, false)
	if e != nil {
		return e
	}
	if reset {
		c.attr.Credential = &syscall.Credential{Uid: uint32(os.Getuid()), Gid: uint32(os.Getgid()), NoSetGroups: true}
	}
	if c.attr.Setsid, e = flag(session, false); e != nil {
		return e
	}
	if !mask.IsUnbound() {
		set, e := signals.SetOf(mask)
		if e != nil {
			return e
		}
		c.mask = new(uint64)
		for n, in := range set {
			if in {
				*c.mask |= 1 << (n - 1)
			}
		}
	}
	if !defaults.IsUnbound() {
		if c.defaults, e = signals.SetOf(defaults); e != nil {
			return e
		}
	}
	if scheduler.IsUnbound() || scheduler.IsNone() {
		return nil
	}
	return c.readScheduler(scheduler)
}

func (c *spawnCall) readScheduler(v value) exc {
	if !py.IsInstance(v, py.TupleType) {
		return py.Raisef(py.SystemErrorType, "new style getargs format but argument is not a tuple")
	}
	parts := py.Heap[py.Tuple](v).Items()
	if len(parts) != 2 {
		return py.Raisef(py.TypeErrorType, "A scheduler tuple must have two elements")
	}
	policy := -1
	if !parts[0].IsNone() {
		var e exc
		if policy, e = py.CInt(parts[0]); e != nil {
			return e
		}
	}
	priority, e := priorityOf(parts[1])
	if e != nil {
		return e
	}
	const roundRobin = 2 // SCHED_RR: the C library knows this policy and those before it
	if policy > roundRobin || policy < 0 && !parts[0].IsNone() {
		return pyio.OSError(syscall.EINVAL, value{})
	}
	c.scheduling = func() error {
		if policy < 0 {
			return setPriority(0, priority)
		}
		return setScheduler(0, policy, priority)
	}
	return nil
}

// run starts the process.
func (c *spawnCall) run() (pid int, err error) {
	files, opened, err := c.files()
	defer func() {
		for _, fd := range opened {
			_ = syscall.Close(fd)
		}
	}()
	if err != nil {
		return 0, err
	}
	defer c.catchIgnored()()
	if c.mask == nil && c.scheduling == nil {
		return c.start(files)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		if c.mask != nil {
			const setMask = 2 // SIG_SETMASK
			_, _, _ = syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK, setMask, uintptr(unsafe.Pointer(c.mask)), 0, 8, 0, 0)
		}
		if c.scheduling != nil {
			if err = c.scheduling(); err != nil {
				return
			}
		}
		pid, err = c.start(files)
	}()
	<-done
	return pid, err
}

// start tries the paths as the C library does: what cannot be reached is passed over.
func (c *spawnCall) start(files []uintptr) (pid int, err error) {
	denied := false
	for _, path := range c.paths {
		pid, err = syscall.ForkExec(path, c.argv, &syscall.ProcAttr{Env: selfexec.Env(path, c.argv, c.env), Files: files, Sys: &c.attr})
		switch err {
		case syscall.EACCES:
			denied = true
		case syscall.ENOENT, syscall.ESTALE, syscall.ENOTDIR, syscall.ENODEV, syscall.ETIMEDOUT:
		default:
			return pid, err
		}
	}
	if denied {
		err = syscall.EACCES
	}
	return 0, err
}

// catchIgnored makes the process receive the signals that it ignores and the new one is to have the
// default action of: what is ignored stays so in a new program, and what is caught does not. The
// result undoes it.
func (c *spawnCall) catchIgnored() func() {
	var ignored []os.Signal
	for n, reset := range c.defaults {
		if reset && signal.Ignored(syscall.Signal(n)) {
			ignored = append(ignored, syscall.Signal(n))
		}
	}
	if len(ignored) == 0 {
		return func() {}
	}
	sink := make(chan os.Signal, 1)
	signal.Notify(sink, ignored...)
	return func() {
		signal.Ignore(ignored...)
		signal.Stop(sink)
	}
}

// files follows the descriptors of the new process through the actions. The result says for each
// number which of ours it is there; opened are those that are only for it.
func (c *spawnCall) files() (files []uintptr, opened []int, err error) {
	const shut = -1
	table := map[int]int{} // where it differs from ours
	source := func(fd int) int {
		if ours, ok := table[fd]; ok {
			return ours
		}
		if _, err := fcntl(uintptr(fd), syscall.F_GETFD, 0); err != nil {
			return shut
		}
		return fd
	}
	for _, a := range c.actions {
		switch a.kind {
		case spawnOpen:
			fd, err := syscall.Open(a.path, a.flags|syscall.O_CLOEXEC, a.mode)
			if err != nil {
				return nil, opened, err
			}
			opened = append(opened, fd)
			table[a.fd] = fd
		case spawnClose:
			if source(a.fd) != shut {
				table[a.fd] = shut
			}
		case spawnDup2:
			from := source(a.fd)
			if from == shut {
				return nil, opened, syscall.EBADF
			}
			table[a.to] = from
		case spawnCloseFrom:
			for fd := range table {
				if fd >= a.fd {
					table[fd] = shut
				}
			}
			open, err := readDir("/proc/self/fd")
			if err != nil {
				return nil, opened, err
			}
			for _, d := range open {
				if fd, ok := number(d.Name()); ok && fd >= a.fd && !slices.Contains(opened, fd) {
					table[fd] = shut
				}
			}
		}
	}
	top := 2
	for fd := range table {
		top = max(top, fd)
	}
	for fd := range top + 1 {
		ours, ok := table[fd]
		if !ok {
			ours = shut
			if flags, err := fcntl(uintptr(fd), syscall.F_GETFD, 0); err == nil && flags&syscall.FD_CLOEXEC == 0 {
				ours = fd
			}
		}
		files = append(files, uintptr(ours))
	}
	return files, opened, nil
}
