package collections

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
)

// This file implements collections.abc (Python library reference, Abstract Base Classes
// for Containers).

var abcSpec = py.ModuleSpec{
	Name: "collections.abc",
	Doc:  "Abstract Base Classes (ABCs) for collections, according to PEP 3119.",
	Init: func(m *py.Module) exc {
		table, e := ABCs()
		if e != nil {
			return e
		}
		for _, name := range abcOrder {
			m.Set(name, table[name])
		}
		m.Set(callableAliasType.Name, callableAliasType.Value()) // by which they are pickled
		return nil
	},
}

func init() { py.RegisterModule(&abcSpec) }

type abcClass struct {
	name  string
	bases []string
	spec  abc.ClassSpec
	// virtual are the classes that are registered.
	virtual []*py.Type
}

var (
	abcTable map[string]value
	abcOrder []string
	// makeClasses is abcClasses, whose methods look classes up here in turn.
	makeClasses func() []abcClass
)

func init() { makeClasses = abcClasses }

// ABCs returns the classes of collections.abc by name, made when they are first needed.
func ABCs() (map[string]value, exc) {
	if abcTable != nil {
		return abcTable, nil
	}
	table := map[string]value{}
	for _, c := range makeClasses() {
		bases := make([]value, len(c.bases))
		for i, b := range c.bases {
			bases[i] = table[b]
		}
		c.spec.NoDict = true
		v, e := abc.New(c.name, "collections.abc", bases, c.spec)
		if e != nil {
			return nil, e
		}
		table[c.name] = v
		abcOrder = append(abcOrder, c.name)
		for _, t := range append(c.virtual[:len(c.virtual):len(c.virtual)], abc.Virtual[c.name]...) {
			if _, e := abc.Register(v, t.Value()); e != nil {
				return nil, e
			}
		}
	}
	for name, flag := range map[string]py.TypeFlags{"Sequence": py.FlagSequencePattern, "Mapping": py.FlagMappingPattern,
		"MutableSequence": py.FlagSequencePattern, "MutableMapping": py.FlagMappingPattern} {
		py.AsType(table[name]).Flags |= flag
	}
	abcTable = table
	return table, nil
}

var genericAlias = py.NewClassMethod(py.NewGoFunction(py.FuncSpec{Name: "__class_getitem__", Module: "collections.abc", Pos: []string{"cls", "item"},
	Impl: func(cls, item value) (value, exc) { return py.NewGenericAlias(cls, item), nil }}).Value())

func generic(spec abc.ClassSpec) abc.ClassSpec {
	spec.Attrs = map[string]value{"__class_getitem__": genericAlias}
	spec.Order = []string{"__class_getitem__"}
	return spec
}

func abcClasses() []abcClass {
	one := func(name string, args string, doc string) abcClass {
		return abcClass{name: name, spec: abc.ClassSpec{Doc: doc, Abstract: []string{name2special[name] + " " + args}, Hook: []string{name2special[name]}}}
	}
	withGeneric := func(c abcClass) abcClass { c.spec = generic(c.spec); return c }
	selfIter := py.FuncSpec{Name: "__iter__", Pos: []string{"self"}, Impl: func(v value) (value, exc) { return v, nil }}
	selfAIter := py.FuncSpec{Name: "__aiter__", Pos: []string{"self"}, Impl: func(v value) (value, exc) { return v, nil }}
	return []abcClass{
		one("Hashable", "", ""),
		withGeneric(abcClass{name: "Awaitable", spec: abc.ClassSpec{Abstract: []string{"__await__"}, Hook: []string{"__await__"}}}),
		withGeneric(abcClass{name: "Coroutine", bases: []string{"Awaitable"}, virtual: []*py.Type{coro.CoroutineType},
			spec: abc.ClassSpec{Abstract: []string{"send value", "throw typ val=None tb=None"}, Hook: []string{"__await__", "send", "throw", "close"}, Methods: []py.FuncSpec{closeMethod("coroutine")}}}),
		withGeneric(abcClass{name: "AsyncIterable", spec: abc.ClassSpec{Abstract: []string{"__aiter__"}, Hook: []string{"__aiter__"}}}),
		{name: "AsyncIterator", bases: []string{"AsyncIterable"}, spec: abc.ClassSpec{AbstractAsync: []string{"__anext__"}, Methods: []py.FuncSpec{selfAIter}, Hook: []string{"__anext__", "__aiter__"}}},
		{name: "AsyncGenerator", bases: []string{"AsyncIterator"}, virtual: []*py.Type{coro.AsyncGeneratorType},
			spec: abc.ClassSpec{AbstractAsync: []string{"asend value", "athrow typ val=None tb=None"}, Hook: []string{"__aiter__", "__anext__", "asend", "athrow", "aclose"},
				Methods: asyncGeneratorMixins}},
		withGeneric(abcClass{name: "Iterable", spec: abc.ClassSpec{Abstract: []string{"__iter__"}, Hook: []string{"__iter__"}}}),
		{name: "Iterator", bases: []string{"Iterable"}, spec: abc.ClassSpec{Doc: "", Abstract: []string{"__next__"}, Methods: []py.FuncSpec{selfIter}, Hook: []string{"__iter__", "__next__"}}},
		{name: "Generator", bases: []string{"Iterator"}, virtual: []*py.Type{coro.GeneratorType},
			spec: abc.ClassSpec{Abstract: []string{"send value", "throw typ val=None tb=None"}, Hook: []string{"__iter__", "__next__", "send", "throw", "close"},
				Methods: []py.FuncSpec{closeMethod("generator"), {Name: "__next__", Pos: []string{"self"}, Impl: func(v value) (value, exc) {
					return py.CallMethod1(v, py.Intern("send"), py.None)
				}}}}},
		{name: "Reversible", bases: []string{"Iterable"}, spec: abc.ClassSpec{Abstract: []string{"__reversed__"}, Hook: []string{"__reversed__", "__iter__"}}},
		one("Sized", "", ""),
		withGeneric(abcClass{name: "Container", spec: abc.ClassSpec{Abstract: []string{"__contains__ x"}, Hook: []string{"__contains__"}}}),
		{name: "Collection", bases: []string{"Sized", "Iterable", "Container"}, spec: abc.ClassSpec{Hook: []string{"__len__", "__iter__", "__contains__"}}},
		{name: "Callable", spec: abc.ClassSpec{Abstract: []string{"__call__"}, Hook: []string{"__call__"},
			Attrs: map[string]value{"__class_getitem__": callableItem}, Order: []string{"__class_getitem__"}}},
		{name: "Set", bases: []string{"Collection"}, spec: abc.ClassSpec{Methods: setMixins, ClassMethods: []py.FuncSpec{fromIterable}, Attrs: map[string]value{"__hash__": py.None}, Order: []string{"__hash__"}},
			virtual: []*py.Type{py.FrozenSetType}},
		{name: "MutableSet", bases: []string{"Set"}, spec: abc.ClassSpec{Abstract: []string{"add value", "discard value"}, Methods: mutableSetMixins}, virtual: []*py.Type{py.SetType}},
		{name: "Mapping", bases: []string{"Collection"}, spec: abc.ClassSpec{Abstract: []string{"__getitem__ key"}, Methods: mappingMixins,
			Attrs: map[string]value{"__hash__": py.None, "__reversed__": py.None}, Order: []string{"__hash__", "__reversed__"}}, virtual: []*py.Type{py.MappingProxyType}},
		withGeneric(abcClass{name: "MappingView", bases: []string{"Sized"}, spec: abc.ClassSpec{Slots: []string{"_mapping"}, Methods: mappingViewMixins}}),
		{name: "KeysView", bases: []string{"MappingView", "Set"}, spec: abc.ClassSpec{Methods: keysViewMixins, ClassMethods: []py.FuncSpec{viewFromIterable}}, virtual: []*py.Type{py.DictKeysType}},
		{name: "ItemsView", bases: []string{"MappingView", "Set"}, spec: abc.ClassSpec{Methods: itemsViewMixins, ClassMethods: []py.FuncSpec{viewFromIterable}}, virtual: []*py.Type{py.DictItemsType}},
		{name: "ValuesView", bases: []string{"MappingView", "Collection"}, spec: abc.ClassSpec{Methods: valuesViewMixins}, virtual: []*py.Type{py.DictValuesType}},
		{name: "MutableMapping", bases: []string{"Mapping"}, spec: abc.ClassSpec{Abstract: []string{"__setitem__ key value", "__delitem__ key"}, Methods: mutableMappingMixins}, virtual: []*py.Type{py.DictType}},
		{name: "Sequence", bases: []string{"Reversible", "Collection"}, spec: abc.ClassSpec{Abstract: []string{"__getitem__ index"}, Methods: sequenceMixins},
			virtual: []*py.Type{py.TupleType, py.StrType, py.RangeType, py.MemoryViewType, py.BytesType}},
		{name: "MutableSequence", bases: []string{"Sequence"}, spec: abc.ClassSpec{Abstract: []string{"__setitem__ index value", "__delitem__ index", "insert index value"}, Methods: mutableSequenceMixins},
			virtual: []*py.Type{py.ListType, py.ByteArrayType, DequeType}},
		{name: "ByteString", bases: []string{"Sequence"}, spec: abc.ClassSpec{Meta: byteStringMeta}, virtual: []*py.Type{py.BytesType, py.ByteArrayType}},
		func() abcClass {
			c := one("Buffer", "flags", "")
			c.virtual = []*py.Type{py.BytesType, py.ByteArrayType, py.MemoryViewType}
			return c
		}(),
	}
}

// byteStringMeta warns of the use of ByteString.
var byteStringMeta = py.NewBuiltinType("_DeprecateByteStringMeta", &py.TypeSpec{
	Base: abc.MetaType, Module: "collections.abc",
	Slots: py.Slots{New: func(meta *py.Type, args []value, names []*py.Str) (value, exc) {
		if len(args) > 0 && !(args[0].IsStr() && args[0].Str().S == "ByteString") {
			if e := Deprecated("collections.abc.ByteString"); e != nil {
				return value{}, e
			}
		}
		return abc.MetaType.New(meta, args, names)
	}},
	Methods: []py.Method{{Name: "__instancecheck__", Sig: "($cls, instance)", Impl: func(cls, instance value) (value, exc) {
		if e := Deprecated("collections.abc.ByteString"); e != nil {
			return value{}, e
		}
		check, e := py.GetAttr(abc.MetaType.Value(), py.Intern("__instancecheck__"))
		if e != nil {
			return value{}, e
		}
		return py.Call2(check, cls, instance)
	}}},
})

// Deprecated warns that what name says goes in Python 3.14.
func Deprecated(name string) exc {
	if !py.VersionAtLeast(12) {
		return nil
	}
	return py.Warn(py.DeprecationWarningType, "'"+name+"' is deprecated and slated for removal in Python 3.14", 1)
}

var name2special = map[string]string{"Hashable": "__hash__", "Sized": "__len__", "Buffer": "__buffer__"}

// closeMethod is close of a generator or a coroutine.
func closeMethod(what string) py.FuncSpec {
	return py.FuncSpec{Name: "close", Pos: []string{"self"}, Impl: func(self value) (value, exc) {
		_, e := py.CallMethod1(self, py.Intern("throw"), py.GeneratorExitType.Value())
		switch {
		case e == nil:
			return value{}, py.Raisef(py.RuntimeErrorType, "%s ignored GeneratorExit", what)
		case e.Is(py.GeneratorExitType), e.Is(py.StopIterationType):
			return py.None, nil
		}
		return value{}, e
	}}
}

var asyncGeneratorMixins = []py.FuncSpec{
	{Name: "__anext__", Pos: []string{"self"}, Impl: func(self value) (value, exc) {
		return awaitMethod("__anext__", self, "asend", py.None, func(v value, e exc) (value, exc) { return v, e }), nil
	}},
	{Name: "aclose", Pos: []string{"self"}, Impl: func(self value) (value, exc) {
		return awaitMethod("aclose", self, "athrow", py.GeneratorExitType.Value(), func(_ value, e exc) (value, exc) {
			switch {
			case e == nil:
				return value{}, py.Raisef(py.RuntimeErrorType, "asynchronous generator ignored GeneratorExit")
			case e.Is(py.GeneratorExitType), e.Is(py.StopAsyncIterationType):
				return py.None, nil
			}
			return value{}, e
		}), nil
	}},
}

// methodCoroutine awaits what a method of an object returns.
type methodCoroutine struct {
	coro.Coroutine
	start  func() (value, exc)
	finish func(v value, e exc) (value, exc)
}

func awaitMethod(name string, self value, method string, arg value, finish func(v value, e exc) (value, exc)) value {
	f := &methodCoroutine{finish: finish, start: func() (value, exc) { return py.CallMethod1(self, py.Intern(method), arg) }}
	f.Init(f, &py.Code{Name: name, Qualname: "AsyncGenerator." + name, Flags: py.CodeCoroutine | py.CodeHandles})
	return f.Coroutine.Value()
}

// Resume implements coro.Resumer.
func (f *methodCoroutine) Resume(r *coro.Run) coro.Signal {
	end := func(v value, e exc) coro.Signal {
		if v, e = f.finish(v, e); e != nil {
			return f.Raise(r, e)
		}
		return f.Return(r, v)
	}
	switch f.State {
	case coro.Finished:
		return f.Raise(r, py.Raisef(py.RuntimeErrorType, "cannot reuse already awaited coroutine"))
	case 0:
		aw, e := f.start()
		if e != nil {
			return end(value{}, e)
		}
		f.State = 1
		if s := r.Await(&f.Frame, aw); s != coro.Done {
			return s
		}
	}
	return end(r.Take())
}
