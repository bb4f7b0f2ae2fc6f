package asyncio

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/selfexec"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file starts child processes.

// The special values of stdin=, stdout= and stderr=.
const (
	subprocessPipe    = -1
	subprocessStdout  = -2
	subprocessDevNull = -3
)

// command says what to start.
type command struct {
	path       string
	args       []string
	env        []string
	dir        string
	stdio      [3]int // a file descriptor, or a special value; -100 to inherit
	session    bool   // start_new_session
	group      int    // process_group, -1 for none
	passFDs    []int
	executable string
}

const inherit = -100

// startChild starts a child and returns our ends of its pipes.
func startChild(c *command) (*os.Process, [3]int, *py.Exception) {
	ours := [3]int{-1, -1, -1}
	var files [3]*os.File
	var opened []*os.File
	closeAll := func() {
		for _, f := range opened {
			_ = f.Close()
		}
	}
	std := [3]*os.File{os.Stdin, os.Stdout, os.Stderr}
	for i, how := range c.stdio {
		switch how {
		case inherit:
			files[i] = std[i]
		case subprocessPipe:
			pr, pw, err := os.Pipe()
			if err != nil {
				closeAll()
				return nil, ours, osError(err, "")
			}
			mine, theirs := pr, pw
			if i == 0 {
				mine, theirs = pw, pr
			}
			fd, err := sysnet.Dup(int(mine.Fd()))
			_ = mine.Close()
			opened = append(opened, theirs)
			if err != nil {
				closeAll()
				return nil, ours, osError(err, "")
			}
			_ = sysnet.SetNonblock(fd, true)
			ours[i], files[i] = fd, theirs
		case subprocessDevNull:
			f, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
			if err != nil {
				closeAll()
				return nil, ours, osError(err, "")
			}
			opened = append(opened, f)
			files[i] = f
		case subprocessStdout:
			files[i] = files[1]
		default:
			fd, err := sysnet.Dup(how)
			if err != nil {
				closeAll()
				return nil, ours, osError(err, "")
			}
			f := os.NewFile(uintptr(fd), "child")
			opened = append(opened, f)
			files[i] = f
		}
	}
	all := files[:]
	for _, fd := range c.passFDs {
		dup, err := sysnet.Dup(fd)
		if err != nil {
			closeAll()
			return nil, ours, osError(err, "")
		}
		f := os.NewFile(uintptr(dup), "passed")
		opened = append(opened, f)
		for len(all) <= fd {
			all = append(all, nil)
		}
		all[fd] = f
	}
	path, err := findProgram(c)
	var proc *os.Process
	if err == nil {
		proc, err = os.StartProcess(path, c.args, &os.ProcAttr{Dir: c.dir, Env: selfexec.Env(path, c.args, c.env), Files: all, Sys: childAttributes(c)})
	}
	closeAll()
	if err != nil {
		for _, fd := range ours {
			if fd >= 0 {
				_ = sysnet.Close(fd)
			}
		}
		return nil, ours, startError(err, c)
	}
	return proc, ours, nil
}

// findProgram looks for the program in PATH, as execvpe: of the child's environment.
func findProgram(c *command) (string, error) {
	name := c.path
	if c.executable != "" {
		name = c.executable
	}
	if strings.ContainsRune(name, os.PathSeparator) {
		return name, nil
	}
	path := os.Getenv("PATH")
	for _, e := range c.env {
		if v, ok := strings.CutPrefix(e, "PATH="); ok {
			path = v
		}
	}
	var failed error = syscall.ENOENT
	for _, dir := range filepath.SplitList(path) {
		if dir == "" {
			dir = "."
		}
		file := filepath.Join(dir, name)
		st, err := os.Stat(file)
		if err != nil || st.IsDir() {
			continue
		}
		if st.Mode()&0o111 != 0 {
			return file, nil
		}
		failed = syscall.EACCES
	}
	return "", failed
}

// startError is the OSError for a program that cannot be started, with its name.
func startError(err error, c *command) *py.Exception {
	n := sysnet.Errno(err)
	name := c.path
	if c.executable != "" {
		name = c.executable
	}
	if c.dir != "" {
		if _, e := os.Stat(c.dir); e != nil {
			name = c.dir
		}
	}
	return py.RaiseErrno(n, py.StrV(name))
}
