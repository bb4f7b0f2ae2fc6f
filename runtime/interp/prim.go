package interp

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/aio2go/aio2go/lower/build"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file calls the runtime's functions that operations name.

// special are the operations that are about the text that runs, or that the walk has
// another form of.
var special map[*ir.Prim]func(fr *frame, args []slot, out []slot) ([]slot, exc)

func init() {
	special = map[*ir.Prim]func(fr *frame, args []slot, out []slot) ([]slot, exc){
		build.LoadName: func(fr *frame, args []slot, out []slot) ([]slot, exc) {
			v, x := fr.env.loadName(nameOf(args[0]))
			return append(out, slot{v: v}), x
		},
		build.LoadGlobal: func(fr *frame, args []slot, out []slot) ([]slot, exc) {
			v, x := fr.env.loadGlobal(nameOf(args[0]))
			return append(out, slot{v: v}), x
		},
		build.StoreName: func(fr *frame, args []slot, out []slot) ([]slot, exc) {
			return out, py.SetItem(fr.env.locals, nameOf(args[0]).Value(), args[1].v)
		},
		build.StoreGlobal: func(fr *frame, args []slot, out []slot) ([]slot, exc) {
			return out, py.SetItem(fr.env.globals, nameOf(args[0]).Value(), args[1].v)
		},
		build.DeleteName: func(fr *frame, args []slot, out []slot) ([]slot, exc) {
			return out, deleteIn(fr.env.locals, nameOf(args[0]))
		},
		build.DeleteGlobal: func(fr *frame, args []slot, out []slot) ([]slot, exc) {
			return out, deleteIn(fr.env.globals, nameOf(args[0]))
		},
		build.LocalNames: func(fr *frame, _ []slot, out []slot) ([]slot, exc) {
			return append(out, slot{v: fr.env.locals}), nil
		},
		build.BeginAnnotations: func(fr *frame, _ []slot, out []slot) ([]slot, exc) {
			_, found, x := lookup(fr.env.locals, nameAnnotations)
			if x != nil || found {
				return out, x
			}
			return out, py.SetItem(fr.env.locals, nameAnnotations.Value(), py.NewDict().Value())
		},
		build.Display: func(fr *frame, args []slot, out []slot) ([]slot, exc) {
			return out, display(args[0].v)
		},
		prim.ModuleDict: func(fr *frame, _ []slot, out []slot) ([]slot, exc) {
			return append(out, slot{v: fr.env.globals}), nil
		},
		prim.ClassBegin: func(fr *frame, args []slot, out []slot) ([]slot, exc) {
			return out, fr.env.classBegin(args)
		},
		prim.ImportStar: func(fr *frame, args []slot, out []slot) ([]slot, exc) {
			return out, fr.env.importStar(args[0].v)
		},
		// A call counts itself.
		prim.Leave: func(_ *frame, _ []slot, out []slot) ([]slot, exc) { return out, nil },
	}
}

func nameOf(s slot) *py.Str { return s.p.(*py.Str) }

// prim runs a primitive and appends its results to out.
func (fr *frame) prim(op *ir.CallPrim, pos int, out []slot) ([]slot, exc) {
	var buf [6]slot
	args := buf[:0]
	for _, x := range op.Args {
		args = append(args, fr.expr(x))
	}
	if f := special[op.Prim]; f != nil {
		return f(fr, args, out)
	}
	p := op.Prim
	if p.Form != ir.FormFunc && p.Form != ir.FormSlice {
		return append(out, simple(p, args)), nil
	}
	f := symbols[p.Pkg+"."+p.Symbol]
	if f == nil {
		panic(fmt.Sprintf("interp: %s.%s is not among the symbols", p.Pkg, p.Symbol))
	}
	switch f := f.(type) {
	case func(a value) (value, exc):
		v, x := f(args[0].v)
		return append(out, slot{v: v}), x
	case func(a, b value) (value, exc):
		v, x := f(args[0].v, args[1].v)
		return append(out, slot{v: v}), x
	case func(a, b, c value) (value, exc):
		v, x := f(args[0].v, args[1].v, args[2].v)
		return append(out, slot{v: v}), x
	case func(a value, n *py.Str) (value, exc):
		v, x := f(args[0].v, nameOf(args[1]))
		return append(out, slot{v: v}), x
	case func(a value) (bool, exc):
		t, x := f(args[0].v)
		return append(out, slot{n: truth(t)}), x
	case func(a, b value) (bool, exc):
		t, x := f(args[0].v, args[1].v)
		return append(out, slot{n: truth(t)}), x
	case func(a value) (value, bool, exc):
		v, t, x := f(args[0].v)
		return append(out, slot{v: v}, slot{n: truth(t)}), x
	case func(a value, n *py.Str, b value) exc:
		return out, f(args[0].v, nameOf(args[1]), args[2].v)
	case func(a, b value):
		f(args[0].v, args[1].v)
		return out, nil
	}
	return fr.reflected(p, reflect.ValueOf(f), args, op.Names, pos, out)
}

// simple is the result of a primitive that is not a call of a function.
func simple(p *ir.Prim, args []slot) slot {
	switch p.Form {
	case ir.FormPrefix:
		return slot{n: 1 - args[0].n}
	case ir.FormIndex:
		return slot{v: args[0].p.([]value)[args[1].n]}
	case ir.FormInfix:
		a, b := args[0].n, args[1].n
		switch p.Symbol {
		case "==":
			return slot{n: truth(a == b)}
		case ">=":
			return slot{n: truth(a >= b)}
		case "-":
			return slot{n: a - b}
		}
	case ir.FormMethod:
		switch p.Symbol {
		case "IsUnbound":
			return slot{n: truth(args[0].v.IsUnbound())}
		case "IsNone":
			return slot{n: truth(args[0].v.IsNone())}
		case "Value":
			switch x := args[0].p.(type) {
			case *py.Cell:
				return slot{v: x.Value()}
			case *py.Str:
				return slot{v: x.Value()}
			}
		}
	}
	panic(fmt.Sprintf("interp: primitive %s", p.Name))
}

// pure is the value of a pure operation.
func (fr *frame) pure(x *ir.Pure) slot {
	var buf [3]slot
	args := buf[:0]
	for _, a := range x.Args {
		args = append(args, fr.expr(a))
	}
	p := x.Prim
	if p.Form != ir.FormFunc {
		return simple(p, args)
	}
	switch p {
	case prim.Is:
		return slot{n: truth(py.Is(args[0].v, args[1].v))}
	case prim.FromBool:
		return slot{v: py.Bool(args[0].n != 0)}
	}
	out, exc := fr.reflected(p, reflect.ValueOf(symbols[p.Pkg+"."+p.Symbol]), args, nil, -1, nil)
	if exc != nil {
		panic("interp: a pure operation raises")
	}
	return out[0]
}

// reflected calls f, the function of p, whatever its type.
func (fr *frame) reflected(p *ir.Prim, f reflect.Value, args []slot, names []string, pos int, out []slot) ([]slot, exc) {
	var in []reflect.Value
	switch p.Form {
	case ir.FormSlice:
		fixed := slices.Index(p.Params, types.ValuesRep)
		for i, a := range args[:fixed] {
			in = append(in, goValue(a, p.Params[i]))
		}
		list := make([]value, 0, len(args)-fixed)
		for _, a := range args[fixed:] {
			list = append(list, a.v)
		}
		in = append(in, reflect.ValueOf(list))
		if p.Params[len(p.Params)-1] == types.NamesRep {
			in = append(in, reflect.ValueOf(interned(names)))
		}
	default:
		n := 0
		for _, rep := range p.Params {
			if rep == types.NamesRep {
				in = append(in, reflect.ValueOf(interned(names)))
				continue
			}
			if p.Variadic && n >= len(p.Params)-1 {
				break
			}
			in = append(in, goValue(args[n], rep))
			n++
		}
		for ; n < len(args); n++ {
			in = append(in, goValue(args[n], p.Params[len(p.Params)-1]))
		}
	}
	if p.TakesPos {
		in = append(in, reflect.ValueOf(fr.f.code), reflect.ValueOf(int32(pos)))
	}
	results := f.Call(in)
	var x exc
	if p.Raises {
		x, _ = results[len(results)-1].Interface().(exc)
	}
	for i, rep := range p.Results {
		out = append(out, slotOf(results[i], rep))
	}
	return out, x
}

func interned(names []string) []*py.Str {
	list := make([]*py.Str, len(names))
	for i, n := range names {
		list[i] = py.Intern(n)
	}
	return list
}

// goValue is the argument s of representation rep.
func goValue(s slot, rep types.Rep) reflect.Value {
	switch rep {
	case types.Boxed:
		return reflect.ValueOf(s.v)
	case types.Bool:
		return reflect.ValueOf(s.n != 0)
	case types.Native:
		return reflect.ValueOf(int(s.n))
	case types.Int64:
		return reflect.ValueOf(s.n)
	case types.Exc:
		return reflect.ValueOf(s.exception())
	case types.ValuesRep:
		list, _ := s.p.([]value)
		return reflect.ValueOf(list)
	}
	return reflect.ValueOf(s.p)
}

// slotOf is the result v of representation rep.
func slotOf(v reflect.Value, rep types.Rep) slot {
	switch rep {
	case types.Boxed:
		return slot{v: v.Interface().(value)}
	case types.Bool:
		return slot{n: truth(v.Bool())}
	case types.Native, types.Int64:
		return slot{n: v.Int()}
	}
	return slot{p: v.Interface()}
}
