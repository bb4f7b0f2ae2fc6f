package typing

import (
	"slices"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
)

// This file implements Protocol.

var (
	nameIsProtocol    = py.Intern("_is_protocol")
	nameRuntime       = py.Intern("_is_runtime_protocol")
	nameModule        = py.Intern("__module__")
	nameProtocolAttrs = py.Intern("__protocol_attrs__")
	nameNonCallable   = py.Intern("__non_callable_proto_members__")
	nameSubclassHook  = py.Intern("__subclasshook__")
)

var protocolClass value

// protocolBases are the classes that are not protocols and can yet be bases of them.
var protocolBases = map[string]bool{}

func init() {
	for _, name := range strings.Fields("Callable Awaitable Iterable Iterator AsyncIterable Hashable Sized Container Collection Reversible Buffer") {
		protocolBases["collections.abc."+name] = true
	}
	protocolBases["contextlib.AbstractContextManager"] = true
	protocolBases["contextlib.AbstractAsyncContextManager"] = true
}

const notRuntime = "Instance and class checks can only be used with @runtime_checkable protocols"

// protocolMetaType is the metaclass of protocols: an instance of a runtime protocol is
// whatever has its members.
var protocolMetaType = py.NewBuiltinType("_ProtocolMeta", &py.TypeSpec{
	Base: abc.MetaType, Module: "typing", Flags: py.FlagBaseType,
	Slots: py.Slots{
		New: func(meta *py.Type, args []value, names []*py.Str) (value, exc) {
			if !protocolClass.IsUnbound() && len(args)-len(names) == 3 {
				if e := checkProtocolBases(args[1]); e != nil {
					return value{}, e
				}
			}
			v, e := abc.MetaType.New(meta, args, names)
			if e != nil || !v.IsType() {
				return v, e
			}
			t := py.AsType(v)
			if isProtocol(t) {
				names := py.NewSet()
				for _, n := range protocolMembers(t) {
					if e := names.Add(n.Value()); e != nil {
						return value{}, e
					}
				}
				e = py.SetAttr(v, nameProtocolAttrs, names.Value())
			}
			return v, e
		},
	},
	Methods: []py.Method{
		{Name: "__instancecheck__", Sig: "($cls, instance)", Impl: func(cls, v value) (value, exc) {
			t := py.AsType(cls)
			if cls == protocolClass {
				return py.Bool(v.Type().IsSubclass(t)), nil
			}
			if isProtocol(t) && !isRuntime(t) {
				return value{}, py.Raisef(py.TypeErrorType, notRuntime)
			}
			is, e := abcCheck("__instancecheck__", cls, v)
			if is || e != nil || !isProtocol(t) {
				return py.Bool(is), e
			}
			is, e = hasMembers(t, v)
			return py.Bool(is), e
		}},
		{Name: "__subclasscheck__", Sig: "($cls, other)", Impl: func(cls, other value) (value, exc) {
			t := py.AsType(cls)
			if cls == protocolClass {
				if !other.IsType() {
					return value{}, py.Raisef(py.TypeErrorType, "issubclass() arg 1 must be a class")
				}
				return py.Bool(py.AsType(other).IsSubclass(t)), nil
			}
			if isProtocol(t) {
				if e := checkRuntime(t, other); e != nil {
					return value{}, e
				}
			}
			is, e := abcCheck("__subclasscheck__", cls, other)
			return py.Bool(is), e
		}},
	},
})

func init() { abc.ProtocolMeta = protocolMetaType }

// checkProtocolBases refuses bases of a protocol that are not protocols.
func checkProtocolBases(bases value) exc {
	list, e := py.ItemsOf(bases)
	if e != nil {
		return e
	}
	if !slices.Contains(list, protocolClass) && !slices.Contains(list, py.GenericType.Value()) {
		return nil
	}
	for _, b := range list {
		if !b.IsType() {
			continue
		}
		t := py.AsType(b)
		if t == py.ObjectType || t == py.GenericType || protocolBases[t.FullName()] || t.IsSubclass(py.GenericType) && isProtocol(t) {
			continue
		}
		r, e := py.ReprText(b)
		if e != nil {
			return e
		}
		return py.Raisef(py.TypeErrorType, "Protocols can only inherit from other protocols, got %s", r)
	}
	return nil
}

// checkRuntime refuses issubclass for protocols that are not for it.
func checkRuntime(t *py.Type, other value) exc {
	refuse := func(format string, args ...any) exc {
		if !other.IsType() {
			return py.Raisef(py.TypeErrorType, "issubclass() arg 1 must be a class")
		}
		return py.Raisef(py.TypeErrorType, format, args...)
	}
	if !isRuntime(t) {
		return refuse(notRuntime)
	}
	hook, own := t.Namespace().GetStr(nameSubclassHook)
	others := nonCallable(t)
	if len(others) == 0 || !own || hook != protocolHook {
		return nil
	}
	quoted := make([]string, len(others))
	for i, n := range others {
		quoted[i] = py.QuoteStr(n)
	}
	return refuse("Protocols with non-method members don't support issubclass(). Non-method members: %s.", strings.Join(quoted, ", "))
}

// nonCallable returns the names of the members of a runtime protocol that are not methods.
func nonCallable(t *py.Type) []string {
	set := t.Lookup(nameNonCallable)
	if set.IsUnbound() {
		return nil
	}
	var names []string
	_ = py.Each(set, func(x value) exc {
		names = append(names, x.Str().S)
		return nil
	})
	slices.Sort(names)
	return names
}

// hasMembers reports whether v has the members of the protocol t. It runs no code of v.
func hasMembers(t *py.Type, v value) (bool, exc) {
	attrs, e := py.GetAttr(t.Value(), nameProtocolAttrs)
	if e != nil {
		return false, e
	}
	others := nonCallable(t)
	has := true
	e = py.Each(attrs, func(name value) exc {
		x, found := py.StaticAttr(v, py.InternStr(name.Str()))
		if !found || x.IsNone() && !slices.Contains(others, name.Str().S) {
			has = false
		}
		return nil
	})
	return has, e
}

// abcCheck is a check of ABCMeta.
func abcCheck(method string, cls, x value) (bool, exc) {
	r, e := py.Call2(abc.MetaType.Lookup(py.Intern(method)), cls, x)
	if e != nil {
		return false, e
	}
	return py.Truth(r)
}

// protocolHook is the __subclasshook__ of protocols.
var protocolHook = py.NewClassMethod(py.NewGoFunction(py.FuncSpec{Name: "_proto_hook", Module: "typing", Pos: []string{"cls", "other"}, Impl: func(cls, other value) (value, exc) {
	t := py.AsType(cls)
	if is, _ := t.Namespace().GetStr(nameIsProtocol); is != py.True {
		return py.NotImplemented, nil
	}
	attrs, e := py.GetAttr(cls, nameProtocolAttrs)
	if e != nil {
		return value{}, e
	}
	names, e := py.ItemsOf(attrs)
	if e != nil {
		return value{}, e
	}
	if !other.IsType() {
		return value{}, py.Raisef(py.TypeErrorType, "issubclass() arg 1 must be a class")
	}
	o := py.AsType(other)
next:
	for _, n := range names {
		name := py.InternStr(n.Str())
		for _, base := range o.MRO {
			if x, ok := base.Namespace().GetStr(name); ok {
				if x.IsNone() {
					return py.NotImplemented, nil
				}
				continue next
			}
			own, _ := base.Namespace().GetStr(nameAnnotations)
			if ann, ok := py.AsDict(own); ok && o.IsSubclass(py.GenericType) && isProtocol(o) {
				if _, declared := ann.GetStr(name); declared {
					continue next
				}
			}
		}
		return py.NotImplemented, nil
	}
	return py.True, nil
}}).Value())

// isProtocol reports whether t is declared as a protocol.
func isProtocol(t *py.Type) bool {
	x := t.Lookup(nameIsProtocol)
	return x == py.True
}

func isRuntime(t *py.Type) bool { return t.Lookup(nameRuntime) == py.True }

var notMembers = map[string]bool{}

func init() {
	for _, n := range strings.Fields("__abstractmethods__ __annotations__ __dict__ __doc__ __init__ __module__ __new__ __slots__ __subclasshook__ __weakref__ " +
		"__class_getitem__ __match_args__ __static_attributes__ __firstlineno__ __parameters__ __orig_bases__ __orig_class__ __qualname__ _is_protocol _is_runtime_protocol " +
		"__protocol_attrs__ __non_callable_proto_members__ __type_params__") {
		notMembers[n] = true
	}
}

// protocolMembers returns the names that t and its bases declare.
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
	for _, base := range t.MRO[:len(t.MRO)-1] {
		if base.Name == "Protocol" || base.Name == "Generic" {
			continue
		}
		add(base.Namespace())
		own, _ := base.Namespace().GetStr(nameAnnotations)
		if d, ok := py.AsDict(own); ok {
			add(d)
		}
	}
	return names
}

func runtimeCheckable(cls value) (value, exc) {
	if !cls.IsType() || !py.AsType(cls).IsSubclass(py.GenericType) || !isProtocol(py.AsType(cls)) {
		r, e := py.ReprText(cls)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "@runtime_checkable can be only applied to protocol classes, got %s", r)
	}
	if e := py.SetAttr(cls, nameRuntime, py.True); e != nil {
		return value{}, e
	}
	others := py.NewSet()
	attrs, found, e := py.LookupAttr(cls, nameProtocolAttrs)
	if e != nil || !found {
		return cls, e
	}
	e = py.Each(attrs, func(name value) exc {
		x, found, e := py.LookupAttr(cls, py.InternStr(name.Str()))
		if e != nil {
			if !e.Is(py.ExceptionType) {
				return e
			}
			return py.RaiseFrom(py.Raisef(py.TypeErrorType, "Failed to determine whether protocol member %s is a method member", py.QuoteStr(name.Str().S)).Value(), py.ExcValue(e))
		}
		if found && py.Callable(x) {
			return nil
		}
		return others.Add(name)
	})
	if e != nil {
		return value{}, e
	}
	return cls, py.SetAttr(cls, nameNonCallable, others.Value())
}

// protocolInitSubclass sets up the classes below Protocol.
func protocolInitSubclass(cls, args, kwargs value) (value, exc) {
	super, e := py.Super(protocolClass, cls)
	if e != nil {
		return value{}, e
	}
	next, e := py.GetAttr(super, py.Intern("__init_subclass__"))
	if e != nil {
		return value{}, e
	}
	if _, e := py.CallEx(next, args, kwargs); e != nil {
		return value{}, e
	}
	t := py.AsType(cls)
	if is, _ := t.Namespace().GetStr(nameIsProtocol); is.IsUnbound() || is != py.True {
		if e := py.SetAttr(cls, nameIsProtocol, py.Bool(slices.Contains(t.Bases, py.AsType(protocolClass)))); e != nil {
			return value{}, e
		}
	}
	if _, own := t.Namespace().GetStr(nameSubclassHook); !own {
		if e := py.SetAttr(cls, nameSubclassHook, protocolHook); e != nil {
			return value{}, e
		}
	}
	init := py.Intern("__init__")
	if isProtocol(t) && t.Lookup(init) == py.AsType(protocolClass).Lookup(init) {
		return py.None, py.SetAttr(cls, init, noInit)
	}
	return py.None, nil
}

// noInit is the __init__ of protocols, which cannot be instantiated. Where a class derives
// from one, the next __init__ of its bases is called in its place.
var noInit value

func init() {
	noInit = py.NewGoFunction(py.FuncSpec{Name: "_no_init_or_replace_init", Module: "typing", Pos: []string{"self"}, VarArgs: "args", VarKw: "kwargs",
		Impl: func(self, args, kwargs value) (value, exc) {
			t := self.Type()
			if isProtocol(t) {
				return value{}, py.Raisef(py.TypeErrorType, "Protocols cannot be instantiated")
			}
			name := py.Intern("__init__")
			if t.Lookup(name) != noInit {
				return py.None, nil // called by super() from the class's own
			}
			found := value{}
			for _, base := range t.MRO {
				x, ok := base.Namespace().GetStr(name)
				if ok && x != noInit {
					found = x
					break
				}
			}
			if found.IsUnbound() {
				found = py.ObjectType.Lookup(name)
			}
			list, e := py.ItemsOf(args)
			if e != nil {
				return value{}, e
			}
			return py.CallEx(found, py.NewTuple(append([]value{self}, list...)).Value(), kwargs)
		}}).Value()
}

func addProtocols(m *py.Module) exc {
	ns := py.NewDict()
	ns.SetStr(nameModule, py.StrV("typing"))
	ns.SetStr(py.Intern("__slots__"), py.EmptyTuple.Value())
	ns.SetStr(nameIsProtocol, py.True)
	ns.SetStr(nameRuntime, py.False)
	ns.SetStr(py.Intern("__init_subclass__"), py.NewClassMethod(py.NewGoFunction(py.FuncSpec{Name: "__init_subclass__", Qualname: "Protocol.__init_subclass__", Module: "typing",
		Pos: []string{"cls"}, VarArgs: "args", VarKw: "kwargs", Impl: protocolInitSubclass}).Value()))
	p, e := py.Call3(protocolMetaType.Value(), py.StrV("Protocol"), py.TupleV(py.GenericType.Value()), ns.Value())
	if e != nil {
		return e
	}
	protocolClass = p
	m.Set("Protocol", p)
	for name, method := range map[string]string{"SupportsInt": "__int__", "SupportsFloat": "__float__", "SupportsComplex": "__complex__",
		"SupportsBytes": "__bytes__", "SupportsIndex": "__index__", "SupportsAbs": "__abs__", "SupportsRound": "__round__"} {
		ns := py.NewDict()
		ns.SetStr(py.Intern("__slots__"), py.EmptyTuple.Value())
		fn := py.NewGoFunction(py.FuncSpec{Name: method, Qualname: name + "." + method, Module: "typing", Pos: []string{"self"}, Impl: func(self value) (value, exc) { return py.None, nil }}).Value()
		if _, e := abstractMethod(fn); e != nil {
			return e
		}
		ns.SetStr(py.Intern(method), fn)
		params := value{}
		if name == "SupportsAbs" || name == "SupportsRound" {
			if params, e = py.NewTypeVar(py.Intern("T"), value{}, value{}, value{}); e != nil {
				return e
			}
		}
		c, e := newGeneric(protocolMetaType, name, p, params, ns)
		if e != nil {
			return e
		}
		if _, e := runtimeCheckable(c); e != nil {
			return e
		}
		m.Set(name, c)
	}
	return addFileClasses(m)
}
