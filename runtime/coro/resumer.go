package coro

import "unsafe"

// This file keeps a frame's Resumer in one word instead of two: the frame is its first
// field, so that the object is known and only the type's methods have to be remembered.

// iface is a value of an interface type with methods, as Go represents it.
type iface struct{ methods, object unsafe.Pointer }

// setResumer makes r, of which f is the first field, what resumes f.
func (f *Frame) setResumer(r Resumer) {
	i := (*iface)(unsafe.Pointer(&r))
	if i.object != unsafe.Pointer(f) {
		panic("coro: a frame is not the beginning of what resumes it")
	}
	f.methods = i.methods
}

// resumer returns what setResumer was given.
func (f *Frame) resumer() (r Resumer) {
	*(*iface)(unsafe.Pointer(&r)) = iface{f.methods, unsafe.Pointer(f)}
	return r
}
