package resolve

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// Info is what package resolve knows about one module.
type Info struct {
	File   *source.File
	Module *Scope

	// Future has the features that "from __future__ import" names.
	Future map[string]bool

	// Errors and Warnings are the findings in the order in which CPython comes
	// upon them: Errors[0] is the one that it raises. It gives a warning twice
	// for code that it compiles twice (finally blocks), and so does Warnings.
	Errors, Warnings []*diag.Diagnostic

	// WarnedBefore is how many of the Warnings come before Errors[0].
	WarnedBefore int

	uses     map[*syntax.Name]*Symbol
	binders  map[syntax.Node]*Symbol
	declared map[syntax.Stmt][]*Symbol
	scopes   map[syntax.Node][]*Scope // more than one: type parameters, then the function
}

// SymbolOf returns what n means.
func (i *Info) SymbolOf(n *syntax.Name) *Symbol { return i.uses[n] }

// Binding returns the symbol that a node other than a Name binds: a function or
// class definition, Arg, Alias, ExceptHandler, MatchAs, MatchStar, MatchMapping
// (its Rest) or type parameter. It is nil when the node binds nothing, as
// "import *" and the pattern "_".
func (i *Info) Binding(n syntax.Node) *Symbol { return i.binders[n] }

// Declared returns the symbols of the names of a Global or Nonlocal statement.
func (i *Info) Declared(n syntax.Stmt) []*Symbol { return i.declared[n] }

// ScopeOf returns the scope that n makes, or nil. For a function, class or type
// alias with type parameters this is the scope of its body or value; for a type
// parameter it is the scope of its bound or else of its default.
func (i *Info) ScopeOf(n syntax.Node) *Scope {
	list := i.scopes[n]
	for _, s := range list {
		if s.Kind != TypeParamsScope {
			return s
		}
	}
	return nil
}

// TypeParamsScope returns the scope of n's type parameters, or nil if n has
// none. The scope of n's body is its child.
func (i *Info) TypeParamsScope(n syntax.Node) *Scope {
	for _, s := range i.scopes[n] {
		if s.Kind == TypeParamsScope {
			return s
		}
	}
	return nil
}

// DefaultScope returns the scope of the default of type parameter n, or nil.
func (i *Info) DefaultScope(n syntax.TypeParam) *Scope {
	for _, s := range i.scopes[n] {
		if s.isDefault {
			return s
		}
	}
	return nil
}

// BoundScope returns the scope of the bound or the constraints of type
// parameter n, or nil.
func (i *Info) BoundScope(n syntax.TypeParam) *Scope {
	for _, s := range i.scopes[n] {
		if !s.isDefault {
			return s
		}
	}
	return nil
}

// Scopes calls f for every scope, outer before inner, in source order, scopes
// of annotations that are never evaluated left out.
func (i *Info) Scopes(f func(*Scope)) {
	var walk func(*Scope)
	walk = func(s *Scope) {
		f(s)
		for _, c := range s.Children {
			walk(c)
		}
	}
	walk(i.Module)
}

// LazyAnnotations reports whether annotations are strings that are never
// evaluated (PEP 563).
func (i *Info) LazyAnnotations() bool { return i.Future["annotations"] }
