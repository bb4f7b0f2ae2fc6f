package importlib

import (
	"strings"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/builtins"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements what importlib.abc and other modules of CPython's library take from
// importlib._bootstrap and importlib._bootstrap_external: the classes that loaders derive
// from, which run source text.

var bootstrapSpec = py.ModuleSpec{
	Name:  "importlib._bootstrap",
	Types: []*py.Type{py.ImportSpecType, py.BuiltinImporterType, py.FrozenImporterType},
	Functions: []py.Method{
		{Name: "module_from_spec", Sig: "(spec)", Impl: py.ModuleFromSpec},
		{Name: "spec_from_loader", Sig: "(name, loader, *, origin=None, is_package=None)", Impl: specFromLoader},
		{Name: "_resolve_name", Sig: "(name, package, level)", Impl: func(name, pkg, level value) (value, exc) {
			n, e := py.IndexInt(level, nil)
			if e != nil {
				return value{}, e
			}
			s, ok := py.AsStr(name)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "module name must be str, not %s", name.Type().Name)
			}
			full, e := resolve(py.StrV(strings.Repeat(".", int(n))+s.S), pkg, py.ImportErrorType)
			return py.StrV(full), e
		}},
		{Name: "_load_module_shim", Sig: "(self, fullname)", Impl: func(loader, name value) (value, exc) {
			spec, e := specFromLoader(name, loader, value{}, value{})
			if e != nil {
				return value{}, e
			}
			key, ok := py.AsStr(name)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "module name must be str, not %s", name.Type().Name)
			}
			if m, ok := py.Modules.GetStr(py.InternStr(key)); ok {
				if _, e := py.CallMethod1(loader, py.Intern("exec_module"), m); e != nil {
					return value{}, e
				}
				return m, nil
			}
			return py.LoadSpec(spec)
		}},
		{Name: "_call_with_frames_removed", Sig: "(f, *args, **kwds)", Impl: func(args []value, names []*py.Str) (value, exc) {
			if len(args) == len(names) {
				return value{}, py.Raisef(py.TypeErrorType, "_call_with_frames_removed() missing 1 required positional argument: 'f'")
			}
			return py.CallKw(args[0], args[1:], names)
		}},
	},
}

var externalSpec = py.ModuleSpec{
	Name:  "importlib._bootstrap_external",
	Types: []*py.Type{py.SourceLoaderType, py.PathFinderType, py.FileFinderType},
	Functions: []py.Method{
		{Name: "spec_from_file_location", Sig: "(name, location=None, *, loader=None, submodule_search_locations=<unrepresentable>)", Impl: specFromFile},
		{Name: "cache_from_source", Sig: "(path, debug_override=None, *, optimization=None)", Impl: cacheFromSource},
		{Name: "source_from_cache", Sig: "(path)", Impl: sourceFromCache},
		{Name: "decode_source", Sig: "(source_bytes)", Impl: decodeSource},
	},
	Init: func(m *py.Module) exc {
		m.Set("MAGIC_NUMBER", magicNumber())
		m.Set("_RAW_MAGIC_NUMBER", py.Int(rawMagic))
		return addLoaders(m)
	},
}

// inert are the loaders and finders of importlib.machinery for what a compiled program
// cannot load.
var inert = []*py.Type{
	{Name: "AppleFrameworkLoader"}, {Name: "ExtensionFileLoader"}, {Name: "NamespaceLoader"},
	{Name: "SourcelessFileLoader"}, {Name: "WindowsRegistryFinder"},
}

func refuse(v, _ value) (value, exc) {
	return value{}, py.Raisef(py.ImportErrorType, "a compiled program cannot load modules with %s", v.Type().Name)
}

func call(obj value, name string, args ...value) (value, exc) {
	f, e := py.GetAttr(obj, py.Intern(name))
	if e != nil {
		return value{}, e
	}
	return py.CallN(f, args)
}

// exec runs a module with the code that the loader gives.
func exec(loader, module value) (value, exc) {
	name, e := py.GetAttr(module, py.Intern("__name__"))
	if e != nil {
		return value{}, e
	}
	code, e := call(loader, "get_code", name)
	if e != nil {
		return value{}, e
	}
	if code.IsNone() {
		r, e := py.Repr(name)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.ImportErrorType, "cannot load module %s when get_code() returns None", r.Str().S)
	}
	globals, e := py.GetAttr(module, py.Intern("__dict__"))
	if e != nil {
		return value{}, e
	}
	return py.Call2(builtins.ExecV, code, globals)
}

// addLoaders makes the classes that loaders derive from. Their methods are functions, which
// importlib.abc takes for classes of its own.
func addLoaders(m *py.Module) exc {
	const module = "_frozen_importlib_external"
	basics, e := pymod.New(pymod.Class{Name: "_LoaderBasics", Module: module, Doc: "Base class of common code needed by both SourceLoader and\nSourcelessFileLoader.", Methods: []pymod.Func{
		{Sig: "is_package(self, fullname)", Impl: func(loader, name value) (value, exc) {
			v, e := call(loader, "get_filename", name)
			if e != nil {
				return value{}, e
			}
			path, ok := py.AsStr(v)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "the name of a file must be str, not %s", v.Type().Name)
			}
			full, e := py.Str_(name)
			if e != nil {
				return value{}, e
			}
			file := path.S[strings.LastIndexByte(path.S, '/')+1:]
			last := full.Str().S[strings.LastIndexByte(full.Str().S, '.')+1:]
			return py.Bool(strings.HasPrefix(file, "__init__.") && last != "__init__"), nil
		}},
		{Sig: "create_module(self, spec)", Impl: func(_, _ value) (value, exc) { return py.None, nil }},
		{Sig: "exec_module(self, module)", Impl: exec},
		{Sig: "load_module(self, fullname)", Impl: func(loader, name value) (value, exc) {
			m, e := bootstrapSpec.Module()
			if e != nil {
				return value{}, e
			}
			return call(m.Value(), "_load_module_shim", loader, name)
		}},
	}})
	if e != nil {
		return e
	}
	source, e := pymod.New(pymod.Class{Name: "SourceLoader", Module: module, Bases: []value{basics}, Methods: []pymod.Func{
		{Sig: "get_source(self, fullname)", Impl: func(loader, name value) (value, exc) {
			data, _, e := sourceData(loader, name)
			if e != nil {
				return value{}, e
			}
			return decodeSource(data)
		}},
		{Sig: "get_code(self, fullname)", Impl: func(loader, name value) (value, exc) {
			data, path, e := sourceData(loader, name)
			if e != nil {
				return value{}, e
			}
			return call(loader, "source_to_code", data, path)
		}},
		{Sig: "source_to_code(self, data, path, *, _optimize=-1)", Impl: func(_, data, path, _ value) (value, exc) {
			return py.CallN(builtins.CompileV, []value{data, path, py.StrV("exec")})
		}},
		{Sig: "path_mtime(self, path)", Impl: func(_, _ value) (value, exc) { return value{}, py.RaiseArgs(py.OSErrorType) }},
		{Sig: "path_stats(self, path)", Impl: func(loader, path value) (value, exc) {
			v, e := call(loader, "path_mtime", path)
			if e != nil {
				return value{}, e
			}
			return py.DictBuild([]value{py.StrV("mtime"), v})
		}},
		{Sig: "set_data(self, path, data)", Impl: func(_, _, _ value) (value, exc) { return py.None, nil }},
	}})
	if e != nil {
		return e
	}
	file, e := pymod.New(pymod.Class{Name: "FileLoader", Module: module, Doc: "Base file loader class which implements the loader protocol methods that\nrequire file system usage.", Methods: []pymod.Func{
		{Sig: "__init__(self, fullname, path)", Impl: func(v, name, path value) (value, exc) {
			if e := py.SetAttr(v, py.Intern("name"), name); e != nil {
				return value{}, e
			}
			return py.None, py.SetAttr(v, py.Intern("path"), path)
		}},
		{Sig: "get_filename(self, name=None)", Impl: func(v, _ value) (value, exc) { return py.GetAttr(v, py.Intern("path")) }},
		{Sig: "get_data(self, path)", Impl: func(_, path value) (value, exc) { return py.ReadFile(path) }},
	}})
	m.Set("_LoaderBasics", basics)
	m.Set("SourceLoader", source)
	m.Set("FileLoader", file)
	return e
}

func init() {
	layout := py.LayoutWithAttrs[py.Instance](unsafe.Offsetof(py.Instance{}.Attrs))
	const module = "_frozen_importlib_external"
	for _, t := range inert {
		t.Define(&py.TypeSpec{Module: module, Flags: py.FlagBaseType, Layout: layout, Methods: []py.Method{
			{Name: "create_module", Sig: "($self, spec)", Impl: refuse}, {Name: "exec_module", Sig: "($self, module)", Impl: refuse},
		}})
	}
	py.RegisterModule(&bootstrapSpec)
	py.RegisterModule(&externalSpec)
}

// sourceData returns the source text of a module, as bytes, and its path.
func sourceData(loader, name value) (data, path value, e exc) {
	if path, e = call(loader, "get_filename", name); e != nil {
		return value{}, value{}, e
	}
	data, e = call(loader, "get_data", path)
	if e != nil && e.Is(py.OSErrorType) {
		n, _ := py.AsStr(name)
		err := py.RaiseImportError(py.ImportErrorType, "source not available through get_data()", n.Value(), value{}, value{})
		return value{}, value{}, err
	}
	return data, path, e
}
