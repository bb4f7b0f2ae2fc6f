package ast

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements what Constant and Tuple have replaced: classes and attributes that
// are deprecated, which 3.14 removes.

const useConstant = "%s is deprecated and will be removed in Python 3.14; use ast.Constant instead"

// deprecatedAttributes adds n and s to Constant, and dims to Tuple.
func deprecatedAttributes() exc {
	for _, name := range []string{"n", "s"} {
		warn := func() exc {
			return deprecated("Attribute %s is deprecated and will be removed in Python 3.14; use value instead", name)
		}
		get := func(self value) (value, exc) {
			if e := warn(); e != nil {
				return value{}, e
			}
			return pymod.Attr(self, "value")
		}
		set := func(self, x value) (value, exc) {
			if e := warn(); e != nil {
				return value{}, e
			}
			return py.None, py.SetAttr(self, py.Intern("value"), x)
		}
		if e := addProperty("Constant", name, "Deprecated. Use value instead.", get, set); e != nil {
			return e
		}
	}
	return addProperty("Tuple", "dims", "Deprecated. Use elts instead.",
		func(self value) (value, exc) { return pymod.Attr(self, "elts") },
		func(self, x value) (value, exc) { return py.None, py.SetAttr(self, py.Intern("elts"), x) })
}

func addProperty(class, name, doc string, get, set any) exc {
	getter := pymod.NewFunction("ast", "", pymod.Func{Sig: "_" + name + "_getter(self)", Doc: doc, Impl: get})
	setter := pymod.NewFunction("ast", "", pymod.Func{Sig: "_" + name + "_setter(self, value)", Impl: set})
	p, e := py.CallN(py.PropertyType.Value(), []value{getter, setter})
	if e != nil {
		return e
	}
	return py.SetAttr(rules[class].class, py.Intern(name), p)
}

// constantClasses are the classes that stood for what is a Constant now, with the classes
// of the values.
var constantClasses = []struct {
	name   string
	fields []string // nil for those of Constant
	values []*py.Type
	but    *py.Type // a class of values that is not meant
}{
	{"Num", []string{"n"}, []*py.Type{py.IntType, py.FloatType, py.ComplexType}, py.BoolType},
	{"Str", []string{"s"}, []*py.Type{py.StrType}, nil},
	{"Bytes", []string{"s"}, []*py.Type{py.BytesType}, nil},
	{"NameConstant", nil, []*py.Type{py.NoneType, py.BoolType}, nil},
	{"Ellipsis", []string{}, []*py.Type{py.Ellipsis.Type()}, nil},
}

// addDeprecated adds the deprecated classes; getting one of those in constantClasses from
// the module warns.
func addDeprecated(m *py.Module) exc {
	for _, c := range []struct{ name, base, doc string }{
		{"slice", "", "Deprecated AST node class."},
		{"Suite", "mod", "Deprecated AST node class.  Unused in Python 3."},
		{"AugLoad", "expr_context", "Deprecated AST node class.  Unused in Python 3."},
		{"AugStore", "expr_context", "Deprecated AST node class.  Unused in Python 3."},
		{"Param", "expr_context", "Deprecated AST node class.  Unused in Python 3."},
	} {
		base := astClass
		if c.base != "" {
			base = rules[c.base].class
		}
		if _, e := pymod.Define(m, pymod.Class{Name: c.name, Doc: c.doc, Bases: []value{base}}); e != nil {
			return e
		}
	}
	slice, _ := m.Get(py.Intern("slice"))
	for _, c := range []pymod.Class{
		{Name: "Index", Doc: "Deprecated AST node class. Use the index value directly instead.",
			StaticMethods: []pymod.Func{{Sig: "__new__(cls, value, **kwargs)", Impl: func(_, x, _ value) (value, exc) { return x, nil }}}},
		{Name: "ExtSlice", Doc: "Deprecated AST node class. Use ast.Tuple instead.",
			StaticMethods: []pymod.Func{{Sig: "__new__(cls, dims=(), **kwargs)", Impl: func(_, dims, kwargs value) (value, exc) {
				var s steps
				args := py.TupleV(py.NewList(s.Items(dims)).Value(), singletons["Load"])
				return s.Done(s.ApplyEx(rules["Tuple"].class, args, kwargs))
			}}}},
	} {
		c.Bases = []value{slice}
		if _, e := pymod.Define(m, c); e != nil {
			return e
		}
	}
	old, e := makeConstantClasses()
	if e != nil {
		return e
	}
	pymod.AddFunctions(m, pymod.Func{Sig: "__getattr__(name)", Impl: func(name value) (value, exc) {
		if s, ok := py.AsStr(name); ok {
			if c, ok := old[s.S]; ok {
				if e := deprecated(useConstant, "ast."+s.S); e != nil {
					return value{}, e
				}
				m.Set(s.S, c)
				return c, nil
			}
		}
		var s steps
		e := py.Raisef(py.AttributeErrorType, "module 'ast' has no attribute %s", s.Repr(name))
		return value{}, e
	}})
	return nil
}

// makeConstantClasses makes Num, Str and so on: called, they return a Constant, and a
// Constant with such a value counts as an instance.
func makeConstantClasses() (map[string]value, exc) {
	old := map[string]value{}
	find := func(cls value) int {
		for i, c := range constantClasses {
			if old[c.name] == cls {
				return i
			}
		}
		return -1
	}
	meta, e := pymod.New(pymod.Class{
		Name: "_ABC", Module: "ast", Bases: []value{py.TypeType.Value()},
		Methods: []pymod.Func{{Sig: "__instancecheck__(cls, inst)", Impl: func(cls, v value) (value, exc) {
			i := find(cls)
			if i >= 0 {
				if e := deprecated(useConstant, "ast."+constantClasses[i].name); e != nil {
					return value{}, e
				}
			}
			if !is(v, "Constant") {
				return py.False, nil
			}
			if i < 0 {
				return py.Bool(py.IsInstance(v, py.AsType(cls))), nil
			}
			c := constantClasses[i]
			x, found, e := py.LookupAttr(v, py.Intern("value"))
			if e != nil || !found {
				return py.False, e
			}
			for _, t := range c.values {
				if py.IsInstance(x, t) && (c.but == nil || !py.IsInstance(x, c.but)) {
					return py.True, nil
				}
			}
			return py.False, nil
		}}},
	})
	if e != nil {
		return nil, e
	}
	for i, c := range constantClasses {
		class := pymod.Class{
			Name: c.name, Module: "ast", Doc: "Deprecated AST node class. Use ast.Constant instead",
			Bases: []value{rules["Constant"].class}, Meta: meta,
			StaticMethods: []pymod.Func{{Sig: "__new__(cls, *args, **kwargs)", Impl: func(cls, args, kwargs value) (value, exc) {
				return newConstant(cls, args, kwargs, find(cls) == i)
			}}},
		}
		if c.fields != nil {
			list := make([]field, len(c.fields))
			for j, f := range c.fields {
				list[j].name = f
			}
			class.Attrs = []py.Const{{Name: "_fields", Value: fieldNames(list)}}
		}
		v, e := pymod.New(class)
		if e != nil {
			return nil, e
		}
		old[c.name] = v
	}
	return old, nil
}

// newConstant is __new__ of these classes; itself says that cls is one of them rather than
// derived from one.
func newConstant(cls, args, kwargs value, itself bool) (value, exc) {
	var s steps
	name := py.AsType(cls).Name
	given := s.Items(args)
	fields := s.List(cls, "_fields")
	for _, key := range s.Items(kwargs) {
		for i, f := range fields {
			if i < len(given) && s.Eq(f, key) {
				s.Failf(py.TypeErrorType, "%s got multiple values for argument %s", name, s.Repr(key))
			}
		}
	}
	if s.Failed() {
		return value{}, s.Exc
	}
	if !itself {
		t := py.AsType(cls)
		return t.Alloc(t), nil
	}
	if e := deprecated(useConstant, "ast."+name); e != nil {
		return value{}, e
	}
	if name == "Ellipsis" {
		given = append([]value{py.Ellipsis}, given...)
	}
	return s.Done(s.ApplyEx(rules["Constant"].class, py.TupleV(given...), kwargs))
}
