package infer

import (
	"strings"

	"github.com/aio2go/aio2go/lower/types"
)

// This file implements folds and the iteration over settled arguments (see prim.Folds).
// A fold is taken for a list, of the elements that it was given.

// fold returns the results of an operation on a fold; ok is false for others.
func (a *analysis) fold(name string, args []types.Static) ([]types.Static, bool) {
	verb, kind, _ := strings.Cut(name, " ")
	switch verb {
	case "newfold":
		return one(a.fresh(types.KList, types.Static{})), true
	case "addfold":
		if kind != "found" && !args[1].Only(plain) {
			a.escape(args[1]) // a special method of the program may get it
		}
		a.put(args[0], args[1])
		return one(types.Of(types.KBool)), true
	case "endfold":
		return one(a.folded(kind, args[0])), true
	case "settle":
		if args[0].Only(types.KList | types.KTuple | types.KRange | types.KStr) {
			return one(args[0]), true
		}
		return one(args[0].Join(a.iter(args[0]))), true
	case "itersettled":
		return one(a.iter(args[0])), true
	case "index":
		if args[0].Only(integral) {
			return one(types.Int(ints(args[0]))), true
		}
		return one(types.Of(types.KInt)), true
	}
	return nil, false
}

// folded returns the result of the fold f.
func (a *analysis) folded(kind string, f types.Static) types.Static {
	args := arguments{pos: one(f)}
	switch kind {
	case "sum":
		return a.sum(args)
	case "found":
		return types.Of(types.KBool)
	case "extreme":
		return a.extreme("max", args)
	}
	return a.fresh(types.KSet, a.iterElem(f))
}
