package build

import (
	"sort"

	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements class definitions (Python reference 8.8). The body is a function
// that takes the namespace; names that it binds are entries of the namespace, and the cells
// __class__ and __classdict__ are variables of the function.

// classDef builds "class C(...): ...".
func (b *fn) classDef(n *syntax.ClassDef) {
	decorators := b.decorators(n.DecoratorList)
	b.mark(n)
	pos := b.at(n)
	leave := func() {}
	var typeParams ir.Expr
	if len(n.TypeParams) > 0 {
		typeParams, leave = b.typeParams(n, n.TypeParams)
	}
	bases := b.bases(n, typeParams, pos)
	var keywords ir.Expr
	if len(n.Keywords) > 0 {
		keywords = b.keywordDict(n.Keywords, str(n.Name), nil, pos)
	}
	f := b.classBody(n, typeParams)
	cls := b.op(n.Name, &ir.MakeClass{Body: f, Name: n.Name, Bases: bases, Keywords: keywords}, pos)
	leave()
	b.storeDefined(b.m.info.Binding(n), cls, decorators, n.DecoratorList, n)
}

// bases builds the tuple of base classes.
func (b *fn) bases(n *syntax.ClassDef, typeParams ir.Expr, pos int) ir.Expr {
	if typeParams == nil && !hasStarred(n.Bases) {
		items := b.exprs(n.Bases)
		if c := constTuple(items); c != nil {
			return c
		}
		return b.let("bases", prim.TupleV, -1, items...)
	}
	list := b.starredList(n.Bases, pos)
	if typeParams != nil {
		b.do(prim.ListAppend, -1, list, b.let("generic", prim.GenericBase, pos, typeParams))
	}
	return b.let("bases", prim.ListToTuple, -1, list)
}

// classBody builds the function of the body.
func (b *fn) classBody(n *syntax.ClassDef, typeParams ir.Expr) *ir.Func {
	scope := b.m.info.ScopeOf(n)
	f := b.m.newFunc(b, scope, n.Name, nil, n)
	f.Kind = ir.ClassBody
	ns := &ir.Var{Name: "ns", Kind: ir.Local, Func: f, Param: true, Rep: types.Boxed, Type: types.Any}
	f.Params = []*ir.Var{ns}
	b.m.ir.Funcs = append(b.m.ir.Funcs, f)
	c := b.m.newFn(f, b, scope)
	c.ns = ns
	first := n.Start
	if len(n.DecoratorList) > 0 {
		first = n.DecoratorList[0].Span().Start
	}
	line, _ := b.m.file.Position(first)
	pos := c.at(n)
	if len(n.DecoratorList) > 0 {
		c.mark(n.DecoratorList[0])
	} else {
		c.mark(n)
	}
	c.unmarked++ // pos is that of what goes wrong
	c.do(prim.ClassBegin, pos, ref(ns), name(b.m.ir.Name), name(f.Qualname), native(line))
	if scope.ClassDict != nil {
		c.emit(&ir.Assign{Dst: c.capture(scope.ClassDict), X: ref(ns)})
	}
	if typeParams != nil {
		c.do(prim.ClassStore, pos, ref(ns), name("__type_params__"), c.outerValue(b, typeParams))
	}
	c.unmarked--
	body := n.Body
	if doc := docstring(body); doc != nil {
		f.Doc = str(cleanDoc(doc.Str))
		c.mark(doc)
		c.unmarked++
		c.do(prim.ClassStore, pos, ref(ns), name("__doc__"), f.Doc)
		c.unmarked--
		body = body[1:]
	}
	c.unmarked++
	if annotates(n.Body) {
		c.beginAnnotations(ns, pos)
	}
	c.unmarked--
	c.stmts(body)
	c.unmarked++
	c.classEnd(n, scope, pos)
	c.done()
	return f
}

// beginAnnotations gives the namespace an empty __annotations__, unless __prepare__ has given
// it one.
func (b *fn) beginAnnotations(ns *ir.Var, pos int) {
	store := func() {
		b.do(prim.ClassStore, pos, ref(ns), name("__annotations__"), b.let("annotations", prim.DictBuild, -1))
	}
	if !b.m.p.preparesNamespace {
		store()
		return
	}
	have, found := b.temp("have", types.Boxed), b.temp("found", types.Bool)
	b.emit(&ir.Let{Dst: []*ir.Var{have, found}, Op: &ir.CallPrim{Prim: prim.ClassLoad, Args: []ir.Expr{ref(ns), name("__annotations__")}}, Pos: pos})
	b.choose(not(ref(found)), store, nil)
}

// classEnd builds what follows the statements of a class body.
func (b *fn) classEnd(n *syntax.ClassDef, scope *resolve.Scope, pos int) {
	var attrs []ir.Expr
	for _, a := range staticAttributes(n, scope) {
		attrs = append(attrs, str(a))
	}
	b.do(prim.ClassStore, pos, ref(b.ns), name("__static_attributes__"), constTuple(attrs))
	if scope.ClassDict != nil {
		b.do(prim.ClassStore, pos, ref(b.ns), name("__classdictcell__"), cellObject(b.capture(scope.ClassDict)))
	}
	if scope.ClassCell != nil {
		cell := cellObject(b.capture(scope.ClassCell))
		b.do(prim.ClassStore, pos, ref(b.ns), name("__classcell__"), cell)
		if b.m.p.traced {
			b.emit(&ir.Return{X: cell})
			return
		}
	}
	b.emit(&ir.Return{X: none()})
}

func cellObject(v *ir.Var) ir.Expr {
	return &ir.Pure{Prim: prim.CellObject, Args: []ir.Expr{&ir.CellOf{Var: v}}}
}

// outerValue makes the value x of a temporary of the function up visible in b, through a
// cell.
func (b *fn) outerValue(up *fn, x ir.Expr) ir.Expr {
	if _, ok := x.(*ir.Const); ok {
		return x
	}
	cell := &ir.Var{Name: "typeParams", Kind: ir.Cell, Func: up.f, Rep: types.Boxed, Type: types.Any}
	up.f.Locals = append(up.f.Locals, cell)
	up.emit(&ir.FreshCell{Var: cell})
	up.emit(&ir.Assign{Dst: cell, X: x})
	v := &ir.Var{Name: "typeParams", Kind: ir.Free, Func: b.f, Outer: cell, Rep: types.Boxed, Type: types.Any}
	b.f.Free = append(b.f.Free, v)
	return ref(v)
}

// staticAttributes returns the names that the methods of a class assign to self, sorted
// (CPython gives them in no particular order).
func staticAttributes(n *syntax.ClassDef, scope *resolve.Scope) []string {
	seen := map[string]bool{}
	inFunction := 0
	var visit func(c syntax.Node)
	visit = func(c syntax.Node) {
		switch c := c.(type) {
		case *syntax.ClassDef:
			return
		case *syntax.FunctionDef, *syntax.AsyncFunctionDef, *syntax.Lambda:
			inFunction++
			syntax.Children(c, visit)
			inFunction--
			return
		case *syntax.Attribute:
			if v, ok := c.Value.(*syntax.Name); ok && v.Id == "self" && c.Ctx == syntax.Store && inFunction > 0 {
				seen[scope.Mangle(c.Attr)] = true
			}
		}
		syntax.Children(c, visit)
	}
	for _, s := range n.Body {
		visit(s)
	}
	list := make([]string, 0, len(seen))
	for a := range seen {
		list = append(list, a)
	}
	sort.Strings(list)
	return list
}
