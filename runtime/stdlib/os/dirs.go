package os

import (
	"io/fs"
	"os"
	"strings"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file has the functions of os on directories and their entries.

// entries reads the directory t.
func (t target) entries() ([]os.DirEntry, error) {
	pyio.Sync()
	if t.isFD {
		return readDirFD(t.fd)
	}
	return readDir(t.path)
}

func readDir(path string) ([]os.DirEntry, error) {
	f, err := openDir(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}

func listdir(p value) (value, exc) {
	t, e := targetOf("listdir", "path", p, orFD|orNone)
	if e != nil {
		return value{}, e
	}
	entries, err := t.entries()
	if err != nil {
		return t.done(err)
	}
	items := make([]value, len(entries))
	for i, d := range entries {
		items[i] = t.name(d.Name())
	}
	return py.NewList(items).Value(), nil
}

// makedirs makes a directory and those above it.
func makedirs(name, modeV, existOK value) (value, exc) {
	t, e := targetOf("mkdir", "path", name, 0)
	if e != nil {
		return value{}, e
	}
	mode, e := cInt(modeV, 0o777)
	if e != nil {
		return value{}, e
	}
	ok, e := flag(existOK, false)
	if e != nil {
		return value{}, e
	}
	pyio.Sync()
	head := strings.TrimRight(t.path, "/")
	if i := strings.LastIndexByte(head, '/'); i > 0 {
		_, missing := os.Stat(head[:i])
		if err := os.MkdirAll(head[:i], 0o777); err != nil {
			return target{shown: t.name(head[:i])}.done(err)
		}
		if missing != nil && head[i+1:] == "." {
			return py.None, nil // of the directory above, which is made
		}
	}
	err := os.Mkdir(t.path, fs.FileMode(mode)&fs.ModePerm)
	if err != nil && ok {
		if st, serr := os.Stat(t.path); serr == nil && st.IsDir() {
			return py.None, nil
		}
	}
	return t.done(err)
}

// removedirs removes a directory and then those above it that are empty.
func removedirs(name value) (value, exc) {
	t, e := targetOf("rmdir", "path", name, 0)
	if e != nil {
		return value{}, e
	}
	pyio.Sync()
	if err := sysRmdir(t.path); err != nil {
		return t.done(err)
	}
	head, tail := split(t.path)
	if tail == "" {
		head, _ = split(head)
	}
	pruneDirs(head)
	return py.None, nil
}

// pruneDirs removes empty directories upwards.
func pruneDirs(path string) {
	for path != "" && path != "/" && sysRmdir(path) == nil {
		path, _ = split(path)
	}
}

// renames renames a file, making the directories above its new name and removing those
// that it leaves empty.
func renames(old, to value) (value, exc) {
	src, e := targetOf("rename", "src", old, 0)
	if e != nil {
		return value{}, e
	}
	dst, e := targetOf("rename", "dst", to, 0)
	if e != nil {
		return value{}, e
	}
	pyio.Sync()
	if head, tail := split(dst.path); head != "" && tail != "" {
		if _, err := os.Stat(head); err != nil {
			if err := os.MkdirAll(head, 0o777); err != nil {
				return target{shown: dst.name(head)}.done(err)
			}
		}
	}
	if err := os.Rename(src.path, dst.path); err != nil {
		return done2(src, dst, err)
	}
	if head, tail := split(src.path); head != "" && tail != "" {
		pruneDirs(head)
	}
	return py.None, nil
}

// walk yields (dirpath, dirnames, filenames) of a tree. The lists are made as the walk
// goes on, and changes to dirnames steer it.
func walk(top, topdown, onerror, followlinks value) (value, exc) {
	var w *walker
	down := false
	begin := func() exc {
		path, e := pyio.FSPathValue(top)
		if e != nil {
			return e
		}
		root, e := pyio.FSPath(path)
		if e != nil {
			return e
		}
		if down, e = flag(topdown, true); e != nil {
			return e
		}
		follow, e := flag(followlinks, false)
		w = &walker{names: target{bytes: path.IsBytes()}, follow: follow, onerror: onerror, stack: []step{{path: root}}}
		return e
	}
	return coro.NewGenerator(walkCode, func() (value, bool, exc) {
		if w == nil {
			if e := begin(); e != nil {
				return value{}, false, e
			}
		}
		for len(w.stack) > 0 {
			p := w.stack[len(w.stack)-1]
			w.stack = w.stack[:len(w.stack)-1]
			switch {
			case !p.done.IsUnbound():
				return p.done, true, nil
			case p.dirs != nil: // the caller has seen, and perhaps changed, the list
				if e := w.push(p.path, p.dirs); e != nil {
					return value{}, false, e
				}
				continue
			}
			dirs, triple, ok, e := w.list(p.path)
			if e != nil {
				return value{}, false, e
			}
			if !ok {
				continue
			}
			if down {
				w.stack = append(w.stack, step{path: p.path, dirs: dirs})
				return triple, true, nil
			}
			w.stack = append(w.stack, step{done: triple})
			if e := w.push(p.path, dirs); e != nil {
				return value{}, false, e
			}
		}
		return value{}, false, nil
	}, nil), nil
}

var walkCode = &py.Code{Name: "walk", Qualname: "walk", Flags: py.CodeGenerator}

// A walker is the state of walk.
type walker struct {
	names   target // says whether names are bytes
	follow  bool
	onerror value
	stack   []step
}

// A step is something that a walk still has to do.
type step struct {
	path string
	dirs *py.List // of the directory to go into; nil for path itself
	done value    // what is yielded after the directories, when bottom-up
}

// list reads a directory; ok is false where that fails and the walk goes on.
func (w *walker) list(path string) (list *py.List, triple value, ok bool, e exc) {
	pyio.Sync()
	entries, err := readDir(path)
	if err != nil {
		if !w.onerror.IsUnbound() && !w.onerror.IsNone() {
			_, e = py.Call1(w.onerror, pyio.OSError(err, w.names.name(path)).Value())
		}
		return nil, value{}, false, e
	}
	dirs, files := py.NewList(nil), py.NewList(nil)
	for _, d := range entries {
		if (&dirEntry{dir: target{path: path}, d: d}).isDir() {
			dirs.Append(w.names.name(d.Name()))
		} else {
			files.Append(w.names.name(d.Name()))
		}
	}
	return dirs, py.TupleV(w.names.name(path), dirs.Value(), files.Value()), true, nil
}

// push adds the directories of one to the steps, the first on top.
func (w *walker) push(path string, dirs *py.List) exc {
	for i := len(dirs.Items) - 1; i >= 0; i-- {
		name, e := pyio.FSPath(dirs.Items[i])
		if e != nil {
			return e
		}
		child := join(path, name)
		if st, err := os.Lstat(child); err == nil && st.Mode()&fs.ModeSymlink != 0 && !w.follow {
			continue
		}
		w.stack = append(w.stack, step{path: child})
	}
	return nil
}

// dirEntry is an os.DirEntry.
type dirEntry struct {
	py.Header
	dir target // the directory, by name or descriptor
	d   os.DirEntry
}

func entryOf(v value) *dirEntry { return py.Heap[dirEntry](v) }

var dirEntryType = py.NewBuiltinType("DirEntry", &py.TypeSpec{
	Module: "posix", Layout: py.LayoutOf[dirEntry](), NoNew: true,
	Slots: py.Slots{Repr: func(v value) (value, exc) {
		name, e := py.ReprText(entryOf(v).dir.name(entryOf(v).d.Name()))
		return py.StrV("<DirEntry " + name + ">"), e
	}},
	GetSets: []py.GetSet{
		{Name: "name", Get: func(v value) (value, exc) { return entryOf(v).dir.name(entryOf(v).d.Name()), nil }},
		{Name: "path", Get: func(v value) (value, exc) { return entryOf(v).shown(), nil }},
	},
	Methods: []py.Method{
		{Name: "is_dir", Sig: "($self, /, *, follow_symlinks=True)", Impl: func(v value, args []value) (value, exc) {
			return entryOf(v).is(args[0], fs.ModeDir)
		}},
		{Name: "is_file", Sig: "($self, /, *, follow_symlinks=True)", Impl: func(v value, args []value) (value, exc) {
			return entryOf(v).is(args[0], 0)
		}},
		{Name: "is_symlink", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			return py.Bool(entryOf(v).d.Type()&fs.ModeSymlink != 0), nil
		}},
		{Name: "is_junction", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.False, nil }},
		{Name: "stat", Sig: "($self, /, *, follow_symlinks=True)", Impl: func(v value, args []value) (value, exc) {
			follow, e := flag(args[0], true)
			if e != nil {
				return value{}, e
			}
			st, err := entryOf(v).stat(follow)
			if err != nil {
				return target{shown: entryOf(v).shown()}.done(err)
			}
			return statValue(st), nil
		}},
		{Name: "inode", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			st, err := entryOf(v).stat(false)
			if err != nil {
				return target{shown: entryOf(v).shown()}.done(err)
			}
			return py.Int(st.ino), nil
		}},
		{Name: "__fspath__", Sig: "($self, /)", Impl: func(v value) (value, exc) { return entryOf(v).shown(), nil }},
	},
})

// shown is the attribute path: with the directory, where that has a name.
func (d *dirEntry) shown() value {
	if d.dir.isFD {
		return d.dir.name(d.d.Name())
	}
	return d.dir.name(join(d.dir.path, d.d.Name()))
}

func (d *dirEntry) stat(follow bool) (*fileStat, error) {
	pyio.Sync()
	if d.dir.isFD {
		return sysStat(d.dir.fd, d.d.Name(), follow)
	}
	return sysStat(cwd, join(d.dir.path, d.d.Name()), follow)
}

// isDir reports whether the entry is a directory or a link to one, as walks ask.
func (d *dirEntry) isDir() bool {
	if d.d.Type()&fs.ModeSymlink == 0 {
		return d.d.IsDir()
	}
	st, err := d.stat(true)
	return err == nil && st.mode&modeFormat == modeDirectory
}

// is reports whether the entry is a directory, or a regular file where kind is 0; not where
// it has gone.
func (d *dirEntry) is(follow value, kind fs.FileMode) (value, exc) {
	yes, e := flag(follow, true)
	if e != nil {
		return value{}, e
	}
	typ := d.d.Type()
	if typ&fs.ModeSymlink == 0 || !yes {
		return py.Bool(typ == kind), nil
	}
	st, err := d.stat(true)
	switch {
	case err == nil:
		want := int64(modeRegular)
		if kind == fs.ModeDir {
			want = modeDirectory
		}
		return py.Bool(st.mode&modeFormat == want), nil
	case os.IsNotExist(err):
		return py.False, nil
	}
	return target{shown: d.shown()}.done(err)
}

// The types of files in st_mode.
const (
	modeFormat    = 0o170000
	modeDirectory = 0o040000
	modeRegular   = 0o100000
)

// scanIter is what scandir returns: an iterator and a context manager.
type scanIter struct {
	py.Header
	it value // None once it is closed
}

var scanIterType = py.NewBuiltinType("ScandirIterator", &py.TypeSpec{
	Module: "posix", Layout: py.LayoutOf[scanIter](), NoNew: true,
	Slots: py.Slots{
		Iter: func(v value) (value, exc) { return v, nil },
		Next: func(v value) (value, bool, exc) {
			if it := py.Heap[scanIter](v).it; !it.IsNone() {
				return py.Next(it)
			}
			return value{}, false, nil
		},
	},
	Methods: []py.Method{
		{Name: "__enter__", Sig: "($self, /)", Impl: func(v value) (value, exc) { return v, nil }},
		{Name: "__exit__", Impl: func(v value, args []value) (value, exc) { return closeScan(v) }},
		{Name: "close", Sig: "($self, /)", Impl: closeScan},
	},
})

func closeScan(v value) (value, exc) {
	py.Heap[scanIter](v).it = py.None
	return py.None, nil
}

func scandir(p value) (value, exc) {
	t, e := targetOf("scandir", "path", p, orFD|orNone)
	if e != nil {
		return value{}, e
	}
	entries, err := t.entries()
	if err != nil {
		return t.done(err)
	}
	items := make([]value, len(entries))
	for i, d := range entries {
		items[i] = dirEntryType.Alloc(dirEntryType)
		entry := entryOf(items[i])
		entry.dir, entry.d = t, d
	}
	it, e := py.Iter(py.NewList(items).Value())
	if e != nil {
		return value{}, e
	}
	v := scanIterType.Alloc(scanIterType)
	py.Heap[scanIter](v).it = it
	return v, nil
}
