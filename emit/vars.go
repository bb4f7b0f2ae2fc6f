package emit

import (
	"github.com/aio2go/aio2go/lower/ir"
)

// This file implements the analysis of where each Go variable is declared: in the
// innermost list of statements that has all its uses, right before the first of them.
// A Python local is declared outside of every loop, as it keeps its value from turn to
// turn; a temporary is assigned before every use and may be declared inside.

// place is a point in a list of statements.
type place struct {
	list  *listInfo
	index int
}

// listInfo is a list of statements and where it stands.
type listInfo struct {
	parent place
	depth  int
	inLoop bool // it or a list around it is the body of a loop
	list   []ir.Stmt
}

// declarations of one function.
type declarations struct {
	first map[*ir.Var]place
	many  map[*ir.Var]bool // used in several states
	reads map[*ir.Var]int
	at    map[ir.Stmt][]*ir.Var
	top   []*ir.Var // declared where the function begins
	order []*ir.Var
}

// newDeclarations analyses the lists, which are the body or the states' bodies of fn.
func newDeclarations(fn *ir.Func, roots [][]ir.Stmt) *declarations {
	d := &declarations{first: map[*ir.Var]place{}, many: map[*ir.Var]bool{}, reads: map[*ir.Var]int{}, at: map[ir.Stmt][]*ir.Var{}}
	for _, v := range fn.Locals {
		if v.Watched {
			d.reads[v]++
		}
	}
	for _, root := range roots {
		d.walk(&listInfo{list: root})
	}
	for _, v := range d.order {
		if v.Kind != ir.Local && v.Kind != ir.Temp || v.Param || v.InFrame || d.reads[v] == 0 {
			continue
		}
		if v.Watched || d.many[v] || v.Across && fn.Machine != nil {
			d.top = append(d.top, v)
			continue
		}
		at := d.first[v]
		if v.Kind == ir.Local {
			for at.list.inLoop {
				at = at.list.parent
			}
		}
		s := at.list.list[at.index]
		d.at[s] = append(d.at[s], v)
	}
	return d
}

// onlyIn reports whether v is used, and in the list root alone, which is one of the lists
// that d was made of.
func (d *declarations) onlyIn(v *ir.Var, root []ir.Stmt) bool {
	at, ok := d.first[v]
	if !ok || d.many[v] {
		return false
	}
	for at.list.depth > 0 {
		at = at.list.parent
	}
	return &at.list.list[0] == &root[0]
}

func (d *declarations) walk(l *listInfo) {
	for i, s := range l.list {
		at := place{l, i}
		d.stmt(s, at)
		_, loop := s.(*ir.Loop)
		for _, sub := range ir.Bodies(s) {
			d.walk(&listInfo{parent: at, depth: l.depth + 1, inLoop: l.inLoop || loop, list: sub})
		}
	}
}

// stmt records the variables that s itself uses.
func (d *declarations) stmt(s ir.Stmt, at place) {
	read := func(v *ir.Var) { d.reads[v]++; d.use(v, at) }
	write := func(v *ir.Var) {
		if v != nil {
			d.use(v, at)
		}
	}
	uses, defs := ir.StmtExprs(s), ir.StmtDefs(s)
	for _, x := range uses {
		ir.EachVar(x, read)
	}
	for _, v := range defs {
		write(v)
	}
	if c, ok := s.(*ir.CheckBound); ok {
		read(c.Var)
	}
	if t, ok := s.(*ir.Try); ok {
		d.reads[t.Exc]++ // the check whether there was an exception
	}
}

func (d *declarations) use(v *ir.Var, at place) {
	old, ok := d.first[v]
	if !ok {
		d.first[v] = at
		d.order = append(d.order, v)
		return
	}
	a, b := old, at
	for a.list != b.list {
		switch {
		case a.list.depth > b.list.depth:
			a = a.list.parent
		case b.list.depth > a.list.depth:
			b = b.list.parent
		case a.list.depth == 0:
			d.many[v] = true
			return
		default:
			a, b = a.list.parent, b.list.parent
		}
	}
	if b.index < a.index {
		a = b
	}
	d.first[v] = a
}
