package ir

// This file implements the walks over expressions and operations that passes share.

// EachVar calls f for every variable that x refers to, cells included.
func EachVar(x Expr, f func(*Var)) {
	switch x := x.(type) {
	case *Ref:
		f(x.Var)
	case *CellOf:
		f(x.Var)
	case *Pure:
		for _, a := range x.Args {
			EachVar(a, f)
		}
	case *IsRaised:
		EachVar(x.X, f)
	}
}

// Args returns the expressions that op evaluates. Of MakeFunc and MakeClass these
// include the cells that the new function captures.
func Args(op Op) []Expr {
	switch op := op.(type) {
	case *CallPrim:
		return op.Args
	case *CallFunc:
		if op.Cells != nil {
			var list []Expr
			for _, v := range op.Cells {
				list = append(list, &CellOf{Var: v})
			}
			return append(list, op.Args...)
		}
		return append(captures(op.Func), op.Args...)
	case *NewFrame:
		return append(captures(op.Func), op.Args...)
	case *AwaitFrame:
		return append(captures(op.Func), op.Args...)
	case *AwaitCall:
		return op.Call.Args
	case *MakeFunc:
		args := captures(op.Func)
		if op.Annotate != nil {
			args = append(args, captures(op.Annotate)...)
		}
		args = append(args, op.Defaults...)
		args = append(args, op.KwDefaults...)
		if op.TypeParams != nil {
			args = append(args, op.TypeParams)
		}
		return args
	case *MakeClass:
		args := append(captures(op.Body), op.Bases)
		if op.Keywords != nil {
			args = append(args, op.Keywords)
		}
		return args
	case *Await:
		return []Expr{op.X}
	case *AwaitNext:
		return []Expr{op.X}
	case *Yield:
		return []Expr{op.X}
	case *YieldFrom:
		return []Expr{op.X}
	}
	return nil
}

// captures returns the cells that a use of fn takes from the function around it.
func captures(fn *Func) []Expr {
	var list []Expr
	for _, v := range fn.Free {
		list = append(list, &CellOf{Var: v.Outer})
	}
	return list
}

// EachStmt calls f for every statement of the list at every depth, outer before inner.
func EachStmt(list []Stmt, f func(Stmt)) {
	for _, s := range list {
		f(s)
		for _, sub := range Bodies(s) {
			EachStmt(sub, f)
		}
	}
}

// Bodies returns the statement lists inside s.
func Bodies(s Stmt) [][]Stmt {
	switch s := s.(type) {
	case *If:
		return [][]Stmt{s.Then, s.Else}
	case *Loop:
		return [][]Stmt{s.Polled, s.Body}
	case *Block:
		return [][]Stmt{s.Body}
	case *Try:
		return [][]Stmt{s.Body, s.Handler}
	}
	return nil
}

// MapBodies makes the statement lists inside s what f returns for them, but for what a loop
// does after it has polled.
func MapBodies(s Stmt, f func([]Stmt) []Stmt) {
	switch s := s.(type) {
	case *If:
		s.Then, s.Else = f(s.Then), f(s.Else)
	case *Loop:
		s.Body = f(s.Body)
	case *Block:
		s.Body = f(s.Body)
	case *Try:
		s.Body, s.Handler = f(s.Body), f(s.Handler)
	}
}

// StmtExprs returns the expressions that s itself evaluates, not those in statements
// inside it.
func StmtExprs(s Stmt) []Expr {
	switch s := s.(type) {
	case *Let:
		return Args(s.Op)
	case *Assign:
		return []Expr{s.X}
	case *If:
		return []Expr{s.Cond}
	case *Return:
		return []Expr{s.X}
	case *Reraise:
		return []Expr{s.X}
	case *Raise:
		return []Expr{s.X}
	case *Suspend:
		return Args(s.Op)
	}
	return nil
}

// StmtDefs returns the variables that s itself assigns; elements may be nil.
func StmtDefs(s Stmt) []*Var {
	switch s := s.(type) {
	case *Let:
		return s.Dst
	case *Assign:
		return []*Var{s.Dst}
	case *Try:
		return []*Var{s.Exc}
	case *FreshCell:
		return []*Var{s.Var}
	case *Resume:
		return s.Dst
	}
	return nil
}

// TypeName returns the function's qualified name, for the types that name it.
func (fn *Func) TypeName() string { return fn.Qualname }

// Lists returns the statement lists of fn: its body, or those of its states.
func (fn *Func) Lists() []*[]Stmt {
	if fn.Machine == nil {
		return []*[]Stmt{&fn.Body}
	}
	var lists []*[]Stmt
	for _, s := range fn.Machine.States {
		lists = append(lists, &s.Body)
	}
	return lists
}

// AllFuncs returns every function of the program, the bodies of modules included.
func (p *Program) AllFuncs() []*Func {
	var list []*Func
	for _, m := range p.Modules {
		list = append(list, m.Funcs...)
		list = append(list, m.Body)
	}
	return list
}
