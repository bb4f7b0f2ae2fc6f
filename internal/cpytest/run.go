package cpytest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// This file implements running a built suite.

// Outcome says what became of a method.
type Outcome string

// The outcomes.
const (
	Passed  Outcome = "passed"
	Failed  Outcome = "failed"
	Skipped Outcome = "skipped"
	started Outcome = "started"
)

// Result is what became of one method.
type Result struct {
	File    string  `json:"file"`
	Method  string  `json:"method"` // Class.method; "<module>" for the import of the file
	Outcome Outcome `json:"outcome"`
	Reason  string  `json:"reason,omitempty"` // one line
	Detail  string  `json:"detail,omitempty"` // the traceback
}

// RunOptions say how a suite is run.
type RunOptions struct {
	Binary  string
	Missing []string      // the modules that the program does not have
	Methods []string      // patterns of the methods to run, all if empty
	Timeout time.Duration // of one method
	Python  string        // an interpreter that the methods may start, "" for none
	Tool    string        // aio2go, for methods that run source text in a process of its own; "" for none
	Log     io.Writer     // is told of methods that end the program
	Env     []string
}

// maxRestarts bounds how often a program that crashes is started again.
const maxRestarts = 200

// Run runs the suite and returns the results in the order in which the methods ran.
func (s *Suite) Run(opts RunOptions) ([]Result, error) {
	dir, err := os.MkdirTemp("", "aio2go-test-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	report := filepath.Join(dir, "report")
	work := filepath.Join(dir, "work")
	if err := os.Mkdir(work, 0o777); err != nil {
		return nil, err
	}
	var results []Result
	for range maxRestarts {
		ended, output, err := s.start(opts, report, work)
		if err != nil {
			return nil, err
		}
		var running string
		if results, running, err = s.read(report); err != nil {
			return nil, err
		}
		if running == "" {
			if !ended.done && len(results) == 0 {
				return nil, fmt.Errorf("%s: the program ended before its tests began: %s\n%s", s.File, ended.how, output)
			}
			if ended.done || ended.how == "" {
				return results, nil
			}
		}
		if running == "" {
			running = "<between methods>"
			for i := range results {
				if results[i].Method == running {
					return results, nil
				}
			}
		}
		r := Result{File: s.File, Method: running, Outcome: Failed, Reason: ended.how, Detail: output}
		if err := appendResult(report, r); err != nil {
			return nil, err
		}
		if opts.Log != nil {
			fmt.Fprintf(opts.Log, "%s: %s %s\n", r.File, r.Method, r.Reason)
		}
	}
	results, _, err = s.read(report)
	return results, err
}

// ending is how a run of the program ended.
type ending struct {
	done bool
	how  string // "" for status 0
}

// start runs the program once, until it ends or a method takes too long.
func (s *Suite) start(opts RunOptions, report, work string) (ending, string, error) {
	cmd := exec.Command(opts.Binary, append([]string{report, strings.Join(opts.Missing, ",")}, opts.Methods...)...)
	cmd.Dir = work
	cmd.Env = append(os.Environ(), opts.Env...)
	if opts.Tool != "" {
		cmd.Env = append(cmd.Env, "AIO2GO_TESTRUN_TOOL="+opts.Tool)
	}
	if opts.Python != "" {
		cmd.Env = append(cmd.Env, "AIO2GO_TESTRUN_PYTHON="+opts.Python)
	}
	var out tail
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		return ending{}, "", err
	}
	wait := make(chan error, 1)
	go func() { wait <- cmd.Wait() }()
	size, since := int64(-1), time.Now()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-wait:
			e := ending{done: endsWell(report)}
			if err != nil {
				e.how = crash(err, out.String())
			}
			return e, out.String(), nil
		case <-tick.C:
			if info, err := os.Stat(report); err == nil && info.Size() != size {
				size, since = info.Size(), time.Now()
			}
			if time.Since(since) > opts.Timeout {
				// The program answers with the tree of its tasks, where there is this signal.
				if cmd.Process.Signal(syscall.SIGQUIT) == nil {
					time.Sleep(300 * time.Millisecond)
				}
				if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
					return ending{}, "", err
				}
				<-wait
				return ending{how: fmt.Sprintf("took longer than %s", opts.Timeout)}, out.String(), nil
			}
		}
	}
}

// crash says how a program ended: with the first line that the Go runtime wrote, if any.
func crash(err error, output string) string {
	for _, line := range strings.Split(output, "\n") {
		for _, prefix := range []string{"panic: ", "fatal error: ", "runtime: goroutine stack exceeds"} {
			if strings.HasPrefix(line, prefix) {
				return "crashed: " + line
			}
		}
	}
	return "crashed: " + err.Error()
}

// endsWell reports whether the program came to its end.
func endsWell(report string) bool {
	data, err := os.ReadFile(report)
	return err == nil && bytes.Contains(data, []byte(`"method": "<end>"`))
}

// read returns the results in a report, and the method that has begun and not ended.
func (s *Suite) read(report string) (results []Result, running string, err error) {
	f, err := os.Open(report)
	if os.IsNotExist(err) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<26)
	for sc.Scan() {
		r := Result{File: s.File}
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			continue // cut off by a crash
		}
		switch {
		case r.Method == "<end>":
		case r.Outcome == started:
			running = r.Method
		default:
			if r.Method == running {
				running = ""
			}
			results = append(results, r)
		}
	}
	return results, running, sc.Err()
}

func appendResult(report string, r Result) error {
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(report, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(append([]byte("\n"), append(data, '\n')...))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

// tail keeps the beginning and the end of what is written to it.
type tail struct {
	head, rest []byte
}

const keep = 16 << 10

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	n := len(p)
	if free := keep - len(t.head); free > 0 {
		k := min(free, len(p))
		t.head = append(t.head, p[:k]...)
		p = p[k:]
	}
	t.rest = append(t.rest, p...)
	if len(t.rest) > 2*keep {
		t.rest = append([]byte(nil), t.rest[len(t.rest)-keep:]...)
	}
	return n, nil
}

// String returns what is kept.
func (t *tail) String() string { return string(t.head) + string(t.rest) }
