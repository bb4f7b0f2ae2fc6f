package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements order safety. The value of a variable is an expression that is read
// where it is used; when a later operand can change the variable, the value is copied to a
// temporary first, as CPython's stack would hold it.

// exprs evaluates a list of operands in order.
func (b *fn) exprs(list []syntax.Expr) []ir.Expr {
	out := make([]ir.Expr, len(list))
	for i, e := range list {
		out[i] = b.hold(b.expr(e), list[i+1:]...)
	}
	return out
}

// hold returns x in a form that the evaluation of the later operands cannot change.
func (b *fn) hold(x ir.Expr, later ...syntax.Expr) ir.Expr {
	changed := false
	ir.EachVar(x, func(v *ir.Var) {
		if v.Kind == ir.Temp {
			return
		}
		for _, e := range later {
			if e != nil && mayChange(e, v) {
				changed = true
			}
		}
	})
	if !changed {
		return x
	}
	return b.copy(x)
}

// copy returns a temporary with the value of x.
func (b *fn) copy(x ir.Expr) ir.Expr {
	word := "value"
	if r, ok := x.(*ir.Ref); ok {
		word = r.Var.Name
	}
	t := b.temp(word, x.Rep())
	b.emit(&ir.Assign{Dst: t, X: x})
	return ref(t)
}

// isConst reports whether x is the same whenever it is read.
func isConst(x ir.Expr) bool {
	constant := true
	ir.EachVar(x, func(v *ir.Var) {
		if v.Kind != ir.Temp {
			constant = false
		}
	})
	return constant && x.Rep() == types.Boxed
}

// mayChange reports whether evaluating e can assign v. Locals are only assigned by named
// expressions; whatever runs code can assign the others.
func mayChange(e syntax.Expr, v *ir.Var) bool {
	if v.Kind != ir.Local {
		return !isSimple(e)
	}
	found := false
	syntax.Inspect(e, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.NamedExpr:
			found = found || n.Target.Id == v.Name
		case *syntax.Lambda, *syntax.GeneratorExp:
			return false
		}
		return !found
	})
	return found
}

// isSimple reports whether evaluating e runs no Python code but the look-up of names.
func isSimple(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Constant, *syntax.Name:
		return true
	case *syntax.Tuple:
		return allSimple(e.Elts)
	case *syntax.List:
		return allSimple(e.Elts)
	case *syntax.Lambda:
		return len(e.Args.Defaults) == 0 && len(e.Args.KwDefaults) == 0
	case *syntax.UnaryOp:
		_, ok := e.Operand.(*syntax.Constant)
		return ok
	}
	return false
}

func allSimple(list []syntax.Expr) bool {
	for _, e := range list {
		if !isSimple(e) {
			return false
		}
	}
	return true
}
