package interp

import (
	"strings"

	"github.com/go-python/gpython/ast"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file runs statements (Python reference, chapters 7 and 8).

// leave says how a statement was left.
type leave uint8

const (
	onwards leave = iota
	breaks
	continues
	returns // the value is in scope.result
)

// run runs statements one after the other.
func (s *scope) run(body []ast.Stmt) (leave, exc) {
	for _, st := range body {
		if how, x := s.stmt(st); how != onwards || x != nil {
			return how, x
		}
	}
	return onwards, nil
}

// stmt runs one statement; where an expression of its own raises, this is the line of the
// traceback.
func (s *scope) stmt(st ast.Stmt) (leave, exc) {
	switch st := st.(type) {
	case *ast.If:
		ok, x := s.truth(st.Test)
		if x != nil {
			return onwards, s.located(x, st)
		}
		if ok {
			return s.run(st.Body)
		}
		return s.run(st.Orelse)
	case *ast.While:
		return s.while(st)
	case *ast.For:
		return s.forLoop(st)
	case *ast.Try:
		return s.try(st)
	case *ast.With:
		return s.with(st, st.Items)
	case *ast.Return:
		s.result = py.None
		if st.Value != nil {
			v, x := s.eval(st.Value)
			if x != nil {
				return onwards, s.located(x, st)
			}
			s.result = v
		}
		return returns, nil
	case *ast.Break:
		return breaks, nil
	case *ast.Continue:
		return continues, nil
	case *ast.Pass, *ast.Nonlocal:
		return onwards, nil
	case *ast.Global:
		if s.fn == nil {
			if s.classGlobals == nil {
				s.classGlobals = map[string]bool{}
			}
			for _, n := range st.Names {
				s.classGlobals[string(n)] = true
			}
		}
		return onwards, nil
	}
	if x := s.simple(st); x != nil {
		return onwards, s.located(x, st)
	}
	return onwards, nil
}

// located adds the traceback entry of the running code.
func (s *scope) located(x exc, n ast.Ast) exc { return s.at(x, n) }

func (s *scope) simple(st ast.Stmt) exc {
	switch st := st.(type) {
	case *ast.ExprStmt:
		v, x := s.eval(st.Value)
		if x == nil && s.u.mode == modeSingle && s.fn == nil && s.outer == nil {
			return display(v)
		}
		return x
	case *ast.Assign:
		v, x := s.eval(st.Value)
		if x != nil {
			return x
		}
		for _, t := range st.Targets {
			if x := s.assign(t, v); x != nil {
				return x
			}
		}
		return nil
	case *ast.AugAssign:
		return s.augAssign(st)
	case *ast.Delete:
		for _, t := range st.Targets {
			if x := s.delete(t); x != nil {
				return x
			}
		}
		return nil
	case *ast.Raise:
		return s.raise(st)
	case *ast.Assert:
		ok, x := s.truth(st.Test)
		if x != nil || ok {
			return x
		}
		var msg value
		if st.Msg != nil {
			if msg, x = s.eval(st.Msg); x != nil {
				return x
			}
		}
		return py.AssertFail(msg)
	case *ast.Import:
		return s.imports(st)
	case *ast.ImportFrom:
		return s.importFrom(st)
	case *ast.FunctionDef:
		return s.functionDef(st)
	case *ast.ClassDef:
		return s.classDef(st)
	}
	return py.Raisef(py.SyntaxErrorType, "%T is not supported in source text made at run time", st)
}

// display is what the interactive mode does with a value.
func display(v value) exc {
	sys, x := py.ImportModule("sys")
	if x != nil {
		return x
	}
	hook, x := py.GetAttr(sys, py.Intern("displayhook"))
	if x != nil {
		return x
	}
	_, x = py.Call1(hook, v)
	return x
}

func (s *scope) assign(t ast.Expr, v value) exc {
	switch t := t.(type) {
	case *ast.Name:
		return s.store(s.mangle(string(t.Id)), v)
	case *ast.Attribute:
		obj, x := s.eval(t.Value)
		if x != nil {
			return x
		}
		return py.SetAttr(obj, py.Intern(s.mangle(string(t.Attr))), v)
	case *ast.Subscript:
		obj, key, x := s.subscript(t)
		if x != nil {
			return x
		}
		return py.SetItem(obj, key, v)
	case *ast.Tuple:
		return s.unpack(t.Elts, v)
	case *ast.List:
		return s.unpack(t.Elts, v)
	case *ast.Starred:
		return s.assign(t.Value, v)
	}
	return py.Raisef(py.SyntaxErrorType, "cannot assign to %T", t)
}

func (s *scope) unpack(targets []ast.Expr, v value) exc {
	star := -1
	for i, t := range targets {
		if _, ok := t.(*ast.Starred); ok {
			star = i
		}
	}
	var items []value
	var x exc
	if star < 0 {
		items, x = py.Unpack(v, len(targets))
	} else {
		items, x = py.UnpackEx(v, star, len(targets)-star-1)
	}
	if x != nil {
		return x
	}
	for i, t := range targets {
		if x := s.assign(t, items[i]); x != nil {
			return x
		}
	}
	return nil
}

func (s *scope) augAssign(st *ast.AugAssign) exc {
	op := binaryOps[st.Op][1]
	apply := func(old value, x exc) (value, exc) {
		if x != nil {
			return value{}, x
		}
		v, x := s.eval(st.Value)
		if x != nil {
			return value{}, x
		}
		return op(old, v)
	}
	switch t := st.Target.(type) {
	case *ast.Name:
		v, x := apply(s.load(string(t.Id)))
		if x != nil {
			return x
		}
		return s.store(string(t.Id), v)
	case *ast.Attribute:
		obj, x := s.eval(t.Value)
		if x != nil {
			return x
		}
		name := py.Intern(s.mangle(string(t.Attr)))
		v, x := apply(py.GetAttr(obj, name))
		if x != nil {
			return x
		}
		return py.SetAttr(obj, name, v)
	case *ast.Subscript:
		obj, key, x := s.subscript(t)
		if x != nil {
			return x
		}
		v, x := apply(py.GetItem(obj, key))
		if x != nil {
			return x
		}
		return py.SetItem(obj, key, v)
	}
	return py.Raisef(py.SyntaxErrorType, "illegal target for augmented assignment")
}

func (s *scope) delete(t ast.Expr) exc {
	switch t := t.(type) {
	case *ast.Name:
		return s.remove(string(t.Id))
	case *ast.Attribute:
		obj, x := s.eval(t.Value)
		if x != nil {
			return x
		}
		return py.DelAttr(obj, py.Intern(s.mangle(string(t.Attr))))
	case *ast.Subscript:
		obj, key, x := s.subscript(t)
		if x != nil {
			return x
		}
		return py.DelItem(obj, key)
	case *ast.Tuple:
		for _, e := range t.Elts {
			if x := s.delete(e); x != nil {
				return x
			}
		}
		return nil
	case *ast.List:
		for _, e := range t.Elts {
			if x := s.delete(e); x != nil {
				return x
			}
		}
		return nil
	}
	return py.Raisef(py.SyntaxErrorType, "cannot delete %T", t)
}

func (s *scope) raise(st *ast.Raise) exc {
	if st.Exc == nil {
		return py.ReraiseHandled()
	}
	v, x := s.eval(st.Exc)
	if x != nil {
		return x
	}
	if st.Cause == nil {
		return py.Raise(v)
	}
	cause, x := s.eval(st.Cause)
	if x != nil {
		return x
	}
	return py.RaiseFrom(v, cause)
}

func (s *scope) while(st *ast.While) (leave, exc) {
	for {
		ok, x := s.truth(st.Test)
		if x != nil {
			return onwards, s.located(x, st)
		}
		if !ok {
			return s.run(st.Orelse)
		}
		if stop, how, x := s.turn(st.Body); stop {
			return how, x
		}
	}
}

func (s *scope) forLoop(st *ast.For) (leave, exc) {
	src, x := s.eval(st.Iter)
	if x != nil {
		return onwards, s.located(x, st)
	}
	it, x := py.Iter(src)
	if x != nil {
		return onwards, s.located(x, st)
	}
	for {
		v, ok, x := py.Next(it)
		if x == nil && ok {
			x = s.assign(st.Target, v)
		}
		if x != nil {
			return onwards, s.located(x, st)
		}
		if !ok {
			return s.run(st.Orelse)
		}
		if stop, how, x := s.turn(st.Body); stop {
			return how, x
		}
	}
}

// turn runs the body of a loop once; stop says that the loop ends.
func (s *scope) turn(body []ast.Stmt) (stop bool, how leave, x exc) {
	if py.Pending() {
		if x := py.Poll(); x != nil {
			return true, onwards, x
		}
	}
	how, x = s.run(body)
	switch {
	case x != nil || how == returns:
		return true, how, x
	case how == breaks:
		return true, onwards, nil
	}
	return false, onwards, nil
}

func (s *scope) try(st *ast.Try) (leave, exc) {
	how, x := s.guarded(st)
	if len(st.Finalbody) == 0 {
		return how, x
	}
	result := s.result
	prev := py.EnterFinally(x)
	finalHow, finalX := s.run(st.Finalbody)
	py.LeaveHandler(prev)
	if finalX != nil || finalHow != onwards {
		return finalHow, finalX
	}
	s.result = result
	return how, x
}

// guarded runs a try statement without its finally clause.
func (s *scope) guarded(st *ast.Try) (leave, exc) {
	how, x := s.run(st.Body)
	if x == nil {
		if how == onwards {
			return s.run(st.Orelse)
		}
		return how, nil
	}
	if len(st.Handlers) == 0 {
		return onwards, x
	}
	prev := py.EnterHandler(x)
	defer py.LeaveHandler(prev)
	for _, h := range st.Handlers {
		if h.ExprType != nil {
			typ, fail := s.eval(h.ExprType)
			match := false
			if fail == nil {
				match, fail = py.ExceptMatch(x, typ)
			}
			if fail != nil {
				return onwards, s.located(fail, h)
			}
			if !match {
				continue
			}
		}
		if h.Name == "" {
			return s.run(h.Body)
		}
		if fail := s.store(string(h.Name), py.ExcValue(x)); fail != nil {
			return onwards, s.located(fail, h)
		}
		how, x := s.run(h.Body)
		if fail := s.remove(string(h.Name)); fail != nil && !fail.Is(py.NameErrorType) {
			return onwards, s.located(fail, h)
		}
		return how, x
	}
	return onwards, x
}

func (s *scope) with(st *ast.With, items []*ast.WithItem) (leave, exc) {
	if len(items) == 0 {
		return s.run(st.Body)
	}
	mgr, x := s.eval(items[0].ContextExpr)
	var enter, exit, v value
	if x == nil {
		enter, exit, x = py.WithMethods(mgr)
	}
	if x == nil {
		v, x = py.Call0(enter)
	}
	if x != nil {
		return onwards, s.located(x, st)
	}
	how := onwards
	if items[0].OptionalVars != nil {
		if x = s.assign(items[0].OptionalVars, v); x != nil {
			x = s.located(x, st)
		}
	}
	if x == nil {
		how, x = s.with(st, items[1:])
	}
	if x == nil {
		if _, x := py.Call3(exit, py.None, py.None, py.None); x != nil {
			return onwards, s.located(x, st)
		}
		return how, nil
	}
	prev := py.EnterHandler(x)
	r, fail := py.WithExit(exit, value{}, x)
	py.LeaveHandler(prev)
	if fail != nil {
		return onwards, s.located(fail, st)
	}
	if ok, fail := py.Truth(r); fail != nil {
		return onwards, s.located(fail, st)
	} else if ok {
		return onwards, nil
	}
	return onwards, x
}

func (s *scope) imports(st *ast.Import) exc {
	for _, a := range st.Names {
		full := string(a.Name)
		mod, x := py.ImportModule(full)
		if x != nil {
			return x
		}
		if a.AsName == "" {
			if top, _, dotted := strings.Cut(full, "."); dotted {
				if mod, x = py.ImportModule(top); x != nil {
					return x
				}
			}
		}
		if x := s.store(importBinds(a), mod); x != nil {
			return x
		}
	}
	return nil
}

func (s *scope) importFrom(st *ast.ImportFrom) exc {
	var mod value
	var x exc
	if st.Level == 0 {
		mod, x = py.ImportModule(string(st.Module))
	} else {
		var fn value
		if fn, x = py.LoadBuiltin(py.Intern("__import__")); x == nil {
			var names []value
			for _, a := range st.Names {
				names = append(names, py.StrV(string(a.Name)))
			}
			mod, x = py.CallN(fn, []value{py.StrV(string(st.Module)), s.globals, py.None, py.TupleV(names...), py.Int(int64(st.Level))})
		}
	}
	if x != nil {
		return x
	}
	for _, a := range st.Names {
		if a.Name == "*" {
			if x := s.importStar(mod); x != nil {
				return x
			}
			continue
		}
		v, x := py.ImportFrom(mod, py.Intern(string(a.Name)))
		if x != nil {
			return x
		}
		if x := s.store(importBinds(a), v); x != nil {
			return x
		}
	}
	return nil
}

func (s *scope) importStar(mod value) exc {
	names, found, x := py.LookupAttr(mod, py.Intern("__all__"))
	if x == nil && !found {
		names, x = py.GetAttr(mod, py.Intern("__dict__"))
	}
	if x != nil {
		return x
	}
	l := py.NewList(nil)
	if x := py.ListExtend(l.Value(), names); x != nil {
		return x
	}
	for _, n := range l.Items {
		id, x := py.AttrName(n)
		if x != nil {
			return x
		}
		if !found && strings.HasPrefix(id.S, "_") {
			continue
		}
		v, x := py.GetAttr(mod, id)
		if x != nil {
			return x
		}
		if x := s.store(id.S, v); x != nil {
			return x
		}
	}
	return nil
}
