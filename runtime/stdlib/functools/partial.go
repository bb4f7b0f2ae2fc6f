package functools

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements partial.

type partial struct {
	py.Header
	fn    value
	args  *py.Tuple
	kw    *py.Dict // nil where there are none
	Attrs py.Attrs
}

var partialType = &py.Type{Name: "partial"}

func init() {
	partialType.NewFew, partialType.CallFew = newPartialFew, partialCallFew
	partialType.Define(&py.TypeSpec{
		Module: "functools", Flags: py.FlagBaseType,
		Doc:    "Create a new function with partial application of the given arguments and keywords.",
		Layout: py.LayoutWithAttrs[partial](unsafe.Offsetof(partial{}.Attrs)),
		Slots:  py.Slots{New: newPartial, Call: partialCall, Repr: partialRepr, DescrGet: partialGet},
		ClassMethods: []py.Method{{Name: "__class_getitem__", Sig: "($type, object, /)", Impl: func(cls, item value) (value, exc) {
			return py.NewGenericAlias(cls, item), nil
		}}},
		Methods: []py.Method{
			{Name: "__reduce__", Sig: "($self, /)", Impl: reducePartial},
			{Name: "__setstate__", Sig: "($self, state, /)", Impl: restorePartial},
		},
		GetSets: []py.GetSet{
			{Name: "func", Get: func(v value) (value, exc) { return py.Heap[partial](v).fn, nil }},
			{Name: "args", Get: func(v value) (value, exc) { return py.Heap[partial](v).args.Value(), nil }},
			{Name: "keywords", Get: func(v value) (value, exc) {
				p := py.Heap[partial](v)
				if p.kw == nil {
					p.kw = py.NewDict()
				}
				return p.kw.Value(), nil
			}},
			{Name: "__dict__", Get: func(v value) (value, exc) { return py.AttrsOf(v).Dict().Value(), nil }, Set: func(v, x value) exc {
				if x.IsUnbound() {
					return py.Raisef(py.TypeErrorType, "cannot delete __dict__")
				}
				d, ok := py.AsDict(x)
				if !ok {
					return py.Raisef(py.TypeErrorType, "__dict__ must be set to a dictionary, not a '%s'", x.Type().Name)
				}
				py.AttrsOf(v).SetDict(d)
				return nil
			}},
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
	if py.IsInstance(fn, partialType) && fn.Type().Lookup(nameCall) == partialType.Lookup(nameCall) {
		// A partial of a partial is flattened.
		in := py.Heap[partial](fn)
		if in.Attrs.Len() == 0 {
			p.fn = in.fn
			p.args = py.NewTuple(append(append([]value(nil), in.args.Items()...), args[1:pos]...))
			if in.kw != nil && in.kw.Len() > 0 {
				p.kw = in.kw.Copy()
			}
		}
	}
	if p.fn.IsUnbound() {
		p.fn = fn
		p.args = py.Heap[py.Tuple](py.TupleV(args[1:pos]...))
	}
	for i, name := range names {
		if p.kw == nil {
			p.kw = py.NewDict()
		}
		p.kw.SetStr(name, args[pos+i])
	}
	return v, nil
}

var nameCall = py.Intern("__call__")

// newPartialFew is newPartial for partial itself and no keywords.
func newPartialFew(cls *py.Type, a py.Few) (value, exc) {
	if fn := a.Args[0]; py.Callable(fn) && !py.IsInstance(fn, partialType) {
		p := &partial{fn: fn}
		switch a.N {
		case 1:
			p.args = py.EmptyTuple
		case 2:
			p.args = py.Heap[py.Tuple](py.Tuple1(a.Args[1]))
		default:
			p.args = py.Heap[py.Tuple](py.Tuple2(a.Args[1], a.Args[2]))
		}
		p.SetType(cls)
		return p.Value(), nil
	}
	return newPartial(cls, append([]value(nil), a.Args[:a.N]...), nil)
}

// partialCallFew is partialCall without keywords.
func partialCallFew(v value, a py.Few) (value, exc) {
	p := py.Heap[partial](v)
	if p.kw == nil || p.kw.Len() == 0 {
		switch bound := p.args.Items(); len(bound) + a.N {
		case 1:
			return py.Call1(p.fn, a.Args[0])
		case 2:
			if a.N == 2 {
				return py.Call2(p.fn, a.Args[0], a.Args[1])
			}
			return py.Call2(p.fn, bound[0], a.Args[0])
		case 3:
			switch a.N {
			case 1:
				return py.Call3(p.fn, bound[0], bound[1], a.Args[0])
			case 2:
				return py.Call3(p.fn, bound[0], a.Args[0], a.Args[1])
			}
			return py.Call3(p.fn, a.Args[0], a.Args[1], a.Args[2])
		}
	}
	return partialCall(v, append([]value(nil), a.Args[:a.N]...), nil)
}

func partialCall(v value, args []value, names []*py.Str) (value, exc) {
	p := py.Heap[partial](v)
	pos := len(args) - len(names)
	all := make([]value, 0, len(p.args.Items())+len(args)+4)
	all = append(append(all, p.args.Items()...), args[:pos]...)
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
	name := "functools.partial"
	if t != partialType {
		module, e := py.GetAttr(t.Value(), py.Intern("__module__"))
		if e != nil {
			return value{}, e
		}
		text, e := py.StrText(module)
		if e != nil {
			return value{}, e
		}
		name = text + "." + t.Qualname
	}
	entered, e := py.ReprEnter(v)
	if e != nil {
		return value{}, e
	}
	if !entered {
		return py.StrV("..."), nil
	}
	defer py.ReprLeave()
	s, e := py.ReprText(p.fn)
	if e != nil {
		return value{}, e
	}
	out := name + "(" + s
	for _, a := range p.args.Items() {
		if s, e = py.ReprText(a); e != nil {
			return value{}, e
		}
		out += ", " + s
	}
	if p.kw != nil {
		for k, x, at, ok := p.kw.Entry(0); ok; k, x, at, ok = p.kw.Entry(at) {
			key, e := py.StrText(k)
			if e != nil {
				return value{}, e
			}
			if s, e = py.ReprText(x); e != nil {
				return value{}, e
			}
			out += ", " + key + "=" + s
		}
	}
	return py.StrV(out + ")"), nil
}

// partialGet warns where a partial in a class is looked up on an instance: it is no method.
func partialGet(v, obj value, owner *py.Type) (value, exc) {
	if obj.IsUnbound() {
		return v, nil
	}
	return v, py.Warn(py.FutureWarningType, "functools.partial will be a method descriptor in future Python versions; "+
		"wrap it in staticmethod() if you want to preserve the old behavior", 1)
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
	args := p.args.Value()
	return py.TupleV(v.Type().Value(), py.TupleV(p.fn), py.TupleV(p.fn, args, kw.Value(), attrs)), nil
}

func restorePartial(v, state value) (value, exc) {
	bad := func() (value, exc) { return value{}, py.Raisef(py.TypeErrorType, "invalid partial state") }
	t, ok := py.AsTuple(state)
	if !ok || len(t.Items()) != 4 {
		return bad()
	}
	args, ok := py.AsTuple(t.Items()[1])
	if !ok || !py.Callable(t.Items()[0]) || !py.IsInstance(t.Items()[2], py.DictType) && !t.Items()[2].IsNone() {
		return bad()
	}
	p := py.Heap[partial](v)
	if args.Value().Type() != py.TupleType {
		args = py.NewTuple(args.Items())
	}
	p.fn, p.args, p.kw = t.Items()[0], args, nil
	if !t.Items()[2].IsNone() {
		p.kw = py.Heap[py.Dict](t.Items()[2])
		if t.Items()[2].Type() != py.DictType {
			p.kw = p.kw.Copy()
		}
	}
	attrs, ok := py.AsDict(t.Items()[3])
	if !ok {
		attrs = py.NewDict()
	}
	py.AttrsOf(v).SetDict(attrs)
	return py.None, nil
}
