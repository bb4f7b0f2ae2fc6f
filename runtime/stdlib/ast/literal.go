package ast

import (
	"fmt"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyparse"
)

// This file implements literal_eval.

func literalEval(v value) (value, exc) {
	if e := buildClasses(); e != nil {
		return value{}, e
	}
	if s, ok := py.AsStr(v); ok {
		file, e := pyparse.Source("<unknown>", "", py.StrV(strings.TrimLeft(s.S, " \t")))
		if e != nil {
			return value{}, e
		}
		if v, e = parseFile(file, pyparse.Eval); e != nil {
			return value{}, e
		}
	}
	l := &literals{}
	if is(v, "Expression") {
		v = l.Attr(v, "body")
	}
	return l.Done(l.convert(v))
}

// literals evaluates one tree.
type literals struct{ steps }

// malformed fails for a node that is no literal.
func (l *literals) malformed(node value) value {
	if l.Failed() {
		return py.None
	}
	where := ""
	if line := l.AttrOr(node, "lineno", py.None); l.Truth(line) {
		where = fmt.Sprintf(" on line %s", l.Str(line))
	}
	l.Failf(py.ValueErrorType, "malformed node or string%s: %s", where, l.Repr(node))
	return py.None
}

func (l *literals) convert(node value) value {
	if l.Failed() {
		return py.None
	}
	if e := py.Enter(); e != nil {
		l.Raise(e)
		return py.None
	}
	defer py.Leave()
	switch {
	case is(node, "Constant"):
		return l.Attr(node, "value")
	case is(node, "Tuple"):
		return py.NewTuple(l.elements(node, "elts")).Value()
	case is(node, "List"):
		return py.NewList(l.elements(node, "elts")).Value()
	case is(node, "Set"):
		set, e := py.SetBuild(l.elements(node, "elts"))
		l.Raise(e)
		return set
	case is(node, "Call"):
		if f := l.Attr(node, "func"); is(f, "Name") && l.Eq(l.Attr(f, "id"), py.StrV("set")) &&
			len(l.List(node, "args")) == 0 && len(l.List(node, "keywords")) == 0 {
			return py.NewSet().Value()
		}
	case is(node, "Dict"):
		keys, values := l.List(node, "keys"), l.List(node, "values")
		if len(keys) != len(values) {
			return l.malformed(node)
		}
		d := py.NewDict()
		for i := range keys {
			k, v := l.convert(keys[i]), l.convert(values[i])
			if !l.Failed() {
				l.Raise(d.Set(k, v))
			}
		}
		return d.Value()
	case is(node, "BinOp"):
		op := l.Attr(node, "op")
		if !is(op, "Add", "Sub") {
			break
		}
		left, right := l.signed(l.Attr(node, "left")), l.number(l.Attr(node, "right"))
		if l.Failed() || left.IsComplex() || !right.IsComplex() {
			break
		}
		sum := py.Add
		if is(op, "Sub") {
			sum = py.Sub
		}
		v, e := sum(left, right)
		l.Raise(e)
		return v
	}
	return l.signed(node)
}

func (l *literals) elements(node value, field string) []value {
	list := l.List(node, field)
	for i, x := range list {
		list[i] = l.convert(x)
	}
	return list
}

// number returns the value of a Constant that is a number.
func (l *literals) number(node value) value {
	if l.Failed() {
		return py.None
	}
	if !is(node, "Constant") {
		return l.malformed(node)
	}
	x := l.Attr(node, "value")
	if t := x.Type(); t != py.IntType && t != py.FloatType && t != py.ComplexType {
		return l.malformed(node)
	}
	return x
}

// signed returns the value of a number with or without a sign.
func (l *literals) signed(node value) value {
	if l.Failed() || !is(node, "UnaryOp") {
		return l.number(node)
	}
	op := l.Attr(node, "op")
	if !is(op, "UAdd", "USub") {
		return l.number(node)
	}
	sign := py.Pos
	if is(op, "USub") {
		sign = py.Neg
	}
	x := l.number(l.Attr(node, "operand"))
	if l.Failed() {
		return py.None
	}
	v, e := sign(x)
	l.Raise(e)
	return v
}
