package pathlib

import (
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements Path: what touches the file system.

var pathClass, posixPath, windowsPath value

var unsupported *py.Type

// osCall is a function of the module os, applied to the path and further arguments.
func osCall(s *steps, name string, args ...value) value {
	return s.Apply(s.Import("os", name), args...)
}

// absentErrors are the errors of stat that mean that there is no such file.
var absentErrors = []syscall.Errno{syscall.ENOENT, syscall.ENOTDIR, syscall.EBADF, syscall.ELOOP}

// statOf is self.stat(); ok is false where there is no such file.
func statOf(s *steps, self, follow value) (st value, ok bool) {
	st = s.ApplyKw(s.Attr(self, "stat"), []value{follow}, "follow_symlinks")
	if !s.Failed() {
		return st, true
	}
	if s.Exc.Is(py.ValueErrorType) {
		s.Exc = nil
		return py.None, false
	}
	if s.Exc.Is(py.OSErrorType) {
		if n, found, _ := py.LookupAttr(s.Exc.Value(), py.Intern("errno")); found {
			code, _ := py.AsInt64(n)
			for _, a := range absentErrors {
				if code == int64(a) {
					s.Exc = nil
					return py.None, false
				}
			}
		}
	}
	return py.None, false
}

// isKind returns is_dir and the like: the file exists and has the type.
func isKind(sig string, kind int64, follow value) pymod.Func {
	ask := func(self, follow value) (value, exc) {
		var s steps
		st, ok := statOf(&s, self, follow)
		if !ok {
			return s.Done(py.False)
		}
		mode, _ := py.AsInt64(s.Attr(st, "st_mode"))
		return s.Done(py.Bool(mode&syscall.S_IFMT == kind))
	}
	if follow.IsUnbound() {
		return pymod.Func{Sig: sig, Impl: ask}
	}
	return pymod.Func{Sig: sig, Impl: func(self value) (value, exc) { return ask(self, follow) }}
}

func openPath(p []value) (value, exc) {
	var s steps
	open, e := py.LoadBuiltin(py.Intern("open"))
	s.Raise(e)
	return s.Done(s.Apply(open, p...))
}

// withFile opens the path, does f and closes it.
func withFile(s *steps, self value, mode string, encoding, errors, newline value, f func(file value) value) value {
	file := s.ApplyKw(s.Attr(self, "open"), []value{str(mode), encoding, errors, newline}, "mode", "encoding", "errors", "newline")
	if s.Failed() {
		return py.None
	}
	r := f(file)
	failed := s.Exc
	s.Exc = nil
	s.Call(file, "close")
	if failed != nil {
		s.Exc = failed
	}
	return r
}

func mkdir(self, mode, parents, existOK value) (value, exc) {
	var s steps
	osCall(&s, "mkdir", self, mode)
	if !s.Failed() {
		return py.None, nil
	}
	failed := s.Exc
	s.Exc = nil
	prev := py.EnterHandler(failed)
	defer py.LeaveHandler(prev)
	switch {
	case failed.Is(py.FileNotFoundErrorType):
		parent := s.Attr(self, "parent")
		if !s.Truth(parents) || s.Eq(parent, self) {
			s.Raise(failed)
			break
		}
		s.ApplyKw(s.Attr(parent, "mkdir"), []value{py.True, py.True}, "parents", "exist_ok")
		s.ApplyKw(s.Attr(self, "mkdir"), []value{mode, py.False, existOK}, "parents", "exist_ok")
	case failed.Is(py.OSErrorType):
		if !s.Truth(existOK) || !s.Truth(s.Call(self, "is_dir")) {
			s.Exc = failed
		}
	default:
		s.Exc = failed
	}
	return s.Done(py.None)
}

func touch(self, mode, existOK value) (value, exc) {
	var s steps
	ok := s.Truth(existOK)
	perm := s.Int(mode)
	path := s.Str(self)
	if s.Failed() {
		return value{}, s.Exc
	}
	if ok {
		osCall(&s, "utime", self, py.None)
		if !s.Failed() {
			return py.None, nil
		}
		if !s.Exc.Is(py.OSErrorType) {
			return value{}, s.Exc
		}
		s.Exc = nil
	}
	flags := os.O_CREATE | os.O_WRONLY
	if !ok {
		flags |= os.O_EXCL
	}
	f, err := os.OpenFile(path, flags, os.FileMode(perm))
	if err != nil {
		return value{}, pyio.OSError(err, self)
	}
	if err := f.Close(); err != nil {
		return value{}, pyio.OSError(err, self)
	}
	return py.None, nil
}

func unlink(self, missingOK value) (value, exc) {
	var s steps
	osCall(&s, "unlink", self)
	if s.Failed() && s.Exc.Is(py.FileNotFoundErrorType) {
		var t steps
		if t.Truth(missingOK) {
			return py.None, nil
		}
	}
	return s.Done(py.None)
}

func absolutePath(self value) (value, exc) {
	var s steps
	p := partsOf(&s, self)
	if p.absolute() {
		return s.Done(self)
	}
	cwd := parse(s.Str(osCall(&s, "getcwd")), false)
	if s.Failed() {
		return value{}, s.Exc
	}
	cwd.tail = append(cwd.tail, p.tail...)
	return s.Done(withParts(&s, self, cwd))
}

func expandUser(self value) (value, exc) {
	var s steps
	p := partsOf(&s, self)
	if p.drive+p.root != "" || len(p.tail) == 0 || !strings.HasPrefix(p.tail[0], "~") {
		return s.Done(self)
	}
	home := s.Str(s.Apply(s.Attr(s.Import("os", "path"), "expanduser"), str(p.tail[0])))
	if strings.HasPrefix(home, "~") {
		s.Failf(py.RuntimeErrorType, "Could not determine home directory.")
	}
	h := parse(home, false)
	h.tail = append(h.tail, p.tail[1:]...)
	return s.Done(withParts(&s, self, h))
}

func iterDir(self value) (value, exc) {
	var s steps
	root := s.Str(self)
	var out []value
	for _, n := range s.Items(osCall(&s, "listdir", self)) {
		name := s.Str(n)
		if root != "." {
			name = filepath.Join(root, name)
			if strings.HasPrefix(root, "//") && !strings.HasPrefix(root, "///") {
				name = "/" + name
			}
		}
		out = append(out, fromText(&s, self, name))
	}
	if s.Failed() {
		return value{}, s.Exc
	}
	return py.Iter(py.NewList(out).Value())
}

// linksToFiles moves links to directories in dir from the list of directories to that of files.
func linksToFiles(s *steps, dir string, dirs, files value) {
	kept := py.NewList(nil)
	for _, n := range s.Items(dirs) {
		if st, err := os.Lstat(filepath.Join(dir, s.Str(n))); err == nil && st.Mode()&os.ModeSymlink != 0 {
			s.Call(files, "append", n)
		} else {
			kept.Append(n)
		}
	}
	if l, ok := py.AsList(dirs); ok {
		l.SetItems(kept.Items)
	}
}

// walkPath is walk: what os.walk gives, with paths.
func walkPath(self, topDown, onError, follow value) (value, exc) {
	var s steps
	results := osCall(&s, "walk", str(s.Str(self)), topDown, onError, follow)
	root := s.Str(self)
	links := s.Truth(follow)
	convert := py.NewBuiltin("walk", "pathlib", "(entry, /)", func(entry value) (value, exc) {
		var s steps
		t := s.Items(entry)
		if s.Failed() || len(t) != 3 {
			return value{}, s.Exc
		}
		dir := s.Str(t[0])
		if !links {
			linksToFiles(&s, dir, t[1], t[2])
		}
		if root == "." && dir != "." {
			dir = strings.TrimPrefix(dir, "./")
		}
		return s.Done(py.TupleV(fromText(&s, self, dir), t[1], t[2]))
	})
	mapType, e := py.LoadBuiltin(py.Intern("map"))
	s.Raise(e)
	return s.Done(s.Apply(mapType, convert.Value(), results))
}

// ownerName returns owner or group.
func ownerName(field, function, id string, find func(id string) (string, error)) func(self, follow value) (value, exc) {
	return func(self, follow value) (value, exc) {
		var s steps
		st := s.ApplyKw(s.Attr(self, "stat"), []value{follow}, "follow_symlinks")
		n := s.Str(s.Attr(st, field))
		if s.Failed() {
			return value{}, s.Exc
		}
		name, err := find(n)
		if err != nil {
			return value{}, py.RaiseArgs(py.KeyErrorType, str(function+"(): "+id+" not found: "+n))
		}
		return str(name), nil
	}
}

func fromURI(cls, uri value) (value, exc) {
	var s steps
	text := s.Str(uri)
	path, ok := strings.CutPrefix(text, "file:")
	if !ok {
		s.Failf(py.ValueErrorType, "URI does not start with 'file:': %s", s.Repr(uri))
	}
	switch {
	case strings.HasPrefix(path, "///"):
		path = path[2:]
	case strings.HasPrefix(path, "//localhost/"):
		path = path[11:]
	}
	if strings.HasPrefix(path, "///") || strings.HasPrefix(path, "/") && (len(path) <= 2 || path[2] == ':' || path[2] == '|') {
		path = path[1:]
	}
	if len(path) > 1 && path[1] == '|' {
		path = path[:1] + ":" + path[2:]
	}
	v := s.Apply(cls, s.Apply(s.Import("os", "fsdecode"), py.BytesV(unquote(path))))
	if !s.Failed() && !partsOf(&s, v).absolute() {
		s.Failf(py.ValueErrorType, "URI is not absolute: %s", s.Repr(uri))
	}
	return s.Done(v)
}

func unquote(s string) []byte {
	var out []byte
	hex := func(c byte) int {
		switch {
		case c >= '0' && c <= '9':
			return int(c - '0')
		case c >= 'a' && c <= 'f':
			return int(c-'a') + 10
		case c >= 'A' && c <= 'F':
			return int(c-'A') + 10
		}
		return -1
	}
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if a, b := hex(s[i+1]), hex(s[i+2]); a >= 0 && b >= 0 {
				out = append(out, byte(a<<4|b))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

// toTarget returns rename or replace.
func toTarget(name string) func(self, target value) (value, exc) {
	return func(self, target value) (value, exc) {
		var s steps
		osCall(&s, name, self, target)
		return s.Done(s.Call(self, "with_segments", target))
	}
}

var methods = []pymod.Func{
	{Sig: "__init__(self, *args, **kwargs)", Impl: func(self, args, kwargs value) (value, exc) {
		if py.Heap[py.Dict](kwargs).Len() > 0 {
			if e := py.Warn(py.DeprecationWarningType, "support for supplying keyword arguments to pathlib.PurePath is deprecated and scheduled for removal in Python 3.14", 2); e != nil {
				return value{}, e
			}
		}
		return initPath(self, args)
	}},
	{Sig: "stat(self, *, follow_symlinks=True)", Impl: func(self, follow value) (value, exc) {
		var s steps
		return s.Done(s.ApplyKw(s.Import("os", "stat"), []value{self, follow}, "follow_symlinks"))
	}},
	{Sig: "lstat(self)", Impl: func(self value) (value, exc) {
		var s steps
		return s.Done(s.ApplyKw(s.Attr(self, "stat"), []value{py.False}, "follow_symlinks"))
	}},
	{Sig: "exists(self, *, follow_symlinks=True)", Impl: func(self, follow value) (value, exc) {
		var s steps
		_, ok := statOf(&s, self, follow)
		return s.Done(py.Bool(ok))
	}},
	isKind("is_dir(self, *, follow_symlinks=True)", syscall.S_IFDIR, value{}),
	isKind("is_file(self, *, follow_symlinks=True)", syscall.S_IFREG, value{}),
	isKind("is_symlink(self)", syscall.S_IFLNK, py.False),
	isKind("is_block_device(self)", syscall.S_IFBLK, py.True),
	isKind("is_char_device(self)", syscall.S_IFCHR, py.True),
	isKind("is_fifo(self)", syscall.S_IFIFO, py.True),
	isKind("is_socket(self)", syscall.S_IFSOCK, py.True),
	{Sig: "is_mount(self)", Impl: func(self value) (value, exc) {
		var s steps
		return s.Done(s.Apply(s.Attr(s.Import("os", "path"), "ismount"), self))
	}},
	{Sig: "is_junction(self)", Impl: func(self value) (value, exc) { return py.False, nil }},
	{Sig: "samefile(self, other_path)", Impl: func(self, other value) (value, exc) {
		var s steps
		if !isPath(other) {
			other = s.Call(self, "with_segments", other)
		}
		a, b := s.Call(self, "stat"), s.Call(other, "stat")
		return s.Done(py.Bool(s.Eq(s.Attr(a, "st_ino"), s.Attr(b, "st_ino")) && s.Eq(s.Attr(a, "st_dev"), s.Attr(b, "st_dev"))))
	}},
	{Sig: "open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None)", Impl: func(a, b, c, d, e, f value) (value, exc) {
		return openPath([]value{a, b, c, d, e, f})
	}},
	{Sig: "read_bytes(self)", Impl: func(self value) (value, exc) {
		var s steps
		return s.Done(withFile(&s, self, "rb", py.None, py.None, py.None, func(f value) value { return s.Call(f, "read") }))
	}},
	{Sig: "read_text(self, encoding=None, errors=None, newline=None)", Impl: func(self, encoding, errors, newline value) (value, exc) {
		var s steps
		return s.Done(withFile(&s, self, "r", encoding, errors, newline, func(f value) value { return s.Call(f, "read") }))
	}},
	{Sig: "write_bytes(self, data)", Impl: func(self, data value) (value, exc) {
		var s steps
		view, e := py.NewMemoryView(data)
		s.Raise(e)
		if s.Failed() {
			return value{}, s.Exc
		}
		return s.Done(withFile(&s, self, "wb", py.None, py.None, py.None, func(f value) value { return s.Call(f, "write", view) }))
	}},
	{Sig: "write_text(self, data, encoding=None, errors=None, newline=None)", Impl: func(self, data, encoding, errors, newline value) (value, exc) {
		var s steps
		if !py.IsInstance(data, py.StrType) {
			return value{}, py.Raisef(py.TypeErrorType, "data must be str, not %s", data.Type().Name)
		}
		return s.Done(withFile(&s, self, "w", encoding, errors, newline, func(f value) value { return s.Call(f, "write", data) }))
	}},
	{Sig: "iterdir(self)", Impl: iterDir},
	{Sig: "glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False)", Impl: globPath},
	{Sig: "rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False)", Impl: func(self, pattern, sensitive, recurse value) (value, exc) {
		var s steps
		p := s.Call(self, "with_segments", str("**"), patternOf(&s, self, pattern))
		return s.Done(s.ApplyKw(s.Attr(self, "glob"), []value{p, sensitive, recurse}, "case_sensitive", "recurse_symlinks"))
	}},
	{Sig: "walk(self, top_down=True, on_error=None, follow_symlinks=False)", Impl: walkPath},
	{Sig: "absolute(self)", Impl: absolutePath},
	{Sig: "resolve(self, strict=False)", Impl: func(self, strict value) (value, exc) {
		var s steps
		real := s.ApplyKw(s.Attr(s.Import("os", "path"), "realpath"), []value{self, strict}, "strict")
		return s.Done(s.Call(self, "with_segments", real))
	}},
	{Sig: "owner(self, *, follow_symlinks=True)", Impl: ownerName("st_uid", "getpwuid", "uid", func(id string) (string, error) {
		u, err := user.LookupId(id)
		if err != nil {
			return "", err
		}
		return u.Username, nil
	})},
	{Sig: "group(self, *, follow_symlinks=True)", Impl: ownerName("st_gid", "getgrgid", "gid", func(id string) (string, error) {
		g, err := user.LookupGroupId(id)
		if err != nil {
			return "", err
		}
		return g.Name, nil
	})},
	{Sig: "readlink(self)", Impl: func(self value) (value, exc) {
		var s steps
		return s.Done(s.Call(self, "with_segments", osCall(&s, "readlink", self)))
	}},
	{Sig: "touch(self, mode=0o666, exist_ok=True)", Impl: touch},
	{Sig: "mkdir(self, mode=0o777, parents=False, exist_ok=False)", Impl: mkdir},
	{Sig: "chmod(self, mode, *, follow_symlinks=True)", Impl: func(self, mode, follow value) (value, exc) {
		var s steps
		if !s.Truth(follow) {
			s.Failf(py.NotImplementedErrorType, "chmod: follow_symlinks unavailable on this platform")
		}
		return s.Done(osCall(&s, "chmod", self, mode))
	}},
	{Sig: "lchmod(self, mode)", Impl: func(self, mode value) (value, exc) {
		var s steps
		return s.Done(s.ApplyKw(s.Attr(self, "chmod"), []value{mode, py.False}, "follow_symlinks"))
	}},
	{Sig: "unlink(self, missing_ok=False)", Impl: unlink},
	{Sig: "rmdir(self)", Impl: func(self value) (value, exc) {
		var s steps
		return s.Done(osCall(&s, "rmdir", self))
	}},
	{Sig: "rename(self, target)", Impl: toTarget("rename")},
	{Sig: "replace(self, target)", Impl: toTarget("replace")},
	{Sig: "symlink_to(self, target, target_is_directory=False)", Impl: func(self, target, dir value) (value, exc) {
		var s steps
		return s.Done(osCall(&s, "symlink", target, self))
	}},
	{Sig: "hardlink_to(self, target)", Impl: func(self, target value) (value, exc) {
		var s steps
		return s.Done(osCall(&s, "link", target, self))
	}},
	{Sig: "expanduser(self)", Impl: expandUser},
}

func definePath(m *py.Module) (e exc) {
	err, e := pymod.New(pymod.Class{Name: "UnsupportedOperation", Module: "pathlib._abc", Bases: []value{py.NotImplementedErrorType.Value()},
		Doc: "An exception that is raised when an unsupported operation is called on\na path object.\n"})
	if e != nil {
		return e
	}
	unsupported = py.AsType(err)
	m.Set("UnsupportedOperation", err)
	pathClass, e = pymod.New(pymod.Class{Name: "Path", Module: "pathlib._local", Bases: []value{purePath}, Slots: []string{},
		Doc: "PurePath subclass that can make system calls.\n\nPath represents a filesystem path but unlike PurePath, also offers\nmethods to do system calls on path objects. Depending on your system,\ninstantiating a Path will return either a PosixPath or a WindowsPath\nobject. You can also instantiate a PosixPath or WindowsPath directly,\nbut cannot instantiate a WindowsPath on a POSIX system or vice versa.\n",
		StaticMethods: []pymod.Func{{Sig: "__new__(cls, *args, **kwargs)", Impl: func(cls, args, kwargs value) (value, exc) {
			if cls == pathClass {
				cls = posixPath
			}
			return py.AsType(cls).Alloc(py.AsType(cls)), nil
		}}},
		Methods: methods,
		ClassMethods: []pymod.Func{
			{Sig: "cwd(cls)", Impl: func(cls value) (value, exc) {
				var s steps
				return s.Done(s.Call(s.Apply(cls), "absolute"))
			}},
			{Sig: "home(cls)", Impl: func(cls value) (value, exc) {
				var s steps
				return s.Done(s.Call(s.Apply(cls, str("~")), "expanduser"))
			}},
			{Sig: "from_uri(cls, uri)", Impl: fromURI},
		}})
	if e != nil {
		return e
	}
	m.Set("Path", pathClass)
	if posixPath, e = pymod.New(pymod.Class{Name: "PosixPath", Module: "pathlib._local", Bases: []value{pathClass, purePosix}, Slots: []string{}}); e != nil {
		return e
	}
	m.Set("PosixPath", posixPath)
	windowsPath, e = pymod.New(pymod.Class{Name: "WindowsPath", Module: "pathlib._local", Bases: []value{pathClass, pureWindows}, Slots: []string{},
		StaticMethods: []pymod.Func{{Sig: "__new__(cls, *args, **kwargs)", Impl: func(cls, args, kwargs value) (value, exc) {
			return value{}, py.Raisef(unsupported, "cannot instantiate %s on your system", py.QuoteStr(py.AsType(cls).Name))
		}}}})
	m.Set("WindowsPath", windowsPath)
	return e
}
