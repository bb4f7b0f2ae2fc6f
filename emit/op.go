package emit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the emission of expressions and operations.

// expr returns the Go text of a simple expression.
func (w *funcWriter) expr(x ir.Expr) string {
	switch x := x.(type) {
	case *ir.Const:
		return w.m.constant(x)
	case *ir.Ref:
		w.read[x.Var] = true
		return w.value(x.Var)
	case *ir.CellOf:
		w.read[x.Var] = true
		return w.variable(x.Var)
	case *ir.NameConst:
		return w.m.nameConst(x.Name)
	case *ir.SlotConst:
		return w.m.slotConst(x)
	case *ir.RuntimeVar:
		return w.symbol(x.Prim)
	case *ir.IsRaised:
		return w.expr(x.X) + " != nil"
	case *ir.Pure:
		return w.prim(x.Prim, x.Args, nil)
	}
	panic(fmt.Sprintf("emit: expression %T", x))
}

// operand returns x in parentheses where it is a binary expression.
func (w *funcWriter) operand(x ir.Expr) string {
	s := w.expr(x)
	switch x := x.(type) {
	case *ir.IsRaised:
		return "(" + s + ")"
	case *ir.Pure:
		if x.Prim.Form == ir.FormInfix && !strings.HasPrefix(s, "float64(") {
			return "(" + s + ")"
		}
	}
	return s
}

// symbol returns the qualified name of a runtime symbol and imports its package.
func (w *funcWriter) symbol(p *ir.Prim) string {
	w.m.file.Import(runtimePath+"/"+p.Pkg, "")
	pkg := p.Pkg[strings.LastIndexByte(p.Pkg, '/')+1:]
	return pkg + "." + p.Symbol
}

func (w *funcWriter) exprs(list []ir.Expr) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = w.expr(x)
	}
	return out
}

// prim returns the Go text of a primitive applied to args.
func (w *funcWriter) prim(p *ir.Prim, args []ir.Expr, kwNames []string) string {
	switch p.Form {
	case ir.FormInfix:
		text := fmt.Sprintf("%s %s %s", w.operand(args[0]), p.Symbol, w.operand(args[1]))
		if p.Symbol == "*" && p.Params[0] == types.Float64 {
			// The conversion keeps Go from fusing the product with a sum, which rounds once.
			return "float64(" + text + ")"
		}
		return text
	case ir.FormPrefix:
		return p.Symbol + w.operand(args[0])
	case ir.FormMethod:
		return fmt.Sprintf("%s.%s(%s)", strings.TrimPrefix(w.operand(args[0]), "&"), p.Symbol, strings.Join(w.exprs(args[1:]), ", "))
	case ir.FormVar:
		return w.symbol(p)
	case ir.FormIndex:
		return fmt.Sprintf("%s[%s]", w.operand(args[0]), w.expr(args[1]))
	case ir.FormSlice:
		return w.slicePrim(p, args, kwNames)
	}
	if site, rest := w.site(p, args); site != "" {
		return fmt.Sprintf("%s.%s(%s)", site, p.Site, strings.Join(rest, ", "))
	}
	parts := w.exprs(args)
	if at := slices.Index(p.Params, types.NamesRep); at >= 0 {
		parts = slices.Insert(parts, at, w.m.namesConst(kwNames))
	}
	symbol := w.symbol(p)
	if n := len(args); p.Counted != "" && (n == 2 || n == 3) {
		symbol = strings.TrimSuffix(symbol, p.Symbol) + p.Counted + strconv.Itoa(n)
	}
	return fmt.Sprintf("%s(%s)", symbol, strings.Join(parts, ", "))
}

// blank reports whether nothing reads dst.
func (w *funcWriter) blank(dst []*ir.Var) bool {
	return !slices.ContainsFunc(dst, func(v *ir.Var) bool { return w.target(v) != "_" })
}

// droppedPrim returns the Go text of a call whose result is not used.
func (w *funcWriter) droppedPrim(call *ir.CallPrim) string {
	p := *call.Prim
	if p.Symbol = p.Dropped; p.Site != "" {
		p.Site = p.Dropped
	}
	return w.prim(&p, call.Args, call.Names)
}

// site returns the variable for the place at which p is applied to args, where it has one,
// and the arguments without the method's name.
func (w *funcWriter) site(p *ir.Prim, args []ir.Expr) (site string, rest []string) {
	if p.Site == "" {
		return "", nil
	}
	method, ok := args[1].(*ir.NameConst)
	if !ok {
		return "", nil
	}
	rest = append(w.exprs(args[:1]), w.exprs(args[2:])...)
	return w.m.site(method.Name), rest
}

// slicePrim returns the call of a primitive that takes Values as a slice: the parameters
// before it, the slice, and the names of keywords where it has them.
func (w *funcWriter) slicePrim(p *ir.Prim, args []ir.Expr, kwNames []string) string {
	return fmt.Sprintf("%s(%s)", w.symbol(p), strings.Join(w.sliceArgs(p, args, kwNames), ", "))
}

func (w *funcWriter) sliceArgs(p *ir.Prim, args []ir.Expr, kwNames []string) []string {
	fixed := 0
	for p.Params[fixed] != types.ValuesRep {
		fixed++
	}
	parts := w.exprs(args[:fixed])
	if rest := args[fixed:]; len(rest) == 0 {
		parts = append(parts, "nil")
	} else {
		parts = append(parts, "[]py.Value{"+strings.Join(w.exprs(rest), ", ")+"}")
	}
	if p.Params[len(p.Params)-1] == types.NamesRep {
		parts = append(parts, w.m.namesConst(kwNames))
	}
	return parts
}

// op returns the Go text of an operation that does not suspend, having written what must
// come before it, and whether it returns an exception.
func (w *funcWriter) op(op ir.Op) (expr string, raises bool) {
	switch op := op.(type) {
	case *ir.CallPrim:
		return w.prim(op.Prim, op.Args, op.Names), op.Prim.Raises
	case *ir.CallFunc:
		return w.callFunc(op), true
	case *ir.NewFrame:
		return w.newFrame(op.Func, op.Args) + ".Object()", false
	case *ir.MakeFunc:
		return w.makeFunc(op) + ".Value()", false
	case *ir.MakeClass:
		return w.makeClass(op), true
	}
	panic(fmt.Sprintf("emit: operation %T", op))
}

// captures returns the cells that fn takes from this function, as Go arguments.
func (w *funcWriter) captures(fn *ir.Func) []string {
	var list []string
	for _, v := range fn.Free {
		if v.Outer.Func != w.fn {
			list = append(list, "") // the call says which
			continue
		}
		list = append(list, w.variable(v.Outer))
	}
	return list
}

// held is captures for a closure, which may run when the function has another cell in
// the same place: a comprehension makes new ones each time, and the frame of a coroutine
// is cleared when it has finished. Those cells are put into variables of the closure's
// own first; it has what known has already.
func (w *funcWriter) held(fn *ir.Func, known map[*ir.Var]string) []string {
	var list []string
	for _, v := range fn.Free {
		name, ok := known[v.Outer]
		if !ok {
			name = w.variable(v.Outer)
			if w.fn.Machine != nil && w.inFrame(v.Outer) || w.renewed(v.Outer) {
				cell := w.scope.Name(v.Outer.Name)
				w.printf("%s := %s\n", cell, name)
				name = cell
			}
			known[v.Outer] = name
		}
		list = append(list, name)
	}
	return list
}

// renewed reports whether the function makes the cell v more than once.
func (w *funcWriter) renewed(v *ir.Var) bool {
	if w.fresh == nil {
		w.fresh = map[*ir.Var]bool{}
		for _, list := range w.fn.Lists() {
			ir.EachStmt(*list, func(s ir.Stmt) {
				if c, ok := s.(*ir.FreshCell); ok {
					w.fresh[c.Var] = true
				}
			})
		}
	}
	return w.fresh[v]
}

// callFunc returns the direct call of a function of the program.
func (w *funcWriter) callFunc(op *ir.CallFunc) string {
	cells := w.captures(op.Func)
	for i, v := range op.Cells {
		w.read[v] = true
		cells[i] = w.variable(v)
	}
	return fmt.Sprintf("%s(%s)", w.m.p.funcs[op.Func].fn, strings.Join(append(cells, w.exprs(op.Args)...), ", "))
}

// newFrame returns the call of a frame's constructor.
func (w *funcWriter) newFrame(fn *ir.Func, args []ir.Expr) string {
	return fmt.Sprintf("%s(%s)", w.m.p.funcs[fn].make, strings.Join(append(w.captures(fn), w.exprs(args)...), ", "))
}

// maxDirect is the largest number of parameters for which py.Function takes a Go
// function with as many parameters.
const maxDirect = 6

// impl returns the Go function that a py.Function calls for fn, which has the cells.
func (w *funcWriter) impl(fn *ir.Func, cells []string) string {
	n := w.m.p.funcs[fn]
	direct := fn.Machine == nil && fn.Result == types.Boxed
	for _, p := range fn.Params {
		direct = direct && p.Rep == types.Boxed
	}
	if direct && len(cells) == 0 && len(fn.Params) <= maxDirect {
		return n.fn
	}
	params := names0(len(fn.Params))
	args := append([]string{}, cells...)
	sig := ""
	if len(fn.Params) <= maxDirect {
		if len(params) > 0 {
			sig = strings.Join(params, ", ") + " py.Value"
		}
	} else {
		sig = "a []py.Value"
		for i := range params {
			params[i] = fmt.Sprintf("a[%d]", i)
		}
	}
	for i, p := range fn.Params {
		args = append(args, unbox(params[i], p.Rep))
	}
	call := strings.Join(args, ", ")
	if fn.Machine != nil {
		return fmt.Sprintf("func(%s) (py.Value, *py.Exception) {\nreturn %s(%s).Object(), nil\n}", sig, n.make, call)
	}
	if fn.Result != types.Boxed {
		return fmt.Sprintf("func(%s) (py.Value, *py.Exception) {\nv, exc := %s(%s)\nif exc != nil {\nreturn py.Value{}, exc\n}\nreturn %s, nil\n}",
			sig, n.fn, call, box("v", fn.Result))
	}
	return fmt.Sprintf("func(%s) (py.Value, *py.Exception) {\nreturn %s(%s)\n}", sig, n.fn, call)
}

// frameImpl returns the Go function that makes a frame of the coroutine fn which is
// awaited at once, "" where there is none.
func (w *funcWriter) frameImpl(fn *ir.Func, known map[*ir.Var]string) string {
	if fn.Kind != ir.Coroutine || len(fn.Params) > maxDirect {
		return ""
	}
	if fn.Direct != nil {
		return w.impl(fn.Direct, w.held(fn.Direct, known))
	}
	w.m.file.Import(runtimePath+"/coro", "")
	params := names0(len(fn.Params))
	sig := ""
	if len(params) > 0 {
		sig = strings.Join(params, ", ") + " py.Value"
	}
	args := w.held(fn, known)
	for i, p := range fn.Params {
		args = append(args, unbox(params[i], p.Rep))
	}
	return fmt.Sprintf("func(%s) *coro.Frame {\nreturn %s(%s)\n}", sig, w.m.p.funcs[fn].await, strings.Join(args, ", "))
}

func names0(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("a%d", i)
	}
	return list
}

// box returns the Go text that boxes x, held in rep.
func box(x string, rep types.Rep) string {
	switch rep {
	case types.Bool:
		return "py.Bool(" + x + ")"
	case types.Int64:
		return "py.Int(" + x + ")"
	case types.Float64:
		return "py.Float(" + x + ")"
	case types.Str, types.List, types.Tuple, types.Dict, types.Set:
		return x + ".Value()"
	}
	return x
}

// unbox returns the Go text that takes a value of proved type out of its box.
func unbox(x string, rep types.Rep) string {
	switch rep {
	case types.Bool:
		return x + ".SmallInt() != 0"
	case types.Int64:
		return x + ".SmallInt()"
	case types.Float64:
		return x + ".Float()"
	case types.Str, types.List, types.Tuple, types.Dict, types.Set:
		return fmt.Sprintf("py.Heap[%s](%s)", rep.String()[1:], x)
	}
	return x
}

// makeFunc writes the making of a function object and returns it.
func (w *funcWriter) makeFunc(op *ir.MakeFunc) string {
	n := w.m.p.funcs[op.Func]
	known := map[*ir.Var]string{}
	cells := w.held(op.Func, known)
	made := fmt.Sprintf("py.NewFunction(&%s, %s)", n.code, w.impl(op.Func, cells))
	v := w.scope.Name("fn")
	w.printf("%s := %s\n", v, made)
	w.printf("%s.Globals = &%s_info\n", v, w.m.goName)
	if len(op.Defaults) > 0 {
		w.printf("%s.Defaults = []py.Value{%s}\n", v, strings.Join(w.exprs(op.Defaults), ", "))
	}
	if len(op.KwNames) > 0 {
		w.printf("%s.KwDefaults = py.NewKwDefaults(%s, %s)\n", v, w.m.namesConst(op.KwNames), strings.Join(w.exprs(op.KwDefaults), ", "))
	}
	if frame := w.frameImpl(op.Func, known); frame != "" {
		w.printf("%s.Frame = %s\n", v, frame)
	}
	if len(cells) > 0 {
		w.printf("%s.Cells = []*py.Cell{%s}\n", v, strings.Join(cells, ", "))
	}
	if op.Annotate != nil {
		if cells := w.held(op.Annotate, known); len(cells) > 0 {
			w.printf("%s.Annotate = func() (py.Value, *py.Exception) { return %s(%s) }\n", v, w.m.p.funcs[op.Annotate].fn, strings.Join(cells, ", "))
		} else {
			w.printf("%s.Annotate = %s\n", v, w.m.p.funcs[op.Annotate].fn)
		}
	}
	if op.TypeParams != nil {
		w.printf("%s.TypeParams = %s\n", v, w.expr(op.TypeParams))
	}
	return v
}

// makeClass returns the call that makes a class.
func (w *funcWriter) makeClass(op *ir.MakeClass) string {
	n := w.m.p.funcs[op.Body]
	body := n.fn
	if cells := w.captures(op.Body); len(cells) > 0 {
		body = fmt.Sprintf("func(ns py.Value) (py.Value, *py.Exception) { return %s(%s, ns) }", n.fn, strings.Join(cells, ", "))
	}
	keywords := "py.Value{}"
	if op.Keywords != nil {
		keywords = w.expr(op.Keywords)
	}
	return fmt.Sprintf("py.BuildClass(&py.ClassSpec{\nCode: &%s,\nBody: %s,\nName: %s,\nBases: %s,\nKeywords: %s,\nModule: &%s_info,\n})",
		n.code, body, quote(op.Name), w.expr(op.Bases), keywords, w.m.goName)
}
