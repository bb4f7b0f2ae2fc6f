// Package abc implements the module abc (Python library reference, abc: Abstract Base
// Classes; PEP 3119). Other packages make their abstract classes with New.
package abc

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "abc",
	Doc:   "Abstract Base Classes (ABCs) according to PEP 3119.",
	Types: []*py.Type{MetaType},
	Functions: []py.Method{
		{Name: "abstractmethod", Sig: "(funcobj)", Impl: AbstractMethod, Doc: "A decorator indicating abstract methods."},
		{Name: "update_abstractmethods", Sig: "(cls)", Impl: func(cls value) (value, exc) {
			if cls.Type().IsSubclass(MetaType) {
				return cls, computeAbstract(py.AsType(cls))
			}
			return cls, nil
		}},
		{Name: "get_cache_token", Sig: "()", Impl: func() (value, exc) { return py.Int(token), nil }},
	},
	Init: func(m *py.Module) exc {
		cls, e := Class()
		if e != nil {
			return e
		}
		m.Set("ABC", cls)
		for _, d := range []struct {
			name string
			base *py.Type
		}{{"abstractproperty", py.PropertyType}, {"abstractclassmethod", py.ClassMethodType}, {"abstractstaticmethod", py.StaticMethodType}} {
			ns := py.NewDict()
			ns.SetStr(py.Intern("__module__"), py.StrV("abc"))
			ns.SetStr(nameIsAbstract, py.True)
			if d.base != py.PropertyType { // what is looked up on a class is the function
				init, _ := py.GetAttr(d.base.Value(), nameInit)
				ns.SetStr(nameInit, py.NewGoFunction(py.FuncSpec{Name: "__init__", Module: "abc", Pos: []string{"self", "callable"}, Impl: func(self, fn value) (value, exc) {
					if e := py.SetAttr(fn, nameIsAbstract, py.True); e != nil {
						return value{}, e
					}
					return py.Call2(init, self, fn)
				}}).Value())
			}
			t, e := py.Call3(py.TypeType.Value(), py.StrV(d.name), py.TupleV(d.base.Value()), ns.Value())
			if e != nil {
				return e
			}
			m.Set(d.name, t)
		}
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

// CacheToken is abc.get_cache_token(), which changes when a class is registered.
func CacheToken() value { return py.Int(token) }

// MetaType is abc.ABCMeta.
var MetaType = &py.Type{Name: "ABCMeta"}

var (
	nameInit            = py.Intern("__init__")
	nameIsAbstract      = py.Intern("__isabstractmethod__")
	nameAbstractMethods = py.Intern("__abstractmethods__")
	nameSubclassHook    = py.Intern("__subclasshook__")
)

func init() {
	MetaType.Define(&py.TypeSpec{
		Base: py.TypeType, Module: "abc", Flags: py.FlagBaseType,
		Doc: "Metaclass for defining Abstract Base Classes (ABCs).",
		Slots: py.Slots{New: func(meta *py.Type, args []value, names []*py.Str) (value, exc) {
			v, e := py.TypeType.New(meta, args, names)
			if e != nil || !v.IsType() {
				return v, e
			}
			return v, computeAbstract(py.AsType(v))
		}},
		Methods: []py.Method{
			{Name: "register", Sig: "($cls, subclass)", Impl: Register, Doc: "Register a virtual subclass of an ABC."},
			{Name: "__instancecheck__", Sig: "($cls, instance)", Impl: func(cls, v value) (value, exc) {
				t := v.Type()
				ok, e := check(py.AsType(cls), t.Value())
				if e != nil || ok {
					return py.Bool(ok), e
				}
				c, found, e := py.LookupAttr(v, py.Intern("__class__"))
				if e != nil || !found || c == t.Value() {
					return py.False, e
				}
				ok, e = check(py.AsType(cls), c)
				return py.Bool(ok), e
			}},
			{Name: "__subclasscheck__", Sig: "($cls, subclass)", Impl: func(cls, sub value) (value, exc) {
				ok, e := check(py.AsType(cls), sub)
				return py.Bool(ok), e
			}},
		},
	})
}

// token counts registrations: what is remembered about subclasses holds for one value.
var token int64

// abcData is what is known of one abstract class.
type abcData struct {
	registry []value
	cache    map[*py.Type]bool
	token    int64
}

var classes = map[*py.Type]*abcData{}

func dataOf(t *py.Type) *abcData {
	d := classes[t]
	if d == nil {
		d = &abcData{}
		classes[t] = d
	}
	return d
}

// isAbstract is the truth of v.__isabstractmethod__.
func isAbstract(v value) (bool, exc) {
	x, found, e := py.LookupAttr(v, nameIsAbstract)
	if e != nil || !found {
		return false, e
	}
	return py.Truth(x)
}

// computeAbstract sets the class's __abstractmethods__.
func computeAbstract(t *py.Type) exc {
	set := py.NewFrozenSet()
	ns := t.Namespace()
	for k, v, pos, ok := ns.Entry(0); ok; k, v, pos, ok = ns.Entry(pos) {
		abstract, e := isAbstract(v)
		if e != nil {
			return e
		}
		if abstract {
			if e := set.Add(k); e != nil {
				return e
			}
		}
	}
	for _, base := range t.Bases {
		inherited, found, e := py.LookupAttr(base.Value(), nameAbstractMethods)
		if e != nil {
			return e
		}
		if !found {
			continue
		}
		if e := py.Each(inherited, func(name value) exc {
			x, found, e := py.LookupAttr(t.Value(), py.InternStr(name.Str()))
			if e != nil || !found {
				return e
			}
			abstract, e := isAbstract(x)
			if e == nil && abstract {
				e = set.Add(name)
			}
			return e
		}); e != nil {
			return e
		}
	}
	return py.SetAttr(t.Value(), nameAbstractMethods, set.Value())
}

// Register is cls.register(sub).
func Register(cls, sub value) (value, exc) {
	if !sub.IsType() {
		return value{}, py.Raisef(py.TypeErrorType, "Can only register classes")
	}
	t := py.AsType(cls)
	if is, e := check(t, sub); is || e != nil {
		return sub, e
	}
	if cyc, e := py.IsSubclassOf(cls, sub); e != nil {
		return value{}, e
	} else if cyc {
		return value{}, py.Raisef(py.RuntimeErrorType, "Refusing to create an inheritance cycle")
	}
	d := dataOf(t)
	d.registry = append(d.registry, sub)
	token++
	py.AsType(sub).InheritPattern(t)
	return sub, nil
}

// check is ABCMeta.__subclasscheck__.
func check(t *py.Type, sub value) (bool, exc) {
	if !sub.IsType() {
		return false, py.Raisef(py.TypeErrorType, "issubclass() arg 1 must be a class")
	}
	s := py.AsType(sub)
	d := dataOf(t)
	if d.token != token || d.cache == nil {
		d.cache, d.token = map[*py.Type]bool{}, token
	}
	if known, ok := d.cache[s]; ok {
		return known, nil
	}
	is, e := checkNew(t, s, d)
	if e == nil && d.token == token {
		d.cache[s] = is
	}
	return is, e
}

func checkNew(t, s *py.Type, d *abcData) (bool, exc) {
	r, e := py.CallMethod1(t.Value(), nameSubclassHook, s.Value())
	if e != nil {
		return false, e
	}
	if r != py.NotImplemented {
		return py.Truth(r)
	}
	if s.IsSubclass(t) {
		return true, nil
	}
	for _, c := range d.registry {
		if is, e := py.IsSubclassOf(s.Value(), c); is || e != nil {
			return is, e
		}
	}
	subclasses, e := subclassesOf(t)
	if e != nil {
		return false, e
	}
	for _, c := range subclasses {
		is, e := false, exc(nil)
		if c.Type() == ProtocolMeta {
			is, e = check(c, s.Value())
		} else {
			is, e = py.IsSubclassOf(s.Value(), c.Value())
		}
		if is || e != nil {
			return is, e
		}
	}
	return false, nil
}

// subclassesOf is t.__subclasses__(), which a class may redefine.
func subclassesOf(t *py.Type) ([]*py.Type, exc) {
	name := py.Intern("__subclasses__")
	if own := t.Lookup(name); own.IsUnbound() && t.Type().Lookup(name) == py.TypeType.Lookup(name) {
		return t.Subclasses(), nil
	}
	r, e := py.CallMethod0(t.Value(), name)
	if e != nil {
		return nil, e
	}
	l, ok := py.AsList(r)
	if !ok {
		return nil, py.Raisef(py.TypeErrorType, "__subclasses__() must return a list")
	}
	var out []*py.Type
	for _, x := range l.Items {
		if !x.IsType() {
			return nil, py.Raisef(py.TypeErrorType, "issubclass() arg 2 must be a class, a tuple of classes, or a union")
		}
		out = append(out, py.AsType(x))
	}
	return out, nil
}

// ProtocolMeta is the metaclass of typing.Protocol, whose check refuses some protocols
// where it is not the check of an ABC that asks.
var ProtocolMeta *py.Type

// Virtual are the classes that modules register with an abstract class of collections.abc, by its
// name, or of numbers, as "numbers.Number".
var Virtual = map[string][]*py.Type{}

// AbstractMethod is @abstractmethod.
func AbstractMethod(fn value) (value, exc) { return fn, py.SetAttr(fn, nameIsAbstract, py.True) }

var abcClass value

// Class returns abc.ABC.
func Class() (value, exc) {
	if abcClass.IsUnbound() {
		v, e := New("ABC", "abc", nil, ClassSpec{NoDict: true, Doc: "Helper class that provides a standard way to create an ABC using\ninheritance."})
		if e != nil {
			return value{}, e
		}
		abcClass = v
	}
	return abcClass, nil
}

// ClassSpec is the body of an abstract class written in Go.
type ClassSpec struct {
	Doc string
	// Meta is the metaclass, ABCMeta where it is nil.
	Meta *py.Type
	// NoDict gives the class __slots__, those of Slots.
	NoDict bool
	Slots  []string
	// Abstract are the names of abstract methods, with the parameters after self:
	// "__getitem__ index", "throw typ val=None tb=None".
	Abstract []string
	// AbstractAsync are those that are coroutine functions.
	AbstractAsync []string
	// Methods are the mixin methods; names and parameters are those of the FuncSpec,
	// whose Pos includes self.
	Methods []py.FuncSpec
	// ClassMethods are like Methods.
	ClassMethods []py.FuncSpec
	// Hook lists the special methods that a class must have to count as a subclass
	// without being registered.
	Hook []string
	// Attrs are further attributes.
	Attrs map[string]value
	// Order lists the names in Attrs in the order of the namespace.
	Order []string
}

// New makes an abstract class.
func New(name, module string, bases []value, spec ClassSpec) (value, exc) {
	ns := py.NewDict()
	set := func(key string, v value) { ns.SetStr(py.Intern(key), v) }
	set("__module__", py.StrV(module))
	set("__qualname__", py.StrV(name))
	if spec.Doc != "" {
		set("__doc__", py.StrV(spec.Doc))
	}
	if spec.NoDict {
		names := make([]value, len(spec.Slots))
		for i, s := range spec.Slots {
			names[i] = py.StrV(s)
		}
		set("__slots__", py.NewTuple(names).Value())
	}
	fill := func(f py.FuncSpec) value {
		f.Module = module
		f.Qualname = name + "." + f.Name
		return py.NewGoFunction(f).Value()
	}
	for i, list := range [][]string{spec.Abstract, spec.AbstractAsync} {
		for _, a := range list {
			words := strings.Fields(a)
			f := py.FuncSpec{Name: words[0], Pos: []string{"self"}}
			for _, param := range words[1:] {
				param, isNone := strings.CutSuffix(param, "=None")
				if f.Pos = append(f.Pos, param); isNone {
					f.Defaults = append(f.Defaults, py.None)
				}
			}
			f.Impl = abstractBody(words[0], i == 1)
			v := fill(f)
			if _, e := AbstractMethod(v); e != nil {
				return value{}, e
			}
			set(words[0], v)
		}
	}
	for _, f := range spec.Methods {
		set(f.Name, fill(f))
	}
	for _, f := range spec.ClassMethods {
		set(f.Name, py.NewClassMethod(fill(f)))
	}
	for _, key := range spec.Order {
		set(key, spec.Attrs[key])
	}
	var self *py.Type
	if len(spec.Hook) > 0 {
		hooks := make([]*py.Str, len(spec.Hook))
		for i, h := range spec.Hook {
			hooks[i] = py.Intern(h)
		}
		set("__subclasshook__", py.NewClassMethod(fill(py.FuncSpec{Name: "__subclasshook__", Pos: []string{"cls", "C"}, Impl: func(cls, c value) (value, exc) {
			if py.AsType(cls) != self {
				return py.NotImplemented, nil
			}
			return hasMethods(py.AsType(c), hooks), nil
		}})))
	}
	meta := MetaType
	if spec.Meta != nil {
		meta = spec.Meta
	}
	v, e := py.Call3(meta.Value(), py.StrV(name), py.NewTuple(bases).Value(), ns.Value())
	if e == nil {
		self = py.AsType(v)
	}
	return v, e
}

// hasMethods is _collections_abc._check_methods: True where all names are found along
// the MRO and none is None.
func hasMethods(t *py.Type, names []*py.Str) value {
	for _, name := range names {
		x := t.Lookup(name)
		if x.IsUnbound() || x.IsNone() {
			return py.NotImplemented
		}
	}
	return py.True
}

// abstractBody is what the abstract methods of the standard ABCs do when called through
// super(): raise what ends their protocol, or give an empty result.
func abstractBody(name string, async bool) any {
	if async {
		return func(args []value) (value, exc) {
			f := &bodyCoroutine{name: name, args: args}
			f.Init(f, &py.Code{Name: name, Qualname: name, Flags: py.CodeCoroutine})
			return f.Coroutine.Value(), nil
		}
	}
	return func(args []value) (value, exc) {
		switch name {
		case "__next__", "send":
			return value{}, py.RaiseArgs(py.StopIterationType)
		case "throw":
			return value{}, thrown(args[1:])
		case "__getitem__", "__setitem__", "__delitem__":
			return value{}, py.RaiseArgs(py.KeyErrorType)
		case "insert":
			return value{}, py.RaiseArgs(py.IndexErrorType)
		case "add", "discard":
			return value{}, py.RaiseArgs(py.NotImplementedErrorType)
		case "__hash__", "__len__":
			return py.Int(0), nil
		case "__contains__":
			return py.False, nil
		case "__iter__":
			return py.Iter(py.EmptyTuple.Value())
		}
		return py.None, nil
	}
}

// bodyCoroutine is the coroutine of the default body of an abstract method.
type bodyCoroutine struct {
	coro.Coroutine
	name string
	args []value
}

// Resume implements coro.Resumer.
func (f *bodyCoroutine) Resume(r *coro.Run) coro.Signal {
	switch f.name {
	case "athrow":
		return f.Raise(r, thrown(f.args[1:]))
	case "__anext__", "asend":
		return f.Raise(r, py.RaiseArgs(py.StopAsyncIterationType))
	}
	return f.Return(r, py.None)
}

// thrown returns the exception that throw(typ, val, tb) raises.
func thrown(args []value) exc {
	typ, val, tb := args[0], args[1], args[2]
	if val.IsNone() {
		if tb.IsNone() {
			return py.Raise(typ)
		}
		var e exc
		if val, e = py.Call0(typ); e != nil {
			return e
		}
	}
	if !tb.IsNone() {
		var e exc
		if val, e = py.CallMethod1(val, py.Intern("with_traceback"), tb); e != nil {
			return e
		}
	}
	return py.Raise(val)
}
