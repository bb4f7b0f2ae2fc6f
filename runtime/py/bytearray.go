package py

import (
	"bytes"
	"slices"
)

// This file implements what bytearray has beyond bytes: it can be changed.

var byteArraySpec = TypeSpec{
	Doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n" +
		"bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n" +
		"bytearray(int) -> bytes array of size given by the parameter initialized with null bytes\n" +
		"bytearray() -> empty bytes array",
	Flags:  FlagByteArray | FlagBaseType | FlagSequenceOps,
	Layout: LayoutOf[ByteArray](),
	NoHash: true,
	Slots: Slots{
		Repr:      byteArrayRepr,
		Compare:   bytesCompare,
		Len:       func(v Value) (int, *Exception) { return len(data(v)), nil },
		GetItem:   bytesGetItem,
		SetItem:   byteArraySetItem,
		Contains:  bytesContains,
		Iter:      bytesIter,
		Binary:    &BinaryTable{OpAdd: bytesAdd, OpMul: bytesMul, OpMod: bytesMod},
		Reflected: &BinaryTable{OpMul: bytesMul, OpMod: bytesRMod},
		Inplace:   &BinaryTable{OpAdd: byteArrayIAdd, OpMul: byteArrayIMul},
		New:       byteArrayNew,
		Init:      byteArrayInit,
	},
	Methods: append([]Method{
		bufferMethod, releaseBufferMethod,
		{Name: "append", Sig: "($self, item, /)", Impl: byteArrayAppend, Doc: "Append a single item to the end of the bytearray."},
		{Name: "clear", Sig: "($self, /)", Impl: byteArrayClear, Doc: "Remove all items from the bytearray."},
		{Name: "copy", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return partOfSelf(v, data(v)), nil }, Doc: "Return a copy of B."},
		{Name: "extend", Sig: "($self, iterable_of_ints, /)", Impl: byteArrayExtend, Doc: "Append all the items from the iterator or sequence to the end of the bytearray."},
		{Name: "insert", Sig: "($self, index, item, /)", Impl: byteArrayInsert, Doc: "Insert a single item into the bytearray before the given index."},
		{Name: "pop", Sig: "($self, index=-1, /)", Impl: byteArrayPop, Doc: "Remove and return a single item from B."},
		{Name: "remove", Sig: "($self, value, /)", Impl: byteArrayRemove, Doc: "Remove the first occurrence of a value in the bytearray."},
		{Name: "reverse", Sig: "($self, /)", Impl: byteArrayReverse, Doc: "Reverse the order of the values in B in place."},
		{Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: func(v Value) (Value, *Exception) { return byteArrayReduce(v, 2) }},
		{Name: "__reduce_ex__", Sig: "($self, proto=0, /)", Doc: reduceDoc, Impl: func(v, proto Value) (Value, *Exception) {
			n, exc := IndexInt(proto, nil)
			if exc != nil {
				return Value{}, exc
			}
			return byteArrayReduce(v, n)
		}},
		{Name: "__alloc__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
			n := len(data(v))
			if n > 0 {
				n++
			}
			return Int(int64(n)), nil
		}},
	}, bytesMethods...),
	ClassMethods:  bytesSpec.ClassMethods,
	StaticMethods: bytesSpec.StaticMethods,
}

func init() { ByteArrayType.Define(&byteArraySpec) }

// byteArrayReduce returns the state for a protocol of pickle; before 3 there are no bytes.
func byteArrayReduce(v Value, proto int) (Value, *Exception) {
	b := data(v)
	if proto >= 3 {
		return reduceWithState(v, TupleV(NewBytes(append([]byte(nil), b...)).Value()))
	}
	return reduceWithState(v, TupleV(StrV(latin1Text(b)), StrV("latin-1")))
}

func byteArrayRepr(v Value) (Value, *Exception) {
	b := data(v)
	quote := byte('\'')
	if bytes.IndexByte(b, '\'') >= 0 && bytes.IndexByte(b, '"') < 0 {
		quote = '"'
	}
	out := append([]byte(v.ref.typ.Name), '(', 'b', quote)
	for _, c := range b {
		if c == '\'' { // sic: whatever the quotes are
			out = append(out, `\'`...)
			continue
		}
		out = appendQuoted(out, c, '\'')
	}
	return asciiV(bytesString(append(out, quote, ')'))), nil
}

func byteArrayNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	return cls.Alloc(cls), nil
}

var byteArraySignature = NewSignature("bytearray", "", "(source=b'', encoding='utf-8', errors='strict')")

func byteArrayInit(v Value, args []Value, names []*Str) *Exception {
	a, exc := byteArraySignature.Parse(args, names)
	if exc != nil {
		return exc
	}
	b, exc := bytesFromArgs("bytearray", a)
	if exc != nil {
		return exc
	}
	heap[ByteArray](v).B = b
	return nil
}

func byteValue(v Value) (byte, *Exception) {
	i, exc := IndexInt(v, nil)
	if exc != nil {
		return 0, exc
	}
	if i < 0 || i > 255 {
		return 0, Raisef(ValueErrorType, "byte must be in range(0, 256)")
	}
	return byte(i), nil
}

func byteArrayAppend(self, item Value) (Value, *Exception) {
	c, exc := byteValue(item)
	if exc != nil {
		return Value{}, exc
	}
	b := heap[ByteArray](self)
	if exc := b.views.resizable(); exc != nil {
		return Value{}, exc
	}
	b.B = append(b.B, c)
	return None, nil
}

func byteArrayClear(self Value) (Value, *Exception) {
	b := heap[ByteArray](self)
	if exc := b.views.resizable(); exc != nil {
		return Value{}, exc
	}
	b.B = nil
	return None, nil
}

func byteArrayExtend(self, iterable Value) (Value, *Exception) {
	b := heap[ByteArray](self)
	x, ok := bytesOf(iterable)
	if !ok {
		if !isIterable(iterable) {
			return Value{}, Raisef(TypeErrorType, "can't extend bytearray with %s", iterable.ref.typ.ShownName())
		}
		if iterable.IsStr() {
			return Value{}, Raisef(TypeErrorType, "expected iterable of integers; got: 'str'")
		}
		var exc *Exception
		if x, exc = bytesFromIter(iterable, "byte must be in range(0, 256)"); exc != nil {
			return Value{}, exc
		}
	}
	if exc := b.views.resizable(); exc != nil {
		return Value{}, exc
	}
	b.B = append(b.B, x...)
	return None, nil
}

func byteArrayInsert(self, index, item Value) (Value, *Exception) {
	i, exc := Ssize(index)
	if exc != nil {
		return Value{}, exc
	}
	c, exc := byteValue(item)
	if exc != nil {
		return Value{}, exc
	}
	b := heap[ByteArray](self)
	if exc := b.views.resizable(); exc != nil {
		return Value{}, exc
	}
	n := len(b.B)
	if i < 0 {
		i = max(i+n, 0)
	}
	b.B = slices.Insert(b.B, min(i, n), c)
	return None, nil
}

func byteArrayPop(self, index Value) (Value, *Exception) {
	i := -1
	if index.ref != nil {
		var exc *Exception
		if i, exc = Ssize(index); exc != nil {
			return Value{}, exc
		}
	}
	b := heap[ByteArray](self)
	n := len(b.B)
	if n == 0 {
		return Value{}, Raisef(IndexErrorType, "pop from empty bytearray")
	}
	if i < 0 {
		i += n
	}
	if i < 0 || i >= n {
		return Value{}, Raisef(IndexErrorType, "pop index out of range")
	}
	if exc := b.views.resizable(); exc != nil {
		return Value{}, exc
	}
	c := b.B[i]
	b.delete(i, i+1)
	return Int(int64(c)), nil
}

func byteArrayRemove(self, value Value) (Value, *Exception) {
	c, exc := byteValue(value)
	if exc != nil {
		return Value{}, exc
	}
	b := heap[ByteArray](self)
	i := bytes.IndexByte(b.B, c)
	if i < 0 {
		return Value{}, Raisef(ValueErrorType, "value not found in bytearray")
	}
	if exc := b.views.resizable(); exc != nil {
		return Value{}, exc
	}
	b.delete(i, i+1)
	return None, nil
}

func byteArrayReverse(self Value) (Value, *Exception) {
	reverseBytes(heap[ByteArray](self).B)
	return None, nil
}

func byteArrayIAdd(self, other Value) (Value, *Exception) {
	x, ok := bytesOf(other)
	if !ok {
		return NotImplemented, nil
	}
	b := heap[ByteArray](self)
	if exc := b.views.resizable(); exc != nil {
		return Value{}, exc
	}
	b.B = append(b.B, x...)
	return self, nil
}

func byteArrayIMul(self, other Value) (Value, *Exception) {
	n, ok, exc := repeatCount(other)
	if !ok || exc != nil {
		return NotImplemented, exc
	}
	b := heap[ByteArray](self)
	if exc := b.views.resizable(); exc != nil {
		return Value{}, exc
	}
	if exc := CheckMemory(len(b.B), n); exc != nil {
		return Value{}, exc
	}
	b.B = bytes.Repeat(b.B, n)
	return self, nil
}

// byteArraySetItem is self[key] = x, or del self[key] where x is unbound.
func byteArraySetItem(self, key, x Value) *Exception {
	b := heap[ByteArray](self)
	if key.ref == &intHeader && key.bits < uint64(len(b.B)) && x.ref == &intHeader && x.bits < 256 {
		b.B[key.bits] = byte(x.bits)
		return nil
	}
	if HasIndex(key) {
		i, exc := IndexInt(key, IndexErrorType)
		if exc != nil {
			return exc
		}
		if i < 0 {
			i += len(b.B)
		}
		if i < 0 || i >= len(b.B) {
			return Raisef(IndexErrorType, "bytearray index out of range")
		}
		if x.ref == nil {
			if exc := b.views.resizable(); exc != nil {
				return exc
			}
			b.delete(i, i+1)
			return nil
		}
		c, exc := byteValue(x)
		if exc != nil {
			return exc
		}
		if i < len(b.B) {
			b.B[i] = c
		}
		return nil
	}
	if key.ref.typ != SliceType {
		return Raisef(TypeErrorType, "bytearray indices must be integers or slices, not %s", key.ref.typ.ShownName())
	}
	var repl []byte
	if x.ref != nil {
		var ok bool
		if repl, ok = bytesOf(x); !ok {
			if x.IsInt() || x.IsStr() || !isIterable(x) {
				return Raisef(TypeErrorType, "can assign only bytes, buffers, or iterables of ints in range(0, 256)")
			}
			var exc *Exception
			if repl, exc = bytesFromIter(x, "byte must be in range(0, 256)"); exc != nil {
				return exc
			}
		}
		repl = append([]byte(nil), repl...)
	}
	start, _, step, count, exc := SliceIndices(key, len(b.B))
	if exc != nil {
		return exc
	}
	count = max(count, 0)
	if step == 1 {
		if len(repl) != count {
			if exc := b.views.resizable(); exc != nil {
				return exc
			}
		}
		if len(repl) == 0 {
			b.delete(start, start+count)
		} else {
			b.B = slices.Replace(b.B, start, start+count, repl...)
		}
		return nil
	}
	if x.ref == nil || len(repl) == 0 {
		if exc := b.views.resizable(); exc != nil {
			return exc
		}
		b.deleteStep(start, step, count)
		return nil
	}
	if len(repl) != count {
		return Raisef(ValueErrorType, "attempt to assign bytes of size %d to extended slice of size %d", len(repl), count)
	}
	for i := range repl {
		b.B[start+i*step] = repl[i]
	}
	return nil
}

// delete removes the bytes from start to stop by moving those on the shorter side: taking
// from the beginning takes constant time.
func (b *ByteArray) delete(start, stop int) {
	if start < len(b.B)-stop {
		copy(b.B[stop-start:], b.B[:start])
		b.B = b.B[stop-start:]
		return
	}
	b.B = append(b.B[:start], b.B[stop:]...)
}

func (b *ByteArray) deleteStep(start, step, count int) {
	if step < 0 {
		start, step = start+(count-1)*step, -step
	}
	out := b.B[:0]
	for i, c := range b.B {
		if d := i - start; d >= 0 && d%step == 0 && d/step < count {
			continue
		}
		out = append(out, c)
	}
	b.B = out
}
