package pyio

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements BufferedRWPair: two buffered files, one for each direction.

// BufferedRWPair is io.BufferedRWPair.
type BufferedRWPair struct {
	py.Header
	reader, writer py.Value
	Attrs          py.Attrs
}

// BufferedRWPairType is io.BufferedRWPair.
var BufferedRWPairType = &py.Type{Name: "BufferedRWPair"}

var pairSig = py.NewSignature("BufferedRWPair", "", "(reader, writer, buffer_size=8192, /)")

func pairInit(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
	p, exc := pairSig.Parse(args, names)
	if exc != nil {
		return exc
	}
	for i, what := range []string{"readable", "writable"} {
		ok, exc := py.CallMethod0(p[i], py.Intern(what))
		if exc != nil {
			return exc
		}
		if on, exc := py.Truth(ok); exc != nil || !on {
			if exc == nil {
				exc = Unsupported("File or stream is not " + what + ".")
			}
			return exc
		}
	}
	pair := py.Heap[BufferedRWPair](v)
	pair.reader = NewBuffered(BufferedReaderType, p[0]).Header.Value()
	pair.writer = NewBuffered(BufferedWriterType, p[1]).Header.Value()
	return nil
}

func init() {
	self := func(v py.Value) *BufferedRWPair { return py.Heap[BufferedRWPair](v) }
	forward := func(name string, to func(p *BufferedRWPair) py.Value) py.Method {
		return py.Method{Name: name, Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) {
			target := to(self(v))
			if target.IsUnbound() {
				return py.Value{}, py.Raisef(py.ValueErrorType, "I/O operation on uninitialized object")
			}
			return py.CallMethodN(target, py.Intern(name), args)
		}}
	}
	reader := func(p *BufferedRWPair) py.Value { return p.reader }
	writer := func(p *BufferedRWPair) py.Value { return p.writer }
	BufferedRWPairType.Define(&py.TypeSpec{
		Base: BufferedIOBaseType, Module: "_io", Flags: py.FlagBaseType,
		Doc:    "A buffered reader and writer object together.",
		Layout: py.LayoutWithAttrs[BufferedRWPair](unsafe.Offsetof(BufferedRWPair{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, _ []py.Value, _ []*py.Str) (py.Value, *py.Exception) {
				return cls.Alloc(cls), nil
			},
			Init: pairInit,
		},
		Methods: []py.Method{
			forward("read", reader), forward("peek", reader), forward("read1", reader), forward("readinto", reader),
			forward("readinto1", reader), forward("readable", reader), forward("readline", reader),
			forward("write", writer), forward("flush", writer), forward("writable", writer),
			{Name: "isatty", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				x, exc := py.CallMethod0(self(v).writer, py.Intern("isatty"))
				if exc != nil || x == py.True {
					return x, exc
				}
				return py.CallMethod0(self(v).reader, py.Intern("isatty"))
			}},
			{Name: "close", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				_, exc := py.CallMethod0(self(v).writer, nameClose)
				_, closing := py.CallMethod0(self(v).reader, nameClose)
				return py.None, afterFlush(exc, closing)
			}},
		},
		GetSets: []py.GetSet{{Name: "closed", Get: func(v py.Value) (py.Value, *py.Exception) {
			if self(v).writer.IsUnbound() {
				return py.Value{}, py.Raisef(py.ValueErrorType, "I/O operation on uninitialized object")
			}
			return py.GetAttr(self(v).writer, nameClosed)
		}}},
	})
}
