package importlib

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements importlib.util.LazyLoader: a module that it loads runs when one of
// its attributes is first used. Until then the module is of the class _LazyModule.

var (
	nameLoader = py.Intern("loader")
	nameSpec   = py.Intern("__spec__")

	lazyLoaderType = &py.Type{Name: "LazyLoader"}
	lazyModuleType = &py.Type{Name: "_LazyModule", Base: py.ModuleType}
)

// pending are the modules that have not run, with their classes.
var pending = map[value]*py.Type{}

func innerLoader(v value) value {
	l, _ := py.AttrsOf(v).Get(nameLoader)
	return orNone(l)
}

func newLazyLoader(loader value) (value, exc) {
	if _, found, e := py.LookupAttr(loader, py.Intern("exec_module")); e != nil {
		return value{}, e
	} else if !found {
		return value{}, py.Raisef(py.TypeErrorType, "loader must define exec_module()")
	}
	v := lazyLoaderType.Alloc(lazyLoaderType)
	py.AttrsOf(v).Set(nameLoader, loader)
	return v, nil
}

var lazyLoaderSpec = py.TypeSpec{
	Module: "importlib.util",
	Doc:    "A loader that creates a module which defers loading until attribute access.",
	Flags:  py.FlagBaseType,
	Slots: py.Slots{
		New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			if len(args) != 1 || len(names) > 0 {
				return value{}, py.Raisef(py.TypeErrorType, "LazyLoader() takes the loader of a module")
			}
			return newLazyLoader(args[0])
		},
		Init: func(value, []value, []*py.Str) exc { return nil },
	},
	Methods: []py.Method{
		{Name: "create_module", Sig: "($self, spec)", Impl: func(v, spec value) (value, exc) {
			return py.CallMethod1(innerLoader(v), py.Intern("create_module"), spec)
		}},
		{Name: "exec_module", Sig: "($self, module)", Impl: lazyExec},
	},
	ClassMethods: []py.Method{
		{Name: "factory", Sig: "($type, loader)", Impl: func(cls, loader value) (value, exc) {
			return py.NewBuiltin("<lambda>", "", "(*args, **kwargs)", func(args []value, names []*py.Str) (value, exc) {
				inner, e := py.CallKw(loader, args, names)
				if e != nil {
					return value{}, e
				}
				return py.Call1(cls, inner)
			}).Value(), nil
		}},
	},
}

// lazyExec makes the module run later.
func lazyExec(v, module value) (value, exc) {
	m, ok := py.AsModule(module)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "exec_module() argument must be a module")
	}
	spec, e := py.GetAttr(module, nameSpec)
	if e != nil {
		return value{}, e
	}
	inner := innerLoader(v)
	if e := py.SetAttr(spec, nameLoader, inner); e != nil {
		return value{}, e
	}
	if e := py.SetAttr(module, py.Intern("__loader__"), inner); e != nil {
		return value{}, e
	}
	pending[module] = module.Type()
	m.SetClass(lazyModuleType)
	return py.None, nil
}

// run runs a module that is used for the first time.
func run(module value) exc {
	class := pending[module]
	if class == nil {
		return nil
	}
	delete(pending, module)
	m, _ := py.AsModule(module)
	m.SetClass(class)
	spec, e := py.GetAttr(module, nameSpec)
	if e != nil {
		return e
	}
	loader, e := py.GetAttr(spec, nameLoader)
	if e != nil {
		return e
	}
	_, e = py.CallMethod1(loader, py.Intern("exec_module"), module)
	return e
}

func init() {
	lazyLoaderSpec.Layout = py.LayoutWithAttrs[py.Instance](unsafe.Offsetof(py.Instance{}.Attrs))
	lazyLoaderType.Define(&lazyLoaderSpec)
	lazyModuleType.Define(&py.TypeSpec{
		Module: "importlib.util",
		Doc:    "A subclass of the module type which triggers loading upon attribute access.",
		Layout: py.LayoutOf[py.Module](),
		Slots: py.Slots{
			GetAttr: func(v value, name *py.Str) (value, exc) {
				if name.S == "__class__" || name.S == "__spec__" {
					return py.ModuleType.GetAttr(v, name)
				}
				if e := run(v); e != nil {
					return value{}, e
				}
				return py.GetAttr(v, name)
			},
			SetAttr: func(v value, name *py.Str, x value) exc {
				// What is deleted is there only once the module has run.
				if x.IsUnbound() {
					if e := run(v); e != nil {
						return e
					}
				}
				return py.ModuleType.SetAttr(v, name, x)
			},
		},
	})
}
