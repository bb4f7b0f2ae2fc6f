package resolve

import "github.com/aio2go/aio2go/frontend/syntax"

// This file implements the way from the places in the tree to the symbols.

// bind fills in the maps of the Info.
func (r *resolver) bind() {
	for _, f := range r.refs {
		sym := r.visible(f.scope, f.name)
		if f.binds {
			sym.Def().Binds++
		}
		switch n := f.node.(type) {
		case *syntax.Name:
			r.info.uses[n] = sym
		case *syntax.Global:
			r.info.declared[n] = append(r.info.declared[n], sym)
		case *syntax.Nonlocal:
			r.info.declared[n] = append(r.info.declared[n], sym)
		default:
			r.info.binders[n] = sym
		}
	}
}

// visible returns the symbol that name means in the code of s. A variable of
// the function around an inlined comprehension is the function's own symbol
// there as well.
func (r *resolver) visible(s *Scope, name string) *Symbol {
	sym := s.byName[name]
	if sym == nil {
		// The name is not used, only looked at: "(x): int".
		sym = &Symbol{Name: name, Scope: s, Kind: r.unbound(s, name)}
		if sym.Kind == Free {
			sym.Outer = outer(s, name)
		}
	}
	for sym.Scope.Inlined && sym.Kind == Free && sym.Scope.Parent.Kind != ClassScope && sym.Outer != nil {
		sym = sym.Outer
	}
	return sym
}
