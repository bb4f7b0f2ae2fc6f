package opt

import (
	"github.com/aio2go/aio2go/lower/infer"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements attributes and methods of instances of known classes, and calls
// whose target is known.

// slot returns the place of the attribute name of the instances x, nil where there is none.
func (o *optimizer) slot(k types.Static, name ir.Expr) *ir.SlotConst {
	n, ok := name.(*ir.NameConst)
	if !ok {
		return nil
	}
	class, ok := o.info.Slot(k, n.Name)
	if !ok {
		return nil
	}
	return &ir.SlotConst{Class: class, Name: n.Name}
}

func (o *optimizer) getAttr(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	k := o.info.Expr(call.Args[0])
	if list, ok := o.boundMethod(call, k, s); ok {
		return list, true
	}
	slot := o.slot(k, call.Args[1])
	if slot == nil || len(s.Dst) != 1 || s.Dst[0] == nil {
		return nil, false
	}
	quick := prim.SlotLoad
	if k.Kinds&types.KNone != 0 {
		quick = prim.SlotLoadMaybe
	}
	args := []ir.Expr{slot, call.Args[0]}
	return o.guarded(s, quick, args, prim.SlotGet, args), true
}

func (o *optimizer) setAttr(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	x, v := call.Args[0], call.Args[2]
	k, kv := o.info.Expr(x), o.info.Expr(v)
	slot := o.slot(k, call.Args[1])
	if slot == nil || o.info.Frozen(k) {
		return nil, false
	}
	if k.Kinds&types.KNone != 0 {
		// None has no attributes: the ordinary operation says so.
		failing := &ir.Let{Op: &ir.CallPrim{Prim: prim.SetAttr, Args: []ir.Expr{x, call.Args[1], o.convert(o.pure(v), types.Boxed)}}, Pos: s.Pos}
		return []ir.Stmt{&ir.If{Cond: apply(prim.IsNone, x), Then: []ir.Stmt{failing}, Else: o.storeSlot(slot, x, v, k, kv, s)}}, true
	}
	return o.storeSlot(slot, x, v, k, kv, s), true
}

// storeSlot sets the attribute slot of x, an instance, to v.
func (o *optimizer) storeSlot(slot *ir.SlotConst, x, v ir.Expr, k, kv types.Static, s *ir.Let) []ir.Stmt {
	v = o.pure(v)
	slow := []ir.Expr{slot, x, o.convert(v, types.Boxed)}
	switch attr := o.info.Attr(k, slot.Name); {
	case attr.Kinds == types.KFloat && kv.Kinds == types.KFloat:
		return o.guarded(s, prim.SlotStoreFloat, []ir.Expr{slot, x, o.convert(v, types.Float64)}, prim.SlotSet, slow)
	case attr.IsNative() && kv.IsNative():
		return o.guarded(s, prim.SlotStoreInt, []ir.Expr{slot, x, o.convert(v, types.Int64)}, prim.SlotSet, slow)
	}
	return o.guarded(s, prim.SlotStore, slow, prim.SlotSet, slow)
}

// boundMethod replaces the reading of a method that is certain to be there and that is
// only called, once: what it is a method of is kept, and the call calls a method.
func (o *optimizer) boundMethod(call *ir.CallPrim, k types.Static, s *ir.Let) ([]ir.Stmt, bool) {
	n, ok := call.Args[1].(*ir.NameConst)
	if !ok || len(s.Dst) != 1 || s.Dst[0] == nil || s.Dst[0].Kind != ir.Temp || o.calls[s.Dst[0]] != 1 || o.uses(s.Dst[0]) != 1 {
		return nil, false
	}
	if mod := o.info.Library(k); mod != "" && !o.info.Rebound(n.Name) && isQuick(mod+"."+n.Name) {
		return o.bind1(call, k, n, s.Dst[0]), true
	}
	if !o.info.HasMethod(k, n.Name) && (!k.Only(types.KInstance) || o.info.Method(k, n.Name) == nil) {
		return nil, false
	}
	return o.bind1(call, k, n, s.Dst[0]), true
}

// loadMethod does the same for a look-up whose results are called.
func (o *optimizer) loadMethod(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	n, ok := call.Args[1].(*ir.NameConst)
	k := o.info.Expr(call.Args[0])
	if !ok || len(s.Dst) != 2 || s.Dst[0] == nil || s.Dst[1] == nil || o.uses(s.Dst[0]) != 1 || o.uses(s.Dst[1]) != 1 {
		return nil, false
	}
	if mod := o.info.Library(k); mod != "" && !o.info.Rebound(n.Name) && isQuick(mod+"."+n.Name) {
		return o.bind1(call, k, n, s.Dst[0]), true
	}
	if !o.info.HasMethod(k, n.Name) && (!k.Only(types.KInstance) || o.info.Method(k, n.Name) == nil) {
		return nil, false
	}
	return o.bind1(call, k, n, s.Dst[0]), true
}

// bind1 keeps the object whose method name the variable dst stands for.
func (o *optimizer) bind1(call *ir.CallPrim, k types.Static, n *ir.NameConst, dst *ir.Var) []ir.Stmt {
	self := o.temp("self", types.Boxed)
	if r, ok := call.Args[0].(*ir.Ref); ok {
		self.Name = r.Var.Name
	}
	self.Type = k
	o.info.Note(self, k)
	o.bound[dst] = boundMethod{self, n}
	return []ir.Stmt{&ir.Assign{Dst: self, X: o.convert(o.pure(call.Args[0]), types.Boxed)}}
}

// boundMethod is a method of the value of a variable.
type boundMethod struct {
	self *ir.Var
	name *ir.NameConst
}

// callBound turns the call of a boundMethod into a call of the method.
func callBound(call *ir.CallPrim, m boundMethod) {
	call.Args = append([]ir.Expr{&ir.Ref{Var: m.self}, m.name}, call.Args[1:]...)
	switch {
	case call.Prim == prim.CallKw:
		call.Prim = prim.CallMethodKw
	case len(call.Args) <= 5:
		call.Prim = []*ir.Prim{prim.CallMethod0, prim.CallMethod1, prim.CallMethod2, prim.CallMethod3}[len(call.Args)-2]
	default:
		call.Prim = prim.CallMethodN
	}
}

// callValue replaces a call of a function or class that is known.
func (o *optimizer) callValue(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	k := o.info.Expr(call.Args[0])
	if v, ok := call.Args[0].(*ir.RuntimeVar); ok {
		return o.builtinCall(v.Prim.Name, call.Args[1:], call, s)
	}
	if r, ok := call.Args[0].(*ir.Ref); ok {
		if m, ok := o.bound[r.Var]; ok {
			callBound(call, m)
			return o.callMethod(call, s)
		}
	}
	if fn := o.info.Function(k); fn != nil {
		var cells []*ir.Var
		if r, ok := call.Args[0].(*ir.Ref); ok && len(fn.Free) > 0 && fn.Kind == ir.Plain {
			cells = o.cells(fn, r.Var)
		}
		return o.directWith(fn, cells, nil, call.Args[1:], call.Names, s)
	}
	if name := o.info.Library(k); name != "" {
		return o.library(name, call.Args[1:], call, s)
	}
	if list, ok := o.newData(k, call, s); ok {
		return list, true
	}
	init, ok := o.info.Constructor(k)
	if !ok || len(s.Dst) > 1 {
		return nil, false
	}
	self := o.temp("self", types.Boxed)
	made := &ir.Let{Dst: []*ir.Var{self}, Op: &ir.CallPrim{Prim: prim.NewInstance, Args: []ir.Expr{call.Args[0]}}, Pos: -1}
	out := []ir.Stmt{made}
	if init == nil {
		if len(call.Args) > 1 {
			return nil, false
		}
	} else {
		let := &ir.Let{Dst: []*ir.Var{nil}, Pos: s.Pos}
		list, ok := o.direct(init, &ir.Ref{Var: self}, call.Args[1:], call.Names, let)
		if !ok {
			return nil, false
		}
		out = append(out, list...)
	}
	if len(s.Dst) == 1 && s.Dst[0] != nil {
		out = append(out, &ir.Assign{Dst: s.Dst[0], X: &ir.Ref{Var: self}})
	}
	return out, true
}

// callMethod replaces a call of a method that is known.
func (o *optimizer) callMethod(call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	n, ok := call.Args[1].(*ir.NameConst)
	if !ok {
		return nil, false
	}
	x := call.Args[0]
	k := o.info.Expr(x)
	if mod := o.info.Library(k); mod != "" && !o.info.Rebound(n.Name) {
		return o.library(mod+"."+n.Name, call.Args[2:], call, s)
	}
	if list, ok := o.containerMethod(k, n.Name, call, s); ok {
		return list, true
	}
	if list, ok := o.queueMethod(k, n.Name, call, s); ok {
		return list, true
	}
	if list, ok := o.syncMethod(k, n.Name, call, s); ok {
		return list, true
	}
	fn := o.info.Method(k, n.Name)
	if fn == nil {
		return nil, false
	}
	if k.Kinds&types.KNone == 0 {
		return o.direct(fn, x, call.Args[2:], call.Names, s)
	}
	// None has no such method: the ordinary call says so.
	other := *s
	other.Dst = append([]*ir.Var{}, s.Dst...)
	list, ok := o.direct(fn, x, call.Args[2:], call.Names, s)
	if !ok {
		return nil, false
	}
	o.args(call)
	failing := o.bind(nil, &other, resultReps(call))
	return []ir.Stmt{&ir.If{Cond: apply(prim.IsNone, x), Then: failing, Else: list}}, true
}

// direct calls fn with self, if not nil, and args, the last of which are those of the
// keywords; ok is false where the arguments do not fit.
func (o *optimizer) direct(fn *ir.Func, self ir.Expr, args []ir.Expr, names []string, s *ir.Let) ([]ir.Stmt, bool) {
	return o.directWith(fn, nil, self, args, names, s)
}

// cells returns the variables of the current function that hold the cells of fn, which is
// the value of v: the cells are those of v's own activation. It returns nil where they are
// not at hand.
func (o *optimizer) cells(fn *ir.Func, v *ir.Var) []*ir.Var {
	owner, ok := o.info.Definer(v, fn)
	if !ok || owner != fn.Parent {
		return nil
	}
	var list []*ir.Var
	for _, free := range fn.Free {
		found := o.info.CellIn(o.fn, free)
		if found == nil {
			return nil
		}
		list = append(list, found)
	}
	return list
}

// directWith is direct for a function with cells.
func (o *optimizer) directWith(fn *ir.Func, cells []*ir.Var, self ir.Expr, args []ir.Expr, names []string, s *ir.Let) ([]ir.Stmt, bool) {
	if len(fn.Free) > 0 && cells == nil || fn.VarArgs || fn.VarKeywords || len(s.Dst) > 1 {
		return nil, false
	}
	switch fn.Kind {
	case ir.Plain:
	case ir.Coroutine, ir.Generator, ir.AsyncGenerator:
		if o.info.Rebound("__name__") || o.info.Rebound("__qualname__") {
			return nil, false // the object is called as the function is then
		}
	default:
		return nil, false
	}
	n := fn.Pos + fn.KwOnly
	bound := make([]ir.Expr, n)
	var pos []ir.Expr
	if self != nil {
		pos = append(pos, self)
	}
	pos = append(pos, args[:len(args)-len(names)]...)
	if len(pos) > fn.Pos {
		return nil, false
	}
	copy(bound, pos)
keywords:
	for i, name := range names {
		for j := fn.PosOnly; j < n; j++ {
			if fn.Params[j].Name == name && bound[j] == nil {
				bound[j] = args[len(args)-len(names)+i]
				continue keywords
			}
		}
		return nil, false
	}
	for i, x := range bound {
		if x != nil {
			continue
		}
		if bound[i] = o.defaultOf(fn, i); bound[i] == nil {
			return nil, false
		}
	}
	fn = o.fitting(fn, bound)
	if fn.Kind == ir.Plain {
		s.Op = &ir.CallFunc{Func: fn, Args: bound, Cells: cells}
	} else {
		s.Op = &ir.NewFrame{Func: fn, Args: bound}
	}
	o.args(s.Op)
	return o.bind(nil, s, resultReps(s.Op)), true
}

// fitting returns the copy of fn that expects such arguments, or fn.
func (o *optimizer) fitting(fn *ir.Func, args []ir.Expr) *ir.Func {
	if fn.Typed == nil {
		return fn
	}
	known := make([]types.Static, len(args))
	for i, x := range args {
		known[i] = o.info.Expr(x)
	}
	return infer.Fitting(fn, known)
}

// defaultOf returns the default of parameter i of fn if it is a constant.
func (o *optimizer) defaultOf(fn *ir.Func, i int) ir.Expr {
	made := o.info.Made(fn)
	if made == nil || o.info.Rebound("__defaults__") || o.info.Rebound("__kwdefaults__") {
		return nil
	}
	var x ir.Expr
	if i < fn.Pos {
		if d := i - (fn.Pos - len(made.Defaults)); d >= 0 {
			x = made.Defaults[d]
		}
	} else {
		for k, name := range made.KwNames {
			if name == fn.Params[i].Name {
				x = made.KwDefaults[k]
			}
		}
	}
	if c, ok := x.(*ir.Const); ok {
		return c
	}
	return nil
}

// builtinCall replaces the call of a builtin on known operands.
func (o *optimizer) builtinCall(name string, args []ir.Expr, call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	if len(s.Dst) != 1 || s.Dst[0] == nil || len(call.Names) > 0 {
		return nil, false
	}
	switch {
	case (name == "min" || name == "max") && len(args) >= 2:
		return o.extreme(name, args, s)
	case name == "abs" && len(args) == 1:
		switch k := o.info.Expr(args[0]); {
		case k.Only(types.KFloat):
			return o.assign(s, apply(prim.FloatAbs, o.convert(o.pure(args[0]), types.Float64))), true
		case k.IsNative() && !k.Ints.Abs().Big:
			return o.assign(s, apply(prim.IntAbs, o.convert(o.pure(args[0]), types.Int64))), true
		}
	case name == "int" && len(args) == 1:
		switch k := o.info.Expr(args[0]); {
		case k.Only(types.KInt):
			return o.assign(s, o.pure(args[0])), true
		case k.Only(types.KFloat):
			return o.quickFloat(prim.TruncQuick, args[:1], call, s)
		}
	case name == "float" && len(args) == 1:
		switch k := o.info.Expr(args[0]); {
		case k.Only(types.KFloat):
			return o.assign(s, o.pure(args[0])), true
		case k.Only(types.KInt):
			var out []ir.Stmt
			x := o.float(&out, o.pure(args[0]), k, s.Pos)
			return append(out, o.assign(s, x)...), true
		}
	}
	return nil, false
}

// extreme replaces min and max of several values without a key.
func (o *optimizer) extreme(name string, args []ir.Expr, s *ir.Let) ([]ir.Stmt, bool) {
	ints, floats := true, true
	for _, x := range args {
		k := o.info.Expr(x)
		ints = ints && k.IsNative()
		floats = floats && k.Only(types.KFloat)
	}
	few, float, native := prim.Min, prim.FloatMin, prim.IntMin
	if name == "max" {
		few, float, native = prim.Max, prim.FloatMax, prim.IntMax
	}
	fold := func(p *ir.Prim, rep types.Rep) []ir.Stmt {
		x := o.convert(o.pure(args[0]), rep)
		for _, y := range args[1:] {
			x = apply(p, x, o.convert(o.pure(y), rep))
		}
		return o.assign(s, x)
	}
	switch {
	case ints:
		return fold(native, types.Int64), true
	case floats:
		return fold(float, types.Float64), true
	case len(args) > 3:
		return nil, false
	}
	call := &ir.CallPrim{Prim: few, Args: append([]ir.Expr{}, args...)}
	if len(args) == 2 {
		call.Args = append(call.Args, &ir.Const{Kind: ir.CUnbound, R: types.Boxed})
	}
	s.Op = call
	o.args(call)
	return o.bind(nil, s, few.Results), true
}

// roundings are functions of math that have a quick form as those of prim.MathQuick, but
// math.floor and math.ceil for floats alone.
var roundings = map[string]*ir.Prim{"math.sqrt": prim.SqrtQuick, "math.floor": prim.FloorQuick, "math.ceil": prim.CeilQuick}

// isQuick reports whether library may replace the call of a function of the library, which is
// there and does not look at what runs between its look-up and its call.
func isQuick(name string) bool { return prim.MathQuick[name] != nil || roundings[name] != nil }

// library replaces the call of a function of the library on known operands.
func (o *optimizer) library(name string, args []ir.Expr, call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	if len(s.Dst) != 1 || s.Dst[0] == nil || len(call.Names) > 0 {
		return nil, false
	}
	if quick := prim.MathQuick[name]; quick != nil {
		if len(args) != len(quick.Params) {
			return nil, false
		}
		for _, x := range args {
			if k := o.info.Expr(x); !k.Only(types.KFloat) && !(k.IsNative() && k.Ints.Within(-1<<53, 1<<53)) {
				return nil, false
			}
		}
		return o.quickFloat(quick, args, call, s)
	}
	if len(args) != 1 {
		return nil, false
	}
	if name == "asyncio.sleep" && o.info.Library(o.info.Expr(call.Args[0])) == "asyncio" {
		// The operation finds out whether that is what it was.
		s.Op = &ir.CallPrim{Prim: prim.Sleep, Args: []ir.Expr{call.Args[0], args[0]}}
		o.args(s.Op)
		return o.bind(nil, s, prim.Sleep.Results), true
	}
	quick := roundings[name]
	k := o.info.Expr(args[0])
	if quick == nil || !(k.Only(types.KFloat) || k.IsNative() && k.Ints.Within(-1<<53, 1<<53) && name == "math.sqrt") {
		return nil, false
	}
	return o.quickFloat(quick, args, call, s)
}

// quickFloat runs quick on the floats args, and otherwise the call as it is.
func (o *optimizer) quickFloat(quick *ir.Prim, args []ir.Expr, call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	var out []ir.Stmt
	floats := make([]ir.Expr, len(args))
	for i, x := range args {
		floats[i] = o.float(&out, o.pure(x), o.info.Expr(x), s.Pos)
	}
	o.args(call)
	return append(out, o.either(s, quick, floats, func(dst *ir.Var) []ir.Stmt {
		return o.bind(nil, &ir.Let{Dst: []*ir.Var{dst}, Op: call, Pos: s.Pos}, resultReps(call))
	})...), true
}

// containerMethod replaces the call of a method of an exact list, dict or set.
func (o *optimizer) containerMethod(k types.Static, name string, call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	if len(call.Names) > 0 {
		return nil, false
	}
	used := len(s.Dst) == 1 && s.Dst[0] != nil && o.uses(s.Dst[0]) > 0
	args := append([]ir.Expr{call.Args[0]}, call.Args[2:]...)
	run := func(p *ir.Prim, pos int, args ...ir.Expr) ([]ir.Stmt, bool) {
		let := &ir.Let{Op: &ir.CallPrim{Prim: p, Args: args}, Pos: pos}
		o.args(let.Op)
		if len(p.Results) == 0 {
			return []ir.Stmt{let}, true
		}
		let.Dst = s.Dst
		return o.bind(nil, let, p.Results), true
	}
	switch {
	case k.Only(types.KList) && name == "append" && len(args) == 2 && !used:
		return run(prim.ListAppend, -1, args...)
	case k.Only(types.KList) && name == "pop" && len(args) == 1:
		o.args(call)
		return o.either(s, prim.ListPop, []ir.Expr{o.convert(o.pure(args[0]), types.Boxed)}, func(dst *ir.Var) []ir.Stmt {
			return o.bind(nil, &ir.Let{Dst: []*ir.Var{dst}, Op: call, Pos: s.Pos}, resultReps(call))
		}), true
	case k.Only(types.KSet) && name == "add" && len(args) == 2 && !used:
		return run(prim.SetAdd, s.Pos, args...)
	case k.Only(types.KDict) && name == "get" && len(args) == 2:
		return run(prim.DictGet, s.Pos, args[0], args[1], &ir.Const{Kind: ir.CNone, R: types.Boxed})
	case k.Only(types.KDict) && name == "get" && len(args) == 3:
		return run(prim.DictGet, s.Pos, args...)
	case k.Only(types.KDict) && name == "setdefault" && len(args) == 3:
		if p := o.takeEmpty(args[2]); p != nil {
			return run(p, s.Pos, args[:2]...)
		}
	}
	return nil, false
}

// newData replaces a call of a data class whose arguments fit.
func (o *optimizer) newData(k types.Static, call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	fields, ok := o.info.DataFields(k)
	if !ok || len(s.Dst) > 1 {
		return nil, false
	}
	n := len(call.Args) - len(call.Names)
	if n-1 > len(fields) {
		return nil, false
	}
	values := make([]ir.Expr, len(fields))
	copy(values, call.Args[1:n])
keywords:
	for i, name := range call.Names {
		for j, f := range fields {
			if f.Name == name && values[j] == nil {
				values[j] = call.Args[n+i]
				continue keywords
			}
		}
		return nil, false
	}
	self := o.temp("self", types.Boxed)
	inst := o.info.InstanceOf(k)
	o.info.Note(self, inst)
	out := []ir.Stmt{&ir.Let{Dst: []*ir.Var{self}, Op: &ir.CallPrim{Prim: prim.NewInstance, Args: []ir.Expr{call.Args[0]}}, Pos: -1}}
	for i, f := range fields {
		x := values[i]
		switch {
		case x != nil:
		case f.Factory != nil:
			p := map[bool]*ir.Prim{isBuiltin(f.Factory, "list"): prim.ListV, isBuiltin(f.Factory, "dict"): prim.DictBuild, isBuiltin(f.Factory, "set"): prim.SetBuild}[true]
			if p == nil {
				return nil, false
			}
			t := o.temp(f.Name, types.Boxed)
			out = append(out, &ir.Let{Dst: []*ir.Var{t}, Op: &ir.CallPrim{Prim: p}, Pos: s.Pos})
			x = &ir.Ref{Var: t}
		default:
			c, ok := f.Default.(*ir.Const)
			if !ok {
				return nil, false
			}
			x = c
		}
		slot := o.slot(inst, &ir.NameConst{Name: f.Name})
		if slot == nil {
			return nil, false
		}
		kv := o.info.Expr(x)
		out = append(out, o.storeSlot(slot, &ir.Ref{Var: self}, x, inst, kv, &ir.Let{Pos: s.Pos})...)
	}
	if len(s.Dst) == 1 && s.Dst[0] != nil {
		out = append(out, &ir.Assign{Dst: s.Dst[0], X: &ir.Ref{Var: self}})
	}
	return out, true
}
