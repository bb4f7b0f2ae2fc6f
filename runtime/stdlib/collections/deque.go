package collections

import (
	"math/bits"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements deque as a ring buffer.

type deque struct {
	py.Header
	ring   []value // its length is a power of two, or 0
	head   int     // place of the first element
	n      int
	maxLen int // -1 without a bound
	state  int // counts changes, for the iterators
}

// DequeType is collections.deque.
var DequeType = &py.Type{Name: "deque"}

var (
	dequeIterType        = &py.Type{Name: "_deque_iterator"}
	dequeReverseIterType = &py.Type{Name: "_deque_reverse_iterator"}
)

func dq(v value) *deque { return py.Heap[deque](v) }

func init() {
	DequeType.Define(&py.TypeSpec{
		Module: "collections", Flags: py.FlagBaseType | py.FlagSequencePattern | py.FlagSequenceOps, NoHash: true,
		Doc:    "A list-like sequence optimized for data accesses near its endpoints.",
		Layout: py.LayoutOf[deque](),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				v := cls.Alloc(cls)
				dq(v).maxLen = -1
				return v, nil
			},
			Init:      dequeInit,
			Repr:      dequeRepr,
			Len:       func(v value) (int, exc) { return dq(v).n, nil },
			Iter:      func(v value) (value, exc) { return newDequeIter(dequeIterType, v), nil },
			GetItem:   dequeGetItem,
			SetItem:   dequeSetItem,
			Contains:  dequeContains,
			Compare:   dequeCompare,
			Binary:    binary(map[py.BinaryOp]py.BinaryFunc{py.OpAdd: dequeAdd, py.OpMul: dequeMul}),
			Reflected: binary(map[py.BinaryOp]py.BinaryFunc{py.OpMul: dequeMul}),
			Inplace: binary(map[py.BinaryOp]py.BinaryFunc{
				py.OpAdd: func(a, b value) (value, exc) { return a, dq(a).extend(b) },
				py.OpMul: func(a, b value) (value, exc) {
					r, e := dequeMul(a, b)
					if e != nil || r == py.NotImplemented {
						return r, e
					}
					d := dq(a)
					d.ring, d.head, d.n = dq(r).ring, dq(r).head, dq(r).n
					d.state++
					return a, nil
				},
			}),
		},
		Methods: []py.Method{
			{Name: "append", Sig: "($self, item, /)", Impl: func(v, x value) (value, exc) { dq(v).pushRight(x); return py.None, nil }},
			{Name: "appendleft", Sig: "($self, item, /)", Impl: func(v, x value) (value, exc) { dq(v).pushLeft(x); return py.None, nil }},
			{Name: "pop", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				d := dq(v)
				if d.n == 0 {
					return value{}, py.Raisef(py.IndexErrorType, "pop from an empty deque")
				}
				return d.popRight(), nil
			}},
			{Name: "popleft", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				d := dq(v)
				if d.n == 0 {
					return value{}, py.Raisef(py.IndexErrorType, "pop from an empty deque")
				}
				return d.popLeft(), nil
			}},
			{Name: "extend", Sig: "($self, iterable, /)", Impl: func(v, x value) (value, exc) { return py.None, dq(v).extend(x) }},
			{Name: "extendleft", Sig: "($self, iterable, /)", Impl: func(v, x value) (value, exc) {
				d := dq(v)
				if x.Type().IsSubclass(DequeType) && dq(x) == d {
					for _, item := range d.items() {
						d.pushLeft(item)
					}
					return py.None, nil
				}
				return py.None, py.Each(x, func(item value) exc {
					d.pushLeft(item)
					return nil
				})
			}},
			{Name: "clear", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				d := dq(v)
				d.ring, d.head, d.n = nil, 0, 0
				d.state++
				return py.None, nil
			}},
			{Name: "copy", Sig: "($self, /)", Impl: dequeCopy},
			{Name: "__copy__", Sig: "($self, /)", Impl: dequeCopy},
			{Name: "count", Sig: "($self, value, /)", Impl: func(v, x value) (value, exc) {
				n := int64(0)
				e := dq(v).each(func(i int, item value) (bool, exc) {
					same, e := py.EqualItems(item, x)
					if same {
						n++
					}
					return false, e
				})
				return py.Int(n), e
			}},
			{Name: "index", Impl: dequeIndex},
			{Name: "insert", Sig: "($self, index, value, /)", Impl: dequeInsert},
			{Name: "remove", Sig: "($self, value, /)", Impl: func(v, x value) (value, exc) {
				d := dq(v)
				at := -1
				state := d.state
				e := d.each(func(i int, item value) (bool, exc) {
					same, e := py.EqualItems(item, x)
					if e == nil && d.state != state {
						return true, py.Raisef(py.IndexErrorType, "deque mutated during iteration")
					}
					if same {
						at = i
					}
					return same, e
				})
				switch {
				case e != nil:
					return value{}, e
				case at < 0:
					r, e := py.ReprText(x)
					if e != nil {
						return value{}, e
					}
					return value{}, py.Raisef(py.ValueErrorType, "%s is not in deque", r)
				}
				d.removeAt(at)
				return py.None, nil
			}},
			{Name: "reverse", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				d := dq(v)
				for i, j := 0, d.n-1; i < j; i, j = i+1, j-1 {
					a, b := d.at(i), d.at(j)
					*a, *b = *b, *a
				}
				return py.None, nil
			}},
			{Name: "rotate", Sig: "($self, n=1, /)", Impl: func(v, n value) (value, exc) {
				k := 1
				if !n.IsUnbound() {
					var e exc
					if k, e = py.Ssize(n); e != nil {
						return value{}, e
					}
				}
				dq(v).rotate(k)
				return py.None, nil
			}},
			{Name: "__reversed__", Sig: "($self, /)", Impl: func(v value) (value, exc) { return newDequeIter(dequeReverseIterType, v), nil }},
			{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				d := dq(v)
				args := py.EmptyTuple.Value()
				if d.maxLen >= 0 {
					args = py.TupleV(args, py.Int(int64(d.maxLen)))
				}
				state, e := py.CallMethod0(v, py.Intern("__getstate__"))
				if e != nil {
					return value{}, e
				}
				it, e := py.Iter(v)
				return py.TupleV(v.Type().Value(), args, state, it), e
			}},
		},
		ClassMethods: []py.Method{classGetItem},
		GetSets: []py.GetSet{{Name: "maxlen", Get: func(v value) (value, exc) {
			if m := dq(v).maxLen; m >= 0 {
				return py.Int(int64(m)), nil
			}
			return py.None, nil
		}}},
	})
	defineDequeIter(dequeIterType)
	defineDequeIter(dequeReverseIterType)
}

func (d *deque) at(i int) *value { return &d.ring[(d.head+i)&(len(d.ring)-1)] }

func (d *deque) grow() { d.resize(max(8, 2*len(d.ring))) }

// resize makes room for size elements, a power of two.
func (d *deque) resize(size int) {
	ring := make([]value, size)
	n := copy(ring, d.ring[d.head:])
	copy(ring[n:], d.ring[:d.head])
	d.ring, d.head = ring, 0
}

func (d *deque) pushRight(x value) {
	d.state++
	if d.maxLen >= 0 && d.n >= d.maxLen {
		if d.maxLen == 0 {
			return
		}
		d.popLeft()
	}
	if d.n == len(d.ring) {
		d.grow()
	}
	*d.at(d.n) = x
	d.n++
}

func (d *deque) pushLeft(x value) {
	d.state++
	if d.maxLen >= 0 && d.n >= d.maxLen {
		if d.maxLen == 0 {
			return
		}
		d.popRight()
	}
	if d.n == len(d.ring) {
		d.grow()
	}
	d.head = (d.head - 1) & (len(d.ring) - 1)
	d.ring[d.head] = x
	d.n++
}

func (d *deque) popRight() value {
	d.state++
	p := d.at(d.n - 1)
	x := *p
	*p = value{}
	d.n--
	return x
}

func (d *deque) popLeft() value {
	d.state++
	x := d.ring[d.head]
	d.ring[d.head] = value{}
	d.head = (d.head + 1) & (len(d.ring) - 1)
	d.n--
	return x
}

func (d *deque) removeAt(i int) {
	for ; i < d.n-1; i++ {
		*d.at(i) = *d.at(i + 1)
	}
	d.popRight()
}

func (d *deque) rotate(k int) {
	if d.n < 2 {
		return
	}
	k %= d.n
	if k < 0 {
		k += d.n
	}
	for ; k > 0; k-- {
		d.pushLeftFree(d.popRight())
	}
}

// pushLeftFree is pushLeft where an element was just taken out.
func (d *deque) pushLeftFree(x value) {
	d.head = (d.head - 1) & (len(d.ring) - 1)
	d.ring[d.head] = x
	d.n++
}

func (d *deque) items() []value {
	out := make([]value, d.n)
	copy(out[copy(out, d.ring[d.head:]):], d.ring)
	return out
}

func (d *deque) extend(x value) exc {
	switch x.Type() {
	case py.ListType, py.TupleType:
		items, _ := py.ItemsOf(x)
		d.append(items)
		return nil
	case DequeType:
		d.append(dq(x).items())
		return nil
	}
	if x.Type().IsSubclass(DequeType) && dq(x) == d {
		d.append(d.items())
		return nil
	}
	return py.Each(x, func(item value) exc {
		d.pushRight(item)
		return nil
	})
}

// append appends items.
func (d *deque) append(items []value) {
	if d.maxLen >= 0 {
		for _, x := range items {
			d.pushRight(x)
		}
		return
	}
	if n := d.n + len(items); n > len(d.ring) {
		d.resize(max(8, 1<<bits.Len(uint(n-1))))
	}
	d.state += len(items)
	at := (d.head + d.n) & (len(d.ring) - 1)
	copy(d.ring, items[copy(d.ring[at:], items):])
	d.n += len(items)
}

// each calls f for the elements until it says to stop.
func (d *deque) each(f func(i int, item value) (bool, exc)) exc {
	state := d.state
	for i := 0; i < d.n; i++ {
		stop, e := f(i, *d.at(i))
		if stop || e != nil {
			return e
		}
		if d.state != state {
			return py.Raisef(py.RuntimeErrorType, "deque mutated during iteration")
		}
	}
	return nil
}

var dequeSig = py.NewSignature("deque", "", "(iterable=(), maxlen=None)")

func dequeInit(v value, args []value, names []*py.Str) exc {
	p, e := dequeSig.Parse(args, names)
	if e != nil {
		return e
	}
	d := dq(v)
	d.maxLen = -1
	if !p[1].IsUnbound() && !p[1].IsNone() {
		if !p[1].IsInt() {
			return py.Raisef(py.TypeErrorType, "an integer is required")
		}
		if d.maxLen, e = py.Ssize(p[1]); e != nil {
			return e
		}
		if d.maxLen < 0 {
			return py.Raisef(py.ValueErrorType, "maxlen must be non-negative")
		}
	}
	d.ring, d.head, d.n = nil, 0, 0
	if p[0].IsUnbound() {
		return nil
	}
	return d.extend(p[0])
}

func dequeRepr(v value) (value, exc) {
	entered, e := py.ReprEnter(v)
	if e != nil {
		return value{}, e
	}
	if !entered {
		return py.StrV("[...]"), nil
	}
	defer py.ReprLeave()
	d := dq(v)
	s, e := py.ReprText(py.NewList(d.items()).Value())
	if e != nil {
		return value{}, e
	}
	if d.maxLen >= 0 {
		n, _ := py.ReprText(py.Int(int64(d.maxLen)))
		s += ", maxlen=" + n
	}
	return py.StrV(v.Type().Name + "(" + s + ")"), nil
}

func dequeIndexOf(d *deque, key value) (int, exc) {
	if !py.HasIndex(key) {
		return 0, py.Raisef(py.TypeErrorType, "sequence index must be integer, not '%s'", key.Type().ShownName())
	}
	i, e := py.IndexInt(key, py.IndexErrorType)
	if e != nil {
		return 0, e
	}
	if i < 0 {
		i += d.n
	}
	if i < 0 || i >= d.n {
		return 0, py.Raisef(py.IndexErrorType, "deque index out of range")
	}
	return i, nil
}

func dequeGetItem(v, key value) (value, exc) {
	i, e := dequeIndexOf(dq(v), key)
	if e != nil {
		return value{}, e
	}
	return *dq(v).at(i), nil
}

func dequeSetItem(v, key, x value) exc {
	i, e := dequeIndexOf(dq(v), key)
	if e != nil {
		return e
	}
	if x.IsUnbound() {
		dq(v).removeAt(i)
	} else {
		*dq(v).at(i) = x
	}
	return nil
}

func dequeContains(v, x value) (bool, exc) {
	found := false
	e := dq(v).each(func(i int, item value) (bool, exc) {
		same, e := py.EqualItems(item, x)
		found = same
		return same, e
	})
	return found, e
}

func dequeCompare(op py.CompareOp, a, b value) (value, exc) {
	if !py.IsInstance(b, DequeType) {
		return py.NotImplemented, nil
	}
	return py.Compare(op, py.NewList(dq(a).items()).Value(), py.NewList(dq(b).items()).Value())
}

func dequeCopy(v value) (value, exc) {
	if v.Type() != DequeType {
		if m := dq(v).maxLen; m >= 0 {
			return py.Call2(v.Type().Value(), v, py.Int(int64(m)))
		}
		return py.Call1(v.Type().Value(), v)
	}
	c := DequeType.Alloc(DequeType)
	d := dq(c)
	d.maxLen = dq(v).maxLen
	d.append(dq(v).items())
	return c, nil
}

func dequeAdd(a, b value) (value, exc) {
	if !py.IsInstance(b, DequeType) {
		return value{}, py.Raisef(py.TypeErrorType, "can only concatenate deque (not \"%s\") to deque", b.Type().Name)
	}
	c, e := dequeCopy(a)
	if e != nil {
		return value{}, e
	}
	return c, dq(c).extend(b)
}

func dequeMul(a, b value) (value, exc) {
	if !py.HasIndex(b) {
		return py.NotImplemented, nil
	}
	n, e := py.IndexInt(b, py.OverflowErrorType)
	if e != nil {
		return value{}, e
	}
	c := DequeType.Alloc(DequeType)
	d := dq(c)
	d.maxLen = dq(a).maxLen
	items := dq(a).items()
	if d.maxLen >= 0 && len(items) > 0 {
		n = min(n, d.maxLen/len(items)+1) // what comes before is dropped again
	}
	if e := py.CheckValues(len(items), n); e != nil {
		return value{}, e
	}
	for ; n > 0; n-- {
		for _, x := range items {
			d.pushRight(x)
		}
	}
	return c, nil
}

func dequeIndex(v value, args []value) (value, exc) {
	if e := py.ArgCount("index", len(args), 1, 3); e != nil {
		return value{}, e
	}
	d := dq(v)
	lo, hi := 0, d.n
	for i, p := range []*int{&lo, &hi} {
		if len(args) > i+1 {
			n, e := py.IndexInt(args[i+1], nil)
			if e != nil {
				return value{}, e
			}
			if n < 0 {
				n = max(n+d.n, 0)
			}
			*p = min(n, d.n)
		}
	}
	at := -1
	e := d.each(func(i int, item value) (bool, exc) {
		if i < lo || i >= hi {
			return i >= hi, nil
		}
		same, e := py.EqualItems(item, args[0])
		if same {
			at = i
		}
		return same, e
	})
	if e != nil {
		return value{}, e
	}
	if at < 0 {
		r, e := py.ReprText(args[0])
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.ValueErrorType, "%s is not in deque", r)
	}
	return py.Int(int64(at)), nil
}

func dequeInsert(v, index, x value) (value, exc) {
	d := dq(v)
	i, e := py.Ssize(index)
	if e != nil {
		return value{}, e
	}
	if d.maxLen >= 0 && d.n >= d.maxLen {
		return value{}, py.Raisef(py.IndexErrorType, "deque already at its maximum size")
	}
	if i < 0 {
		i = max(i+d.n, 0)
	}
	i = min(i, d.n)
	d.pushRight(x)
	for k := d.n - 1; k > i; k-- {
		*d.at(k) = *d.at(k - 1)
	}
	*d.at(i) = x
	return py.None, nil
}
