package coro

import "unsafe"

// This file keeps a frame's Resume in one word: as a func value that is the place in the
// method table of a Resumer where its only method is.

// iface is a value of an interface type with methods, as Go represents it.
type iface struct {
	methods *itab
	object  unsafe.Pointer
}

// itab is a method table (abi.ITab): a func value is a pointer to such a code address.
type itab struct {
	inter, typ unsafe.Pointer
	hash       uint32
	code       [1]uintptr
}

// setResumer makes r, of which f is the first field, what resumes f.
func (f *Frame) setResumer(r Resumer) {
	i := (*iface)(unsafe.Pointer(&r))
	if i.object != unsafe.Pointer(f) {
		panic("coro: a frame is not the beginning of what resumes it")
	}
	method := &i.methods.code
	f.resume = *(*func(*Frame, *Run) Signal)(unsafe.Pointer(&method))
}

// resumer returns what setResumer was given. The linker keeps the methods since there is a
// call of Resume through the interface.
func (f *Frame) resumer() (r Resumer) {
	code := *(**[1]uintptr)(unsafe.Pointer(&f.resume))
	methods := (*itab)(unsafe.Add(unsafe.Pointer(code), -int(unsafe.Offsetof(itab{}.code))))
	*(*iface)(unsafe.Pointer(&r)) = iface{methods, unsafe.Pointer(f)}
	return r
}
