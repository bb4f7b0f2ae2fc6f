package argparse

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements FileType and Namespace.

func openFile(self, name value) (value, exc) {
	var s steps
	mode := s.Str(s.Attr(self, "_mode"))
	if n, ok := py.AsStr(name); ok && n.S == "-" {
		stream := ""
		switch {
		case strings.Contains(mode, "r"):
			stream = "stdin"
		case strings.ContainsAny(mode, "wax"):
			stream = "stdout"
		default:
			s.Failf(py.ValueErrorType, "argument \"-\" with mode %s", py.QuoteStr(mode))
			return value{}, s.Exc
		}
		f := s.Import("sys", stream)
		if strings.Contains(mode, "b") {
			f = s.Attr(f, "buffer")
		}
		return s.Done(f)
	}
	open, e := py.LoadBuiltin(py.Intern("open"))
	s.Raise(e)
	f := s.Apply(open, name, s.Attr(self, "_mode"), s.Attr(self, "_bufsize"), s.Attr(self, "_encoding"), s.Attr(self, "_errors"))
	if s.Failed() && s.Exc.Is(py.OSErrorType) {
		cause := s.Exc
		var t steps
		text := "can't open '" + t.Str(name) + "': " + t.Str(cause.Value())
		prev := py.EnterHandler(cause)
		t.Failf(argumentTypeError, "%s", text)
		py.LeaveHandler(prev)
		return value{}, t.Exc
	}
	return s.Done(f)
}

func defineTypes(m *py.Module) (e exc) {
	fileTypeClass, e = pymod.Define(m, pymod.Class{Name: "FileType", Doc: "Factory for creating file object types", Methods: []pymod.Func{
		{Sig: "__init__(self, mode='r', bufsize=-1, encoding=None, errors=None)", Impl: func(self, mode, bufsize, encoding, errors value) (value, exc) {
			var s steps
			s.Set(self, "_mode", mode)
			s.Set(self, "_bufsize", bufsize)
			s.Set(self, "_encoding", encoding)
			s.Set(self, "_errors", errors)
			return s.Done(py.None)
		}},
		{Sig: "__call__(self, string)", Impl: openFile},
		{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
			var s steps
			var parts []string
			for _, n := range []string{"_mode", "_bufsize"} {
				if x := s.Attr(self, n); !s.Eq(x, py.Int(-1)) {
					parts = append(parts, s.Repr(x))
				}
			}
			for _, n := range []string{"encoding", "errors"} {
				if x := s.Attr(self, "_"+n); !x.IsNone() {
					parts = append(parts, n+"="+s.Repr(x))
				}
			}
			return s.Done(str(self.Type().Name + "(" + strings.Join(parts, ", ") + ")"))
		}},
	}})
	if e != nil {
		return e
	}
	namespaceClass, e = pymod.Define(m, pymod.Class{Name: "Namespace", Bases: []value{holderClass},
		Doc: "Simple object for storing attributes.\n\nImplements equality by attribute names and values, and provides a simple\nstring representation.\n",
		Methods: []pymod.Func{
			{Sig: "__init__(self, **kwargs)", Impl: func(self, kwargs value) (value, exc) {
				var s steps
				d := py.Heap[py.Dict](kwargs)
				for _, k := range d.Keys() {
					x, _, _ := d.Get(k)
					s.Set(self, k.Str().S, x)
				}
				return s.Done(py.None)
			}},
			{Sig: "__eq__(self, other)", Impl: func(self, other value) (value, exc) {
				if !py.IsInstance(other, py.AsType(namespaceClass)) {
					return py.NotImplemented, nil
				}
				var s steps
				return s.Done(py.Bool(s.Eq(s.Attr(self, "__dict__"), s.Attr(other, "__dict__"))))
			}},
			{Sig: "__contains__(self, key)", Impl: func(self, key value) (value, exc) {
				var s steps
				return s.Done(py.Bool(s.In(key, s.Attr(self, "__dict__"))))
			}},
		}})
	if e == nil {
		e = py.SetAttr(namespaceClass, py.Intern("__hash__"), py.None)
	}
	return e
}
