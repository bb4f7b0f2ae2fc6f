package load

import (
	"strings"

	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements what is known of modules that come into being while the program
// runs: a package may put finders into sys.meta_path, or modules of its making into
// sys.modules, as six does with six.moves. Whether there is a module in such a package shows
// when it is imported. What stands behind it, which the package imports under a name that
// is computed, is found by the strings in the package: where one of the calls of classes
// and functions there has the name of the imported module or attribute as its first
// argument, as MovedModule("http_client", "httplib", "http.client"), the modules that its
// other arguments name are part of the program.

// makes reports whether the module m makes other modules.
func (l *loader) makes(m *Module) bool {
	if m == nil || m.AST == nil {
		return false
	}
	if is, known := l.makers[m]; known {
		return is
	}
	is := false
	syntax.Inspect(m.AST, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Attribute:
			is = is || n.Attr == "meta_path"
		case *syntax.Subscript:
			a, ok := n.Value.(*syntax.Attribute)
			is = is || ok && a.Attr == "modules" && n.Ctx == syntax.Store
		}
		return !is
	})
	if l.makers == nil {
		l.makers = map[*Module]bool{}
	}
	l.makers[m] = is
	return is
}

// maker returns the innermost module around name that makes modules, nil for none.
func (l *loader) maker(name string) *Module {
	for name = parentOf(name); name != ""; name = parentOf(name) {
		if m := l.byName[name]; l.makes(m) {
			return m
		}
	}
	return nil
}

// made notes that a module imports names from modules that maker makes, and loads what
// stands behind them.
func (s *scanner) made(n syntax.Node, maker *Module, names ...string) {
	key := func(name string) string { return maker.Name + "\x00" + name }
	if len(names) > 0 {
		s.vendored(n, maker, strings.Join(names, "."))
	}
	for _, name := range names {
		if s.behind[key(name)] {
			continue
		}
		if s.behind == nil {
			s.behind = map[string]bool{}
		}
		s.behind[key(name)] = true
		// What has kept its name is named once, as MovedModule("queue", "Queue").
		for _, full := range append(namedWith(maker, name), name) {
			if _, ok := s.find(full); ok {
				s.loadGuarded(n, full)
			}
		}
	}
}

// vendored loads the module name, which maker makes, from the packages that strings in calls
// in maker name, as VendorImporter(__name__, names, "pkg._vendor").
func (s *scanner) vendored(n syntax.Node, maker *Module, name string) {
	for _, pkg := range argumentsIn(maker) {
		if p, ok := s.find(pkg); ok && p != nil && p.IsPackage {
			if _, ok := s.find(pkg + "." + name); ok {
				s.loadGuarded(n, pkg+"."+name)
			}
		}
	}
}

// argumentsIn returns the dotted names among the arguments of calls in m.
func argumentsIn(m *Module) []string {
	var list []string
	syntax.Inspect(m.AST, func(n syntax.Node) bool {
		if call, ok := n.(*syntax.Call); ok {
			for _, a := range call.Args {
				if c, ok := a.(*syntax.Constant); ok && c.Kind == syntax.ConstStr && strings.Contains(c.Str, ".") && isIdentifiers(c.Str) {
					list = append(list, c.Str)
				}
			}
		}
		return true
	})
	return list
}

// namedWith returns the strings that stand beside name, the first argument, in calls in m,
// and that can name modules; and those that begin with name and a dot.
func namedWith(m *Module, name string) []string {
	var list []string
	syntax.Inspect(m.AST, func(n syntax.Node) bool {
		call, ok := n.(*syntax.Call)
		if !ok || len(call.Args) < 2 {
			return true
		}
		var texts []string
		for _, a := range call.Args {
			if c, ok := a.(*syntax.Constant); ok && c.Kind == syntax.ConstStr && isIdentifiers(c.Str) {
				texts = append(texts, c.Str)
			}
		}
		for i, t := range texts {
			if i > 0 && (texts[0] == name || strings.HasPrefix(t, name+".")) {
				list = append(list, t)
			}
		}
		return true
	})
	return list
}
