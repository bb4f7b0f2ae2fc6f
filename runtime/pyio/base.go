package pyio

import (
	"errors"
	"io/fs"
	"slices"
	"syscall"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file declares the base classes of the io module and what all files have.

// The abstract classes.
var (
	IOBaseType = py.NewBuiltinType("_IOBase", &py.TypeSpec{
		Module: "_io",
		Doc:    "The abstract base class for all I/O classes.",
		Flags:  py.FlagBaseType,
		Layout: py.LayoutWithAttrs[py.Instance](unsafe.Offsetof(py.Instance{}.Attrs)),
		Slots: py.Slots{
			Iter: func(v py.Value) (py.Value, *py.Exception) { return v, checkClosed(v) },
			Next: nextLine,
			New: func(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
				return cls.Alloc(cls), nil
			},
			Init: func(v py.Value, args []py.Value, names []*py.Str) *py.Exception { return nil },
		},
		Methods: []py.Method{
			{Name: "close", Sig: "($self, /)", Impl: baseClose},
			{Name: "__del__", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.CallMethod0(v, nameClose) }},
			{Name: "flush", Sig: "($self, /)", Impl: baseFlush},
			{Name: "__enter__", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) { return v, checkClosed(v) }},
			{Name: "__exit__", Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) { return py.CallMethod0(v, nameClose) }},
			{Name: "readable", Sig: "($self, /)", Impl: returnFalse},
			{Name: "writable", Sig: "($self, /)", Impl: returnFalse},
			{Name: "seekable", Sig: "($self, /)", Impl: returnFalse},
			{Name: "isatty", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.False, checkClosed(v) }},
			{Name: "fileno", Sig: "($self, /)", Impl: unsupported("fileno")},
			{Name: "seek", Sig: "($self, offset, whence=0, /)", Impl: func(v, offset, whence py.Value) (py.Value, *py.Exception) {
				return py.Value{}, Unsupported("seek")
			}},
			{Name: "tell", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return py.CallMethod2(v, nameSeek, py.Int(0), py.Int(1))
			}},
			{Name: "truncate", Sig: "($self, size=None, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
				return py.Value{}, Unsupported("truncate")
			}},
			{Name: "readline", Sig: "($self, size=-1, /)", Impl: baseReadLine},
			{Name: "readlines", Sig: "($self, hint=-1, /)", Impl: readLines},
			{Name: "writelines", Sig: "($self, lines, /)", Impl: writeLines},
		},
		GetSets: []py.GetSet{{Name: "closed", Get: func(v py.Value) (py.Value, *py.Exception) {
			closed, _ := py.AttrsOf(v).Get(nameBaseClosed)
			return py.Bool(!closed.IsUnbound()), nil
		}}},
	})
	RawIOBaseType = py.NewBuiltinType("_RawIOBase", &py.TypeSpec{
		Base: IOBaseType, Module: "_io", Flags: py.FlagBaseType,
		Doc: "Base class for raw binary I/O.",
		Methods: []py.Method{
			{Name: "read", Sig: "($self, size=-1, /)", Impl: rawRead},
			{Name: "readall", Sig: "($self, /)", Impl: rawReadAll},
		},
	})
	BufferedIOBaseType = py.NewBuiltinType("_BufferedIOBase", &py.TypeSpec{
		Base: IOBaseType, Module: "_io", Flags: py.FlagBaseType,
		Doc: "Base class for buffered IO objects.",
		Methods: []py.Method{
			{Name: "read", Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) { return py.Value{}, Unsupported("read") }},
			{Name: "read1", Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) {
				return py.Value{}, Unsupported("read1")
			}},
			{Name: "write", Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) {
				return py.Value{}, Unsupported("write")
			}},
			{Name: "readinto", Sig: "($self, buffer, /)", Impl: readIntoBy("read")},
			{Name: "readinto1", Sig: "($self, buffer, /)", Impl: readIntoBy("read1")},
			{Name: "detach", Impl: unsupported("detach")},
		},
	})
	TextIOBaseType = py.NewBuiltinType("_TextIOBase", &py.TypeSpec{
		Base: IOBaseType, Module: "_io", Flags: py.FlagBaseType,
		Doc: "Base class for text I/O.",
		Methods: []py.Method{
			{Name: "read", Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) { return py.Value{}, Unsupported("read") }},
			{Name: "write", Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) {
				return py.Value{}, Unsupported("write")
			}},
			{Name: "readline", Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) {
				return py.Value{}, Unsupported("readline")
			}},
			{Name: "detach", Impl: unsupported("detach")},
		},
		GetSets: []py.GetSet{
			{Name: "encoding", Get: func(py.Value) (py.Value, *py.Exception) { return py.None, nil }},
			{Name: "newlines", Get: func(py.Value) (py.Value, *py.Exception) { return py.None, nil }},
			{Name: "errors", Get: func(py.Value) (py.Value, *py.Exception) { return py.None, nil }},
		},
	})
)

var (
	nameClose      = py.Intern("close")
	nameClosed     = py.Intern("closed")
	nameFlush      = py.Intern("flush")
	nameRead       = py.Intern("read")
	nameRead1      = py.Intern("read1")
	nameReadInto   = py.Intern("readinto")
	nameReadLine   = py.Intern("readline")
	nameWrite      = py.Intern("write")
	nameSeek       = py.Intern("seek")
	nameTruncate   = py.Intern("truncate")
	nameFileno     = py.Intern("fileno")
	nameIsatty     = py.Intern("isatty")
	nameReadable   = py.Intern("readable")
	nameWritable   = py.Intern("writable")
	nameSeekable   = py.Intern("seekable")
	nameName       = py.Intern("name")
	nameMode       = py.Intern("mode")
	nameBaseClosed = py.Intern("__IOBase_closed")
)

// UnsupportedOperation is io.UnsupportedOperation, both an OSError and a ValueError.
var UnsupportedOperation *py.Type

// Unsupported raises io.UnsupportedOperation.
func Unsupported(what string) *py.Exception {
	t, exc := UnsupportedOperationType()
	if exc != nil {
		return exc
	}
	return py.Raisef(t, "%s", what)
}

// UnsupportedOperationType returns the class, made when it is first needed.
func UnsupportedOperationType() (*py.Type, *py.Exception) {
	if UnsupportedOperation == nil {
		ns := py.NewDict()
		ns.SetStr(py.Intern("__module__"), py.StrV("io"))
		v, exc := py.Call3(py.TypeType.Value(), py.StrV("UnsupportedOperation"),
			py.TupleV(py.OSErrorType.Value(), py.ValueErrorType.Value()), ns.Value())
		if exc != nil {
			return nil, exc
		}
		UnsupportedOperation = py.AsType(v)
	}
	return UnsupportedOperation, nil
}

// hasNull reports whether a path has a null byte in it, which no system takes.
func hasNull(name py.Value) bool {
	if name.IsUnbound() || !name.IsStr() && !name.IsBytes() {
		return false
	}
	path, exc := FSPath(name)
	return exc == nil && slices.Contains([]byte(path), 0)
}

// readIntoBy is a method that reads into a buffer by the method of the object that reads.
func readIntoBy(read string) any {
	name := py.Intern(read)
	return func(v, buffer py.Value) (py.Value, *py.Exception) {
		dst, exc := writableBuffer(buffer)
		if exc != nil {
			return py.Value{}, exc
		}
		r, exc := py.CallMethod1(v, name, py.IntOf(len(dst)))
		if exc != nil {
			return py.Value{}, exc
		}
		data, ok := py.AsBytes(r)
		if !ok {
			return py.Value{}, py.Raisef(py.TypeErrorType, "read() should return bytes")
		}
		if len(data.B) > len(dst) {
			return py.Value{}, py.Raisef(py.ValueErrorType, "read() returned too much data: %d bytes requested, %d returned", len(dst), len(data.B))
		}
		return py.IntOf(copy(dst, data.B)), nil
	}
}

func unsupported(what string) func(v py.Value) (py.Value, *py.Exception) {
	return func(v py.Value) (py.Value, *py.Exception) { return py.Value{}, Unsupported(what) }
}

func returnFalse(py.Value) (py.Value, *py.Exception) { return py.False, nil }

// OSError makes the exception for an error of the operating system; name is the file's,
// or unbound. It is of the subclass that the number asks for.
func OSError(err error, name py.Value) *py.Exception {
	if !name.IsUnbound() && !name.IsStr() && !name.IsBytes() && !name.IsInt() {
		// The name of a path object is its text.
		if s, exc := FSPath(name); exc == nil {
			name = py.StrV(s)
		}
	}
	var no syscall.Errno
	if errors.As(err, &no) {
		if no == syscall.EINVAL && hasNull(name) {
			return py.Raisef(py.ValueErrorType, "embedded null byte")
		}
		return py.RaiseErrno(no, name)
	}
	if errors.Is(err, fs.ErrClosed) {
		return py.RaiseErrno(syscall.EBADF, name)
	}
	return py.Raisef(py.OSErrorType, "%s", err)
}

// checkClosed raises the ValueError of an operation on a closed file.
func checkClosed(v py.Value) *py.Exception {
	closed, exc := py.GetAttr(v, nameClosed)
	if exc != nil {
		return exc
	}
	is, exc := py.Truth(closed)
	if exc != nil {
		return exc
	}
	if is {
		return errClosed()
	}
	return nil
}

func errClosed() *py.Exception {
	return py.Raisef(py.ValueErrorType, "I/O operation on closed file.")
}

func baseClose(v py.Value) (py.Value, *py.Exception) {
	a := py.AttrsOf(v)
	if x, _ := a.Get(nameBaseClosed); !x.IsUnbound() {
		return py.None, nil
	}
	_, exc := py.CallMethod0(v, nameFlush)
	a.Set(nameBaseClosed, py.True)
	return py.None, exc
}

func baseFlush(v py.Value) (py.Value, *py.Exception) { return py.None, checkClosed(v) }

// nextLine is __next__: the line that readline returns, the end where it is empty.
func nextLine(v py.Value) (py.Value, bool, *py.Exception) {
	line, exc := py.CallMethod0(v, nameReadLine)
	if exc != nil {
		return py.Value{}, false, exc
	}
	n, exc := py.Len(line)
	return line, n > 0 && exc == nil, exc
}

// baseReadLine reads byte by byte through read.
func baseReadLine(v, size py.Value) (py.Value, *py.Exception) {
	limit, exc := SizeArg(size)
	if exc != nil {
		return py.Value{}, exc
	}
	var line []byte
	for limit < 0 || len(line) < limit {
		x, exc := py.CallMethod1(v, nameRead, py.Int(1))
		if exc != nil {
			return py.Value{}, exc
		}
		b, exc := bytesArg(x)
		if exc != nil {
			return py.Value{}, exc
		}
		if len(b) == 0 {
			break
		}
		line = append(line, b...)
		if b[len(b)-1] == '\n' {
			break
		}
	}
	return py.BytesV(line), nil
}

func readLines(v, hint py.Value) (py.Value, *py.Exception) {
	limit, exc := SizeArg(hint)
	if exc != nil {
		return py.Value{}, exc
	}
	lines := py.NewList(nil)
	total := 0
	it, exc := py.Iter(v)
	if exc != nil {
		return py.Value{}, exc
	}
	for {
		line, ok, exc := py.Next(it)
		if exc != nil {
			return py.Value{}, exc
		}
		if !ok {
			return lines.Value(), nil
		}
		lines.Append(line)
		if limit > 0 {
			n, exc := py.Len(line)
			if exc != nil {
				return py.Value{}, exc
			}
			if total += n; total >= limit {
				return lines.Value(), nil
			}
		}
	}
}

func writeLines(v, lines py.Value) (py.Value, *py.Exception) {
	if exc := checkClosed(v); exc != nil {
		return py.Value{}, exc
	}
	return py.None, py.Each(lines, func(line py.Value) *py.Exception {
		_, exc := py.CallMethod1(v, nameWrite, line)
		return exc
	})
}

// rawRead is RawIOBase.read, over readinto.
func rawRead(v, size py.Value) (py.Value, *py.Exception) {
	n, exc := SizeArg(size)
	if exc != nil {
		return py.Value{}, exc
	}
	if n < 0 {
		return py.CallMethod0(v, py.Intern("readall"))
	}
	if exc := py.CheckMemory(1, n); exc != nil {
		return py.Value{}, exc
	}
	buf := py.NewByteArray(make([]byte, n))
	r, exc := py.CallMethod1(v, nameReadInto, buf.Value())
	if exc != nil || r.IsNone() {
		return r, exc
	}
	k, exc := py.Ssize(r)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.NewBytes(buf.B[:min(max(k, 0), n)]).Value(), nil
}

func rawReadAll(v py.Value) (py.Value, *py.Exception) {
	var all []byte
	for {
		x, exc := py.CallMethod1(v, nameRead, py.Int(8192))
		if exc != nil {
			return py.Value{}, exc
		}
		if x.IsNone() { // it would block
			if len(all) == 0 {
				return py.None, nil
			}
			return py.BytesV(all), nil
		}
		b, ok := py.AsBytes(x)
		if !ok {
			return py.Value{}, py.Raisef(py.TypeErrorType, "read() should return bytes")
		}
		if len(b.B) == 0 {
			return py.BytesV(all), nil
		}
		all = append(all, b.B...)
	}
}

// SizeArg reads the argument of a method read: unbound and None mean -1.
func SizeArg(v py.Value) (int, *py.Exception) {
	if v.IsUnbound() || v.IsNone() {
		return -1, nil
	}
	if !py.HasIndex(v) {
		return 0, py.Raisef(py.TypeErrorType, "argument should be integer or None, not '%s'", v.Type().ShownName())
	}
	return py.Ssize(v)
}

// bytesArg returns the bytes of a bytes-like object.
func bytesArg(v py.Value) ([]byte, *py.Exception) { return py.BytesLike(v) }
