//go:build !linux

package socket

// A socket's type has no further bits here.
const (
	kindNonblock = 0
	kindCloexec  = 0
)
