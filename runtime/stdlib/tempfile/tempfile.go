// Package tempfile implements the module tempfile (Python library reference, tempfile:
// Generate temporary files and directories).
package tempfile

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

type (
	value = py.Value
	exc   = *py.Exception
)

const fileSig = "(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, delete=True, *, errors=None, delete_on_close=True)"

var spec = py.ModuleSpec{
	Name:   "tempfile",
	Doc:    "Temporary files.",
	Types:  []*py.Type{directoryType, namedType},
	Consts: []py.Const{{Name: "TMP_MAX", Value: py.Int(238328)}},
	Functions: []py.Method{
		{Name: "gettempdir", Sig: "()", Impl: func() (value, exc) {
			d, e := tempDir()
			if b, ok := py.AsBytes(d); ok && e == nil {
				return py.Decode(b.B, "utf-8", "surrogateescape")
			}
			return d, e
		}},
		{Name: "gettempdirb", Sig: "()", Impl: func() (value, exc) {
			d, e := tempDir()
			if s, ok := py.AsStr(d); ok && e == nil {
				return py.BytesV([]byte(s.S)), nil
			}
			return d, e
		}},
		{Name: "gettempprefix", Sig: "()", Impl: func() (value, exc) { return py.StrV("tmp"), nil }},
		{Name: "gettempprefixb", Sig: "()", Impl: func() (value, exc) { return py.BytesV([]byte("tmp")), nil }},
		{Name: "mktemp", Sig: "(suffix='', prefix='tmp', dir=None)", Impl: func(suffix, prefix, dir value) (value, exc) {
			p, e := create(suffix, prefix, dir, func(path string) error {
				if _, err := os.Lstat(path); !os.IsNotExist(err) {
					return os.ErrExist
				}
				return nil
			})
			return p.value(), e
		}},
		{Name: "mkdtemp", Sig: "(suffix=None, prefix=None, dir=None)", Impl: func(suffix, prefix, dir value) (value, exc) {
			p, e := create(suffix, prefix, dir, func(path string) error { return os.Mkdir(path, 0o700) })
			return p.value(), e
		}},
		{Name: "mkstemp", Sig: "(suffix=None, prefix=None, dir=None, text=False)", Impl: func(args []value) (value, exc) {
			fd := -1
			p, e := create(args[0], args[1], args[2], func(path string) error {
				h, err := syscall.Open(path, syscall.O_RDWR|syscall.O_CREAT|syscall.O_EXCL|syscall.O_CLOEXEC, 0o600)
				fd = int(h)
				return err
			})
			return py.TupleV(py.Int(int64(fd)), p.value()), e
		}},
		{Name: "_infer_return_type", Impl: func(args []value) (value, exc) {
			isBytes, e := bytesWanted(args)
			if isBytes {
				return py.BytesType.Value(), e
			}
			return py.StrType.Value(), e
		}},
		{Name: "NamedTemporaryFile", Sig: fileSig, Impl: func(args []value) (value, exc) { return newFile(args, true) }},
		{Name: "TemporaryFile", Sig: fileSig, Impl: func(args []value) (value, exc) { return newFile(args, false) }},
	},
	Init: func(m *py.Module) exc {
		m.Set("tempdir", py.None)
		m.Set("template", py.StrV("tmp"))
		module = m
		if e := defineNames(m); e != nil {
			return e
		}
		return defineSpooled(m)
	},
}

func init() { py.RegisterModule(&spec) }

var module *py.Module

// tempDir returns tempfile.tempdir, which is the first folder that there is when it is
// first asked for.
func tempDir() (value, exc) {
	key := py.Intern("tempdir")
	if d, ok := module.Namespace().GetStr(key); ok && !d.IsNone() {
		return d, nil
	}
	d, e := defaultDir()
	if e == nil {
		module.Set("tempdir", d)
	}
	return d, e
}

// candidates are the folders for temporary files, the first that can be used counts.
func candidates() []string {
	list := []string{os.Getenv("TMPDIR"), os.Getenv("TEMP"), os.Getenv("TMP"), "/tmp", "/var/tmp", "/usr/tmp"}
	if runtime.GOOS == "windows" {
		list = append(list[:3], os.TempDir())
	}
	if dir, err := os.Getwd(); err == nil {
		list = append(list, dir)
	} else {
		list = append(list, ".")
	}
	var dirs []string
	for _, d := range list {
		if d == "" {
			continue
		}
		if d, err := filepath.Abs(d); err == nil {
			dirs = append(dirs, d)
		}
	}
	return dirs
}

// defaultDir returns the first folder in which a file can be made.
func defaultDir() (value, exc) {
	var tried []value
	for _, d := range candidates() {
		f, err := os.CreateTemp(d, "")
		if err != nil {
			tried = append(tried, py.StrV(d))
			continue
		}
		_ = f.Close()
		_ = os.Remove(f.Name())
		return py.StrV(d), nil
	}
	list, e := py.ReprText(py.ListV(tried...))
	if e != nil {
		return value{}, e
	}
	return value{}, py.RaiseOSError(int64(syscall.ENOENT), "No usable temporary directory found in "+list, value{}, value{})
}

const nameChars = "abcdefghijklmnopqrstuvwxyz0123456789_"

func randomName() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b)
	for i := range b {
		b[i] = nameChars[int(b[i])%len(nameChars)]
	}
	return string(b)
}

// path is the path of something new, a str or bytes as the arguments are.
type path struct {
	text  string
	bytes bool
}

func (p path) value() value {
	if p.bytes {
		return py.BytesV([]byte(p.text))
	}
	return py.StrV(p.text)
}

// bytesWanted reports whether the parts of a path that are given are bytes; where none is,
// tempdir decides.
func bytesWanted(parts []value) (bool, exc) {
	known, isBytes := false, false
	for _, p := range parts {
		if p.IsUnbound() || p.IsNone() {
			continue
		}
		if !p.IsStr() && !p.IsBytes() {
			var e exc
			if p, e = fsPath(p); e != nil {
				return false, e
			}
		}
		if known && p.IsBytes() != isBytes {
			return false, py.Raisef(py.TypeErrorType, "Can't mix bytes and non-bytes in path components.")
		}
		known, isBytes = true, p.IsBytes()
	}
	if !known {
		d, _ := module.Namespace().GetStr(py.Intern("tempdir"))
		isBytes = d.IsBytes()
	}
	return isBytes, nil
}

// fsPath is os.fspath(v).
func fsPath(v value) (value, exc) {
	f, found, e := py.LookupAttr(v.Type().Value(), py.Intern("__fspath__"))
	if e != nil {
		return value{}, e
	}
	if !found {
		_, e = pyio.FSPath(v)
		return v, e
	}
	return py.Call1(f, v)
}

// create makes something at a name that nothing has yet.
func create(suffix, prefix, dir value, make func(path string) error) (path, exc) {
	var err exc
	var p path
	text := func(v value, def string) string {
		if err != nil || v.IsUnbound() || v.IsNone() {
			return def
		}
		var s string
		s, err = pyio.FSPath(v)
		return s
	}
	if p.bytes, err = bytesWanted([]value{prefix, suffix, dir}); err != nil {
		return p, err
	}
	if dir.IsUnbound() || dir.IsNone() {
		if dir, err = tempDir(); err != nil {
			return p, err
		}
	}
	d, start, end := text(dir, ""), text(prefix, "tmp"), text(suffix, "")
	if err != nil {
		return p, err
	}
	return makeNext(d, start, end, p.bytes, make)
}

// named is a _TemporaryFileWrapper: the file it wraps does the work.
type named struct {
	py.Header
	file    value
	name    value // an attribute that programs may set
	path    string
	remove  bool // when the file is closed or the with statement ends
	onClose bool
	Attrs   py.Attrs
}

var namedType = &py.Type{Name: "_TemporaryFileWrapper"}

var namedSig = py.NewSignature("_TemporaryFileWrapper.__init__", "", "(file, name, delete=True, delete_on_close=True)")

// initNamed is __init__, which subclasses outside of the module call with a file of their
// own, such as the responses of urllib.
func initNamed(v value, args []value, names []*py.Str) exc {
	p, e := namedSig.Parse(args, names)
	if e != nil {
		return e
	}
	n := py.Heap[named](v)
	n.file, n.name, n.remove, n.onClose = p[0], p[1], true, true
	for i, dst := range map[int]*bool{2: &n.remove, 3: &n.onClose} {
		if !p[i].IsUnbound() {
			if *dst, e = py.Truth(p[i]); e != nil {
				return e
			}
		}
	}
	if n.name.IsStr() || n.name.IsBytes() {
		n.path, e = pyio.FSPath(n.name)
	}
	return e
}

func newFile(args []value, keepName bool) (value, exc) {
	var file value
	p, e := create(args[4], args[5], args[6], func(path string) error {
		fd, err := syscall.Open(path, syscall.O_RDWR|syscall.O_CREAT|syscall.O_EXCL|syscall.O_CLOEXEC, 0o600)
		switch {
		case err != nil:
			return err
		case keepName:
			return syscall.Close(fd)
		}
		file = py.IntOf(int(fd)) // a file without a name is known by its descriptor
		return nil
	})
	if e != nil {
		return value{}, e
	}
	if keepName {
		file = p.value()
	}
	open := make([]value, 8)
	open[0], open[1], open[2], open[3], open[5], open[4] = file, args[0], args[1], args[2], args[3], args[8]
	if open[1].IsUnbound() {
		open[1] = py.StrV("w+b")
	}
	f, e := pyio.Open(open)
	if e != nil {
		_ = os.Remove(p.text)
		return value{}, e
	}
	if !keepName {
		_ = os.Remove(p.text)
		return f, nil
	}
	v := namedType.Alloc(namedType)
	n := py.Heap[named](v)
	n.file, n.name, n.path, n.remove, n.onClose = f, p.value(), p.text, true, true
	for i, dst := range map[int]*bool{7: &n.remove, 9: &n.onClose} {
		if !args[i].IsUnbound() {
			if *dst, e = py.Truth(args[i]); e != nil {
				return value{}, e
			}
		}
	}
	if n.remove {
		temporary[p.text] = true
		cleanAtExit()
	}
	return v, nil
}

// temporary are the files and directories to be removed at the end of the program.
var (
	temporary  = map[string]bool{}
	registered bool
)

func cleanAtExit() {
	if !registered {
		registered = true
		py.AtExit(py.ExitObjects, func() {
			for p := range temporary {
				_ = os.RemoveAll(p)
			}
		})
	}
}

// close closes the file; last says that nothing uses its name any more.
func (n *named) close(last bool) exc {
	_, e := py.CallMethod0(n.file, py.Intern("close"))
	if n.remove && (last || n.onClose) {
		n.remove = false
		delete(temporary, n.path)
		if err := os.Remove(n.path); err != nil && e == nil && !(last && !n.onClose && os.IsNotExist(err)) {
			e = pyio.OSError(err, n.name)
		}
	}
	return e
}

// directory is a TemporaryDirectory.
type directory struct {
	py.Header
	name   path
	ignore bool
	keep   bool
	Attrs  py.Attrs
}

var directoryType = &py.Type{Name: "TemporaryDirectory"}

func (d *directory) cleanup() exc {
	delete(temporary, d.name.text)
	if err := os.RemoveAll(d.name.text); err != nil && !d.ignore {
		return pyio.OSError(err, d.name.value())
	}
	return nil
}

func init() {
	namedType.Define(&py.TypeSpec{
		Module: "tempfile", Flags: py.FlagBaseType, Layout: py.LayoutWithAttrs[named](unsafe.Offsetof(named{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				v := cls.Alloc(cls)
				n := py.Heap[named](v)
				n.file, n.name = py.None, py.None
				return v, nil
			},
			Init: initNamed,
			GetAttr: func(v value, name *py.Str) (value, exc) {
				x, e := py.GenericGetAttr(v, name)
				if e == nil || !e.Is(py.AttributeErrorType) || strings.HasPrefix(name.S, "__") {
					return x, e
				}
				return py.GetAttr(py.Heap[named](v).file, name)
			},
			Iter: func(v value) (value, exc) { return py.Iter(py.Heap[named](v).file) },
			Repr: func(v value) (value, exc) {
				s, e := py.ReprText(py.Heap[named](v).file)
				return py.StrV("<tempfile._TemporaryFileWrapper object; file=" + s + ">"), e
			},
		},
		GetSets: []py.GetSet{
			{Name: "name", Get: func(v value) (value, exc) { return py.Heap[named](v).name, nil }, Set: func(v, x value) exc {
				py.Heap[named](v).name = x
				return nil
			}},
			{Name: "delete", Get: func(v value) (value, exc) { return py.Bool(py.Heap[named](v).remove), nil }},
			{Name: "file", Get: func(v value) (value, exc) { return py.Heap[named](v).file, nil }},
		},
		Methods: []py.Method{
			{Name: "close", Sig: "($self)", Impl: func(v value) (value, exc) { return py.None, py.Heap[named](v).close(false) }},
			{Name: "__enter__", Sig: "($self)", Impl: func(v value) (value, exc) {
				_, e := py.CallMethod0(py.Heap[named](v).file, py.Intern("__enter__"))
				return v, e
			}},
			{Name: "__exit__", Impl: func(v value, args []value) (value, exc) { return py.None, py.Heap[named](v).close(true) }},
		},
	})
	sig := py.NewSignature("TemporaryDirectory.__init__", "", "(suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True)")
	directoryType.Define(&py.TypeSpec{
		Module: "tempfile", Flags: py.FlagBaseType, Layout: py.LayoutWithAttrs[directory](unsafe.Offsetof(directory{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(v value, args []value, names []*py.Str) exc {
				p, e := sig.Parse(args, names)
				if e != nil {
					return e
				}
				d := py.Heap[directory](v)
				if !p[3].IsUnbound() {
					if d.ignore, e = py.Truth(p[3]); e != nil {
						return e
					}
				}
				if !p[4].IsUnbound() {
					del, e := py.Truth(p[4])
					if e != nil {
						return e
					}
					d.keep = !del
				}
				d.name, e = create(p[0], p[1], p[2], func(path string) error { return os.Mkdir(path, 0o700) })
				if e == nil && !d.keep {
					temporary[d.name.text] = true
					cleanAtExit()
				}
				return e
			},
			Repr: func(v value) (value, exc) {
				r, e := py.ReprText(py.Heap[directory](v).name.value())
				return py.StrV("<TemporaryDirectory " + r + ">"), e
			},
		},
		GetSets: []py.GetSet{{Name: "name", Get: func(v value) (value, exc) { return py.Heap[directory](v).name.value(), nil }}},
		Methods: []py.Method{
			{Name: "cleanup", Sig: "($self)", Impl: func(v value) (value, exc) { return py.None, py.Heap[directory](v).cleanup() }},
			{Name: "__enter__", Sig: "($self)", Impl: func(v value) (value, exc) { return py.Heap[directory](v).name.value(), nil }},
			{Name: "__exit__", Impl: func(v value, args []value) (value, exc) {
				if d := py.Heap[directory](v); !d.keep {
					return py.None, d.cleanup()
				}
				return py.None, nil
			}},
		},
	})
}
