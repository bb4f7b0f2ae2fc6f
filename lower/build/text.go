package build

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the building of source text that is compiled while a program runs
// (library reference, compile). Its globals are entries of a dict that is known only when
// it runs, so that every global name is looked up, and nothing is assumed of a builtin.

// TextMode says what a text is.
type TextMode uint8

// The modes of compile, and none for modules that are compiled before they run.
const (
	NoText TextMode = iota
	TextExec
	TextEval
	TextSingle
)

// The operations on names of a text. What runs a text knows the dicts that they are about;
// the runtime has no functions for them. Those on names are about the locals of the text,
// as its own statements see them, the others about its globals.
var (
	LoadName         = &ir.Prim{Name: "loadname", Params: []types.Rep{types.Str}, Results: []types.Rep{types.Boxed}, Raises: true}
	StoreName        = &ir.Prim{Name: "storename", Params: []types.Rep{types.Str, types.Boxed}, Raises: true}
	DeleteName       = &ir.Prim{Name: "deletename", Params: []types.Rep{types.Str}, Raises: true}
	LoadGlobal       = &ir.Prim{Name: "loadglobal", Params: []types.Rep{types.Str}, Results: []types.Rep{types.Boxed}, Raises: true}
	StoreGlobal      = &ir.Prim{Name: "storeglobal", Params: []types.Rep{types.Str, types.Boxed}, Raises: true}
	DeleteGlobal     = &ir.Prim{Name: "deleteglobal", Params: []types.Rep{types.Str}, Raises: true}
	LocalNames       = &ir.Prim{Name: "localnames", Results: []types.Rep{types.Boxed}}
	BeginAnnotations = &ir.Prim{Name: "beginannotations", Raises: true}
	Display          = &ir.Prim{Name: "display", Params: []types.Rep{types.Boxed}, Raises: true}
)

// Text builds a text. Of TextEval, tree has the expression as its only statement; traced says
// that its functions tell the events of sys.settrace, sys.setprofile and sys.monitoring.
func Text(file *source.File, tree *syntax.Module, info *resolve.Info, mode TextMode, traced bool) *ir.Module {
	p := newProgram(new(diag.List))
	p.elsewhere = func(string) bool { return true }
	p.preparesNamespace, p.classHooks, p.changesFunctions = true, true, true
	m := p.newModule(Source{File: file, Tree: tree, Info: info})
	m.text = mode
	p.traced = traced
	m.survey()
	m.dynamic = true
	p.build([]*module{m})
	return m.ir
}

// textBody builds the statements of a text.
func (b *fn) textBody(body []syntax.Stmt) {
	m := b.m
	if m.text == TextEval {
		b.emit(&ir.Return{X: b.expr(body[0].(*syntax.ExprStmt).Value)})
		return
	}
	if annotates(body) {
		b.do(BeginAnnotations, -1)
	}
	if m.text == TextExec && b.f.Doc != nil {
		b.mark(body[0])
		b.do(StoreName, -1, name("__doc__"), b.f.Doc)
		body = body[1:]
	}
	b.stmts(body)
	b.returnEmpty()
	b.emit(&ir.Return{X: none()})
}

// atTop reports whether the code is that of the text's own statements, whose names are
// those of its locals.
func (b *fn) atTop() bool { return b.f.Kind == ir.ModuleBody }

// loadText reads a global name of a text.
func (b *fn) loadText(id string, span source.Span) ir.Expr {
	p := LoadGlobal
	if b.atTop() && !b.globalStmt(id) {
		p = LoadName
	}
	return b.let(id, p, b.atSpan(span), name(id))
}

// globalStmt reports whether a global statement of the text itself names id.
func (b *fn) globalStmt(id string) bool {
	sym := b.m.info.Module.Lookup(id)
	return sym != nil && sym.Kind == resolve.GlobalExplicit
}

// storeText assigns a global name of a text.
func (b *fn) storeText(id string, x ir.Expr, pos int) {
	p := StoreGlobal
	if b.atTop() && !b.globalStmt(id) {
		p = StoreName
	}
	b.do(p, pos, name(id), x)
}

// deleteText deletes a global name of a text.
func (b *fn) deleteText(id string, pos int) {
	p := DeleteGlobal
	if b.atTop() && !b.globalStmt(id) {
		p = DeleteName
	}
	b.do(p, pos, name(id))
}

// asksFrame reports whether a builtin function asks for the frame of its caller. A text
// that calls one by its name means the builtin.
func asksFrame(id string) bool {
	switch id {
	case "super", "globals", "locals", "vars", "dir", "eval", "exec":
		return true
	}
	return false
}

// textNames returns the locals of a text's own statements.
func (b *fn) textNames(e *syntax.Call) ir.Expr {
	return b.let("locals", LocalNames, b.at(e))
}
