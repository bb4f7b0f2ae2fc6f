package opt

import (
	"slices"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements comparisons of tuples that are made for nothing else:
//
//	t = tuple a, b
//	...                       =>    ...
//	u = tuple c, d                  x = comparepairs LT, a, b, c, d
//	x = lt t, u

// comparisons are the operations by the runtime's numbers.
var comparisons = []string{"lt", "le", "eq", "ne", "gt", "ge"}

// fuseTuples puts the elements of the tuple that let makes, if it makes one, into the
// comparison with another that follows. It reports whether let is not needed any more.
func (o *optimizer) fuseTuples(let *ir.Let, rest []ir.Stmt) bool {
	left := o.loneTuple(let)
	if left == nil {
		return false
	}
	var made *ir.Let // the last statement before the comparison
	for _, s := range rest {
		next, ok := s.(*ir.Let)
		if !ok {
			if _, ok := s.(*ir.Line); ok {
				continue
			}
			return false
		}
		if call, ok := next.Op.(*ir.CallPrim); ok && len(call.Args) == 2 && isRef(call.Args[0], let.Dst[0]) {
			return o.compareTuples(next, call, left, made)
		}
		for _, v := range next.Dst {
			if v != nil && anyRefers(left.Args, v) {
				return false
			}
		}
		made = next
	}
	return false
}

// compareTuples makes call, of a comparison, one of the elements of left and of the tuple
// that made makes.
func (o *optimizer) compareTuples(let *ir.Let, call, left *ir.CallPrim, made *ir.Let) bool {
	op := slices.Index(comparisons, call.Prim.Name)
	test := op < 0
	if test {
		op = slices.Index(comparisons, call.Prim.Name[:max(len(call.Prim.Name)-1, 0)])
		if op < 0 || call.Prim.Name[len(call.Prim.Name)-1] != '?' {
			return false
		}
	}
	var right []ir.Expr
	if c, ok := call.Args[1].(*ir.Const); ok && c.Kind == ir.CTuple {
		for _, e := range c.Elems {
			right = append(right, e)
		}
	} else {
		if made == nil || o.loneTuple(made) == nil || !isRef(call.Args[1], made.Dst[0]) {
			return false
		}
		right = made.Op.(*ir.CallPrim).Args
	}
	if len(right) != len(left.Args) {
		return false
	}
	if _, ok := call.Args[1].(*ir.Const); !ok {
		o.dropped[made] = true
	}
	p := prim.CompareTuples[test][len(right)]
	args := append([]ir.Expr{&ir.Const{Kind: ir.CInt, Int: int64(op), R: types.Native}}, left.Args...)
	let.Op = &ir.CallPrim{Prim: p, Args: append(args, right...)}
	return true
}

// loneTuple returns the operation of let where it makes a tuple of two or three elements
// that is used once; nil for others.
func (o *optimizer) loneTuple(let *ir.Let) *ir.CallPrim {
	call, ok := let.Op.(*ir.CallPrim)
	if !ok || call.Prim != prim.TupleV || len(call.Args) < 2 || len(call.Args) > 3 || len(let.Dst) != 1 {
		return nil
	}
	dst := let.Dst[0]
	if dst == nil || dst.Kind != ir.Temp || o.assigned[dst] != 1 || o.uses(dst) != 1 {
		return nil
	}
	for _, x := range call.Args {
		plain := true
		ir.EachVar(x, func(v *ir.Var) { plain = plain && (v.Kind == ir.Temp || v.Kind == ir.Local) })
		if !plain {
			return nil
		}
	}
	return call
}

func isRef(x ir.Expr, v *ir.Var) bool {
	r, ok := x.(*ir.Ref)
	return ok && r.Var == v
}

func anyRefers(list []ir.Expr, v *ir.Var) bool {
	found := false
	for _, x := range list {
		ir.EachVar(x, func(u *ir.Var) { found = found || u == v })
	}
	return found
}
