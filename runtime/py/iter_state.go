package py

import "math/big"

// This file implements what copy and pickle use of the builtin iterators: __reduce__ and
// __setstate__. An iterator over a sequence is its sequence and a position, one over a dict
// or set the list of what is to come.

// The names of the builtins that make iterators; a program may have replaced them.
var (
	nameIter     = Intern("iter")
	nameReversed = Intern("reversed")
)

const (
	reduceDoc   = "Return state information for pickling."
	setStateDoc = "Set state information for unpickling."
)

// position is the state of an iterator that steps through a sequence by an index.
type position struct {
	maker *Str  // the builtin that makes such an iterator; nil is its class
	empty Value // its argument once the iterator is exhausted
	// get returns the sequence, unbound once the iterator is exhausted, and the index.
	get func(it Value) (seq Value, i int)
	set func(it Value, i int)
	// first and past bound the index that __setstate__ sets; past is added to the length.
	first, past int
	// endless says that the index is not bounded by the length, which is not known.
	endless bool
	// rewinds says that an exhausted iterator has its sequence still, and a negative index.
	rewinds bool
}

// methods returns the methods __reduce__ and __setstate__.
func (p position) methods() []Method {
	return []Method{
		{Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: func(it Value) (Value, *Exception) {
			fn, exc := it.ref.typ.Value(), (*Exception)(nil)
			if p.maker != nil {
				fn, exc = LoadBuiltin(p.maker)
			}
			if exc != nil {
				return Value{}, exc
			}
			seq, i := p.get(it)
			if seq.ref == nil || p.rewinds && i < 0 {
				return TupleV(fn, TupleV(p.empty)), nil
			}
			return TupleV(fn, TupleV(seq), Int(int64(i))), nil
		}},
		{Name: "__setstate__", Sig: "($self, object, /)", Doc: setStateDoc, Impl: func(it, state Value) (Value, *Exception) {
			i, exc := stateIndex(state)
			if exc != nil {
				return Value{}, exc
			}
			seq, _ := p.get(it)
			if seq.ref == nil {
				return None, nil
			}
			i = max(i, p.first)
			if !p.endless {
				n, exc := Len(seq)
				if exc != nil {
					return Value{}, exc
				}
				i = min(i, n+p.past)
			}
			p.set(it, i)
			return None, nil
		}},
	}
}

// stateIndex returns the index that was given to __setstate__.
func stateIndex(state Value) (int, *Exception) {
	if !state.ref.typ.IsSubclass(IntType) {
		return 0, Raisef(TypeErrorType, "an integer is required")
	}
	return Ssize(state)
}

// reduceRest is __reduce__ of an iterator whose state is the list of what is to come, which
// rest returns.
func reduceRest(rest func(it Value) Value) Method {
	return Method{Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: func(it Value) (Value, *Exception) {
		items, exc := ToSlice(rest(it))
		if exc != nil {
			return Value{}, exc
		}
		fn, exc := LoadBuiltin(nameIter)
		if exc != nil {
			return Value{}, exc
		}
		return TupleV(fn, TupleV(NewList(items).Value())), nil
	}}
}

// reduceCall is __reduce__ of an iterator that its class makes of the arguments that args
// returns.
func reduceCall(args func(it Value) []Value) Method {
	return Method{Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: func(it Value) (Value, *Exception) {
		return TupleV(it.ref.typ.Value(), NewTuple(args(it)).Value()), nil
	}}
}

// reduceWithState returns v's class, the arguments that make it and its attributes, as
// __reduce__ does.
func reduceWithState(v, args Value) (Value, *Exception) {
	state, _, exc := CallSpecial(v, nameGetState)
	if exc != nil {
		return Value{}, exc
	}
	return TupleV(v.ref.typ.Value(), args, state), nil
}

// rangeState returns the methods of the iterators of ranges: their state is the range that
// is left. skip leaves the given number of elements out, of the number that there are.
func rangeState(rest func(it Value) *Range, skip func(it Value, n Value)) []Method {
	return []Method{
		{Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: func(it Value) (Value, *Exception) {
			fn, exc := LoadBuiltin(nameIter)
			return TupleV(fn, TupleV(rest(it).Value()), None), exc
		}},
		{Name: "__setstate__", Sig: "($self, object, /)", Doc: setStateDoc, Impl: func(it, state Value) (Value, *Exception) {
			n, exc := Index(state)
			if exc != nil {
				return Value{}, exc
			}
			if it.ref.typ == RangeIterType && !n.IsSmallInt() {
				return Value{}, Raisef(OverflowErrorType, "Python int too large to convert to C long")
			}
			left := rest(it).lenV()
			if b := BigOf(n); b.Sign() < 0 {
				n = Int(0)
			} else if b.Cmp(BigOf(left)) > 0 {
				n = left
			}
			skip(it, n)
			return None, nil
		}},
	}
}

func rangeIterRest(v Value) *Range {
	it := heap[rangeIter](v)
	stop := new(big.Int).Mul(big.NewInt(int64(it.left)), big.NewInt(it.step))
	return rangeOf(Int(it.next), IntBig(stop.Add(stop, big.NewInt(it.next))), Int(it.step))
}

func rangeIterSkip(v, n Value) {
	it := heap[rangeIter](v)
	it.next += n.SmallInt() * it.step
	it.left -= int(n.SmallInt())
}

func longRangeIterRest(v Value) *Range {
	it := heap[longRangeIter](v)
	return rangeOf(it.r.at(it.i), it.r.at(it.r.n), IntBig(it.r.step))
}

func longRangeIterSkip(v, n Value) {
	it := heap[longRangeIter](v)
	it.i = new(big.Int).Add(it.i, BigOf(n))
}
