package socket

import "syscall"

// pairFamily is the family of socketpair(); reuseAddress says that servers set
// SO_REUSEADDR, which means something else on Windows.
const (
	pairFamily   = syscall.AF_INET
	reuseAddress = false
)
