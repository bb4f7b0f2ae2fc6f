package functools

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements singledispatch and singledispatchmethod.

// dispatcher finds the implementation for a class along its MRO.
type dispatcher struct {
	order []*py.Type
	impl  map[*py.Type]value
}

func newDispatcher(fn value) *dispatcher {
	d := &dispatcher{impl: map[*py.Type]value{}}
	d.set(py.ObjectType, fn)
	return d
}

func (d *dispatcher) set(t *py.Type, fn value) {
	if _, ok := d.impl[t]; !ok {
		d.order = append(d.order, t)
	}
	d.impl[t] = fn
}

func (d *dispatcher) find(t *py.Type) (value, exc) {
	for _, base := range t.MRO {
		if fn, ok := d.impl[base]; ok && base != py.ObjectType {
			return fn, nil
		}
	}
	// An abstract base class matches classes registered with it.
	for _, base := range d.order {
		if base == py.ObjectType {
			continue
		}
		is, e := py.IsSubclassOf(t.Value(), base.Value())
		if e != nil {
			return value{}, e
		}
		if is {
			return d.impl[base], nil
		}
	}
	return d.impl[py.ObjectType], nil
}

var nameAnnotations = py.Intern("__annotations__")

// register is the register method: with a class and a function it registers; with a
// class it returns a decorator; with an annotated function it takes the class from the
// annotation of the first parameter.
func (d *dispatcher) register(cls, fn value) (value, exc) {
	if cls.Type().Has(py.FlagType) {
		if fn.IsUnbound() || fn.IsNone() {
			return py.NewBuiltin("<lambda>", "functools", "(f)", func(f value) (value, exc) {
				d.set(py.AsType(cls), f)
				return f, nil
			}).Value(), nil
		}
		d.set(py.AsType(cls), fn)
		return fn, nil
	}
	if cls.Type() == py.UnionType {
		return d.registerUnion(cls, fn)
	}
	if !fn.IsUnbound() && !fn.IsNone() {
		r, e := py.ReprText(cls)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "Invalid first argument to `register()`. %s is not a class or union type.", r)
	}
	ann, found, e := py.LookupAttr(cls, nameAnnotations)
	if e != nil {
		return value{}, e
	}
	fd, isDict := py.AsDict(ann)
	if !found || !isDict || fd.Len() == 0 {
		r, e := py.ReprText(cls)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "Invalid first argument to `register()`: %s. Use either `@register(some_class)` or plain `@register` on an annotated function.", r)
	}
	name, hint, _, _ := fd.Entry(0)
	if !hint.Type().Has(py.FlagType) && hint.Type() != py.UnionType {
		r, e := py.ReprText(hint)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "Invalid annotation for '%s'. %s is not a class.", name.Str().S, r)
	}
	return d.register(hint, cls)
}

func (d *dispatcher) registerUnion(union, fn value) (value, exc) {
	args, e := py.GetAttr(union, py.Intern("__args__"))
	if e != nil {
		return value{}, e
	}
	add := func(f value) (value, exc) {
		return f, py.Each(args, func(t value) exc {
			if !t.Type().Has(py.FlagType) {
				return py.Raisef(py.TypeErrorType, "Invalid annotation. Not all arguments are classes.")
			}
			d.set(py.AsType(t), f)
			return nil
		})
	}
	if fn.IsUnbound() || fn.IsNone() {
		return py.NewBuiltin("<lambda>", "functools", "(f)", add).Value(), nil
	}
	return add(fn)
}

func (d *dispatcher) registry() value {
	r := py.NewDict()
	for _, t := range d.order {
		r.Set(t.Value(), d.impl[t])
	}
	return py.NewMappingProxy(r.Value())
}

func singleDispatch(fn value) (value, exc) {
	d := newDispatcher(fn)
	name := "singledispatch function"
	if n, found, _ := py.LookupAttr(fn, nameName); found && n.IsStr() {
		name = n.Str().S
	}
	wrapper := py.NewGoFunction(py.FuncSpec{Name: "wrapper", Module: "functools", VarArgs: "args", VarKw: "kw", Impl: func(args, kw value) (value, exc) {
		items := py.Heap[py.Tuple](args).Items
		if len(items) == 0 {
			return value{}, py.Raisef(py.TypeErrorType, "%s requires at least 1 positional argument", name)
		}
		impl, e := d.find(items[0].Type())
		if e != nil {
			return value{}, e
		}
		return py.CallEx(impl, args, kw)
	}}).Value()
	for _, a := range []struct {
		name string
		v    value
	}{
		{"register", py.NewBuiltin("register", "functools", "(cls, func=None)", d.register).Value()},
		{"dispatch", py.NewBuiltin("dispatch", "functools", "(cls)", func(cls value) (value, exc) { return d.find(py.AsType(cls)) }).Value()},
		{"registry", d.registry()},
	} {
		if e := py.SetAttr(wrapper, py.Intern(a.name), a.v); e != nil {
			return value{}, e
		}
	}
	return UpdateWrapper(wrapper, fn)
}

// singleDispatchMethod dispatches on the first argument after self.
type singleDispatchMethod struct {
	py.Header
	fn    value
	d     *dispatcher
	Attrs py.Attrs
}

var singleDispatchMethodType = &py.Type{Name: "singledispatchmethod"}

func init() {
	singleDispatchMethodType.Define(&py.TypeSpec{
		Module: "functools", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[singleDispatchMethod](unsafe.Offsetof(singleDispatchMethod{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				p, e := cachedSig.Parse(args, names)
				if e != nil {
					return value{}, e
				}
				v := cls.Alloc(cls)
				m := py.Heap[singleDispatchMethod](v)
				m.fn, m.d = p[0], newDispatcher(p[0])
				return v, nil
			},
			DescrGet: func(descr, obj value, owner *py.Type) (value, exc) {
				m := py.Heap[singleDispatchMethod](descr)
				return py.NewBuiltin("_method", "functools", "", func(args []value, names []*py.Str) (value, exc) {
					if len(args) == len(names) {
						return value{}, py.Raisef(py.TypeErrorType, "singledispatchmethod requires at least 1 positional argument")
					}
					impl, e := m.d.find(args[0].Type())
					if e != nil {
						return value{}, e
					}
					if get := impl.Type().DescrGet; get != nil {
						if impl, e = get(impl, obj, owner); e != nil {
							return value{}, e
						}
					}
					return py.CallKw(impl, args, names)
				}).Value(), nil
			},
		},
		Methods: []py.Method{{Name: "register", Sig: "($self, cls, method=None)", Impl: func(v, cls, method value) (value, exc) {
			return py.Heap[singleDispatchMethod](v).d.register(cls, method)
		}}},
	})
}
