// Package prim is the table of the operations of the runtime that compiled code uses.
//
// The compiler never imports the runtime: what it knows of it stands here as data, a name,
// a Go symbol and its signature in terms of representations for every operation. The
// package's test loads the runtime with go/packages and holds every row against the real
// declaration.
//
// The rows are variables, so that package build names them in Go (prim.Add); All lists
// them for the test and for look-ups by name.
package prim

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// Short names of the representations, for the tables.
const (
	v    = types.Boxed
	b    = types.Bool
	n    = types.Native
	s    = types.Str
	e    = types.Exc
	cell = types.CellRep
	kw   = types.NamesRep
	vs   = types.ValuesRep
)

// All has every row, in the order of declaration.
var All []*ir.Prim

// reps makes a list of representations.
func reps(list ...types.Rep) []types.Rep { return list }

// add registers a row.
func add(p ir.Prim) *ir.Prim {
	if p.Pkg == "" && p.Form != ir.FormInfix && p.Form != ir.FormPrefix && p.Form != ir.FormMethod && p.Form != ir.FormIndex {
		p.Pkg = "py"
	}
	All = append(All, &p)
	return &p
}

// raising makes a row for pkg.Symbol(params) (results..., *py.Exception).
func raising(name, symbol string, params, results []types.Rep) *ir.Prim {
	return add(ir.Prim{Name: name, Symbol: symbol, Params: params, Results: results, Raises: true})
}

// effect makes a row for a function that cannot raise but has an effect or a result that
// depends on when it is called.
func effect(name, symbol string, params, results []types.Rep) *ir.Prim {
	return add(ir.Prim{Name: name, Symbol: symbol, Params: params, Results: results})
}

// pure makes a row for a function whose result depends on its arguments alone.
func pure(name, symbol string, params, results []types.Rep) *ir.Prim {
	return add(ir.Prim{Name: name, Symbol: symbol, Params: params, Results: results, Pure: true})
}

// variadic makes the last parameter of p repeat.
func variadic(p *ir.Prim) *ir.Prim {
	p.Variadic = true
	return p
}

// counted says that name2 and name3 are p for two and three arguments.
func counted(name string, p *ir.Prim) *ir.Prim {
	p.Counted = name
	return p
}

// in puts p into another package of the runtime.
func in(pkg string, p *ir.Prim) *ir.Prim {
	p.Pkg = pkg
	return p
}

// slice makes p take its last Values as one slice.
func slice(p *ir.Prim) *ir.Prim {
	p.Form = ir.FormSlice
	return p
}

// awaiting says which method of coro.Run makes the call p and awaits its result.
func awaiting(method string, p *ir.Prim) *ir.Prim {
	p.Await = method
	return p
}

// dropped says what does the call p where its result is not used.
func dropped(name string, p *ir.Prim) *ir.Prim {
	p.Dropped = name
	return p
}

// placed says which method of py.Site does p.
func placed(method string, p *ir.Prim) *ir.Prim {
	p.Site = method
	return p
}

// withPos makes p take the code object and the position as well.
func withPos(p *ir.Prim) *ir.Prim {
	p.TakesPos = true
	return p
}
