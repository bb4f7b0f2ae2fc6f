package interp

import (
	"github.com/go-python/gpython/ast"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file evaluates comprehensions and generator expressions (Python reference 6.2.4).

// compScope makes the scope of a comprehension, which has the targets as its variables.
func (s *scope) compScope(e ast.Expr, name string, gens []ast.Comprehension) *scope {
	f := s.u.funcs[e]
	if f == nil {
		f = &function{locals: map[string]bool{}, globals: map[string]bool{}}
		b := &binder{f: f}
		for _, g := range gens {
			b.target(g.Target)
		}
		f.code = s.u.newCode(name, s.qualify(name), e.GetLineno())
		s.u.funcs[e] = f
	}
	return &scope{u: s.u, code: s.code, fn: f, globals: s.globals, vars: map[string]*py.Cell{}, outer: s,
		inline: true, self: s.self, gen: s.gen}
}

func (s *scope) comprehension(e ast.Expr) (value, exc) {
	switch e := e.(type) {
	case *ast.ListComp:
		l := py.NewList(nil).Value()
		return l, s.compScope(e, "<listcomp>", e.Generators).loop(s, e.Generators, func(c *scope) exc {
			v, x := c.eval(e.Elt)
			if x == nil {
				py.ListAppend(l, v)
			}
			return x
		})
	case *ast.SetComp:
		set, x := py.SetBuild(nil)
		if x != nil {
			return value{}, x
		}
		return set, s.compScope(e, "<setcomp>", e.Generators).loop(s, e.Generators, func(c *scope) exc {
			v, x := c.eval(e.Elt)
			if x != nil {
				return x
			}
			return py.SetAdd(set, v)
		})
	}
	d, n := py.NewDict().Value(), e.(*ast.DictComp)
	return d, s.compScope(n, "<dictcomp>", n.Generators).loop(s, n.Generators, func(c *scope) exc {
		k, x := c.eval(n.Key)
		if x != nil {
			return x
		}
		v, x := c.eval(n.Value)
		if x != nil {
			return x
		}
		return py.DictSet(d, k, v)
	})
}

// loop runs the for and if clauses in s and calls body for each combination. The first
// iterable is evaluated in outer.
func (s *scope) loop(outer *scope, gens []ast.Comprehension, body func(*scope) exc) exc {
	src, x := outer.eval(gens[0].Iter)
	if x != nil {
		return x
	}
	return s.clause(src, gens, body)
}

func (s *scope) clause(src value, gens []ast.Comprehension, body func(*scope) exc) exc {
	it, x := py.Iter(src)
	if x != nil {
		return x
	}
	for {
		if py.Pending() {
			if x := py.Poll(); x != nil {
				return x
			}
		}
		v, ok, x := py.Next(it)
		if x != nil || !ok {
			return x
		}
		if x := s.assign(gens[0].Target, v); x != nil {
			return x
		}
		use := true
		for _, cond := range gens[0].Ifs {
			if use, x = s.truth(cond); x != nil {
				return x
			}
			if !use {
				break
			}
		}
		switch {
		case !use:
		case len(gens) == 1:
			x = body(s)
		default:
			var inner value
			if inner, x = s.eval(gens[1].Iter); x == nil {
				x = s.clause(inner, gens[1:], body)
			}
		}
		if x != nil {
			return x
		}
	}
}

// generatorExp makes a generator of the elements. Its first iterator is made at once.
func (s *scope) generatorExp(e *ast.GeneratorExp) (value, exc) {
	src, x := s.eval(e.Generators[0].Iter)
	if x != nil {
		return value{}, x
	}
	it, x := py.Iter(src)
	if x != nil {
		return value{}, x
	}
	c := s.compScope(e, "<genexpr>", e.Generators)
	c.code, c.inline = c.fn.code, false
	c.code.Flags |= py.CodeGenerator
	return newGenerator(c, func(c *scope) (value, exc) {
		return py.None, c.clause(it, e.Generators, func(c *scope) exc {
			v, x := c.eval(e.Elt)
			if x == nil {
				_, x = c.gen.yield(v, false)
			}
			return x
		})
	}), nil
}
