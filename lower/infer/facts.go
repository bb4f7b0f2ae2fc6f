package infer

import (
	"github.com/aio2go/aio2go/lower/ir"
)

// This file implements the facts about the whole program on which the analysis relies:
// which names are looked up at run time, and what variables are assigned.

// facts are gathered in one walk.
type facts struct {
	// dynamic says that the program can look up or set a name that is not in the source:
	// globals(), vars(), eval, getattr with a computed name ...
	dynamic bool
	// builtins and sys say that the program names these modules; builtinAttrs that it reads
	// attributes named as reflectiveBuiltins, modulesAttr that it reads one named modules.
	builtins, builtinAttrs, sys, modulesAttr bool
	// compares says that a class of the program says how to compare.
	compares bool
	// specialFields says that the program may declare fields of data classes that are no
	// parameters, or keyword-only.
	specialFields bool
	// setAttrs are the attribute names that are set anywhere.
	setAttrs map[string]bool
	// defs has what is assigned to each variable: an ir.Expr or an ir.Op.
	defs map[*ir.Var][]any
	// annotates has the functions that compute annotations.
	annotates map[*ir.Func]bool
	// reads counts the uses of a variable, named those that take only the name of the class
	// that it is.
	reads, named map[*ir.Var]int
	// fresh has the variables that get new cells while their function runs.
	fresh map[*ir.Var]bool
	// made has the operations that make each function.
	made map[*ir.Func]*ir.MakeFunc
}

// reflectiveBuiltins are the builtins by which a program reaches names that are not in its
// source. As attributes they are these only in a program that has the module of builtins:
// re.compile and a method eval are others.
var reflectiveBuiltins = names("globals vars locals eval exec compile setattr delattr getattr")

// reflective are the attributes by which a program does so.
var reflective = map[string]bool{
	"__import__": true, "__dict__": true, "__globals__": true, "f_globals": true,
	"import_module": true, "__getattribute__": true, "__setattr__": true, "__delattr__": true, "attrgetter": true,
	"methodcaller": true, "get_type_hints": true, "reload": true, "ModuleType": true,
	"__closure__": true, "cell_contents": true, "__reduce__": true, "__setstate__": true, "__getstate__": true,
	"f_locals": true, "getattr_static": true, "getmembers": true, "__defaults__": true, "__kwdefaults__": true,
	"__bases__": true, "__code__": true, "__builtins__": true,
}

// reflectiveModules are modules that look into objects of the program.
var reflectiveModules = map[string]bool{
	"pickle": true, "_pickle": true, "importlib": true, "gc": true, "ctypes": true,
	"unittest": true, "unittest.mock": true,
}

func gather(prog *ir.Program) *facts {
	f := &facts{
		setAttrs: map[string]bool{}, defs: map[*ir.Var][]any{}, annotates: map[*ir.Func]bool{}, made: map[*ir.Func]*ir.MakeFunc{},
		reads: map[*ir.Var]int{}, named: map[*ir.Var]int{}, fresh: map[*ir.Var]bool{},
	}
	for _, fn := range prog.AllFuncs() {
		ir.EachStmt(fn.Body, f.stmt)
	}
	if f.builtins && f.builtinAttrs || f.sys && f.modulesAttr {
		f.dynamic = true
	}
	return f
}

func (f *facts) stmt(s ir.Stmt) {
	for _, x := range ir.StmtExprs(s) {
		f.expr(x)
	}
	switch s := s.(type) {
	case *ir.FreshCell:
		f.fresh[s.Var] = true
	case *ir.Assign:
		f.defs[root(s.Dst)] = append(f.defs[root(s.Dst)], s.X)
	case *ir.Let:
		for _, v := range s.Dst {
			if v != nil {
				f.defs[root(v)] = append(f.defs[root(v)], s.Op)
			}
		}
		switch op := s.Op.(type) {
		case *ir.MakeFunc:
			f.made[op.Func] = op
			if op.Annotate != nil {
				f.annotates[op.Annotate] = true
			}
		case *ir.CallPrim:
			f.prim(op)
		}
	}
}

func (f *facts) prim(op *ir.CallPrim) {
	switch op.Prim.Name {
	case "importstar", "moduledict", "namespace":
		f.dynamic = true
	case "classstore":
		if n, ok := op.Args[1].(*ir.NameConst); ok {
			switch n.Name {
			case "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__contains__":
				f.compares = true
			}
		}
	case "getattr()":
		if _, ok := strConst(op.Args[1]); !ok {
			f.dynamic = true
		}
	case "setattr()":
		if name, ok := strConst(op.Args[1]); ok {
			f.setAttrs[name] = true
		} else {
			f.dynamic = true
		}
	case "importmodule":
		if n, ok := op.Args[0].(*ir.NameConst); ok && reflectiveModules[n.Name] {
			f.dynamic = true
		}
	}
	if op.Prim.Name == "getattr" {
		r, isRef := op.Args[0].(*ir.Ref)
		n, isName := op.Args[1].(*ir.NameConst)
		if isRef && isName && (n.Name == "__name__" || n.Name == "__qualname__" || n.Name == "__module__") {
			f.named[r.Var]++
		}
	}
	set := op.Prim.Name == "setattr" || op.Prim.Name == "delattr"
	if set {
		if n, ok := op.Args[1].(*ir.NameConst); ok && n.Name == "__class__" {
			f.dynamic = true
		}
	}
	for _, x := range op.Args {
		n, ok := x.(*ir.NameConst)
		if !ok {
			continue
		}
		switch n.Name {
		case "ClassVar", "InitVar", "KW_ONLY", "make_dataclass":
			f.specialFields = true
		case "__replace__":
			f.dynamic = true
		}
		if op.Prim.Name != "classstore" {
			f.dynamic = f.dynamic || reflective[n.Name]
			f.builtinAttrs = f.builtinAttrs || reflectiveBuiltins[n.Name]
			f.modulesAttr = f.modulesAttr || n.Name == "modules"
			f.builtins = f.builtins || n.Name == "builtins"
			f.sys = f.sys || n.Name == "sys"
		}
		if set {
			f.setAttrs[n.Name] = true
		}
	}
}

// strConst returns the str that x is.
func strConst(x ir.Expr) (string, bool) {
	c, ok := x.(*ir.Const)
	if !ok || c.Kind != ir.CStr {
		return "", false
	}
	return c.Str, true
}

func (f *facts) expr(x ir.Expr) {
	ir.EachVar(x, func(v *ir.Var) { f.reads[v]++ })
	f.walk(x)
}

// onlyNamed reports whether of the class that v is nothing but the name is used.
func (f *facts) onlyNamed(v *ir.Var) bool {
	return v == nil || v.Kind == ir.Temp && f.reads[v] == f.named[v]
}

func (f *facts) walk(x ir.Expr) {
	if p, ok := x.(*ir.RuntimeVar); ok && (reflective[p.Prim.Name] || reflectiveBuiltins[p.Prim.Name]) {
		f.dynamic = true
	}
	if p, ok := x.(*ir.Pure); ok {
		for _, a := range p.Args {
			f.walk(a)
		}
	}
}

// soleOp returns the operation whose result is the only thing that v ever has, nil where
// there is more to it.
func (f *facts) soleOp(v *ir.Var) ir.Op {
	for range 8 {
		v = root(v)
		if len(f.defs[v]) != 1 || v.Param || v.Kind == ir.Global && f.openGlobal(v) {
			return nil
		}
		switch d := f.defs[v][0].(type) {
		case *ir.Ref:
			v = d.Var
		case ir.Op:
			return d
		default:
			return nil
		}
	}
	return nil
}

// openGlobal reports whether v may be assigned by something that is not an assignment in
// the IR.
func (f *facts) openGlobal(v *ir.Var) bool {
	return f.dynamic || f.setAttrs[v.Name] && v.Kind == ir.Global
}
