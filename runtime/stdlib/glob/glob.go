// Package glob implements the module glob (Python library reference, glob: Unix style
// pathname pattern expansion).
package glob

import (
	"os"
	"runtime"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/fnmatch"
)

type (
	value = py.Value
	exc   = *py.Exception
)

const globSig = "(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False)"

var spec = py.ModuleSpec{
	Name: "glob",
	Doc:  "Filename globbing utility.",
	Init: func(m *py.Module) exc {
		m.Set("__all__", py.ListV(py.StrV("escape"), py.StrV("glob"), py.StrV("iglob"), py.StrV("translate")))
		pymod.AddFunctions(m,
			pymod.Func{Sig: "glob" + globSig, Doc: "Return a list of paths matching a pathname pattern.", Impl: find},
			pymod.Func{Sig: "iglob" + globSig, Doc: "Return an iterator which yields the paths matching a pathname pattern.", Impl: func(a, b, c, d, e value) (value, exc) {
				l, x := find(a, b, c, d, e)
				if x != nil {
					return value{}, x
				}
				return py.Iter(l)
			}},
			pymod.Func{Sig: "escape(pathname)", Doc: "Escape all special characters.", Impl: escape},
			pymod.Func{Sig: "translate(pat, *, recursive=False, include_hidden=False, seps=None)", Doc: "Translate a pathname with shell wildcards to a regular expression.", Impl: translate},
			pymod.Func{Sig: "glob0(dirname, pattern)", Impl: func(dirname, pattern value) (value, exc) { return inFolder("glob0", dirname, pattern, (*search).one) }},
			pymod.Func{Sig: "glob1(dirname, pattern)", Impl: func(dirname, pattern value) (value, exc) { return inFolder("glob1", dirname, pattern, (*search).names) }},
			pymod.Func{Sig: "has_magic(s)", Impl: func(s value) (value, exc) {
				text, _, e := textOf(s)
				return py.Bool(fnmatch.HasMagic(text)), e
			}},
		)
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

func textOf(v value) (text string, isBytes bool, e exc) {
	text, e = pyio.FSPath(v)
	_, isBytes = py.AsBytes(v)
	return text, isBytes, e
}

func escape(pathname value) (value, exc) {
	text, isBytes, e := textOf(pathname)
	if e != nil {
		return value{}, e
	}
	var b strings.Builder
	for _, c := range text {
		if strings.ContainsRune("*?[", c) {
			b.WriteString("[" + string(c) + "]")
		} else {
			b.WriteRune(c)
		}
	}
	if isBytes {
		return py.BytesV([]byte(b.String())), nil
	}
	return py.StrV(b.String()), nil
}

// search is one call of glob.
type search struct {
	root              string // root_dir, "" for none
	recursive, hidden bool
}

func find(pathname, rootDir, dirFD, recursive, hidden value) (value, exc) {
	pattern, isBytes, e := textOf(pathname)
	if e != nil {
		return value{}, e
	}
	s := &search{}
	if !rootDir.IsNone() {
		if s.root, e = pyio.FSPath(rootDir); e != nil {
			return value{}, e
		}
	}
	if !dirFD.IsNone() {
		if runtime.GOOS != "linux" {
			return value{}, py.Raisef(py.NotImplementedErrorType, "dir_fd is not supported by glob")
		}
		fd, e := py.CInt(dirFD)
		if e != nil {
			return value{}, e
		}
		if !strings.HasPrefix(s.root, "/") {
			s.root = join("/proc/self/fd/"+strconv.Itoa(fd), s.root)
		}
	}
	if s.recursive, e = py.Truth(recursive); e != nil {
		return value{}, e
	}
	if s.hidden, e = py.Truth(hidden); e != nil {
		return value{}, e
	}
	var paths []string
	py.Blocking(func() { paths = s.glob(pattern, false) })
	if pattern == "" || s.recursive && strings.HasPrefix(pattern, "**") {
		if len(paths) > 0 && paths[0] == "" {
			paths = paths[1:]
		}
	}
	items := make([]value, len(paths))
	for i, p := range paths {
		items[i] = py.StrV(p)
		if isBytes {
			items[i] = py.BytesV([]byte(p))
		}
	}
	return py.NewList(items).Value(), nil
}

func (s *search) at(path string) string {
	if s.root == "" || strings.HasPrefix(path, "/") {
		if path == "" {
			return "."
		}
		return path
	}
	return join(s.root, path)
}

func (s *search) exists(path string) bool {
	_, err := os.Lstat(s.at(path))
	return err == nil
}

func (s *search) isDir(path string) bool {
	st, err := os.Stat(s.at(path))
	return err == nil && st.IsDir()
}

// splitPath is os.path.split.
func splitPath(p string) (dir, base string) {
	i := strings.LastIndexByte(p, '/') + 1
	dir, base = p[:i], p[i:]
	if t := strings.TrimRight(dir, "/"); t != "" {
		dir = t
	}
	return dir, base
}

func join(dir, name string) string {
	if dir == "" || strings.HasSuffix(dir, "/") {
		return dir + name
	}
	return dir + "/" + name
}

// glob returns the paths that match; dirOnly leaves out what is no directory.
func (s *search) glob(pattern string, dirOnly bool) []string {
	dir, base := splitPath(pattern)
	if !fnmatch.HasMagic(pattern) {
		if base != "" && s.exists(pattern) || base == "" && s.isDir(dir) {
			return []string{pattern}
		}
		return nil
	}
	match := s.names
	switch {
	case !fnmatch.HasMagic(base):
		match = s.one
	case s.recursive && base == "**":
		match = s.below
	}
	if dir == "" {
		return match("", base, dirOnly)
	}
	dirs := []string{dir}
	if dir != pattern && fnmatch.HasMagic(dir) {
		dirs = s.glob(dir, true)
	}
	var out []string
	for _, d := range dirs {
		for _, n := range match(d, base, dirOnly) {
			out = append(out, join(d, n))
		}
	}
	return out
}

func (s *search) list(dir string) []os.DirEntry {
	if dir != "" && !s.isDir(dir) {
		return nil // opening a named pipe would wait for somebody who writes
	}
	f, err := os.Open(s.at(dir))
	if err != nil {
		return nil
	}
	entries, err := f.ReadDir(-1)
	if e := f.Close(); err != nil || e != nil {
		return nil
	}
	return entries
}

func (s *search) shown(name string) bool { return s.hidden || !strings.HasPrefix(name, ".") }

// names are the entries of dir that match.
func (s *search) names(dir, pattern string, dirOnly bool) []string {
	var out []string
	for _, e := range s.list(dir) {
		if dirOnly && !s.isDir(join(dir, e.Name())) {
			continue
		}
		if (s.shown(e.Name()) || strings.HasPrefix(pattern, ".")) && fnmatch.Match(pattern, e.Name()) {
			out = append(out, e.Name())
		}
	}
	return out
}

// one is the entry of a name without special characters.
func (s *search) one(dir, name string, dirOnly bool) []string {
	if name != "" && s.exists(join(dir, name)) || name == "" && s.isDir(dir) {
		return []string{name}
	}
	return nil
}

// below is everything below dir, dir itself as "".
func (s *search) below(dir, _ string, dirOnly bool) []string {
	var out []string
	if dir == "" || s.isDir(dir) {
		out = append(out, "")
	}
	var walk func(dir, prefix string)
	walk = func(dir, prefix string) {
		for _, e := range s.list(dir) {
			path := join(dir, e.Name())
			isDir := s.isDir(path)
			if dirOnly && !isDir || !s.shown(e.Name()) {
				continue
			}
			out = append(out, join(prefix, e.Name()))
			if isDir {
				walk(path, join(prefix, e.Name()))
			}
		}
	}
	walk(dir, "")
	return out
}
