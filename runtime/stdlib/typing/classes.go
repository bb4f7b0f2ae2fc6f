package typing

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
)

// This file implements Protocol, NamedTuple and TypedDict.

var (
	nameIsProtocol = py.Intern("_is_protocol")
	nameRuntime    = py.Intern("_is_runtime_protocol")
	nameModule     = py.Intern("__module__")
)

// protocolMetaType is the metaclass of protocols: an instance of a runtime protocol is
// whatever has its members.
var protocolMetaType = py.NewBuiltinType("_ProtocolMeta", &py.TypeSpec{
	Base: abc.MetaType, Module: "typing", Flags: py.FlagBaseType,
	Slots: py.Slots{
		New: func(meta *py.Type, args []value, names []*py.Str) (value, exc) {
			v, e := abc.MetaType.New(meta, args, names)
			if e != nil || !v.IsType() {
				return v, e
			}
			t := py.AsType(v)
			is := protocolClass.IsUnbound()
			for _, b := range t.Bases {
				is = is || b.Value() == protocolClass
			}
			t.Namespace().SetStr(nameIsProtocol, py.Bool(is))
			return v, nil
		},
		Call: func(v value, args []value, names []*py.Str) (value, exc) {
			if t := py.AsType(v); isProtocol(t) {
				return value{}, py.Raisef(py.TypeErrorType, "Protocols cannot be instantiated")
			}
			return py.TypeType.Call(v, args, names)
		},
	},
	Methods: []py.Method{
		{Name: "__instancecheck__", Sig: "($cls, instance)", Impl: func(cls, v value) (value, exc) {
			t := py.AsType(cls)
			if py.IsInstance(v, t) {
				return py.True, nil
			}
			if !isProtocol(t) {
				return py.CallMethod1(cls, py.Intern("__subclasscheck__"), v.Type().Value())
			}
			if x := t.Lookup(nameRuntime); x != py.True {
				return value{}, py.Raisef(py.TypeErrorType, "Instance and class checks can only be used with @runtime_checkable protocols")
			}
			for _, name := range protocolMembers(t) {
				x, found, e := py.LookupAttr(v, name)
				if e != nil || !found {
					return py.False, e
				}
				if x.IsNone() && py.Callable(t.Lookup(name)) {
					return py.False, nil
				}
			}
			return py.True, nil
		}},
		{Name: "__subclasscheck__", Sig: "($cls, other)", Impl: func(cls, other value) (value, exc) {
			t := py.AsType(cls)
			if !other.IsType() {
				return value{}, py.Raisef(py.TypeErrorType, "issubclass() arg 1 must be a class")
			}
			o := py.AsType(other)
			if o.IsSubclass(t) {
				return py.True, nil
			}
			if !isProtocol(t) {
				is, e := realCheck(cls, other)
				return py.Bool(is), e
			}
			if x := t.Lookup(nameRuntime); x != py.True {
				return value{}, py.Raisef(py.TypeErrorType, "Instance and class checks can only be used with @runtime_checkable protocols")
			}
			for _, name := range protocolMembers(t) {
				if x := o.Lookup(name); x.IsUnbound() || x.IsNone() {
					return py.False, nil
				}
			}
			return py.True, nil
		}},
	},
})

// realCheck is the check of ABCMeta.
func realCheck(cls, sub value) (bool, exc) {
	f := abc.MetaType.Lookup(py.Intern("__subclasscheck__"))
	r, e := py.Call2(f, cls, sub)
	if e != nil {
		return false, e
	}
	return py.Truth(r)
}

var protocolClass value

func isProtocol(t *py.Type) bool {
	x, _ := t.Namespace().GetStr(nameIsProtocol)
	return x == py.True
}

var notMembers = map[string]bool{}

func init() {
	for _, n := range strings.Fields("__abstractmethods__ __annotations__ __dict__ __doc__ __init__ __module__ __new__ __slots__ __subclasshook__ __weakref__ " +
		"__class_getitem__ __match_args__ __static_attributes__ __firstlineno__ __parameters__ __orig_bases__ __qualname__ _is_protocol _is_runtime_protocol __protocol_attrs__ __type_params__") {
		notMembers[n] = true
	}
}

// protocolMembers returns the names that the protocols along t's MRO declare.
func protocolMembers(t *py.Type) []*py.Str {
	var names []*py.Str
	seen := map[*py.Str]bool{}
	add := func(d *py.Dict) {
		for _, k := range d.Keys() {
			s := py.InternStr(k.Str())
			if !notMembers[s.S] && !seen[s] && !strings.HasPrefix(s.S, "_abc_") {
				seen[s] = true
				names = append(names, s)
			}
		}
	}
	for _, base := range t.MRO {
		if base.Value() == protocolClass || !isProtocol(base) {
			continue
		}
		add(base.Namespace())
		if ann, ok := base.Namespace().GetStr(nameAnnotations); ok {
			if d, ok := py.AsDict(ann); ok {
				add(d)
			}
		}
	}
	return names
}

func runtimeCheckable(cls value) (value, exc) {
	if !cls.IsType() || !isProtocol(py.AsType(cls)) {
		r, e := py.ReprText(cls)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "@runtime_checkable can be only applied to protocol classes, got %s", r)
	}
	return cls, py.SetAttr(cls, nameRuntime, py.True)
}

func addProtocols(m *py.Module) exc {
	ns := py.NewDict()
	ns.SetStr(nameModule, py.StrV("typing"))
	ns.SetStr(py.Intern("__slots__"), py.EmptyTuple.Value())
	p, e := py.Call3(protocolMetaType.Value(), py.StrV("Protocol"), py.TupleV(py.GenericType.Value()), ns.Value())
	if e != nil {
		return e
	}
	protocolClass = p
	m.Set("Protocol", p)
	for name, method := range map[string]string{"SupportsInt": "__int__", "SupportsFloat": "__float__", "SupportsComplex": "__complex__",
		"SupportsBytes": "__bytes__", "SupportsIndex": "__index__", "SupportsAbs": "__abs__", "SupportsRound": "__round__"} {
		ns := py.NewDict()
		ns.SetStr(nameModule, py.StrV("typing"))
		ns.SetStr(py.Intern("__slots__"), py.EmptyTuple.Value())
		fn := py.NewGoFunction(py.FuncSpec{Name: method, Qualname: name + "." + method, Module: "typing", Pos: []string{"self"}, Impl: func(self value) (value, exc) { return py.None, nil }}).Value()
		if _, e := abstractMethod(fn); e != nil {
			return e
		}
		ns.SetStr(py.Intern(method), fn)
		c, e := py.Call3(protocolMetaType.Value(), py.StrV(name), py.TupleV(p), ns.Value())
		if e != nil {
			return e
		}
		if _, e := runtimeCheckable(c); e != nil {
			return e
		}
		m.Set(name, c)
	}
	for _, name := range []string{"IO", "TextIO", "BinaryIO"} {
		ns := py.NewDict()
		ns.SetStr(nameModule, py.StrV("typing"))
		c, e := py.Call3(py.TypeType.Value(), py.StrV(name), py.TupleV(py.GenericType.Value()), ns.Value())
		if e != nil {
			return e
		}
		t := py.AsType(c)
		t.Namespace().SetStr(py.Intern("__class_getitem__"), py.NewClassMethod(py.NewGoFunction(py.FuncSpec{Name: "__class_getitem__", Module: "typing", Pos: []string{"cls", "item"},
			Impl: func(cls, item value) (value, exc) { return newForm(specialAliasType, name, kindAlias, cls, -1), nil }}).Value()))
		m.Set(name, c)
	}
	for _, name := range []string{"Pattern", "Match"} {
		m.Set(name, newForm(specialAliasType, name, kindAlias, py.ObjectType.Value(), 1))
	}
	return nil
}

// NamedTuple is a function; a class that has it as a base is made by namedTupleMeta from
// the annotations in its body.
var namedTupleFunc, typedDictFunc *py.Function

func newNamedTupleFunc() *py.Function {
	return py.NewGoFunction(py.FuncSpec{Name: "NamedTuple", Module: "typing", Pos: []string{"typename", "fields"}, PosOnly: 2,
		Defaults: []value{py.None}, VarKw: "kwargs", Impl: func(name, fields, kwargs value) (value, exc) {
			types := py.NewDict()
			if fields.IsNone() {
				fields = kwargs
			}
			if d, ok := py.AsDict(fields); ok {
				types = d
			} else if e := py.Each(fields, func(pair value) exc {
				k, t, e := py.Unpack2(pair)
				if e != nil {
					return e
				}
				return types.Set(k, asType(t))
			}); e != nil {
				return value{}, e
			}
			s, e := py.StrText(name)
			if e != nil {
				return value{}, e
			}
			return makeNamedTuple(s, py.CallerModule(), types, nil)
		}})
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
		ns, ok := py.AsDict(args[2])
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "NamedTuple namespace must be a dict")
		}
		types := py.NewDict()
		if ann, ok := ns.GetStr(nameAnnotations); ok {
			types, _ = py.AsDict(ann)
		}
		module := "typing"
		if m, ok := ns.GetStr(nameModule); ok && m.IsStr() {
			module = m.Str().S
		}
		return makeNamedTuple(args[0].Str().S, module, types, ns)
	}},
})

// makeNamedTuple makes a named tuple with the fields of types; ns, which may be nil, is
// the body of the class with the defaults and methods.
func makeNamedTuple(name, module string, types *py.Dict, ns *py.Dict) (value, exc) {
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
	cls, e := collections.NewNamedTuple(name, module, fields, defaults)
	if e != nil {
		return value{}, e
	}
	if e := py.SetAttr(cls, nameAnnotations, types.Value()); e != nil {
		return value{}, e
	}
	if e := py.SetAttr(cls, py.Intern("__orig_bases__"), py.TupleV(namedTupleFunc.Value())); e != nil {
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
		case "__module__", "__annotations__", "__orig_bases__", "__classcell__":
			continue
		}
		if _, isField := types.GetStr(key); isField {
			continue
		}
		if e := py.SetAttr(cls, key, v); e != nil {
			return value{}, e
		}
		if set, found, e := py.LookupAttr(v.Type().Value(), py.Intern("__set_name__")); e != nil {
			return value{}, e
		} else if found {
			if _, e := py.Call3(set, v, cls, k); e != nil {
				return value{}, e
			}
		}
	}
	if cell, ok := ns.GetStr(py.Intern("__classcell__")); ok && cell.Type() == py.CellType {
		py.Heap[py.Cell](cell).V = cls
	}
	return cls, nil
}

func newTypedDictFunc() *py.Function {
	return py.NewGoFunction(py.FuncSpec{Name: "TypedDict", Module: "typing", Pos: []string{"typename", "fields"}, PosOnly: 2, KwOnly: []string{"total"},
		Defaults: []value{py.EmptyTuple.Value()}, KwDefaults: map[string]value{"total": py.True}, Impl: func(name, fields, total value) (value, exc) {
			ns := py.NewDict()
			pairs, e := py.Call1(py.DictType.Value(), fields)
			if e != nil {
				return value{}, e
			}
			ann, _ := py.AsDict(pairs)
			ns.SetStr(nameModule, py.StrV(py.CallerModule()))
			ns.SetStr(nameAnnotations, ann.Value())
			return newTypedDict(typedDictMetaType, name, nil, ns, total)
		}})
}

var typedDictMetaType = py.NewBuiltinType("_TypedDictMeta", &py.TypeSpec{
	Base: py.TypeType, Module: "typing",
	Slots: py.Slots{
		New: func(meta *py.Type, args []value, names []*py.Str) (value, exc) {
			total := py.True
			n := len(args) - len(names)
			for i, name := range names {
				if name.S == "total" {
					total = args[n+i]
				}
			}
			bases, e := py.ItemsOf(args[1])
			if e != nil {
				return value{}, e
			}
			ns, _ := py.AsDict(args[2])
			return newTypedDict(meta, args[0], bases, ns, total)
		},
		Call: func(v value, args []value, names []*py.Str) (value, exc) {
			return py.CallKw(py.DictType.Value(), args, names)
		},
	},
	Methods: []py.Method{{Name: "__subclasscheck__", Impl: func(v value, args []value) (value, exc) {
		return value{}, py.Raisef(py.TypeErrorType, "TypedDict does not support instance and class checks")
	}}, {Name: "__instancecheck__", Impl: func(v value, args []value) (value, exc) {
		return value{}, py.Raisef(py.TypeErrorType, "TypedDict does not support instance and class checks")
	}}},
})

func newTypedDict(meta *py.Type, name value, bases []value, ns *py.Dict, total value) (value, exc) {
	ann := py.NewDict()
	required, optional := py.NewFrozenSet(), py.NewFrozenSet()
	for _, b := range bases {
		for _, part := range []struct {
			attr string
			set  *py.Set
		}{{"__required_keys__", required}, {"__optional_keys__", optional}} {
			if x, found, _ := py.LookupAttr(b, py.Intern(part.attr)); found {
				if e := py.Each(x, part.set.Add); e != nil {
					return value{}, e
				}
			}
		}
		if x, found, _ := py.LookupAttr(b, nameAnnotations); found {
			if d, ok := py.AsDict(x); ok {
				py.DictUpdate(ann.Value(), d.Value())
			}
		}
	}
	isTotal, e := py.Truth(total)
	if e != nil {
		return value{}, e
	}
	if own, ok := ns.GetStr(nameAnnotations); ok {
		d, _ := py.AsDict(own)
		for k, t, pos, ok := d.Entry(0); ok; k, t, pos, ok = d.Entry(pos) {
			need := isTotal
			if isAlias(t) {
				switch py.Heap[alias](t).form.name {
				case "Required":
					need = true
				case "NotRequired":
					need = false
				}
			}
			set := optional
			if need {
				set = required
			}
			if e := set.Add(k); e != nil {
				return value{}, e
			}
			if e := ann.Set(k, asType(t)); e != nil {
				return value{}, e
			}
		}
	}
	body := ns.Copy()
	body.SetStr(nameAnnotations, ann.Value())
	body.SetStr(py.Intern("__total__"), py.Bool(isTotal))
	body.SetStr(py.Intern("__required_keys__"), required.Value())
	body.SetStr(py.Intern("__optional_keys__"), optional.Value())
	return py.TypeType.New(meta, []value{name, py.TupleV(py.DictType.Value()), body.Value()}, nil)
}
