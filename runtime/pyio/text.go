package pyio

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the class TextIOWrapper; text_read.go, text_write.go and
// text_position.go have what it does.

// Text is a text file over a file of bytes (io.TextIOWrapper).
type Text struct {
	py.Header
	buffer   py.Value
	bin      Binary // nil until initialized
	encoding string
	errors   string
	// newline is the constructor's argument; universal says that it was None.
	newline      string
	universal    bool
	lineBuffered bool
	writeThrough bool
	detached     bool
	owned        bool // made by open for the program: see Sync

	encoder textEncoder // nil where the file cannot be written
	placed  bool        // the encoder knows whether it begins the file
	out     []byte      // encoded and not yet passed to bin
	spare   []byte      // memory for out

	decoder textDecoder // nil where the file cannot be read
	decoded string      // of the last chunk, with newlines translated
	used    int         // how much of decoded is consumed, in bytes
	chunk   int         // how many bytes are read at a time
	ratio   float64     // of bytes to characters in the last chunk

	// seekable is what the buffer has said, and telling that tell works, which iterating
	// over the lines prevents. Both are known once asked is set.
	asked, seekable, telling bool
	snap                     *snapshot // where the last chunk begins, nil where nothing is decoded

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
		Next: textNext,
	},
	Methods: []py.Method{
		{Name: "write", Sig: "($self, text, /)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
			s, ok := py.AsStr(x)
			if !ok {
				return py.Value{}, py.Raisef(py.TypeErrorType, "write() argument must be str, not %s", x.Type().ShownName())
			}
			return py.Int(int64(s.Len())), py.Heap[Text](v).Write(s)
		}},
		{Name: "read", Sig: "($self, size=-1, /)", Impl: textReads(SizeArg, (*Text).read)},
		{Name: "readline", Sig: "($self, size=-1, /)", Impl: textReads(lineLimit, (*Text).readLine)},
		{Name: "flush", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return py.None, py.Heap[Text](v).Flush()
		}},
		{Name: "close", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			t := py.Heap[Text](v)
			if exc := t.attached(); exc != nil {
				return py.Value{}, exc
			}
			if closed, exc := t.isClosed(); closed || exc != nil {
				return py.None, exc
			}
			_, exc := py.CallMethod0(v, nameFlush)
			_, closing := py.CallMethod0(t.buffer, nameClose)
			return py.None, afterFlush(exc, closing)
		}},
		{Name: "detach", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			t := py.Heap[Text](v)
			if exc := t.attached(); exc != nil {
				return py.Value{}, exc
			}
			if _, exc := py.CallMethod0(v, nameFlush); exc != nil {
				return py.Value{}, exc
			}
			t.detached = true
			return t.buffer, nil
		}},
		{Name: "seek", Sig: "($self, cookie, whence=0, /)", Impl: textSeek},
		{Name: "tell", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return py.Heap[Text](v).tell()
		}},
		{Name: "truncate", Sig: "($self, pos=None, /)", Impl: func(v, pos py.Value) (py.Value, *py.Exception) {
			t := py.Heap[Text](v)
			if exc := t.attached(); exc != nil {
				return py.Value{}, exc
			}
			if _, exc := py.CallMethod0(v, nameFlush); exc != nil {
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
		textAttr("closed", func(t *Text) (py.Value, *py.Exception) {
			if isObject(t.bin) {
				return py.GetAttr(t.buffer, nameClosed)
			}
			return py.Bool(t.bin.IsClosed()), nil
		}),
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
		textAttr("newlines", func(t *Text) (py.Value, *py.Exception) {
			if d, ok := t.decoder.(*lineDecoder); ok {
				return d.ends.value(), nil
			}
			return py.None, nil
		}),
		{Name: "line_buffering", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(py.Heap[Text](v).lineBuffered), nil }},
		{Name: "write_through", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(py.Heap[Text](v).writeThrough), nil }},
		textAttr("name", func(t *Text) (py.Value, *py.Exception) { return py.GetAttr(t.buffer, nameName) }),
		{Name: "mode", Get: func(v py.Value) (py.Value, *py.Exception) {
			if m := py.Heap[Text](v).mode; !m.IsUnbound() {
				return m, nil
			}
			return py.Value{}, py.NoAttribute(v, nameMode)
		}, Set: func(v, x py.Value) *py.Exception { py.Heap[Text](v).mode = x; return nil }},
		chunkSize,
	},
}

func init() { TextType.Define(&textSpec) }

// textAttr is an attribute of a file that has a buffer.
func textAttr(name string, get func(t *Text) (py.Value, *py.Exception)) py.GetSet {
	return py.GetSet{Name: name, Get: func(v py.Value) (py.Value, *py.Exception) {
		t := py.Heap[Text](v)
		if exc := t.attached(); exc != nil {
			return py.Value{}, exc
		}
		return get(t)
	}}
}

// chunkSize is the attribute _CHUNK_SIZE.
var chunkSize = func() py.GetSet {
	g := textAttr("_CHUNK_SIZE", func(t *Text) (py.Value, *py.Exception) { return py.IntOf(t.chunk), nil })
	g.Set = func(v, x py.Value) *py.Exception {
		t := py.Heap[Text](v)
		if exc := t.attached(); exc != nil {
			return exc
		}
		if x.IsUnbound() {
			return py.Raisef(py.AttributeErrorType, "cannot delete attribute")
		}
		n, exc := py.Ssize(x)
		if exc != nil {
			return exc
		}
		if n <= 0 {
			return py.Raisef(py.ValueErrorType, "a strictly positive integer is required")
		}
		t.chunk = n
		return nil
	}
	return g
}()

func textPassOn(name *py.Str) func(v py.Value) (py.Value, *py.Exception) {
	return func(v py.Value) (py.Value, *py.Exception) {
		t := py.Heap[Text](v)
		if exc := t.attached(); exc != nil {
			return py.Value{}, exc
		}
		return py.CallMethod0(t.buffer, name)
	}
}

// NewText returns a text file over buffer, which is one of the buffered classes. newline is
// unbound for None.
func NewText(buffer py.Value, encoding, errors string, newline py.Value) (*Text, *py.Exception) {
	t := py.Heap[Text](TextType.Alloc(TextType))
	t.encoding, t.errors, t.chunk = encoding, errors, DefaultBufferSize
	t.setNewline(newline)
	exc := t.setCodecs(buffer.Type() != BufferedWriterType, buffer.Type() != BufferedReaderType)
	t.buffer, t.bin = buffer, AsBinary(buffer)
	return t, exc
}

func (t *Text) setNewline(newline py.Value) {
	t.universal = newline.IsUnbound() || newline.IsNone()
	t.newline = ""
	if !t.universal {
		t.newline = newline.Str().S
	}
}

// setCodecs makes the decoder and the encoder of the encoding.
func (t *Text) setCodecs(reads, writes bool) (exc *py.Exception) {
	if reads {
		d, exc := newTextDecoder(t.encoding, t.errors)
		if exc != nil {
			return exc
		}
		if t.newline == "" { // also None
			d = &lineDecoder{textDecoder: d, ends: lineEnds{translate: t.universal}}
		}
		t.decoder = d
	}
	if writes {
		t.encoder, exc = newTextEncoder(t.encoding, t.errors)
	}
	return exc
}

func textInit(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
	p, exc := textSig.Parse(args, names)
	if exc != nil {
		return exc
	}
	t := py.Heap[Text](v)
	attrs, header := t.Attrs, t.Header
	*t = Text{Header: header, Attrs: attrs, chunk: DefaultBufferSize}
	for i, name := range []string{"encoding", "errors", "newline"} {
		if x := p[1+i]; !x.IsUnbound() && !x.IsNone() && !x.IsStr() {
			return py.Raisef(py.TypeErrorType, "TextIOWrapper() argument '%s' must be str or None, not %s", name, x.Type().ShownName())
		}
	}
	if exc := checkNewline(p[3]); exc != nil {
		return exc
	}
	t.encoding, t.errors = encodingOf(p[1], "UTF-8"), optional(p[2], "strict")
	if exc := checkEncoding(t.encoding); exc != nil {
		return exc
	}
	t.setNewline(p[3])
	for i, flag := range []*bool{&t.lineBuffered, &t.writeThrough} {
		if p[4+i].IsUnbound() {
			continue
		}
		if *flag, exc = py.Truth(p[4+i]); exc != nil {
			return exc
		}
	}
	reads, exc := can(p[0], nameReadable)
	if exc != nil {
		return exc
	}
	writes, exc := can(p[0], nameWritable)
	if exc != nil {
		return exc
	}
	if exc := t.setCodecs(reads, writes); exc != nil {
		return exc
	}
	t.buffer, t.bin = p[0], AsBinary(p[0])
	if isObject(t.bin) {
		if exc := t.ask(); exc != nil {
			t.bin = nil
			return exc
		}
		exc = t.place()
		if exc != nil {
			t.bin = nil
		}
	}
	return exc
}

// ask finds out whether the buffer can seek.
func (t *Text) ask() (exc *py.Exception) {
	if t.asked {
		return nil
	}
	if b, ok := t.bin.(*Buffered); ok {
		t.seekable, exc = b.canSeek()
	} else {
		t.seekable, exc = can(t.buffer, nameSeekable)
	}
	t.telling, t.asked = t.seekable, exc == nil
	return exc
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

func textRepr(v py.Value) (py.Value, *py.Exception) {
	t := py.Heap[Text](v)
	if t.bin == nil {
		return py.Value{}, errUninitialized()
	}
	if entered, exc := py.ReprEnter(v); !entered || exc != nil {
		if exc == nil {
			exc = py.Raisef(py.RuntimeErrorType, "reentrant call inside %s.__repr__", v.Type().StaticName())
		}
		return py.Value{}, exc
	}
	defer py.ReprLeave()
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
	mode, found, exc := py.LookupAttr(v, nameMode)
	if exc != nil {
		return py.Value{}, exc
	}
	if found {
		r, exc := py.Repr(mode)
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

// isClosed is whether the buffer is closed.
func (t *Text) isClosed() (bool, *py.Exception) {
	if !isObject(t.bin) {
		return t.bin.IsClosed(), nil
	}
	x, exc := py.GetAttr(t.buffer, nameClosed)
	if exc != nil {
		return false, exc
	}
	return py.Truth(x)
}

// check refuses a file that is closed.
func (t *Text) check() *py.Exception {
	if exc := t.attached(); exc != nil {
		return exc
	}
	closed, exc := t.isClosed()
	if closed && exc == nil {
		exc = errClosed()
	}
	return exc
}
