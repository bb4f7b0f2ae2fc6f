package resolve

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// resolver is the state of one call of Module.
type resolver struct {
	info *Info
	list *diag.List
	file *source.File

	cur  *Scope // the scope being collected
	refs []ref  // the names met, to be bound when their scopes are known

	// reported has the yield and await expressions that were reported while
	// scopes were collected and need not be reported again.
	reported map[syntax.Expr]bool
}

// ref is a place in the tree that uses or binds a name.
type ref struct {
	node  syntax.Node
	scope *Scope
	name  string // mangled
	binds bool
}

// Module resolves the names of the module mod, which was parsed from file, and
// adds what is wrong with it to list. The Info is complete also when there are
// errors.
func Module(file *source.File, mod *syntax.Module, list *diag.List) *Info {
	r := &resolver{
		info: &Info{
			File:     file,
			Future:   make(map[string]bool),
			uses:     make(map[*syntax.Name]*Symbol),
			binders:  make(map[syntax.Node]*Symbol),
			declared: make(map[syntax.Stmt][]*Symbol),
			scopes:   make(map[syntax.Node][]*Scope),
		},
		list:     list,
		file:     file,
		reported: make(map[syntax.Expr]bool),
	}
	lastFuture := r.future(mod)
	r.collectModule(mod)
	r.analyze()
	r.bind()
	r.check(mod, lastFuture)
	return r.info
}

// errorf reports an error.
func (r *resolver) errorf(code diag.Code, span source.Span, format string, args ...any) *diag.Diagnostic {
	if len(r.info.Errors) == 0 {
		r.info.WarnedBefore = len(r.info.Warnings)
	}
	d := r.list.Errorf(code, r.file, span, format, args...)
	r.info.Errors = append(r.info.Errors, d)
	return d
}

// warnf reports a warning.
func (r *resolver) warnf(code diag.Code, span source.Span, format string, args ...any) {
	d := r.list.Warnf(code, r.file, span, format, args...)
	r.info.Warnings = append(r.info.Warnings, d)
}
