package build

import (
	"strings"

	"regexp"
	"sort"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// Source is a module to build.
type Source struct {
	Name      string // "__main__" for the main module
	File      *source.File
	IsPackage bool
	Library   bool     // it is built by Library, and Program looks only at what it does to others
	Dirs      []string // of a package: its __path__
	Spec      string   // of the main module: the name under which -m found it, else ""
	Tree      *syntax.Module
	Info      *resolve.Info
}

// program is what all modules say together.
type program struct {
	list    *diag.List
	modules map[string]*module
	// elsewhere tells the modules that are compiled, but not with this program, and
	// sources has those of which the names matter that "import *" takes from them.
	elsewhere func(name string) bool
	sources   map[string]Source
	// stored are the attribute names that the program assigns or deletes on imported
	// names: globals of other modules that somebody rebinds.
	stored map[string]bool
	// patches says that the program imports unittest.mock; named are the builtins that its
	// strings name, which patch may replace.
	patches bool
	named   map[string]bool
	// closers are the names of generator functions in whose bodies one can see when the
	// generator is closed.
	closers map[string]bool
	// preparesNamespace says that the program defines __prepare__, so that class bodies
	// may start with names in their namespace.
	preparesNamespace bool
	// classHooks says that making a class may run code of the program.
	classHooks bool
	// processes is set where the program may run itself as worker processes.
	processes bool

	// coroutineNames has the names of functions of the program: true where every function
	// of that name is an async def without decorators.
	coroutineNames map[string]bool
	// asyncNames has the names of functions of the program that are an async def somewhere.
	asyncNames map[string]bool
	// changesFunctions says that the program assigns the parts of function objects.
	changesFunctions bool
	// traced says that the program may set a trace function, so that its functions tell events.
	traced bool
}

// module is a module being built.
type module struct {
	p       *program
	ir      *ir.Module
	file    *source.File
	info    *resolve.Info
	tree    *syntax.Module
	globals map[string]*ir.Var
	known   map[*resolve.Symbol]*known
	imports map[string]bool
	// foreign are the globals that hold a module which is not the program's, or something
	// out of one, and are bound once.
	foreign map[string]bool
	stars   []*syntax.ImportFrom // of *
	// dynamic says that names may become global in ways that the source does not show.
	dynamic bool
	// text says that the module is source text that is compiled while a program runs.
	text TextMode
	// traces says that the module names what sets a trace function.
	traces bool
	// sysNames are the names that the module imports sys as, other than its own.
	sysNames map[string]bool
	// shadowed are the builtins that an import * may rebind; all of them where any.
	shadowed map[string]bool
}

// isProgram reports whether the module of that name has code of the program or of a
// library.
func (p *program) isProgram(name string) bool { return p.modules[name] != nil || p.elsewhere(name) }

// starSource returns the module of the program or of a library that is called name, nil
// if it is the runtime's or is not known.
func (p *program) starSource(name string) *module {
	if m := p.modules[name]; m != nil {
		return m
	}
	s, ok := p.sources[name]
	if !ok || s.Info == nil {
		return nil
	}
	m := p.newModule(s)
	m.surveyStars()
	return m
}

// Program builds the modules that are not of a library. All are in order of import with
// the main module last.
func Program(sources []Source, list *diag.List) *ir.Program {
	others := map[string]bool{}
	p := newProgram(list)
	p.elsewhere = func(name string) bool { return others[name] }
	p.sources = byName(sources)
	var mods []*module
	for _, s := range sources {
		m := p.newModule(s)
		m.survey()
		if s.Library {
			others[s.Name] = true
			continue
		}
		p.modules[s.Name] = m
		p.traced = p.traced || m.traces
		mods = append(mods, m)
	}
	out := p.build(mods)
	out.Main = mods[len(mods)-1].ir
	out.Traced = p.traced
	return out
}

func newProgram(list *diag.List) *program {
	return &program{
		list: list, modules: map[string]*module{}, stored: map[string]bool{}, named: map[string]bool{},
		coroutineNames: map[string]bool{}, asyncNames: map[string]bool{}, closers: map[string]bool{},
	}
}

// Library builds one module of a library. all are the modules of the program; compiled tells which modules are not the
// runtime's. Since nothing is known of the program, everything may happen to the module
// that a program can do to one.
func Library(s Source, all []Source, compiled func(name string) bool, list *diag.List) *ir.Program {
	p := newProgram(new(diag.List))
	p.elsewhere, p.sources, p.stored["*"] = compiled, byName(all), true
	p.preparesNamespace, p.classHooks, p.changesFunctions = true, true, true
	m := p.newModule(s)
	p.modules[s.Name] = m
	m.survey()
	out := p.build([]*module{m})
	for _, d := range p.list.All() {
		if d.Severity == diag.Error {
			list.Add(d)
		}
	}
	return out
}

func byName(sources []Source) map[string]Source {
	m := make(map[string]Source, len(sources))
	for _, s := range sources {
		m[s.Name] = s
	}
	return m
}

func (p *program) newModule(s Source) *module {
	return &module{
		p: p, file: s.File, info: s.Info, tree: s.Tree,
		ir:       &ir.Module{Name: s.Name, File: s.File, IsPackage: s.IsPackage, Dirs: s.Dirs, Spec: s.Spec},
		globals:  map[string]*ir.Var{},
		known:    map[*resolve.Symbol]*known{},
		imports:  map[string]bool{},
		foreign:  map[string]bool{},
		shadowed: map[string]bool{},
	}
}

// build builds modules that are surveyed.
func (p *program) build(mods []*module) *ir.Program {
	out := &ir.Program{}
	for _, m := range mods {
		out.Modules = append(out.Modules, m.ir)
	}
	for _, m := range mods {
		m.shadowStars()
		m.findKnown()
	}
	for _, m := range mods {
		m.build()
	}
	for _, m := range mods {
		m.bindings()
	}
	markRecursive(out)
	return out
}

// surveyStars notes the "import *" of a module that is not built here.
func (m *module) surveyStars() {
	syntax.Inspect(m.tree, func(n syntax.Node) bool {
		if n, ok := n.(*syntax.ImportFrom); ok && len(n.Names) == 1 && n.Names[0].Name == "*" {
			m.stars = append(m.stars, n)
		}
		return true
	})
}

// survey notes what the module says that concerns the whole program.
func (m *module) survey() {
	m.dynamic = m.info.Module.ImportStar
	syntax.Inspect(m.tree, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.AsyncFunctionDef:
			only, found := m.p.coroutineNames[n.Name]
			m.p.coroutineNames[n.Name] = (only || !found) && len(n.DecoratorList) == 0
			m.p.asyncNames[n.Name] = true
			if yields(n.Body) && closesBody(n.Body) {
				m.p.closers[n.Name] = true
			}
		case *syntax.FunctionDef:
			m.p.coroutineNames[n.Name] = false
			if yields(n.Body) && closesBody(n.Body) {
				m.p.closers[n.Name] = true
			}
			switch n.Name {
			case "__prepare__":
				m.p.preparesNamespace = true
			case "__init_subclass__", "__set_name__", "__mro_entries__", "__new__", "mro":
				m.p.classHooks = true
			}
		case *syntax.Name:
			switch n.Id {
			case "eval", "exec", "compile", "get_type_hints":
				m.ir.RunsText = true
			}
			m.imply(n.Id)
			m.surveyTracing(n.Id)
		case *syntax.Attribute:
			m.imply(n.Attr)
			m.surveyTracing(n.Attr)
			m.surveyMonitoring(n)
			if n.Ctx != syntax.Load {
				m.storesAttribute(n)
			}
			switch n.Attr {
			case "eval", "exec", "compile":
				if x, ok := n.Value.(*syntax.Name); ok && (x.Id == "builtins" || x.Id == "__builtins__") {
					m.ir.RunsText = true
				}
			case "get_type_hints", "exec_module":
				m.ir.RunsText = true
			}
		case *syntax.Call:
			m.surveyCall(n)
			for _, k := range n.Keywords {
				m.imply(k.Arg + "=")
			}
		case *syntax.Subscript:
			if n.Ctx != syntax.Load && isCallOf(n.Value, "globals", "vars", "locals") {
				m.dynamic = true
			}
		case *syntax.Constant:
			m.implyText(n.Str)
			m.surveyTracing(n.Str)
			// What patch("builtins.open") and patch.object(builtins, "open") replace.
			if id := strings.TrimPrefix(n.Str, "builtins."); n.Kind == syntax.ConstStr && isBuiltin(id) && !seesCaller[id] {
				m.p.named[id] = true
			}
		case *syntax.Import:
			for _, a := range n.Names {
				m.surveyImport(a.Name)
				m.surveySys(a, "")
			}
		case *syntax.ImportFrom:
			m.surveyImport(n.Module)
			for _, a := range n.Names {
				m.imply(a.Name)
				m.surveyTracing(a.Name)
				m.surveySys(a, n.Module)
				m.surveyImport(n.Module + "." + a.Name)
				if a.Name == "*" {
					m.stars = append(m.stars, n)
				}
			}
		}
		return true
	})
}

var importInText = regexp.MustCompile(`(?m)^[ \t]*(?:import|from)[ \t]+(\w+(?:\.\w+)*)`)

// textImports returns the modules that the string constants of the module import where
// they are source text: they are linked for the sake of exec.
func (m *module) textImports() []string {
	var list []string
	syntax.Inspect(m.tree, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.Constant); ok && c.Kind == syntax.ConstStr {
			for _, found := range importInText.FindAllStringSubmatch(c.Str, -1) {
				list = append(list, found[1])
			}
		}
		return true
	})
	return list
}

func (m *module) storesAttribute(n *syntax.Attribute) {
	switch n.Attr {
	case "__defaults__", "__kwdefaults__", "__code__":
		m.p.changesFunctions = true
	}
	if m.isImported(n.Value) {
		m.p.stored[n.Attr] = true
	}
}

// isImported reports whether e is a name that an import binds.
func (m *module) isImported(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Name:
		sym := m.info.SymbolOf(e)
		return sym != nil && sym.Def().Flags&resolve.Imported != 0
	case *syntax.Attribute:
		return m.isImported(e.Value)
	case *syntax.Subscript: // sys.modules["m"]
		return m.isImported(e.Value)
	}
	return false
}

// seesCaller are the builtins whose calls need to be known as such, since they are about the
// caller.
var seesCaller = map[string]bool{"super": true, "locals": true, "globals": true, "vars": true, "dir": true, "eval": true, "exec": true}

// mayPatch reports whether the program may replace the builtin by unittest.mock.patch.
func (p *program) mayPatch(id string) bool { return p.patches && p.named[id] }

// surveyImport notes an import of unittest.mock, whose patch sets any attribute of a module
// that a string names.
func (m *module) surveyImport(name string) {
	if name == "bdb" { // whose debuggers set a trace function
		m.traces = true
	}
	if name == "unittest.mock" {
		m.p.stored["*"] = true
		m.p.patches = true
	}
}

func (m *module) surveyCall(n *syntax.Call) {
	switch f := n.Func.(type) {
	case *syntax.Name:
		switch f.Id {
		case "exec", "eval":
			m.dynamic = true
		case "setattr", "delattr":
			if len(n.Args) < 2 || !m.isImported(n.Args[0]) {
				return
			}
			if c, ok := n.Args[1].(*syntax.Constant); ok && c.Kind == syntax.ConstStr {
				m.p.stored[c.Str] = true
			} else {
				m.p.stored["*"] = true
			}
		}
	case *syntax.Attribute:
		if isCallOf(f.Value, "globals", "vars") {
			switch f.Attr {
			case "update", "setdefault", "pop", "clear", "popitem", "__setitem__", "__delitem__":
				m.dynamic = true
			}
		}
	}
}

func isCallOf(e syntax.Expr, names ...string) bool {
	c, ok := e.(*syntax.Call)
	if !ok {
		return false
	}
	n, ok := c.Func.(*syntax.Name)
	if !ok {
		return false
	}
	for _, name := range names {
		if n.Id == name {
			return true
		}
	}
	return false
}

// starBuiltins are the builtins' names that "from m import *" binds, of the modules that
// have such names.
var starBuiltins = map[string][]string{
	"asyncio": {"TimeoutError"}, "os": {"open"}, "io": {"open"}, "math": {"pow"}, "codecs": {"open"},
	"operator": {"abs", "pow"}, "_operator": {"abs", "pow"}, "_io": {"open"}, "concurrent.futures": {"TimeoutError"}, "multiprocessing": {"TimeoutError"},
	"gzip": {"open"}, "bz2": {"open"}, "lzma": {"open"}, "shelve": {"open"}, "tokenize": {"open"}, "wave": {"open"},
	"webbrowser": {"open"}, "socket": {},
}

// noStarBuiltins are modules in common use whose "import *" binds no name of a builtin.
var noStarBuiltins = map[string]bool{
	"time": true, "random": true, "collections": true, "itertools": true, "functools": true, "typing": true,
	"threading": true, "tkinter": true, "turtle": true, "dataclasses": true, "enum": true, "datetime": true,
	"string": true, "json": true, "re": true, "sys": true, "decimal": true, "fractions": true, "statistics": true,
	"contextlib": true, "abc": true, "types": true, "heapq": true, "bisect": true, "queue": true, "struct": true,
}

// bindsNoBuiltin reports whether "import *" from the module, which is not one of
// starBuiltins, binds no name of a builtin. The modules that CPython has in C for others
// of its library bind none.
func bindsNoBuiltin(mod string) bool { return noStarBuiltins[mod] || mod[0] == '_' }

// shadowStars notes the builtins that the module's "from mod import *" may rebind.
func (m *module) shadowStars() {
	for _, n := range m.stars {
		mod, ok := absolute(m.ir, n)
		if !ok {
			continue
		}
		if source := m.p.starSource(mod); source != nil {
			for _, id := range source.exported(map[string]bool{}) {
				m.shadowed[id] = true
			}
		} else {
			m.shadow(mod)
		}
	}
}

// exported returns the names that "import *" binds from a module of the program, "*" where
// they are not known.
func (m *module) exported(seen map[string]bool) []string {
	if seen[m.ir.Name] {
		return nil
	}
	seen[m.ir.Name] = true
	if m.info.Module.Lookup("__all__") != nil {
		return m.all()
	}
	var list []string
	for _, sym := range m.info.Module.Symbols {
		if sym.Name[0] != '_' && !sym.IsBuiltin() {
			list = append(list, sym.Name)
		}
	}
	for _, n := range m.stars {
		mod, ok := absolute(m.ir, n)
		source := m.p.starSource(mod)
		switch {
		case !ok:
		case source != nil:
			list = append(list, source.exported(seen)...)
		case starBuiltins[mod] != nil:
			list = append(list, starBuiltins[mod]...)
		case !bindsNoBuiltin(mod):
			list = append(list, "*")
		}
	}
	return list
}

// all returns the names in __all__ if that is a list of literals, assigned once.
func (m *module) all() []string {
	for _, s := range m.tree.Body {
		a, ok := s.(*syntax.Assign)
		if !ok || len(a.Targets) != 1 || m.info.Module.Lookup("__all__").BoundTwice() {
			continue
		}
		if n, ok := a.Targets[0].(*syntax.Name); !ok || n.Id != "__all__" {
			continue
		}
		elts, ok := sequence(a.Value)
		if !ok {
			break
		}
		var list []string
		for _, e := range elts {
			c, ok := e.(*syntax.Constant)
			if !ok || c.Kind != syntax.ConstStr {
				return []string{"*"}
			}
			list = append(list, c.Str)
		}
		return list
	}
	return []string{"*"}
}

// shadow notes the builtins that "from mod import *" may rebind, for a module that is not
// the program's.
func (m *module) shadow(mod string) {
	names, ok := starBuiltins[mod]
	switch {
	case ok:
		for _, n := range names {
			m.shadowed[n] = true
		}
	case !bindsNoBuiltin(mod):
		m.shadowed["*"] = true
	}
}

// shadowsBuiltin reports whether the name of a builtin that the module's source does not
// bind may still be bound in it.
func (m *module) shadowsBuiltin(id string) bool {
	return m.shadowed[id] || m.shadowed["*"] || m.p.stored[id]
}

// binds reports whether the module's source binds the global name id.
func (m *module) binds(id string) bool {
	if id == "__annotations__" {
		return annotates(m.tree.Body)
	}
	sym := m.info.Module.Lookup(id)
	return sym != nil && !sym.IsBuiltin()
}

// global returns the Var of a module-level name.
func (m *module) global(id string) *ir.Var {
	v := m.globals[id]
	if v == nil {
		v = &ir.Var{Name: id, Kind: ir.Global, Module: m.ir, Rep: types.Boxed, Type: types.Any}
		m.globals[id] = v
		m.ir.Globals = append(m.ir.Globals, v)
	}
	return v
}

// implicit returns the value of a name that every module has, nil for other names.
func (m *module) implicit(id string) ir.Expr {
	switch id {
	case "__name__":
		if m.namedAtRun() {
			return nil
		}
		return str(m.ir.Name)
	case "__file__":
		return str(m.file.Name)
	case "__doc__":
		if doc := docstring(m.tree.Body); doc != nil {
			return str(cleanDoc(doc.Str))
		}
		return none()
	case "__spec__", "__loader__", "__cached__":
		if m.ir.Name == "__main__" && m.ir.Spec == "" {
			return none()
		}
	case "__package__":
		pkg := m.ir.Name
		if pkg == "__main__" {
			if m.ir.Spec == "" {
				return none()
			}
			pkg = m.ir.Spec
		}
		if !m.ir.IsPackage {
			pkg = parentName(pkg)
		}
		return str(pkg)
	}
	return nil
}

// isAttribute reports whether id is set in the module without the source saying so, to
// what is known when the program runs.
func (m *module) isAttribute(id string) bool {
	switch id {
	case "__spec__", "__loader__":
		return true
	case "__name__":
		return m.namedAtRun()
	case "__path__":
		return m.ir.IsPackage
	}
	return false
}

// namedAtRun reports whether the module's __name__ is known only when it runs: the main
// module of a program with worker processes is run by these under another name.
func (m *module) namedAtRun() bool { return m.ir.Name == "__main__" && m.p.processes }

func parentName(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '.' {
			return name[:i]
		}
	}
	return ""
}

func isBuiltin(id string) bool { return prim.BuiltinNames[id] }

// findKnown makes the functions that can be called directly.
func (m *module) findKnown() {
	if m.dynamic || m.p.changesFunctions || m.p.stored["*"] {
		return
	}
	var visit func(list []syntax.Stmt)
	visit = func(list []syntax.Stmt) {
		for _, s := range list {
			if d := defOf(s); d != nil {
				m.addKnown(d)
				continue
			}
			if _, ok := s.(*syntax.ClassDef); ok {
				continue
			}
			syntax.Children(s, func(c syntax.Node) {
				switch c := c.(type) {
				case syntax.Stmt:
					visit([]syntax.Stmt{c})
				case *syntax.ExceptHandler:
					visit(c.Body)
				case *syntax.MatchCase:
					visit(c.Body)
				}
			})
		}
	}
	visit(m.tree.Body)
}

func (m *module) addKnown(d *def) {
	sym := m.info.Binding(d.node)
	if sym == nil || sym.Scope.Kind != resolve.ModuleScope || sym.Binds != 1 || len(d.decorators) > 0 || len(d.typeParams) > 0 || m.p.stored[sym.Name] {
		return
	}
	k := &known{args: d.args, body: d.body, defaults: map[string]ir.Expr{}, global: m.global(sym.Name)}
	k.f = m.newFunc(nil, m.info.ScopeOf(d.node), d.name, d.args, d.node)
	positional := append(append([]*syntax.Arg{}, d.args.Posonlyargs...), d.args.Args...)
	for i, e := range d.args.Defaults {
		m.addDefault(k, positional[len(positional)-len(d.args.Defaults)+i], e)
	}
	for i, e := range d.args.KwDefaults {
		if e != nil {
			m.addDefault(k, d.args.Kwonlyargs[i], e)
		}
	}
	m.known[sym] = k
}

// addDefault notes the default of a parameter: a constant, or a hidden global that the
// definition assigns.
func (m *module) addDefault(k *known, p *syntax.Arg, e syntax.Expr) {
	if c := constantOf(e); c != nil {
		k.defaults[p.Arg] = c
		return
	}
	v := &ir.Var{Name: k.f.Name + "_" + p.Arg, Kind: ir.Global, Module: m.ir, Hidden: true, Rep: types.Boxed, Type: types.Any}
	m.ir.Globals = append(m.ir.Globals, v)
	k.defaults[p.Arg] = ref(v)
}

// constantOf returns the constant that e is, or nil.
func constantOf(e syntax.Expr) *ir.Const {
	switch e := e.(type) {
	case *syntax.Constant:
		return (*fn)(nil).constant(e)
	case *syntax.UnaryOp:
		if c := constantOf(e.Operand); c != nil && e.Op == syntax.USub {
			return negated(c)
		}
	}
	return nil
}

// build builds the module's body and with it everything else.
func (m *module) build() {
	f := &ir.Func{Name: "<module>", Qualname: "<module>", Kind: ir.ModuleBody, Module: m.ir, Result: types.Boxed}
	f.Span = source.Span{Start: 0, End: source.Pos(len(m.file.Text))}
	m.ir.Body = f
	b := m.newFn(f, nil, m.info.Module)
	defer ir.Locate(f, &b.line)
	body := m.tree.Body
	if doc := docstring(body); doc != nil {
		f.Doc = str(cleanDoc(doc.Str))
		body = body[1:]
		if m.text == NoText {
			b.mark(doc)
		}
	}
	if m.text != NoText {
		b.textBody(m.tree.Body)
		b.done()
		return
	}
	if annotates(m.tree.Body) {
		v := m.global("__annotations__")
		b.emit(&ir.Assign{Dst: v, X: b.let("annotations", prim.DictBuild, -1)})
	}
	b.stmts(body)
	b.returnEmpty()
	b.emit(&ir.Return{X: none()})
	b.done()
	for name := range m.imports {
		m.ir.Imports = append(m.ir.Imports, name)
	}
	if m.ir.RunsText {
		for _, name := range m.textImports() {
			if !m.imports[name] && m.p.modules[name] == nil {
				m.imports[name] = true
				m.ir.Imports = append(m.ir.Imports, name)
			}
		}
	}
	sort.Strings(m.ir.Imports)
}
