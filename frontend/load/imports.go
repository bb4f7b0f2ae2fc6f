package load

import (
	"slices"
	"strings"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the search for imports in a module.

// scanner goes through the statements of one module.
type scanner struct {
	*loader
	module  *Module
	guarded bool          // the statement is prepared for the module not to exist
	maybe   bool          // the statement may never run: it is in a function or under a condition
	names   *resolve.Info // what names mean, where that was asked
}

// guardedBy goes through list; imports in it are guarded if is is set.
func (s *scanner) guardedBy(is bool, list []syntax.Stmt) {
	was := s.guarded
	s.guarded = was || is
	s.stmts(list)
	s.guarded = was
}

func (s *scanner) stmts(list []syntax.Stmt) {
	for _, n := range list {
		s.stmt(n)
	}
}

func (s *scanner) stmt(n syntax.Stmt) {
	switch n := n.(type) {
	case *syntax.Import:
		for _, a := range n.Names {
			s.load(n, a.Name, a.Span())
		}
	case *syntax.ImportFrom:
		s.importFrom(n)
	case *syntax.If:
		s.exprs(n.Test)
		switch {
		case IsTypeChecking(n.Test):
			s.stmts(n.Orelse) // the body never runs
		default:
			is := AsksPlatform(n.Test)
			s.maybeRun(func() {
				s.guardedBy(is, n.Body)
				s.guardedBy(is, n.Orelse)
			})
		}
	case *syntax.FunctionDef:
		s.maybeRun(func() { s.rest(n, nil) })
	case *syntax.Try:
		s.try(n, n.Body, n.Handlers, n.Orelse)
	case *syntax.TryStar:
		s.try(n, n.Body, n.Handlers, n.Orelse)
	case *syntax.With:
		is := false
		for _, i := range n.Items {
			is = is || Suppresses(i.ContextExpr, "ImportError")
			s.exprs(i.ContextExpr)
		}
		s.guardedBy(is, n.Body)
	default:
		s.rest(n, nil)
	}
}

// try goes through a try statement, whose imports are guarded where ImportError is caught.
// Those in the handlers need not be possible where all in the body are, and those behind
// else where one in the body is not.
func (s *scanner) try(n syntax.Node, body []syntax.Stmt, handlers []*syntax.ExceptHandler, orelse []syntax.Stmt) {
	before := len(s.module.Imports)
	catches := Catches(handlers, "ImportError")
	s.guardedBy(catches, body)
	found := catches && len(s.module.Imports) > before
	depends := found
	for _, imp := range s.module.Imports[before:] {
		found = found && (imp.Module != nil || imp.Runtime)
	}
	found = found && !s.lacks(body)
	s.maybeRun(func() {
		for _, h := range handlers {
			if h.Type != nil {
				s.exprs(h.Type)
			}
			s.guardedBy(found, h.Body)
		}
	})
	if depends {
		s.maybeRun(func() { s.guardedBy(!found, orelse) })
	}
	done := make([]syntax.Node, 0, len(body)+len(handlers)+len(orelse))
	for _, b := range body {
		done = append(done, b)
	}
	for _, h := range handlers {
		done = append(done, h)
	}
	for _, b := range orelse {
		if depends {
			done = append(done, b)
		}
	}
	s.rest(n, done)
}

// lacks reports whether one of the statements imports a name that the runtime's module
// has not and CPython's has.
func (s *scanner) lacks(list []syntax.Stmt) bool {
	return s.opts.Lacks != nil && slices.ContainsFunc(list, func(n syntax.Stmt) bool {
		from, ok := n.(*syntax.ImportFrom)
		return ok && from.Level == 0 && s.isRuntime(from.Module) && slices.ContainsFunc(from.Names, func(a *syntax.Alias) bool {
			return s.opts.Lacks(from.Module, a.Name)
		})
	})
}

// maybeRun goes through statements that may never run.
func (s *scanner) maybeRun(visit func()) {
	was := s.maybe
	s.maybe = true
	visit()
	s.maybe = was
}

// rest goes through the parts of n but for those in done, which stand in their order.
func (s *scanner) rest(n syntax.Node, done []syntax.Node) {
	syntax.Children(n, func(c syntax.Node) {
		if len(done) > 0 && c == done[0] {
			done = done[1:]
			return
		}
		switch c := c.(type) {
		case syntax.Stmt:
			s.stmt(c)
		case syntax.Expr:
			s.exprs(c)
		default:
			s.rest(c, nil)
		}
	})
}

// exprs looks for calls of importlib.import_module and __import__. Whether the module
// exists is found out when the program runs.
func (s *scanner) exprs(n syntax.Node) {
	syntax.Inspect(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Name:
			s.needs(n, n.Id)
			if n.Id == "help" && n.Ctx == syntax.Load {
				s.help(n)
			}
		case *syntax.Attribute:
			s.needs(n, n.Attr)
			if base, ok := n.Value.(*syntax.Name); ok && n.Attr == "help" && s.importedAs(base.Id) == "builtins" {
				s.loadHelp(n)
			}
			s.attribute(n)
			s.attributeOfMade(n)
		case *syntax.Call:
			s.importCall(n)
		}
		return true
	})
}

// needed are the modules that the runtime needs for what a program asks for by a name.
var needed = map[string][]string{
	"ProcessPoolExecutor": {"concurrent.futures", "concurrent.futures.process", "pickle"},
	"make_archive":        {"shutil", "_bz2", "_lzma", "zlib", "zipfile", "tarfile"},
	"unpack_archive":      {"shutil", "_bz2", "_lzma", "zlib", "zipfile", "tarfile"},
	"get_archive_formats": {"shutil", "_bz2", "_lzma", "zlib"},
	"get_unpack_formats":  {"shutil", "_bz2", "_lzma", "zlib"},
}

// standsOn are the modules in Python that modules of the runtime import.
var standsOn = map[string][]string{"_pickle": {"copyreg", "_compat_pickle", "codecs", "functools"}}

// needs loads the modules that a use of the name at n needs.
func (s *scanner) needs(n syntax.Node, name string) {
	list := needed[name]
	if len(list) == 0 || s.module.Library || !s.isRuntime(list[0]) || slices.ContainsFunc(s.module.Imports, func(i *Import) bool { return i.Name == list[len(list)-1] && !i.Guarded }) {
		return
	}
	for _, mod := range list {
		s.load(n, mod, n.Span())
	}
}

// help loads the module that the builtin help imports, if that is what the name n means.
func (s *scanner) help(n *syntax.Name) {
	if s.module.Library {
		return
	}
	if s.names == nil {
		s.names = resolve.Module(s.module.File, s.module.AST, new(diag.List))
	}
	if sym := s.names.SymbolOf(n); sym != nil && sym.IsBuiltin() {
		s.loadHelp(n)
	}
}

// browsed are the modules of which pydoc makes web pages in a browser. A program that only asks for
// help does without.
var browsed = []string{"email.message", "http.server", "select", "webbrowser"}

func (s *scanner) loadHelp(n syntax.Node) {
	if _, loaded := s.byName["pydoc"]; !loaded {
		s.forHelp = true
	}
	s.loadGuarded(n, "pydoc")
}

// attribute loads the module that an attribute of a package of the runtime is, where
// CPython's package imports it and the runtime's has it not.
func (s *scanner) attribute(n *syntax.Attribute) {
	base, ok := n.Value.(*syntax.Name)
	if !ok || n.Ctx != syntax.Load || s.opts.Lacks == nil {
		return
	}
	pkg := s.importedAs(base.Id)
	if pkg == "" || !s.opts.Lacks(pkg, n.Attr) {
		return
	}
	full := pkg + "." + n.Attr
	if slices.ContainsFunc(s.module.Imports, func(i *Import) bool { return i.Name == full }) {
		return
	}
	if m, ok := s.find(full); ok && m != nil {
		s.note(&Import{Node: n, Name: full, Module: m, span: n.Span()})
	}
}

// attributeOfMade loads what stands behind an attribute of a package that makes modules, or
// of one of these: six.moves.urllib.
func (s *scanner) attributeOfMade(n *syntax.Attribute) {
	base := n.Value
	for {
		a, ok := base.(*syntax.Attribute)
		if !ok {
			break
		}
		base = a.Value
	}
	name, ok := base.(*syntax.Name)
	if !ok || n.Ctx != syntax.Load {
		return
	}
	for _, i := range s.module.Imports {
		if top, _, _ := strings.Cut(i.Name, "."); top != name.Id && !strings.HasSuffix(i.Name, "."+name.Id) {
			continue
		}
		if i.Module != nil && s.makes(i.Module) {
			s.made(n, i.Module, n.Attr)
		} else if maker := s.maker(i.Name); i.Module == nil && maker != nil {
			s.made(n, maker, n.Attr)
		}
	}
}

// importedAs returns the module of the runtime that an import statement so far has bound
// the name to, "" for none.
func (s *scanner) importedAs(name string) string {
	for _, i := range s.module.Imports {
		n, ok := i.Node.(*syntax.Import)
		if !ok || !i.Runtime {
			continue
		}
		for _, a := range n.Names {
			switch {
			case a.Name != i.Name && !strings.HasPrefix(a.Name, i.Name+"."):
			case a.Asname == name:
				return a.Name
			case a.Asname == "" && (a.Name == name || strings.HasPrefix(a.Name, name+".")):
				return name
			}
		}
	}
	return ""
}

// isModuleName reports whether name can be the absolute name of a module.
func isModuleName(name string) bool {
	for _, part := range strings.Split(name, ".") {
		if part == "" || strings.ContainsAny(part, `/\:`) {
			return false
		}
	}
	return true
}

// importFrom loads the module that names are imported from, and those of the
// names that are modules in that package.
func (s *scanner) importFrom(n *syntax.ImportFrom) {
	if n.Module == "__future__" && n.Level == 0 {
		return
	}
	name := n.Module
	if n.Level > 0 {
		base, ok := s.relative(n.Level)
		if !ok {
			return // ImportError when the statement runs
		}
		name = strings.TrimSuffix(base+"."+n.Module, ".")
	}
	span := n.Span()
	m := s.load(n, name, span)
	for _, a := range n.Names {
		s.needs(a, a.Name)
		switch {
		case a.Name == "*":
			if m != nil {
				s.submodules(n, m, exported(m.AST))
			}
		case m != nil:
			s.submodules(n, m, []string{a.Name})
			if s.module.Name != m.Name && s.makes(m) {
				s.made(n, m, a.Name)
			}
		case s.isRuntime(name + "." + a.Name):
			s.load(n, name+"."+a.Name, a.Span())
		case s.isRuntime(name):
			s.ofRuntime(n, name, a)
		default:
			if maker := s.maker(name + "." + a.Name); maker != nil {
				s.made(n, maker, a.Name)
			}
		}
	}
}

// ofRuntime loads what a statement imports from a package of the runtime and that is a
// module of CPython's library. What a library imports of a module of the runtime and that
// is not there is noted as a module that is not found.
func (s *scanner) ofRuntime(n syntax.Node, pkg string, a *syntax.Alias) {
	full := pkg + "." + a.Name
	if m, ok := s.find(full); ok {
		s.note(&Import{Node: n, Name: full, Module: m, Runtime: m == nil, span: a.Span()})
	} else if s.module.Library && !s.opts.Lenient && s.opts.Lacks != nil && s.opts.Lacks(pkg, a.Name) {
		s.note(&Import{Node: n, Name: full, span: a.Span()})
	}
}

// relative returns the package that is level-1 packages around the module's
// own, as importlib._bootstrap._resolve_name.
func (s *scanner) relative(level int) (string, bool) {
	pkg := s.module.Package()
	for ; level > 1; level-- {
		i := strings.LastIndexByte(pkg, '.')
		if i < 0 {
			return "", false
		}
		pkg = pkg[:i]
	}
	return pkg, pkg != ""
}

// submodules loads those of names that are modules of package m.
func (s *scanner) submodules(n syntax.Node, m *Module, names []string) {
	if !m.IsPackage {
		return
	}
	for _, name := range names {
		full := m.Name + "." + name
		if sub, ok := s.find(full); ok {
			s.note(&Import{Node: n, Name: full, Module: sub, Runtime: sub == nil, span: n.Span()})
		}
	}
}

// exported returns the strings in the module's __all__, as far as they are
// written as a list or tuple.
func exported(mod *syntax.Module) []string {
	var names []string
	for _, n := range mod.Body {
		as, ok := n.(*syntax.Assign)
		if !ok || len(as.Targets) != 1 {
			continue
		}
		if t, ok := as.Targets[0].(*syntax.Name); !ok || t.Id != "__all__" {
			continue
		}
		var elts []syntax.Expr
		switch v := as.Value.(type) {
		case *syntax.List:
			elts = v.Elts
		case *syntax.Tuple:
			elts = v.Elts
		}
		for _, e := range elts {
			if c, ok := e.(*syntax.Constant); ok && c.Kind == syntax.ConstStr {
				names = append(names, c.Str)
			}
		}
	}
	return names
}

// note adds an import that stands where the scanner is.
func (s *scanner) note(imp *Import) {
	imp.Guarded = s.guarded || s.module.Library && s.maybe
	s.module.Imports = append(s.module.Imports, imp)
}

// load loads the module of the absolute name for the import n, and reports at
// span that there is none.
func (s *scanner) load(n syntax.Node, name string, span source.Span) *Module {
	if s.module.Name == "pydoc" && s.forHelp && slices.Contains(browsed, name) {
		s.note(&Import{Node: n, Name: name, Guarded: true, span: span})
		return nil
	}
	m, ok := s.find(name)
	imp := &Import{Node: n, Name: name, Module: m, Runtime: ok && m == nil, span: span}
	s.note(imp)
	if imp.Runtime {
		for _, other := range standsOn[name] {
			s.load(n, other, span)
		}
	}
	if !ok {
		// What the module itself, or the script, makes is no error where it is imported. A
		// lenient program has something in the place of what is not there.
		imp.Guarded = imp.Guarded || !s.opts.Lenient && !s.module.Library && (s.makes(s.module) || s.makes(s.prog.Modules[0]))
		if maker := s.maker(name); maker != nil {
			imp.Guarded = true
			s.made(n, maker, strings.Split(name[len(maker.Name)+1:], ".")...)
		}
	}
	return m
}
