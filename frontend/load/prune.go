package load

import (
	"slices"
	"strings"
)

// This file implements leaving out the library modules that cannot be imported: those that
// certainly import a module which is not there, most often one that is written in C. Where
// the program is prepared for the ImportError that it then gets, neither they need to be
// compiled nor what only they import.

// prune removes broken modules and those that nothing leads to any more.
func (l *loader) prune() {
	broken := l.broken()
	for m := range broken {
		l.byName[m.Name] = nil
	}
	seen := map[*Module]bool{}
	var visit func(m *Module)
	around := func(name string) { // its packages, whose bodies run before it is found or not
		for i, c := range name {
			if c == '.' {
				if pkg := l.byName[name[:i]]; pkg != nil {
					visit(pkg)
				}
			}
		}
	}
	visit = func(m *Module) {
		if seen[m] {
			return
		}
		seen[m] = true
		around(m.Name)
		for _, imp := range m.Imports {
			switch {
			case broken[imp.Module]:
				l.prog.LeftOut[imp.Name] = l.whyBroken(imp.Module, broken)
				imp.was, imp.Module = imp.Module, nil
				around(imp.Name)
				if l.opts.Lenient && !m.Library && !slices.Contains(l.prog.Missing, imp.Name) {
					l.prog.Missing = append(l.prog.Missing, imp.Name)
				}
			case imp.Module != nil:
				visit(imp.Module)
			case imp.Runtime:
				l.useRuntime(imp.Name)
			default:
				if top, _, _ := strings.Cut(imp.Name, "."); standard[top] && !l.isRuntime(parentOf(imp.Name)) {
					l.prog.LeftOut[imp.Name] = "it is " + l.whyMissing(imp.Name)
					if len(l.opts.Stdlib) == 0 {
						l.prog.LeftOut[imp.Name] = "there was no library of CPython to compile it from (--stdlib)"
					}
				}
			}
		}
	}
	l.prog.LeftOut = map[string]string{}
	l.runtime = map[string]bool{}
	main := l.prog.Modules[0]
	if pkg := l.byName[parentOf(main.Spec)]; pkg != nil {
		visit(pkg)
	}
	visit(main)
	kept := l.prog.Modules[:0]
	for _, m := range l.prog.Modules {
		if seen[m] || !m.Library {
			kept = append(kept, m)
		}
	}
	l.prog.Modules = kept
}

// broken returns the library modules that cannot be imported.
func (l *loader) broken() map[*Module]bool {
	broken := map[*Module]bool{}
	for again := true; again; {
		again = false
		for _, m := range l.prog.Modules {
			if m.Library && !broken[m] && (l.inBroken(m, broken) || failing(m, broken)) {
				broken[m], again = true, true
			}
		}
	}
	return broken
}

// whyBroken says which missing module is the cause that m cannot be imported: the one that
// is nearest in the imports that certainly run.
func (l *loader) whyBroken(m *Module, broken map[*Module]bool) string {
	queue, seen := []*Module{m}, map[*Module]bool{m: true}
	follow := func(m *Module) {
		if m != nil && broken[m] && !seen[m] {
			seen[m] = true
			queue = append(queue, m)
		}
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, imp := range at.Imports {
			switch {
			case imp.Guarded || imp.Runtime:
			case imp.Module == nil && imp.was == nil:
				return "'" + at.Name + "' needs '" + imp.Name + "', which is " + l.whyMissing(imp.Name)
			case imp.Module == nil:
				follow(imp.was)
			default:
				follow(imp.Module)
			}
		}
		for pkg := range broken {
			if pkg.Name == parentOf(at.Name) {
				follow(pkg)
			}
		}
	}
	return "what it needs cannot be imported"
}

// inBroken reports whether a package around m is broken.
func (l *loader) inBroken(m *Module, broken map[*Module]bool) bool {
	for name := parentOf(m.Name); name != ""; name = name[:max(0, strings.LastIndexByte(name, '.'))] {
		if broken[l.byName[name]] {
			return true
		}
	}
	return false
}

// failing reports whether one of m's certain imports fails.
func failing(m *Module, broken map[*Module]bool) bool {
	for _, imp := range m.Imports {
		if !imp.Guarded && (imp.Module == nil && !imp.Runtime || broken[imp.Module]) {
			return true
		}
	}
	return false
}
