package py

import "math/big"

// This file implements the builtin iterator classes enumerate, zip, map, filter and
// reversed (Python library reference, Built-in Functions).

// The builtin iterator classes.
var (
	EnumerateType = &Type{Name: "enumerate"}
	ZipType       = &Type{Name: "zip"}
	MapType       = &Type{Name: "map"}
	FilterType    = &Type{Name: "filter"}
	ReversedType  = &Type{Name: "reversed"}
)

func init() {
	EnumerateType.Define(&TypeSpec{
		Doc:          "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
		Flags:        FlagBaseType,
		Layout:       LayoutOf[enumerateIter](),
		Slots:        Slots{Iter: self, Next: enumerateNext, New: enumerateNew},
		Methods:      []Method{reduceCall(enumerateArgs)},
		ClassMethods: []Method{classGetItem},
	})
	ZipType.Define(&TypeSpec{
		Doc:    "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
		Flags:  FlagBaseType,
		Layout: LayoutOf[zipIter](),
		Slots:  Slots{Iter: self, Next: zipNext, New: zipNew},
		Methods: []Method{
			{Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: zipReduce},
			{Name: "__setstate__", Sig: "($self, object, /)", Doc: setStateDoc, Impl: zipSetState},
		},
	})
	MapType.Define(&TypeSpec{
		Doc:    "Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.",
		Flags:  FlagBaseType,
		Layout: LayoutOf[mapIter](),
		Slots:  Slots{Iter: self, Next: mapNext, New: mapNew},
		Methods: []Method{reduceCall(func(v Value) []Value {
			m := heap[mapIter](v)
			return append([]Value{m.fn}, m.its...)
		})},
	})
	FilterType.Define(&TypeSpec{
		Doc:    "Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.",
		Flags:  FlagBaseType,
		Layout: LayoutOf[filterIter](),
		Slots:  Slots{Iter: self, Next: filterNext, New: filterNew},
		Methods: []Method{reduceCall(func(v Value) []Value {
			f := heap[filterIter](v)
			return []Value{f.fn, f.it}
		})},
	})
	ReversedType.Define(&TypeSpec{
		Doc:     "Return a reverse iterator over the values of the given sequence.",
		Flags:   FlagBaseType,
		Layout:  LayoutOf[reversedIter](),
		Slots:   Slots{Iter: self, Next: reversedNext, New: reversedNew},
		Methods: append(reversedState.methods(), Method{Name: "__length_hint__", Sig: "($self, /)", Impl: reversedHint}),
	})
}

type enumerateIter struct {
	Header
	it  Value
	i   int64
	big *big.Int // the count once it has left int64
}

func enumerateNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	var iterable, start Value
	pos := len(args) - len(names)
	if len(args) > 2 {
		return Value{}, Raisef(TypeErrorType, "enumerate() takes at most 2 arguments (%d given)", len(args))
	}
	if pos > 0 {
		iterable = args[0]
	}
	if pos > 1 {
		start = args[1]
	}
	for i, name := range names {
		switch {
		case name.S == "iterable" && iterable.ref == nil:
			iterable = args[pos+i]
		case name.S == "start" && start.ref == nil && (pos > 0 || len(names) > 1):
			start = args[pos+i]
		default:
			if cls != EnumerateType {
				return Value{}, UnexpectedKeyword("enumerate", name, Intern("iterable"), Intern("start"))
			}
			return Value{}, Raisef(TypeErrorType, "'%s' is an invalid keyword argument for enumerate()", name.S)
		}
	}
	if iterable.ref == nil {
		return Value{}, Raisef(TypeErrorType, "enumerate() missing required argument 'iterable'")
	}
	var count Value
	if start.ref != nil {
		var exc *Exception
		if count, exc = Index(start); exc != nil {
			return Value{}, exc
		}
	} else {
		count = Int(0)
	}
	it, exc := Iter(iterable)
	if exc != nil {
		return Value{}, exc
	}
	v := cls.Alloc(cls)
	e := heap[enumerateIter](v)
	e.it = it
	if count.IsSmallInt() {
		e.i = count.SmallInt()
	} else {
		e.big = BigOf(count)
	}
	return v, nil
}

func enumerateNext(v Value) (Value, bool, *Exception) {
	e := heap[enumerateIter](v)
	x, ok, exc := e.it.ref.typ.Next(e.it)
	if !ok || exc != nil {
		return Value{}, false, exc
	}
	if e.big != nil {
		n := IntBig(new(big.Int).Set(e.big))
		e.big = new(big.Int).Add(e.big, big.NewInt(1))
		return TupleV(n, x), true, nil
	}
	n := e.i
	if n == MaxSize {
		e.big = new(big.Int).Add(big.NewInt(n), big.NewInt(1))
	} else {
		e.i++
	}
	return TupleV(Int(n), x), true, nil
}

func enumerateArgs(v Value) []Value {
	e := heap[enumerateIter](v)
	if e.big != nil {
		return []Value{e.it, IntBig(new(big.Int).Set(e.big))}
	}
	return []Value{e.it, Int(e.i)}
}

type zipIter struct {
	Header
	its    []Value
	strict bool
}

func zipReduce(v Value) (Value, *Exception) {
	z := heap[zipIter](v)
	its := NewTuple(z.its).Value()
	if z.strict {
		return TupleV(z.typ.Value(), its, Bool(true)), nil
	}
	return TupleV(z.typ.Value(), its), nil
}

// zipSetState restores strict.
func zipSetState(v, state Value) (Value, *Exception) {
	strict, exc := Truth(state)
	heap[zipIter](v).strict = strict
	return None, exc
}

func zipNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	strict := false
	pos := len(args) - len(names)
	for i, name := range names {
		if name.S != "strict" {
			return Value{}, UnexpectedKeyword("zip", name, Intern("strict"))
		}
		var exc *Exception
		if strict, exc = Truth(args[pos+i]); exc != nil {
			return Value{}, exc
		}
	}
	its := make([]Value, pos)
	for i, x := range args[:pos] {
		var exc *Exception
		if its[i], exc = Iter(x); exc != nil {
			return Value{}, exc
		}
	}
	v := cls.Alloc(cls)
	z := heap[zipIter](v)
	z.its, z.strict = its, strict
	return v, nil
}

func zipNext(v Value) (Value, bool, *Exception) {
	z := heap[zipIter](v)
	if len(z.its) == 0 {
		return Value{}, false, nil
	}
	t := tupleOf(len(z.its))
	if ok, exc := z.next(t.Items()); !ok {
		return Value{}, false, exc
	}
	return t.Value(), true, nil
}

// next puts the next element of each iterator into items, which are as many.
func (z *zipIter) next(items []Value) (bool, *Exception) {
	for i, it := range z.its {
		if it.ref.typ == ListIterType {
			if l := heap[listIter](it); l.list != nil && uint(l.i) < uint(len(l.list.Items)) {
				items[i] = l.list.Items[l.i]
				l.i++
				continue
			}
		}
		x, ok, exc := it.ref.typ.Next(it)
		if exc != nil {
			return false, exc
		}
		if !ok {
			if z.strict {
				return false, z.checkStrict(i)
			}
			return false, nil
		}
		items[i] = x
	}
	return true, nil
}

// checkStrict raises the ValueError of strict=True when iterator i has ended before
// others.
func (z *zipIter) checkStrict(i int) *Exception {
	plural := " "
	if i > 0 {
		if i > 1 {
			plural = "s 1-"
		}
		return Raisef(ValueErrorType, "zip() argument %d is shorter than argument%s%d", i+1, plural, i)
	}
	for j := 1; j < len(z.its); j++ {
		_, ok, exc := z.its[j].ref.typ.Next(z.its[j])
		if exc != nil {
			return exc
		}
		if ok {
			if j > 1 {
				plural = "s 1-"
			}
			return Raisef(ValueErrorType, "zip() argument %d is longer than argument%s%d", j+1, plural, j)
		}
	}
	return nil
}

type mapIter struct {
	Header
	fn  Value
	its []Value
}

func mapNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	args, exc := positionalArgs(cls, MapType, args, names)
	if exc != nil {
		return Value{}, exc
	}
	if len(args) < 2 {
		return Value{}, Raisef(TypeErrorType, "map() must have at least two arguments.")
	}
	its := make([]Value, len(args)-1)
	for i, x := range args[1:] {
		var exc *Exception
		if its[i], exc = Iter(x); exc != nil {
			return Value{}, exc
		}
	}
	v := cls.Alloc(cls)
	m := heap[mapIter](v)
	m.fn, m.its = args[0], its
	return v, nil
}

func mapNext(v Value) (Value, bool, *Exception) {
	m := heap[mapIter](v)
	if len(m.its) == 1 {
		x, ok, exc := m.its[0].ref.typ.Next(m.its[0])
		if !ok || exc != nil {
			return Value{}, false, exc
		}
		r, exc := Call1(m.fn, x)
		return r, exc == nil, exc
	}
	args := make([]Value, len(m.its))
	for i, it := range m.its {
		x, ok, exc := it.ref.typ.Next(it)
		if !ok || exc != nil {
			return Value{}, false, exc
		}
		args[i] = x
	}
	r, exc := CallN(m.fn, args)
	return r, exc == nil, exc
}

type filterIter struct {
	Header
	fn Value
	it Value
}

func filterNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	args, exc := positionalArgs(cls, FilterType, args, names)
	if exc != nil {
		return Value{}, exc
	}
	if exc := checkArgCount("filter", len(args), 2, 2); exc != nil {
		return Value{}, exc
	}
	it, exc := Iter(args[1])
	if exc != nil {
		return Value{}, exc
	}
	v := cls.Alloc(cls)
	f := heap[filterIter](v)
	f.fn, f.it = args[0], it
	return v, nil
}

func filterNext(v Value) (Value, bool, *Exception) {
	f := heap[filterIter](v)
	plain := f.fn.IsNone() || f.fn == BoolType.Value()
	for {
		x, ok, exc := f.it.ref.typ.Next(f.it)
		if !ok || exc != nil {
			return Value{}, false, exc
		}
		test := x
		if !plain {
			if test, exc = Call1(f.fn, x); exc != nil {
				return Value{}, false, exc
			}
		}
		keep, exc := Truth(test)
		if exc != nil {
			return Value{}, false, exc
		}
		if keep {
			return x, true, nil
		}
	}
}

// reversedIter is reversed(seq) for an object with __getitem__ and __len__.
type reversedIter struct {
	Header
	seq Value // unbound when exhausted
	i   int
}

var strReversed = Intern("__reversed__")

var reversedState = position{
	empty: EmptyTuple.Value(), first: -1, past: -1,
	get: func(v Value) (Value, int) { it := heap[reversedIter](v); return it.seq, it.i },
	set: func(v Value, i int) { heap[reversedIter](v).i = i },
}

func reversedNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	args, exc := positionalArgs(cls, ReversedType, args, names)
	if exc != nil {
		return Value{}, exc
	}
	if exc := checkArgCount("reversed", len(args), 1, 1); exc != nil {
		return Value{}, exc
	}
	seq := args[0]
	if cls == ReversedType {
		return Reversed(seq)
	}
	return newReversed(cls, seq)
}

// Reversed is reversed(seq).
func Reversed(seq Value) (Value, *Exception) { return newReversed(ReversedType, seq) }

func newReversed(cls *Type, seq Value) (Value, *Exception) {
	switch seq.ref.typ {
	case ListType:
		return listReversed(seq)
	case RangeType:
		return rangeReversed(seq)
	}
	f, exc := LookupSpecial(seq, strReversed)
	if exc != nil {
		return Value{}, exc
	}
	if f.ref != nil {
		if f.IsNone() {
			return Value{}, notReversible(seq)
		}
		return Call0(f)
	}
	if !isSequence(seq) {
		return Value{}, notReversible(seq)
	}
	n, exc := Len(seq)
	if exc != nil {
		return Value{}, exc
	}
	v := cls.Alloc(cls)
	r := heap[reversedIter](v)
	r.seq, r.i = seq, n-1
	return v, nil
}

func notReversible(seq Value) *Exception {
	return Raisef(TypeErrorType, "'%s' object is not reversible", seq.ref.typ.ShownName())
}

func reversedNext(v Value) (Value, bool, *Exception) {
	r := heap[reversedIter](v)
	if r.seq.ref == nil {
		return Value{}, false, nil
	}
	if r.i >= 0 {
		x, exc := GetItem(r.seq, Int(int64(r.i)))
		if exc == nil {
			r.i--
			return x, true, nil
		}
		if !exc.typ.IsSubclass(IndexErrorType) && !exc.typ.IsSubclass(StopIterationType) {
			return Value{}, false, exc
		}
	}
	r.seq, r.i = Value{}, -1
	return Value{}, false, nil
}

func reversedHint(v Value) (Value, *Exception) {
	r := heap[reversedIter](v)
	if r.seq.ref == nil {
		return Int(0), nil
	}
	n, exc := Len(r.seq)
	if exc != nil {
		return Value{}, exc
	}
	if n < r.i+1 {
		return Int(0), nil
	}
	return Int(int64(r.i + 1)), nil
}
