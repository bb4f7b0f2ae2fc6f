//go:build unix

package asyncio

import (
	"os"
	"syscall"
)

// quitSignal is the signal that asks for the tree of tasks.
var quitSignal os.Signal = syscall.SIGQUIT
