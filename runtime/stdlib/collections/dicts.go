package collections

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements defaultdict and Counter, which are dicts.

type defaultDict struct {
	py.Dict
	factory value
}

// DefaultDictType is collections.defaultdict.
var DefaultDictType = &py.Type{Name: "defaultdict"}

func init() {
	DefaultDictType.Define(&py.TypeSpec{
		Base: py.DictType, Module: "collections", Flags: py.FlagBaseType, NoHash: true,
		Layout: py.LayoutOf[defaultDict](),
		Slots: py.Slots{
			Init: func(v value, args []value, names []*py.Str) exc {
				d := py.Heap[defaultDict](v)
				d.factory = py.None
				if len(args) > len(names) {
					d.factory = args[0]
					args = args[1:]
					if !d.factory.IsNone() && !py.Callable(d.factory) {
						return py.Raisef(py.TypeErrorType, "first argument must be callable or None")
					}
				}
				return py.DictType.Init(v, args, names)
			},
			Repr: func(v value) (value, exc) {
				name := v.Type().Name
				f, e := factoryRepr(v)
				if e != nil {
					return value{}, e
				}
				d, e := py.ReprText(py.Heap[py.Dict](v).Copy().Value())
				if e != nil {
					return value{}, e
				}
				return py.StrV(name + "(" + f + ", " + d + ")"), nil
			},
			Binary: binary(map[py.BinaryOp]py.BinaryFunc{py.OpOr: func(a, b value) (value, exc) {
				if !a.Type().Has(py.FlagDict) || !b.Type().Has(py.FlagDict) {
					return py.NotImplemented, nil
				}
				if !py.IsInstance(a, DefaultDictType) {
					return py.Call2(b.Type().Value(), factoryOf(b), mergedDict(a, b))
				}
				return py.Call2(a.Type().Value(), factoryOf(a), mergedDict(a, b))
			}}),
			Reflected: binary(map[py.BinaryOp]py.BinaryFunc{py.OpOr: func(v, other value) (value, exc) {
				if !other.Type().Has(py.FlagDict) {
					return py.NotImplemented, nil
				}
				return py.Call2(v.Type().Value(), factoryOf(v), mergedDict(other, v))
			}}),
		},
		Methods: []py.Method{
			{Name: "__missing__", Sig: "($self, key, /)", Impl: func(v, key value) (value, exc) {
				f := factoryOf(v)
				if f.IsNone() {
					return value{}, py.RaiseArgs(py.KeyErrorType, key)
				}
				x, e := py.Call0(f)
				if e != nil {
					return value{}, e
				}
				return x, py.SetItem(v, key, x)
			}},
			{Name: "copy", Sig: "($self, /)", Impl: defaultDictCopy},
			{Name: "__copy__", Sig: "($self, /)", Impl: defaultDictCopy},
			{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				args := py.EmptyTuple.Value()
				if f := factoryOf(v); !f.IsNone() {
					args = py.TupleV(f)
				}
				items, e := py.CallMethod0(v, py.Intern("items"))
				if e != nil {
					return value{}, e
				}
				it, e := py.Iter(items)
				return py.TupleV(v.Type().Value(), args, py.None, py.None, it), e
			}},
		},
		GetSets: []py.GetSet{{Name: "default_factory", Deletable: true, Get: func(v value) (value, exc) { return factoryOf(v), nil },
			Set: func(v, x value) exc { py.Heap[defaultDict](v).factory = x; return nil }}},
		ClassMethods: []py.Method{classGetItem},
	})
}

// factoryRepr is the repr of the factory of a defaultdict, which may be a method of it.
func factoryRepr(v value) (string, exc) {
	entered, e := py.ReprEnter(v)
	if e != nil {
		return "", e
	}
	if !entered {
		return "...", nil
	}
	defer py.ReprLeave()
	return py.ReprText(factoryOf(v))
}

func factoryOf(v value) value {
	if f := py.Heap[defaultDict](v).factory; !f.IsUnbound() {
		return f
	}
	return py.None
}

func defaultDictCopy(v value) (value, exc) { return py.Call2(v.Type().Value(), factoryOf(v), v) }

// mergedDict returns a new dict with the items of two.
func mergedDict(a, b value) value {
	d := py.Heap[py.Dict](a).Copy()
	py.DictUpdate(d.Value(), b)
	return d.Value()
}

// CounterType is collections.Counter.
var CounterType = &py.Type{Name: "Counter"}

type counter struct {
	py.Dict
	Attrs py.Attrs
}

func counterOf(v value) *py.Dict { return py.Heap[py.Dict](v) }

func init() {
	or := counterOp(func(a, b value) (value, exc) { return larger(a, b, true) })
	and := counterOp(func(a, b value) (value, exc) { return larger(a, b, false) })
	CounterType.Define(&py.TypeSpec{
		Base: py.DictType, Module: "collections", Flags: py.FlagBaseType, NoHash: true,
		Doc:    "Dict subclass for counting hashable items.  Sometimes called a bag\nor multiset.  Elements are stored as dictionary keys and their counts\nare stored as dictionary values.",
		Layout: py.LayoutWithAttrs[counter](unsafe.Offsetof(counter{}.Attrs)),
		Slots: py.Slots{
			Init: func(v value, args []value, names []*py.Str) exc {
				pos := len(args) - len(names)
				if pos > 1 {
					return py.Raisef(py.TypeErrorType, "Counter.__init__() takes from 1 to 2 positional arguments but %d were given", pos+1)
				}
				return counterUpdate(v, args, names, py.Add)
			},
			Repr:    counterRepr,
			Compare: counterCompare,
			SetItem: func(v, key, x value) exc {
				d := counterOf(v)
				if x.IsUnbound() {
					_, e := d.Delete(key)
					return e
				}
				return d.Set(key, x)
			},
			Binary: binary(map[py.BinaryOp]py.BinaryFunc{
				py.OpAdd: counterOp(py.Add), py.OpSub: counterOp(py.Sub), py.OpOr: or, py.OpAnd: and,
			}),
			Reflected: binary(map[py.BinaryOp]py.BinaryFunc{py.OpOr: func(v, other value) (value, exc) { return py.NotImplemented, nil }}),
			Inplace: binary(map[py.BinaryOp]py.BinaryFunc{
				py.OpAdd: counterInplace(py.Add), py.OpSub: counterInplace(py.Sub),
				py.OpOr:  counterInplace(func(a, b value) (value, exc) { return larger(a, b, true) }),
				py.OpAnd: counterAndInplace,
			}),
			Unary: unary(map[py.UnaryOp]py.UnaryFunc{
				py.OpPos: func(v value) (value, exc) { return counterSign(v, false) },
				py.OpNeg: func(v value) (value, exc) { return counterSign(v, true) },
			}),
		},
		Methods: []py.Method{
			{Name: "__missing__", Sig: "($self, key, /)", Impl: func(v, key value) (value, exc) { return py.Int(0), nil }},
			{Name: "most_common", Sig: "($self, n=None)", Impl: mostCommon},
			{Name: "elements", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				var items []value
				d := counterOf(v)
				for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
					n, e := py.IndexInt(x, py.OverflowErrorType)
					if e != nil {
						return value{}, e
					}
					for ; n > 0; n-- {
						items = append(items, k)
					}
				}
				return py.Iter(py.NewList(items).Value())
			}},
			{Name: "total", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				sum := py.Int(0)
				for _, x := range counterOf(v).Values() {
					var e exc
					if sum, e = py.Add(sum, x); e != nil {
						return value{}, e
					}
				}
				return sum, nil
			}},
			{Name: "update", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
				return py.None, counterUpdate(v, args, names, py.Add)
			}},
			{Name: "subtract", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
				return py.None, counterUpdate(v, args, names, py.Sub)
			}},
			{Name: "copy", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Call1(v.Type().Value(), v) }},
			{Name: "__copy__", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Call1(v.Type().Value(), v) }},
			{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				return py.TupleV(v.Type().Value(), py.TupleV(counterOf(v).Copy().Value())), nil
			}},
		},
		ClassMethods: []py.Method{{Name: "fromkeys", Sig: "($type, iterable, v=None)", Impl: func(cls, it, v value) (value, exc) {
			return value{}, py.Raisef(py.NotImplementedErrorType, "Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")
		}}},
	})
}

// counterUpdate adds, or with op Sub subtracts, the counts of a mapping or the elements
// of an iterable, and of keywords. What is added to an empty Counter is taken over as it
// is, whatever it be.
func counterUpdate(v value, args []value, names []*py.Str, op py.BinaryFunc) exc {
	d := counterOf(v)
	pos := len(args) - len(names)
	method := "subtract"
	if isAdd(op) {
		method = "update"
	}
	if pos > 1 {
		return py.Raisef(py.TypeErrorType, "Counter.%s() takes from 1 to 2 positional arguments but %d were given", method, pos+1)
	}
	change := func(key, by value) exc {
		old, found, e := d.Get(key)
		if e != nil {
			return e
		}
		if !found {
			old = py.Int(0)
		}
		n, e := op(old, by)
		if e != nil {
			return e
		}
		return d.Set(key, n)
	}
	// onMapping returns what is done with the items of a mapping.
	onMapping := func() func(key, by value) exc {
		if isAdd(op) && d.Len() == 0 {
			return d.Set
		}
		return change
	}
	if pos > 0 && !args[0].IsNone() {
		if src, ok := py.AsDict(args[0]); ok {
			take := onMapping()
			for k, x, at, ok := src.Entry(0); ok; k, x, at, ok = src.Entry(at) {
				if e := take(k, x); e != nil {
					return e
				}
			}
		} else if _, isMap, e := py.LookupAttr(args[0], nameKeys); e != nil {
			return e
		} else if isMap {
			items, e := py.CallMethod0(args[0], nameItems)
			if e != nil {
				return e
			}
			take := onMapping()
			if e := py.Each(items, func(pair value) exc {
				k, x, e := py.Unpack2(pair)
				if e != nil {
					return e
				}
				return take(k, x)
			}); e != nil {
				return e
			}
		} else if e := py.Each(args[0], func(x value) exc { return change(x, py.Int(1)) }); e != nil {
			return e
		}
	}
	take := onMapping()
	for i, name := range names {
		if e := take(name.Value(), args[pos+i]); e != nil {
			return e
		}
	}
	return nil
}

func isAdd(op py.BinaryFunc) bool {
	x, _ := op(py.Int(1), py.Int(1))
	return x == py.Int(2)
}

// byCount returns the items with the most frequent first; equal counts keep their order.
func byCount(d *py.Dict) ([]value, exc) {
	items := make([]value, 0, d.Len())
	for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
		items = append(items, py.TupleV(k, x))
	}
	key := py.NewBuiltin("itemgetter", "operator", "(obj, /)", func(pair value) (value, exc) {
		return py.Heap[py.Tuple](pair).Items()[1], nil
	}).Value()
	return items, py.SortItems(items, key, true)
}

func mostCommon(v, n value) (value, exc) {
	items, e := byCount(counterOf(v))
	if e != nil {
		return value{}, e
	}
	if !n.IsUnbound() && !n.IsNone() {
		k, e := py.Ssize(n)
		if e != nil {
			return value{}, e
		}
		items = items[:min(max(k, 0), len(items))]
	}
	return py.NewList(items).Value(), nil
}

func counterRepr(v value) (value, exc) {
	d := counterOf(v)
	name := v.Type().Name
	if d.Len() == 0 {
		return py.StrV(name + "()"), nil
	}
	entered, e := py.ReprEnter(v)
	if e != nil {
		return value{}, e
	}
	if !entered {
		return py.StrV("{...}"), nil
	}
	defer py.ReprLeave()
	items, e := byCount(d)
	shown := d.Copy()
	if e == nil {
		shown = py.NewDict()
		for _, pair := range items {
			p := py.Heap[py.Tuple](pair).Items()
			if e := shown.Set(p[0], p[1]); e != nil {
				return value{}, e
			}
		}
	} else if !e.Type().IsSubclass(py.TypeErrorType) {
		return value{}, e
	}
	s, e := py.ReprText(shown.Value())
	if e != nil {
		return value{}, e
	}
	return py.StrV(name + "(" + s + ")"), nil
}

// counterCompare compares counts, a missing element having count 0.
func counterCompare(op py.CompareOp, a, b value) (value, exc) {
	if !py.IsInstance(b, CounterType) {
		return py.NotImplemented, nil
	}
	x, y := counterOf(a), counterOf(b)
	every := func(op py.CompareOp) (bool, exc) {
		for _, d := range []*py.Dict{x, y} {
			for _, k := range d.Keys() {
				m, e := count(x, k)
				if e != nil {
					return false, e
				}
				n, e := count(y, k)
				if e != nil {
					return false, e
				}
				if ok, e := py.CompareBool(op, m, n); !ok || e != nil {
					return false, e
				}
			}
		}
		return true, nil
	}
	switch op {
	case py.EQ, py.LE, py.GE:
		ok, e := every(op)
		return py.Bool(ok), e
	case py.NE:
		ok, e := every(py.EQ)
		return py.Bool(!ok), e
	}
	weak := py.LE
	if op == py.GT {
		weak = py.GE
	}
	ok, e := every(weak)
	if !ok || e != nil {
		return py.False, e
	}
	same, e := every(py.EQ)
	return py.Bool(!same), e
}

func count(d *py.Dict, key value) (value, exc) {
	x, found, e := d.Get(key)
	if !found {
		x = py.Int(0)
	}
	return x, e
}

// larger is max or min of two counts.
func larger(a, b value, most bool) (value, exc) {
	less, e := py.LtBool(a, b)
	if less == most {
		return b, e
	}
	return a, e
}

// counterOp makes an operator on counters that keeps positive counts.
func counterOp(op py.BinaryFunc) py.BinaryFunc {
	return func(a, b value) (value, exc) {
		if !py.IsInstance(a, CounterType) || !py.IsInstance(b, CounterType) {
			return py.NotImplemented, nil
		}
		x, y := counterOf(a), counterOf(b)
		out := CounterType.Alloc(CounterType)
		d := counterOf(out)
		for i, src := range []*py.Dict{x, y} {
			for _, k := range src.Keys() {
				if i == 1 {
					if _, seen, _ := x.Get(k); seen {
						continue
					}
				}
				m, e := count(x, k)
				if e != nil {
					return value{}, e
				}
				n, e := count(y, k)
				if e != nil {
					return value{}, e
				}
				r, e := op(m, n)
				if e != nil {
					return value{}, e
				}
				if positive, e := py.GtBool(r, py.Int(0)); e != nil {
					return value{}, e
				} else if positive {
					if e := d.Set(k, r); e != nil {
						return value{}, e
					}
				}
			}
		}
		return out, nil
	}
}

func keepPositive(d *py.Dict) exc {
	for _, k := range d.Keys() {
		x, _, e := d.Get(k)
		if e != nil {
			return e
		}
		positive, e := py.GtBool(x, py.Int(0))
		if e != nil {
			return e
		}
		if !positive {
			if _, e := d.Delete(k); e != nil {
				return e
			}
		}
	}
	return nil
}

func counterInplace(op py.BinaryFunc) py.BinaryFunc {
	return func(a, b value) (value, exc) {
		if !b.Type().Has(py.FlagDict) {
			return py.NotImplemented, nil
		}
		d, src := counterOf(a), counterOf(b)
		for k, x, pos, ok := src.Entry(0); ok; k, x, pos, ok = src.Entry(pos) {
			old, e := count(d, k)
			if e != nil {
				return value{}, e
			}
			n, e := op(old, x)
			if e != nil {
				return value{}, e
			}
			if e := d.Set(k, n); e != nil {
				return value{}, e
			}
		}
		return a, keepPositive(d)
	}
}

func counterAndInplace(a, b value) (value, exc) {
	if !b.Type().Has(py.FlagDict) {
		return py.NotImplemented, nil
	}
	d, src := counterOf(a), counterOf(b)
	for _, k := range d.Keys() {
		x, e := count(d, k)
		if e != nil {
			return value{}, e
		}
		y, e := count(src, k)
		if e != nil {
			return value{}, e
		}
		if x, e = larger(x, y, false); e != nil {
			return value{}, e
		}
		if e := d.Set(k, x); e != nil {
			return value{}, e
		}
	}
	return a, keepPositive(d)
}

// counterSign is +c or -c.
func counterSign(v value, negate bool) (value, exc) {
	out := CounterType.Alloc(CounterType)
	d, src := counterOf(out), counterOf(v)
	for k, x, pos, ok := src.Entry(0); ok; k, x, pos, ok = src.Entry(pos) {
		if negate {
			var e exc
			if x, e = py.Sub(py.Int(0), x); e != nil {
				return value{}, e
			}
		}
		positive, e := py.GtBool(x, py.Int(0))
		if e != nil {
			return value{}, e
		}
		if positive {
			if e := d.Set(k, x); e != nil {
				return value{}, e
			}
		}
	}
	return out, nil
}
