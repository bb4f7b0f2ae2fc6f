package sysconfig

import (
	"runtime"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements what sysconfig says of the files that an installation is built with: where
// they would be around the program, and what is in a header of definitions.

func addBuildFiles(m *py.Module) {
	pymod.AddFunctions(m,
		pymod.Func{Sig: "get_config_h_filename()", Doc: "Return the path of pyconfig.h.", Impl: func() (value, exc) {
			return inPath("platinclude", "pyconfig.h")
		}},
		pymod.Func{Sig: "get_makefile_filename()", Doc: "Return the path of the Makefile.", Impl: func() (value, exc) {
			return inPath("stdlib", "config-3.13"+multiarch(), "Makefile")
		}},
		pymod.Func{Sig: "parse_config_h(fp, vars=None)", Impl: parseConfigH,
			Doc: "Parse a config.h-style file.\n\nA dictionary containing name/value pairs is returned.  If an\noptional dictionary is passed in as the second argument, it is\nused instead of a new dictionary.\n"},
	)
}

// inPath joins names to the path of that kind.
func inPath(kind string, names ...string) (value, exc) {
	all, e := paths(py.StrV(defaultScheme), py.None, py.True)
	if e != nil {
		return value{}, e
	}
	var s pymod.Steps
	parts := []value{s.Item(all, py.StrV(kind))}
	for _, n := range names {
		parts = append(parts, py.StrV(n))
	}
	return s.Done(s.Apply(s.Import("os.path", "join"), parts...))
}

// multiarch is what the system is called in the name of the folder of the Makefile, after a dash.
func multiarch() string {
	switch runtime.GOOS {
	case "linux":
		machine := map[string]string{"amd64": "x86_64", "arm64": "aarch64", "386": "i386"}[runtime.GOARCH]
		if machine != "" {
			return "-" + machine + "-linux-gnu"
		}
	case "darwin":
		return "-darwin"
	}
	return ""
}

// parseConfigH is parse_config_h.
func parseConfigH(fp, vars value) (value, exc) {
	var s pymod.Steps
	if vars.IsNone() {
		vars = py.NewDict().Value()
	}
	for !s.Failed() {
		v := s.Call(fp, "readline")
		if s.Failed() || !s.Truth(v) {
			break
		}
		if !v.IsStr() {
			return value{}, py.Raisef(py.TypeErrorType, "cannot use a string pattern on a bytes-like object")
		}
		line := s.Str(v)
		if name, text, ok := definition(line); ok {
			x := py.StrV(text)
			if name != "MACOSX_DEPLOYMENT_TARGET" && name != "IPHONEOS_DEPLOYMENT_TARGET" {
				if n, e := py.IntFromStr(text, 10, x); e == nil {
					x = n
				}
			}
			s.SetItem(vars, py.StrV(name), x)
		} else if name, ok := undefinition(line); ok {
			s.SetItem(vars, py.StrV(name), py.Int(0))
		}
	}
	return s.Done(vars)
}

// definition takes apart a line "#define NAME value".
func definition(line string) (name, text string, ok bool) {
	rest, ok := strings.CutPrefix(line, "#define ")
	if !ok {
		return "", "", false
	}
	name, text, ok = strings.Cut(rest, " ")
	text, _, whole := strings.Cut(text, "\n")
	return name, text, ok && whole && isConfigName(name)
}

// undefinition takes apart a line "/* #undef NAME */".
func undefinition(line string) (name string, ok bool) {
	rest, ok := strings.CutPrefix(line, "/* #undef ")
	if !ok {
		return "", false
	}
	name, _, ok = strings.Cut(rest, " */\n")
	return name, ok && isConfigName(name)
}

// isConfigName reports whether name begins with a capital letter and goes on like a name.
func isConfigName(name string) bool {
	if len(name) < 2 || name[0] < 'A' || name[0] > 'Z' {
		return false
	}
	for _, c := range name[1:] {
		if c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
