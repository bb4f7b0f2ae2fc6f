package opt

import "github.com/aio2go/aio2go/lower/ir"

// This file implements the removal of Try statements whose body cannot raise, which other
// rewritings leave behind.

// DropTries replaces every Try whose body cannot raise by its body.
func DropTries(p *ir.Program) {
	for _, m := range p.Modules {
		for _, f := range m.Funcs {
			f.Body = dropTries(f.Body)
		}
		m.Body.Body = dropTries(m.Body.Body)
	}
}

func dropTries(list []ir.Stmt) []ir.Stmt {
	out := make([]ir.Stmt, 0, len(list))
	for _, s := range list {
		switch s := s.(type) {
		case *ir.If:
			s.Then, s.Else = dropTries(s.Then), dropTries(s.Else)
		case *ir.Loop:
			s.Body = dropTries(s.Body)
		case *ir.Block:
			s.Body = dropTries(s.Body)
		case *ir.Try:
			s.Body = dropTries(s.Body)
			if !raises(s.Body) {
				out = append(out, s.Body...)
				continue
			}
			s.Handler = dropTries(s.Handler)
		}
		out = append(out, s)
	}
	return out
}

// raises reports whether an exception can leave the list.
func raises(list []ir.Stmt) bool {
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Let:
			switch op := s.Op.(type) {
			case *ir.CallPrim:
				if op.Prim.Raises {
					return true
				}
			case *ir.MakeFunc, *ir.NewFrame:
			default:
				return true
			}
		case *ir.Raise, *ir.Reraise, *ir.CheckBound, *ir.Poll:
			return true
		case *ir.If:
			if raises(s.Then) || raises(s.Else) {
				return true
			}
		case *ir.Loop:
			if s.Poll || raises(s.Body) {
				return true
			}
		case *ir.Block:
			if raises(s.Body) {
				return true
			}
		case *ir.Try:
			if raises(s.Handler) {
				return true
			}
		}
	}
	return false
}
