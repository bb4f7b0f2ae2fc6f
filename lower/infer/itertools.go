package infer

import (
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the results of the iterators of the module itertools.

var libraryIterators = names(`product permutations combinations combinations_with_replacement chain pairwise zip_longest islice
	cycle takewhile dropwhile filterfalse count repeat accumulate`)

// maxChoice is the longest tuple whose elements are told apart.
const maxChoice = 8

// itertools returns what calling the class name gives; ok is false where it is not known.
func (a *analysis) itertools(name string, args arguments, arg func(int) types.Static) (s types.Static, ok bool) {
	n := len(args.pos)
	if name != "product" && name != "zip_longest" && len(args.kw) > 0 {
		return s, false
	}
	iterator := func(elem types.Static) (types.Static, bool) { return a.fresh(types.KIter, elem), true }
	switch name {
	case "product":
		times := types.Exactly(1)
		if len(args.kw) > 0 {
			r, given := args.keyword("repeat")
			if !given || !r.Only(types.KInt) {
				return s, false
			}
			times = r.Ints
		}
		var items []types.Static
		for _, x := range args.pos {
			items = append(items, a.iterElem(x))
		}
		if size := exactly(times); size >= 0 && size*n <= maxChoice {
			var all []types.Static
			for ; size > 0; size-- {
				all = append(all, items...)
			}
			return iterator(a.tuple(1, all...))
		}
		return iterator(types.ObjectOf(a.freshObject(2, types.KTuple, join(items), types.Static{})))
	case "permutations", "combinations", "combinations_with_replacement":
		if n < 1 {
			return s, false
		}
		elem := a.iterElem(arg(0))
		if n == 2 && arg(1).Only(types.KInt) {
			if size := exactly(arg(1).Ints); size >= 0 && size <= maxChoice {
				items := make([]types.Static, size)
				for i := range items {
					items[i] = elem
				}
				return iterator(a.tuple(1, items...))
			}
		}
		return iterator(types.ObjectOf(a.freshObject(2, types.KTuple, elem, types.Static{})))
	case "chain":
		var elem types.Static
		for _, x := range args.pos {
			elem = elem.Join(a.iterElem(x))
		}
		return iterator(elem)
	case "pairwise":
		elem := a.iterElem(arg(0))
		return iterator(a.tuple(1, elem, elem))
	case "zip_longest":
		fill := types.Of(types.KNone)
		if len(args.kw) > 0 {
			given, ok := args.keyword("fillvalue")
			if !ok {
				return s, false
			}
			fill = given
		}
		items := make([]types.Static, n)
		for i, x := range args.pos {
			items[i] = a.iterElem(x).Join(fill)
		}
		return iterator(a.tuple(1, items...))
	case "islice", "cycle":
		return iterator(a.iterElem(arg(0)))
	case "takewhile", "dropwhile", "filterfalse":
		elem := a.iterElem(arg(1))
		if !arg(0).Only(types.KNone) {
			a.callValue(arg(0), arguments{pos: one(elem)})
		}
		return iterator(elem)
	case "count":
		switch {
		case n == 0:
			return iterator(types.Int(types.Between(0, 1<<48)))
		case n == 1 && arg(0).Only(types.KInt):
			return iterator(types.Int(arg(0).Ints.Add(types.Between(0, 1<<48))))
		case n == 2 && arg(0).Only(integral) && arg(1).Only(integral):
			return iterator(types.Of(types.KInt))
		}
	case "repeat":
		return iterator(arg(0))
	case "accumulate":
		if n != 1 {
			return s, false
		}
		switch elem := a.iterElem(arg(0)); {
		case elem.Kinds == 0:
			return iterator(elem)
		case elem.Only(types.KInt):
			return iterator(types.Of(types.KInt))
		case elem.Only(types.KFloat):
			return iterator(types.Of(types.KFloat))
		}
	}
	return s, false
}

// exactly returns the only int of an interval, -1 where there are others or it is large.
func exactly(r types.Interval) int {
	if r.Big || r.Lo != r.Hi || r.Lo > 1<<10 {
		return -1
	}
	return int(r.Lo)
}
