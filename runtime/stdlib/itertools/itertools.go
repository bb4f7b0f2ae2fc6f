// Package itertools implements the module itertools (Python library reference, itertools:
// Functions creating iterators for efficient looping). Every iterator is a Go struct whose
// Next slot does one step.
package itertools

import "github.com/aio2go/aio2go/runtime/py"

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "itertools",
	Doc:   "Functional tools for creating and using iterators.",
	Types: []*py.Type{countType, cycleType, repeatType, accumulateType, batchedType, chainType, compressType, dropWhileType, filterFalseType, groupByType, isliceType, pairwiseType, starMapType, takeWhileType, zipLongestType, productType, permutationsType, combinationsType, combinationsWRType, grouperType, teeType, teeDataType},
	Functions: []py.Method{
		{Name: "tee", Sig: "(iterable, n=2, /)", Impl: tee, Doc: "Returns a tuple of n independent iterators."},
	},
}

func init() { py.RegisterModule(&spec) }

func self(v value) (value, exc) { return v, nil }

// newType defines an iterator class whose instances are T. next is its step; alloc makes
// an instance of cls from the bound arguments of sig.
func newType[T any](name, sig string, makeIt func(it *T, args []value) exc, next func(it *T) (value, bool, exc), methods ...py.Method) *py.Type {
	s := py.NewSignature(name, "", sig)
	return py.NewBuiltinType(name, &py.TypeSpec{
		Module: "itertools",
		Flags:  py.FlagBaseType,
		Layout: py.LayoutOf[T](),
		Slots: py.Slots{
			Iter: self,
			Next: func(v value) (value, bool, exc) { return next(py.Heap[T](v)) },
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				if len(names) > 0 && s.PositionalOnly() && redefinesInit(cls) {
					args, names = args[:len(args)-len(names)], nil
				}
				p, e := s.Parse(args, names)
				if e != nil {
					return value{}, e
				}
				v := cls.Alloc(cls)
				return v, makeIt(py.Heap[T](v), p)
			},
		},
		Methods: methods,
	})
}

// newTypeArgs is newType for a class that takes any number of positional arguments, and none by
// keyword where posOnly.
func newTypeArgs[T any](name string, posOnly bool, makeIt func(it *T, args []value, names []*py.Str) exc, next func(it *T) (value, bool, exc), spec py.TypeSpec) *py.Type {
	spec.Module, spec.Flags, spec.Layout = "itertools", py.FlagBaseType, py.LayoutOf[T]()
	spec.Slots.Iter = self
	spec.Slots.Next = func(v value) (value, bool, exc) { return next(py.Heap[T](v)) }
	spec.Slots.New = func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
		if posOnly && len(names) > 0 {
			if !redefinesInit(cls) {
				return value{}, py.NoKeywords(name, names)
			}
			args, names = args[:len(args)-len(names)], nil
		}
		v := cls.Alloc(cls)
		return v, makeIt(py.Heap[T](v), args, names)
	}
	return py.NewBuiltinType(name, &spec)
}

type countIter struct {
	py.Header
	n, step value
}

var countType = py.NewBuiltinType("count", &py.TypeSpec{
	Module: "itertools", Flags: py.FlagBaseType, Layout: py.LayoutOf[countIter](),
	Slots: py.Slots{
		Iter: self,
		New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			p, e := countSig.Parse(args, names)
			if e != nil {
				return value{}, e
			}
			start, step := py.Int(0), py.Int(1)
			if !p[0].IsUnbound() {
				start = p[0]
			}
			if !p[1].IsUnbound() {
				step = p[1]
			}
			for _, x := range []value{start, step} {
				if !isNumber(x) {
					return value{}, py.Raisef(py.TypeErrorType, "a number is required")
				}
			}
			v := cls.Alloc(cls)
			it := py.Heap[countIter](v)
			it.n, it.step = start, step
			return v, nil
		},
		Next: func(v value) (value, bool, exc) {
			it := py.Heap[countIter](v)
			n := it.n
			next, e := py.Add(n, it.step)
			if e != nil {
				return value{}, false, e
			}
			it.n = next
			return n, true, nil
		},
		Repr: func(v value) (value, exc) {
			it := py.Heap[countIter](v)
			n, e := py.ReprText(it.n)
			if e != nil {
				return value{}, e
			}
			if it.step == py.Int(1) {
				return py.StrV("count(" + n + ")"), nil
			}
			step, e := py.ReprText(it.step)
			if e != nil {
				return value{}, e
			}
			return py.StrV("count(" + n + ", " + step + ")"), nil
		},
	},
})

var countSig = py.NewSignature("count", "", "(start=0, step=1)")

func isNumber(v value) bool {
	t := v.Type()
	return t.Unary[py.OpIndex] != nil || t.Unary[py.OpFloat] != nil || t.Unary[py.OpInt] != nil || t.Has(py.FlagComplex) || v.IsInt()
}

type cycleIter struct {
	py.Header
	it    value // unbound when it has ended
	saved []value
	pos   int
	again bool // saved has already what it yields
}

var cycleType = newType("cycle", "(iterable, /)", func(c *cycleIter, args []value) (e exc) {
	c.it, e = py.Iter(args[0])
	return e
}, func(c *cycleIter) (value, bool, exc) {
	if !c.it.IsUnbound() {
		x, ok, e := py.Next(c.it)
		if e != nil {
			return value{}, false, e
		}
		if ok {
			if !c.again {
				c.saved = append(c.saved, x)
			}
			return x, true, nil
		}
		c.it = value{}
	}
	if len(c.saved) == 0 {
		return value{}, false, nil
	}
	x := c.saved[c.pos]
	if c.pos++; c.pos == len(c.saved) {
		c.pos = 0
	}
	return x, true, nil
})

type repeatIter struct {
	py.Header
	x       value
	n       int
	forever bool
}

var repeatType = py.NewBuiltinType("repeat", &py.TypeSpec{
	Module: "itertools", Flags: py.FlagBaseType, Layout: py.LayoutOf[repeatIter](),
	Slots: py.Slots{
		Iter: self,
		New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			p, e := repeatSig.Parse(args, names)
			if e != nil {
				return value{}, e
			}
			v := cls.Alloc(cls)
			it := py.Heap[repeatIter](v)
			it.x, it.forever = p[0], p[1].IsUnbound()
			if !it.forever {
				if it.n, e = py.Ssize(p[1]); e != nil {
					return value{}, e
				}
				it.n = max(it.n, 0)
			}
			return v, nil
		},
		Next: func(v value) (value, bool, exc) {
			it := py.Heap[repeatIter](v)
			if it.forever {
				return it.x, true, nil
			}
			if it.n == 0 {
				return value{}, false, nil
			}
			it.n--
			return it.x, true, nil
		},
		Repr: func(v value) (value, exc) {
			it := py.Heap[repeatIter](v)
			x, e := py.ReprText(it.x)
			if e != nil {
				return value{}, e
			}
			if it.forever {
				return py.StrV("repeat(" + x + ")"), nil
			}
			n, _ := py.ReprText(py.Int(int64(it.n)))
			return py.StrV("repeat(" + x + ", " + n + ")"), nil
		},
	},
	Methods: []py.Method{{Name: "__length_hint__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
		it := py.Heap[repeatIter](v)
		if it.forever {
			return value{}, py.Raisef(py.TypeErrorType, "len() of unsized object")
		}
		return py.Int(int64(it.n)), nil
	}}},
})

var repeatSig = py.NewSignature("repeat", "", "(object, times=<unrepresentable>)")

type accumulateIter struct {
	py.Header
	it, fn, total, initial value
}

var accumulateType = newType("accumulate", "(iterable, func=None, *, initial=None)", func(a *accumulateIter, args []value) (e exc) {
	a.it, e = py.Iter(args[0])
	if !args[1].IsUnbound() && !args[1].IsNone() {
		a.fn = args[1]
	}
	if !args[2].IsUnbound() && !args[2].IsNone() {
		a.initial = args[2]
	}
	return e
}, func(a *accumulateIter) (value, bool, exc) {
	if !a.initial.IsUnbound() {
		a.total, a.initial = a.initial, value{}
		return a.total, true, nil
	}
	x, ok, e := py.Next(a.it)
	if !ok || e != nil {
		return value{}, false, e
	}
	switch {
	case a.total.IsUnbound():
		a.total = x
	case a.fn.IsUnbound():
		a.total, e = add(a.total, x)
	default:
		var t value
		if t, e = py.Call2(a.fn, a.total, x); e == nil {
			a.total = t
		}
	}
	return a.total, e == nil, e
})

func add(a, b value) (value, exc) {
	t, e := py.Add(a, b)
	if e != nil {
		return a, e
	}
	return t, nil
}

type batchedIter struct {
	py.Header
	it     value
	n      int
	strict bool
	room   []value // for the elements of a batch
}

var batchedType = newType("batched", "(iterable, n, *, strict=False)", func(b *batchedIter, args []value) (e exc) {
	if b.n, e = py.Ssize(args[1]); e != nil {
		return e
	}
	if b.n < 1 {
		return py.Raisef(py.ValueErrorType, "n must be at least one")
	}
	if !args[2].IsUnbound() {
		if b.strict, e = py.Truth(args[2]); e != nil {
			return e
		}
	}
	b.it, e = py.Iter(args[0])
	return e
}, func(b *batchedIter) (value, bool, exc) {
	if b.it.IsUnbound() {
		return value{}, false, nil
	}
	items := b.room[:0]
	b.room = nil // what comes now may ask for the next batch
	for len(items) < b.n {
		x, ok, e := py.Next(b.it)
		if e != nil {
			b.it = value{}
			return value{}, false, e
		}
		if !ok {
			b.it = value{}
			if len(items) == 0 {
				return value{}, false, nil
			}
			if b.strict {
				return value{}, false, py.Raisef(py.ValueErrorType, "batched(): incomplete batch")
			}
			break
		}
		items = append(items, x)
	}
	t := py.NewTuple(items)
	clear(items)
	b.room = items
	return t.Value(), true, nil
})

type chainIter struct {
	py.Header
	source, active value // source is unbound when exhausted
}

var chainType = &py.Type{Name: "chain"}

func init() {
	chainType.Define(&py.TypeSpec{
		Module: "itertools", Flags: py.FlagBaseType, Layout: py.LayoutOf[chainIter](), Methods: reducer(reduceChain, setChain),
		Slots: py.Slots{
			Iter: self,
			Next: chainNext,
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				if len(names) > 0 && !redefinesInit(cls) {
					return value{}, py.Raisef(py.TypeErrorType, "chain() takes no keyword arguments")
				}
				return newChain(cls, py.NewTuple(args[:len(args)-len(names)]).Value())
			},
		},
		ClassMethods: []py.Method{
			{Name: "from_iterable", Sig: "($type, iterable, /)", Impl: func(cls, iterable value) (value, exc) {
				return newChain(py.AsType(cls), iterable)
			}},
			{Name: "__class_getitem__", Sig: "($type, object, /)", Impl: func(cls, item value) (value, exc) {
				return py.NewGenericAlias(cls, item), nil
			}},
		},
	})
}

// redefinesInit reports whether a subclass has an __init__, which may take what the class does
// not.
func redefinesInit(cls *py.Type) bool {
	name := py.Intern("__init__")
	return cls.Lookup(name) != py.ObjectType.Lookup(name)
}

func newChain(cls *py.Type, iterables value) (value, exc) {
	it, e := py.Iter(iterables)
	if e != nil {
		return value{}, e
	}
	v := cls.Alloc(cls)
	py.Heap[chainIter](v).source = it
	return v, nil
}

func chainNext(v value) (value, bool, exc) {
	c := py.Heap[chainIter](v)
	for !c.source.IsUnbound() {
		if c.active.IsUnbound() {
			iterable, ok, e := py.Next(c.source)
			if !ok || e != nil {
				c.source = value{}
				return value{}, false, e
			}
			if c.active, e = py.Iter(iterable); e != nil {
				c.source = value{}
				return value{}, false, e
			}
		}
		x, ok, e := py.Next(c.active)
		if ok || e != nil {
			return x, ok, e
		}
		c.active = value{}
	}
	return value{}, false, nil
}

type compressIter struct {
	py.Header
	data, selectors value
}

var compressType = newType("compress", "(data, selectors)", func(c *compressIter, args []value) (e exc) {
	if c.data, e = py.Iter(args[0]); e != nil {
		return e
	}
	c.selectors, e = py.Iter(args[1])
	return e
}, func(c *compressIter) (value, bool, exc) {
	for {
		x, ok, e := py.Next(c.data)
		if !ok || e != nil {
			return value{}, false, e
		}
		s, ok, e := py.Next(c.selectors)
		if !ok || e != nil {
			return value{}, false, e
		}
		keep, e := py.Truth(s)
		if keep || e != nil {
			return x, e == nil, e
		}
	}
})

// predicateIter is what dropwhile, takewhile and filterfalse have.
type predicateIter struct {
	py.Header
	fn, it value
	state  bool // begun to yield, or stopped
}

func makePredicate(p *predicateIter, args []value) (e exc) {
	p.fn = args[0]
	p.it, e = py.Iter(args[1])
	return e
}

func (p *predicateIter) test(x value) (bool, exc) {
	if p.fn.IsNone() {
		return py.Truth(x)
	}
	r, e := py.Call1(p.fn, x)
	if e != nil {
		return false, e
	}
	return py.Truth(r)
}

var dropWhileType = newType("dropwhile", "(predicate, iterable, /)", makePredicate, func(p *predicateIter) (value, bool, exc) {
	for {
		x, ok, e := py.Next(p.it)
		if !ok || e != nil {
			return value{}, false, e
		}
		if p.state {
			return x, true, nil
		}
		drop, e := p.test(x)
		if e != nil {
			return value{}, false, e
		}
		if !drop {
			p.state = true
			return x, true, nil
		}
	}
})

var takeWhileType = newType("takewhile", "(predicate, iterable, /)", makePredicate, func(p *predicateIter) (value, bool, exc) {
	if p.state {
		return value{}, false, nil
	}
	x, ok, e := py.Next(p.it)
	if !ok || e != nil {
		return value{}, false, e
	}
	keep, e := p.test(x)
	if e != nil {
		return value{}, false, e
	}
	p.state = !keep
	return x, keep, nil
})

var filterFalseType = newType("filterfalse", "(function, iterable, /)", makePredicate, func(p *predicateIter) (value, bool, exc) {
	for {
		x, ok, e := py.Next(p.it)
		if !ok || e != nil {
			return value{}, false, e
		}
		drop, e := p.test(x)
		if e != nil {
			return value{}, false, e
		}
		if !drop {
			return x, true, nil
		}
	}
})

type isliceIter struct {
	py.Header
	it               value
	next, stop, step int
	count            int
}

var isliceType = newTypeArgs("islice", true, func(s *isliceIter, args []value, _ []*py.Str) (e exc) {
	if e := py.ArgCount("islice", len(args), 2, 4); e != nil {
		return e
	}
	bound := func(v value, missing int, what string) int {
		if v.IsNone() || e != nil {
			return missing
		}
		n, err := py.IndexInt(v, py.OverflowErrorType)
		if err != nil || n < 0 {
			e = py.Raisef(py.ValueErrorType, "%s", what)
		}
		return n
	}
	const indices = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."
	s.stop, s.step = -1, 1
	if len(args) == 2 {
		s.stop = bound(args[1], -1, "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
	} else {
		s.next = bound(args[1], 0, indices)
		what := indices
		if !args[2].IsNone() && !py.HasIndex(args[2]) {
			what = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
		}
		s.stop = bound(args[2], -1, what)
		if len(args) == 4 {
			s.step = bound(args[3], 1, "Step for islice() must be a positive integer or None.")
			if e == nil && s.step < 1 {
				e = py.Raisef(py.ValueErrorType, "Step for islice() must be a positive integer or None.")
			}
		}
	}
	if e != nil {
		return e
	}
	s.it, e = py.Iter(args[0])
	return e
}, func(s *isliceIter) (value, bool, exc) {
	if s.it.IsUnbound() {
		return value{}, false, nil
	}
	for s.count < s.next {
		_, ok, e := py.Next(s.it)
		if !ok || e != nil {
			s.it = value{}
			return value{}, false, e
		}
		s.count++
	}
	if s.stop >= 0 && s.count >= s.stop {
		s.it = value{}
		return value{}, false, nil
	}
	x, ok, e := py.Next(s.it)
	if !ok || e != nil {
		s.it = value{}
		return value{}, false, e
	}
	s.count++
	old := s.next
	s.next += s.step
	if s.next < old || s.stop >= 0 && s.next > s.stop {
		s.next = max(s.stop, old)
	}
	return x, true, nil
}, py.TypeSpec{})

type pairwiseIter struct {
	py.Header
	it, old value
}

var pairwiseType = newType("pairwise", "(iterable, /)", func(p *pairwiseIter, args []value) (e exc) {
	p.it, e = py.Iter(args[0])
	return e
}, func(p *pairwiseIter) (value, bool, exc) {
	// The iterator may step this one while it is asked for an element.
	it, old := p.it, p.old
	if it.IsUnbound() {
		return value{}, false, nil
	}
	if old.IsUnbound() {
		x, ok, e := py.Next(it)
		if !ok || e != nil {
			p.it, p.old = value{}, value{}
			return value{}, false, e
		}
		p.old, old = x, x
		if it = p.it; it.IsUnbound() {
			p.old = value{}
			return value{}, false, nil
		}
	}
	x, ok, e := py.Next(it)
	if !ok || e != nil {
		p.it, p.old = value{}, value{}
		return value{}, false, e
	}
	p.old = x
	return py.TupleV(old, x), true, nil
})

var starMapType = newType("starmap", "(function, iterable, /)", makePredicate, func(p *predicateIter) (value, bool, exc) {
	x, ok, e := py.Next(p.it)
	if !ok || e != nil {
		return value{}, false, e
	}
	args, e := py.ItemsOf(x)
	if e != nil {
		return value{}, false, e
	}
	r, e := py.CallN(p.fn, args)
	return r, e == nil, e
})
