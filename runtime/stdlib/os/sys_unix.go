//go:build unix

package os

import (
	"errors"
	"os"
	"syscall"
)

// This file has the system calls that every Unix has in the same form.

const oCloexec = syscall.O_CLOEXEC

func sysKill(pid, sig int) error             { return syscall.Kill(pid, syscall.Signal(sig)) }
func sysClose(fd int) error                  { return syscall.Close(fd) }
func sysFsync(fd int) error                  { return syscall.Fsync(fd) }
func sysRead(fd int, b []byte) (int, error)  { return syscall.Read(fd, b) }
func sysWrite(fd int, b []byte) (int, error) { return syscall.Write(fd, b) }
func sysUmask(mask int) int                  { return syscall.Umask(mask) }

// abort ends the process by SIGABRT.
func abort() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGABRT)
	select {}
}

func sysDup(fd int) (int, error) { return fcntl(uintptr(fd), syscall.F_DUPFD_CLOEXEC, 0) }

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

// sysStat asks for a file by its name in a directory.
func sysStat(dir int, path string, follow bool) (*fileStat, error) {
	flags := 0
	if !follow {
		flags = atNoFollow
	}
	var st syscall.Stat_t
	for {
		switch err := fstatat(dir, path, &st, flags); err {
		case syscall.EINTR:
		case nil:
			return newStat(&st), nil
		default:
			return nil, err
		}
	}
}

func sysRmdir(path string) error { return syscall.Rmdir(path) }

// openDir opens a directory. Another file is an error at once: opening a pipe would wait.
func openDir(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_DIRECTORY, 0)
}

// sameDevice reports whether two files are on one file system.
func sameDevice(a, b os.FileInfo) bool {
	x, ok := a.Sys().(*syscall.Stat_t)
	y, ok2 := b.Sys().(*syscall.Stat_t)
	return !ok || !ok2 || x.Dev == y.Dev
}

// readDirFD reads a directory from its start; the descriptor stays open.
func readDirFD(fd int) ([]os.DirEntry, error) {
	n, err := sysDup(fd)
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(n), ".")
	defer f.Close()
	if _, err := f.Seek(0, 0); err != nil {
		if errors.Is(err, syscall.ESPIPE) {
			err = syscall.ENOTDIR // no directory
		}
		return nil, err
	}
	list, err := f.ReadDir(-1)
	if err == nil {
		_, err = f.Seek(0, 0)
	}
	return list, err
}

func newStat(st *syscall.Stat_t) *fileStat {
	s := &fileStat{
		mode: int64(st.Mode), ino: int64(st.Ino), dev: int64(st.Dev), nlink: int64(st.Nlink), uid: int64(st.Uid), gid: int64(st.Gid),
		size: st.Size, blksize: int64(st.Blksize), blocks: st.Blocks, rdev: int64(st.Rdev),
	}
	s.atime, s.mtime, s.ctime = statTimes(st)
	return s
}
