package os

import (
	"syscall"
	"unsafe"
)

// This file has system calls of Linux that package syscall lacks. Package x/sys/unix has
// them, but a program carries the source of what it links, and that one is large.

const (
	atCWD       = -0x64 // AT_FDCWD
	atNoFollow  = 0x100 // AT_SYMLINK_NOFOLLOW
	atRemoveDir = 0x200 // AT_REMOVEDIR
	atEffective = 0x200 // AT_EACCESS
	atFollow    = 0x400 // AT_SYMLINK_FOLLOW

	prioProcess = 0 // PRIO_PROCESS
)

// do makes a system call.
func do(number uintptr, args ...uintptr) (int, error) {
	var a [6]uintptr
	copy(a[:], args)
	r, _, errno := syscall.Syscall6(number, a[0], a[1], a[2], a[3], a[4], a[5])
	if errno != 0 {
		return -1, errno
	}
	return int(r), nil
}

// onPathCall makes a system call whose argument at position i is the path.
func onPathCall(number uintptr, path string, i int, args ...uintptr) (int, error) {
	p, err := syscall.BytePtrFromString(path)
	if err != nil {
		return -1, err
	}
	var a [6]uintptr
	copy(a[:], args)
	// The conversion stands in the call itself, which keeps the path alive.
	var r uintptr
	var errno syscall.Errno
	switch i {
	case 0:
		r, _, errno = syscall.Syscall6(number, uintptr(unsafe.Pointer(p)), a[1], a[2], a[3], a[4], a[5])
	case 1:
		r, _, errno = syscall.Syscall6(number, a[0], uintptr(unsafe.Pointer(p)), a[2], a[3], a[4], a[5])
	default:
		r, _, errno = syscall.Syscall6(number, a[0], a[1], uintptr(unsafe.Pointer(p)), a[3], a[4], a[5])
	}
	if errno != 0 {
		return -1, errno
	}
	return int(r), nil
}

func mkdirat(dir int, path string, mode uint32) error { return syscall.Mkdirat(dir, path, mode) }

func renameat(from int, old string, to int, path string) error {
	return syscall.Renameat(from, old, to, path)
}

func openat(dir int, path string, flags int, mode uint32) (int, error) {
	return syscall.Openat(dir, path, flags, mode)
}

func fchownat(dir int, path string, uid, gid, flags int) error {
	return syscall.Fchownat(dir, path, uid, gid, flags)
}

func faccessat(dir int, path string, mode uint32, flags int) error {
	return syscall.Faccessat(dir, path, mode, flags)
}

func fchmodat(dir int, path string, mode uint32, flags int) error {
	if flags == 0 {
		return syscall.Fchmodat(dir, path, mode, 0)
	}
	_, err := onPathCall(sysFchmodat2, path, 1, uintptr(dir), 0, uintptr(mode), uintptr(flags))
	if err != syscall.ENOSYS {
		return err
	}
	// Older kernels have no call for it: what is no link is as without the flag.
	var st syscall.Stat_t
	if err := fstatat(dir, path, &st, atNoFollow); err != nil {
		return err
	}
	if st.Mode&syscall.S_IFMT == syscall.S_IFLNK {
		return syscall.ENOTSUP
	}
	return syscall.Fchmodat(dir, path, mode, 0)
}

func unlinkat(dir int, path string, flags int) error {
	_, err := onPathCall(syscall.SYS_UNLINKAT, path, 1, uintptr(dir), 0, uintptr(flags))
	return err
}

func symlinkat(target string, dir int, path string) error {
	p, err := syscall.BytePtrFromString(target)
	if err != nil {
		return err
	}
	q, err := syscall.BytePtrFromString(path)
	if err != nil {
		return err
	}
	_, _, errno := syscall.Syscall(syscall.SYS_SYMLINKAT, uintptr(unsafe.Pointer(p)), uintptr(dir), uintptr(unsafe.Pointer(q)))
	return orNil(errno)
}

func linkat(from int, old string, to int, path string, flags int) error {
	p, err := syscall.BytePtrFromString(old)
	if err != nil {
		return err
	}
	q, err := syscall.BytePtrFromString(path)
	if err != nil {
		return err
	}
	_, _, errno := syscall.Syscall6(syscall.SYS_LINKAT, uintptr(from), uintptr(unsafe.Pointer(p)), uintptr(to), uintptr(unsafe.Pointer(q)), uintptr(flags), 0)
	return orNil(errno)
}

func orNil(errno syscall.Errno) error {
	if errno != 0 {
		return errno
	}
	return nil
}

func readlinkat(dir int, path string, b []byte) (int, error) {
	p, err := syscall.BytePtrFromString(path)
	if err != nil {
		return 0, err
	}
	n, _, errno := syscall.Syscall6(syscall.SYS_READLINKAT, uintptr(dir), uintptr(unsafe.Pointer(p)), uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), 0, 0)
	return int(n), orNil(errno)
}

func fstatat(dir int, path string, st *syscall.Stat_t, flags int) error {
	p, err := syscall.BytePtrFromString(path)
	if err != nil {
		return err
	}
	_, _, errno := syscall.Syscall6(sysFstatat, uintptr(dir), uintptr(unsafe.Pointer(p)), uintptr(unsafe.Pointer(st)), uintptr(flags), 0, 0)
	return orNil(errno)
}

func utimensat(dir int, path string, stamps []syscall.Timespec, flags int) error {
	p, err := syscall.BytePtrFromString(path)
	if err != nil {
		return err
	}
	_, _, errno := syscall.Syscall6(syscall.SYS_UTIMENSAT, uintptr(dir), uintptr(unsafe.Pointer(p)), uintptr(unsafe.Pointer(&stamps[0])), uintptr(flags), 0, 0)
	return orNil(errno)
}

func preadv2(fd int, parts [][]byte, offset int64, flags int) (int, error) {
	return vectorCall(sysPreadv2, fd, parts, uintptr(offset), 0, uintptr(flags))
}

func pwritev2(fd int, parts [][]byte, offset int64, flags int) (int, error) {
	return vectorCall(sysPwritev2, fd, parts, uintptr(offset), 0, uintptr(flags))
}

func fadvise(fd int, offset, length int64, advice int) error {
	_, err := do(syscall.SYS_FADVISE64, uintptr(fd), uintptr(offset), uintptr(length), uintptr(advice))
	return err
}

func copyFileRange(from int, fromAt *int64, to int, toAt *int64, count, flags int) (int, error) {
	n, _, errno := syscall.Syscall6(sysCopyFileRange, uintptr(from), uintptr(unsafe.Pointer(fromAt)), uintptr(to), uintptr(unsafe.Pointer(toAt)), uintptr(count), uintptr(flags))
	return int(n), orNil(errno)
}

func getrandom(b []byte, flags int) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	n, _, errno := syscall.Syscall(sysGetrandom, uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), uintptr(flags))
	return int(n), orNil(errno)
}

func memfdCreate(name string, flags int) (int, error) {
	return onPathCall(sysMemfdCreate, name, 0, 0, uintptr(flags))
}

func pidfdOpen(pid, flags int) (int, error) { return do(434, uintptr(pid), uintptr(flags)) }

func eventfd(initial uint, flags int) (int, error) {
	return do(syscall.SYS_EVENTFD2, uintptr(initial), uintptr(flags))
}

// timerSpec is struct itimerspec.
type timerSpec struct {
	Interval, Value syscall.Timespec
}

func timerfdCreate(clock, flags int) (int, error) {
	return do(syscall.SYS_TIMERFD_CREATE, uintptr(clock), uintptr(flags))
}

func timerfdSettime(fd, flags int, spec, old *timerSpec) error {
	_, _, errno := syscall.Syscall6(syscall.SYS_TIMERFD_SETTIME, uintptr(fd), uintptr(flags), uintptr(unsafe.Pointer(spec)), uintptr(unsafe.Pointer(old)), 0, 0)
	return orNil(errno)
}

func timerfdGettime(fd int, spec *timerSpec) error {
	_, _, errno := syscall.Syscall(syscall.SYS_TIMERFD_GETTIME, uintptr(fd), uintptr(unsafe.Pointer(spec)), 0)
	return orNil(errno)
}

// ids are the real, effective and saved ids that getresuid and getresgid give.
func ids(number uintptr) (real, effective, saved int) {
	var a, b, c int32
	_, _, _ = syscall.Syscall(number, uintptr(unsafe.Pointer(&a)), uintptr(unsafe.Pointer(&b)), uintptr(unsafe.Pointer(&c)))
	return int(a), int(b), int(c)
}

func getresuid() (real, effective, saved int) { return ids(syscall.SYS_GETRESUID) }

func getresgid() (real, effective, saved int) { return ids(syscall.SYS_GETRESGID) }

// cpuSet is cpu_set_t.
type cpuSet [16]uint64

func (s *cpuSet) IsSet(cpu int) bool { return s[cpu/64]>>(cpu%64)&1 != 0 }

// Set adds a processor; numbers that the set is too small for are left out.
func (s *cpuSet) Set(cpu int) {
	if cpu/64 < len(s) {
		s[cpu/64] |= 1 << (cpu % 64)
	}
}

func getAffinity(pid int, set *cpuSet) error {
	_, _, errno := syscall.RawSyscall(syscall.SYS_SCHED_GETAFFINITY, uintptr(pid), unsafe.Sizeof(*set), uintptr(unsafe.Pointer(set)))
	return orNil(errno)
}

func setThreadAffinity(pid int, set *cpuSet) error {
	_, _, errno := syscall.RawSyscall(syscall.SYS_SCHED_SETAFFINITY, uintptr(pid), unsafe.Sizeof(*set), uintptr(unsafe.Pointer(set)))
	return orNil(errno)
}

// xattrCall makes a call on an attribute of a file, which path or fd names.
func xattrCall(number uintptr, path string, fd int, name string, b []byte, flags int) (int, error) {
	n, err := syscall.BytePtrFromString(name)
	if err != nil {
		return 0, err
	}
	var data unsafe.Pointer
	if len(b) > 0 {
		data = unsafe.Pointer(&b[0])
	}
	if path == "" {
		r, _, errno := syscall.Syscall6(number, uintptr(fd), uintptr(unsafe.Pointer(n)), uintptr(data), uintptr(len(b)), uintptr(flags), 0)
		return int(r), orNil(errno)
	}
	p, err := syscall.BytePtrFromString(path)
	if err != nil {
		return 0, err
	}
	r, _, errno := syscall.Syscall6(number, uintptr(unsafe.Pointer(p)), uintptr(unsafe.Pointer(n)), uintptr(data), uintptr(len(b)), uintptr(flags), 0)
	return int(r), orNil(errno)
}

func fgetxattr(fd int, name string, b []byte) (int, error) {
	return xattrCall(syscall.SYS_FGETXATTR, "", fd, name, b, 0)
}

func lgetxattr(path, name string, b []byte) (int, error) {
	return xattrCall(syscall.SYS_LGETXATTR, path, 0, name, b, 0)
}

func fsetxattr(fd int, name string, b []byte, flags int) error {
	_, err := xattrCall(syscall.SYS_FSETXATTR, "", fd, name, b, flags)
	return err
}

func lsetxattr(path, name string, b []byte, flags int) error {
	_, err := xattrCall(syscall.SYS_LSETXATTR, path, 0, name, b, flags)
	return err
}

func fremovexattr(fd int, name string) error {
	_, err := xattrCall(syscall.SYS_FREMOVEXATTR, "", fd, name, nil, 0)
	return err
}

func lremovexattr(path, name string) error {
	_, err := xattrCall(syscall.SYS_LREMOVEXATTR, path, 0, name, nil, 0)
	return err
}

func flistxattr(fd int, b []byte) (int, error) {
	r, _, errno := syscall.Syscall(syscall.SYS_FLISTXATTR, uintptr(fd), uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)))
	return int(r), orNil(errno)
}

func llistxattr(path string, b []byte) (int, error) {
	p, err := syscall.BytePtrFromString(path)
	if err != nil {
		return 0, err
	}
	r, _, errno := syscall.Syscall(syscall.SYS_LLISTXATTR, uintptr(unsafe.Pointer(p)), uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)))
	return int(r), orNil(errno)
}

// The numbers of devices, as the C library puts them together.

func major(device uint64) uint32 { return uint32(device>>8&0xfff | device>>32&0xfffff000) }

func minor(device uint64) uint32 { return uint32(device&0xff | device>>12&0xffffff00) }

func makedev(major, minor uint32) uint64 {
	a, b := uint64(major), uint64(minor)
	return a&0xfff<<8 | a&^0xfff<<32 | b&0xff | b&^0xff<<12
}
