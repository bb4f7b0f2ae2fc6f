package pyio

import (
	"bytes"
	"io"
	"os"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements files of bytes: FileIO, which does every operation at once, and
// Buffered, which is BufferedReader, BufferedWriter and BufferedRandom.

// Binary is a file of bytes as the text layer uses it.
type Binary interface {
	// ReadSome returns at most n bytes, as few as one system call gives; none at the
	// end.
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
			n, exc := sizeArg(size)
			if exc != nil {
				return py.Value{}, exc
			}
			f := py.Heap[FileIO](v)
			if exc := f.check(true); exc != nil {
				return py.Value{}, exc
			}
			if n < 0 {
				return bytesResult(f.readAll())
			}
			return bytesResult(f.ReadSome(n))
		}},
		{Name: "readall", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[FileIO](v)
			if exc := f.check(true); exc != nil {
				return py.Value{}, exc
			}
			return bytesResult(f.readAll())
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
			return py.Int(int64(len(data))), f.WriteBytes(data)
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
			return py.None, py.Heap[FileIO](v).CloseFile()
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

func readInto(f Binary, buffer py.Value) (py.Value, *py.Exception) {
	dst, exc := writableBuffer(buffer)
	if exc != nil {
		return py.Value{}, exc
	}
	b, exc := f.ReadSome(len(dst))
	if exc != nil {
		return py.Value{}, exc
	}
	return py.Int(int64(copy(dst, b))), nil
}

func writableBuffer(v py.Value) ([]byte, *py.Exception) {
	if b, ok := py.WritableBytes(v); ok {
		return b, nil
	}
	return nil, py.Raisef(py.TypeErrorType, "readinto() argument must be read-write bytes-like object, not %s", v.Type().Name)
}

func seekMethod(of func(py.Value) Binary) func(v, pos, whence py.Value) (py.Value, *py.Exception) {
	return func(v, pos, whence py.Value) (py.Value, *py.Exception) {
		offset, exc := py.Ssize(pos)
		if exc != nil {
			return py.Value{}, exc
		}
		how := 0
		if !whence.IsUnbound() {
			if how, exc = py.Ssize(whence); exc != nil {
				return py.Value{}, exc
			}
		}
		n, exc := of(v).SeekTo(int64(offset), how)
		return py.Int(n), exc
	}
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
		return py.StrV("<_io.FileIO [closed]>"), nil
	}
	name, exc := py.Repr(f.Name)
	if exc != nil {
		return py.Value{}, exc
	}
	closefd := "True"
	if !f.closeFD {
		closefd = "False"
	}
	return py.StrV("<_io.FileIO name=" + name.Str().S + " mode='" + f.mode() + "' closefd=" + closefd + ">"), nil
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
	b := make([]byte, n)
	var k int
	var err error
	py.Blocking(func() { k, err = f.F.Read(b) })
	if err != nil && err != io.EOF {
		return nil, OSError(err, py.Value{})
	}
	return b[:max(k, 0)], nil
}

func (f *FileIO) readAll() ([]byte, *py.Exception) {
	var b []byte
	var err error
	py.Blocking(func() { b, err = io.ReadAll(f.F) })
	if err != nil {
		return nil, OSError(err, py.Value{})
	}
	return b, nil
}

// WriteBytes implements Binary.
func (f *FileIO) WriteBytes(b []byte) *py.Exception {
	if f.F == nil {
		return f.checkOpen()
	}
	var err error
	py.Blocking(func() { _, err = f.F.Write(b) })
	if err != nil {
		return OSError(err, py.Value{})
	}
	return nil
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

// Buffered is a BufferedReader, BufferedWriter or BufferedRandom over a FileIO or
// another raw file.
type Buffered struct {
	py.Header
	raw    py.Value
	bin    Binary
	in     []byte // read ahead and not yet consumed
	out    []byte // written and not yet passed on
	closed bool
	owned  bool // made by open for the program: see Sync
	// detached says that detach has given the raw file away.
	detached bool
	Attrs    py.Attrs
}

// The buffered classes.
var (
	BufferedReaderType = &py.Type{Name: "BufferedReader"}
	BufferedWriterType = &py.Type{Name: "BufferedWriter"}
	BufferedRandomType = &py.Type{Name: "BufferedRandom"}
)

func init() {
	defineBuffered(BufferedReaderType, "Create a new buffered reader using the given readable raw IO object.", true, false)
	defineBuffered(BufferedWriterType, "A buffer for a writeable sequential RawIO object.", false, true)
	defineBuffered(BufferedRandomType, "A buffered interface to random access streams.", true, true)
}

// NewBuffered returns a buffered file of class t over raw.
func NewBuffered(t *py.Type, raw py.Value) *Buffered {
	b := py.Heap[Buffered](t.Alloc(t))
	b.raw, b.bin = raw, AsBinary(raw)
	return b
}

func defineBuffered(t *py.Type, doc string, reads, writes bool) {
	sig := py.NewSignature(t.Name, "", "(raw, buffer_size=8192)")
	spec := &py.TypeSpec{
		Base: BufferedIOBaseType, Module: "_io", Doc: doc, Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[Buffered](unsafe.Offsetof(Buffered{}.Attrs)),
		Slots: py.Slots{
			Repr: namedRepr,
			New: func(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
				return cls.Alloc(cls), nil
			},
			Init: func(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
				p, exc := sig.Parse(args, names)
				if exc != nil {
					return exc
				}
				if !p[1].IsUnbound() {
					size, exc := py.Ssize(p[1])
					if exc != nil {
						return exc
					}
					if size <= 0 {
						return py.Raisef(py.ValueErrorType, "buffer size must be strictly positive")
					}
				}
				b := py.Heap[Buffered](v)
				b.raw, b.bin, b.detached = p[0], AsBinary(p[0]), false
				return nil
			},
			Next: func(v py.Value) (py.Value, bool, *py.Exception) {
				b := py.Heap[Buffered](v)
				if exc := b.check("readline"); exc != nil {
					return py.Value{}, false, exc
				}
				line, exc := b.readLine(-1)
				if len(line) == 0 || exc != nil {
					return py.Value{}, false, exc
				}
				return py.BytesV(line), true, nil
			},
		},
		Methods: []py.Method{
			{Name: "flush", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				b := py.Heap[Buffered](v)
				if exc := b.check("flush"); exc != nil {
					return py.Value{}, exc
				}
				return py.None, b.FlushOut()
			}},
			{Name: "close", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return py.None, py.Heap[Buffered](v).CloseFile()
			}},
			{Name: "detach", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				b := py.Heap[Buffered](v)
				if b.detached {
					return py.Value{}, errDetached()
				}
				if exc := b.FlushOut(); exc != nil {
					return py.Value{}, exc
				}
				b.closed, b.detached = true, true
				return b.raw, nil
			}},
			{Name: "seek", Sig: "($self, target, whence=0, /)", Impl: seekMethod(func(v py.Value) Binary { return py.Heap[Buffered](v) })},
			{Name: "tell", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				n, exc := py.Heap[Buffered](v).tell()
				return py.Int(n), exc
			}},
			{Name: "truncate", Sig: "($self, pos=None, /)", Impl: func(v, pos py.Value) (py.Value, *py.Exception) {
				b := py.Heap[Buffered](v)
				if exc := b.FlushOut(); exc != nil {
					return py.Value{}, exc
				}
				if pos.IsUnbound() || pos.IsNone() {
					n, exc := b.tell()
					if exc != nil {
						return py.Value{}, exc
					}
					pos = py.Int(n)
				}
				return py.CallMethod1(b.raw, nameTruncate, pos)
			}},
			{Name: "fileno", Sig: "($self, /)", Impl: passOn(nameFileno)},
			{Name: "isatty", Sig: "($self, /)", Impl: passOn(nameIsatty)},
			{Name: "readable", Sig: "($self, /)", Impl: passOn(nameReadable)},
			{Name: "writable", Sig: "($self, /)", Impl: passOn(nameWritable)},
			{Name: "seekable", Sig: "($self, /)", Impl: passOn(nameSeekable)},
		},
		GetSets: []py.GetSet{
			{Name: "closed", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(py.Heap[Buffered](v).IsClosed()), nil }},
			{Name: "raw", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Heap[Buffered](v).raw, nil }},
			{Name: "name", Get: func(v py.Value) (py.Value, *py.Exception) { return py.GetAttr(py.Heap[Buffered](v).raw, nameName) }},
			{Name: "mode", Get: func(v py.Value) (py.Value, *py.Exception) { return py.GetAttr(py.Heap[Buffered](v).raw, nameMode) }},
		},
	}
	if reads {
		spec.Methods = append(spec.Methods, bufferedReads...)
	}
	if writes {
		spec.Methods = append(spec.Methods, py.Method{Name: "write", Sig: "($self, buffer, /)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
			b := py.Heap[Buffered](v)
			if b.IsClosed() {
				return py.Value{}, py.Raisef(py.ValueErrorType, "write to closed file")
			}
			data, exc := bytesArg(x)
			if exc != nil {
				return py.Value{}, exc
			}
			return py.Int(int64(len(data))), b.WriteBytes(data)
		}})
	}
	t.Define(spec)
}

var bufferedReads = []py.Method{
	{Name: "read", Sig: "($self, size=-1, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
		return readMethod(v, size, (*Buffered).read)
	}},
	{Name: "read1", Sig: "($self, size=-1, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
		return readMethod(v, size, func(b *Buffered, n int) ([]byte, *py.Exception) {
			if n < 0 {
				n = DefaultBufferSize
			}
			return b.ReadSome(n)
		})
	}},
	{Name: "readline", Sig: "($self, size=-1, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
		return readMethod(v, size, (*Buffered).readLine)
	}},
	{Name: "peek", Sig: "($self, size=0, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
		return readMethod(v, py.Value{}, func(b *Buffered, n int) ([]byte, *py.Exception) {
			if len(b.in) == 0 {
				if exc := b.fill(); exc != nil {
					return nil, exc
				}
			}
			return append([]byte(nil), b.in...), nil
		})
	}},
	{Name: "readinto", Sig: "($self, buffer, /)", Impl: func(v, buffer py.Value) (py.Value, *py.Exception) {
		return bufferedReadInto(v, buffer, (*Buffered).read)
	}},
	{Name: "readinto1", Sig: "($self, buffer, /)", Impl: func(v, buffer py.Value) (py.Value, *py.Exception) {
		return bufferedReadInto(v, buffer, (*Buffered).ReadSome)
	}},
}

func bufferedReadInto(v, buffer py.Value, read func(b *Buffered, n int) ([]byte, *py.Exception)) (py.Value, *py.Exception) {
	b := py.Heap[Buffered](v)
	if exc := b.check("readinto"); exc != nil {
		return py.Value{}, exc
	}
	dst, exc := writableBuffer(buffer)
	if exc != nil {
		return py.Value{}, exc
	}
	data, exc := read(b, len(dst))
	return py.Int(int64(copy(dst, data))), exc
}

func readMethod(v, size py.Value, read func(b *Buffered, n int) ([]byte, *py.Exception)) (py.Value, *py.Exception) {
	n, exc := sizeArg(size)
	if exc != nil {
		return py.Value{}, exc
	}
	b := py.Heap[Buffered](v)
	if exc := b.check("read"); exc != nil {
		return py.Value{}, exc
	}
	return bytesResult(read(b, n))
}

func passOn(name *py.Str) func(v py.Value) (py.Value, *py.Exception) {
	return func(v py.Value) (py.Value, *py.Exception) { return py.CallMethod0(py.Heap[Buffered](v).raw, name) }
}

func namedRepr(v py.Value) (py.Value, *py.Exception) {
	name, found, exc := py.LookupAttr(v, nameName)
	if exc != nil && !py.IsInstance(exc.Value(), py.ValueErrorType) {
		return py.Value{}, exc
	}
	if exc != nil || !found {
		return py.StrV("<_io." + v.Type().Name + ">"), nil
	}
	r, exc := py.Repr(name)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.StrV("<_io." + v.Type().Name + " name=" + r.Str().S + ">"), nil
}

func (b *Buffered) check(what string) *py.Exception {
	if b.detached {
		return errDetached()
	}
	if b.IsClosed() {
		if what == "flush" {
			return py.Raisef(py.ValueErrorType, "flush of closed file")
		}
		if what == "readline" {
			return py.Raisef(py.ValueErrorType, "readline of closed file")
		}
		return py.Raisef(py.ValueErrorType, "read of closed file")
	}
	return nil
}

func errDetached() *py.Exception { return py.Raisef(py.ValueErrorType, "raw stream has been detached") }

// IsClosed implements Binary.
func (b *Buffered) IsClosed() bool { return b.closed || b.bin == nil || b.bin.IsClosed() }

func (b *Buffered) fill() *py.Exception {
	if exc := b.FlushOut(); exc != nil {
		return exc
	}
	more, exc := b.bin.ReadSome(DefaultBufferSize)
	b.in = more
	return exc
}

func (b *Buffered) read(n int) ([]byte, *py.Exception) {
	if n < 0 {
		all := b.in
		b.in = nil
		if exc := b.FlushOut(); exc != nil {
			return nil, exc
		}
		for {
			more, exc := b.bin.ReadSome(max(DefaultBufferSize, len(all)))
			if exc != nil {
				return nil, exc
			}
			if len(more) == 0 {
				return all, nil
			}
			all = append(all, more...)
		}
	}
	var out []byte
	for len(out) < n {
		if len(b.in) == 0 {
			if exc := b.fill(); exc != nil {
				return nil, exc
			}
			if len(b.in) == 0 {
				break
			}
		}
		k := min(n-len(out), len(b.in))
		out = append(out, b.in[:k]...)
		b.in = b.in[k:]
	}
	return out, nil
}

func (b *Buffered) readLine(limit int) ([]byte, *py.Exception) {
	var line []byte
	for limit < 0 || len(line) < limit {
		if len(b.in) == 0 {
			if exc := b.fill(); exc != nil {
				return nil, exc
			}
			if len(b.in) == 0 {
				break
			}
		}
		k := bytes.IndexByte(b.in, '\n') + 1
		end := k > 0
		if k == 0 {
			k = len(b.in)
		}
		if limit >= 0 && k > limit-len(line) {
			k, end = limit-len(line), true
		}
		line = append(line, b.in[:k]...)
		b.in = b.in[k:]
		if end {
			break
		}
	}
	return line, nil
}

// ReadSome implements Binary.
func (b *Buffered) ReadSome(n int) ([]byte, *py.Exception) {
	if len(b.in) == 0 {
		if exc := b.fill(); exc != nil {
			return nil, exc
		}
	}
	n = min(n, len(b.in))
	out := b.in[:n:n]
	b.in = b.in[n:]
	return out, nil
}

// WriteBytes implements Binary.
func (b *Buffered) WriteBytes(data []byte) *py.Exception {
	if len(b.in) > 0 {
		if _, exc := b.bin.SeekTo(int64(-len(b.in)), 1); exc != nil {
			return exc
		}
		b.in = nil
	}
	if len(b.out)+len(data) > DefaultBufferSize {
		if exc := b.FlushOut(); exc != nil {
			return exc
		}
		if len(data) >= DefaultBufferSize {
			return b.bin.WriteBytes(data)
		}
	}
	b.out = append(b.out, data...)
	if b.owned {
		dirty[b] = struct{}{}
	}
	return nil
}

// FlushOut implements Binary.
func (b *Buffered) FlushOut() *py.Exception {
	if len(b.out) == 0 {
		return nil
	}
	if b.owned {
		delete(dirty, b)
	}
	out := b.out
	b.out = b.out[:0]
	return b.bin.WriteBytes(out)
}

// CloseFile implements Binary.
func (b *Buffered) CloseFile() *py.Exception {
	if b.IsClosed() {
		return nil
	}
	exc := b.FlushOut()
	b.closed = true
	if exc2 := b.bin.CloseFile(); exc == nil {
		exc = exc2
	}
	return exc
}

func (b *Buffered) tell() (int64, *py.Exception) {
	n, exc := b.bin.SeekTo(0, 1)
	return n - int64(len(b.in)) + int64(len(b.out)), exc
}

// SeekTo implements Binary.
func (b *Buffered) SeekTo(offset int64, whence int) (int64, *py.Exception) {
	if b.IsClosed() {
		return 0, py.Raisef(py.ValueErrorType, "seek of closed file")
	}
	if whence < 0 || whence > 2 {
		return 0, py.Raisef(py.ValueErrorType, "whence value %d unsupported", whence)
	}
	if whence == 1 && offset == 0 {
		return b.tell()
	}
	if exc := b.FlushOut(); exc != nil {
		return 0, exc
	}
	if whence == 1 {
		offset -= int64(len(b.in))
	}
	b.in = nil
	return b.bin.SeekTo(offset, whence)
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
	if exc != nil || x.IsNone() {
		return nil, exc
	}
	return bytesArg(x)
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
