package opt

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements operations on lists, tuples, instances and functions that are
// known.

func (o *optimizer) objects(name string, call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	switch name {
	case "getattr":
		return o.getAttr(call, s)
	case "setattr":
		return o.setAttr(call, s)
	case "call0", "call1", "call2", "call3", "calln", "callkw":
		return o.callValue(call, s)
	case "callmethod0", "callmethod1", "callmethod2", "callmethod3", "callmethodn", "callmethodkw":
		return o.callMethod(call, s)
	case "loadmethod":
		return o.loadMethod(call, s)
	case "loadasyncwith":
		return o.loadAsyncWith(call, s)
	case "withleave", "withexit":
		return o.leaveSync(call, s)
	case "checkwithawait":
		return o.checkAwait(call)
	case "invoke0", "invoke1", "invoke2", "invoke3", "invoken", "invokekw":
		if list, ok := o.enterSync(call, s); ok {
			return list, true
		}
		if r, ok := call.Args[0].(*ir.Ref); ok {
			if m, ok := o.bound[r.Var]; ok {
				call.Args = append(call.Args[:1:1], call.Args[2:]...)
				call.Prim = prim.CallN
				if len(call.Names) > 0 {
					call.Prim = prim.CallKw
				}
				callBound(call, m)
				return o.callMethod(call, s)
			}
			if name := o.info.Library(o.info.Expr(call.Args[0])); name != "" {
				return o.library(name, call.Args[2:], call, s)
			}
		}
		return nil, false
	case "abs()":
		return o.builtinCall("abs", call.Args, call, s)
	case "getitem":
		return o.getItem(call, s)
	case "setitem":
		return o.setItem(call, s)
	case "unpack2", "unpack3":
		return o.unpackTuple(call, s)
	case "contains":
		return o.contains(call, s)
	case "len()":
		return o.length(call, s)
	}
	return nil, false
}

// getItem replaces x[i] of a list, or of a tuple whose element is known to be there.
func (o *optimizer) getItem(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	if len(s.Dst) != 1 || s.Dst[0] == nil {
		return nil, false
	}
	x, key := call.Args[0], o.constant(call.Args[1])
	k, kk := o.info.Expr(x), o.info.Expr(key)
	if k.Only(types.KTuple) {
		if c, ok := key.(*ir.Const); ok && c.Kind == ir.CInt && c.Big == nil && o.info.TupleSize(k) > int(c.Int) && c.Int >= 0 {
			return o.assign(s, o.tupleItem(o.pure(x), int(c.Int))), true
		}
	}
	if k.Only(types.KDict) {
		return o.replace(s, prim.DictItem, o.convert(o.pure(x), types.Boxed), o.convert(o.pure(key), types.Boxed)), true
	}
	if k.Only(types.KStr) && kk.IsNative() {
		x, key = o.pure(x), o.convert(o.pure(key), types.Int64)
		return o.guarded(s, prim.StrGet, []ir.Expr{x, key}, prim.GetItem, []ir.Expr{x, o.convert(key, types.Boxed)}), true
	}
	if !k.Only(types.KList) || !kk.Only(types.KInt) {
		return nil, false
	}
	x, key = o.convert(o.pure(x), types.Boxed), o.pure(key)
	if !isNative(kk) {
		return o.guarded(s, prim.ListGet[false], []ir.Expr{x, key}, prim.GetItem, []ir.Expr{x, key}), true
	}
	key = o.index(key, kk)
	if kk.Ints.Hi < 0 {
		return o.subscript(s, prim.ListGetBack, nil, prim.ListNoItem, x, key), true
	}
	return o.subscript(s, prim.ListGet[true], back(kk, prim.ListGetBack), prim.ListNoItem, x, key), true
}

// back is p, which counts from the end, where an index may be negative.
func back(index types.Static, p *ir.Prim) *ir.Prim {
	if index.Ints.NonNegative() {
		return nil
	}
	return p
}

// subscript runs quick, an operation on an element of a list with a native index. Where that
// does not find the element it runs back, if that is not nil, and where that does not either it
// raises what fail makes. No other code runs meanwhile.
func (o *optimizer) subscript(s *ir.Let, quick, back, fail *ir.Prim, args ...ir.Expr) []ir.Stmt {
	exc := o.temp("exc", types.Exc)
	raise := []ir.Stmt{
		&ir.Let{Dst: []*ir.Var{exc}, Op: &ir.CallPrim{Prim: fail}, Pos: -1},
		&ir.Raise{X: &ir.Ref{Var: exc}, Pos: s.Pos},
	}
	return o.either(s, quick, args, func(dst *ir.Var) []ir.Stmt {
		if back == nil {
			return raise
		}
		found := o.temp("found", types.Bool)
		let := &ir.Let{Dst: []*ir.Var{found}, Op: &ir.CallPrim{Prim: back, Args: append([]ir.Expr(nil), args...)}, Pos: -1}
		if len(back.Results) == 2 {
			let.Dst = []*ir.Var{dst, found}
		}
		return []ir.Stmt{let, &ir.If{Cond: apply(prim.NotBool, &ir.Ref{Var: found}), Then: raise}}
	})
}

func isNative(k types.Static) bool { return k.IsNative() }

// index returns key in the representation in which operations on lists take it.
func (o *optimizer) index(key ir.Expr, k types.Static) ir.Expr {
	if k.IsNative() {
		return o.convert(key, types.Int64)
	}
	return o.convert(key, types.Boxed)
}

// tupleItem is t[i], which is there.
func (o *optimizer) tupleItem(t ir.Expr, i int) ir.Expr {
	return apply(prim.TupleItem, t, &ir.Const{Kind: ir.CInt, Int: int64(i), R: types.Native})
}

// setItem replaces x[i] = v of a list.
func (o *optimizer) setItem(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	x, key, v := call.Args[0], o.constant(call.Args[1]), call.Args[2]
	k, kk, kv := o.info.Expr(x), o.info.Expr(key), o.info.Expr(v)
	if k.Only(types.KDict) {
		s.Op = &ir.CallPrim{Prim: prim.DictSet, Args: call.Args}
		o.args(s.Op)
		return []ir.Stmt{s}, true
	}
	if !k.Only(types.KList) || !kk.Only(types.KInt) {
		return nil, false
	}
	x, key, v = o.convert(o.pure(x), types.Boxed), o.pure(key), o.pure(v)
	slow := []ir.Expr{x, o.convert(key, types.Boxed), o.convert(v, types.Boxed)}
	elem := o.info.Elem(k)
	native := isNative(kk)
	switch {
	case native && elem.Kinds == types.KFloat && kv.Kinds == types.KFloat:
		return o.subscript(s, prim.ListSetFloat[true], back(kk, prim.ListSetFloatBack), prim.ListNoPlace, x, o.index(key, kk), o.convert(v, types.Float64)), true
	case native && elem.IsNative() && kv.IsNative():
		return o.subscript(s, prim.ListSetInt[true], back(kk, prim.ListSetIntBack), prim.ListNoPlace, x, o.index(key, kk), o.convert(v, types.Int64)), true
	case elem.Kinds == types.KFloat && kv.Kinds == types.KFloat:
		return o.guarded(s, prim.ListSetFloat[false], []ir.Expr{x, key, o.convert(v, types.Float64)}, prim.SetItem, slow), true
	case elem.IsNative() && kv.IsNative():
		return o.guarded(s, prim.ListSetInt[false], []ir.Expr{x, key, o.convert(v, types.Int64)}, prim.SetItem, slow), true
	}
	return o.guarded(s, prim.ListSet[native], []ir.Expr{x, o.index(key, kk), slow[2]}, prim.SetItem, slow), true
}

// unpackTuple replaces the unpacking of a tuple of as many elements.
func (o *optimizer) unpackTuple(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	x := call.Args[0]
	if k := o.info.Expr(x); !k.Only(types.KTuple) || o.info.TupleSize(k) != len(s.Dst) {
		return nil, false
	}
	var out []ir.Stmt
	for i, v := range s.Dst {
		if v != nil {
			out = append(out, &ir.Assign{Dst: v, X: o.convert(o.tupleItem(x, i), v.Rep)})
		}
	}
	return out, true
}

// oneOf returns whether the variable x is equal to one of a few constants, nil where they are
// not all strs, or small ints, as x is.
func (o *optimizer) oneOf(list []*ir.Const, x ir.Expr) ir.Expr {
	const few = 5
	if _, ok := x.(*ir.Ref); !ok || len(list) == 0 || len(list) > few {
		return nil
	}
	k := o.info.Expr(x)
	x = o.pure(x)
	var any ir.Expr
	for _, c := range list {
		var is ir.Expr
		switch {
		case c.Kind == ir.CStr && k.Only(types.KStr):
			is = apply(prim.StrEq, x, c)
		case c.Kind == ir.CInt && c.Big == nil && k.IsNative():
			is = apply(prim.NativeCompare["eq"], o.convert(x, types.Int64), intConst(c.Int))
		default:
			return nil
		}
		if any == nil {
			any = is
		} else {
			any = apply(prim.OrBool, any, is)
		}
	}
	return any
}

// length replaces len(x).
func (o *optimizer) length(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	if len(s.Dst) != 1 || s.Dst[0] == nil {
		return nil, false
	}
	x := call.Args[0]
	p := map[types.Kinds]*ir.Prim{
		types.KList: prim.ListLen, types.KTuple: prim.TupleLen, types.KStr: prim.StrLen, types.KDict: prim.DictLen, types.KSet: prim.SetLen,
	}[o.info.Expr(x).Kinds]
	if p == nil {
		return nil, false
	}
	s.Pos = -1
	return o.replace(s, p, o.convert(o.pure(x), types.Boxed)), true
}

// contains replaces y in x of a dict or set, or of a constant.
func (o *optimizer) contains(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	if c, ok := call.Args[0].(*ir.Const); ok {
		switch {
		case c.Kind == ir.CTuple && len(s.Dst) == 1 && s.Dst[0] != nil:
			if x := o.oneOf(c.Elems, call.Args[1]); x != nil {
				return o.assign(s, x), true
			}
		case c.Kind == ir.CFrozenSet:
			s.Op = &ir.CallPrim{Prim: prim.SetHas, Args: call.Args}
			o.args(s.Op)
			return o.bind(nil, s, prim.SetHas.Results), true
		}
		return nil, false
	}
	p := map[types.Kinds]*ir.Prim{types.KDict: prim.DictHas, types.KSet: prim.SetHas}[o.info.Expr(call.Args[0]).Kinds]
	if p == nil {
		return nil, false
	}
	s.Op = &ir.CallPrim{Prim: p, Args: call.Args}
	o.args(s.Op)
	return o.bind(nil, s, p.Results), true
}
