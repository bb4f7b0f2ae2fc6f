package infer

import "github.com/aio2go/aio2go/lower/ir"

// This file implements the facts about the whole program on which the analysis relies:
// which names are looked up at run time, and which function objects are read.

// facts are gathered in one walk.
type facts struct {
	// dynamic says that the program can look up or set a global by a name that is not in
	// the source: globals(), vars(), eval, getattr on a module ...
	dynamic bool
	// readAttrs and setAttrs are the attribute names read and set anywhere.
	readAttrs, setAttrs map[string]bool
	// reads counts the uses of a variable that are not assignments.
	reads map[*ir.Var]int
	// moves has the variables to which a variable as a whole is assigned.
	moves map[*ir.Var][]*ir.Var
	// made has the variables that hold a function's object, by function.
	made map[*ir.Func][]*ir.Var
	// anonymous has the functions whose object goes elsewhere than into a variable.
	anonymous map[*ir.Func]bool
}

// reflective are the builtins and attributes by which a program reaches names that are
// not in its source.
var reflective = map[string]bool{
	"globals": true, "vars": true, "locals": true, "eval": true, "exec": true, "compile": true,
	"getattr": true, "setattr": true, "delattr": true, "hasattr": false, "__import__": true,
	"__dict__": true, "modules": true, "__globals__": true, "f_globals": true, "import_module": true,
	"__getattribute__": true, "attrgetter": true, "methodcaller": true, "get_type_hints": true,
	"reload": true, "ModuleType": true,
}

func gather(prog *ir.Program) *facts {
	f := &facts{
		readAttrs: map[string]bool{}, setAttrs: map[string]bool{}, reads: map[*ir.Var]int{},
		moves: map[*ir.Var][]*ir.Var{}, made: map[*ir.Func][]*ir.Var{}, anonymous: map[*ir.Func]bool{},
	}
	for _, fn := range prog.AllFuncs() {
		ir.EachStmt(fn.Body, f.stmt)
	}
	return f
}

func (f *facts) stmt(s ir.Stmt) {
	for _, x := range ir.StmtExprs(s) {
		f.expr(x)
	}
	if as, ok := s.(*ir.Assign); ok {
		if r, ok := as.X.(*ir.Ref); ok {
			f.moves[root(r.Var)] = append(f.moves[root(r.Var)], root(as.Dst))
		}
	}
	let, ok := s.(*ir.Let)
	if !ok {
		return
	}
	switch op := let.Op.(type) {
	case *ir.MakeFunc:
		if len(let.Dst) == 1 && let.Dst[0] != nil {
			f.made[op.Func] = append(f.made[op.Func], let.Dst[0])
		} else {
			f.anonymous[op.Func] = true
		}
		if op.Annotate != nil {
			f.anonymous[op.Annotate] = true
		}
	case *ir.MakeClass:
		f.anonymous[op.Body] = true
	case *ir.CallPrim:
		f.prim(op)
	}
}

func (f *facts) prim(op *ir.CallPrim) {
	set := op.Prim.Name == "setattr" || op.Prim.Name == "delattr"
	if op.Prim.Name == "importstar" {
		f.dynamic = true
	}
	for _, x := range op.Args {
		n, ok := x.(*ir.NameConst)
		if !ok {
			continue
		}
		if reflective[n.Name] {
			f.dynamic = true
		}
		if set {
			f.setAttrs[n.Name] = true
		} else {
			f.readAttrs[n.Name] = true
		}
	}
}

func (f *facts) expr(x ir.Expr) {
	ir.EachVar(x, func(v *ir.Var) { f.reads[root(v)]++ })
	if p, ok := x.(*ir.RuntimeVar); ok && reflective[p.Prim.Name] {
		f.dynamic = true
	}
}

// allCallsSeen reports whether fn is only called by direct calls.
func (f *facts) allCallsSeen(fn *ir.Func) bool {
	if f.dynamic || fn.Kind == ir.ClassBody || fn.Kind == ir.ModuleBody || f.anonymous[fn] || fn.VarArgs || fn.VarKeywords {
		return false
	}
	seen := map[*ir.Var]bool{}
	for _, v := range f.made[fn] {
		if !f.unread(root(v), seen) {
			return false
		}
	}
	return true
}

// unread reports whether nothing uses the value of v but to put it into variables that
// nothing uses either.
func (f *facts) unread(v *ir.Var, seen map[*ir.Var]bool) bool {
	if seen[v] {
		return true
	}
	seen[v] = true
	if f.reads[v] > len(f.moves[v]) || v.Kind == ir.Global && f.readAttrs[v.Name] {
		return false
	}
	for _, to := range f.moves[v] {
		if !f.unread(to, seen) {
			return false
		}
	}
	return true
}

// openGlobal reports whether v may be assigned by something that is not an assignment in
// the IR.
func (f *facts) openGlobal(v *ir.Var) bool { return f.dynamic || f.setAttrs[v.Name] }
