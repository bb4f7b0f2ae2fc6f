package pickle

import (
	"encoding/binary"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements PickleBuffer (PEP 574).

// buffer is a PickleBuffer.
type buffer struct {
	py.Header
	view value // a memoryview of the object's memory, unbound where released
}

var bufferType = &py.Type{Name: "PickleBuffer"}

func init() {
	bufferType.Define(&py.TypeSpec{
		Module: "pickle", Layout: py.LayoutOf[buffer](), Doc: "Wrapper for potentially out-of-band buffers",
		Slots: py.Slots{New: newBuffer},
		Methods: []py.Method{
			{Name: "raw", Sig: "($self, /)", Doc: "Return a memoryview of the raw memory underlying this buffer.\nWill raise BufferError is the buffer isn't contiguous.", Impl: rawBuffer},
			{Name: "release", Sig: "($self, /)", Doc: "Release the underlying buffer exposed by the PickleBuffer object.", Impl: func(v value) (value, exc) {
				b := py.Heap[buffer](v)
				if b.view.IsUnbound() {
					return py.None, nil
				}
				view := b.view
				b.view = value{}
				return py.CallMethod0(view, py.Intern("release"))
			}},
		},
	})
	py.RegisterView(func(v value) (value, bool, exc) {
		if v.Type() != bufferType {
			return value{}, false, nil
		}
		view, e := viewOf(v)
		if e == nil {
			view, e = py.NewMemoryView(view)
		}
		return view, true, e
	})
	py.RegisterBuffer(func(v value) ([]byte, bool) {
		if v.Type() != bufferType || py.Heap[buffer](v).view.IsUnbound() {
			return nil, false
		}
		return py.BytesOf(py.Heap[buffer](v).view)
	})
	py.RegisterWritable(func(v value) ([]byte, bool) {
		if v.Type() != bufferType || py.Heap[buffer](v).view.IsUnbound() {
			return nil, false
		}
		return py.WritableBytes(py.Heap[buffer](v).view)
	})
}

func newBuffer(cls *py.Type, args []value, names []*py.Str) (value, exc) {
	if n := len(args) - len(names); n < 1 {
		return value{}, py.Raisef(py.TypeErrorType, "PickleBuffer() takes exactly 1 positional argument (%d given)", n)
	}
	if len(args) > 1 {
		return value{}, py.Raisef(py.TypeErrorType, "PickleBuffer() takes at most 1 argument (%d given)", len(args))
	}
	if _, ok := py.BytesOf(args[0]); !ok && args[0].Type() != bufferType {
		return value{}, py.Raisef(py.TypeErrorType, "a bytes-like object is required, not '%s'", args[0].Type().ShownName())
	}
	view, e := py.NewMemoryView(args[0])
	if e != nil {
		return value{}, e
	}
	v := cls.Alloc(cls)
	py.Heap[buffer](v).view = view
	return v, nil
}

// viewOf returns the view of the PickleBuffer v.
func viewOf(v value) (value, exc) {
	if view := py.Heap[buffer](v).view; !view.IsUnbound() {
		return view, nil
	}
	return value{}, py.Raisef(py.ValueErrorType, "operation forbidden on released PickleBuffer object")
}

// isSet reports whether the attribute name of a view is true.
func isSet(view value, name string) (bool, exc) {
	x, e := py.GetAttr(view, py.Intern(name))
	return e == nil && x.IsTrue(), e
}

func rawBuffer(v value) (value, exc) {
	view, e := viewOf(v)
	if e != nil {
		return value{}, e
	}
	whole, e := isSet(view, "contiguous")
	if e != nil {
		return value{}, e
	}
	if !whole {
		return value{}, py.Raisef(py.BufferErrorType, "cannot extract raw buffer from non-contiguous buffer")
	}
	return py.CallMethod1(view, py.Intern("cast"), py.StrV("B"))
}

// saveBuffer writes a PickleBuffer, or has buffer_callback take care of it.
func (p *pickler) saveBuffer(v value) exc {
	if p.proto < 5 {
		return failed("PickleBuffer can only be pickled with protocol >= 5")
	}
	view, e := viewOf(v)
	if e != nil {
		return e
	}
	whole, e := isSet(view, "contiguous")
	if e != nil {
		return e
	}
	if !whole {
		return failed("PickleBuffer can not be pickled when pointing to a non-contiguous buffer")
	}
	readOnly, e := isSet(view, "readonly")
	if e != nil {
		return e
	}
	within := true
	if !p.callback.IsUnbound() {
		r, e := py.Call1(p.callback, v)
		if e != nil {
			return e
		}
		if within, e = py.Truth(r); e != nil {
			return e
		}
	}
	if !within {
		p.op(opNextBuffer)
		if readOnly {
			p.op(opReadOnlyBuffer)
		}
		return nil
	}
	b, ok := py.BytesOf(view)
	if !ok {
		return py.Raisef(py.BufferErrorType, "memoryview: underlying buffer is not available")
	}
	if readOnly {
		return p.saveBlock(b, v)
	}
	if e := p.block(binary.LittleEndian.AppendUint64([]byte{opByteArray8}, uint64(len(b))), string(b), v); e != nil {
		return e
	}
	return p.put(v)
}
