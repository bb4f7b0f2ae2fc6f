package itertools

import "github.com/aio2go/aio2go/runtime/py"

// This file implements groupby, zip_longest and the combinatoric iterators.

type groupByIter struct {
	py.Header
	it, keyFn                  value
	tgtKey, currKey, currValue value
	id                         int
}

type grouper struct {
	py.Header
	parent *groupByIter
	key    value
	id     int
}

var grouperType = &py.Type{Name: "_grouper"}

func init() {
	grouperType.Define(&py.TypeSpec{
		Module: "itertools", Layout: py.LayoutOf[grouper](), Methods: reducer(reduceGrouper, nil),
		Slots: py.Slots{Iter: self, New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			if e := py.NoKeywords("_grouper", names); e != nil {
				return value{}, e
			}
			if e := py.ArgCount("_grouper", len(args), 2, 2); e != nil {
				return value{}, e
			}
			if !py.IsInstance(args[0], groupByType) {
				return value{}, py.Raisef(py.TypeErrorType, "_grouper() argument 1 must be itertools.groupby, not %s", args[0].Type().ShownName())
			}
			return newGrouper(py.Heap[groupByIter](args[0]), args[1]), nil
		}, Next: func(v value) (value, bool, exc) {
			g := py.Heap[grouper](v)
			p := g.parent
			if p.id != g.id {
				return value{}, false, nil
			}
			if p.currValue.IsUnbound() {
				if more, e := p.step(); !more || e != nil {
					return value{}, false, e
				}
			}
			same, e := py.EqualItems(g.key, p.currKey)
			if !same || e != nil {
				return value{}, false, e
			}
			x := p.currValue
			p.currValue = value{}
			return x, true, nil
		}},
	})
}

var groupByType = newType("groupby", "(iterable, key=None)", func(g *groupByIter, args []value) (e exc) {
	if !args[1].IsUnbound() && !args[1].IsNone() {
		g.keyFn = args[1]
	}
	g.it, e = py.Iter(args[0])
	return e
}, func(g *groupByIter) (value, bool, exc) {
	g.id++
	for {
		if !g.currKey.IsUnbound() {
			if g.tgtKey.IsUnbound() {
				break
			}
			same, e := py.EqualItems(g.tgtKey, g.currKey)
			if e != nil {
				return value{}, false, e
			}
			if !same {
				break
			}
		}
		if more, e := g.step(); !more || e != nil {
			return value{}, false, e
		}
	}
	g.tgtKey = g.currKey
	return py.TupleV(g.currKey, newGrouper(g, g.tgtKey)), true, nil
})

// newGrouper returns an iterator of the elements with a key.
func newGrouper(g *groupByIter, key value) value {
	v := grouperType.Alloc(grouperType)
	sub := py.Heap[grouper](v)
	sub.parent, sub.key, sub.id = g, key, g.id
	return v
}

// step reads the next element.
func (g *groupByIter) step() (bool, exc) {
	x, ok, e := py.Next(g.it)
	if !ok || e != nil {
		return false, e
	}
	key := x
	if !g.keyFn.IsUnbound() {
		if key, e = py.Call1(g.keyFn, x); e != nil {
			return false, e
		}
	}
	g.currValue, g.currKey = x, key
	return true, nil
}

type zipLongestIter struct {
	py.Header
	its    []value // unbound where ended
	active int
	fill   value
}

var zipLongestType = newTypeArgs("zip_longest", false, func(z *zipLongestIter, args []value, names []*py.Str) (e exc) {
	z.fill = py.None
	pos := len(args) - len(names)
	for i, name := range names {
		if name.S != "fillvalue" {
			return py.Raisef(py.TypeErrorType, "zip_longest() got an unexpected keyword argument")
		}
		z.fill = args[pos+i]
	}
	z.its, z.active = make([]value, pos), pos
	for i, x := range args[:pos] {
		if z.its[i], e = py.Iter(x); e != nil {
			return e
		}
	}
	return nil
}, func(z *zipLongestIter) (value, bool, exc) {
	if z.active == 0 {
		return value{}, false, nil
	}
	items := make([]value, len(z.its))
	for i, it := range z.its {
		items[i] = z.fill
		if it.IsUnbound() {
			continue
		}
		x, ok, e := py.Next(it)
		if e != nil {
			z.active = 0
			return value{}, false, e
		}
		if ok {
			items[i] = x
			continue
		}
		if z.active--; z.active == 0 {
			return value{}, false, nil
		}
		z.its[i] = value{}
	}
	return py.NewTuple(items).Value(), true, nil
}, py.TypeSpec{})

// newTuple returns a tuple of n elements and where they are to be put.
func newTuple(n int) (value, []value) {
	if n == 0 {
		return py.EmptyTuple.Value(), nil
	}
	t := py.TupleRoom(n)
	return t.Value(), t.Items()
}

type productIter struct {
	py.Header
	pools   [][]value
	indices []int
	started bool
	stopped bool
}

var productType = newTypeArgs("product", false, func(p *productIter, args []value, names []*py.Str) exc {
	repeat := 1
	pos := len(args) - len(names)
	for i, name := range names {
		if name.S != "repeat" {
			return py.Raisef(py.TypeErrorType, "product() got an unexpected keyword argument '%s'", name.S)
		}
		var e exc
		if repeat, e = py.Ssize(args[pos+i]); e != nil {
			return e
		}
		if repeat < 0 {
			return py.Raisef(py.ValueErrorType, "repeat argument cannot be negative")
		}
	}
	pools := make([][]value, pos)
	for i, x := range args[:pos] {
		items, e := py.ToSlice(x)
		if e != nil {
			return e
		}
		pools[i] = items
		p.stopped = p.stopped || len(items) == 0
	}
	for ; repeat > 0; repeat-- {
		p.pools = append(p.pools, pools...)
	}
	if len(p.pools) == 0 {
		p.stopped = false
	}
	p.indices = make([]int, len(p.pools))
	return nil
}, func(p *productIter) (value, bool, exc) {
	if !p.step() {
		return value{}, false, nil
	}
	t, items := newTuple(len(p.pools))
	for i, pool := range p.pools {
		items[i] = pool[p.indices[i]]
	}
	return t, true, nil
}, py.TypeSpec{})

// step goes to the next element and reports whether there is one.
func (p *productIter) step() bool {
	if p.stopped {
		p.started = true
		return false
	}
	if !p.started {
		p.started = true
		return true
	}
	for i := len(p.indices) - 1; i >= 0; i-- {
		if p.indices[i]++; p.indices[i] < len(p.pools[i]) {
			return true
		}
		p.indices[i] = 0
	}
	p.stopped = true
	return false
}

func init() {
	productType.NextParts = func(v value) (a, b, c value, n int, ok bool, e exc) {
		p := py.Heap[productIter](v)
		switch n = len(p.pools); n {
		case 2, 3:
			if ok = p.step(); ok {
				a, b = p.pools[0][p.indices[0]], p.pools[1][p.indices[1]]
				if n == 3 {
					c = p.pools[2][p.indices[2]]
				}
			}
		}
		return
	}
	permutationsType.NextParts = choiceParts((*choiceIter).nextPermutation)
	combinationsType.NextParts = choiceParts((*choiceIter).nextCombination)
}

// choiceParts is NextParts of a class whose instances step makes a step of.
func choiceParts(step func(c *choiceIter) bool) func(v value) (a, b, c value, n int, ok bool, e exc) {
	return func(v value) (a, b, c value, n int, ok bool, e exc) {
		it := py.Heap[choiceIter](v)
		switch n = it.r; n {
		case 2, 3:
			if ok = step(it); ok {
				a, b = it.pool[it.indices[0]], it.pool[it.indices[1]]
				if n == 3 {
					c = it.pool[it.indices[2]]
				}
			}
		}
		return
	}
}

// choiceIter is what permutations and combinations have: indices into a pool.
type choiceIter struct {
	py.Header
	pool    []value
	indices []int
	cycles  []int
	r       int
	started bool
	stopped bool
}

func (c *choiceIter) init(iterable, r value, wantR bool) (e exc) {
	if c.pool, e = py.ToSlice(iterable); e != nil {
		return e
	}
	c.r = len(c.pool)
	if wantR || !r.IsUnbound() && !r.IsNone() {
		if !wantR && !r.IsInt() {
			return py.Raisef(py.TypeErrorType, "Expected int as r")
		}
		if c.r, e = py.Ssize(r); e != nil {
			return e
		}
	}
	if c.r < 0 {
		return py.Raisef(py.ValueErrorType, "r must be non-negative")
	}
	return nil
}

func (c *choiceIter) result() (value, bool, exc) {
	t, items := newTuple(c.r)
	indices, pool := c.indices[:len(items)], c.pool
	for i := range items {
		items[i] = pool[indices[i]]
	}
	return t, true, nil
}

var permutationsType = newType("permutations", "(iterable, r=None)", func(c *choiceIter, args []value) exc {
	if e := c.init(args[0], args[1], false); e != nil {
		return e
	}
	n := len(c.pool)
	c.stopped = c.r > n
	c.indices = make([]int, n)
	for i := range c.indices {
		c.indices[i] = i
	}
	if !c.stopped {
		c.cycles = make([]int, c.r)
		for i := range c.cycles {
			c.cycles[i] = n - i
		}
	}
	return nil
}, func(c *choiceIter) (value, bool, exc) {
	if !c.nextPermutation() {
		return value{}, false, nil
	}
	return c.result()
})

// nextPermutation goes to the next element and reports whether there is one.
func (c *choiceIter) nextPermutation() bool {
	if c.stopped {
		return false
	}
	if !c.started {
		c.started = true
		return true
	}
	n := len(c.pool)
	for i := c.r - 1; i >= 0; i-- {
		if c.cycles[i]--; c.cycles[i] == 0 {
			first := c.indices[i]
			copy(c.indices[i:], c.indices[i+1:])
			c.indices[n-1] = first
			c.cycles[i] = n - i
			continue
		}
		j := n - c.cycles[i]
		c.indices[i], c.indices[j] = c.indices[j], c.indices[i]
		return true
	}
	c.stopped = true
	return false
}

var combinationsType = newType("combinations", "(iterable, r)", func(c *choiceIter, args []value) exc {
	if e := c.init(args[0], args[1], true); e != nil {
		return e
	}
	c.stopped = c.r > len(c.pool)
	c.indices = make([]int, c.r)
	for i := range c.indices {
		c.indices[i] = i
	}
	return nil
}, func(c *choiceIter) (value, bool, exc) {
	if !c.nextCombination() {
		return value{}, false, nil
	}
	return c.result()
})

// nextCombination goes to the next element and reports whether there is one.
func (c *choiceIter) nextCombination() bool {
	if c.stopped {
		return false
	}
	if !c.started {
		c.started = true
		return true
	}
	i := c.r - 1
	for i >= 0 && c.indices[i] == i+len(c.pool)-c.r {
		i--
	}
	if i < 0 {
		c.stopped = true
		return false
	}
	c.indices[i]++
	for j := i + 1; j < c.r; j++ {
		c.indices[j] = c.indices[j-1] + 1
	}
	return true
}

var combinationsWRType = newType("combinations_with_replacement", "(iterable, r)", func(c *choiceIter, args []value) exc {
	if e := c.init(args[0], args[1], true); e != nil {
		return e
	}
	c.stopped = len(c.pool) == 0 && c.r > 0
	c.indices = make([]int, c.r)
	return nil
}, func(c *choiceIter) (value, bool, exc) {
	if c.stopped {
		return value{}, false, nil
	}
	if c.started {
		i := c.r - 1
		for i >= 0 && c.indices[i] == len(c.pool)-1 {
			i--
		}
		if i < 0 {
			c.stopped = true
			return value{}, false, nil
		}
		next := c.indices[i] + 1
		for ; i < c.r; i++ {
			c.indices[i] = next
		}
	}
	c.started = true
	return c.result()
})
