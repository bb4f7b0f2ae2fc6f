// Package importlib implements the modules importlib, importlib.util and
// importlib.machinery (Python library reference, importlib: The implementation of import),
// and what importlib.abc, which is compiled from CPython's library, needs of CPython's
// bootstrap modules. What is imported by name, found and reloaded are the modules that the
// program has; finders and loaders of the program's own may make others, and source text
// of which there are only files is interpreted.
package importlib

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/builtins"
	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:    "importlib",
	Doc:     "A pure Python implementation of import.",
	Package: true,
	Functions: []py.Method{
		{Name: "import_module", Sig: "(name, package=None)", Impl: importModule},
		{Name: "invalidate_caches", Sig: "()", Impl: func() (value, exc) { return py.None, nil }},
		{Name: "reload", Sig: "(module)", Impl: py.Reload},
	},
	Init: func(m *py.Module) exc {
		m.Set("__import__", builtins.ImportV)
		m.Set("__all__", py.ListV(py.StrV("__import__"), py.StrV("import_module"), py.StrV("invalidate_caches"), py.StrV("reload")))
		return nil
	},
}

var machinerySpec = py.ModuleSpec{
	Name:  "importlib.machinery",
	Doc:   "The machinery of importlib: finders, loaders, hooks, etc.",
	Types: []*py.Type{py.ImportSpecType, py.SourceLoaderType, py.BuiltinImporterType, py.FrozenImporterType, py.PathFinderType, py.FileFinderType},
	Init: func(m *py.Module) exc {
		for _, t := range inert {
			m.Set(t.Name, t.Value())
		}
		list := func(items ...string) value {
			l := py.NewList(nil)
			for _, s := range items {
				py.ListAppend(l.Value(), py.StrV(s))
			}
			return l.Value()
		}
		m.Set("SOURCE_SUFFIXES", list(".py"))
		m.Set("BYTECODE_SUFFIXES", list(".pyc"))
		m.Set("DEBUG_BYTECODE_SUFFIXES", list(".pyc"))
		m.Set("OPTIMIZED_BYTECODE_SUFFIXES", list(".pyc"))
		m.Set("EXTENSION_SUFFIXES", list())
		m.SetFunc("all_suffixes", "()", func() (value, exc) { return list(".py", ".pyc"), nil })
		return nil
	},
}

func init() {
	py.RegisterModule(&spec)
	py.RegisterModule(&utilSpec)
	py.RegisterModule(&machinerySpec)
}

// importModule is import_module(name, package).
func importModule(name, pkg value) (value, exc) {
	n, ok := py.AsStr(name)
	if !ok {
		return value{}, py.Raisef(py.AttributeErrorType, "'%s' object has no attribute 'startswith'", name.Type().Name)
	}
	if !strings.HasPrefix(n.S, ".") {
		if n.S == "" {
			return value{}, py.Raisef(py.ValueErrorType, "Empty module name")
		}
		return py.ImportModule(n.S)
	}
	if given, e := isGiven(pkg); e != nil {
		return value{}, e
	} else if !given {
		return value{}, py.Raisef(py.TypeErrorType, "the 'package' argument is required to perform a relative import for %s", quote(n.S))
	}
	full, e := resolve(name, pkg, py.ImportErrorType)
	if e != nil {
		return value{}, e
	}
	return py.ImportModule(full)
}

func isGiven(v value) (bool, exc) {
	if v.IsUnbound() {
		return false, nil
	}
	return py.Truth(v)
}

func quote(s string) string {
	r, e := py.Repr(py.StrV(s))
	if e != nil {
		return "'" + s + "'"
	}
	return r.Str().S
}

// resolve returns the absolute name of one that may begin with dots
// (importlib._bootstrap._resolve_name).
func resolve(name, pkg value, missing *py.Type) (string, exc) {
	n, ok := py.AsStr(name)
	if !ok {
		return "", py.Raisef(py.AttributeErrorType, "'%s' object has no attribute 'startswith'", name.Type().Name)
	}
	if !strings.HasPrefix(n.S, ".") {
		return n.S, nil
	}
	if given, e := isGiven(pkg); e != nil {
		return "", e
	} else if !given {
		return "", py.Raisef(missing, "no package specified for %s (required for relative module names)", quote(n.S))
	}
	p, ok := py.AsStr(pkg)
	if !ok {
		return "", py.Raisef(py.TypeErrorType, "__package__ not set to a string")
	}
	rest := strings.TrimLeft(n.S, ".")
	base := p.S
	for level := len(n.S) - len(rest); level > 1; level-- {
		i := strings.LastIndexByte(base, '.')
		if i < 0 {
			return "", py.Raisef(py.ImportErrorType, "attempted relative import beyond top-level package")
		}
		base = base[:i]
	}
	return strings.TrimSuffix(base+"."+rest, "."), nil
}

// findSpec is find_spec(name, package): the package around the module is imported.
func findSpec(name, pkg value) (value, exc) {
	full, e := resolve(name, pkg, py.ImportErrorType)
	if e != nil {
		return value{}, e
	}
	if i := strings.LastIndexByte(full, '.'); i >= 0 && py.LoadedModule(full) == nil {
		parent, e := py.ImportModule(full[:i])
		if e != nil {
			return value{}, e
		}
		if _, isPackage, e := py.LookupAttr(parent, py.Intern("__path__")); e != nil {
			return value{}, e
		} else if !isPackage {
			return value{}, py.RaiseImportError(py.ModuleNotFoundErrorType, "__path__ attribute not found on "+quote(full[:i])+" while trying to find "+quote(full), py.StrV(full), value{}, value{})
		}
	}
	return py.FindSpec(full)
}
