//go:build unix

package subprocess

import (
	"os"
	"os/user"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements Popen.

type (
	value = py.Value
	exc   = *py.Exception
	steps = pymod.Steps
)

func str(s string) value { return py.StrV(s) }

// The special values of stdin, stdout and stderr.
const (
	pipe    = -1
	stdout  = -2
	devNull = -3
)

var popenClass value

// state is what a Popen object has beside its attributes.
type state struct {
	*process
	comm *communication
}

// states are those of the Popen objects.
var states = map[value]*state{}

const popenSig = "__init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None, close_fds=True, shell=False, " +
	"cwd=None, env=None, universal_newlines=None, startupinfo=None, creationflags=0, restore_signals=True, start_new_session=False, pass_fds=(), *, " +
	"user=None, group=None, extra_groups=None, encoding=None, errors=None, text=None, umask=-1, pipesize=-1, process_group=None)"

// The places of the parameters in popenSig.
const (
	pSelf = iota
	pArgs
	pBufsize
	pExecutable
	pStdin
	pStdout
	pStderr
	pPreexec
	pCloseFDs
	pShell
	pCwd
	pEnv
	pUniversal
	pStartupinfo
	pCreationflags
	pRestore
	pSession
	pPassFDs
	pUser
	pGroup
	pExtraGroups
	pEncoding
	pErrors
	pText
	pUmask
	pPipesize
	pProcessGroup
)

func initPopen(p []value) (value, exc) {
	var s steps
	self := p[pSelf]
	for _, a := range []string{"_child_created", "returncode", "pid", "stdin", "stdout", "stderr"} {
		s.Set(self, a, py.None)
	}
	bufsize, isInt := py.AsInt64(p[pBufsize])
	if p[pBufsize].IsNone() {
		bufsize, isInt = -1, true
	}
	if !isInt {
		s.Failf(py.TypeErrorType, "bufsize must be an integer")
	}
	if n, ok := py.AsInt64(p[pStdout]); ok && n == stdout {
		s.Failf(py.ValueErrorType, "STDOUT can only be used for stderr")
	}
	if _, ok := py.AsInt64(p[pPipesize]); !ok {
		s.Failf(py.TypeErrorType, "pipesize must be an integer")
	}
	if !p[pStartupinfo].IsNone() {
		s.Failf(py.ValueErrorType, "startupinfo is only supported on Windows platforms")
	}
	if n, _ := py.AsInt64(p[pCreationflags]); n != 0 {
		s.Failf(py.ValueErrorType, "creationflags is only supported on Windows platforms")
	}
	if !p[pPreexec].IsNone() {
		s.Failf(py.NotImplementedErrorType, "preexec_fn is not supported: no code can run between fork and exec of a compiled program")
	}
	text := !p[pEncoding].IsNone() || !p[pErrors].IsNone() || s.Truth(p[pText]) || s.Truth(p[pUniversal])
	if !p[pText].IsNone() && !p[pUniversal].IsNone() && s.Truth(p[pText]) != s.Truth(p[pUniversal]) {
		s.Failf(subprocessError, "Cannot disambiguate when both text and universal_newlines are supplied but different. Pass one or the other.")
	}
	s.Set(self, "args", p[pArgs])
	s.Set(self, "pipesize", p[pPipesize])
	s.Set(self, "encoding", p[pEncoding])
	s.Set(self, "errors", p[pErrors])
	s.Set(self, "text_mode", py.Bool(text))
	if s.Failed() {
		return value{}, s.Exc
	}
	st, e := prepare(p)
	if e != nil {
		return value{}, e
	}
	ends, e := openEnds(p[pStdin], p[pStdout], p[pStderr])
	if e != nil {
		return value{}, e
	}
	st.files = ends.child[:]
	if e := passFDs(&st, p[pPassFDs]); e != nil {
		ends.closeAll()
		return value{}, e
	}
	umask := s.Int(p[pUmask])
	if umask >= 0 {
		umask = syscall.Umask(umask)
	}
	proc, e := launch(st)
	if umask >= 0 {
		syscall.Umask(umask)
	}
	ends.closeChild()
	if e != nil {
		ends.closeParent()
		return value{}, e
	}
	states[self] = &state{process: proc}
	s.Set(self, "pid", py.IntOf(proc.pid))
	s.Set(self, "_child_created", py.True)
	for i, name := range []string{"stdin", "stdout", "stderr"} {
		if fd := ends.parent[i]; fd >= 0 {
			s.Set(self, name, openPipe(&s, fd, i == 0, int(bufsize), text, p[pEncoding], p[pErrors]))
		}
	}
	return s.Done(py.None)
}

// openPipe makes a file object of the program's end of a pipe.
func openPipe(s *steps, fd int, write bool, bufsize int, text bool, encoding, errors value) value {
	mode := "r"
	if write {
		mode = "w"
	}
	open, e := py.LoadBuiltin(py.Intern("open"))
	s.Raise(e)
	if !text {
		return s.Apply(open, py.IntOf(fd), str(mode+"b"), py.IntOf(bufsize))
	}
	if bufsize == 0 {
		bufsize = -1
	}
	return s.ApplyKw(open, []value{py.IntOf(fd), str(mode), py.IntOf(bufsize), encoding, errors}, "encoding", "errors")
}

// prepare reads the arguments about what is to be started and how.
func prepare(p []value) (start, exc) {
	var s steps
	st := start{cwd: p[pCwd], group: -1, uid: -1, gid: -1, session: s.Truth(p[pSession])}
	args := p[pArgs]
	one := func(v value) string {
		t, e := pyio.FSPath(v)
		s.Raise(e)
		return t
	}
	if args.IsStr() || args.IsBytes() || s.Has(args, "__fspath__") {
		if _, isPath := py.AsStr(args); !isPath && !args.IsBytes() && s.Truth(p[pShell]) {
			s.Failf(py.TypeErrorType, "path-like args is not allowed when shell is true")
		}
		st.argv = []string{one(args)}
	} else {
		for _, a := range s.Items(args) {
			st.argv = append(st.argv, one(a))
		}
	}
	if s.Truth(p[pShell]) {
		st.argv = append([]string{"/bin/sh", "-c"}, st.argv...)
		if !p[pExecutable].IsNone() {
			st.argv[0] = one(p[pExecutable])
		}
	}
	if len(st.argv) == 0 && !s.Failed() {
		s.Failf(py.IndexErrorType, "list index out of range")
	}
	if !p[pExecutable].IsNone() {
		st.executable = one(p[pExecutable])
	}
	st.env, st.searchPath = os.Environ(), os.Getenv("PATH")
	if !p[pEnv].IsNone() {
		st.env, st.searchPath = nil, "/bin:/usr/bin"
		for _, kv := range s.Items(s.Call(p[pEnv], "items")) {
			pair := s.Items(kv)
			if s.Failed() || len(pair) != 2 {
				break
			}
			k, v := one(pair[0]), one(pair[1])
			if strings.Contains(k, "=") {
				s.Failf(py.ValueErrorType, "illegal environment variable name")
			}
			if k == "PATH" {
				st.searchPath = v
			}
			st.env = append(st.env, k+"="+v)
		}
		if st.env == nil {
			st.env = []string{}
		}
	}
	if !p[pProcessGroup].IsNone() {
		st.group = s.Int(p[pProcessGroup])
	}
	st.uid = id(&s, "User", p[pUser], func(name string) (string, error) {
		u, err := user.Lookup(name)
		if err != nil {
			return "", err
		}
		return u.Uid, nil
	})
	st.gid = id(&s, "Group", p[pGroup], groupID)
	if !p[pExtraGroups].IsNone() {
		if p[pExtraGroups].IsStr() {
			s.Failf(py.ValueErrorType, "Groups must be a list, not a string")
		}
		st.groups = []uint32{}
		for _, g := range s.Items(p[pExtraGroups]) {
			st.groups = append(st.groups, uint32(id(&s, "Group", g, groupID)))
		}
	}
	return st, s.Exc
}

func groupID(name string) (string, error) {
	g, err := user.LookupGroup(name)
	if err != nil {
		return "", err
	}
	return g.Gid, nil
}

// id is a user or group that is given by number or name; -1 for None.
func id(s *steps, what string, v value, find func(name string) (string, error)) int {
	if v.IsNone() || s.Failed() {
		return -1
	}
	if n, ok := py.AsInt64(v); ok {
		if n < 0 {
			s.Failf(py.ValueErrorType, "%s ID cannot be negative, got %d", what, n)
		}
		return int(n)
	}
	name, ok := py.AsStr(v)
	if !ok {
		if what == "Group" {
			s.Failf(py.TypeErrorType, "Group must be a string or an integer, not %s", "<class '"+v.Type().FullName()+"'>")
		} else {
			s.Failf(py.TypeErrorType, "User must be a string or an integer")
		}
		return -1
	}
	text, err := find(name.S)
	n, err2 := strconv.Atoi(text)
	if err != nil || err2 != nil {
		fn := map[string]string{"User": "getpwnam", "Group": "getgrnam"}[what]
		s.Raise(py.RaiseArgs(py.KeyErrorType, str(fn+"(): name not found: "+py.QuoteStr(name.S))))
	}
	return n
}

// passFDs keeps further descriptors open in the child, under their numbers.
func passFDs(st *start, fds value) exc {
	items, e := py.ToSlice(fds)
	if e != nil {
		return e
	}
	for _, v := range items {
		n, e := py.CInt(v)
		if e != nil {
			return e
		}
		for len(st.files) <= n {
			st.files = append(st.files, ^uintptr(0))
		}
		st.files[n] = uintptr(n)
	}
	return nil
}

// ends are the descriptors of the three streams.
type ends struct {
	child  [3]uintptr
	parent [3]int
	opened []int // of the child's, those that were opened for it
}

func (e *ends) closeChild() {
	for _, fd := range e.opened {
		_ = syscall.Close(fd)
	}
	e.opened = nil
}

func (e *ends) closeParent() {
	for _, fd := range e.parent {
		if fd >= 0 {
			_ = syscall.Close(fd)
		}
	}
}

func (e *ends) closeAll() {
	e.closeChild()
	e.closeParent()
}

func openEnds(in, out, err value) (*ends, exc) {
	e := &ends{parent: [3]int{-1, -1, -1}}
	for i, v := range []value{in, out, err} {
		e.child[i] = uintptr(i)
		if v.IsNone() {
			continue
		}
		n, isInt := py.AsInt64(v)
		switch {
		case isInt && n == pipe:
			var p [2]int
			syscall.ForkLock.RLock()
			failed := syscall.Pipe(p[:])
			if failed == nil {
				syscall.CloseOnExec(p[0])
				syscall.CloseOnExec(p[1])
			}
			syscall.ForkLock.RUnlock()
			if failed != nil {
				e.closeAll()
				return nil, pyio.OSError(failed, value{})
			}
			child, parent := p[1], p[0]
			if i == 0 {
				child, parent = p[0], p[1]
			}
			e.child[i], e.parent[i] = uintptr(child), parent
			e.opened = append(e.opened, child)
		case isInt && n == devNull:
			fd, failed := syscall.Open(os.DevNull, syscall.O_RDWR|syscall.O_CLOEXEC, 0)
			if failed != nil {
				e.closeAll()
				return nil, pyio.OSError(failed, value{})
			}
			e.child[i] = uintptr(fd)
			e.opened = append(e.opened, fd)
		case isInt && n == stdout && i == 2:
			e.child[2] = e.child[1]
		case isInt:
			e.child[i] = uintptr(n)
		default:
			fd, x := pymod.Call(v, "fileno")
			if x == nil {
				var n int
				if n, x = py.CInt(fd); x == nil {
					e.child[i] = uintptr(n)
				}
			}
			if x != nil {
				e.closeAll()
				return nil, x
			}
		}
	}
	return e, nil
}

// stateOf is the state of a Popen object.
func stateOf(self value) (*state, exc) {
	if st := states[self]; st != nil {
		return st, nil
	}
	return nil, py.NoAttribute(self, py.Intern("_handle"))
}

// ended notes the return code of a process that has ended.
func ended(s *steps, self value, code int) {
	if s.Attr(self, "returncode").IsNone() {
		s.Set(self, "returncode", py.IntOf(code))
	}
	if st := states[self]; st != nil && st.comm == nil {
		delete(states, self)
	}
}

func pollPopen(self value) (value, exc) {
	var s steps
	if rc := s.Attr(self, "returncode"); !rc.IsNone() {
		return s.Done(rc)
	}
	st, e := stateOf(self)
	if e != nil {
		return value{}, e
	}
	if code, over := st.poll(); over {
		ended(&s, self, code)
	}
	return s.Done(s.Attr(self, "returncode"))
}

// duration converts a timeout in seconds; negative means for ever.
func duration(s *steps, v value) time.Duration {
	if v.IsNone() || s.Failed() {
		return -1
	}
	f, e := py.ToFloat(v)
	s.Raise(e)
	return time.Duration(max(f, 0) * 1e9)
}

func waitPopen(self, timeout value) (value, exc) {
	var s steps
	if rc := s.Attr(self, "returncode"); !rc.IsNone() {
		return s.Done(rc)
	}
	st, e := stateOf(self)
	if e != nil {
		return value{}, e
	}
	d := duration(&s, timeout)
	if s.Failed() {
		return value{}, s.Exc
	}
	code, over, e := st.wait(d)
	if e != nil {
		return value{}, e
	}
	if !over {
		return value{}, raiseTimeout(s.Attr(self, "args"), timeout, py.None, py.None)
	}
	ended(&s, self, code)
	return s.Done(s.Attr(self, "returncode"))
}

func sendSignal(self, sig value) (value, exc) {
	var s steps
	s.Call(self, "poll")
	if !s.Attr(self, "returncode").IsNone() {
		return s.Done(py.None)
	}
	n := s.Int(sig)
	pid := s.Int(s.Attr(self, "pid"))
	if s.Failed() {
		return value{}, s.Exc
	}
	if err := syscall.Kill(pid, syscall.Signal(n)); err != nil && err != syscall.ESRCH {
		return value{}, pyio.OSError(err, value{})
	}
	return py.None, nil
}

func exitPopen(self, typ, val, tb value) (value, exc) {
	var s steps
	for _, name := range []string{"stdout", "stderr", "stdin"} {
		if f := s.Attr(self, name); !f.IsNone() {
			s.Call(f, "close")
			if name == "stdin" && s.Failed() && s.Exc.Is(py.BrokenPipeErrorType) {
				s.Exc = nil
			}
		}
	}
	s.Call(self, "wait")
	return s.Done(py.None)
}

func definePopen(m *py.Module) (e exc) {
	kill := func(sig syscall.Signal) func(self value) (value, exc) {
		return func(self value) (value, exc) { return pymod.Call(self, "send_signal", py.Int(int64(sig))) }
	}
	popenClass, e = pymod.Define(m, pymod.Class{Name: "Popen", Doc: "Execute a child program in a new process.",
		Methods: []pymod.Func{
			{Sig: popenSig, Impl: initPopen},
			{Sig: "poll(self)", Impl: pollPopen},
			{Sig: "wait(self, timeout=None)", Impl: waitPopen},
			{Sig: "communicate(self, input=None, timeout=None)", Impl: communicate},
			{Sig: "send_signal(self, sig)", Impl: sendSignal},
			{Sig: "terminate(self)", Impl: kill(syscall.SIGTERM)},
			{Sig: "kill(self)", Impl: kill(syscall.SIGKILL)},
			{Sig: "__enter__(self)", Impl: func(self value) (value, exc) { return self, nil }},
			{Sig: "__exit__(self, exc_type, value, traceback)", Impl: exitPopen},
			{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
				var s steps
				text := "<" + self.Type().Name + ": returncode: " + s.Repr(s.Attr(self, "returncode")) + " args: " + s.Repr(s.Attr(self, "args")) + ">"
				if r := []rune(text); len(r) > 80 {
					text = string(r[:76]) + "...>"
				}
				return s.Done(str(text))
			}},
		},
		ClassMethods: []pymod.Func{{Sig: "__class_getitem__(cls, item, /)", Impl: func(cls, item value) (value, exc) { return py.NewGenericAlias(cls, item), nil }}},
		Properties: []pymod.Property{{Name: "universal_newlines", Get: func(self value) (value, exc) { return pymod.Attr(self, "text_mode") },
			Set: func(self, x value) exc {
				b, e := py.Truth(x)
				if e == nil {
					e = py.SetAttr(self, py.Intern("text_mode"), py.Bool(b))
				}
				return e
			}}},
	})
	return e
}
