package infer

import (
	"strings"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements classes of the program: what their instances have, and which
// method a name means.

// class is a class statement.
type class struct {
	body    *ir.Func
	base    *class // of simple classes: its only base, nil for object
	derived []*class
	// simple says that instances are plain ones: attributes are found as the language
	// says it of a class that does not interfere.
	simple bool
	open   bool
	// declared are the fields that annotations in the body declare, and understood says
	// that there is nothing unusual about them; data are those of a data class, its base's
	// included, nil in other classes.
	declared   []Field
	understood bool
	data       []Field
	frozen     bool
	members    map[string]*types.Cell
	inst       *types.Object
	object     *types.Object
}

// TypeName is the class's qualified name.
func (c *class) TypeName() string { return c.body.Qualname }

// interfering are the members by which a class changes how attributes are found, or what
// calling it does.
var interfering = map[string]bool{
	"__getattribute__": true, "__getattr__": true, "__setattr__": true, "__delattr__": true,
	"__new__": true, "__init_subclass__": true, "__set_name__": true, "__dict__": true, "__class__": true,
	"__metaclass__": true, "__class_getitem__": true, "__match_args__": false, "__del__": true,
}

// findClasses sets classes.
func (a *analysis) findClasses(funcs []*ir.Func) {
	type made struct {
		c  *class
		op *ir.MakeClass
	}
	var list []made
	for _, fn := range funcs {
		ir.EachStmt(fn.Body, func(s ir.Stmt) {
			if let, ok := s.(*ir.Let); ok {
				if op, ok := let.Op.(*ir.MakeClass); ok {
					c := &class{body: op.Body, members: map[string]*types.Cell{}}
					a.classes[op.Body] = c
					list = append(list, made{c, op})
				}
			}
		})
	}
	for _, m := range list {
		c := m.c
		c.inst = a.object(site{at: c.body, index: 2}, types.KInstance)
		c.inst.Of, c.inst.Attrs = c.body, map[string]*types.Cell{}
		c.object = a.object(site{at: c.body, index: 3}, types.KClass)
		c.object.Of = c.body
		a.insts = append(a.insts, c.inst)
		c.declared, c.understood = a.fieldsOf(c.body)
		base, ok := a.soleBase(m.op)
		c.base, c.simple = base, ok && !a.facts.dynamic && !interferes(c.body)
		if base != nil {
			base.derived = append(base.derived, c)
		}
	}
	// A class is as simple as its bases are.
	for changed := true; changed; {
		changed = false
		for _, m := range list {
			if c := m.c; c.simple && c.base != nil && !c.base.simple {
				c.simple, changed = false, true
			}
		}
	}
	for _, m := range list {
		if !m.c.simple {
			a.openClass(m.c)
		}
	}
}

// interferes reports whether a class body binds one of interfering.
func interferes(body *ir.Func) bool {
	found := false
	ir.EachStmt(body.Body, func(s ir.Stmt) {
		name, ok := stored(s)
		found = found || ok && (interfering[name] || name == "__slots__" && !plainSlots(s))
	})
	return found
}

// plainSlots reports whether s binds __slots__ to names that are written there, none of
// which is special.
func plainSlots(s ir.Stmt) bool {
	c, ok := s.(*ir.Let).Op.(*ir.CallPrim).Args[2].(*ir.Const)
	if !ok {
		return false
	}
	list := []*ir.Const{c}
	if c.Kind == ir.CTuple {
		list = c.Elems
	}
	for _, e := range list {
		if e.Kind != ir.CStr || strings.HasPrefix(e.Str, "__") {
			return false
		}
	}
	return true
}

// stored returns the name that a statement of a class body binds.
func stored(s ir.Stmt) (string, bool) {
	let, ok := s.(*ir.Let)
	if !ok {
		return "", false
	}
	call, ok := let.Op.(*ir.CallPrim)
	if !ok || call.Prim.Name != "classstore" {
		return "", false
	}
	n, ok := call.Args[1].(*ir.NameConst)
	if !ok {
		return "", false
	}
	return n.Name, true
}

// soleBase returns the only base class of a class statement, nil for object; ok is false
// where it has another base or a metaclass.
func (a *analysis) soleBase(op *ir.MakeClass) (*class, bool) {
	if op.Keywords != nil {
		return nil, false
	}
	switch x := op.Bases.(type) {
	case *ir.Const:
		return nil, len(x.Elems) == 0
	case *ir.Ref:
		call, ok := a.facts.soleOp(x.Var).(*ir.CallPrim)
		if !ok || call.Prim.Name != "tuple" || len(call.Args) != 1 {
			return nil, false
		}
		if v, ok := call.Args[0].(*ir.RuntimeVar); ok && v.Prim.Name == "object" {
			return nil, true
		}
		if r, ok := call.Args[0].(*ir.Ref); ok {
			if made := a.facts.decorated(r.Var); made != nil {
				c := a.classes[made.Body]
				return c, c != nil
			}
		}
	}
	return nil, false
}

// lookup returns the cell of the member name of c or of a base that has it.
func (c *class) lookup(name string) *types.Cell {
	for ; c != nil; c = c.base {
		if m := c.members[name]; m != nil {
			return m
		}
	}
	return nil
}

// isSpecial reports whether the interpreter itself may look up the name.
func isSpecial(name string) bool {
	return strings.HasPrefix(name, "__") && strings.HasSuffix(name, "__")
}

// store is a binding in the body of a class.
func (a *analysis) store(name string, x types.Static) {
	c := a.classes[a.fn]
	if c == nil {
		a.escape(x)
		return
	}
	for _, f := range c.declared {
		if f.IsCall && f.Name == name {
			a.escape(x)
			return // dataclass takes it away or puts the default there
		}
	}
	m := c.members[name]
	if m == nil {
		m = &types.Cell{Escaped: c.open}
		c.members[name] = m
	}
	a.grow(m, x)
	if c.open {
		a.escape(x)
	}
	if isSpecial(name) && name != "__init__" {
		a.openMethods(c, name)
	}
}

// family returns what self may be in a method of c.
func (a *analysis) family(c *class) types.Static {
	if !c.simple {
		return anything
	}
	s := types.ObjectOf(c.inst)
	for _, d := range c.derived {
		s = s.Join(a.family(d))
	}
	return s
}

// openMethods says that the method name of c is called from nobody knows where.
func (a *analysis) openMethods(c *class, name string) {
	m := c.lookup(name)
	if m == nil {
		return
	}
	for _, o := range m.S.Objs {
		if o.Kind == types.KFunc {
			a.openMethod(o.Of.(*ir.Func), a.family(c))
		}
	}
}

// openClass says that code outside of the program has the class itself.
func (a *analysis) openClass(c *class) {
	if c.open {
		return
	}
	c.open = true
	c.object.Open, c.inst.Open = true, true
	a.changed = true
	for _, m := range c.members {
		m.Escaped = true
		a.escape(m.S)
	}
	for _, m := range c.inst.Attrs {
		a.escapeCell(m)
	}
	if c.base != nil {
		a.openClass(c.base)
	}
	for _, d := range c.derived {
		a.openClass(d)
	}
}

// openInstance says that code outside of the program has instances: it may call their
// methods.
func (a *analysis) openInstance(o *types.Object) {
	c := a.classes[o.Of.(*ir.Func)]
	for k := c; k != nil; k = k.base {
		for name, m := range k.members {
			if name == "__init__" {
				continue
			}
			for _, f := range m.S.Objs {
				if f.Kind == types.KFunc {
					a.openMethod(f.Of.(*ir.Func), types.ObjectOf(o))
				}
			}
		}
	}
}

// attr returns the cell of an attribute of the instances o.
func (a *analysis) attr(o *types.Object, name string) *types.Cell {
	m := o.Attrs[name]
	if m == nil {
		m = &types.Cell{}
		o.Attrs[name] = m
		if a.classes[o.Of.(*ir.Func)].open {
			a.escapeCell(m)
		}
	}
	return m
}

// getAttr returns what x.name is.
func (a *analysis) getAttr(x types.Static, name string) types.Static {
	var out types.Static
	for _, o := range x.Objs {
		switch o.Kind {
		case types.KInstance:
			c := a.classes[o.Of.(*ir.Func)]
			if name == "__class__" && !a.facts.onlyNamed(a.dst()) {
				a.openClass(c)
			}
			if !c.simple || isSpecial(name) {
				out = out.Join(anything)
			}
			out = out.Join(a.attr(o, name).S)
			if m := c.lookup(name); m != nil {
				out = out.Join(a.bound(m.S, types.ObjectOf(o), name))
			}
		case types.KClass:
			c := a.classes[o.Of.(*ir.Func)]
			switch m := c.lookup(name); {
			case m != nil:
				out = out.Join(m.S)
			default:
				out = out.Join(anything)
			}
		case types.KModule:
			out = out.Join(a.moduleAttr(o, name))
		case types.KSuper:
			if m := a.superLookup(o, name); m != nil {
				out = out.Join(a.bound(m.S, o.Elem.S, ""))
			}
			out = out.Join(anything)
		default:
			if name != "__class__" && a.hasMethod(o, name) {
				out = out.Join(a.method(types.ObjectOf(o), name))
				continue
			}
			if !isSpecial(name) {
				a.escapeObject(o)
			}
			out = out.Join(anything)
		}
	}
	switch k := x.Kinds &^ (types.WithObjects | types.KNone); {
	case k == types.KStr && methodsOf(k)[name]:
		out = out.Join(a.method(types.Of(k), name))
	case k != 0:
		out = out.Join(anything)
	}
	if hasUnknown(x) {
		if name == "__class__" && !a.facts.onlyNamed(a.dst()) {
			a.openAll()
		}
		out = out.Join(a.named(name))
	}
	return out
}

// hasMethod reports whether o, of a class of the runtime, has the method name.
func (a *analysis) hasMethod(o *types.Object, name string) bool {
	if class, ok := o.Of.(syncClass); ok {
		return a.facts.hasSync(string(class), name)
	}
	return methodsOf(o.Kind)[name]
}

// bound returns what the members m, of that name, are as attributes of self: functions
// become methods.
func (a *analysis) bound(m, self types.Static, name string) types.Static {
	out := m
	for _, f := range m.Objs {
		if f.Kind != types.KFunc {
			continue
		}
		if name == "" {
			a.openMethod(f.Of.(*ir.Func), self)
			out = out.Join(anything)
			continue
		}
		out = out.Join(a.method(self, name))
	}
	if name != "" {
		out = out.Keep(types.AnyKinds &^ types.KFunc)
	}
	return out
}

// methodName is Object.Of of a method.
type methodName string

func (m methodName) String() string { return string(m) }

// TypeName is the method's name.
func (m methodName) TypeName() string { return string(m) }

// method returns the method of self that the current statement reads.
func (a *analysis) method(self types.Static, name string) types.Static {
	o := a.object(site{a.at, 7}, types.KMethod)
	o.Of = methodName(name)
	if o.Elem == nil {
		o.Elem = &types.Cell{}
	}
	a.grow(o.Elem, self)
	return types.ObjectOf(o)
}

// escapeMethod says that code outside of the program has a method.
func (a *analysis) escapeMethod(o *types.Object) {
	name := o.Of.(methodName).String()
	for _, self := range o.Elem.S.Objs {
		if self.Kind != types.KInstance {
			a.escapeObject(self)
			continue
		}
		if m := a.classes[self.Of.(*ir.Func)].lookup(name); m != nil {
			for _, f := range m.S.Objs {
				if f.Kind == types.KFunc {
					a.openMethod(f.Of.(*ir.Func), types.ObjectOf(self))
				}
			}
		}
	}
}

// named returns what an attribute of that name may be of an object that may be any.
func (a *analysis) named(name string) types.Static {
	out := anything
	for _, o := range a.insts {
		if m := o.Attrs[name]; m != nil {
			out = out.Join(m.S)
		}
		c := a.classes[o.Of.(*ir.Func)]
		if m := c.members[name]; m != nil {
			out = out.Join(a.bound(m.S, a.family(c), ""))
		}
	}
	if len(a.prog.Modules) > 1 {
		for _, g := range a.globals[name] {
			out = out.Join(g.S)
		}
	}
	return out
}

// setAttr puts v into x.name.
func (a *analysis) setAttr(x types.Static, name string, v types.Static) {
	for _, o := range x.Objs {
		switch o.Kind {
		case types.KInstance:
			c := a.classes[o.Of.(*ir.Func)]
			a.grow(a.attr(o, name), v)
			if m := c.lookup(name); m != nil && hasUnknown(m.S) || !c.simple {
				a.escape(v)
			}
		case types.KClass:
			c := a.classes[o.Of.(*ir.Func)]
			m := c.members[name]
			if m == nil {
				m = &types.Cell{Escaped: c.open}
				c.members[name] = m
			}
			a.grow(m, v)
			if isSpecial(name) {
				a.openClass(c)
				a.openMethods(c, name)
			}
		case types.KModule:
			if m := a.modules[o.Of.(moduleName).String()]; m != nil {
				for _, g := range m.Globals {
					if g.Name == name {
						a.grow(a.cell(g), v)
					}
				}
			}
			a.escape(v)
		default:
			a.escape(v)
		}
	}
	if !hasUnknown(x) {
		return
	}
	a.escape(v)
	for _, o := range a.insts {
		a.grow(a.attr(o, name), v)
		if m := a.classes[o.Of.(*ir.Func)].members[name]; m != nil {
			a.grow(m, v)
		}
	}
}

// superLookup finds a member for super(): in the bases of the class.
func (a *analysis) superLookup(o *types.Object, name string) *types.Cell {
	c := a.classes[o.Of.(*ir.Func)]
	if c == nil || c.base == nil {
		return nil
	}
	return c.base.lookup(name)
}

// openAll opens every class: a class of which nobody knows which one it is goes anywhere.
func (a *analysis) openAll() {
	for _, o := range a.insts {
		a.openClass(a.classes[o.Of.(*ir.Func)])
	}
}

// dst returns the variable that the current statement assigns, nil where there is none.
func (a *analysis) dst() *ir.Var {
	if let, ok := a.at.(*ir.Let); ok && len(let.Dst) == 1 {
		return let.Dst[0]
	}
	return nil
}
