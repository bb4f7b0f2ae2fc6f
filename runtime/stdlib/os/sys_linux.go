package os

import "syscall"

// This file has the system calls that Linux has in a form of its own.

const sysName = "Linux"

func statTimes(st *syscall.Stat_t) (atime, mtime, ctime int64) {
	return st.Atim.Nano(), st.Mtim.Nano(), st.Ctim.Nano()
}

func sysPipe(p []int) error { return syscall.Pipe2(p, syscall.O_CLOEXEC) }
