package enum

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements the classes Enum, ReprEnum, IntEnum and StrEnum, and makes the
// module's other enumerations.

// enumInit is Enum.__init__, which does nothing.
var enumInit value

// define makes an enum class of the module.
func define(m *py.Module, name, doc string, bases []value, body []bodyEntry, boundary value) (value, exc) {
	basesV := py.TupleV(bases...)
	ns, e := prepare(metaType.Value(), []value{py.StrV(name), basesV}, nil)
	if e != nil {
		return value{}, e
	}
	d := py.Heap[enumDict](ns)
	entries := []bodyEntry{{"__module__", py.StrV("enum")}, {"__qualname__", py.StrV(name)}}
	if doc != "" {
		entries = append(entries, bodyEntry{"__doc__", py.StrV(doc)})
	}
	for _, b := range append(entries, body...) {
		if e := d.set(py.Intern(b.name).Value(), b.v); e != nil {
			return value{}, e
		}
	}
	v, e := newEnum(metaType, []value{py.StrV(name), basesV, ns, boundary}, []*py.Str{py.Intern("boundary")})
	if e == nil {
		m.Set(name, v)
	}
	return v, e
}

// bodyEntry is a name of a class body.
type bodyEntry struct {
	name string
	v    value
}

// method is a function of a class body.
func method(class, sig string, impl any) bodyEntry {
	f := pymod.GoFunction("enum", class, pymod.Func{Sig: sig, Impl: impl})
	return bodyEntry{f.Name.S, f.Value()}
}

func classMethod(class, sig string, impl any) bodyEntry {
	b := method(class, sig, impl)
	b.v = py.NewClassMethod(b.v)
	return b
}

func staticMethod(class, sig string, impl any) bodyEntry {
	b := method(class, sig, impl)
	b.v = py.NewStaticMethod(b.v)
	return b
}

// reader is an enum.property that reads an attribute.
func reader(name string, attr *py.Str) (bodyEntry, exc) {
	get := pymod.NewFunction("enum", "Enum", pymod.Func{Sig: name + "(self)", Doc: "The " + name + " of the Enum member.",
		Impl: func(self value) (value, exc) { return py.GetAttr(self, attr) }})
	v, e := py.Call1(propertyClass, get)
	return bodyEntry{name, v}, e
}

// shownValue is the repr of the value of a member.
func shownValue(s *steps, self value) string {
	v := s.Attr(self, nameValue.S)
	if r := s.Attr(s.Attr(self, "__class__"), nameValueRepr.S); !s.Failed() && s.Truth(r) {
		return s.Str(s.Apply(r, v))
	}
	return s.Repr(v)
}

func className(s *steps, self value) string {
	return s.Str(s.Attr(s.Attr(self, "__class__"), "__name__"))
}

func enumBody() ([]bodyEntry, exc) {
	name, e := reader("name", nameName)
	if e != nil {
		return nil, e
	}
	val, e := reader("value", nameValue)
	if e != nil {
		return nil, e
	}
	newFn, initFn := method("Enum", "__new__(cls, value)", lookUp), method("Enum", "__init__(self, *args, **kwds)", func(self, args, kwds value) (value, exc) { return py.None, nil })
	enumNew, enumInit = newFn.v, initFn.v
	return []bodyEntry{
		classMethod("Enum", "__signature__(cls)", func(cls value) (value, exc) {
			if len(listOf(cls, nameMemberList).Items) > 0 {
				return py.StrV("(*values)"), nil
			}
			return py.StrV("(new_class_name, /, names, *, module=None, qualname=None, type=None, start=1, boundary=None)"), nil
		}),
		newFn, initFn,
		method("Enum", "_add_alias_(self, name)", func(self, name value) (value, exc) {
			n, ok := py.AsStr(name)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "attribute name must be string, not '%s'", name.Type().Name)
			}
			return py.None, addName(self.Type().Value(), py.InternStr(n), self)
		}),
		method("Enum", "_add_value_alias_(self, value)", func(self, x value) (value, exc) {
			cls := self.Type().Value()
			m, found, e := canonical(cls, x)
			if e != nil || found && m == self {
				return py.None, e
			}
			if found {
				return value{}, py.Raisef(py.ValueErrorType, "%s is already bound: %s", mustRepr(x), mustRepr(m))
			}
			// While it is made, a member has no name yet that could find it.
			n := nameName
			if s, ok := py.AsStr(pymod.Get(self, nameName.S)); ok {
				n = py.InternStr(s)
			}
			return py.None, addValue(cls, n, x, self)
		}),
		staticMethod("Enum", "_generate_next_value_(name, start, count, last_values)", nextValue),
		classMethod("Enum", "_missing_(cls, value)", func(cls, x value) (value, exc) { return py.None, nil }),
		method("Enum", "__repr__(self)", func(self value) (value, exc) {
			var s steps
			return s.Done(py.StrV("<" + className(&s, self) + "." + s.Str(s.Attr(self, nameName.S)) + ": " + shownValue(&s, self) + ">"))
		}),
		method("Enum", "__str__(self)", func(self value) (value, exc) {
			var s steps
			return s.Done(py.StrV(className(&s, self) + "." + s.Str(s.Attr(self, nameName.S))))
		}),
		method("Enum", "__dir__(self)", dirOfMember),
		method("Enum", "__format__(self, format_spec)", func(self, spec value) (value, exc) {
			text, e := py.Str_(self)
			if e != nil {
				return value{}, e
			}
			return py.CallMethod2(py.StrType.Value(), py.Intern("__format__"), text, spec)
		}),
		method("Enum", "__hash__(self)", func(self value) (value, exc) {
			n, e := py.GetAttr(self, nameName)
			if e != nil {
				return value{}, e
			}
			h, e := py.Hash(n)
			return py.Int(h), e
		}),
		method("Enum", "__reduce_ex__(self, proto)", func(self, proto value) (value, exc) {
			var s steps
			return s.Done(py.TupleV(s.Attr(self, "__class__"), py.TupleV(s.Attr(self, nameValue.S))))
		}),
		method("Enum", "__deepcopy__(self, memo)", func(self, memo value) (value, exc) { return self, nil }),
		method("Enum", "__copy__(self)", func(self value) (value, exc) { return self, nil }),
		name, val,
	}, nil
}

// nextValue is Enum._generate_next_value_: one more than the greatest value.
func nextValue(name, start, count, last value) (value, exc) {
	list, e := py.ToSlice(last)
	if e != nil {
		return value{}, e
	}
	if len(list) == 0 {
		return start, nil
	}
	sorted := py.NewList(list).Value()
	if _, e := py.CallMethod0(sorted, py.Intern("sort")); e != nil {
		if e.Is(py.TypeErrorType) {
			return value{}, instead(e, "unable to sort non-numeric values")
		}
		return value{}, e
	}
	l, _ := py.AsList(sorted)
	best := l.Items[len(l.Items)-1]
	n, e := py.Add(best, py.Int(1))
	if e != nil && e.Is(py.TypeErrorType) {
		return value{}, instead(e, "unable to increment "+mustRepr(best))
	}
	return n, e
}

// instead is raise TypeError(message) from None while e is handled.
func instead(e exc, message string) exc {
	x := py.NewException(py.TypeErrorType, py.StrV(message))
	x.Context, x.SuppressContext = e, true
	return x
}

// dirOfMember is Enum.__dir__.
func dirOfMember(self value) (value, exc) {
	var s steps
	set, e := py.SetBuild(nil)
	s.Raise(e)
	add := func(x value) { s.Call(set, "add", x) }
	cls := self.Type()
	mm := dictOf(cls.Value(), nameMemberMap)
	isMember := func(k *py.Str) bool {
		_, ok := mm.GetStr(k)
		return ok
	}
	if cls.Lookup(nameMemberType) != py.ObjectType.Value() {
		for _, x := range s.Items(s.Apply(ofObject(py.Intern("__dir__")), self)) {
			add(x)
		}
	}
	if d := s.AttrOr(self, "__dict__", py.None); !d.IsNone() {
		for _, k := range s.Items(d) {
			if n, ok := py.AsStr(k); ok && n.S != "" && n.S[0] != '_' && !isMember(n) {
				add(k)
			}
		}
	}
	for _, t := range cls.MRO {
		ns := t.Namespace()
		for k, x, pos, ok := ns.Entry(0); ok; k, x, pos, ok = ns.Entry(pos) {
			n, isStr := py.AsStr(k)
			if !isStr || n.S == "" || n.S[0] == '_' {
				continue
			}
			if py.IsInstance(x, py.AsType(propertyClass)) {
				if !s.Attr(x, "fget").IsNone() || !isMember(n) {
					add(k)
				} else {
					s.Call(set, "discard", k)
				}
			} else if !isMember(n) {
				add(k)
			}
		}
	}
	for _, n := range []string{"__class__", "__doc__", "__eq__", "__hash__", "__module__"} {
		add(py.StrV(n))
	}
	list := py.NewList(s.Items(set)).Value()
	s.Call(list, "sort")
	return s.Done(list)
}

// newStr is StrEnum.__new__.
func newStr(cls, args value) (value, exc) {
	t, _ := py.AsTuple(args)
	v := t.Items()
	switch {
	case len(v) > 3:
		return value{}, py.Raisef(py.TypeErrorType, "too many arguments for str(): %s", mustRepr(args))
	case len(v) == 1 && !v[0].IsStr():
		return value{}, py.Raisef(py.TypeErrorType, "%s is not a string", mustRepr(v[0]))
	case len(v) >= 2 && !v[1].IsStr():
		return value{}, py.Raisef(py.TypeErrorType, "encoding must be a string, not %s", mustRepr(v[1]))
	case len(v) == 3 && !v[2].IsStr():
		return value{}, py.Raisef(py.TypeErrorType, "errors must be a string, not %s", mustRepr(v[2]))
	}
	text, e := py.CallN(py.StrType.Value(), v)
	if e != nil {
		return value{}, e
	}
	m, e := py.CallMethod2(py.StrType.Value(), nameNew, cls, text)
	if e != nil {
		return value{}, e
	}
	return m, py.SetAttr(m, nameValue, text)
}

func initModule(m *py.Module) (e exc) {
	if e = defineProperty(m); e != nil {
		return e
	}
	for name, v := range map[string]value{"EnumType": metaType.Value(), "EnumMeta": metaType.Value(), "EnumDict": enumDictType.Value(), "_EnumDict": enumDictType.Value(), "_auto_null": autoNullValue} {
		m.Set(name, v)
	}
	body, e := enumBody()
	if e != nil {
		return e
	}
	enum, e := define(m, "Enum", "Create a collection of name/value pairs.", nil, body, py.None)
	if e != nil {
		return e
	}
	enumClass = enum
	repr, e := define(m, "ReprEnum", "Only changes the repr(), leaving str() and format() to the mixed-in type.", []value{enumClass}, nil, py.None)
	if e != nil {
		return e
	}
	reprEnumClass = repr
	if _, e = define(m, "IntEnum", "Enum where members are also (and must be) ints", []value{py.IntType.Value(), repr}, nil, py.None); e != nil {
		return e
	}
	if strEnumClass, e = define(m, "StrEnum", "Enum where members are also (and must be) strings", []value{py.StrType.Value(), repr}, []bodyEntry{
		method("StrEnum", "__new__(cls, *values)", newStr),
		staticMethod("StrEnum", "_generate_next_value_(name, start, count, last_values)", func(name, start, count, last value) (value, exc) {
			return py.CallMethod0(name, py.Intern("lower"))
		}),
	}, py.None); e != nil {
		return e
	}
	boundary, e := define(m, "FlagBoundary", "control how out of range values are handled", []value{strEnumClass},
		[]bodyEntry{{"STRICT", py.StrV("strict")}, {"CONFORM", py.StrV("conform")}, {"EJECT", py.StrV("eject")}, {"KEEP", py.StrV("keep")}}, py.None)
	if e != nil {
		return e
	}
	list := members(boundary)
	strict, conform, eject, keep = list[0], list[1], list[2], list[3]
	m.Set("STRICT", strict)
	m.Set("CONFORM", conform)
	m.Set("EJECT", eject)
	m.Set("KEEP", keep)
	flag, e := define(m, "Flag", "Support for flags", []value{enumClass}, flagBody(), strict)
	if e != nil {
		return e
	}
	flagClass = flag
	if _, e = define(m, "IntFlag", "Support for integer-based Flags", []value{py.IntType.Value(), repr, flag}, nil, keep); e != nil {
		return e
	}
	checks, e := define(m, "EnumCheck", "various conditions to check an enumeration for", []value{strEnumClass}, []bodyEntry{
		{"CONTINUOUS", py.StrV("no skipped integer values")}, {"NAMED_FLAGS", py.StrV("multi-flag aliases may not contain unnamed flags")},
		{"UNIQUE", py.StrV("one name per value")}}, py.None)
	if e != nil {
		return e
	}
	for _, c := range members(checks) {
		name, e := py.GetAttr(c, nameName)
		if e != nil {
			return e
		}
		m.Set(name.Str().S, c)
	}
	pymod.AddFunctions(m, globalFunctions...)
	pymod.AddFunctions(m, privateFunctions...)
	pymod.AddFunctions(m, pymod.Func{Sig: "_simple_enum(etype=Enum, *, boundary=None, use_args=None)", Impl: simpleEnum, Defaults: map[string]value{"Enum": enumClass}})
	for alias, name := range map[string]string{"_reduce_ex_by_global_name": "pickle_by_global_name"} {
		v, _ := m.Get(py.Intern(name))
		m.Set(alias, v)
	}
	return nil
}

// privateFunctions are what programs and other modules use of the module's own.
var privateFunctions = []pymod.Func{
	{Sig: "pickle_by_global_name(self, proto)", Impl: func(self, proto value) (value, exc) { return pymod.Attr(self, "name") }},
	{Sig: "pickle_by_enum_name(self, proto)", Impl: func(self, proto value) (value, exc) {
		var s steps
		return s.Done(py.TupleV(s.Import("builtins", "getattr"), py.TupleV(s.Attr(self, "__class__"), s.Attr(self, nameName.S))))
	}},
	{Sig: "_is_descriptor(obj)", Impl: func(v value) (value, exc) { return py.Bool(isDescriptor(v)), nil }},
	{Sig: "_is_dunder(name)", Impl: func(v value) (value, exc) { return py.Bool(v.IsStr() && isDunder(v.Str().S)), nil }},
	{Sig: "_is_sunder(name)", Impl: func(v value) (value, exc) { return py.Bool(v.IsStr() && isSunder(v.Str().S)), nil }},
	{Sig: "_is_private(cls_name, name)", Impl: func(c, v value) (value, exc) {
		return py.Bool(v.IsStr() && c.IsStr() && isPrivate(c.Str().S, v.Str().S)), nil
	}},
	{Sig: "_is_internal_class(cls_name, obj)", Impl: func(c, v value) (value, exc) { return py.Bool(c.IsStr() && isInternalClass(c.Str().S, v)), nil }},
	{Sig: "_is_single_bit(num)", Impl: func(v value) (value, exc) {
		var s steps
		return s.Done(py.Bool(isSingleBit(&s, v)))
	}},
	{Sig: "_iter_bits_lsb(num)", Impl: func(v value) (value, exc) {
		list, e := bitsOf(v)
		if e != nil {
			return value{}, e
		}
		return py.Iter(py.NewList(list).Value())
	}},
	{Sig: "_make_class_unpicklable(obj)", Impl: func(obj value) (value, exc) {
		var s steps
		refuse := pymod.NewFunction("enum", "_make_class_unpicklable.<locals>", pymod.Func{Sig: "_break_on_call_reduce(self, proto)", Impl: func(self, proto value) (value, exc) {
			return value{}, py.Raisef(py.TypeErrorType, "%s cannot be pickled", mustRepr(self))
		}})
		unknown := py.StrV("<unknown>")
		if _, ok := py.AsDict(obj); ok {
			s.SetItem(obj, nameReduceEx.Value(), refuse)
			s.SetItem(obj, nameModule.Value(), unknown)
		} else {
			s.Set(obj, nameReduceEx.S, refuse)
			s.Set(obj, nameModule.S, unknown)
		}
		return s.Done(py.None)
	}},
}
