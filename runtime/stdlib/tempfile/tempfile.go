// Package tempfile implements the module tempfile (Python library reference, tempfile:
// Generate temporary files and directories).
package tempfile

import (
	"crypto/rand"
	"os"
	"path/filepath"
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
		{Name: "gettempdir", Sig: "()", Impl: func() (value, exc) { return py.StrV(tempDir()), nil }},
		{Name: "gettempdirb", Sig: "()", Impl: func() (value, exc) { return py.BytesV([]byte(tempDir())), nil }},
		{Name: "gettempprefixb", Sig: "()", Impl: func() (value, exc) { return py.BytesV([]byte("tmp")), nil }},
		{Name: "mktemp", Sig: "(suffix='', prefix='tmp', dir=None)", Impl: func(suffix, prefix, dir value) (value, exc) {
			p, e := create(suffix, prefix, dir, func(path string) error {
				if _, err := os.Lstat(path); !os.IsNotExist(err) {
					return os.ErrExist
				}
				return nil
			})
			return py.StrV(p), e
		}},
		{Name: "gettempprefix", Sig: "()", Impl: func() (value, exc) { return py.StrV("tmp"), nil }},
		{Name: "mkdtemp", Sig: "(suffix=None, prefix=None, dir=None)", Impl: func(suffix, prefix, dir value) (value, exc) {
			p, e := create(suffix, prefix, dir, func(path string) error { return os.Mkdir(path, 0o700) })
			return py.StrV(p), e
		}},
		{Name: "mktemp", Sig: "(suffix='', prefix='tmp', dir=None)", Impl: func(suffix, prefix, dir value) (value, exc) {
			path, e := create(suffix, prefix, dir, func(path string) error {
				if _, err := os.Lstat(path); err == nil {
					return os.ErrExist
				}
				return nil
			})
			return py.StrV(path), e
		}},
		{Name: "mkstemp", Sig: "(suffix=None, prefix=None, dir=None, text=False)", Impl: func(args []value) (value, exc) {
			fd := -1
			p, e := create(args[0], args[1], args[2], func(path string) error {
				h, err := syscall.Open(path, syscall.O_RDWR|syscall.O_CREAT|syscall.O_EXCL|syscall.O_CLOEXEC, 0o600)
				fd = int(h)
				return err
			})
			return py.TupleV(py.Int(int64(fd)), py.StrV(p)), e
		}},
		{Name: "NamedTemporaryFile", Sig: fileSig, Impl: func(args []value) (value, exc) { return newFile(args, true) }},
		{Name: "TemporaryFile", Sig: fileSig, Impl: func(args []value) (value, exc) { return newFile(args, false) }},
	},
	Init: func(m *py.Module) exc {
		m.Set("tempdir", py.None)
		m.Set("template", py.StrV("tmp"))
		m.Set("SpooledTemporaryFile", py.NewBuiltin("SpooledTemporaryFile", "tempfile", "(max_size=0, mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *, errors=None)",
			func(args []value) (value, exc) {
				p := append([]value(nil), args[1:8]...)
				return newFile(append(p, value{}, args[8], value{}), false)
			}).Value())
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

func tempDir() string {
	for _, name := range []string{"TMPDIR", "TEMP", "TMP"} {
		if d := os.Getenv(name); d != "" {
			if st, err := os.Stat(d); err == nil && st.IsDir() {
				return d
			}
		}
	}
	return "/tmp"
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

func text(v value, def string) (string, exc) {
	if v.IsUnbound() || v.IsNone() {
		return def, nil
	}
	return pyio.FSPath(v)
}

// create makes something at a name that nothing has yet.
func create(suffix, prefix, dir value, make func(path string) error) (string, exc) {
	s, e := text(suffix, "")
	if e != nil {
		return "", e
	}
	p, e := text(prefix, "tmp")
	if e != nil {
		return "", e
	}
	d, e := text(dir, tempDir())
	if e != nil {
		return "", e
	}
	if d, err := filepath.Abs(d); err == nil {
		dir = py.StrV(d)
	}
	for try := 0; ; try++ {
		path := filepath.Join(dir.Str().S, p+randomName()+s)
		err := make(path)
		if err == nil {
			return path, nil
		}
		if !os.IsExist(err) || try > 10000 {
			return "", pyio.OSError(err, py.StrV(path))
		}
	}
}

// named is a _TemporaryFileWrapper: the file it wraps does the work.
type named struct {
	py.Header
	file   value
	name   string
	remove bool
	Attrs  py.Attrs
}

var namedType = &py.Type{Name: "_TemporaryFileWrapper"}

func newFile(args []value, keepName bool) (value, exc) {
	p, e := create(args[4], args[5], args[6], func(path string) error {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			err = f.Close()
		}
		return err
	})
	if e != nil {
		return value{}, e
	}
	open := make([]value, 8)
	open[0], open[1], open[2], open[3], open[5], open[4] = py.StrV(p), args[0], args[1], args[2], args[3], args[8]
	if open[1].IsUnbound() {
		open[1] = py.StrV("w+b")
	}
	f, e := pyio.Open(open)
	if e != nil {
		_ = os.Remove(p)
		return value{}, e
	}
	if !keepName {
		_ = os.Remove(p)
		return f, nil
	}
	v := namedType.Alloc(namedType)
	n := py.Heap[named](v)
	n.file, n.name, n.remove = f, p, true
	if !args[7].IsUnbound() {
		if n.remove, e = py.Truth(args[7]); e != nil {
			return value{}, e
		}
	}
	if n.remove {
		temporary[p] = true
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

func (n *named) close() exc {
	_, e := py.CallMethod0(n.file, py.Intern("close"))
	if n.remove {
		n.remove = false
		delete(temporary, n.name)
		if err := os.Remove(n.name); err != nil && e == nil {
			e = pyio.OSError(err, py.StrV(n.name))
		}
	}
	return e
}

// directory is a TemporaryDirectory.
type directory struct {
	py.Header
	name   string
	ignore bool
	keep   bool
	Attrs  py.Attrs
}

var directoryType = &py.Type{Name: "TemporaryDirectory"}

func (d *directory) cleanup() exc {
	delete(temporary, d.name)
	if err := os.RemoveAll(d.name); err != nil && !d.ignore {
		return pyio.OSError(err, py.StrV(d.name))
	}
	return nil
}

func init() {
	namedType.Define(&py.TypeSpec{
		Module: "tempfile", Layout: py.LayoutWithAttrs[named](unsafe.Offsetof(named{}.Attrs)), NoNew: true,
		Slots: py.Slots{
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
			{Name: "name", Get: func(v value) (value, exc) { return py.StrV(py.Heap[named](v).name), nil }},
			{Name: "file", Get: func(v value) (value, exc) { return py.Heap[named](v).file, nil }},
		},
		Methods: []py.Method{
			{Name: "close", Sig: "($self)", Impl: func(v value) (value, exc) { return py.None, py.Heap[named](v).close() }},
			{Name: "__enter__", Sig: "($self)", Impl: func(v value) (value, exc) { return v, nil }},
			{Name: "__exit__", Impl: func(v value, args []value) (value, exc) { return py.None, py.Heap[named](v).close() }},
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
					temporary[d.name] = true
					cleanAtExit()
				}
				return e
			},
			Repr: func(v value) (value, exc) {
				return py.StrV("<TemporaryDirectory " + py.QuoteStr(py.Heap[directory](v).name) + ">"), nil
			},
		},
		GetSets: []py.GetSet{{Name: "name", Get: func(v value) (value, exc) { return py.StrV(py.Heap[directory](v).name), nil }}},
		Methods: []py.Method{
			{Name: "cleanup", Sig: "($self)", Impl: func(v value) (value, exc) { return py.None, py.Heap[directory](v).cleanup() }},
			{Name: "__enter__", Sig: "($self)", Impl: func(v value) (value, exc) { return py.StrV(py.Heap[directory](v).name), nil }},
			{Name: "__exit__", Impl: func(v value, args []value) (value, exc) {
				if d := py.Heap[directory](v); !d.keep {
					return py.None, d.cleanup()
				}
				return py.None, nil
			}},
		},
	})
}
