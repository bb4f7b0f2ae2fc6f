// Package platform implements the module platform (Python library reference, platform:
// Access to underlying platform's identifying data). The program links no C library, so
// none is named.
package platform

import (
	"os"
	"runtime"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
	_ "github.com/aio2go/aio2go/runtime/stdlib/sys" // for the version
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "platform",
	Doc:  "This module tries to retrieve as much platform-identifying data as\npossible. It makes this information available via function APIs.",
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

// names are what the system says of itself.
type names struct{ system, node, release, version, machine string }

// processor is uname().processor: not known without asking another program.
const processor = ""

var uname value

func unameResult() (value, exc) {
	if !uname.IsUnbound() {
		return uname, nil
	}
	n := systemNames()
	var e exc
	uname, e = py.CallN(unameClass, []value{py.StrV(n.system), py.StrV(n.node), py.StrV(n.release), py.StrV(n.version), py.StrV(n.machine)})
	return uname, e
}

// unameClass is uname_result, which has the processor behind the elements that it is made of.
var unameClass value

func makeUnameClass() (value, exc) {
	base, e := collections.NewNamedTuple("uname_result_base", "platform", []string{"system", "node", "release", "version", "machine"}, nil)
	if e != nil {
		return value{}, e
	}
	return pymod.New(pymod.Class{Name: "uname_result", Module: "platform", Bases: []value{base},
		Doc: "A uname_result that's largely compatible with a\nsimple namedtuple except that 'processor' is\nresolved late and cached to avoid calling \"uname\"\nexcept when needed.",
		Attrs: []py.Const{{Name: "_fields", Value: py.TupleV(py.StrV("system"), py.StrV("node"), py.StrV("release"), py.StrV("version"), py.StrV("machine"), py.StrV("processor"))},
			{Name: "processor", Value: py.StrV(processor)}},
		Methods: []pymod.Func{
			{Sig: "__iter__(self)", Impl: func(self value) (value, exc) {
				return py.Iter(py.NewTuple(append(append([]value(nil), py.Heap[py.Tuple](self).Items()...), py.StrV(processor))).Value())
			}},
			{Sig: "__getitem__(self, key)", Impl: func(self, key value) (value, exc) {
				all := py.NewTuple(append(append([]value(nil), py.Heap[py.Tuple](self).Items()...), py.StrV(processor)))
				return py.GetItem(all.Value(), key)
			}},
			{Sig: "__len__(self)", Impl: func(self value) (value, exc) { return py.Int(6), nil }},
			{Sig: "__reduce__(self)", Impl: func(self value) (value, exc) {
				return py.TupleV(unameClass, py.NewTuple(py.Heap[py.Tuple](self).Items()).Value()), nil
			}},
		}})
}

// fallback are the names that Go knows on every system.
func fallback() names {
	node, err := os.Hostname()
	if err != nil {
		node = ""
	}
	system := map[string]string{"linux": "Linux", "darwin": "Darwin", "windows": "Windows", "freebsd": "FreeBSD", "openbsd": "OpenBSD", "netbsd": "NetBSD"}[runtime.GOOS]
	machine := map[string]string{"amd64": "x86_64", "arm64": "aarch64", "386": "i686"}[runtime.GOARCH]
	if machine == "" {
		machine = runtime.GOARCH
	}
	return names{system: system, node: node, machine: machine}
}

func text(f func(n names) string) func() (value, exc) {
	return func() (value, exc) { return py.StrV(f(systemNames())), nil }
}

// pythonVersion is the version as a string, from sys.
func pythonVersion() (string, exc) {
	sys, e := py.ImportModule("sys")
	if e != nil {
		return "", e
	}
	v, e := pymod.Attr(sys, "version")
	if e != nil {
		return "", e
	}
	s, _, _ := strings.Cut(v.Str().S, " ")
	return s, nil
}

func versionTuple() (value, exc) {
	s, e := pythonVersion()
	if e != nil {
		return value{}, e
	}
	var items []value
	for _, p := range strings.Split(s, ".") {
		items = append(items, py.StrV(p))
	}
	return py.NewTuple(items).Value(), nil
}

// clean is platform's way to join parts to one word.
func clean(parts ...string) string {
	var used []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			used = append(used, p)
		}
	}
	s := strings.Join(used, "-")
	for _, r := range []string{" ", "/", "\\", ":", ";", "\"", "(", ")"} {
		rep := "-"
		if r == " " {
			rep = "_"
		}
		s = strings.ReplaceAll(s, r, rep)
	}
	s = strings.ReplaceAll(s, "unknown", "")
	for strings.Contains(s, "--") {
		s = strings.ReplaceAll(s, "--", "-")
	}
	return strings.TrimRight(s, "-")
}

func platformText(aliased, terse value) (value, exc) {
	n := systemNames()
	short, e := py.Truth(terse)
	if e != nil {
		return value{}, e
	}
	system := n.system
	if system == "Darwin" {
		system = "macOS"
	}
	if short {
		return py.StrV(clean(system, n.release)), nil
	}
	return py.StrV(clean(system, n.release, n.machine)), nil
}

// osRelease reads /etc/os-release.
func osRelease() (value, exc) {
	for _, path := range []string{"/etc/os-release", "/usr/lib/os-release"} {
		data, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		d := py.NewDict()
		for _, kv := range [][2]string{{"NAME", "Linux"}, {"ID", "linux"}, {"PRETTY_NAME", "Linux"}} {
			d.SetStr(py.Intern(kv[0]), py.StrV(kv[1]))
		}
		for _, l := range strings.Split(string(data), "\n") {
			k, v, ok := strings.Cut(l, "=")
			if !ok || k == "" || !py.IsIdentifier(k) {
				continue
			}
			v = strings.TrimSpace(v)
			if len(v) >= 2 && (v[0] == '"' || v[0] == '\'') && v[len(v)-1] == v[0] {
				v = v[1 : len(v)-1]
			}
			for _, q := range []string{"\\", "$", "`", "\"", "'"} {
				v = strings.ReplaceAll(v, "\\"+q, q)
			}
			d.SetStr(py.Intern(k), py.StrV(v))
		}
		return d.Value(), nil
	}
	return value{}, py.RaiseOSError(2, "Unable to read files /etc/os-release, /usr/lib/os-release", value{}, value{})
}

func initModule(m *py.Module) exc {
	same := func(parts ...string) func() (value, exc) {
		return func() (value, exc) {
			items := make([]value, len(parts))
			for i, p := range parts {
				items[i] = py.StrV(p)
			}
			return py.NewTuple(items).Value(), nil
		}
	}
	str := func(s string) func() (value, exc) { return func() (value, exc) { return py.StrV(s), nil } }
	empty3 := py.TupleV(py.StrV(""), py.StrV(""), py.StrV(""))
	pymod.AddFunctions(m,
		pymod.Func{Sig: "uname()", Impl: unameResult},
		pymod.Func{Sig: "system()", Impl: text(func(n names) string { return n.system })},
		pymod.Func{Sig: "node()", Impl: text(func(n names) string { return n.node })},
		pymod.Func{Sig: "release()", Impl: text(func(n names) string { return n.release })},
		pymod.Func{Sig: "version()", Impl: text(func(n names) string { return n.version })},
		pymod.Func{Sig: "machine()", Impl: text(func(n names) string { return n.machine })},
		pymod.Func{Sig: "processor()", Impl: str(processor)},
		pymod.Func{Sig: "platform(aliased=False, terse=False)", Impl: platformText},
		pymod.Func{Sig: "architecture(executable='', bits='', linkage='')", Impl: func(executable, bits, linkage value) (value, exc) {
			b, l := bits, linkage
			if bits.Str().S == "" {
				b = py.StrV("64bit")
				if ^uint(0)>>32 == 0 {
					b = py.StrV("32bit")
				}
			}
			if linkage.Str().S == "" && runtime.GOOS == "linux" {
				l = py.StrV("ELF")
			}
			return py.TupleV(b, l), nil
		}},
		pymod.Func{Sig: "system_alias(system, release, version)", Impl: func(system, release, version value) (value, exc) {
			return py.TupleV(system, release, version), nil
		}},
		pymod.Func{Sig: "python_implementation()", Impl: str("CPython")},
		pymod.Func{Sig: "python_version()", Impl: func() (value, exc) {
			s, e := pythonVersion()
			return py.StrV(s), e
		}},
		pymod.Func{Sig: "python_version_tuple()", Impl: versionTuple},
		pymod.Func{Sig: "python_branch()", Impl: str("")},
		pymod.Func{Sig: "python_revision()", Impl: str("")},
		pymod.Func{Sig: "python_build()", Impl: same("aio2go", "")},
		pymod.Func{Sig: "python_compiler()", Impl: str(runtime.Version())},
		pymod.Func{Sig: "libc_ver(executable=None, lib='', version='', chunksize=16384)", Impl: libcVersion},
		pymod.Func{Sig: "mac_ver(release='', versioninfo=EMPTY, machine='')", Defaults: map[string]value{"EMPTY": empty3}, Impl: func(release, info, machine value) (value, exc) {
			return py.TupleV(release, info, machine), nil
		}},
		pymod.Func{Sig: "win32_ver(release='', version='', csd='', ptype='')", Impl: func(a, b, c, d value) (value, exc) { return py.TupleV(a, b, c, d), nil }},
		pymod.Func{Sig: "win32_edition()", Impl: func() (value, exc) { return py.None, nil }},
		pymod.Func{Sig: "win32_is_iot()", Impl: func() (value, exc) { return py.False, nil }},
		pymod.Func{Sig: "java_ver(release='', vendor='', vminfo=EMPTY, osinfo=EMPTY)", Defaults: map[string]value{"EMPTY": empty3}, Impl: func(a, b, c, d value) (value, exc) {
			if py.VersionAtLeast(13) {
				if e := py.Warn(py.DeprecationWarningType, "'java_ver' is deprecated and slated for removal in Python 3.15", 1); e != nil {
					return value{}, e
				}
			}
			return py.TupleV(a, b, c, d), nil
		}},
		pymod.Func{Sig: "freedesktop_os_release()", Impl: osRelease},
	)
	var e exc
	if unameClass, e = makeUnameClass(); e != nil {
		return e
	}
	m.Set("uname_result", unameClass)
	return addPhones(m)
}
