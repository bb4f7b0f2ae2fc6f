//go:build amd64 || arm64

package gostack

const supported = true

// returns follows the frame pointers. It is not written in Go, so that the stack cannot move
// meanwhile.
//
//go:noescape
func returns(pcs *uintptr, n int) int
