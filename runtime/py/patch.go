package py

import "slices"

// This file lets programs set attributes of types that are made in Go but that CPython has
// in Python, as tests do that replace a method for a while.

// patchable reports whether the attribute name of t can be set.
func (t *Type) patchable(name string) bool {
	return t.Has(FlagHeap) || t.Has(FlagPatchable) && !slices.Contains(t.spec.Sealed, name)
}

// markPatched notes that t, which was made in Go, and the classes derived from it are no
// longer as they were made.
func (t *Type) markPatched() {
	t.Flags |= FlagPatched
	for _, s := range t.subclasses {
		s.markPatched()
	}
}

// Customised reports whether methods of t may be of Python: it is a class of the program,
// or one that the program has changed.
func (t *Type) Customised() bool { return t.Flags&(FlagHeap|FlagPatched) != 0 }

// IsMadeInGo reports whether d, a class's attribute as Lookup gives it, is a method or an
// attribute that a type of the runtime was made with, or none.
func IsMadeInGo(d Value) bool {
	if d.ref == nil {
		return true
	}
	switch d.ref.typ {
	case MethodDescriptorType, WrapperDescriptorType, GetSetType, MemberType, ClassMethodDescrType, BuiltinType:
		return true
	}
	return false
}
