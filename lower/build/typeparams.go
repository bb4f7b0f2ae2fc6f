package build

import (
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements type parameters and type aliases (PEP 695, PEP 696). CPython makes
// a function for the scope of type parameters; here they are variables of the function
// around, with fresh cells each time. Bounds, defaults and the values of aliases are
// functions, evaluated when asked for.

// typeParams makes the type parameters of n and enters their scope. It returns their tuple
// and what leaves the scope.
func (b *fn) typeParams(n syntax.Stmt, list []syntax.TypeParam) (ir.Expr, func()) {
	saved := b.scope
	b.scope = b.m.info.TypeParamsScope(n)
	for _, sym := range b.scope.Symbols {
		if sym.Kind == resolve.Cell && sym.Name[0] != '.' {
			b.emit(&ir.FreshCell{Var: b.capture(sym)})
		}
	}
	items := make([]ir.Expr, len(list))
	for i, p := range list {
		var x ir.Expr
		pos := b.at(p)
		switch p := p.(type) {
		case *syntax.TypeVar:
			bound, constraints := noObject(), noObject()
			if p.Bound != nil {
				if _, ok := p.Bound.(*syntax.Tuple); ok {
					constraints = b.lazily(b.m.info.BoundScope(p), p.Name, p.Bound)
				} else {
					bound = b.lazily(b.m.info.BoundScope(p), p.Name, p.Bound)
				}
			}
			x = b.let(p.Name, prim.TypeVar, pos, name(p.Name), bound, constraints, b.lazyDefault(p, p.Name, p.DefaultValue))
		case *syntax.ParamSpec:
			x = b.let(p.Name, prim.ParamSpec, pos, name(p.Name), b.lazyDefault(p, p.Name, p.DefaultValue))
		case *syntax.TypeVarTuple:
			x = b.let(p.Name, prim.TypeVarTuple, pos, name(p.Name), b.lazyDefault(p, p.Name, p.DefaultValue))
		}
		b.keeping(func() { b.storeSymbol(b.m.info.Binding(p), x, p) })
		items[i] = x
	}
	return b.let("typeParams", prim.TupleV, -1, items...), func() { b.scope = saved }
}

func (b *fn) lazyDefault(p syntax.TypeParam, name string, e syntax.Expr) ir.Expr {
	if e == nil {
		return noObject()
	}
	return b.lazily(b.m.info.DefaultScope(p), name, e)
}

// lazily makes a function that evaluates e, which may be starred.
func (b *fn) lazily(scope *resolve.Scope, name string, e syntax.Expr) ir.Expr {
	f := b.m.newFunc(b, scope, name, nil, e)
	f.Kind = ir.Plain
	b.m.ir.Funcs = append(b.m.ir.Funcs, f)
	c := b.m.newFn(f, b, scope)
	c.startLine(e)
	c.emit(&ir.Return{X: c.maybeStarred(e)})
	c.done()
	return b.op("function", &ir.MakeFunc{Func: f}, -1)
}

// typeAlias builds "type X[T] = value".
func (b *fn) typeAlias(s *syntax.TypeAlias) {
	var params ir.Expr = &ir.Const{Kind: ir.CTuple, R: types.Boxed}
	leave := func() {}
	if len(s.TypeParams) > 0 {
		params, leave = b.typeParams(s, s.TypeParams)
	}
	value := b.lazily(b.m.info.ScopeOf(s), s.Name.Id, s.Value)
	x := b.let(s.Name.Id, prim.TypeAlias, b.at(s), name(s.Name.Id), params, value)
	leave()
	b.store(s.Name, x)
}
