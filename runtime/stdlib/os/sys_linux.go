package os

import "syscall"

// This file has the system calls that Linux has in a form of its own.

const sysName = "Linux"

func statTimes(st *syscall.Stat_t) (atime, mtime, ctime int64) {
	return st.Atim.Nano(), st.Mtim.Nano(), st.Ctim.Nano()
}

func sysPipe(p []int) error { return syscall.Pipe2(p, syscall.O_CLOEXEC) }

func sysMknod(dir int, path string, mode uint32, device int) error {
	return syscall.Mknodat(dir, path, mode, device)
}

func sysDup2(from, to int) error {
	if from == to {
		_, err := fcntl(uintptr(from), syscall.F_GETFD, 0)
		return err
	}
	return syscall.Dup3(from, to, 0)
}

func sysSync() { syscall.Sync() }

// sysFutimens goes by the name that the descriptor has under /proc.
func sysFutimens(fd int, stamps [2]syscall.Timespec) error {
	if _, err := fcntl(uintptr(fd), syscall.F_GETFD, 0); err != nil {
		return err
	}
	return utimensat(atCWD, "/proc/self/fd/"+decimal(fd), stamps[:], 0)
}

// getpriority undoes what the kernel does to keep results positive.
func getpriority(which, who int) (int, error) {
	n, err := syscall.Getpriority(which, who)
	return 20 - n, err
}

// statvfsOf leaves out the flag of statfs(2) that statvfs(3) does not have.
func statvfsOf(st *syscall.Statfs_t) value {
	const valid = 0x20
	fsid := uint64(uint32(st.Fsid.X__val[0])) | uint64(uint32(st.Fsid.X__val[1]))<<32
	return makeStatvfs(st.Bsize, st.Frsize, st.Blocks, st.Bfree, st.Bavail, st.Files, st.Ffree, st.Flags&^valid, st.Namelen, fsid)
}
