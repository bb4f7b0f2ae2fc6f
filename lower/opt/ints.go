package opt

import (
	"math/big"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements operations on ints. Where the intervals of the operands and of the
// result are proved to fit in 64 bits, they are Go's own operations. Otherwise there are
// two ways: a quick one for small ints that says whether it has gone well, and the
// operation on ints of any size.

func (o *optimizer) ints(name string, x, y ir.Expr, kx, ky types.Static, s *ir.Let) ([]ir.Stmt, bool) {
	if c := foldInts(name, x, y); c != nil {
		if dst := s.Dst[0]; dst.Kind == ir.Temp && o.assigned[dst] == 1 {
			o.consts[dst] = c
		}
		return o.assign(s, c), true
	}
	native := kx.IsNative() && ky.IsNative()
	if p := prim.NativeCompare[name]; p != nil {
		if native {
			return o.assign(s, o.nativeCompare(name, p, x, y, kx, ky)), true
		}
		x, y = o.convert(x, types.Boxed), o.convert(y, types.Boxed)
		if name == "eq" || name == "ne" {
			return o.assign(s, apply(prim.IntPure[name], x, y)), true
		}
		return o.guarded(s, prim.IntQuick[name], []ir.Expr{x, y}, prim.IntPure[name], []ir.Expr{x, y}), true
	}
	if native {
		if list, ok := o.nativeInts(name, x, y, kx, ky, s); ok {
			return list, true
		}
	}
	if name == "truediv" {
		if ky.IsNative() && (ky.Ints.Lo > 0 || ky.Ints.Hi < 0) && kx.Ints.Within(-1<<53, 1<<53) && ky.Ints.Within(-1<<53, 1<<53) {
			var out []ir.Stmt
			a, b := o.float(&out, x, kx, s.Pos), o.float(&out, y, ky, s.Pos)
			if _, isConst := a.(*ir.Const); isConst {
				return nil, false
			}
			return append(out, o.assign(s, apply(prim.FloatQuotient, a, b))...), true
		}
		return nil, false
	}
	x, y = o.convert(x, types.Boxed), o.convert(y, types.Boxed)
	args := []ir.Expr{x, y}
	switch quick := prim.IntQuick[name]; {
	case quick != nil && prim.IntPure[name] != nil:
		return o.guarded(s, quick, args, prim.IntPure[name], args), true
	case quick != nil && prim.IntRaising[name] != nil:
		return o.guarded(s, quick, args, prim.IntRaising[name], args), true
	case prim.IntRaising[name] != nil:
		dst := s.Dst[0]
		if dst.Kind == ir.Temp {
			return o.replace(s, prim.IntRaising[name], x, y), true
		}
		t := o.temp(dst.Name, types.Boxed)
		s.Dst[0] = t
		return append(o.replace(s, prim.IntRaising[name], x, y), &ir.Assign{Dst: dst, X: o.convert(&ir.Ref{Var: t}, dst.Rep)}), true
	}
	return nil, false
}

// nativeCompare returns x op y as a Go comparison.
func (o *optimizer) nativeCompare(name string, p *ir.Prim, x, y ir.Expr, kx, ky types.Static) ir.Expr {
	x, y = o.convert(x, types.Int64), o.convert(y, types.Int64)
	a, ok1 := x.(*ir.Const)
	b, ok2 := y.(*ir.Const)
	if ok1 && ok2 {
		return boolConst(map[string]bool{"eq": a.Int == b.Int, "ne": a.Int != b.Int, "lt": a.Int < b.Int, "le": a.Int <= b.Int, "gt": a.Int > b.Int, "ge": a.Int >= b.Int}[name])
	}
	return apply(p, x, y)
}

// nativeInts replaces arithmetic on native ints whose result is native as well.
func (o *optimizer) nativeInts(name string, x, y ir.Expr, kx, ky types.Static, s *ir.Let) ([]ir.Stmt, bool) {
	r, q := kx.Ints, ky.Ints
	var out types.Interval
	var p *ir.Prim
	switch name {
	case "add":
		out, p = r.Add(q), prim.IntPlus
	case "sub":
		out, p = r.Sub(q), prim.IntMinus
	case "mul":
		out, p = r.Mul(q), prim.IntTimes
	case "bitand":
		out, p = r.And(q), prim.IntBits["bitand"]
	case "bitor", "bitxor":
		out, p = r.Or(q), prim.IntBits[name]
	case "lshift", "rshift":
		if !q.Within(0, 63) {
			return nil, false
		}
		out, p = r.Shl(q), prim.IntShl
		if name == "rshift" {
			out, p = r.Shr(q), prim.IntShr
		}
	case "floordiv", "mod":
		out = r.FloorDiv(q)
		if name == "mod" {
			out = r.Mod(q)
		}
		positive := q.Lo > 0
		switch {
		case !positive:
			// Zero raises, and -1 may overflow.
			return nil, false
		case r.NonNegative() && name == "mod":
			p = prim.IntRem
		case r.NonNegative():
			p = prim.IntQuo
		case name == "mod":
			p = prim.FloorMod
		default:
			p = prim.FloorQuo
		}
	default:
		return nil, false
	}
	if out.Big {
		return nil, false
	}
	if c := exact(out); c != nil && (name == "add" || name == "sub" || name == "mul") {
		return o.assign(s, c), true
	}
	x, y = o.convert(x, types.Int64), o.convert(y, types.Int64)
	if isConst(x) && isConst(y) {
		return nil, false // Go would compute it as it does constants
	}
	return o.assign(s, apply(p, x, y)), true
}

// foldInts computes an operation on two int constants: masks and moduli that programs write
// as 1 << 64 or 2**127 - 1. It is nil for others.
func foldInts(name string, x, y ir.Expr) ir.Expr {
	a, b := intOf(x), intOf(y)
	if a == nil || b == nil {
		return nil
	}
	const most = 256 // bits of a result
	r := new(big.Int)
	switch name {
	case "add":
		r.Add(a, b)
	case "sub":
		r.Sub(a, b)
	case "mul":
		r.Mul(a, b)
	case "bitand":
		r.And(a, b)
	case "bitor":
		r.Or(a, b)
	case "bitxor":
		r.Xor(a, b)
	case "lshift":
		if b.Sign() < 0 || !b.IsInt64() || b.Int64() > most {
			return nil
		}
		r.Lsh(a, uint(b.Int64()))
	case "pow":
		if b.Sign() < 0 || !b.IsInt64() || b.Int64()*int64(a.BitLen()) > most || b.Int64() > most {
			return nil
		}
		r.Exp(a, b, nil)
	default:
		return nil
	}
	switch {
	case r.BitLen() > most:
		return nil
	case r.BitLen() < 62:
		return intConst(r.Int64())
	case r.IsInt64():
		return &ir.Const{Kind: ir.CInt, Int: r.Int64(), R: types.Boxed}
	}
	return &ir.Const{Kind: ir.CInt, Big: r, R: types.Boxed}
}

// intOf returns the number of an int constant, nil for other expressions.
func intOf(x ir.Expr) *big.Int {
	switch c, ok := x.(*ir.Const); {
	case !ok || c.Kind != ir.CInt:
		return nil
	case c.Big != nil:
		return c.Big
	default:
		return big.NewInt(c.Int)
	}
}

func isConst(x ir.Expr) bool {
	_, ok := x.(*ir.Const)
	return ok
}

// guarded runs quick, which says whether it has gone well, and otherwise slow in the place
// of s.
func (o *optimizer) guarded(s *ir.Let, quick *ir.Prim, quickArgs []ir.Expr, slow *ir.Prim, slowArgs []ir.Expr) []ir.Stmt {
	return o.either(s, quick, quickArgs, func(dst *ir.Var) []ir.Stmt {
		if slow.Pure {
			return []ir.Stmt{&ir.Assign{Dst: dst, X: o.convert(apply(slow, slowArgs...), dst.Rep)}}
		}
		let := &ir.Let{Op: &ir.CallPrim{Prim: slow, Args: slowArgs}, Pos: s.Pos}
		if len(slow.Results) > 0 {
			let.Dst = []*ir.Var{dst}
		}
		return o.bind(nil, let, slow.Results)
	})
}

// either runs quick and, where that has not gone well, what slow returns, which assigns to
// the variable it is given.
func (o *optimizer) either(s *ir.Let, quick *ir.Prim, args []ir.Expr, slow func(dst *ir.Var) []ir.Stmt) []ir.Stmt {
	n := len(quick.Results)
	ok := o.temp("ok", types.Bool)
	var dst *ir.Var
	if len(s.Dst) > 0 {
		dst = s.Dst[0]
	}
	let := &ir.Let{Dst: []*ir.Var{ok}, Op: &ir.CallPrim{Prim: quick, Args: args}, Pos: -1}
	res := dst
	if n == 2 {
		if dst == nil || dst.Kind != ir.Temp || dst.Rep != quick.Results[0] {
			name := "value"
			if dst != nil {
				name = dst.Name
			}
			res = o.temp(name, quick.Results[0])
		}
		let.Dst = []*ir.Var{res, ok}
	}
	out := []ir.Stmt{let, &ir.If{Cond: apply(prim.NotBool, &ir.Ref{Var: ok}), Then: slow(res)}}
	if n == 2 && res != dst && dst != nil {
		out = append(out, &ir.Assign{Dst: dst, X: o.convert(&ir.Ref{Var: res}, dst.Rep)})
	}
	return out
}
