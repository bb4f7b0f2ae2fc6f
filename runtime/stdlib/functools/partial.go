package functools

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements partial, partialmethod and cached_property.

type partial struct {
	py.Header
	fn    value
	args  []value
	kw    *py.Dict // nil where there are none
	Attrs py.Attrs
}

var partialType = &py.Type{Name: "partial"}

func init() {
	partialType.Define(&py.TypeSpec{
		Module: "functools", Flags: py.FlagBaseType,
		Doc:    "Create a new function with partial application of the given arguments and keywords.",
		Layout: py.LayoutWithAttrs[partial](unsafe.Offsetof(partial{}.Attrs)),
		Slots:  py.Slots{New: newPartial, Call: partialCall, Repr: partialRepr},
		ClassMethods: []py.Method{{Name: "__class_getitem__", Sig: "($type, object, /)", Impl: func(cls, item value) (value, exc) {
			return py.NewGenericAlias(cls, item), nil
		}}},
		Methods: []py.Method{
			{Name: "__reduce__", Sig: "($self, /)", Impl: reducePartial},
			{Name: "__setstate__", Sig: "($self, state, /)", Impl: restorePartial},
		},
		GetSets: []py.GetSet{
			{Name: "func", Get: func(v value) (value, exc) { return py.Heap[partial](v).fn, nil }},
			{Name: "args", Get: func(v value) (value, exc) {
				return py.NewTuple(append([]value(nil), py.Heap[partial](v).args...)).Value(), nil
			}},
			{Name: "keywords", Get: func(v value) (value, exc) {
				p := py.Heap[partial](v)
				if p.kw == nil {
					p.kw = py.NewDict()
				}
				return p.kw.Value(), nil
			}},
			{Name: "__dict__", Get: func(v value) (value, exc) { return py.AttrsOf(v).Dict().Value(), nil }},
		},
	})
}

func newPartial(cls *py.Type, args []value, names []*py.Str) (value, exc) {
	pos := len(args) - len(names)
	if pos < 1 {
		return value{}, py.Raisef(py.TypeErrorType, "type 'partial' takes at least one argument")
	}
	fn := args[0]
	if !py.Callable(fn) {
		return value{}, py.Raisef(py.TypeErrorType, "the first argument must be callable")
	}
	v := cls.Alloc(cls)
	p := py.Heap[partial](v)
	if fn.Type() == partialType && cls == partialType {
		// A partial of a partial is flattened.
		in := py.Heap[partial](fn)
		if in.Attrs.Len() == 0 {
			p.fn = in.fn
			p.args = append(append([]value(nil), in.args...), args[1:pos]...)
			if in.kw != nil && in.kw.Len() > 0 {
				p.kw = in.kw.Copy()
			}
		}
	}
	if p.fn.IsUnbound() {
		p.fn = fn
		p.args = append([]value(nil), args[1:pos]...)
	}
	for i, name := range names {
		if p.kw == nil {
			p.kw = py.NewDict()
		}
		p.kw.SetStr(name, args[pos+i])
	}
	return v, nil
}

func partialCall(v value, args []value, names []*py.Str) (value, exc) {
	p := py.Heap[partial](v)
	pos := len(args) - len(names)
	all := make([]value, 0, len(p.args)+len(args)+4)
	all = append(append(all, p.args...), args[:pos]...)
	if p.kw == nil || p.kw.Len() == 0 {
		return py.CallKw(p.fn, append(all, args[pos:]...), names)
	}
	kw := p.kw.Copy()
	for i, name := range names {
		kw.SetStr(name, args[pos+i])
	}
	keys := make([]*py.Str, 0, kw.Len())
	for k, x, at, ok := kw.Entry(0); ok; k, x, at, ok = kw.Entry(at) {
		s, isStr := py.AsStr(k)
		if !isStr {
			return value{}, py.Raisef(py.TypeErrorType, "keywords must be strings")
		}
		keys = append(keys, py.InternStr(s))
		all = append(all, x)
	}
	return py.CallKw(p.fn, all, keys)
}

func partialRepr(v value) (value, exc) {
	p := py.Heap[partial](v)
	t := v.Type()
	name := t.Qualname
	if t == partialType {
		name = "functools.partial"
	}
	entered, e := py.ReprEnter(v)
	if e != nil {
		return value{}, e
	}
	if !entered {
		return py.StrV(name + "(...)"), nil
	}
	defer py.ReprLeave()
	s, e := py.ReprText(p.fn)
	if e != nil {
		return value{}, e
	}
	out := name + "(" + s
	for _, a := range p.args {
		if s, e = py.ReprText(a); e != nil {
			return value{}, e
		}
		out += ", " + s
	}
	if p.kw != nil {
		for k, x, at, ok := p.kw.Entry(0); ok; k, x, at, ok = p.kw.Entry(at) {
			if s, e = py.ReprText(x); e != nil {
				return value{}, e
			}
			out += ", " + k.Str().S + "=" + s
		}
	}
	return py.StrV(out + ")"), nil
}

// partialMethod is a descriptor that binds a partial application to an instance.
type partialMethod struct {
	py.Header
	fn    value
	args  []value
	names []*py.Str
	kw    []value
	Attrs py.Attrs
}

var partialMethodType = &py.Type{Name: "partialmethod"}

func init() {
	partialMethodType.Define(&py.TypeSpec{
		Module: "functools", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[partialMethod](unsafe.Offsetof(partialMethod{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				pos := len(args) - len(names)
				if pos < 1 {
					return value{}, py.Raisef(py.TypeErrorType, "partialmethod.__init__() missing 1 required positional argument: 'func'")
				}
				if !py.Callable(args[0]) && args[0].Type().DescrGet == nil {
					r, e := py.ReprText(args[0])
					if e != nil {
						return value{}, e
					}
					return value{}, py.Raisef(py.TypeErrorType, "%s is not callable or a descriptor", r)
				}
				v := cls.Alloc(cls)
				p := py.Heap[partialMethod](v)
				p.fn = args[0]
				p.args = append([]value(nil), args[1:pos]...)
				p.kw = append([]value(nil), args[pos:]...)
				p.names = append([]*py.Str(nil), names...)
				return v, nil
			},
			DescrGet: func(descr, obj value, owner *py.Type) (value, exc) {
				p := py.Heap[partialMethod](descr)
				fn := p.fn
				if get := fn.Type().DescrGet; get != nil && !obj.IsUnbound() {
					bound, e := get(fn, obj, owner)
					if e != nil {
						return value{}, e
					}
					if bound != fn {
						return p.apply(bound)
					}
				}
				if obj.IsUnbound() {
					method := py.NewGoFunction(py.FuncSpec{Name: "_method", Module: "functools", Pos: []string{"self"}, VarArgs: "args", VarKw: "keywords",
						Impl: func(self, args, kw value) (value, exc) {
							whole, e := p.apply(fn)
							if e != nil {
								return value{}, e
							}
							in := py.Heap[partial](whole)
							in.args = append([]value{self}, in.args...)
							return py.CallEx(whole, args, kw)
						}}).Value()
					return method, py.SetAttr(method, py.Intern("__partialmethod__"), descr)
				}
				whole, e := p.apply(fn)
				if e != nil {
					return value{}, e
				}
				in := py.Heap[partial](whole)
				in.args = append([]value{obj}, in.args...)
				return whole, nil
			},
		},
		GetSets: []py.GetSet{
			{Name: "func", Get: func(v value) (value, exc) { return py.Heap[partialMethod](v).fn, nil }},
			{Name: "args", Get: func(v value) (value, exc) {
				return py.NewTuple(append([]value(nil), py.Heap[partialMethod](v).args...)).Value(), nil
			}},
			{Name: "keywords", Get: func(v value) (value, exc) {
				p := py.Heap[partialMethod](v)
				d := py.NewDict()
				for i, n := range p.names {
					d.SetStr(n, p.kw[i])
				}
				return d.Value(), nil
			}},
		},
	})
}

func (p *partialMethod) apply(fn value) (value, exc) {
	args := append(append([]value{fn}, p.args...), p.kw...)
	return newPartial(partialType, args, p.names)
}

// cachedProperty computes an attribute once for each instance.
type cachedProperty struct {
	py.Header
	fn    value
	name  *py.Str
	doc   value
	Attrs py.Attrs
}

var cachedPropertyType = &py.Type{Name: "cached_property"}

func init() {
	cachedPropertyType.Define(&py.TypeSpec{
		Module: "functools", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[cachedProperty](unsafe.Offsetof(cachedProperty{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				p, e := cachedSig.Parse(args, names)
				if e != nil {
					return value{}, e
				}
				v := cls.Alloc(cls)
				c := py.Heap[cachedProperty](v)
				c.fn = p[0]
				c.doc, _, e = py.LookupAttr(p[0], nameDoc)
				return v, e
			},
			DescrGet: cachedPropertyGet,
		},
		Methods: []py.Method{{Name: "__set_name__", Sig: "($self, owner, name)", Impl: func(v, owner, name value) (value, exc) {
			c := py.Heap[cachedProperty](v)
			s := py.InternStr(name.Str())
			if c.name == nil {
				c.name = s
			} else if c.name != s {
				return value{}, py.Raisef(py.TypeErrorType, "Cannot assign the same cached_property to two different names (%s and %s).",
					py.QuoteStr(c.name.S), py.QuoteStr(s.S))
			}
			return py.None, nil
		}}},
		ClassMethods: []py.Method{{Name: "__class_getitem__", Sig: "($type, object, /)", Impl: func(cls, item value) (value, exc) {
			return py.NewGenericAlias(cls, item), nil
		}}},
		GetSets: []py.GetSet{
			{Name: "func", Get: func(v value) (value, exc) { return py.Heap[cachedProperty](v).fn, nil }},
			{Name: "attrname", Get: func(v value) (value, exc) {
				if n := py.Heap[cachedProperty](v).name; n != nil {
					return n.Value(), nil
				}
				return py.None, nil
			}},
			{Name: "__doc__", Get: func(v value) (value, exc) { return py.Heap[cachedProperty](v).doc, nil }},
		},
	})
}

var cachedSig = py.NewSignature("cached_property.__init__", "", "(func)")

func cachedPropertyGet(descr, obj value, owner *py.Type) (value, exc) {
	if obj.IsUnbound() {
		return descr, nil
	}
	c := py.Heap[cachedProperty](descr)
	if c.name == nil {
		return value{}, py.Raisef(py.TypeErrorType, "Cannot use cached_property instance without calling __set_name__ on it.")
	}
	attrs := py.AttrsOf(obj)
	if attrs == nil {
		return value{}, py.Raisef(py.TypeErrorType, "No '__dict__' attribute on '%s' instance to cache '%s' property.", obj.Type().Name, c.name.S)
	}
	if x, ok := attrs.Get(c.name); ok {
		return x, nil
	}
	x, e := py.Call1(c.fn, obj)
	if e != nil {
		return value{}, e
	}
	attrs.Set(c.name, x)
	return x, nil
}

func reducePartial(v value) (value, exc) {
	p := py.Heap[partial](v)
	kw := p.kw
	if kw == nil {
		kw = py.NewDict()
	}
	attrs := py.None
	if p.Attrs.Len() > 0 {
		attrs = p.Attrs.Dict().Value()
	}
	args := py.NewTuple(append([]value(nil), p.args...)).Value()
	return py.TupleV(v.Type().Value(), py.TupleV(p.fn), py.TupleV(p.fn, args, kw.Value(), attrs)), nil
}

func restorePartial(v, state value) (value, exc) {
	bad := func() (value, exc) { return value{}, py.Raisef(py.TypeErrorType, "invalid partial state") }
	t, ok := py.AsTuple(state)
	if !ok || len(t.Items) != 4 {
		return bad()
	}
	args, ok := py.AsTuple(t.Items[1])
	if !ok || !py.Callable(t.Items[0]) || !py.IsInstance(t.Items[2], py.DictType) && !t.Items[2].IsNone() {
		return bad()
	}
	p := py.Heap[partial](v)
	p.fn, p.args, p.kw = t.Items[0], append([]value(nil), args.Items...), nil
	if !t.Items[2].IsNone() {
		p.kw = py.Heap[py.Dict](t.Items[2]).Copy()
	}
	if attrs := t.Items[3]; !attrs.IsNone() {
		return py.CallMethod1(py.AttrsOf(v).Dict().Value(), py.Intern("update"), attrs)
	}
	return py.None, nil
}
