package load

import (
	"path/filepath"
	"sort"
	"strings"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// Options say where modules are found.
type Options struct {
	// Path are the folders to search, in order. The folder of the script is the
	// first one.
	Path []string

	// Runtime reports whether the runtime has a module of a dotted name.
	Runtime func(name string) bool
}

// Module is one module of the program.
type Module struct {
	Name      string // dotted; "__main__" for the script
	IsPackage bool   // it is an __init__.py, or a folder without one
	File      *source.File
	AST       *syntax.Module
	Imports   []*Import // in source order
}

// Package returns the name of the package that relative imports in the module
// start from (__package__), "" if there is none.
func (m *Module) Package() string {
	if m.IsPackage {
		return m.Name
	}
	i := strings.LastIndexByte(m.Name, '.')
	if i < 0 {
		return ""
	}
	return m.Name[:i]
}

// Import is one import of one module in a module.
type Import struct {
	Node    syntax.Node // the statement, or the call of importlib.import_module
	Name    string      // the absolute name of the module
	Module  *Module     // nil: it is the runtime's, or there is none
	Runtime bool        // it is the runtime's
	Guarded bool        // the program is prepared for the module not to exist
}

// Program is what Load finds.
type Program struct {
	Modules []*Module // Modules[0] is the script
	Runtime []string  // the modules of the runtime that are imported, sorted

	// Absent are the paths at which a module was searched in vain. As long as
	// there is nothing, the imports lead to the same modules.
	Absent []string
}

// loader is the state of one Load.
type loader struct {
	opts    Options
	list    *diag.List
	prog    *Program
	byName  map[string]*Module // nil values: looked for and not found
	runtime map[string]bool

	// guarded is set while a module is loaded that only an import leads to
	// which may fail: imports that fail in the module make that one fail.
	guarded bool
}

// Load loads the program whose script is in file.
func Load(opts Options, file *source.File, list *diag.List) *Program {
	l := &loader{
		opts: opts, list: list,
		prog:    &Program{},
		byName:  make(map[string]*Module),
		runtime: make(map[string]bool),
	}
	main := &Module{Name: "__main__", File: file}
	l.byName["__main__"] = main
	l.add(main)
	for name := range l.runtime {
		l.prog.Runtime = append(l.prog.Runtime, name)
	}
	sort.Strings(l.prog.Runtime)
	return l.prog
}

// add parses m and loads what it imports.
func (l *loader) add(m *Module) {
	l.prog.Modules = append(l.prog.Modules, m)
	m.AST = syntax.Parse(m.File, l.list)
	s := &scanner{loader: l, module: m, guarded: l.guarded}
	s.stmts(m.AST.Body)
}

// find returns the module that is imported by the absolute dotted name, loading
// it and the packages around it as needed. It returns nil and false if there is
// none, and nil and true if it is the runtime's.
func (l *loader) find(name string) (m *Module, ok bool) {
	if m, seen := l.byName[name]; seen {
		return m, m != nil || l.isRuntime(name)
	}
	var dirs []string
	last := name
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		pkg, ok := l.find(name[:i])
		switch {
		case !ok:
			return nil, false
		case pkg == nil:
			return nil, l.useRuntime(name)
		}
		if m, seen := l.byName[name]; seen { // the package itself imports it
			return m, m != nil || l.isRuntime(name)
		}
		dirs, last = pkg.searchPath(l), name[i+1:]
	} else {
		if preloaded[name] && l.useRuntime(name) {
			return nil, true
		}
		dirs = l.opts.Path
	}
	path, isPackage := l.locate(dirs, last)
	namespace := isPackage && filepath.Base(path) != "__init__.py"
	if path == "" || namespace && l.isRuntime(name) {
		l.byName[name] = nil
		return nil, l.useRuntime(name)
	}
	m = &Module{Name: name, IsPackage: isPackage}
	l.byName[name] = m
	if namespace {
		// A namespace package (PEP 420): a folder, with nothing to run.
		m.File = source.NewText(path, "")
		l.add(m)
		return m, true
	}
	if main := l.prog.Modules[0].File; sameFile(path, main.Name) {
		// The script imported under its own name is a module of its own, but what is
		// wrong with it is reported once.
		m.File = main
		l.add(m)
		return m, true
	}
	f, err := source.Read(path)
	if f == nil {
		f = source.NewText(path, "")
	}
	m.File = f
	if err != nil {
		l.list.AddError(f, err)
		m.AST = &syntax.Module{}
		l.prog.Modules = append(l.prog.Modules, m)
		return m, true
	}
	l.add(m)
	return m, true
}

func (l *loader) isRuntime(name string) bool {
	return l.opts.Runtime != nil && l.opts.Runtime(name)
}

// useRuntime notes the use of the runtime's module name and of the packages
// that it is in. It reports whether the runtime has it.
func (l *loader) useRuntime(name string) bool {
	if !l.isRuntime(name) {
		return false
	}
	for i, c := range name {
		if c == '.' && l.isRuntime(name[:i]) {
			l.runtime[name[:i]] = true
		}
	}
	l.runtime[name] = true
	return true
}

// searchPath returns the folders in which the modules of package m are.
func (m *Module) searchPath(l *loader) []string {
	if !m.IsPackage {
		return nil
	}
	if filepath.Base(m.File.Name) == "__init__.py" {
		return []string{filepath.Dir(m.File.Name)}
	}
	// The parts of a namespace package may lie in several folders.
	parents := l.opts.Path
	if i := strings.LastIndexByte(m.Name, '.'); i >= 0 {
		parents = l.byName[m.Name[:i]].searchPath(l)
	}
	var dirs []string
	last := m.Name[strings.LastIndexByte(m.Name, '.')+1:]
	for _, p := range parents {
		if d := filepath.Join(p, last); isDir(d) {
			dirs = append(dirs, d)
		}
	}
	return dirs
}
