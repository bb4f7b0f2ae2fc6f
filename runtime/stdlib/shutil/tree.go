package shutil

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file implements copytree, rmtree and move.

func copyTree(p []value) (value, exc) {
	var s steps
	src, dst, symlinks, ignore, copyFn, dangling, existOK := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
	entries := s.Items(call(&s, "listdir", src))
	ignored := py.EmptyTuple.Value()
	if !ignore.IsNone() {
		ignored = s.Apply(ignore, call(&s, "fspath", src), py.NewList(entries).Value())
	}
	s.ApplyKw(s.Import("os", "makedirs"), []value{dst, existOK}, "exist_ok")
	if s.Failed() {
		return value{}, s.Exc
	}
	keep, lenient := s.Truth(symlinks), s.Truth(dangling)
	var problems []value
	for _, name := range entries {
		if s.In(name, ignored) {
			continue
		}
		from, to := path(&s, "join", src, name), path(&s, "join", dst, name)
		if s.Failed() {
			return value{}, s.Exc
		}
		sub := append([]value{from, to}, p[2:]...)
		isDir := s.Truth(path(&s, "isdir", from))
		switch {
		case s.Truth(path(&s, "islink", from)) && keep:
			call(&s, "symlink", call(&s, "readlink", from), to)
		case s.Truth(path(&s, "islink", from)) && lenient && !s.Truth(path(&s, "exists", call(&s, "readlink", from))):
		case isDir:
			_, e := copyTree(sub)
			s.Raise(e)
		default:
			s.Apply(copyFn, from, to)
		}
		if !s.Failed() {
			continue
		}
		failed := s.Exc
		var t steps
		switch {
		case failed.Is(errorType) && !failed.Is(sameFileError):
			problems = append(problems, t.Items(t.Item(t.Attr(failed.Value(), "args"), py.Int(0)))...)
		case failed.Is(py.OSErrorType):
			problems = append(problems, py.TupleV(from, to, str(t.Str(failed.Value()))))
		default:
			return value{}, failed
		}
		s.Exc = t.Exc
	}
	if _, e := copyStat(src, dst, py.True); e != nil {
		if !e.Is(py.OSErrorType) {
			return value{}, e
		}
		problems = append(problems, py.TupleV(src, dst, str(s.Str(e.Value()))))
	}
	if len(problems) > 0 {
		fail(&s, errorType, py.NewList(problems).Value())
	}
	return s.Done(dst)
}

// remover is one call of rmtree.
type remover struct {
	steps
	handle func(function string, path string, failed exc)
	bytes  bool
}

func removeTree(p []value) (value, exc) {
	dir, ignore, onError, onExc, dirFD := p[0], p[1], p[2], p[3], p[4]
	r := &remover{}
	if !dirFD.IsNone() {
		return value{}, py.Raisef(py.NotImplementedErrorType, "dir_fd unavailable on this platform")
	}
	name := text(&r.steps, dir)
	ignoreAll := r.Truth(ignore)
	if r.Failed() {
		return value{}, r.Exc
	}
	r.bytes = dir.IsBytes()
	r.handle = func(function, path string, failed exc) {
		prev := py.EnterHandler(failed)
		defer py.LeaveHandler(prev)
		fn := func() value {
			if function == "islink" {
				return r.Attr(r.Import("os", "path"), function)
			}
			return r.Import("os", function)
		}
		arg := str(path)
		if path == name {
			arg = dir
		}
		switch {
		case ignoreAll:
		case !onExc.IsNone():
			r.Apply(onExc, fn(), arg, failed.Value())
		case !onError.IsNone():
			x := failed.Value()
			r.Apply(onError, fn(), arg, py.TupleV(x.Type().Value(), x, r.AttrOr(x, "__traceback__", py.None)))
		default:
			r.Raise(failed)
		}
	}
	st, err := os.Lstat(name)
	switch {
	case err != nil:
		r.handle("lstat", name, pyio.OSError(err, dir))
	case st.Mode()&os.ModeSymlink != 0:
		failed := py.Raisef(py.OSErrorType, "Cannot call rmtree on a symbolic link")
		r.Set(failed.Value(), "filename", dir)
		link := "lstat"
		if py.VersionAtLeast(13) {
			link = "islink"
		}
		r.handle(link, name, failed)
	case !st.IsDir():
		r.handle("scandir", name, pyio.OSError(syscall.ENOTDIR, dir))
		if !r.Failed() {
			r.handle("rmdir", name, pyio.OSError(syscall.ENOTDIR, dir))
		}
	default:
		r.remove(name)
	}
	return r.Done(py.None)
}

func (r *remover) remove(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		r.handle("scandir", dir, pyio.OSError(err, str(dir)))
	}
	for _, e := range entries {
		if r.Failed() {
			return
		}
		path := filepath.Join(dir, e.Name())
		if e.IsDir() {
			r.remove(path)
		} else if err := syscall.Unlink(path); err != nil {
			r.handle("unlink", path, pyio.OSError(err, str(path)))
		}
	}
	if r.Failed() {
		return
	}
	if err := syscall.Rmdir(dir); err != nil {
		r.handle("rmdir", dir, pyio.OSError(err, str(dir)))
	}
}

func move(src, dst, copyFn value) (value, exc) {
	var s steps
	target := dst
	if s.Truth(path(&s, "isdir", dst)) {
		if sameFile(&s, src, dst) && !s.Truth(path(&s, "islink", src)) {
			call(&s, "rename", src, dst)
			return s.Done(py.None)
		}
		base := filepath.Base(strings.TrimRight(text(&s, src), "/"))
		target = path(&s, "join", dst, str(base))
		if s.Truth(path(&s, "exists", target)) {
			fail(&s, errorType, str("Destination path '"+s.Str(target)+"' already exists"))
		}
	}
	if s.Failed() {
		return value{}, s.Exc
	}
	call(&s, "rename", src, target)
	if !s.Failed() || !s.Exc.Is(py.OSErrorType) {
		return s.Done(target)
	}
	s.Exc = nil
	switch {
	case s.Truth(path(&s, "islink", src)):
		call(&s, "symlink", call(&s, "readlink", src), target)
		call(&s, "unlink", src)
	case s.Truth(path(&s, "isdir", src)):
		from, to := s.Str(path(&s, "abspath", src)), s.Str(path(&s, "abspath", dst))
		if strings.HasPrefix(strings.TrimSuffix(to, "/")+"/", strings.TrimSuffix(from, "/")+"/") {
			fail(&s, errorType, str("Cannot move a directory '"+s.Str(src)+"' into itself '"+s.Str(dst)+"'."))
		}
		s.ApplyKw(s.Import("shutil", "copytree"), []value{src, target, copyFn, py.True}, "copy_function", "symlinks")
		s.Apply(s.Import("shutil", "rmtree"), src)
	default:
		s.Apply(copyFn, src, target)
		call(&s, "unlink", src)
	}
	return s.Done(target)
}
