//go:build unix

package os

import (
	"os"
	"syscall"
)

// This file has the system calls that every Unix has in the same form.

const (
	oNonblock = syscall.O_NONBLOCK
	oCloexec  = syscall.O_CLOEXEC
)

func sysChmod(path string, mode uint32) error        { return syscall.Chmod(path, mode) }
func sysAccess(path string, mode uint32) error       { return syscall.Access(path, mode) }
func sysKill(pid, sig int) error                     { return syscall.Kill(pid, syscall.Signal(sig)) }
func sysOpen(p string, f int, m uint32) (int, error) { return syscall.Open(p, f|oCloexec, m) }
func sysClose(fd int) error                          { return syscall.Close(fd) }
func sysFsync(fd int) error                          { return syscall.Fsync(fd) }
func sysRead(fd int, b []byte) (int, error)          { return syscall.Read(fd, b) }
func sysWrite(fd int, b []byte) (int, error)         { return syscall.Write(fd, b) }
func sysUmask(mask int) int                          { return syscall.Umask(mask) }

// abort ends the process by SIGABRT.
func abort() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGABRT)
	select {}
}

func sysDup(fd int) (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	n, err := syscall.Dup(fd)
	if err == nil {
		syscall.CloseOnExec(n)
	}
	return n, err
}

// shell is the command that runs a line of the system's shell.
func shell(line string) []string { return []string{"/bin/sh", "-c", line} }

// waitStatus is the status of a process as wait(2) gives it.
func waitStatus(state *os.ProcessState) int64 {
	status, _ := state.Sys().(syscall.WaitStatus)
	return int64(status)
}

func sysFstat(fd int) (*fileStat, error) {
	var st syscall.Stat_t
	if err := syscall.Fstat(fd, &st); err != nil {
		return nil, err
	}
	return newStat(&st), nil
}

func sysStat(path string, follow bool) (*fileStat, error) {
	var st syscall.Stat_t
	call := syscall.Stat
	if !follow {
		call = syscall.Lstat
	}
	if err := call(path, &st); err != nil {
		return nil, err
	}
	return newStat(&st), nil
}

func newStat(st *syscall.Stat_t) *fileStat {
	s := &fileStat{
		mode: int64(st.Mode), ino: int64(st.Ino), dev: int64(st.Dev), nlink: int64(st.Nlink), uid: int64(st.Uid), gid: int64(st.Gid),
		size: st.Size, blksize: int64(st.Blksize), blocks: st.Blocks, rdev: int64(st.Rdev),
	}
	s.atime, s.mtime, s.ctime = statTimes(st)
	return s
}
