package pyio

import (
	"strings"
	"unicode/utf8"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the writing of text files.

// Write writes s.
func (t *Text) Write(s *py.Str) *py.Exception { return t.WriteString(s.S) }

// WriteString writes s, which is UTF-8 but may contain encoded surrogates.
func (t *Text) WriteString(s string) *py.Exception {
	if exc := t.check(); exc != nil {
		return exc
	}
	if t.encoder == nil {
		return Unsupported("not writable")
	}
	newlineSeen := t.lineBuffered && strings.ContainsAny(s, "\n\r")
	if t.newline == "\r" || t.newline == "\r\n" {
		s = strings.ReplaceAll(s, "\n", t.newline)
	}
	if (t.encoding == "utf-8" || t.encoding == "UTF-8") && utf8.ValidString(s) {
		if exc := t.room(len(s)); exc != nil {
			return exc
		}
		t.out = append(t.out, s...)
	} else {
		if exc := t.place(); exc != nil {
			return exc
		}
		b, exc := t.encoder.encode(s)
		if exc == nil {
			exc = t.room(len(b))
		}
		if exc != nil {
			return exc
		}
		t.out = append(t.out, b...)
	}
	if t.owned {
		dirty[t] = struct{}{}
	}
	if len(t.out) >= t.chunk || newlineSeen || t.writeThrough {
		if exc := t.passOn(); exc != nil {
			return exc
		}
	}
	if newlineSeen {
		if exc := t.bin.FlushOut(); exc != nil {
			return exc
		}
	}
	if t.snap != nil { // else it could not be read again
		t.decoded, t.used, t.snap = "", 0, nil
	}
	if t.decoder == nil {
		return nil
	}
	return t.decoder.reset()
}

// room passes on what is kept where n bytes more would be more than a chunk.
func (t *Text) room(n int) *py.Exception {
	if len(t.out) > 0 && len(t.out)+n > t.chunk {
		return t.passOn()
	}
	return nil
}

// place lets the encoder know whether it begins the file.
func (t *Text) place() *py.Exception {
	if t.placed || t.encoder == nil {
		return nil
	}
	t.placed = true
	if c, ok := t.encoder.(*codecEncoder); ok && c.behind == "" {
		return nil
	}
	if exc := t.ask(); exc != nil || !t.seekable {
		return exc
	}
	at, exc := t.bytesAt()
	if exc != nil || at == 0 {
		return exc
	}
	return t.encoder.begin(false)
}

// bytesAt is where the buffer is.
func (t *Text) bytesAt() (int64, *py.Exception) {
	if !isObject(t.bin) {
		return t.bin.SeekTo(0, 1)
	}
	x, exc := py.CallMethod0(t.buffer, nameTell)
	if exc != nil {
		return 0, exc
	}
	n, exc := py.Ssize(x)
	return int64(n), exc
}

func (t *Text) passOn() *py.Exception {
	if len(t.out) == 0 {
		return nil
	}
	// Another thread may write while the file does.
	out := t.out
	t.out, t.spare = t.spare, nil
	exc := t.bin.WriteBytes(out)
	t.spare = out[:0]
	return exc
}

// Flush passes everything written on to the system.
func (t *Text) Flush() *py.Exception {
	if exc := t.check(); exc != nil {
		return exc
	}
	t.telling = t.seekable
	if t.owned {
		delete(dirty, t)
	}
	if exc := t.passOn(); exc != nil {
		return exc
	}
	return t.bin.FlushOut()
}

func textReconfigure(v py.Value, args []py.Value) (py.Value, *py.Exception) {
	t := py.Heap[Text](v)
	if exc := t.check(); exc != nil {
		return py.Value{}, exc
	}
	given := func(x py.Value) bool { return !x.IsUnbound() && !x.IsNone() }
	for i, name := range []string{"encoding", "errors", "newline"} {
		if x := args[i]; given(x) && !x.IsStr() {
			return py.Value{}, py.Raisef(py.TypeErrorType, "reconfigure() argument '%s' must be str or None, not %s", name, x.Type().ShownName())
		}
	}
	recode := given(args[0]) || given(args[1]) || !args[2].IsUnbound()
	if t.decoded != "" && recode {
		return py.Value{}, Unsupported("It is not possible to set the encoding or newline of stream after the first read")
	}
	if !args[2].IsUnbound() {
		if exc := checkNewline(args[2]); exc != nil {
			return py.Value{}, exc
		}
	}
	flags := [2]bool{t.lineBuffered, t.writeThrough}
	for i := range flags {
		if x := args[3+i]; given(x) {
			var exc *py.Exception
			if flags[i], exc = py.Truth(x); exc != nil {
				return py.Value{}, exc
			}
		}
	}
	encoding, errors := t.encoding, t.errors
	if given(args[0]) {
		encoding, errors = encodingOf(args[0], encoding), "strict"
		if exc := checkEncoding(encoding); exc != nil {
			return py.Value{}, exc
		}
	}
	errors = optional(args[1], errors)
	if _, exc := py.CallMethod0(v, nameFlush); exc != nil {
		return py.Value{}, exc
	}
	t.ratio = 0
	if recode {
		t.encoding, t.errors = encoding, errors
		if !args[2].IsUnbound() {
			t.setNewline(args[2])
		}
		t.placed = false
		if exc := t.setCodecs(t.decoder != nil, t.encoder != nil); exc != nil {
			return py.Value{}, exc
		}
	}
	t.lineBuffered, t.writeThrough = flags[0], flags[1]
	return py.None, nil
}
