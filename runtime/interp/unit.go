package interp

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/build"
	"github.com/aio2go/aio2go/lower/coro"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyparse"
)

// This file compiles text to a unit: operations, and what walking them needs beside.

var textModes = map[string]build.TextMode{pyparse.Exec: build.TextExec, pyparse.Eval: build.TextEval, pyparse.Single: build.TextSingle}

// unit is text that was compiled.
type unit struct {
	file  *source.File
	shown *py.SourceFile // the file that tracebacks show, which has no lines
	body  *function
	funcs map[*ir.Func]*function
	// consts are the values of constants that are more than a word.
	consts map[*ir.Const]value
}

// function is a function of a unit.
type function struct {
	fn    *ir.Func
	code  *py.Code
	index map[*ir.Var]int // the places of variables in a frame
	cells []int           // those that have a cell of their own
}

// ForCode returns a unit with the same operations that tracebacks show as those of c.
func (u *unit) ForCode(c *py.Code) any {
	copied, body := *u, *u.body
	body.code = c
	copied.body = &body
	return &copied
}

// compileText compiles text. A text that is not Python raises a SyntaxError.
func compileText(file *source.File, mode string) (*unit, exc) {
	list := new(diag.List)
	if mode != pyparse.Eval {
		tree, x := pyparse.Module(file, mode, list)
		if x != nil {
			return nil, x
		}
		return compileTree(file, tree, mode, list)
	}
	e, x := pyparse.Expression(file, list)
	if x != nil {
		return nil, x
	}
	return compileTree(file, exprModule(e.Body), mode, list)
}

// exprModule is the module of one expression.
func exprModule(e syntax.Expr) *syntax.Module {
	s := &syntax.ExprStmt{Value: e}
	s.Extent = syntax.Extent{Start: e.Span().Start, End: e.Span().End}
	return &syntax.Module{Body: []syntax.Stmt{s}}
}

// compileTree compiles a tree; list has what the parser warned of.
func compileTree(file *source.File, tree *syntax.Module, mode string, list *diag.List) (*unit, exc) {
	info := resolve.Module(file, tree, list)
	if x := pyparse.FirstError(list); x != nil {
		return nil, x
	}
	if x := pyparse.Warn(list); x != nil {
		return nil, x
	}
	m := build.Text(file, tree, info, textModes[mode], py.Traced)
	if err := coro.Lower(m); err != nil {
		return nil, py.Raisef(py.SystemErrorType, "%s", err)
	}
	u := &unit{file: file, shown: &py.SourceFile{Name: file.Name}, funcs: map[*ir.Func]*function{}, consts: map[*ir.Const]value{}}
	u.body = u.function(m.Body)
	return u, nil
}

// function returns what is known of fn.
func (u *unit) function(fn *ir.Func) *function {
	f := u.funcs[fn]
	if f != nil {
		return f
	}
	f = &function{fn: fn, index: map[*ir.Var]int{}}
	u.funcs[fn] = f
	for _, list := range [][]*ir.Var{fn.Free, fn.Params, fn.Locals} {
		for _, v := range list {
			f.place(v)
		}
	}
	f.code = u.code(fn)
	return f
}

// place gives v a place in the frames of f.
func (f *function) place(v *ir.Var) int {
	i, ok := f.index[v]
	if !ok {
		i = len(f.index)
		f.index[v] = i
		if v.Kind == ir.Cell {
			f.cells = append(f.cells, i)
		}
	}
	return i
}

// code makes the code object of fn.
func (u *unit) code(fn *ir.Func) *py.Code {
	def, _ := u.file.Position(fn.Span.Start)
	first := def
	if fn.Start != 0 {
		first, _ = u.file.Position(fn.Start)
	}
	last, _ := u.file.Position(fn.Span.End)
	if fn.Kind == ir.ModuleBody {
		def, first, last = 1, 1, u.file.LineCount()
	}
	c := &py.Code{Name: fn.Name, Qualname: fn.Qualname, File: u.shown, FirstLine: int32(first), LastLine: int32(last), Interp: u}
	if def != first {
		c.DefLine = int32(def)
	}
	for _, flag := range []struct {
		on  bool
		bit py.CodeFlags
	}{
		{fn.VarArgs, py.CodeVarArgs}, {fn.VarKeywords, py.CodeVarKeywords},
		{fn.Parent != nil && fn.Parent.Kind != ir.ModuleBody, py.CodeNested},
		{fn.Kind == ir.Generator, py.CodeGenerator}, {fn.Kind == ir.Coroutine, py.CodeCoroutine},
		{fn.Kind == ir.AsyncGenerator, py.CodeAsyncGenerator}, {fn.Handles, py.CodeHandles},
	} {
		if flag.on {
			c.Flags |= flag.bit
		}
	}
	if fn.Kind != ir.ClassBody {
		for _, p := range fn.Params {
			c.Params = append(c.Params, py.Intern(p.Name))
		}
		c.PosOnly, c.Pos, c.KwOnly = fn.PosOnly, fn.Pos, fn.KwOnly
	}
	for _, v := range fn.Free {
		c.FreeVars = append(c.FreeVars, v.Name)
	}
	for _, v := range fn.Locals {
		if v.Kind != ir.Temp {
			c.Locals = append(c.Locals, v.Name)
		}
	}
	if fn.Doc != nil && fn.Kind != ir.ModuleBody && fn.Kind != ir.ClassBody {
		c.Doc = py.StrV(fn.Doc.Str)
	}
	for _, p := range fn.Positions {
		c.Positions = append(c.Positions, u.position(p))
	}
	if fn.Machine != nil {
		for i, s := range fn.Machine.States {
			line := first
			if i > 0 {
				line, _ = u.file.Position(s.Pos)
			}
			c.Suspends = append(c.Suspends, int32(line))
		}
	}
	if py.Traced {
		c.Lines = u.lines(fn, first)
	}
	return c
}

func (u *unit) position(p ir.Position) py.Position {
	at := func(pos source.Pos) (int32, int32) {
		line, col := u.file.Position(pos)
		return int32(line), int32(col)
	}
	var out py.Position
	out.Line, out.Col = at(p.Span.Start)
	out.EndLine, out.EndCol = at(p.Span.End)
	if p.Anchor.End > p.Anchor.Start {
		out.AnchorLine, out.AnchorStart = at(p.Anchor.Start)
		out.AnchorEndLine, out.AnchorEnd = at(p.Anchor.End)
	}
	if p.Lookup > p.Span.Start {
		_, out.LookupEnd = at(p.Lookup)
	}
	return out
}
