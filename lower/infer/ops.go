package infer

import (
	"strings"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the result types of operations, and what they do to the objects
// that they are given.

const (
	integral = types.KInt | types.KBool
	numeric  = integral | types.KFloat
	// plain are the classes whose special methods are the builtin ones.
	plain = numeric | types.KNone | types.KStr | types.KBytes | types.KRange
)

// op returns the sets of op's results; missing ones may be anything. An operand that
// nothing has reached yet gives the empty set.
func (a *analysis) op(op ir.Op) []types.Static {
	switch op := op.(type) {
	case *ir.CallPrim:
		return a.prim(op)
	case *ir.CallFunc:
		return []types.Static{a.callKnown(op.Func, op.Args)}
	case *ir.NewFrame:
		return []types.Static{a.callKnown(op.Func, op.Args)}
	case *ir.AwaitFrame:
		return []types.Static{a.await(a.callKnown(op.Func, op.Args))}
	case *ir.Await:
		return []types.Static{a.await(a.expr(op.X))}
	case *ir.AwaitNext:
		return []types.Static{a.awaitNext(a.expr(op.X)), types.Of(types.KBool)}
	case *ir.Yield:
		a.grow(a.yield(a.fn), a.expr(op.X))
	case *ir.YieldFrom:
		x := a.expr(op.X)
		a.grow(a.yield(a.fn), a.iterElem(x))
		a.escape(x)
	case *ir.MakeFunc:
		for _, x := range append(op.Defaults[:len(op.Defaults):len(op.Defaults)], op.KwDefaults...) {
			a.cells(x)
		}
		return []types.Static{a.function(op.Func)}
	case *ir.MakeClass:
		return []types.Static{a.makeClass(op)}
	}
	return nil
}

// awaitNext returns what awaiting the next element of the async iterator x gives.
func (a *analysis) awaitNext(x types.Static) types.Static {
	return a.ofAsync(x, func(o *types.Object, generator *ir.Func) (types.Static, bool) {
		if generator != nil {
			return a.yield(generator).S, true
		}
		s, ok := a.special("__anext__", types.ObjectOf(o))
		if !ok {
			return s, false
		}
		return a.await(s), true
	})
}

// aiter returns the async iterator of x.
func (a *analysis) aiter(x types.Static) types.Static {
	return a.ofAsync(x, func(o *types.Object, generator *ir.Func) (types.Static, bool) {
		if generator != nil {
			return types.ObjectOf(o), true
		}
		return a.special("__aiter__", types.ObjectOf(o))
	})
}

// ofAsync joins what of returns for the objects of x, with the function of those that are async
// generators; where it does not know one, that may be anything.
func (a *analysis) ofAsync(x types.Static, of func(o *types.Object, generator *ir.Func) (types.Static, bool)) types.Static {
	var out types.Static
	for _, o := range x.Objs {
		fn, ok := o.Of.(*ir.Func)
		if !ok || o.Kind != types.KCoroutine || fn.Kind != ir.AsyncGenerator {
			fn = nil
		}
		s, known := of(o, fn)
		if !known {
			a.escapeObject(o)
			s = anything
		}
		out = out.Join(s)
	}
	if x.Kinds&^types.WithObjects != 0 {
		out = out.Join(anything)
	}
	return out
}

// callKnown is a direct call.
func (a *analysis) callKnown(fn *ir.Func, args []ir.Expr) types.Static {
	if fn.Typed != nil {
		known := make([]types.Static, len(args))
		for i, x := range args {
			known[i] = a.expr(x)
			a.grow(a.cell(fn.Params[i]), known[i])
		}
		fn = Fitting(fn, known)
	}
	for i, x := range args {
		if c, ok := x.(*ir.Const); ok && c.Kind == ir.CUnbound {
			a.grow(a.cell(fn.Params[i]), anything)
			continue
		}
		a.grow(a.cell(fn.Params[i]), a.expr(x))
	}
	return a.returned(fn)
}

// returned is what a call of fn gives.
func (a *analysis) returned(fn *ir.Func) types.Static {
	if fn.Kind != ir.Plain {
		return a.coroutine(fn)
	}
	return a.result(fn).S
}

func (a *analysis) makeClass(op *ir.MakeClass) types.Static {
	c := a.classes[op.Body]
	for _, p := range op.Body.Params {
		a.grow(a.cell(p), anything)
	}
	if s := a.expr(op.Bases); !c.simple {
		a.escape(s)
	}
	if op.Keywords != nil {
		a.escape(a.expr(op.Keywords))
	}
	for _, v := range op.Body.Free {
		if v.Name == "__class__" || v.Name == "__classdict__" {
			a.grow(a.cell(v), anything)
		}
	}
	if !c.simple {
		return types.ObjectOf(c.object).Join(anything)
	}
	return types.ObjectOf(c.object)
}

// await returns what awaiting x gives.
func (a *analysis) await(x types.Static) types.Static {
	var out types.Static
	for _, o := range x.Objs {
		if fn, ok := o.Of.(*ir.Func); ok && o.Kind == types.KCoroutine && fn.Kind == ir.Coroutine {
			out = out.Join(a.result(fn).S)
			continue
		}
		if o.Kind == types.KAwaitable {
			out = out.Join(o.Elem.S)
			continue
		}
		a.escapeObject(o)
		out = out.Join(anything)
	}
	if x.Kinds&^types.WithObjects != 0 {
		out = out.Join(anything)
	}
	return out
}

// operands returns the sets of op's arguments; ready is false while nothing has reached
// one of them.
func (a *analysis) operands(op *ir.CallPrim) (args []types.Static, ready bool) {
	args = make([]types.Static, len(op.Args))
	for i, x := range op.Args {
		switch x.Rep() {
		case types.Boxed, types.Bool, types.ValuesRep:
			args[i] = a.expr(x)
			if args[i].Kinds == 0 {
				return nil, false
			}
		default:
			args[i] = anything
		}
	}
	return args, true
}

func one(s types.Static) []types.Static { return []types.Static{s} }

func (a *analysis) prim(op *ir.CallPrim) []types.Static {
	name := op.Prim.Name
	args, ready := a.operands(op)
	if !ready {
		return make([]types.Static, 4)
	}
	if k, ok := fixedResults[name]; ok {
		return one(types.Of(k))
	}
	if r, ok := a.container(name, op, args); ok {
		return r
	}
	if r, ok := a.call(name, op, args); ok {
		return r
	}
	if r, ok := a.fold(name, args); ok {
		return r
	}
	switch name {
	case "eq?", "ne?", "lt?", "le?", "gt?", "ge?", "eq", "ne", "lt", "le", "gt", "ge", "contains":
		if a.facts.compares && !(args[0].Only(plain) && args[1].Only(plain)) {
			a.escape(args...) // a special method of the program may get them
		}
	}
	switch name {
	case "str", "repr", "ascii", "format":
		if args[0].Only(plain) {
			return one(types.Of(types.KStr))
		}
		return nil
	case "loadasyncwith", "withleave", "withexit":
		if r, ok := a.asyncWith(name, args); ok {
			return r
		}
	case "print()", "piece":
		return nil
	case "truth", "contains", "eq?", "ne?", "lt?", "le?", "gt?", "ge?":
		return one(types.Of(types.KBool))
	case "neg", "pos", "invert":
		return one(unaryResult(name, args[0]))
	case "eq", "ne", "lt", "le", "gt", "ge":
		if args[0].Only(plain) && args[1].Only(plain) {
			return one(types.Of(types.KBool))
		}
		return nil
	case "raise", "raisefrom", "exceptmatch", "excvalue", "enterhandler", "enterfinally", "leavehandler", "assertfail",
		"namenotdefined", "reraise", "handled", "discard", "closediscarded", "sortedkeys", "loadbuiltin":
		if name == "raise" || name == "raisefrom" {
			a.escape(args...)
		}
		return nil
	case "classbegin", "classdelete":
		return nil
	case "classload":
		if c := a.classes[a.fn]; c != nil {
			if m := c.members[op.Args[1].(*ir.NameConst).Name]; m != nil {
				return []types.Static{m.S.Join(anything), types.Of(types.KBool)}
			}
		}
		return []types.Static{anything, types.Of(types.KBool)}
	case "classstore":
		if n, ok := op.Args[1].(*ir.NameConst); ok {
			a.store(n.Name, args[2])
		}
		return nil
	case "importmodule":
		if n, ok := op.Args[0].(*ir.NameConst); ok {
			return one(a.module(n.Name))
		}
		return nil
	case "importfrom", "getattr":
		if n, ok := op.Args[1].(*ir.NameConst); ok {
			return one(a.getAttr(args[0], n.Name))
		}
	case "setattr":
		if n, ok := op.Args[1].(*ir.NameConst); ok {
			a.setAttr(args[0], n.Name, args[2])
			return nil
		}
	case "delattr":
		return nil
	}
	if base := strings.TrimPrefix(name, inplacePrefix(name)); len(args) == 2 && binaryNames[base] {
		return one(a.binary(base, base != name, op, args))
	}
	a.escape(args...)
	return nil
}

// inplacePrefix returns "i" for the name of an in-place operation.
func inplacePrefix(name string) string {
	switch name {
	case "iadd", "isub", "imul", "imatmul", "itruediv", "ifloordiv", "imod", "ipow", "ilshift", "irshift", "ibitand", "ibitxor", "ibitor":
		return "i"
	}
	return ""
}

var binaryNames = map[string]bool{
	"add": true, "sub": true, "mul": true, "matmul": true, "truediv": true, "floordiv": true, "mod": true, "pow": true,
	"lshift": true, "rshift": true, "bitand": true, "bitxor": true, "bitor": true,
}

// fixedResults are the operations whose result is of one class whatever the arguments.
var fixedResults = map[string]types.Kinds{"concat": types.KStr, "concatpieces": types.KStr, "slice": types.KSlice}

func unaryResult(name string, x types.Static) types.Static {
	switch {
	case x.Only(integral):
		r := ints(x)
		switch name {
		case "neg":
			r = r.Neg()
		case "invert":
			r = r.Neg().Sub(types.Exactly(1))
		}
		return types.Int(r)
	case x.Only(types.KFloat) && name != "invert":
		return types.Of(types.KFloat)
	case x.Only(numeric) && name != "invert":
		return types.Of(types.KInt | types.KFloat)
	}
	return anything
}

// ints returns the interval of the ints and bools of s.
func ints(s types.Static) types.Interval {
	switch {
	case s.Kinds&integral == types.KBool:
		return types.Between(0, 1)
	case s.Kinds&types.KBool != 0:
		return s.Ints.Join(types.Between(0, 1))
	}
	return s.Ints
}

// binary returns the set of x op y.
func (a *analysis) binary(name string, inplace bool, op *ir.CallPrim, args []types.Static) types.Static {
	x, y := args[0], args[1]
	if x.Only(numeric) && y.Only(numeric) {
		return numbers(name, x, y, op.Args[1])
	}
	if s, ok := a.sequences(name, inplace, x, y); ok {
		return s
	}
	if r, ok := a.special("__"+specialName(name)+"__", x, y); ok && !inplace {
		return r
	}
	if r, ok := a.special("__r"+specialName(name)+"__", y, x); ok && !inplace && x.Only(plain) {
		return r
	}
	a.escape(args...)
	if inplace {
		return x.Join(anything)
	}
	return anything
}

// specialName is the name of an operation inside of its special method's name.
func specialName(op string) string {
	switch op {
	case "bitand", "bitor", "bitxor":
		return op[3:]
	}
	return op
}

// special returns the result of the special method of x's class, called with x and more,
// where it is known.
func (a *analysis) special(name string, x types.Static, more ...types.Static) (types.Static, bool) {
	o := x.One(types.KInstance)
	if o == nil {
		return types.Static{}, false
	}
	c := a.classes[o.Of.(*ir.Func)]
	m := c.lookup(name)
	if !c.simple || m == nil {
		return types.Static{}, false
	}
	f := m.S.One(types.KFunc)
	if f == nil {
		return types.Static{}, false
	}
	return a.callFunc(f.Of.(*ir.Func), arguments{pos: append([]types.Static{x}, more...)}), true
}

// numbers returns the set of x op y of numbers.
func numbers(name string, x, y types.Static, right ir.Expr) types.Static {
	if x.Only(integral) && y.Only(integral) {
		return integers(name, x, y, right)
	}
	switch name {
	case "add", "sub", "mul", "floordiv", "mod":
		if x.Only(types.KFloat) || y.Only(types.KFloat) {
			return types.Of(types.KFloat)
		}
		return types.Of(types.KInt | types.KFloat)
	case "truediv":
		return types.Of(types.KFloat)
	case "pow":
		if x.Only(types.KFloat) && y.Only(integral) {
			return types.Of(types.KFloat)
		}
	}
	return anything
}

func integers(name string, x, y types.Static, right ir.Expr) types.Static {
	r, s := ints(x), ints(y)
	switch name {
	case "add":
		return types.Int(r.Add(s))
	case "sub":
		return types.Int(r.Sub(s))
	case "mul":
		return types.Int(r.Mul(s))
	case "floordiv":
		return types.Int(r.FloorDiv(s))
	case "mod":
		return types.Int(r.Mod(s))
	case "truediv":
		return types.Of(types.KFloat)
	case "pow":
		if c, ok := right.(*ir.Const); ok && c.Kind == ir.CInt && c.Big == nil && c.Int >= 0 {
			if c.Int == 2 {
				return types.Int(r.Abs().Mul(r.Abs()))
			}
			return types.Of(types.KInt)
		}
		if s.NonNegative() {
			return types.Of(types.KInt)
		}
		return types.Of(types.KInt | types.KFloat)
	case "lshift":
		return types.Int(r.Shl(s))
	case "rshift":
		return types.Int(r.Shr(s))
	case "bitand", "bitor", "bitxor":
		if x.Only(types.KBool) && y.Only(types.KBool) {
			return types.Of(types.KBool)
		}
		u := r.Or(s)
		if name == "bitand" {
			u = r.And(s)
		}
		out := types.Int(u)
		if x.Kinds&types.KBool != 0 && y.Kinds&types.KBool != 0 {
			out = out.Join(types.Of(types.KBool))
		}
		return out
	}
	return anything
}

// sequences returns the set of x op y of containers and strs.
func (a *analysis) sequences(name string, inplace bool, x, y types.Static) (types.Static, bool) {
	if name == "mod" && x.Only(types.KStr) {
		return types.Of(types.KStr), true
	}
	for _, k := range []types.Kinds{types.KStr, types.KBytes} {
		if name == "add" && x.Only(k) && y.Only(k) || name == "mul" && (x.Only(k) && y.Only(integral) || x.Only(integral) && y.Only(k)) {
			return types.Of(k), true
		}
	}
	if inplace && name == "add" && x.Only(types.KList) {
		for _, o := range x.Objs {
			a.grow(o.Elem, a.iterElem(y))
		}
		return x, true
	}
	for _, k := range []types.Kinds{types.KList, types.KTuple} {
		switch {
		case name == "add" && x.Only(k) && y.Only(k):
			return a.fresh(k, a.iterElem(x).Join(a.iterElem(y))), true
		case name == "mul" && x.Only(k) && y.Only(integral):
			if inplace && k == types.KList {
				return x, true
			}
			return a.fresh(k, a.iterElem(x)), true
		case name == "mul" && x.Only(integral) && y.Only(k):
			return a.fresh(k, a.iterElem(y)), true
		}
	}
	switch name {
	case "sub", "bitand", "bitor", "bitxor":
		if x.Only(types.KSet) && y.Only(types.KSet) {
			e := a.iterElem(x).Join(a.iterElem(y))
			if inplace {
				for _, o := range x.Objs {
					a.grow(o.Elem, e)
				}
				return x, true
			}
			return a.fresh(types.KSet, e), true
		}
	}
	return types.Static{}, false
}
