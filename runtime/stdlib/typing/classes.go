package typing

import (
	"slices"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
)

// This file implements NamedTuple, IO, Pattern and Match.

// newGeneric makes the class name with the base base and, where it is generic, what base
// is subscripted with.
func newGeneric(meta *py.Type, name string, base value, params value, ns *py.Dict) (value, exc) {
	ns.SetStr(nameModule, py.StrV("typing"))
	bases := py.TupleV(base)
	if !params.IsUnbound() {
		orig, e := py.GetItem(base, params)
		if e != nil {
			return value{}, e
		}
		ns.SetStr(py.Intern("__orig_bases__"), py.TupleV(orig))
	}
	return py.Call3(meta.Value(), py.StrV(name), bases, ns.Value())
}

// addFileClasses adds IO and what goes with it, Pattern and Match.
func addFileClasses(m *py.Module) exc {
	anyStr, _ := m.Get(py.Intern("AnyStr"))
	io, e := newGeneric(py.TypeType, "IO", py.GenericType.Value(), anyStr, py.NewDict())
	if e != nil {
		return e
	}
	m.Set("IO", io)
	for name, t := range map[string]*py.Type{"TextIO": py.StrType, "BinaryIO": py.BytesType} {
		c, e := newGeneric(py.TypeType, name, io, t.Value(), py.NewDict())
		if e != nil {
			return e
		}
		m.Set(name, c)
	}
	for _, name := range []string{"Pattern", "Match"} {
		origin := py.ObjectType.Value()
		if re, e := py.ImportModule("re"); e == nil {
			if origin, e = py.GetAttr(re, py.Intern(name)); e != nil {
				return e
			}
		} else if !e.Is(py.ImportErrorType) {
			return e
		}
		m.Set(name, newSpecialAlias(name, origin, 1, false))
	}
	return nil
}

// NamedTuple is a function; a class that has it as a base is made by namedTupleMeta from
// the annotations in its body.
var namedTupleFunc, typedDictFunc *py.Function

// deprecatedCall warns about a call of NamedTuple or TypedDict without fields.
func deprecatedCall(what, advice string) exc {
	return py.Warn(py.DeprecationWarningType, what+" is deprecated and will be disallowed in Python 3.15. "+advice, 1)
}

// noFields warns about a call without fields, or with None.
func noFields(fields value, name, function, kind, empty string) exc {
	what := "Failing to pass a value for the 'fields' parameter"
	if fields.IsNone() {
		what = "Passing `None` as the 'fields' parameter"
	}
	return deprecatedCall(what, "To create a "+function+" class with 0 fields using the functional syntax, pass an empty "+kind+
		", e.g. `"+name+" = "+function+"("+py.QuoteStr(name)+", "+empty+")`.")
}

func newNamedTupleFunc() *py.Function {
	return py.NewGoFunction(py.FuncSpec{Name: "NamedTuple", Module: "typing", Pos: []string{"typename", "fields"}, PosOnly: 2,
		Defaults: []value{sentinel}, VarKw: "kwargs", Impl: func(name, fields, kwargs value) (value, exc) {
			s, e := py.StrText(name)
			if e != nil {
				return value{}, e
			}
			kw, _ := py.AsDict(kwargs)
			switch given := kw != nil && kw.Len() > 0; {
			case given && fields == sentinel:
				e = deprecatedCall("Creating NamedTuple classes using keyword arguments", "Use the class-based or functional syntax instead.")
			case given && fields.IsNone():
				e = py.Raisef(py.TypeErrorType, "Cannot pass `None` as the 'fields' parameter and also specify fields using keyword arguments")
			case given:
				e = py.Raisef(py.TypeErrorType, "Either list of fields or keywords can be provided to NamedTuple, not both")
			case fields == sentinel || fields.IsNone():
				e = noFields(fields, s, "NamedTuple", "list", "[]")
			}
			if e != nil {
				return value{}, e
			}
			types := py.NewDict()
			add := func(k, t value) exc {
				t, e := typeCheck(t, "field "+fieldName(k)+" annotation must be a type", checkArgument)
				if e != nil {
					return e
				}
				return types.Set(k, t)
			}
			if fields == sentinel || fields.IsNone() {
				for k, t, pos, ok := kw.Entry(0); ok; k, t, pos, ok = kw.Entry(pos) {
					if e := add(k, t); e != nil {
						return value{}, e
					}
				}
			} else if e := py.Each(fields, func(pair value) exc {
				k, t, e := py.Unpack2(pair)
				if e != nil {
					return e
				}
				return add(k, t)
			}); e != nil {
				return value{}, e
			}
			return makeNamedTuple(s, py.CallerModule(), types, nil, nil)
		}})
}

// sentinel is the default of parameters that may be None.
var sentinel = py.NewTuple([]value{py.StrV("<sentinel>")}).Value()

func fieldName(k value) string {
	if k.IsStr() {
		return k.Str().S
	}
	r, _ := py.ReprText(k)
	return r
}

func init() {
	namedTupleFunc, typedDictFunc = newNamedTupleFunc(), newTypedDictFunc()
	py.SetAttr(namedTupleFunc.Value(), py.Intern("__mro_entries__"), py.NewBuiltin("_namedtuple_mro_entries", "typing", "(bases)", func(bases value) (value, exc) {
		return py.TupleV(namedTupleBase()), nil
	}).Value())
	py.SetAttr(typedDictFunc.Value(), py.Intern("__mro_entries__"), py.NewBuiltin("_typeddict_mro_entries", "typing", "(bases)", func(bases value) (value, exc) {
		return py.TupleV(typedDictBase()), nil
	}).Value())
}

// newBase makes the class that stands for NamedTuple or TypedDict among the bases.
func newBase(meta *py.Type, name string) value {
	ns := py.NewDict()
	ns.SetStr(nameModule, py.StrV("typing"))
	v, e := py.TypeType.New(meta, []value{py.StrV(name), py.EmptyTuple.Value(), ns.Value()}, nil)
	if e != nil {
		panic("typing: " + name + ": " + py.FormatException(e))
	}
	return v
}

var namedTupleBaseV, typedDictBaseV value

func namedTupleBase() value {
	if namedTupleBaseV.IsUnbound() {
		namedTupleBaseV = newBase(namedTupleMetaType, "_NamedTuple")
	}
	return namedTupleBaseV
}

func typedDictBase() value {
	if typedDictBaseV.IsUnbound() {
		typedDictBaseV = newBase(typedDictMetaType, "_TypedDict")
	}
	return typedDictBaseV
}

var namedTupleMetaType = py.NewBuiltinType("NamedTupleMeta", &py.TypeSpec{
	Base: py.TypeType, Module: "typing",
	Slots: py.Slots{New: func(meta *py.Type, args []value, names []*py.Str) (value, exc) {
		args = args[:len(args)-len(names)]
		bases, e := py.ItemsOf(args[1])
		if e != nil {
			return value{}, e
		}
		for i, b := range bases {
			switch {
			case b == namedTupleBaseV:
				bases = slices.Clone(bases)
				bases[i] = py.TupleType.Value()
			case b != py.GenericType.Value():
				return value{}, py.Raisef(py.TypeErrorType, "can only inherit from a NamedTuple type and Generic")
			}
		}
		ns, ok := py.AsDict(args[2])
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "NamedTuple namespace must be a dict")
		}
		types := py.NewDict()
		if ann, ok := ns.GetStr(nameAnnotations); ok {
			own, _ := py.AsDict(ann)
			for k, t, pos, ok := own.Entry(0); ok; k, t, pos, ok = own.Entry(pos) {
				if t, e = typeCheck(t, "field "+fieldName(k)+" annotation must be a type", checkArgument); e != nil {
					return value{}, e
				}
				if e := types.Set(k, t); e != nil {
					return value{}, e
				}
			}
		}
		module := "typing"
		if m, ok := ns.GetStr(nameModule); ok && m.IsStr() {
			module = m.Str().S
		}
		return makeNamedTuple(args[0].Str().S, module, types, ns, bases)
	}},
})

// makeNamedTuple makes a named tuple with the fields of types; ns, which may be nil, is
// the body of the class with the defaults and methods.
func makeNamedTuple(name, module string, types *py.Dict, ns *py.Dict, bases []value) (value, exc) {
	var fields []string
	var defaults []value
	for _, k := range types.Keys() {
		fields = append(fields, k.Str().S)
		if ns == nil {
			continue
		}
		if d, ok := ns.GetStr(k.Str()); ok {
			defaults = append(defaults, d)
		} else if len(defaults) > 0 {
			n := len(fields)
			plural := ""
			if len(defaults) > 1 {
				plural = "s"
			}
			return value{}, py.Raisef(py.TypeErrorType, "Non-default namedtuple field %s cannot follow default field%s %s", fields[n-1], plural,
				strings.Join(fields[n-1-len(defaults):n-1], ", "))
		}
	}
	if e := collections.CheckFieldNames(name, fields, false); e != nil {
		return value{}, e
	}
	more := map[string]value{}
	if bases == nil {
		bases = []value{py.TupleType.Value()}
	} else if slices.Contains(bases, py.GenericType.Value()) {
		key := py.Intern("__class_getitem__") // where tuple, which has one as well, comes first
		more[key.S] = py.GenericType.Lookup(key)
	}
	orig := py.TupleV(namedTupleFunc.Value())
	if ns != nil {
		if own, ok := ns.GetStr(nameOrigBases); ok {
			orig = own
		}
	}
	more["__orig_bases__"] = orig
	cls, e := collections.NewNamedTupleWith(name, py.StrV(module), fields, defaults, py.NewTuple(bases).Value(), more)
	if e != nil {
		return value{}, e
	}
	if e := py.SetAttr(cls, nameAnnotations, types.Value()); e != nil {
		return value{}, e
	}
	// The class and its __new__ share the annotations.
	create, e := py.GetAttr(cls, py.Intern("__new__"))
	if e == nil {
		e = py.SetAttr(create, nameAnnotations, types.Value())
	}
	if e != nil {
		return value{}, e
	}
	if ns == nil {
		return cls, nil
	}
	for k, v, pos, ok := ns.Entry(0); ok; k, v, pos, ok = ns.Entry(pos) {
		key := py.InternStr(k.Str())
		switch key.S {
		case "__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_field_types", "_make", "_replace", "_asdict", "_source":
			if key.S != "__slots__" {
				return value{}, py.Raisef(py.AttributeErrorType, "Cannot overwrite NamedTuple attribute %s", key.S)
			}
			continue
		case "__module__", "__annotations__", "__orig_bases__", "__classcell__", "__name__":
			continue
		}
		if _, isField := types.GetStr(key); !isField {
			if e := py.SetAttr(cls, key, v); e != nil {
				return value{}, e
			}
		}
		if _, _, e := py.CallSpecial(v, py.Intern("__set_name__"), cls, k); e != nil {
			e.AddNote("Error calling __set_name__ on " + py.QuoteStr(v.Type().Name) + " instance " + py.QuoteStr(key.S) + " in " + py.QuoteStr(name))
			return value{}, e
		}
	}
	if cell, ok := ns.GetStr(py.Intern("__classcell__")); ok && cell.Type() == py.CellType {
		py.Heap[py.Cell](cell).V = cls
	}
	return cls, nil
}
