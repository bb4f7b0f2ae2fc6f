package build

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the reading, assignment and deletion of names (Python reference
// 4.2.2 and 6.2.1).

// load builds the reading of a name.
func (b *fn) load(n *syntax.Name) ir.Expr {
	if n.Id == "__debug__" {
		return &ir.Const{Kind: ir.CTrue, R: types.Boxed}
	}
	return b.loadSymbol(b.m.info.SymbolOf(n), n.Span())
}

func (b *fn) loadSymbol(sym *resolve.Symbol, span source.Span) ir.Expr {
	switch s := sym.Scope; {
	case s.Kind == resolve.ClassScope && b.ns != nil && frame(s) == frame(b.scope) && sym.Kind != resolve.GlobalExplicit && !b.isClassCell(sym):
		return b.loadClassName(sym, span)
	case s.CanSeeClass && sym.Kind >= resolve.GlobalExplicit:
		if ns := b.classDict(); ns != nil && sym.Kind == resolve.GlobalImplicit {
			return b.loadFrom(ns, sym, span)
		}
	}
	return b.loadVariable(sym, span)
}

// loadVariable reads a name that is not looked up in a class namespace.
func (b *fn) loadVariable(sym *resolve.Symbol, span source.Span) ir.Expr {
	if sym.IsGlobal() {
		return b.loadGlobal(sym.Name, span)
	}
	v := b.variable(sym)
	b.emit(&ir.CheckBound{Var: v, Pos: b.atSpan(span)})
	return ref(v)
}

// isClassCell reports whether sym is the __class__ or __classdict__ of the class around.
func (b *fn) isClassCell(sym *resolve.Symbol) bool {
	return sym == sym.Scope.ClassCell || sym == sym.Scope.ClassDict
}

// loadClassName reads a name in a class body: from the namespace, or else a variable of the
// functions around, a global or a builtin.
func (b *fn) loadClassName(sym *resolve.Symbol, span source.Span) ir.Expr {
	if !sym.IsBound() && !b.m.p.preparesNamespace && !frame(b.scope).UsesLocals {
		return b.loadOutside(sym, span)
	}
	return b.loadFrom(ref(b.ns), sym, span)
}

// loadFrom reads a name from the namespace ns or else from outside of the class.
func (b *fn) loadFrom(ns ir.Expr, sym *resolve.Symbol, span source.Span) ir.Expr {
	result, found := b.temp(sym.Name, types.Boxed), b.temp("found", types.Bool)
	b.emit(&ir.Let{Dst: []*ir.Var{result, found}, Op: &ir.CallPrim{Prim: prim.ClassLoad, Args: []ir.Expr{ns, name(sym.Name)}}, Pos: b.atSpan(span)})
	b.choose(not(ref(found)), func() {
		saved := b.quiet
		b.quiet = true
		b.set(result, b.loadOutside(sym, span))
		b.quiet = saved
	}, nil)
	return ref(result)
}

// loadOutside reads what a name in a class body means outside of the namespace.
func (b *fn) loadOutside(sym *resolve.Symbol, span source.Span) ir.Expr {
	if sym.Kind == resolve.Free {
		return b.loadVariable(sym, span)
	}
	return b.loadGlobal(sym.Name, span)
}

// classDict returns the namespace of the class in whose annotation scopes the code is.
func (b *fn) classDict() ir.Expr {
	if b.ns != nil {
		return ref(b.ns)
	}
	for s := b.scope; s != nil; s = s.Parent {
		if s.Kind == resolve.ClassScope && s.ClassDict != nil {
			return ref(b.capture(s.ClassDict))
		}
	}
	return nil
}

// loadGlobal reads a variable of the module, or a builtin.
func (b *fn) loadGlobal(id string, span source.Span) ir.Expr {
	m := b.m
	if m.text != NoText {
		return b.loadText(id, span)
	}
	if m.binds(id) {
		v := m.global(id)
		if !isBuiltin(id) {
			b.emit(&ir.CheckBound{Var: v, Pos: b.atSpan(span)})
			return ref(v)
		}
		return b.globalOrBuiltin(v, id, span)
	}
	if c := m.implicit(id); c != nil {
		return c
	}
	if isBuiltin(id) {
		if m.shadowsBuiltin(id) {
			return b.globalOrBuiltin(m.global(id), id, span)
		}
		return b.builtin(id, span)
	}
	if !m.dynamic && !b.quiet && !m.isAttribute(id) {
		m.p.list.Warnf(diag.UndefinedName, m.file, span, "name '%s' is not defined", id)
	}
	v := m.global(id)
	b.emit(&ir.CheckBound{Var: v, Pos: b.atSpan(span)})
	return ref(v)
}

// globalOrBuiltin reads a global that may be unbound while there is a builtin of its name.
func (b *fn) globalOrBuiltin(v *ir.Var, id string, span source.Span) ir.Expr {
	result := b.temp(id, types.Boxed)
	b.emit(&ir.Assign{Dst: result, X: ref(v)})
	b.choose(unbound(ref(v)), func() { b.set(result, b.builtin(id, span)) }, nil)
	return ref(result)
}

// builtin reads a builtin.
func (b *fn) builtin(id string, span source.Span) ir.Expr {
	switch id {
	case "NotImplemented":
		return &ir.Const{Kind: ir.CNotImplemented, R: types.Boxed}
	case "Ellipsis":
		return &ir.Const{Kind: ir.CEllipsis, R: types.Boxed}
	}
	if p := prim.Builtins[id]; p != nil && !b.m.p.mayPatch(id) {
		return &ir.RuntimeVar{Prim: p}
	}
	return b.let(id, prim.LoadBuiltin, b.atSpan(span), name(id))
}

// store builds the assignment of x to a name.
func (b *fn) store(n *syntax.Name, x ir.Expr) {
	b.storeSymbol(b.m.info.SymbolOf(n), x, n)
}

// storeSymbol builds the assignment of x to what sym means. n gives the position.
func (b *fn) storeSymbol(sym *resolve.Symbol, x ir.Expr, n syntax.Node) {
	b.mark(n)
	if b.inNamespace(sym) {
		b.do(prim.ClassStore, b.atSpan(n.Span()), ref(b.ns), name(sym.Name), x)
		return
	}
	if b.m.text != NoText && sym.IsGlobal() {
		b.storeText(sym.Name, x, b.atSpan(n.Span()))
		return
	}
	b.set(b.target(sym), x)
}

// inNamespace reports whether sym is an entry of the class namespace that is being built.
func (b *fn) inNamespace(sym *resolve.Symbol) bool {
	return sym.Scope.Kind == resolve.ClassScope && sym.Kind == resolve.Local && b.ns != nil
}

// target returns the variable that sym means.
func (b *fn) target(sym *resolve.Symbol) *ir.Var {
	if sym.IsGlobal() {
		return b.m.global(sym.Name)
	}
	return b.variable(sym)
}

// unbind takes the value from what sym means, if it has one, as the end of an except clause
// does with its name.
func (b *fn) unbind(sym *resolve.Symbol, n syntax.Node) {
	if b.inNamespace(sym) {
		b.do(prim.ClassStore, b.atSpan(n.Span()), ref(b.ns), name(sym.Name), none())
		b.do(prim.ClassDelete, b.atSpan(n.Span()), ref(b.ns), name(sym.Name))
		return
	}
	if b.m.text != NoText && sym.IsGlobal() {
		b.storeText(sym.Name, none(), b.atSpan(n.Span()))
		b.deleteText(sym.Name, b.atSpan(n.Span()))
		return
	}
	b.emit(&ir.Assign{Dst: b.target(sym), X: noObject()})
}

// deleteName builds "del x".
func (b *fn) deleteName(n *syntax.Name) {
	sym := b.m.info.SymbolOf(n)
	if b.inNamespace(sym) {
		b.do(prim.ClassDelete, b.at(n), ref(b.ns), name(sym.Name))
		return
	}
	if b.m.text != NoText && sym.IsGlobal() {
		b.deleteText(sym.Name, b.at(n))
		return
	}
	v := b.target(sym)
	b.emit(&ir.CheckBound{Var: v, Pos: b.at(n)})
	b.emit(&ir.Assign{Dst: v, X: noObject()})
}
