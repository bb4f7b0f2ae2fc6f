//go:build !linux

package socket

import "syscall"

// setHostname is refused as to a user without the right to.
func setHostname(string) error { return syscall.EPERM }
