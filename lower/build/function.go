package build

import (
	"strings"

	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements function definitions (Python reference 8.7) and lambdas (6.14).

// def is what the two kinds of function definitions have in common.
type def struct {
	node       syntax.Stmt
	name       string
	args       *syntax.Arguments
	body       []syntax.Stmt
	decorators []syntax.Expr
	returns    syntax.Expr
	typeParams []syntax.TypeParam
}

// defOf returns the parts of a function definition, nil for other statements.
func defOf(s syntax.Stmt) *def {
	switch s := s.(type) {
	case *syntax.FunctionDef:
		return &def{s, s.Name, s.Args, s.Body, s.DecoratorList, s.Returns, s.TypeParams}
	case *syntax.AsyncFunctionDef:
		return &def{s, s.Name, s.Args, s.Body, s.DecoratorList, s.Returns, s.TypeParams}
	}
	return nil
}

// functionDef builds "def f(...): ...".
func (b *fn) functionDef(d *def) {
	decorators := b.decorators(d.decorators)
	sym := b.m.info.Binding(d.node)
	var k *known
	if sym != nil {
		k = b.m.known[sym.Def()]
	}
	if k != nil && k.args != d.args {
		k = nil
	}
	make := &ir.MakeFunc{}
	b.defaults(d.args, d.node, make, k)
	leave := func() {}
	if len(d.typeParams) > 0 {
		make.TypeParams, leave = b.typeParams(d.node, d.typeParams)
	}
	annotations := b.annotations(d, make)
	if k != nil {
		make.Func = k.f
	} else {
		make.Func = b.m.newFunc(b, b.m.info.ScopeOf(d.node), d.name, d.args, d.node)
	}
	make.Func.Parent = b.f
	b.m.ir.Funcs = append(b.m.ir.Funcs, make.Func)
	b.m.body(make.Func, b, b.m.info.ScopeOf(d.node), d.args, d.body)
	leave()
	b.mark(d.node)
	b.storeDefined(sym, b.finish(make, annotations, b.atSpan(d.node.Span())), decorators, d.decorators, d.node)
}

// finish makes the function object.
func (b *fn) finish(make *ir.MakeFunc, annotations ir.Expr, pos int) ir.Expr {
	fn := b.op(make.Func.Name, make, -1)
	if annotations != nil {
		b.do(prim.SetAttr, pos, fn, name("__annotations__"), annotations)
	}
	return fn
}

// decorators evaluates decorators.
func (b *fn) decorators(list []syntax.Expr) []ir.Expr {
	out := make([]ir.Expr, len(list))
	for i, e := range list {
		out[i] = b.expr(e)
		if !isConst(out[i]) {
			out[i] = b.copy(out[i])
		}
	}
	return out
}

// storeDefined applies decorators, the last one first, and assigns the name.
func (b *fn) storeDefined(sym *resolve.Symbol, x ir.Expr, decorators []ir.Expr, list []syntax.Expr, n syntax.Node) {
	for i := len(list) - 1; i >= 0; i-- {
		if b.m.p.traced {
			x = b.toldInvoke(decorators[i], noObject(), []ir.Expr{x}, nil, b.at(list[i]))
			continue
		}
		x = b.let("decorated", prim.Call1, b.at(list[i]), decorators[i], x)
	}
	b.storeSymbol(sym, x, n)
}

// defaults evaluates the default values of parameters. Those of a known function are kept
// for direct calls.
func (b *fn) defaults(a *syntax.Arguments, n syntax.Node, make *ir.MakeFunc, k *known) {
	var later []syntax.Expr
	later = append(later, a.Defaults...)
	for _, d := range a.KwDefaults {
		if d != nil {
			later = append(later, d)
		}
	}
	var values []ir.Expr
	for i, e := range later {
		values = append(values, b.hold(b.expr(e), later[i+1:]...))
		if i == len(a.Defaults)-1 || i == len(later)-1 {
			b.mark(n)
		}
	}
	make.Defaults = values[:len(a.Defaults)]
	values = values[len(a.Defaults):]
	for i, d := range a.KwDefaults {
		if d != nil {
			make.KwNames = append(make.KwNames, b.mangleParam(a.Kwonlyargs[i]))
			make.KwDefaults = append(make.KwDefaults, values[0])
			values = values[1:]
		}
	}
	if k == nil {
		return
	}
	keep := func(param string, x ir.Expr) {
		if r, ok := k.defaults[param].(*ir.Ref); ok {
			b.emit(&ir.Assign{Dst: r.Var, X: x})
		}
	}
	positional := append(append([]*syntax.Arg{}, a.Posonlyargs...), a.Args...)
	for i, x := range make.Defaults {
		keep(positional[len(positional)-len(make.Defaults)+i].Arg, x)
	}
	for i, n := range make.KwNames {
		keep(n, make.KwDefaults[i])
	}
}

func (b *fn) mangleParam(a *syntax.Arg) string {
	if sym := b.m.info.Binding(a); sym != nil {
		return sym.Name
	}
	return a.Arg
}

// kindOf returns what calling the function of a scope does.
func kindOf(s *resolve.Scope) ir.FuncKind {
	switch {
	case s.IsAsyncGenerator():
		return ir.AsyncGenerator
	case s.IsAsync:
		return ir.Coroutine
	case s.IsGenerator:
		return ir.Generator
	}
	return ir.Plain
}

// newFunc makes the function for a scope, with its parameters, without its body.
func (m *module) newFunc(up *fn, scope *resolve.Scope, name string, a *syntax.Arguments, n syntax.Node) *ir.Func {
	f := &ir.Func{Name: name, Kind: kindOf(scope), Module: m.ir, Span: n.Span(), Result: types.Boxed}
	f.Start = firstDecorator(n)
	f.Qualname = m.qualname(up, scope, name)
	if up != nil {
		f.Parent = up.f
	}
	if a == nil {
		return f
	}
	f.PosOnly, f.Pos, f.KwOnly = len(a.Posonlyargs), len(a.Posonlyargs)+len(a.Args), len(a.Kwonlyargs)
	f.VarArgs, f.VarKeywords = a.Vararg != nil, a.Kwarg != nil
	for _, p := range params(a) {
		name := p.Arg
		if sym := m.info.Binding(p); sym != nil {
			name = sym.Name
		}
		f.Params = append(f.Params, &ir.Var{Name: name, Kind: ir.Local, Func: f, Param: true, Hint: hintOf(p.Annotation), Rep: types.Boxed, Type: types.Any})
	}
	return f
}

// hintOf returns the class that an annotation names, 0 for annotations that name others
// or none. It is a hint: what the name means is not looked up.
func hintOf(x syntax.Expr) types.Kinds {
	n, ok := x.(*syntax.Name)
	if !ok {
		return 0
	}
	return map[string]types.Kinds{"int": types.KInt, "float": types.KFloat, "str": types.KStr}[n.Id]
}

// firstDecorator returns where the first decorator of a definition begins, or where the
// definition itself does: what CPython numbers the lines of a code object from.
func firstDecorator(n syntax.Node) source.Pos {
	var list []syntax.Expr
	switch n := n.(type) {
	case *syntax.FunctionDef:
		list = n.DecoratorList
	case *syntax.AsyncFunctionDef:
		list = n.DecoratorList
	case *syntax.ClassDef:
		list = n.DecoratorList
	}
	if len(list) > 0 {
		return list[0].Span().Start
	}
	return n.Span().Start
}

// params returns the parameters in the order of code objects.
func params(a *syntax.Arguments) []*syntax.Arg {
	list := append(append(append([]*syntax.Arg{}, a.Posonlyargs...), a.Args...), a.Kwonlyargs...)
	if a.Vararg != nil {
		list = append(list, a.Vararg)
	}
	if a.Kwarg != nil {
		list = append(list, a.Kwarg)
	}
	return list
}

// qualname returns the qualified name (PEP 3155) of what is defined as name in up.
func (m *module) qualname(up *fn, scope *resolve.Scope, name string) string {
	if up == nil || up.f.Kind == ir.ModuleBody {
		return name
	}
	if p := frame(scope.Parent); p != nil && p.Lookup(name) != nil && p.Lookup(name).Kind == resolve.GlobalExplicit {
		return name
	}
	if up.f.Kind == ir.ClassBody {
		return up.f.Qualname + "." + name
	}
	return up.f.Qualname + ".<locals>." + name
}

// body builds the body of f.
func (m *module) body(f *ir.Func, up *fn, scope *resolve.Scope, a *syntax.Arguments, list []syntax.Stmt) {
	b := m.newFn(f, up, scope)
	defer ir.Locate(f, &b.line)
	b.bindParams(a)
	if doc := docstring(list); doc != nil {
		f.Doc = str(cleanDoc(doc.Str))
		list = list[1:]
	}
	b.stmts(list)
	b.returnEmpty()
	b.emit(&ir.Return{X: none()})
	b.done()
}

// bindParams makes the parameters variables of the body, moving those that closures
// capture to cells.
func (b *fn) bindParams(a *syntax.Arguments) {
	if a == nil {
		return
	}
	for i, p := range params(a) {
		sym := b.m.info.Binding(p)
		v := b.f.Params[i]
		if sym.Kind == resolve.Cell {
			v = b.capture(sym)
			b.emit(&ir.Assign{Dst: v, X: ref(b.f.Params[i])})
		} else {
			b.vars[sym] = v
		}
		if i == 0 && (b.f.Pos > 0 || b.f.VarArgs && b.f.KwOnly == 0) {
			b.first = v
		}
	}
}

// done finishes the function.
func (b *fn) done() {
	b.f.Body = b.out
	ir.EachStmt(b.f.Body, func(s ir.Stmt) {
		if _, ok := s.(*ir.Try); ok {
			b.f.Handles = true
		}
	})
}

// lambda builds "lambda x: e".
func (b *fn) lambda(e *syntax.Lambda) ir.Expr {
	make := &ir.MakeFunc{}
	b.defaults(e.Args, e, make, nil)
	scope := b.m.info.ScopeOf(e)
	f := b.m.newFunc(b, scope, "<lambda>", e.Args, e)
	make.Func = f
	b.m.ir.Funcs = append(b.m.ir.Funcs, f)
	nb := b.m.newFn(f, b, scope)
	nb.bindParams(e.Args)
	nb.startLine(e.Body)
	x := nb.expr(e.Body)
	if f.Kind == ir.Generator || f.Kind == ir.AsyncGenerator {
		// The value of a lambda with yield is dropped by whoever iterates over it.
		if f.Kind == ir.AsyncGenerator {
			x = none()
		}
	}
	nb.emit(&ir.Return{X: x})
	nb.done()
	b.mark(e)
	return b.op("function", make, -1)
}

// docstring returns the docstring of a body, or nil.
func docstring(list []syntax.Stmt) *syntax.Constant {
	if len(list) == 0 {
		return nil
	}
	e, ok := list[0].(*syntax.ExprStmt)
	if !ok {
		return nil
	}
	if c, ok := e.Value.(*syntax.Constant); ok && c.Kind == syntax.ConstStr {
		return c
	}
	return nil
}

// cleanDoc removes the indentation of a docstring, as CPython's compiler does since 3.13
// (compile.c, _PyCompile_CleanDoc).
func cleanDoc(doc string) string {
	lines := strings.Split(expandTabs(doc), "\n")
	margin := -1
	for _, l := range lines[1:] {
		if n := len(l) - len(strings.TrimLeft(l, " ")); n < len(l) && (margin < 0 || n < margin) {
			margin = n
		}
	}
	lines[0] = strings.TrimLeft(lines[0], " ")
	for i, l := range lines[1:] {
		n := 0
		for n < margin && n < len(l) && l[n] == ' ' {
			n++
		}
		lines[i+1] = l[n:]
	}
	return strings.Join(lines, "\n")
}

// expandTabs is str.expandtabs(8).
func expandTabs(s string) string {
	if !strings.Contains(s, "\t") {
		return s
	}
	var out strings.Builder
	col := 0
	for _, r := range s {
		switch r {
		case '\t':
			n := 8 - col%8
			out.WriteString(strings.Repeat(" ", n))
			col += n
			continue
		case '\n', '\r':
			col = -1
		}
		out.WriteRune(r)
		col++
	}
	return out.String()
}
