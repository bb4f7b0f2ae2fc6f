package py

// This file implements the buffer protocol of classes of the program (PEP 688): __buffer__
// and __release_buffer__, and these methods of the builtin classes.

// The flags that __buffer__ is called with: see inspect.BufferFlags.
const (
	bufferSimple   = 0
	bufferWritable = 1
	bufferFullRO   = 0x11c
)

var (
	nameBuffer        = Intern("__buffer__")
	nameReleaseBuffer = Intern("__release_buffer__")
)

// bufferWrapper is what the views of such an object look at: what its __buffer__ has
// returned, which is released with the last of them.
type bufferWrapper struct {
	Header
	obj   Value
	view  *MemoryView
	views int
}

var bufferWrapperType = &Type{Name: "_buffer_wrapper"}

func init() { bufferWrapperType.Define(&TypeSpec{NoNew: true}) }

// ofProgram returns the method name of v's class, unbound where that is the builtin one.
func ofProgram(v Value, name *Str) Value {
	if v.ref.typ.Flags&FlagHeap == 0 {
		return Value{}
	}
	fn := v.ref.typ.Lookup(name)
	if fn.ref != nil && fn.ref.typ == MethodDescriptorType {
		return Value{}
	}
	return fn
}

// programBuffer calls the __buffer__ of v's class; nil where that has none of its own. It
// raises TypeError where that returns no memoryview.
func programBuffer(v Value, flags int64) (*bufferWrapper, *Exception) {
	if ofProgram(v, nameBuffer).ref == nil {
		return nil, nil
	}
	x, _, exc := CallSpecial(v, nameBuffer, Int(flags))
	if exc != nil {
		return nil, exc
	}
	if x.ref.typ != MemoryViewType {
		return nil, Raisef(TypeErrorType, "__buffer__ returned non-memoryview object")
	}
	m, exc := memoryOf(x)
	if exc != nil {
		return nil, exc
	}
	return &bufferWrapper{Header: Header{bufferWrapperType}, obj: v, view: m}, nil
}

// memory returns a view of w's memory.
func (w *bufferWrapper) memory() *MemoryView {
	m := *w.view
	m.base, m.hashed, m.exported = w.Value(), false, nil
	w.views++
	return &m
}

// drop takes note that one of the views has been released.
func (w *bufferWrapper) drop() {
	w.views--
	if w.views > 0 {
		return
	}
	if ofProgram(w.obj, nameReleaseBuffer).ref != nil {
		if _, _, exc := CallSpecial(w.obj, nameReleaseBuffer, w.view.Value()); exc != nil {
			WriteUnraisable(exc, "Exception ignored in __release_buffer__ of "+w.obj.ref.typ.ShownName(), Value{})
		}
	}
	w.view.release()
}

// programBytes returns the bytes of v, whose class has a __buffer__ of its own; ok is false
// where it has none. They are released at once.
func programBytes(v Value, flags int64) (b []byte, ok bool, exc *Exception) {
	w, exc := programBuffer(v, flags)
	if w == nil || exc != nil {
		return nil, false, exc
	}
	m := w.memory()
	b, _ = bytesOf(m.Value())
	m.release()
	return b, true, nil
}

// writableOfProgram is programBytes for memory that is written to.
func writableOfProgram(v Value) ([]byte, bool) {
	w, exc := programBuffer(v, bufferWritable)
	if w == nil || exc != nil {
		return nil, false
	}
	m := w.memory()
	b, ok := WritableBytes(m.Value())
	m.release()
	return b, ok
}

// bufferMethod is the method __buffer__ of a builtin class.
var bufferMethod = Method{Name: "__buffer__", Sig: "($self, flags, /)", Impl: func(v, flags Value) (Value, *Exception) {
	if _, exc := Index(flags); exc != nil {
		return Value{}, exc
	}
	return viewOf(v)
}}

// releaseBufferMethod is the method __release_buffer__ of a builtin class.
var releaseBufferMethod = Method{Name: "__release_buffer__", Sig: "($self, buffer, /)", Impl: func(v, view Value) (Value, *Exception) {
	if view.ref.typ != MemoryViewType {
		return Value{}, Raisef(TypeErrorType, "expected a memoryview object")
	}
	m := heap[MemoryView](view)
	switch {
	case m.base.ref == nil:
		return Value{}, Raisef(ValueErrorType, "memoryview's buffer has already been released")
	case m.base != v:
		return Value{}, Raisef(ValueErrorType, "memoryview's buffer is not this object")
	}
	m.release()
	return None, nil
}}
