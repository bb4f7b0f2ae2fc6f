//go:build unix

package os

import (
	"slices"
	"syscall"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file implements fwalk, which walks a tree by descriptors: nobody who renames
// directories meanwhile can lead it somewhere else.

// A treeWalk is the state of fwalk.
type treeWalk struct {
	names   target // says whether names are bytes
	down    bool
	follow  bool
	onerror value
	stack   []treeStep
}

// A treeStep is something that is still to be done: to look into a directory, to yield
// what has been found in one, or to close its descriptor.
type treeStep struct {
	kind stepKind
	// visit
	root  bool
	dir   int    // the descriptor that name is relative to
	path  string // as it is shown
	name  string
	known *fileStat // what scanning the directory above has found; nil where that was not asked for

	found value    // announce
	dirs  *py.List // descend: the directories, which the caller may have changed since
	fd    int      // descend, closeDir
}

type stepKind uint8

const (
	visit stepKind = iota
	announce
	descend
	closeDir
)

var treeFunctions = []py.Method{
	{Name: "fwalk", Sig: "(top='.', topdown=True, onerror=None, *, follow_symlinks=False, dir_fd=None)", Impl: fwalk},
}

var fwalkCode = &py.Code{Name: "fwalk", Qualname: "fwalk", Flags: py.CodeGenerator | py.CodeHandles}

// fwalk implements fwalk(top='.', topdown=True, onerror=None, *, follow_symlinks=False,
// dir_fd=None): a generator of (dirpath, dirnames, filenames, dirfd).
func fwalk(args []value) (value, exc) {
	w := &treeWalk{onerror: args[2]}
	top := args[0]
	if top.IsUnbound() {
		top = py.StrV(".")
	}
	begun := false
	begin := func() exc {
		begun = true
		path, e := pyio.FSPathValue(top)
		if e != nil {
			return e
		}
		w.names.bytes = path.IsBytes()
		text, e := pyio.FSPath(path)
		if e != nil {
			return e
		}
		if w.down, e = flag(args[1], true); e != nil {
			return e
		}
		if w.follow, e = flag(args[3], false); e != nil {
			return e
		}
		dir, e := dirFD(args[4])
		w.push(treeStep{root: true, dir: dir, path: text, name: text})
		return e
	}
	return coro.NewGenerator(fwalkCode, func() (value, bool, exc) {
		if !begun {
			if e := begin(); e != nil {
				return value{}, false, e
			}
		}
		return w.next()
	}, w.end), nil
}

func (w *treeWalk) push(s treeStep) { w.stack = append(w.stack, s) }

func (w *treeWalk) pop() treeStep {
	s := w.stack[len(w.stack)-1]
	w.stack = w.stack[:len(w.stack)-1]
	return s
}

// end closes what is still open.
func (w *treeWalk) end() {
	for len(w.stack) > 0 {
		if s := w.pop(); s.kind == closeDir {
			_ = sysClose(s.fd)
		}
	}
}

// next works until there is something to yield.
func (w *treeWalk) next() (value, bool, exc) {
	for len(w.stack) > 0 {
		switch s := w.pop(); s.kind {
		case closeDir:
			_ = sysClose(s.fd)
		case announce:
			return s.found, true, nil
		case descend:
			if e := w.descend(s, nil); e != nil {
				return value{}, false, e
			}
		default:
			v, e := w.visit(s)
			if e != nil || !v.IsUnbound() {
				return v, true, e
			}
		}
	}
	return value{}, false, nil
}

// visit opens a directory and reads it. The result is what is to be yielded now, if anything.
func (w *treeWalk) visit(s treeStep) (value, exc) {
	pyio.Sync()
	before := s.known
	var err error
	if !w.follow && before == nil {
		before, err = sysStat(s.dir, s.name, false)
	}
	fd := -1
	if err == nil {
		fd, err = openat(s.dir, s.name, syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0o777)
	}
	if err != nil {
		failed := pyio.OSError(err, w.names.name(s.name))
		if s.root {
			return value{}, failed
		}
		if !w.onerror.IsUnbound() && !w.onerror.IsNone() {
			_, e := py.Call1(w.onerror, failed.Value())
			return value{}, e
		}
		return value{}, nil
	}
	w.push(treeStep{kind: closeDir, fd: fd})
	if !w.follow {
		if s.root && before.mode&modeFormat != modeDirectory {
			return value{}, nil
		}
		now, err := sysFstat(fd)
		if err != nil {
			return value{}, pyio.OSError(err, py.IntOf(fd))
		}
		if now.ino != before.ino || now.dev != before.dev {
			return value{}, nil
		}
	}
	return w.read(s, fd)
}

// read sorts what is in a directory.
func (w *treeWalk) read(s treeStep, fd int) (value, exc) {
	t := target{fd: fd, isFD: true}
	entries, err := t.entries()
	if err != nil {
		return value{}, pyio.OSError(err, py.IntOf(fd))
	}
	dirs, files := py.NewList(nil), py.NewList(nil)
	var known []*fileStat // of the directories, where the walk is to see that they are the same
	for _, d := range entries {
		entry := &dirEntry{dir: t, d: d}
		if !entry.isDir() {
			files.Append(w.names.name(d.Name()))
			continue
		}
		dirs.Append(w.names.name(d.Name()))
		if !w.down && !w.follow {
			st, err := entry.stat(false)
			if err != nil {
				st = nil // it has gone: opening it will tell
			}
			known = append(known, st)
		}
	}
	found := py.TupleV(w.names.name(s.path), dirs.Value(), files.Value(), py.IntOf(fd))
	down := treeStep{kind: descend, path: s.path, dirs: dirs, fd: fd}
	if w.down {
		w.push(down)
		return found, nil
	}
	w.push(treeStep{kind: announce, found: found})
	return value{}, w.descend(down, known)
}

// descend puts the directories of one on the stack, the first on top.
func (w *treeWalk) descend(s treeStep, known []*fileStat) exc {
	for i, v := range slices.Backward(s.dirs.Items) {
		name, e := pyio.FSPath(v)
		if e != nil {
			return e
		}
		step := treeStep{dir: s.fd, path: join(s.path, name), name: name}
		if i < len(known) {
			step.known = known[i]
		}
		w.push(step)
	}
	return nil
}
