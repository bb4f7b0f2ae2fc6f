//go:build unix

package entry

import (
	"os"
	"syscall"
)

// raiseInterrupt sends the process SIGINT.
func raiseInterrupt() error { return syscall.Kill(os.Getpid(), syscall.SIGINT) }
