// Package sys implements the module sys (Python library reference, sys: System-specific
// parameters and functions).
package sys

import (
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"

	"github.com/aio2go/aio2go/runtime/builtins"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/selfexec"
	"github.com/aio2go/aio2go/runtime/structseq"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "sys",
	Doc:  "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.",
	Vars: []py.Global{
		{Name: py.Intern("stdin"), Var: &pyio.Stdin},
		{Name: py.Intern("stdout"), Var: &pyio.Stdout},
		{Name: py.Intern("stderr"), Var: &pyio.Stderr},
	},
	Functions: []py.Method{
		{Name: "exit", Sig: "(status=None, /)", Impl: exit, Doc: "Exit the interpreter by raising SystemExit(status)."},
		{Name: "exc_info", Sig: "()", Impl: excInfo},
		{Name: "exception", Sig: "()", Impl: exception},
		{Name: "getrecursionlimit", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(py.RecursionLimit)), nil }},
		{Name: "setrecursionlimit", Sig: "(limit, /)", Impl: setRecursionLimit},
		{Name: "getsizeof", Sig: "(object, default=<unrepresentable>)", Impl: getSizeof},
		{Name: "audit", Impl: audit},
		{Name: "addaudithook", Sig: "(hook)", Impl: func(hook value) (value, exc) {
			auditHooks = append(auditHooks, hook)
			return py.None, nil
		}},
		{Name: "intern", Sig: "(string, /)", Impl: intern},
		{Name: "getdefaultencoding", Sig: "()", Impl: func() (value, exc) { return py.StrV("utf-8"), nil }},
		{Name: "getfilesystemencoding", Sig: "()", Impl: func() (value, exc) { return py.StrV("utf-8"), nil }},
		{Name: "getfilesystemencodeerrors", Sig: "()", Impl: func() (value, exc) { return py.StrV("surrogateescape"), nil }},
		{Name: "getrefcount", Sig: "(object, /)", Impl: func(v value) (value, exc) { return py.Int(2), nil }},
		{Name: "getswitchinterval", Sig: "()", Impl: func() (value, exc) { return py.Float(switchInterval), nil }},
		{Name: "setswitchinterval", Sig: "(interval, /)", Impl: setSwitchInterval},
		{Name: "getdlopenflags", Sig: "()", Impl: func() (value, exc) { return py.IntOf(dlopenFlags), nil }},
		{Name: "setdlopenflags", Sig: "(flags, /)", Impl: func(v value) (value, exc) {
			n, e := py.CInt(v)
			if e == nil {
				dlopenFlags = n
			}
			return py.None, e
		}},
		{Name: "getallocatedblocks", Sig: "()", Impl: allocatedBlocks},
		{Name: "is_stack_trampoline_active", Sig: "()", Impl: func() (value, exc) { return py.False, nil }},
		{Name: "deactivate_stack_trampoline", Sig: "()", Impl: func() (value, exc) { return py.None, nil }},
		{Name: "activate_stack_trampoline", Sig: "(backend, /)", Impl: activateTrampoline},
		{Name: "is_finalizing", Sig: "()", Impl: func() (value, exc) { return py.Bool(py.Finalizing), nil }},
		{Name: "gettrace", Sig: "()", Impl: func() (value, exc) { return py.GetTrace(), nil }}, {Name: "getprofile", Sig: "()", Impl: func() (value, exc) { return py.GetProfile(), nil }},
		{Name: "settrace", Sig: "(function, /)", Impl: setTrace},
		{Name: "setprofile", Sig: "(function, /)", Impl: setProfile},
		{Name: "excepthook", Sig: "(exctype, value, traceback, /)", Impl: excepthook},
		{Name: "displayhook", Sig: "(object, /)", Impl: displayhook},
		{Name: "get_coroutine_origin_tracking_depth", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(py.Current.OriginDepth)), nil }},
		{Name: "set_coroutine_origin_tracking_depth", Sig: "(depth)", Impl: setOriginDepth},
		{Name: "get_int_max_str_digits", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(py.IntMaxStrDigits)), nil }},
		{Name: "set_int_max_str_digits", Sig: "(maxdigits)", Impl: setIntMaxStrDigits},
		{Name: "get_asyncgen_hooks", Sig: "()", Impl: getAsyncGenHooks},
		{Name: "set_asyncgen_hooks", Sig: "(firstiter=<unrepresentable>, finalizer=<unrepresentable>)", Impl: setAsyncGenHooks},
		{Name: "_getframemodulename", Sig: "(depth=0)", Impl: frameModule},
		{Name: "breakpointhook", Impl: breakpointHook},
		{Name: "call_tracing", Sig: "(func, args, /)", Impl: func(f, args value) (value, exc) {
			if _, ok := py.AsTuple(args); !ok {
				return value{}, py.Raisef(py.TypeErrorType, "call_tracing() argument 2 must be tuple, not %s", args.Type().Name)
			}
			return py.TraceAgain(func() (value, exc) { return py.CallEx(f, args, value{}) })
		}},
		{Name: "_getframe", Sig: "(depth=0, /)", Impl: getFrame},
		{Name: "_current_frames", Sig: "()", Impl: func() (value, exc) { return py.NewDict().Value(), nil }},
	},
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

const defaultSwitchInterval = 0.005

var (
	switchInterval = defaultSwitchInterval
)

func setTrace(fn value) (value, exc) {
	if e := py.CheckTraced("sys.settrace", fn); e != nil {
		return value{}, e
	}
	py.Current.SetTrace(fn)
	return py.None, nil
}

func setProfile(fn value) (value, exc) {
	if e := py.CheckTraced("sys.setprofile", fn); e != nil {
		return value{}, e
	}
	py.Current.SetProfile(fn)
	return py.None, nil
}

var (
	versionInfoType = structseq.New(structseq.Spec{Name: "version_info", Module: "sys", Final: true,
		Fields: []string{"major", "minor", "micro", "releaselevel", "serial"}})
	floatInfoType = structseq.New(structseq.Spec{Name: "float_info", Module: "sys",
		Fields: []string{"max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds"}})
	intInfoType = structseq.New(structseq.Spec{Name: "int_info", Module: "sys",
		Fields: []string{"bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"}})
	hashInfoType = structseq.New(structseq.Spec{Name: "hash_info", Module: "sys",
		Fields: []string{"width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"}})
	threadInfoType = structseq.New(structseq.Spec{Name: "thread_info", Module: "sys", Fields: []string{"name", "lock", "version"}})
	flagsType      = structseq.New(structseq.Spec{Name: "flags", Module: "sys", Final: true,
		Fields: []string{"debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site",
			"ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode",
			"utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits"}})
)

// newest is the minor version whose behaviour programs get by default, and its release.
const newest, newestMicro = 13, 0

// micros are the releases that stand for the older versions.
var micros = map[int]int{6: 15, 7: 16, 8: 18, 9: 19, 10: 13, 11: 7, 12: 1}

func versions() (minor, micro int) {
	if py.Version == 0 || py.Version >= newest {
		return newest, newestMicro
	}
	return py.Version, micros[py.Version]
}

func itoa(n int) string {
	s, _ := py.StrText(py.Int(int64(n)))
	return s
}

func ints(list ...int64) []value {
	out := make([]value, len(list))
	for i, n := range list {
		out[i] = py.Int(n)
	}
	return out
}

func initModule(m *py.Module) exc {
	argv := make([]value, len(py.Argv))
	for i, a := range py.Argv {
		argv[i] = py.StrV(a)
	}
	m.Set("argv", py.NewList(argv).Value())
	orig := []value{}
	for _, a := range os.Args {
		orig = append(orig, py.StrV(a))
	}
	m.Set("orig_argv", py.NewList(orig).Value())
	m.Set("__stdin__", pyio.OrigStdin.Value())
	m.Set("__stdout__", pyio.OrigStdout.Value())
	m.Set("__stderr__", pyio.OrigStderr.Value())
	m.Set("modules", py.Modules.Value())
	monitored, e := monitoringSpec.Module()
	if e != nil {
		return e
	}
	m.Set("monitoring", monitored.Value())

	minor, micro := versions()
	info := append(ints(3, int64(minor), int64(micro)), py.StrV("final"), py.Int(0))
	m.Set("version_info", structseq.Make(versionInfoType, info))
	m.Set("hexversion", py.Int(int64(3<<24|minor<<16|micro<<8|0xf0)))
	text := "3." + itoa(minor) + "." + itoa(micro)
	m.Set("version", py.StrV(text+" (aio2go) ["+runtime.Version()+"]"))
	m.Set("_git", py.TupleV(py.StrV("CPython"), py.StrV(""), py.StrV(""))) // as of a release that was built outside of its repository
	m.Set("api_version", py.Int(1013))
	m.Set("copyright", py.StrV(builtins.Copyright))
	impl, e := py.Call0(py.SimpleNamespaceType.Value())
	if e != nil {
		return e
	}
	for _, a := range []struct {
		name string
		v    value
	}{
		{"name", py.StrV("cpython")}, {"cache_tag", py.None},
		{"version", structseq.Make(versionInfoType, info)}, {"hexversion", py.Int(int64(3<<24 | minor<<16 | micro<<8 | 0xf0))},
	} {
		if e := py.SetAttr(impl, py.Intern(a.name), a.v); e != nil {
			return e
		}
	}
	m.Set("implementation", impl)

	platform := runtime.GOOS
	if platform == "windows" {
		platform = "win32"
	}
	m.Set("platform", py.StrV(platform))
	m.Set("byteorder", py.StrV("little"))
	m.Set("maxsize", py.Int(py.MaxSize))
	m.Set("maxunicode", py.Int(0x10ffff))
	exe := selfexec.Path()
	m.Set("executable", py.StrV(exe))
	for _, name := range []string{"prefix", "exec_prefix", "base_prefix", "base_exec_prefix"} {
		m.Set(name, py.StrV(filepath.Dir(filepath.Dir(exe))))
	}
	m.Set("_base_executable", py.StrV(exe))
	m.Set("platlibdir", py.StrV("lib"))
	m.Set("abiflags", py.StrV(""))
	m.Set("path", py.ListV())
	m.Set("path_hooks", py.ListV(py.PathHook()))
	m.Set("meta_path", py.MetaPath())
	m.Set("path_importer_cache", py.NewDict().Value())
	m.Set("dont_write_bytecode", py.False)
	m.Set("pycache_prefix", py.None)
	m.Set("warnoptions", py.ListV())
	m.Set("_xoptions", py.NewDict().Value())
	m.Set("float_repr_style", py.StrV("short"))
	m.Set("float_info", structseq.Make(floatInfoType, []value{
		py.Float(1.7976931348623157e308), py.Int(1024), py.Int(308), py.Float(2.2250738585072014e-308), py.Int(-1021), py.Int(-307),
		py.Int(15), py.Int(53), py.Float(2.220446049250313e-16), py.Int(2), py.Int(1)}))
	m.Set("int_info", structseq.Make(intInfoType, ints(30, 4, 4300, 640)))
	m.Set("hash_info", structseq.Make(hashInfoType, []value{py.Int(64), py.Int(1<<61 - 1), py.Int(314159), py.Int(0), py.Int(1000003),
		py.StrV("siphash13"), py.Int(64), py.Int(128), py.Int(0)}))
	m.Set("thread_info", structseq.Make(threadInfoType, []value{py.StrV("pthread"), py.StrV("semaphore"), py.None}))
	random := int64(0)
	if py.HashRandomized() {
		random = 1
	}
	flags := ints(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, random, 0)
	flags = append(flags, py.False)
	flags = append(flags, ints(0, 0)...)
	flags = append(flags, py.False, py.Int(4300))
	m.Set("flags", structseq.Make(flagsType, flags))

	names := make([]string, 0, 64)
	for _, n := range py.GoModuleNames() {
		if !strings.Contains(n, ".") {
			names = append(names, n)
		}
	}
	sort.Strings(names)
	var list []value
	for _, n := range names {
		list = append(list, py.StrV(n))
	}
	m.Set("builtin_module_names", py.NewTuple(list).Value())
	std := py.NewFrozenSet()
	for _, n := range names {
		if e := std.Add(py.StrV(n)); e != nil {
			return e
		}
	}
	m.Set("stdlib_module_names", std.Value())

	hook, _ := m.Get(py.Intern("excepthook"))
	m.Set("__excepthook__", hook)
	display, _ := m.Get(py.Intern("displayhook"))
	m.Set("__displayhook__", display)
	breakpoint, _ := m.Get(py.Intern("breakpointhook"))
	m.Set("__breakpointhook__", breakpoint)
	unraisable := py.NewBuiltin("unraisablehook", "sys", "(unraisable, /)", unraisableHook).Value()
	m.Set("unraisablehook", unraisable)
	m.Set("__unraisablehook__", unraisable)
	py.ExceptHook = func(x *py.Exception) bool { return callExceptHook(m, hook, x) }
	py.UnraisableHook = func(x *py.Exception, what string, object value) { callUnraisableHook(m, unraisable, x, what, object) }
	return nil
}

func exit(status value) (value, exc) {
	args := []value{}
	if !status.IsUnbound() && !status.IsNone() {
		args = append(args, status)
		if t, ok := py.AsTuple(status); ok {
			args = t.Items()
		}
	}
	x, e := py.CallN(py.SystemExitType.Value(), args)
	if e != nil {
		return value{}, e
	}
	return value{}, py.Raise(x)
}

func excInfo() (value, exc) {
	x := py.Handled()
	if x == nil {
		return py.TupleV(py.None, py.None, py.None), nil
	}
	return py.TupleV(x.Type().Value(), x.Value(), py.TracebackOf(x)), nil
}

func exception() (value, exc) {
	if x := py.Handled(); x != nil {
		return x.Value(), nil
	}
	return py.None, nil
}

func setRecursionLimit(v value) (value, exc) {
	n, e := py.CInt(v)
	if e != nil {
		return value{}, e
	}
	if n < 1 {
		return value{}, py.Raisef(py.ValueErrorType, "recursion limit must be greater or equal than 1")
	}
	if n <= py.Current.Depth {
		return value{}, py.Raisef(py.RecursionErrorType, "cannot set the recursion limit to %d at the recursion depth %d: the limit is too low", n, py.Current.Depth)
	}
	py.SetRecursionLimit(n)
	return py.None, nil
}

func setSwitchInterval(v value) (value, exc) {
	f, e := py.AsFloat(v)
	if e != nil {
		return value{}, e
	}
	if f <= 0 {
		return value{}, py.Raisef(py.ValueErrorType, "switch interval must be strictly positive")
	}
	switchInterval = f
	return py.None, nil
}

func setOriginDepth(v value) (value, exc) {
	n, e := py.CInt(v)
	if e != nil && e.Type() == py.OverflowErrorType {
		return value{}, py.Raisef(py.OverflowErrorType, "Python int too large to convert to C int")
	}
	if e != nil {
		return value{}, e
	}
	if n < 0 {
		return value{}, py.Raisef(py.ValueErrorType, "depth must be >= 0")
	}
	py.Current.OriginDepth = n
	return py.None, nil
}

func intern(v value) (value, exc) {
	if !v.IsExactStr() {
		if v.IsStr() {
			return value{}, py.Raisef(py.TypeErrorType, "can't intern %s", v.Type().Name)
		}
		return value{}, py.Raisef(py.TypeErrorType, "intern() argument must be str, not %s", v.Type().Name)
	}
	return py.InternStr(v.Str()).Value(), nil
}

var nameSizeof = py.Intern("__sizeof__")

// getSizeof gives the sizes that CPython 3.13 has on 64-bit machines, for what has a
// __sizeof__ of its own.
func getSizeof(v, def value) (value, exc) {
	f, e := py.LookupSpecial(v, nameSizeof)
	if e != nil {
		return value{}, e
	}
	if f.IsUnbound() {
		if !def.IsUnbound() {
			return def, nil
		}
		return value{}, py.Raisef(py.TypeErrorType, "Type %s doesn't define __sizeof__", v.Type().Name)
	}
	x, e := py.Call0(f)
	if e != nil {
		return value{}, e
	}
	n, e := py.Ssize(x)
	if e != nil {
		return value{}, e
	}
	t := v.Type()
	if t.Has(py.FlagList) || t.Has(py.FlagDict) || t.Has(py.FlagSet) || t.Has(py.FlagTuple) || t.Has(py.FlagHeap) || t.Has(py.FlagType) {
		n += 16 // the collector's header
	}
	return py.Int(int64(n)), nil
}

func getFrame(depth value) (value, exc) {
	n := 0
	if !depth.IsUnbound() {
		var e exc
		if n, e = py.CInt(depth); e != nil {
			return value{}, e
		}
	}
	frames := py.RunningFrames()
	n = max(n, 0)
	if n >= len(frames) {
		return value{}, py.Raisef(py.ValueErrorType, "call stack is not deep enough")
	}
	return frames[n].Value(), nil
}

// frameModule is the name of the module whose code a frame runs, None beyond the last.
func frameModule(depth value) (value, exc) {
	frame, e := getFrame(depth)
	if e != nil {
		if e.Is(py.ValueErrorType) {
			return py.None, nil
		}
		return value{}, e
	}
	globals, e := py.GetAttr(frame, py.Intern("f_globals"))
	if e != nil {
		return value{}, e
	}
	if name, e := py.GetItem(globals, py.StrV("__name__")); e == nil {
		return name, nil
	}
	return py.None, nil
}
