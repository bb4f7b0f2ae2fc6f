package interp

import (
	"strings"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/build"
	"github.com/aio2go/aio2go/lower/coro"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file compiles text to a unit: operations, and what walking them needs beside.

// The modes of compile.
const (
	modeExec   = "exec"
	modeEval   = "eval"
	modeSingle = "single"
)

var textModes = map[string]build.TextMode{modeExec: build.TextExec, modeEval: build.TextEval, modeSingle: build.TextSingle}

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

// compileText compiles text. A text that is not Python raises a SyntaxError.
func compileText(text, name, mode string) (*unit, exc) {
	if strings.IndexByte(text, 0) >= 0 {
		return nil, makeError(py.SyntaxErrorType, "source code string cannot contain null bytes")
	}
	if mode == modeEval {
		text = strings.TrimLeft(text, " \t")
	}
	file := source.NewText(name, strings.ReplaceAll(text, "\r", "\n"))
	list := new(diag.List)
	var tree *syntax.Module
	if mode == modeEval {
		tree = &syntax.Module{}
		if e := syntax.ParseExpr(file, list); e != nil {
			s := &syntax.ExprStmt{Value: e.Body}
			s.Extent = syntax.Extent{Start: e.Body.Span().Start, End: e.Body.Span().End}
			tree.Body = []syntax.Stmt{s}
		}
	} else {
		tree = syntax.Parse(file, list)
	}
	if x := firstError(list); x != nil {
		return nil, x
	}
	if mode == modeSingle && len(tree.Body) != 1 {
		if len(tree.Body) > 1 && !oneLine(file, tree) {
			line, _ := file.Position(tree.Body[0].Span().Start)
			where := py.TupleV(py.StrV(name), py.Int(int64(line)), py.Int(1), py.StrV(file.Line(line)+"\n"))
			return nil, makeError(py.SyntaxErrorType, "multiple statements found while compiling a single statement", where)
		}
	}
	info := resolve.Module(file, tree, list)
	if x := firstError(list); x != nil {
		return nil, x
	}
	if x := warn(list); x != nil {
		return nil, x
	}
	m := build.Text(file, tree, info, textModes[mode])
	if err := coro.Lower(m); err != nil {
		return nil, py.Raisef(py.SystemErrorType, "%s", err)
	}
	u := &unit{file: file, shown: &py.SourceFile{Name: name}, funcs: map[*ir.Func]*function{}, consts: map[*ir.Const]value{}}
	u.body = u.function(m.Body)
	return u, nil
}

// oneLine reports whether all statements are in one line, separated by semicolons.
func oneLine(file *source.File, tree *syntax.Module) bool {
	first, _ := file.Position(tree.Body[0].Span().Start)
	last, _ := file.Position(tree.Body[len(tree.Body)-1].Span().Start)
	return first == last
}

// firstError returns the SyntaxError of the first error in list, nil if there is none.
func firstError(list *diag.List) exc {
	for _, d := range list.All() {
		if d.Severity == diag.Error {
			return syntaxError(d)
		}
	}
	return nil
}

// syntaxError returns the exception for d. CPython's parser counts characters and knows
// the line; what its compiler finds has columns of bytes, and no line for text that is not
// in a file.
func syntaxError(d *diag.Diagnostic) exc {
	class := py.SyntaxErrorType
	switch d.Exception {
	case "IndentationError":
		class = py.IndentationErrorType
	case "TabError":
		class = py.TabErrorType
	}
	line, col := d.File.Position(d.Span.Start)
	endLine, endCol := d.File.Position(d.Span.End)
	text := py.None
	if !d.ByCompiler() {
		src := d.File.Line(line)
		col, endCol = chars(src, col), chars(d.File.Line(endLine), endCol)
		if line <= d.File.LineCount() {
			text = py.StrV(src + "\n")
		}
	}
	if d.Message == "unexpected indent" || strings.HasPrefix(d.Message, "unindent does not match") {
		endCol = -2 // unknown
	}
	n := func(i int) value { return py.Int(int64(i)) }
	where := py.TupleV(py.StrV(d.File.Name), n(line), n(col+1), text, n(endLine), n(endCol+1))
	return makeError(class, d.Message, where)
}

// makeError returns a SyntaxError, with where it is.
func makeError(class *py.Type, message string, where ...value) exc {
	v, x := py.CallN(class.Value(), append([]value{py.StrV(message)}, where...))
	if x != nil {
		return x
	}
	return py.Raise(v)
}

// chars returns the number of characters before a column of bytes.
func chars(line string, col int) int {
	if col > len(line) {
		return len([]rune(line)) + col - len(line)
	}
	return len([]rune(line[:col]))
}

// warn gives the warnings in list.
func warn(list *diag.List) exc {
	for _, d := range list.All() {
		if d.Severity == diag.Error {
			continue
		}
		line, _ := d.File.Position(d.Span.Start)
		name := d.File.Name
		if x := py.WarnExplicit(py.StrV(d.Message), py.SyntaxWarningType, strings.TrimSuffix(name, ".py"), name, nil, int32(line), py.None); x != nil {
			if x.Is(py.SyntaxWarningType) {
				return syntaxError(d)
			}
			return x
		}
	}
	return nil
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
