package ast

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements the functions that go through trees.

// endOfWalk ends the iterators.
var endOfWalk = py.NewBuiltin("end", "ast", "()", func() (value, exc) { return py.None, nil }).Value()

// iterator is an iterator over what next returns until that is unbound.
func iterator(name string, next func() (value, exc)) value {
	fn := py.NewBuiltin(name, "ast", "()", func() (value, exc) {
		v, e := next()
		if e == nil && v.IsUnbound() {
			v = endOfWalk
		}
		return v, e
	})
	return py.NewCallIter(fn.Value(), endOfWalk)
}

// eachField calls f for each field that node has.
func eachField(node value, f func(name *py.Str, x value) exc) exc {
	fields, e := py.GetAttr(node, nameFields)
	if e != nil {
		return e
	}
	return py.Each(fields, func(n value) exc {
		name, ok := py.AsStr(n)
		if !ok {
			return py.Raisef(py.TypeErrorType, "attribute name must be string, not '%s'", n.Type().Name)
		}
		x, found, e := py.LookupAttr(node, name)
		if e != nil || !found {
			return e
		}
		return f(name, x)
	})
}

// children returns the nodes directly below node.
func children(node value) (list []value, e exc) {
	e = eachField(node, func(_ *py.Str, x value) exc {
		if isNode(x) {
			list = append(list, x)
		} else if l, ok := py.AsList(x); ok {
			for _, item := range l.Items {
				if isNode(item) {
					list = append(list, item)
				}
			}
		}
		return nil
	})
	return list, e
}

// lazily is an iterator over a list that is made when the first element is asked for.
func lazily(name string, make func() ([]value, exc)) value {
	var list []value
	started := false
	return iterator(name, func() (value, exc) {
		if !started {
			started = true
			var e exc
			if list, e = make(); e != nil {
				return value{}, e
			}
		}
		if len(list) == 0 {
			return value{}, nil
		}
		v := list[0]
		list = list[1:]
		return v, nil
	})
}

func iterFields(node value) (value, exc) {
	return lazily("iter_fields", func() (list []value, e exc) {
		e = eachField(node, func(name *py.Str, x value) exc {
			list = append(list, py.TupleV(name.Value(), x))
			return nil
		})
		return list, e
	}), nil
}

func iterChildNodes(node value) (value, exc) {
	return lazily("iter_child_nodes", func() ([]value, exc) { return children(node) }), nil
}

// walk goes through a tree level by level; the children of a node are looked up when it is
// its turn, and changes that the program makes before that count.
func walk(node value) (value, exc) {
	todo := []value{node}
	return iterator("walk", func() (value, exc) {
		if len(todo) == 0 {
			return value{}, nil
		}
		n := todo[0]
		list, e := children(n)
		if e != nil {
			return value{}, e
		}
		todo = append(todo[1:], list...)
		return n, nil
	}), nil
}

// all calls f for node and all below it.
func all(node value, f func(n value) exc) exc {
	todo := []value{node}
	for len(todo) > 0 {
		n := todo[0]
		list, e := children(n)
		if e != nil {
			return e
		}
		todo = append(todo[1:], list...)
		if e := f(n); e != nil {
			return e
		}
	}
	return nil
}

// places are the names of the attributes that say where a node is.
var places = []*py.Str{nameLine, nameCol, nameEndLine, nameEndCol}

// hasAttribute reports whether nodes like v have the attribute, which one of them may lack.
func hasAttribute(s *steps, v value, name *py.Str) bool {
	return s.In(name.Value(), s.Attr(v, "_attributes"))
}

func copyLocation(to, from value) (value, exc) {
	var s steps
	for _, n := range places {
		if !hasAttribute(&s, from, n) || !hasAttribute(&s, to, n) {
			continue
		}
		x := s.AttrOr(from, n.S, value{})
		// Where the end is not known, that is copied too.
		if !x.IsUnbound() && (!x.IsNone() || n == nameEndLine || n == nameEndCol) {
			s.Set(to, n.S, x)
		}
	}
	return s.Done(to)
}

func fixMissingLocations(node value) (value, exc) {
	var s steps
	fixMissing(&s, node, [4]value{py.Int(1), py.Int(0), py.Int(1), py.Int(0)})
	return s.Done(node)
}

// fixMissing gives node and those below it the place at, where they have none.
func fixMissing(s *steps, node value, at [4]value) {
	if s.Failed() {
		return
	}
	if e := py.Enter(); e != nil {
		s.Raise(e)
		return
	}
	defer py.Leave()
	for i, n := range places {
		if !hasAttribute(s, node, n) {
			continue
		}
		x := s.AttrOr(node, n.S, value{})
		if x.IsUnbound() || i >= 2 && x.IsNone() {
			s.Set(node, n.S, at[i])
		} else {
			at[i] = x
		}
	}
	if s.Failed() {
		return
	}
	list, e := children(node)
	s.Raise(e)
	for _, c := range list {
		fixMissing(s, c, at)
	}
}

func incrementLineno(node, n value) (value, exc) {
	var s steps
	e := all(node, func(child value) exc {
		add := func(name *py.Str) {
			x := s.AttrOr(child, name.S, py.Int(0))
			if x.IsNone() && name == nameEndLine {
				return
			}
			sum, e := py.Add(x, n)
			s.Raise(e)
			s.Set(child, name.S, sum)
		}
		if is(child, "TypeIgnore") {
			add(nameLine)
			return s.Exc
		}
		for _, name := range []*py.Str{nameLine, nameEndLine} {
			if hasAttribute(&s, child, name) {
				add(name)
			}
		}
		return s.Exc
	})
	if e != nil {
		return value{}, e
	}
	return node, nil
}

func getDocstring(node, clean value) (value, exc) {
	if !is(node, "AsyncFunctionDef", "FunctionDef", "ClassDef", "Module") {
		var s steps
		return value{}, py.Raisef(py.TypeErrorType, "%s can't have docstrings", s.Repr(py.StrV(node.Type().Name)))
	}
	var s steps
	doc := docstring(&s, node)
	if s.Failed() || doc.IsUnbound() {
		return s.Done(py.None)
	}
	text := s.Attr(doc, "value")
	if s.Truth(clean) {
		text = s.Apply(s.Import("inspect", "cleandoc"), text)
	}
	return s.Done(text)
}

// docstring returns the Constant that is the docstring of a node, unbound if it has none.
func docstring(s *steps, node value) value {
	body := s.List(node, "body")
	if len(body) == 0 || !is(body[0], "Expr") {
		return value{}
	}
	c := s.Attr(body[0], "value")
	if s.Failed() || !is(c, "Constant") {
		return value{}
	}
	if x := s.Attr(c, "value"); s.Failed() || !py.IsInstance(x, py.StrType) {
		return value{}
	}
	return c
}

// addVisitors adds NodeVisitor and NodeTransformer.
func addVisitors(m *py.Module) exc {
	base, e := pymod.Define(m, pymod.Class{
		Name: "NodeVisitor",
		Doc: "A base for classes that go through a tree: visit() calls for a node the method\n" +
			"visit_ followed by the name of its class, or generic_visit(), which visits the\nchildren.",
		Methods: []pymod.Func{
			{Sig: "visit(self, node)", Doc: "Visit a node.", Impl: visit},
			{Sig: "generic_visit(self, node)", Doc: "Called if no explicit visitor function exists for a node.", Impl: genericVisit},
			{Sig: "visit_Constant(self, node)", Impl: visitConstant},
		},
	})
	if e != nil {
		return e
	}
	_, e = pymod.Define(m, pymod.Class{
		Name: "NodeTransformer", Bases: []value{base},
		Doc: "A NodeVisitor that changes the tree: what a visitor method returns takes the place\n" +
			"of the node; None removes it, a list in a list takes its place there.",
		Methods: []pymod.Func{{Sig: "generic_visit(self, node)", Impl: transform}},
	})
	return e
}

var (
	nameVisit        = py.Intern("visit")
	nameGenericVisit = py.Intern("generic_visit")
)

func visit(self, node value) (value, exc) {
	var s steps
	name := "visit_" + s.Str(s.Attr(s.Attr(node, "__class__"), "__name__"))
	method := s.AttrOr(self, name, value{})
	if s.Failed() {
		return value{}, s.Exc
	}
	if method.IsUnbound() {
		return py.CallMethod1(self, nameGenericVisit, node)
	}
	return py.Call1(method, node)
}

func genericVisit(self, node value) (value, exc) {
	e := eachField(node, func(_ *py.Str, x value) exc {
		if isNode(x) {
			_, e := py.CallMethod1(self, nameVisit, x)
			return e
		}
		list, ok := py.AsList(x)
		if !ok {
			return nil
		}
		for i := 0; i < len(list.Items); i++ { // which the visitor may change
			if item := list.Items[i]; isNode(item) {
				if _, e := py.CallMethod1(self, nameVisit, item); e != nil {
					return e
				}
			}
		}
		return nil
	})
	return py.None, e
}

// oldVisitors are the visitor methods that were called before there was Constant, by the
// class of the value.
var oldVisitors = []struct {
	class *py.Type
	name  string
}{
	{py.BoolType, "NameConstant"}, {py.NoneType, "NameConstant"}, {py.IntType, "Num"}, {py.FloatType, "Num"},
	{py.ComplexType, "Num"}, {py.StrType, "Str"}, {py.BytesType, "Bytes"}, {py.Ellipsis.Type(), "Ellipsis"},
}

func visitConstant(self, node value) (value, exc) {
	var s steps
	x := s.Attr(node, "value")
	if s.Failed() {
		return value{}, s.Exc
	}
	for _, old := range oldVisitors {
		if !py.IsInstance(x, old.class) {
			continue
		}
		name := "visit_" + old.name
		method := s.AttrOr(self, name, value{})
		if s.Failed() {
			return value{}, s.Exc
		}
		if method.IsUnbound() {
			break
		}
		if e := deprecated("%s is deprecated; add visit_Constant", name); e != nil {
			return value{}, e
		}
		return py.Call1(method, node)
	}
	return py.CallMethod1(self, nameGenericVisit, node)
}

// transform is NodeTransformer.generic_visit.
func transform(self, node value) (value, exc) {
	e := eachField(node, func(name *py.Str, x value) exc {
		if isNode(x) {
			made, e := py.CallMethod1(self, nameVisit, x)
			switch {
			case e != nil:
				return e
			case made.IsNone():
				return py.DelAttr(node, name)
			}
			return py.SetAttr(node, name, made)
		}
		list, ok := py.AsList(x)
		if !ok {
			return nil
		}
		var items []value
		for i := 0; i < len(list.Items); i++ {
			item := list.Items[i]
			if !isNode(item) {
				items = append(items, item)
				continue
			}
			made, e := py.CallMethod1(self, nameVisit, item)
			if e != nil {
				return e
			}
			switch {
			case made.IsNone():
			case isNode(made):
				items = append(items, made)
			default:
				more, e := py.ToSlice(made)
				if e != nil {
					return e
				}
				items = append(items, more...)
			}
		}
		list.SetItems(items)
		return nil
	})
	return node, e
}
