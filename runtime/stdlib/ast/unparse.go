package ast

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements unparse: the writer, modules and simple statements. The text has
// the parentheses, blank lines and quotes that CPython's has.

// precedence is how strongly an expression binds, weakest first.
type precedence int

const (
	precNamed precedence = iota
	precTuple
	precYield
	precTest
	precOr
	precAnd
	precNot
	precCompare
	precExpr // also |
	precXor
	precBitAnd
	precShift
	precArith
	precTerm
	precFactor
	precPower
	precAwait
	precAtom
)

// next is the precedence that binds one step more strongly.
func (p precedence) next() precedence { return min(p+1, precAtom) }

// writer writes the source of one tree.
type writer struct {
	steps
	out       *strings.Builder
	depth     int // of the indentation
	inTryStar bool
	// want are the precedences that the places of nodes ask for; precTest where there is none.
	want map[value]precedence
	// ignores are the comments about types by line.
	ignores map[int]string
}

func newWriter() *writer {
	return &writer{out: new(strings.Builder), want: map[value]precedence{}, ignores: map[int]string{}}
}

func unparse(node value) (value, exc) {
	if e := buildClasses(); e != nil {
		return value{}, e
	}
	w := newWriter()
	w.node(node)
	return w.Done(py.StrV(w.out.String()))
}

func (w *writer) text(parts ...string) {
	for _, s := range parts {
		w.out.WriteString(s)
	}
}

// line begins a line.
func (w *writer) line(parts ...string) {
	w.newline()
	w.text(strings.Repeat("    ", w.depth))
	w.text(parts...)
}

func (w *writer) newline() {
	if w.out.Len() > 0 {
		w.text("\n")
	}
}

// captured returns what f writes.
func (w *writer) captured(f func()) string {
	before := w.out
	w.out = new(strings.Builder)
	f()
	text := w.out.String()
	w.out = before
	return text
}

// block writes a colon and what body writes, indented.
func (w *writer) block(comment string, body func()) {
	w.text(":", comment)
	w.depth++
	body()
	w.depth--
}

func (w *writer) between(open, close string, f func()) {
	w.text(open)
	f()
	w.text(close)
}

// parens writes what f writes, in parentheses where the place of node asks for more than p.
func (w *writer) parens(p precedence, node value, f func()) {
	if w.wanted(node) > p {
		w.between("(", ")", f)
		return
	}
	f()
}

func (w *writer) wanted(node value) precedence {
	if p, ok := w.want[node]; ok {
		return p
	}
	return precTest
}

// at writes a node in a place that asks for p.
func (w *writer) at(p precedence, node value) {
	w.want[node] = p
	w.node(node)
}

// get is the field of a node.
func (w *writer) get(node value, name string) value { return w.Attr(node, name) }

// name is a field that is a str.
func (w *writer) name(node value, field string) string {
	v := w.Attr(node, field)
	if w.Failed() {
		return ""
	}
	s, ok := py.AsStr(v)
	if !ok {
		w.Failf(py.TypeErrorType, "sequence item 0: expected str instance, %s found", v.Type().Name)
		return ""
	}
	return s.S
}

// has reports whether a field that may be missing has something.
func (w *writer) has(node value, field string) bool { return w.Is(node, field) }

// list writes nodes with commas between them.
func (w *writer) list(nodes []value) {
	for i, n := range nodes {
		if i > 0 {
			w.text(", ")
		}
		w.node(n)
	}
}

// items is list with a comma behind a single one, as in tuples.
func (w *writer) items(nodes []value) {
	w.list(nodes)
	if len(nodes) == 1 {
		w.text(",")
	}
}

// all writes statements.
func (w *writer) all(nodes []value) {
	for _, n := range nodes {
		w.node(n)
	}
}

// writers are the functions that write the nodes of the classes.
var writers map[string]func(w *writer, n value)

// node writes a node, or the nodes of a list.
func (w *writer) node(n value) {
	if w.Failed() {
		return
	}
	if list, ok := py.AsList(n); ok {
		w.all(append([]value(nil), list.Items...))
		return
	}
	if e := py.Enter(); e != nil {
		w.Raise(e)
		return
	}
	defer py.Leave()
	name := w.Str(w.Attr(w.Attr(n, "__class__"), "__name__"))
	if f := writers[name]; f != nil {
		f(w, n)
		return
	}
	// A class of another kind: what is below it.
	w.Raise(eachField(n, func(_ *py.Str, x value) exc {
		if isNode(x) {
			w.node(x)
		} else if list, ok := py.AsList(x); ok {
			for _, item := range list.Items {
				if isNode(item) {
					w.node(item)
				}
			}
		}
		return w.Exc
	}))
}

func init() {
	writers = map[string]func(w *writer, n value){
		"Module": (*writer).module, "FunctionType": (*writer).functionType,
		"Expr":   func(w *writer, n value) { w.line(); w.at(precYield, w.get(n, "value")) },
		"Import": func(w *writer, n value) { w.line("import "); w.list(w.List(n, "names")) },
		"ImportFrom": func(w *writer, n value) {
			w.line("from ")
			if level := w.get(n, "level"); w.Truth(level) {
				w.text(strings.Repeat(".", max(0, w.Int(level))))
			}
			if w.has(n, "module") {
				w.text(w.name(n, "module"))
			}
			w.text(" import ")
			w.list(w.List(n, "names"))
		},
		"Assign": func(w *writer, n value) {
			w.line()
			for _, t := range w.List(n, "targets") {
				w.at(precTuple, t)
				w.text(" = ")
			}
			w.node(w.get(n, "value"))
			w.text(w.comment(n))
		},
		"AugAssign": func(w *writer, n value) {
			w.line()
			w.node(w.get(n, "target"))
			w.text(" ", w.sign(n, "op", binarySigns), "= ")
			w.node(w.get(n, "value"))
		},
		"AnnAssign": func(w *writer, n value) {
			w.line()
			target := w.get(n, "target")
			if !w.Truth(w.get(n, "simple")) && !w.Failed() && is(target, "Name") {
				w.between("(", ")", func() { w.node(target) })
			} else {
				w.node(target)
			}
			w.text(": ")
			w.node(w.get(n, "annotation"))
			w.optional(" = ", n, "value")
		},
		"Return":   func(w *writer, n value) { w.line("return"); w.optional(" ", n, "value") },
		"Pass":     func(w *writer, n value) { w.line("pass") },
		"Break":    func(w *writer, n value) { w.line("break") },
		"Continue": func(w *writer, n value) { w.line("continue") },
		"Delete":   func(w *writer, n value) { w.line("del "); w.list(w.List(n, "targets")) },
		"Assert": func(w *writer, n value) {
			w.line("assert ")
			w.node(w.get(n, "test"))
			w.optional(", ", n, "msg")
		},
		"Global":   func(w *writer, n value) { w.names("global ", n) },
		"Nonlocal": func(w *writer, n value) { w.names("nonlocal ", n) },
		"Raise": func(w *writer, n value) {
			w.line("raise")
			if !w.has(n, "exc") {
				if w.has(n, "cause") {
					w.Failf(py.ValueErrorType, "Node can't use cause without an exception.")
				}
				return
			}
			w.optional(" ", n, "exc")
			w.optional(" from ", n, "cause")
		},
		"TypeAlias": func(w *writer, n value) {
			w.line("type ")
			w.node(w.get(n, "name"))
			w.typeParams(n)
			w.text(" = ")
			w.node(w.get(n, "value"))
		},
		"alias": func(w *writer, n value) {
			w.text(w.name(n, "name"))
			if w.has(n, "asname") {
				w.text(" as ", w.name(n, "asname"))
			}
		},
	}
	for name, f := range compoundWriters {
		writers[name] = f
	}
	for name, f := range exprWriters {
		writers[name] = f
	}
	for name, f := range displayWriters {
		writers[name] = f
	}
	for name, f := range patternWriters {
		writers[name] = f
	}
}

// optional writes a text and a field where that has something.
func (w *writer) optional(before string, n value, field string) {
	if x := w.get(n, field); w.Truth(x) {
		w.text(before)
		w.node(x)
	}
}

func (w *writer) names(keyword string, n value) {
	w.line(keyword)
	for i, x := range w.List(n, "names") {
		if i > 0 {
			w.text(", ")
		}
		w.text(w.Str(x))
	}
}

// comment is the type comment of a statement.
func (w *writer) comment(n value) string {
	if text := w.ignores[w.Int(w.get(n, "lineno"))]; text != "" {
		return " # type: " + text
	}
	if c := w.get(n, "type_comment"); !w.Failed() && !c.IsNone() {
		return " # type: " + w.Str(c)
	}
	return ""
}

func (w *writer) module(n value) {
	for _, t := range w.List(n, "type_ignores") {
		w.ignores[w.Int(w.get(t, "lineno"))] = "ignore" + w.name(t, "tag")
	}
	w.documented(n)
	clear(w.ignores)
}

// documented writes the body of a module, class or function.
func (w *writer) documented(n value) {
	doc := docstring(&w.steps, n)
	body := w.List(n, "body")
	if !doc.IsUnbound() && !w.Failed() {
		w.line()
		if w.Eq(w.get(doc, "kind"), py.StrV("u")) {
			w.text("u")
		}
		w.quoted(w.name(doc, "value"), multiQuotes)
		body = body[1:]
	}
	w.all(body)
}

func (w *writer) functionType(n value) {
	w.between("(", ")", func() { w.list(w.List(n, "argtypes")) })
	w.text(" -> ")
	w.node(w.get(n, "returns"))
}
