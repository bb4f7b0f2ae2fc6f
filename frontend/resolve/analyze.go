package resolve

import (
	"maps"
	"slices"

	"github.com/aio2go/aio2go/frontend/diag"
)

// This file implements the second pass of symtable.c: where the value of each
// symbol is kept. A name that a scope does not bind belongs to the next scope
// outwards that does, class scopes passed over; that symbol then is a cell.
//
// Unlike CPython this does not merge the names of an inlined comprehension into
// the scope around it. They stay in a scope of their own, and only the effect
// on cells is kept: a local variable that nothing but inlined comprehensions
// uses from outside its scope needs no cell, because they run in its frame.

// nameSet is a set of mangled names.
type nameSet map[string]bool

// analyze decides the kind of every symbol and links symbols outwards.
func (r *resolver) analyze() {
	r.analyzeScope(r.info.Module)
	r.link(r.info.Module)
}

// analyzeScope analyses s and the scopes inside and returns the names that they
// take from outside.
func (r *resolver) analyzeScope(s *Scope) nameSet {
	own, free := nameSet{}, nameSet{}
	for _, sym := range s.Symbols {
		r.decide(sym)
		if sym.Kind == Free {
			own[sym.Name] = true
		}
	}
	for _, c := range s.nested {
		childFree := r.analyzeScope(c)
		if c.Kind == AnnotationScope {
			continue // never evaluated
		}
		if c.Comp != NotComp && c.Comp != Generator && !s.CanSeeClass {
			c.Inlined = true
			s.UsesLocals = s.UsesLocals || c.UsesLocals
			r.inline(s, c, childFree)
		}
		maps.Copy(free, childFree)
	}
	switch {
	case s.IsFunctionLike():
		for _, sym := range s.Symbols {
			if sym.Kind == Local && free[sym.Name] {
				sym.Kind = Cell
				delete(free, sym.Name)
			}
		}
	case s.Kind == ClassScope:
		s.ClassCell = implicitCell(s, free, "__class__")
		s.ClassDict = implicitCell(s, free, "__classdict__")
	}
	for _, name := range slices.Sorted(maps.Keys(free)) {
		r.passOn(s, name)
	}
	maps.Copy(free, own)
	return free
}

// implicitCell makes the symbol of a variable that exists around the body of
// class s for the functions in it, if they use it.
func implicitCell(s *Scope, free nameSet, name string) *Symbol {
	if !free[name] {
		return nil
	}
	delete(free, name)
	return &Symbol{Name: name, Kind: Cell, Scope: s}
}

// passOn lets the scopes inside s take name from outside of s.
func (r *resolver) passOn(s *Scope, name string) {
	if sym := s.byName[name]; sym != nil {
		if s.Kind == ClassScope || s.CanSeeClass {
			sym.Flags |= FreeClass
		}
		return
	}
	if r.lookup(s, name) != nil {
		s.symbol(name).Kind = Free
	}
}

// inline removes from free, the names that the inlined comprehension c takes
// from outside, those that are variables of s: the code of c runs in the frame
// of s. A function inside c that uses them still needs a cell.
func (r *resolver) inline(s, c *Scope, free nameSet) {
	if s.Kind == ClassScope {
		// Comprehensions do not see the variables of a class, and the cell __class__ is for
		// functions alone.
		if !captured(c, "__class__") && dropClass(c) {
			delete(free, "__class__")
		}
		return
	}
	for name := range free {
		if sym := s.byName[name]; sym != nil && sym.IsBound() && !captured(c, name) {
			delete(free, name)
		}
	}
}

// dropClass makes __class__ an ordinary global in the inlined comprehension c of a class body
// and in those inside, and reports whether they took it from outside.
func dropClass(c *Scope) bool {
	sym := c.byName["__class__"]
	if sym == nil || sym.Kind != Free {
		return false
	}
	sym.Kind = GlobalImplicit
	for _, n := range c.Children {
		if n.Inlined {
			dropClass(n)
		}
	}
	return true
}

// captured reports whether a scope in c with a frame of its own takes name from
// outside.
func captured(c *Scope, name string) bool {
	for _, n := range c.Children {
		if n.Inlined {
			if captured(n, name) {
				return true
			}
		} else if sym := n.byName[name]; sym != nil && sym.Kind == Free {
			return true
		}
	}
	return false
}

// decide sets the kind of sym but for the difference between Local and Cell.
func (r *resolver) decide(sym *Symbol) {
	s := sym.Scope
	switch {
	case sym.Flags&Global != 0:
		if sym.Flags&Nonlocal != 0 {
			r.errorf(diag.InvalidNonlocal, s.directives[sym.Name], "name '%s' is nonlocal and global", sym.Name)
		}
		sym.Kind = GlobalExplicit
	case sym.Flags&Nonlocal != 0:
		sym.Kind = Free
		r.checkNonlocal(sym)
	case sym.IsBound():
		sym.Kind = Local
	default:
		sym.Kind = r.unbound(s, sym.Name)
	}
}

// checkNonlocal reports a nonlocal declaration of what no function around
// binds. The symbol then becomes a local one, so that what follows makes sense.
func (r *resolver) checkNonlocal(sym *Symbol) {
	s := sym.Scope
	at := s.directives[sym.Name]
	def := r.lookup(s, sym.Name)
	switch {
	case s.Kind == ModuleScope:
		r.errorf(diag.InvalidNonlocal, at, "nonlocal declaration not allowed at module level")
	case def == nil:
		r.errorf(diag.InvalidNonlocal, at, "no binding for nonlocal '%s' found", sym.Name)
	case def.Flags&TypeParam != 0:
		r.errorf(diag.InvalidNonlocal, at, "nonlocal binding not allowed for type parameter '%s'", sym.Name)
		return
	default:
		return
	}
	sym.Kind = Local
}

// unbound returns the kind of a name that s does not bind.
func (r *resolver) unbound(s *Scope, name string) Kind {
	if c := s.classAround(); c != nil {
		switch f := c.flagsOf(name); {
		case f&Global != 0:
			return GlobalExplicit
		case f&bound != 0 && f&Nonlocal == 0:
			return GlobalImplicit
		}
	}
	if r.lookup(s, name) != nil {
		return Free
	}
	return GlobalImplicit
}

// classAround returns the class in which an annotation scope looks names up
// first, or nil.
func (s *Scope) classAround() *Scope {
	if !s.CanSeeClass {
		return nil
	}
	for p := s.Parent; p != nil; p = p.Parent {
		if p.Kind == ClassScope {
			return p
		}
	}
	return nil
}

func (s *Scope) flagsOf(mangled string) Flags {
	if sym := s.byName[mangled]; sym != nil {
		return sym.Flags
	}
	return 0
}

// classVars are the variables that exist around a class body.
var classVars = map[string]*Symbol{
	"__class__":     {Name: "__class__"},
	"__classdict__": {Name: "__classdict__"},
}

// lookup returns the symbol of a function around s that binds name, or nil.
func (r *resolver) lookup(s *Scope, name string) *Symbol {
	for p := s.Parent; p != nil && p.Kind != ModuleScope; p = p.Parent {
		if p.Kind == ClassScope {
			if sym := classVars[name]; sym != nil {
				return sym
			}
			continue
		}
		sym := p.byName[name]
		switch {
		case sym == nil || p.Kind == AnnotationScope:
		case sym.Flags&Global != 0:
			return nil
		case sym.Flags&Nonlocal != 0:
		case sym.IsBound():
			return sym
		}
	}
	return nil
}

// link sets Outer for the symbols of s and of the scopes inside.
func (r *resolver) link(s *Scope) {
	for _, sym := range s.Symbols {
		switch {
		case sym.Kind == Free:
			sym.Outer = outer(s, sym.Name)
		case sym.Kind >= GlobalExplicit && s.Kind != ModuleScope:
			sym.Outer = r.info.Module.byName[sym.Name]
		}
	}
	for _, c := range s.nested {
		r.link(c)
	}
}

// outer returns the symbol that a free symbol of s captures.
func outer(s *Scope, name string) *Symbol {
	for p := s.Parent; p != nil && p.Kind != ModuleScope; p = p.Parent {
		if p.Kind == ClassScope {
			switch {
			case name == "__class__" && p.ClassCell != nil:
				return p.ClassCell
			case name == "__classdict__" && p.ClassDict != nil:
				return p.ClassDict
			}
		}
		sym := p.byName[name]
		switch {
		case sym == nil || p.Kind == AnnotationScope || p.Kind == ClassScope && sym.Kind != Free:
		case p.CanSeeClass && sym.Kind >= GlobalExplicit:
			// p looks the name up in the class first; the scopes inside do not.
		default:
			return sym
		}
	}
	return nil
}
