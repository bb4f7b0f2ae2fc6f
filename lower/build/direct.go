package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
)

// This file implements direct calls: the callee is a function at module level that nothing
// rebinds, and the arguments fit its parameters. Arguments that do not fit are left to
// the ordinary call, which raises CPython's TypeError.

// known is a function whose name always means it.
type known struct {
	f    *ir.Func
	args *syntax.Arguments
	body []syntax.Stmt
	// defaults are the values of the parameters that have one, by name.
	defaults map[string]ir.Expr
	global   *ir.Var
}

// callee returns the known function that e calls, or nil.
func (b *fn) callee(e syntax.Expr) *known {
	n, ok := e.(*syntax.Name)
	if !ok {
		return nil
	}
	sym := b.m.info.SymbolOf(n)
	if sym == nil || !sym.IsGlobal() {
		return nil
	}
	return b.m.known[sym.Def()]
}

// directCall builds the operation of a direct call and its position, or nil where e is
// none.
func (b *fn) directCall(e *syntax.Call) (ir.Op, int) {
	k := b.callee(e.Func)
	if k == nil {
		return nil, 0
	}
	if b.m.p.traced && k.firstArgument(e) < 0 {
		return nil, 0
	}
	args, ok := b.bindArguments(k, e)
	if !ok {
		return nil, 0
	}
	if k.f.Kind == ir.Plain {
		return &ir.CallFunc{Func: k.f, Args: args}, b.at(e)
	}
	return &ir.NewFrame{Func: k.f, Args: args}, b.at(e)
}

// bindArguments evaluates the arguments of e in their order and returns them in the order
// of the parameters.
func (b *fn) bindArguments(k *known, e *syntax.Call) ([]ir.Expr, bool) {
	if isUnpacking(e) {
		return nil, false
	}
	a := k.args
	positional := append(append([]*syntax.Arg{}, a.Posonlyargs...), a.Args...)
	index := map[string]int{}
	for i, p := range positional {
		if i >= len(a.Posonlyargs) {
			index[p.Arg] = i
		}
	}
	for i, p := range a.Kwonlyargs {
		index[p.Arg] = len(positional) + i
	}
	n := len(positional) + len(a.Kwonlyargs)
	// source says for each parameter which operand is its argument.
	source := make([]int, n)
	for i := range source {
		source[i] = -1
	}
	var rest, extra []int
	for i := range e.Args {
		switch {
		case i < len(positional):
			source[i] = i
		case a.Vararg != nil:
			rest = append(rest, i)
		default:
			return nil, false
		}
	}
	for i, kw := range e.Keywords {
		p, ok := index[kw.Arg]
		switch {
		case ok && source[p] < 0:
			source[p] = len(e.Args) + i
		case !ok && a.Kwarg != nil:
			extra = append(extra, i)
		default:
			return nil, false
		}
	}
	params := append(positional, a.Kwonlyargs...)
	for i, p := range params {
		if source[i] < 0 && k.defaults[p.Arg] == nil {
			return nil, false
		}
	}
	b.emit(&ir.CheckBound{Var: k.global, Pos: b.at(e.Func)})
	values, _ := b.arguments(e)
	args := make([]ir.Expr, 0, n+2)
	for i, p := range params {
		if source[i] < 0 {
			args = append(args, k.defaults[p.Arg])
		} else {
			args = append(args, values[source[i]])
		}
	}
	if a.Vararg != nil {
		items := make([]ir.Expr, len(rest))
		for i, s := range rest {
			items[i] = values[s]
		}
		if c := constTuple(items); c != nil {
			args = append(args, c)
		} else {
			args = append(args, b.let("args", prim.TupleV, -1, items...))
		}
	}
	if a.Kwarg != nil {
		var pairs []ir.Expr
		for _, s := range extra {
			pairs = append(pairs, str(e.Keywords[s].Arg), values[len(e.Args)+s])
		}
		args = append(args, b.let("kwargs", prim.DictBuild, -1, pairs...))
	}
	return args, true
}

// keepers are the builtins that look at their arguments and keep none of them.
var keepers = map[string]bool{
	"print": true, "isinstance": true, "issubclass": true, "type": true, "repr": true, "str": true, "ascii": true, "id": true,
	"bool": true, "callable": true, "hash": true, "hasattr": true, "format": true, "len": true, "dir": true, "next": true,
}

// inspectors are functions of modules that do the same.
var inspectors = map[string]map[string]bool{
	"asyncio": {"iscoroutine": true, "iscoroutinefunction": true, "isfuture": true},
	"inspect": {"iscoroutine": true, "isawaitable": true, "iscoroutinefunction": true, "isgenerator": true, "getcoroutinestate": true},
}

// keepsNothing reports whether the function that e calls is known to keep no argument, so
// that a coroutine object made in its arguments dies when it returns.
func (b *fn) keepsNothing(e *syntax.Call) bool {
	switch f := e.Func.(type) {
	case *syntax.Name:
		return keepers[f.Id] && b.isBuiltinName(f)
	case *syntax.Attribute:
		m, ok := f.Value.(*syntax.Name)
		return ok && inspectors[m.Id][f.Attr]
	}
	return false
}

// builtinCall builds the calls of builtins that need no function object; nil for others.
func (b *fn) builtinCall(e *syntax.Call) ir.Expr {
	n, ok := e.Func.(*syntax.Name)
	if !ok || b.m.p.traced || len(e.Keywords) > 0 || hasStarred(e.Args) || !b.isBuiltinName(n) {
		return nil
	}
	switch n.Id {
	case "print":
		b.do(prim.Print, b.at(e), b.exprs(e.Args)...)
		return none()
	case "str":
		if len(e.Args) == 1 {
			return b.let("text", prim.Str, b.at(e), b.expr(e.Args[0]))
		}
	case "repr":
		if len(e.Args) == 1 {
			return b.let("text", prim.Repr, b.at(e), b.expr(e.Args[0]))
		}
	case "bool":
		if len(e.Args) == 1 {
			return boolValue(b.truth(b.expr(e.Args[0]), b.at(e)))
		}
	}
	p := prim.Direct[n.Id][len(e.Args)]
	if p == nil {
		return nil
	}
	args := b.exprs(e.Args)
	for len(args) < len(p.Params) {
		args = append(args, noObject())
	}
	return b.let(resultWord(n.Id), p, b.at(e), args...)
}

// resultWord names the result of a builtin.
func resultWord(builtin string) string {
	switch builtin {
	case "len":
		return "size"
	case "next":
		return "item"
	case "iter", "hash", "id":
		return builtin
	case "getattr":
		return "attr"
	}
	return "result"
}
