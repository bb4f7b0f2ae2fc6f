package infer

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements classes that dataclasses.dataclass decorates: their fields, which
// the calls of the class set.

// Field is a field of a data class.
type Field struct {
	Name string
	// Default is what the field is where the call does not say, nil where it must; Factory
	// is called for it instead.
	Default, Factory ir.Expr
	// IsCall says that the class body binds the name to the result of field().
	IsCall bool
}

// fieldOptions are the keywords of field() that do not change how __init__ is called.
var fieldOptions = map[string]bool{"default": true, "default_factory": true, "repr": true, "compare": true, "hash": true}

// dataOptions are the keywords of dataclass() that do not.
var dataOptions = map[string]bool{"frozen": true, "eq": true, "order": true, "repr": true, "unsafe_hash": true}

// fieldsOf returns the fields that a class body declares; ok is false where it does so in
// a way that is not understood.
func (a *analysis) fieldsOf(body *ir.Func) (fields []Field, ok bool) {
	bound := map[string]ir.Expr{}
	ok = true
	ir.EachStmt(body.Body, func(s ir.Stmt) {
		let, is := s.(*ir.Let)
		if !is {
			return
		}
		call, is := let.Op.(*ir.CallPrim)
		if !is {
			return
		}
		switch call.Prim.Name {
		case "classstore":
			if n, is := call.Args[1].(*ir.NameConst); is {
				bound[n.Name] = call.Args[2]
			}
		case "setitem":
			r, is := call.Args[0].(*ir.Ref)
			if !is {
				return
			}
			load, is := a.facts.soleOp(r.Var).(*ir.CallPrim)
			if !is || load.Prim.Name != "classload" {
				return
			}
			name, is := strConst(call.Args[1])
			if !is {
				ok = false
				return
			}
			f := Field{Name: name}
			if x := bound[name]; x != nil {
				f.Default = x
				if r, is := x.(*ir.Ref); is {
					ok = ok && a.fieldCall(&f, a.facts.soleOp(r.Var))
				}
			}
			fields = append(fields, f)
		}
	})
	return fields, ok
}

// fieldCall takes a default apart that is a call of field().
func (a *analysis) fieldCall(f *Field, op ir.Op) bool {
	call, ok := op.(*ir.CallPrim)
	if !ok || len(call.Args) == 0 {
		return ok
	}
	r, ok := call.Args[0].(*ir.Ref)
	if !ok || a.facts.imported(r.Var) != "dataclasses.field" {
		return true
	}
	f.Default, f.IsCall = nil, true
	if call.Prim.Name != "callkw" && call.Prim.Name != "call0" || len(call.Args) != 1+len(call.Names) {
		return false
	}
	for i, n := range call.Names {
		switch n {
		case "default":
			f.Default = call.Args[1+i]
		case "default_factory":
			f.Factory = call.Args[1+i]
		}
		if !fieldOptions[n] {
			return false
		}
	}
	return true
}

// imported returns the dotted name of what v holds where that is something out of a module
// of the library, and nothing else is ever assigned to it.
func (f *facts) imported(v *ir.Var) string {
	call, ok := f.soleOp(v).(*ir.CallPrim)
	if !ok || call.Prim.Name != "importfrom" && call.Prim.Name != "getattr" {
		return ""
	}
	r, ok := call.Args[0].(*ir.Ref)
	n, ok2 := call.Args[1].(*ir.NameConst)
	if !ok || !ok2 || f.setAttrs[n.Name] {
		return ""
	}
	from, ok := f.soleOp(r.Var).(*ir.CallPrim)
	if !ok || from.Prim.Name != "importmodule" {
		return ""
	}
	return from.Args[0].(*ir.NameConst).Name + "." + n.Name
}

// decorated returns the operation that makes the class that v holds, looking through
// dataclass().
func (f *facts) decorated(v *ir.Var) *ir.MakeClass {
	switch op := f.soleOp(v).(type) {
	case *ir.MakeClass:
		return op
	case *ir.CallPrim:
		if op.Prim.Name != "call1" {
			return nil
		}
		deco, ok := op.Args[0].(*ir.Ref)
		cls, ok2 := op.Args[1].(*ir.Ref)
		if !ok || !ok2 {
			return nil
		}
		if f.imported(deco.Var) == "dataclasses.dataclass" {
			return f.decorated(cls.Var)
		}
		if made, ok := f.soleOp(deco.Var).(*ir.CallPrim); ok && made.Prim.Name == "callkw" {
			if r, ok := made.Args[0].(*ir.Ref); ok && f.imported(r.Var) == "dataclasses.dataclass" {
				return f.decorated(cls.Var)
			}
		}
	}
	return nil
}

// dataclass returns what dataclass(args) gives: the class, or a decorator.
func (a *analysis) dataclass(args arguments, frozen bool) types.Static {
	for i, n := range args.names {
		if !dataOptions[n] {
			a.escape(args.all()...)
			return anything
		}
		if n == "frozen" {
			_ = args.kw[i]
			frozen = true
		}
	}
	if len(args.pos) == 0 {
		if frozen {
			return a.module("dataclasses.dataclass(frozen)")
		}
		return a.module("dataclasses.dataclass()")
	}
	o := args.pos[0].One(types.KClass)
	if o == nil || a.facts.specialFields {
		a.escape(args.all()...)
		return anything
	}
	c := a.classes[o.Of.(*ir.Func)]
	fields, ok := c.declared, c.understood
	if !c.simple || !ok || c.base != nil && c.base.data == nil && len(c.base.declared) > 0 {
		a.openClass(c)
		return anything
	}
	if c.data == nil {
		if c.base != nil {
			c.data = append(c.data, c.base.data...)
		}
	next:
		for _, f := range fields {
			for i := range c.data {
				if c.data[i].Name == f.Name {
					c.data[i] = f
					continue next
				}
			}
			c.data = append(c.data, f)
		}
		if c.data == nil {
			c.data = []Field{}
		}
		c.frozen = frozen || c.base != nil && c.base.frozen
		a.changed = true
	}
	return types.ObjectOf(c.object)
}

// initializer returns the class whose __init__ calling c runs, and that method, nil where
// it is that of a data class.
func (c *class) initializer() (*class, *types.Cell) {
	for ; c != nil; c = c.base {
		if m := c.members["__init__"]; m != nil {
			return c, m
		}
		if c.data != nil {
			return c, nil
		}
	}
	return nil, nil
}

// setFields is a call of the __init__ that dataclass gives to by, on an instance of c.
func (a *analysis) setFields(c, by *class, args arguments) {
	for i, f := range by.data {
		cell := a.attr(c.inst, f.Name)
		if i < len(args.pos) {
			a.grow(cell, args.pos[i])
			continue
		}
		if s, ok := args.keyword(f.Name); ok {
			a.grow(cell, s)
			continue
		}
		switch {
		case f.Factory != nil:
			if v, ok := f.Factory.(*ir.RuntimeVar); ok {
				at := a.at
				a.at = f.Factory
				a.grow(cell, a.builtin(v.Prim.Name, arguments{}))
				a.at = at
			} else {
				a.grow(cell, a.callValue(a.expr(f.Factory), arguments{}))
			}
		case f.Default != nil:
			a.grow(cell, a.expr(f.Default))
		}
	}
}

// replaced is a call of dataclasses.replace or copy.replace, which makes an instance with
// other values for some fields.
func (a *analysis) replaced(args arguments) types.Static {
	a.escape(args.all()...)
	for i, n := range args.names {
		a.setAttr(anything, n, args.kw[i])
	}
	return anything
}

// DataFields returns the fields of the data class s in the order of __init__'s parameters,
// where calling it does nothing but set them.
func (in *Info) DataFields(s types.Static) (fields []Field, ok bool) {
	o := s.One(types.KClass)
	if o == nil {
		return nil, false
	}
	c := in.classes[o.Of.(*ir.Func)]
	if c == nil || !c.simple || in.facts.setAttrs["__init__"] || in.facts.setAttrs["__new__"] {
		return nil, false
	}
	by, m := c.initializer()
	if by == nil || m != nil || by.frozen || c.frozen || c.lookup("__post_init__") != nil {
		return nil, false
	}
	return by.data, true
}

// openStrange opens the classes that declare fields and are no data classes after all. It
// reports whether there are any.
func (a *analysis) openStrange() bool {
	found := false
	for _, o := range a.insts {
		c := a.classes[o.Of.(*ir.Func)]
		for _, f := range c.declared {
			if f.IsCall && c.data == nil && !c.open {
				a.openClass(c)
				found = true
			}
		}
	}
	return found
}
