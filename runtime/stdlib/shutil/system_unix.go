//go:build unix && !openbsd && !netbsd && !solaris && !illumos && !aix

package shutil

import (
	"strconv"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements what only Unix has.

var systemFunctions = []pymod.Func{
	{Sig: "disk_usage(path)", Impl: diskUsage},
	{Sig: "chown(path, user=None, group=None, *, dir_fd=None, follow_symlinks=True)", Impl: chown},
}

func diskUsage(dir value) (value, exc) {
	var s steps
	name := text(&s, dir)
	if s.Failed() {
		return value{}, s.Exc
	}
	var st syscall.Statfs_t
	if err := syscall.Statfs(name, &st); err != nil {
		return value{}, pyio.OSError(err, dir)
	}
	size := int64(st.Bsize)
	total, free := int64(st.Blocks)*size, int64(st.Bavail)*size
	used := (int64(st.Blocks) - int64(st.Bfree)) * size
	return py.CallN(usageClass, []value{py.Int(total), py.Int(used), py.Int(free)})
}

func chown(p, owner, group, dirFD, follow value) (value, exc) {
	var s steps
	if owner.IsNone() && group.IsNone() {
		s.Failf(py.ValueErrorType, "user and/or group must be set")
	}
	id := func(v value, what string, find func(name string) (string, error)) int {
		if v.IsNone() || s.Failed() {
			return -1
		}
		if n, ok := py.AsInt64(v); ok {
			return int(n)
		}
		if !v.IsStr() {
			s.Failf(py.TypeErrorType, "%s should be integer, not %s", map[string]string{"user": "uid", "group": "gid"}[what], v.Type().Name)
			return -1
		}
		found, err := find(s.Str(v))
		n, err2 := strconv.Atoi(found)
		if err != nil || err2 != nil {
			s.Failf(py.LookupErrorType, "no such %s: %s", what, s.Repr(v))
		}
		return n
	}
	uid, gid := id(owner, "user", userID), id(group, "group", groupID)
	return s.Done(s.ApplyKw(s.Import("os", "chown"), []value{p, py.Int(int64(uid)), py.Int(int64(gid)), dirFD, follow}, "dir_fd", "follow_symlinks"))
}
