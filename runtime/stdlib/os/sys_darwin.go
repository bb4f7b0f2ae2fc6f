package os

import "syscall"

// This file has the system calls that macOS has in a form of its own.

const sysName = "Darwin"

func statTimes(st *syscall.Stat_t) (atime, mtime, ctime int64) {
	return st.Atimespec.Nano(), st.Mtimespec.Nano(), st.Ctimespec.Nano()
}

func sysPipe(p []int) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := syscall.Pipe(p); err != nil {
		return err
	}
	for _, fd := range p {
		syscall.CloseOnExec(fd)
	}
	return nil
}
