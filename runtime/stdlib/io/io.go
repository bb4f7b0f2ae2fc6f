// Package io registers the module io (Python library reference, io: Core tools for
// working with streams), whose classes are in package pyio.
package io

import (
	"github.com/aio2go/aio2go/runtime/builtins"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
)

var spec = py.ModuleSpec{
	Name:   "io",
	Types:  []*py.Type{pyio.FileIOType, pyio.BytesIOType, pyio.StringIOType, pyio.BufferedReaderType, pyio.BufferedWriterType, pyio.BufferedRandomType, pyio.BufferedRWPairType, pyio.TextType, pyio.NewlineDecoderType},
	Consts: []py.Const{{Name: "open", Value: builtins.OpenV}},
	Functions: []py.Method{
		{Name: "open_code", Sig: "(path)", Impl: func(path py.Value) (py.Value, *py.Exception) {
			if !path.IsStr() {
				return py.Value{}, py.Raisef(py.TypeErrorType, "open_code() argument 'path' must be str, not %s", path.Type().Name)
			}
			args := make([]py.Value, 8)
			args[0], args[1] = path, py.StrV("rb")
			return pyio.Open(args)
		}},
		{Name: "text_encoding", Sig: "(encoding, stacklevel=2, /)", Impl: func(encoding, level py.Value) (py.Value, *py.Exception) {
			if encoding.IsNone() {
				return py.StrV("locale"), nil
			}
			return encoding, nil
		}},
	},
	Init: func(m *py.Module) *py.Exception {
		if exc := fill(m); exc != nil {
			return exc
		}
		return defineABCs(m)
	},
}

// lowSpec is the module _io, which is CPython's in C.
var lowSpec = py.ModuleSpec{Name: "_io", Types: spec.Types, Consts: spec.Consts, Functions: spec.Functions, Init: func(m *py.Module) *py.Exception {
	m.Set("_IOBase", pyio.IOBaseType.Value())
	m.Set("_RawIOBase", pyio.RawIOBaseType.Value())
	m.Set("_BufferedIOBase", pyio.BufferedIOBaseType.Value())
	m.Set("_TextIOBase", pyio.TextIOBaseType.Value())
	return fill(m)
}}

func init() {
	py.RegisterModule(&spec)
	py.RegisterModule(&lowSpec)
}

// fill sets the names that both modules have.
func fill(m *py.Module) *py.Exception {
	t, exc := pyio.UnsupportedOperationType()
	if exc != nil {
		return exc
	}
	m.Set("UnsupportedOperation", t.Value())
	m.Set("BlockingIOError", py.BlockingIOErrorType.Value())
	m.Set("DEFAULT_BUFFER_SIZE", py.Int(pyio.DefaultBufferSize))
	for i, name := range []string{"SEEK_SET", "SEEK_CUR", "SEEK_END"} {
		m.Set(name, py.Int(int64(i)))
	}
	return nil
}

// defineABCs makes the abstract classes, which the classes of streams are registered with.
func defineABCs(m *py.Module) *py.Exception {
	var base py.Value
	for _, c := range []struct {
		name    string
		low     *py.Type
		classes []*py.Type
	}{
		{"IOBase", pyio.IOBaseType, nil},
		{"RawIOBase", pyio.RawIOBaseType, []*py.Type{pyio.FileIOType}},
		{"BufferedIOBase", pyio.BufferedIOBaseType, []*py.Type{pyio.BytesIOType, pyio.BufferedReaderType, pyio.BufferedWriterType, pyio.BufferedRandomType, pyio.BufferedRWPairType}},
		{"TextIOBase", pyio.TextIOBaseType, []*py.Type{pyio.StringIOType, pyio.TextType}},
	} {
		bases := []py.Value{c.low.Value()}
		if !base.IsUnbound() {
			bases = append(bases, base)
		}
		cls, exc := abc.New(c.name, "io", bases, abc.ClassSpec{})
		if exc != nil {
			return exc
		}
		if exc := py.SetAttr(cls, py.Intern("__doc__"), py.StrV(c.low.Doc)); exc != nil {
			return exc
		}
		m.Set(c.name, cls)
		if base.IsUnbound() {
			base = cls
		}
		for _, t := range c.classes {
			if _, exc := py.CallMethod1(cls, py.Intern("register"), t.Value()); exc != nil {
				return exc
			}
		}
	}
	return nil
}
