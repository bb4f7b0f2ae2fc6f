package os

import (
	"os"
	"syscall"
)

// This file has the calls of Windows. A file descriptor is a handle here, not a number
// of the C library's table.

const (
	sysName  = "Windows"
	oCloexec = syscall.O_CLOEXEC
)

func sysRmdir(path string) error              { return syscall.Rmdir(path) }
func sysClose(fd int) error                   { return syscall.Close(syscall.Handle(fd)) }
func sysFsync(fd int) error                   { return syscall.Fsync(syscall.Handle(fd)) }
func sysRead(fd int, b []byte) (int, error)   { return syscall.Read(syscall.Handle(fd), b) }
func sysWrite(fd int, b []byte) (int, error)  { return syscall.Write(syscall.Handle(fd), b) }
func sysUmask(int) int                        { return 0 }
func shell(line string) []string              { return []string{"cmd", "/c", line} }
func waitStatus(state *os.ProcessState) int64 { return int64(state.ExitCode()) }
func abort()                                  { os.Exit(3) }

func sysOpen(path string, flags int, mode uint32) (int, error) {
	h, err := syscall.Open(path, flags|oCloexec, mode)
	return int(h), err
}

// sysAccess looks only whether the file is there and may be written.
func sysAccess(path string, mode uint32) error {
	info, err := os.Stat(path)
	if err == nil && mode&2 != 0 && !info.IsDir() && info.Mode()&0o200 == 0 {
		return syscall.EACCES
	}
	return err
}

// sysKill ends a process, whatever the signal, as Python does there.
func sysKill(pid, sig int) error {
	p, err := os.FindProcess(pid)
	if err != nil {
		return syscall.ESRCH
	}
	if pid == os.Getpid() {
		os.Exit(sig)
	}
	return p.Kill()
}

func sysPipe(p []int) error {
	var h [2]syscall.Handle
	if err := syscall.Pipe(h[:]); err != nil {
		return err
	}
	p[0], p[1] = int(h[0]), int(h[1])
	return nil
}

func sysDup(fd int) (int, error) {
	self, err := syscall.GetCurrentProcess()
	if err != nil {
		return -1, err
	}
	var h syscall.Handle
	err = syscall.DuplicateHandle(self, syscall.Handle(fd), self, &h, 0, false, syscall.DUPLICATE_SAME_ACCESS)
	return int(h), err
}

// sysFstat does not close the file: it asks the handle itself.
func sysFstat(fd int) (*fileStat, error) {
	var d syscall.ByHandleFileInformation
	h := syscall.Handle(fd)
	if kind, err := syscall.GetFileType(h); err == nil && kind != syscall.FILE_TYPE_DISK {
		mode := int64(syscall.S_IFCHR)
		if kind == syscall.FILE_TYPE_PIPE {
			mode = syscall.S_IFIFO
		}
		return &fileStat{mode: mode}, nil
	}
	if err := syscall.GetFileInformationByHandle(h, &d); err != nil {
		return nil, err
	}
	s := &fileStat{
		mode: syscall.S_IFREG | 0o666, ino: int64(d.FileIndexHigh)<<32 | int64(d.FileIndexLow), dev: int64(d.VolumeSerialNumber),
		nlink: int64(d.NumberOfLinks), size: int64(d.FileSizeHigh)<<32 | int64(d.FileSizeLow),
		atime: d.LastAccessTime.Nanoseconds(), mtime: d.LastWriteTime.Nanoseconds(), ctime: d.CreationTime.Nanoseconds(),
	}
	if d.FileAttributes&syscall.FILE_ATTRIBUTE_DIRECTORY != 0 {
		s.mode = syscall.S_IFDIR | 0o777
	} else if d.FileAttributes&syscall.FILE_ATTRIBUTE_READONLY != 0 {
		s.mode = syscall.S_IFREG | 0o444
	}
	return s, nil
}

func sysStat(_ int, path string, follow bool) (*fileStat, error) {
	call := os.Stat
	if !follow {
		call = os.Lstat
	}
	info, err := call(path)
	if err != nil {
		return nil, err
	}
	s := &fileStat{mode: int64(info.Mode().Perm()), nlink: 1, size: info.Size(), mtime: info.ModTime().UnixNano()}
	switch {
	case info.IsDir():
		s.mode |= syscall.S_IFDIR | 0o111
	case info.Mode()&os.ModeSymlink != 0:
		s.mode |= syscall.S_IFLNK
	default:
		s.mode |= syscall.S_IFREG
	}
	s.atime, s.ctime = s.mtime, s.mtime
	if d, ok := info.Sys().(*syscall.Win32FileAttributeData); ok {
		s.atime, s.ctime = d.LastAccessTime.Nanoseconds(), d.CreationTime.Nanoseconds()
	}
	return s, nil
}

func openDir(path string) (*os.File, error) { return os.Open(path) }

func sameDevice(os.FileInfo, os.FileInfo) bool { return true }
