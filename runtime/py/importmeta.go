package py

// This file implements what an import does with sys.meta_path (Python reference 5.3.3 and
// 5.4): the finders in it are asked in order, and the loader of the spec that one of them
// gives makes the module and runs it. BuiltinImporter and PathFinder stand for the modules
// that are compiled into the program; what a program or a package adds are finders of its
// own, of modules that they make.

var (
	nameMetaPath     = Intern("meta_path")
	nameFindSpec     = Intern("find_spec")
	nameCreateModule = Intern("create_module")
	nameExecModule   = Intern("exec_module")
	nameLoadModule   = Intern("load_module")
	nameLoaderAttr   = Intern("__loader__")
	namePackageAttr  = Intern("__package__")
	nameCached       = Intern("__cached__")
)

// FrozenImporterType and PathFinderType are FrozenImporter and PathFinder, which stand as
// classes in sys.meta_path.
var (
	FrozenImporterType = &Type{Name: "FrozenImporter"}
	PathFinderType     = &Type{Name: "PathFinder"}
)

// MetaPath returns what sys.meta_path is at first.
func MetaPath() Value {
	return ListV(BuiltinImporterType.Value(), FrozenImporterType.Value(), PathFinderType.Value())
}

// metaPath returns sys.meta_path where the program may have changed it, else nil.
func metaPath() []Value {
	sys := LoadedModule("sys")
	if sys == nil {
		return nil
	}
	v, ok := sys.Get(nameMetaPath)
	if !ok {
		return nil
	}
	l, ok := AsList(v)
	if !ok || len(l.Items) == 3 && l.Items[0] == BuiltinImporterType.Value() && l.Items[1] == FrozenImporterType.Value() && l.Items[2] == PathFinderType.Value() {
		return nil
	}
	if l.Items == nil {
		return []Value{}
	}
	return l.Items
}

// findSpec asks the finders for the spec of a module that is not in sys.modules. Path is
// the __path__ of the package around it, None for a top-level module.
func findSpec(finders []Value, name *Str, path Value) (Value, *Exception) {
	for _, f := range append([]Value(nil), finders...) {
		find, found, exc := LookupAttr(f, nameFindSpec)
		if exc != nil {
			return Value{}, exc
		}
		if !found {
			continue
		}
		spec, exc := Call3(find, name.Value(), path, None)
		if exc != nil || !spec.IsNone() {
			return spec, exc
		}
	}
	return None, nil
}

// LoadSpec makes the module of a spec, puts it into sys.modules and runs it (_bootstrap,
// _load_unlocked).
func LoadSpec(spec Value) (Value, *Exception) {
	loader, exc := GetAttr(spec, specLoader)
	if exc != nil {
		return Value{}, exc
	}
	nameV, exc := GetAttr(spec, specName)
	if exc != nil {
		return Value{}, exc
	}
	name, ok := AsStr(nameV)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "the name of a spec must be str, not %s", nameV.Type().ShownName())
	}
	key := InternStr(name)
	if !loader.IsNone() {
		if _, has, exc := LookupAttr(loader, nameExecModule); exc != nil {
			return Value{}, exc
		} else if !has {
			return loadModuleShim(loader, spec, key)
		}
	}
	m, exc := ModuleFromSpec(spec)
	if exc != nil {
		return Value{}, exc
	}
	Modules.SetStr(key, m)
	initializing := func(is bool) {
		if mod, ok := AsModule(m); ok {
			mod.initializing = is
		}
	}
	initializing(true)
	defer initializing(false)
	if loader.IsNone() {
		places, exc := GetAttr(spec, specPlaces)
		if exc == nil && places.IsNone() {
			exc = RaiseImportError(ImportErrorType, "missing loader", name.Value(), Value{}, Value{})
		}
		if exc != nil {
			Modules.DeleteStr(key)
			return Value{}, exc
		}
	} else if _, exc := CallMethod1(loader, nameExecModule, m); exc != nil {
		Modules.DeleteStr(key)
		return Value{}, exc
	}
	v, ok := Modules.GetStr(key)
	if !ok {
		return Value{}, RaiseArgs(KeyErrorType, name.Value())
	}
	// It is the last of sys.modules, after what it has imported.
	Modules.DeleteStr(key)
	Modules.SetStr(key, v)
	return v, nil
}

// loadModuleShim loads by a loader that has load_module only.
func loadModuleShim(loader, spec Value, name *Str) (Value, *Exception) {
	load, exc := GetAttr(loader, nameLoadModule)
	if exc != nil {
		return Value{}, exc
	}
	if _, exc := Call1(load, name.Value()); exc != nil {
		Modules.DeleteStr(name)
		return Value{}, exc
	}
	v, ok := Modules.GetStr(name)
	if !ok {
		return Value{}, RaiseArgs(KeyErrorType, name.Value())
	}
	for _, set := range []struct {
		attr *Str
		x    Value
	}{{nameLoaderAttr, loader}, {nameSpecAttr, spec}} {
		if have, found, exc := LookupAttr(v, set.attr); exc != nil {
			return Value{}, exc
		} else if !found || have.IsNone() {
			if exc := SetAttr(v, set.attr, set.x); exc != nil && !exc.Is(AttributeErrorType) {
				return Value{}, exc
			}
		}
	}
	return v, nil
}

// ModuleFromSpec is importlib.util.module_from_spec.
func ModuleFromSpec(spec Value) (Value, *Exception) {
	loader, exc := GetAttr(spec, specLoader)
	if exc != nil {
		return Value{}, exc
	}
	m := None
	create, has, exc := LookupAttr(loader, nameCreateModule)
	switch {
	case exc != nil:
		return Value{}, exc
	case has:
		if m, exc = Call1(create, spec); exc != nil {
			return Value{}, exc
		}
	default:
		if _, runs, exc := LookupAttr(loader, nameExecModule); exc != nil {
			return Value{}, exc
		} else if runs {
			return Value{}, RaiseImportError(ImportErrorType, "loaders that define exec_module() must also define create_module()", Value{}, Value{}, Value{})
		}
	}
	if m.IsNone() {
		name, exc := GetAttr(spec, specName)
		if exc != nil {
			return Value{}, exc
		}
		if m, exc = Call1(ModuleType.Value(), name); exc != nil {
			return Value{}, exc
		}
	}
	return m, initModule(spec, m, loader)
}

// initModule sets the attributes of a module that say where it is from, as far as it has
// them not (_bootstrap, _init_module_attrs).
func initModule(spec, m, loader Value) *Exception {
	attrs := []struct {
		attr, of *Str
		always   bool // also where it is None
	}{
		{nameName, specName, true},
		{nameLoaderAttr, specLoader, true},
		{namePackageAttr, Intern("parent"), true},
		{namePath, specPlaces, false},
		{nameFile, specOrigin, false},
		{nameCached, Intern("cached"), false},
	}
	located := Value{}
	for _, a := range attrs {
		if a.of == specOrigin || a.of.S == "cached" {
			if located.ref == nil {
				v, exc := GetAttr(spec, Intern("has_location"))
				if exc != nil {
					return exc
				}
				located = v
			}
			if yes, exc := Truth(located); exc != nil {
				return exc
			} else if !yes {
				continue
			}
		}
		have, found, exc := LookupAttr(m, a.attr)
		if exc != nil {
			return exc
		}
		if found && !have.IsNone() {
			continue
		}
		x, exc := GetAttr(spec, a.of)
		if exc != nil {
			return exc
		}
		if x.IsNone() && !a.always {
			continue
		}
		if exc := SetAttr(m, a.attr, x); exc != nil && !exc.Is(AttributeErrorType) {
			return exc
		}
	}
	if exc := SetAttr(m, nameSpecAttr, spec); exc != nil && !exc.Is(AttributeErrorType) {
		return exc
	}
	return nil
}

// findCompiled is PathFinder.find_spec: the modules that the program was compiled from.
func findCompiled(name Value) Value {
	s, ok := AsStr(name)
	if !ok {
		return None
	}
	if p := programModules[s.S]; p != nil && s.S != "__main__" {
		return p.newSpec()
	}
	return None
}

// findBuiltin is BuiltinImporter.find_spec: the modules of the runtime.
func findBuiltin(name Value) Value {
	s, ok := AsStr(name)
	if !ok || programModules[s.S] != nil {
		return None
	}
	if g := goModules[s.S]; g != nil {
		return g.newSpec()
	}
	return None
}

// finderSpec describes a finder, which stands as a class.
func finderSpec(module string, find func(name Value) Value) *TypeSpec {
	return &TypeSpec{Module: module, NoNew: true, ClassMethods: []Method{
		{Name: "find_spec", Sig: "($type, fullname, path=None, target=None)", Impl: func(_, name, _, _ Value) (Value, *Exception) { return find(name), nil }},
		{Name: "invalidate_caches", Sig: "($type)", Impl: func(Value) (Value, *Exception) { return None, nil }},
	}}
}

func init() {
	BuiltinImporterType.Define(finderSpec("_frozen_importlib", findBuiltin))
	FrozenImporterType.Define(finderSpec("_frozen_importlib", func(Value) Value { return None }))
	path := finderSpec("_frozen_importlib_external", findCompiled)
	path.ClassMethods = append(path.ClassMethods, Method{Name: "find_distributions", Sig: "($type, context=None)", Impl: func(_, context Value) (Value, *Exception) {
		return FindDistributions(context)
	}})
	PathFinderType.Define(path)
}

// Distribution is an installed distribution whose metadata the program carries: the path
// that they had, and the text of the files by name.
type Distribution struct {
	Dir   string
	Files map[string]string
}

// Distributions are those of the program.
var Distributions []Distribution

// FindDistributions returns an iterator over the installed distributions that fit a context
// of importlib.metadata.
var FindDistributions = func(context Value) (Value, *Exception) { return Iter(ListV()) }

// isOwnSpec reports whether a spec is that of the module that the program or the runtime
// has under the name, with the loader that it came with.
func isOwnSpec(spec Value, name *Str) (bool, *Exception) {
	if !IsInstance(spec, ImportSpecType) {
		return false, nil
	}
	loader, _ := AttrsOf(spec).Get(specLoader)
	switch {
	case loader.ref == nil:
		return false, nil
	case programModules[name.S] != nil:
		return loader.IsNone() || loader.ref.typ == SourceLoaderType && programModules[name.S].File != nil && textOf(loaderFile(loader)) == programModules[name.S].File.Name, nil
	case goModules[name.S] != nil:
		return loader == BuiltinImporterType.Value(), nil
	}
	return false, nil
}
