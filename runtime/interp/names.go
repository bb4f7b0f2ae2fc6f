package interp

import (
	"github.com/go-python/gpython/ast"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file finds out which names a function binds, and what is in the wrong place.

// analyse returns what is known of the function with these parameters and body.
func (u *unit) analyse(args *ast.Arguments, body []ast.Stmt, expr ast.Expr) *function {
	f := &function{args: args, locals: map[string]bool{}, globals: map[string]bool{}, nonlocals: map[string]bool{}}
	f.code = &py.Code{}
	v := &binder{f: f}
	if args != nil {
		for _, name := range paramNames(args) {
			v.bind(name)
		}
	}
	for _, s := range body {
		v.visit(s)
	}
	if expr != nil {
		v.visit(expr)
	}
	for name := range f.globals {
		delete(f.locals, name)
	}
	for name := range f.nonlocals {
		delete(f.locals, name)
	}
	for _, name := range v.order {
		if f.locals[name] {
			f.code.Locals = append(f.code.Locals, name)
		}
	}
	return f
}

func paramNames(a *ast.Arguments) []string {
	var names []string
	for _, p := range a.Args {
		names = append(names, string(p.Arg))
	}
	for _, p := range a.Kwonlyargs {
		names = append(names, string(p.Arg))
	}
	if a.Vararg != nil {
		names = append(names, string(a.Vararg.Arg))
	}
	if a.Kwarg != nil {
		names = append(names, string(a.Kwarg.Arg))
	}
	return names
}

// binder collects the names that a function binds.
type binder struct {
	f     *function
	order []string
}

func (v *binder) bind(name string) {
	if !v.f.locals[name] {
		v.f.locals[name] = true
		v.order = append(v.order, name)
	}
}

// visit looks at n and what is in it, without the bodies of inner scopes.
func (v *binder) visit(n ast.Ast) {
	ast.Walk(n, func(n ast.Ast) bool {
		switch n := n.(type) {
		case *ast.Name:
			if n.Ctx == ast.Store || n.Ctx == ast.Del || n.Ctx == ast.AugStore {
				v.bind(string(n.Id))
			}
		case *ast.AugAssign:
			v.target(n.Target)
		case *ast.Assign:
			for _, t := range n.Targets {
				v.target(t)
			}
		case *ast.For:
			v.target(n.Target)
		case *ast.With:
			for _, item := range n.Items {
				if item.OptionalVars != nil {
					v.target(item.OptionalVars)
				}
			}
		case *ast.Delete:
			for _, t := range n.Targets {
				v.target(t)
			}
		case *ast.FunctionDef:
			v.bind(string(n.Name))
			v.outside(n.Args, n.DecoratorList)
			return false
		case *ast.ClassDef:
			v.bind(string(n.Name))
			for _, e := range n.Bases {
				v.visit(e)
			}
			for _, e := range n.DecoratorList {
				v.visit(e)
			}
			return false
		case *ast.Lambda:
			v.outside(n.Args, nil)
			return false
		case *ast.ListComp:
			v.comprehension(n.Generators)
			return false
		case *ast.SetComp:
			v.comprehension(n.Generators)
			return false
		case *ast.DictComp:
			v.comprehension(n.Generators)
			return false
		case *ast.GeneratorExp:
			v.comprehension(n.Generators)
			return false
		case *ast.Yield, *ast.YieldFrom:
			v.f.generator = true
		case *ast.Import:
			for _, a := range n.Names {
				v.bind(importBinds(a))
			}
		case *ast.ImportFrom:
			for _, a := range n.Names {
				v.bind(importBinds(a))
			}
		case *ast.ExceptHandler:
			if n.Name != "" {
				v.bind(string(n.Name))
			}
		case *ast.Global:
			for _, name := range n.Names {
				v.f.globals[string(name)] = true
			}
		case *ast.Nonlocal:
			for _, name := range n.Names {
				v.f.nonlocals[string(name)] = true
			}
		}
		return true
	})
}

// target binds the names of an assignment's target.
func (v *binder) target(e ast.Expr) {
	switch e := e.(type) {
	case *ast.Name:
		v.bind(string(e.Id))
	case *ast.Tuple:
		for _, x := range e.Elts {
			v.target(x)
		}
	case *ast.List:
		for _, x := range e.Elts {
			v.target(x)
		}
	case *ast.Starred:
		v.target(e.Value)
	}
}

// outside visits what of a function is evaluated where it is defined.
func (v *binder) outside(a *ast.Arguments, decorators []ast.Expr) {
	for _, e := range decorators {
		v.visit(e)
	}
	if a == nil {
		return
	}
	for _, e := range append(append([]ast.Expr{}, a.Defaults...), a.KwDefaults...) {
		if e != nil {
			v.visit(e)
		}
	}
}

// comprehension visits the first iterable, which is evaluated outside.
func (v *binder) comprehension(gens []ast.Comprehension) {
	if len(gens) > 0 {
		v.visit(gens[0].Iter)
	}
}

func importBinds(a *ast.Alias) string {
	if a.AsName != "" {
		return string(a.AsName)
	}
	name := string(a.Name)
	for i := range len(name) {
		if name[i] == '.' {
			return name[:i]
		}
	}
	return name
}

// mentionsClass reports whether a class body mentions super or __class__, so that its
// methods need the cell.
func mentionsClass(body []ast.Stmt) bool {
	found := false
	for _, s := range body {
		ast.Walk(s, func(n ast.Ast) bool {
			if x, ok := n.(*ast.Name); ok && (x.Id == "super" || x.Id == "__class__") {
				found = true
			}
			return !found
		})
	}
	return found
}

// check reports what the grammar allows but the compiler does not: statements that leave
// what is not there.
func (u *unit) check() *py.Exception {
	c := checker{u: u}
	c.list(u.body, false, false)
	if u.expr != nil {
		c.node(u.expr, false, false)
	}
	return c.exc
}

type checker struct {
	u   *unit
	exc *py.Exception
}

func (c *checker) fail(n ast.Ast, msg string) {
	if c.exc == nil {
		c.exc = syntaxError(msg, c.u.name, n.GetLineno(), n.GetColOffset(), "")
	}
}

func (c *checker) list(body []ast.Stmt, inFunc, inLoop bool) {
	for _, s := range body {
		c.node(s, inFunc, inLoop)
	}
}

func (c *checker) node(n ast.Ast, inFunc, inLoop bool) {
	ast.Walk(n, func(x ast.Ast) bool {
		switch x := x.(type) {
		case *ast.FunctionDef:
			c.list(x.Body, true, false)
			return false
		case *ast.Lambda:
			c.node(x.Body, true, false)
			return false
		case *ast.ClassDef:
			c.list(x.Body, false, false)
			return false
		case *ast.For:
			c.list(x.Body, inFunc, true)
			c.list(x.Orelse, inFunc, inLoop)
			return false
		case *ast.While:
			c.list(x.Body, inFunc, true)
			c.list(x.Orelse, inFunc, inLoop)
			return false
		case *ast.Return:
			if !inFunc {
				c.fail(x, "'return' outside function")
			}
		case *ast.Yield, *ast.YieldFrom:
			if !inFunc {
				c.fail(x, "'yield' outside function")
			}
		case *ast.Break:
			if !inLoop {
				c.fail(x, "'break' outside loop")
			}
		case *ast.Continue:
			if !inLoop {
				c.fail(x, "'continue' not properly in loop")
			}
		}
		return true
	})
}
