//go:build unix

package os

import (
	"slices"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/structseq"
)

// This file puts the parts of the module for Unix together.

var statvfsType = structseq.New(structseq.Spec{Name: "statvfs_result", Module: "os",
	Fields: []string{"f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_favail", "f_flag", "f_namemax"},
	Hidden: []string{"f_fsid"}})

// statvfs asks for the file system that a file is on.
func statvfs(t target) (value, exc) {
	st, err := t.statfs()
	if err != nil {
		return t.done(err)
	}
	return statvfsOf(&st), nil
}

func (t target) statfs() (st syscall.Statfs_t, err error) {
	if t.isFD {
		return st, syscall.Fstatfs(t.fd, &st)
	}
	return st, syscall.Statfs(t.path, &st)
}

func makeStatvfs(size, fragment int64, blocks, free, available, files, freeFiles uint64, flags, longest int64, id uint64) value {
	return structseq.Make(statvfsType, []value{py.Int(size), py.Int(fragment), py.IntUint64(blocks), py.IntUint64(free), py.IntUint64(available),
		py.IntUint64(files), py.IntUint64(freeFiles), py.IntUint64(freeFiles), py.Int(flags), py.Int(longest)}, py.IntUint64(id))
}

// platformTypes are the classes that only Unix has.
var platformTypes = append([]*py.Type{statvfsType, timesType}, systemTypes...)

// platformFunctions are the functions of this system.
func platformFunctions() []py.Method {
	return slices.Concat(fileFunctions, treeFunctions, descriptorFunctions, idFunctions, waitFunctions, spawnFunctions(), systemFunctions)
}

var platformConstants = slices.Concat(unixConstants, systemConstants)

// supports are the functions that take more than a path, by what they take.
var supports = map[string][]string{
	"supports_dir_fd":          {"access", "chmod", "chown", "link", "mkdir", "mkfifo", "mknod", "open", "readlink", "rename", "rmdir", "stat", "symlink", "unlink", "utime"},
	"supports_fd":              {"chdir", "chmod", "chown", "listdir", "pathconf", "scandir", "stat", "statvfs", "truncate", "utime"},
	"supports_follow_symlinks": {"access", "chown", "link", "stat", "utime"},
	"supports_effective_ids":   {"access"},
}

// addPlatform adds what is neither a function nor a number.
func addPlatform(m *py.Module) exc {
	addSystem(m)
	for name, functions := range supports {
		set := py.NewSet()
		for _, f := range functions {
			v, ok := m.Get(py.Intern(f))
			if !ok {
				continue
			}
			if e := set.Add(v); e != nil {
				return e
			}
		}
		m.Set(name, set.Value())
	}
	return nil
}
