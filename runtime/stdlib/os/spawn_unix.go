//go:build unix

package os

import (
	"os"
	"os/exec"
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/selfexec"
)

// This file has the functions of os that run other programs, in the place of this one or
// beside it. There is no fork: a process of Go's has several threads.

// How spawn waits.
const (
	modeWait   = 0 // P_WAIT
	modeNoWait = 1 // P_NOWAIT, P_NOWAITO
)

// callForm says how the arguments of a function of the exec or spawn families are given.
type callForm struct {
	list   bool // l: one by one, not in a sequence (v)
	search bool // p: the file is looked for in PATH
	env    bool // e: with an environment
}

var forms = map[string]callForm{
	"l": {list: true}, "le": {list: true, env: true}, "lp": {list: true, search: true}, "lpe": {list: true, search: true, env: true},
	"v": {}, "ve": {env: true}, "vp": {search: true}, "vpe": {search: true, env: true},
}

// spawnFunctions are exec*, spawn* and what belongs to them.
func spawnFunctions() []py.Method {
	list := []py.Method{
		{Name: "popen", Sig: "(cmd, mode='r', buffering=-1)", Impl: popen},
		{Name: "register_at_fork", Sig: "(*, before=None, after_in_child=None, after_in_parent=None)", Impl: registerAtFork},
	}
	for suffix, form := range forms {
		list = append(list,
			py.Method{Name: "exec" + suffix, Sig: form.sig(""), Impl: form.exec("exec" + suffix)},
			py.Method{Name: "spawn" + suffix, Sig: form.sig("mode, "), Impl: form.spawn()})
	}
	return list
}

func (f callForm) sig(first string) string {
	switch {
	case f.list:
		return "" // any number of arguments
	case f.env:
		return "(" + first + "file, args, env)"
	}
	return "(" + first + "file, args)"
}

// take sorts the arguments behind the mode: the file, its arguments and its environment.
func (f callForm) take(fn string, args []value) (file, argv, env value, e exc) {
	if !f.list {
		if f.env {
			env = args[2]
		}
		return args[0], args[1], env, nil
	}
	if len(args) == 0 {
		return file, argv, env, py.Raisef(py.TypeErrorType, "%s() missing 1 required positional argument: 'file'", fn)
	}
	rest := args[1:]
	if f.env {
		if len(rest) == 0 {
			return file, argv, env, py.Raisef(py.IndexErrorType, "tuple index out of range")
		}
		env, rest = rest[len(rest)-1], rest[:len(rest)-1]
	}
	return args[0], py.NewTuple(rest).Value(), env, nil
}

// A command is a program to run.
type command struct {
	paths []string // to be tried one after the other
	shown value    // what an OSError calls the file
	argv  []string
	env   []string
}

// command reads what is to be run. The function fn is meant by the errors.
func (f callForm) command(fn string, file, args, env value) (*command, exc) {
	name := "execv"
	if f.env {
		name = "execve"
	}
	if fn != "" {
		if !py.IsInstance(args, py.TupleType) && !py.IsInstance(args, py.ListType) {
			return nil, py.Raisef(py.TypeErrorType, "%s%s must be a tuple or list", name, map[bool]string{true: ": argv", false: "() arg 2"}[f.env])
		}
	} else if !py.IsInstance(args, py.TupleType) && !py.IsInstance(args, py.ListType) {
		return nil, py.Raisef(py.TypeErrorType, "argv must be a tuple or a list")
	}
	items, e := py.ToSlice(args)
	if e != nil {
		return nil, e
	}
	c := &command{env: os.Environ(), shown: value{}}
	for _, x := range items {
		text, e := pyio.FSPath(x)
		if e != nil {
			return nil, e
		}
		c.argv = append(c.argv, text)
	}
	switch {
	case fn == "" && (len(c.argv) == 0 || c.argv[0] == ""):
		return nil, py.Raisef(py.ValueErrorType, "argv first element cannot be empty")
	case len(c.argv) == 0 && f.env:
		return nil, py.Raisef(py.ValueErrorType, "execve: argv must not be empty")
	case len(c.argv) == 0:
		return nil, py.Raisef(py.ValueErrorType, "execv() arg 2 must not be empty")
	case c.argv[0] == "" && f.env:
		return nil, py.Raisef(py.ValueErrorType, "execve: argv first element cannot be empty")
	case c.argv[0] == "":
		return nil, py.Raisef(py.ValueErrorType, "execv() arg 2 first element cannot be empty")
	}
	path, e := pyio.FSPath(file)
	if e != nil {
		return nil, e
	}
	if f.env && !(f.search && env.IsNone()) { // execvpe takes None for its own
		if c.env, e = environmentOf(env); e != nil {
			return nil, e
		}
		c.shown = py.StrV(path)
	}
	c.paths = []string{path}
	if f.search && !strings.Contains(path, "/") {
		c.paths, c.shown = nil, value{}
		for _, dir := range searchPath(c.env) {
			c.paths = append(c.paths, join(dir, path))
		}
	}
	return c, nil
}

// searchPath are the directories of PATH in an environment.
func searchPath(env []string) []string {
	path := defaultPath
	for _, kv := range env {
		if p, ok := strings.CutPrefix(kv, "PATH="); ok {
			path = p
		}
	}
	return strings.Split(path, ":")
}

// environmentOf reads a mapping.
func environmentOf(env value) ([]string, exc) {
	keysOf, e := py.LookupSpecial(env, nameGetItem)
	if e != nil || keysOf.IsUnbound() {
		return nil, py.Raisef(py.TypeErrorType, "execve: environment must be a mapping object")
	}
	keys, e := py.CallMethod0(env, py.Intern("keys"))
	if e != nil {
		return nil, e
	}
	items, e := py.ToSlice(keys)
	if e != nil {
		return nil, e
	}
	list := []string{}
	for _, k := range items {
		v, e := py.GetItem(env, k)
		if e != nil {
			return nil, e
		}
		name, e := pyio.FSPath(k)
		if e != nil {
			return nil, e
		}
		text, e := pyio.FSPath(v)
		if e != nil {
			return nil, e
		}
		if strings.IndexByte(name, 0) >= 0 || strings.IndexByte(text, 0) >= 0 {
			return nil, py.Raisef(py.ValueErrorType, "embedded null byte")
		}
		if strings.IndexByte(name, '=') >= 0 {
			return nil, py.Raisef(py.ValueErrorType, "illegal environment variable name")
		}
		list = append(list, name+"="+text)
	}
	return list, nil
}

// exec is a function of the exec family: it returns only where it fails.
func (f callForm) exec(fn string) any {
	return func(args []value) (value, exc) {
		file, argv, env, e := f.take(fn, args)
		if e != nil {
			return value{}, e
		}
		c, e := f.command(fn, file, argv, env)
		if e != nil {
			return value{}, e
		}
		pyio.Sync()
		failed := error(syscall.ENOENT)
		for _, path := range c.paths {
			err := syscall.Exec(path, c.argv, selfexec.Env(path, c.argv, c.env))
			if err != syscall.ENOENT && err != syscall.ENOTDIR || len(c.paths) == 1 {
				failed = err
			}
		}
		return target{shown: c.shown}.done(failed)
	}
}

// spawn is a function of the spawn family: its result is the exit status, the negative
// number of a signal, or the process id.
func (f callForm) spawn() any {
	return func(args []value) (value, exc) {
		if len(args) == 0 {
			return value{}, py.Raisef(py.TypeErrorType, "missing 1 required positional argument: 'mode'")
		}
		mode, e := py.CInt(args[0])
		if e != nil {
			return value{}, e
		}
		file, argv, env, e := f.take("spawn", args[1:])
		if e != nil {
			return value{}, e
		}
		c, e := f.command("", file, argv, env)
		if e != nil {
			return value{}, e
		}
		pid, err := c.start()
		if mode == modeNoWait {
			if err != nil {
				// CPython's child has started by then, and ends with this status.
				pid, err = (&command{paths: []string{"/bin/sh"}, argv: []string{"sh", "-c", "exit 127"}, env: c.env}).start()
			}
			if err != nil {
				return done(err)
			}
			return py.IntOf(pid), nil
		}
		if err != nil {
			return py.Int(127), nil
		}
		var status syscall.WaitStatus
		if err := blocked(func() error {
			_, err := syscall.Wait4(pid, &status, 0, nil)
			return err
		}); err != nil {
			return done(err)
		}
		return py.IntOf(exitCode(status)), nil
	}
}

// start starts the program with the descriptors that are inherited.
func (c *command) start() (pid int, err error) {
	pyio.Sync()
	err = syscall.ENOENT
	for _, path := range c.paths {
		py.Blocking(func() {
			pid, err = syscall.ForkExec(path, c.argv, &syscall.ProcAttr{Env: selfexec.Env(path, c.argv, c.env), Files: []uintptr{0, 1, 2}})
		})
		if err == nil || err != syscall.ENOENT && err != syscall.ENOTDIR {
			return pid, err
		}
	}
	return 0, err
}

// exitCode is the code of an exit, or the negative number of a signal.
func exitCode(s syscall.WaitStatus) int {
	if s.Signaled() {
		return -int(s.Signal())
	}
	return s.ExitStatus()
}

// registerAtFork accepts functions for the time of a fork, which never comes.
func registerAtFork(args []value) (value, exc) {
	given := false
	for i, name := range []string{"before", "after_in_child", "after_in_parent"} {
		v := args[i]
		if v.IsUnbound() {
			continue
		}
		given = true
		if !py.Callable(v) {
			return value{}, py.Raisef(py.TypeErrorType, "'%s' must be callable, not %s", name, v.Type().Name)
		}
	}
	if !given {
		return value{}, py.Raisef(py.TypeErrorType, "At least one argument is required.")
	}
	return py.None, nil
}

// pipeFile is what popen returns: the end of a pipe that waits, when closed, for the
// program at the other end.
type pipeFile struct {
	py.Header
	stream value
	cmd    *exec.Cmd
}

var pipeFileType = py.NewBuiltinType("_wrap_close", &py.TypeSpec{
	Module: "os", Layout: py.LayoutOf[pipeFile](), NoNew: true,
	Slots: py.Slots{
		Iter: func(v value) (value, exc) { return py.Iter(py.Heap[pipeFile](v).stream) },
		GetAttr: func(v value, name *py.Str) (value, exc) {
			x, e := py.GenericGetAttr(v, name)
			if e == nil || !e.Is(py.AttributeErrorType) || strings.HasPrefix(name.S, "__") {
				return x, e
			}
			return py.GetAttr(py.Heap[pipeFile](v).stream, name)
		},
	},
	Methods: []py.Method{
		{Name: "close", Sig: "($self, /)", Impl: closePipe},
		{Name: "__enter__", Sig: "($self, /)", Impl: func(v value) (value, exc) { return v, nil }},
		{Name: "__exit__", Impl: func(v value, args []value) (value, exc) {
			_, e := closePipe(v)
			return py.None, e
		}},
	},
})

// closePipe closes the pipe and waits; the result is None, or the status of a program that
// has failed as wait(2) gives it.
func closePipe(v value) (value, exc) {
	p := py.Heap[pipeFile](v)
	if _, e := py.CallMethod0(p.stream, py.Intern("close")); e != nil {
		return value{}, e
	}
	if p.cmd.ProcessState == nil {
		py.Blocking(func() { _ = p.cmd.Wait() }) // the status tells
	}
	status, _ := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	if code := exitCode(status); code != 0 {
		return py.IntOf(code << 8), nil
	}
	return py.None, nil
}

func popen(cmd, mode, buffering value) (value, exc) {
	line, ok := py.AsStr(cmd)
	if !ok {
		kind, e := py.ReprText(cmd.Type().Value())
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "invalid cmd type (%s, expected string)", kind)
	}
	how := "r"
	if !mode.IsUnbound() {
		s, ok := py.AsStr(mode)
		if !ok || s.S != "r" && s.S != "w" {
			text, e := py.ReprText(mode)
			if e != nil {
				return value{}, e
			}
			return value{}, py.Raisef(py.ValueErrorType, "invalid mode %s", text)
		}
		how = s.S
	}
	if buffering.IsUnbound() {
		buffering = py.Int(-1)
	} else if buffering.IsNone() || buffering == py.Int(0) {
		return value{}, py.Raisef(py.ValueErrorType, "popen() does not support unbuffered streams")
	}
	pyio.Sync()
	var ends [2]int
	if err := sysPipe(ends[:]); err != nil {
		return done(err)
	}
	argv := shell(line.S)
	c := exec.Command(argv[0], argv[1:]...)
	c.Env = selfexec.Env(argv[0], argv, nil)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	ours, theirs := ends[0], os.NewFile(uintptr(ends[1]), "|")
	if how == "r" {
		c.Stdout = theirs
	} else {
		ours, theirs = ends[1], os.NewFile(uintptr(ends[0]), "|")
		c.Stdin = theirs
	}
	var err error
	py.Blocking(func() { err = c.Start() })
	_ = theirs.Close()
	if err != nil {
		_ = sysClose(ours)
		return done(err)
	}
	stream, e := openStream(py.IntOf(ours), py.StrV(how), buffering)
	if e != nil {
		return value{}, e
	}
	v := pipeFileType.Alloc(pipeFileType)
	p := py.Heap[pipeFile](v)
	p.stream, p.cmd = stream, c
	return v, nil
}
