package os

import (
	"os"
	"runtime"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements sysconf for what libraries ask; the numbers that POSIX fixes as
// limits are those of Linux with glibc.

// sysconfNames are the names, their numbers and their values.
var sysconfNames = []struct {
	name   string
	number int64
	value  func() int64
}{
	{"SC_CLK_TCK", 2, func() int64 { return 100 }},
	{"SC_IOV_MAX", 60, func() int64 { return 1024 }},
	{"SC_NPROCESSORS_CONF", 83, func() int64 { return int64(runtime.NumCPU()) }},
	{"SC_NPROCESSORS_ONLN", 84, func() int64 { return int64(runtime.NumCPU()) }},
	{"SC_PAGESIZE", 30, func() int64 { return int64(os.Getpagesize()) }},
	{"SC_PAGE_SIZE", 30, func() int64 { return int64(os.Getpagesize()) }},
	{"SC_SEM_NSEMS_MAX", 32, func() int64 { return -1 }},
}

func sysconf(name value) (value, exc) {
	number, e := confNumber(name, func(text string) int {
		for _, c := range sysconfNames {
			if c.name == text {
				return int(c.number)
			}
		}
		return -1
	})
	if e != nil {
		return value{}, e
	}
	for _, c := range sysconfNames {
		if c.number == int64(number) {
			return py.Int(c.value()), nil
		}
	}
	return value{}, py.RaiseOSError(int64(syscall.EINVAL), "Invalid argument", value{}, value{})
}

// confNumber returns the number that name is, or, by find, names; find returns -1 where there
// is no such name.
func confNumber(name value, find func(text string) int) (int, exc) {
	if s, ok := py.AsStr(name); ok {
		n := find(s.S)
		if n < 0 {
			return 0, py.Raisef(py.ValueErrorType, "unrecognized configuration name")
		}
		return n, nil
	}
	if !py.IsInstance(name, py.IntType) {
		return 0, errConfiguration()
	}
	return py.CInt(name)
}

func errConfiguration() exc {
	return py.Raisef(py.TypeErrorType, "configuration names must be strings or integers")
}

// pathConfigured is confstr's number of the path on which a system's utilities are found;
// the others ask for a C library, which a program has none of.
const pathConfigured = 0

func confstr(name value) (value, exc) {
	n, e := confNumber(name, func(text string) int {
		if text == "CS_PATH" {
			return pathConfigured
		}
		return -1
	})
	if e != nil {
		return value{}, e
	}
	if n != pathConfigured {
		return value{}, py.RaiseOSError(int64(syscall.EINVAL), "Invalid argument", value{}, value{})
	}
	return py.StrV("/bin:/usr/bin"), nil
}

// confstrTable is os.confstr_names.
func confstrTable() value {
	d := py.NewDict()
	d.SetStr(py.Intern("CS_PATH"), py.Int(pathConfigured))
	return d.Value()
}

// sysconfTable is os.sysconf_names.
func sysconfTable() value {
	d := py.NewDict()
	for _, c := range sysconfNames {
		d.SetStr(py.Intern(c.name), py.Int(c.number))
	}
	return d.Value()
}
