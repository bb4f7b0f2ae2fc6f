package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/load"
	"github.com/aio2go/aio2go/frontend/source"
)

// script is the program that a command was given.
type script struct {
	name   string // as given: a path, or "-c", or "-"
	file   string // absolute path, "" for -c and -
	source []byte // of -c and -
	module string // of -m: the absolute name of the module
	folder string // of -m: the folder that is searched first
}

// shown returns how CPython calls the script's source.
func (s *script) shown() string {
	switch {
	case s.file != "":
		return s.file
	case s.name == "-":
		return "<stdin>"
	}
	return "<string>"
}

// file returns the script in the file at path.
func fileScript(path string) (*script, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(abs)
	switch {
	case err != nil:
		return nil, cannotOpen(path, err)
	case info.IsDir():
		return nil, fmt.Errorf("can't run '%s': it is a folder", path)
	}
	return &script{name: path, file: abs}, nil
}

// cannotOpen puts a file that cannot be read into words.
func cannotOpen(path string, err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return fmt.Errorf("can't open file '%s': %w", path, err)
}

// stdinScript returns the script on standard input.
func (t *tool) stdinScript() (*script, error) {
	src, err := io.ReadAll(t.stdin)
	if err != nil {
		return nil, fmt.Errorf("standard input: %w", err)
	}
	return &script{name: "-", source: src}, nil
}

// frontendOptions returns how modules are found.
func (t *tool) frontendOptions() frontend.Options {
	mods := runtimeModules()
	opts := frontend.Options{
		Path:    append(t.opts.path[:len(t.opts.path):len(t.opts.path)], filepath.SplitList(os.Getenv("PYTHONPATH"))...),
		Runtime: func(name string) bool { return mods[name] != "" },
		Include: t.opts.include,
	}
	opts.Stdlib, opts.Site = t.libraries()
	return opts
}

// libraries returns the folders of CPython's library and of installed packages.
func (t *tool) libraries() (stdlibs, site []string) {
	stdlib := t.opts.stdlib
	if stdlib == "" {
		stdlib = os.Getenv("AIO2GO_STDLIB")
	}
	switch stdlib {
	case "none":
	case "":
		if dir := load.FindStdlib(); dir != "" {
			stdlibs = []string{dir}
		}
	default:
		if dir, err := filepath.Abs(stdlib); err == nil {
			stdlib = dir
		}
		stdlibs = []string{stdlib}
	}
	if env := os.Getenv("VIRTUAL_ENV"); env != "" {
		site = load.SitePackages(env)
	}
	return stdlibs, site
}

// noSource reports whether tracebacks have no source lines of the script of that
// name: those of standard input have none, and before 3.13 neither have those of
// -c.
func (t *tool) noSource(name string) bool {
	m := t.opts.minor()
	return name == "<stdin>" || name == "<string>" && m != 0 && m < 13
}

// nameFile makes the script's file be called as CPython calls it. Since 3.9 that is
// its absolute path; the versions before use the name that they are given.
func (t *tool) nameFile(s *script) {
	if m := t.opts.minor(); m != 0 && m < 9 {
		s.file = s.name
	}
}

// load reads the program. Its File names are those that CPython would show.
func (t *tool) load(s *script) (prog *frontend.Program, list *diag.List, err error) {
	err = t.stage("frontend", func() error {
		var lerr error
		prog, list, lerr = t.loadScript(s)
		return lerr
	})
	return prog, list, err
}

func (t *tool) loadScript(s *script) (*frontend.Program, *diag.List, error) {
	if s.file == "" {
		prog, list := frontend.LoadSource(t.frontendOptions(), s.shown(), s.source)
		return prog, list, nil
	}
	src, err := os.ReadFile(s.file)
	if err != nil {
		return nil, nil, cannotOpen(s.name, err)
	}
	list := new(diag.List)
	f, err := source.New(s.file, src)
	if err != nil {
		list.AddError(f, err)
		return nil, list, nil
	}
	dir := filepath.Dir(s.file)
	if real, err := filepath.EvalSymlinks(s.file); err == nil {
		dir = filepath.Dir(real) // as sys.path[0]
	}
	opts := t.frontendOptions()
	if s.module != "" {
		dir, opts.MainName = s.folder, s.module
	}
	return frontend.LoadFile(opts, f, dir, list), list, nil
}
