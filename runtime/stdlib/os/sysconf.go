package os

import (
	"os"
	"runtime"
	"sort"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements sysconf for what libraries ask; the numbers that POSIX fixes as
// limits are those of Linux with glibc.

// sysconfNames are the names and their values.
var sysconfNames = map[string]func() int64{
	"SC_PAGESIZE":         func() int64 { return int64(os.Getpagesize()) },
	"SC_PAGE_SIZE":        func() int64 { return int64(os.Getpagesize()) },
	"SC_NPROCESSORS_ONLN": func() int64 { return int64(runtime.NumCPU()) },
	"SC_NPROCESSORS_CONF": func() int64 { return int64(runtime.NumCPU()) },
	"SC_CLK_TCK":          func() int64 { return 100 },
	"SC_IOV_MAX":          func() int64 { return 1024 },
	"SC_SEM_NSEMS_MAX":    func() int64 { return -1 },
}

func sysconf(name value) (value, exc) {
	s, ok := py.AsStr(name)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "configuration names must be strings or integers")
	}
	f := sysconfNames[s.S]
	if f == nil {
		return value{}, py.Raisef(py.ValueErrorType, "unrecognized configuration name")
	}
	return py.Int(f()), nil
}

// pathConfigured is confstr's number of the path on which a system's utilities are found;
// the others ask for a C library, which a program has none of.
const pathConfigured = 0

func confstr(name value) (value, exc) {
	if s, ok := py.AsStr(name); ok {
		if s.S != "CS_PATH" {
			return value{}, py.Raisef(py.ValueErrorType, "unrecognized configuration name")
		}
		return py.StrV("/bin:/usr/bin"), nil
	}
	if !name.IsInt() {
		return value{}, py.Raisef(py.TypeErrorType, "configuration names must be strings or integers")
	}
	if n, e := py.CInt(name); e != nil || n != pathConfigured {
		if e == nil {
			e = py.RaiseOSError(int64(syscall.EINVAL), "Invalid argument", value{}, value{})
		}
		return value{}, e
	}
	return py.StrV("/bin:/usr/bin"), nil
}

// confstrTable is os.confstr_names.
func confstrTable() value {
	d := py.NewDict()
	d.SetStr(py.Intern("CS_PATH"), py.Int(pathConfigured))
	return d.Value()
}

// sysconfTable is os.sysconf_names, whose values are indices here.
func sysconfTable() value {
	names := make([]string, 0, len(sysconfNames))
	for name := range sysconfNames {
		names = append(names, name)
	}
	sort.Strings(names)
	d := py.NewDict()
	for i, name := range names {
		d.SetStr(py.Intern(name), py.Int(int64(i)))
	}
	return d.Value()
}
