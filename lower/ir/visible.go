package ir

// Visible returns the variables that f_locals shows of a function that tells events, in its
// order: parameters, locals, cells and free variables. Of two with the same name, the later
// one has the value where it has one: a parameter that a closure captures is in a cell soon.
func (f *Func) Visible() []*Var {
	list := append([]*Var{}, f.Params...)
	for _, kind := range []VarKind{Local, Cell} {
		for _, v := range f.Locals {
			if v.Watched && v.Kind == kind {
				list = append(list, v)
			}
		}
	}
	return append(list, f.Free...)
}
