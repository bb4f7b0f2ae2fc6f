package interp

import (
	"strings"

	"github.com/go-python/gpython/ast"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file makes functions and classes (Python reference 8.7 and 8.8).

func (s *scope) qualify(name string) string {
	switch {
	case s.qualname == "":
		return name
	case s.fn != nil:
		return s.qualname + ".<locals>." + name
	}
	return s.qualname + "." + name
}

// mangle makes a private name of a class body (Python reference 6.2.1).
func (s *scope) mangle(name string) string {
	if !strings.HasPrefix(name, "__") || strings.HasSuffix(name, "__") {
		return name
	}
	for t := s; t != nil; t = t.outer {
		if t.fn == nil && t.qualname != "" {
			cls := t.qualname[strings.LastIndexByte(t.qualname, '.')+1:]
			if cls = strings.TrimLeft(cls, "_"); cls != "" {
				return "_" + cls + name
			}
			return name
		}
	}
	return name
}

func (s *scope) functionDef(st *ast.FunctionDef) exc {
	decorators, x := s.evalList(st.DecoratorList)
	if x != nil {
		return x
	}
	f := s.u.funcs[st]
	if f == nil {
		f = s.u.analyse(st.Args, st.Body, nil)
		f.describe(s, string(st.Name), st.GetLineno())
		if doc, ok := docstring(st.Body); ok {
			f.code.Doc = doc
		}
		s.u.funcs[st] = f
	}
	fn, x := s.function(f, st, func(c *scope) (value, exc) {
		_, x := c.run(st.Body)
		return c.result, x
	})
	if x != nil {
		return x
	}
	v := fn.Value()
	for i := len(decorators) - 1; i >= 0; i-- {
		if v, x = py.Call1(decorators[i], v); x != nil {
			return x
		}
	}
	return s.store(s.mangle(string(st.Name)), v)
}

func docstring(body []ast.Stmt) (value, bool) {
	if len(body) > 0 {
		if e, ok := body[0].(*ast.ExprStmt); ok {
			if t, ok := e.Value.(*ast.Str); ok {
				return py.StrV(string(t.S)), true
			}
		}
	}
	return value{}, false
}

func (s *scope) lambda(e *ast.Lambda) (value, exc) {
	f := s.u.funcs[e]
	if f == nil {
		f = s.u.analyse(e.Args, nil, e.Body)
		f.describe(s, "<lambda>", e.GetLineno())
		s.u.funcs[e] = f
	}
	fn, x := s.function(f, e, func(c *scope) (value, exc) {
		v, x := c.eval(e.Body)
		if x != nil {
			x = c.at(x, e)
		}
		return v, x
	})
	if x != nil {
		return value{}, x
	}
	return fn.Value(), nil
}

// describe fills in the code object.
func (f *function) describe(s *scope, name string, line int) {
	locals := f.code.Locals
	c := s.u.newCode(name, s.qualify(name), line)
	c.Locals = locals
	if f.args != nil {
		c.Pos, c.KwOnly = len(f.args.Args), len(f.args.Kwonlyargs)
		for _, p := range paramNames(f.args) {
			c.Params = append(c.Params, py.Intern(p))
		}
		if f.args.Vararg != nil {
			c.Flags |= py.CodeVarArgs
		}
		if f.args.Kwarg != nil {
			c.Flags |= py.CodeVarKeywords
		}
	}
	if f.generator {
		c.Flags |= py.CodeGenerator
	}
	f.code = c
}

// function makes the function object of f whose body is run by body.
func (s *scope) function(f *function, n ast.Ast, body func(*scope) (value, exc)) (*py.Function, exc) {
	impl := func(params []value) (value, exc) {
		if x := py.Enter(); x != nil {
			return value{}, x
		}
		defer py.Leave()
		c := &scope{u: s.u, code: f.code, fn: f, globals: s.globals, vars: map[string]*py.Cell{}, outer: s,
			qualname: f.code.Qualname, result: py.None}
		for i, p := range f.code.Params {
			c.vars[p.S] = py.NewCell(params[i])
		}
		if f.code.Pos > 0 {
			c.self = params[0]
		}
		if f.generator {
			return newGenerator(c, body), nil
		}
		return body(c)
	}
	fn := py.NewFunction(f.code, adapt(len(f.code.Params), impl))
	if f.args != nil {
		defaults, x := s.evalList(f.args.Defaults)
		if x != nil {
			return nil, x
		}
		fn.Defaults = defaults
		for i, e := range f.args.KwDefaults {
			if e == nil {
				continue
			}
			v, x := s.eval(e)
			if x != nil {
				return nil, x
			}
			if fn.KwDefaults == nil {
				fn.KwDefaults = py.NewDict()
			}
			fn.KwDefaults.SetStr(py.Intern(string(f.args.Kwonlyargs[i].Arg)), v)
		}
		if x := s.annotate(fn, f, n); x != nil {
			return nil, x
		}
	}
	fn.Module = py.None
	if name, ok, x := lookup(s.globals, py.Intern("__name__")); x != nil {
		return nil, x
	} else if ok {
		fn.Module = name
	}
	return fn, nil
}

func (s *scope) annotate(fn *py.Function, f *function, n ast.Ast) exc {
	d := py.NewDict()
	add := func(name string, e ast.Expr) exc {
		if e == nil {
			return nil
		}
		v, x := s.eval(e)
		if x == nil {
			d.SetStr(py.Intern(name), v)
		}
		return x
	}
	for _, list := range [][]*ast.Arg{f.args.Args, {f.args.Vararg}, f.args.Kwonlyargs, {f.args.Kwarg}} {
		for _, p := range list {
			if p != nil {
				if x := add(string(p.Arg), p.Annotation); x != nil {
					return x
				}
			}
		}
	}
	if def, ok := n.(*ast.FunctionDef); ok {
		if x := add("return", def.Returns); x != nil {
			return x
		}
	}
	if d.Len() > 0 {
		fn.Annotations = d.Value()
	}
	return nil
}

// adapt gives impl the type that Function.Impl has for n parameters.
func adapt(n int, impl func([]value) (value, exc)) any {
	switch n {
	case 0:
		return func() (value, exc) { return impl(nil) }
	case 1:
		return func(a value) (value, exc) { return impl([]value{a}) }
	case 2:
		return func(a, b value) (value, exc) { return impl([]value{a, b}) }
	case 3:
		return func(a, b, c value) (value, exc) { return impl([]value{a, b, c}) }
	case 4:
		return func(a, b, c, d value) (value, exc) { return impl([]value{a, b, c, d}) }
	case 5:
		return func(a, b, c, d, e value) (value, exc) { return impl([]value{a, b, c, d, e}) }
	case 6:
		return func(a, b, c, d, e, f value) (value, exc) { return impl([]value{a, b, c, d, e, f}) }
	}
	return impl
}

func (s *scope) classDef(st *ast.ClassDef) exc {
	decorators, x := s.evalList(st.DecoratorList)
	if x != nil {
		return x
	}
	bases, x := s.evalList(st.Bases)
	if x != nil {
		return x
	}
	list := py.NewList(bases)
	if st.Starargs != nil {
		v, x := s.eval(st.Starargs)
		if x != nil {
			return x
		}
		if x := py.ListExtend(list.Value(), v); x != nil {
			return x
		}
	}
	kw := py.NewDict()
	for _, k := range st.Keywords {
		v, x := s.eval(k.Value)
		if x != nil {
			return x
		}
		kw.SetStr(py.Intern(string(k.Arg)), v)
	}
	if st.Kwargs != nil {
		v, x := s.eval(st.Kwargs)
		if x != nil {
			return x
		}
		if x := py.DictUpdate(kw.Value(), v); x != nil {
			return x
		}
	}
	name := string(st.Name)
	code := s.u.newCode(name, s.qualify(name), st.GetLineno())
	cls, x := py.BuildClass(&py.ClassSpec{
		Code: code, Name: name, Bases: py.TupleV(list.Items...), Keywords: kw.Value(),
		Body: func(ns value) (value, exc) { return py.None, s.classBody(st, code, ns) },
	})
	if x != nil {
		return x
	}
	for i := len(decorators) - 1; i >= 0; i-- {
		if cls, x = py.Call1(decorators[i], cls); x != nil {
			return x
		}
	}
	return s.store(name, cls)
}

func (s *scope) classBody(st *ast.ClassDef, code *py.Code, ns value) exc {
	c := &scope{u: s.u, code: code, globals: s.globals, ns: ns, outer: s, qualname: code.Qualname}
	first := []struct {
		name string
		v    value
	}{{"__module__", py.None}, {"__qualname__", py.StrV(code.Qualname)}}
	if mod, ok, x := lookup(s.globals, py.Intern("__name__")); x != nil {
		return x
	} else if ok {
		first[0].v = mod
	} else {
		first[0].v = py.StrV("builtins")
	}
	for _, f := range first {
		if x := py.ClassStore(ns, py.Intern(f.name), f.v); x != nil {
			return x
		}
	}
	if doc, ok := docstring(st.Body); ok {
		if x := py.ClassStore(ns, py.Intern("__doc__"), doc); x != nil {
			return x
		}
	}
	if mentionsClass(st.Body) {
		c.class = py.NewCell(value{})
	}
	if _, x := c.run(st.Body); x != nil {
		return x
	}
	if c.class != nil {
		return py.ClassStore(ns, py.Intern("__classcell__"), c.class.Value())
	}
	return nil
}
