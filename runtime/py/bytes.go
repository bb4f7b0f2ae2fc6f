package py

// This file implements the representation of bytes and bytearray (library reference,
// Binary Sequence Types), which share their methods (bytes_methods.go).

// Bytes is a bytes object, or the beginning of an instance of a subclass. B is never
// changed once the object is a Value.
type Bytes struct {
	Header
	B    []byte
	hash int64
}

// ByteArray is a bytearray, or the beginning of an instance of a subclass.
type ByteArray struct {
	Header
	B     []byte
	views exports // while there are any its size is fixed
}

// NewBytes returns a bytes object with a copy of b.
func NewBytes(b []byte) *Bytes {
	if n := len(b); n > 0 && n <= 56 {
		x, room := bytesRoom(n)
		copy(room, b)
		return x
	}
	return NewBytesOwn(append([]byte(nil), b...))
}

// NewBytesOwn returns a bytes object of b, which becomes its own.
func NewBytesOwn(b []byte) *Bytes {
	if len(b) == 0 {
		return emptyBytes
	}
	return &Bytes{Header: Header{BytesType}, B: b}
}

// NewBytesStr returns a bytes object with the bytes of s.
func NewBytesStr(s string) *Bytes {
	if s == "" {
		return emptyBytes
	}
	return &Bytes{Header: Header{BytesType}, B: stringBytes(s)}
}

var emptyBytes = &Bytes{Header: Header{BytesType}}

// BytesV is NewBytesOwn returning a Value.
func BytesV(b []byte) Value { return NewBytesOwn(b).Value() }

// NewByteArray returns a bytearray of b, which becomes its own.
func NewByteArray(b []byte) *ByteArray { return &ByteArray{Header: Header{ByteArrayType}, B: b} }

// AsBytes returns the *Bytes of v where v is bytes or an instance of a subclass.
func AsBytes(v Value) (*Bytes, bool) {
	if v.ref == nil || v.ref.typ.Flags&FlagBytes == 0 {
		return nil, false
	}
	return heap[Bytes](v), true
}

// IsBytes reports whether v is bytes or of a subclass.
func (v Value) IsBytes() bool { return v.ref.typ.Flags&FlagBytes != 0 }

// bytesOf returns the bytes of v where v is bytes, a bytearray or an object with a buffer.
func bytesOf(v Value) ([]byte, bool) {
	switch t := v.ref.typ; {
	case t.Flags&FlagBytes != 0:
		return heap[Bytes](v).B, true
	case t.Flags&FlagByteArray != 0:
		return heap[ByteArray](v).B, true
	default:
		for _, f := range bufferTypes {
			if b, ok := f(v); ok {
				return b, ok
			}
		}
		if t.Flags&FlagHeap != 0 {
			b, ok, _ := programBytes(v, bufferSimple)
			return b, ok
		}
	}
	return nil, false
}

// bufferTypes give the contents of objects of other types as bytes (the buffer protocol,
// read-only and contiguous).
var bufferTypes []func(v Value) ([]byte, bool)

// RegisterBuffer adds a source of bytes for types with a buffer, as memoryview and array.
func RegisterBuffer(f func(v Value) ([]byte, bool)) { bufferTypes = append(bufferTypes, f) }

// BytesOf returns the bytes of v, a bytes-like object, which must not be changed; ok is
// false where v is none.
func BytesOf(v Value) (b []byte, ok bool) { return bytesOf(v) }

// BytesLike returns the bytes of v, or "a bytes-like object is required, not 'x'".
func BytesLike(v Value) ([]byte, *Exception) {
	if v.ref.typ.Flags&FlagHeap != 0 {
		if b, ok, exc := programBytes(v, bufferSimple); ok || exc != nil {
			return b, exc
		}
	}
	b, ok := bytesOf(v)
	if !ok {
		return nil, Raisef(TypeErrorType, "a bytes-like object is required, not '%s'", v.ref.typ.ShownName())
	}
	return b, nil
}

var nameBytes = Intern("__bytes__")

// toBytes is bytes(v) of an object that is no int and no str: __bytes__, a buffer, or an
// iterable of ints.
func toBytes(v Value) ([]byte, *Exception) {
	if v.ref.typ == BytesType {
		return heap[Bytes](v).B, nil
	}
	if v.ref.typ.Flags&FlagHeap != 0 {
		x, ok, exc := CallSpecial(v, nameBytes)
		if exc != nil {
			return nil, exc
		}
		if ok {
			b, isBytes := AsBytes(x)
			if !isBytes {
				return nil, Raisef(TypeErrorType, "__bytes__ returned non-bytes (type %s)", x.ref.typ.ShownName())
			}
			return b.B, nil
		}
		if b, ok, exc := programBytes(v, bufferFullRO); ok || exc != nil {
			return b, exc
		}
	}
	if b, ok := bytesOf(v); ok {
		return b, nil
	}
	if !v.IsStr() && isIterable(v) {
		return bytesFromIter(v, "bytes must be in range(0, 256)")
	}
	return nil, Raisef(TypeErrorType, "cannot convert '%s' object to bytes", v.ref.typ.ShownName())
}

// bytesFromIter collects the ints of an iterable.
func bytesFromIter(v Value, rangeError string) ([]byte, *Exception) {
	it, exc := Iter(v)
	if exc != nil {
		return nil, exc
	}
	b := []byte{}
	for {
		x, ok, exc := Next(it)
		if exc != nil {
			return nil, exc
		}
		if !ok {
			return b, nil
		}
		i, exc := IndexInt(x, nil)
		if exc != nil {
			return nil, exc
		}
		if i < 0 || i > 255 {
			return nil, Raisef(ValueErrorType, "%s", rangeError)
		}
		b = append(b, byte(i))
	}
}

// latin1Text returns the text with one code point for each byte.
func latin1Text(b []byte) string {
	s := bytesString(b)
	if isASCII(s) {
		return string(b)
	}
	r := make([]byte, 0, len(b)+len(b)/2)
	for _, c := range b {
		r = appendRune(r, rune(c))
	}
	return bytesString(r)
}
