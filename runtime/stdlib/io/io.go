// Package io registers the module io (Python library reference, io: Core tools for
// working with streams), whose classes are in package pyio.
package io

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

var spec = py.ModuleSpec{
	Name:  "io",
	Types: []*py.Type{pyio.FileIOType, pyio.BytesIOType, pyio.StringIOType, pyio.BufferedReaderType, pyio.BufferedWriterType, pyio.BufferedRandomType, pyio.BufferedRWPairType, pyio.TextType},
	Functions: []py.Method{
		{Name: "open", Sig: pyio.OpenSig, Impl: pyio.Open},
		{Name: "text_encoding", Sig: "(encoding, stacklevel=2, /)", Impl: func(encoding, level py.Value) (py.Value, *py.Exception) {
			if encoding.IsNone() {
				return py.StrV("locale"), nil
			}
			return encoding, nil
		}},
	},
	Init: fill,
}

// lowSpec is the module _io, which is CPython's in C.
var lowSpec = py.ModuleSpec{Name: "_io", Types: spec.Types, Functions: spec.Functions, Init: fill}

func init() {
	py.RegisterModule(&spec)
	py.RegisterModule(&lowSpec)
}

// fill sets the names that both modules have.
func fill(m *py.Module) *py.Exception {
	m.Set("IOBase", pyio.IOBaseType.Value())
	m.Set("RawIOBase", pyio.RawIOBaseType.Value())
	m.Set("BufferedIOBase", pyio.BufferedIOBaseType.Value())
	m.Set("TextIOBase", pyio.TextIOBaseType.Value())
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
