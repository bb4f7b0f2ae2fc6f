package emit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aio2go/aio2go/emit/names"
	"github.com/aio2go/aio2go/lower/ir"
)

// This file implements the emission of functions that suspend: frame, constructor and
// Resume method.

// frame writes a coroutine, generator or async generator.
func (w *funcWriter) frame() {
	w.m.file.Import(runtimePath+"/coro", "")
	states := w.fn.Machine.States
	fields := w.frameFields()
	var roots [][]ir.Stmt
	for _, s := range states {
		roots = append(roots, s.Body)
	}
	w.decls = newDeclarations(w.fn, roots)
	consts := w.stateNames()
	w.states = consts
	early := w.earlyCells(roots)

	for i, s := range states {
		w.printf("%s%s {%s\n", labelMark, w.stateLabel(s), w.stateComment(s))
		if w.fn.Direct != nil {
			w.mark(0) // the function called is the one that Python has
		}
		w.state = s
		if i == 0 {
			w.cells(func(v *ir.Var, name string) {
				if w.inFrame(v) {
					w.printf("f.%s = py.NewCell(py.Value{})\n", name)
				}
			})
			for _, v := range early {
				w.printf("%s := py.NewCell(py.Value{})\n", w.declare(v))
			}
		}
		w.list(s.Body)
		w.printf("}\n")
	}

	f := w.m.file
	f.Printf("// %s is %s (%s).\n", w.n.fn, w.describe(), w.where())
	// A field with a name, as an embedded one would cost a wrapper for each of its methods.
	f.Printf("type %s struct {\n\tFrame %s\n", w.n.fn, frameTypes[w.fn.Kind])
	if w.traced() {
		f.Print("\tlive *py.Frame\n")
	}
	for _, v := range fields {
		typ := v.Rep.String()
		if v.Kind == ir.Cell || v.Kind == ir.Free {
			typ = "*py.Cell"
		}
		f.Printf("\t%s %s\n", w.vars[v], typ)
	}
	f.Print("}\n\n")
	if len(states) > 1 {
		f.Printf("// The states of %s.\nconst (\n", w.n.fn)
		for i, c := range consts {
			iota := ""
			if i == 0 {
				iota = " = iota"
			}
			f.Printf("\t%s%s\n", c, iota)
		}
		f.Print(")\n\n")
	}
	w.constructor()
	if w.pooled() {
		w.pool()
	} else if w.fn.Kind == ir.Coroutine {
		w.unpooled()
	}
	run := "Resume"
	if w.traced() {
		run = w.tellingResume()
	}
	f.Printf("// %s runs %s until it suspends or finishes.\n", run, sanitize(w.fn.Name))
	f.Printf("func (f *%s) %s(r *coro.Run) coro.Signal {\n", w.n.fn, run)
	if w.needExc {
		f.Print("var failed *py.Exception\n")
	}
	w.cells(func(v *ir.Var, name string) {
		if !w.inFrame(v) && !slices.Contains(early, v) {
			f.Printf("%s := py.NewCell(py.Value{})\n", name)
		}
	})
	for _, v := range w.decls.top {
		f.Printf("var %s %s\n", w.variable(v), v.Rep)
		if !w.read[v] {
			f.Printf("_ = %s\n", w.variable(v))
		}
	}
	text := w.settle()
	w.dispatch()
	f.Printf("%s}\n\n", w.labelled(text))
}

// dispatch writes the switch that goes to the state that the function is resumed in. From
// one state to another the text goes directly: the state of the frame is set where the
// function suspends only.
func (w *funcWriter) dispatch() {
	f := w.m.file
	begun := false
	for i, s := range w.fn.Machine.States {
		if i == 0 || !w.awaited[s] {
			continue
		}
		if !begun {
			begun = true
			f.Print("switch f.Frame.State {\n")
		}
		w.goneTo[s] = true
		f.Printf("case %s:\ngoto %s\n", w.stateName(s), w.stateLabel(s))
	}
	if begun {
		f.Print("}\n")
	}
}

// labelMark stands in front of a state's label in the text until it is known whether
// something goes there.
const labelMark = "\x01"

// labelled returns text with the labels of the states that something goes to, and without
// the others.
func (w *funcWriter) labelled(text string) string {
	used := map[string]bool{}
	for s := range w.goneTo {
		used[w.stateLabel(s)] = true
	}
	parts := strings.Split(text, labelMark)
	for i, part := range parts[1:] {
		label, rest, _ := strings.Cut(part, " ")
		if used[label] {
			rest = label + ":\n" + rest
		}
		parts[i+1] = rest
	}
	return strings.Join(parts, "")
}

// stateLabel is the Go label of a state. As the states' constants are different, so are
// their labels, and none is that of a loop or a handler.
func (w *funcWriter) stateLabel(s *ir.State) string {
	return "at_" + strings.TrimPrefix(w.stateName(s), w.n.fn+"_")
}

// earlyCells returns the cells that only the first state uses, which nothing goes back to:
// they are made there, and not each time that the function is resumed.
func (w *funcWriter) earlyCells(roots [][]ir.Stmt) []*ir.Var {
	first := w.fn.Machine.States[0]
	if len(roots) == 1 || goesTo(roots, first) {
		return nil
	}
	var list []*ir.Var
	for _, v := range w.fn.Locals {
		if v.Kind == ir.Cell && !w.inFrame(v) && w.decls.onlyIn(v, roots[0]) {
			list = append(list, v)
		}
	}
	return list
}

func goesTo(lists [][]ir.Stmt, state *ir.State) bool {
	for _, list := range lists {
		for _, s := range list {
			if g, ok := s.(*ir.Goto); ok && g.State == state || goesTo(ir.Bodies(s), state) {
				return true
			}
		}
	}
	return false
}

// frameFields names the fields first, so that they keep the Python names, and returns
// them.
func (w *funcWriter) frameFields() []*ir.Var {
	var fields []*ir.Var
	for _, list := range [][]*ir.Var{w.fn.Free, w.fn.Params, w.fn.Locals} {
		for _, v := range list {
			if v.InFrame {
				w.declare(v)
				fields = append(fields, v)
			}
		}
	}
	return fields
}

// stateNames returns a constant for every state, 0 for a machine of one state.
func (w *funcWriter) stateNames() []string {
	states := w.fn.Machine.States
	if len(states) == 1 {
		return []string{"0"}
	}
	list := make([]string, len(states))
	for i, s := range states {
		name := w.n.fn + "_" + s.Name
		if i > 0 {
			line, _ := w.m.m.File.Position(s.Pos)
			name = fmt.Sprintf("%s_%d", name, line)
		}
		list[i] = w.m.p.scope.Name(name)
	}
	return list
}

// stateComment says where a state comes from.
func (w *funcWriter) stateComment(s *ir.State) string {
	line, _ := w.m.m.File.Position(s.Pos)
	if s.Resumed {
		return fmt.Sprintf(" // resumed from line %d", line)
	}
	return ""
}

// fieldSet says that a field is set from a parameter.
type fieldSet struct{ field, param string }

// frameParams returns the parameters of a frame's constructors and the fields they set.
func (w *funcWriter) frameParams() (params []string, sets []fieldSet) {
	scope := names.NewScope(w.m.p.scope, "f")
	for _, v := range w.fn.Free {
		p := scope.Name(v.Name)
		params = append(params, p+" *py.Cell")
		sets = append(sets, fieldSet{w.vars[v], p})
	}
	for _, v := range w.fn.Params {
		p := scope.Name(v.Name)
		params = append(params, p+" "+v.Rep.String())
		sets = append(sets, fieldSet{w.vars[v], p})
	}
	return params, sets
}

// constructor writes the function that makes the frame. As it may make one of the function's
// copy, it returns what all frames begin with.
func (w *funcWriter) constructor() {
	params, sets := w.frameParams()
	inits := make([]string, len(sets))
	for i, s := range sets {
		inits[i] = s.field + ": " + s.param
	}
	f := w.m.file
	f.Printf("func %s(%s) *%s {\n", w.n.make, strings.Join(params, ", "), frameTypes[w.fn.Kind])
	w.expectedFrame(sets, func(n *funcNames) string { return n.make })
	f.Printf("f := &%s{%s}\nf.Frame.Init(f, &%s)\nreturn &f.Frame\n}\n\n", w.n.fn, strings.Join(inits, ", "), w.n.code)
}

// frameTypes are the types of package coro that frames begin with.
var frameTypes = map[ir.FuncKind]string{ir.Coroutine: "coro.Frame", ir.Generator: "coro.Generator", ir.AsyncGenerator: "coro.AsyncGenerator"}

// expectedFrame writes the test of a constructor for arguments of the classes that the
// function's copy expects.
func (w *funcWriter) expectedFrame(sets []fieldSet, constructor func(*funcNames) string) {
	if w.fn.Typed == nil {
		return
	}
	names := make([]string, len(sets))
	for i, s := range sets {
		names[i] = s.param
	}
	if test, args, ok := w.expectedArgs(names); ok {
		w.m.file.Printf("if %s {\nreturn %s(%s)\n}\n", test, constructor(w.m.p.funcs[w.fn.Typed]), args)
	}
}

// frameAddr is the address of the running frame's coro.Frame.
func (w *funcWriter) frameAddr() string {
	if w.fn.Kind == ir.Coroutine {
		return "&f.Frame"
	}
	return "&f.Frame.Frame"
}

// pooled reports whether frames of the function may be awaited where they are made, so
// that they can be used again.
func (w *funcWriter) pooled() bool { return w.fn.Kind == ir.Coroutine && !w.traced() }

// pool writes the free list of a frame's type, the constructor that takes from it, and
// the method that gives back.
func (w *funcWriter) pool() {
	f := w.m.file
	free := w.m.p.scope.Name(w.n.fn + "_free")
	f.Printf("// %s has finished frames that nothing refers to.\nvar %s coro.FreeList[%s]\n\n", free, free, w.n.fn)
	params, sets := w.frameParams()
	f.Printf("// %s makes a frame that is awaited at once and that nothing else sees.\n", w.n.await)
	f.Printf("func %s(%s) *coro.Frame {\n", w.n.await, strings.Join(params, ", "))
	w.expectedFrame(sets, func(n *funcNames) string { return n.await })
	f.Printf("f := %s.Get()\nf.Frame.InitAwaited(f, &%s)\n", free, w.n.code)
	for _, s := range sets {
		f.Printf("f.%s = %s\n", s.field, s.param)
	}
	f.Print("return &f.Frame\n}\n\n")
	f.Printf("// finish gives a finished frame back.\nfunc (f *%s) finish(s coro.Signal) coro.Signal {\nif f.Frame.Unseen() {\n", w.n.fn)
	for _, v := range w.frameFields() {
		zero := zeroOf(v.Rep, false)
		if v.Kind == ir.Cell || v.Kind == ir.Free {
			zero = "nil"
		}
		f.Printf("f.%s = %s\n", w.vars[v], zero)
	}
	f.Printf("%s.Put(f)\n}\nreturn s\n}\n\n", free)
	f.Print("// fail gives back a frame that an exception leaves.\n//\n//go:noinline\n")
	f.Printf("func (f *%s) fail(r *coro.Run, exc *py.Exception) coro.Signal {\nreturn f.finish(f.Frame.Raise(r, exc))\n}\n\n", w.n.fn)
}

// next is the state written after the current one, or nil.
func (w *funcWriter) next() *ir.State {
	states := w.fn.Machine.States
	if i := w.state.Index + 1; i < len(states) {
		return states[i]
	}
	return nil
}

func (w *funcWriter) stateName(s *ir.State) string { return w.states[s.Index] }

// gotoStmt goes on with another state, by falling into it where it comes next.
func (w *funcWriter) gotoStmt(s *ir.Goto) {
	if !w.atEnd(s) || w.next() != s.State {
		w.jump(s.State)
	}
}

// jump goes on with state s.
func (w *funcWriter) jump(s *ir.State) {
	w.goneTo[s] = true
	w.printf("goto %s\n", w.stateLabel(s))
}

// resumeIn sets the state that the function is resumed in, should it suspend now.
func (w *funcWriter) resumeIn(s *ir.State) {
	w.awaited[s] = true
	w.printf("f.Frame.State = %s\n", w.stateName(s))
}

// atEnd reports whether s is the last statement of the state being written, so that the
// next one may be fallen into.
func (w *funcWriter) atEnd(s ir.Stmt) bool {
	body := w.state.Body
	return len(body) > 0 && body[len(body)-1] == s
}

// suspend writes the start of a suspending operation.
func (w *funcWriter) suspend(s *ir.Suspend) {
	var call string
	switch op := s.Op.(type) {
	case *ir.Await:
		call = fmt.Sprintf("r.Await(%s, %s)", w.frameAddr(), w.expr(op.X))
	case *ir.AwaitFrame:
		call = fmt.Sprintf("r.AwaitFrame(%s, %s(%s))", w.frameAddr(), w.m.p.funcs[op.Func].await,
			strings.Join(append(w.captures(op.Func), w.exprs(op.Args)...), ", "))
	case *ir.AwaitCall:
		w.awaitCall(s, op)
		return
	case *ir.AwaitNext:
		call = fmt.Sprintf("r.AwaitNext(%s, %s)", w.frameAddr(), w.expr(op.X))
	case *ir.YieldFrom:
		call = fmt.Sprintf("r.YieldFrom(%s, %s)", w.frameAddr(), w.expr(op.X))
	case *ir.Yield:
		w.resumeIn(s.Next)
		yield := "YieldValue"
		if w.fn.Kind == ir.AsyncGenerator {
			yield = "YieldItem"
		}
		w.printf("return r.%s(%s)\n", yield, w.expr(op.X))
		return
	}
	w.resumeIn(s.Next)
	w.printf("if s := %s; s != coro.Done {\nreturn s\n}\n", call)
	w.goOn(s)
}

// awaitCall writes a call together with the await of its result.
func (w *funcWriter) awaitCall(s *ir.Suspend, op *ir.AwaitCall) {
	method := op.Call.Prim.Await
	var args []string
	if site, rest := w.site(op.Call.Prim, op.Call.Args); site != "" {
		args = append([]string{rest[0], "&" + site}, rest[1:]...)
	} else if op.Call.Prim.Form == ir.FormSlice {
		args = w.sliceArgs(op.Call.Prim, op.Call.Args, op.Call.Names)
	} else {
		args = w.exprs(op.Call.Args)
	}
	if op.Method != nil {
		method += "With"
		args = append(args, w.expr(op.Method))
	}
	w.resumeIn(s.Next)
	if p := *op.Call.Prim; p.Pkg != "py" && p.Form == ir.FormFunc {
		p.Symbol = p.Await
		method, args = w.symbol(&p), append([]string{"r", w.frameAddr()}, args...)
		if !p.Raises {
			w.printf("if s := %s(%s); s != coro.Done {\nreturn s\n}\n", method, strings.Join(args, ", "))
			w.goOn(s)
			return
		}
	} else {
		method, args = "r."+method, append([]string{w.frameAddr()}, args...)
	}
	w.printf("if s, exc := %s(%s); exc != nil {\n", method, strings.Join(args, ", "))
	w.fail("exc", op.Pos)
	w.printf("} else if s != coro.Done {\nreturn s\n}\n")
	w.goOn(s)
}

// goOn continues after an operation that did not suspend.
func (w *funcWriter) goOn(s *ir.Suspend) {
	if !w.atEnd(s) || w.next() != s.Next {
		w.jump(s.Next)
	}
}

// resume writes the taking of a suspending operation's result.
func (w *funcWriter) resume(s *ir.Resume, fresh bool) {
	take := "r.Take()"
	dst := s.Dst
	if _, ok := s.Op.(*ir.AwaitNext); ok {
		take = "r.TakeNext()"
		if w.traced() {
			take = fmt.Sprintf("r.TakeNextTold(&%s, %d)", w.n.code, w.pos(s.Pos))
		}
		for len(dst) < 2 {
			dst = append(dst, nil)
		}
	} else if len(dst) == 0 {
		dst = []*ir.Var{nil}
	}
	_, yield := s.Op.(*ir.Yield)
	w.resumed = !yield
	w.results(dst, take, true, s.Pos, fresh)
	w.resumed = false
}
