package tempfile

import (
	"os"
	"path/filepath"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements what modules of the library and packages use of how names are made:
// _RandomNameSequence, _get_candidate_names, _mkstemp_inner and the like.

var nameSequence value // the one that _get_candidate_names gives, None before

func defineNames(m *py.Module) exc {
	cls, e := pydef.New(pydef.ClassSpec{Name: "_RandomNameSequence", Module: "tempfile",
		Doc:   "An instance of _RandomNameSequence generates an endless\nsequence of unpredictable strings which can safely be incorporated\ninto file names.  Each string is eight characters long.  Multiple\nthreads can safely use the same instance at the same time.\n\n_RandomNameSequence is an iterator.",
		Attrs: []pydef.Attr{{Name: "characters", Value: py.StrV(nameChars)}},
		Methods: []pydef.Method{
			{Sig: "__iter__(self)", Impl: func(self value) (value, exc) { return self, nil }},
			{Sig: "__next__(self)", Impl: func(self value) (value, exc) { return py.StrV(randomName()), nil }},
		}})
	if e != nil {
		return e
	}
	m.Set("_RandomNameSequence", cls)
	nameSequence = py.None
	m.Set("_name_sequence", py.None)
	flags := int64(os.O_RDWR | os.O_CREATE | os.O_EXCL | noFollow)
	for _, name := range []string{"_text_openflags", "_bin_openflags"} {
		m.Set(name, py.Int(flags))
	}
	pydef.Add(m,
		pydef.Method{Sig: "_get_candidate_names()", Impl: func() (value, exc) {
			if nameSequence.IsNone() {
				s, e := py.Call0(cls)
				if e != nil {
					return value{}, e
				}
				nameSequence = s
				m.Set("_name_sequence", s)
			}
			return nameSequence, nil
		}},
		pydef.Method{Sig: "_candidate_tempdir_list()", Impl: func() (value, exc) {
			var list []value
			for _, d := range candidates() {
				list = append(list, py.StrV(d))
			}
			return py.NewList(list).Value(), nil
		}},
		pydef.Method{Sig: "_get_default_tempdir()", Impl: defaultDir},
		pydef.Method{Sig: "_gettempdir()", Impl: tempDir},
		pydef.Method{Sig: "_mkstemp_inner(dir, pre, suf, flags, output_type)", Impl: makeInner},
	)
	return nil
}

// makeInner makes a file with flags under the next name that is free.
func makeInner(dir, pre, suf, flags, kind value) (value, exc) {
	var s pymod.Steps
	base, e := pyio.FSPath(dir)
	s.Raise(e)
	start, e := pyio.FSPath(pre)
	s.Raise(e)
	end, e := pyio.FSPath(suf)
	s.Raise(e)
	mode := s.Int(flags)
	if s.Failed() {
		return value{}, s.Exc
	}
	var fd int
	p, e := makeNext(base, start, end, kind == py.BytesType.Value(), func(path string) error {
		h, err := syscall.Open(path, mode|syscall.O_CLOEXEC, 0o600)
		fd = int(h)
		return err
	})
	if e != nil {
		return value{}, e
	}
	return py.TupleV(py.IntOf(fd), p.value()), nil
}

// makeNext makes something in dir at the next name of _get_candidate_names, between start
// and end, that nothing has yet. bytes says that the path is shown as bytes.
func makeNext(dir, start, end string, bytes bool, make func(path string) error) (path, exc) {
	p := path{bytes: bytes}
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	var s pymod.Steps
	names := s.Apply(s.Attr(module.Value(), "_get_candidate_names"))
	tries := s.Int(s.Attr(module.Value(), "TMP_MAX"))
	for range tries {
		name := s.Str(s.Call(names, "__next__"))
		if s.Failed() {
			break
		}
		p.text = filepath.Join(dir, start+name+end)
		switch err := make(p.text); {
		case err == nil:
			return p, nil
		case !os.IsExist(err):
			return p, pyio.OSError(err, p.value())
		}
	}
	if s.Failed() {
		return p, s.Exc
	}
	return p, py.RaiseOSError(int64(syscall.EEXIST), "No usable temporary file name found", value{}, value{})
}
