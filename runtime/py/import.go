package py

import "strings"

// This file implements importing (Python reference 5 and 7.11): sys.modules, the modules
// of the program and those written in Go.

// Modules is sys.modules.
var Modules = NewDict()

// programModules are the modules of the program by name.
var programModules = map[string]*ProgramModule{}

// AddProgramModule makes a module of the program importable.
func AddProgramModule(p *ProgramModule) {
	programModules[p.Name] = p
	addSource(p)
}

// LoadedModule returns the module name of sys.modules, nil where it is not imported.
func LoadedModule(name string) *Module {
	if v, ok := Modules.GetStr(Intern(name)); ok {
		if m, ok := AsModule(v); ok {
			return m
		}
	}
	return nil
}

// BuiltinsModule returns the module builtins.
func BuiltinsModule() *Module {
	if builtinsModule == nil {
		v, exc := ImportModule("builtins")
		if exc != nil {
			panic("py: package runtime/builtins is not linked")
		}
		builtinsModule = heap[Module](v)
	}
	return builtinsModule
}

var builtinsModule *Module

// LoadBuiltin is the value of a name that is no global: an attribute of builtins.
func LoadBuiltin(name *Str) (Value, *Exception) {
	if v, ok := BuiltinsModule().Get(name); ok {
		return v, nil
	}
	return Value{}, NameNotDefined(name.S)
}

// ImportModuleNamed is ImportModule for an interned name.
func ImportModuleNamed(name *Str) (Value, *Exception) { return importModule(name) }

// ImportModule imports the module of an absolute name, its parents first, and returns
// it.
func ImportModule(name string) (Value, *Exception) { return importModule(Intern(name)) }

func importModule(name *Str) (Value, *Exception) {
	if v, ok := Modules.GetStr(name); ok {
		if v.IsNone() {
			return Value{}, RaiseImportError(ModuleNotFoundErrorType, "import of "+name.S+" halted; None in sys.modules", name.Value(), Value{}, Value{})
		}
		return v, nil
	}
	var parent Value
	i := strings.LastIndexByte(name.S, '.')
	if i >= 0 {
		var exc *Exception
		if parent, exc = ImportModule(name.S[:i]); exc != nil {
			return Value{}, exc
		}
		if v, ok := Modules.GetStr(name); ok {
			return v, nil // the parent's body imported it
		}
		if _, found, exc := LookupAttr(parent, namePath); exc != nil {
			return Value{}, exc
		} else if !found {
			msg := "No module named " + reprString(name.Value()) + "; " + reprString(StrV(name.S[:i])) + " is not a package"
			return Value{}, RaiseImportError(ModuleNotFoundErrorType, msg, name.Value(), Value{}, Value{})
		}
	}
	path := None
	if i >= 0 {
		path, _, _ = LookupAttr(parent, namePath)
	}
	v, exc := loadModule(name, path)
	if exc != nil {
		return Value{}, exc
	}
	if i >= 0 {
		if exc := SetAttr(parent, Intern(name.S[i+1:]), v); exc != nil && !exc.Is(AttributeErrorType) {
			return Value{}, exc
		}
	}
	return v, nil
}

// loadModule finds a module that is not in sys.modules and runs it. Path is the __path__ of
// the package around it, None for a top-level module.
func loadModule(name *Str, path Value) (Value, *Exception) {
	if finders := metaPath(); finders != nil {
		spec, exc := findSpec(finders, name, path)
		if exc != nil {
			return Value{}, exc
		}
		if spec.IsNone() {
			return Value{}, noModule(name)
		}
		if own, exc := isOwnSpec(spec, name); exc != nil {
			return Value{}, exc
		} else if !own {
			return LoadSpec(spec)
		}
	}
	if p := programModules[name.S]; p != nil {
		return p.load(name)
	}
	if spec := goModules[name.S]; spec != nil {
		m, exc := spec.Module()
		if exc != nil {
			return Value{}, exc
		}
		Modules.SetStr(name, m.Value())
		return m.Value(), nil
	}
	return Value{}, noModule(name)
}

// noModule is the error of an import of a module that no finder finds.
func noModule(name *Str) *Exception {
	exc := RaiseImportError(ModuleNotFoundErrorType, "No module named "+reprString(name.Value()), name.Value(), Value{}, Value{})
	if why := LeftOut[name.S]; why != "" {
		exc.AddNote("aio2go: the module is not part of the program: " + why)
	}
	return exc
}

// LeftOut says why modules that are installed where the program was compiled are not part
// of it. It is shown below the traceback of an ImportError.
var LeftOut map[string]string

// load runs the body of a module of the program.
func (p *ProgramModule) load(name *Str) (Value, *Exception) {
	m := p.Module()
	p.setAttributes(m)
	Modules.SetStr(name, m.Value())
	m.initializing = true
	_, exc := p.run()
	m.initializing = false
	if exc != nil {
		Modules.DeleteStr(name)
		return Value{}, exc
	}
	// The body may have put something else into its place.
	if v, ok := Modules.GetStr(name); ok {
		return v, nil
	}
	return Value{}, RaiseArgs(KeyErrorType, name.Value())
}

// setAttributes sets the attributes that a module has before its body runs.
func (p *ProgramModule) setAttributes(m *Module) {
	m.Set("__name__", StrV(p.Name))
	doc := None
	if p.Doc != "" {
		doc = StrV(p.Doc)
	}
	m.Set("__doc__", doc)
	pkg := StrV("")
	switch i := strings.LastIndexByte(p.Name, '.'); {
	case p.Spec != "":
		pkg = StrV(p.Spec[:max(0, strings.LastIndexByte(p.Spec, '.'))])
	case p.Name == "__main__":
		pkg = None
	case p.IsPackage:
		pkg = StrV(p.Name)
	case i >= 0:
		pkg = StrV(p.Name[:i])
	}
	m.Set("__package__", pkg)
	spec, loader := None, None
	if p.Name != "__main__" || p.Spec != "" {
		spec = p.newSpec()
		loader, _ = AttrsOf(spec).Get(specLoader)
	}
	m.Set("__loader__", loader)
	m.Set("__spec__", spec)
	if p.File != nil {
		m.Set("__file__", StrV(p.File.Name))
		if p.IsPackage {
			m.Set("__path__", p.path())
		}
	}
	if p.Name == "__main__" {
		m.Set("__cached__", None)
		m.Set("__builtins__", BuiltinsModule().Value())
	} else {
		m.Set("__builtins__", BuiltinsModule().DictValue())
	}
}

// run runs the module's body, which counts against the recursion limit.
func (p *ProgramModule) run() (Value, *Exception) {
	Current.Depth++
	defer Leave()
	return p.Body()
}

// MainHook, where not nil, runs instead of the main module.
var MainHook func(main *ProgramModule) *Exception

// RunMain runs p as the program's main module.
func RunMain(p *ProgramModule) *Exception {
	if MainHook != nil {
		return MainHook(p)
	}
	return RunMainAs(p, nameMain.S)
}

// RunMainAs runs p as the program's main module with another __name__.
func RunMainAs(p *ProgramModule, name string) *Exception {
	m := p.Module()
	p.setAttributes(m)
	m.Set("__name__", StrV(name))
	Modules.SetStr(nameMain, m.Value())
	m.initializing = true
	_, exc := p.run()
	m.initializing = false
	return exc
}

// ImportFrom is the value of name in from mod import name.
func ImportFrom(mod Value, name *Str) (Value, *Exception) {
	v, found, exc := LookupAttr(mod, name)
	if exc != nil || found {
		return v, exc
	}
	shown, found, exc := LookupAttr(mod, nameName)
	if exc != nil {
		return Value{}, exc
	}
	if found && shown.IsStr() {
		full := Intern(shown.Str().S + "." + name.S)
		if v, ok := Modules.GetStr(full); ok {
			return v, nil
		}
		if _, isPkg, _ := LookupAttr(mod, namePath); isPkg {
			if programModules[full.S] != nil || goModules[full.S] != nil {
				return importModule(full)
			}
			if metaPath() != nil {
				v, exc := importModule(full)
				if exc == nil || !exc.Is(ModuleNotFoundErrorType) {
					return v, exc
				}
			}
		}
	}
	return Value{}, cannotImport(mod, shown, name)
}

// cannotImport is the error of an import of a name that mod has not (ceval.c,
// import_from).
func cannotImport(mod, shown Value, name *Str) *Exception {
	modName := "<unknown module name>"
	if shown.ref != nil && shown.IsStr() {
		modName = shown.Str().S
	}
	file, _, _ := LookupAttr(mod, nameFile)
	where, path := "unknown location", Value{}
	if file.ref != nil && file.IsStr() {
		where, path = file.Str().S, file
	}
	partial := ""
	if m, ok := AsModule(mod); ok && m.initializing && m.isProgram() {
		partial = "partially initialized module "
	}
	msg := "cannot import name " + reprString(name.Value()) + " from " + partial + reprString(StrV(modName))
	if partial != "" {
		msg += " (most likely due to a circular import)"
	}
	msg += " (" + where + ")"
	return RaiseImportError(ImportErrorType, msg, StrV(modName), path, name.Value())
}

// NoParentPackage is the error of a relative import outside of a package.
func NoParentPackage() *Exception {
	return RaiseImportError(ImportErrorType, "attempted relative import with no known parent package", Value{}, Value{}, Value{})
}

var nameAll = Intern("__all__")

// ImportStar is from mod import * in the module named into.
func ImportStar(from Value, into *Str) *Exception {
	target := moduleNamed(into.S)
	all, found, exc := LookupAttr(from, nameAll)
	if exc != nil {
		return exc
	}
	skip := !found
	l := NewList(nil)
	if found {
		exc = l.extend(all)
	} else {
		d, ok, e := LookupAttr(from, nameDict)
		if e != nil {
			return e
		}
		if !ok {
			return Raisef(ImportErrorType, "from-import-* object has no __dict__ and no __all__")
		}
		exc = l.extend(d)
	}
	if exc != nil {
		return exc
	}
	for _, n := range l.Items {
		s, ok := AsStr(n)
		if !ok {
			kind, where := "Key", "__dict__"
			if found {
				kind, where = "Item", "__all__"
			}
			modName, _, _ := LookupAttr(from, nameName)
			return Raisef(TypeErrorType, "%s in %s.%s must be str, not %s", kind, textOf(orNone(modName)), where, n.Type().ShownName())
		}
		if skip && strings.HasPrefix(s.S, "_") {
			continue
		}
		s = InternStr(s)
		v, exc := GetAttr(from, s)
		if exc != nil && found {
			if w, e := ImportFrom(from, s); e == nil {
				v, exc = w, nil
			}
		}
		if exc != nil {
			return exc
		}
		target.SetName(s, v)
	}
	return nil
}

// textOf is str(v) for messages.
func textOf(v Value) string {
	s, exc := Str_(v)
	if exc != nil {
		return "<" + v.Type().Name + " object>"
	}
	return s.Str().S
}

// moduleNamed returns the module of the program that the compiler calls name.
func moduleNamed(name string) *Module {
	if p := programModules[name]; p != nil {
		return p.Module()
	}
	if m := LoadedModule(name); m != nil {
		return m
	}
	m := NewModule(name)
	Modules.SetStr(Intern(name), m.Value())
	return m
}

// ModuleDict is globals() in the module name.
func ModuleDict(name *Str) (Value, *Exception) { return moduleNamed(name.S).DictValue(), nil }

// AttrName returns the interned str of an attribute name that a program gave.
func AttrName(v Value) (*Str, *Exception) {
	s, ok := AsStr(v)
	if !ok {
		return nil, Raisef(TypeErrorType, "attribute name must be string, not '%s'", v.Type().ShownName())
	}
	return InternStr(s), nil
}
