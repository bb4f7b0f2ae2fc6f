package ast

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file makes the classes of nodes.

var (
	nameFields     = py.Intern("_fields")
	nameAttributes = py.Intern("_attributes")
	nameFieldTypes = py.Intern("_field_types")
)

// astClass is ast.AST. The singletons are the contexts and operators that parse uses.
var (
	astClass   value
	singletons = map[string]value{}
)

// isNode reports whether v is of class ast.AST.
func isNode(v value) bool { return !astClass.IsUnbound() && py.IsInstance(v, py.AsType(astClass)) }

// is reports whether v is of the class of the grammar with that name.
func is(v value, names ...string) bool {
	for _, n := range names {
		if py.IsInstance(v, py.AsType(rules[n].class)) {
			return true
		}
	}
	return false
}

// buildClasses makes the classes, once.
func buildClasses() exc {
	if !astClass.IsUnbound() {
		return nil
	}
	readGrammar()
	empty := py.EmptyTuple.Value()
	class, e := pymod.New(pymod.Class{
		Name: "AST", Module: "ast",
		Attrs: []py.Const{{Name: "_fields", Value: empty}, {Name: "_attributes", Value: empty}, {Name: "__match_args__", Value: empty}},
		Methods: []pymod.Func{
			{Sig: "__init__(self, /, *args, **kwargs)", Impl: initNode},
			{Sig: "__reduce__(self)", Impl: reduceNode},
		},
	})
	if e != nil {
		return e
	}
	astClass = class
	for _, r := range classOrder {
		if e := r.build(); e != nil {
			return e
		}
	}
	for _, r := range classOrder {
		if r.sum {
			continue
		}
		if e := r.setTypes(); e != nil {
			return e
		}
		if r.base != nil && len(r.fields) == 0 && len(r.base.attrs) == 0 {
			singletons[r.name] = r.make(nil)
		}
	}
	return deprecatedAttributes()
}

// build makes the class of r.
func (r *rule) build() (e exc) {
	names := fieldNames(r.fields)
	c := pymod.Class{
		Name: r.name, Module: "ast", Doc: r.doc, Bases: []value{astClass},
		Attrs: []py.Const{{Name: "_fields", Value: names}, {Name: "__match_args__", Value: names}},
	}
	if r.base != nil {
		c.Bases = []value{r.base.class}
	} else {
		c.Attrs = append(c.Attrs, py.Const{Name: "_attributes", Value: fieldNames(r.attrs)})
	}
	for _, list := range [][]field{r.fields, r.attrs} {
		for _, f := range list {
			if f.optional {
				c.Attrs = append(c.Attrs, py.Const{Name: f.name, Value: py.None})
			}
		}
	}
	r.class, e = pymod.New(c)
	return e
}

func fieldNames(list []field) value {
	names := make([]value, len(list))
	for i, f := range list {
		names[i] = py.Intern(f.name).Value()
	}
	return py.TupleV(names...)
}

// setTypes sets _field_types, by which the constructor finds defaults.
func (r *rule) setTypes() exc {
	types := py.NewDict()
	for _, f := range r.fields {
		var t value
		switch f.kind {
		case "identifier", "string":
			t = py.StrType.Value()
		case "int":
			t = py.IntType.Value()
		case "constant":
			t = py.ObjectType.Value()
		default:
			t = rules[f.kind].class
		}
		switch {
		case f.list:
			t = py.NewGenericAlias(py.ListType.Value(), t)
		case f.optional:
			var e exc
			if t, e = py.UnionOr(t, py.None); e != nil {
				return e
			}
		}
		types.SetStr(py.Intern(f.name), t)
	}
	for _, name := range []string{"_field_types", "__annotations__"} {
		if e := py.SetAttr(r.class, py.Intern(name), types.Value()); e != nil {
			return e
		}
	}
	return nil
}

// make returns a node with the given fields, without calling a constructor.
func (r *rule) make(fields []value) value {
	t := py.AsType(r.class)
	v := t.Alloc(t)
	a := py.AttrsOf(v)
	for i, x := range fields {
		a.Set(py.Intern(r.fields[i].name), x)
	}
	return v
}

// classFields are the fields that the class of v says it has; the program may have changed
// them.
func classFields(v value, name *py.Str) ([]value, exc) {
	f, found, e := py.LookupAttr(v.Type().Value(), name)
	if e != nil || !found {
		return nil, e
	}
	return py.ToSlice(f)
}

// initNode is AST.__init__: arguments are the fields in their order or by name; those that
// are left out have a default by their type.
func initNode(self, args, kwargs value) (value, exc) {
	var s steps
	cls := self.Type()
	fields, e := classFields(self, nameFields)
	if e != nil {
		return value{}, e
	}
	given := s.Items(args)
	if len(given) > len(fields) {
		plural := "s"
		if len(fields) == 1 {
			plural = ""
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s constructor takes at most %d positional argument%s", cls.Name, len(fields), plural)
	}
	missing := py.NewDict() // the fields not given
	for i, f := range fields {
		if i < len(given) {
			name, ok := py.AsStr(f)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "attribute name must be string, not '%s'", f.Type().Name)
			}
			s.Set(self, name.S, given[i])
		} else {
			s.Raise(missing.Set(f, py.None))
		}
	}
	for _, item := range s.Items(s.Call(kwargs, "items")) {
		key, x, e := py.Unpack2(item)
		if e != nil {
			return value{}, e
		}
		if _, found, e := missing.Get(key); e != nil {
			return value{}, e
		} else if found {
			_, e = missing.Delete(key)
			s.Raise(e)
		} else if known, e := contains(fields, key); e != nil {
			return value{}, e
		} else if known {
			return value{}, py.Raisef(py.TypeErrorType, "%s got multiple values for argument %s", cls.Name, s.Repr(key))
		} else {
			attrs, e := classFields(self, nameAttributes)
			if e != nil {
				return value{}, e
			}
			if known, e := contains(attrs, key); e != nil {
				return value{}, e
			} else if !known {
				s.Raise(deprecated("%s.__init__ got an unexpected keyword argument %s. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.", cls.Name, s.Repr(key)))
			}
		}
		if s.Exc == nil {
			s.Exc = py.SetAttr(self, key.Str(), x)
		}
	}
	if s.Exc == nil && missing.Len() > 0 {
		s.Raise(setDefaults(self, missing))
	}
	return s.Done(py.None)
}

func contains(list []value, x value) (bool, exc) {
	for _, y := range list {
		if eq, e := py.EqBool(x, y); e != nil || eq {
			return eq, e
		}
	}
	return false, nil
}

// setDefaults sets fields that the constructor was not given: an empty list, Load() or,
// where the class has it, None.
func setDefaults(self value, missing *py.Dict) exc {
	var s steps
	types, found, e := py.LookupAttr(self.Type().Value(), nameFieldTypes)
	if e != nil || !found {
		return e
	}
	for _, key := range s.Items(missing.Value()) {
		t := s.Call(types, "get", key, py.NotImplemented)
		name := s.Str(key)
		switch {
		case s.Failed():
		case t == py.NotImplemented:
			s.Raise(deprecated("Field %s is missing from %s._field_types. This will become an error in Python 3.15.", s.Repr(key), self.Type().Name))
		case t.Type() == py.UnionType:
		case t.Type() == py.GenericAliasType:
			s.Set(self, name, py.ListV())
		case t == rules["expr_context"].class:
			s.Set(self, name, singletons["Load"])
		default:
			s.Raise(deprecated("%s.__init__ missing 1 required positional argument: %s. This will become an error in Python 3.15.", self.Type().Name, s.Repr(key)))
		}
	}
	return s.Exc
}

// deprecated gives a DeprecationWarning about the Python code that runs.
func deprecated(format string, args ...any) exc {
	return py.Warnf(py.DeprecationWarningType, format, args...)
}

// reduceNode is AST.__reduce__: the constructor gets as many arguments as keep it from
// warning.
func reduceNode(self value) (value, exc) {
	attrs := py.AttrsOf(self)
	if attrs == nil || attrs.Len() == 0 {
		return py.TupleV(self.Type().Value(), py.EmptyTuple.Value()), nil
	}
	fields, e := classFields(self, nameFields)
	if e != nil {
		return value{}, e
	}
	var args []value
	for _, f := range fields {
		name, ok := py.AsStr(f)
		if !ok {
			break
		}
		if _, ok := attrs.Get(name); !ok {
			break
		}
		args = append(args, py.None)
	}
	return py.TupleV(self.Type().Value(), py.TupleV(args...), attrs.Dict().Value()), nil
}
