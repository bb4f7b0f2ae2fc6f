package pyio

import (
	"bytes"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements BytesIO.

// BytesIO is a file of bytes in memory.
type BytesIO struct {
	py.Header
	b      []byte
	pos    int
	closed bool
	Attrs  py.Attrs
}

var bytesIOSig = py.NewSignature("BytesIO", "", "(initial_bytes=b'')")

// BytesIOType is io.BytesIO.
var BytesIOType = &py.Type{Name: "BytesIO"}

var bytesIOSpec = py.TypeSpec{
	Base: BufferedIOBaseType, Module: "_io", Flags: py.FlagBaseType,
	Doc:    "Buffered I/O implementation using an in-memory bytes buffer.",
	Layout: py.LayoutWithAttrs[BytesIO](unsafe.Offsetof(BytesIO{}.Attrs)),
	Slots: py.Slots{
		New: func(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			return cls.Alloc(cls), nil
		},
		Init: func(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
			p, exc := bytesIOSig.Parse(args, names)
			if exc != nil {
				return exc
			}
			f := py.Heap[BytesIO](v)
			f.b, f.pos = nil, 0
			if !p[0].IsUnbound() && !p[0].IsNone() {
				data, exc := bytesArg(p[0])
				if exc != nil {
					return exc
				}
				f.b = append([]byte(nil), data...)
			}
			return nil
		},
		Next: func(v py.Value) (py.Value, bool, *py.Exception) {
			f := py.Heap[BytesIO](v)
			if f.closed {
				return py.Value{}, false, errClosed()
			}
			line := f.line(-1)
			return py.BytesV(line), len(line) > 0, nil
		},
	},
	Methods: []py.Method{
		{Name: "read", Sig: "($self, size=-1, /)", Impl: bytesIORead},
		{Name: "read1", Sig: "($self, size=-1, /)", Impl: bytesIORead},
		{Name: "readline", Sig: "($self, size=-1, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
			n, exc := SizeArg(size)
			if exc != nil {
				return py.Value{}, exc
			}
			f := py.Heap[BytesIO](v)
			if f.closed {
				return py.Value{}, errClosed()
			}
			return py.NewBytes(f.line(n)).Value(), nil
		}},
		{Name: "readinto", Sig: "($self, buffer, /)", Impl: func(v, buffer py.Value) (py.Value, *py.Exception) {
			return readInto(py.Heap[BytesIO](v), buffer)
		}},
		{Name: "write", Sig: "($self, b, /)", Impl: func(v, b py.Value) (py.Value, *py.Exception) {
			f := py.Heap[BytesIO](v)
			if f.closed {
				return py.Value{}, errClosed()
			}
			data, exc := bytesArg(b)
			if exc != nil {
				return py.Value{}, exc
			}
			return py.Int(int64(len(data))), f.WriteBytes(data)
		}},
		{Name: "getvalue", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[BytesIO](v)
			if f.closed {
				return py.Value{}, errClosed()
			}
			return py.NewBytes(f.b).Value(), nil
		}},
		{Name: "getbuffer", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[BytesIO](v)
			if f.closed {
				return py.Value{}, errClosed()
			}
			return py.Call1(py.MemoryViewType.Value(), py.NewByteArray(f.b).Value())
		}},
		{Name: "seek", Sig: "($self, pos, whence=0, /)", Impl: seekMethod(func(v py.Value) Binary { return py.Heap[BytesIO](v) })},
		{Name: "tell", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[BytesIO](v)
			if f.closed {
				return py.Value{}, errClosed()
			}
			return py.Int(int64(f.pos)), nil
		}},
		{Name: "truncate", Sig: "($self, size=None, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
			f := py.Heap[BytesIO](v)
			if f.closed {
				return py.Value{}, errClosed()
			}
			n := f.pos
			if !size.IsUnbound() && !size.IsNone() {
				var exc *py.Exception
				if n, exc = py.Ssize(size); exc != nil {
					return py.Value{}, exc
				}
				if n < 0 {
					return py.Value{}, py.Raisef(py.ValueErrorType, "negative size value %d", n)
				}
			}
			f.b = f.b[:min(n, len(f.b))]
			return py.Int(int64(n)), nil
		}},
		{Name: "close", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return py.None, py.Heap[BytesIO](v).CloseFile()
		}},
		{Name: "flush", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			if py.Heap[BytesIO](v).closed {
				return py.Value{}, errClosed()
			}
			return py.None, nil
		}},
		{Name: "readable", Sig: "($self, /)", Impl: bytesIOTrue},
		{Name: "writable", Sig: "($self, /)", Impl: bytesIOTrue},
		{Name: "seekable", Sig: "($self, /)", Impl: bytesIOTrue},
	},
	GetSets: []py.GetSet{
		{Name: "closed", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(py.Heap[BytesIO](v).closed), nil }},
	},
}

func init() { BytesIOType.Define(&bytesIOSpec) }

func bytesIOTrue(v py.Value) (py.Value, *py.Exception) {
	if py.Heap[BytesIO](v).closed {
		return py.Value{}, errClosed()
	}
	return py.True, nil
}

func bytesIORead(v, size py.Value) (py.Value, *py.Exception) {
	n, exc := SizeArg(size)
	if exc != nil {
		return py.Value{}, exc
	}
	f := py.Heap[BytesIO](v)
	if f.closed {
		return py.Value{}, errClosed()
	}
	if n < 0 {
		n = max(len(f.b)-f.pos, 0)
	}
	return bytesResult(f.ReadSome(n))
}

func (f *BytesIO) line(limit int) []byte {
	if f.pos >= len(f.b) {
		return nil
	}
	rest := f.b[f.pos:]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i+1]
	}
	if limit >= 0 && len(rest) > limit {
		rest = rest[:limit]
	}
	f.pos += len(rest)
	return append([]byte(nil), rest...)
}

// ReadSome implements Binary.
func (f *BytesIO) ReadSome(n int) ([]byte, *py.Exception) {
	if f.closed {
		return nil, errClosed()
	}
	if f.pos >= len(f.b) {
		return []byte{}, nil
	}
	n = min(n, len(f.b)-f.pos)
	out := append([]byte{}, f.b[f.pos:f.pos+n]...)
	f.pos += n
	return out, nil
}

// WriteBytes implements Binary.
func (f *BytesIO) WriteBytes(b []byte) *py.Exception {
	if f.closed {
		return errClosed()
	}
	if f.pos > len(f.b) {
		if exc := py.CheckMemory(1, f.pos); exc != nil {
			return exc
		}
		f.b = append(f.b, make([]byte, f.pos-len(f.b))...)
	}
	n := copy(f.b[f.pos:], b)
	f.b = append(f.b, b[n:]...)
	f.pos += len(b)
	return nil
}

// FlushOut implements Binary.
func (f *BytesIO) FlushOut() *py.Exception { return nil }

// CloseFile implements Binary.
func (f *BytesIO) CloseFile() *py.Exception {
	f.closed, f.b = true, nil
	return nil
}

// IsClosed implements Binary.
func (f *BytesIO) IsClosed() bool { return f.closed }

// SeekTo implements Binary.
func (f *BytesIO) SeekTo(offset int64, whence int) (int64, *py.Exception) {
	if f.closed {
		return 0, errClosed()
	}
	switch whence {
	case 0:
		if offset < 0 {
			return 0, py.Raisef(py.ValueErrorType, "negative seek value %d", offset)
		}
	case 1:
		offset += int64(f.pos)
	case 2:
		offset += int64(len(f.b))
	default:
		return 0, py.Raisef(py.ValueErrorType, "invalid whence (%d, should be 0, 1 or 2)", whence)
	}
	f.pos = int(max(offset, 0))
	return int64(f.pos), nil
}
