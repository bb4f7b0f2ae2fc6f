package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/lower/ir"
)

// compiled is what is known of a program that was compiled.
type compiled struct {
	prog     *frontend.Program
	warnings string // as CPython writes them
}

// run compiles a program, unless that was done before, and runs it.
func (t *tool) run(args []string) error {
	s, args, err := t.runScript(args)
	if err != nil {
		return err
	}
	c, err := openCache()
	if err != nil {
		return err
	}
	key := t.indexKey(s)
	binary, warned, ok := c.find(key)
	if ok {
		fmt.Fprint(t.stderr, warned)
	} else {
		if binary, err = t.compileInto(c, key, s); err != nil {
			return err
		}
	}
	env := os.Environ()
	clock := t.opts.clock
	if clock == "" && (t.opts.explore > 0 || t.opts.exploreSeed >= 0) {
		clock = "virtual" // a run repeats only if time does
	}
	if clock != "" {
		env = append(env, "AIO2GO_CLOCK="+clock)
	}
	if t.opts.explore > 0 {
		return t.explore(binary, s.name, args, env)
	}
	if t.opts.exploreSeed >= 0 {
		env = append(env, seedVariable+strconv.FormatInt(t.opts.exploreSeed, 10))
	}
	return execute(binary, append([]string{s.name}, args...), env, t.stdin, t.stdout, t.stderr)
}

// runScript returns the program that run was given, and its arguments.
func (t *tool) runScript(args []string) (*script, []string, error) {
	if t.opts.module != "" {
		s, err := t.moduleScript(t.opts.module)
		return s, args, err
	}
	if t.opts.code != "" || len(args) == 0 {
		return &script{name: "-c", source: []byte(t.opts.code + "\n")}, args, nil
	}
	if args[0] == "-" {
		s, err := t.stdinScript()
		return s, args[1:], err
	}
	s, err := fileScript(args[0])
	if err != nil {
		fmt.Fprintf(t.stderr, "aio2go: %v\n", err)
		return nil, nil, exitStatus(exitUsage) // as CPython
	}
	t.nameFile(s)
	return s, args[1:], nil
}

// compileInto compiles the program into the cache and returns the executable.
func (t *tool) compileInto(c *cache, key digest, s *script) (string, error) {
	if _, err := goCommand(); err != nil {
		return "", err
	}
	prog, done, err := t.compile(s)
	if err != nil {
		return "", err
	}
	content := t.contentKey(s, done.prog)
	binary, ok := c.binary(content)
	if !ok {
		if binary, err = t.buildInto(c, content, prog); err != nil {
			return "", err
		}
	}
	return binary, c.note(key, content, s, done)
}

// buildInto builds a lowered program into the cache and returns the executable.
func (t *tool) buildInto(c *cache, content digest, prog *ir.Program) (string, error) {
	work, err := c.workDir()
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(work)
	src := filepath.Join(work, "src")
	if err := t.write(prog, t.buildOptions(src)); err != nil {
		return "", err
	}
	built := filepath.Join(work, binaryName)
	if err := t.goBuild(src, built); err != nil {
		return "", err
	}
	return c.keep(content, built)
}
