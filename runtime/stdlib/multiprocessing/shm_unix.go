//go:build unix

package multiprocessing

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements memory that processes share by a name (POSIX, shm_open): on Linux the
// names are files in a folder.

const shmFolder = "/dev/shm"

var shmSpec = py.ModuleSpec{
	Name: "_posixshmem",
	Doc:  "POSIX shared memory module",
	Functions: []py.Method{
		{Name: "shm_open", Sig: "(path, flags, mode=511)", Impl: shmOpen, Doc: "Open a shared memory object.  Returns a file descriptor (integer)."},
		{Name: "shm_unlink", Sig: "(path)", Impl: shmUnlink, Doc: "Remove a shared memory object (similar to unlink()).\n\nRemove a shared memory object name, and, once all processes  have  unmapped\nthe object, de-allocates and destroys the contents of the associated memory\nregion."},
	},
}

func init() { py.RegisterModule(&shmSpec) }

// shmFile returns the file of a name, which may begin with a slash and has no other.
func shmFile(path value) (string, exc) {
	name, e := py.StrText(path)
	if e != nil {
		return "", e
	}
	if strings.ContainsRune(name, 0) {
		return "", py.Raisef(py.ValueErrorType, "embedded null character")
	}
	if _, err := os.Stat(shmFolder); err != nil {
		return "", py.RaiseOSError(int64(syscall.ENOSYS), "there is no shared memory with names here", path, value{})
	}
	name = strings.TrimLeft(name, "/")
	if name == "" || name == "." || name == ".." || strings.ContainsRune(name, '/') {
		return "", shmError(syscall.EINVAL, path)
	}
	return filepath.Join(shmFolder, name), nil
}

func shmError(err error, path value) exc {
	n, ok := err.(syscall.Errno)
	if !ok {
		n = syscall.EINVAL
	}
	return py.RaiseErrno(n, path)
}

func shmOpen(path, flags, mode value) (value, exc) {
	name, e := shmFile(path)
	if e != nil {
		return value{}, e
	}
	f, e := py.CInt(flags)
	if e != nil {
		return value{}, e
	}
	m := 0o777
	if !mode.IsUnbound() {
		if m, e = py.CInt(mode); e != nil {
			return value{}, e
		}
	}
	fd, err := syscall.Open(name, f|syscall.O_CLOEXEC|syscall.O_NOFOLLOW, uint32(m))
	if err != nil {
		return value{}, shmError(err, path)
	}
	return py.IntOf(fd), nil
}

func shmUnlink(path value) (value, exc) {
	name, e := shmFile(path)
	if e != nil {
		return value{}, e
	}
	if err := syscall.Unlink(name); err != nil {
		return value{}, shmError(err, path)
	}
	return py.None, nil
}
