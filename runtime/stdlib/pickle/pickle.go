// Package pickle implements the module _pickle, which the library's module pickle takes its
// classes and functions from (Python library reference, pickle: Python object
// serialization), in protocols 0 to 5.
package pickle

import (
	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var (
	pickleError     = errorClass("PickleError", py.ExceptionType)
	picklingError   = errorClass("PicklingError", pickleError)
	unpicklingError = errorClass("UnpicklingError", pickleError)
)

func errorClass(name string, base *py.Type) *py.Type {
	return py.NewBuiltinType(name, &py.TypeSpec{Base: base, Module: "_pickle", Flags: py.FlagBaseType})
}

var spec = py.ModuleSpec{
	Name:  "_pickle",
	Doc:   "Optimized C implementation for the Python pickle module.",
	Types: []*py.Type{pickleError, picklingError, unpicklingError, picklerType, unpicklerType, bufferType},
	Functions: []py.Method{
		{Name: "dump", Sig: "(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)", Impl: dump,
			Doc: "Write a pickled representation of obj to the open file object file."},
		{Name: "dumps", Sig: "(obj, protocol=None, *, fix_imports=True, buffer_callback=None)", Impl: dumps,
			Doc: "Return the pickled representation of the object as a bytes object."},
		{Name: "load", Sig: "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())", Impl: load,
			Doc: "Read and return an object from the pickle data stored in a file."},
		{Name: "loads", Sig: "(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())", Impl: loads,
			Doc: "Read and return an object from the given pickle data."},
	},
	Init: func(*py.Module) exc { return shared.find() },
}

func init() { py.RegisterModule(&spec) }

// shared are the dicts of modules in Python that pickles depend on.
var shared tables

type tables struct {
	dispatch, extensions, inverted, cache   *py.Dict // of copyreg
	newNames, newModules, oldNames, oldMods *py.Dict // of _compat_pickle
}

// find looks the dicts up.
func (t *tables) find() exc {
	for _, w := range []struct {
		module, name string
		to           **py.Dict
	}{
		{"copyreg", "dispatch_table", &t.dispatch},
		{"copyreg", "_extension_registry", &t.extensions},
		{"copyreg", "_inverted_registry", &t.inverted},
		{"copyreg", "_extension_cache", &t.cache},
		{"_compat_pickle", "NAME_MAPPING", &t.newNames},
		{"_compat_pickle", "IMPORT_MAPPING", &t.newModules},
		{"_compat_pickle", "REVERSE_NAME_MAPPING", &t.oldNames},
		{"_compat_pickle", "REVERSE_IMPORT_MAPPING", &t.oldMods},
	} {
		m, e := py.ImportModule(w.module)
		if e != nil {
			return e
		}
		v, e := py.GetAttr(m, py.Intern(w.name))
		if e != nil {
			return e
		}
		d, ok := py.AsDict(v)
		if !ok {
			return py.Raisef(py.RuntimeErrorType, "%s.%s should be a dict, not %s", w.module, w.name, v.Type().ShownName())
		}
		*w.to = d
	}
	return nil
}

func dumps(obj, protocol, fixImports, callback value) (value, exc) {
	var p pickler
	if e := p.options(protocol, fixImports, callback); e != nil {
		return value{}, e
	}
	if e := p.dump(obj); e != nil {
		return value{}, e
	}
	return py.NewBytesOwn(p.out).Value(), nil
}

func dump(args []value) (value, exc) {
	var p pickler
	if e := p.options(args[2], args[3], args[4]); e != nil {
		return value{}, e
	}
	if e := p.file(args[1]); e != nil {
		return value{}, e
	}
	if e := p.dump(args[0]); e != nil {
		return value{}, e
	}
	return py.None, p.flush()
}

func load(args []value) (value, exc) {
	var u unpickler
	if e := u.file(args[0]); e != nil {
		return value{}, e
	}
	if e := u.options("load", args[1:]); e != nil {
		return value{}, e
	}
	return u.load()
}

func loads(args []value) (value, exc) {
	var u unpickler
	if e := u.options("loads", args[1:]); e != nil {
		return value{}, e
	}
	b, e := py.BytesLike(args[0])
	if e != nil {
		return value{}, e
	}
	u.in = b
	return u.load()
}

// reprOf returns repr(v) for a message.
func reprOf(v value) (string, exc) {
	s, e := py.Repr(v)
	if e != nil {
		return "", e
	}
	return s.Str().S, nil
}

func given(v value) bool { return !v.IsUnbound() && !v.IsNone() }
