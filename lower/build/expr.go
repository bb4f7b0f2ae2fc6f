package build

import (
	"fmt"

	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// expr builds the evaluation of e and returns its value.
func (b *fn) expr(e syntax.Expr) ir.Expr {
	if b.m.p.traced {
		return b.tracedExpr(e)
	}
	return b.plainExpr(e)
}

// plainExpr is expr where no events are told.
func (b *fn) plainExpr(e syntax.Expr) ir.Expr {
	switch e := e.(type) {
	case *syntax.Constant:
		return b.constant(e)
	case *syntax.Name:
		return b.load(e)
	case *syntax.BoolOp:
		return b.boolOp(e)
	case *syntax.NamedExpr:
		return b.namedExpr(e)
	case *syntax.BinOp:
		return b.binOp(e)
	case *syntax.UnaryOp:
		return b.unaryOp(e)
	case *syntax.Lambda:
		return b.lambda(e)
	case *syntax.IfExp:
		return b.ifExp(e)
	case *syntax.Dict:
		return b.dict(e)
	case *syntax.Set:
		return b.set_(e)
	case *syntax.List:
		return b.list(e)
	case *syntax.Tuple:
		return b.tuple(e)
	case *syntax.ListComp:
		return b.comprehension(e, e.Generators)
	case *syntax.SetComp:
		return b.comprehension(e, e.Generators)
	case *syntax.DictComp:
		return b.comprehension(e, e.Generators)
	case *syntax.GeneratorExp:
		return b.generatorExp(e)
	case *syntax.Await:
		return b.await(e)
	case *syntax.Yield:
		return b.yield(e)
	case *syntax.YieldFrom:
		return b.yieldFrom(e)
	case *syntax.Compare:
		return b.compare(e)
	case *syntax.Call:
		return b.call(e)
	case *syntax.JoinedStr:
		return b.joinedStr(e)
	case *syntax.FormattedValue:
		return b.formattedValue(e, false)
	case *syntax.Attribute:
		if cls, self := b.superOf(e.Value); cls != nil {
			return b.let(word(e.Attr), prim.SuperAttr, b.at(e), ref(cls), ref(self), name(b.mangle(e.Attr)))
		}
		return b.let(word(e.Attr), prim.GetAttr, b.atAttr(e), b.expr(e.Value), name(b.mangle(e.Attr)))
	case *syntax.Subscript:
		return b.subscript(e)
	case *syntax.Slice:
		return b.slice(e)
	}
	panic(fmt.Sprintf("unknown expression %T", e))
}

// cond builds the evaluation of e as a condition and returns a Bool.
func (b *fn) cond(e syntax.Expr) ir.Expr {
	switch e := e.(type) {
	case *syntax.Constant:
		if t, ok := constTruth(e); ok {
			b.mark(e)
			return boolean(t)
		}
	case *syntax.UnaryOp:
		if e.Op == syntax.Not {
			return not(b.cond(e.Operand))
		}
	case *syntax.Compare:
		return b.compareCond(e)
	case *syntax.BoolOp:
		return b.boolOpCond(e)
	case *syntax.Name:
		if e.Id == "__debug__" {
			return boolean(true)
		}
	}
	return b.truth(b.expr(e), b.at(e))
}

// truth returns the truth of a value.
func (b *fn) truth(x ir.Expr, pos int) ir.Expr {
	if p, ok := x.(*ir.Pure); ok && p.Prim == prim.FromBool {
		return p.Args[0]
	}
	return b.let("cond", prim.Truth, pos, x)
}

// constTruth returns the truth of a constant.
func constTruth(e *syntax.Constant) (truth, ok bool) {
	switch e.Kind {
	case syntax.ConstNone, syntax.ConstFalse:
		return false, true
	case syntax.ConstTrue, syntax.ConstEllipsis:
		return true, true
	case syntax.ConstInt:
		return e.Big != nil || e.Int != 0, true
	case syntax.ConstFloat, syntax.ConstComplex:
		return e.Float != 0, true
	case syntax.ConstStr, syntax.ConstBytes:
		return e.Str != "", true
	}
	return false, false
}

// boolOp builds "a and b" and "a or b", whose value is the operand that decides.
func (b *fn) boolOp(e *syntax.BoolOp) ir.Expr {
	pos := b.at(e)
	result := b.temp("value", types.Boxed)
	var rest func(i int)
	rest = func(i int) {
		b.emit(&ir.Assign{Dst: result, X: b.expr(e.Values[i])})
		if i == len(e.Values)-1 {
			return
		}
		t := b.truth(ref(result), pos)
		if e.Op == syntax.Or {
			t = not(t)
		}
		b.choose(t, func() { rest(i + 1) }, nil)
	}
	rest(0)
	return ref(result)
}

// boolOpCond builds "a and b" and "a or b" where only the truth counts.
func (b *fn) boolOpCond(e *syntax.BoolOp) ir.Expr {
	result := b.temp("cond", types.Bool)
	var rest func(i int)
	rest = func(i int) {
		b.set(result, b.cond(e.Values[i]))
		if i == len(e.Values)-1 {
			return
		}
		t := ref(result)
		if e.Op == syntax.Or {
			t = not(t)
		}
		b.choose(t, func() { rest(i + 1) }, nil)
	}
	rest(0)
	return ref(result)
}

// namedExpr builds "(x := v)".
func (b *fn) namedExpr(e *syntax.NamedExpr) ir.Expr {
	x := b.expr(e.Value)
	if !isConst(x) {
		x = b.copy(x)
	}
	b.keeping(func() { b.store(e.Target, x) })
	return x
}

// ifExp builds "x if c else y".
func (b *fn) ifExp(e *syntax.IfExp) ir.Expr {
	result := b.temp("value", types.Boxed)
	b.choose(b.cond(e.Test),
		func() { b.set(result, b.expr(e.Body)) },
		func() { b.set(result, b.expr(e.Orelse)) })
	return ref(result)
}

// word makes a short word for a temporary of a Python name.
func word(python string) string {
	if python == "" {
		return "value"
	}
	return python
}
