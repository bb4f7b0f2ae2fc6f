package py

// This file declares what an emitted program says about its modules.

// ProgramModule describes a module of the program that was compiled. Emitted code has
// one for each Python source file.
type ProgramModule struct {
	Name      string // __name__ when imported, "__main__" for the main module
	File      *SourceFile
	IsPackage bool
	Dirs      []string // of a package: its __path__
	Spec      string   // of the main module: the name under which -m found it, else ""
	Doc       string   // the docstring, "" for none
	// Body runs the module's statements.
	Body func() (Value, *Exception)
	// Globals are the module's global variables.
	Globals []GlobalVar
	// Code describes the functions of the module, its body first.
	Code []*Code
	// GoFile is the name of the emitted Go file and Lines its table of Python lines:
	// pairs of a Go line and the Python line from which it and the following Go lines
	// come, in order. Empty where //line directives give Go the Python lines.
	GoFile string
	Lines  []LinePair

	// Dict is, of source text that is compiled while the program runs, the dict of its
	// globals; unbound for others.
	Dict Value

	module *Module
}

// GlobalVar is a global variable of a compiled module, kept in a Go variable.
type GlobalVar struct {
	Name string
	Var  *Value
}

// LinePair says that the Go lines from Go on come from the Python line Python.
type LinePair struct{ Go, Python int32 }

// Module returns the module object, made the first time.
func (p *ProgramModule) Module() *Module {
	if p.module == nil {
		m := &Module{Header: Header{ModuleType}, Name: p.Name, dict: NewDict()}
		m.Vars = make([]Global, len(p.Globals))
		for i, g := range p.Globals {
			m.Vars[i] = Global{Intern(g.Name), g.Var}
		}
		p.module = m
	}
	return p.module
}
