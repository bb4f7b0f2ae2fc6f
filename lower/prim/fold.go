package prim

import "github.com/aio2go/aio2go/lower/ir"

// This file declares the folds: builtins that run through the elements of a generator
// expression, which compiled code gives them one by one.

// Fold is a builtin of one argument as three operations: New makes a fold, Add gives it
// an element and says whether it wants no more, Result is what the call returns or raises.
type Fold struct{ New, Add, Result *ir.Prim }

func newFold(name, symbol string) *ir.Prim {
	return in("builtins", effect("newfold "+name, symbol, nil, reps(v)))
}

func addTo(name, symbol string) *ir.Prim {
	return in("builtins", effect("addfold "+name, symbol, reps(v, v), reps(b)))
}

func resultOf(name, symbol string) *ir.Prim {
	return in("builtins", raising("endfold "+name, symbol, reps(v), reps(v)))
}

var (
	addToFinder, found      = addTo("found", "AddToFinder"), resultOf("found", "Found")
	addToExtreme, extremeOf = addTo("extreme", "AddToExtreme"), resultOf("extreme", "ExtremeOf")
)

// Folds are the folds by the names of the builtins.
var Folds = map[string]Fold{
	"sum": {newFold("sum", "NewSum"), addTo("sum", "AddToSum"), resultOf("sum", "SumOf")},
	"any": {newFold("any", "NewAny"), addToFinder, found},
	"all": {newFold("all", "NewAll"), addToFinder, found},
	"min": {newFold("min", "NewMin"), addToExtreme, extremeOf},
	"max": {newFold("max", "NewMax"), addToExtreme, extremeOf},
	"set": {newFold("set", "NewCollector"), addTo("set", "AddToSet"), resultOf("set", "Collected")},
}

// AddsToFold reports whether p gives an element to a fold, which may run special methods
// of the element though p does not raise.
func AddsToFold(p *ir.Prim) bool {
	for _, f := range Folds {
		if f.Add == p {
			return true
		}
	}
	return false
}

// The iteration over what a function got as an argument. Settle is iter(x), which it
// leaves to IterSettled where x is a list or another container of exact builtin class,
// whose iterator nobody can tell when it was made. Index is operator.index(x).
var (
	Settle      = raising("settle", "Settle", reps(v), reps(v))
	IterSettled = effect("itersettled", "IterSettled", reps(v), reps(v))
	Index       = raising("index", "Index", reps(v), reps(v))
)
