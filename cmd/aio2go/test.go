package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/load"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/internal/cpytest"
)

// This file implements the command test.

// test runs test files of CPython.
func (t *tool) test(names []string) error {
	if t.opts.python == "" {
		t.opts.python = load.LibraryVersion // the tests expect what that version refuses to be refused
	}
	t.quick = true // the programs are large, and run once
	opts := t.frontendOptions()
	if len(opts.Stdlib) == 0 {
		return errors.New("test: there is no CPython 3.13 here; name its library folder with --stdlib")
	}
	stdlib := opts.Stdlib[0]
	c, err := openCache()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.dir, 0o777); err != nil {
		return c.unusable(err)
	}
	helpers, err := cpytest.WriteHelpers(c.dir)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		names = cpytest.TableFiles()
	}
	if i := slices.Index(names, cpytest.Library); i >= 0 {
		names = slices.Replace(slices.Clone(names), i, i+1, cpytest.LibraryFiles()...)
	}
	all := []cpytest.Result{}
	var suites []*cpytest.Suite
	for _, name := range names {
		if filepath.Ext(name) == ".json" {
			results, err := cpytest.ReadResults(name)
			if err != nil {
				return err
			}
			all = append(all, results...)
			continue
		}
		list, err := cpytest.FindSuites(stdlib, name)
		if err != nil {
			return err
		}
		suites = append(suites, list...)
	}
	for _, s := range suites {
		results, err := t.testSuite(c, s, helpers, stdlib)
		if err != nil {
			return err
		}
		all = append(all, results...)
		if !t.opts.json {
			cpytest.Print(t.stdout, results, t.opts.verbose)
		}
	}
	if t.opts.json {
		enc := json.NewEncoder(t.stdout)
		enc.SetIndent("", " ")
		if err := enc.Encode(all); err != nil {
			return err
		}
	}
	if t.opts.table != "" {
		if err := cpytest.WriteTable(t.opts.table, all); err != nil {
			return err
		}
	}
	for _, r := range all {
		if r.Outcome == cpytest.Failed {
			return exitStatus(exitError)
		}
	}
	return nil
}

// testSuite compiles and runs one test file. What keeps it from being compiled is the
// result of the file as a whole.
func (t *tool) testSuite(c *cache, s *cpytest.Suite, helpers, stdlib string) ([]cpytest.Result, error) {
	broken := func(reason string) []cpytest.Result {
		return []cpytest.Result{{File: s.File, Method: "<module>", Outcome: cpytest.Failed, Reason: reason}}
	}
	binary, missing, err := t.compileSuite(c, s, helpers, stdlib)
	var status exitStatus
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		return broken("cannot be compiled: " + refused.Error()), nil
	case errors.As(err, &status):
		return broken("cannot be compiled"), nil // t.stderr has the reason
	case err != nil:
		return nil, err
	}
	opts := cpytest.RunOptions{Binary: binary, Missing: missing, Methods: t.opts.methods, Timeout: t.opts.timeout, Log: t.stderr}
	if tool, err := os.Executable(); err == nil {
		opts.Tool = tool
	}
	if s.StartsPeers() {
		opts.Python = load.Interpreter(stdlib)
	}
	return s.Run(opts)
}

// refusal is the error that a program is not accepted.
type refusal struct{ first *diag.Diagnostic }

// Error returns the first finding.
func (r *refusal) Error() string { return r.first.Error() }

// compileSuite compiles a test file into the cache, and returns also the modules that it
// wants and that are not there.
func (t *tool) compileSuite(c *cache, s *cpytest.Suite, helpers, stdlib string) (string, []string, error) {
	if _, err := goCommand(); err != nil {
		return "", nil, err
	}
	opts := t.frontendOptions()
	s.Configure(&opts, helpers, stdlib)
	list := new(diag.List)
	var prog *frontend.Program
	err := t.stage("frontend", func() error {
		// The script's folder is one that does not exist, so that nothing hides a module.
		dir := filepath.Join(helpers, "script")
		prog = frontend.LoadFile(opts, source.NewText(filepath.Join(dir, "__main__.py"), s.Source()), dir, list)
		return nil
	})
	if err != nil {
		return "", nil, err
	}
	refused := func() error {
		for _, d := range list.All() {
			if d.Severity == diag.Error {
				return &refusal{d}
			}
		}
		return nil
	}
	if err := refused(); err != nil {
		return "", nil, err
	}
	lowered, err := t.lower(prog, list)
	if err == nil {
		err = refused()
	}
	if err != nil {
		return "", nil, err
	}
	main := &script{name: s.File, source: []byte(s.Source())}
	content := t.contentKey(main, prog)
	if binary, ok := c.binary(content); ok {
		return binary, prog.Missing, nil
	}
	binary, err := t.buildInto(c, content, lowered)
	if err != nil {
		return "", nil, fmt.Errorf("%s: %w", s.File, err)
	}
	return binary, prog.Missing, nil
}
