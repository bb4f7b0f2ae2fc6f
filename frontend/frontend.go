package frontend

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/load"
	"github.com/aio2go/aio2go/frontend/modnames"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// Options say how a program is read: see load.Options. Path are folders to search
// for modules after the script's own.
type Options = load.Options

// Module is a module of a program.
type Module struct {
	Name      string // dotted; "__main__" for the script
	IsPackage bool
	Library   bool     // it is of the standard library or an installed package
	Dirs      []string // of a package: its __path__
	Spec      string   // of the script: the name under which -m found it, else ""
	File      *source.File
	AST       *syntax.Module
	Info      *resolve.Info    // nil if the module does not parse
	Doc       *syntax.Constant // the docstring, or nil
	Imports   []*load.Import
}

// Program is a script with the modules that it imports.
type Program struct {
	// Modules are in the order in which their imports begin; the first one is
	// the script.
	Modules []*Module

	// Runtime are the modules of the runtime that are imported, sorted.
	Runtime []string

	// Missing are the modules that are not found, and the names in modules ("os:name")
	// that are not there when another module is imported, if Options.Lenient is set.
	Missing []string

	// Absent are the paths at which a module was searched in vain.
	Absent []string

	// LeftOut says why library modules are not part of the program.
	LeftOut map[string]string

	// Distributions are the installed distributions whose metadata the program carries.
	Distributions []load.Distribution

	// Listed are patterns for the paths of modules that may be imported by names that are
	// computed.
	Listed []string

	// First is the error that CPython would stop at, or nil.
	First *diag.Diagnostic

	// Warnings are the SyntaxWarnings in CPython's order, as often as it gives
	// them.
	Warnings []*diag.Diagnostic
}

// Main returns the script.
func (p *Program) Main() *Module { return p.Modules[0] }

// Module returns the module of the dotted name, or nil.
func (p *Program) Module(name string) *Module {
	for _, m := range p.Modules {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// Load reads the program whose script is at path. What is wrong with it is in
// the list. The program is nil if the script cannot be read.
func Load(opts Options, path string) (*Program, *diag.List) {
	list := new(diag.List)
	f, err := source.Read(path)
	if err != nil {
		if f == nil {
			f = source.NewText(path, "")
		}
		list.AddError(f, err)
		return nil, list
	}
	// sys.path[0] is the folder of the file that a symbolic link leads to.
	dir := filepath.Dir(path)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		dir = filepath.Dir(real)
	}
	return LoadFile(opts, f, dir, list), list
}

// LoadSource reads a program whose script is not in a file, as with -c. Modules
// are searched in the working directory. name is displayed in messages.
func LoadSource(opts Options, name string, src []byte) (*Program, *diag.List) {
	list := new(diag.List)
	f, err := source.New(name, src)
	if err != nil {
		list.AddError(f, err)
		return nil, list
	}
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	return LoadFile(opts, f, dir, list), list
}

// LoadFile reads the program whose script is f and whose modules are searched
// in dir first. It adds what is wrong with it to list.
func LoadFile(opts Options, f *source.File, dir string, list *diag.List) *Program {
	opts.Path = append([]string{dir}, opts.Path...)
	opts.Lacks = modnames.Lacks
	loaded := load.Load(opts, f, list)
	known := make(map[string]bool, len(loaded.Modules))
	for _, m := range loaded.Modules {
		known[m.Name] = true
	}
	p := &Program{Runtime: loaded.Runtime, Absent: loaded.Absent, Listed: loaded.Listed, LeftOut: loaded.LeftOut, Distributions: loaded.Distributions, Missing: loaded.Missing}
	isKnown := func(name string) bool { return known[name] }
	broken := make(map[*source.File]*diag.Diagnostic)
	for _, d := range list.All() {
		switch {
		case d.Severity == diag.Warning:
			p.Warnings = append(p.Warnings, d)
		case d.Code != diag.UnsupportedModule && broken[d.File] == nil:
			broken[d.File] = d
		}
	}
	for _, m := range loaded.Modules {
		mod := &Module{
			Name: m.Name, IsPackage: m.IsPackage, Library: m.Library, Dirs: m.Dirs, Spec: m.Spec,
			File: m.File, AST: m.AST, Imports: m.Imports,
			Doc: docstring(m.AST.Body),
		}
		p.Modules = append(p.Modules, mod)
		if d := broken[m.File]; d != nil {
			if d.Code != diag.UnreadableSource {
				p.first(d)
			}
			continue
		}
		if m.Library {
			mod.Info = resolve.Module(m.File, m.AST, new(diag.List))
			for _, d := range mod.Info.Errors {
				list.Add(d)
			}
		} else {
			mod.Info = resolve.Module(m.File, m.AST, list)
			p.Warnings = append(p.Warnings, mod.Info.Warnings...)
			if !opts.Lenient {
				modnames.Check(m, mod.Info, isKnown, list)
			}
		}
		if opts.Lenient && mod.Info != nil {
			modnames.AtImport(m, mod.Info, isKnown, func(module, name string) {
				if name = module + ":" + name; !slices.Contains(p.Missing, name) {
					p.Missing = append(p.Missing, name)
				}
			})
		}
		if errs := mod.Info.Errors; len(errs) > 0 {
			p.first(errs[0])
		}
	}
	return p
}

// first notes an error, unless there is an earlier one.
func (p *Program) first(d *diag.Diagnostic) {
	if p.First == nil {
		p.First = d
	}
}

// docstring returns the docstring of a body, or nil.
func docstring(body []syntax.Stmt) *syntax.Constant {
	if len(body) == 0 {
		return nil
	}
	e, ok := body[0].(*syntax.ExprStmt)
	if !ok {
		return nil
	}
	c, ok := e.Value.(*syntax.Constant)
	if !ok || c.Kind != syntax.ConstStr {
		return nil
	}
	return c
}
