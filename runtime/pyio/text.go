package pyio

import (
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements TextIOWrapper.

// Text is a text file over a file of bytes (io.TextIOWrapper).
type Text struct {
	py.Header
	buffer   py.Value
	bin      Binary
	encoding string
	errors   string
	// newline is the constructor's argument; universal says that it was None.
	newline      string
	universal    bool
	lineBuffered bool
	writeThrough bool
	detached     bool
	owned        bool // made by open for the program: see Sync
	noRead       bool // the file cannot be read
	noWrite      bool // or not written
	marked       bool // nothing that is written begins the file: see encodingHere
	hasRead      bool

	out   []byte // encoded and not yet passed to bin
	in    string // decoded, with newlines translated, and not yet consumed
	raw   []byte // read from bin and not yet decoded
	eof   bool
	mode  py.Value
	Attrs py.Attrs
}

var textSig = py.NewSignature("TextIOWrapper", "", "(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)")

// TextType is io.TextIOWrapper.
var TextType = &py.Type{Name: "TextIOWrapper"}

var textSpec = py.TypeSpec{
	Base: TextIOBaseType, Module: "_io", Flags: py.FlagBaseType,
	Doc:    "Character and line based layer over a BufferedIOBase object, buffer.",
	Layout: py.LayoutWithAttrs[Text](unsafe.Offsetof(Text{}.Attrs)),
	Slots: py.Slots{
		Repr: textRepr,
		New: func(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			return cls.Alloc(cls), nil
		},
		Init: textInit,
		Next: func(v py.Value) (py.Value, bool, *py.Exception) {
			t := py.Heap[Text](v)
			if exc := t.checkRead(); exc != nil {
				return py.Value{}, false, exc
			}
			line, exc := t.readLine(-1)
			if exc != nil || line == "" {
				return py.Value{}, false, exc
			}
			return py.StrV(line), true, nil
		},
	},
	Methods: []py.Method{
		{Name: "write", Sig: "($self, text, /)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
			s, ok := py.AsStr(x)
			if !ok {
				return py.Value{}, py.Raisef(py.TypeErrorType, "write() argument must be str, not %s", x.Type().Name)
			}
			return py.Int(int64(s.Len())), py.Heap[Text](v).Write(s)
		}},
		{Name: "read", Sig: "($self, size=-1, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
			n, exc := SizeArg(size)
			if exc != nil {
				return py.Value{}, exc
			}
			t := py.Heap[Text](v)
			if exc := t.checkRead(); exc != nil {
				return py.Value{}, exc
			}
			s, exc := t.read(n)
			return py.StrV(s), exc
		}},
		{Name: "readline", Sig: "($self, size=-1, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
			n, exc := SizeArg(size)
			if exc != nil {
				return py.Value{}, exc
			}
			t := py.Heap[Text](v)
			if exc := t.checkRead(); exc != nil {
				return py.Value{}, exc
			}
			s, exc := t.readLine(n)
			return py.StrV(s), exc
		}},
		{Name: "flush", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return py.None, py.Heap[Text](v).Flush()
		}},
		{Name: "close", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			t := py.Heap[Text](v)
			if exc := t.attached(); exc != nil {
				return py.Value{}, exc
			}
			if t.bin.IsClosed() {
				return py.None, nil
			}
			_, exc := py.CallMethod0(v, nameFlush)
			return py.None, afterFlush(exc, t.bin.CloseFile())
		}},
		{Name: "detach", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			t := py.Heap[Text](v)
			if exc := t.Flush(); exc != nil {
				return py.Value{}, exc
			}
			t.detached = true
			return t.buffer, nil
		}},
		{Name: "seek", Sig: "($self, cookie, whence=0, /)", Impl: textSeek},
		{Name: "tell", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			t := py.Heap[Text](v)
			if exc := t.check(); exc != nil {
				return py.Value{}, exc
			}
			n, exc := t.tell()
			return py.Int(n), exc
		}},
		{Name: "truncate", Sig: "($self, pos=None, /)", Impl: func(v, pos py.Value) (py.Value, *py.Exception) {
			t := py.Heap[Text](v)
			if exc := t.Flush(); exc != nil {
				return py.Value{}, exc
			}
			if pos.IsUnbound() {
				pos = py.None
			}
			return py.CallMethod1(t.buffer, nameTruncate, pos)
		}},
		{Name: "reconfigure", Sig: "($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)", Impl: textReconfigure},
		{Name: "fileno", Sig: "($self, /)", Impl: textPassOn(nameFileno)},
		{Name: "isatty", Sig: "($self, /)", Impl: textPassOn(nameIsatty)},
		{Name: "readable", Sig: "($self, /)", Impl: textPassOn(nameReadable)},
		{Name: "writable", Sig: "($self, /)", Impl: textPassOn(nameWritable)},
		{Name: "seekable", Sig: "($self, /)", Impl: textPassOn(nameSeekable)},
	},
	GetSets: []py.GetSet{
		{Name: "closed", Get: func(v py.Value) (py.Value, *py.Exception) {
			t := py.Heap[Text](v)
			if exc := t.attached(); exc != nil {
				return py.Value{}, exc
			}
			return py.Bool(t.bin.IsClosed()), nil
		}},
		{Name: "buffer", Get: func(v py.Value) (py.Value, *py.Exception) {
			if t := py.Heap[Text](v); t.attached() == nil {
				return t.buffer, nil
			}
			return py.None, nil
		}},
		{Name: "encoding", Get: func(v py.Value) (py.Value, *py.Exception) {
			if t := py.Heap[Text](v); t.bin != nil {
				return py.StrV(t.encoding), nil
			}
			return py.None, nil
		}},
		{Name: "errors", Get: func(v py.Value) (py.Value, *py.Exception) {
			t := py.Heap[Text](v)
			if t.bin == nil {
				return py.Value{}, errUninitialized()
			}
			return py.StrV(t.errors), nil
		}},
		{Name: "newlines", Get: func(v py.Value) (py.Value, *py.Exception) { return py.None, py.Heap[Text](v).attached() }},
		{Name: "line_buffering", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(py.Heap[Text](v).lineBuffered), nil }},
		{Name: "write_through", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(py.Heap[Text](v).writeThrough), nil }},
		{Name: "name", Get: func(v py.Value) (py.Value, *py.Exception) {
			t := py.Heap[Text](v)
			if exc := t.attached(); exc != nil {
				return py.Value{}, exc
			}
			return py.GetAttr(t.buffer, nameName)
		}},
		{Name: "mode", Get: func(v py.Value) (py.Value, *py.Exception) {
			if m := py.Heap[Text](v).mode; !m.IsUnbound() {
				return m, nil
			}
			return py.Value{}, py.NoAttribute(v, nameMode)
		}, Set: func(v, x py.Value) *py.Exception { py.Heap[Text](v).mode = x; return nil }},
	},
}

func init() { TextType.Define(&textSpec) }

func textPassOn(name *py.Str) func(v py.Value) (py.Value, *py.Exception) {
	return func(v py.Value) (py.Value, *py.Exception) {
		t := py.Heap[Text](v)
		if exc := t.attached(); exc != nil {
			return py.Value{}, exc
		}
		return py.CallMethod0(t.buffer, name)
	}
}

// NewText returns a text file over buffer. newline is unbound for None.
func NewText(buffer py.Value, encoding, errors string, newline py.Value) *Text {
	t := py.Heap[Text](TextType.Alloc(TextType))
	t.buffer, t.bin, t.encoding, t.errors = buffer, AsBinary(buffer), encoding, errors
	t.setNewline(newline)
	t.noRead, t.noWrite = buffer.Type() == BufferedWriterType, buffer.Type() == BufferedReaderType
	return t
}

func (t *Text) setNewline(newline py.Value) {
	t.universal = newline.IsUnbound() || newline.IsNone()
	t.newline = ""
	if !t.universal {
		t.newline = newline.Str().S
	}
}

func textInit(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
	p, exc := textSig.Parse(args, names)
	if exc != nil {
		return exc
	}
	t := py.Heap[Text](v)
	t.bin, t.detached = nil, false
	if exc := checkNewline(p[3]); exc != nil {
		return exc
	}
	t.encoding, t.errors = encodingOf(p[1], "UTF-8"), optional(p[2], "strict")
	if exc := checkEncoding(t.encoding); exc != nil {
		return exc
	}
	t.setNewline(p[3])
	t.noRead, t.noWrite = p[0].Type() == BufferedWriterType, p[0].Type() == BufferedReaderType
	if !p[4].IsUnbound() {
		if t.lineBuffered, exc = py.Truth(p[4]); exc != nil {
			return exc
		}
	}
	if !p[5].IsUnbound() {
		if t.writeThrough, exc = py.Truth(p[5]); exc != nil {
			return exc
		}
	}
	t.buffer, t.bin = p[0], AsBinary(p[0])
	return nil
}

// optional returns the text of a str argument, def for None or none.
func optional(v py.Value, def string) string {
	if v.IsUnbound() || !v.IsStr() {
		return def
	}
	return v.Str().S
}

// encodingOf returns the encoding that an argument names, def for none. That of the locale
// is always UTF-8.
func encodingOf(v py.Value, def string) string {
	if e := optional(v, def); e != "locale" {
		return e
	}
	return "UTF-8"
}

func textReconfigure(v py.Value, args []py.Value) (py.Value, *py.Exception) {
	t := py.Heap[Text](v)
	if exc := t.Flush(); exc != nil {
		return py.Value{}, exc
	}
	for i, name := range []string{"encoding", "errors"} {
		if x := args[i]; !x.IsUnbound() && !x.IsNone() && !x.IsStr() {
			return py.Value{}, py.Raisef(py.TypeErrorType, "reconfigure() argument '%s' must be str or None, not %s", name, x.Type().Name)
		}
	}
	given := !args[0].IsUnbound() && !args[0].IsNone()
	if t.hasRead && (given || !args[1].IsUnbound() && !args[1].IsNone() || !args[2].IsUnbound()) {
		return py.Value{}, Unsupported("It is not possible to set the encoding or newline of stream after the first read")
	}
	errors := t.errors
	if given {
		errors = "strict"
		t.marked = false
	}
	t.encoding, t.errors = encodingOf(args[0], t.encoding), optional(args[1], errors)
	if !args[2].IsUnbound() {
		if exc := checkNewline(args[2]); exc != nil {
			return py.Value{}, exc
		}
		t.setNewline(args[2])
	}
	for i, dst := range []*bool{&t.lineBuffered, &t.writeThrough} {
		if x := args[3+i]; !x.IsUnbound() && !x.IsNone() {
			on, exc := py.Truth(x)
			if exc != nil {
				return py.Value{}, exc
			}
			*dst = on
		}
	}
	return py.None, nil
}

func textRepr(v py.Value) (py.Value, *py.Exception) {
	t := py.Heap[Text](v)
	if t.bin == nil {
		return py.Value{}, errUninitialized()
	}
	b := []byte("<" + v.Type().StaticName())
	name, found, exc := py.LookupAttr(v, nameName)
	if exc != nil && !py.IsInstance(exc.Value(), py.ValueErrorType) {
		return py.Value{}, exc
	}
	if exc == nil && found {
		r, exc := py.Repr(name)
		if exc != nil {
			return py.Value{}, exc
		}
		b = append(append(b, " name="...), r.Str().S...)
	}
	if !t.mode.IsUnbound() {
		r, exc := py.Repr(t.mode)
		if exc != nil {
			return py.Value{}, exc
		}
		b = append(append(b, " mode="...), r.Str().S...)
	}
	return py.StrV(string(b) + " encoding='" + t.encoding + "'>"), nil
}

// attached refuses a file without a buffer.
func (t *Text) attached() *py.Exception {
	switch {
	case t.bin == nil:
		return errUninitialized()
	case t.detached:
		return py.Raisef(py.ValueErrorType, "underlying buffer has been detached")
	}
	return nil
}

// check refuses a file that is closed.
func (t *Text) check() *py.Exception {
	if exc := t.attached(); exc != nil {
		return exc
	}
	if t.bin.IsClosed() {
		return errClosed()
	}
	return nil
}

func (t *Text) checkRead() *py.Exception {
	if exc := t.check(); exc != nil {
		return exc
	}
	if t.noRead {
		return Unsupported("not readable")
	}
	return nil
}

// textChunk is how much encoded text is kept before it is passed on.
const textChunk = 8192

// Write writes s.
func (t *Text) Write(s *py.Str) *py.Exception { return t.WriteString(s.S) }

// WriteString writes s, which is UTF-8 but may contain encoded surrogates.
func (t *Text) WriteString(s string) *py.Exception {
	if exc := t.check(); exc != nil {
		return exc
	}
	if t.noWrite {
		return Unsupported("not writable")
	}
	newlineSeen := t.lineBuffered && strings.ContainsAny(s, "\n\r")
	if t.newline == "\r" || t.newline == "\r\n" {
		s = strings.ReplaceAll(s, "\n", t.newline)
	}
	if t.encoding == "utf-8" || t.encoding == "UTF-8" {
		if !utf8.ValidString(s) {
			b, exc := encode(s, t.encoding, t.errors)
			if exc != nil {
				return exc
			}
			t.out = append(t.out, b...)
		} else {
			t.out = append(t.out, s...)
		}
	} else {
		b, exc := encode(s, t.encodingHere(), t.errors)
		if exc != nil {
			return exc
		}
		t.out = append(t.out, b...)
	}
	t.in, t.eof = "", false
	if t.owned {
		dirty[t] = struct{}{}
	}
	if newlineSeen {
		return t.Flush()
	}
	if t.writeThrough || len(t.out) > textChunk {
		return t.passOn()
	}
	return nil
}

// encodingHere returns the encoding for the next text. One that begins with a byte order
// mark is followed by the same without.
func (t *Text) encodingHere() string {
	plain := withoutMark(t.encoding)
	if plain == "" {
		return t.encoding
	}
	if !t.marked {
		t.marked = true
		if at, exc := t.bin.SeekTo(0, 1); exc != nil || at == 0 {
			return t.encoding
		}
	}
	return plain
}

func (t *Text) passOn() *py.Exception {
	if len(t.out) == 0 {
		return nil
	}
	out := t.out
	exc := t.bin.WriteBytes(out)
	t.out = out[:0]
	return exc
}

// Flush passes everything written on to the system.
func (t *Text) Flush() *py.Exception {
	if exc := t.check(); exc != nil {
		return exc
	}
	if t.owned {
		delete(dirty, t)
	}
	if exc := t.passOn(); exc != nil {
		return exc
	}
	return t.bin.FlushOut()
}

// fill decodes some more of the file into t.in; eof is set when there is no more.
func (t *Text) fill() *py.Exception {
	if t.eof {
		return nil
	}
	if exc := t.passOn(); exc != nil {
		return exc
	}
	b, exc := t.bin.ReadSome(DefaultBufferSize)
	if exc != nil {
		return exc
	}
	t.eof = len(b) == 0
	t.hasRead = t.hasRead || !t.eof
	t.raw = append(t.raw, b...)
	n := completePrefix(t.raw, t.encoding, t.eof)
	if t.universal || t.newline == "" {
		// A \r at the end may be half of \r\n.
		if !t.eof && n > 0 && n == len(t.raw) && t.raw[n-1] == '\r' {
			n--
		}
	}
	if n == 0 {
		if t.eof || len(b) == 0 {
			return nil
		}
		return t.fill()
	}
	s, exc := decode(t.raw[:n], t.encoding, t.errors)
	if exc != nil {
		return exc
	}
	t.raw = append(t.raw[:0], t.raw[n:]...)
	if t.universal && strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	t.in += s
	return nil
}

func (t *Text) read(n int) (string, *py.Exception) {
	if n < 0 {
		for !t.eof {
			if exc := t.fill(); exc != nil {
				return "", exc
			}
		}
		s := t.in
		t.in = ""
		t.eof = false
		return s, nil
	}
	for {
		if end, ok := runeOffset(t.in, n); ok || t.eof {
			s := t.in[:end]
			t.in = t.in[end:]
			if s == "" {
				t.eof = false
			}
			return s, nil
		}
		if exc := t.fill(); exc != nil {
			return "", exc
		}
	}
}

// runeOffset returns where the first n code points of s end, and whether s has as many.
func runeOffset(s string, n int) (int, bool) {
	if len(s) < n {
		return len(s), false
	}
	for i := range s {
		if n == 0 {
			return i, true
		}
		n--
	}
	return len(s), n == 0
}

func (t *Text) readLine(limit int) (string, *py.Exception) {
	from := 0
	for {
		end := -1
		switch {
		case t.universal || t.newline == "\n":
			if i := strings.IndexByte(t.in[from:], '\n'); i >= 0 {
				end = from + i + 1
			}
		case t.newline == "":
			if i := strings.IndexAny(t.in[from:], "\r\n"); i >= 0 {
				end = from + i + 1
				if t.in[end-1] == '\r' && end < len(t.in) && t.in[end] == '\n' {
					end++
				}
			}
		default:
			start := max(from-1, 0)
			if i := strings.Index(t.in[start:], t.newline); i >= 0 {
				end = start + i + len(t.newline)
			}
		}
		if limit >= 0 {
			if off, enough := runeOffset(t.in, limit); enough && (end < 0 || off < end) {
				end = off
			}
		}
		if end >= 0 {
			line := t.in[:end]
			t.in = t.in[end:]
			return line, nil
		}
		if t.eof {
			line := t.in
			t.in, t.eof = "", false
			return line, nil
		}
		from = len(t.in)
		if exc := t.fill(); exc != nil {
			return "", exc
		}
	}
}

func (t *Text) tell() (int64, *py.Exception) {
	if exc := t.Flush(); exc != nil {
		return 0, exc
	}
	n, exc := t.bin.SeekTo(0, 1)
	if exc != nil {
		return 0, exc
	}
	ahead, exc := encode(t.in, t.encoding, t.errors)
	if exc != nil {
		return 0, exc
	}
	return n - int64(len(ahead)) - int64(len(t.raw)), nil
}

func textSeek(v, cookie, whence py.Value) (py.Value, *py.Exception) {
	t := py.Heap[Text](v)
	if exc := t.check(); exc != nil {
		return py.Value{}, exc
	}
	how, exc := whenceArg(whence)
	if exc != nil {
		return py.Value{}, exc
	}
	offset, exc := py.Ssize(cookie)
	if exc != nil {
		return py.Value{}, exc
	}
	switch {
	case how == 1 && offset != 0:
		return py.Value{}, Unsupported("can't do nonzero cur-relative seeks")
	case how == 2 && offset != 0:
		return py.Value{}, Unsupported("can't do nonzero end-relative seeks")
	case how < 0 || how > 2:
		return py.Value{}, py.Raisef(py.ValueErrorType, "invalid whence (%d, should be 0, 1 or 2)", how)
	case how == 0 && offset < 0:
		return py.Value{}, py.Raisef(py.ValueErrorType, "negative seek position %d", offset)
	}
	if how == 1 {
		n, exc := t.tell()
		return py.Int(n), exc
	}
	if exc := t.Flush(); exc != nil {
		return py.Value{}, exc
	}
	t.in, t.raw, t.eof = "", nil, false
	n, exc := t.bin.SeekTo(int64(offset), how)
	t.marked = n != 0
	return py.Int(n), exc
}
