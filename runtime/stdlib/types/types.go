// Package types implements the module types (Python library reference, types: Dynamic
// type creation and names for built-in types).
package types

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var names = []struct {
	name string
	t    *py.Type
}{
	{"FunctionType", py.FunctionType}, {"LambdaType", py.FunctionType}, {"MappingProxyType", py.MappingProxyType},
	{"SimpleNamespace", py.SimpleNamespaceType}, {"CellType", py.CellType}, {"GeneratorType", coro.GeneratorType},
	{"CoroutineType", coro.CoroutineType}, {"AsyncGeneratorType", coro.AsyncGeneratorType}, {"MethodType", py.MethodType},
	{"BuiltinFunctionType", py.BuiltinType}, {"BuiltinMethodType", py.BuiltinType}, {"WrapperDescriptorType", py.WrapperDescriptorType},
	{"MethodWrapperType", py.MethodWrapperType}, {"MethodDescriptorType", py.MethodDescriptorType},
	{"ClassMethodDescriptorType", py.ClassMethodDescrType}, {"ModuleType", py.ModuleType}, {"TracebackType", py.TracebackType},
	{"FrameType", py.FrameType}, {"CodeType", py.CodeType}, {"GetSetDescriptorType", py.GetSetType},
	{"MemberDescriptorType", py.MemberType}, {"GenericAlias", py.GenericAliasType}, {"UnionType", py.UnionType},
	{"EllipsisType", py.EllipsisType}, {"NoneType", py.NoneType}, {"NotImplementedType", py.NotImplementedType},
}

var spec = py.ModuleSpec{
	Name: "types",
	Doc:  "Define names for built-in types that aren't directly accessible as a builtin.",
	Functions: []py.Method{
		{Name: "new_class", Sig: "(name, bases=(), kwds=None, exec_body=None)", Impl: newClass},
		{Name: "prepare_class", Sig: "(name, bases=(), kwds=None)", Impl: prepareClass},
		{Name: "resolve_bases", Sig: "(bases)", Impl: resolveBases},
		{Name: "get_original_bases", Sig: "(cls, /)", Impl: originalBases},
		{Name: "coroutine", Sig: "(func)", Impl: coroutine},
	},
	Types: []*py.Type{DynamicClassAttribute},
	Init: func(m *py.Module) exc {
		for _, n := range names {
			m.Set(n.name, n.t.Value())
		}
		wrapper, e := wrapperClass()
		m.Set("_GeneratorWrapper", wrapper)
		return e
	},
}

func init() { py.RegisterModule(&spec) }

func orEmpty(v value) value {
	if v.IsUnbound() || v.IsNone() {
		return py.EmptyTuple.Value()
	}
	return v
}

var (
	nameMroEntries = py.Intern("__mro_entries__")
	nameDoc        = py.Intern("__doc__")
	nameOrigBases  = py.Intern("__orig_bases__")
	namePrepare    = py.Intern("__prepare__")
)

func resolveBases(bases value) (value, exc) {
	items, e := py.ToSlice(bases)
	if e != nil {
		return value{}, e
	}
	var out []value
	changed := false
	for _, b := range items {
		if !b.IsType() {
			f, found, e := py.LookupAttr(b, nameMroEntries)
			if e != nil {
				return value{}, e
			}
			if found {
				r, e := py.Call1(f, bases)
				if e != nil {
					return value{}, e
				}
				more, e := py.ItemsOf(r)
				if e != nil {
					return value{}, e
				}
				out = append(out, more...)
				changed = true
				continue
			}
		}
		out = append(out, b)
	}
	if !changed {
		return bases, nil
	}
	return py.NewTuple(out).Value(), nil
}

// prepare returns the metaclass, the namespace and the remaining keywords.
func prepare(name, bases, kwds value) (meta, ns value, rest *py.Dict, e exc) {
	rest = py.NewDict()
	if !kwds.IsUnbound() && !kwds.IsNone() {
		if e = py.DictUpdate(rest.Value(), kwds); e != nil {
			return
		}
	}
	meta, given, e := rest.Pop(py.StrV("metaclass"))
	if e != nil {
		return
	}
	items, e := py.ItemsOf(bases)
	if e != nil {
		return
	}
	if !given {
		meta = py.TypeType.Value()
		if len(items) > 0 {
			meta = items[0].Type().Value()
		}
	}
	if meta.IsType() {
		winner, e := py.Metaclass(py.AsType(meta), items)
		if e != nil {
			return meta, ns, rest, e
		}
		meta = winner.Value()
	}
	ns = py.NewDict().Value()
	f, found, e := py.LookupAttr(meta, namePrepare)
	if e == nil && found {
		ns, e = py.CallEx(f, py.TupleV(name, bases), rest.Value())
	}
	return
}

func prepareClass(name, bases, kwds value) (value, exc) {
	meta, ns, rest, e := prepare(name, orEmpty(bases), kwds)
	if e != nil {
		return value{}, e
	}
	return py.TupleV(meta, ns, rest.Value()), nil
}

func newClass(name, bases, kwds, body value) (value, exc) {
	bases = orEmpty(bases)
	resolved, e := resolveBases(bases)
	if e != nil {
		return value{}, e
	}
	meta, ns, rest, e := prepare(name, resolved, kwds)
	if e != nil {
		return value{}, e
	}
	if !body.IsUnbound() && !body.IsNone() {
		if _, e := py.Call1(body, ns); e != nil {
			return value{}, e
		}
	}
	if resolved != bases {
		if e := py.SetItem(ns, nameOrigBases.Value(), bases); e != nil {
			return value{}, e
		}
	}
	return py.CallEx(meta, py.TupleV(name, resolved, ns), rest.Value())
}

func originalBases(cls value) (value, exc) {
	if !cls.IsType() {
		return value{}, py.Raisef(py.TypeErrorType, "Expected an instance of type, not %s", py.QuoteStr(cls.Type().Name))
	}
	if v, ok := py.AsType(cls).Namespace().GetStr(nameOrigBases); ok {
		return v, nil
	}
	return py.GetAttr(cls, py.Intern("__bases__"))
}

// coroutine is types.coroutine: a generator function becomes one whose generators may be
// awaited.
func coroutine(fn value) (value, exc) {
	if !py.Callable(fn) {
		return value{}, py.Raisef(py.TypeErrorType, "types.coroutine() expects a callable")
	}
	f, ok := py.AsFunction(fn)
	switch {
	case !ok || f.Code.Flags&(py.CodeCoroutine|py.CodeIterCoroutine|py.CodeGenerator) == 0:
		return wrapCallable(fn)
	case f.Code.Flags&(py.CodeCoroutine|py.CodeIterCoroutine) != 0:
		return fn, nil
	}
	// A generator looks at the flags of its code, which all its makers share.
	f.Code.Flags |= py.CodeIterCoroutine
	return fn, nil
}

// DynamicClassAttribute is types.DynamicClassAttribute: a property for instances that
// lets the metaclass answer for the class.
var DynamicClassAttribute = py.NewBuiltinType("DynamicClassAttribute", &py.TypeSpec{
	Base: py.PropertyType, Module: "types", Flags: py.FlagBaseType,
	Slots: py.Slots{DescrGet: func(descr, obj value, owner *py.Type) (value, exc) {
		if obj.IsUnbound() {
			abstract, found, e := py.LookupAttr(descr, py.Intern("__isabstractmethod__"))
			if e != nil {
				return value{}, e
			}
			if found {
				if is, e := py.Truth(abstract); is || e != nil {
					return descr, e
				}
			}
			return value{}, py.RaiseArgs(py.AttributeErrorType)
		}
		return py.PropertyType.DescrGet(descr, obj, owner)
	}},
	// The class has no text of its own, which would hide those of its instances.
	GetSets: []py.GetSet{{Name: "__doc__",
		Get: func(v value) (value, exc) {
			d := py.PropertyType.Lookup(nameDoc)
			return d.Type().DescrGet(d, v, v.Type())
		},
		Set: func(v, x value) exc {
			d := py.PropertyType.Lookup(nameDoc)
			return d.Type().DescrSet(d, v, x)
		},
	}},
})
