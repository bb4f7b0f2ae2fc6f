package modnames

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/load"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// checker is the state of one Check.
type checker struct {
	file    *source.File
	info    *resolve.Info
	list    *diag.List
	program func(name string) bool

	runtime map[syntax.Node]map[string]bool // the runtime's modules that a statement imports
	bound   map[*resolve.Symbol]*binding
	stars   []string        // the runtime's modules of which all names are imported
	ready   map[string]bool // names that the module asks for, or sets

	guard guard
	depth int // of functions around the statement

	found func(module, name string) // takes the names instead of errors, if not nil
}

// binding is what a variable is bound to by import statements.
type binding struct {
	module string
	binds  int
	mixed  bool // different modules
}

// guard says which exceptions the statement is prepared for.
type guard struct{ attribute, imports bool }

// Check reports, to list, what mod uses of the runtime's modules that these lack. Program
// reports whether a dotted name is a module of the program.
func Check(mod *load.Module, info *resolve.Info, program func(name string) bool, list *diag.List) {
	check(mod, &checker{list: list}, info, program)
}

// AtImport calls found with the names that Check would report and that mod uses while it is
// imported, which are those outside of functions.
func AtImport(mod *load.Module, info *resolve.Info, program func(name string) bool, found func(module, name string)) {
	check(mod, &checker{found: found}, info, program)
}

func check(mod *load.Module, c *checker, info *resolve.Info, program func(name string) bool) {
	*c = checker{
		list: c.list, found: c.found,
		file: mod.File, info: info, program: program,
		runtime: map[syntax.Node]map[string]bool{},
		bound:   map[*resolve.Symbol]*binding{},
		ready:   map[string]bool{},
	}
	for _, imp := range mod.Imports {
		if imp.Runtime && imp.Node != nil {
			if c.runtime[imp.Node] == nil {
				c.runtime[imp.Node] = map[string]bool{}
			}
			c.runtime[imp.Node][imp.Name] = true
		}
	}
	if len(c.runtime) == 0 {
		return
	}
	c.collect(mod.AST)
	c.stmts(mod.AST.Body)
}

// collect finds what the import statements bind and which names the module is prepared to
// find absent.
func (c *checker) collect(mod *syntax.Module) {
	syntax.Inspect(mod, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Import:
			for _, a := range n.Names {
				c.bind(a, importedModule(a), c.runtime[n])
			}
		case *syntax.ImportFrom:
			for _, a := range n.Names {
				if a.Name == "*" && c.runtime[n][n.Module] {
					c.stars = append(c.stars, n.Module)
				}
				c.bind(a, n.Module+"."+a.Name, c.runtime[n])
			}
		case *syntax.Attribute:
			if n.Ctx != syntax.Load {
				c.ready[n.Attr] = true
			}
		case *syntax.Call:
			c.asks(n)
		}
		return true
	})
}

// importedModule returns the module that "import a" binds a variable to.
func importedModule(a *syntax.Alias) string {
	if a.Asname != "" {
		return a.Name
	}
	for i, r := range a.Name {
		if r == '.' {
			return a.Name[:i]
		}
	}
	return a.Name
}

// bind notes that an alias binds a variable to the module of that name, if it is one of
// runtime or a package around one.
func (c *checker) bind(a *syntax.Alias, module string, runtime map[string]bool) {
	sym := c.info.Binding(a)
	if sym == nil || a.Name == "*" {
		return
	}
	if !runtime[module] && !(a.Asname == "" && runtime[a.Name]) {
		return
	}
	def := sym.Def()
	b := c.bound[def]
	if b == nil {
		b = &binding{module: module}
		c.bound[def] = b
	}
	b.binds++
	b.mixed = b.mixed || b.module != module
}

// asks notes the name of hasattr(x, "name") and its like.
func (c *checker) asks(n *syntax.Call) {
	f, ok := n.Func.(*syntax.Name)
	if !ok || len(n.Args) < 2 {
		return
	}
	switch f.Id {
	case "hasattr", "getattr", "setattr", "delattr":
	default:
		return
	}
	if name, ok := n.Args[1].(*syntax.Constant); ok && name.Kind == syntax.ConstStr {
		c.ready[name.Str] = true
	}
}

// moduleOf returns the module of the runtime that e certainly is, or "".
func (c *checker) moduleOf(e syntax.Expr) string {
	switch e := e.(type) {
	case *syntax.Name:
		sym := c.info.SymbolOf(e)
		if sym == nil {
			return ""
		}
		def := sym.Def()
		if b := c.bound[def]; b != nil && !b.mixed && b.binds == def.Binds {
			return b.module
		}
	case *syntax.Attribute:
		base := c.moduleOf(e.Value)
		if base == "" {
			return ""
		}
		name := base + "." + e.Attr
		if _, ok := table()[name]; ok || c.imports(name) {
			return name
		}
	}
	return ""
}

// imports reports whether the module has imported the runtime's module of that name.
func (c *checker) imports(name string) bool {
	for _, mods := range c.runtime {
		if mods[name] {
			return true
		}
	}
	return false
}

// attribute checks a use of an attribute.
func (c *checker) attribute(n *syntax.Attribute) {
	if n.Ctx != syntax.Load || c.guard.attribute || c.ready[n.Attr] {
		return
	}
	if m := c.moduleOf(n.Value); m != "" && Lacks(m, n.Attr) && !c.program(m+"."+n.Attr) {
		c.report(m, n.Attr, n.Span(), "AttributeError")
	}
}

// name checks a use of a name that "from m import *" would bind.
func (c *checker) name(n *syntax.Name) {
	if len(c.stars) == 0 || n.Ctx != syntax.Load {
		return
	}
	sym := c.info.SymbolOf(n)
	if sym == nil || !sym.IsBuiltin() {
		return
	}
	for _, m := range c.stars {
		if table()[m][n.Id] {
			c.report(m, n.Id, n.Span(), "NameError")
			return
		}
	}
}

// importFrom checks the names that a statement imports.
func (c *checker) importFrom(n *syntax.ImportFrom) {
	if c.guard.imports || !c.runtime[n][n.Module] || n.Level > 0 {
		return
	}
	for _, a := range n.Names {
		if Lacks(n.Module, a.Name) && !c.program(n.Module+"."+a.Name) {
			c.report(n.Module, a.Name, a.Span(), "ImportError")
		}
	}
}

func (c *checker) report(module, name string, span source.Span, exception string) {
	if c.found != nil {
		if c.depth == 0 {
			c.found(module, name)
		}
		return
	}
	d := c.list.Errorf(diag.UnsupportedName, c.file, span, "the standard library's '%s.%s' is not supported", module, name)
	d.Hint = "use it inside 'try: ... except " + exception + ":' and do without it there"
	if h := instead[module+"."+name]; h != "" {
		d.Hint = h
		return
	}
	if exception == "AttributeError" {
		d.Hint = "use it where hasattr() has found it, or inside 'try: ... except AttributeError:', and do without it elsewhere"
	}
}

// instead says what to use in the place of names that stay unsupported.
var instead = map[string]string{"os.fork": noFork, "os.forkpty": noFork}

const noFork = "a built program has several threads, of which a copy would have one: start programs with subprocess or os.posix_spawn, " +
	"and run functions in a ProcessPoolExecutor"
