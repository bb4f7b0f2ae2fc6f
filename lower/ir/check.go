package ir

import (
	"errors"
	"fmt"

	"github.com/aio2go/aio2go/lower/types"
)

// This file implements Check.

// Check reports the first few violations of the invariants of the IR:
//
//   - the operands of an operation have the representations that it wants, and its Let has
//     a variable, or nil, for every result;
//   - a variable belongs to the function that uses it, a free one to the function around it
//     through Outer, and representations agree in assignments;
//   - Break and Continue stand inside the Block or Loop that they name;
//   - conditions are Bool, what is raised is Exc, what is returned has the function's Result;
//   - position indices are in range.
func Check(p *Program) error {
	c := &checker{}
	for _, m := range p.Modules {
		for _, f := range m.Funcs {
			c.function(f)
		}
		c.function(m.Body)
	}
	return errors.Join(c.errs...)
}

type checker struct {
	fn   *Func
	vars map[*Var]bool
	brk  map[*Label]bool
	cont map[*Label]bool
	errs []error
}

const maxErrors = 20

func (c *checker) errorf(format string, args ...any) {
	if len(c.errs) < maxErrors {
		c.errs = append(c.errs, fmt.Errorf("ir: %s: %s", c.fn.Qualname, fmt.Sprintf(format, args...)))
	}
}

func (c *checker) function(f *Func) {
	c.fn, c.vars, c.brk, c.cont = f, map[*Var]bool{}, map[*Label]bool{}, map[*Label]bool{}
	for _, list := range [][]*Var{f.Params, f.Free, f.Locals} {
		for _, v := range list {
			if c.vars[v] {
				c.errorf("variable %s is declared twice", v.Name)
			}
			c.vars[v] = true
			if v.Func != f {
				c.errorf("variable %s belongs to another function", v.Name)
			}
		}
	}
	for _, v := range f.Free {
		if v.Outer == nil || v.Kind != Free {
			c.errorf("free variable %s has no outer variable", v.Name)
		}
	}
	if f.Machine == nil {
		c.list(f.Body)
		if !ends(f.Body) {
			c.errorf("the end of the body is reached")
		}
	}
}

func (c *checker) list(list []Stmt) {
	for _, s := range list {
		c.stmt(s)
	}
}

func (c *checker) variable(v *Var) {
	if v == nil {
		return
	}
	if v.Kind == Global {
		if v.Module == nil {
			c.errorf("global %s has no module", v.Name)
		}
		return
	}
	if !c.vars[v] {
		c.errorf("variable %s is not declared", v.Name)
	}
}

func (c *checker) expr(x Expr, want types.Rep) {
	if x == nil {
		c.errorf("an operand is missing")
		return
	}
	EachVar(x, c.variable)
	if got := x.Rep(); got != want {
		c.errorf("%s is %s, not %s", exprText(x), got, want)
	}
	if p, ok := x.(*Pure); ok {
		c.operands(p.Prim, p.Args, nil)
	}
}

func exprText(x Expr) string {
	return (&printer{names: map[*Var]string{}, taken: map[string]int{}}).expr(x)
}

func (c *checker) pos(i int) {
	if i < -1 || i >= len(c.fn.Positions) {
		c.errorf("position %d of %d", i, len(c.fn.Positions))
	}
}

func (c *checker) stmt(s Stmt) {
	switch s := s.(type) {
	case *Let:
		c.let(s)
	case *Assign:
		c.variable(s.Dst)
		c.expr(s.X, s.Dst.Rep)
	case *If:
		c.expr(s.Cond, types.Bool)
		c.list(s.Then)
		c.list(s.Else)
	case *Loop:
		c.pos(s.Pos)
		c.brk[s.Label], c.cont[s.Label] = true, true
		c.list(s.Polled)
		c.list(s.Body)
		delete(c.brk, s.Label)
		delete(c.cont, s.Label)
	case *Block:
		c.brk[s.Label] = true
		c.list(s.Body)
		delete(c.brk, s.Label)
	case *Break:
		if !c.brk[s.Label] {
			c.errorf("break to %s, which is not around it", s.Label.Name)
		}
	case *Continue:
		if !c.cont[s.Label] {
			c.errorf("continue of %s, which is not around it", s.Label.Name)
		}
	case *Try:
		c.variable(s.Exc)
		c.list(s.Body)
		c.list(s.Handler)
	case *Return:
		c.expr(s.X, c.fn.Result)
	case *Reraise:
		c.expr(s.X, types.Exc)
	case *Raise:
		c.expr(s.X, types.Exc)
		c.pos(s.Pos)
	case *CheckBound:
		c.variable(s.Var)
		c.pos(s.Pos)
	case *FreshCell:
		c.variable(s.Var)
	}
}

func (c *checker) let(s *Let) {
	c.pos(s.Pos)
	for _, v := range s.Dst {
		c.variable(v)
	}
	for _, x := range Args(s.Op) {
		EachVar(x, c.variable)
	}
	results := []types.Rep{types.Boxed}
	switch op := s.Op.(type) {
	case *CallPrim:
		results = op.Prim.Results
		c.operands(op.Prim, op.Args, op.Names)
	case *CallFunc:
		results = []types.Rep{op.Func.Result}
		c.arguments(op.Func, op.Args)
	case *NewFrame:
		c.arguments(op.Func, op.Args)
	case *AwaitFrame:
		c.arguments(op.Func, op.Args)
	case *AwaitNext:
		results = []types.Rep{types.Boxed, types.Bool}
	}
	if len(s.Dst) != len(results) {
		c.errorf("%d variables for %d results", len(s.Dst), len(results))
		return
	}
	for i, v := range s.Dst {
		if v != nil && v.Rep != results[i] {
			c.errorf("result %d is %s, its variable %s is %s", i, results[i], v.Name, v.Rep)
		}
	}
}

func (c *checker) arguments(f *Func, args []Expr) {
	if len(args) != len(f.Params) {
		c.errorf("%d arguments for %d parameters of %s", len(args), len(f.Params), f.Qualname)
		return
	}
	for i, x := range args {
		c.expr(x, f.Params[i].Rep)
	}
}

// operands checks the operands of a primitive.
func (c *checker) operands(p *Prim, args []Expr, names []string) {
	params := make([]types.Rep, 0, len(p.Params))
	hasNames, repeats := false, p.Variadic
	for _, r := range p.Params {
		switch {
		case r == types.NamesRep:
			hasNames = true
			continue
		case r == types.ValuesRep && p.Form == FormSlice:
			r, repeats = types.Boxed, true
		}
		params = append(params, r)
	}
	if len(names) > 0 && !hasNames {
		c.errorf("%s takes no names", p.Name)
	}
	if len(args) < len(params) && !(repeats && len(args) == len(params)-1) || len(args) > len(params) && !repeats {
		c.errorf("%s has %d operands, wants %d", p.Name, len(args), len(params))
		return
	}
	for i, x := range args {
		c.expr(x, params[min(i, len(params)-1)])
	}
}

// ends reports whether the end of a list cannot be reached.
func ends(list []Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch s := list[len(list)-1].(type) {
	case *Return, *Raise, *Reraise, *Break, *Continue:
		return true
	case *If:
		return ends(s.Then) && ends(s.Else)
	case *Try:
		return ends(s.Body) && ends(s.Handler)
	case *Loop:
		return !breaks(s.Body, s.Label)
	case *Block:
		return ends(s.Body) && !breaks(s.Body, s.Label)
	}
	return false
}

// breaks reports whether a Break to label is in the list.
func breaks(list []Stmt, label *Label) bool {
	found := false
	EachStmt(list, func(s Stmt) {
		if b, ok := s.(*Break); ok && b.Label == label {
			found = true
		}
	})
	return found
}
