package infer

import (
	"strings"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements calls: of functions and classes of the program by way of their
// objects, and of methods.

// arguments are those of a call.
type arguments struct {
	pos   []types.Static
	names []string
	kw    []types.Static
}

func (args arguments) all() []types.Static {
	return append(args.pos[:len(args.pos):len(args.pos)], args.kw...)
}

// keyword returns the argument of a keyword.
func (args arguments) keyword(name string) (types.Static, bool) {
	for i, n := range args.names {
		if n == name {
			return args.kw[i], true
		}
	}
	return types.Static{}, false
}

func newArguments(op *ir.CallPrim, list []types.Static) arguments {
	n := len(list) - len(op.Names)
	return arguments{pos: list[:n:n], names: op.Names, kw: list[n:]}
}

// call returns the results of a primitive that calls; ok is false for others.
func (a *analysis) call(name string, op *ir.CallPrim, args []types.Static) ([]types.Static, bool) {
	switch name {
	case "call0", "call1", "call2", "call3", "calln", "callkw":
		in := newArguments(op, args[1:])
		if v, ok := op.Args[0].(*ir.RuntimeVar); ok {
			return one(a.builtin(v.Prim.Name, in)), true
		}
		return one(a.callValue(args[0], in)), true
	case "callmethod0", "callmethod1", "callmethod2", "callmethod3", "callmethodn", "callmethodkw":
		n := op.Args[1].(*ir.NameConst)
		return one(a.callMethod(args[0], n.Name, newArguments(op, args[2:]), op.Args[0])), true
	case "loadmethod":
		n := op.Args[1].(*ir.NameConst)
		return []types.Static{a.method(args[0], n.Name), anything}, true
	case "invoke0", "invoke1", "invoke2", "invoke3", "invoken", "invokekw":
		return one(a.callValue(args[0], newArguments(op, args[2:]))), true
	case "callex", "starargs":
		a.escape(args...)
		for _, s := range args {
			a.escapeContents(s)
		}
		return one(anything), true
	case "super":
		return one(a.super(args[1])), true
	case "superattr":
		return one(a.getAttr(a.super(args[1]), op.Args[2].(*ir.NameConst).Name)), true
	case "supermethod":
		return []types.Static{a.method(a.super(args[1]), op.Args[2].(*ir.NameConst).Name), anything}, true
	}
	if strings.HasSuffix(name, "()") {
		for len(args) > 0 && isUnbound(op.Args[len(args)-1]) {
			args = args[:len(args)-1]
		}
		if name == "getattr()" {
			attr, _ := strConst(op.Args[1])
			return one(a.getAttr(args[0], attr).Join(join(args[2:]))), true
		}
		if name == "setattr()" {
			attr, _ := strConst(op.Args[1])
			a.setAttr(args[0], attr, args[2])
			return one(types.Of(types.KNone)), true
		}
		return one(a.builtin(strings.TrimSuffix(name, "()"), arguments{pos: args})), true
	}
	return nil, false
}

func isUnbound(x ir.Expr) bool {
	c, ok := x.(*ir.Const)
	return ok && c.Kind == ir.CUnbound
}

// escapeContents says that the elements of s go anywhere.
func (a *analysis) escapeContents(s types.Static) { a.escape(s) }

// super returns super() in the current function.
func (a *analysis) super(self types.Static) types.Static {
	body := a.fn.Parent
	for body != nil && body.Kind != ir.ClassBody {
		body = body.Parent
	}
	if body == nil || a.classes[body] == nil || !a.classes[body].simple || a.open[body] && a.classes[body].open {
		a.escape(self)
		return anything
	}
	o := a.object(site{body, 4}, types.KSuper)
	o.Of = body
	if o.Elem == nil {
		o.Elem = &types.Cell{}
	}
	a.grow(o.Elem, self)
	return types.ObjectOf(o)
}

// callValue returns what calling f gives.
func (a *analysis) callValue(f types.Static, args arguments) types.Static {
	var out types.Static
	for _, o := range f.Objs {
		switch o.Kind {
		case types.KFunc:
			out = out.Join(a.callFunc(o.Of.(*ir.Func), args))
		case types.KClass:
			out = out.Join(a.construct(a.classes[o.Of.(*ir.Func)], args))
		case types.KMethod:
			out = out.Join(a.callMethod(o.Elem.S, o.Of.(methodName).String(), args, nil))
		case types.KModule:
			name := o.Of.(moduleName).String()
			dot := strings.LastIndexByte(name, '.')
			out = out.Join(a.libraryCall(name[:max(dot, 0)], name[dot+1:], args))
		default:
			a.escape(args.all()...)
			out = out.Join(anything)
		}
	}
	if f.Kinds&^types.WithObjects != 0 {
		a.escape(args.all()...)
		out = out.Join(anything)
	}
	return out
}

// callFunc passes args to fn.
func (a *analysis) callFunc(fn *ir.Func, args arguments) types.Static {
	if len(args.names) == 0 {
		if typed := Fitting(fn, args.pos); typed != fn {
			for i, s := range args.pos {
				a.grow(a.cell(typed.Params[i]), s)
				a.grow(a.cell(fn.Params[i]), s)
			}
			return a.returned(typed)
		}
	}
	n := fn.Pos + fn.KwOnly
	given := make([]bool, n)
	var extra types.Static
	for i, s := range args.pos {
		if i < fn.Pos {
			a.grow(a.cell(fn.Params[i]), s)
			given[i] = true
		} else {
			extra = extra.Join(s)
		}
	}
	var extraKw types.Static
keywords:
	for i, name := range args.names {
		for j := fn.PosOnly; j < n; j++ {
			if fn.Params[j].Name == name {
				a.grow(a.cell(fn.Params[j]), args.kw[i])
				given[j] = true
				continue keywords
			}
		}
		extraKw = extraKw.Join(args.kw[i])
	}
	if fn.VarArgs {
		o := a.object(site{fn, 5}, types.KTuple)
		if o.Elem == nil {
			o.Elem = &types.Cell{}
		}
		a.grow(o.Elem, extra)
		a.grow(a.cell(fn.Params[n]), types.ObjectOf(o))
	}
	if fn.VarKeywords {
		o := a.object(site{fn, 6}, types.KDict)
		if o.Elem == nil {
			o.Elem, o.Values = &types.Cell{}, &types.Cell{}
			a.grow(o.Elem, types.Of(types.KStr))
		}
		a.grow(o.Values, extraKw)
		a.grow(a.cell(fn.Params[len(fn.Params)-1]), types.ObjectOf(o))
	}
	a.defaults(fn, given)
	return a.returned(fn)
}

// defaults gives the parameters without an argument their default values.
func (a *analysis) defaults(fn *ir.Func, given []bool) {
	made := a.facts.made[fn]
	for i, ok := range given {
		if ok {
			continue
		}
		if made == nil {
			a.grow(a.cell(fn.Params[i]), anything)
			continue
		}
		if i < fn.Pos {
			if d := i - (fn.Pos - len(made.Defaults)); d >= 0 {
				a.grow(a.cell(fn.Params[i]), a.expr(made.Defaults[d]))
			}
			continue
		}
		for k, name := range made.KwNames {
			if name == fn.Params[i].Name {
				a.grow(a.cell(fn.Params[i]), a.expr(made.KwDefaults[k]))
			}
		}
	}
}

// construct returns what calling the class c gives.
func (a *analysis) construct(c *class, args arguments) types.Static {
	if !c.simple {
		a.openClass(c)
		a.escape(args.all()...)
		return anything
	}
	self := types.ObjectOf(c.inst)
	by, m := c.initializer()
	if m == nil {
		if by != nil {
			a.setFields(c, by, args)
		}
		return self
	}
	for _, o := range m.S.Objs {
		if o.Kind == types.KFunc {
			a.callFunc(o.Of.(*ir.Func), arguments{append([]types.Static{self}, args.pos...), args.names, args.kw})
		}
	}
	if m.S.Kinds&^types.KFunc != 0 {
		a.escape(append(args.all(), self)...)
	}
	return self
}

// callMethod returns what x.name(args) gives.
func (a *analysis) callMethod(x types.Static, name string, args arguments, expr ir.Expr) types.Static {
	var out types.Static
	unknown := hasUnknown(x)
	for _, o := range x.Objs {
		switch o.Kind {
		case types.KInstance:
			c := a.classes[o.Of.(*ir.Func)]
			if v := a.attr(o, name).S; v.Kinds != 0 {
				out = out.Join(a.callValue(v, args))
			}
			m := c.lookup(name)
			switch {
			case m != nil:
				out = out.Join(a.callMember(m.S, types.ObjectOf(o), args))
			case !c.simple || isSpecial(name):
				a.escape(args.all()...)
				out = out.Join(anything)
			}
			if !c.simple {
				unknown = true
			}
		case types.KClass:
			if m := a.classes[o.Of.(*ir.Func)].lookup(name); m != nil {
				out = out.Join(a.callValue(m.S, args))
			} else {
				a.escape(append(args.all(), types.ObjectOf(o))...)
				out = out.Join(anything)
			}
		case types.KModule:
			out = out.Join(a.moduleCall(o, name, args))
		case types.KSuper:
			out = out.Join(a.callSuper(o, name, args))
		case types.KFunc, types.KCoroutine:
			a.escapeObject(o)
			a.escape(args.all()...)
			out = out.Join(anything)
		default:
			if o == types.Unknown {
				a.escape(args.all()...)
				out = out.Join(anything)
				continue
			}
			out = out.Join(a.containerMethod(o, name, args))
		}
	}
	if k := x.Kinds &^ types.WithObjects &^ types.KOther; k != 0 {
		out = out.Join(scalarMethod(k, name, a, args))
	}
	if unknown {
		a.escape(args.all()...)
		out = out.Join(anything)
		for _, o := range a.insts {
			c := a.classes[o.Of.(*ir.Func)]
			if m := c.members[name]; m != nil {
				out = out.Join(a.callMember(m.S, a.family(c), args))
			}
			if v := o.Attrs[name]; v != nil {
				out = out.Join(a.callValue(v.S, args))
			}
		}
		if len(a.prog.Modules) > 1 {
			for _, g := range a.globals[name] {
				out = out.Join(a.callValue(g.S, args))
			}
		}
	}
	return out
}

// callMember calls the member m of a class as a method of self.
func (a *analysis) callMember(m, self types.Static, args arguments) types.Static {
	var out types.Static
	rest := m
	rest.Kinds &^= types.KFunc
	rest.Objs = nil
	for _, f := range m.Objs {
		if f.Kind == types.KFunc {
			out = out.Join(a.callFunc(f.Of.(*ir.Func), arguments{append([]types.Static{self}, args.pos...), args.names, args.kw}))
		} else {
			rest.Objs = append(rest.Objs, f)
		}
	}
	if rest.Kinds != 0 {
		a.escape(self)
		out = out.Join(a.callValue(rest, args))
	}
	return out
}

func (a *analysis) callSuper(o *types.Object, name string, args arguments) types.Static {
	c := a.classes[o.Of.(*ir.Func)]
	if m := a.superLookup(o, name); m != nil {
		return a.callMember(m.S, o.Elem.S, args)
	}
	if c.simple && name == "__init__" {
		return types.Of(types.KNone)
	}
	a.escape(append(args.all(), o.Elem.S)...)
	return anything
}
