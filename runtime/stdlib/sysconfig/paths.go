package sysconfig

import (
	"path"
	"path/filepath"
	"sort"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements the installation paths: where an interpreter of the program's
// prefix would have its files, in the schemes of systems of the Unix family.

// pathNames are the kinds of paths that get_path_names gives.
var pathNames = []string{"stdlib", "platstdlib", "purelib", "platlib", "include", "scripts", "data"}

// scheme returns where the kinds of paths are, with {name} for what depends on the
// installation, nil for an unknown scheme.
func scheme(name string) map[string]string {
	const version, include = "python{py_version_short}", "/include/python{py_version_short}"
	switch name {
	case "posix_prefix", "posix_venv", "venv":
		return map[string]string{
			"stdlib": "{installed_base}/{platlibdir}/" + version, "platstdlib": "{platbase}/{platlibdir}/" + version,
			"purelib": "{base}/lib/" + version + "/site-packages", "platlib": "{platbase}/{platlibdir}/" + version + "/site-packages",
			"include": "{installed_base}" + include, "platinclude": "{installed_platbase}" + include, "scripts": "{base}/bin", "data": "{base}",
		}
	case "posix_home":
		return map[string]string{
			"stdlib": "{installed_base}/lib/python", "platstdlib": "{base}/lib/python", "purelib": "{base}/lib/python", "platlib": "{base}/lib/python",
			"include": "{installed_base}/include/python", "platinclude": "{installed_base}/include/python", "scripts": "{base}/bin", "data": "{base}",
		}
	case "posix_user":
		const lib = "{userbase}/{platlibdir}/" + version
		return map[string]string{
			"stdlib": lib, "platstdlib": lib, "purelib": "{userbase}/lib/" + version + "/site-packages", "platlib": "{userbase}/lib/" + version + "/site-packages",
			"include": "{userbase}" + include, "scripts": "{userbase}/bin", "data": "{userbase}",
		}
	}
	return nil
}

// schemeNames are all that CPython knows; those of other systems have no paths here.
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
	kinds := scheme(s.Str(name))
	if kinds == nil {
		return value{}, py.RaiseArgs(py.KeyErrorType, name)
	}
	known := map[string]string{"platlibdir": "lib", "py_version_short": "3.13", "userbase": ""}
	prefix := s.Str(s.Import("sys", "prefix"))
	for _, n := range []string{"base", "platbase", "installed_base", "installed_platbase"} {
		known[n] = prefix
	}
	if home := s.Str(s.Apply(s.Attr(s.Import("os", "path"), "expanduser"), py.StrV("~"))); !s.Failed() {
		known["userbase"] = filepath.Join(home, ".local")
	}
	if !vars.IsNone() {
		for _, pair := range s.Items(s.Call(vars, "items")) {
			known[s.Str(s.Item(pair, py.Int(0)))] = s.Str(s.Item(pair, py.Int(1)))
		}
	}
	full := s.Truth(expand)
	if s.Failed() {
		return value{}, s.Exc
	}
	keys := make([]string, 0, len(kinds))
	for k := range kinds {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return order(keys[i]) < order(keys[j]) })
	d := py.NewDict()
	for _, k := range keys {
		text := kinds[k]
		if full {
			for n, v := range known {
				text = strings.ReplaceAll(text, "{"+n+"}", v)
			}
			text = path.Clean(text)
		}
		d.SetStr(py.Intern(k), py.StrV(text))
	}
	return d.Value(), nil
}

// order is the place of a kind of path among the others.
func order(kind string) int {
	for i, n := range []string{"stdlib", "platstdlib", "purelib", "platlib", "include", "platinclude", "scripts", "data"} {
		if n == kind {
			return i
		}
	}
	return -1
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
