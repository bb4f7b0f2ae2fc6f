package opt

import (
	"slices"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
)

// This file implements reads of floats: an element of a list that is looked at as a float
// only is read as one.
//
//	x, ok = listget a, i         =>  f, ok = listgetfloat a, i
//	if not ok                        if not ok
//	    x = getitem a, i                 x = getitem a, i
//	f = unboxfloat x                     f = unboxfloat x

// floatReads are the reads that have a form for floats.
var floatReads = map[*ir.Prim]*ir.Prim{
	prim.ListGet[true]:  prim.ListGetFloat,
	prim.ItemsGet[true]: prim.ItemsGetFloat,
}

// floatReader changes the reads of a function.
type floatReader struct {
	defs, uses map[*ir.Var]int
	unboxed    map[*ir.Var]*ir.Assign // the float that a variable's value becomes
	dropped    map[*ir.Assign]bool
}

func readFloats(fn *ir.Func) {
	r := &floatReader{map[*ir.Var]int{}, map[*ir.Var]int{}, map[*ir.Var]*ir.Assign{}, map[*ir.Assign]bool{}}
	ir.EachStmt(fn.Body, func(s ir.Stmt) {
		for _, d := range ir.StmtDefs(s) {
			r.defs[d]++
		}
		for _, x := range ir.StmtExprs(s) {
			ir.EachVar(x, func(v *ir.Var) { r.uses[v]++ })
		}
		as, ok := s.(*ir.Assign)
		if !ok || as.Dst.Kind != ir.Temp {
			return
		}
		if p, ok := as.X.(*ir.Pure); ok && p.Prim == prim.UnboxFloat {
			if x, ok := p.Args[0].(*ir.Ref); ok {
				r.unboxed[x.Var] = as
			}
		}
	})
	fn.Body = r.list(fn.Body)
}

// list changes the reads in a list of statements, of which it leaves out what is done
// already.
func (r *floatReader) list(list []ir.Stmt) []ir.Stmt {
	out := list[:0:0]
	for i, s := range list {
		switch s := s.(type) {
		case *ir.Let:
			r.read(s, list[i+1:])
		case *ir.Assign:
			if r.dropped[s] {
				continue
			}
		}
		ir.MapBodies(s, r.list)
		out = append(out, s)
	}
	return out
}

// read changes a read, which comes before rest, where it is one of a float.
func (r *floatReader) read(s *ir.Let, rest []ir.Stmt) {
	call := callOf(s)
	if call == nil || floatReads[call.Prim] == nil {
		return
	}
	x := s.Dst[0]
	f := r.unboxed[x]
	if f == nil || r.uses[x] != 1 || r.defs[f.Dst] != 1 {
		return
	}
	if r.defs[x] == 2 {
		// The other value comes from the slow form.
		slow := slowForm(s, rest)
		if slow == nil || !slices.ContainsFunc(slow.Then, func(s ir.Stmt) bool { return slices.Contains(ir.StmtDefs(s), x) }) {
			return
		}
		slow.Then = append(slow.Then[:len(slow.Then):len(slow.Then)], &ir.Assign{Dst: f.Dst, X: f.X})
	} else if r.defs[x] != 1 {
		return
	}
	call.Prim, s.Dst[0] = floatReads[call.Prim], f.Dst
	r.dropped[f] = true
}
