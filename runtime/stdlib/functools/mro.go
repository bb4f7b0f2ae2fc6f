package functools

import (
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the order in which singledispatch asks classes: the MRO with the
// abstract classes that a class counts among without deriving from them put where they
// would be if it did (PEP 443).

// isSubclass is issubclass(t, of); once it has raised, nothing is asked any more.
type relation struct{ exc exc }

func (r *relation) isSubclass(t, of *py.Type) bool {
	if r.exc != nil {
		return false
	}
	is, e := py.IsSubclassOf(t.Value(), of.Value())
	r.exc = e
	return is
}

// composeMRO returns the MRO of t with those of the registered classes that it counts among.
func composeMRO(t *py.Type, registered []*py.Type) ([]*py.Type, exc) {
	var r relation
	var related []*py.Type
	for _, c := range registered {
		if !contains(t.MRO, c) && r.isSubclass(t, c) {
			related = append(related, c)
		}
	}
	// A class that others of them derive from comes by these.
	var leaves []*py.Type
	for _, c := range related {
		if !slices.ContainsFunc(related, func(other *py.Type) bool { return other != c && contains(other.MRO, c) }) {
			leaves = append(leaves, c)
		}
	}
	var order []*py.Type
	for _, c := range leaves {
		var found [][]*py.Type
		for _, sub := range c.Subclasses() {
			if contains(t.MRO, sub) || !r.isSubclass(t, sub) {
				continue
			}
			var path []*py.Type
			for _, s := range sub.MRO {
				if contains(leaves, s) {
					path = append(path, s)
				}
			}
			found = append(found, path)
		}
		if len(found) == 0 {
			order = append(order, c)
			continue
		}
		byLength(found)
		for _, path := range found {
			for _, s := range path {
				if !contains(order, s) {
					order = append(order, s)
				}
			}
		}
	}
	mro := r.linearize(t, order)
	return mro, r.exc
}

// linearize is the C3 linearization of t with the abstract classes abcs: each is put behind
// the last explicit base that is abstract, at the class where it first applies.
func (r *relation) linearize(t *py.Type, abcs []*py.Type) []*py.Type {
	boundary := 0
	for i, b := range t.Bases {
		if _, ok, _ := py.LookupAttr(b.Value(), py.Intern("__abstractmethods__")); ok {
			boundary = i + 1
		}
	}
	explicit, other := t.Bases[:boundary], t.Bases[boundary:]
	var here, further []*py.Type
	for _, a := range abcs {
		if r.isSubclass(t, a) && !slices.ContainsFunc(t.Bases, func(b *py.Type) bool { return r.isSubclass(b, a) }) {
			here = append(here, a)
		} else {
			further = append(further, a)
		}
	}
	lists := [][]*py.Type{{t}}
	for _, bases := range [][]*py.Type{explicit, here, other} {
		for _, b := range bases {
			lists = append(lists, r.linearize(b, further))
		}
	}
	for _, bases := range [][]*py.Type{explicit, here, other} {
		lists = append(lists, slices.Clone(bases))
	}
	return r.merge(lists)
}

// merge merges the lists so that the order within each is kept.
func (r *relation) merge(lists [][]*py.Type) []*py.Type {
	var out []*py.Type
	for {
		lists = slices.DeleteFunc(lists, func(l []*py.Type) bool { return len(l) == 0 })
		if len(lists) == 0 || r.exc != nil {
			return out
		}
		var next *py.Type
		for _, l := range lists {
			if !slices.ContainsFunc(lists, func(other []*py.Type) bool { return contains(other[1:], l[0]) }) {
				next = l[0]
				break
			}
		}
		if next == nil {
			r.exc = py.Raisef(py.RuntimeErrorType, "Inconsistent hierarchy")
			return out
		}
		out = append(out, next)
		for i, l := range lists {
			if l[0] == next {
				lists[i] = l[1:]
			}
		}
	}
}
