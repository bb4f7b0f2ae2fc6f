package os

import (
	"github.com/aio2go/aio2go/runtime/py"
	"syscall"
)

// This file has the system calls that macOS has in a form of its own.

const sysName = "Darwin"

var systemTypes []*py.Type

var systemFunctions []py.Method

func addSystem(*py.Module) {}

var systemConstants []constant

func statTimes(st *syscall.Stat_t) (atime, mtime, ctime int64) {
	return st.Atimespec.Nano(), st.Mtimespec.Nano(), st.Ctimespec.Nano()
}

func sysPipe(p []int) error {
	if err := syscall.Pipe(p); err != nil {
		return err
	}
	for _, fd := range p {
		syscall.CloseOnExec(fd)
	}
	return nil
}

// sysMknod knows no descriptors of directories.
func sysMknod(dir int, path string, mode uint32, device int) error {
	switch {
	case dir != cwd:
		return syscall.ENOTSUP
	case mode&syscall.S_IFMT == syscall.S_IFIFO:
		return syscall.Mkfifo(path, mode&^syscall.S_IFMT)
	}
	return syscall.Mknod(path, mode, device)
}

func sysDup2(from, to int) error { return syscall.Dup2(from, to) }

func sysSync() { _ = syscall.Sync() }

func sysFutimens(fd int, stamps [2]syscall.Timespec) error {
	return syscall.Futimes(fd, []syscall.Timeval{syscall.NsecToTimeval(stamps[0].Nano()), syscall.NsecToTimeval(stamps[1].Nano())})
}

func getpriority(which, who int) (int, error) { return syscall.Getpriority(which, who) }

func statvfsOf(st *syscall.Statfs_t) value {
	return makeStatvfs(int64(st.Bsize), int64(st.Bsize), st.Blocks, st.Bfree, st.Bavail, st.Files, st.Ffree, int64(st.Flags), 255, uint64(uint32(st.Fsid.Val[0])))
}
