package infer

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements abstract objects: their making, their contents, and their escape to
// code that is not the program's.

// site says which objects are one abstract object: those that one statement or constant
// makes, for the part of it that index says.
type site struct {
	at    any
	index any
}

// object returns the abstract object of a site.
func (a *analysis) object(s site, kind types.Kinds) *types.Object {
	o := a.objects[s]
	if o == nil {
		o = &types.Object{ID: len(a.objects) + 1, Kind: kind}
		a.objects[s] = o
	}
	return o
}

// fresh returns the object that the current statement makes, an iterable with elem.
func (a *analysis) fresh(kind types.Kinds, elem types.Static) types.Static {
	return types.ObjectOf(a.freshObject(0, kind, elem, types.Static{}))
}

func (a *analysis) freshObject(index int, kind types.Kinds, elem, values types.Static) *types.Object {
	o := a.object(site{a.at, index}, kind)
	if o.Elem == nil {
		o.Elem = &types.Cell{}
	}
	if kind == types.KDict && o.Values == nil {
		o.Values = &types.Cell{}
	}
	a.grow(o.Elem, elem)
	a.grow(o.Values, values)
	return o
}

// tuple returns the tuple of the items that the current statement makes.
func (a *analysis) tuple(index int, items ...types.Static) types.Static {
	o := a.object(site{a.at, index}, types.KTuple)
	if o.Items == nil && o.Elem == nil {
		a.setItems(o, len(items))
	}
	for i, s := range items {
		a.grow(o.Items[i], s)
	}
	return types.ObjectOf(o)
}

// setItems makes o a tuple of n elements.
func (a *analysis) setItems(o *types.Object, n int) {
	o.Items = make([]*types.Cell, n)
	for i := range o.Items {
		o.Items[i] = &types.Cell{}
	}
	if n == 0 {
		o.Elem = &types.Cell{}
	}
}

// elem returns what iterating over o gives.
func (a *analysis) elem(o *types.Object) types.Static {
	if o.Kind == types.KCoroutine {
		fn := o.Of.(*ir.Func)
		if fn.Kind == ir.Coroutine {
			return anything
		}
		return a.yield(fn).S
	}
	var s types.Static
	if o.Elem != nil {
		s = o.Elem.S
	}
	for _, c := range o.Items {
		s = s.Join(c.S)
	}
	return s
}

// iterElem returns what iterating over a value of s gives.
func (a *analysis) iterElem(s types.Static) types.Static {
	var out types.Static
	for _, o := range s.Objs {
		switch o.Kind {
		case types.KFunc, types.KClass, types.KInstance, types.KModule, types.KSuper, types.KMethod:
			out = out.Join(anything)
		default:
			out = out.Join(a.elem(o))
		}
	}
	if s.Kinds&types.KStr != 0 {
		out = out.Join(types.Of(types.KStr))
	}
	if s.Kinds&types.KBytes != 0 {
		out = out.Join(types.Int(types.Between(0, 255)))
	}
	if s.Kinds&types.KOther != 0 {
		out = out.Join(anything)
	}
	return out
}

// hasUnknown reports whether s has values of which nothing is known.
func hasUnknown(s types.Static) bool { return s.Kinds&types.KOther != 0 }

// escape says that the values of s go to code outside of the program, which may call
// them, and put anything into them.
func (a *analysis) escape(list ...types.Static) {
	for _, s := range list {
		for _, o := range s.Objs {
			a.escapeObject(o)
		}
	}
}

func (a *analysis) escapeObject(o *types.Object) {
	if o.Open {
		return
	}
	o.Open = true
	if o.Kind == types.KMethod {
		a.escapeMethod(o)
		o.Open = false // what it is a method of may still grow
		if !o.Elem.Escaped {
			o.Elem.Escaped = true
			a.changed = true
		}
		return
	}
	a.changed = true
	switch o.Kind {
	case types.KList, types.KSet, types.KDict, types.KDeque, types.KQueue:
		a.escapeCell(o.Elem)
		if o.Values != nil {
			a.escapeCell(o.Values)
		}
	case types.KTuple, types.KIter, types.KAwaitable:
		for _, c := range append(o.Items[:len(o.Items):len(o.Items)], o.Elem) {
			if c != nil && !c.Escaped {
				c.Escaped = true
				a.escape(c.S)
			}
		}
	case types.KFunc:
		a.openFunc(o.Of.(*ir.Func))
	case types.KClass:
		a.openClass(a.classes[o.Of.(*ir.Func)])
	case types.KInstance:
		a.openInstance(o)
	case types.KCoroutine:
		fn := o.Of.(*ir.Func)
		for _, c := range []*types.Cell{a.result(fn), a.yield(fn)} {
			if !c.Escaped {
				c.Escaped = true
				a.escape(c.S)
			}
		}
	case types.KModule:
		if m := a.modules[o.Of.(moduleName).String()]; m != nil {
			for _, v := range m.Globals {
				a.escapeCell(a.cell(v))
			}
		}
	case types.KSuper:
		a.escape(o.Elem.S)
	}
}

// openFunc says that fn is called with arguments of which nothing is known.
func (a *analysis) openFunc(fn *ir.Func) { a.openMethod(fn, anything) }

// openMethod says that fn is called with self as the first argument and others of which
// nothing is known.
func (a *analysis) openMethod(fn *ir.Func, self types.Static) {
	for i, p := range fn.Params {
		if i == 0 && fn.Pos > 0 {
			a.grow(a.cell(p), self)
			continue
		}
		a.grow(a.cell(p), anything)
	}
	if a.open[fn] {
		return
	}
	a.open[fn] = true
	a.changed = true
	for _, c := range []*types.Cell{a.result(fn), a.yield(fn)} {
		c.Escaped = true
		a.escape(c.S)
	}
}

// moduleName is Object.Of of a module.
type moduleName string

func (m moduleName) String() string { return string(m) }

// TypeName is the module's name.
func (m moduleName) TypeName() string { return string(m) }

// module returns the module object of a name.
func (a *analysis) module(name string) types.Static {
	o := a.object(site{at: moduleName(name)}, types.KModule)
	o.Of = moduleName(name)
	return types.ObjectOf(o)
}

// function returns the function object of fn.
func (a *analysis) function(fn *ir.Func) types.Static {
	o := a.object(site{at: fn}, types.KFunc)
	o.Of = fn
	return types.ObjectOf(o)
}

// coroutine returns the coroutine or generator object of fn.
func (a *analysis) coroutine(fn *ir.Func) types.Static {
	o := a.object(site{at: fn, index: 1}, types.KCoroutine)
	o.Of = fn
	return types.ObjectOf(o)
}
