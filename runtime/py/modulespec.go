package py

import "strings"

// This file implements ModuleSpec, by which a package of the runtime says what a Python
// module written in Go contains. A package registers its module when it is linked;
// nothing of it is built before the program imports it.

// ModuleSpec describes a module written in Go.
type ModuleSpec struct {
	Name string
	Doc  string
	// Package says that the module has submodules (it gets a __path__).
	Package bool
	// Functions are the module's functions; their Impl takes no self, and a text
	// signature begins with the first parameter.
	Functions []Method
	Types     []*Type
	Consts    []Const
	// Vars are attributes kept in Go variables.
	Vars []Global
	// Lazy says that the attributes are built when one is first looked at, not at the import:
	// nothing else may depend on it. Compiled code that names functions and classes does not
	// look at a module, so that many programs never build them.
	Lazy bool
	// Peek returns the attribute name of a lazy module whose attributes are not built yet, the
	// same as will be built; the zero Value leaves it to building them. It may be nil.
	Peek func(name string) Value
	// Init adds what the tables cannot say. It may be nil. That of a lazy module is called at
	// the import still, so it does not look at the module's attributes.
	Init func(m *Module) *Exception
	// Fill adds what the tables cannot say where the attributes are built, before Init is
	// called unless the module is lazy. It may be nil.
	Fill func(m *Module)

	module *Module
}

// goModules are the registered modules by name.
var goModules = map[string]*ModuleSpec{}

// RegisterModule makes a module importable.
func RegisterModule(spec *ModuleSpec) { goModules[spec.Name] = spec }

// FindGoModule returns the description of a module written in Go, nil where there is no
// such module.
func FindGoModule(name string) *ModuleSpec { return goModules[name] }

// GoModuleNames returns the names of the modules written in Go that are linked.
func GoModuleNames() []string {
	names := make([]string, 0, len(goModules))
	for name := range goModules {
		names = append(names, name)
	}
	return names
}

// Module returns the module, built the first time. While Init runs it can already be
// had, as a module in sys.modules that is still being imported.
func (s *ModuleSpec) Module() (*Module, *Exception) {
	if s.module != nil {
		return s.module, nil
	}
	m := &Module{Header: Header{ModuleType}, Name: s.Name, Vars: s.Vars, unbuilt: s}
	s.module = m
	if !s.Lazy {
		m.build()
	}
	if s.Init != nil {
		if exc := s.Init(m); exc != nil {
			s.module = nil
			return nil, exc
		}
	}
	if !s.Lazy {
		m.export()
	}
	return m, nil
}

// Built reports whether the attributes of m have been made. Those of a lazy module that
// nothing has looked at are what they were made to be.
func (m *Module) Built() bool { return m.unbuilt == nil }

// maxPeeks is how many attributes of a lazy module are looked up one by one before all are
// built: a program that uses a few, as many do, does not wait for the others.
const maxPeeks = 8

// peek returns the attribute name of m without building all of them, the zero Value where
// that has to be done.
func (m *Module) peek(name *Str) Value {
	if m.unbuilt.Peek == nil || m.peeks == maxPeeks {
		return Value{}
	}
	m.peeks++
	return m.unbuilt.Peek(name.S)
}

// build makes the attributes that the description of m says.
func (m *Module) build() {
	s := m.unbuilt
	m.unbuilt, m.dict = nil, NewDict()
	m.Set("__name__", StrV(s.Name))
	if s.Doc == "" {
		m.Set("__doc__", None)
	} else {
		m.Set("__doc__", StrV(s.Doc))
	}
	pkg := s.Name
	if s.Package {
		m.Set("__path__", ListV())
	} else if i := lastDot(pkg); i >= 0 {
		pkg = pkg[:i]
	} else {
		pkg = ""
	}
	m.Set("__package__", StrV(pkg))
	m.Set("__loader__", BuiltinImporterType.Value())
	m.Set("__spec__", s.newSpec())
	for i := range s.Functions {
		f := &s.Functions[i]
		b := NewBuiltin(f.Name, s.Name, f.Sig, f.Impl)
		b.Doc, b.few = f.Doc, f.Few
		m.Set(f.Name, b.Value())
	}
	for _, t := range s.Types {
		m.Set(t.Name, t.Value())
	}
	for _, c := range s.Consts {
		m.Set(c.Name, c.Value)
	}
	if s.Fill != nil {
		s.Fill(m)
	}
	if s.Lazy {
		m.export()
	}
}

// export sets __all__, where CPython's module has one, to the names of it that m has.
func (m *Module) export() {
	_, rest, ok := strings.Cut(exportedNames, "\n"+m.Name+" ")
	if _, has := m.Namespace().GetStr(nameAll); has || !ok {
		return
	}
	line, _, _ := strings.Cut(rest, "\n")
	var list []Value
	for _, name := range strings.Fields(line) {
		key := Intern(name)
		_, has := m.Namespace().GetStr(key)
		for i := range m.Vars {
			has = has || m.Vars[i].Name == key
		}
		if has {
			list = append(list, key.Value())
		}
	}
	m.Namespace().SetStr(nameAll, ListV(list...))
}

func lastDot(s string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '.' {
			return i
		}
	}
	return -1
}

// Set sets the module's attribute name; it is for building modules in Go.
func (m *Module) Set(name string, v Value) {
	key := Intern(name)
	for i := range m.Vars {
		if m.Vars[i].Name == key {
			*m.Vars[i].Var = v
			return
		}
	}
	m.Namespace().SetStr(key, v)
}

// SetFunc adds a function written in Go; see NewBuiltin.
func (m *Module) SetFunc(name, sig string, impl any) {
	m.Set(name, NewBuiltin(name, m.Name, sig, impl).Value())
}

// ExceptionTypes returns the builtin exception classes.
func ExceptionTypes() []*Type { return exceptionTypes }
