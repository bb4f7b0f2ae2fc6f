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
				var s pymod.Steps
				return s.Done(s.Call(configVars(&s).Value(), "get", name))
			}},
			pymod.Func{Sig: "get_config_vars(*args)", Impl: func(args value) (value, exc) {
				var s pymod.Steps
				vars := configVars(&s).Value()
				names := s.Items(args)
				if len(names) == 0 {
					return s.Done(vars)
				}
				for i, name := range names {
					names[i] = s.Call(vars, "get", name)
				}
				return s.Done(py.ListV(names...))
			}},
			pymod.Func{Sig: "get_platform()", Impl: func() (value, exc) { return py.StrV(platform()), nil }},
			pymod.Func{Sig: "get_python_version()", Impl: func() (value, exc) { return py.StrV("3.13"), nil }},
			pymod.Func{Sig: "is_python_build(check_home=None)", Impl: func(value) (value, exc) { return py.False, nil }},
		)
		addPaths(m)
		addBuildFiles(m)
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

// configVars returns the variables that CPython's installations have a value for and that
// are not about building it: where it is installed, where time zones are, and sizes of C's
// types.
func configVars(s *pymod.Steps) *py.Dict {
	prefix := s.Import("sys", "prefix")
	d := py.NewDict()
	set := func(name string, v value) { d.SetStr(py.Intern(name), v) }
	set("prefix", prefix)
	set("exec_prefix", s.Import("sys", "exec_prefix"))
	set("py_version", py.StrV("3.13.0"))
	set("py_version_short", py.StrV("3.13"))
	set("py_version_nodot", py.StrV("313"))
	for _, name := range []string{"installed_base", "base", "installed_platbase", "platbase"} {
		set(name, prefix)
	}
	set("projectbase", s.Apply(s.Import("os.path", "dirname"), s.Import("sys", "executable")))
	set("platlibdir", s.Import("sys", "platlibdir"))
	set("implementation", py.StrV("Python"))
	set("implementation_lower", py.StrV("python"))
	set("abiflags", py.StrV(""))
	set("py_version_nodot_plat", py.StrV(""))
	set("TZPATH", py.StrV("/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"))
	set("SIZEOF_VOID_P", py.Int(8))
	set("SIZEOF_TIME_T", py.Int(8))
	set("Py_GIL_DISABLED", py.Int(0))
	set("Py_DEBUG", py.Int(0))
	set("userbase", s.Apply(s.Import("os.path", "expanduser"), s.Apply(s.Import("os.path", "join"), py.StrV("~"), py.StrV(".local"))))
	set("abi_thread", py.StrV(""))
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
