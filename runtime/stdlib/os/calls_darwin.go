package os

import "syscall"

// This file has system calls in the form that Linux has them, for the current directory
// alone: macOS's own are not called without the C library.

const (
	atCWD       = -2
	atNoFollow  = 0x20
	atFollow    = 0x40
	atRemoveDir = 0x80
	atEffective = 0x10

	prioProcess = 0 // PRIO_PROCESS
)

// here is an error where a descriptor of a directory is meant.
func here(dir int) error {
	if dir != atCWD {
		return syscall.ENOTSUP
	}
	return nil
}

func mkdirat(dir int, path string, mode uint32) error {
	if err := here(dir); err != nil {
		return err
	}
	return syscall.Mkdir(path, mode)
}

func renameat(from int, old string, to int, path string) error {
	if from != atCWD || to != atCWD {
		return syscall.ENOTSUP
	}
	return syscall.Rename(old, path)
}

func openat(dir int, path string, flags int, mode uint32) (int, error) {
	if err := here(dir); err != nil {
		return -1, err
	}
	return syscall.Open(path, flags, mode)
}

func fchownat(dir int, path string, uid, gid, flags int) error {
	if err := here(dir); err != nil {
		return err
	}
	if flags&atNoFollow != 0 {
		return syscall.Lchown(path, uid, gid)
	}
	return syscall.Chown(path, uid, gid)
}

func faccessat(dir int, path string, mode uint32, flags int) error {
	if dir != atCWD || flags != 0 {
		return syscall.ENOTSUP
	}
	return syscall.Access(path, mode)
}

func fchmodat(dir int, path string, mode uint32, flags int) error {
	if dir != atCWD || flags != 0 {
		return syscall.ENOTSUP
	}
	return syscall.Chmod(path, mode)
}

func unlinkat(dir int, path string, flags int) error {
	if err := here(dir); err != nil {
		return err
	}
	if flags&atRemoveDir != 0 {
		return syscall.Rmdir(path)
	}
	return syscall.Unlink(path)
}

func symlinkat(target string, dir int, path string) error {
	if err := here(dir); err != nil {
		return err
	}
	return syscall.Symlink(target, path)
}

func linkat(from int, old string, to int, path string, _ int) error {
	if from != atCWD || to != atCWD {
		return syscall.ENOTSUP
	}
	return syscall.Link(old, path)
}

func readlinkat(dir int, path string, b []byte) (int, error) {
	if err := here(dir); err != nil {
		return 0, err
	}
	return syscall.Readlink(path, b)
}

func fstatat(dir int, path string, st *syscall.Stat_t, flags int) error {
	if err := here(dir); err != nil {
		return err
	}
	if flags&atNoFollow != 0 {
		return syscall.Lstat(path, st)
	}
	return syscall.Stat(path, st)
}

func utimensat(dir int, path string, stamps []syscall.Timespec, flags int) error {
	if dir != atCWD || flags != 0 {
		return syscall.ENOTSUP
	}
	return syscall.UtimesNano(path, stamps)
}
