package py

import "sort"

// This file implements small operations that only emitted code needs.

// NameSpace returns the dict that locals() gives in a function: the variables names that
// have a value.
func NameSpace(values []Value, names []*Str) Value {
	d := NewDict()
	for i, n := range names {
		if !values[i].IsUnbound() {
			d.SetStr(n, values[i])
		}
	}
	return d.Value()
}

// SortedKeys returns the sorted list of a dict's keys, as dir() without arguments gives
// of the local names.
func SortedKeys(d Value) (Value, *Exception) {
	list := NewList(nil).Value()
	if exc := ListExtend(list, d); exc != nil {
		return Value{}, exc
	}
	items := heap[List](list).Items
	for _, x := range items {
		if !x.IsStr() {
			return Value{}, Raisef(TypeErrorType, "'<' not supported between instances of '%s' and 'str'", x.Type().ShownName())
		}
	}
	sort.Slice(items, func(i, j int) bool { return items[i].Str().S < items[j].Str().S })
	return list, nil
}

// StarArgs returns the tuple of the arguments in fn(*args). It raises TypeError where
// args is not iterable.
func StarArgs(fn, args Value) (Value, *Exception) {
	if args.Type() == TupleType {
		return args, nil
	}
	if !isIterable(args) {
		name, exc := functionStr(fn)
		if exc != nil {
			return Value{}, exc
		}
		return Value{}, Raisef(TypeErrorType, "%s argument after * must be an iterable, not %s", name, args.Type().ShownName())
	}
	list := NewList(nil).Value()
	if exc := ListExtend(list, args); exc != nil {
		return Value{}, exc
	}
	return ListToTuple(list), nil
}

// StarKwargs returns the keyword arguments of fn(*args, **m), as CallEx takes them: m itself
// where that is a dict that nothing can change before the call, which iterates over args
// first. It raises TypeError where m is no mapping, or its keys are no strs.
func StarKwargs(fn, m, args Value) (Value, *Exception) {
	if m.ref.typ == DictType && (args.ref == nil || args.ref.typ == TupleType || args.ref.typ == ListType) && heap[Dict](m).strKeys() {
		return m, nil
	}
	d := NewDict().Value()
	return d, DictMergeKw(d, m, fn)
}

// strKeys reports whether all keys are strs.
func (d *Dict) strKeys() bool {
	for k, _, pos, ok := d.Entry(0); ok; k, _, pos, ok = d.Entry(pos) {
		if !k.IsStr() {
			return false
		}
	}
	return true
}

// IntOf returns a Go int as an int.
func IntOf(i int) Value { return Int(int64(i)) }

// FrozenSetV returns the frozenset of a constant's elements, which are hashable.
func FrozenSetV(items ...Value) Value {
	s := NewFrozenSet()
	for _, x := range items {
		if exc := s.Add(x); exc != nil {
			panic("py: a constant that cannot be hashed")
		}
	}
	return s.Value()
}
