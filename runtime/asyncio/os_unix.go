//go:build unix

package asyncio

import (
	"os"
	"syscall"
)

// This file has what asyncio does on Unix only.

// sigStop is SIGSTOP, which cannot be caught.
const sigStop = int(syscall.SIGSTOP)

// serversReuseAddress says that create_server sets SO_REUSEADDR unless it is told
// otherwise.
const serversReuseAddress = true

// inodeOf returns the inode of a file: whether a path is still the socket that a server
// made.
func inodeOf(path string) (uint64, bool) {
	var st syscall.Stat_t
	if syscall.Stat(path, &st) != nil {
		return 0, false
	}
	return uint64(st.Ino), true
}

// haveSubprocesses says that the loop can start child processes.
const haveSubprocesses = true

// childAttributes is how a child process is set apart.
func childAttributes(c *command) *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setsid: c.session}
	if c.group >= 0 {
		a.Setpgid, a.Pgid = true, c.group
	}
	return a
}

// exitStatus is the return code of a child: minus the signal that ended it.
func exitStatus(state *os.ProcessState) int {
	if ws, ok := state.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return -int(ws.Signal())
	}
	return state.ExitCode()
}
