package load

import (
	"slices"
	"strings"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
)

// This file implements the messages about modules that are not found.
//
// An import in the user's own source is reported where it stands. One in a library is
// reported at the import of the user's by which the library came into the program, since
// that is what the user can do something about; the notes tell the way to the library's
// import. In a library only imports that certainly run are errors: those in functions and
// under conditions, of which libraries have many for other systems and for rare uses,
// raise ImportError when they run.

// step is an import on the way from the script to a module.
type step struct {
	module *Module
	imp    *Import
	from   *step // nil for the script
}

// reportMissing reports the modules that are imported and not found.
func (l *loader) reportMissing() {
	main := l.prog.Modules[0]
	seen := map[*Module]bool{main: true}
	queue := []*step{{module: main}}
	reported := map[*Import]bool{} // the user's imports
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, imp := range at.module.Imports {
			switch {
			case imp.Module != nil:
				l.enter(&queue, seen, &step{imp.Module, imp, at})
			case imp.Runtime, imp.Guarded:
			case l.opts.Lenient:
				l.lenient(imp, at)
			case !at.module.Library:
				l.missing(imp.Name, at.module, imp.span)
			default:
				if first := userImport(imp, at); !reported[first.imp] {
					reported[first.imp] = true
					l.missingInLibrary(imp, at, first)
				}
			}
		}
	}
}

// enter adds the module that s leads to, and before it the packages around it, to the
// queue. Below a guarded import nothing is reported: what fails there makes it fail.
func (l *loader) enter(queue *[]*step, seen map[*Module]bool, s *step) {
	if s.imp.Guarded {
		return
	}
	for i, c := range s.module.Name {
		if c == '.' {
			if pkg := l.byName[s.module.Name[:i]]; pkg != nil && !seen[pkg] {
				seen[pkg] = true
				*queue = append(*queue, &step{pkg, s.imp, s.from})
			}
		}
	}
	if !seen[s.module] {
		seen[s.module] = true
		*queue = append(*queue, s)
	}
}

// lenient notes the module that is not there: that which a library imports fails where
// the user's source imports the library.
func (l *loader) lenient(imp *Import, at *step) {
	for at.from != nil && at.module.Library {
		imp, at = at.imp, at.from
	}
	if !slices.Contains(l.prog.Missing, imp.Name) {
		l.prog.Missing = append(l.prog.Missing, imp.Name)
	}
}

// missing reports a module that the user's source imports at span.
func (l *loader) missing(name string, m *Module, span source.Span) {
	top, _, _ := strings.Cut(name, ".")
	if standard[top] && l.byName[top] == nil {
		d := l.list.Errorf(diag.UnsupportedModule, m.File, span,
			"the standard library's module '%s' is not supported", name)
		d.Hint = "import it inside 'try: ... except ImportError:' and do without it there, or put a module of that name written in Python into the script's folder"
		if len(l.opts.Stdlib) == 0 {
			d.Hint = "name the folder with the standard library of an installed CPython 3.13 with --stdlib, or " + d.Hint
		}
		return
	}
	d := l.list.Errorf(diag.UnsupportedModule, m.File, span, "No module named '%s'", name)
	d.Hint = "put its Python source into the script's folder, or name the folder that has it with --path; modules written in C cannot be compiled"
}

// userImport returns the step from the user's source into the libraries by which at is
// reached.
func userImport(imp *Import, at *step) *step {
	for at.from != nil && at.from.module.Library {
		at = at.from
	}
	if at.imp == nil { // the script itself is of a library
		return &step{module: at.module, imp: imp}
	}
	return at
}

// whyMissing says in which way the module is missing.
func (l *loader) whyMissing(name string) string {
	if l.isRuntime(parentOf(name)) {
		return "not in the runtime"
	}
	if top, _, _ := strings.Cut(name, "."); standard[top] || strings.HasPrefix(top, "_") {
		return "written in C and has no counterpart in the runtime"
	}
	return "not found"
}

// missingInLibrary reports a module that a library imports, to which at leads from the
// user's import first.
func (l *loader) missingInLibrary(imp *Import, at, first *step) {
	user := l.prog.Modules[0]
	if first.from != nil {
		user = first.from.module
	}
	d := l.list.Errorf(diag.UnsupportedModule, user.File, first.imp.span,
		"the module '%s' needs '%s', which is %s", first.imp.Name, imp.Name, l.whyMissing(imp.Name))
	d.Hint = "import it inside 'try: ... except ImportError:' and do without it there"
	for s := at; s.from != nil && s.from.module.Library; s = s.from {
		note := diag.NoteAt{File: s.from.module.File, Span: s.imp.span, Message: "here '" + s.imp.Name + "' is imported"}
		d.Notes = append([]diag.NoteAt{note}, d.Notes...)
	}
	d.Notes = append(d.Notes, diag.NoteAt{File: at.module.File, Span: imp.span, Message: "here '" + imp.Name + "' is imported"})
}
