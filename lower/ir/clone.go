package ir

import "fmt"

// This file implements copies of functions.

// cloner maps what belongs to a function to what belongs to its copy.
type cloner struct {
	fn     *Func
	vars   map[*Var]*Var
	labels map[*Label]*Label
}

// Clone returns a copy of fn, a function without cells that defines no functions or
// classes and whose body is there as statements. It refers to the same functions and
// globals.
func (fn *Func) Clone() *Func {
	c := &cloner{fn: &Func{}, vars: map[*Var]*Var{}, labels: map[*Label]*Label{}}
	*c.fn = *fn
	c.fn.Params = c.declare(fn.Params)
	c.fn.Locals = c.declare(fn.Locals)
	c.fn.Positions = append([]Position(nil), fn.Positions...)
	c.fn.Body = c.list(fn.Body)
	return c.fn
}

func (c *cloner) declare(list []*Var) []*Var {
	out := make([]*Var, len(list))
	for i, v := range list {
		w := *v
		w.Func = c.fn
		out[i], c.vars[v] = &w, &w
	}
	return out
}

func (c *cloner) variable(v *Var) *Var {
	if w := c.vars[v]; w != nil {
		return w
	}
	return v // a global, or nil
}

func (c *cloner) variables(list []*Var) []*Var {
	out := make([]*Var, len(list))
	for i, v := range list {
		if v != nil {
			out[i] = c.variable(v)
		}
	}
	return out
}

func (c *cloner) label(l *Label) *Label {
	if c.labels[l] == nil {
		copied := *l
		c.labels[l] = &copied
	}
	return c.labels[l]
}

func (c *cloner) expr(x Expr) Expr {
	switch x := x.(type) {
	case *Const:
		return c.constant(x)
	case *Ref:
		return &Ref{Var: c.variable(x.Var)}
	case *Pure:
		return &Pure{Prim: x.Prim, Args: c.exprs(x.Args)}
	case *IsRaised:
		return &IsRaised{X: c.expr(x.X)}
	case *NameConst:
		return &NameConst{Name: x.Name}
	case *RuntimeVar, *SlotConst:
		return x
	}
	panic(fmt.Sprintf("ir: an expression %T in a copy", x))
}

// constant copies a constant: analyses tell the objects of constants apart by where they
// stand.
func (c *cloner) constant(x *Const) *Const {
	out := *x
	out.Elems = make([]*Const, len(x.Elems))
	for i, e := range x.Elems {
		out.Elems[i] = c.constant(e)
	}
	return &out
}

func (c *cloner) exprs(list []Expr) []Expr {
	if list == nil {
		return nil
	}
	out := make([]Expr, len(list))
	for i, x := range list {
		out[i] = c.expr(x)
	}
	return out
}

func (c *cloner) op(op Op) Op {
	switch op := op.(type) {
	case *CallPrim:
		return &CallPrim{Prim: op.Prim, Args: c.exprs(op.Args), Names: op.Names}
	case *CallFunc:
		return &CallFunc{Func: op.Func, Args: c.exprs(op.Args), Cells: op.Cells}
	case *NewFrame:
		return &NewFrame{Func: op.Func, Args: c.exprs(op.Args)}
	case *AwaitFrame:
		return &AwaitFrame{Func: op.Func, Args: c.exprs(op.Args)}
	case *Await:
		return &Await{X: c.expr(op.X)}
	case *AwaitNext:
		return &AwaitNext{X: c.expr(op.X)}
	case *Yield:
		return &Yield{X: c.expr(op.X)}
	case *YieldFrom:
		return &YieldFrom{X: c.expr(op.X)}
	}
	panic(fmt.Sprintf("ir: an operation %T in a copy", op))
}

func (c *cloner) list(list []Stmt) []Stmt {
	if list == nil {
		return nil
	}
	out := make([]Stmt, len(list))
	for i, s := range list {
		out[i] = c.stmt(s)
	}
	return out
}

func (c *cloner) stmt(s Stmt) Stmt {
	switch s := s.(type) {
	case *Let:
		return &Let{Dst: c.variables(s.Dst), Op: c.op(s.Op), Pos: s.Pos}
	case *Assign:
		return &Assign{Dst: c.variable(s.Dst), X: c.expr(s.X)}
	case *If:
		return &If{Cond: c.expr(s.Cond), Then: c.list(s.Then), Else: c.list(s.Else)}
	case *Loop:
		return &Loop{Label: c.label(s.Label), Body: c.list(s.Body), Poll: s.Poll, Pos: s.Pos, Polled: c.list(s.Polled)}
	case *Block:
		return &Block{Label: c.label(s.Label), Body: c.list(s.Body)}
	case *Break:
		return &Break{Label: c.label(s.Label)}
	case *Continue:
		return &Continue{Label: c.label(s.Label)}
	case *Try:
		return &Try{Body: c.list(s.Body), Exc: c.variable(s.Exc), Handler: c.list(s.Handler)}
	case *Return:
		return &Return{X: c.expr(s.X)}
	case *Reraise:
		return &Reraise{X: c.expr(s.X)}
	case *Raise:
		return &Raise{X: c.expr(s.X), Pos: s.Pos}
	case *CheckBound:
		return &CheckBound{Var: c.variable(s.Var), Pos: s.Pos}
	case *Poll:
		return &Poll{Pos: s.Pos}
	case *Line:
		return &Line{Pos: s.Pos}
	}
	panic(fmt.Sprintf("ir: a statement %T in a copy", s))
}
