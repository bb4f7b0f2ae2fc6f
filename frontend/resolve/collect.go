package resolve

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the building blocks of the walk that collects scopes
// and what they do with names, as the first pass of symtable.c does: entering
// and leaving a scope, noting a name. The order in which things are visited is
// CPython's, because the order of errors and of Scope.Symbols follows from it.

// collectModule collects the scopes of the whole module.
func (r *resolver) collectModule(mod *syntax.Module) {
	r.enter(ModuleScope, mod, "top")
	r.info.Module = r.cur
	r.stmts(mod.Body)
	r.leave()
}

// enter starts a scope inside the current one.
func (r *resolver) enter(kind ScopeKind, node syntax.Node, name string) *Scope {
	s := &Scope{
		Kind: kind, Node: node, Name: name, Parent: r.cur,
		byName: make(map[string]*Symbol),
	}
	if p := r.cur; p != nil {
		s.Nested = p.Nested || p.IsFunctionLike()
		s.inIterable = p.inIterable
		s.private = p.private
		if kind != ClassScope {
			s.mangleOnly = p.mangleOnly
		}
		p.nested = append(p.nested, s)
		if kind != AnnotationScope {
			p.Children = append(p.Children, s)
		}
	}
	if kind != AnnotationScope {
		r.info.scopes[node] = append(r.info.scopes[node], s)
	}
	r.cur = s
	return s
}

func (r *resolver) leave() { r.cur = r.cur.Parent }

// note records that the current scope does flag with name, at node. A node of
// nil is for names that are not in the source.
func (r *resolver) note(name string, flag Flags, node syntax.Node) {
	if node == nil {
		r.noteIn(r.cur, name, flag, source.NoSpan)
		return
	}
	r.noteIn(r.cur, name, flag, node.Span())
	r.refs = append(r.refs, ref{node, r.cur, r.cur.Mangle(name), flag&(bound|Deleted) != 0})
}

// noteIn records that s does flag with name.
func (r *resolver) noteIn(s *Scope, name string, flag Flags, span source.Span) {
	mangled := s.Mangle(name)
	sym := s.symbol(mangled)
	if flag&sym.Flags&Param != 0 {
		r.errorf(diag.DuplicateParameter, span, "duplicate argument '%s' in function definition", name)
	}
	if flag&sym.Flags&TypeParam != 0 {
		r.errorf(diag.DuplicateParameter, span, "duplicate type parameter '%s'", name)
	}
	sym.Flags |= flag
	if s.inTarget {
		if sym.Flags&(Global|Nonlocal) != 0 {
			r.errorf(diag.MisplacedNamedExpr, span,
				"comprehension inner loop cannot rebind assignment expression target '%s'", name)
		}
		sym.Flags |= CompIter
	}
	if flag&Global != 0 {
		r.info.Module.symbol(mangled).Flags |= Global
	}
}

// symbol returns the scope's symbol for the mangled name, making it if needed.
func (s *Scope) symbol(name string) *Symbol {
	sym := s.byName[name]
	if sym == nil {
		sym = &Symbol{Name: name, Scope: s}
		s.byName[name] = sym
		s.Symbols = append(s.Symbols, sym)
	}
	return sym
}

// flags returns what the scope does with name, not mangled yet.
func (s *Scope) flags(name string) Flags {
	if sym := s.byName[s.Mangle(name)]; sym != nil {
		return sym.Flags
	}
	return 0
}

// direct records where a name was declared global or nonlocal, for errors that
// are found only when all scopes are known.
func (s *Scope) direct(name string, span source.Span) {
	if s.directives == nil {
		s.directives = make(map[string]source.Span)
	}
	name = s.Mangle(name)
	if _, ok := s.directives[name]; !ok {
		s.directives[name] = span
	}
}
