package socket

import "syscall"

// The bits that may be set in a socket's type.
const (
	kindNonblock = syscall.SOCK_NONBLOCK
	kindCloexec  = syscall.SOCK_CLOEXEC
)
