//go:build !unix

package asyncio

import (
	"os"
	"syscall"
)

// This file has what asyncio does elsewhere than on Unix.

// sigStop is no signal here.
const sigStop = -1

// serversReuseAddress says that create_server sets SO_REUSEADDR unless it is told
// otherwise.
const serversReuseAddress = false

func inodeOf(string) (uint64, bool) { return 0, false }

// haveSubprocesses says that the loop can start child processes: pipes cannot be polled
// here.
const haveSubprocesses = false

func childAttributes(*command) *syscall.SysProcAttr { return nil }

func exitStatus(state *os.ProcessState) int { return state.ExitCode() }
