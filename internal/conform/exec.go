package conform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// This file implements running a program, as a child process, and collecting
// what it did.

// Timeout bounds one program; a program that reaches it is killed and reported.
const Timeout = 30 * time.Second

// A Program says how to run something.
type Program struct {
	Command []string // the executable and its arguments
	Dir     string   // where it runs, and what is cut from the paths it prints
	Env     []string // added to Environ
	Stdin   string
	Limit   time.Duration // after which it is killed; 0 is Timeout

	// Interrupt, if set, is called with what the program has printed to stdout
	// so far, every few milliseconds; when it says true the program is sent
	// SIGINT, once.
	Interrupt func(stdout string, running time.Duration) bool
}

// Environ is the environment that programs run in: the caller's without Python's
// and aio2go's own variables, with a fixed hash seed, time zone and locale.
func Environ() []string {
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		switch {
		case strings.HasPrefix(name, "PYTHON"), strings.HasPrefix(name, "LC_"), strings.HasPrefix(name, "AIO2GO_"),
			name == "LANG", name == "TZ", name == "COLUMNS", name == "NO_COLOR", name == "FORCE_COLOR":
			continue
		}
		env = append(env, kv)
	}
	return append(env, "PYTHONHASHSEED=0", "PYTHONDONTWRITEBYTECODE=1", "LC_ALL=C.UTF-8", "TZ=UTC")
}

// Run runs the program. The error is about running it; what the program itself
// did wrong is in the Result.
func (p *Program) Run() (Result, error) {
	limit := p.Limit
	if limit == 0 {
		limit = Timeout
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.Command[0], p.Command[1:]...)
	cmd.Dir = p.Dir
	cmd.Env = append(Environ(), p.Env...)
	cmd.Stdin = strings.NewReader(p.Stdin)
	var stdout, stderr lockedBuffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.WaitDelay = time.Second // a grandchild may keep the pipes open
	if err := cmd.Start(); err != nil {
		return Result{}, err
	}
	done := make(chan struct{})
	if p.Interrupt != nil {
		go p.interrupt(cmd, &stdout, done)
	}
	err := cmd.Wait()
	close(done)
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return Result{}, fmt.Errorf("%s: killed after %v; stdout %q, stderr %q", strings.Join(p.Command, " "), limit, stdout.String(), stderr.String())
	case err != nil && !errors.As(err, &exit):
		return Result{}, err
	}
	dir := p.Dir
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	return Result{
		Stdout: Normalize(stdout.String(), dir),
		Stderr: Normalize(stderr.String(), dir),
		Exit:   exitStatus(cmd.ProcessState),
	}, nil
}

func (p *Program) interrupt(cmd *exec.Cmd, stdout *lockedBuffer, done chan struct{}) {
	start := time.Now()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			if p.Interrupt(stdout.String(), time.Since(start)) {
				// The process may be gone already; its result tells.
				_ = cmd.Process.Signal(os.Interrupt)
				return
			}
		}
	}
}

// exitStatus is the status as a shell shows it: 128 plus the number of the
// signal that ended the process.
func exitStatus(state *os.ProcessState) int {
	if ws, ok := state.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return state.ExitCode()
}

// A lockedBuffer can be read while the program still writes.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(data []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(data)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// RunPython runs the case under an interpreter, in a directory of its own.
// hashSeed is PYTHONHASHSEED: a program whose output depends on it is no case.
func RunPython(c *Case, py Python, hashSeed string) (Result, error) {
	dir, err := os.MkdirTemp("", "conform")
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(dir)
	if err := c.WriteFiles(dir); err != nil {
		return Result{}, err
	}
	p := &Program{
		Command: append([]string{py.Path, filepath.Join(dir, c.Main())}, c.Args...),
		Dir:     dir,
		Env:     append([]string{"PYTHONHASHSEED=" + hashSeed}, c.Env...),
		Stdin:   c.Stdin,
	}
	return p.Run()
}

// Record runs the case under the interpreter, twice with different hash seeds,
// and makes the outcome the case's expectation.
func Record(c *Case, py Python) error {
	first, err := RunPython(c, py, "0")
	if err != nil {
		return err
	}
	second, err := RunPython(c, py, "1")
	if err != nil {
		return err
	}
	if first != second {
		return fmt.Errorf("%s: two runs differ; print only what the language orders:\n%s", c.Name, Diff(first, second))
	}
	c.Want = first
	c.Recorded = py.String()
	return nil
}
