// Package typing implements the module typing (Python library reference, typing: Support
// for type hints), as far as it does something when a program runs.
package typing

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
	_ "github.com/aio2go/aio2go/runtime/stdlib/contextlib" // for ContextManager
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "typing",
	Doc:  "The typing module: Support for gradual typing as defined by PEP 484 and subsequent PEPs.",
	Functions: []py.Method{
		{Name: "cast", Sig: "(typ, val)", Impl: func(typ, val value) (value, exc) { return val, nil }},
		{Name: "overload", Sig: "(func)", Impl: overload},
		{Name: "get_overloads", Sig: "(func)", Impl: getOverloads},
		{Name: "clear_overloads", Sig: "()", Impl: func() (value, exc) {
			overloads = map[string]*overloaded{}
			return py.None, nil
		}},
		{Name: "final", Sig: "(f)", Impl: mark("__final__", py.True)},
		{Name: "override", Sig: "(method, /)", Impl: mark("__override__", py.True)},
		{Name: "no_type_check", Sig: "(arg)", Impl: noTypeCheck},
		{Name: "runtime_checkable", Sig: "(cls)", Impl: runtimeCheckable},
		{Name: "assert_type", Sig: "(val, typ, /)", Impl: func(val, typ value) (value, exc) { return val, nil }},
		{Name: "assert_never", Sig: "(arg, /)", Impl: assertNever},
		{Name: "reveal_type", Sig: "(obj, /)", Impl: revealType},
		{Name: "get_type_hints", Sig: "(obj, globalns=None, localns=None, include_extras=False)", Impl: getTypeHints},
		{Name: "_eval_type", Sig: "(t, globalns, localns, type_params=<unrepresentable>, *, recursive_guard=frozenset())", Impl: evalType},
		{Name: "get_origin", Sig: "(tp)", Impl: getOrigin},
		{Name: "get_args", Sig: "(tp)", Impl: getArgs},
		{Name: "is_typeddict", Sig: "(tp)", Impl: func(tp value) (value, exc) { return py.Bool(tp.Type() == typedDictMetaType), nil }},
		{Name: "get_protocol_members", Sig: "(tp, /)", Impl: getProtocolMembers},
		{Name: "is_protocol", Sig: "(tp, /)", Impl: func(tp value) (value, exc) {
			if !tp.IsType() {
				return py.False, nil
			}
			return py.Bool(isProtocol(py.AsType(tp)) && tp != protocolClass), nil
		}},
	},
	Types: []*py.Type{py.TypeVarType, py.ParamSpecType, py.TypeVarTupleType, py.ParamSpecArgsType, py.ParamSpecKwargsType, py.TypeAliasTypeType, py.GenericType, newTypeType, forwardRefType},
	Init:  initModule,
}

func init() { py.RegisterModule(&spec) }

var overloadDummy = py.NewGoFunction(py.FuncSpec{Name: "_overload_dummy", Module: "typing", VarArgs: "args", VarKw: "kwds", Impl: func(args, kwds value) (value, exc) {
	return value{}, py.Raisef(py.NotImplementedErrorType, "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module should always be followed by an implementation that is not @overload-ed.")
}}).Value()

// mark is a decorator that sets an attribute where that is possible.
func mark(name string, x value) any {
	key := py.Intern(name)
	return func(v value) (value, exc) {
		if e := py.SetAttr(v, key, x); e != nil && !e.Is(py.AttributeErrorType) && !e.Is(py.TypeErrorType) {
			return value{}, e
		}
		return v, nil
	}
}

// aliases are the generic names that stand for a class: name, class in builtins or
// collections ("" where the ABC of the same name is meant), number of parameters (-1 any).
var aliases = []struct {
	name, origin string
	params       int
}{
	{"List", "list", 1}, {"Dict", "dict", 2}, {"Set", "set", 1}, {"FrozenSet", "frozenset", 1}, {"Tuple", "tuple", -1}, {"Type", "type", 1},
	{"Deque", "deque", 1}, {"DefaultDict", "defaultdict", 2}, {"OrderedDict", "OrderedDict", 2}, {"Counter", "Counter", 1}, {"ChainMap", "ChainMap", 2},
	{"Hashable", "", 0}, {"Awaitable", "", 1}, {"Coroutine", "", 3}, {"AsyncIterable", "", 1}, {"AsyncIterator", "", 1}, {"Iterable", "", 1}, {"Iterator", "", 1},
	{"Reversible", "", 1}, {"Sized", "", 0}, {"Container", "", 1}, {"Collection", "", 1}, {"Callable", "", -1}, {"AbstractSet", "Set", 1}, {"MutableSet", "", 1},
	{"Mapping", "", 2}, {"MutableMapping", "", 2}, {"Sequence", "", 1}, {"MutableSequence", "", 1}, {"ByteString", "", 0}, {"MappingView", "", 1}, {"KeysView", "", 1},
	{"ItemsView", "", 2}, {"ValuesView", "", 1}, {"Generator", "", 3}, {"AsyncGenerator", "", 2},
}

var builtinOrigins = map[string]*py.Type{"list": py.ListType, "dict": py.DictType, "set": py.SetType, "frozenset": py.FrozenSetType,
	"tuple": py.TupleType, "type": py.TypeType, "deque": collections.DequeType, "defaultdict": collections.DefaultDictType,
	"OrderedDict": collections.OrderedDictType, "Counter": collections.CounterType}

func initModule(m *py.Module) exc {
	table, e := collections.ABCs()
	if e != nil {
		return e
	}
	coll, e := py.ImportModule("collections")
	if e != nil {
		return e
	}
	for _, a := range aliases {
		var origin value
		switch {
		case a.name == "ChainMap":
			if origin, e = py.GetAttr(coll, py.Intern("ChainMap")); e != nil {
				return e
			}
		case a.origin == "":
			origin = table[a.name]
		case builtinOrigins[a.origin] != nil:
			origin = builtinOrigins[a.origin].Value()
		default:
			origin = table[a.origin]
		}
		m.Set(a.name, newForm(specialAliasType, a.name, kindAlias, origin, a.params))
	}
	for name, attr := range map[string]string{"ContextManager": "AbstractContextManager", "AsyncContextManager": "AbstractAsyncContextManager"} {
		lib, e := py.ImportModule("contextlib")
		if e != nil {
			return e
		}
		origin, e := py.GetAttr(lib, py.Intern(attr))
		if e != nil {
			return e
		}
		m.Set(name, newForm(specialAliasType, name, kindContext, origin, -1))
	}
	for _, t := range append([]*py.Type{baseAliasType, aliasType, specialAliasType, specialFormType}, aliasClasses...) {
		m.Set(t.Name, t.Value())
	}
	for name, kind := range forms {
		m.Set(name, newForm(specialFormType, name, kind, value{}, -1))
	}
	ns := py.NewDict()
	ns.SetStr(py.Intern("__module__"), py.StrV("typing"))
	ns.SetStr(py.Intern("__new__"), py.NewStaticMethod(py.NewGoFunction(py.FuncSpec{Name: "__new__", Qualname: "Any.__new__", Module: "typing", Pos: []string{"cls"}, VarArgs: "args", VarKw: "kwargs",
		Impl: func(cls, args, kwargs value) (value, exc) {
			if cls == anyClass {
				return value{}, py.Raisef(py.TypeErrorType, "Any cannot be instantiated")
			}
			return py.ObjectType.New(py.AsType(cls), nil, nil)
		}}).Value()))
	if anyClass, e = py.Call3(anyMetaType.Value(), py.StrV("Any"), py.EmptyTuple.Value(), ns.Value()); e != nil {
		return e
	}
	m.Set("Any", anyClass)
	m.Set("TYPE_CHECKING", py.False)
	m.Set("Text", py.StrType.Value())
	m.Set("NoDefault", py.NoDefault)
	for _, name := range []string{"T", "KT", "VT", "T_co", "V_co", "VT_co", "T_contra", "CT_co"} {
		v, e := py.Call1(py.TypeVarType.Value(), py.StrV(name))
		if e != nil {
			return e
		}
		m.Set(name, v)
	}
	anyStr, e := py.CallN(py.TypeVarType.Value(), []value{py.StrV("AnyStr"), py.BytesType.Value(), py.StrType.Value()})
	if e != nil {
		return e
	}
	m.Set("AnyStr", anyStr)
	m.Set("NamedTuple", namedTupleFunc.Value())
	m.Set("TypedDict", typedDictFunc.Value())
	addDecorators(m)
	return addProtocols(m)
}

var anyClass value

var anyMetaType = py.NewBuiltinType("_AnyMeta", &py.TypeSpec{
	Base: py.TypeType, Module: "typing",
	Slots: py.Slots{Repr: func(v value) (value, exc) {
		if v == anyClass {
			return py.StrV("typing.Any"), nil
		}
		return py.TypeType.Repr(v)
	}},
	Methods: []py.Method{{Name: "__instancecheck__", Sig: "($self, obj)", Impl: func(cls, obj value) (value, exc) {
		if cls == anyClass {
			return value{}, py.Raisef(py.TypeErrorType, "typing.Any cannot be used with isinstance()")
		}
		return py.Bool(py.IsInstance(obj, py.AsType(cls))), nil
	}}},
})

func assertNever(v value) (value, exc) {
	s, e := py.ReprText(v)
	if e != nil {
		return value{}, e
	}
	return value{}, py.Raisef(py.AssertionErrorType, "Expected code to be unreachable, but got: %s", s)
}

func revealType(v value) (value, exc) {
	py.WriteStderr("Runtime type is " + py.QuoteStr(v.Type().Name) + "\n")
	return v, nil
}

// newType is an instance of typing.NewType.
type newType struct {
	py.Header
	name      *py.Str
	supertype value
	module    string
}

var newTypeType = py.NewBuiltinType("NewType", &py.TypeSpec{
	Module: "typing", Layout: py.LayoutOf[newType](),
	Slots: py.Slots{
		New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			p, e := newTypeSig.Parse(args, names)
			if e != nil {
				return value{}, e
			}
			v := cls.Alloc(cls)
			n := py.Heap[newType](v)
			s, e := py.StrText(p[0])
			n.name, n.supertype, n.module = py.Intern(s), p[1], py.CallerModule()
			return v, e
		},
		Repr: func(v value) (value, exc) {
			n := py.Heap[newType](v)
			return py.StrV(n.module + "." + n.name.S), nil
		},
		Call: func(v value, args []value, names []*py.Str) (value, exc) {
			if len(args) != 1 {
				return value{}, py.Raisef(py.TypeErrorType, "NewType.__call__() takes 2 positional arguments but %d were given", len(args)+1)
			}
			return args[0], nil
		},
		Binary:    orTable(unionOf),
		Reflected: orTable(func(v, other value) (value, exc) { return unionOf(other, v) }),
	},
	GetSets: []py.GetSet{
		{Name: "__name__", Get: func(v value) (value, exc) { return py.Heap[newType](v).name.Value(), nil }},
		{Name: "__qualname__", Get: func(v value) (value, exc) { return py.Heap[newType](v).name.Value(), nil }},
		{Name: "__module__", Get: func(v value) (value, exc) { return py.StrV(py.Heap[newType](v).module), nil }},
		{Name: "__supertype__", Get: func(v value) (value, exc) { return py.Heap[newType](v).supertype, nil }},
	},
})

var newTypeSig = py.NewSignature("NewType.__init__", "", "(name, tp)")

var (
	nameAnnotations = py.Intern("__annotations__")
	nameOrigin      = py.Intern("__origin__")
	nameArgs        = py.Intern("__args__")
	nameMetadata    = py.Intern("__metadata__")
)

// getTypeHints returns the annotations of a function, module or class (with those of
// its bases). Annotations that are strings stay as they are unless they name something in
// the namespaces given or in the module.
func getTypeHints(obj, globals, locals, extras value) (value, exc) {
	keep := false
	if !extras.IsUnbound() {
		var e exc
		if keep, e = py.Truth(extras); e != nil {
			return value{}, e
		}
	}
	hints := py.NewDict()
	if off, found, _ := py.LookupAttr(obj, py.Intern("__no_type_check__")); found && off == py.True {
		return hints.Value(), nil
	}
	add := func(ann value, ns value) exc {
		d, ok := py.AsDict(ann)
		if !ok {
			return nil
		}
		for k, v, pos, ok := d.Entry(0); ok; k, v, pos, ok = d.Entry(pos) {
			v, e := hintScope{module: ns, globals: globals, locals: locals}.resolve(v)
			if e != nil {
				return e
			}
			if !keep {
				if v, e = stripAnnotated(v); e != nil {
					return e
				}
			}
			if e := hints.Set(k, v); e != nil {
				return e
			}
		}
		return nil
	}
	if obj.IsType() {
		mro := py.AsType(obj).MRO
		for i := len(mro) - 1; i >= 0; i-- {
			if mro[i].Flags&py.FlagHeap == 0 {
				continue
			}
			ann, found, e := py.LookupAttr(mro[i].Value(), nameAnnotations)
			if e != nil {
				return value{}, e
			}
			if own, has := mro[i].Namespace().GetStr(nameAnnotations); has {
				ann = own
			}
			if found {
				if e := add(ann, moduleOf(mro[i].Value())); e != nil {
					return value{}, e
				}
			}
		}
		return hints.Value(), nil
	}
	ann, found, e := py.LookupAttr(obj, nameAnnotations)
	if e != nil {
		return value{}, e
	}
	if !found {
		if py.Callable(obj) {
			return hints.Value(), nil
		}
		r, e := py.ReprText(obj)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s is not a module, class, method, or function.", r)
	}
	return hints.Value(), add(ann, moduleOf(obj))
}

// moduleOf returns the module in which obj was defined, or None.
func moduleOf(obj value) value {
	name, found, _ := py.LookupAttr(obj, py.Intern("__module__"))
	if found && name.IsStr() {
		if m := py.LoadedModule(name.Str().S); m != nil {
			return m.Value()
		}
	}
	return py.None
}

// getOrigin is typing.get_origin.
func getOrigin(tp value) (value, exc) {
	switch aliasKind(tp) {
	case aliasType:
		a := py.Heap[alias](tp)
		if a.form.kind == kindAnnotated {
			return a.form.Value(), nil
		}
		return a.origin(), nil
	case specialAliasType:
		return py.Heap[form](tp).origin, nil
	case py.GenericAliasType:
		return py.GetAttr(tp, nameOrigin)
	case py.UnionType:
		return py.UnionType.Value(), nil
	}
	if tp == py.GenericType.Value() {
		return tp, nil
	}
	return py.None, nil
}

// getArgs is typing.get_args.
func getArgs(tp value) (value, exc) {
	switch aliasKind(tp) {
	case aliasType:
		a := py.Heap[alias](tp)
		args := a.args
		if a.form.kind == kindAnnotated {
			return py.NewTuple(append([]value(nil), args...)).Value(), nil
		}
		if a.form.name == "Callable" && len(args) > 0 && args[0] != py.Ellipsis && a.callableList() {
			n := len(args) - 1
			return py.TupleV(py.NewList(append([]value(nil), args[:n]...)).Value(), args[n]), nil
		}
		return py.NewTuple(append([]value(nil), args...)).Value(), nil
	case py.GenericAliasType, py.UnionType:
		return py.GetAttr(tp, nameArgs)
	}
	return py.EmptyTuple.Value(), nil
}

var abstractMethod = abc.AbstractMethod
