package load

import (
	"path/filepath"
	"slices"
	"sort"
	"strings"

	_ "github.com/aio2go/aio2go/frontend/characters" // names of other scripts
	_ "github.com/aio2go/aio2go/frontend/charset"    // source of other encodings
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

	// Lacks reports whether CPython's module has a name that the runtime's has not; it
	// may be nil.
	Lacks func(module, name string) bool

	// Stdlib are the folders with the source of CPython's standard library, from
	// which the modules are compiled that the runtime has not; empty for none.
	Stdlib []string

	// Site are the folders of installed packages, which are searched last.
	Site []string

	// Extend are further folders that have modules of a package, by its name.
	Extend map[string][]string

	// Include are modules that are part of the program without being imported by
	// a statement, for importlib.import_module with computed names.
	Include []string

	// Program are modules that are the program's own wherever they are found.
	Program []string

	// Lenient makes imports of modules that are not found fail when they run. They
	// are in Program.Missing instead of being errors.
	Lenient bool

	// MainName is the absolute name of the script where it was found as a module
	// (python -m), else "".
	MainName string
}

// Module is one module of the program.
type Module struct {
	Name      string   // dotted; "__main__" for the script
	IsPackage bool     // it is an __init__.py, or a folder without one
	Library   bool     // it was found in Options.Stdlib, Site or Extend, or in a folder for installed packages
	Dirs      []string // of a package: where its modules are searched (__path__)
	Spec      string   // of the script: the name under which -m found it, else ""
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
	if m.Spec != "" {
		return parentOf(m.Spec)
	}
	return parentOf(m.Name)
}

// parentOf returns the name of the package around the module name, "" for a
// top-level one.
func parentOf(name string) string { return name[:max(0, strings.LastIndexByte(name, '.'))] }

// Import is one import of one module in a module.
type Import struct {
	Node    syntax.Node // the statement, or the call of importlib.import_module
	Name    string      // the absolute name of the module
	Module  *Module     // nil: it is the runtime's, or there is none
	Runtime bool        // it is the runtime's
	Guarded bool        // the program is prepared for the module not to exist
	span    source.Span // for messages
	was     *Module     // a module that cannot be imported and is left out
}

// Program is what Load finds.
type Program struct {
	Modules []*Module // Modules[0] is the script
	Runtime []string  // the modules of the runtime that are imported, sorted

	// Missing are the modules that are not found and whose imports are not guarded, if
	// Options.Lenient is set, sorted.
	Missing []string

	// Absent are the paths at which a module was searched in vain. As long as
	// there is nothing, the imports lead to the same modules.
	Absent []string

	// LeftOut says why library modules that are there are not part of the program: what
	// they need and is not there. An import of one fails when it runs.
	LeftOut map[string]string

	// Distributions are the installed distributions whose metadata the program carries.
	Distributions []Distribution

	// Listed are patterns of path.Match for the paths of modules that may be imported by
	// names that are computed. As long as the same files fit, the program is the same.
	Listed []string
}

// loader is the state of one Load.
type loader struct {
	opts    Options
	list    *diag.List
	prog    *Program
	byName  map[string]*Module // nil values: looked for and not found
	runtime map[string]bool
	dynamic []*Module        // that import modules by names of which nothing is known
	tabled  map[*Module]bool // whose strings have been looked at
	makers  map[*Module]bool
	behind  map[string]bool // what is known to be behind names in modules that are made
	forHelp bool            // pydoc is part of the program for the builtin help
}

// Load loads the program whose script is in file.
func Load(opts Options, file *source.File, list *diag.List) *Program {
	l := &loader{
		opts: opts, list: list,
		prog:    &Program{},
		byName:  make(map[string]*Module),
		tabled:  make(map[*Module]bool),
		runtime: make(map[string]bool),
	}
	main := &Module{Name: "__main__", File: file, Spec: opts.MainName}
	l.byName["__main__"] = main
	l.prog.Modules = append(l.prog.Modules, main)
	if pkg := parentOf(opts.MainName); pkg != "" {
		l.find(pkg) // python -m imports the packages around the module first
	}
	l.parse(main)
	l.include()
	l.loadTables()
	l.loadNamed()
	l.loadTables() // of what has come with the names
	l.loadLookedUp()
	l.reportMissing()
	slices.Sort(l.prog.Missing)
	l.prune()
	l.distributions()
	for name := range l.runtime {
		l.prog.Runtime = append(l.prog.Runtime, name)
	}
	sort.Strings(l.prog.Runtime)
	return l.prog
}

// add parses m and loads what it imports.
func (l *loader) add(m *Module) {
	l.prog.Modules = append(l.prog.Modules, m)
	l.parse(m)
}

func (l *loader) parse(m *Module) {
	list := l.list
	if m.Library {
		list = new(diag.List) // warnings about a library are not the user's
	}
	m.AST = syntax.Parse(m.File, list)
	if m.Library && list.HasErrors() {
		for _, d := range list.All() {
			l.list.Add(d)
		}
	}
	s := &scanner{loader: l, module: m}
	s.stmts(m.AST.Body)
	s.loadEncodings()
	if m.isStdlib(l) {
		for _, name := range companions[m.Name] {
			if c, ok := l.find(name); ok {
				m.Imports = append(m.Imports, &Import{Node: m.AST, Name: name, Module: c, Runtime: c == nil, Guarded: true})
			}
		}
	}
}

// companions are the modules of CPython's library that others of it import under computed
// names: the encodings in common use.
var companions = map[string][]string{
	"importlib.resources": {"importlib.readers"},
	"codecs": {
		"encodings", "encodings.aliases", "encodings.ascii", "encodings.latin_1", "encodings.utf_8", "encodings.utf_8_sig",
		"encodings.utf_7", "encodings.utf_16", "encodings.utf_16_le", "encodings.utf_16_be", "encodings.utf_32",
		"encodings.utf_32_le", "encodings.utf_32_be", "encodings.unicode_escape", "encodings.raw_unicode_escape",
		"encodings.charmap", "encodings.cp1252", "encodings.iso8859_15", "encodings.hex_codec", "encodings.base64_codec",
		"encodings.rot_13",
	},
}

// include loads the modules of Options.Include.
func (l *loader) include() {
	main := l.prog.Modules[0]
	for _, name := range l.opts.Include {
		if m, ok := l.find(name); !ok {
			l.list.Errorf(diag.UnsupportedModule, main.File, source.NoSpan, "No module named '%s', which is to be included", name)
		} else {
			main.Imports = append(main.Imports, &Import{Name: name, Module: m, Runtime: m == nil, Guarded: true})
		}
	}
}

// find returns the module that is imported by the absolute dotted name, loading
// it and the packages around it as needed. It returns nil and false if there is
// none, and nil and true if it is the runtime's.
func (l *loader) find(name string) (m *Module, ok bool) {
	if m, seen := l.byName[name]; seen {
		return m, m != nil || l.isRuntime(name)
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	if pkgName := parentOf(name); pkgName != "" {
		pkg, ok := l.find(pkgName)
		if m, seen := l.byName[name]; seen { // the package itself imports it
			return m, m != nil || l.isRuntime(name)
		}
		switch {
		case !ok:
			return nil, false
		case pkg == nil, pkg.isStdlib(l):
			if l.useRuntime(name) {
				return nil, true
			}
			// The runtime need not have all modules of a package, and has single ones
			// of others.
			return l.findIn(name, last, l.stdlibDirs(pkg, pkgName), true)
		}
		return l.findIn(name, last, pkg.Dirs, pkg.Library)
	}
	if preloaded[name] && l.useRuntime(name) {
		return nil, true
	}
	if m, ok := l.findIn(name, last, l.opts.Path, false); ok {
		return m, ok
	}
	delete(l.byName, name)
	return l.findIn(name, last, slices.Concat(l.opts.Stdlib, l.opts.Site), true)
}

// stdlibDirs returns the folders of CPython's library in which the modules of the
// package are, which is the runtime's if pkg is nil.
func (l *loader) stdlibDirs(pkg *Module, name string) []string {
	if pkg != nil {
		return pkg.Dirs
	}
	var dirs []string
	for _, d := range l.opts.Stdlib {
		dirs = append(dirs, filepath.Join(d, filepath.FromSlash(strings.ReplaceAll(name, ".", "/"))))
	}
	return dirs
}

// findIn searches the module name, whose last part is last, in dirs, and loads it.
func (l *loader) findIn(name, last string, dirs []string, library bool) (*Module, bool) {
	path, isPackage := l.locate(dirs, last)
	namespace := isPackage && filepath.Base(path) != "__init__.py"
	if path == "" || namespace && l.isRuntime(name) {
		l.byName[name] = nil
		return nil, l.useRuntime(name)
	}
	library = library || inSitePackages(path, isPackage)
	m := &Module{Name: name, IsPackage: isPackage, Library: library && !slices.Contains(l.opts.Program, name)}
	l.byName[name] = m
	switch {
	case namespace:
		// The parts of a namespace package may lie in several folders.
		for _, d := range dirs {
			if d := filepath.Join(d, last); isDir(d) {
				m.Dirs = append(m.Dirs, d)
			}
		}
	case isPackage:
		m.Dirs = []string{filepath.Dir(path)}
	}
	m.Dirs = append(m.Dirs, l.opts.Extend[name]...)
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

// isStdlib reports whether m is a module of CPython's library.
func (m *Module) isStdlib(l *loader) bool {
	return m.Library && slices.ContainsFunc(l.opts.Stdlib, func(dir string) bool {
		return strings.HasPrefix(m.File.Name, dir+string(filepath.Separator))
	})
}
