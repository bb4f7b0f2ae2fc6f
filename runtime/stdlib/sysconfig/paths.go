package sysconfig

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	_ "github.com/aio2go/aio2go/runtime/stdlib/os" // os.path
)

// This file implements the installation paths: where an interpreter of the program's
// prefix would have its files, in the schemes of the systems.

// pathNames are the kinds of paths that get_path_names gives.
var pathNames = []string{"stdlib", "platstdlib", "purelib", "platlib", "include", "scripts", "data"}

// pathOf is where a kind of path is, with {name} for what depends on the installation.
type pathOf struct{ kind, text string }

const (
	plainName    = "{implementation_lower}"
	versionName  = plainName + "{py_version_short}"
	threadName   = versionName + "{abi_thread}"
	windowsName  = "{implementation}{py_version_nodot_plat}"
	sitePackages = "/site-packages"
)

// prefixScheme is the scheme of an installation, and of a virtual environment.
var prefixScheme = []pathOf{
	{"stdlib", "{installed_base}/{platlibdir}/" + threadName}, {"platstdlib", "{platbase}/{platlibdir}/" + threadName},
	{"purelib", "{base}/lib/" + threadName + sitePackages}, {"platlib", "{platbase}/{platlibdir}/" + threadName + sitePackages},
	{"include", "{installed_base}/include/" + versionName + "{abiflags}"}, {"platinclude", "{installed_platbase}/include/" + versionName + "{abiflags}"},
	{"scripts", "{base}/bin"}, {"data", "{base}"},
}

var windowsScheme = []pathOf{
	{"stdlib", "{installed_base}/Lib"}, {"platstdlib", "{base}/Lib"}, {"purelib", "{base}/Lib" + sitePackages}, {"platlib", "{base}/Lib" + sitePackages},
	{"include", "{installed_base}/Include"}, {"platinclude", "{installed_base}/Include"}, {"scripts", "{base}/Scripts"}, {"data", "{base}"},
}

// schemes are the paths of each scheme.
var schemes = map[string][]pathOf{
	"posix_prefix": prefixScheme, "posix_venv": prefixScheme, "venv": prefixScheme,
	"nt": windowsScheme, "nt_venv": windowsScheme,
	"posix_home": {
		{"stdlib", "{installed_base}/lib/" + plainName}, {"platstdlib", "{base}/lib/" + plainName}, {"purelib", "{base}/lib/" + plainName}, {"platlib", "{base}/lib/" + plainName},
		{"include", "{installed_base}/include/" + plainName}, {"platinclude", "{installed_base}/include/" + plainName}, {"scripts", "{base}/bin"}, {"data", "{base}"},
	},
	"posix_user": {
		{"stdlib", "{userbase}/{platlibdir}/" + threadName}, {"platstdlib", "{userbase}/{platlibdir}/" + threadName},
		{"purelib", "{userbase}/lib/" + threadName + sitePackages}, {"platlib", "{userbase}/lib/" + threadName + sitePackages},
		{"include", "{userbase}/include/" + threadName}, {"scripts", "{userbase}/bin"}, {"data", "{userbase}"},
	},
	"nt_user": {
		{"stdlib", "{userbase}/" + windowsName}, {"platstdlib", "{userbase}/" + windowsName}, {"purelib", "{userbase}/" + windowsName + sitePackages}, {"platlib", "{userbase}/" + windowsName + sitePackages},
		{"include", "{userbase}/" + windowsName + "/Include"}, {"scripts", "{userbase}/" + windowsName + "/Scripts"}, {"data", "{userbase}"},
	},
	"osx_framework_user": {
		{"stdlib", "{userbase}/lib/" + plainName}, {"platstdlib", "{userbase}/lib/" + plainName}, {"purelib", "{userbase}/lib/" + plainName + sitePackages}, {"platlib", "{userbase}/lib/" + plainName + sitePackages},
		{"include", "{userbase}/include/" + versionName}, {"scripts", "{userbase}/bin"}, {"data", "{userbase}"},
	},
}

// schemeNames are the names of the schemes in order.
var schemeNames = []string{"nt", "nt_user", "nt_venv", "osx_framework_user", "posix_home", "posix_prefix", "posix_user", "posix_venv", "venv"}

const defaultScheme = "posix_prefix"

func texts(list []string) value {
	items := make([]value, len(list))
	for i, s := range list {
		items[i] = py.StrV(s)
	}
	return py.NewTuple(items).Value()
}

// paths is get_paths.
func paths(name, vars, expand value) (value, exc) {
	var s pymod.Steps
	var of []pathOf
	if text, ok := py.AsStr(name); ok {
		of = schemes[text.S]
	}
	if of == nil {
		return value{}, py.RaiseArgs(py.KeyErrorType, name)
	}
	full := s.Truth(expand)
	if full {
		vars = installation(&s, vars)
	}
	d := py.NewDict()
	for _, p := range of {
		text := py.StrV(p.text)
		if full {
			text = s.Apply(s.Import("os.path", "normpath"), s.Call(text, "format_map", vars))
		}
		d.SetStr(py.Intern(p.kind), text)
	}
	return s.Done(d.Value())
}

// installation returns vars, a new dict for None, with the configuration's variables that
// are not in it, which CPython also adds to the caller's dict.
func installation(s *pymod.Steps, vars value) value {
	if vars.IsNone() {
		vars = py.NewDict().Value()
	}
	keys := s.Call(vars, "keys")
	known := configVars(s)
	for k, v, pos, ok := known.Entry(0); ok && !s.Failed(); k, v, pos, ok = known.Entry(pos) {
		if !s.In(k, keys) {
			s.SetItem(vars, k, v)
		}
	}
	return vars
}

func addPaths(m *py.Module) {
	def := map[string]value{"DEFAULT": py.StrV(defaultScheme)}
	pymod.AddFunctions(m,
		pymod.Func{Sig: "get_scheme_names()", Impl: func() (value, exc) { return texts(schemeNames), nil }},
		pymod.Func{Sig: "get_path_names()", Impl: func() (value, exc) { return texts(pathNames), nil }},
		pymod.Func{Sig: "get_default_scheme()", Impl: func() (value, exc) { return py.StrV(defaultScheme), nil }},
		pymod.Func{Sig: "get_preferred_scheme(key)", Impl: preferred},
		pymod.Func{Sig: "get_paths(scheme=DEFAULT, vars=None, expand=True)", Defaults: def, Impl: paths},
		pymod.Func{Sig: "get_path(name, scheme=DEFAULT, vars=None, expand=True)", Defaults: def, Impl: func(name, scheme, vars, expand value) (value, exc) {
			all, e := paths(scheme, vars, expand)
			if e != nil {
				return value{}, e
			}
			return py.GetItem(all, name)
		}},
	)
}

func preferred(key value) (value, exc) {
	s, ok := py.AsStr(key)
	name := map[string]string{"prefix": "posix_prefix", "home": "posix_home", "user": "posix_user"}
	if !ok || name[s.S] == "" {
		return value{}, py.RaiseArgs(py.KeyErrorType, key)
	}
	return py.StrV(name[s.S]), nil
}
