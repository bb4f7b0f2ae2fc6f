package functools

import (
	"sort"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
)

// This file implements singledispatch and singledispatchmethod. Which implementation an
// argument's class has is a matter of its MRO with the abstract classes that it counts
// among, which is in mro.go.

// dispatcher knows the implementations of one function.
type dispatcher struct {
	registry *py.Dict // from classes to functions
	found    map[*py.Type]value
	token    value // of the abstract classes, when found was filled
}

func (d *dispatcher) dispatch(cls value) (value, exc) {
	t, isType := cls, cls.IsType()
	if !isType {
		fn, ok, e := d.registry.Get(t)
		if e == nil && !ok {
			e = py.Raisef(py.TypeErrorType, "dispatch() takes a class")
		}
		return fn, e
	}
	if token := abc.CacheToken(); token != d.token {
		d.token = token
		clear(d.found)
	}
	typ := py.AsType(cls)
	if fn, ok := d.found[typ]; ok {
		return fn, nil
	}
	fn, ok, e := d.registry.Get(cls)
	if e == nil && !ok {
		fn, e = d.find(typ)
	}
	if e == nil {
		d.found[typ] = fn
	}
	return fn, e
}

// find looks for the implementation of the first class that has one.
func (d *dispatcher) find(t *py.Type) (value, exc) {
	var registered []*py.Type
	for _, k := range d.registry.Keys() {
		if k.IsType() {
			registered = append(registered, py.AsType(k))
		}
	}
	mro, e := composeMRO(t, registered)
	if e != nil {
		return value{}, e
	}
	var match *py.Type
	for _, c := range mro {
		_, has, e := d.registry.Get(c.Value())
		if e != nil {
			return value{}, e
		}
		if match != nil {
			if has && !contains(t.MRO, c) && !contains(t.MRO, match) {
				if is, e := py.IsSubclassOf(match.Value(), c.Value()); e != nil {
					return value{}, e
				} else if !is {
					return value{}, ambiguous(match, c)
				}
			}
			break
		}
		if has {
			match = c
		}
	}
	if match == nil {
		return py.None, nil
	}
	fn, _, e := d.registry.Get(match.Value())
	return fn, e
}

func ambiguous(a, b *py.Type) exc {
	var st pymod.Steps
	st.Failf(py.RuntimeErrorType, "Ambiguous dispatch: %s or %s", st.Repr(a.Value()), st.Repr(b.Value()))
	return st.Exc
}

// unionArgs returns the members of a union of either kind.
func unionArgs(v value) ([]value, bool) {
	switch {
	case v.Type() == py.UnionType:
	case v.Type().Module == "typing":
		origin, ok, _ := py.LookupAttr(v, py.Intern("__origin__"))
		union, e := py.ImportModule("typing")
		if e == nil {
			union, e = py.GetAttr(union, py.Intern("Union"))
		}
		if !ok || e != nil || origin != union {
			return nil, false
		}
	default:
		return nil, false
	}
	args, _, _ := py.LookupAttr(v, py.Intern("__args__"))
	items, e := py.ToSlice(args)
	return items, e == nil
}

// classes returns the classes that cls stands for; ok is false where it is neither a class
// nor a union of classes.
func classes(cls value) (list []value, ok bool) {
	if cls.IsType() && cls.Type() != py.GenericAliasType {
		return []value{cls}, true
	}
	list, ok = unionArgs(cls)
	for _, c := range list {
		ok = ok && c.IsType() && c.Type() != py.GenericAliasType
	}
	return list, ok
}

// register is the register method: with a class and a function it registers; with a class
// it returns a decorator; with an annotated function it takes the class from the annotation
// of the first parameter.
func (d *dispatcher) register(cls, fn value) (value, exc) {
	var st pymod.Steps
	list, ok := classes(cls)
	switch {
	case ok && fn.IsNone():
		return pymod.NewFunction("functools", "singledispatch.<locals>.register.<locals>", pymod.Func{Sig: "<lambda>(f)", Impl: func(f value) (value, exc) {
			return d.register(cls, f)
		}}), nil
	case !ok && !fn.IsNone():
		st.Failf(py.TypeErrorType, "Invalid first argument to `register()`. %s is not a class or union type.", st.Repr(cls))
	case !ok:
		fn = cls
		if ann := st.AttrOr(fn, "__annotations__", py.None); !st.Truth(ann) {
			st.Failf(py.TypeErrorType, "Invalid first argument to `register()`: %s. Use either `@register(some_class)` or plain `@register` on an annotated function.", st.Repr(fn))
			break
		}
		var name value
		if name, cls = firstHint(&st, fn); st.Failed() {
			break
		}
		if list, ok = classes(cls); !ok {
			if _, isUnion := unionArgs(cls); isUnion {
				st.Failf(py.TypeErrorType, "Invalid annotation for %s. %s not all arguments are classes.", st.Repr(name), st.Repr(cls))
			} else {
				st.Failf(py.TypeErrorType, "Invalid annotation for %s. %s is not a class.", st.Repr(name), st.Repr(cls))
			}
		}
	}
	for _, c := range list {
		if !st.Failed() {
			st.Raise(d.registry.Set(c, fn))
		}
	}
	clear(d.found)
	return st.Done(fn)
}

// firstHint returns the first annotated parameter and its type. Annotations that are text
// are for typing, where the program has it.
func firstHint(st *pymod.Steps, fn value) (name, cls value) {
	hints := st.Attr(fn, "__annotations__")
	if typing, e := py.ImportModule("typing"); e == nil {
		hints = st.Call(typing, "get_type_hints", fn)
	}
	for _, item := range st.Items(st.Call(hints, "items")) {
		return st.Item(item, py.Int(0)), st.Item(item, py.Int(1))
	}
	st.Failf(py.TypeErrorType, "Invalid first argument to `register()`: %s.", st.Repr(fn))
	return py.None, py.None
}

// newDispatcher returns the function that dispatches, with its methods as attributes.
func newDispatcher(fn value) (value, *dispatcher, exc) {
	d := &dispatcher{registry: py.NewDict(), found: map[*py.Type]value{}, token: abc.CacheToken()}
	var st pymod.Steps
	st.Raise(d.registry.Set(py.ObjectType.Value(), fn))
	name := st.AttrOr(fn, "__name__", py.StrV("singledispatch function"))
	local := func(f pymod.Func) value { return pymod.NewFunction("functools", "singledispatch.<locals>", f) }
	wrapper := local(pymod.Func{Sig: "wrapper(*args, **kw)", Impl: func(args, kw value) (value, exc) {
		items := py.Heap[py.Tuple](args).Items()
		if len(items) == 0 {
			text, e := py.StrText(name)
			if e == nil {
				e = py.Raisef(py.TypeErrorType, "%s requires at least 1 positional argument", text)
			}
			return value{}, e
		}
		impl, e := d.dispatchOn(items[0])
		if e != nil {
			return value{}, e
		}
		return py.CallEx(impl, args, kw)
	}})
	st.Set(wrapper, "register", local(pymod.Func{Sig: "register(cls, func=None)", Impl: d.register}))
	st.Set(wrapper, "dispatch", local(pymod.Func{Sig: "dispatch(cls)", Impl: d.dispatch}))
	st.Set(wrapper, "registry", py.NewMappingProxy(d.registry.Value()))
	st.Set(wrapper, "_clear_cache", local(pymod.Func{Sig: "_clear_cache()", Impl: func() (value, exc) {
		clear(d.found)
		return py.None, nil
	}}))
	if st.Failed() {
		return value{}, nil, st.Exc
	}
	wrapper, e := UpdateWrapper(wrapper, fn)
	return wrapper, d, e
}

// dispatchOn is dispatch(v.__class__).
func (d *dispatcher) dispatchOn(v value) (value, exc) {
	cls, e := py.GetAttr(v, py.Intern("__class__"))
	if e != nil {
		return value{}, e
	}
	return d.dispatch(cls)
}

func defineDispatch(m *py.Module) exc {
	pymod.AddFunctions(m, pymod.Func{Sig: "singledispatch(func)", Impl: func(fn value) (value, exc) {
		wrapper, _, e := newDispatcher(fn)
		return wrapper, e
	}})
	_, e := pymod.Define(m, pymod.Class{
		Name: "singledispatchmethod", Doc: "Single-dispatch generic method descriptor.\n\n    Supports wrapping existing descriptors and handles non-descriptor\n    callables as instance methods.\n    ",
		Methods: []pymod.Func{
			{Sig: "__init__(self, func)", Impl: func(self, fn value) (value, exc) {
				var st pymod.Steps
				if !py.Callable(fn) && !st.Has(fn, "__get__") {
					st.Failf(py.TypeErrorType, "%s is not callable or a descriptor", st.Repr(fn))
				}
				if !st.Failed() {
					wrapper, _, e := newDispatcher(fn)
					st.Raise(e)
					st.Set(self, "dispatcher", wrapper)
				}
				st.Set(self, "func", fn)
				return st.Done(py.None)
			}},
			{Sig: "register(self, cls, method=None)", Impl: func(self, cls, method value) (value, exc) {
				var st pymod.Steps
				return st.Done(st.Apply(st.Attr(st.Attr(self, "dispatcher"), "register"), cls, method))
			}},
			{Sig: "__get__(self, obj, cls=None)", Impl: dispatchMethodGet},
		},
		Properties: []pymod.Property{{Name: "__isabstractmethod__", Get: func(self value) (value, exc) {
			var st pymod.Steps
			return st.Done(st.AttrOr(st.Attr(self, "func"), "__isabstractmethod__", py.False))
		}}},
	})
	return e
}

func dispatchMethodGet(self, obj, cls value) (value, exc) {
	var st pymod.Steps
	fn := st.Attr(self, "func")
	dispatch := st.Attr(st.Attr(self, "dispatcher"), "dispatch")
	name := st.Str(st.AttrOr(fn, "__name__", py.StrV("singledispatchmethod method")))
	method := pymod.NewFunction("functools", "singledispatchmethod.__get__.<locals>", pymod.Func{Sig: "_method(*args, **kwargs)", Impl: func(args, kw value) (value, exc) {
		var st pymod.Steps
		items := py.Heap[py.Tuple](args).Items()
		if len(items) == 0 {
			return value{}, py.Raisef(py.TypeErrorType, "%s requires at least 1 positional argument", name)
		}
		impl := st.Apply(dispatch, st.Attr(items[0], "__class__"))
		return st.Done(st.ApplyEx(st.Call(impl, "__get__", obj, cls), args, kw))
	}})
	st.Set(method, "__isabstractmethod__", st.Attr(self, "__isabstractmethod__"))
	st.Set(method, "register", st.Attr(self, "register"))
	if st.Failed() {
		return value{}, st.Exc
	}
	return UpdateWrapper(method, fn)
}

func contains(list []*py.Type, t *py.Type) bool {
	for _, x := range list {
		if x == t {
			return true
		}
	}
	return false
}

// byLength sorts the longest lists to the front, in a stable way.
func byLength(lists [][]*py.Type) {
	sort.SliceStable(lists, func(i, j int) bool { return len(lists[i]) > len(lists[j]) })
}
