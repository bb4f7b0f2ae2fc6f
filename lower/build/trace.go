package build

import (
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file lets functions tell the lines that they run, for sys.settrace. CPython tells a
// line where the operation that is about to run is of another line than the one before. An
// operation of the IR has the source range of CPython's instruction, so that the line is
// told in front of it (markStmt); instructions that are no operations here, such as the
// loads of names and constants, are marked where they are built.

// surveyMonitoring notes that x.monitoring is read, which is sys.monitoring if x is called sys,
// as modules and what they are imported as are.
func (m *module) surveyMonitoring(n *syntax.Attribute) {
	if n.Attr != "monitoring" {
		return
	}
	if x, ok := n.Value.(*syntax.Name); ok && (x.Id == "sys" || m.sysNames[x.Id]) {
		m.traces = true
	}
}

// surveySys notes the names that sys is imported as, and an import of what it has for tools.
func (m *module) surveySys(a *syntax.Alias, from string) {
	switch {
	case from == "" && a.Name == "sys" && a.Asname != "":
		if m.sysNames == nil {
			m.sysNames = map[string]bool{}
		}
		m.sysNames[a.Asname] = true
	case from == "sys" && a.Name == "monitoring":
		m.traces = true
	}
}

// surveyTracing notes a name that sets a trace or a profile function.
func (m *module) surveyTracing(name string) {
	switch name {
	case "settrace", "settrace_all_threads", "setprofile", "setprofile_all_threads":
		m.traces = true
	}
}

// mark tells the line where n starts, if it is another one.
func (b *fn) mark(n syntax.Node) {
	if b.m.p.traced && b.unmarked == 0 {
		b.markAt(n.Span().Start, b.atSpan(n.Span()))
	}
}

// markWhole tells the line of n and no line until its result is called.
func (b *fn) markWhole(n syntax.Node) (end func()) {
	b.mark(n)
	b.unmarked++
	return func() { b.unmarked-- }
}

// markAt tells the line of pos. An exception of the trace function has position at.
func (b *fn) markAt(pos source.Pos, at int) {
	line, _ := b.m.file.Position(pos)
	if n := len(b.out); n > 0 && terminates(b.out[n-1]) || b.lineNow() == line {
		return
	}
	b.out = append(b.out, &ir.Let{Op: &ir.CallPrim{Prim: prim.TraceLine, Args: []ir.Expr{native(line)}}, Pos: at})
}

// lineNow returns the line that was told last on every way to here, 0 where it is not known.
func (b *fn) lineNow() int {
	for i := len(b.out) - 1; i >= 0; i-- {
		switch s := b.out[i].(type) {
		case *ir.Let:
			call, ok := s.Op.(*ir.CallPrim)
			switch {
			case !ok:
			case call.Prim == prim.TraceLine:
				return int(call.Args[0].(*ir.Const).Int)
			case call.Prim == prim.TraceJump:
				return 0
			}
		case *ir.Assign, *ir.CheckBound, *ir.Line, *ir.FreshCell:
		default:
			return 0
		}
	}
	return 0
}

// markStmt tells the line of an operation that is about to be added.
func (b *fn) markStmt(s ir.Stmt) {
	pos := -1
	switch s := s.(type) {
	case *ir.Let:
		pos = s.Pos
	case *ir.Raise:
		pos = s.Pos
	case *ir.CheckBound:
		pos = s.Pos
	}
	if pos >= 0 && b.unmarked == 0 {
		b.markAt(b.f.Positions[pos].Span.Start, pos)
	}
}

// jumpBack says that what follows is reached by a jump backwards.
func (b *fn) jumpBack() {
	if b.m.p.traced {
		b.do(prim.TraceJump, -1)
	}
}

// tracedExpr builds e, telling the lines of operands and of constants.
func (b *fn) tracedExpr(e syntax.Expr) ir.Expr {
	switch x := e.(type) {
	case *syntax.Constant, *syntax.Name:
		b.mark(e)
		return b.plainExpr(e)
	case *syntax.List:
		if len(x.Elts) < 3 || !allConstant(x.Elts) {
			return b.plainExpr(e)
		}
	case *syntax.Set:
		if len(x.Elts) < 3 || !allConstant(x.Elts) {
			return b.plainExpr(e)
		}
	default:
		if !isFolded(e) {
			return b.plainExpr(e)
		}
	}
	defer b.markWhole(e)()
	return b.plainExpr(e)
}

// isFolded reports whether CPython's compiler makes a constant of e.
func isFolded(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Constant:
		return true
	case *syntax.UnaryOp:
		return isFolded(e.Operand)
	case *syntax.BinOp:
		return isFolded(e.Left) && isFolded(e.Right)
	case *syntax.Tuple:
		if hasStarred(e.Elts) || e.Ctx != syntax.Load {
			return false
		}
		for _, x := range e.Elts {
			if !isFolded(x) {
				return false
			}
		}
		return true
	}
	return false
}

// next is the operation that asks a loop's iterator for an element.
func (b *fn) next() *ir.Prim {
	if b.m.p.traced {
		return prim.TraceNext
	}
	return prim.Next
}

// awaitedFor tells that what was awaited has given v.
func (b *fn) awaitedFor(v ir.Expr, pos int) ir.Expr {
	if b.m.p.traced {
		b.do(prim.TraceAwaited, pos, v)
	}
	return v
}

// returnEmpty tells the line of a function that runs nothing: it is that of its beginning.
func (b *fn) returnEmpty() {
	if !b.m.p.traced {
		return
	}
	told := false
	ir.EachStmt(b.out, func(s ir.Stmt) {
		if let, ok := s.(*ir.Let); ok {
			call, ok := let.Op.(*ir.CallPrim)
			told = told || ok && call.Prim == prim.TraceLine
		}
	})
	switch {
	case told:
	case b.f.Kind == ir.ModuleBody:
		b.emit(&ir.Let{Op: &ir.CallPrim{Prim: prim.TraceLine, Args: []ir.Expr{native(0)}}, Pos: -1})
	default:
		b.markAt(b.f.Start, b.atSpan(source.Span{Start: b.f.Start, End: b.f.Start}))
	}
}

// tracedWhile builds "while". CPython's code tests the condition again at the end of the
// body, and jumps back to the body's beginning; continue jumps to the first test.
func (b *fn) tracedWhile(s *syntax.While) {
	outer := &ir.Loop{Label: &ir.Label{Name: "while"}, Poll: true, Pos: b.at(s.Test)}
	inner := &ir.Loop{Label: &ir.Label{Name: "again"}, Poll: true, Pos: b.at(s.Test)}
	c := &ctx{loop: true, breakTo: outer.Label, contTo: outer.Label}
	var block *ir.Block
	if len(s.Orelse) > 0 {
		block = &ir.Block{Label: &ir.Label{Name: "whileElse"}}
		c.breakTo = block.Label
	}
	test := func() {
		cond := b.cond(s.Test)
		if k, ok := cond.(*ir.Const); ok && k.Kind == ir.CTrue {
			return
		}
		b.choose(not(cond), func() { b.emit(&ir.Break{Label: outer.Label}) }, nil)
	}
	outer.Body = b.block(func() {
		test()
		inner.Body = b.block(func() {
			b.within(c, func() { b.stmts(s.Body) })
			test()
			b.jumpBack()
		})
		b.emit(inner)
	})
	if block == nil {
		b.emit(outer)
		return
	}
	block.Body = b.block(func() {
		b.emit(outer)
		b.stmts(s.Orelse)
	})
	b.emit(block)
}

// cleared builds body, a comprehension, whose variables CPython's code gives back in the line
// of e where an exception leaves it.
func (b *fn) cleared(e syntax.Expr, body func()) {
	if !b.m.p.traced {
		body()
		return
	}
	try := &ir.Try{Exc: b.temp("exc", types.Exc)}
	scope := b.scope
	try.Body = b.tryBlock(body)
	unbind := func() {
		b.mark(e)
		for _, sym := range scope.Symbols {
			if v := b.vars[sym]; v != nil && v.Kind == ir.Local && v.Watched && v.Func == b.f {
				b.emit(&ir.Assign{Dst: v, X: noObject()})
			}
		}
	}
	try.Handler = b.block(func() {
		b.tellHandled(ref(try.Exc))
		b.do(prim.TraceNowhere, -1)
		unbind()
		b.raiseAgain(ref(try.Exc))
	})
	b.emit(try)
	unbind()
}

// markPos tells the line of a position.
func (b *fn) markPos(pos int) {
	if b.m.p.traced && b.unmarked == 0 {
		b.markAt(b.f.Positions[pos].Span.Start, pos)
	}
}

// large is the number of elements from which CPython's code adds each one to a display as soon
// as it is there.
const large = 31

// isLarge reports whether the elements are added one by one, where that is to be told.
func (b *fn) isLarge(elts []syntax.Expr) bool { return b.m.p.traced && len(elts) >= large }

// tracedDict builds a dict display, in the pieces in which CPython's code makes it.
func (b *fn) tracedDict(e *syntax.Dict, pos int) ir.Expr {
	var dict ir.Expr
	add := func(keys, values []syntax.Expr) {
		if len(keys) == 0 {
			return
		}
		part := b.dictPart(keys, values, pos)
		if dict == nil {
			dict = part
		} else {
			b.do(prim.DictUpdate, pos, dict, part)
		}
	}
	from := 0
	for i, k := range e.Keys {
		switch {
		case k == nil:
			add(e.Keys[from:i], e.Values[from:i])
			if dict == nil {
				b.markPos(pos)
				dict = b.let("dict", prim.DictBuild, -1)
			}
			b.do(prim.DictUpdate, pos, dict, b.expr(e.Values[i]))
			from = i + 1
		case 2*(i-from) >= large:
			add(e.Keys[from:i+1], e.Values[from:i+1])
			from = i + 1
		}
	}
	add(e.Keys[from:], e.Values[from:])
	if dict == nil {
		b.markPos(pos)
		dict = b.let("dict", prim.DictBuild, -1)
	}
	return dict
}

// dictPart builds a piece of a dict display.
func (b *fn) dictPart(keys, values []syntax.Expr, pos int) ir.Expr {
	if 2*len(keys) >= large {
		b.markPos(pos)
		dict := b.let("dict", prim.DictBuild, -1)
		for i, k := range keys {
			key := b.hold(b.expr(k), values[i])
			b.do(prim.DictSet, pos, dict, key, b.expr(values[i]))
		}
		return dict
	}
	constant := len(keys) > 1 && allConstant(keys)
	var pairs []ir.Expr
	for i, k := range keys {
		if constant {
			b.unmarked++
		}
		key := b.expr(k)
		if constant {
			b.unmarked--
		}
		later := append([]syntax.Expr{values[i]}, keys[i+1:]...)
		later = append(later, values[i+1:]...)
		pairs = append(pairs, b.hold(key, later...), b.hold(b.expr(values[i]), later[1:]...))
	}
	return b.let("dict", prim.DictBuild, pos, pairs...)
}
