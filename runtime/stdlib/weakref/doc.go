// Package weakref implements the module weakref (Python library reference, weakref: Weak
// references) on Go's weak pointers.
//
// An object dies when Go's collector finds that nothing refers to it, not when its last
// reference goes. Programs look right after dropping one; so asking a weak reference for
// its object collects garbage first, as long as that costs little: see tidy. Callbacks
// run after a collection that was asked for, or else soon after the collector has found
// the object dead.
package weakref
