package infer

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// Info is what is known of a program.
type Info struct {
	vars    map[*ir.Var]*types.Cell
	results map[*ir.Func]*types.Cell
	// Known has the functions all of whose calls are seen.
	Known   map[*ir.Func]bool
	classes map[*ir.Func]*class
	// objects are the abstract objects that statements make.
	objects map[site]*types.Object
	facts   *facts
}

var anything = types.Of(types.AnyKinds)

// Var returns the set of values that v may have while it has one.
func (in *Info) Var(v *ir.Var) types.Static {
	if c := in.vars[root(v)]; c != nil && c.S.Kinds != 0 {
		return c.S
	}
	return anything
}

// Result returns the set of values that a call of fn may return (of a coroutine, what
// awaiting it gives).
func (in *Info) Result(fn *ir.Func) types.Static {
	if c := in.results[fn]; c != nil && c.S.Kinds != 0 {
		return c.S
	}
	return anything
}

// root returns the variable that owns the cell of a Free variable, or v.
func root(v *ir.Var) *ir.Var {
	for v.Kind == ir.Free && v.Outer != nil {
		v = v.Outer
	}
	return v
}

// analysis is the state of Program.
type analysis struct {
	*Info
	prog    *ir.Program
	yields  map[*ir.Func]*types.Cell
	open    map[*ir.Func]bool // functions called from nobody knows where
	globals map[string][]*types.Cell
	modules map[string]*ir.Module
	insts   []*types.Object // the instances of all classes
	fn      *ir.Func        // whose statement is being analysed
	at      any             // the statement
	changed bool
}

// maxRounds bounds the rounds of the analysis; a program that needs more is left dynamic.
const maxRounds = 200

// Program analyses prog.
func Program(prog *ir.Program) *Info {
	a := &analysis{
		Info: &Info{
			vars: map[*ir.Var]*types.Cell{}, results: map[*ir.Func]*types.Cell{},
			Known: map[*ir.Func]bool{}, classes: map[*ir.Func]*class{},
			objects: map[site]*types.Object{}, facts: gather(prog),
		},
		prog: prog, yields: map[*ir.Func]*types.Cell{}, open: map[*ir.Func]bool{},
		globals: map[string][]*types.Cell{}, modules: map[string]*ir.Module{},
	}
	funcs := prog.AllFuncs()
	for _, m := range prog.Modules {
		a.modules[m.Name] = m
		for _, v := range m.Globals {
			c := a.cell(v)
			a.globals[v.Name] = append(a.globals[v.Name], c)
			if a.facts.openGlobal(v) {
				c.Escaped = true
				a.grow(c, anything)
			}
		}
	}
	for _, fn := range funcs {
		if fn.Original != nil {
			continue // it is called by name alone
		}
		if fn.Kind == ir.ClassBody || fn.Kind == ir.ModuleBody || a.facts.dynamic || a.facts.annotates[fn] {
			a.openFunc(fn)
		}
	}
	a.findClasses(funcs)
	for round := 0; ; round++ {
		a.changed = false
		for _, fn := range funcs {
			a.fn = fn
			ir.EachStmt(fn.Body, a.stmt)
			if fn.Typed != nil {
				a.expect(fn)
			}
		}
		if !a.changed && !a.openStrange() {
			break
		}
		if round == maxRounds {
			return giveUp(prog)
		}
	}
	for _, fn := range funcs {
		a.Known[fn] = !a.open[fn]
		for _, list := range [][]*ir.Var{fn.Locals, fn.Params} {
			for _, v := range list {
				v.Type = a.Var(v)
			}
		}
	}
	for _, m := range prog.Modules {
		for _, v := range m.Globals {
			v.Type = a.Var(v)
		}
	}
	return a.Info
}

// giveUp returns the Info that knows nothing.
func giveUp(prog *ir.Program) *Info {
	f := gather(prog)
	f.dynamic = true
	return &Info{
		vars: map[*ir.Var]*types.Cell{}, results: map[*ir.Func]*types.Cell{}, Known: map[*ir.Func]bool{},
		classes: map[*ir.Func]*class{}, objects: map[site]*types.Object{}, facts: f,
	}
}

// cell returns the cell of a variable.
func (a *analysis) cell(v *ir.Var) *types.Cell {
	v = root(v)
	c := a.vars[v]
	if c == nil {
		c = &types.Cell{}
		a.vars[v] = c
	}
	return c
}

// result returns the cell of what fn returns.
func (a *analysis) result(fn *ir.Func) *types.Cell { return cellOf(a.results, fn) }

// yield returns the cell of what fn yields.
func (a *analysis) yield(fn *ir.Func) *types.Cell { return cellOf(a.yields, fn) }

func cellOf(m map[*ir.Func]*types.Cell, fn *ir.Func) *types.Cell {
	c := m[fn]
	if c == nil {
		c = &types.Cell{}
		m[fn] = c
	}
	return c
}

// maxGrowths is how often the interval of a cell may grow before it is widened.
const maxGrowths = 3

// grow adds values to a cell.
func (a *analysis) grow(c *types.Cell, s types.Static) {
	if c == nil || s.Kinds == 0 {
		return
	}
	if c == types.Unknown.Elem {
		a.escape(s)
		return
	}
	j := c.S.Join(s)
	if j.Equal(c.S) {
		return
	}
	if j.Ints != c.S.Ints && c.S.Kinds&types.KInt != 0 {
		if c.Growths++; c.Growths > maxGrowths {
			j.Ints = j.Ints.Widen()
		}
	}
	c.S = j
	a.changed = true
	if c.Escaped {
		a.escape(s)
	}
}

// stmt joins what s assigns.
func (a *analysis) stmt(s ir.Stmt) {
	a.at = s
	switch s := s.(type) {
	case *ir.Assign:
		if c, ok := s.X.(*ir.Const); ok && c.Kind == ir.CUnbound {
			return
		}
		x := a.expr(s.X)
		if s.Dst.Keep != 0 {
			x = x.Keep(s.Dst.Keep)
		}
		a.grow(a.cell(s.Dst), x)
	case *ir.Let:
		results := a.op(s.Op)
		for i, v := range s.Dst {
			if v == nil {
				continue
			}
			r := anything
			if i < len(results) {
				r = results[i]
			}
			a.grow(a.cell(v), r)
		}
	case *ir.Return:
		a.grow(a.result(a.fn), a.expr(s.X))
	case *ir.If:
		a.cells(s.Cond)
	}
}

// cells notes the cells that become objects: anything may be put into them.
func (a *analysis) cells(x ir.Expr) {
	p, ok := x.(*ir.Pure)
	if !ok {
		return
	}
	for _, arg := range p.Args {
		if c, ok := arg.(*ir.CellOf); ok {
			a.escapeCell(a.cell(c.Var))
		}
		a.cells(arg)
	}
}

// escapeCell says that code outside of the program reads and writes c.
func (a *analysis) escapeCell(c *types.Cell) {
	if !c.Escaped {
		c.Escaped = true
		a.escape(c.S)
	}
	a.grow(c, anything)
}

// Expr returns the set of values of x.
func (in *Info) Expr(x ir.Expr) types.Static {
	s := (&analysis{Info: in}).expr(x)
	if s.Kinds == 0 {
		return anything
	}
	return s
}

// expr returns the set of values of x, the empty set while nothing has reached it.
func (a *analysis) expr(x ir.Expr) types.Static {
	switch x := x.(type) {
	case *ir.Const:
		return a.constant(x)
	case *ir.Ref:
		switch c := a.vars[root(x.Var)]; {
		case c != nil && c.S.Kinds != 0:
			return c.S
		case x.Var.Rep == types.Bool:
			return types.Of(types.KBool)
		case x.Var.Rep == types.Float64:
			return types.Of(types.KFloat)
		case x.Var.Rep == types.Int64:
			return types.Int(types.Between(-1<<63, 1<<63-1))
		case c != nil && (x.Var.Rep == types.Boxed || x.Var.Rep == types.ValuesRep):
			return c.S
		case x.Var.Rep == types.Boxed && a.prog != nil:
			return a.cell(x.Var).S
		}
		return anything
	case *ir.Pure:
		if a.prog != nil {
			a.cells(x)
		}
		switch {
		case x.Prim.Name == "frombool", x.Rep() == types.Bool:
			return types.Of(types.KBool)
		case x.Prim.Name == "namevalue":
			return types.Of(types.KStr)
		case x.Prim.Name == "element":
			return a.expr(x.Args[0])
		case x.Rep() == types.Int64:
			return types.Int(types.Between(-1<<63, 1<<63-1))
		case x.Rep() == types.Float64:
			return types.Of(types.KFloat)
		case x.Prim.Name == "boxint":
			return a.expr(x.Args[0])
		case x.Prim.Name == "boxfloat":
			return types.Of(types.KFloat)
		}
	case *ir.IsRaised:
		return types.Of(types.KBool)
	}
	return anything
}

// constant returns the set of one constant.
func (a *analysis) constant(c *ir.Const) types.Static {
	switch c.Kind {
	case ir.CInt:
		if c.Big != nil {
			return types.Of(types.KInt)
		}
		return types.Int(types.Exactly(c.Int))
	case ir.CTuple:
		if a.prog == nil {
			if o := a.objects[site{at: c}]; o != nil {
				return types.ObjectOf(o)
			}
			return types.Of(types.KTuple)
		}
		o := a.object(site{at: c}, types.KTuple)
		if o.Items == nil && o.Elem == nil {
			a.setItems(o, len(c.Elems))
		}
		for i, e := range c.Elems {
			a.grow(o.Items[i], a.constant(e))
		}
		return types.ObjectOf(o)
	}
	return types.Of(constKinds[c.Kind])
}

var constKinds = map[ir.ConstKind]types.Kinds{
	ir.CNone: types.KNone, ir.CTrue: types.KBool, ir.CFalse: types.KBool, ir.CEllipsis: types.KOther,
	ir.CNotImplemented: types.KOther, ir.CFloat: types.KFloat, ir.CComplex: types.KOther,
	ir.CStr: types.KStr, ir.CBytes: types.KBytes, ir.CFrozenSet: types.KOther,
	ir.CUnbound: types.AnyKinds, ir.CNilExc: types.AnyKinds,
}
