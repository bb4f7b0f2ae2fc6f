package itertools

import (
	"runtime"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements __reduce__ and __setstate__ of the iterators, by which they are copied
// and pickled. CPython deprecates them since 3.12.

// deprecated warns that these methods will go. As copy is a module of the library, a warning
// about what it calls is not about the program.
func deprecated() exc {
	if !py.VersionAtLeast(12) {
		return nil
	}
	const text = "Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14."
	if calledByCopy() {
		return py.WarnExplicit(py.StrV(text), py.DeprecationWarningType, "copy", "copy.py", nil, 1, value{})
	}
	return py.Warn(py.DeprecationWarningType, text, 1)
}

// calledByCopy reports whether the module copy is what called the method.
func calledByCopy() bool {
	var pcs [24]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for {
		f, more := frames.Next()
		switch {
		case strings.Contains(f.Function, "/runtime/stdlib/copy."):
			return true
		case !more || !strings.Contains(f.Function, "/runtime/"):
			return false
		}
	}
}

// reducer returns the methods of an iterator's class. reduce returns what follows the class:
// the arguments, and the state if there is one; setState is nil where there is none.
func reducer[T any](reduce func(it *T) ([]value, exc), setState func(it *T, state value) exc) []py.Method {
	list := []py.Method{{Name: "__reduce__", Sig: "($self, /)", Doc: "Return state information for pickling.", Impl: func(v value) (value, exc) {
		if e := deprecated(); e != nil {
			return value{}, e
		}
		parts, e := reduce(py.Heap[T](v))
		if e != nil {
			return value{}, e
		}
		if !py.Callable(parts[0]) {
			parts = append([]value{v.Type().Value()}, parts...)
		}
		return py.NewTuple(parts).Value(), nil
	}}}
	if setState != nil {
		list = append(list, py.Method{Name: "__setstate__", Sig: "($self, state, /)", Doc: "Set state information for unpickling.", Impl: func(v, state value) (value, exc) {
			if e := deprecated(); e != nil {
				return value{}, e
			}
			return py.None, setState(py.Heap[T](v), state)
		}})
	}
	return list
}

// orNone returns v, None where it is unbound.
func orNone(v value) value {
	if v.IsUnbound() {
		return py.None
	}
	return v
}

func tupleOf(items []value) value { return py.NewTuple(append([]value(nil), items...)).Value() }

func ints(list []int) value {
	items := make([]value, len(list))
	for i, n := range list {
		items[i] = py.IntOf(n)
	}
	return py.NewTuple(items).Value()
}

// stateTuple returns the elements of a state of n, of any number if n is negative.
func stateTuple(state value, n int) ([]value, exc) {
	t, ok := py.AsTuple(state)
	if !ok {
		return nil, py.Raisef(py.TypeErrorType, "state is not a tuple")
	}
	if n >= 0 && len(t.Items()) != n {
		return nil, py.Raisef(py.TypeErrorType, "function takes exactly %d arguments (%d given)", n, len(t.Items()))
	}
	return t.Items(), nil
}

// indices returns n ints of a tuple, each brought into its range.
func indices(state value, n int, limit func(i int) (low, high int)) ([]int, exc) {
	t, ok := py.AsTuple(state)
	if !ok || len(t.Items()) != n {
		return nil, py.Raisef(py.ValueErrorType, "invalid arguments")
	}
	list := make([]int, n)
	for i, v := range t.Items() {
		x, e := py.Ssize(v)
		if e != nil {
			return nil, e
		}
		low, high := limit(i)
		list[i] = min(max(x, low), high)
	}
	return list, nil
}

func reduceCount(c *countIter) ([]value, exc) {
	if c.step == py.Int(1) && c.n.IsInt() {
		if _, small := py.AsInt64(c.n); small {
			return []value{py.TupleV(c.n)}, nil
		}
	}
	return []value{py.TupleV(c.n, c.step)}, nil
}

func reduceCycle(c *cycleIter) ([]value, exc) {
	if !c.it.IsUnbound() {
		return []value{py.TupleV(c.it), py.TupleV(py.NewList(append([]value(nil), c.saved...)).Value(), py.False)}, nil
	}
	saved := py.NewList(append([]value(nil), c.saved...)).Value()
	it, e := py.Iter(saved)
	if e == nil && c.pos > 0 {
		_, e = py.CallMethod1(it, py.Intern("__setstate__"), py.IntOf(c.pos))
	}
	return []value{py.TupleV(it), py.TupleV(saved, py.True)}, e
}

func setCycle(c *cycleIter, state value) exc {
	parts, e := stateTuple(state, 2)
	if e != nil {
		return e
	}
	saved, ok := py.AsList(parts[0])
	if !ok {
		return py.Raisef(py.TypeErrorType, "argument 1 must be list, not %s", parts[0].Type().ShownName())
	}
	first, e := py.CInt(parts[1])
	if e != nil {
		return e
	}
	c.saved, c.pos, c.again = append([]value(nil), saved.Items...), 0, first != 0
	return nil
}

func reduceAccumulate(a *accumulateIter) ([]value, exc) {
	fn := orNone(a.fn)
	if !a.initial.IsUnbound() {
		it, e := newChain(chainType, py.TupleV(py.TupleV(a.initial), a.it))
		return []value{py.TupleV(it, fn), py.None}, e
	}
	if a.total.IsNone() {
		it, e := newChain(chainType, py.TupleV(py.TupleV(py.None), a.it))
		if e != nil {
			return nil, e
		}
		acc, e := py.Call2(accumulateType.Value(), it, fn)
		return []value{isliceType.Value(), py.TupleV(acc, py.Int(1), py.None)}, e
	}
	return []value{py.TupleV(a.it, fn), orNone(a.total)}, nil
}

func setAccumulate(a *accumulateIter, state value) exc {
	if a.total = state; state.IsNone() {
		a.total = value{}
	}
	return nil
}

func reduceChain(c *chainIter) ([]value, exc) {
	switch empty := py.EmptyTuple.Value(); {
	case c.source.IsUnbound():
		return []value{empty}, nil
	case c.active.IsUnbound():
		return []value{empty, py.TupleV(c.source)}, nil
	default:
		return []value{empty, py.TupleV(c.source, c.active)}, nil
	}
}

func setChain(c *chainIter, state value) exc {
	parts, e := stateTuple(state, -1)
	if e != nil {
		return e
	}
	if len(parts) < 1 || len(parts) > 2 {
		return py.Raisef(py.TypeErrorType, "function takes at least 1 argument (%d given)", len(parts))
	}
	for _, v := range parts {
		if v.Type().Next == nil {
			return py.Raisef(py.TypeErrorType, "Arguments must be iterators.")
		}
	}
	c.source, c.active = parts[0], value{}
	if len(parts) == 2 {
		c.active = parts[1]
	}
	return nil
}

func reducePredicate(p *predicateIter) ([]value, exc) { return []value{py.TupleV(p.fn, p.it)}, nil }

func reducePredicateState(p *predicateIter) ([]value, exc) {
	n := 0
	if p.state {
		n = 1
	}
	return []value{py.TupleV(p.fn, p.it), py.IntOf(n)}, nil
}

func setPredicate(p *predicateIter, state value) (e exc) {
	p.state, e = py.Truth(state)
	return e
}

func reduceIslice(s *isliceIter) ([]value, exc) {
	if s.it.IsUnbound() {
		it, e := py.Iter(py.NewList(nil).Value())
		return []value{py.TupleV(it, py.Int(0)), py.Int(0)}, e
	}
	stop := py.None
	if s.stop >= 0 {
		stop = py.IntOf(s.stop)
	}
	return []value{py.TupleV(s.it, py.IntOf(s.next), stop, py.IntOf(s.step)), py.IntOf(s.count)}, nil
}

func setIslice(s *isliceIter, state value) (e exc) {
	s.count, e = py.Ssize(state)
	return e
}

func reduceRepeat(r *repeatIter) ([]value, exc) {
	if r.forever {
		return []value{py.TupleV(r.x)}, nil
	}
	return []value{py.TupleV(r.x, py.IntOf(r.n))}, nil
}

func reduceGroupBy(g *groupByIter) ([]value, exc) {
	args := py.TupleV(g.it, orNone(g.keyFn))
	if g.tgtKey.IsUnbound() || g.currKey.IsUnbound() || g.currValue.IsUnbound() {
		return []value{args}, nil
	}
	return []value{args, py.TupleV(g.currKey, g.currValue, g.tgtKey)}, nil
}

func setGroupBy(g *groupByIter, state value) exc {
	parts, e := stateTuple(state, 3)
	if e == nil {
		g.currKey, g.currValue, g.tgtKey = parts[0], parts[1], parts[2]
	}
	return e
}

func reduceGrouper(g *grouper) ([]value, exc) {
	if g.parent.id != g.id {
		iter, e := py.GetAttr(py.BuiltinsModule().Value(), py.Intern("iter"))
		return []value{iter, py.TupleV(py.EmptyTuple.Value())}, e
	}
	return []value{py.TupleV(g.parent.Value(), g.key)}, nil
}

func reduceZipLongest(z *zipLongestIter) ([]value, exc) {
	args := make([]value, len(z.its))
	for i, it := range z.its {
		if args[i] = it; it.IsUnbound() {
			args[i] = py.EmptyTuple.Value()
		}
	}
	return []value{py.NewTuple(args).Value(), z.fill}, nil
}

func reduceProduct(p *productIter) ([]value, exc) {
	if p.stopped && p.started {
		return []value{py.TupleV(py.EmptyTuple.Value())}, nil
	}
	pools := make([]value, len(p.pools))
	for i, pool := range p.pools {
		pools[i] = tupleOf(pool)
	}
	args := py.NewTuple(pools).Value()
	if !p.started {
		return []value{args}, nil
	}
	return []value{args, ints(p.indices)}, nil
}

func setProduct(p *productIter, state value) exc {
	list, e := indices(state, len(p.pools), func(i int) (int, int) { return 0, max(len(p.pools[i])-1, 0) })
	if e != nil {
		return e
	}
	for _, pool := range p.pools {
		if len(pool) == 0 {
			p.stopped = true
			return nil
		}
	}
	p.indices, p.started = list, true
	return nil
}

// reduceChoice is __reduce__ of permutations and combinations.
func reduceChoice(state func(c *choiceIter) value) func(c *choiceIter) ([]value, exc) {
	return func(c *choiceIter) ([]value, exc) {
		r := py.IntOf(c.r)
		switch {
		case !c.started:
			return []value{py.TupleV(tupleOf(c.pool), r)}, nil
		case c.stopped:
			return []value{py.TupleV(py.EmptyTuple.Value(), r)}, nil
		}
		return []value{py.TupleV(tupleOf(c.pool), r), state(c)}, nil
	}
}

func setChoice(limit func(c *choiceIter, i int) int) func(c *choiceIter, state value) exc {
	return func(c *choiceIter, state value) exc {
		list, e := indices(state, c.r, func(i int) (int, int) { return 0, limit(c, i) })
		if e == nil {
			c.indices, c.started = list, true
		}
		return e
	}
}

func setPermutations(c *choiceIter, state value) exc {
	parts, e := stateTuple(state, 2)
	if e != nil {
		return e
	}
	n := len(c.pool)
	list, e := indices(parts[0], n, func(int) (int, int) { return 0, n - 1 })
	if e != nil {
		return e
	}
	cycles, e := indices(parts[1], c.r, func(i int) (int, int) { return 1, n - i })
	if e == nil {
		c.indices, c.cycles, c.started = list, cycles, true
	}
	return e
}

func init() {
	for _, c := range []struct {
		t       *py.Type
		methods []py.Method
	}{
		{countType, reducer(reduceCount, nil)},
		{cycleType, reducer(reduceCycle, setCycle)},
		{accumulateType, reducer(reduceAccumulate, setAccumulate)},
		{compressType, reducer(func(c *compressIter) ([]value, exc) { return []value{py.TupleV(c.data, c.selectors)}, nil }, nil)},
		{dropWhileType, reducer(reducePredicateState, setPredicate)},
		{takeWhileType, reducer(reducePredicateState, setPredicate)},
		{filterFalseType, reducer(reducePredicate, nil)},
		{starMapType, reducer(reducePredicate, nil)},
		{isliceType, reducer(reduceIslice, setIslice)},
		{repeatType, reducer(reduceRepeat, nil)},
		{groupByType, reducer(reduceGroupBy, setGroupBy)},
		{zipLongestType, reducer(reduceZipLongest, func(z *zipLongestIter, state value) exc { z.fill = state; return nil })},
		{productType, reducer(reduceProduct, setProduct)},
		{permutationsType, reducer(reduceChoice(func(c *choiceIter) value { return py.TupleV(ints(c.indices), ints(c.cycles)) }), setPermutations)},
		{combinationsType, reducer(reduceChoice(func(c *choiceIter) value { return ints(c.indices) }),
			setChoice(func(c *choiceIter, i int) int { return i + len(c.pool) - c.r }))},
		{combinationsWRType, reducer(reduceChoice(func(c *choiceIter) value { return ints(c.indices) }),
			setChoice(func(c *choiceIter, i int) int { return len(c.pool) - 1 }))},
	} {
		c.t.AddMethods(c.methods)
	}
}
