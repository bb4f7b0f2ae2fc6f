package emit

import (
	"fmt"
	"strings"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the emission of statements.

// list writes statements up to the first that control does not pass.
func (w *funcWriter) list(list []ir.Stmt) {
	for _, s := range list {
		w.stmt(s)
		if w.stops(s) {
			return
		}
	}
}

func (w *funcWriter) stmt(s ir.Stmt) {
	fresh := w.predeclare(s)
	switch s := s.(type) {
	case *ir.Line:
		line, _ := w.m.m.File.Position(s.Pos)
		w.mark(line)
	case *ir.Let:
		w.let(s, fresh)
	case *ir.Assign:
		w.assign(s, fresh)
	case *ir.If:
		w.ifStmt(s)
	case *ir.Loop:
		w.loop(s)
	case *ir.Block:
		w.block(s)
	case *ir.Break:
		w.breakStmt(s)
	case *ir.Continue:
		w.continueStmt(s)
	case *ir.Try:
		w.try(s, fresh)
	case *ir.Return:
		w.returnStmt(s)
	case *ir.Reraise:
		w.fail(w.expr(s.X), -1)
	case *ir.Raise:
		w.fail(w.expr(s.X), s.Pos)
	case *ir.CheckBound:
		w.checkBound(s)
	case *ir.FreshCell:
		w.printf("%s = py.NewCell(py.Value{})\n", w.variable(s.Var))
	case *ir.Poll:
		w.poll(s.Pos, nil)
	case *ir.Goto:
		w.gotoStmt(s)
	case *ir.Suspend:
		w.suspend(s)
	case *ir.Resume:
		w.resume(s, fresh)
	default:
		panic(fmt.Sprintf("emit: statement %T", s))
	}
}

// predeclare declares the variables whose place is right before s, save those that s
// itself can declare: it reports true where := declares all that s assigns.
func (w *funcWriter) predeclare(s ir.Stmt) (fresh bool) {
	here := w.decls.at[s]
	if len(here) == 0 {
		return false
	}
	if w.canDefine(s, here) {
		return true
	}
	for _, v := range here {
		w.printf("var %s %s\n%s", w.variable(v), v.Rep, w.declared(v))
	}
	return false
}

// declared returns the mark behind v's declaration that settle replaces: Go wants every
// variable to be read, and whether this one is shows only when all has been written.
func (w *funcWriter) declared(v *ir.Var) string { return "\x00" + w.vars[v] + "\x00\n" }

// declaredAll returns the marks for the variables that a := declares.
func (w *funcWriter) declaredAll(dst []*ir.Var) string {
	marks := ""
	for _, v := range dst {
		if v != nil && !w.unread(v) {
			marks += w.declared(v)
		}
	}
	return marks
}

// settle returns the text written so far with the marks replaced: a variable that nothing
// reads, its reads being in statements that control does not reach, is given to the
// blank identifier.
func (w *funcWriter) settle() string {
	read := map[string]bool{}
	for v, ok := range w.read {
		if name, named := w.vars[v]; ok && named {
			read[name] = true
		}
	}
	parts := strings.Split(w.out.String(), "\x00")
	var b strings.Builder
	for i, part := range parts {
		switch {
		case i%2 == 0:
			b.WriteString(strings.TrimPrefix(part, "\n"))
		case !read[part]:
			fmt.Fprintf(&b, "_ = %s\n", part)
		}
	}
	return b.String()
}

// canDefine reports whether s can declare the variables list with :=, and has no other
// to assign.
func (w *funcWriter) canDefine(s ir.Stmt, list []*ir.Var) bool {
	switch s.(type) {
	case *ir.Let, *ir.Assign, *ir.Resume:
	default:
		return false
	}
	n := 0
	for _, v := range ir.StmtDefs(s) {
		if v == nil || w.unread(v) {
			continue
		}
		if !contains(list, v) {
			return false
		}
		n++
	}
	for _, x := range ir.StmtExprs(s) {
		used := false
		ir.EachVar(x, func(v *ir.Var) { used = used || contains(list, v) })
		if used {
			return false
		}
	}
	return n == len(list)
}

func contains(list []*ir.Var, v *ir.Var) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

// unread reports whether v is a Go variable that nothing reads: it is not declared.
func (w *funcWriter) unread(v *ir.Var) bool {
	return isNative(v) && !w.inFrame(v) && !v.Param && w.decls.reads[v] == 0
}

// target returns where a result goes: a variable or the blank identifier.
func (w *funcWriter) target(v *ir.Var) string {
	if v == nil || w.unread(v) {
		return "_"
	}
	return w.value(v)
}

func (w *funcWriter) let(s *ir.Let, fresh bool) {
	if call, ok := s.Op.(*ir.CallPrim); ok && call.Prim.Dropped != "" && w.blank(s.Dst) {
		w.results(s.Dst, w.droppedPrim(call), true, s.Pos, fresh)
		return
	}
	expr, raises := w.op(s.Op)
	if call, ok := s.Op.(*ir.CallPrim); ok && call.Prim.TakesPos {
		expr = strings.TrimSuffix(expr, ")") + fmt.Sprintf(", &%s, %d)", w.n.code, w.pos(s.Pos))
	}
	w.results(s.Dst, expr, raises, s.Pos, fresh)
}

// results writes the assignment of what expr returns to dst and the check of its
// exception.
func (w *funcWriter) results(dst []*ir.Var, expr string, raises bool, pos int, fresh bool) {
	targets := make([]string, len(dst))
	blank := true
	for i, v := range dst {
		targets[i] = w.target(v)
		blank = blank && targets[i] == "_"
	}
	lhs := strings.Join(targets, ", ")
	if !raises {
		switch {
		case len(dst) == 0:
			w.printf("%s\n", expr)
		case blank:
			w.printf("%s = %s\n", lhs, expr)
		case fresh:
			w.printf("%s := %s\n%s", lhs, expr, w.declaredAll(dst))
		default:
			w.printf("%s = %s\n", lhs, expr)
		}
		return
	}
	switch {
	case blank:
		if lhs != "" {
			lhs += ", "
		}
		w.printf("if %sexc := %s; exc != nil {\n", lhs, expr)
		w.fail("exc", pos)
		w.printf("}\n")
	case fresh:
		w.printf("%s, exc := %s\n%sif exc != nil {\n", lhs, expr, w.declaredAll(dst))
		w.fail("exc", pos)
		w.printf("}\n")
	case w.mayOverwrite(dst):
		// Not exc, which a declaration in an inner scope may hide.
		w.needExc = true
		w.printf("%s, failed = %s\nif failed != nil {\n", lhs, expr)
		w.fail("failed", pos)
		w.printf("}\n")
	default:
		w.resultsByTemp(dst, targets, expr, pos)
	}
}

// mayOverwrite reports whether the variables may lose their value when the operation
// raises: nothing sees them afterwards.
func (w *funcWriter) mayOverwrite(dst []*ir.Var) bool {
	handled := len(w.tries) > 0 || w.state != nil && w.state.Handler != nil
	for _, v := range dst {
		if v == nil || v.Kind == ir.Temp {
			continue
		}
		if handled || v.Kind != ir.Local || v.Watched {
			return false
		}
	}
	return true
}

// resultsByTemp assigns dst only when the operation has not raised.
func (w *funcWriter) resultsByTemp(dst []*ir.Var, targets []string, expr string, pos int) {
	temps := make([]string, len(dst))
	for i := range dst {
		temps[i] = "_"
		if targets[i] != "_" {
			temps[i] = w.scope.Name("t")
		}
	}
	w.printf("%s, exc := %s\nif exc != nil {\n", strings.Join(temps, ", "), expr)
	w.fail("exc", pos)
	w.printf("}\n")
	for i, t := range temps {
		if t != "_" {
			w.printf("%s = %s\n", targets[i], t)
		}
	}
}

func (w *funcWriter) assign(s *ir.Assign, fresh bool) {
	if w.unread(s.Dst) {
		// Reading a variable has no effect, but Go wants the read to be there.
		ir.EachVar(s.X, func(v *ir.Var) {
			if isNative(v) && !w.inFrame(v) && !v.Param {
				w.read[v] = true
				w.printf("_ = %s\n", w.value(v))
			}
		})
		return
	}
	if x, ok := s.X.(*ir.Ref); ok && w.value(s.Dst) == w.value(x.Var) {
		return // x = float(x) of a float: nothing is read
	}
	lhs, rhs := w.value(s.Dst), w.expr(s.X)
	if !fresh {
		w.printf("%s = %s\n", lhs, rhs)
		return
	}
	if c, ok := s.X.(*ir.Const); ok {
		switch {
		case s.Dst.Rep == types.Int64:
			rhs = "int64(" + rhs + ")"
		case c.Kind == ir.CNilExc, c.Kind == ir.CUnbound:
			w.printf("var %s %s\n%s", lhs, s.Dst.Rep, w.declared(s.Dst))
			return
		}
	}
	w.printf("%s := %s\n%s", lhs, rhs, w.declared(s.Dst))
}

func (w *funcWriter) ifStmt(s *ir.If) {
	cond, then, els := s.Cond, s.Then, s.Else
	switch {
	case len(then) == 0 && len(els) == 0:
		return
	case len(then) == 0:
		w.printf("if %s {\n", w.not(cond))
		w.list(els)
		w.printf("}\n")
	default:
		w.printf("if %s {\n", w.expr(cond))
		w.list(then)
		if len(els) == 0 {
			w.printf("}\n")
			return
		}
		w.printf("} else {\n")
		w.list(els)
		w.printf("}\n")
	}
}

func (w *funcWriter) loop(s *ir.Loop) {
	l := &loopLabel{label: s.Label, name: w.scope.Name("loop"), loop: true, depth: w.inLoop + 1}
	w.loops = append(w.loops, l)
	w.inLoop++
	mark := w.out.Len()
	body := s.Body
	head := "for {\n"
	if cond := w.whileCond(s); cond != "" && !s.Poll {
		head, body = "for "+cond+" {\n", body[1:]
		l.left = true
	}
	w.printf("%s", head)
	if s.Poll {
		w.poll(s.Pos, s.Polled)
	}
	w.list(body)
	w.printf("}\n")
	w.inLoop--
	w.loops = w.loops[:len(w.loops)-1]
	if l.used {
		w.insert(mark, l.name+":\n")
	}
}

// whileCond returns the condition of a loop that begins by leaving when it is false.
func (w *funcWriter) whileCond(s *ir.Loop) string {
	if len(s.Body) == 0 {
		return ""
	}
	f, ok := s.Body[0].(*ir.If)
	if !ok {
		return ""
	}
	only := func(list []ir.Stmt) bool {
		if len(list) != 1 {
			return false
		}
		b, ok := list[0].(*ir.Break)
		return ok && b.Label == s.Label
	}
	switch {
	case only(f.Then) && len(f.Else) == 0:
		return w.not(f.Cond)
	case only(f.Else) && len(f.Then) == 0:
		return w.expr(f.Cond)
	}
	return ""
}

// insert puts text into what has been written.
func (w *funcWriter) insert(at int, text string) {
	s := w.out.String()
	w.out.Reset()
	w.out.WriteString(s[:at])
	w.out.WriteString(text)
	w.out.WriteString(s[at:])
}

// block writes a block and, behind it, the label that breaks out of it go to. Inside the
// braces, declarations may stand between the goto and the label.
func (w *funcWriter) block(s *ir.Block) {
	l := &loopLabel{label: s.Label, name: w.scope.Name(labelName(s.Label)), depth: w.inLoop}
	w.loops = append(w.loops, l)
	w.printf("{\n")
	w.list(s.Body)
	w.printf("}\n")
	w.loops = w.loops[:len(w.loops)-1]
	if l.used {
		w.printf("%s:\n", l.name)
	}
}

func labelName(l *ir.Label) string {
	if l.Name == "" {
		return "done"
	}
	return l.Name
}

func (w *funcWriter) findLabel(label *ir.Label) *loopLabel {
	for _, l := range w.loops {
		if l.label == label {
			return l
		}
	}
	panic("emit: break or continue out of nothing")
}

func (w *funcWriter) breakStmt(s *ir.Break) {
	l := w.findLabel(s.Label)
	l.left = true
	switch {
	case !l.loop:
		l.used = true
		w.printf("goto %s\n", l.name)
	case l.depth == w.inLoop:
		w.printf("break\n")
	default:
		l.used = true
		w.printf("break %s\n", l.name)
	}
}

func (w *funcWriter) continueStmt(s *ir.Continue) {
	l := w.findLabel(s.Label)
	if l.depth == w.inLoop {
		w.printf("continue\n")
		return
	}
	l.used = true
	w.printf("continue %s\n", l.name)
}

// try writes the body, the label that exceptions go to, and the handler.
func (w *funcWriter) try(s *ir.Try, _ bool) {
	t := &handlerLabel{label: w.scope.Name("except"), exc: s.Exc}
	mark := w.out.Len()
	w.tries = append(w.tries, t)
	w.printf("{\n")
	w.list(s.Body)
	w.printf("}\n")
	w.tries = w.tries[:len(w.tries)-1]
	if !t.used {
		return
	}
	if w.listStops(s.Body) {
		// Only exceptions come here.
		w.printf("%s:\n", t.label)
		w.list(s.Handler)
		return
	}
	if !contains(w.decls.at[s], s.Exc) {
		w.insert(mark, w.variable(s.Exc)+" = nil\n")
	}
	w.printf("%s:\n", t.label)
	w.read[s.Exc] = true
	w.printf("if %s != nil {\n", w.variable(s.Exc))
	w.list(s.Handler)
	w.printf("}\n")
}

func (w *funcWriter) returnStmt(s *ir.Return) {
	x := w.expr(s.X)
	if w.state != nil {
		w.printf("return %s\n", w.finish(fmt.Sprintf("f.Frame.Return(r, %s)", x)))
		return
	}
	w.giveBack(x)
}

func (w *funcWriter) checkBound(s *ir.CheckBound) {
	v := s.Var
	w.read[v] = true
	w.printf("if %s.IsUnbound() {\n", w.value(v))
	kind := "UnboundLocal"
	switch v.Kind {
	case ir.Free:
		kind = "UnboundFree"
	case ir.Global:
		kind = "NameNotDefined"
	}
	w.fail(fmt.Sprintf("py.%s(%s)", kind, quote(v.Name)), s.Pos)
	w.printf("}\n")
}

// poll looks for signals and other threads that want to run, and runs polled if there were any.
func (w *funcWriter) poll(pos int, polled []ir.Stmt) {
	w.printf("if py.Pending() {\nif exc := py.Poll(); exc != nil {\n")
	w.fail("exc", pos)
	w.printf("}\n")
	w.list(polled)
	w.printf("}\n")
}

// stops reports whether control never passes s, as written.
func (w *funcWriter) stops(s ir.Stmt) bool {
	switch s := s.(type) {
	case *ir.Break, *ir.Continue:
		return true
	case *ir.Loop:
		return !breaksTo(s.Body, s.Label)
	case *ir.If:
		return w.listStops(s.Then) && w.listStops(s.Else)
	case *ir.Block:
		return w.listStops(s.Body) && !breaksTo(s.Body, s.Label)
	case *ir.Try:
		return w.listStops(s.Body) && (w.listStops(s.Handler) || !canFail(s.Body))
	case *ir.Return, *ir.Raise, *ir.Reraise, *ir.Goto, *ir.Suspend:
		return true
	}
	return false
}

func (w *funcWriter) listStops(list []ir.Stmt) bool {
	for _, s := range list {
		if w.stops(s) {
			return true
		}
	}
	return false
}

// terminates reports whether the list ends in what Go calls a terminating statement.
func (w *funcWriter) terminates(list []ir.Stmt) bool { return w.listStops(list) }

// breaksTo reports whether a statement of the list breaks to label.
func breaksTo(list []ir.Stmt, label *ir.Label) bool {
	found := false
	ir.EachStmt(list, func(s ir.Stmt) {
		if b, ok := s.(*ir.Break); ok && b.Label == label {
			found = true
		}
	})
	return found
}

// canFail reports whether writing the list uses the handler's label.
func canFail(list []ir.Stmt) bool {
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Let:
			if opRaises(s.Op) {
				return true
			}
		case *ir.Raise, *ir.Reraise, *ir.CheckBound:
			return true
		case *ir.If:
			if canFail(s.Then) || canFail(s.Else) {
				return true
			}
		case *ir.Loop:
			if s.Poll || canFail(s.Body) {
				return true
			}
		case *ir.Block:
			if canFail(s.Body) {
				return true
			}
		case *ir.Try:
			if canFail(s.Handler) {
				return true
			}
		}
	}
	return false
}

func opRaises(op ir.Op) bool {
	switch op := op.(type) {
	case *ir.CallPrim:
		return op.Prim.Raises
	case *ir.NewFrame, *ir.MakeFunc:
		return false
	}
	return true
}

// not returns the negation of a condition.
func (w *funcWriter) not(x ir.Expr) string {
	switch x := x.(type) {
	case *ir.IsRaised:
		return w.expr(x.X) + " == nil"
	case *ir.Pure:
		if x.Prim.Form == ir.FormPrefix && x.Prim.Symbol == "!" {
			return w.expr(x.Args[0])
		}
		if x.Prim.Form == ir.FormInfix {
			if op := negated[x.Prim.Symbol]; op != "" && x.Prim.Params[0] != types.Float64 {
				return fmt.Sprintf("%s %s %s", w.operand(x.Args[0]), op, w.operand(x.Args[1]))
			}
			return "!(" + w.expr(x) + ")"
		}
	}
	return "!" + w.operand(x)
}

var negated = map[string]string{"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
