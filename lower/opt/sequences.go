package opt

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements loops over strs, enumerate() and zip() without iterators.

// overStr rewrites the loop over the characters of a str: the counter is where in the text
// the next one begins.
func (f *forLoop) overStr(x ir.Expr) []ir.Stmt {
	o := f.o
	text, at, after := o.temp("text", types.Boxed), f.counter(), o.temp("after", types.Int64)
	f.next.Op = &ir.CallPrim{Prim: prim.StrNext, Args: []ir.Expr{&ir.Ref{Var: text}, &ir.Ref{Var: at}}}
	f.next.Dst = []*ir.Var{f.next.Dst[0], after, f.next.Dst[1]}
	f.next.Pos = -1
	f.insert(&ir.Assign{Dst: at, X: &ir.Ref{Var: after}})
	return []ir.Stmt{
		&ir.Assign{Dst: text, X: x},
		&ir.Assign{Dst: at, X: intConst(0)},
	}
}

// takenApart reports whether the loop takes its elements, pairs, apart and does nothing
// else with them, and takes the statement that does so out of the loop.
func (f *forLoop) takenApart() (first, second *ir.Var, ok bool) {
	at := f.head + 2
	if at >= len(f.loop.Body) {
		return nil, nil, false
	}
	unpack, ok := f.loop.Body[at].(*ir.Let)
	pair := f.next.Dst[0]
	if !ok || pair == nil || !isPrimOf(unpack.Op, prim.Unpack2, pair) || f.o.uses(pair) != 1 {
		return nil, nil, false
	}
	f.loop.Body = append(f.loop.Body[:at:at], f.loop.Body[at+1:]...)
	return unpack.Dst[0], unpack.Dst[1], true
}

// overZip rewrites the loop over zip(x, y) of two lists that takes its pairs apart.
func (f *forLoop) overZip(x, y ir.Expr) ([]ir.Stmt, bool) {
	o := f.o
	if !o.info.Expr(x).Only(types.KList) || !o.info.Expr(y).Only(types.KList) {
		return nil, false
	}
	first, second, ok := f.takenApart()
	if !ok {
		return nil, false
	}
	a, b, count := o.temp("items", types.Boxed), o.temp("items", types.Boxed), f.counter()
	f.next.Op = &ir.CallPrim{Prim: prim.ListsGet, Args: []ir.Expr{&ir.Ref{Var: a}, &ir.Ref{Var: b}, &ir.Ref{Var: count}}}
	f.next.Dst = []*ir.Var{first, second, f.next.Dst[1]}
	f.next.Pos = -1
	f.step(count)
	return []ir.Stmt{
		&ir.Assign{Dst: a, X: x},
		&ir.Assign{Dst: b, X: y},
		&ir.Assign{Dst: count, X: intConst(0)},
	}, true
}

// overEnumerate rewrites the loop over enumerate(x) or enumerate(x, start) that takes its
// pairs apart: it counts by itself.
func (f *forLoop) overEnumerate(args []ir.Expr) ([]ir.Stmt, bool) {
	o := f.o
	x := args[0]
	var start ir.Expr = intConst(0)
	if len(args) == 2 {
		start = args[1]
		if k := o.info.Expr(start); !k.IsNative() || !k.Ints.Within(-1<<61, 1<<61) {
			return nil, false
		}
	}
	number, item, ok := f.takenApart()
	if !ok {
		return nil, false
	}
	f.next.Dst[0] = item
	count := o.temp("count", types.Int64)
	out := []ir.Stmt{&ir.Assign{Dst: count, X: start}}
	list := []ir.Stmt{&ir.Assign{Dst: count, X: apply(prim.IntPlus, &ir.Ref{Var: count}, intConst(1))}}
	if number != nil {
		list = append([]ir.Stmt{&ir.Assign{Dst: number, X: &ir.Ref{Var: count}}}, list...)
	}
	get := prim.TupleGet
	switch k := o.info.Expr(x); {
	case k.Only(types.KList):
		get = prim.ListGet[true]
		fallthrough
	case k.Only(types.KTuple):
		if len(args) == 1 {
			// The index is the number.
			items := o.temp("items", types.Boxed)
			f.next.Op = &ir.CallPrim{Prim: get, Args: []ir.Expr{&ir.Ref{Var: items}, &ir.Ref{Var: count}}}
			f.next.Pos = -1
			out = append(out, &ir.Assign{Dst: items, X: x})
		} else {
			out = append(out, f.overItems(x, get)...)
		}
	case k.Only(types.KStr):
		out = append(out, f.overStr(x)...)
	default:
		f.iter.Op = &ir.CallPrim{Prim: prim.Iter, Args: []ir.Expr{x}}
		f.iter.Pos = f.made.Pos
		out = append(out, f.iter)
	}
	f.insert(list...)
	return out, true
}
