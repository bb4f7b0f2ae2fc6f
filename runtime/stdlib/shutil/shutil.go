// Package shutil implements the module shutil (Python library reference, shutil:
// High-level file operations).
package shutil

import (
	"os"
	"runtime"
	"strconv"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
	"github.com/aio2go/aio2go/runtime/stdlib/fnmatch"
	_ "github.com/aio2go/aio2go/runtime/stdlib/os" // for what touches files
)

type (
	value = py.Value
	exc   = *py.Exception
	steps = pymod.Steps
)

func str(s string) value { return py.StrV(s) }

var spec = py.ModuleSpec{
	Name:   "shutil",
	Doc:    "Utility functions for copying and archiving files and directory trees.\n\nXXX The functions here don't copy the resource fork or other metadata on Mac.\n",
	Consts: []py.Const{{Name: "COPY_BUFSIZE", Value: py.Int(64 * 1024)}},
	Init:   initModule,
}

func init() { py.RegisterModule(&spec) }

// The exceptions of the module.
var errorType, sameFileError, specialFileError *py.Type

// functions are those that others call through the module, by name.
var copyFunction, copy2Function, usageClass value

var public = []string{"copyfileobj", "copyfile", "copymode", "copystat", "copy", "copy2", "copytree", "move", "rmtree", "Error", "SpecialFileError",
	"ignore_patterns", "chown", "which", "get_terminal_size", "SameFileError", "disk_usage"}

func initModule(m *py.Module) exc {
	var names []value
	for _, n := range append(public, archiveNames...) {
		if n != "ReadError" && n != "RegistryError" {
			names = append(names, str(n))
		}
	}
	m.Set("__all__", py.NewList(names).Value())
	for _, c := range []struct {
		dst  **py.Type
		name string
		base func() *py.Type
	}{{&errorType, "Error", func() *py.Type { return py.OSErrorType }}, {&sameFileError, "SameFileError", func() *py.Type { return errorType }},
		{&specialFileError, "SpecialFileError", func() *py.Type { return py.OSErrorType }}} {
		v, e := pymod.Define(m, pymod.Class{Name: c.name, Bases: []value{c.base().Value()}})
		if e != nil {
			return e
		}
		*c.dst = py.AsType(v)
	}
	var e exc
	if usageClass, e = collections.NewNamedTuple("usage", "shutil", []string{"total", "used", "free"}, nil); e != nil {
		return e
	}
	copyFunction = pymod.NewFunction("shutil", "", pymod.Func{Sig: "copy(src, dst, *, follow_symlinks=True)", Impl: copyWith(copyMode)})
	copy2Function = pymod.NewFunction("shutil", "", pymod.Func{Sig: "copy2(src, dst, *, follow_symlinks=True)", Impl: copyWith(copyStat)})
	m.Set("copy", copyFunction)
	m.Set("copy2", copy2Function)
	copy2 := map[string]value{"COPY2": copy2Function}
	pymod.AddFunctions(m,
		pymod.Func{Sig: "copyfileobj(fsrc, fdst, length=0)", Impl: copyFileObj},
		pymod.Func{Sig: "copyfile(src, dst, *, follow_symlinks=True)", Impl: copyFile},
		pymod.Func{Sig: "copymode(src, dst, *, follow_symlinks=True)", Impl: copyMode},
		pymod.Func{Sig: "copystat(src, dst, *, follow_symlinks=True)", Impl: copyStat},
		pymod.Func{Sig: "ignore_patterns(*patterns)", Impl: ignorePatterns},
		pymod.Func{Sig: "copytree(src, dst, symlinks=False, ignore=None, copy_function=COPY2, ignore_dangling_symlinks=False, dirs_exist_ok=False)", Defaults: copy2, Impl: copyTree},
		pymod.Func{Sig: "rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None)", Impl: removeTree},
		pymod.Func{Sig: "move(src, dst, copy_function=COPY2)", Defaults: copy2, Impl: move},
		pymod.Func{Sig: "which(cmd, mode=1, path=None)", Impl: which},
		pymod.Func{Sig: "get_terminal_size(fallback=SIZE)", Defaults: map[string]value{"SIZE": py.TupleV(py.Int(80), py.Int(24))}, Impl: terminalSize},
	)
	if f, ok := m.Get(py.Intern("rmtree")); ok {
		if e := py.SetAttr(f, py.Intern("avoids_symlink_attacks"), py.Bool(runtime.GOOS != "windows")); e != nil {
			return e
		}
	}
	pymod.AddFunctions(m, systemFunctions...)
	return initArchives(m)
}

// call is a function of os or os.path.
func call(s *steps, name string, args ...value) value { return s.Apply(s.Import("os", name), args...) }

func path(s *steps, name string, args ...value) value {
	return s.Apply(s.Attr(s.Import("os", "path"), name), args...)
}

// text is os.fspath(v) as a Go string.
func text(s *steps, v value) string {
	if s.Failed() {
		return ""
	}
	t, e := pyio.FSPath(v)
	s.Raise(e)
	return t
}

// fail raises an exception of a class of the module.
func fail(s *steps, t *py.Type, message value) {
	x, e := py.Call1(t.Value(), message)
	if e == nil {
		e = py.Raise(x)
	}
	s.Raise(e)
}

func sameFile(s *steps, a, b value) bool {
	x, errX := os.Stat(text(s, a))
	y, errY := os.Stat(text(s, b))
	return errX == nil && errY == nil && os.SameFile(x, y)
}

func copyFileObj(src, dst, length value) (value, exc) {
	var s steps
	n := s.Int(length)
	if n == 0 {
		n = 64 * 1024
	}
	for !s.Failed() {
		chunk := s.Call(src, "read", py.IntOf(n))
		if !s.Truth(chunk) {
			break
		}
		s.Call(dst, "write", chunk)
	}
	return s.Done(py.None)
}

func copyFile(src, dst, follow value) (value, exc) {
	var s steps
	if sameFile(&s, src, dst) {
		fail(&s, sameFileError, str(s.Repr(src)+" and "+s.Repr(dst)+" are the same file"))
	}
	for _, f := range []value{src, dst} {
		if st, err := os.Stat(text(&s, f)); err == nil && st.Mode()&os.ModeNamedPipe != 0 {
			fail(&s, specialFileError, str("`"+s.Str(f)+"` is a named pipe"))
		}
	}
	if !s.Truth(follow) && s.Truth(path(&s, "islink", src)) {
		call(&s, "symlink", call(&s, "readlink", src), dst)
		return s.Done(dst)
	}
	open, e := py.LoadBuiltin(py.Intern("open"))
	s.Raise(e)
	in := s.Apply(open, src, str("rb"))
	if s.Failed() {
		return value{}, s.Exc
	}
	out := s.Apply(open, dst, str("wb"))
	if !s.Failed() {
		_, e := copyFileObj(in, out, py.Int(0))
		s.Raise(e)
		closeFile(&s, out)
	} else if s.Exc.Is(py.IsADirectoryErrorType) {
		if _, err := os.Stat(text(&steps{}, dst)); err != nil {
			var t steps
			s.Exc = py.RaiseWithCause(s.Exc, py.FileNotFoundErrorType, "Directory does not exist: "+t.Str(dst))
		}
	}
	closeFile(&s, in)
	return s.Done(dst)
}

// closeFile closes a file; an exception from before stays.
func closeFile(s *steps, f value) {
	if _, e := pymod.Call(f, "close"); e != nil {
		s.Raise(e)
	}
}

func copyMode(src, dst, follow value) (value, exc) {
	var s steps
	if !s.Truth(follow) && s.Truth(path(&s, "islink", src)) && s.Truth(path(&s, "islink", dst)) {
		return s.Done(py.None)
	}
	mode := s.Int(s.Attr(call(&s, "stat", src), "st_mode"))
	call(&s, "chmod", dst, py.IntOf(mode&0o7777))
	return s.Done(py.None)
}

// copyWith is copy or copy2: the content and then what the function after copies.
func copyWith(after func(src, dst, follow value) (value, exc)) func(src, dst, follow value) (value, exc) {
	return func(src, dst, follow value) (value, exc) {
		var s steps
		if s.Truth(path(&s, "isdir", dst)) {
			dst = path(&s, "join", dst, path(&s, "basename", src))
		}
		s.ApplyKw(s.Import("shutil", "copyfile"), []value{src, dst, follow}, "follow_symlinks")
		if s.Failed() {
			return value{}, s.Exc
		}
		if _, e := after(src, dst, follow); e != nil {
			return value{}, e
		}
		return dst, nil
	}
}

func ignorePatterns(patterns value) (value, exc) {
	return pymod.NewFunction("shutil", "ignore_patterns.<locals>", pymod.Func{Sig: "_ignore_patterns(path, names)", Impl: func(dir, names value) (value, exc) {
		var s steps
		set := py.NewSet().Value()
		for _, n := range s.Items(names) {
			for _, p := range s.Items(patterns) {
				if fnmatch.Match(s.Str(p), s.Str(n)) && !s.Failed() {
					s.Raise(py.SetAdd(set, n))
				}
			}
		}
		return s.Done(set)
	}}), nil
}

// terminalSize is get_terminal_size: COLUMNS and LINES, then the terminal.
func terminalSize(fallback value) (value, exc) {
	var s steps
	def := s.Items(fallback)
	if s.Failed() || len(def) != 2 {
		s.Failf(py.TypeErrorType, "terminal_size() takes a 2-sequence (%d-sequence given)", len(def))
		return value{}, s.Exc
	}
	env := func(name string) int {
		n, err := strconv.Atoi(os.Getenv(name))
		if err != nil || n < 0 {
			return 0
		}
		return n
	}
	columns, lines := env("COLUMNS"), env("LINES")
	if columns == 0 || lines == 0 {
		c, l, err := pyio.TerminalSize(1)
		if err != nil || c == 0 {
			c = s.Int(def[0])
		}
		if err != nil || l == 0 {
			l = s.Int(def[1])
		}
		if columns == 0 {
			columns = c
		}
		if lines == 0 {
			lines = l
		}
	}
	return s.Done(call(&s, "terminal_size", py.TupleV(py.IntOf(columns), py.IntOf(lines))))
}

func which(cmd, mode, search value) (value, exc) {
	var s steps
	name := text(&s, cmd)
	asGiven := func(p string) (value, exc) {
		if cmd.IsBytes() {
			return s.Done(py.BytesV([]byte(p)))
		}
		return s.Done(str(p))
	}
	usable := func(p string) bool {
		st, err := os.Stat(p)
		return err == nil && !st.IsDir() && s.Truth(call(&s, "access", str(p), mode))
	}
	pair := s.Items(path(&s, "split", str(name)))
	if s.Failed() {
		return value{}, s.Exc
	}
	dirs := []string{s.Str(pair[0])}
	if dirs[0] == "" {
		list := os.Getenv("PATH")
		if !search.IsNone() {
			list = text(&s, search)
		} else if list == "" {
			list = os.DevNull
			if _, set := os.LookupEnv("PATH"); !set {
				list = "/bin:/usr/bin"
			}
		}
		if list == "" {
			return s.Done(py.None)
		}
		dirs = splitList(list)
	}
	for _, d := range dirs {
		p := s.Str(path(&s, "join", str(d), pair[1]))
		if usable(p) {
			return asGiven(p)
		}
	}
	return s.Done(py.None)
}

func splitList(list string) []string {
	var out []string
	start := 0
	for i := 0; i <= len(list); i++ {
		if i == len(list) || list[i] == os.PathListSeparator {
			out = append(out, list[start:i])
			start = i + 1
		}
	}
	return out
}
