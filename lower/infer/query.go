package infer

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the questions that package opt asks of what has been found out.

// Elem returns what the elements of the containers of s are.
func (in *Info) Elem(s types.Static) types.Static {
	var out types.Static
	for _, o := range s.Objs {
		if o.Elem != nil {
			out = out.Join(o.Elem.S)
		}
		for _, c := range o.Items {
			out = out.Join(c.S)
		}
	}
	if out.Kinds == 0 {
		return anything
	}
	return out
}

// TupleSize returns how many elements the tuples of s have, -1 where that is not known.
func (in *Info) TupleSize(s types.Static) int {
	n := -1
	for _, o := range s.Objs {
		if o.Kind != types.KTuple || o.Items == nil || n >= 0 && n != len(o.Items) {
			return -1
		}
		n = len(o.Items)
	}
	return n
}

// TupleItem returns what element i of the tuples s may be, which have it.
func (in *Info) TupleItem(s types.Static, i int) types.Static {
	var item types.Static
	for _, o := range s.Objs {
		item = item.Join(o.Items[i].S)
	}
	return item
}

// AlwaysTrue reports whether the instances of s are true because their classes do not say
// when they are not.
func (in *Info) AlwaysTrue(s types.Static) bool {
	for _, o := range s.Objs {
		if o.Kind != types.KInstance {
			continue
		}
		c := in.classes[o.Of.(*ir.Func)]
		if c == nil || !c.simple || c.lookup("__bool__") != nil || c.lookup("__len__") != nil {
			return false
		}
	}
	return true
}

// instances returns the classes of s where all its values are instances of simple ones,
// or None.
func (in *Info) instances(s types.Static) []*class {
	if !s.Only(types.KInstance|types.KNone) || s.Kinds&types.KInstance == 0 {
		return nil
	}
	var list []*class
	for _, o := range s.Objs {
		if o.Kind != types.KInstance {
			return nil
		}
		c := in.classes[o.Of.(*ir.Func)]
		if c == nil || !c.simple {
			return nil
		}
		list = append(list, c)
	}
	return list
}

// Slot returns a name for the classes of the instances s if their attribute name is one
// that is kept in the instance and found there.
func (in *Info) Slot(s types.Static, name string) (string, bool) {
	list := in.instances(s)
	if list == nil || isSpecial(name) || len(list) > 4 {
		return "", false
	}
	text := ""
	for i, c := range list {
		if m := c.lookup(name); m != nil && !m.S.Only(plain|types.KList|types.KTuple|types.KDict|types.KSet|types.KFunc) {
			return "", false
		}
		if a := c.inst.Attrs[name]; a == nil || a.S.Kinds == 0 {
			return "", false
		}
		if i > 0 {
			text += "_"
		}
		text += c.body.Name
	}
	return text, true
}

// Frozen reports whether the attributes of an instance of s may be refused to be set.
func (in *Info) Frozen(s types.Static) bool {
	for _, c := range in.instances(s) {
		for ; c != nil; c = c.base {
			if c.frozen {
				return true
			}
		}
	}
	return false
}

// Attr returns what the attribute name of the instances s may be.
func (in *Info) Attr(s types.Static, name string) types.Static {
	var out types.Static
	for _, c := range in.instances(s) {
		if a := c.inst.Attrs[name]; a != nil {
			out = out.Join(a.S)
		}
	}
	if out.Kinds == 0 {
		return anything
	}
	return out
}

// Method returns the function that s.name is for all the instances s, nil where there may
// be several.
func (in *Info) Method(s types.Static, name string) *ir.Func {
	if in.facts.setAttrs[name] {
		return nil
	}
	var fn *ir.Func
	for _, c := range in.instances(s) {
		m := c.lookup(name)
		if m == nil || c.inst.Attrs[name] != nil && c.inst.Attrs[name].S.Kinds != 0 {
			return nil
		}
		o := m.S.One(types.KFunc)
		if o == nil || fn != nil && fn != o.Of.(*ir.Func) {
			return nil
		}
		fn = o.Of.(*ir.Func)
	}
	return fn
}

// Constructor reports whether calling the class s makes a plain instance, and returns its
// __init__, nil where it has none.
func (in *Info) Constructor(s types.Static) (init *ir.Func, ok bool) {
	o := s.One(types.KClass)
	if o == nil {
		return nil, false
	}
	c := in.classes[o.Of.(*ir.Func)]
	if c == nil || !c.simple || in.facts.setAttrs["__init__"] || in.facts.setAttrs["__new__"] {
		return nil, false
	}
	by, m := c.initializer()
	if m == nil {
		return nil, by == nil
	}
	f := m.S.One(types.KFunc)
	if f == nil || !in.Result(f.Of.(*ir.Func)).Only(types.KNone) {
		return nil, false
	}
	return f.Of.(*ir.Func), true
}

// Function returns the function that s is, nil where it may be several.
func (in *Info) Function(s types.Static) *ir.Func {
	if o := s.One(types.KFunc); o != nil {
		return o.Of.(*ir.Func)
	}
	return nil
}

// Library returns the name of the module of the library, or of the function in one, that
// s is.
func (in *Info) Library(s types.Static) string {
	if o := s.One(types.KModule); o != nil {
		return o.Of.(moduleName).String()
	}
	return ""
}

// Rebound reports whether the program sets attributes of that name.
func (in *Info) Rebound(name string) bool { return in.facts.dynamic || in.facts.setAttrs[name] }

// Made returns the operation that makes fn's object, nil where it is not seen.
func (in *Info) Made(fn *ir.Func) *ir.MakeFunc { return in.facts.made[fn] }

// HasMethod reports whether every value of s, all of them of one builtin class, has the
// method name, so that looking it up is certain to find it.
func (in *Info) HasMethod(s types.Static, name string) bool {
	return methodsOf(s.Kinds)[name] || in.Sync(s, name) != ""
}

// Note says that the new variable v has the values s.
func (in *Info) Note(v *ir.Var, s types.Static) { in.vars[v] = &types.Cell{S: s} }

// Definer returns the function whose variable v is, where nothing but fn is ever assigned
// to it.
func (in *Info) Definer(v *ir.Var, fn *ir.Func) (*ir.Func, bool) {
	made, ok := in.facts.soleOp(v).(*ir.MakeFunc)
	if !ok || made.Func != fn {
		return nil, false
	}
	v = root(v)
	return v.Func, v.Func != nil && !in.facts.fresh[v]
}

// CellIn returns the variable of fn that holds the cell of v, nil where it has none.
func (in *Info) CellIn(fn *ir.Func, v *ir.Var) *ir.Var {
	v = root(v)
	if in.facts.fresh[v] {
		return nil
	}
	if v.Func == fn {
		return v
	}
	for _, f := range fn.Free {
		if root(f) == v {
			return f
		}
	}
	return nil
}

// InstanceOf returns the instances of the class s.
func (in *Info) InstanceOf(s types.Static) types.Static {
	return types.ObjectOf(in.classes[s.Objs[0].Of.(*ir.Func)].inst)
}
