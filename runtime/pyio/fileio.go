package pyio

import (
	"io"
	"os"
	"slices"
	"syscall"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements FileIO, a file of bytes which does every operation at once.

// Binary is a file of bytes as the text layer uses it.
type Binary interface {
	// ReadSome returns at most n bytes, as few as one system call gives; none at the
	// end, and nil where there are none yet and the file does not block.
	ReadSome(n int) ([]byte, *py.Exception)
	WriteBytes(b []byte) *py.Exception
	FlushOut() *py.Exception
	CloseFile() *py.Exception
	IsClosed() bool
	SeekTo(offset int64, whence int) (int64, *py.Exception)
}

// FileIO is an unbuffered file (io.FileIO).
type FileIO struct {
	py.Header
	F                             *os.File // nil when closed
	FD                            int
	Name                          py.Value
	readable, writable, appending bool
	created, closeFD              bool
	Attrs                         py.Attrs
}

// DefaultBufferSize is io.DEFAULT_BUFFER_SIZE.
const DefaultBufferSize = 8192

// FileIOType is io.FileIO.
var FileIOType = &py.Type{Name: "FileIO"}

var fileSpec = py.TypeSpec{
	Base: RawIOBaseType, Module: "_io", Flags: py.FlagBaseType,
	Doc:    "Open a file.",
	Layout: py.LayoutWithAttrs[FileIO](unsafe.Offsetof(FileIO{}.Attrs)),
	Slots: py.Slots{
		Repr: fileRepr,
		New: func(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			return cls.Alloc(cls), nil
		},
		Init: fileInit,
	},
	Methods: []py.Method{
		{Name: "read", Sig: "($self, size=-1, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
			n, exc := SizeArg(size)
			if exc != nil {
				return py.Value{}, exc
			}
			f := py.Heap[FileIO](v)
			if exc := f.check(true); exc != nil {
				return py.Value{}, exc
			}
			if n < 0 {
				return bytesOrNone(f.readAll())
			}
			return bytesOrNone(f.ReadSome(n))
		}},
		{Name: "readall", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[FileIO](v)
			if exc := f.check(true); exc != nil {
				return py.Value{}, exc
			}
			return bytesOrNone(f.readAll())
		}},
		{Name: "readinto", Sig: "($self, buffer, /)", Impl: func(v, buffer py.Value) (py.Value, *py.Exception) {
			f := py.Heap[FileIO](v)
			if exc := f.check(true); exc != nil {
				return py.Value{}, exc
			}
			return readInto(f, buffer)
		}},
		{Name: "write", Sig: "($self, b, /)", Impl: func(v, b py.Value) (py.Value, *py.Exception) {
			f := py.Heap[FileIO](v)
			if exc := f.check(false); exc != nil {
				return py.Value{}, exc
			}
			data, exc := bytesArg(b)
			if exc != nil {
				return py.Value{}, exc
			}
			n, blocked, exc := f.writeSome(data)
			if blocked || exc != nil {
				return py.None, exc
			}
			return py.IntOf(n), nil
		}},
		{Name: "seek", Sig: "($self, pos, whence=0, /)", Impl: seekMethod(func(v py.Value) Binary { return py.Heap[FileIO](v) })},
		{Name: "tell", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			n, exc := py.Heap[FileIO](v).SeekTo(0, 1)
			return py.Int(n), exc
		}},
		{Name: "truncate", Sig: "($self, size=None, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
			return py.Heap[FileIO](v).truncate(size)
		}},
		{Name: "close", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[FileIO](v)
			if f.F == nil {
				return py.None, nil
			}
			_, exc := py.CallMethod0(v, nameFlush)
			return py.None, afterFlush(exc, f.CloseFile())
		}},
		{Name: "fileno", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[FileIO](v)
			return py.Int(int64(f.FD)), f.checkOpen()
		}},
		{Name: "isatty", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[FileIO](v)
			return py.Bool(f.isTerminal()), f.checkOpen()
		}},
		{Name: "readable", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[FileIO](v)
			return py.Bool(f.readable), f.checkOpen()
		}},
		{Name: "writable", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[FileIO](v)
			return py.Bool(f.writable), f.checkOpen()
		}},
		{Name: "seekable", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[FileIO](v)
			return py.Bool(f.seekable()), f.checkOpen()
		}},
	},
	GetSets: []py.GetSet{
		{Name: "closed", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(py.Heap[FileIO](v).F == nil), nil }},
		{Name: "closefd", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(py.Heap[FileIO](v).closeFD), nil }},
		{Name: "mode", Get: func(v py.Value) (py.Value, *py.Exception) { return py.StrV(py.Heap[FileIO](v).mode()), nil }},
		{Name: "name", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Heap[FileIO](v).Name, nil },
			Set: func(v, x py.Value) *py.Exception { py.Heap[FileIO](v).Name = x; return nil }},
	},
}

func init() { FileIOType.Define(&fileSpec) }

func bytesResult(b []byte, exc *py.Exception) (py.Value, *py.Exception) {
	if exc != nil {
		return py.Value{}, exc
	}
	return py.BytesV(b), nil
}

// bytesOrNone is what a read method returns of bytes that are nil where the file would
// block.
func bytesOrNone(b []byte, exc *py.Exception) (py.Value, *py.Exception) {
	if b == nil {
		return py.None, exc
	}
	return bytesResult(b, exc)
}

func readInto(f Binary, buffer py.Value) (py.Value, *py.Exception) {
	dst, exc := writableBuffer(buffer)
	if exc != nil {
		return py.Value{}, exc
	}
	b, exc := f.ReadSome(len(dst))
	if b == nil || exc != nil {
		return py.None, exc
	}
	return py.IntOf(copy(dst, b)), nil
}

func writableBuffer(v py.Value) ([]byte, *py.Exception) {
	if b, ok := py.WritableBytes(v); ok {
		return b, nil
	}
	return nil, py.Raisef(py.TypeErrorType, "readinto() argument must be read-write bytes-like object, not %s", v.Type().ShownName())
}

func seekMethod(of func(py.Value) Binary) func(v, pos, whence py.Value) (py.Value, *py.Exception) {
	return func(v, pos, whence py.Value) (py.Value, *py.Exception) {
		offset, exc := py.Ssize(pos)
		if exc != nil {
			return py.Value{}, exc
		}
		how, exc := whenceArg(whence)
		if exc != nil {
			return py.Value{}, exc
		}
		n, exc := of(v).SeekTo(int64(offset), how)
		return py.Int(n), exc
	}
}

// whenceArg is the argument whence of seek.
func whenceArg(v py.Value) (int, *py.Exception) {
	if v.IsUnbound() {
		return io.SeekStart, nil
	}
	return py.Ssize(v)
}

func (f *FileIO) mode() string {
	switch {
	case f.created && f.readable:
		return "xb+"
	case f.created:
		return "xb"
	case f.appending && f.readable:
		return "ab+"
	case f.appending:
		return "ab"
	case f.readable && f.writable:
		return "rb+"
	case f.readable:
		return "rb"
	}
	return "wb"
}

func fileRepr(v py.Value) (py.Value, *py.Exception) {
	f := py.Heap[FileIO](v)
	if f.F == nil {
		return py.StrV("<" + v.Type().StaticName() + " [closed]>"), nil
	}
	name, exc := py.Repr(f.Name)
	if exc != nil {
		return py.Value{}, exc
	}
	closefd := "True"
	if !f.closeFD {
		closefd = "False"
	}
	return py.StrV("<" + v.Type().StaticName() + " name=" + name.Str().S + " mode='" + f.mode() + "' closefd=" + closefd + ">"), nil
}

func (f *FileIO) checkOpen() *py.Exception {
	if f.F == nil {
		return py.Raisef(py.ValueErrorType, "I/O operation on closed file")
	}
	return nil
}

func (f *FileIO) check(reading bool) *py.Exception {
	switch {
	case f.F == nil:
		return py.Raisef(py.ValueErrorType, "I/O operation on closed file")
	case reading && !f.readable:
		return Unsupported("File not open for reading")
	case !reading && !f.writable:
		return Unsupported("File not open for writing")
	}
	return nil
}

func (f *FileIO) seekable() bool {
	if f.F == nil {
		return false
	}
	_, err := f.F.Seek(0, io.SeekCurrent)
	return err == nil
}

func (f *FileIO) isTerminal() bool { return f.F != nil && isTerminal(f.F) }

// ReadSome implements Binary.
func (f *FileIO) ReadSome(n int) ([]byte, *py.Exception) {
	if f.F == nil {
		return nil, f.checkOpen()
	}
	if exc := py.CheckMemory(1, n); exc != nil {
		return nil, exc
	}
	b := make([]byte, n)
	var k int
	var err error
	file := f.F // another thread may close f
	py.Blocking(func() { k, err = readOnce(file, b) })
	if err == syscall.EAGAIN {
		return nil, nil
	}
	if err != nil {
		return nil, OSError(err, py.Value{})
	}
	return b[:k], nil
}

// readAll reads up to the end, or to where the file would block; it returns nil where it
// would before the first byte.
func (f *FileIO) readAll() ([]byte, *py.Exception) {
	b := make([]byte, 0, DefaultBufferSize)
	var err error
	file := f.F // another thread may close f
	py.Blocking(func() {
		for {
			var k int
			if k, err = readOnce(file, b[len(b):cap(b)]); k <= 0 || err != nil {
				return
			}
			if b = b[:len(b)+k]; len(b) == cap(b) {
				b = slices.Grow(b, len(b))
			}
		}
	})
	switch {
	case err == syscall.EAGAIN:
		return ended(b, true), nil
	case err != nil:
		return nil, OSError(err, py.Value{})
	}
	return b, nil
}

// WriteBytes implements Binary, by one write, as a text file does that is over a raw file.
func (f *FileIO) WriteBytes(b []byte) *py.Exception {
	_, _, exc := f.writeSome(b)
	return exc
}

// writeSome writes as much as one system call takes.
func (f *FileIO) writeSome(b []byte) (n int, blocked bool, exc *py.Exception) {
	if f.F == nil {
		return 0, false, f.checkOpen()
	}
	var err error
	file := f.F // another thread may close f
	py.Blocking(func() { n, err = writeOnce(file, b) })
	if err == syscall.EAGAIN {
		return 0, true, nil
	}
	if err != nil {
		return 0, false, OSError(err, py.Value{})
	}
	return n, false, nil
}

// FlushOut implements Binary.
func (f *FileIO) FlushOut() *py.Exception { return nil }

// IsClosed implements Binary.
func (f *FileIO) IsClosed() bool { return f.F == nil }

// CloseFile implements Binary.
func (f *FileIO) CloseFile() *py.Exception {
	if f.F == nil {
		return nil
	}
	file := f.F
	f.F = nil
	if !f.closeFD {
		return nil
	}
	if err := file.Close(); err != nil {
		return OSError(err, py.Value{})
	}
	return nil
}

// SeekTo implements Binary.
func (f *FileIO) SeekTo(offset int64, whence int) (int64, *py.Exception) {
	if f.F == nil {
		return 0, f.checkOpen()
	}
	n, err := f.F.Seek(offset, whence)
	if err != nil {
		return 0, OSError(err, py.Value{})
	}
	return n, nil
}

func (f *FileIO) truncate(size py.Value) (py.Value, *py.Exception) {
	if exc := f.check(false); exc != nil {
		return py.Value{}, exc
	}
	n := int64(0)
	if size.IsUnbound() || size.IsNone() {
		var exc *py.Exception
		if n, exc = f.SeekTo(0, 1); exc != nil {
			return py.Value{}, exc
		}
	} else {
		k, exc := py.Ssize(size)
		if exc != nil {
			return py.Value{}, exc
		}
		n = int64(k)
	}
	if err := f.F.Truncate(n); err != nil {
		return py.Value{}, OSError(err, py.Value{})
	}
	return py.Int(n), nil
}

// AsBinary returns v for use from Go: itself where it is a file written in Go whose
// class is not overridden, else through its methods.
func AsBinary(v py.Value) Binary {
	switch v.Type() {
	case FileIOType:
		return py.Heap[FileIO](v)
	case BufferedReaderType, BufferedWriterType, BufferedRandomType:
		return py.Heap[Buffered](v)
	case BytesIOType:
		return py.Heap[BytesIO](v)
	}
	return object{v}
}

// object is a file that is any Python object.
type object struct{ v py.Value }

func (o object) ReadSome(n int) ([]byte, *py.Exception) {
	name := nameRead
	if _, found, _ := py.LookupAttr(o.v, nameRead1); found {
		name = nameRead1
	}
	x, exc := py.CallMethod1(o.v, name, py.Int(int64(n)))
	if exc != nil {
		return nil, exc
	}
	b, exc := bytesArg(x)
	if exc != nil && exc.Is(py.TypeErrorType) {
		exc = errNoBytes(name, x)
	}
	return b, exc
}

func (o object) WriteBytes(b []byte) *py.Exception {
	_, exc := py.CallMethod1(o.v, nameWrite, py.NewBytes(b).Value())
	return exc
}

func (o object) FlushOut() *py.Exception {
	_, exc := py.CallMethod0(o.v, nameFlush)
	return exc
}

func (o object) CloseFile() *py.Exception {
	_, exc := py.CallMethod0(o.v, nameClose)
	return exc
}

func (o object) IsClosed() bool {
	x, found, exc := py.LookupAttr(o.v, nameClosed)
	if exc != nil || !found {
		return false
	}
	closed, _ := py.Truth(x)
	return closed
}

func (o object) SeekTo(offset int64, whence int) (int64, *py.Exception) {
	x, exc := py.CallMethod2(o.v, nameSeek, py.Int(offset), py.Int(int64(whence)))
	if exc != nil {
		return 0, exc
	}
	n, exc := py.Ssize(x)
	return int64(n), exc
}
