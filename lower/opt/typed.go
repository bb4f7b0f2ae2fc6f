package opt

import (
	"math"
	"strings"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the replacement of operations on known classes, and the
// conversions where representations meet.

// list rewrites statements.
func (o *optimizer) list(list []ir.Stmt) []ir.Stmt {
	out := make([]ir.Stmt, 0, len(list))
	for i, s := range list {
		switch s := s.(type) {
		case *ir.Let:
			if !o.dropped[s] && !o.fuseSlice(s, list[i+1:]) && !o.fuseTuples(s, list[i+1:]) {
				o.noteEmpty(s)
				out = o.let(out, s)
			}
			continue
		case *ir.Assign:
			s.X = o.convert(o.pure(s.X), dstRep(s.Dst))
		case *ir.If:
			s.Cond = o.pure(s.Cond)
			s.Then, s.Else = o.list(s.Then), o.list(s.Else)
		case *ir.Loop:
			s.Body = o.list(s.Body)
		case *ir.Block:
			s.Body = o.list(s.Body)
		case *ir.Try:
			s.Body, s.Handler = o.list(s.Body), o.list(s.Handler)
		case *ir.Return:
			s.X = o.convert(o.pure(s.X), o.fn.Result)
		}
		out = append(out, s)
	}
	return o.withoutEmpties(out)
}

// dstRep is the representation that an assignment to v needs.
func dstRep(v *ir.Var) types.Rep { return v.Rep }

// constant returns the constant that x, a temporary, turned out to be, else x.
func (o *optimizer) constant(x ir.Expr) ir.Expr {
	if r, ok := x.(*ir.Ref); ok && o.consts[r.Var] != nil {
		return o.consts[r.Var]
	}
	return x
}

// pure gives the arguments inside x the representations that its operations ask for.
func (o *optimizer) pure(x ir.Expr) ir.Expr {
	p, ok := x.(*ir.Pure)
	if !ok {
		return o.constant(x)
	}
	args := make([]ir.Expr, len(p.Args))
	for i, a := range p.Args {
		a = o.pure(a)
		if p.Prim.Name == "frombool" && a.Rep() == types.Boxed {
			return a
		}
		args[i] = o.convert(a, param(p.Prim, i))
	}
	if p.Prim.Name == "none?" && len(args) == 1 {
		if s := o.info.Expr(p.Args[0]); s.Kinds&types.KNone == 0 {
			return boolConst(false)
		}
	}
	return &ir.Pure{Prim: p.Prim, Args: args}
}

// param returns the representation of argument i of p.
func param(p *ir.Prim, i int) types.Rep {
	reps := p.Params
	n := 0
	for _, r := range reps {
		if r == types.NamesRep && (p.Form == ir.FormSlice || len(reps) > 0) {
			continue
		}
		if r == types.ValuesRep && p.Form == ir.FormSlice {
			return types.Boxed
		}
		if n == i {
			return r
		}
		n++
	}
	for k := len(reps) - 1; k >= 0; k-- {
		if reps[k] != types.NamesRep {
			return reps[k]
		}
	}
	return types.Boxed
}

// convert returns x in another representation. Only values whose class is proved are
// taken out of their box.
func (o *optimizer) convert(x ir.Expr, rep types.Rep) ir.Expr {
	from := x.Rep()
	if from == rep {
		return x
	}
	c, isConst := x.(*ir.Const)
	switch {
	case rep == types.Boxed && from == types.Float64:
		if isConst {
			return &ir.Const{Kind: ir.CFloat, Float: c.Float, R: types.Boxed}
		}
		return apply(prim.BoxFloat, x)
	case rep == types.Boxed && from == types.Bool:
		if isConst {
			return &ir.Const{Kind: c.Kind, R: types.Boxed}
		}
		return apply(prim.FromBool, x)
	case rep == types.Boxed && from == types.Int64:
		if isConst {
			return &ir.Const{Kind: ir.CInt, Int: c.Int, R: types.Boxed}
		}
		return apply(prim.BoxInt, x)
	case rep == types.Int64 && from == types.Boxed:
		if isConst && c.Kind == ir.CInt && c.Big == nil {
			return intConst(c.Int)
		}
		if p, ok := x.(*ir.Pure); ok && p.Prim == prim.BoxInt {
			return p.Args[0]
		}
		return apply(prim.UnboxInt, x)
	case rep == types.Float64 && from == types.Boxed:
		if isConst && c.Kind == ir.CFloat {
			return &ir.Const{Kind: ir.CFloat, Float: c.Float, R: types.Float64}
		}
		return apply(prim.UnboxFloat, x)
	case rep == types.Bool && from == types.Boxed:
		if isConst {
			return boolConst(c.Kind == ir.CTrue)
		}
		return apply(prim.UnboxBool, x)
	}
	if from != types.Boxed && rep != types.Boxed {
		// A branch that is never taken, as the classes of its operands tell: x if
		// isinstance(a, bool) where a is an int that is none.
		return o.convert(o.convert(x, types.Boxed), rep)
	}
	return x
}

func apply(p *ir.Prim, args ...ir.Expr) ir.Expr { return &ir.Pure{Prim: p, Args: args} }

func boolConst(v bool) ir.Expr {
	if v {
		return &ir.Const{Kind: ir.CTrue, R: types.Bool}
	}
	return &ir.Const{Kind: ir.CFalse, R: types.Bool}
}

// let rewrites an operation and appends it to out.
func (o *optimizer) let(out []ir.Stmt, s *ir.Let) []ir.Stmt {
	if call, ok := s.Op.(*ir.CallPrim); ok {
		if list, ok := o.typed(call, s); ok {
			return append(out, list...)
		}
	}
	if await, ok := s.Op.(*ir.Await); ok {
		if list, ok := o.awaitSettled(await.X, s); ok {
			return append(out, list...)
		}
	}
	if call, ok := s.Op.(*ir.CallFunc); ok {
		call.Func = o.fitting(call.Func, call.Args)
	}
	o.args(s.Op)
	return o.bind(out, s, resultReps(s.Op))
}

// bind appends s, by way of temporaries where a variable has another representation than
// the result.
func (o *optimizer) bind(out []ir.Stmt, s *ir.Let, reps []types.Rep) []ir.Stmt {
	var after []ir.Stmt
	for i, v := range s.Dst {
		if v == nil || i >= len(reps) || v.Rep == reps[i] {
			continue
		}
		t := o.temp(v.Name, reps[i])
		after = append(after, &ir.Assign{Dst: v, X: o.convert(&ir.Ref{Var: t}, v.Rep)})
		s.Dst[i] = t
	}
	return append(append(out, s), after...)
}

func (o *optimizer) temp(name string, rep types.Rep) *ir.Var {
	t := &ir.Var{Name: name, Kind: ir.Temp, Func: o.fn, Rep: rep, Type: types.Any}
	o.fn.Locals = append(o.fn.Locals, t)
	return t
}

// args converts the arguments of op in place.
func (o *optimizer) args(op ir.Op) {
	each := func(list []ir.Expr, rep func(i int) types.Rep) {
		for i, x := range list {
			list[i] = o.convert(o.pure(x), rep(i))
		}
	}
	boxed := func(int) types.Rep { return types.Boxed }
	one := func(x *ir.Expr) { *x = o.convert(o.pure(*x), types.Boxed) }
	switch op := op.(type) {
	case *ir.CallPrim:
		each(op.Args, func(i int) types.Rep { return param(op.Prim, i) })
	case *ir.CallFunc:
		each(op.Args, func(i int) types.Rep { return op.Func.Params[i].Rep })
	case *ir.NewFrame:
		op.Func = o.fitting(op.Func, op.Args)
		each(op.Args, func(i int) types.Rep { return op.Func.Params[i].Rep })
	case *ir.AwaitFrame:
		op.Func = o.fitting(op.Func, op.Args)
		each(op.Args, func(i int) types.Rep { return op.Func.Params[i].Rep })
	case *ir.MakeFunc:
		each(op.Defaults, boxed)
		each(op.KwDefaults, boxed)
		if op.TypeParams != nil {
			one(&op.TypeParams)
		}
	case *ir.MakeClass:
		one(&op.Bases)
		if op.Keywords != nil {
			one(&op.Keywords)
		}
	case *ir.Await:
		one(&op.X)
	case *ir.AwaitNext:
		one(&op.X)
	case *ir.Yield:
		one(&op.X)
	case *ir.YieldFrom:
		one(&op.X)
	}
}

// resultReps returns the representations of op's results.
func resultReps(op ir.Op) []types.Rep {
	switch op := op.(type) {
	case *ir.CallPrim:
		return op.Prim.Results
	case *ir.CallFunc:
		return []types.Rep{op.Func.Result}
	case *ir.AwaitNext:
		return []types.Rep{types.Boxed, types.Bool}
	}
	return []types.Rep{types.Boxed}
}

// typed returns the statements that replace a primitive on operands of known classes.
func (o *optimizer) typed(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	name := call.Prim.Name
	if list, ok := o.objects(name, call, s); ok {
		return list, true
	}
	if len(s.Dst) != 1 || s.Dst[0] == nil {
		return nil, false
	}
	switch len(call.Args) {
	case 1:
		return o.unary(name, call.Args[0], s)
	case 2:
		base := strings.TrimSuffix(name, "?")
		if p, ok := inplace[base]; ok {
			base = p
		}
		return o.binary(base, call.Args[0], call.Args[1], s)
	}
	return nil, false
}

// inplace maps in-place operations to the operations that they are for numbers and strs.
var inplace = map[string]string{
	"iadd": "add", "isub": "sub", "imul": "mul", "itruediv": "truediv", "ifloordiv": "floordiv", "imod": "mod",
	"ilshift": "lshift", "irshift": "rshift", "ibitand": "bitand", "ibitor": "bitor", "ibitxor": "bitxor",
}

func (o *optimizer) unary(name string, x ir.Expr, s *ir.Let) ([]ir.Stmt, bool) {
	k := o.info.Expr(x)
	x = o.pure(x)
	switch {
	case name == "truth" && k.Only(types.KBool):
		return o.assign(s, o.convert(x, types.Bool)), true
	case name == "truth" && k.Only(types.KNone):
		return o.assign(s, boolConst(false)), true
	case name == "truth" && k.IsNative():
		return o.assign(s, apply(prim.NativeCompare["ne"], o.convert(x, types.Int64), intConst(0))), true
	case name == "truth" && k.Only(types.KInt):
		return o.assign(s, apply(prim.IntTruth, o.convert(x, types.Boxed))), true
	case name == "truth" && containerTruth(k) != nil:
		s.Pos = -1
		return o.replace(s, containerTruth(k), o.convert(x, types.Boxed)), true
	case name == "truth" && k.Only(types.KFloat):
		return o.assign(s, apply(prim.FloatInfix["ne"], o.convert(x, types.Float64), &ir.Const{Kind: ir.CFloat, R: types.Float64})), true
	case name == "truth" && k.Only(types.KNone|types.KInstance) && o.info.AlwaysTrue(k):
		if k.Kinds&types.KNone == 0 {
			return o.assign(s, boolConst(true)), true
		}
		return o.assign(s, apply(prim.NotBool, apply(prim.IsNone, x))), true
	case name == "neg" && k.Only(types.KFloat):
		if c, ok := x.(*ir.Const); ok {
			return o.assign(s, &ir.Const{Kind: ir.CFloat, Float: -c.Float, R: types.Float64}), true
		}
		return o.assign(s, apply(prim.FloatNeg, o.convert(x, types.Float64))), true
	case name == "neg" && k.IsNative() && !k.Ints.Neg().Big:
		if c := exact(k.Ints.Neg()); c != nil {
			return o.assign(s, c), true
		}
		if c, ok := x.(*ir.Const); ok && c.Big == nil {
			return o.assign(s, intConst(-c.Int)), true // Go's own minus would be of a constant
		}
		return o.assign(s, apply(prim.IntNeg, o.convert(x, types.Int64))), true
	}
	return nil, false
}

// containerTruth is the truth of values of one class that is that of their length, nil for
// others.
func containerTruth(k types.Static) *ir.Prim {
	switch k.Kinds {
	case types.KList:
		return prim.ListTruth
	case types.KDict:
		return prim.DictTruth
	case types.KSet:
		return prim.SetTruth
	case types.KStr:
		return prim.StrTruth
	}
	return nil
}

// intConst is a native int.
func intConst(i int64) *ir.Const { return &ir.Const{Kind: ir.CInt, Int: i, R: types.Int64} }

// exact returns the only int of the interval as a constant, nil where there are several.
func exact(r types.Interval) ir.Expr {
	if r.Big || r.Lo != r.Hi || r.Lo < -1<<61 || r.Hi > 1<<61 {
		return nil
	}
	return intConst(r.Lo)
}

func (o *optimizer) binary(name string, x, y ir.Expr, s *ir.Let) ([]ir.Stmt, bool) {
	kx, ky := o.info.Expr(x), o.info.Expr(y)
	x, y = o.pure(x), o.pure(y)
	if kx.Only(types.KBool) != ky.Only(types.KBool) || !bitwise[name] && kx.Only(types.KBool) && name != "eq" && name != "ne" {
		x, kx = o.number(x, kx)
		y, ky = o.number(y, ky)
	}
	switch {
	case kx.Only(types.KInt) && ky.Only(types.KInt):
		return o.ints(name, x, y, kx, ky, s)
	case kx.Only(types.KFloat) && ky.Only(types.KFloat), kx.Only(types.KFloat) && ky.Only(types.KInt), kx.Only(types.KInt) && ky.Only(types.KFloat):
		return o.floats(name, x, y, kx, ky, s)
	case kx.Only(types.KStr) && ky.Only(types.KStr):
		switch name {
		case "add":
			return o.assign(s, apply(prim.StrConcat, x, y)), true
		case "eq":
			return o.assign(s, apply(prim.StrEq, x, y)), true
		case "ne":
			return o.assign(s, apply(prim.NotBool, apply(prim.StrEq, x, y))), true
		}
	}
	return nil, false
}

// bitwise are the operations whose result for two bools is a bool.
var bitwise = map[string]bool{"bitand": true, "bitor": true, "bitxor": true}

// number returns x as the int that it is where it is a bool.
func (o *optimizer) number(x ir.Expr, k types.Static) (ir.Expr, types.Static) {
	if !k.Only(types.KBool) {
		return x, k
	}
	one := types.Int(types.Between(0, 1))
	if c, ok := x.(*ir.Const); ok {
		if c.Kind == ir.CTrue {
			return intConst(1), types.Int(types.Exactly(1))
		}
		return intConst(0), types.Int(types.Exactly(0))
	}
	return apply(prim.IntOfBool, o.convert(x, types.Bool)), one
}

// exactFloat reports whether the numbers of k are all floats, or ints that a float is
// equal to.
func exactFloat(k types.Static) bool { return k.Kinds == types.KFloat || k.Ints.Within(-1<<53, 1<<53) }

// floats replaces an operation on floats, or on a float and an int. Comparisons of a
// float with an int stay as they are where the int may be large: they are exact, which a
// conversion is not.
func (o *optimizer) floats(name string, x, y ir.Expr, kx, ky types.Static, s *ir.Let) ([]ir.Stmt, bool) {
	if name == "pow" && kx.Kinds == types.KFloat && ky.Kinds&^types.KInt&^types.KFloat == 0 && ky.Kinds != types.KInt|types.KFloat {
		if ky.Kinds == types.KInt && !ky.Ints.Within(-1<<53, 1<<53) || ky.Kinds == types.KFloat && s.Dst[0].Rep != types.Float64 {
			return nil, false
		}
		var out []ir.Stmt
		a, b := o.float(&out, x, kx, s.Pos), o.float(&out, y, ky, s.Pos)
		slow := []ir.Expr{o.convert(x, types.Boxed), o.convert(y, types.Boxed)}
		return append(out, o.guarded(s, prim.FloatPower, []ir.Expr{a, b}, prim.Power, slow)...), true
	}
	infix, raising := prim.FloatInfix[name], prim.FloatRaising[name]
	if infix == nil && raising == nil {
		return nil, false
	}
	if infix != nil && infix.Results[0] == types.Bool && !(exactFloat(kx) && exactFloat(ky)) {
		return nil, false
	}
	var out []ir.Stmt
	x, y = o.float(&out, x, kx, s.Pos), o.float(&out, y, ky, s.Pos)
	if c, ok := y.(*ir.Const); ok && c.Float != 0 && name == "truediv" {
		if _, both := x.(*ir.Const); !both {
			return append(out, o.assign(s, apply(prim.FloatQuotient, x, y))...), true
		}
	}
	if raising != nil {
		return append(out, o.replace(s, raising, x, y)...), true
	}
	if a, ok := x.(*ir.Const); ok {
		if b, ok := y.(*ir.Const); ok {
			// Go would compute it exactly, not in float64.
			c := fold(name, a.Float, b.Float)
			if c == nil {
				return nil, false
			}
			return append(out, o.assign(s, c)...), true
		}
	}
	return append(out, o.assign(s, apply(infix, x, y))...), true
}

// float returns x, a float or an int, as a native float; what has to be done before goes
// to out.
func (o *optimizer) float(out *[]ir.Stmt, x ir.Expr, k types.Static, pos int) ir.Expr {
	if k.Only(types.KFloat) {
		return o.convert(x, types.Float64)
	}
	if c, ok := x.(*ir.Const); ok && c.Big == nil && c.Int < 1<<53 && c.Int > -1<<53 {
		return &ir.Const{Kind: ir.CFloat, Float: float64(c.Int), R: types.Float64}
	}
	if x.Rep() == types.Int64 {
		return apply(prim.FloatOfInt64, x)
	}
	let := &ir.Let{Dst: []*ir.Var{o.temp("float", types.Float64)}, Pos: pos}
	boxed := o.convert(x, types.Boxed)
	*out = append(*out, o.guarded(let, prim.FloatOfSmall, []ir.Expr{boxed}, prim.FloatOfInt, []ir.Expr{boxed})...)
	return &ir.Ref{Var: let.Dst[0]}
}

// fold computes an operation on two float constants; nil where the result is no number
// that a constant can be.
func fold(name string, x, y float64) ir.Expr {
	var f float64
	switch name {
	case "add":
		f = x + y
	case "sub":
		f = x - y
	case "mul":
		f = x * y
	case "eq":
		return boolConst(x == y)
	case "ne":
		return boolConst(x != y)
	case "lt":
		return boolConst(x < y)
	case "le":
		return boolConst(x <= y)
	case "gt":
		return boolConst(x > y)
	case "ge":
		return boolConst(x >= y)
	default:
		return nil
	}
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return nil
	}
	return &ir.Const{Kind: ir.CFloat, Float: f, R: types.Float64}
}

// assign assigns a simple expression to the Let's variable.
func (o *optimizer) assign(s *ir.Let, x ir.Expr) []ir.Stmt {
	return []ir.Stmt{&ir.Assign{Dst: s.Dst[0], X: o.convert(x, s.Dst[0].Rep)}}
}

// replace runs another primitive in the place of s.
func (o *optimizer) replace(s *ir.Let, p *ir.Prim, args ...ir.Expr) []ir.Stmt {
	s.Op = &ir.CallPrim{Prim: p, Args: args}
	return o.bind(nil, s, p.Results)
}
