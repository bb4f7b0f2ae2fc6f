package pyio

import (
	"os"
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements open and the construction of FileIO.

var fileSig = py.NewSignature("FileIO", "", "(file, mode='r', closefd=True, opener=None)")

func fileInit(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
	p, exc := fileSig.Parse(args, names)
	if exc != nil {
		return exc
	}
	closeFD := true
	if !p[2].IsUnbound() {
		if closeFD, exc = py.Truth(p[2]); exc != nil {
			return exc
		}
	}
	return py.Heap[FileIO](v).open(p[0], optional(p[1], "r"), closeFD, p[3])
}

// open opens file, a path or a descriptor.
func (f *FileIO) open(file py.Value, mode string, closeFD bool, opener py.Value) *py.Exception {
	flags := os.O_RDONLY
	switch mode[0] {
	case 'r':
		f.readable = true
	case 'w':
		f.writable, flags = true, os.O_CREATE|os.O_TRUNC
	case 'x':
		f.writable, f.created, flags = true, true, os.O_CREATE|os.O_EXCL
	case 'a':
		f.writable, f.appending, flags = true, true, os.O_CREATE|os.O_APPEND
	}
	if strings.Contains(mode, "+") {
		f.readable, f.writable = true, true
	}
	switch {
	case f.readable && f.writable:
		flags |= os.O_RDWR
	case f.writable:
		flags |= os.O_WRONLY
	}
	f.Name, f.closeFD = file, closeFD
	if file.IsInt() && !file.IsBool() {
		fd, exc := py.Ssize(file)
		if exc != nil {
			return exc
		}
		if fd < 0 {
			return py.Raisef(py.ValueErrorType, "negative file descriptor")
		}
		if err := checkFD(fd); err != nil {
			return OSError(err, py.Value{})
		}
		f.FD = fd
		if closeFD {
			f.F = os.NewFile(uintptr(fd), "")
		} else {
			f.F = borrow(fd)
		}
		return nil
	}
	if !closeFD {
		return py.Raisef(py.ValueErrorType, "Cannot use closefd=False with file name")
	}
	path, exc := FSPath(file)
	if exc != nil {
		return exc
	}
	if strings.IndexByte(path, 0) >= 0 {
		return py.Raisef(py.ValueErrorType, "embedded null byte")
	}
	if !opener.IsUnbound() && !opener.IsNone() {
		fdv, exc := py.Call2(opener, file, py.Int(int64(flags|syscall.O_CLOEXEC)))
		if exc != nil {
			return exc
		}
		if !fdv.IsInt() {
			return py.Raisef(py.TypeErrorType, "expected integer from opener")
		}
		fd, exc := py.Ssize(fdv)
		if exc != nil {
			return exc
		}
		if fd < 0 {
			return py.Raisef(py.ValueErrorType, "opener returned %d", fd)
		}
		if err := checkFD(fd); err != nil {
			return OSError(err, py.Value{})
		}
		f.FD, f.F = fd, os.NewFile(uintptr(fd), path)
		return nil
	}
	var osf *os.File
	var err error
	py.Blocking(func() { osf, err = os.OpenFile(path, flags, 0o666) })
	if err != nil {
		return OSError(err, file)
	}
	if st, err := osf.Stat(); err == nil && st.IsDir() {
		osf.Close()
		return OSError(syscall.EISDIR, file)
	}
	f.F, f.FD = osf, int(osf.Fd())
	return nil
}

var nameFspath = py.Intern("__fspath__")

// FSPath returns the file system path that v stands for: a str, bytes or an object with
// __fspath__ (os.fspath).
func FSPath(v py.Value) (string, *py.Exception) {
	p, exc := FSPathValue(v)
	if exc != nil {
		return "", exc
	}
	if s, ok := py.AsStr(p); ok {
		return s.S, nil
	}
	b, _ := py.AsBytes(p)
	return string(b.B), nil
}

// FSPathValue is os.fspath: a str or bytes.
func FSPathValue(v py.Value) (py.Value, *py.Exception) {
	if v.IsStr() || v.IsBytes() {
		return v, nil
	}
	f, exc := py.LookupSpecial(v, nameFspath)
	if exc != nil {
		return py.Value{}, exc
	}
	if f.IsUnbound() || f.IsNone() {
		return py.Value{}, py.Raisef(py.TypeErrorType, "expected str, bytes or os.PathLike object, not %s", v.Type().Name)
	}
	r, exc := py.Call0(f)
	if exc != nil {
		return py.Value{}, exc
	}
	if !r.IsStr() && !r.IsBytes() {
		return py.Value{}, py.Raisef(py.TypeErrorType, "expected %s.__fspath__() to return str or bytes, not %s", v.Type().ShownName(), r.Type().ShownName())
	}
	return r, nil
}

// OpenSig is the signature of open.
const OpenSig = "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)"

// checkMode raises the ValueErrors of open for a bad mode.
func checkMode(mode string) (text bool, exc *py.Exception) {
	seen := map[rune]bool{}
	for _, c := range mode {
		if !strings.ContainsRune("axrwb+t", c) || seen[c] {
			return false, py.Raisef(py.ValueErrorType, "invalid mode: '%s'", mode)
		}
		seen[c] = true
	}
	kinds := 0
	for _, c := range "xrwa" {
		if seen[c] {
			kinds++
		}
	}
	if seen['t'] && seen['b'] {
		return false, py.Raisef(py.ValueErrorType, "can't have text and binary mode at once")
	}
	if kinds != 1 {
		if kinds > 1 {
			return false, py.Raisef(py.ValueErrorType, "must have exactly one of create/read/write/append mode")
		}
		return false, py.Raisef(py.ValueErrorType, "Must have exactly one of create/read/write/append mode and at most one plus")
	}
	return !seen['b'], nil
}

// Open is open(...); args has one Value for each parameter of OpenSig.
func Open(args []py.Value) (py.Value, *py.Exception) {
	file := args[0]
	mode := optional(args[1], "r")
	if !args[1].IsUnbound() && !args[1].IsStr() {
		return py.Value{}, py.Raisef(py.TypeErrorType, "open() argument 'mode' must be str, not %s", args[1].Type().ShownName())
	}
	buffering := -1
	if !args[2].IsUnbound() {
		var exc *py.Exception
		if buffering, exc = py.Ssize(args[2]); exc != nil {
			return py.Value{}, exc
		}
	}
	given := func(v py.Value) bool { return !v.IsUnbound() && !v.IsNone() }
	if !(file.IsInt() || file.IsStr()) {
		if _, exc := FSPath(file); exc != nil {
			return py.Value{}, exc
		}
	}
	text, exc := checkMode(mode)
	if exc != nil {
		return py.Value{}, exc
	}
	if !text {
		for i, what := range []string{"an encoding", "an errors", "a newline"} {
			if given(args[3+i]) {
				return py.Value{}, py.Raisef(py.ValueErrorType, "binary mode doesn't take %s argument", what)
			}
		}
	} else if buffering == 0 {
		return py.Value{}, py.Raisef(py.ValueErrorType, "can't have unbuffered text I/O")
	}
	if exc := checkNewline(args[5]); exc != nil {
		return py.Value{}, exc
	}
	closeFD := true
	if !args[6].IsUnbound() {
		if closeFD, exc = py.Truth(args[6]); exc != nil {
			return py.Value{}, exc
		}
	}
	Sync()
	rawV := FileIOType.Alloc(FileIOType)
	raw := py.Heap[FileIO](rawV)
	order := strings.Map(func(c rune) rune {
		if c == 'b' || c == 't' || c == '+' {
			return -1
		}
		return c
	}, mode)
	if strings.Contains(mode, "+") {
		order += "+"
	}
	if exc := raw.open(file, order, closeFD, args[7]); exc != nil {
		return py.Value{}, exc
	}
	if raw.appending {
		raw.F.Seek(0, 2)
	}
	if buffering == 0 {
		return rawV, nil
	}
	t := BufferedWriterType
	switch {
	case raw.readable && raw.writable:
		t = BufferedRandomType
	case raw.readable:
		t = BufferedReaderType
	}
	buf := NewBuffered(t, rawV).Value()
	if !text {
		py.Heap[Buffered](buf).owned = true
		return buf, nil
	}
	encoding := encodingOf(args[3], "UTF-8")
	if exc := checkEncoding(encoding); exc != nil {
		_, _ = py.CallMethod0(buf, nameClose)
		return py.Value{}, exc
	}
	tx, exc := NewText(buf, encoding, optional(args[4], "strict"), args[5])
	if exc != nil {
		_, _ = py.CallMethod0(buf, nameClose)
		return py.Value{}, exc
	}
	tx.lineBuffered = buffering == 1 || buffering < 0 && raw.isTerminal()
	tx.mode = py.StrV(mode)
	tx.owned = true
	return tx.Value(), nil
}

// borrowed are the files over descriptors that are not to be closed: Go's collector closes the
// descriptor of a file that is not used any more, so that there is one for each, for good.
var borrowed = map[int]*os.File{}

func borrow(fd int) *os.File {
	f := borrowed[fd]
	if f == nil {
		f = os.NewFile(uintptr(fd), "")
		borrowed[fd] = f
	}
	return f
}
