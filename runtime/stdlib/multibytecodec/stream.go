package multibytecodec

import (
	"github.com/aio2go/aio2go/runtime/multibyte"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the stream reader and writer.

var (
	readerType = &py.Type{Name: "MultibyteStreamReader"}
	writerType = &py.Type{Name: "MultibyteStreamWriter"}

	readerSig = py.NewSignature("StreamReader", "", "(stream, errors='strict')")
	writerSig = py.NewSignature("StreamWriter", "", "(stream, errors='strict')")
)

func defineStreams() {
	readerType.Define(&py.TypeSpec{
		Module: "_multibytecodec",
		Layout: py.LayoutOf[decoder](),
		Flags:  py.FlagBaseType,
		Slots: py.Slots{Init: noInit, New: slotNew(readerSig, true, func(cls *py.Type, enc multibyte.Encoding, errors string, stream value) value {
			v := newDecoder(cls, enc, errors)
			py.Heap[decoder](v).stream = stream
			return v
		})},
		Methods: []py.Method{
			{Name: "read", Sig: "($self, sizeobj=None, /)", Impl: func(self, size value) (value, exc) { return read(self, "read", size) }},
			{Name: "readline", Sig: "($self, sizeobj=None, /)", Impl: func(self, size value) (value, exc) { return read(self, "readline", size) }},
			{Name: "readlines", Sig: "($self, sizehintobj=None, /)", Impl: func(self, size value) (value, exc) {
				s, e := read(self, "read", size)
				if e != nil {
					return value{}, e
				}
				return py.CallMethod1(s, py.Intern("splitlines"), py.True)
			}},
			{Name: "reset", Sig: "($self, /)", Impl: func(self value) (value, exc) {
				py.Heap[decoder](self).reset()
				return py.None, nil
			}},
		},
		GetSets: []py.GetSet{
			{Name: "stream", Member: true, Get: func(v value) (value, exc) { return py.Heap[decoder](v).stream, nil }},
			errorsAttr(decoderErrors),
		},
	})
	writerType.Define(&py.TypeSpec{
		Module: "_multibytecodec",
		Layout: py.LayoutOf[encoder](),
		Flags:  py.FlagBaseType,
		Slots: py.Slots{Init: noInit, New: slotNew(writerSig, true, func(cls *py.Type, enc multibyte.Encoding, errors string, stream value) value {
			v := newEncoder(cls, enc, errors)
			py.Heap[encoder](v).stream = stream
			return v
		})},
		Methods: []py.Method{
			{Name: "write", Sig: "($self, strobj, /)", DefiningClass: true, Impl: func(self, text value) (value, exc) {
				return py.None, write(py.Heap[encoder](self), text)
			}},
			{Name: "writelines", Sig: "($self, lines, /)", DefiningClass: true, Impl: writeLines},
			{Name: "reset", Sig: "($self, /)", DefiningClass: true, Impl: writerReset},
		},
		GetSets: []py.GetSet{
			{Name: "stream", Member: true, Get: func(v value) (value, exc) { return py.Heap[encoder](v).stream, nil }},
			errorsAttr(encoderErrors),
		},
	})
}

// read decodes what a method of the stream reads.
func read(self value, method string, sizeArg value) (value, exc) {
	size := -1
	if !sizeArg.IsUnbound() && !sizeArg.IsNone() {
		if !sizeArg.IsInt() {
			return value{}, py.Raisef(py.TypeErrorType, "arg 1 must be an integer")
		}
		var e exc
		if size, e = py.Ssize(sizeArg); e != nil {
			return value{}, e
		}
	}
	x := py.Heap[decoder](self)
	var text []byte
	for size != 0 {
		var got value
		var e exc
		if size < 0 {
			got, e = py.CallMethod0(x.stream, py.Intern(method))
		} else {
			got, e = py.CallMethod1(x.stream, py.Intern(method), py.Int(int64(size)))
		}
		if e != nil {
			return value{}, e
		}
		b, ok := py.AsBytes(got)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "stream function returned a non-bytes object (%s)", got.Type().ShownName())
		}
		out, e := x.decode(b.B, len(b.B) == 0 || size < 0)
		if e != nil {
			return value{}, e
		}
		text = append(text, out...)
		if size < 0 || len(text) > 0 || len(b.B) == 0 {
			break
		}
		size = 1 // a character has begun: byte by byte, until there is one
	}
	return py.StrV(string(text)), nil
}

func write(x *encoder, v value) exc {
	s, e := textArg(v)
	if e != nil {
		return e
	}
	b, e := x.encode(s, false)
	if e != nil {
		return e
	}
	_, e = py.CallMethod1(x.stream, py.Intern("write"), py.BytesV(b))
	return e
}

func writeLines(self, lines value) (value, exc) {
	if _, found, e := py.LookupAttr(lines.Type().Value(), py.Intern("__getitem__")); e != nil || !found {
		return value{}, py.Raisef(py.TypeErrorType, "arg must be a sequence object")
	}
	list, e := py.ToSlice(lines)
	if e != nil {
		return value{}, e
	}
	for _, v := range list {
		if e := write(py.Heap[encoder](self), v); e != nil {
			return value{}, e
		}
	}
	return py.None, nil
}

// writerReset writes what waits, and what ends the text.
func writerReset(self value) (value, exc) {
	x := py.Heap[encoder](self)
	if x.pending == "" {
		return py.None, nil
	}
	b, _, e := encode(x.encoding, &x.state, py.NewStr(x.pending), x.errors, true)
	x.pending = ""
	if e != nil {
		return value{}, e
	}
	if b = x.encoding.Reset(&x.state, b); len(b) > 0 {
		if _, e := py.CallMethod1(x.stream, py.Intern("write"), py.BytesV(b)); e != nil {
			return value{}, e
		}
	}
	return py.None, nil
}
