// Package sysconfig implements the parts of the module sysconfig (Python library reference,
// sysconfig: Python's configuration information) that mean something to a program that is
// compiled: no header files are installed, and there are no options of a C compiler.
package sysconfig

import (
	"runtime"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "sysconfig", Doc: "Access to Python's configuration information.",
	Init: func(m *py.Module) exc {
		pymod.AddFunctions(m,
			pymod.Func{Sig: "get_config_var(name)", Impl: func(name value) (value, exc) {
				return py.CallMethod1(vars().Value(), py.Intern("get"), name)
			}},
			pymod.Func{Sig: "get_config_vars(*args)", Impl: func(args value) (value, exc) {
				names, e := py.ToSlice(args)
				if e != nil || len(names) == 0 {
					return vars().Value(), e
				}
				for i := range names {
					if names[i], e = py.CallMethod1(vars().Value(), py.Intern("get"), names[i]); e != nil {
						return value{}, e
					}
				}
				return py.ListV(names...), nil
			}},
			pymod.Func{Sig: "get_platform()", Impl: func() (value, exc) { return py.StrV(platform()), nil }},
			pymod.Func{Sig: "get_python_version()", Impl: func() (value, exc) { return py.StrV("3.13"), nil }},
			pymod.Func{Sig: "is_python_build(check_home=None)", Impl: func(value) (value, exc) { return py.False, nil }},
		)
		addPaths(m)
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

// vars returns the variables that CPython's installations have a value for and that are
// not about building it: where time zones are, and sizes of C's types.
func vars() *py.Dict {
	d := py.NewDict()
	set := func(name string, v value) { d.SetStr(py.Intern(name), v) }
	set("TZPATH", py.StrV("/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"))
	set("py_version_short", py.StrV("3.13"))
	set("py_version_nodot", py.StrV("313"))
	set("SIZEOF_VOID_P", py.Int(8))
	set("SIZEOF_TIME_T", py.Int(8))
	set("Py_GIL_DISABLED", py.Int(0))
	set("Py_DEBUG", py.Int(0))
	return d
}

// platform names the system and the processor as CPython does.
func platform() string {
	machine := map[string]string{"amd64": "x86_64", "arm64": "aarch64", "386": "i686"}[runtime.GOARCH]
	switch runtime.GOOS {
	case "linux":
		return "linux-" + machine
	case "darwin":
		if runtime.GOARCH == "arm64" {
			machine = "arm64"
		}
		return "macosx-11.0-" + machine
	case "windows":
		if runtime.GOARCH == "arm64" {
			return "win-arm64"
		}
		return "win-amd64"
	}
	return runtime.GOOS + "-" + machine
}
