//go:build unix

package subprocess

import (
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/selfexec"
)

// This file starts processes and waits for them.

// process is a child of the program.
type process struct {
	pid  int
	mu   sync.Mutex
	done chan struct{} // closed by the waiter
	busy bool          // a goroutine waits for it
	over bool
	code int
}

// result is the return code of a status: the exit status, or minus the signal.
func result(st syscall.WaitStatus) int {
	if st.Signaled() {
		return -int(st.Signal())
	}
	return st.ExitStatus()
}

// poll reports whether the process has ended.
func (p *process) poll() (code int, over bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over || p.busy {
		return p.code, p.over
	}
	var st syscall.WaitStatus
	pid, err := syscall.Wait4(p.pid, &st, syscall.WNOHANG, nil)
	switch {
	case pid == p.pid:
		p.code, p.over = result(st), true
	case err == syscall.ECHILD:
		// Something else has waited for it.
		p.code, p.over = 0, true
	}
	return p.code, p.over
}

// watch lets a goroutine wait for the process.
func (p *process) watch() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over || p.busy {
		return
	}
	p.busy, p.done = true, make(chan struct{})
	go func() {
		var st syscall.WaitStatus
		var err error
		for {
			if _, err = syscall.Wait4(p.pid, &st, 0, nil); err != syscall.EINTR {
				break
			}
		}
		p.mu.Lock()
		p.over, p.busy = true, false
		if err == nil {
			p.code = result(st)
		}
		p.mu.Unlock()
		close(p.done)
	}()
}

// await waits until ch is closed, for at most d unless that is negative; signals are
// handled meanwhile. ok is false when the time is over.
func await(ch <-chan struct{}, d time.Duration) (ok bool, e exc) {
	main := py.Current.ID == py.MainThreadID
	wake := make(chan struct{}, 1)
	if main {
		key := new(int)
		py.SetWaker(key, func() {
			select {
			case wake <- struct{}{}:
			default:
			}
		})
		defer py.SetWaker(key, nil)
	}
	var timer <-chan time.Time
	if d >= 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		timer = t.C
	}
	for {
		if main && py.Pending() {
			if e := py.Poll(); e != nil {
				return false, e
			}
		}
		over, late := false, false
		py.Blocking(func() {
			select {
			case <-ch:
				over = true
			case <-timer:
				late = true
			case <-wake:
			}
		})
		if over || late {
			return over, nil
		}
	}
}

// wait waits for the process to end.
func (p *process) wait(d time.Duration) (code int, over bool, e exc) {
	if code, over := p.poll(); over {
		return code, true, nil
	}
	p.watch()
	if p.done != nil {
		if _, e := await(p.done, d); e != nil {
			return 0, false, e
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.code, p.over, nil
}

// start is what a process is started with.
type start struct {
	argv       []string
	executable string // "" for argv[0]
	cwd        value
	env        []string
	searchPath string
	files      []uintptr
	session    bool
	group      int // process group, -1 for that of the program
	uid, gid   int // -1 for those of the program
	groups     []uint32
}

// launch starts a process.
func launch(s start) (*process, exc) {
	name := s.executable
	if name == "" {
		name = s.argv[0]
	}
	dir := ""
	if !s.cwd.IsNone() {
		var e exc
		if dir, e = pyio.FSPath(s.cwd); e != nil {
			return nil, e
		}
	}
	attr := &syscall.ProcAttr{Dir: dir, Env: s.env, Files: s.files, Sys: &syscall.SysProcAttr{Setsid: s.session}}
	if s.group >= 0 {
		attr.Sys.Setpgid, attr.Sys.Pgid = true, s.group
	}
	if s.uid >= 0 || s.gid >= 0 || s.groups != nil {
		c := &syscall.Credential{Uid: uint32(os.Getuid()), Gid: uint32(os.Getgid()), Groups: s.groups, NoSetGroups: s.groups == nil}
		if s.uid >= 0 {
			c.Uid = uint32(s.uid)
		}
		if s.gid >= 0 {
			c.Gid = uint32(s.gid)
		}
		attr.Sys.Credential = c
	}
	if dir != "" {
		if st, err := os.Stat(dir); err != nil {
			return nil, pyio.OSError(err, py.StrV(dir))
		} else if !st.IsDir() {
			return nil, py.RaiseErrno(syscall.ENOTDIR, py.StrV(dir))
		}
	}
	paths := []string{name}
	if !strings.Contains(name, "/") {
		paths = nil
		for _, d := range strings.Split(s.searchPath, ":") {
			if d == "" {
				d = "."
			}
			paths = append(paths, d+"/"+name)
		}
	}
	failed := syscall.ENOENT
	for _, path := range paths {
		attr.Env = selfexec.Env(path, s.argv, s.env)
		var pid int
		var err error
		py.Blocking(func() { pid, err = syscall.ForkExec(path, s.argv, attr) })
		if err == nil {
			return &process{pid: pid}, nil
		}
		errno, ok := err.(syscall.Errno)
		if !ok {
			return nil, py.Raisef(py.ValueErrorType, "embedded null byte")
		}
		if errno != syscall.ENOENT && errno != syscall.ENOTDIR {
			failed = errno
		}
	}
	return nil, py.RaiseErrno(failed, py.StrV(name))
}
