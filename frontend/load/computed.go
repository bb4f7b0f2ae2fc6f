package load

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the search for what importlib.import_module and __import__ import
// by a name that is computed. Two things are known of such a name: the constant parts of
// the expression, as of f"plugins.{name}", to which modules in the package's folder may
// fit; and, where there is nothing constant before a dot, that packages which import their
// parts late have a table of these: strings like ".client" or "package.client", or, with what
// is wanted of the module, "package.client:Class" and "package.client.Class". A package that
// so imports also gets such names from the program, "app.main:application". All that
// they may mean are part of the program, and whether they are imported, and what they in
// their turn lack, shows when it runs.

// importCall notes a call, if it imports a module by name.
func (s *scanner) importCall(call *syntax.Call) {
	if len(call.Args) == 0 || s.module.Name == "encodings" && s.module.isStdlib(s.loader) {
		return // of the encodings the program has those that it names
	}
	switch f := call.Func.(type) {
	case *syntax.Name:
		if f.Id != "__import__" && f.Id != "import_module" && f.Id != "find_spec" {
			return
		}
	case *syntax.Attribute:
		if f.Attr == "find_spec" {
			if _, ok := call.Args[0].(*syntax.Constant); !ok {
				return // of a finder that the program writes
			}
		} else if f.Attr != "import_module" {
			return
		}
	default:
		return
	}
	known := false
	for _, pattern := range s.patterns(call.Args[0]) {
		pattern = dots(call) + pattern
		known = s.loadPattern(call, pattern) || known
	}
	if !known && !s.module.isStdlib(s.loader) {
		s.dynamic = append(s.dynamic, s.module)
	}
}

// dots are those of the relative import that __import__ does with a level.
func dots(call *syntax.Call) string {
	var level syntax.Expr
	if len(call.Args) == 5 {
		level = call.Args[4]
	}
	for _, k := range call.Keywords {
		if k.Arg == "level" {
			level = k.Value
		}
	}
	if c, ok := level.(*syntax.Constant); ok && c.Kind == syntax.ConstInt && c.Big == nil && c.Int > 0 && c.Int < 100 {
		return strings.Repeat(".", int(c.Int))
	}
	return ""
}

// patterns returns what is known of the string that e is: where it is a variable, of the
// strings that the module assigns to variables of that name.
func (s *scanner) patterns(e syntax.Expr) []string {
	name, ok := e.(*syntax.Name)
	if !ok {
		if pattern, ok := namePattern(e); ok {
			return []string{pattern}
		}
		return nil
	}
	var list []string
	syntax.Inspect(s.module.AST, func(n syntax.Node) bool {
		if a, ok := n.(*syntax.Assign); ok && len(a.Targets) == 1 {
			if t, ok := a.Targets[0].(*syntax.Name); ok && t.Id == name.Id {
				if pattern, ok := namePattern(a.Value); ok {
					list = append(list, pattern)
				}
			}
		}
		return true
	})
	return list
}

// loadPattern loads the modules whose names fit a pattern. It reports whether that says
// enough of what the call imports.
func (s *scanner) loadPattern(call *syntax.Call, pattern string) bool {
	if strings.HasPrefix(pattern, ".") {
		var ok bool
		if pattern, ok = s.anchor(pattern, call); !ok {
			return false
		}
	}
	star := strings.IndexByte(pattern, '*')
	switch {
	case star < 0:
		if isModuleName(pattern) {
			s.loadGuarded(call, pattern)
		}
	case strings.Contains(pattern[:star], "."):
		s.loadMatching(call, pattern)
	default:
		return false
	}
	return true
}

// loadGuarded loads a module whose absence shows when the program runs.
func (s *scanner) loadGuarded(n syntax.Node, name string) {
	was := s.guarded
	s.guarded = true
	s.load(n, name, n.Span())
	s.guarded = was
}

// namePattern returns the string that e is, with "*" for the parts that are computed, and
// whether anything is known of it.
func namePattern(e syntax.Expr) (string, bool) {
	switch e := e.(type) {
	case *syntax.Constant:
		if e.Kind == syntax.ConstStr && !strings.Contains(e.Str, "*") {
			return e.Str, true
		}
	case *syntax.JoinedStr:
		var b strings.Builder
		for _, v := range e.Values {
			part, ok := namePattern(v)
			if !ok {
				part = "*"
			}
			b.WriteString(part)
		}
		return b.String(), true
	case *syntax.BinOp:
		left, known := namePattern(e.Left)
		switch {
		case e.Op == syntax.Add:
			right, ok := namePattern(e.Right)
			if !ok {
				right = "*"
			}
			if !known {
				left = "*"
			}
			return left + right, known || ok
		case e.Op == syntax.Mod && known:
			return strings.NewReplacer("%s", "*", "%r", "*", "%d", "*").Replace(left), true
		}
	case *syntax.Call:
		if f, ok := e.Func.(*syntax.Attribute); ok && f.Attr == "format" {
			if text, ok := namePattern(f.Value); ok {
				return fieldsToStars(text), true
			}
		}
	}
	return "", false
}

// fieldsToStars replaces the fields in a format string.
func fieldsToStars(text string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		b.WriteByte('*')
		if _, text, ok = strings.Cut(rest, "}"); !ok {
			return b.String()
		}
	}
}

// anchor makes a relative name absolute: by the second argument of the call where that is
// a constant or __name__, and else by the package of the module, which it is nearly always.
func (s *scanner) anchor(name string, call *syntax.Call) (string, bool) {
	pkg := s.module.Package()
	for _, e := range packageArguments(call) {
		switch e := e.(type) {
		case *syntax.Constant:
			if e.Kind == syntax.ConstStr {
				pkg = e.Str
			}
		case *syntax.Name:
			if e.Id == "__name__" {
				pkg = s.module.Name
			}
		}
	}
	return resolveRelative(name, pkg)
}

func packageArguments(call *syntax.Call) []syntax.Expr {
	list := slices.Clone(call.Args[1:min(2, len(call.Args))])
	for _, k := range call.Keywords {
		if k.Arg == "package" {
			list = append(list, k.Value)
		}
	}
	return list
}

// resolveRelative returns the absolute name that name, which begins with dots, means in
// the package pkg.
func resolveRelative(name, pkg string) (string, bool) {
	name = name[1:]
	for strings.HasPrefix(name, ".") {
		if pkg == "" {
			return "", false
		}
		name, pkg = name[1:], parentOf(pkg)
	}
	return pkg + "." + name, pkg != "" && name != ""
}

// loadMatching loads the modules of packages whose names fit a pattern.
func (s *scanner) loadMatching(n syntax.Node, pattern string) {
	star := strings.IndexByte(pattern, '*')
	dot := strings.LastIndexByte(pattern[:star], '.')
	pkg, ok := s.find(pattern[:dot])
	if !ok || pkg == nil || !pkg.IsPackage {
		return
	}
	last := pattern[dot+1:]
	if rest := strings.IndexByte(last, '.'); rest >= 0 {
		last = last[:rest] // f"plugins.{name}.main": the packages, and then what is in them
	}
	for _, dir := range pkg.Dirs {
		glob := filepath.Join(dir, last)
		s.prog.Listed = append(s.prog.Listed, glob+".py", glob)
		for _, name := range modulesIn(glob) {
			full := pkg.Name + "." + name
			if full == s.module.Name {
				continue
			}
			s.loadGuarded(n, full)
			if tail := pattern[dot+1+len(last):]; tail != "" && !strings.Contains(tail, "*") {
				s.loadGuarded(n, full+tail)
			}
		}
	}
}

// modulesIn returns the names of the modules whose paths without .py fit a glob pattern.
func modulesIn(glob string) []string {
	var names []string
	files, err := filepath.Glob(glob + ".py")
	if err != nil {
		return nil
	}
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".py"); name != "__init__" && name != "__main__" && isFile(f) {
			names = append(names, name)
		}
	}
	folders, err := filepath.Glob(glob)
	if err != nil {
		return nil
	}
	for _, f := range folders {
		if isFile(filepath.Join(f, "__init__.py")) {
			names = append(names, filepath.Base(f))
		}
	}
	return names
}

// loadTables loads what the strings in packages name that import modules by names of which
// nothing is known.
func (l *loader) loadTables() {
	for i := 0; i < len(l.dynamic); i++ {
		top, _, _ := strings.Cut(l.dynamic[i].Name, ".")
		for j := 0; j < len(l.prog.Modules); j++ {
			m := l.prog.Modules[j]
			if name, _, _ := strings.Cut(m.Name, "."); name == top && !l.tabled[m] {
				l.tabled[m] = true
				l.loadTable(m, top)
				j = -1 // what was loaded may stand before and after
			}
		}
	}
}

// loadTable loads the modules of the package top that strings in m name.
func (l *loader) loadTable(m *Module, top string) {
	s := &scanner{loader: l, module: m}
	eachString(m, func(c *syntax.Constant) {
		if !strings.Contains(c.Str, ".") {
			return
		}
		name, _ := module(c.Str)
		ok := strings.HasPrefix(name, top+".")
		if strings.HasPrefix(name, ".") {
			name, ok = resolveRelative(name, m.Package())
		}
		if !ok || !isIdentifiers(name) {
			return
		}
		if !l.isThere(name) {
			name = parentOf(name) // the last part may be an attribute
		}
		if strings.Contains(name, ".") && l.isThere(name) {
			s.loadGuarded(c, name)
		}
	})
}

// eachString calls f with each str constant in m, once for those that are equal.
func eachString(m *Module, f func(c *syntax.Constant)) {
	seen := map[string]bool{}
	syntax.Inspect(m.AST, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.Constant); ok && c.Kind == syntax.ConstStr && !seen[c.Str] {
			seen[c.Str] = true
			f(c)
		}
		return true
	})
}

// module returns the module in a string like "package.module:attribute".
func module(text string) (name string, ok bool) {
	name, attr, ok := strings.Cut(text, ":")
	if ok && isIdentifiers(attr) {
		return name, isIdentifiers(name)
	}
	return text, false
}

// loadNamed loads the modules that strings like "main:app" in the program's own modules
// name, for packages that import by such names.
func (l *loader) loadNamed() {
	if len(l.dynamic) == 0 {
		return
	}
	for i := 0; i < len(l.prog.Modules); i++ {
		m := l.prog.Modules[i]
		if m.Library || m.AST == nil {
			continue
		}
		s := &scanner{loader: l, module: m}
		eachString(m, func(c *syntax.Constant) {
			name, ok := module(c.Str)
			if !ok {
				return
			}
			if found, _ := s.find(name); found != nil && !found.Library {
				s.loadGuarded(c, name)
			}
		})
	}
}

// isIdentifiers reports whether name is ASCII identifiers with dots between them.
func isIdentifiers(name string) bool {
	for _, part := range strings.Split(name, ".") {
		for i, c := range part {
			if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
		if part == "" {
			return false
		}
	}
	return true
}

// isThere reports whether the package around the module name is part of the program, and
// the module is in its folder.
func (l *loader) isThere(name string) bool {
	pkg := l.byName[parentOf(name)]
	last := name[strings.LastIndexByte(name, '.')+1:]
	if pkg == nil {
		// The package itself may be named by strings alone.
		parent := parentOf(name)
		if parentOf(parent) == "" || !l.isThere(parent) {
			return false
		}
		if pkg, _ = l.find(parent); pkg == nil {
			return false
		}
	}
	return pkg.IsPackage && slices.ContainsFunc(pkg.Dirs, func(dir string) bool {
		return isFile(filepath.Join(dir, last+".py")) || isFile(filepath.Join(dir, last, "__init__.py"))
	})
}
