package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/aio2go/aio2go/emit"
	"github.com/aio2go/aio2go/lower/ir"
)

// build compiles a program to an executable.
func (t *tool) build(args []string) error {
	if _, err := goCommand(); err != nil {
		return err
	}
	s, err := fileScript(args[0])
	if err != nil {
		return err
	}
	prog, _, err := t.compile(s)
	if err != nil {
		return err
	}
	if t.opts.report {
		r, err := t.reportOn(prog)
		if err != nil {
			return err
		}
		if err := r.Text(t.stdout); err != nil {
			return err
		}
	}
	output := t.opts.output
	if output == "" {
		output = baseName(s)
		if t.opts.goos == "windows" || t.opts.goos == "" && runtime.GOOS == "windows" {
			output += ".exe"
		}
	}
	if info, err := os.Stat(output); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder; name the executable with -o", output)
	}
	if err := os.MkdirAll(filepath.Dir(output), 0o777); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "aio2go-build-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := t.write(prog, t.buildOptions(dir)); err != nil {
		return err
	}
	return t.goBuild(dir, output)
}

// baseName returns the script's name without folder and .py.
func baseName(s *script) string {
	return strings.TrimSuffix(filepath.Base(s.file), ".py")
}

// emit writes the Go module that a program becomes.
func (t *tool) emit(args []string) error {
	s, err := fileScript(args[0])
	if err != nil {
		return err
	}
	s.file = s.name // the module is for any folder, so it does not name this one
	prog, _, err := t.compile(s)
	if err != nil {
		return err
	}
	dir := t.opts.output
	if dir == "" {
		dir = baseName(s) + "-go"
	}
	return t.write(prog, t.emitOptions(dir))
}

// compile reads and lowers the program, reporting what is wrong with it. It also
// returns CPython's warnings about it.
func (t *tool) compile(s *script) (*ir.Program, *compiled, error) {
	prog, list, err := t.load(s)
	if err != nil {
		return nil, nil, err
	}
	if prog == nil || list.HasErrors() {
		return nil, nil, t.reportUncaught(s, prog, list)
	}
	lowered, err := t.lower(prog, list)
	if err != nil {
		return nil, nil, err
	}
	if list.HasErrors() {
		return nil, nil, t.reportUncaught(s, prog, list)
	}
	text, err := t.warnings(s, prog.Warnings)
	if err != nil {
		return nil, nil, err
	}
	fmt.Fprint(t.stderr, text)
	return lowered, &compiled{prog: prog, warnings: text}, nil
}

// write emits the program.
func (t *tool) write(prog *ir.Program, opts emit.Options) error {
	return t.stage("emit", func() error {
		opts.NoSource = t.noSource(prog.Main.File.Name)
		return emit.Write(prog, opts)
	})
}
