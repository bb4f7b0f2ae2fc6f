package builtins

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// ImportArgs is __import__(name, globals=None, locals=None, fromlist=(), level=0): what an
// import statement does but for the binding of names. Of a package it returns what the
// statement binds, the outermost one, unless names are imported from it.
func ImportArgs(args []py.Value) (py.Value, *py.Exception) {
	name, ok := py.AsStr(args[0])
	if !ok {
		return py.Value{}, py.Raisef(py.TypeErrorType, "module name must be a string")
	}
	level := 0
	if v := args[4]; !v.IsUnbound() {
		n, exc := py.CInt(v)
		if exc != nil {
			return py.Value{}, exc
		}
		level = int(n)
	}
	full, exc := absoluteName(name.S, args[1], level)
	if exc != nil {
		return py.Value{}, exc
	}
	mod, exc := py.ImportModule(full)
	if exc != nil {
		if !exc.Is(py.ModuleNotFoundErrorType) {
			return py.Value{}, exc
		}
		shared, ok := py.ImportShared(full)
		if !ok {
			return py.Value{}, exc
		}
		mod = shared
	}
	if from := args[3]; !from.IsUnbound() && !from.IsNone() {
		named, exc := py.Truth(from)
		if exc != nil {
			return py.Value{}, exc
		}
		if named {
			return mod, importFromList(mod, full, from)
		}
	}
	first, rest, dotted := strings.Cut(name.S, ".")
	switch {
	case !dotted:
		return mod, nil
	case level == 0:
		return py.ImportModule(first)
	}
	return py.ImportModule(full[:len(full)-len(rest)-1])
}

// absoluteName resolves a name that is relative to the package of which globals are a
// module's (import.c, resolve_name).
func absoluteName(name string, globals py.Value, level int) (string, *py.Exception) {
	switch {
	case level < 0:
		return "", py.Raisef(py.ValueErrorType, "level must be >= 0")
	case level == 0 && name == "":
		return "", py.Raisef(py.ValueErrorType, "Empty module name")
	case level == 0:
		return name, nil
	}
	pkg, exc := packageOf(globals)
	if exc != nil {
		return "", exc
	}
	if pkg == "" {
		return "", py.NoParentPackage()
	}
	for ; level > 1; level-- {
		i := strings.LastIndexByte(pkg, '.')
		if i < 0 {
			return "", py.RaiseImportError(py.ImportErrorType, "attempted relative import beyond top-level package", py.Value{}, py.Value{}, py.Value{})
		}
		pkg = pkg[:i]
	}
	if name == "" {
		return pkg, nil
	}
	return pkg + "." + name, nil
}

var (
	namePackage = py.Intern("__package__")
	nameSpec    = py.Intern("__spec__")
	nameParent  = py.Intern("parent")
	nameDunder  = py.Intern("__name__")
	namePath    = py.Intern("__path__")
	nameAll     = py.Intern("__all__")
	nameName    = py.Intern("name")
)

// packageOf is the package of the module that has the globals.
func packageOf(globals py.Value) (string, *py.Exception) {
	dict, ok := py.AsDict(globals)
	if !ok {
		return "", py.Raisef(py.TypeErrorType, "globals must be a dict")
	}
	get := func(name *py.Str) py.Value {
		v, ok := dict.GetStr(name)
		if !ok {
			return py.None
		}
		return v
	}
	if v := get(namePackage); !v.IsNone() {
		s, ok := py.AsStr(v)
		if !ok {
			return "", py.Raisef(py.TypeErrorType, "package must be a string")
		}
		return s.S, nil
	}
	if spec := get(nameSpec); !spec.IsNone() {
		v, exc := py.GetAttr(spec, nameParent)
		if exc != nil {
			return "", exc
		}
		s, ok := py.AsStr(v)
		if !ok {
			return "", py.Raisef(py.TypeErrorType, "__spec__.parent must be a string")
		}
		return s.S, nil
	}
	v, ok := dict.GetStr(nameDunder)
	if !ok {
		return "", py.RaiseArgs(py.KeyErrorType, py.StrV("'__name__' not in globals"))
	}
	s, ok := py.AsStr(v)
	if !ok {
		return "", py.Raisef(py.TypeErrorType, "__name__ must be a string")
	}
	if _, isPackage := dict.GetStr(namePath); isPackage {
		return s.S, nil
	}
	return s.S[:max(0, strings.LastIndexByte(s.S, '.'))], nil
}

// importFromList imports those of the names that are modules in the package mod, as
// importlib._bootstrap._handle_fromlist.
func importFromList(mod py.Value, full string, from py.Value) *py.Exception {
	if _, isPackage, exc := py.LookupAttr(mod, namePath); exc != nil || !isPackage {
		return exc
	}
	return py.Each(from, func(v py.Value) *py.Exception {
		name, ok := py.AsStr(v)
		if !ok {
			return py.Raisef(py.TypeErrorType, "Item in ``from list'' must be str, not %s", v.Type().ShownName())
		}
		if name.S == "*" {
			all, found, exc := py.LookupAttr(mod, nameAll)
			if exc != nil || !found {
				return exc
			}
			return importFromList(mod, full, all)
		}
		if _, found, exc := py.LookupAttr(mod, name); exc != nil || found {
			return exc
		}
		sub := py.StrV(full + "." + name.S)
		_, exc := py.ImportModule(sub.Str().S)
		if exc != nil && exc.Is(py.ModuleNotFoundErrorType) {
			missing, e := py.GetAttr(exc.Value(), nameName)
			if s, ok := py.AsStr(missing); e == nil && ok && s.S == sub.Str().S {
				return nil
			}
		}
		return exc
	})
}
