package build

import (
	"slices"

	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// fn is a function being built.
type fn struct {
	m     *module
	f     *ir.Func
	up    *fn            // the function around it
	scope *resolve.Scope // of the code being built: the function's, or an inlined comprehension's

	vars      map[*resolve.Symbol]*ir.Var // by the symbol that binds them
	positions map[ir.Position]int
	out       []ir.Stmt // the block being built
	ctx       *ctx      // what encloses the statement being built
	tries     int       // how many bodies of Try are around it
	ns        *ir.Var   // the namespace, in class bodies
	handled   ir.Expr   // the exception that the except clause around the code handles
	quiet     bool      // do not warn about undefined names
	keep      bool      // values that are being stored are used again
	first     *ir.Var   // the variable of the first parameter
	// frames are the coroutine and generator objects that calls have made, by call.
	frames map[*syntax.Call]ir.Expr
	// callees are what calls that keepCallee has marked have called, by call.
	callees map[*syntax.Call]ir.Expr
	// made are the variables that keep what calls in something that reads it have given.
	made map[*syntax.Call]*ir.Var
	// expressions are the generators that generator expressions have made, and what these
	// iterate over, where that is a generator to close.
	expressions map[*syntax.GeneratorExp][2]ir.Expr
	line        source.Pos
	unmarked    int // lines are not told: what is built is one operation of CPython's code
}

// newFn starts the body of f, whose code is in scope.
func (m *module) newFn(f *ir.Func, up *fn, scope *resolve.Scope) *fn {
	b := &fn{m: m, f: f, up: up, scope: scope, vars: map[*resolve.Symbol]*ir.Var{}, positions: map[ir.Position]int{}, line: -1, frames: map[*syntax.Call]ir.Expr{}, callees: map[*syntax.Call]ir.Expr{}, made: map[*syntax.Call]*ir.Var{}, expressions: map[*syntax.GeneratorExp][2]ir.Expr{}}
	return b
}

// frame returns the scope in whose Go function the variables of s live: inlined
// comprehensions and type parameters belong to the function around them.
func frame(s *resolve.Scope) *resolve.Scope {
	for s.Kind == resolve.TypeParamsScope || s.Comp != resolve.NotComp && s.Comp != resolve.Generator {
		s = s.Parent
	}
	return s
}

// variable returns the Var of sym, which is not a global or an entry of a class namespace.
func (b *fn) variable(sym *resolve.Symbol) *ir.Var { return b.capture(sym.Def()) }

// capture returns the Var for the variable that def binds, as a free variable where
// another function owns it.
func (b *fn) capture(def *resolve.Symbol) *ir.Var {
	if v := b.vars[def]; v != nil {
		return v
	}
	v := &ir.Var{Name: def.Name, Func: b.f, Rep: types.Boxed, Type: types.Any}
	b.vars[def] = v
	if frame(def.Scope) == frame(b.scope) || b.up == nil {
		if def.Kind == resolve.Cell {
			v.Kind = ir.Cell
		}
		body := b.f.Kind == ir.ClassBody || b.f.Kind == ir.ModuleBody // f_locals is the namespace
		v.Watched = b.m.p.traced && !body && (def.Scope == frame(def.Scope) || v.Kind == ir.Local)
		b.f.Locals = append(b.f.Locals, v)
		return v
	}
	v.Kind = ir.Free
	v.Outer = b.up.capture(def)
	b.f.Free = append(b.f.Free, v)
	return v
}

// temp makes a temporary that holds what name says.
func (b *fn) temp(name string, rep types.Rep) *ir.Var {
	v := &ir.Var{Name: name, Kind: ir.Temp, Func: b.f, Rep: rep, Type: types.Any}
	b.f.Locals = append(b.f.Locals, v)
	return v
}

// emit appends a statement to the block, unless the end of the block cannot be reached.
func (b *fn) emit(s ir.Stmt) {
	if b.m.p.traced {
		b.markStmt(s)
	}
	if n := len(b.out); n > 0 && terminates(b.out[n-1]) {
		return
	}
	b.out = append(b.out, s)
}

// block builds a block of its own with f.
func (b *fn) block(f func()) []ir.Stmt {
	saved := b.out
	b.out = nil
	f()
	list := b.out
	b.out = saved
	return list
}

// tryBlock builds the body of a Try with f.
func (b *fn) tryBlock(f func()) []ir.Stmt {
	b.tries++
	list := b.block(f)
	b.tries--
	return list
}

// let runs p and returns its only result in a temporary called name.
func (b *fn) let(name string, p *ir.Prim, pos int, args ...ir.Expr) ir.Expr {
	v := b.temp(name, p.Results[0])
	b.emit(&ir.Let{Dst: []*ir.Var{v}, Op: &ir.CallPrim{Prim: p, Args: args}, Pos: pos})
	return ref(v)
}

// do runs p and drops its results.
func (b *fn) do(p *ir.Prim, pos int, args ...ir.Expr) {
	b.emit(&ir.Let{Dst: make([]*ir.Var, len(p.Results)), Op: &ir.CallPrim{Prim: p, Args: args}, Pos: pos})
}

// op runs an operation of one result.
func (b *fn) op(name string, op ir.Op, pos int) ir.Expr {
	v := b.temp(name, types.Boxed)
	b.emit(&ir.Let{Dst: []*ir.Var{v}, Op: op, Pos: pos})
	return ref(v)
}

// set assigns a simple expression.
func (b *fn) set(dst *ir.Var, x ir.Expr) {
	if r, ok := x.(*ir.Ref); ok && r.Var == dst {
		return
	}
	if b.redirect(dst, x) {
		return
	}
	b.emit(&ir.Assign{Dst: dst, X: x})
}

// keeping runs f, which stores values that are used again.
func (b *fn) keeping(f func()) {
	saved := b.keep
	b.keep = true
	f()
	b.keep = saved
}

// redirect lets the operation that has just computed x assign dst itself. That is right
// only where nobody can see that a failing operation has overwritten dst.
func (b *fn) redirect(dst *ir.Var, x ir.Expr) bool {
	r, ok := x.(*ir.Ref)
	if !ok || b.keep || r.Var.Kind != ir.Temp || dst.Kind != ir.Local && dst.Kind != ir.Temp || dst.Rep != r.Var.Rep || len(b.out) == 0 {
		return false
	}
	let, ok := b.out[len(b.out)-1].(*ir.Let)
	if !ok || len(let.Dst) != 1 || let.Dst[0] != r.Var {
		return false
	}
	if dst.Kind == ir.Local && b.tries > 0 && opRaises(let.Op) {
		return false
	}
	b.forget(r.Var)
	let.Dst[0] = dst
	return true
}

// forget removes a temporary that is not needed after all.
func (b *fn) forget(v *ir.Var) {
	for i := len(b.f.Locals) - 1; i >= 0; i-- {
		if b.f.Locals[i] == v {
			b.f.Locals = slices.Delete(b.f.Locals, i, i+1)
			return
		}
	}
}

// opRaises reports whether op can raise.
func opRaises(op ir.Op) bool {
	switch op := op.(type) {
	case *ir.CallPrim:
		return op.Prim.Raises
	case *ir.MakeFunc, *ir.NewFrame:
		return false
	}
	return true
}

// choose chooses by a condition.
func (b *fn) choose(cond ir.Expr, then, orelse func()) {
	s := &ir.If{Cond: cond}
	s.Then = b.block(then)
	if orelse != nil {
		s.Else = b.block(orelse)
	}
	if len(s.Then) == 0 && len(s.Else) == 0 {
		return
	}
	b.emit(s)
}

func ref(v *ir.Var) ir.Expr { return &ir.Ref{Var: v} }

func not(x ir.Expr) ir.Expr {
	if p, ok := x.(*ir.Pure); ok && p.Prim == prim.NotBool {
		return p.Args[0]
	}
	return &ir.Pure{Prim: prim.NotBool, Args: []ir.Expr{x}}
}

func unbound(x ir.Expr) ir.Expr { return &ir.Pure{Prim: prim.IsUnbound, Args: []ir.Expr{x}} }

func boolValue(x ir.Expr) ir.Expr { return &ir.Pure{Prim: prim.FromBool, Args: []ir.Expr{x}} }

func name(s string) ir.Expr { return &ir.NameConst{Name: s} }

func none() ir.Expr     { return &ir.Const{Kind: ir.CNone, R: types.Boxed} }
func noObject() ir.Expr { return &ir.Const{Kind: ir.CUnbound, R: types.Boxed} }
func noRaised() ir.Expr { return &ir.Const{Kind: ir.CNilExc, R: types.Exc} }
func native(i int) ir.Expr {
	return &ir.Const{Kind: ir.CInt, Int: int64(i), R: types.Native}
}

func boolean(t bool) ir.Expr {
	if t {
		return &ir.Const{Kind: ir.CTrue, R: types.Bool}
	}
	return &ir.Const{Kind: ir.CFalse, R: types.Bool}
}

func str(s string) *ir.Const { return &ir.Const{Kind: ir.CStr, Str: s, R: types.Boxed} }

func integer(i int64) *ir.Const { return &ir.Const{Kind: ir.CInt, Int: i, R: types.Boxed} }

// element returns list[i].
func element(list ir.Expr, i int) ir.Expr {
	return &ir.Pure{Prim: prim.Element, Args: []ir.Expr{list, native(i)}}
}

// startLine notes the source line of a statement.
func (b *fn) startLine(n syntax.Node) {
	pos := n.Span().Start
	line, _ := b.m.file.Position(pos)
	if last := b.line; last >= 0 {
		if l, _ := b.m.file.Position(last); l == line {
			return
		}
	}
	b.line = pos
	b.emit(&ir.Line{Pos: pos})
}

// mangle returns the name that an attribute has in the class around the code.
func (b *fn) mangle(attr string) string { return b.scope.Mangle(attr) }
