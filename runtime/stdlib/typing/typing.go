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
		{Name: "no_type_check_decorator", Sig: "(decorator)", Impl: noTypeCheckDecorator},
		{Name: "no_type_check", Sig: "(arg)", Impl: noTypeCheck},
		{Name: "_idfunc", Sig: "(x, /)", Impl: func(x value) (value, exc) { return x, nil }},
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
		var defaults []value
		switch a.name {
		case "Generator":
			defaults = []value{py.NoneType.Value(), py.NoneType.Value()}
		case "AsyncGenerator":
			defaults = []value{py.NoneType.Value()}
		}
		m.Set(a.name, newSpecialAlias(a.name, origin, a.params, builtinOrigins[a.origin] != nil && py.AsType(origin).Module == "builtins", defaults...))
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
		exits, e := py.UnionOr(py.BoolType.Value(), py.None)
		if e != nil {
			return e
		}
		m.Set(name, newSpecialAlias(name, origin, 2, false, exits))
	}
	for name := range forms {
		m.Set(name, formOf(name))
	}
	for name, t := range map[string]*py.Type{"_BaseGenericAlias": py.TypingBaseAliasType, "_SpecialForm": specialFormType, "_SpecialGenericAlias": specialAliasType, "_GenericAlias": py.TypingAliasType,
		"_UnionGenericAlias": unionAliasType, "_LiteralGenericAlias": literalType, "_AnnotatedAlias": annotatedType, "_CallableGenericAlias": callableType,
		"_ConcatenateGenericAlias": concatenateType, "_UnpackGenericAlias": unpackType, "_ProtocolMeta": protocolMetaType, "_TypedDictMeta": typedDictMetaType} {
		m.Set(name, t.Value())
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
	m.Set("_cleanups", py.ListV())
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

var (
	nameAnnotations = py.Intern("__annotations__")
	nameOrigin      = py.Intern("__origin__")
	nameArgs        = py.Intern("__args__")
	nameName        = py.Intern("__name__")
)

// getOrigin is typing.get_origin.
func getOrigin(tp value) (value, exc) {
	if a, ok := py.AsAlias(tp); ok {
		if tp.Type() == annotatedType {
			return formOf("Annotated"), nil
		}
		return a.Origin, nil
	}
	switch {
	case isSpecialAlias(tp):
		return py.Heap[form](tp).origin, nil
	case tp.Type() == py.ParamSpecArgsType, tp.Type() == py.ParamSpecKwargsType:
		return py.GetAttr(tp, nameOrigin)
	case tp.Type() == py.UnionType:
		return py.UnionType.Value(), nil
	case tp == py.GenericType.Value():
		return tp, nil
	}
	return py.None, nil
}

// getArgs is typing.get_args.
func getArgs(tp value) (value, exc) {
	a, ok := py.AsAlias(tp)
	if !ok {
		if tp.Type() == py.UnionType {
			return py.GetAttr(tp, nameArgs)
		}
		return py.EmptyTuple.Value(), nil
	}
	if tp.Type() == annotatedType {
		return py.NewTuple(append([]value{a.Origin}, a.Metadata...)).Value(), nil
	}
	callable, e := isCallableOrigin(a.Origin)
	if e != nil {
		return value{}, e
	}
	if callable && len(a.Args) > 0 {
		return py.CallableKey(a.Args), nil
	}
	return py.NewTuple(a.Args).Value(), nil
}

func isCallableOrigin(origin value) (bool, exc) {
	table, e := collections.ABCs()
	return origin == table["Callable"], e
}

var abstractMethod = abc.AbstractMethod
