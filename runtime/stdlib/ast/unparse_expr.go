package ast

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file writes expressions with operators, calls and the like.

var (
	binarySigns = map[string]string{
		"Add": "+", "Sub": "-", "Mult": "*", "MatMult": "@", "Div": "/", "Mod": "%", "LShift": "<<", "RShift": ">>",
		"BitOr": "|", "BitXor": "^", "BitAnd": "&", "FloorDiv": "//", "Pow": "**",
	}
	unarySigns   = map[string]string{"Invert": "~", "Not": "not", "UAdd": "+", "USub": "-"}
	boolSigns    = map[string]string{"And": "and", "Or": "or"}
	compareSigns = map[string]string{
		"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is", "IsNot": "is not", "In": "in", "NotIn": "not in",
	}
	signPrecedence = map[string]precedence{
		"+": precArith, "-": precArith, "*": precTerm, "@": precTerm, "/": precTerm, "%": precTerm, "<<": precShift, ">>": precShift,
		"|": precExpr, "^": precXor, "&": precBitAnd, "//": precTerm, "**": precPower,
	}
)

// signOf is the operator that an object stands for.
func (w *writer) signOf(op value, signs map[string]string) string {
	name := w.Str(w.Attr(w.Attr(op, "__class__"), "__name__"))
	sign, ok := signs[name]
	if !ok && !w.Failed() {
		w.Raise(py.RaiseArgs(py.KeyErrorType, py.StrV(name)))
	}
	return sign
}

func (w *writer) sign(n value, field string, signs map[string]string) string {
	return w.signOf(w.get(n, field), signs)
}

// keyword writes a keyword with a value that may be missing.
func (w *writer) keyword(p precedence, keyword string, n value) {
	w.parens(p, n, func() {
		w.text(keyword)
		if x := w.get(n, "value"); w.Truth(x) {
			w.text(" ")
			w.at(precAtom, x)
		}
	})
}

var exprWriters = map[string]func(w *writer, n value){
	"NamedExpr": func(w *writer, n value) {
		w.parens(precNamed, n, func() {
			w.at(precAtom, w.get(n, "target"))
			w.text(" := ")
			w.at(precAtom, w.get(n, "value"))
		})
	},
	"Await": func(w *writer, n value) { w.keyword(precAwait, "await", n) },
	"Yield": func(w *writer, n value) { w.keyword(precYield, "yield", n) },
	"YieldFrom": func(w *writer, n value) {
		w.parens(precYield, n, func() {
			w.text("yield from ")
			x := w.get(n, "value")
			if !w.Truth(x) {
				w.Failf(py.ValueErrorType, "Node can't be used without a value attribute.")
			}
			w.at(precAtom, x)
		})
	},
	"Name": func(w *writer, n value) { w.text(w.name(n, "id")) },
	"IfExp": func(w *writer, n value) {
		w.parens(precTest, n, func() {
			w.at(precTest.next(), w.get(n, "body"))
			w.text(" if ")
			w.at(precTest.next(), w.get(n, "test"))
			w.text(" else ")
			w.at(precTest, w.get(n, "orelse"))
		})
	},
	"Lambda": func(w *writer, n value) {
		w.parens(precTest, n, func() {
			w.text("lambda")
			if args := w.captured(func() { w.node(w.get(n, "args")) }); args != "" {
				w.text(" ", args)
			}
			w.text(": ")
			w.at(precTest, w.get(n, "body"))
		})
	},
	"UnaryOp": func(w *writer, n value) {
		sign := w.sign(n, "op", unarySigns)
		p := precFactor
		if sign == "not" {
			p = precNot
		}
		w.parens(p, n, func() {
			w.text(sign)
			if p != precFactor {
				w.text(" ")
			}
			w.at(p, w.get(n, "operand"))
		})
	},
	"BinOp": func(w *writer, n value) {
		sign := w.sign(n, "op", binarySigns)
		p := signPrecedence[sign]
		left, right := p, p.next()
		if sign == "**" {
			left, right = right, left
		}
		w.parens(p, n, func() {
			w.at(left, w.get(n, "left"))
			w.text(" ", sign, " ")
			w.at(right, w.get(n, "right"))
		})
	},
	"Compare": func(w *writer, n value) {
		w.parens(precCompare, n, func() {
			w.at(precCompare.next(), w.get(n, "left"))
			ops, rest := w.List(n, "ops"), w.List(n, "comparators")
			for i := range min(len(ops), len(rest)) {
				w.text(" ", w.signOf(ops[i], compareSigns), " ")
				w.at(precCompare.next(), rest[i])
			}
		})
	},
	"BoolOp": func(w *writer, n value) {
		sign := w.sign(n, "op", boolSigns)
		p := precAnd
		if sign == "or" {
			p = precOr
		}
		w.parens(p, n, func() {
			inner := p
			for i, x := range w.List(n, "values") {
				if i > 0 {
					w.text(" ", sign, " ")
				}
				// Each value binds more strongly than the one before it.
				inner = inner.next()
				w.at(inner, x)
			}
		})
	},
	"Attribute": func(w *writer, n value) {
		x := w.get(n, "value")
		w.at(precAtom, x)
		// A dot behind an int would belong to it.
		if !w.Failed() && is(x, "Constant") && py.IsInstance(w.get(x, "value"), py.IntType) {
			w.text(" ")
		}
		w.text(".", w.name(n, "attr"))
	},
	"Call": func(w *writer, n value) {
		w.at(precAtom, w.get(n, "func"))
		w.between("(", ")", func() { w.list(append(w.List(n, "args"), w.List(n, "keywords")...)) })
	},
	"Subscript": func(w *writer, n value) {
		w.at(precAtom, w.get(n, "value"))
		w.between("[", "]", func() {
			index := w.get(n, "slice")
			if !w.Failed() && is(index, "Tuple") {
				if elts := w.List(index, "elts"); len(elts) > 0 {
					w.items(elts)
					return
				}
			}
			w.node(index)
		})
	},
	"Starred": func(w *writer, n value) { w.text("*"); w.at(precExpr, w.get(n, "value")) },
	"Slice": func(w *writer, n value) {
		w.optional("", n, "lower")
		w.text(":")
		w.optional("", n, "upper")
		w.optional(":", n, "step")
	},
}

// displayWriters write literals other than strings, displays and comprehensions.
var displayWriters = map[string]func(w *writer, n value){
	"JoinedStr":      (*writer).joined,
	"FormattedValue": (*writer).formatted,
	"Ellipsis":       func(w *writer, n value) { w.text("...") },
	"Constant": func(w *writer, n value) {
		x := w.get(n, "value")
		if w.Failed() {
			return
		}
		if t, ok := py.AsTuple(x); ok {
			w.between("(", ")", func() {
				for i, item := range t.Items() {
					if i > 0 {
						w.text(", ")
					}
					w.constant(item)
				}
				if len(t.Items()) == 1 {
					w.text(",")
				}
			})
			return
		}
		if x == py.Ellipsis {
			w.text("...")
			return
		}
		if w.Eq(w.get(n, "kind"), py.StrV("u")) {
			w.text("u")
		}
		w.constant(x)
	},
	"List":         func(w *writer, n value) { w.between("[", "]", func() { w.list(w.List(n, "elts")) }) },
	"ListComp":     func(w *writer, n value) { w.comprehension("[", "]", n) },
	"GeneratorExp": func(w *writer, n value) { w.comprehension("(", ")", n) },
	"SetComp":      func(w *writer, n value) { w.comprehension("{", "}", n) },
	"DictComp": func(w *writer, n value) {
		w.between("{", "}", func() {
			w.node(w.get(n, "key"))
			w.text(": ")
			w.node(w.get(n, "value"))
			w.all(w.List(n, "generators"))
		})
	},
	"comprehension": func(w *writer, n value) {
		if w.has(n, "is_async") {
			w.text(" async")
		}
		w.text(" for ")
		w.at(precTuple, w.get(n, "target"))
		w.text(" in ")
		w.at(precTest.next(), w.get(n, "iter"))
		for _, cond := range w.List(n, "ifs") {
			w.text(" if ")
			w.at(precTest.next(), cond)
		}
	},
	"Set": func(w *writer, n value) {
		elts := w.List(n, "elts")
		if len(elts) == 0 {
			w.text("{*()}") // {} is a dict
			return
		}
		w.between("{", "}", func() { w.list(elts) })
	},
	"Dict": func(w *writer, n value) {
		keys, values := w.List(n, "keys"), w.List(n, "values")
		w.between("{", "}", func() {
			for i := range min(len(keys), len(values)) {
				if i > 0 {
					w.text(", ")
				}
				if keys[i].IsNone() {
					w.text("**")
					w.at(precExpr, values[i])
					continue
				}
				w.node(keys[i])
				w.text(": ")
				w.node(values[i])
			}
		})
	},
	"Tuple": func(w *writer, n value) {
		elts := w.List(n, "elts")
		if len(elts) == 0 || w.wanted(n) > precTuple {
			w.between("(", ")", func() { w.items(elts) })
			return
		}
		w.items(elts)
	},
}

func (w *writer) comprehension(open, close string, n value) {
	w.between(open, close, func() {
		w.node(w.get(n, "elt"))
		w.all(w.List(n, "generators"))
	})
}

// infinity is a literal that is too large for a float.
const infinity = "1e309"

// constant writes the literal of a value.
func (w *writer) constant(x value) {
	text := w.Repr(x)
	if x.IsFloat() || x.IsComplex() {
		text = strings.ReplaceAll(text, "inf", infinity)
		text = strings.ReplaceAll(text, "nan", "("+infinity+"-"+infinity+")")
	}
	w.text(text)
}
