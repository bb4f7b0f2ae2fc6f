package py

import (
	"bytes"
	"math"
)

// This file implements the slots that bytes and bytearray share, and the type bytes.

// data returns the bytes of self, which is bytes or a bytearray.
func data(self Value) []byte {
	if self.ref.typ.Flags&FlagBytes != 0 {
		return heap[Bytes](self).B
	}
	return heap[ByteArray](self).B
}

// likeSelf returns b, which the caller gives away, as bytes or bytearray as self is.
func likeSelf(self Value, b []byte) Value {
	if self.ref.typ.Flags&FlagBytes != 0 {
		return NewBytesOwn(b).Value()
	}
	return NewByteArray(b).Value()
}

// partOfSelf is likeSelf for a part of self's bytes: a bytearray gets a copy.
func partOfSelf(self Value, b []byte) Value {
	if self.ref.typ.Flags&FlagBytes != 0 {
		if self.ref.typ == BytesType && len(b) == len(heap[Bytes](self).B) {
			return self
		}
		return NewBytesOwn(b[:len(b):len(b)]).Value()
	}
	return NewByteArray(append([]byte(nil), b...)).Value()
}

// bytesCompare compares bytes with bytes, and a bytearray with all that has a buffer.
func bytesCompare(op CompareOp, a, b Value) (Value, *Exception) {
	if a.ref.typ.Flags&FlagByteArray == 0 && b.ref.typ.Flags&FlagBytes == 0 {
		return NotImplemented, nil
	}
	y, ok := bytesOf(b)
	if !ok {
		return NotImplemented, nil
	}
	x := data(a)
	if op == EQ || op == NE {
		return Bool(bytes.Equal(x, y) == (op == EQ)), nil
	}
	return Bool(compareSign(op, bytes.Compare(x, y))), nil
}

func bytesAdd(a, b Value) (Value, *Exception) {
	y, ok := bytesOf(b)
	if !ok {
		return NotImplemented, nil
	}
	x := data(a)
	r := make([]byte, 0, len(x)+len(y))
	return likeSelf(a, append(append(r, x...), y...)), nil
}

func bytesMul(a, b Value) (Value, *Exception) {
	n, ok, exc := repeatCount(b)
	if !ok || exc != nil {
		return NotImplemented, exc
	}
	x := data(a)
	if n == 1 && a.ref.typ == BytesType {
		return a, nil
	}
	if a.ref.typ.Flags&FlagBytes != 0 && n > 0 && len(x) > math.MaxInt/n {
		return Value{}, Raisef(OverflowErrorType, "repeated bytes are too long")
	}
	if exc := CheckMemory(len(x), n); exc != nil {
		return Value{}, exc
	}
	return likeSelf(a, bytes.Repeat(x, n)), nil
}

func bytesMod(a, b Value) (Value, *Exception) {
	if !isBytesKind(a) {
		return NotImplemented, nil
	}
	p := percentState{format: string(data(a)), bytes: true}
	if exc := p.run(b); exc != nil {
		return Value{}, exc
	}
	return likeSelf(a, p.out), nil
}

func bytesRMod(self, other Value) (Value, *Exception) { return bytesMod(other, self) }

func bytesGetItem(v, key Value) (Value, *Exception) {
	b := data(v)
	if key.ref == &intHeader && key.bits < uint64(len(b)) {
		return Int(int64(b[key.bits])), nil
	}
	isBytes := v.ref.typ.Flags&FlagBytes != 0
	if HasIndex(key) {
		i, exc := IndexInt(key, IndexErrorType)
		if exc != nil {
			return Value{}, exc
		}
		if i < 0 {
			i += len(b)
		}
		if i < 0 || i >= len(b) {
			if isBytes {
				return Value{}, Raisef(IndexErrorType, "index out of range")
			}
			return Value{}, Raisef(IndexErrorType, "bytearray index out of range")
		}
		return Int(int64(b[i])), nil
	}
	if key.ref.typ != SliceType {
		what := "bytearray"
		if isBytes {
			what = "byte"
		}
		return Value{}, Raisef(TypeErrorType, "%s indices must be integers or slices, not %s", what, key.ref.typ.ShownName())
	}
	start, _, step, count, exc := SliceIndices(key, len(b))
	if exc != nil {
		return Value{}, exc
	}
	if step == 1 && count > 0 {
		return partOfSelf(v, b[start:start+count]), nil
	}
	out := make([]byte, 0, max(count, 0))
	for ; count > 0; count-- {
		out = append(out, b[start])
		start += step
	}
	return likeSelf(v, out), nil
}

// byteArg returns the bytes that an int or bytes-like operand of a search stands for.
func byteArg(v Value, message string) ([]byte, *Exception) {
	if b, ok := bytesOf(v); ok {
		return b, nil
	}
	if !HasIndex(v) {
		return nil, Raisef(TypeErrorType, message, v.ref.typ.ShownName())
	}
	i, exc := IndexInt(v, nil)
	if exc != nil {
		return nil, exc
	}
	if i < 0 || i > 255 {
		return nil, Raisef(ValueErrorType, "byte must be in range(0, 256)")
	}
	return []byte{byte(i)}, nil
}

func bytesContains(v, item Value) (bool, *Exception) {
	x, exc := byteArg(item, "a bytes-like object is required, not '%s'")
	if exc != nil {
		return false, exc
	}
	return bytes.Contains(data(v), x), nil
}

// bytesIterator is the iterator of bytes and bytearray.
type bytesIterator struct {
	Header
	v   Value // unbound when exhausted
	pos int
}

var (
	bytesIteratorType     = &Type{Name: "bytes_iterator"}
	byteArrayIteratorType = &Type{Name: "bytearray_iterator"}
)

func bytesIter(v Value) (Value, *Exception) {
	t := byteArrayIteratorType
	if v.ref.typ.Flags&FlagBytes != 0 {
		t = bytesIteratorType
	}
	return (&bytesIterator{Header{t}, v, 0}).Value(), nil
}

func bytesIterNext(v Value) (Value, bool, *Exception) {
	it := heap[bytesIterator](v)
	if it.v.ref == nil {
		return Value{}, false, nil
	}
	b := data(it.v)
	if it.pos >= len(b) {
		it.v = Value{}
		return Value{}, false, nil
	}
	it.pos++
	return Int(int64(b[it.pos-1])), true, nil
}

func bytesIterHint(v Value) (Value, *Exception) {
	it := heap[bytesIterator](v)
	if it.v.ref == nil {
		return Int(0), nil
	}
	return Int(int64(max(0, len(data(it.v))-it.pos))), nil
}

var bytesIterState = position{
	maker: nameIter, empty: EmptyTuple.Value(),
	get: func(v Value) (Value, int) { it := heap[bytesIterator](v); return it.v, it.pos },
	set: func(v Value, i int) { heap[bytesIterator](v).pos = i },
}

var bytesIteratorSpec = TypeSpec{
	NoNew: true,
	Slots: Slots{
		Iter: func(v Value) (Value, *Exception) { return v, nil },
		Next: bytesIterNext,
	},
	Methods: append(bytesIterState.methods(), Method{Name: "__length_hint__", Sig: "($self, /)", Impl: bytesIterHint}),
}

var bytesSpec = TypeSpec{
	Doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n" +
		"bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n" +
		"bytes(int) -> bytes object of size given by the parameter initialized with null bytes\n" +
		"bytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n" +
		"  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n" +
		"  - any object implementing the buffer API.\n  - an integer",
	Flags:  FlagBytes | FlagBaseType | FlagSequenceOps,
	Layout: LayoutOf[Bytes](),
	Slots: Slots{
		Repr:      func(v Value) (Value, *Exception) { return asciiV(QuoteBytes(data(v))), nil },
		Hash:      bytesHash,
		Compare:   bytesCompare,
		Len:       func(v Value) (int, *Exception) { return len(data(v)), nil },
		GetItem:   bytesGetItem,
		Contains:  bytesContains,
		Iter:      bytesIter,
		Binary:    &BinaryTable{OpAdd: bytesAdd, OpMul: bytesMul, OpMod: bytesMod},
		Reflected: &BinaryTable{OpMul: bytesMul, OpMod: bytesRMod},
		New:       bytesNew,
	},
	Methods: append([]Method{
		bufferMethod,
		{Name: "__getnewargs__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return TupleV(NewBytes(data(v)).Value()), nil }},
		{Name: "__bytes__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return partOfSelf(v, data(v)), nil }, Doc: "Convert this value to exact type bytes."},
	}, bytesMethods...),
	ClassMethods:  []Method{{Name: "fromhex", Sig: "($type, string, /)", Impl: bytesFromHex, Doc: "Create a bytes object from a string of hexadecimal numbers."}},
	StaticMethods: []Method{{Name: "maketrans", Sig: "(frm, to, /)", Impl: bytesMakeTrans, Doc: "Return a translation table usable for the bytes or bytearray translate method."}},
}

func init() {
	BytesType.Define(&bytesSpec)
	bytesIteratorType.Define(&bytesIteratorSpec)
	byteArrayIteratorType.Define(&bytesIteratorSpec)
}

func bytesHash(v Value) (int64, *Exception) {
	b := heap[Bytes](v)
	if b.hash == 0 {
		b.hash = hashBytes(bytesString(b.B))
	}
	return b.hash, nil
}

var bytesSignature = NewSignature("bytes", "", "(source=b'', encoding='utf-8', errors='strict')")

func bytesNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	a, exc := bytesSignature.Parse(args, names)
	if exc != nil {
		return Value{}, exc
	}
	if a[0].ref != nil && a[0].ref.typ == BytesType && cls == BytesType && a[1].ref == nil && a[2].ref == nil {
		return a[0], nil
	}
	b, exc := bytesFromArgs("bytes", a)
	if exc != nil {
		return Value{}, exc
	}
	if cls == BytesType {
		return NewBytesOwn(b).Value(), nil
	}
	v := cls.Alloc(cls)
	heap[Bytes](v).B = b
	return v, nil
}

// bytesFromArgs returns the contents that the arguments source, encoding and errors of
// the constructor of name describe, in memory of their own.
func bytesFromArgs(name string, a []Value) ([]byte, *Exception) {
	encoding, exc := strArg(a[1], name, "'encoding'", "utf-8")
	if exc != nil {
		return nil, exc
	}
	errors, exc := strArg(a[2], name, "'errors'", "strict")
	if exc != nil {
		return nil, exc
	}
	src := a[0]
	if src.ref != nil && src.IsStr() {
		if a[1].ref == nil && a[2].ref == nil && name == "bytes" && src.ref.typ.Flags&FlagHeap != 0 && src.ref.typ.Lookup(nameBytes).ref != nil {
			b, exc := toBytes(src)
			return append([]byte(nil), b...), exc
		}
		if a[1].ref == nil {
			return nil, Raisef(TypeErrorType, "string argument without an encoding")
		}
		return Encode(heap[Str](src), encoding, errors)
	}
	switch {
	case a[1].ref != nil:
		return nil, Raisef(TypeErrorType, "encoding without a string argument")
	case a[2].ref != nil:
		return nil, Raisef(TypeErrorType, "errors without a string argument")
	case src.ref == nil:
		return nil, nil
	}
	if name == "bytes" && src.ref.typ.Flags&FlagHeap != 0 && src.ref.typ.Lookup(nameBytes).ref != nil {
		b, exc := toBytes(src)
		return append([]byte(nil), b...), exc
	}
	if HasIndex(src) && !isBytesKind(src) {
		n, exc := IndexInt(src, OverflowErrorType)
		if exc != nil {
			return nil, exc
		}
		if n < 0 {
			return nil, Raisef(ValueErrorType, "negative count")
		}
		if exc := CheckMemory(1, n); exc != nil {
			return nil, exc
		}
		return make([]byte, n), nil
	}
	if name == "bytearray" && !isBytesKind(src) {
		if b, ok, exc := programBytes(src, bufferFullRO); ok || exc != nil {
			return append([]byte(nil), b...), exc
		}
		if b, ok := bytesOf(src); ok {
			return append([]byte(nil), b...), nil
		}
		if isIterable(src) {
			return bytesFromIter(src, "byte must be in range(0, 256)")
		}
		return nil, Raisef(TypeErrorType, "cannot convert '%s' object to bytearray", src.ref.typ.ShownName())
	}
	b, exc := toBytes(src)
	return append([]byte(nil), b...), exc
}
