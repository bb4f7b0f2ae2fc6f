package py

import "unsafe"

// This file implements the memory layouts of instances: what a type's Alloc returns, and
// where the Attrs of an instance of a subclass lie.

// Layout says how instances of a builtin type are allocated.
type Layout struct {
	// Alloc is Type.Alloc.
	Alloc func(cls *Type) Value
	// AttrsOffset is where the type's own struct has its Attrs, 0 where it has none.
	AttrsOffset uintptr
	// SubclassAttrs is where Alloc puts the Attrs of a subclass whose instances have
	// them.
	SubclassAttrs uintptr
}

// withAttrs is the object of an instance of a subclass of a type without Attrs.
type withAttrs[T any] struct {
	Base  T
	Attrs Attrs
}

// LayoutOf returns the layout of a type whose instances are T, a struct that begins
// with Header and has no Attrs.
func LayoutOf[T any]() Layout {
	var w withAttrs[T]
	return Layout{Alloc: allocObject[T], SubclassAttrs: unsafe.Offsetof(w.Attrs)}
}

// LayoutWithAttrs returns the layout of a type whose instances are T, a struct that
// begins with Header and has its Attrs offset bytes in (unsafe.Offsetof).
func LayoutWithAttrs[T any](offset uintptr) Layout {
	return Layout{Alloc: allocExact[T], AttrsOffset: offset, SubclassAttrs: offset}
}

func allocObject[T any](cls *Type) Value {
	if cls.AttrsOffset != 0 {
		o := new(withAttrs[T])
		h := (*Header)(unsafe.Pointer(o))
		h.typ = cls
		return Value{ref: h}
	}
	return allocExact[T](cls)
}

func allocExact[T any](cls *Type) Value {
	h := (*Header)(unsafe.Pointer(new(T)))
	h.typ = cls
	return Value{ref: h}
}

// AttrsOf returns where v keeps the attributes of its own, nil where it cannot have any.
func AttrsOf(v Value) *Attrs {
	if off := v.ref.typ.AttrsOffset; off != 0 {
		return attrsAt(v, off)
	}
	return nil
}

// offsetOfAttrs returns how far into the object o its Attrs a lie.
func offsetOfAttrs[T any](o *T, a *Attrs) uintptr {
	return uintptr(unsafe.Pointer(a)) - uintptr(unsafe.Pointer(o))
}

func (s *Str) ptr() unsafe.Pointer { return unsafe.Pointer(s) }
