package narrow

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements what tests say of variables.

// facts say of variables which kinds of values they may have.
type facts map[*ir.Var]types.Kinds

// both returns what holds where f and g do.
func (f facts) both(g facts) facts {
	out := facts{}
	for v, k := range f {
		out[v] = k
	}
	for v, k := range g {
		if have, ok := out[v]; ok {
			k &= have
		}
		out[v] = k
	}
	return out
}

// either returns what holds where f or g does.
func (f facts) either(g facts) facts {
	out := facts{}
	for v, k := range f {
		if other, ok := g[v]; ok {
			out[v] = k | other
		}
	}
	return out
}

// test is what is known where a condition is true, and where it is false.
type test struct{ yes, no facts }

func (t test) not() test { return test{t.no, t.yes} }

// tests are the conditions that variables hold. They hold as long as the variables that they
// are about are not assigned to.
type tests map[*ir.Var]test

// assigned forgets what is said of v.
func (t tests) assigned(v *ir.Var) {
	delete(t, v)
	for _, c := range t {
		delete(c.yes, v)
		delete(c.no, v)
	}
}

// clone returns a copy, of the facts too: assigned takes of them.
func (t tests) clone() tests {
	out := make(tests, len(t))
	for v, c := range t {
		out[v] = test{c.yes.both(nil), c.no.both(nil)}
	}
	return out
}

// of returns what the condition x says.
func (n *narrower) of(x ir.Expr) test {
	switch x := x.(type) {
	case *ir.Ref:
		if c, ok := n.tests[x.Var]; ok {
			return test{c.yes.both(nil), c.no.both(nil)}
		}
	case *ir.Pure:
		switch x.Prim {
		case prim.NotBool:
			return n.of(x.Args[0]).not()
		case prim.IsNone:
			return n.isNone(x.Args[0])
		case prim.Is:
			for i, other := range []ir.Expr{x.Args[1], x.Args[0]} {
				if n.info.Expr(other).Only(types.KNone) {
					return n.isNone(x.Args[i])
				}
			}
		}
	}
	return test{}
}

func (n *narrower) isNone(x ir.Expr) test {
	v := n.local(x)
	if v == nil {
		return test{}
	}
	return test{yes: facts{v: types.KNone}, no: facts{v: types.AnyKinds &^ types.KNone}}
}

// result returns what the result of an operation says, as a condition.
func (n *narrower) result(op ir.Op) test {
	call, ok := op.(*ir.CallPrim)
	if !ok {
		return test{}
	}
	switch {
	case call.Prim == prim.Truth:
		if r, ok := call.Args[0].(*ir.Ref); ok {
			if _, ok := n.tests[r.Var]; ok {
				return n.of(r)
			}
		}
		if v := n.local(call.Args[0]); v != nil {
			return test{yes: facts{v: types.AnyKinds &^ types.KNone}}
		}
	case call.Prim.Name == "isinstance()" && len(call.Args) == 2 && len(call.Names) == 0:
		v := n.local(call.Args[0])
		class, ok := call.Args[1].(*ir.RuntimeVar)
		if v == nil || !ok {
			return test{}
		}
		if k, ok := instances[class.Prim.Name]; ok {
			// Values of other classes may be instances of subclasses.
			rest := types.KInstance | types.KOther
			return test{yes: facts{v: k | rest}, no: facts{v: types.AnyKinds &^ k}}
		}
	}
	return test{}
}

// instances are, by the name of a builtin class, the kinds of values that are its instances.
var instances = map[string]types.Kinds{
	"int": types.KInt | types.KBool, "float": types.KFloat, "bool": types.KBool, "str": types.KStr, "bytes": types.KBytes,
	"list": types.KList, "tuple": types.KTuple, "dict": types.KDict, "set": types.KSet,
}

// local returns the variable that x is if another may stand for it.
func (n *narrower) local(x ir.Expr) *ir.Var {
	r, ok := x.(*ir.Ref)
	if !ok || r.Var.Kind != ir.Local && r.Var.Kind != ir.Temp || r.Var.Rep != types.Boxed {
		return nil
	}
	return r.Var
}
