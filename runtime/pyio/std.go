package pyio

import (
	"os"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the standard streams and what happens to open files at exit.

// Stdin, Stdout and Stderr are sys.stdin, sys.stdout and sys.stderr: whatever the program
// has assigned to them. The Orig variables are those that the program started with.
var (
	Stdin, Stdout, Stderr             py.Value
	OrigStdin, OrigStdout, OrigStderr *Text
)

// stdErrors is the error handler of stdin and stdout: surrogateescape in the C and POSIX
// locales, where CPython coerces to UTF-8, strict in others.
func stdErrors() string {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if v == "C" || v == "POSIX" || v == "C.UTF-8" || v == "C.utf8" {
				return "surrogateescape"
			}
			return "strict"
		}
	}
	return "surrogateescape"
}

// openStd makes the standard files; the types must have been defined.
func openStd() {
	errors := stdErrors()
	OrigStdin = newStd(os.Stdin, 0, "<stdin>", "r", errors)
	OrigStdout = newStd(os.Stdout, 1, "<stdout>", "w", errors)
	OrigStderr = newStd(os.Stderr, 2, "<stderr>", "w", "backslashreplace")
	Stdin, Stdout, Stderr = OrigStdin.Value(), OrigStdout.Value(), OrigStderr.Value()
}

func newStd(f *os.File, fd int, name, mode, errors string) *Text {
	rawV := FileIOType.Alloc(FileIOType)
	raw := py.Heap[FileIO](rawV)
	raw.F, raw.FD, raw.Name = f, fd, py.StrV(name)
	t := BufferedWriterType
	if mode == "r" {
		raw.readable = true
		t = BufferedReaderType
	} else {
		raw.writable = true
	}
	buf := NewBuffered(t, rawV)
	tx, exc := NewText(buf.Value(), "utf-8", errors, py.Value{})
	if exc != nil {
		panic("pyio: UTF-8 is no encoding")
	}
	tx.mode = py.StrV(mode)
	if mode == "w" {
		tx.newline, tx.universal = "\n", false
	}
	switch {
	case name == "<stderr>":
		tx.lineBuffered = true
	case mode == "w":
		tx.lineBuffered = raw.isTerminal() || os.Getenv("PYTHONUNBUFFERED") != ""
	}
	return tx
}

// Silence lets what is written to the standard output and error go nowhere until restore
// is called, which expects them to be flushed.
func Silence() (restore func(), err error) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	out, errs := stdFile(OrigStdout), stdFile(OrigStderr)
	outF, errF := out.F, errs.F
	out.F, errs.F = null, null
	return func() {
		out.F, errs.F = outF, errF
		_ = null.Close() // nothing was buffered
	}, nil
}

// stdFile returns the file under a standard stream.
func stdFile(t *Text) *FileIO { return py.Heap[FileIO](py.Heap[Buffered](t.buffer).raw) }

// isTerminal reports whether f is a terminal.
func isTerminal(f *os.File) bool {
	st, err := f.Stat()
	if err != nil || st.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	return isTTY(int(f.Fd()))
}

// FlushStd flushes sys.stdout and sys.stderr at the end of the program. It returns the
// exception that flushing stdout raised.
func FlushStd() *py.Exception {
	exc := flushValue(Stdout)
	if OrigStdout.Value() != Stdout && !OrigStdout.detached {
		if e := flushValue(OrigStdout.Value()); exc == nil {
			exc = e
		}
	}
	if e := flushValue(Stderr); e != nil && exc == nil {
		// Nothing can be reported any more where stderr itself is broken.
		return nil
	}
	return exc
}

func flushValue(v py.Value) *py.Exception {
	if v.IsUnbound() || v.IsNone() {
		return nil
	}
	if v.Type() == TextType {
		t := py.Heap[Text](v)
		if t.attached() == nil && t.bin.IsClosed() {
			return nil
		}
		return t.Flush()
	}
	_, exc := py.CallMethod0(v, nameFlush)
	return exc
}

// A flusher is a file that may hold output.
type flusher interface{ flushOwn() }

// dirty are the files opened by the program that hold output. CPython closes a file, and
// so writes its output, when the last reference to it goes; here that is done at the
// latest before the program looks at the file system again, and when it ends.
var dirty = map[flusher]struct{}{}

func (t *Text) flushOwn() {
	if t.check() == nil {
		_ = t.Flush()
	}
}

func (b *Buffered) flushOwn() {
	if !b.IsClosed() {
		_ = b.FlushOut()
	}
}

// Sync writes the output of the program's files, before it looks at the file system in
// another way.
func Sync() {
	for f := range dirty {
		delete(dirty, f) // although it may fail; another thread may write while it is under way
		f.flushOwn()
	}
}

// FlushFiles flushes the files that are still open at the end of the program.
func FlushFiles() { Sync() }

// IsTTY reports whether a terminal answers on descriptor fd.
func IsTTY(fd int) bool { return isTTY(fd) }
