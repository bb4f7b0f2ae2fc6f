package emit

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/aio2go/aio2go/emit/gofile"
	"github.com/aio2go/aio2go/emit/names"
	"github.com/aio2go/aio2go/lower/ir"
)

// runtimePath is the import path below which the runtime's packages lie.
const runtimePath = "github.com/aio2go/aio2go/runtime"

// Options say how a program is written.
type Options struct {
	// Dir is the folder to write; it is made if it does not exist.
	Dir string
	// Runtime is the source of the runtime packages, rooted at runtime/.
	Runtime fs.FS
	// Compiler is the source of the packages of the compiler that programs need which run
	// source text, rooted above frontend/ and lower/.
	Compiler fs.FS
	// Packages maps the names of runtime modules to their package below runtime/:
	// "asyncio" to "asyncio", "math" to "stdlib/math".
	Packages map[string]string
	// Python is the version whose behaviour the program has, "" for any.
	Python string
	// LineDirectives maps Go lines to Python lines in the Go compiler's eyes.
	LineDirectives bool
	// NoComments leaves out the Python lines as comments.
	NoComments bool
	// Unformatted leaves the Go without layout, for programs whose Go nobody reads.
	Unformatted bool
	// Library, when not empty, writes a library package of that name with a variable
	// Program instead of package main, and neither go.mod nor vendor.
	Library string
	// NoSource leaves out the text of the main module's source: tracebacks then show no
	// lines of it, as CPython's do not for a program on standard input.
	NoSource bool
	// ModulePath is the module path in go.mod; "" takes the main file's name.
	ModulePath string
}

// Write writes prog as a Go module, or as a library package, into opts.Dir. Files of an
// earlier program there are overwritten, others are left.
func Write(prog *ir.Program, opts Options) error {
	files, err := Files(prog, opts)
	if err != nil {
		return err
	}
	paths := make([]string, 0, len(files))
	for p := range files {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	for _, p := range paths {
		path := filepath.Join(opts.Dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, files[p], 0o666); err != nil {
			return err
		}
	}
	return nil
}

// Files returns what Write writes, by slash-separated path.
func Files(prog *ir.Program, opts Options) (map[string][]byte, error) {
	p := newProgram(prog, opts)
	if err := p.writeModules(); err != nil {
		return nil, err
	}
	if err := p.writeLibrary(); err != nil {
		return nil, err
	}
	if err := p.writeMain(); err != nil {
		return nil, err
	}
	if opts.Library == "" {
		if err := p.vendor(); err != nil {
			return nil, err
		}
	}
	return p.files, nil
}

func newProgram(prog *ir.Program, opts Options) *program {
	words := names.RuntimeWords
	if prog.Traced {
		words = append(words[:len(words):len(words)], tracedWords...)
	}
	return &program{
		prog: prog, opts: opts,
		scope:     names.NewScope(nil, words...),
		modules:   map[*ir.Module]*module{},
		funcs:     map[*ir.Func]*funcNames{},
		globals:   map[*ir.Var]string{},
		fileNames: map[string]bool{"program": true},
		files:     map[string][]byte{},
	}
}

// writeModules adds the files of the modules.
func (p *program) writeModules() error {
	p.name()
	for _, m := range p.prog.Modules {
		if err := p.modules[m].write(); err != nil {
			return err
		}
	}
	return nil
}

// program is the state of one Go package: of a Files call, or of a library module.
type program struct {
	prog      *ir.Program
	opts      Options
	scope     *names.Scope // of the Go package
	modules   map[*ir.Module]*module
	funcs     map[*ir.Func]*funcNames
	globals   map[*ir.Var]string // field names
	fileNames map[string]bool
	files     map[string][]byte
	lines     []moduleLines
	// library has the import paths of the packages of library modules.
	library []string
}

// moduleLines is the table of Python lines of one emitted file.
type moduleLines struct {
	goFile, module string
	lines          gofile.Lines
}

// funcNames are the Go identifiers of a function.
type funcNames struct {
	fn   string // the function, or the frame's type
	make string // the frame's constructor
	// await is the constructor of a coroutine's frames that are awaited where they are made.
	await string
	code  string // its py.Code
}

// name gives every module, function and global its Go name, in source order.
func (p *program) name() {
	for _, m := range p.prog.Modules {
		base := moduleBase(m)
		mod := &module{p: p, m: m, consts: map[string]string{}}
		mod.goName = p.scope.NameWith(base, "_info", "_file")
		mod.goFile = p.fileName(base)
		p.modules[m] = mod
		p.nameFunc(m.Body, mod.goName+"_module")
	}
	for _, m := range p.prog.Modules {
		fields := names.NewScope(nil)
		for _, v := range m.Globals {
			p.globals[v] = fields.Name(v.Name)
		}
		prefix := ""
		if m != p.prog.Main {
			prefix = p.modules[m].goName + "_"
		}
		for _, fn := range m.Funcs {
			p.nameFunc(fn, prefix+flatQualname(fn))
		}
	}
}

func (p *program) nameFunc(fn *ir.Func, name string) {
	if fn.Direct != nil {
		name += "_coroutine"
	}
	switch {
	case fn.IsBeside:
		name += "_beside"
	case fn.Original != nil:
		name += "_typed"
	}
	n := &funcNames{fn: p.scope.Name(name)}
	n.make = p.scope.Name("new_" + n.fn)
	n.code = p.scope.Name(n.fn + "_code")
	if fn.Kind == ir.Coroutine {
		n.await = p.scope.Name("await_" + n.fn)
	}
	p.funcs[fn] = n
}

// flatQualname joins the parts of a qualified name, outer.<locals>.inner as outer_inner.
func flatQualname(fn *ir.Func) string {
	name := strings.ReplaceAll(fn.Qualname, ".<locals>", "")
	name = strings.NewReplacer("<lambda>", "lambda", "<genexpr>", "genexpr", "<listcomp>", "listcomp",
		"<", "", ">", "", ".", "_").Replace(name)
	return name
}

// moduleBase is a short name for a module: the last part of the file's name.
func moduleBase(m *ir.Module) string {
	base := filepath.Base(m.File.Name)
	base = strings.TrimSuffix(base, ".py")
	if base == "__init__" || base == "__main__" {
		base = m.Name
	}
	return names.Clean(strings.ReplaceAll(base, ".", "_"))
}

// fileName returns an unused name for a Go file, without the suffix. Go gives meaning to
// the endings of some names (_test, _linux, _amd64), Windows to others (con), so those get
// one more.
func (p *program) fileName(base string) string {
	base = strings.Map(func(r rune) rune {
		if r < 0x80 && (r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return r
		}
		return '_'
	}, base)
	base = strings.TrimLeft(base, "_.")
	if base == "" {
		base = "module"
	}
	if strings.Contains(base, "_") || isDevice(base) {
		base += "_py"
	}
	name := base
	for n := 2; p.fileNames[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s%d", base, n)
	}
	p.fileNames[strings.ToLower(name)] = true
	return name
}
