//go:build !unix

package asyncio

import "os"

// quitSignal is nil where no signal asks for the tree of tasks.
var quitSignal os.Signal
