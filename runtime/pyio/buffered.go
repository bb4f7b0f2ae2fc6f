package pyio

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the classes BufferedReader, BufferedWriter and BufferedRandom;
// buffering.go has what they do.

// Buffered is a BufferedReader, BufferedWriter or BufferedRandom over a FileIO or
// another raw file.
type Buffered struct {
	py.Header
	raw    py.Value
	bin    Binary          // nil until initialized
	size   int             // of the buffer
	filled int             // how many bytes were read into the buffer since it was empty
	in     []byte          // read ahead and not yet consumed
	out    []byte          // written and not yet passed on
	owned  bool            // made by open for the program: see Sync
	held   *py.Thread      // the thread in a method that uses the buffer: see enter
	queue  []chan struct{} // of the threads that wait for it
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
	b.raw, b.bin, b.size = raw, rawOf(raw), DefaultBufferSize
	return b
}

// can calls one of readable, writable and seekable of the raw file.
func can(raw py.Value, name *py.Str) (bool, *py.Exception) {
	x, exc := py.CallMethod0(raw, name)
	if exc != nil {
		return false, exc
	}
	return py.Truth(x)
}

// initialize is __init__.
func (b *Buffered) initialize(raw, size py.Value, needs ...*py.Str) *py.Exception {
	b.bin, b.detached = nil, false
	n := DefaultBufferSize
	if !size.IsUnbound() {
		var exc *py.Exception
		if n, exc = py.Ssize(size); exc != nil {
			return exc
		}
	}
	for _, need := range needs {
		ok, exc := can(raw, need)
		if exc != nil {
			return exc
		}
		if !ok {
			return Unsupported("File or stream is not " + need.S + ".")
		}
	}
	if n <= 0 {
		return py.Raisef(py.ValueErrorType, "buffer size must be strictly positive")
	}
	b.raw, b.bin, b.size, b.filled, b.in, b.out = raw, rawOf(raw), n, 0, nil, nil
	return nil
}

func defineBuffered(t *py.Type, doc string, reads, writes bool) {
	sig := py.NewSignature(t.Name, "", "(raw, buffer_size=8192)")
	var needs []*py.Str
	if reads && writes {
		needs = append(needs, nameSeekable)
	}
	if reads {
		needs = append(needs, nameReadable)
	}
	if writes {
		needs = append(needs, nameWritable)
	}
	method := func(name string, impl func(b *Buffered) (py.Value, *py.Exception)) py.Method {
		return py.Method{Name: name, Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			b := py.Heap[Buffered](v)
			if exc := b.attached(); exc != nil {
				return py.Value{}, exc
			}
			return impl(b)
		}}
	}
	passOn := func(name *py.Str) py.Method {
		return method(name.S, func(b *Buffered) (py.Value, *py.Exception) { return py.CallMethod0(b.raw, name) })
	}
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
				return py.Heap[Buffered](v).initialize(p[0], p[1], needs...)
			},
			Next: func(v py.Value) (py.Value, bool, *py.Exception) {
				b := py.Heap[Buffered](v)
				if exc := b.check("readline of closed file"); exc != nil {
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
			method("flush", func(b *Buffered) (py.Value, *py.Exception) {
				if exc := b.check("flush of closed file"); exc != nil {
					return py.Value{}, exc
				}
				return py.None, b.flushAll()
			}),
			method("close", func(b *Buffered) (py.Value, *py.Exception) {
				if b.IsClosed() {
					return py.None, nil
				}
				_, exc := py.CallMethod0(b.Value(), nameFlush)
				return py.None, b.closeRaw(exc)
			}),
			method("detach", func(b *Buffered) (py.Value, *py.Exception) {
				if _, exc := py.CallMethod0(b.Value(), nameFlush); exc != nil {
					return py.Value{}, exc
				}
				b.detached = true
				return b.raw, nil
			}),
			{Name: "seek", Sig: "($self, target, whence=0, /)", Impl: seekMethod(func(v py.Value) Binary { return py.Heap[Buffered](v) })},
			method("tell", func(b *Buffered) (py.Value, *py.Exception) {
				n, exc := b.tell()
				return py.Int(n), exc
			}),
			{Name: "truncate", Sig: "($self, pos=None, /)", Impl: func(v, pos py.Value) (py.Value, *py.Exception) {
				b := py.Heap[Buffered](v)
				if exc := b.check("truncate of closed file"); exc != nil {
					return py.Value{}, exc
				}
				if !writes {
					return py.Value{}, Unsupported("truncate")
				}
				if exc := b.rewind(); exc != nil {
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
			passOn(nameFileno), passOn(nameIsatty), passOn(nameSeekable),
		},
		GetSets: []py.GetSet{
			{Name: "closed", Get: func(v py.Value) (py.Value, *py.Exception) {
				b := py.Heap[Buffered](v)
				if exc := b.attached(); exc != nil {
					return py.Value{}, exc
				}
				return py.GetAttr(b.raw, nameClosed)
			}},
			{Name: "raw", Get: func(v py.Value) (py.Value, *py.Exception) {
				if b := py.Heap[Buffered](v); !b.detached && !b.raw.IsUnbound() {
					return b.raw, nil
				}
				return py.None, nil
			}},
			{Name: "name", Get: rawAttr(nameName)},
			{Name: "mode", Get: rawAttr(nameMode)},
		},
	}
	if reads {
		spec.Methods = append(append(spec.Methods, bufferedReads...), passOn(nameReadable))
	}
	if writes {
		spec.Methods = append(spec.Methods, passOn(nameWritable), py.Method{Name: "write", Sig: "($self, buffer, /)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
			b := py.Heap[Buffered](v)
			if exc := b.check("write to closed file"); exc != nil {
				return py.Value{}, exc
			}
			data, exc := bytesArg(x)
			if exc != nil {
				return py.Value{}, exc
			}
			n, exc := b.write(data)
			return py.Int(int64(n)), exc
		}})
	}
	t.Define(spec)
}

func rawAttr(name *py.Str) func(v py.Value) (py.Value, *py.Exception) {
	return func(v py.Value) (py.Value, *py.Exception) {
		b := py.Heap[Buffered](v)
		if exc := b.attached(); exc != nil {
			return py.Value{}, exc
		}
		return py.GetAttr(b.raw, name)
	}
}

var bufferedReads = []py.Method{
	{Name: "read", Sig: "($self, size=-1, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
		return readMethod(v, size, (*Buffered).read)
	}},
	{Name: "read1", Sig: "($self, size=-1, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
		n, exc := SizeArg(size)
		if exc != nil {
			return py.Value{}, exc
		}
		b := py.Heap[Buffered](v)
		if exc := b.check("read of closed file"); exc != nil {
			return py.Value{}, exc
		}
		if n < 0 {
			n = b.size
		}
		data, exc := b.read1(n)
		return bytesResult(ended(data, false), exc)
	}},
	{Name: "readline", Sig: "($self, size=-1, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
		return readMethod(v, size, func(b *Buffered, n int) ([]byte, *py.Exception) {
			line, exc := b.readLine(n)
			if line == nil {
				line = []byte{}
			}
			return line, exc
		})
	}},
	{Name: "peek", Sig: "($self, size=0, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
		if !size.IsUnbound() {
			if _, exc := py.IndexInt(size, py.OverflowErrorType); exc != nil {
				return py.Value{}, exc
			}
		}
		b := py.Heap[Buffered](v)
		if exc := b.check("peek of closed file"); exc != nil {
			return py.Value{}, exc
		}
		if exc := b.enter(); exc != nil {
			return py.Value{}, exc
		}
		defer b.leave()
		if len(b.in) == 0 {
			if exc := b.start(); exc != nil {
				return py.Value{}, exc
			}
			if _, exc := b.fill(); exc != nil {
				return py.Value{}, exc
			}
		}
		return py.NewBytes(append([]byte{}, b.in...)).Value(), nil
	}},
	{Name: "readinto", Sig: "($self, buffer, /)", Impl: func(v, buffer py.Value) (py.Value, *py.Exception) {
		return bufferedReadInto(v, buffer, (*Buffered).read)
	}},
	{Name: "readinto1", Sig: "($self, buffer, /)", Impl: func(v, buffer py.Value) (py.Value, *py.Exception) {
		return bufferedReadInto(v, buffer, (*Buffered).readInto1)
	}},
}

func bufferedReadInto(v, buffer py.Value, read func(b *Buffered, n int) ([]byte, *py.Exception)) (py.Value, *py.Exception) {
	b := py.Heap[Buffered](v)
	if exc := b.check("readinto of closed file"); exc != nil {
		return py.Value{}, exc
	}
	dst, exc := writableBuffer(buffer)
	if exc != nil {
		return py.Value{}, exc
	}
	data, exc := read(b, len(dst))
	if data == nil || exc != nil {
		return py.None, exc
	}
	return py.IntOf(copy(dst, data)), nil
}

// readMethod calls read with the size, which gives nil where the raw file would block.
func readMethod(v, size py.Value, read func(b *Buffered, n int) ([]byte, *py.Exception)) (py.Value, *py.Exception) {
	n, exc := SizeArg(size)
	if exc != nil {
		return py.Value{}, exc
	}
	b := py.Heap[Buffered](v)
	if exc := b.attached(); exc != nil {
		return py.Value{}, exc
	}
	if n < -1 {
		return py.Value{}, py.Raisef(py.ValueErrorType, "read length must be non-negative or -1")
	}
	if exc := b.check("read of closed file"); exc != nil {
		return py.Value{}, exc
	}
	return bytesOrNone(read(b, n))
}

func namedRepr(v py.Value) (py.Value, *py.Exception) {
	name, found, exc := py.LookupAttr(v, nameName)
	if exc != nil && !py.IsInstance(exc.Value(), py.ValueErrorType) {
		return py.Value{}, exc
	}
	class := v.Type().StaticName()
	if exc != nil || !found {
		return py.StrV("<" + class + ">"), nil
	}
	r, exc := py.Repr(name)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.StrV("<" + class + " name=" + r.Str().S + ">"), nil
}

// attached refuses a file without a raw file.
func (b *Buffered) attached() *py.Exception {
	switch {
	case b.detached:
		return errDetached()
	case b.bin == nil:
		return errUninitialized()
	}
	return nil
}

// check refuses a file that is closed, with the text.
func (b *Buffered) check(closed string) *py.Exception {
	if exc := b.attached(); exc != nil {
		return exc
	}
	if b.bin.IsClosed() {
		return py.Raisef(py.ValueErrorType, "%s", closed)
	}
	return nil
}

func errUninitialized() *py.Exception {
	return py.Raisef(py.ValueErrorType, "I/O operation on uninitialized object")
}

func errDetached() *py.Exception { return py.Raisef(py.ValueErrorType, "raw stream has been detached") }
