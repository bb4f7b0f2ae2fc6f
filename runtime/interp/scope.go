package interp

import (
	"github.com/go-python/gpython/ast"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements scopes: where names lie (Python reference 4.2).

// function is what is known of a function's body before it is called.
type function struct {
	code      *py.Code
	args      *ast.Arguments
	locals    map[string]bool
	globals   map[string]bool
	nonlocals map[string]bool
	generator bool
}

// scope is a running function, class body or module.
type scope struct {
	u       *unit
	code    *py.Code
	fn      *function // nil in modules and class bodies
	globals py.Value
	ns      py.Value // the namespace of a module or class body; unbound in functions
	vars    map[string]*py.Cell
	outer   *scope // the scope of the text around it
	// class is the cell of __class__ that methods defined here see.
	class *py.Cell
	// inline says that a comprehension runs here on behalf of a module or class body,
	// whose names it sees.
	inline bool
	self   py.Value // the first argument, for super()
	gen    *generator
	// classGlobals are the names that a global statement in a class body or module names.
	classGlobals map[string]bool
	qualname     string
	result       py.Value
}

func (s *scope) at(exc *py.Exception, n ast.Ast) *py.Exception {
	return exc.At(s.code, int32(min(max(n.GetLineno(), 0), s.u.lines)))
}

// cell returns the cell of a local variable of s or of a function around it; local says
// that it belongs to s.
func (s *scope) cell(name string) (c *py.Cell, local bool) {
	if s.fn != nil && s.fn.globals[name] {
		return nil, false
	}
	for t := s; t != nil; t = t.outer {
		if t.fn == nil {
			if name == "__class__" && t.class != nil && t != s {
				return t.class, false
			}
			continue
		}
		if t.fn.globals[name] {
			return nil, false
		}
		if t.fn.locals[name] {
			c := t.vars[name]
			if c == nil {
				c = py.NewCell(py.Value{})
				t.vars[name] = c
			}
			return c, t == s
		}
	}
	return nil, false
}

// load is the value of a name.
func (s *scope) load(name string) (py.Value, *py.Exception) {
	if s.fn != nil || s.inline {
		if c, local := s.cell(name); c != nil {
			if c.V.IsUnbound() {
				if local {
					return py.Value{}, py.UnboundLocal(name)
				}
				return py.Value{}, py.UnboundFree(name)
			}
			return c.V, nil
		}
	}
	id := py.Intern(name)
	for t := s; t != nil; t = t.outer {
		if t.fn == nil {
			if !t.classGlobals[name] && !t.ns.IsUnbound() && t.ns != t.globals {
				if v, ok, exc := py.ClassLoad(t.ns, id); ok || exc != nil {
					return v, exc
				}
			}
			break
		}
		if !t.inline {
			break
		}
	}
	if s.fn == nil {
		if c, _ := s.cell(name); c != nil {
			if c.V.IsUnbound() {
				return py.Value{}, py.UnboundFree(name)
			}
			return c.V, nil
		}
	}
	return s.global(id)
}

// global looks a name up in the globals, then in the builtins.
func (s *scope) global(id *py.Str) (py.Value, *py.Exception) {
	if v, ok, exc := lookup(s.globals, id); ok || exc != nil {
		return v, exc
	}
	b, ok, exc := lookup(s.globals, nameBuiltins)
	if exc != nil {
		return py.Value{}, exc
	}
	var v py.Value
	found := false
	switch {
	case !ok:
		v, exc = py.LoadBuiltin(id)
		return v, exc
	case b.Type().Has(py.FlagDict):
		v, found, exc = lookup(b, id)
	default:
		v, found, exc = py.LookupAttr(b, id)
	}
	if exc == nil && !found {
		exc = py.NameNotDefined(id.S)
	}
	return v, exc
}

// lookup is d[id] of a dict, which may be a module's.
func lookup(d py.Value, id *py.Str) (py.Value, bool, *py.Exception) {
	v, exc := py.GetItem(d, id.Value())
	if exc != nil {
		if exc.Is(py.KeyErrorType) {
			return py.Value{}, false, nil
		}
		return py.Value{}, false, exc
	}
	return v, true, nil
}

// store binds a name.
func (s *scope) store(name string, v py.Value) *py.Exception {
	if s.fn != nil {
		if s.fn.globals[name] {
			return py.SetItem(s.globals, py.Intern(name).Value(), v)
		}
		if c, _ := s.cell(name); c != nil {
			c.V = v
			return nil
		}
	}
	if s.classGlobals[name] {
		return py.SetItem(s.globals, py.Intern(name).Value(), v)
	}
	return py.SetItem(s.ns, py.Intern(name).Value(), v)
}

// remove is del of a name.
func (s *scope) remove(name string) *py.Exception {
	if s.fn != nil && !s.fn.globals[name] {
		if c, local := s.cell(name); c != nil {
			if c.V.IsUnbound() {
				if local {
					return py.UnboundLocal(name)
				}
				return py.UnboundFree(name)
			}
			c.V = py.Value{}
			return nil
		}
	}
	ns := s.ns
	if s.fn != nil || s.classGlobals[name] {
		ns = s.globals
	}
	exc := py.DelItem(ns, py.Intern(name).Value())
	if exc != nil && exc.Is(py.KeyErrorType) {
		return py.NameNotDefined(name)
	}
	return exc
}

// namespace is locals().
func (s *scope) namespace() py.Value {
	if s.fn == nil {
		return s.ns
	}
	d := py.NewDict()
	for _, p := range s.code.Params {
		if c := s.vars[p.S]; c != nil && !c.V.IsUnbound() {
			d.SetStr(p, c.V)
		}
	}
	for _, name := range s.code.Locals {
		if c := s.vars[name]; c != nil && !c.V.IsUnbound() {
			d.SetStr(py.Intern(name), c.V)
		}
	}
	return d.Value()
}
