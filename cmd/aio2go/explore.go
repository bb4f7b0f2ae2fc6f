package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// This file implements "run --explore": one run of the program after the other, each with
// orders drawn from another seed, until one shows that the program depends on them.

// seedVariable tells the program the seed; runtime/py reads it.
const seedVariable = "AIO2GO_EXPLORE_SEED="

// statusDeadlock is what an explored program exits with when it can never go on
// (runtime/asyncio).
const statusDeadlock = 87

// explored is what one run did.
type explored struct {
	seed           int64
	stdout, stderr []byte
	status         int
}

// explore runs binary up to t.opts.explore times. The standard input is given to none.
func (t *tool) explore(binary, name string, args, env []string) error {
	first := max(t.opts.exploreSeed, 1)
	var base *explored
	for i := range int64(t.opts.explore) {
		r, err := runSeed(binary, name, args, env, first+i)
		if err != nil {
			return err
		}
		if base == nil {
			base = r
		}
		what := ""
		switch {
		case r.status == statusDeadlock:
			what = "no task can go on"
		case r.status != 0:
			what = fmt.Sprintf("the program ended with status %d", r.status)
		case !bytes.Equal(r.stdout, base.stdout):
			what = fmt.Sprintf("the output differs from that of seed %d%s", base.seed, firstDifference(base.stdout, r.stdout))
		}
		if what != "" {
			t.stdout.Write(r.stdout)
			t.stderr.Write(r.stderr)
			fmt.Fprintf(t.stderr, "aio2go: run %d of %d: %s\naio2go: to repeat it: aio2go run --explore-seed %d %s\n",
				i+1, t.opts.explore, what, r.seed, strings.Join(append([]string{name}, args...), " "))
			return exitStatus(max(r.status, 1))
		}
	}
	t.stdout.Write(base.stdout)
	t.stderr.Write(base.stderr)
	fmt.Fprintf(t.stderr, "aio2go: %d runs, with the seeds %d to %d: all print the same\n", t.opts.explore, first, first+int64(t.opts.explore)-1)
	return nil
}

func runSeed(binary, name string, args, env []string, seed int64) (*explored, error) {
	r := &explored{seed: seed}
	var out, errs bytes.Buffer
	cmd := exec.Command(binary, args...)
	cmd.Args[0] = name
	cmd.Env = append(env[:len(env):len(env)], seedVariable+strconv.FormatInt(seed, 10))
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if r.status = exit.ExitCode(); r.status < 0 {
			r.status = 1
			if ws, ok := exit.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
				r.status = 128 + int(ws.Signal())
			}
		}
	} else if err != nil {
		return nil, err
	}
	r.stdout, r.stderr = out.Bytes(), errs.Bytes()
	return r, nil
}

// firstDifference says where two outputs part.
func firstDifference(a, b []byte) string {
	x, y := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range max(len(x), len(y)) {
		var p, q []byte
		if i < len(x) {
			p = x[i]
		}
		if i < len(y) {
			q = y[i]
		}
		if !bytes.Equal(p, q) {
			return fmt.Sprintf(" in line %d: %q, %q there", i+1, q, p)
		}
	}
	return ""
}
