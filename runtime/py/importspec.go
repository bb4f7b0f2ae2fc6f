package py

import (
	"path/filepath"
	"strings"
)

// This file implements importlib.machinery.ModuleSpec (PEP 451), which every imported
// module has as __spec__, and the loaders that it names: SourceFileLoader for modules
// that are compiled from Python, BuiltinImporter for those of the runtime.

var (
	specName     = Intern("name")
	specLoader   = Intern("loader")
	specOrigin   = Intern("origin")
	specState    = Intern("loader_state")
	specPlaces   = Intern("submodule_search_locations")
	specLocated  = Intern("_set_fileattr")
	specCached   = Intern("_cached")
	nameSpecAttr = Intern("__spec__")
)

// ImportSpecType is ModuleSpec.
var ImportSpecType = &Type{Name: "ModuleSpec"}

// BuiltinImporterType is BuiltinImporter, which itself stands as a finder and a loader.
var BuiltinImporterType = &Type{Name: "BuiltinImporter"}

var importSpecSig = NewSignature("ModuleSpec.__init__", "", "(name, loader, *, origin=None, loader_state=None, is_package=None)")

func importSpecInit(v Value, args []Value, names []*Str) *Exception {
	a, exc := importSpecSig.Parse(args, names)
	if exc != nil {
		return exc
	}
	isPackage := false
	if a[4].ref != nil {
		if isPackage, exc = Truth(a[4]); exc != nil {
			return exc
		}
	}
	fillSpec(AttrsOf(v), a[0], a[1], orNone(a[2]), orNone(a[3]), isPackage)
	return nil
}

func fillSpec(a *Attrs, name, loader, origin, state Value, isPackage bool) {
	a.Set(specName, name)
	a.Set(specLoader, loader)
	a.Set(specOrigin, origin)
	a.Set(specState, state)
	places := None
	if isPackage {
		places = ListV()
	}
	a.Set(specPlaces, places)
	a.Set(Intern("_uninitialized_submodules"), ListV())
	a.Set(specLocated, False)
	a.Set(specCached, None)
}

func importSpecRepr(v Value) (Value, *Exception) {
	a := AttrsOf(v)
	var parts []string
	for _, n := range []*Str{specName, specLoader, specOrigin, specPlaces} {
		x, ok := a.Get(n)
		if !ok || x.IsNone() && (n == specOrigin || n == specPlaces) {
			continue
		}
		r, exc := Repr(x)
		if exc != nil {
			return Value{}, exc
		}
		parts = append(parts, n.S+"="+r.Str().S)
	}
	return StrV(v.Type().Name + "(" + strings.Join(parts, ", ") + ")"), nil
}

// importSpecParent is the name of the package of the module.
func importSpecParent(v Value) (Value, *Exception) {
	a := AttrsOf(v)
	name, ok := a.Get(specName)
	if !ok || !name.IsStr() {
		return None, nil
	}
	if places, ok := a.Get(specPlaces); ok && !places.IsNone() {
		return name, nil
	}
	return StrV(name.Str().S[:max(0, lastDot(name.Str().S))]), nil
}

var importSpecSpec = TypeSpec{
	Module: "_frozen_importlib",
	Flags:  FlagBaseType,
	NoHash: true,
	Slots: Slots{
		New:  func(cls *Type, _ []Value, _ []*Str) (Value, *Exception) { return cls.Alloc(cls), nil },
		Init: importSpecInit, Repr: importSpecRepr,
		Compare: func(op CompareOp, a, b Value) (Value, *Exception) {
			if !IsInstance(a, ImportSpecType) || !IsInstance(b, ImportSpecType) || op != EQ && op != NE {
				return NotImplemented, nil
			}
			same, exc := EqBool(AttrsOf(a).Dict().Value(), AttrsOf(b).Dict().Value())
			return eqResult(op, same), exc
		},
	},
	GetSets: []GetSet{
		{Name: "__dict__", Get: getDict},
		{Name: "parent", Get: importSpecParent},
		{Name: "has_location", Get: func(v Value) (Value, *Exception) {
			x, _ := AttrsOf(v).Get(specLocated)
			return orNone(x), nil
		}, Set: func(v, x Value) *Exception {
			yes, exc := Truth(x)
			AttrsOf(v).Set(specLocated, Bool(yes))
			return exc
		}},
		{Name: "cached", Get: func(v Value) (Value, *Exception) {
			x, _ := AttrsOf(v).Get(specCached)
			origin, _ := AttrsOf(v).Get(specOrigin)
			if located, _ := AttrsOf(v).Get(specLocated); (x.ref == nil || x.IsNone()) && located == True && origin.ref != nil && origin.IsStr() && strings.HasSuffix(origin.Str().S, ".py") {
				return StrV(CachePath(origin.Str().S)), nil
			}
			return orNone(x), nil
		}, Set: func(v, x Value) *Exception {
			AttrsOf(v).Set(specCached, x)
			return nil
		}},
	},
}

// newSpec makes the ModuleSpec of a module of the program.
func (p *ProgramModule) newSpec() Value {
	name := p.Name
	if p.Spec != "" {
		name = p.Spec
	}
	loader, origin, located := None, None, false
	if p.File != nil && strings.HasSuffix(p.File.Name, ".py") {
		origin, located = StrV(p.File.Name), true
		loader = NewSourceLoader(StrV(name), origin)
	}
	v := ImportSpecType.Alloc(ImportSpecType)
	a := AttrsOf(v)
	fillSpec(a, StrV(name), loader, origin, None, p.IsPackage)
	if p.IsPackage {
		a.Set(specPlaces, p.path())
	}
	if located {
		a.Set(specLocated, True)
		a.Set(specCached, StrV(CachePath(p.File.Name)))
	}
	return v
}

// CachePath is where CPython keeps the compiled form of a source file.
func CachePath(source string) string {
	dir, base := filepath.Split(source)
	if i := strings.LastIndexByte(base, '.'); i > 0 {
		base = base[:i]
	}
	return dir + "__pycache__/" + base + ".cpython-313.pyc"
}

// path is the __path__ of a package of the program.
func (p *ProgramModule) path() Value {
	dirs := make([]Value, len(p.Dirs))
	for i, d := range p.Dirs {
		dirs[i] = StrV(d)
	}
	return ListV(dirs...)
}

// newSpec makes the ModuleSpec of a module of the runtime.
func (s *ModuleSpec) newSpec() Value {
	v := ImportSpecType.Alloc(ImportSpecType)
	fillSpec(AttrsOf(v), StrV(s.Name), BuiltinImporterType.Value(), StrV("built-in"), None, s.Package)
	return v
}

// FindSpec returns the ModuleSpec of the module of an absolute name, None if the program
// has none. The package around it must be imported.
func FindSpec(name string) (Value, *Exception) {
	if m, ok := Modules.GetStr(Intern(name)); ok {
		if m.IsNone() {
			return None, nil
		}
		spec, found, exc := LookupAttr(m, nameSpecAttr)
		switch {
		case exc != nil:
			return Value{}, exc
		case !found:
			return Value{}, Raisef(ValueErrorType, "%s.__spec__ is not set", name)
		case spec.IsNone():
			return Value{}, Raisef(ValueErrorType, "%s.__spec__ is None", name)
		}
		return spec, nil
	}
	finders := metaPath()
	if finders == nil {
		if v := findCompiled(StrV(name)); !v.IsNone() {
			return v, nil
		}
		return findBuiltin(StrV(name)), nil
	}
	path := None
	if i := lastDot(name); i >= 0 {
		if parent, ok := Modules.GetStr(Intern(name[:i])); ok {
			p, _, exc := LookupAttr(parent, namePath)
			if exc != nil {
				return Value{}, exc
			}
			path = orNone(p)
		}
	}
	return findSpec(finders, Intern(name), path)
}

// Reload runs the body of a module of the program again, as importlib.reload.
func Reload(mod Value) (Value, *Exception) {
	m, ok := AsModule(mod)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "reload() argument must be a module")
	}
	name := m.shownName()
	if spec, found, exc := LookupAttr(mod, nameSpecAttr); exc != nil {
		return Value{}, exc
	} else if found && !spec.IsNone() {
		v, exc := GetAttr(spec, specName)
		if exc != nil {
			return Value{}, exc
		}
		if v.IsStr() {
			name = v.Str().S
		}
	}
	key := Intern(name)
	if v, ok := Modules.GetStr(key); !ok || v != mod {
		return Value{}, RaiseImportError(ImportErrorType, "module "+name+" not in sys.modules", StrV(name), Value{}, Value{})
	}
	p := programModules[name]
	if p == nil {
		return mod, nil
	}
	p.setAttributes(m)
	m.initializing = true
	_, exc := p.run()
	m.initializing = false
	if exc != nil {
		return Value{}, exc
	}
	v, _ := Modules.GetStr(key)
	return v, nil
}

func init() {
	var i Instance
	importSpecSpec.Layout = LayoutWithAttrs[Instance](offsetOfAttrs(&i, &i.Attrs))
	ImportSpecType.Define(&importSpecSpec)
}
