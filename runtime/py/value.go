package py

import (
	"math"
	"unsafe"
)

// This file implements Value, the representation of every Python object in the dynamic
// case, and holds the package's unsafe casts.
//
// A Value is a pointer to a Header and 64 bits. For small ints, floats, bools and the
// singletons the Header is a static one that only says the type and the payload is in
// the bits, so that arithmetic does not allocate. For every other object the Header is
// the first field of the heap object and the bits are zero.

// Header is the first field of every heap object and says its type.
type Header struct {
	typ *Type
}

// Value returns h's object as a Value. Every heap type promotes it.
func (h *Header) Value() Value { return Value{ref: h} }

// Type returns the object's class, as type(x).
func (h *Header) Type() *Type { return h.typ }

// SetType makes t the object's class. It is for allocation and for the assignment to
// __class__, whose compatibility check is the caller's.
func (h *Header) SetType(t *Type) { h.typ = t }

// Value is any Python object. The zero Value is no object: an unbound variable, an
// absent argument, an absent result. Values are compared for identity with ==.
type Value struct {
	ref  *Header
	bits uint64
}

// The static headers of the types whose payload is in the bits.
var (
	intHeader            Header
	floatHeader          Header
	boolHeader           Header
	noneHeader           Header
	ellipsisHeader       Header
	notImplementedHeader Header
)

// The singletons.
var (
	None           = Value{ref: &noneHeader}
	True           = Value{ref: &boolHeader, bits: 1}
	False          = Value{ref: &boolHeader}
	Ellipsis       = Value{ref: &ellipsisHeader}
	NotImplemented = Value{ref: &notImplementedHeader}
)

// Int returns the int i.
func Int(i int64) Value { return Value{ref: &intHeader, bits: uint64(i)} }

// Float returns the float f.
func Float(f float64) Value { return Value{ref: &floatHeader, bits: math.Float64bits(f)} }

// Bool returns True or False.
func Bool(b bool) Value {
	if b {
		return True
	}
	return False
}

// IsUnbound reports whether v is the zero Value, which is no object.
func (v Value) IsUnbound() bool { return v.ref == nil }

// Type returns the class of v, as type(v).
func (v Value) Type() *Type { return v.ref.typ }

// IsNone reports v is None.
func (v Value) IsNone() bool { return v.ref == &noneHeader }

// IsSmallInt reports whether v is an exact int whose value is in the bits. An int
// outside int64 and an instance of a subclass of int are not.
func (v Value) IsSmallInt() bool { return v.ref == &intHeader }

// IsModestInt reports whether v is an exact int of at most 2**53 either way.
func (v Value) IsModestInt() bool {
	return v.ref == &intHeader && v.bits+1<<53 <= 1<<54
}

// SmallInt returns the payload of a small int or a bool; the caller has checked.
func (v Value) SmallInt() int64 {
	if proofs && v.ref != &intHeader && v.ref != &boolHeader {
		refuted(v, "int")
	}
	return int64(v.bits)
}

// refuted stops the program, which was compiled with a proof that v, of class want or
// small, is not.
func refuted(v Value, want string) {
	if v.ref == nil {
		panic("proof refuted: no object is no " + want)
	}
	panic("proof refuted: " + v.ref.typ.Name + " is no " + want)
}

// IsFloat reports whether v is an exact float.
func (v Value) IsFloat() bool { return v.ref == &floatHeader }

// Float returns the payload of an exact float; the caller has checked.
func (v Value) Float() float64 {
	if proofs && v.ref != &floatHeader {
		refuted(v, "float")
	}
	return math.Float64frombits(v.bits)
}

// IsBool reports whether v is True or False.
func (v Value) IsBool() bool { return v.ref == &boolHeader }

// BothSmallInt reports whether a and b are small ints.
func BothSmallInt(a, b Value) bool { return a.ref == &intHeader && b.ref == &intHeader }

// BothFloat reports whether a and b are exact floats.
func BothFloat(a, b Value) bool { return a.ref == &floatHeader && b.ref == &floatHeader }

// Is reports a is b.
func Is(a, b Value) bool { return a == b }

// heap returns the heap object of v as a *T. The caller has checked, by v's type, that
// the object's memory begins with a T.
func heap[T any](v Value) *T { return (*T)(unsafe.Pointer(v.ref)) }

// Heap returns the heap object of v as a *T, whose first field is a Header. It is for
// the runtime's own packages: the caller must have checked, by v's type or a layout
// flag, that the object was allocated as a T or as a struct that begins with one.
func Heap[T any](v Value) *T { return (*T)(unsafe.Pointer(v.ref)) }

// attrsAt returns the attributes that lie offset bytes into the object of v.
func attrsAt(v Value, offset uintptr) *Attrs {
	return (*Attrs)(unsafe.Add(unsafe.Pointer(v.ref), offset))
}

// Address returns a number that is unique among live objects: id(v), and the address
// that default reprs show.
func Address(v Value) uint64 {
	if p := uint64(uintptr(unsafe.Pointer(v.ref))); v.bits == 0 {
		return p
	} else {
		return p ^ (v.bits << 4)
	}
}
