// Package gostack reads return addresses off the stack of the running goroutine.
//
// Functions that Go has inlined have no return address of their own: what the addresses
// stand for is for runtime.Callers and runtime.CallersFrames to say. But walking along the
// frame pointers takes a few instructions for each frame, where runtime.Callers decodes a
// table for each, and addresses that have been seen need not be looked up again.
package gostack

// Returns puts the return addresses of the functions that run into pcs, innermost first,
// beginning within the caller of Returns. It returns how many they are; all of pcs is used
// where there may be more. ok is false on processors for which this is not written.
func Returns(pcs []uintptr) (n int, ok bool) {
	if !supported || len(pcs) == 0 {
		return 0, supported
	}
	return returns(&pcs[0], len(pcs)), true
}
